import { readFile } from 'node:fs/promises';
import { write } from '@qianmo/platform/contract';
import { on } from '@qianmo/platform/server';
import { importPack, saveTask } from '@qianmo/programme/contract';
import { type Pack, readPack } from '@qianmo/programme/pack';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  getAssociation,
  getGroup,
  listGroups,
  listIntegrity,
  listMatrix,
  listPosts,
  listReportDuties,
  listUnits,
  listVacancies,
  setResponsibility,
} from '../contract.ts';
import { seedFromPack } from './index.ts';

const packs = new Map<string, Pack>();
const texts = new Map<string, { text: string; tables: Record<string, string> }>();
let change = (pack: Pack) => pack;

/** The import of a pack is the programme module's act; here only the part that this module adds to it. */
const seed = write({
  name: 'probe.seed',
  home: 'path',
  permission: 'probe.seed',
  summary: 'Takes over what a pack says of offices',
  input: z.strictObject({ pack: z.string() }),
  result: z.record(z.string(), z.number()),
});
const bounds = [
  on(seed, async (ctx, input) => {
    const pack = packs.get(input.pack);
    if (!pack) throw new Error(`no pack ${input.pack}`);
    const newId = () => uuidV7(ctx.clock.milliseconds());
    return seedFromPack(ctx.db, change(pack), { home: ctx.home, programme: pack.id, today: ctx.today, newId });
  }),
];

let t: TestServer;
const user = new Map<string, TestUser>();
const homes = {
  'shigatse-2018': '540200',
  'longchuan-2020': '533124',
  'chengxian-2019': '621221',
  'qinxian-2022': '140430',
  'xinjiang-2018': '650000',
};
beforeAll(async () => {
  const grants = { 'probe.seed': ['commerce' as const] };
  t = await startTestServer({ start: '2022-12-31T10:00:00+08:00', extra: { bounds, grants } });
  for (const [id, home] of Object.entries(homes)) {
    const folder = new URL(`../../../packs/${id}/`, import.meta.url);
    const text = await readFile(new URL('pack.yaml', folder), 'utf8');
    const stores = await readFile(new URL('stores.csv', folder), 'utf8').catch(() => null);
    const read = readPack(text, stores === null ? {} : { 'stores.csv': stores }, () => true);
    if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
    packs.set(id, read.pack);
    texts.set(id, { text, tables: stores === null ? {} : { 'stores.csv': stores } });
    user.set(home, await t.signInAs({ home, role: 'commerce' }));
  }
});
afterAll(() => t.stop());

const lead = (home: string) => {
  const found = user.get(home);
  if (!found) throw new Error(home);
  return found;
};
const day = '2022-12-31';
const groupNamed = async (home: string, name: string) => {
  const { items } = await lead(home).ok(listGroups, { home, input: { day } });
  const found = items.find((item) => item.home === home && item.name.includes(name));
  if (!found) throw new Error(`${name} in ${items.map((item) => item.name).join()}`);
  return found;
};

describe('what a pack says of offices', () => {
  it('is taken over once for every pack, and again changes nothing', async () => {
    for (const [pack, home] of Object.entries(homes)) {
      const first = await lead(home).ok(seed, { home, input: { pack } });
      expect(first.units, pack).toBeGreaterThan(5);
      expect(first.groups, pack).toBeGreaterThan(0);
      const again = await lead(home).ok(seed, { home, input: { pack } });
      expect(again, pack).toEqual({ units: 0, seats: 0, groups: 0, responsibilities: 0, duties: 0 });
    }
  });

  it('seats the Shigatse group: mayor, two executive deputies, three deputies, thirty members, office in the company', async () => {
    const home = '540200';
    const { id } = await groupNamed(home, '领导小组');
    const group = await lead(home).ok(getGroup, { home, input: { id, day: '2019-12-31' } });
    const seats = (part: string) => group.seatList.filter((seat) => seat.function === part);
    expect(['head', 'executive-deputy', 'deputy', 'member', 'office-head'].map((part) => seats(part).length)).toEqual([
      1, 2, 3, 30, 1,
    ]);
    expect(group.office?.name).toBe('市珠峰扶贫开发公司');
    expect(seats('head')[0]?.post).toMatchObject({ title: '市长', unit: { name: '日喀则市人民政府' } });
    expect(group.clause).toBe('002 五(一), 十二(一), 附件2');
    const { items } = await lead(home).ok(listPosts, { home, input: { search: '县长', day: '2019-12-31' } });
    expect([...new Set(items.map((item) => item.role))]).toEqual(['department']);
    const { dualOffices } = await lead(home).ok(listIntegrity, { home, input: { day: '2019-12-31' } });
    expect(dualOffices).toMatchObject([{ unit: { name: '市珠峰扶贫开发公司' }, clause: '002 附件2' }]);
    const association = await groupNamed(home, '电子商务协会');
    const seen = await lead(home).ok(getAssociation, { home, input: { id: association.id } });
    expect(seen.services).toContain('联合营销');
  });

  it('seats one post per township where the plan says 各乡镇, each bound to its township', async () => {
    const home = '533124';
    const { id } = await groupNamed(home, '领导小组');
    const group = await lead(home).ok(getGroup, { home, input: { id, day } });
    const { rows } = await t.sql.query(
      'select count(*)::int as n from place.place where home = $1 and level = 4 and until is null',
      [home],
    );
    const townships = group.seatList.filter((seat) => seat.post.title.includes('乡（镇）'));
    expect(rows[0].n).toBeGreaterThan(5);
    expect(townships).toHaveLength(rows[0].n);
    const committee = await groupNamed(home, '评标委员会');
    const seen = await lead(home).ok(getGroup, { home, input: { id: committee.id, day } });
    expect(seen).toMatchObject({ kind: 'bid-committee', minPersons: 5, clause: '001 十(五)' });
    expect(seen.findings).toMatchObject([{ rule: 'organisation.composition-persons', verdict: 'pending' }]);
  });

  it('fills the matrix by clause, and shows a budget line that two paragraphs lead', async () => {
    const home = '540200';
    const query = { programme: 'shigatse-2018', day: '2019-12-31' };
    const { items } = await lead(home).ok(listMatrix, { home, input: query });
    const target = items.find((row) => row.subject.id === 'SG-T03');
    expect(target).toMatchObject({ lead: [{ name: '市扶贫办' }], findings: [], clause: '002 十二(二)' });
    const line = items.find((row) => row.subject.id === 'SG-B24');
    expect(line?.lead.map((unit) => unit.name).sort()).toEqual(['市扶贫办', '市财政局']);
    expect(line?.findings).toMatchObject([{ rule: 'organisation.lead-several', verdict: 'warn' }]);
    expect(items.find((row) => row.subject.kind === 'duty' && row.subject.id === 'SG-RS5')?.subject.name).toBe(
      '网销商品和服务监管',
    );
  });

  it('[GOV-08] the matrix holds every target, task and budget line of the plan in force, and shows those without a lead', async () => {
    const home = '621221';
    const programme = 'chengxian-2019';
    const pack = packs.get(programme);
    const text = texts.get(programme);
    if (!pack || !text) throw new Error(programme);
    const matrix = (input: object = {}) => lead(home).ok(listMatrix, { home, input: { programme, day, ...input } });
    const decision = { no: null, title: '成县实施方案' };
    await lead(home).ok(importPack, { home, input: { ...text, effectiveOn: '2019-08-01', decision } });
    const ids = async (kind: string) => (await matrix({ kind })).items.map((row) => row.subject.id).sort();
    expect(await ids('target')).toEqual(pack.targets.map((target) => target.id).sort());
    const lines = (pack.budget?.groups ?? []).flatMap((group) => group.lines.map((line) => line.id));
    expect(await ids('budget-line')).toEqual(lines.sort());
    const task = {
      ...{ programme, title: '编制招标文件', workingDays: 10 },
      ...{ unit: { ref: 'commerce', name: '县商务局' }, post: { id: null, title: '局长' } },
    };
    const { id } = await lead(home).ok(saveTask, { home, input: task });
    const gap = async () => (await matrix({ kind: 'task', gaps: true })).items.map((row) => row.subject);
    expect(await gap()).toEqual([{ kind: 'task', id, name: '编制招标文件' }]);
    const bureau = (await lead(home).ok(listUnits, { home, input: { search: '商务', day } })).items[0]?.id ?? '';
    const subject = { kind: 'task' as const, id };
    await lead(home).ok(setResponsibility, { home, input: { programme, subject, lead: [bureau], with: [] } });
    expect(await gap()).toEqual([]);
    const all = await matrix({ gaps: true });
    expect(all.gaps).toBe(all.items.length);
    expect(all.items.every((row) => row.findings.length > 0)).toBe(true);
  });

  it('names who owes which report, and the vacancies that leave it unanswered', async () => {
    const home = '540200';
    const { items } = await lead(home).ok(listReportDuties, { home, input: { day: '2019-12-31' } });
    expect(items.filter((item) => item.what === '月通报').map((item) => [item.unit.name, item.frequency])).toEqual([
      ['市珠峰扶贫开发公司', 'monthly'],
    ]);
    const vacancies = await lead(home).ok(listVacancies, { home, input: { day: '2019-12-31' } });
    const commerce = vacancies.items.filter((item) => item.unit.name === '市商务局');
    expect(commerce.map((item) => item.missing)).toEqual(['leader-in-charge', 'specialist']);
    expect(commerce[0]?.reports.map((report) => report.what)).toContain('重大问题书面报告');
    const units = (await lead(home).ok(listUnits, { home, input: { kind: 'outside', day: '2019-12-31' } })).items;
    expect(units.map((unit) => [unit.name, unit.takesPart])).toContainEqual(['自治区商务厅', false]);
  });

  it('adds what a changed pack adds, ends seats it drops, and leaves what the office entered', async () => {
    const home = '540200';
    change = (pack) => ({
      ...pack,
      leadingGroups: pack.leadingGroups.map((group) => ({
        ...group,
        name: '新领导小组',
        seats: [
          ...group.seats.filter((seat) => seat.id !== 'SG-LG1-35'),
          { id: 'SG-LG1-99', rank: 'member' as const, post: '市统计局局长', unit: 'tax', count: 1 },
        ],
      })),
    });
    expect(await lead(home).ok(seed, { home, input: { pack: 'shigatse-2018' } })).toMatchObject({
      units: 0,
      seats: 1,
      groups: 0,
    });
    change = (pack) => pack;
    const { id } = await groupNamed(home, '新领导小组');
    const titles = async (on: string) =>
      (await lead(home).ok(getGroup, { home, input: { id, day: on } })).seatList.map((seat) => seat.post.title);
    expect(await titles('2022-12-30')).toContain('亚东县边贸管委会主任');
    expect(await titles(day)).not.toContain('亚东县边贸管委会主任');
    expect(await titles(day)).toContain('市统计局局长');
  });
});
