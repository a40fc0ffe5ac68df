import { read, write } from '@qianmo/platform/contract';
import { on } from '@qianmo/platform/server';
import { startTestServer, type TestServer } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const place = write({
  name: 'probe.place',
  home: 'path',
  permission: 'probe.act',
  summary: 'Places a hold',
  input: z.strictObject({
    subject: z.string().max(20),
    wait: z.number().int().max(500).optional(),
    after: z.enum(['reject', 'fault', 'undeclared']).optional(),
  }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['probe-refused'],
});
const list = read({
  name: 'probe.list',
  home: 'path',
  permission: 'probe.read',
  summary: 'Lists holds',
  input: z.strictObject({
    limit: z.number().int().optional(),
    only: z.array(z.string()).optional(),
    strict: z.boolean().optional(),
  }),
  result: z.strictObject({ items: z.array(z.strictObject({ home: z.string(), subject: z.string() })) }),
});

const bounds = [
  on(place, async (context, input) => {
    await context.db
      .insertInto('platform.hold')
      .values({
        home: context.home,
        id: context.operation,
        subject_kind: 'probe',
        subject: input.subject,
        reason: 'probe',
        placed_by: context.actor.user,
        placed_at: context.now,
      })
      .execute();
    if (input.wait) await new Promise((resolve) => setTimeout(resolve, input.wait));
    if (input.after === 'reject') context.reject('probe-refused', { params: { subject: input.subject } });
    if (input.after === 'undeclared') context.reject('never-heard-of');
    if (input.after === 'fault') throw new Error('a bug');
    return { id: context.operation };
  }),
  on(list, async (context) => ({
    items: await context.db
      .selectFrom('platform.hold')
      .select(['home', 'subject'])
      .where('subject_kind', '=', 'probe')
      .orderBy('subject')
      .execute(),
  })),
];

let t: TestServer;
beforeAll(async () => {
  t = await startTestServer({
    start: '2019-09-24T10:00:00+08:00',
    extra: {
      bounds,
      grants: { 'probe.act': ['commerce', 'administrator'], 'probe.read': ['commerce', 'audit', 'administrator'] },
    },
  });
});
afterAll(() => t.stop());

const id = () => uuidV7(t.clock.milliseconds());
const holds = async (subject: string) =>
  (await t.sql.query('select 1 from platform.hold where subject = $1', [subject])).rowCount;

describe('idempotency', () => {
  it('answers a repeated id with the same result and acts once', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const act = { home: '621221', input: { subject: 'once' }, id: id() };
    const first = await lead.call(place, act);
    const again = await lead.call(place, act);
    expect([first.status, again.status, first.replayed, again.replayed]).toEqual([200, 200, false, true]);
    expect(again.body).toEqual(first.body);
    expect(await holds('once')).toBe(1);
  });

  it('lets five senders of one id at once act once', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const act = { home: '621221', input: { subject: 'race', wait: 150 }, id: id() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => lead.call(place, act)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter((answer) => answer.replayed)).toHaveLength(4);
    expect(await holds('race')).toBe(1);
  });

  it('refuses an id that another input or another actor used', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const other = await t.signInAs({ home: '621221', role: 'commerce', unit: '别的单位' });
    const act = { home: '621221', input: { subject: 'mine' }, id: id() };
    await lead.ok(place, act);
    expect((await lead.refused(place, { ...act, input: { subject: 'yours' } })).code).toBe('operation-id-reused');
    expect((await other.refused(place, act)).code).toBe('operation-id-reused');
  });

  it('stores a rejection, undoes what the act wrote, and repeats it', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const act = { home: '621221', input: { subject: 'no', after: 'reject' as const }, id: id() };
    const first = await lead.call(place, act);
    const again = await lead.call(place, act);
    expect(first.status).toBe(422);
    expect(again.body).toEqual(first.body);
    expect(await holds('no')).toBe(0);
    const { rows } = await t.sql.query('select outcome, result from audit.operation where id = $1', [act.id]);
    expect(rows).toEqual([
      { outcome: 'rejected', result: { code: 'probe-refused', status: 422, params: { subject: 'no' }, findings: [] } },
    ]);
  });

  it('stores one rejection for five senders of one id at once, and keeps nothing the act wrote', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const act = { home: '621221', input: { subject: 'no race', wait: 50, after: 'reject' as const }, id: id() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => lead.call(place, act)));
    expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422, 422, 422]);
    for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await holds('no race')).toBe(0);
    expect((await t.sql.query('select 1 from audit.operation where id = $1', [act.id])).rowCount).toBe(1);
    const { rows } = await t.sql.query('select 1 from audit.change where operation = $1', [act.id]);
    expect(rows).toEqual([]);
  });

  it('stores nothing of a fault, and gives a reference', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    for (const after of ['fault', 'undeclared'] as const) {
      const act = { home: '621221', input: { subject: after, after }, id: id() };
      const problem = await lead.refused(place, act);
      expect(problem).toMatchObject({
        status: 500,
        code: 'fault',
        reference: expect.stringMatching(/^F-[0-9A-F]{6}$/),
      });
      expect((await t.sql.query('select 1 from audit.operation where id = $1', [act.id])).rowCount).toBe(0);
    }
  });

  it('demands an id of every act', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const response = await fetch(`${t.url}/api/621221/probe/place`, {
      method: 'POST',
      headers: { cookie: lead.cookie, 'content-type': 'application/json' },
      body: '{"subject":"x"}',
    });
    expect(await response.json()).toMatchObject({ status: 400, code: 'operation-id-missing' });
  });
});

describe('permission and scope', () => {
  it('refuses without sign-in, without the permission, and outside the jurisdiction', async () => {
    const overseer = await t.signInAs({ home: '621221', role: 'audit' });
    const sibling = await t.signInAs({ home: '533124', role: 'commerce' });
    const above = await t.signInAs({ home: '620000', role: 'commerce' });
    const call = { home: '621221', input: { subject: 'scope' } };
    expect((await t.anonymous.refused(place, call)).code).toBe('not-signed-in');
    expect((await overseer.refused(place, call)).code).toBe('not-permitted');
    expect((await sibling.refused(place, call)).code).toBe('not-found');
    expect((await above.refused(place, call)).code).toBe('not-permitted');
    expect(await holds('scope')).toBe(0);
  });

  it('[GOV-06:jurisdiction] lets upper tiers read lower ones and never the other way or sideways', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    await lead.ok(place, { home: '621221', input: { subject: 'seen' } });
    const above = await t.signInAs({ home: '620000', role: 'commerce' });
    const nation = await t.signInAs({ home: '000000', role: 'administrator' });
    const sibling = await t.signInAs({ home: '533124', role: 'commerce' });
    expect((await above.ok(list, { home: '620000', input: {} })).items).toContainEqual({
      home: '621221',
      subject: 'seen',
    });
    expect((await above.ok(list, { home: '621221', input: {} })).items).toContainEqual({
      home: '621221',
      subject: 'seen',
    });
    expect((await nation.ok(list, { home: '621221', input: {} })).items).toContainEqual({
      home: '621221',
      subject: 'seen',
    });
    expect((await sibling.ok(list, { home: '533124', input: {} })).items).toEqual([]);
    expect((await lead.refused(list, { home: '620000', input: {} })).code).toBe('not-found');
  });

  it('takes a right away at the next request, on a session that is already cached', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    await lead.ok(list, { home: '621221', input: {} });
    await t.sql.query(
      `update organisation.posting set valid = daterange(lower(valid), '2019-09-24') where person = $1`,
      [lead.person],
    );
    await t.sql.query('update platform.account set epoch = epoch + 1 where id = $1', [lead.account]);
    expect((await lead.refused(list, { home: '621221', input: {} })).code).toBe('not-found');
    await t.sql.query('update platform.session set revoked_at = now() where account = $1', [lead.account]);
    expect((await lead.refused(list, { home: '621221', input: {} })).code).toBe('not-signed-in');
  });
});

describe('input', () => {
  it('names every field at fault', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const problem = await lead.refused(place, { home: '621221', input: { subject: 7, extra: true } as never });
    expect(problem).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(problem.fields?.map((field) => [field.path, field.code])).toEqual(
      expect.arrayContaining([
        ['subject', 'wrong-type'],
        ['extra', 'unknown-key'],
      ]),
    );
  });

  it('reads numbers, booleans and lists from a query, and refuses what is none', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    await lead.ok(list, { home: '621221', input: { limit: 3, only: ['a'], strict: true } });
    const problem = await lead.refused(list, { home: '621221', input: { limit: 'many' } as never });
    expect(problem.fields).toMatchObject([{ path: 'limit', code: 'wrong-type' }]);
  });

  it('refuses oversize bodies, broken JSON and a page of another site', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const post = (body: string, extra: Record<string, string> = {}) =>
      fetch(`${t.url}/api/621221/probe/place`, {
        method: 'POST',
        body,
        headers: { cookie: lead.cookie, 'content-type': 'application/json', 'idempotency-key': id(), ...extra },
      });
    expect((await post(JSON.stringify({ subject: 'x'.repeat(1_200_000) }))).status).toBe(413);
    expect((await post('{')).status).toBe(400);
    expect((await post('{"subject":"x"}', { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('the log', () => {
  it('[PLAT-07:capture] keeps who, what, when, and old and new values of what an act changed', async () => {
    const lead = await t.signInAs({ home: '621221', role: 'commerce' });
    const act = { home: '621221', input: { subject: 'logged' }, id: id() };
    await lead.ok(place, act);
    const { rows } = await t.sql.query(
      'select actor, operation, outcome, arrived_at::text from audit.operation where id = $1',
      [act.id],
    );
    expect(rows).toMatchObject([
      {
        actor: lead.account,
        operation: 'probe.place',
        outcome: 'done',
        arrived_at: expect.stringMatching(/^2019-09-24/),
      },
    ]);
    const { rows: changes } = await t.sql.query(
      "select table_name, kind, new_row->>'subject' as subject from audit.change where operation = $1",
      [act.id],
    );
    expect(changes).toEqual([{ table_name: 'platform.hold', kind: 'insert', subject: 'logged' }]);
  });
});
