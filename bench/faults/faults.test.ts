import { setTimeout as sleep } from 'node:timers/promises';
import {
  closeUnit,
  endReportDuty,
  getGroup,
  saveGroup,
  savePost,
  saveUnit,
  setReportDuty,
} from '@qianmo/organisation/contract';
import { clock as clocks } from '@qianmo/platform/contract';
import { uuidV7 } from '@qianmo/values/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Person, Request } from './caller.ts';
import { chanceOf } from './chance.ts';
import { openWriters } from './people.ts';
import { reckon } from './reckoning.ts';
import { sealAndVerify } from './sealing.ts';
import { type StormOutcome, storm } from './storm.ts';
import { openWorld, type World } from './world.ts';

// The short form of `npm run faults`: one installation, real processes, killed for real. One after another.

const seed = Number(process.env.QIANMO_FAULTS_SEED ?? Math.floor(Math.random() * 2 ** 31));
const chance = chanceOf(seed);
let world: World;
let lead: Person;
let neighbour: Person;

beforeAll(async () => {
  console.log(`faults: seed ${seed} (QIANMO_FAULTS_SEED=${seed} repeats the order of the blows)`);
  world = await openWorld();
  lead = await world.signIn('621221', 'commerce');
  neighbour = await world.signIn('533124', 'commerce');
});
afterAll(() => world?.close());

const newId = () => uuidV7(Date.now());
const act = (person: Person, request: Request) => world.send(person, { id: newId(), ...request });
const unitOf = (name: string) => ({ name, kind: 'department' });

async function made(request: Request): Promise<{ id: string; version: number }> {
  const answer = await act(lead, request);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as { id: string; version: number };
}

async function rows(text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  return world.sql(async (owner) => (await owner.query(text, values)).rows);
}

describe('the same act twice', () => {
  test('one id sent twenty times at once makes one row, and every sender gets the same answer', async () => {
    const request = { operation: saveUnit, input: unitOf('双击局'), id: newId() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.send(lead, request)));
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body])))).toEqual(
      new Set([JSON.stringify([200, { id: request.id, version: 1 }])]),
    );
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await rows(`select id from organisation.unit where name = '双击局'`)).toEqual([{ id: request.id }]);
    expect(await rows('select home from audit.operation where id = $1', request.id)).toEqual([{ home: '621221' }]);
    expect(await rows('select kind from audit.change where operation = $1', request.id)).toEqual([{ kind: 'insert' }]);
  });

  test('of two windows on one record the first to save wins; the others are told and overwrite nothing', async () => {
    const { id, version } = await made({ operation: saveUnit, input: unitOf('两窗局') });
    const save = (name: string) => act(lead, { operation: saveUnit, input: { id, version, ...unitOf(name) } });
    const names = ['甲窗局', '乙窗局', '丙窗局', '丁窗局'];
    const answers = await Promise.all(names.map(save));
    const saved = names.filter((_name, place) => answers[place]?.status === 200);
    expect(saved).toHaveLength(1);
    const others = answers.filter((answer) => answer.status !== 200);
    expect(others.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([409, 'stale']));
    expect(others[0]?.body).toMatchObject({ params: { version: version + 1 } });
    expect(await save('迟到局')).toMatchObject({ status: 409, code: 'stale' });
    expect(await rows('select name, version from organisation.unit where id = $1', id)).toEqual([
      { name: saved[0], version: version + 1 },
    ]);
  });
});

test('ids of another county are unknown here, whatever is done with them, and nothing changes', async () => {
  const unit = await made({ operation: saveUnit, input: unitOf('邻县局') });
  const duty = await made({
    operation: setReportDuty,
    input: { unit: unit.id, what: '邻县月报', frequency: 'monthly' },
  });
  const group = await made({ operation: saveGroup, input: { name: '邻县领导小组' } });
  const until = '2099-01-01';
  const inRow = async () =>
    rows(
      `select version, valid::text from organisation.unit where id = $1
       union all select version, valid::text from organisation.report_duty where id = $2
       union all select version, valid::text from organisation.leading_group where id = $3`,
      unit.id,
      duty.id,
      group.id,
    );
  const before = await inRow();
  expect(before).toHaveLength(3);
  const administrator = await world.signIn('533124', 'administrator');
  const tries: [Person, string, Request][] = [
    [neighbour, 'unit-unknown', { operation: saveUnit, input: { ...unit, ...unitOf('夺来局') } }],
    [neighbour, 'unit-unknown', { operation: closeUnit, input: { ...unit, until } }],
    [
      neighbour,
      'unit-unknown',
      { operation: setReportDuty, input: { unit: unit.id, what: '月报', frequency: 'daily' } },
    ],
    [neighbour, 'duty-unknown', { operation: endReportDuty, input: { ...duty, until } }],
    [neighbour, 'group-unknown', { operation: saveGroup, input: { ...group, name: '夺来小组' } }],
    [neighbour, 'group-unknown', { operation: getGroup, input: { id: group.id } }],
    [administrator, 'unit-unknown', { operation: savePost, input: { unit: unit.id, title: '局长', role: 'leader' } }],
  ];
  for (const [person, code, request] of tries) {
    const { name } = request.operation;
    expect([name, await act(person, request)]).toMatchObject([name, { status: 404, code }]);
    const there = await act(person, { ...request, home: '621221' });
    expect([name, there]).toMatchObject([name, { status: 404, code: 'not-found' }]);
  }
  expect(await inRow()).toEqual(before);
});

test('an id from the far future or past, and a clock that is moved, change neither order nor memory of acts', async () => {
  const future = { operation: saveUnit, input: unitOf('未来局'), id: uuidV7(Date.parse('9999-12-31T00:00:00Z')) };
  const past = { operation: saveUnit, input: unitOf('往昔局'), id: uuidV7(0) };
  const began = new Date(Date.now() - 1_000);
  for (const request of [future, past]) expect(await world.send(lead, request)).toMatchObject({ status: 200 });
  const administrator = await world.signIn('621221', 'administrator');
  const move = (to: string) => act(administrator, { operation: clocks.moveClock, input: { to, reason: '试验时钟' } });
  for (const to of ['2041-05-01T08:00:00+08:00', '2019-12-31T08:00:00+08:00']) {
    expect(await move(to)).toMatchObject({ status: 200 });
    for (const request of [future, past]) {
      expect(await world.send(lead, request)).toMatchObject({ status: 200, replayed: true, body: { id: request.id } });
    }
  }
  const moved = { operation: saveUnit, input: unitOf('挪钟局'), id: newId() };
  expect(await world.send(lead, moved)).toMatchObject({ status: 200, replayed: false });
  expect(await move(new Date().toISOString())).toMatchObject({ status: 200 });
  const found = await rows(
    `select o.id, machine_at between $2 and $3 as real, extract(year from arrived_at)::int as year
     from audit.operation o where id = any($1) order by seq`,
    [future.id, past.id, moved.id],
    began,
    new Date(Date.now() + 1_000),
  );
  const year = new Date().getFullYear();
  expect(found).toEqual([
    { id: future.id, real: true, year },
    { id: past.id, real: true, year },
    { id: moved.id, real: true, year: 2019 },
  ]);
});

test('a database that goes away while serving: 503 with a time to come back, no hanging, no restart, still signed in', async () => {
  const server = world.serverPid();
  const database = await world.databasePid();
  const people = await openWriters(world);
  const answers: Answer[] = [];
  const over = new AbortController();
  const asking = people.map(async (person, place) => {
    while (!over.signal.aborted) {
      const write = { operation: saveUnit, input: unitOf(`断库局${newId()}`) };
      answers.push(await act(person, place % 2 === 0 ? write : { operation: clocks.getClock, input: {} }));
      await sleep(20);
    }
  });
  try {
    await sleep(300);
    await world.killDatabase();
    const felt = () => world.deaths.length > 0 || answers.some(({ status }) => status >= 500);
    await expect.poll(felt, { timeout: 30_000 }).toBe(true);
    await world.answers(lead);
  } finally {
    over.abort();
    await Promise.all(asking);
  }
  const unlike = answers.filter(({ status }) => ![200, 429].includes(status));
  expect([...world.faults]).toEqual([]);
  for (const answer of unlike) expect(answer).toMatchObject({ status: 503, code: 'database-away', retryAfter: '3' });
  expect(Math.max(...answers.map((answer) => answer.milliseconds))).toBeLessThan(10_000);
  for (const person of people) {
    expect(await act(person, { operation: saveUnit, input: unitOf(`复原局${newId()}`) })).toMatchObject({
      status: 200,
    });
  }
  expect(world.serverPid()).toBe(server);
  expect(await world.databasePid()).not.toBe(database);
  expect(world.deaths).toEqual([]);
});

describe('eight writers while the server, the database and connections are killed', () => {
  let outcome: StormOutcome;
  beforeAll(async () => {
    const writers = await openWriters(world);
    outcome = await storm(world, { writers, rounds: 1, chance, say: (line) => console.log(`faults: ${line}`) });
  });

  test('every acknowledged act is there once, none twice, none half', async () => {
    const counted = await reckon(world, outcome.ledger);
    const { acknowledged, stored, units, duties, ...problems } = counted;
    const { resent, replayed } = outcome.ledger;
    console.log(`faults: ${JSON.stringify({ acknowledged, stored, units, duties, resent, replayed })}`);
    expect(problems).toEqual({ lost: [], twice: [], half: [] });
    expect(stored).toBe(acknowledged);
    expect(acknowledged).toBeGreaterThan(50);
    expect(resent).toBeGreaterThan(0);
  });

  test('nobody was answered with a fault, lost the session, or got another answer for the same act', () => {
    expect([...world.faults]).toEqual([]);
    expect(outcome.ledger.wrong).toEqual([]);
    expect(outcome.ledger.slowestMs).toBeLessThan(20_000);
  });

  test('the server itself ended only when it was killed', () => {
    expect(world.deaths).toEqual([]);
  });

  test('the log that was sealed meanwhile verifies against its witness and every row', async () => {
    expect(outcome.sealing.wrong).toEqual([]);
    expect(outcome.sealing.batches).toBeGreaterThan(1);
    const verified = await sealAndVerify(world);
    expect(verified).toMatchObject({ problems: [], unsealed: 0 });
    expect(verified.batches).toBeGreaterThan(outcome.sealing.batches);
  });
});
