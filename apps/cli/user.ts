import {
  disableLogin,
  enableLogin,
  foundSteward,
  inviteLogin,
  listAccounts,
  resetLoginSecondFactor,
  stewardBounds,
  stewardGrants,
} from '@qianmo/organisation/server';
import { type Role, roles } from '@qianmo/platform/contract';
import { createPool, databaseOf, NATION, openInstallationClock, withClient } from '@qianmo/platform/server';
import { type InProcess, openInProcess } from '@qianmo/server';
import { command, dataFlag, WrongCall } from './command.ts';
import { withInstallation } from './installation.ts';
import { note, print } from './screen.ts';
import { addUser, readScope } from './user-place.ts';

const urlFlag = {
  value: 'URL',
  zh: '用户访问的网址，用于拼出链接',
  en: 'address under which users reach the server, for the link',
  fallback: 'http://127.0.0.1:8080',
} as const;

function acting<T>(folder: string, run: (inside: InProcess) => Promise<T>): Promise<T> {
  return withInstallation(folder, async (installation) => {
    const inside = await openInProcess(installation, 'cli', { bounds: stewardBounds, grants: stewardGrants });
    try {
      return await run(inside);
    } finally {
      await inside.stop();
    }
  });
}

export const userAdd = command({
  zh: '新增用户并给出一次性链接；单位、岗位没有的会一并登记。--home 000000 为整个平台的管理员',
  en: 'add a user and print a one-time link; unit and post are registered where missing. --home 000000 makes an administrator of the whole installation',
  flags: {
    login: { value: 'LOGIN', zh: '登录名', en: 'login', required: true },
    name: { value: 'NAME', zh: '姓名', en: 'name of the person', required: true },
    home: {
      value: 'CODE',
      zh: '所在行政区划代码，如 621221',
      en: 'code of the division, such as 621221',
      required: true,
    },
    role: { value: 'ROLE', zh: `角色：${roles.join('、')}`, en: `role: ${roles.join(', ')}`, required: true },
    unit: { value: 'UNIT', zh: '单位名称', en: 'name of the unit', required: true },
    title: { value: 'TITLE', zh: '岗位名称', en: 'title of the post', required: true },
    scope: {
      value: 'KIND:ID',
      zh: '县级以下角色的范围，如 township:地名编号',
      en: 'limit of a role below the county, such as township:<place id>',
    },
    url: urlFlag,
    data: dataFlag,
  },
  run: async (values) => {
    const role = roles.find((each) => each === values.role);
    if (!role) throw new WrongCall(`没有这个角色 no such role: ${values.role}`);
    const { login, name, home, unit, title } = values;
    return acting(values.data, async (inside) => {
      if (home === NATION) await addSteward(inside, role, { login, name, unit, title });
      else await addUser(inside, { login, name, home, unit, title, role, narrow: readScope(values.scope) });
      return printLink(inside, login, values.url);
    });
  },
});

type NewSteward = { login: string; name: string; unit: string; title: string };

async function addSteward({ act }: InProcess, role: Role, input: NewSteward): Promise<void> {
  if (role !== 'administrator') throw new WrongCall(`000000 只设管理员 · only administrators belong to ${NATION}`);
  await act(foundSteward, { input });
}

async function printLink({ act }: InProcess, login: string, url: string): Promise<number> {
  const { token, expiresAt } = await act(inviteLogin, { input: { login } });
  print(`${url.replace(/\/+$/, '')}/console/invitation#${token}`);
  note(`一次有效，至 ${expiresAt} · works once, until ${expiresAt}`);
  return 0;
}

const one = { operand: '<login>', flags: { data: dataFlag } } as const;

export const userLink = command({
  zh: '重新给出一次性链接，用来设置密码；旧链接作废',
  en: 'print a new one-time link to set a password; older links stop working',
  operand: '<login>',
  flags: { url: urlFlag, data: dataFlag },
  run: ({ data, url }, login) => acting(data, (inside) => printLink(inside, login, url)),
});

export const userDisable = command({
  ...one,
  zh: '停用账号，其会话立即结束',
  en: 'shut an account; its sessions end at once',
  run: ({ data }, login) =>
    acting(data, async ({ act }) => {
      await act(disableLogin, { input: { login } });
      print(`${login} 已停用 · disabled`);
      return 0;
    }),
});

export const userEnable = command({
  ...one,
  zh: '恢复已停用的账号',
  en: 'open a disabled account again',
  run: ({ data }, login) =>
    acting(data, async ({ act }) => {
      await act(enableLogin, { input: { login } });
      print(`${login} 已恢复 · enabled`);
      return 0;
    }),
});

export const userResetSecondFactor = command({
  ...one,
  zh: '清除账号的第二验证因素，其会话立即结束',
  en: 'remove the second factor of an account; its sessions end at once',
  run: ({ data }, login) =>
    acting(data, async ({ act }) => {
      await act(resetLoginSecondFactor, { input: { login } });
      print(`${login} 的第二验证因素已清除 · second factor removed`);
      return 0;
    }),
});

export const userList = command({
  zh: '列出全部账号及其岗位',
  en: 'list all accounts with their posts',
  flags: { data: dataFlag },
  run: ({ data }) =>
    withInstallation(data, async (installation) => {
      const { clock, close } = await openInstallationClock(installation.connection('qianmo_app'));
      const pool = createPool(installation.ownerConnection(), 1);
      try {
        const accounts = await withClient(pool, (client) => listAccounts(databaseOf(client), clock.today()));
        for (const account of accounts) print(accountLine(account));
        return 0;
      } finally {
        await pool.end();
        await close();
      }
    }),
});

function accountLine(account: Awaited<ReturnType<typeof listAccounts>>[number]): string {
  const marks = [
    account.disabledAt === null ? '' : '停用 disabled',
    account.hasPassword ? '' : '未设密码 no password',
    account.secondFactor ? '双因素 second factor' : '',
  ].filter((mark) => mark !== '');
  const posts = account.postings.map(({ home, role, unit, title }) => `${home} ${role} ${unit} ${title}`);
  return [account.login, account.name, marks.join(', '), posts.join('; ')].join('\t');
}
