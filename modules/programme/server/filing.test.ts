import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFilings, programmeOverview, receiveFiling, recordFiling } from '../contract.ts';
import { importPacks, storedFile } from '../testing/programmes.ts';

const XJ = '650000';
const county = '653122';
const programme = 'xinjiang-2018';

let t: TestServer;
let region: TestUser;
let office: TestUser;
beforeAll(async () => {
  t = await startTestServer({ start: '2018-11-05T10:00:00+08:00' });
  await importPacks(t, [programme]);
  region = await t.signInAs({ home: XJ, role: 'commerce' });
  const { members } = await region.ok(programmeOverview, { home: XJ, input: { programme } });
  expect(members.map((member) => member.place)).toContain(county);
  office = await t.signInAs({ home: county, role: 'commerce' });
});
afterAll(() => t.stop());

const evidence = async () => [await storedFile(t, office, county)];
const owed = async (asOf: string) =>
  (await office.ok(listFilings, { home: county, input: { programme, asOf } })).items.filter(
    (item) => item.duty === 'XJ-G01',
  );
const sending = async (more: object = {}) => ({
  programme,
  duty: 'XJ-G01',
  what: '工作方案',
  kind: 'filing' as const,
  to: ['自治区商务厅'],
  document: { no: '县商发〔2018〕12号', title: '工作方案（第一版）' },
  edition: 1,
  sentOn: '2018-10-20',
  evidence: await evidence(),
  ...more,
});
const receipt = async (id: string, more: object = {}) => ({
  programme,
  id,
  version: 1,
  outcome: 'returned' as 'returned' | 'received' | 'approved',
  receiptNo: '退-1',
  receivedOn: '2018-10-25',
  evidence: await evidence(),
  ...more,
});

describe('[PROG-13] plans and fund methods go upwards by version, with deadline and receipt', () => {
  let first: string;

  it('says what the plan wants filed, by when, and when it is late', async () => {
    expect(await owed('2018-10-31')).toMatchObject([
      {
        id: null,
        duty: 'XJ-G01',
        what: '工作方案和资金安排意见',
        deadline: '2018-10-31',
        to: ['自治区商务厅', '自治区财政厅', '自治区扶贫办'],
        status: 'open',
        clause: '000 五(三)',
      },
    ]);
    expect(await owed('2018-11-01')).toMatchObject([{ status: 'late', daysLate: 1 }]);
    const { redItems, filings } = await office.ok(programmeOverview, { home: county, input: { programme } });
    expect(redItems).toContainEqual(expect.objectContaining({ kind: 'filing', id: 'XJ-G01', dueOn: '2018-10-31' }));
    expect(filings).toEqual({ open: 2, late: 1, received: 0 });
  });

  it('keeps each edition once, with its papers', async () => {
    const act = uuidV7(t.clock.milliseconds());
    const input = await sending();
    first = (await office.ok(recordFiling, { home: county, input, id: act })).id;
    expect(await office.ok(recordFiling, { home: county, input, id: act })).toEqual({ id: first });
    const refused = async (more: object) =>
      (await office.refused(recordFiling, { home: county, input: await sending(more) })).code;
    expect(await refused({})).toBe('edition-taken');
    expect(await refused({ duty: 'XJ-G99' })).toBe('duty-unknown');
    expect(await refused({ sentOn: '2030-01-01' })).toBe('sent-in-future');
    expect(await refused({ edition: 2, evidence: [{ kind: 'file', id: act }] })).toBe('evidence-unknown');
  });

  it('runs on when a paper comes back, and is met by the receipt of the next edition', async () => {
    const refused = async (more: object) =>
      (await office.refused(receiveFiling, { home: county, input: await receipt(first, more) })).code;
    expect(await refused({ outcome: 'approved' })).toBe('outcome-of-kind');
    expect(await refused({ receivedOn: '2018-10-19' })).toBe('day-order');
    expect(await refused({ version: 9 })).toBe('stale');
    expect(await refused({ id: uuidV7(t.clock.milliseconds()) })).toBe('filing-unknown');
    await office.ok(receiveFiling, { home: county, input: await receipt(first) });
    expect(await refused({ version: 2 })).toBe('filing-answered');
    const document = { no: '县商发〔2018〕15号', title: '工作方案（第二版）' };
    const second = await office.ok(recordFiling, {
      home: county,
      input: await sending({ edition: 2, sentOn: '2018-10-28', document }),
    });
    expect(await owed('2018-11-05')).toMatchObject([
      { edition: 1, outcome: 'returned', status: 'open' },
      { edition: 2, outcome: null, status: 'late' },
    ]);
    const accepted = { outcome: 'received', receiptNo: '收-7', receivedOn: '2018-10-31' };
    await office.ok(receiveFiling, { home: county, input: await receipt(second.id, accepted) });
    expect(await owed('2018-11-05')).toMatchObject([
      { edition: 1, outcome: 'returned' },
      { edition: 2, receiptNo: '收-7', receivedOn: '2018-10-31', status: 'pass', document },
    ]);
    const { filings } = await office.ok(programmeOverview, { home: county, input: { programme } });
    expect(filings).toEqual({ open: 2, late: 0, received: 1 });
  });

  it('is seen by the tier above, and written by the county only', async () => {
    const { items } = await region.ok(listFilings, { home: XJ, input: { programme } });
    expect(items).toContainEqual(expect.objectContaining({ home: county, edition: 2, receiptNo: '收-7' }));
    const more = { outcome: 'received', version: 2 };
    expect((await region.refused(receiveFiling, { home: county, input: await receipt(first, more) })).code).toBe(
      'not-permitted',
    );
    const audit = await t.signInAs({ home: county, role: 'audit' });
    expect((await audit.refused(recordFiling, { home: county, input: await sending() })).code).toBe('not-permitted');
    const sibling = await t.signInAs({ home: '653123', role: 'commerce' });
    expect((await sibling.refused(recordFiling, { home: county, input: await sending() })).code).toBe('not-found');
    const stranger = await t.signInAs({ home: '650102', role: 'commerce' });
    expect((await stranger.refused(recordFiling, { home: '650102', input: await sending() })).code).toBe(
      'not-a-member',
    );
  });
});
