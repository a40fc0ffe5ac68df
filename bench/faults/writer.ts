import { setTimeout as sleep } from 'node:timers/promises';
import { saveUnit, setReportDuty } from '@qianmo/organisation/contract';
import { uuidV7 } from '@qianmo/values/id';
import type { Answer, Person, Request } from './caller.ts';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

/** What a writer does in turn; `refuse` is an act that must be rejected, and its rejection stored. */
export type Kind = 'create' | 'rename' | 'duty' | 'refuse';

/** An act the server has acknowledged: from here on it must be there, once, as it was answered. */
export type Acknowledged = {
  readonly id: string;
  readonly kind: Kind;
  readonly person: Person;
  readonly request: Request;
  readonly answer: Answer;
};

export type Ledger = {
  readonly acknowledged: Acknowledged[];
  /** What each unit is by the last answer. */
  readonly units: Map<string, { home: string; name: string; version: number }>;
  /** Sent again under the same id after no answer, 503 or 429. */
  resent: number;
  /** Of those and of deliberate repeats: answered from the stored act. */
  replayed: number;
  slowestMs: number;
  /** Answers that should not be: faults, lost sessions, another result for the same id. */
  readonly wrong: string[];
};

export function newLedger(): Ledger {
  return { acknowledged: [], units: new Map(), resent: 0, replayed: 0, slowestMs: 0, wrong: [] };
}

type Writing = { world: World; person: Person; ledger: Ledger; chance: Chance; label: string; over: AbortSignal };

const GIVE_UP_MS = 120_000;
const KINDS: readonly [Kind, ...Kind[]] = ['create', 'rename', 'duty', 'refuse'];

/** Acts as fast as it is answered until `over`, and sees its last act through. */
export async function write(writing: Writing): Promise<void> {
  let unit = { id: '', name: '', version: 0 };
  for (let turn = 0; !writing.over.aborted; turn += 1) {
    const kind = KINDS[turn % KINDS.length] ?? 'create';
    const request = requestOf(kind, unit, `${writing.label}-${turn}`);
    const id = uuidV7(Date.now());
    const answer = await seeThrough(writing, { ...request, id });
    writing.ledger.acknowledged.push({ id, kind, person: writing.person, request, answer });
    const wanted = kind === 'refuse' ? 'unit-name-taken' : null;
    if (answer.code !== wanted) writing.ledger.wrong.push(`${kind} ${id}: ${answer.status} ${answer.code}`);
    else if (kind === 'create' || kind === 'rename') {
      unit = { ...(answer.body as { id: string; version: number }), name: String(request.input.name) };
      writing.ledger.units.set(unit.id, { home: writing.person.home, name: unit.name, version: unit.version });
    }
    if (writing.chance.next() < 0.1) await repeat(writing);
  }
}

function requestOf(kind: Kind, unit: { id: string; name: string; version: number }, word: string): Request {
  if (kind === 'create') return { operation: saveUnit, input: { name: word, kind: 'department' } };
  if (kind === 'refuse') return { operation: saveUnit, input: { name: unit.name, kind: 'department' } };
  if (kind === 'duty') return { operation: setReportDuty, input: { unit: unit.id, what: word, frequency: 'monthly' } };
  const { id, version } = unit;
  return { operation: saveUnit, input: { id, version, name: word, kind: 'department' } };
}

/** Sends under one id until the server answers for good. Throws `unanswered` after two minutes. */
async function seeThrough({ world, person, ledger, chance }: Writing, request: Request): Promise<Answer> {
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    const answer = await world.send(person, request);
    ledger.slowestMs = Math.max(ledger.slowestMs, answer.milliseconds);
    if (answer.replayed) ledger.replayed += 1;
    if (answer.status === 500) ledger.wrong.push(`fault: ${request.operation.name} ${JSON.stringify(answer.body)}`);
    if (![0, 429, 500, 503].includes(answer.status)) return answer;
    if (performance.now() > until) throw new Error(`unanswered: ${request.id} still ${answer.status}`);
    ledger.resent += 1;
    await sleep(chance.between(20, 200));
  }
}

/** Sends an acknowledged act of this person again: the answer must be the stored one. */
async function repeat(writing: Writing): Promise<void> {
  const { ledger, person, chance } = writing;
  const own = ledger.acknowledged.filter((act) => act.person === person);
  const act = own[chance.between(0, own.length - 1)];
  if (!act) return;
  const again = await seeThrough(writing, { ...act.request, id: act.id });
  const same = again.replayed && JSON.stringify(again.body) === JSON.stringify(act.answer.body);
  if (!same) ledger.wrong.push(`repeat of ${act.kind} ${act.id}: ${again.status} ${JSON.stringify(again.body)}`);
}
