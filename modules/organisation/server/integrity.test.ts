import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assignPosting,
  checkSeparation,
  createUser,
  declareConflict,
  declareDualOffice,
  endConflict,
  endDualOffice,
  listIntegrity,
  recordAccountability,
  recordUndertaking,
  savePost,
  saveUnit,
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
const makeUnit = async () => (await admin.ok(saveUnit, at({ name: `${word()}局`, kind: 'department' as const }))).id;
const makePost = async (unit: string, entity?: string) =>
  (
    await admin.ok(
      savePost,
      at(
        entity === undefined
          ? { unit, title: '局长', role: 'finance' as const }
          : { unit, title: '法人', role: 'enterprise' as const, narrow: { kind: 'entity' as const, id: entity } },
      ),
    )
  ).id;
const makePerson = (name: string, post: string) =>
  admin.ok(createUser, at({ name, login: `u${newId().slice(-12)}`, post }));
const codesOf = async (problems: Promise<{ code: string }>[]) => (await Promise.all(problems)).map(({ code }) => code);
const postOfUser = async (user: TestUser) => {
  const { rows } = await t.sql.query('select post from organisation.posting where person = $1', [user.person]);
  return String(rows[0].post);
};
const fileOf = async (post: string, day?: string) => {
  const { posts } = await lead.ok(listIntegrity, at({ post, ...(day ? { day } : {}) }));
  return posts[0];
};

describe('integrity records', () => {
  it('[GOV-11] are kept per post: undertakings, declared interests, decisions, each of whoever held it then', async () => {
    const post = await makePost(await makeUnit());
    const first = await makePerson('赵一', post);
    const signed = { post, title: '廉政承诺书', signedOn: '2019-09-24' };
    const act = at(signed, newId());
    const undertaking = await lead.ok(recordUndertaking, act);
    expect(await lead.ok(recordUndertaking, act)).toEqual(undertaking);
    const decision = {
      ...{ post, kind: 'warning' as const, decidedOn: '2019-09-24', decidedBy: '县纪委监委' },
      ...{ documentNo: '成纪〔2019〕7号', text: '未按规定公示' },
    };
    await lead.ok(recordAccountability, at(decision));
    const related = { kind: 'named' as const, name: '赵某经营部' };
    await lead.ok(declareConflict, at({ post, related, ground: '近亲属经营', from: '2019-09-24' }));
    t.clock.moveTo('2019-10-08T10:00:00+08:00');
    const second = await makePerson('钱二', await makePost(await makeUnit()));
    await admin.ok(assignPosting, at({ post, person: second.person, relieve: true }));
    const before = await fileOf(post, '2019-10-07');
    expect(before).toMatchObject({ holder: { name: '赵一' }, findings: [] });
    const after = await fileOf(post);
    expect(after).toMatchObject({
      holder: { name: '钱二' },
      undertakings: [{ title: '廉政承诺书', person: { name: '赵一' }, corrected: false }],
      conflicts: [{ person: { name: '赵一' }, related: { kind: 'named', name: '赵某经营部' } }],
      decisions: [{ kind: 'warning', person: { name: '赵一' }, documentNo: '成纪〔2019〕7号' }],
      findings: [{ rule: 'organisation.undertaking-missing', verdict: 'warn' }],
    });
    // A decision that comes later still meets who held the post then.
    await lead.ok(recordAccountability, at({ ...decision, decidedOn: '2019-10-08', posting: first.posting }));
    expect((await fileOf(post))?.decisions.map((each) => each.person.name)).toEqual(['赵一', '赵一']);
    await lead.ok(recordUndertaking, at({ ...signed, signedOn: '2019-10-08' }));
    expect((await fileOf(post))?.findings).toEqual([]);
    await expect(t.sql.query(`update organisation.undertaking set title = ''`)).rejects.toThrow(/append-only/);
  });

  it('are corrected by a new record, once', async () => {
    const post = await makePost(await makeUnit());
    await makePerson('孙三', post);
    const signed = { post, title: '承诺书', signedOn: '2019-10-08' };
    const wrong = await lead.ok(recordUndertaking, at({ ...signed, title: '承若书' }));
    await lead.ok(recordUndertaking, at({ ...signed, correctionOf: wrong.id }));
    expect((await fileOf(post))?.undertakings.map((each) => [each.title, each.corrected])).toEqual([
      ['承诺书', false],
      ['承若书', true],
    ]);
    const decision = { post, kind: 'talk' as const, decidedOn: '2019-10-08', decidedBy: '县纪委', text: '谈话提醒' };
    const talk = await lead.ok(recordAccountability, at(decision));
    await lead.ok(recordAccountability, at({ ...decision, correctionOf: talk.id }));
    const empty = await makePost(await makeUnit());
    const other = await makePerson('李四', await makePost(await makeUnit()));
    expect(
      await codesOf([
        lead.refused(recordUndertaking, at({ ...signed, correctionOf: wrong.id })),
        lead.refused(recordUndertaking, at({ ...signed, correctionOf: newId() })),
        lead.refused(recordUndertaking, at({ ...signed, signedOn: '2019-12-01' })),
        lead.refused(recordUndertaking, at({ ...signed, post: empty })),
        lead.refused(recordUndertaking, at({ ...signed, post: newId() })),
        lead.refused(recordAccountability, at({ ...decision, correctionOf: talk.id })),
        lead.refused(recordAccountability, at({ ...decision, correctionOf: newId() })),
        lead.refused(recordAccountability, at({ ...decision, decidedOn: '2019-12-01' })),
        lead.refused(recordAccountability, at({ ...decision, post: empty })),
        lead.refused(recordAccountability, at({ ...decision, post: newId() })),
        lead.refused(recordAccountability, at({ ...decision, posting: other.posting })),
      ]),
    ).toEqual([
      ...['record-corrected', 'record-unknown', 'signed-in-future', 'post-vacant', 'post-unknown'],
      ...['record-corrected', 'record-unknown', 'decided-in-future', 'post-vacant', 'post-unknown', 'posting-unknown'],
    ]);
  });

  it('let a holder declare for the own post, the keepers for any, and nobody end the own declaration', async () => {
    const clerk = await t.signInAs({ home, role: 'finance', unit: '县财政局' });
    const own = await postOfUser(clerk);
    const other = await makePost(await makeUnit());
    await makePerson('周五', other);
    const input = { post: own, related: { kind: 'named' as const, name: '某店' }, ground: '入股' };
    const act = at(input, newId());
    const declared = await clerk.ok(declareConflict, act);
    expect(await clerk.ok(declareConflict, act)).toEqual(declared);
    const mine = await lead.ok(declareConflict, at({ ...input, post: await postOfUser(lead), until: '2020-01-01' }));
    const end = { id: declared.id, version: 1, until: '2019-11-01', reason: '已转让' };
    const code = { kind: 'entity' as const, code: '123', name: '某公司' };
    expect(
      await codesOf([
        clerk.refused(declareConflict, at({ ...input, post: other })),
        clerk.refused(declareConflict, at({ ...input, post: newId() })),
        clerk.refused(declareConflict, at({ ...input, until: '2019-01-01' })),
        clerk.refused(declareConflict, at({ ...input, related: code })),
        clerk.refused(declareConflict, at({ ...input, related: { kind: 'person', id: newId() } })),
        clerk.refused(declareConflict, at({ ...input, related: { kind: 'unit', id: newId() } })),
        lead.refused(declareConflict, at({ ...input, post: await makePost(await makeUnit()) })),
        clerk.refused(endConflict, at(end)),
        lead.refused(endConflict, at({ ...end, id: newId() })),
        lead.refused(endConflict, at({ ...end, version: 2 })),
        lead.refused(endConflict, at({ ...end, until: '2019-01-01' })),
        lead.refused(endConflict, at({ ...end, id: mine.id })),
      ]),
    ).toEqual([
      ...[
        'post-of-another',
        'post-unknown',
        'until-before-from',
        'entity-code-wrong',
        'person-unknown',
        'unit-unknown',
      ],
      ...['post-vacant', 'not-permitted', 'declaration-unknown', 'stale', 'until-before-from', 'declaration-own'],
    ]);
    await lead.ok(endConflict, at(end));
    expect((await lead.refused(endConflict, at({ ...end, version: 2 }))).code).toBe('declaration-ended');
    const chief = await t.signInAs({ home, role: 'leader' });
    await chief.ok(endConflict, at({ ...end, id: mine.id }));
    const contractor = await t.signInAs({ home, role: 'contractor', narrow: { kind: 'contract', id: 'C1' } });
    await contractor.ok(declareConflict, at({ ...input, post: await postOfUser(contractor) }));
    expect((await contractor.refused(listIntegrity, at({}))).code).toBe('not-permitted');
  });
});

describe('separation of duties', () => {
  const acting = { act: 'pay' as const };
  const other = (more: object) => ({ act: 'apply' as const, person: null, unit: null, entity: null, ...more });
  const check = async (person: string, actor: object) => {
    const answer = await lead.ok(checkSeparation, at({ ...acting, person, actors: [other(actor)] }));
    return [answer.blocked, ...answer.findings.map((found) => found.rule)];
  };

  it('[GOV-07:check] compares the natural person, the units and entities they stand for, and whom they declared', async () => {
    const unit = await makeUnit();
    const payer = await makePerson('吴六', await makePost(unit));
    const applicant = await makePerson('郑七', await makePost(await makeUnit()));
    const entity = '91350100M000100Y43';
    const shop = await makePost(await makeUnit(), entity);
    expect(await check(payer.person, { person: applicant.person, entity })).toEqual([false]);
    expect(await check(payer.person, { person: payer.person })).toEqual([true, 'separation.same-person']);
    expect(await check(payer.person, { unit })).toEqual([true, 'separation.same-unit']);
    expect(await check(payer.person, {})).toEqual([false, 'separation.unknown']);
    await admin.ok(assignPosting, at({ post: shop, person: payer.person }));
    expect(await check(payer.person, { entity })).toEqual([true, 'separation.same-entity']);
    const { posts } = await lead.ok(listIntegrity, at({}));
    expect(posts.length).toBeGreaterThan(0);
    const { rows } = await t.sql.query('select post from organisation.posting where id = $1', [applicant.posting]);
    const related = { kind: 'person' as const, id: payer.person };
    await lead.ok(declareConflict, at({ post: rows[0].post, related, ground: '夫妻' }));
    // Declared by the other side, and just as binding.
    expect(await check(payer.person, { person: applicant.person })).toEqual([true, 'separation.related']);
    expect(await check(applicant.person, { person: payer.person })).toEqual([true, 'separation.related']);
    expect((await lead.refused(checkSeparation, at({ ...acting, actors: [], person: newId() }))).code).toBe(
      'person-unknown',
    );
  });

  it('[GOV-07:everywhere] sees what the person is in a county that the asker cannot see', async () => {
    const entity = '91110000600037341L';
    const keeper = await t.signInAs({ home: '533124', role: 'enterprise', narrow: { kind: 'entity', id: entity } });
    const post = await makePost(await makeUnit());
    await admin.ok(assignPosting, at({ post, person: keeper.person }));
    expect(await check(keeper.person, { entity })).toEqual([true, 'separation.same-entity']);
    expect(await check(keeper.person, { entity: '91350100M000100Y43' })).toEqual([false]);
  });

  it('[GOV-07:dual-office] shows an office that leads and operates with its clause, and does not block it', async () => {
    const unit = await makeUnit();
    const holder = await makePerson('冯八', await makePost(unit));
    const input = { unit, parts: ['领导小组办公室', '运营关联方'], ground: '既牵头又运营', clause: '002 附件2' };
    const act = at(input, newId());
    const declared = await lead.ok(declareDualOffice, act);
    expect(await lead.ok(declareDualOffice, act)).toEqual(declared);
    expect(await check(holder.person, { person: lead.person })).toEqual([false, 'separation.dual-office']);
    const answer = await lead.ok(checkSeparation, at({ ...acting, person: holder.person, actors: [] }));
    expect(answer.findings).toMatchObject([{ verdict: 'warn', clause: '002 附件2' }]);
    const integrity = await lead.ok(listIntegrity, at({}));
    expect(integrity.dualOffices).toMatchObject([{ unit: { id: unit }, parts: input.parts, clause: '002 附件2' }]);
    const end = { id: declared.id, version: 1, until: '2019-12-01' };
    expect(
      await codesOf([
        lead.refused(declareDualOffice, at(input)),
        lead.refused(declareDualOffice, at({ ...input, unit: newId() })),
        lead.refused(endDualOffice, at({ ...end, id: newId() })),
        lead.refused(endDualOffice, at({ ...end, version: 3 })),
        lead.refused(endDualOffice, at({ ...end, until: '2019-10-08' })),
      ]),
    ).toEqual(['dual-office-declared', 'unit-unknown', 'declaration-unknown', 'stale', 'until-before-from']);
    await lead.ok(endDualOffice, at(end));
    expect((await lead.refused(endDualOffice, at({ ...end, version: 2 }))).code).toBe('declaration-ended');
    expect((await lead.ok(listIntegrity, at({ day: '2019-12-01' }))).dualOffices).toEqual([]);
  });
});
