import { command, folderFlag } from './command.ts';

const urlFlag = {
  value: 'URL',
  zh: '用户访问的网址，用于拼出链接',
  en: 'address under which users reach the server, for the link',
  fallback: 'http://127.0.0.1:8080',
} as const;

export const userAdd = command({
  zh: '新增用户并给出一次性链接；单位、岗位没有的会一并登记。--home 000000 为整个平台的管理员',
  en: 'add a user and print a one-time link; unit and post are registered where missing. --home 000000 makes an administrator of the whole installation',
  flags: {
    login: { value: 'LOGIN', zh: '登录名', en: 'login', required: true },
    name: { value: 'NAME', zh: '姓名', en: 'name of the person', required: true },
    home: { value: 'CODE', zh: '行政区划代码，如 621221', en: 'code of the division, such as 621221', required: true },
    role: {
      value: 'ROLE',
      zh: '角色，如 commerce、finance、audit',
      en: 'role: commerce, finance, audit …',
      required: true,
    },
    unit: { value: 'UNIT', zh: '单位名称', en: 'name of the unit', required: true },
    title: { value: 'TITLE', zh: '岗位名称', en: 'title of the post', required: true },
    scope: {
      value: 'KIND:ID',
      zh: '县级以下角色的范围，如 township:地名编号',
      en: 'limit of a role below the county, such as township:<place id>',
    },
    url: urlFlag,
    data: folderFlag,
  },
  run: async (values) => (await import('./user-acts.ts')).add(values),
});

export const userList = command({
  zh: '列出全部账号及其岗位',
  en: 'list all accounts with their posts',
  flags: { data: folderFlag },
  run: async ({ data }) => (await import('./user-acts.ts')).list(data),
});

export const userLink = command({
  zh: '重新给出一次性链接，用来设置密码；旧链接作废',
  en: 'print a new one-time link to set a password; older links stop working',
  operand: '<login>',
  flags: { url: urlFlag, data: folderFlag },
  run: async ({ data, url }, login) => (await import('./user-acts.ts')).link(data, login, url),
});

const one = { operand: '<login>', flags: { data: folderFlag } } as const;

export const userDisable = command({
  ...one,
  zh: '停用账号，其会话立即结束',
  en: 'shut an account; its sessions end at once',
  run: async ({ data }, login) => (await import('./user-acts.ts')).disable(data, login),
});

export const userEnable = command({
  ...one,
  zh: '恢复已停用的账号',
  en: 'open a disabled account again',
  run: async ({ data }, login) => (await import('./user-acts.ts')).enable(data, login),
});

export const userResetSecondFactor = command({
  ...one,
  zh: '清除账号的第二验证因素，其会话立即结束',
  en: 'remove the second factor of an account; its sessions end at once',
  run: async ({ data }, login) => (await import('./user-acts.ts')).resetSecondFactor(data, login),
});
