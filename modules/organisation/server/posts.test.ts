import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assignPosting,
  closePost,
  closeUnit,
  createUser,
  endPosting,
  endReportDuty,
  listPostings,
  listPosts,
  listReportDuties,
  listUnits,
  listVacancies,
  registerTownships,
  savePost,
  saveUnit,
  setReportDuty,
} from '../contract.ts';

const home = '621221';
let t: TestServer;
let admin: TestUser;
let lead: TestUser;
beforeAll(async () => {
  t = await startTestServer({ start: '2019-09-24T10:00:00+08:00' });
  admin = await t.signInAs({ home, role: 'administrator' });
  lead = await t.signInAs({ home, role: 'commerce' });
});
afterAll(() => t.stop());

const at = <I>(input: I, id?: string) => ({ home, input, ...(id === undefined ? {} : { id }) });
const newId = () => uuidV7(t.clock.milliseconds());
let count = 0;
const word = () => {
  count += 1;
  return `第${count}`;
};
const makeUnit = async (name = `${word()}局`) =>
  (await admin.ok(saveUnit, at({ name, kind: 'department' as const }))).id;
const makePost = async (unit: string, title = '局长') =>
  (await admin.ok(savePost, at({ unit, title, role: 'transport' as const }))).id;
const makePerson = async (name: string, post: string) =>
  admin.ok(createUser, at({ name, login: `login${newId().slice(-12)}`, post }));
const township = async () => {
  const { rows } = await t.sql.query('select id from place.place where home = $1 and level = 4 order by code limit 1', [
    home,
  ]);
  return String(rows[0].id);
};

describe('units', () => {
  it('are registered, renamed under their version, found and ended', async () => {
    const act = at({ name: '县供销社', kind: 'institution' as const }, newId());
    const made = await lead.ok(saveUnit, act);
    expect(await lead.ok(saveUnit, act)).toEqual(made);
    const renamed = { id: made.id, version: 1, name: '县供销联社', kind: 'institution' as const };
    expect(await lead.ok(saveUnit, at(renamed))).toEqual({ id: made.id, version: 2 });
    expect(await lead.refused(saveUnit, at(renamed))).toMatchObject({ code: 'stale', params: { version: 2 } });
    const found = await lead.ok(listUnits, at({ search: '供销' }));
    expect(found.items).toMatchObject([{ name: '县供销联社', from: '2019-09-24', until: null, posts: 0 }]);
    const end = { id: made.id, version: 2 };
    expect((await lead.refused(closeUnit, at({ ...end, until: '2019-09-24' }))).code).toBe('until-before-from');
    expect(await lead.ok(closeUnit, at({ ...end, until: '2019-10-01' }))).toEqual({ id: made.id, version: 3 });
    expect((await lead.refused(saveUnit, at({ ...renamed, version: 3 }))).code).toBe('unit-closed');
    const before = await lead.ok(listUnits, at({ search: '供销', day: '2019-09-30' }));
    const after = await lead.ok(listUnits, at({ search: '供销', day: '2019-10-01' }));
    expect([before.total, after.total]).toEqual([1, 0]);
  });

  it('refuses a taken name, an unknown unit or place, and a circle of parents', async () => {
    const top = await makeUnit();
    const below = (await admin.ok(saveUnit, at({ name: word(), kind: 'department', parent: top }))).id;
    const again = { id: top, version: 1, name: word(), kind: 'department' as const };
    const codes = [
      await admin.refused(saveUnit, at({ ...again, parent: below })),
      await admin.refused(saveUnit, at({ ...again, id: newId() })),
      await admin.refused(saveUnit, at({ ...again, parent: newId() })),
      await admin.refused(saveUnit, at({ name: word(), kind: 'township', place: '1' })),
      await admin.refused(closeUnit, at({ id: newId(), version: 1, until: '2020-01-01' })),
    ].map((problem) => problem.code);
    expect(codes).toEqual(['unit-parent-circle', 'unit-unknown', 'unit-unknown', 'place-unknown', 'unit-unknown']);
    const name = `${word()}办`;
    await makeUnit(name);
    expect((await admin.refused(saveUnit, at({ name, kind: 'department' }))).code).toBe('unit-name-taken');
  });

  it('keeps a unit that has posts', async () => {
    const unit = await makeUnit();
    const post = await makePost(unit);
    const end = { id: unit, version: 1, until: '2020-01-01' };
    expect((await admin.refused(closeUnit, at(end))).code).toBe('unit-has-posts');
    await admin.ok(closePost, at({ id: post, version: 1, until: '2020-01-01' }));
    await admin.ok(closeUnit, at(end));
  });

  it('is for administrators and the lead bureau, in their own home', async () => {
    const input = { name: word(), kind: 'department' as const };
    const finance = await t.signInAs({ home, role: 'finance' });
    const sibling = await t.signInAs({ home: '533124', role: 'administrator' });
    const above = await t.signInAs({ home: '620000', role: 'administrator' });
    const bureauAbove = await t.signInAs({ home: '620000', role: 'commerce' });
    expect((await finance.refused(saveUnit, at(input))).code).toBe('not-permitted');
    expect((await sibling.refused(saveUnit, at(input))).code).toBe('not-found');
    expect((await bureauAbove.refused(saveUnit, at(input))).code).toBe('not-permitted');
    await above.ok(saveUnit, at(input));
    expect((await bureauAbove.ok(listUnits, at({ search: input.name }))).total).toBe(1);
  });
});

describe('posts', () => {
  it('[GOV-05:posts] carry any role of the catalogue, bound to a place or case below the county', async () => {
    const unit = await makeUnit();
    const post = (
      role: 'finance' | 'township-specialist' | 'station-operator',
      narrow?: { kind: 'township' | 'node'; id: string },
    ) => at({ unit, title: word(), role, ...(narrow ? { narrow } : {}) });
    const place = await township();
    await admin.ok(savePost, post('finance'));
    await admin.ok(savePost, post('township-specialist', { kind: 'township', id: place }));
    await admin.ok(savePost, post('station-operator', { kind: 'node', id: 'N-17' }));
    const codes = [
      await admin.refused(savePost, post('township-specialist')),
      await admin.refused(savePost, post('finance', { kind: 'township', id: place })),
      await admin.refused(savePost, post('township-specialist', { kind: 'township', id: '1' })),
      await admin.refused(savePost, { ...post('finance'), input: { ...post('finance').input, unit: newId() } }),
    ].map((problem) => problem.code);
    expect(codes).toEqual(['narrow-missing', 'narrow-not-allowed', 'place-unknown', 'unit-unknown']);
    const roles = (await admin.ok(listPosts, at({ unit }))).items.map((item) => [item.role, item.narrow?.id ?? null]);
    expect(roles).toEqual(
      expect.arrayContaining([
        ['finance', null],
        ['station-operator', 'N-17'],
        ['township-specialist', place],
      ]),
    );
  });

  it('keep role and scope once somebody has held them; the title may change', async () => {
    const unit = await makeUnit();
    const post = await makePost(unit);
    const values = { id: post, unit, title: '主任', role: 'agriculture' as const };
    await admin.ok(savePost, at({ ...values, version: 1 }));
    await makePerson('赵一', post);
    const other = { ...values, role: 'administrator' as const, version: 2 };
    expect((await admin.refused(savePost, at(other))).code).toBe('post-was-held');
    expect((await admin.ok(savePost, at({ ...values, title: '局长', version: 2 }))).version).toBe(3);
    expect((await admin.refused(savePost, at({ ...values, version: 2 }))).code).toBe('stale');
    expect((await admin.refused(savePost, at({ ...values, id: newId(), version: 1 }))).code).toBe('post-unknown');
  });

  it('end only when nobody holds them', async () => {
    const unit = await makeUnit();
    const post = await makePost(unit);
    const made = await makePerson('钱二', post);
    const end = { id: post, version: 1, until: '2019-12-01' };
    expect((await admin.refused(closePost, at(end))).code).toBe('post-held');
    await admin.ok(endPosting, at({ id: made.posting, version: 1, until: '2019-12-01', reason: '调离' }));
    await admin.ok(closePost, at(end));
    expect((await admin.refused(closePost, at({ ...end, version: 2 }))).code).toBe('post-closed');
    expect((await admin.refused(closePost, at({ ...end, id: newId() }))).code).toBe('post-unknown');
    const late = { post, person: made.person, from: '2019-12-05' };
    expect((await admin.refused(assignPosting, at(late))).code).toBe('post-closed');
    const inUnit = { unit, title: word(), role: 'transport' as const };
    expect((await admin.refused(savePost, at({ ...inUnit, from: '2019-01-01' }))).code).toBe('post-before-unit');
    await admin.ok(closeUnit, at({ id: unit, version: 1, until: '2019-12-01' }));
    expect((await admin.refused(savePost, at(inUnit))).code).toBe('unit-closed');
  });
});

describe('postings', () => {
  it('have one holder at a time; a second is refused, or relieves the first in one act', async () => {
    const post = await makePost(await makeUnit());
    const first = await makePerson('孙三', post);
    const other = await makePerson('李四', await makePost(await makeUnit()));
    const assign = { post, person: other.person };
    expect(await admin.refused(assignPosting, at(assign))).toMatchObject({ code: 'post-occupied', status: 409 });
    t.clock.moveTo('2019-10-08T09:00:00+08:00');
    const act = at({ ...assign, relieve: true }, newId());
    const made = await admin.ok(assignPosting, act);
    expect(await admin.ok(assignPosting, act)).toEqual(made);
    const held = await lead.ok(listPostings, at({ post }));
    expect(held.items.map((item) => [item.person.name, item.from, item.until])).toEqual([
      ['李四', '2019-10-08', null],
      ['孙三', '2019-09-24', '2019-10-08'],
    ]);
    expect(held.items[1]?.id).toBe(first.posting);
  });

  it('refuses oneself, nobody, an unknown post and an end before the beginning', async () => {
    const post = await makePost(await makeUnit());
    const { person } = await makePerson('周五', await makePost(await makeUnit()));
    const codes = [
      await admin.refused(assignPosting, at({ post, person: admin.person })),
      await admin.refused(assignPosting, at({ post, person: newId() })),
      await admin.refused(assignPosting, at({ post: newId(), person })),
      await admin.refused(assignPosting, at({ post, person, from: '2019-11-01', until: '2019-11-01' })),
      await admin.refused(assignPosting, at({ post, person, from: '2019-01-01' })),
      await admin.refused(endPosting, at({ id: newId(), version: 1, until: '2019-12-01', reason: '调离' })),
    ].map((problem) => problem.code);
    expect(codes).toEqual([
      'own-posting',
      'person-unknown',
      'post-unknown',
      'until-before-from',
      'post-closed',
      'posting-unknown',
    ]);
    const { rows } = await t.sql.query('select id, version from organisation.posting where person = $1', [
      admin.person,
    ]);
    const own = { id: rows[0].id, version: rows[0].version, until: '2019-12-01', reason: '辞职' };
    expect((await admin.refused(endPosting, at(own))).code).toBe('own-posting');
  });

  it('give and take rights at the next request, also on a session that is open', async () => {
    const clerk = await t.signInAs({ home: '533124', role: 'transport' });
    expect((await clerk.refused(listUnits, at({}))).code).toBe('not-found');
    const post = await makePost(await makeUnit());
    const given = await admin.ok(assignPosting, at({ post, person: clerk.person }));
    await clerk.ok(listUnits, at({}));
    const end = { id: given.id, version: 1, until: '2019-10-08', reason: '误派' };
    await admin.ok(endPosting, at(end));
    expect((await clerk.refused(listUnits, at({}))).code).toBe('not-found');
    expect((await admin.refused(endPosting, at({ ...end, version: 2 }))).code).toBe('posting-ended');
    expect((await admin.refused(endPosting, at(end))).code).toBe('stale');
  });

  it('cannot be in a unit that stands for many', async () => {
    const unit = (await admin.ok(saveUnit, at({ name: '各乡镇', kind: 'collective' }))).id;
    const input = { unit, title: '乡镇长', role: 'department' as const };
    expect((await admin.refused(savePost, at(input))).code).toBe('unit-collective');
  });
});

describe('vacancies', () => {
  it('[GOV-04] flags every township without leader in charge or specialist, with the reports nobody answers for', async () => {
    const { made } = await lead.ok(registerTownships, at({}));
    expect(made).toBeGreaterThan(10);
    expect(await lead.ok(registerTownships, at({}))).toEqual({ made: 0 });
    const units = (await lead.ok(listUnits, at({ kind: 'township' }))).items;
    const unit = units[0];
    if (!unit) throw new Error('no township');
    const duty = { unit: unit.id, what: '电商工作月报', frequency: 'monthly' as const, clause: '003B 八(二)' };
    const owed = await lead.ok(setReportDuty, at(duty));
    expect((await lead.refused(setReportDuty, at(duty))).code).toBe('duty-known');
    const missing = async (day: string) =>
      (await lead.ok(listVacancies, at({ day }))).items
        .filter((item) => item.unit.id === unit.id)
        .map((item) => [item.missing, item.reports.map((report) => report.what).join()]);
    expect(await missing('2019-10-08')).toEqual([
      ['leader-in-charge', '电商工作月报'],
      ['specialist', '电商工作月报'],
    ]);
    const posts = (await lead.ok(listPosts, at({ unit: unit.id, vacant: true }))).items;
    expect(posts.map((post) => [post.duty, post.narrow])).toEqual(
      expect.arrayContaining([['specialist', { kind: 'township', id: unit.place }]]),
    );
    const specialist = posts.find((post) => post.duty === 'specialist');
    await makePerson('吴六', specialist?.id ?? '');
    expect(await missing('2019-10-08')).toEqual([['leader-in-charge', '电商工作月报']]);
    expect(await missing('2019-10-07')).toEqual([]); // before it was registered
    await lead.ok(endReportDuty, at({ id: owed.id, version: 1, until: '2019-11-01' }));
    expect(await missing('2019-11-01')).toEqual([['leader-in-charge', '']]);
  });

  it('refuses duties of unknown units and posts, and ending one twice', async () => {
    const unit = await makeUnit();
    const duty = { what: '季报', frequency: 'quarterly' as const };
    const foreign = await makePost(await makeUnit());
    const made = await lead.ok(setReportDuty, at({ ...duty, unit }));
    const end = { id: made.id, version: 1, until: '2019-12-01' };
    await lead.ok(endReportDuty, at(end));
    const codes = [
      await lead.refused(setReportDuty, at({ ...duty, unit: newId() })),
      await lead.refused(setReportDuty, at({ ...duty, unit, post: foreign })),
      await lead.refused(endReportDuty, at({ ...end, version: 2 })),
      await lead.refused(endReportDuty, at({ ...end, id: newId() })),
      await lead.refused(endReportDuty, at({ ...end, until: '2019-10-08' })),
    ].map((problem) => problem.code);
    expect(codes).toEqual(['unit-unknown', 'post-unknown', 'duty-ended', 'duty-unknown', 'duty-ended']);
    expect((await lead.ok(listReportDuties, at({ unit }))).items).toMatchObject([
      { what: '季报', until: '2019-12-01' },
    ]);
    expect((await lead.ok(listReportDuties, at({ unit, day: '2019-12-01' }))).items).toEqual([]);
    const none = await t.signInAs({ home: '620000', role: 'administrator' });
    expect((await none.refused(registerTownships, { home: '620000', input: {} })).code).toBe('townships-none');
  });
});
