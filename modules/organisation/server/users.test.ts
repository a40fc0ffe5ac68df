import { session as sessions } from '@qianmo/platform/contract';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { residentCheckDigit } from '@qianmo/values/identity-number';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assignPosting,
  createUser,
  disableUser,
  enableUser,
  endPosting,
  erasePerson,
  findPersonByIdNumber,
  getUser,
  inviteUser,
  listUnits,
  listUsers,
  readRevealed,
  resetSecondFactor,
  revealPerson,
  savePerson,
  savePost,
  saveUnit,
} from '../contract.ts';

const home = '621221';
let t: TestServer;
let admin: TestUser;
let unit: string;
beforeAll(async () => {
  t = await startTestServer({ start: '2019-09-24T10:00:00+08:00' });
  admin = await t.signInAs({ home, role: 'administrator' });
  unit = (await admin.ok(saveUnit, { home, input: { name: '县交通局', kind: 'department' } })).id;
});
afterAll(() => t.stop());

const at = <I>(input: I, id?: string) => ({ home, input, ...(id === undefined ? {} : { id }) });
const newId = () => uuidV7(t.clock.milliseconds());
const idNumber = (serial: number) => {
  const first = `62262119900101${String(serial).padStart(3, '0')}`;
  return first + residentCheckDigit(first);
};
const makePost = async (role: 'transport' | 'administrator' = 'transport') =>
  (await admin.ok(savePost, at({ unit, title: '科员', role }))).id;
const makeUser = async (more: { name?: string; idNumber?: string; phone?: string } = {}) => {
  const post = await makePost();
  return admin.ok(createUser, at({ name: '王小霞', login: `u${newId().slice(-12)}`, post, ...more }));
};
const accountOf = async (person: string) => {
  const { account } = await admin.ok(getUser, at({ person }));
  if (!account) throw new Error('no account');
  return account;
};
const codesOf = async (problems: Promise<{ code: string }>[]) => (await Promise.all(problems)).map(({ code }) => code);

describe('a user', () => {
  it('is one natural person with an account and postings; personal data stand encrypted and are shown masked', async () => {
    const number = idNumber(12);
    const act = at(
      { name: '马建国', login: 'ma.jianguo', idNumber: number, phone: '13912345678', post: await makePost() },
      newId(),
    );
    const made = await admin.ok(createUser, act);
    expect(await admin.ok(createUser, act)).toEqual(made);
    const seen = await admin.ok(getUser, at({ person: made.person }));
    expect(seen).toMatchObject({
      name: '马建国',
      idNumber: `6226${'*'.repeat(12)}${number.slice(-2)}`,
      phone: '139****5678',
      withinReach: true,
      elsewhere: 0,
      account: { login: 'ma.jianguo', disabled: false, secondFactor: false },
      postings: [{ title: '科员', unit: { name: '县交通局' }, from: '2019-09-24' }],
    });
    const { rows } = await t.sql.query('select * from organisation.person where id = $1', [made.person]);
    const { rows: log } = await t.sql.query(
      `select coalesce(new_row, old_row)::text || key::text as text from audit.change
       union all select result::text from audit.operation`,
    );
    const stored = JSON.stringify(rows) + log.map((row) => row.text).join('');
    expect(stored).not.toContain(number);
    expect(stored).not.toContain('13912345678');
    expect(Buffer.concat([rows[0].id_number, rows[0].phone]).includes(Buffer.from(number))).toBe(false);
  });

  it('is not made twice: login, identity number and occupied posts are refused', async () => {
    const first = await makeUser({ idNumber: idNumber(21) });
    const post = await makePost();
    const input = { name: '某', login: 'somebody', post };
    const { login } = await accountOf(first.person);
    const { post: taken } = (await admin.ok(getUser, at({ person: first.person }))).postings[0] ?? { post: '' };
    expect(await admin.refused(createUser, at({ ...input, idNumber: idNumber(21).toLowerCase() }))).toMatchObject({
      code: 'person-known',
      params: { person: first.person },
    });
    expect(
      await codesOf([
        admin.refused(createUser, at({ ...input, login })),
        admin.refused(createUser, at({ ...input, post: taken })),
        admin.refused(createUser, at({ ...input, post: newId() })),
        admin.refused(createUser, at({ ...input, post, from: '2019-01-01' })),
        admin.refused(createUser, at({ ...input, idNumber: '622621199001010120' })),
        admin.refused(createUser, at({ ...input, phone: '12345' })),
      ]),
    ).toEqual(['login-taken', 'post-occupied', 'post-unknown', 'post-closed', 'id-number-wrong', 'phone-wrong']);
    const { rows } = await t.sql.query(`select count(*)::int as n from organisation.person where name = '某'`);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('is corrected under its version', async () => {
    const { person } = await makeUser({ idNumber: idNumber(31), phone: '13912345678' });
    const before = await admin.ok(getUser, at({ person }));
    const saved = await admin.ok(savePerson, at({ person, version: before.version, name: '王晓霞', phone: null }));
    const after = await admin.ok(getUser, at({ person }));
    expect(after).toMatchObject({ name: '王晓霞', phone: null, version: saved.version });
    expect(after.idNumber).toBe(before.idNumber);
    await makeUser({ idNumber: idNumber(32) });
    const now = { person, version: saved.version };
    expect(
      await codesOf([
        admin.refused(savePerson, at({ person, version: before.version, name: '王' })),
        admin.refused(savePerson, at({ ...now, idNumber: idNumber(32) })),
        admin.refused(savePerson, at({ ...now, idNumber: '1'.repeat(18) })),
        admin.refused(savePerson, at({ ...now, phone: '99999' })),
        admin.refused(savePerson, at({ ...now, person: newId() })),
      ]),
    ).toEqual(['stale', 'person-known', 'id-number-wrong', 'phone-wrong', 'person-unknown']);
  });

  it('is listed by home, day and state', async () => {
    const { person, posting } = await makeUser({ name: '独名氏' });
    const names = async (input: object) => (await admin.ok(listUsers, at(input))).items.map((item) => item.name);
    expect(await names({ search: '独名' })).toEqual(['独名氏']);
    expect(await names({ search: '独名', day: '2019-09-23' })).toEqual([]);
    const account = await accountOf(person);
    await admin.ok(disableUser, at({ person, version: account.version, reason: '停用' }));
    await admin.ok(endPosting, at({ id: posting, version: 1, until: '2019-09-24', reason: '误派' }));
    expect(await names({ search: '独名' })).toEqual([]);
    expect(await names({ search: '独名', disabled: true })).toEqual(['独名氏']);
    const sibling = await t.signInAs({ home: '533124', role: 'administrator' });
    expect((await sibling.ok(listUsers, { home: '533124', input: { search: '独名' } })).total).toBe(0);
    expect((await sibling.refused(getUser, { home: '533124', input: { person } })).code).toBe('person-unknown');
    const above = await t.signInAs({ home: '620000', role: 'audit' });
    const found = await above.ok(listUsers, { home: '620000', input: { search: '王', below: true } });
    expect(found.items.length).toBeGreaterThan(0);
  });
});

describe('access', () => {
  it('begins with a one-time link that no operation row keeps, and the log of sign-ins tells of', async () => {
    const { person, account } = await makeUser();
    const first = await admin.ok(inviteUser, at({ person }));
    const second = await admin.ok(inviteUser, at({ person }));
    const redeem = (token: string) =>
      t.anonymous.call(sessions.redeemInvitation, { input: { token, newPassword: 'long enough words' } });
    expect((await redeem(first.token)).status).toBe(404);
    expect((await redeem(second.token)).body).toEqual({ login: second.login });
    expect((await redeem(second.token)).status).toBe(404);
    const signIn = { input: { login: second.login, password: 'long enough words' } };
    expect((await t.anonymous.call(sessions.signIn, signIn)).body).toMatchObject({ signedIn: true });
    const { rows } = await t.sql.query(
      `select outcome, by_account from platform.sign_in_event where account = $1 order by id`,
      [account],
    );
    expect(rows.slice(0, 2)).toEqual(Array(2).fill({ outcome: 'invited', by_account: admin.account }));
    const { rows: kept } = await t.sql.query(`select count(*)::int as n from audit.operation where operation = $1`, [
      'organisation.inviteUser',
    ]);
    expect(kept).toEqual([{ n: 0 }]);
  });

  it('is shut and opened at once, with the reason kept', async () => {
    const clerk = await t.signInAs({ home, role: 'transport' });
    await clerk.ok(listUnits, at({}));
    const { version } = await accountOf(clerk.person);
    const shut = at({ person: clerk.person, version, reason: '离岗' }, newId());
    const done = await admin.ok(disableUser, shut);
    expect(await admin.ok(disableUser, shut)).toEqual(done);
    expect((await clerk.refused(listUnits, at({}))).code).toBe('not-signed-in');
    const now = { person: clerk.person, version: done.version, reason: '返岗' };
    expect(
      await codesOf([
        admin.refused(disableUser, at(now)),
        admin.refused(disableUser, at({ ...now, version })),
        admin.refused(inviteUser, at({ person: clerk.person })),
      ]),
    ).toEqual(['account-disabled', 'stale', 'account-disabled']);
    const open = await admin.ok(enableUser, at(now));
    await clerk.ok(listUnits, at({}));
    expect((await admin.refused(enableUser, at({ ...now, version: open.version }))).code).toBe('account-enabled');
    const { rows } = await t.sql.query(
      'select kind, reason, by_account from organisation.access_act where person = $1 order by id',
      [clerk.person],
    );
    expect(rows).toEqual([
      { kind: 'disabled', reason: '离岗', by_account: admin.account },
      { kind: 'enabled', reason: '返岗', by_account: admin.account },
    ]);
  });

  it('loses its second factor and its sessions by a recorded act', async () => {
    const clerk = await t.signInAs({ home, role: 'finance' });
    const { version } = await accountOf(clerk.person);
    const act = { person: clerk.person, version, reason: '手机遗失' };
    expect((await admin.refused(resetSecondFactor, at(act))).code).toBe('second-factor-none');
    await t.sql.query(
      `insert into platform.credential (account, totp_secret, totp_last_step) values ($1, '\\x01', 5)
       on conflict (account) do update set totp_secret = excluded.totp_secret, totp_last_step = 5`,
      [clerk.account],
    );
    expect((await accountOf(clerk.person)).secondFactor).toBe(true);
    await admin.ok(resetSecondFactor, at(act));
    expect((await accountOf(clerk.person)).secondFactor).toBe(false);
    expect((await clerk.refused(listUnits, at({}))).code).toBe('not-signed-in');
  });

  it('is not taken over: not the own account, not one with a posting above or beside', async () => {
    const chief = await t.signInAs({ home: '620000', role: 'leader' });
    await admin.ok(assignPosting, at({ post: await makePost(), person: chief.person }));
    const seen = await admin.ok(getUser, at({ person: chief.person }));
    expect(seen).toMatchObject({ withinReach: false, elsewhere: 1 });
    expect(seen.postings).toHaveLength(1);
    const act = { person: chief.person, version: seen.account?.version ?? 0, reason: '试' };
    const own = { person: admin.person, version: (await accountOf(admin.person)).version, reason: '试' };
    expect(
      await codesOf([
        admin.refused(inviteUser, at({ person: chief.person })),
        admin.refused(disableUser, at(act)),
        admin.refused(enableUser, at(act)),
        admin.refused(resetSecondFactor, at(act)),
        admin.refused(savePerson, at({ person: chief.person, version: seen.version, name: '某' })),
        admin.refused(erasePerson, at({ ...act, version: seen.version })),
      ]),
    ).toEqual(Array(6).fill('user-beyond-reach'));
    expect(
      await codesOf([
        admin.refused(inviteUser, at({ person: admin.person })),
        admin.refused(disableUser, at(own)),
        admin.refused(enableUser, at(own)),
        admin.refused(resetSecondFactor, at(own)),
        admin.refused(erasePerson, at(own)),
      ]),
    ).toEqual(Array(5).fill('own-account'));
    const nation = await t.signInAs({ home: '000000', role: 'administrator' });
    await nation.ok(inviteUser, at({ person: chief.person }));
  });

  it('[GOV-06] an administrator reaches down and never up or sideways; others act at home; overseers only look', async () => {
    const above = await t.signInAs({ home: '621200', role: 'administrator' });
    await above.ok(savePost, at({ unit, title: '副科长', role: 'administrator' as const }));
    const post = { input: { unit, title: '科长', role: 'administrator' as const } };
    expect((await admin.refused(savePost, { home: '621200', ...post })).code).toBe('not-found');
    expect((await admin.refused(savePost, { home: '533124', ...post })).code).toBe('not-found');
    const discipline = await t.signInAs({ home: '621200', role: 'discipline' });
    await discipline.ok(listUsers, at({}));
    expect((await discipline.refused(savePost, at(post.input))).code).toBe('not-permitted');
    const weak = await t.signInAs({ home, role: 'administrator', secondFactor: false });
    expect((await weak.refused(savePost, at(post.input))).code).toBe('second-factor-needed');
  });
});

describe('personal data', () => {
  it('are shown after a recorded purpose, to who asked, for five minutes, and only the fields asked for', async () => {
    const number = idNumber(51);
    const { person } = await makeUser({ idNumber: number, phone: '13912345678' });
    const act = at({ person, fields: ['id-number' as const], purpose: '核对身份' }, newId());
    const { view } = await admin.ok(revealPerson, act);
    expect(await admin.ok(revealPerson, act)).toEqual({ view });
    expect(await admin.ok(readRevealed, at({ view }))).toEqual({ person, idNumber: number, phone: null });
    const other = await t.signInAs({ home, role: 'administrator' });
    expect((await other.refused(readRevealed, at({ view }))).code).toBe('view-unknown');
    const { rows } = await t.sql.query('select viewer, fields, purpose from platform.personal_view where id = $1', [
      view,
    ]);
    expect(rows).toEqual([{ viewer: admin.account, fields: ['id-number'], purpose: '核对身份' }]);
    t.clock.moveTo('2019-09-24T10:06:00+08:00');
    expect((await admin.refused(readRevealed, at({ view }))).code).toBe('view-over');
    expect(
      await codesOf([
        admin.refused(readRevealed, at({ view: newId() })),
        admin.refused(revealPerson, at({ ...act.input, person: newId() })),
        admin.refused(revealPerson, at({ ...act.input, purpose: ' ' })),
      ]),
    ).toEqual(['view-unknown', 'person-unknown', 'invalid-input']);
  });

  it('find a person by the exact number only, and the search is kept without it', async () => {
    const { person } = await makeUser({ idNumber: idNumber(61) });
    const search = (number: string) => at({ idNumber: number, purpose: '查重' });
    expect(await admin.ok(findPersonByIdNumber, search(` ${idNumber(61)} `))).toEqual({ person });
    expect(await admin.ok(findPersonByIdNumber, search(idNumber(62)))).toEqual({ person: null });
    expect((await admin.refused(findPersonByIdNumber, search(idNumber(61).slice(0, 17)))).code).toBe('id-number-wrong');
    const { rows } = await t.sql.query(
      `select person, reason from organisation.access_act where kind = 'searched' order by at, id`,
    );
    expect(rows).toEqual([
      { person, reason: '查重' },
      { person: null, reason: '查重' },
    ]);
  });

  it('are gone when the person is erased; postings and acts stay', async () => {
    const { person, posting } = await makeUser({ name: '李建国', idNumber: idNumber(71), phone: '13912345678' });
    const before = await admin.ok(getUser, at({ person }));
    const act = { person, version: before.version, reason: '本人申请' };
    expect((await admin.refused(erasePerson, at(act))).code).toBe('person-in-post');
    const { view } = await admin.ok(revealPerson, at({ person, fields: ['phone' as const], purpose: '回访' }));
    await admin.ok(endPosting, at({ id: posting, version: 1, until: '2019-09-24', reason: '离职' }));
    const { rows: boxes } = await t.sql.query('select phone from organisation.person where id = $1', [person]);
    const erased = await admin.ok(erasePerson, at(act));
    const after = await admin.ok(getUser, at({ person }));
    expect(after).toMatchObject({ name: '李*国', erased: true, idNumber: null, phone: null, version: erased.version });
    expect(after.postings).toHaveLength(1);
    expect(await admin.ok(readRevealed, at({ view }))).toMatchObject({ phone: null });
    // Even who puts the old row back from the log reads nothing: the key is destroyed.
    await t.sql.query('update organisation.person set phone = $1 where id = $2', [boxes[0].phone, person]);
    expect((await admin.ok(getUser, at({ person }))).phone).toBeNull();
    const account = await accountOf(person);
    const now = { person, version: erased.version, reason: '再试' };
    expect(
      await codesOf([
        admin.refused(erasePerson, at(now)),
        admin.refused(savePerson, at({ person, version: erased.version, name: '李' })),
        admin.refused(revealPerson, at({ person, fields: ['phone' as const], purpose: '再看' })),
        admin.refused(enableUser, at({ person, version: account.version, reason: '再开' })),
        makePost().then((post) => admin.refused(assignPosting, at({ post, person }))),
      ]),
    ).toEqual(Array(5).fill('person-erased'));
  });
});
