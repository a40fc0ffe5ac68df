import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addAssociationMember,
  addSeat,
  assignPosting,
  closeGroup,
  closePost,
  createUser,
  endAssociationMember,
  endPosting,
  endSeat,
  getAssociation,
  getGroup,
  listGroups,
  listMatrix,
  recordAssociationActivity,
  registerSubGroup,
  saveAdHocGroup,
  saveAssociation,
  saveGroup,
  savePost,
  saveUnit,
  setResponsibility,
} from '../contract.ts';

const city = '540200';
const county = '540221';
let t: TestServer;
let admin: TestUser;
let lead: TestUser;
const unit: Record<string, string> = {};
beforeAll(async () => {
  t = await startTestServer({ start: '2018-12-03T10:00:00+08:00' });
  admin = await t.signInAs({ home: city, role: 'administrator' });
  lead = await t.signInAs({ home: city, role: 'commerce' });
  for (const name of ['市财政局', '市商务局', '市扶贫办', '市审计局'])
    unit[name] = (await admin.ok(saveUnit, at({ name, kind: 'department' as const }))).id;
});
afterAll(() => t.stop());

const at = <I>(input: I, id?: string) => ({ home: city, input, ...(id === undefined ? {} : { id }) });
const inCounty = <I>(input: I) => ({ home: county, input });
const newId = () => uuidV7(t.clock.milliseconds());
const u = (name: string) => unit[name] ?? '';
const makePost = async (name: string, title: string) =>
  (await admin.ok(savePost, at({ unit: u(name), title, role: 'finance' as const }))).id;
const makePerson = (name: string, post: string) =>
  admin.ok(createUser, at({ name, login: `u${newId().slice(-12)}`, post }));
const makeGroup = async (name: string) =>
  (await lead.ok(saveGroup, at({ name, programme: 'shigatse-2018', documentNo: '日政办发〔2018〕1号' }))).id;
const codesOf = async (problems: Promise<{ code: string }>[]) => (await Promise.all(problems)).map(({ code }) => code);
const seatsOn = async (id: string, day: string) =>
  (await lead.ok(getGroup, at({ id, day }))).seatList.map((seat) => [seat.post.title, seat.holder?.name ?? null]);

describe('leading groups', () => {
  it('[GOV-01] list head, deputies, members and office by post and department, without a name', async () => {
    const act = at({ name: '统筹推进工作领导小组', programme: 'shigatse-2018', office: u('市扶贫办') }, newId());
    const { id } = await lead.ok(saveGroup, act);
    expect(await lead.ok(saveGroup, act)).toEqual({ id, version: 1 });
    const seats = [
      ['市财政局', '党组书记', 'deputy'],
      ['市商务局', '党组书记', 'head'],
      ['市扶贫办', '主任', 'office-head'],
    ] as const;
    for (const [name, title, part] of seats)
      await lead.ok(addSeat, at({ group: id, post: await makePost(name, title), function: part }));
    const group = await lead.ok(getGroup, at({ id }));
    expect(group.seatList.map((seat) => [seat.function, seat.post.unit.name, seat.post.title, seat.holder])).toEqual([
      ['head', '市商务局', '党组书记', null],
      ['deputy', '市财政局', '党组书记', null],
      ['office-head', '市扶贫办', '主任', null],
    ]);
    expect(group).toMatchObject({ office: { name: '市扶贫办' }, seats: 3, vacant: 3 });
    expect(group.findings.map((found) => [found.rule, found.verdict])).toEqual(
      Array(3).fill(['organisation.seat-vacant', 'warn']),
    );
  });

  it('[GOV-02] a successor takes over the seat at once, with a line at the office and no new document', async () => {
    const id = await makeGroup('继任小组');
    const post = await makePost('市财政局', '分管副局长');
    const other = await makePost('市审计局', '局长');
    await lead.ok(addSeat, at({ group: id, post, function: 'deputy' }));
    const first = await makePerson('次仁', post);
    const second = await makePerson('卓玛', other);
    expect(first.successions).toHaveLength(1);
    expect(second.successions).toEqual([]); // that post sits nowhere
    t.clock.moveTo('2019-06-03T09:00:00+08:00');
    const change = at({ post, person: second.person, relieve: true }, newId());
    const taken = await admin.ok(assignPosting, change);
    expect(await admin.ok(assignPosting, change)).toEqual(taken);
    t.clock.moveTo('2019-07-01T09:00:00+08:00');
    await admin.ok(endPosting, at({ id: taken.id, version: 1, until: '2019-07-10', reason: '调任' }));
    expect(await seatsOn(id, '2019-06-02')).toEqual([['分管副局长', '次仁']]);
    expect(await seatsOn(id, '2019-06-03')).toEqual([['分管副局长', '卓玛']]);
    expect(await seatsOn(id, '2019-07-10')).toEqual([['分管副局长', null]]);
    const group = await lead.ok(getGroup, at({ id }));
    expect(group.successions.map((line) => [line.from?.name ?? null, line.to?.name ?? null, line.on])).toEqual([
      ['卓玛', null, '2019-07-10'],
      ['次仁', '卓玛', '2019-06-03'],
      [null, '次仁', '2018-12-03'],
    ]);
    expect(group).toMatchObject({ version: 1, documentNo: '日政办发〔2018〕1号' });
    await expect(t.sql.query('delete from organisation.seat_succession')).rejects.toThrow(/append-only/);
  });

  it('are changed under their version, and dissolved with their seats', async () => {
    const id = await makeGroup('将撤小组');
    const post = await makePost('市审计局', '副局长');
    const seat = await lead.ok(addSeat, at({ group: id, post, function: 'member' }));
    const close = { id: post, version: 1, until: '2019-08-01' };
    expect((await admin.refused(closePost, at(close))).code).toBe('post-seated');
    const renamed = { id, version: 1, name: '已改小组' };
    await lead.ok(saveGroup, at(renamed));
    await makeGroup('占名小组');
    expect(
      await codesOf([
        lead.refused(saveGroup, at(renamed)),
        lead.refused(saveGroup, at({ ...renamed, version: 2, name: '占名小组' })),
        lead.refused(saveGroup, at({ ...renamed, id: newId() })),
        lead.refused(saveGroup, at({ name: '无办', office: newId() })),
        lead.refused(addSeat, at({ group: id, post, function: 'member' })),
        lead.refused(addSeat, at({ group: newId(), post, function: 'member' })),
        lead.refused(addSeat, at({ group: id, post: newId(), function: 'member' })),
        lead.refused(addSeat, at({ group: id, post, function: 'head', from: '2018-01-01' })),
        lead.refused(endSeat, at({ id: newId(), version: 1, until: '2019-08-01' })),
        lead.refused(endSeat, at({ id: seat.id, version: 1, until: '2019-07-01' })),
        lead.refused(closeGroup, at({ id, version: 2, until: '2019-07-01' })),
        lead.refused(closeGroup, at({ id: newId(), version: 2, until: '2019-08-01' })),
        lead.refused(getGroup, at({ id: newId() })),
      ]),
    ).toEqual([
      ...['stale', 'group-name-taken', 'group-unknown', 'unit-unknown', 'seat-taken', 'group-unknown', 'post-unknown'],
      ...[
        'seat-before-group',
        'seat-unknown',
        'until-before-from',
        'until-before-from',
        'group-unknown',
        'group-unknown',
      ],
    ]);
    await lead.ok(closeGroup, at({ id, version: 2, until: '2019-08-01' }));
    expect(await seatsOn(id, '2019-07-31')).toHaveLength(1);
    expect(await seatsOn(id, '2019-08-01')).toEqual([]);
    await admin.ok(closePost, at(close));
    expect(
      await codesOf([
        lead.refused(closeGroup, at({ id, version: 3, until: '2019-09-01' })),
        lead.refused(saveGroup, at({ ...renamed, version: 3 })),
        lead.refused(addSeat, at({ group: id, post, function: 'head' })),
        lead.refused(endSeat, at({ id: seat.id, version: 2, until: '2019-09-01' })),
      ]),
    ).toEqual(['group-closed', 'group-closed', 'group-closed', 'seat-ended']);
    const fresh = await makeGroup('末席小组');
    expect((await lead.refused(addSeat, at({ group: fresh, post, function: 'head' }))).code).toBe('post-closed');
  });

  it('[GOV-03] counties, townships and units register their own bodies under the group of the programme', async () => {
    const id = await makeGroup('总领导小组');
    const bureau = await t.signInAs({ home: county, role: 'commerce' });
    const parent = { home: city, id };
    const below = await bureau.ok(registerSubGroup, inCounty({ name: '南木林县领导小组', parent, unit: null }));
    const countyAdmin = await t.signInAs({ home: county, role: 'administrator' });
    const own = (await countyAdmin.ok(saveUnit, inCounty({ name: '甲乡人民政府', kind: 'township' }))).id;
    const other = (await countyAdmin.ok(saveUnit, inCounty({ name: '乙乡人民政府', kind: 'township' }))).id;
    const leader = await t.signInAs({ home: county, role: 'township-leader', unit: '甲乡人民政府' });
    const underCounty = { home: county, id: below.id };
    const township = await leader.ok(
      registerSubGroup,
      inCounty({ name: '甲乡领导小组', parent: underCounty, unit: own }),
    );
    expect(
      await codesOf([
        leader.refused(registerSubGroup, inCounty({ name: '乙乡领导小组', parent, unit: other })),
        leader.refused(registerSubGroup, inCounty({ name: '县另一小组', parent, unit: null })),
        leader.refused(registerSubGroup, inCounty({ name: '甲乡领导小组', parent, unit: own })),
        bureau.refused(registerSubGroup, inCounty({ name: '某', parent: { home: city, id: newId() }, unit: null })),
        bureau.refused(registerSubGroup, inCounty({ name: '某', parent, unit: newId() })),
      ]),
    ).toEqual(['unit-of-another', 'unit-of-another', 'group-name-taken', 'group-unknown', 'unit-unknown']);
    expect((await lead.ok(getGroup, at({ id }))).below.map((each) => each.name)).toEqual(['南木林县领导小组']);
    const seen = await bureau.ok(getGroup, inCounty({ id: below.id }));
    expect(seen).toMatchObject({ parent, programme: 'shigatse-2018', below: [{ id: township.id, home: county }] });
    // The county reads the prefecture's group, a sibling county reads neither.
    expect((await bureau.ok(getGroup, inCounty({ id }))).name).toBe('总领导小组');
    const sibling = await t.signInAs({ home: '540222', role: 'commerce' });
    const names = (await sibling.ok(listGroups, { home: '540222', input: {} })).items.map((item) => item.name);
    expect(names).toContain('总领导小组');
    expect(names).not.toContain('南木林县领导小组');
    expect((await sibling.refused(getGroup, { home: '540222', input: { id: below.id } })).code).toBe('group-unknown');
  });
});

describe('ad-hoc groups', () => {
  it('[GOV-09] are registered with departments and mandate, and checked against the plan', async () => {
    const plan = await lead.ok(
      saveAdHocGroup,
      at({
        ...{ kind: 'acceptance' as const, name: '联合验收组', mandate: '验收培训报告', minPersons: 3 },
        ...{ lead: u('市财政局'), departments: [u('市商务局'), u('市扶贫办')] },
      }),
    );
    const input = {
      ...{ kind: 'acceptance' as const, name: '一期验收组', mandate: '验收一期', follows: plan.id },
      ...{ lead: u('市财政局'), departments: [u('市商务局'), u('市审计局'), u('市扶贫办')] },
    };
    const refused = await lead.refused(saveAdHocGroup, at({ ...input, lead: u('市商务局'), departments: [] }));
    expect(refused.code).toBe('composition-wrong');
    expect(refused.findings?.map((found) => found.rule)).toEqual([
      'organisation.composition-department-missing',
      'organisation.composition-lead-differs',
      'organisation.composition-persons',
    ]);
    const act = at(input, newId());
    const made = await lead.ok(saveAdHocGroup, act);
    expect(await lead.ok(saveAdHocGroup, act)).toEqual(made);
    expect(made.findings.map((found) => [found.rule, found.verdict])).toEqual([
      ['organisation.composition-persons', 'pending'],
    ]);
    const post = await makePost('市审计局', '验收员');
    await makePerson('旦增', post);
    await lead.ok(addSeat, at({ group: made.id, post, function: 'member' }));
    const group = await lead.ok(getGroup, at({ id: made.id }));
    expect(group.departments.map((each) => [each.unit.name, each.part])).toEqual(
      expect.arrayContaining([
        ['市财政局', 'lead'],
        ['市审计局', 'member'],
      ]),
    );
    expect(group.findings).toMatchObject([{ verdict: 'block', inputs: { least: 3, persons: 1 } }]);
    const listed = await lead.ok(listGroups, at({ kind: 'acceptance' as const }));
    expect(listed.items.map((item) => [item.name, item.mandate])).toEqual(
      expect.arrayContaining([['一期验收组', '验收一期']]),
    );
  });

  it('refuse an empty group, unknown units and groups, another kind, and an old version', async () => {
    const input = {
      kind: 'push' as const,
      name: '推进小组',
      mandate: '全程跟进',
      lead: u('市商务局'),
      departments: [],
    };
    const { id } = await lead.ok(saveAdHocGroup, at(input));
    const again = { ...input, id, version: 1 };
    const leading = await makeGroup('另一领导小组');
    expect(
      await codesOf([
        lead.refused(saveAdHocGroup, at({ ...input, name: '空组', lead: null })),
        lead.refused(saveAdHocGroup, at({ ...input, name: '某组', departments: [newId()] })),
        lead.refused(saveAdHocGroup, at({ ...input, name: '某组', follows: newId() })),
        lead.refused(saveAdHocGroup, at(input)),
        lead.refused(saveAdHocGroup, at({ ...again, kind: 'recheck' })),
        lead.refused(saveAdHocGroup, at({ ...again, version: 9 })),
        lead.refused(saveAdHocGroup, at({ ...again, id: newId() })),
        lead.refused(saveGroup, at({ id, version: 1, name: '改作领导小组' })),
        lead.refused(registerSubGroup, at({ name: '某', parent: { home: city, id }, unit: null })),
      ]),
    ).toEqual([
      ...['group-empty', 'unit-unknown', 'group-unknown', 'group-name-taken', 'group-kind-differs', 'stale'],
      ...['group-unknown', 'group-kind-differs', 'group-not-leading'],
    ]);
    await lead.ok(closeGroup, at({ id, version: 1, until: '2019-12-31' }));
    expect((await lead.refused(saveAdHocGroup, at({ ...again, version: 2 }))).code).toBe('group-closed');
    expect((await lead.ok(getGroup, at({ id: leading }))).kind).toBe('leading');
  });
});

describe('associations', () => {
  it('[GOV-10] have county branches, members, services and joint activities', async () => {
    const services = ['政策与技术咨询', '联合营销'];
    const { id } = await lead.ok(saveAssociation, at({ name: '市电子商务协会', services }));
    const bureau = await t.signInAs({ home: county, role: 'commerce' });
    const branchOf = { home: city, id };
    const branch = await bureau.ok(saveAssociation, inCounty({ name: '南木林分会', services: ['联合营销'], branchOf }));
    const member = { association: branch.id, name: '某合作社', kind: 'cooperative' as const };
    const joined = await bureau.ok(addAssociationMember, inCounty({ ...member, entityCode: '91350100M000100Y43' }));
    const held = {
      ...{ association: id, service: '联合营销', title: '藏历年联合促销', heldOn: '2019-02-01' },
      ...{ participants: 42, partners: ['南木林分会'] },
    };
    const act = at(held, newId());
    const activity = await lead.ok(recordAssociationActivity, act);
    expect(await lead.ok(recordAssociationActivity, act)).toEqual(activity);
    const correction = { ...held, participants: 24, correctionOf: activity.id };
    await lead.ok(recordAssociationActivity, at(correction));
    const seen = await lead.ok(getAssociation, at({ id }));
    expect(seen).toMatchObject({ services, branches: [{ home: county, name: '南木林分会', members: 1 }] });
    expect(seen.activities.map((each) => [each.participants, each.corrected])).toEqual([
      [24, false],
      [42, true],
    ]);
    expect(await bureau.ok(getAssociation, inCounty({ id: branch.id }))).toMatchObject({
      branchOf,
      members: [{ name: '某合作社' }],
    });
    const end = { id: joined.id, version: 1, until: '2019-09-01' };
    await bureau.ok(endAssociationMember, inCounty(end));
    const later = await bureau.ok(getAssociation, inCounty({ id: branch.id, day: '2019-09-01' }));
    expect(later.members).toEqual([]);
    const leading = await makeGroup('非协会');
    expect(
      await codesOf([
        bureau.refused(addAssociationMember, inCounty(member)),
        bureau.refused(addAssociationMember, inCounty({ ...member, name: '某社', entityCode: '123' })),
        lead.refused(addAssociationMember, at({ ...member, association: leading })),
        bureau.refused(endAssociationMember, inCounty({ ...end, version: 2 })),
        bureau.refused(endAssociationMember, inCounty({ ...end, id: newId() })),
        lead.refused(recordAssociationActivity, at(correction)),
        lead.refused(recordAssociationActivity, at({ ...held, correctionOf: newId() })),
        lead.refused(recordAssociationActivity, at({ ...held, service: '代记账' })),
        lead.refused(recordAssociationActivity, at({ ...held, heldOn: '2030-01-01' })),
        lead.refused(recordAssociationActivity, at({ ...held, association: leading })),
        lead.refused(saveAssociation, at({ name: '某分会', services, branchOf: { home: city, id: leading } })),
        lead.refused(saveAssociation, at({ name: '市电子商务协会', services })),
        lead.refused(saveAssociation, at({ id, version: 7, name: '某', services })),
        lead.refused(saveAssociation, at({ id: newId(), version: 1, name: '某', services })),
        lead.refused(saveAssociation, at({ id: leading, version: 1, name: '某', services })),
        lead.refused(getAssociation, at({ id: leading })),
      ]),
    ).toEqual([
      ...['member-known', 'entity-code-wrong', 'association-unknown', 'member-ended', 'member-unknown'],
      ...['record-corrected', 'record-unknown', 'service-unknown', 'held-in-future', 'association-unknown'],
      ...[
        'association-unknown',
        'group-name-taken',
        'stale',
        'group-unknown',
        'group-kind-differs',
        'association-unknown',
      ],
    ]);
    const closing = await lead.ok(saveAssociation, at({ name: '将撤协会', services }));
    await lead.ok(closeGroup, at({ id: closing.id, version: 1, until: '2019-12-31' }));
    const late = { ...member, association: closing.id };
    expect((await lead.refused(addAssociationMember, at(late))).code).toBe('group-closed');
    const change = { id: closing.id, version: 2, name: '某', services };
    expect((await lead.refused(saveAssociation, at(change))).code).toBe('group-closed');
    const fresh = await lead.ok(addAssociationMember, at({ ...member, association: id }));
    const early = { id: fresh.id, version: 1, until: '2019-07-01' };
    expect((await lead.refused(endAssociationMember, at(early))).code).toBe('until-before-from');
  });
});

describe('responsibility matrix', () => {
  it('[GOV-08:entered] names lead and co-operating departments from a day on, and shows what is missing', async () => {
    const subject = { kind: 'target' as const, id: 'SG-T03', name: '培训贫困户' };
    const base = { programme: 'shigatse-2018', subject, clause: '002 十二(二)' };
    const act = at({ ...base, lead: [u('市扶贫办')], with: [u('市商务局')] }, newId());
    expect(await lead.ok(setResponsibility, act)).toEqual({ version: 1, findings: [] });
    expect((await lead.ok(setResponsibility, act)).version).toBe(1);
    t.clock.moveTo('2019-09-02T09:00:00+08:00');
    const both = { ...base, lead: [u('市扶贫办'), u('市财政局')], with: [] };
    expect((await lead.refused(setResponsibility, at(both))).code).toBe('stale');
    const changed = await lead.ok(setResponsibility, at({ ...both, version: 1 }));
    expect(changed).toMatchObject({ version: 2, findings: [{ rule: 'organisation.lead-several', verdict: 'warn' }] });
    const rows = async (input: object) =>
      (await lead.ok(listMatrix, at({ programme: 'shigatse-2018', ...input }))).items.map((row) => [
        row.subject.id,
        row.lead.map((each) => each.name).join(),
        row.with.map((each) => each.name).join(),
      ]);
    expect(await rows({ day: '2019-09-01' })).toEqual([['SG-T03', '市扶贫办', '市商务局']]);
    expect(await rows({ gaps: true })).toEqual([['SG-T03', expect.stringContaining('市财政局'), '']]);
    expect(await rows({ unit: u('市审计局') })).toEqual([]);
    expect(await rows({ kind: 'task' })).toEqual([]);
    expect(
      await codesOf([
        lead.refused(setResponsibility, at({ ...both, version: 2, with: [u('市财政局')] })),
        lead.refused(setResponsibility, at({ ...both, version: 2, lead: [newId()] })),
        lead.refused(setResponsibility, at({ ...both, version: 2, from: '2019-01-01' })),
      ]),
    ).toEqual(['unit-twice', 'unit-unknown', 'from-before-present']);
    const none = await lead.ok(setResponsibility, at({ ...both, lead: [], with: [], version: 2 }));
    expect(none.findings).toMatchObject([{ rule: 'organisation.lead-missing', verdict: 'block' }]);
  });
});
