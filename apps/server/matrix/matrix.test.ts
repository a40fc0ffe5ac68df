import type { Operation, Role } from '@qianmo/platform/contract';
import { reachesDown, roles } from '@qianmo/platform/contract';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../modules.ts';

/** Where the tester is posted, seen from the county whose records are asked for. */
const places = {
  own: '540221',
  above: '540200',
  sibling: '540222',
  below: '540221-township',
  nation: '000000',
} as const;
const target = places.own;

let t: TestServer;
let operations: readonly Operation[];
const users = new Map<string, TestUser>();
beforeAll(async () => {
  t = await startTestServer({ start: '2019-12-31T10:00:00+08:00' });
  operations = t.server.bounds.map((bound) => bound.operation);
  for (const role of roles) {
    for (const home of [places.own, places.above, places.sibling, places.nation]) {
      users.set(`${role} ${home}`, await t.signInAs({ home, role }));
    }
  }
});
afterAll(() => t.stop());

const grants = new Map(policies.flatMap((policy) => Object.entries(policy)));
const granted = (operation: Operation, role: Role) =>
  operation.permission === 'signed-in' || (grants.get(operation.permission)?.includes(role) ?? false);

/** Permission and scope are decided before the input is looked at, so an empty input tells which of them refused. */
async function answer(user: TestUser, operation: Operation): Promise<'refused' | 'hidden' | 'let-in'> {
  const { status, body } = await user.call(operation, { home: target, input: {} });
  const code = (body as { code?: string }).code;
  if (status === 403 && code === 'not-permitted') return 'refused';
  if (status === 404 && code === 'not-found') return 'hidden';
  if (status === 401) return 'refused';
  return 'let-in';
}

function expected(operation: Operation, role: Role, home: string): 'refused' | 'hidden' | 'let-in' {
  if (operation.home === 'global') return granted(operation, role) ? 'let-in' : 'refused';
  if (home === places.sibling) return 'hidden';
  if (!granted(operation, role)) return 'refused';
  if (operation.permission === 'signed-in' || operation.kind === 'read' || home === target) return 'let-in';
  return reachesDown(role) ? 'let-in' : 'refused';
}

/** Those that would end the tester's own session or change the clock for the others. */
const apart = new Set(['session.signOut', 'session.revokeToken', 'session.changePassword', 'clock.move']);

/** Reads that only prepare an act of one's own, and the one act that only checks: the exceptions to GOV-06, by name. */
const preparations = new Set(['programme.checkPack', 'file.progress']);
const checks = new Set(['audit.checkChain']);
/** Rights that a handler asks for beside its own permission. */
const beside = new Set(['file.read.all']);

describe('every operation × role × scope', () => {
  it('sees the operations of the house', () => {
    expect(operations.length).toBeGreaterThan(80);
    const permissions = operations
      .map((operation) => operation.permission)
      .filter((key) => key !== 'public' && key !== 'signed-in');
    expect(permissions.filter((key) => !grants.has(key))).toEqual([]);
    expect([...grants.keys()].filter((key) => !permissions.includes(key) && !beside.has(key))).toEqual([]);
  });

  it('[GOV-06:matrix] lets in exactly those whom policy and jurisdiction name', async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ name, permission }) => permission !== 'public' && !apart.has(name))) {
      const cases = [...users].map(async ([key, user]) => {
        const [role, home] = key.split(' ') as [Role, string];
        const got = await answer(user, operation);
        const want = expected(operation, role, home);
        if (got !== want) wrong.push(`${operation.name} as ${role} at ${home}: ${got}, not ${want}`);
      });
      await Promise.all(cases);
    }
    expect(wrong.slice(0, 40)).toEqual([]);
  });

  it('[GOV-06:overseer] gives audit and discipline every read of their jurisdiction and no write', () => {
    const wrong = operations.filter(({ name, kind, permission, unrecorded }) => {
      if (permission === 'public' || permission === 'signed-in' || unrecorded) return false;
      if (preparations.has(name) || checks.has(name)) return false;
      const both = (['audit', 'discipline'] as const).map((role) => grants.get(permission)?.includes(role) ?? false);
      return both.some((has) => has !== (kind === 'read'));
    });
    expect(wrong.map((operation) => operation.name)).toEqual([]);
  });

  it('refuses everybody who is not signed in', async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ permission }) => permission !== 'public')) {
      const { status } = await t.anonymous.call(operation, { home: target, input: {} });
      if (status !== 401) wrong.push(`${operation.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});
