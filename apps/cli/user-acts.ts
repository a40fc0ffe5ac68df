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
import { roles } from '@qianmo/platform/contract';
import { createPool, databaseOf, NATION, openInstallationClock, withClient } from '@qianmo/platform/server';
import { type InProcess, openInProcess } from '@qianmo/server';
import { WrongCall } from './command.ts';
import { withInstallation } from './installation.ts';
import { note, print } from './screen.ts';
import { addUser, readScope } from './user-place.ts';

function acting(folder: string, run: (inside: InProcess) => Promise<void>): Promise<number> {
  return withInstallation(folder, async (installation) => {
    const inside = await openInProcess(installation, 'cli', { bounds: stewardBounds, grants: stewardGrants });
    try {
      await run(inside);
      return 0;
    } finally {
      await inside.stop();
    }
  });
}

type NewUser = Readonly<Record<'data' | 'login' | 'name' | 'home' | 'role' | 'unit' | 'title' | 'url', string>> & {
  readonly scope: string | undefined;
};

export function add({ data, url, scope, ...asked }: NewUser): Promise<number> {
  const role = roles.find((each) => each === asked.role);
  if (!role) throw new WrongCall(`没有这个角色 no such role: ${asked.role}; ${roles.join(', ')}`);
  const { login, name, unit, title, home } = asked;
  if (home === NATION && role !== 'administrator')
    throw new WrongCall(`${NATION} 只设管理员 · only administrators belong to ${NATION}`);
  const narrow = readScope(scope);
  return acting(data, async (inside) => {
    if (home === NATION) await inside.act(foundSteward, { input: { login, name, unit, title } });
    else await addUser(inside, { login, name, home, unit, title, role, narrow });
    await printLink(inside, login, url);
  });
}

async function printLink({ act }: InProcess, login: string, url: string): Promise<void> {
  const { token, expiresAt } = await act(inviteLogin, { input: { login } });
  print(`${url.replace(/\/+$/, '')}/console/invitation#${token}`);
  note(`一次有效，至 ${expiresAt} · works once, until ${expiresAt}`);
}

export function link(folder: string, login: string, url: string): Promise<number> {
  return acting(folder, (inside) => printLink(inside, login, url));
}

export function disable(folder: string, login: string): Promise<number> {
  return acting(folder, async ({ act }) => {
    await act(disableLogin, { input: { login } });
    print(`${login} 已停用 · disabled`);
  });
}

export function enable(folder: string, login: string): Promise<number> {
  return acting(folder, async ({ act }) => {
    await act(enableLogin, { input: { login } });
    print(`${login} 已恢复 · enabled`);
  });
}

export function resetSecondFactor(folder: string, login: string): Promise<number> {
  return acting(folder, async ({ act }) => {
    await act(resetLoginSecondFactor, { input: { login } });
    print(`${login} 的第二验证因素已清除 · second factor removed`);
  });
}

export function list(folder: string): Promise<number> {
  return withInstallation(folder, async (installation) => {
    const { clock, close } = await openInstallationClock(installation.connection('qianmo_app'));
    await close();
    const pool = createPool(installation.ownerConnection(), 1);
    try {
      const accounts = await withClient(pool, (client) => listAccounts(databaseOf(client), clock.today()));
      for (const account of accounts) print(accountLine(account));
      return 0;
    } finally {
      await pool.end();
    }
  });
}

function accountLine(account: Awaited<ReturnType<typeof listAccounts>>[number]): string {
  const marks = [
    account.disabledAt === null ? '' : '停用 disabled',
    account.hasPassword ? '' : '未设密码 no password',
    account.secondFactor ? '双因素 second factor' : '',
  ].filter((mark) => mark !== '');
  const posts = account.postings.map(({ home, role, unit, title }) => `${home} ${role} ${unit} ${title}`);
  return [account.login, account.name, marks.join(', '), posts.join('; ')].join('\t');
}
