import type { Finding } from '@qianmo/platform/contract';
import { registerCodes } from '@qianmo/ui/office';

/** Sentences of this module's rules. Units and posts stand in them by name: see `named`. */
registerCodes('rule', {
  'organisation.seat-vacant': { zh: '{post}空缺，没有人任职。', en: 'Nobody holds {post}.' },
  'organisation.vacancy-leader-in-charge': {
    zh: '{unit}没有明确分管领导，{reports} 项报送无人负责。',
    en: '{unit} names no leader in charge; nobody answers for {reports} {reports|report|reports}.',
  },
  'organisation.vacancy-specialist': {
    zh: '{unit}没有明确专干，{reports} 项报送无人负责。',
    en: '{unit} names no specialist; nobody answers for {reports} {reports|report|reports}.',
  },
  'organisation.vacancy-reporting-post': {
    zh: '{unit}的报送岗位{post}空缺，{reports} 项报送无人负责。',
    en: '{post} of {unit} is vacant; nobody answers for {reports} {reports|report|reports}.',
  },
  'organisation.lead-missing': { zh: '没有牵头单位。', en: 'No unit is in the lead.' },
  'organisation.lead-several': {
    zh: '有 {leads} 个牵头单位，方案未说明以谁为主。',
    en: '{leads} units are in the lead; the plan does not say who comes first.',
  },
  'organisation.composition-department-missing': {
    zh: '方案要求有{unit}参加，这里没有。',
    en: 'The plan wants {unit} in it; it is missing.',
  },
  'organisation.composition-lead-differs': {
    zh: '方案要求由{demanded}牵头，这里是{lead}。',
    en: 'The plan wants {demanded} in the lead; here it is {lead}.',
  },
  'organisation.composition-persons': {
    zh: '应不少于 {least} 人，现有 {persons} 人。',
    en: 'At least {least} persons are wanted; there are {persons}.',
  },
  'organisation.composition-persons.pending': {
    zh: '应不少于 {least} 人，尚未定人。',
    en: 'At least {least} persons are wanted; nobody is named yet.',
  },
  'organisation.undertaking-missing': {
    zh: '现任职人还没有签廉政承诺书。',
    en: 'The present holder has signed no undertaking.',
  },
});

registerCodes('rule', {
  'separation.same-person': {
    zh: '同一人不能既是利害关系人又作决定。',
    en: 'One person cannot both have an interest and decide.',
  },
  'separation.same-unit': {
    zh: '同一单位不能既是利害关系方又作决定。',
    en: 'One unit cannot both have an interest and decide.',
  },
  'separation.same-entity': {
    zh: '所属市场主体与本件有利害关系。',
    en: 'The firm behind the person has an interest in the case.',
  },
  'separation.related': {
    zh: '已申报与当事一方有利害关系，须回避。',
    en: 'A declared interest in one party keeps the person away.',
  },
  'separation.unknown': { zh: '前一环节的经办人不明，不能判断。', en: 'Who acted before is unknown.' },
  'separation.two-steps': { zh: '同一人办了两个决定环节。', en: 'One person took two deciding steps.' },
  'separation.dual-office': {
    zh: '该单位身兼{parts}，请留意利益冲突。',
    en: 'This unit is at once {parts}; mind the conflict of interests.',
  },
});

/** The same findings with units, posts and people by name; an id that nobody can name is not shown as a number. */
export function named(findings: readonly Finding[], nameOf: (id: string) => string | undefined): Finding[] {
  return findings.map((finding) => ({
    ...finding,
    inputs: Object.fromEntries(
      Object.entries(finding.inputs).map(([key, value]) => [
        key,
        typeof value === 'string' && nameKeys.has(key) ? (nameOf(value) ?? '—') : (value ?? '—'),
      ]),
    ),
  }));
}

const nameKeys = new Set(['unit', 'post', 'demanded', 'lead']);
