import type { PipeCode } from '@qianmo/platform/contract';
import { type CodeTable, registerCodes } from './codes.ts';
import type { Bilingual } from './language.ts';

/** Every code the pipe can answer with has words here; the type sees to it. */
const pipeProblems: Readonly<Record<PipeCode, Bilingual>> = {
  'invalid-input': {
    zh: '有填写内容不符合要求，请按提示修改。',
    en: 'Some fields do not meet the rules; see the notes.',
  },
  'not-signed-in': {
    zh: '登录已到期，请重新登录。已填内容还在。',
    en: 'Your session has ended. Sign in again; your input is kept.',
  },
  'second-factor-needed': { zh: '这一步需要动态口令。', en: 'This act needs a one-time code.' },
  'not-permitted': {
    zh: '您的岗位不办理这件事，请由有权的岗位办理。',
    en: 'Your post does not do this; ask the post that does.',
  },
  'not-found': { zh: '找不到，或不在您的管辖范围。', en: 'Not found, or outside your jurisdiction.' },
  stale: { zh: '别人已先保存，请核对后再提交。', en: 'Someone saved first. Compare before you send again.' },
  'operation-id-missing': {
    zh: '缺少操作号，请重新打开本页。',
    en: 'The operation number is missing; open this page again.',
  },
  'operation-id-reused': {
    zh: '操作号已用于另一件事，请重新提交。',
    en: 'This operation number was used for another act; send again.',
  },
  busy: { zh: '同一条记录正在被办理，请稍候再试。', en: 'The same record is being worked on; try again shortly.' },
  'too-many-requests': { zh: '请求太密，请稍候再试。', en: 'Too many requests; try again shortly.' },
  'origin-refused': {
    zh: '请求不是从本系统页面发出的，没有受理。',
    en: 'The request did not come from a page of this system.',
  },
  'body-too-large': { zh: '内容太大，请分次提交。', en: 'Too large; send it in parts.' },
  'database-away': {
    zh: '数据库暂时连不上，已填内容还在，请稍候再试。',
    en: 'The database is away; your input is kept. Try again shortly.',
  },
  'storage-full': {
    zh: '服务器存储已满，请联系系统管理员。',
    en: 'The server has no space left; call the administrator.',
  },
  fault: { zh: '系统出错，您填的还在。', en: 'Something broke here. What you typed is kept.' },
};

const sessionProblems: CodeTable = {
  'sign-in-refused': { zh: '账号或密码不对。', en: 'Login or password is not right.' },
  'sign-in-locked': {
    zh: '连续输错次数过多，账号暂时锁定，请稍后再试。',
    en: 'Too many wrong tries; the account is locked for a while.',
  },
  'second-factor-wrong': { zh: '动态口令不对，或已过期。', en: 'The one-time code is wrong or has expired.' },
  'second-factor-not-enrolled': { zh: '还没有绑定验证器。', en: 'No authenticator is enrolled yet.' },
  'second-factor-enrolled': { zh: '验证器已经绑定。', en: 'An authenticator is enrolled already.' },
  'password-common': { zh: '这个密码太常见，请换一个。', en: 'This password is too common; choose another.' },
  'invitation-void': {
    zh: '链接已用过或已过期，请向管理员要新的。',
    en: 'The link was used or has expired; ask for a new one.',
  },
  'token-permission-not-own': { zh: '令牌只能带有您自己的权限。', en: 'A token can carry only your own permissions.' },
  'token-unknown': { zh: '没有这个令牌。', en: 'There is no such token.' },
};

/** What a shape refuses, field by field. */
const fieldProblems: CodeTable = {
  missing: { zh: '请填写', en: 'is needed' },
  'text-empty': { zh: '请填写', en: 'is needed' },
  'text-too-long': { zh: '超过 {maximum} 个字', en: 'longer than {maximum} characters' },
  'text-control': { zh: '含有不能显示的字符', en: 'contains control characters' },
  'wrong-type': { zh: '类型不对', en: 'has the wrong type' },
  'unknown-key': { zh: '不认识的项目', en: 'is unknown' },
  'too-small': { zh: '少于 {minimum}', en: 'less than {minimum}' },
  'too-big': { zh: '多于 {maximum}', en: 'more than {maximum}' },
  'invalid-format': { zh: '格式不对', en: 'has the wrong form' },
  'invalid-value': { zh: '不是可选的值', en: 'is none of the choices' },
  'plain-date': { zh: '不是有效日期，如 2019-9-24', en: 'is not a day, such as 2019-9-24' },
  fen: { zh: '金额不对，如 4，320.00', en: 'is not an amount, such as 4,320.00' },
  'not-a-number': { zh: '金额不对，如 4，320.00 或 1，350万', en: 'is not an amount, such as 4,320.00' },
  'finer-than-a-fen': { zh: '金额最多到分，不作四舍五入', en: 'is finer than a fen; amounts are never rounded' },
  'wrong-grouping': { zh: '千位分隔位置不对，如 4，320.00', en: 'is grouped wrongly; write 4,320.00' },
  'exact-number': { zh: '请写数、百分数或分数，如 80% 或 4/5', en: 'write a number, 80% or 4/5' },
  'home-code': { zh: '不是有效的地区代码', en: 'is not a division code' },
  uuid: { zh: '编号格式不对', en: 'is not an id' },
  instant: { zh: '时间格式不对', en: 'is not a time' },
  key: { zh: '只能用小写字母、数字、点、横线', en: 'only small letters, digits, dots and dashes' },
  'not-same': { zh: '两次输入不一致', en: 'the two entries differ' },
};

const roleNames: CodeTable = {
  administrator: { zh: '系统管理员', en: 'Administrator' },
  leader: { zh: '分管领导', en: 'Leader in charge' },
  commerce: { zh: '商务主管部门', en: 'Commerce office' },
  finance: { zh: '财政部门', en: 'Finance office' },
  poverty: { zh: '扶贫（乡村振兴）部门', en: 'Poverty (revitalisation) office' },
  agriculture: { zh: '农业农村部门', en: 'Agriculture office' },
  'human-resources': { zh: '人社部门', en: 'Human resources office' },
  'market-regulation': { zh: '市场监管部门', en: 'Market regulation' },
  transport: { zh: '交通运输部门', en: 'Transport office' },
  post: { zh: '邮政管理部门', en: 'Postal office' },
  department: { zh: '其他成员单位', en: 'Other department' },
  audit: { zh: '审计', en: 'Audit' },
  discipline: { zh: '纪检监察', en: 'Discipline inspection' },
  'township-leader': { zh: '乡镇领导', en: 'Township leader' },
  'township-specialist': { zh: '乡镇电商专干', en: 'Township specialist' },
  'village-committee': { zh: '村委会', en: 'Village committee' },
  'centre-operator': { zh: '服务中心运营方', en: 'Centre operator' },
  'station-operator': { zh: '站长', en: 'Station keeper' },
  contractor: { zh: '承办企业', en: 'Contractor' },
  'logistics-operator': { zh: '物流承运企业', en: 'Logistics operator' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  'training-provider': { zh: '培训机构', en: 'Training provider' },
  expert: { zh: '专家', en: 'Expert' },
};

registerCodes('problem', pipeProblems);
registerCodes('problem', sessionProblems);
registerCodes('field', fieldProblems);
registerCodes('role', roleNames);
