import { randomBytes } from 'node:crypto';
import { write } from '@qianmo/platform/contract';
import { createPersonalStore, on } from '@qianmo/platform/server';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { assignPosting, createUser, disableUser, listUsers, savePost, saveUnit } from '../contract.ts';
import { holdersOf, phoneSource, postsWithRole } from './index.ts';

const home = '621221';
const personal = createPersonalStore({
  currentMaster: 'k',
  masters: new Map([['k', randomBytes(32)]]),
  lookup: randomBytes(32),
});

type Address = Parameters<ReturnType<typeof phoneSource>>[1]['address'];

/** What other modules ask through the front door, in a transaction of their own act. */
const ask = write({
  name: 'probe.ask',
  home: 'path',
  permission: 'probe.ask',
  summary: 'Asks the front door',
  input: z.strictObject({
    give: z.strictObject({ person: z.string(), phone: z.string() }).optional(),
    address: z.record(z.string(), z.string()).optional(),
    post: z.string().optional(),
    role: z.string().optional(),
    day: z.string().optional(),
  }),
  result: z.strictObject({ found: z.array(z.string()) }),
});
const bounds = [
  on(ask, async (ctx, input) => {
    const { db } = ctx;
    const day = input.day ?? ctx.today;
    if (input.give) {
      const phone = await personal.encrypt(db, input.give.person, 'phone', input.give.phone, ctx.now);
      await db.updateTable('organisation.person').set({ phone }).where('id', '=', input.give.person).execute();
    }
    if (input.post) return { found: (await holdersOf(db, home, input.post, day)).map((each) => each.name) };
    if (input.role) return { found: await postsWithRole(db, home, input.role, day) };
    const address = input.address as Address | undefined;
    const phones = address ? await phoneSource(personal)(db, { home, address, day }) : [];
    return { found: phones.map((each) => each.phone) };
  }),
];

let t: TestServer;
let admin: TestUser;
beforeAll(async () => {
  const grants = { 'probe.ask': ['administrator' as const] };
  t = await startTestServer({ start: '2019-09-24T10:00:00+08:00', extra: { bounds, grants } });
  admin = await t.signInAs({ home, role: 'administrator' });
});
afterAll(() => t.stop());

const asked = async (input: z.input<typeof ask.input>) => (await admin.ok(ask, { home, input })).found;

describe('front door', () => {
  it('tells holders, posts of a role, and phones of whoever holds an address on the day', async () => {
    const unit = (await admin.ok(saveUnit, { home, input: { name: '县邮政局', kind: 'department' } })).id;
    const post = (await admin.ok(savePost, { home, input: { unit, title: '局长', role: 'post' } })).id;
    const made = async (name: string, own: string) =>
      admin.ok(createUser, {
        home,
        input: { name, login: `u${uuidV7(t.clock.milliseconds()).slice(-12)}`, post: own },
      });
    const first = await made('赵一', post);
    const spare = (await admin.ok(savePost, { home, input: { unit, title: '科员', role: 'transport' } })).id;
    const second = await made('钱二', spare);
    await asked({ give: { person: first.person, phone: '13911111111' } });
    await asked({ give: { person: second.person, phone: '13922222222' } });
    expect(await asked({ post })).toEqual(['赵一']);
    expect(await asked({ post, day: '2019-09-23' })).toEqual([]);
    expect(await asked({ role: 'post' })).toEqual([post]);
    expect(await asked({ address: { kind: 'post', post } })).toEqual(['13911111111']);
    expect(await asked({ address: { kind: 'role', role: 'transport' } })).toEqual(['13922222222']);
    expect(await asked({ address: { kind: 'user', user: second.account } })).toEqual(['13922222222']);
    expect((await asked({ address: { kind: 'unit', unit } })).sort()).toEqual(['13911111111', '13922222222']);
    expect(await asked({ address: { kind: 'role', role: 'finance' } })).toEqual([]);
    t.clock.moveTo('2019-10-08T10:00:00+08:00');
    await admin.ok(assignPosting, { home, input: { post, person: second.person, relieve: true } });
    expect(await asked({ address: { kind: 'post', post } })).toEqual(['13922222222']);
    const [listed] = (await admin.ok(listUsers, { home, input: { search: '钱二' } })).items;
    const shut = { person: second.person, version: listed?.account?.version ?? 0, reason: '停用' };
    await admin.ok(disableUser, { home, input: shut });
    expect(await asked({ address: { kind: 'post', post } })).toEqual([]);
  });
});
