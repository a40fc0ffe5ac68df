import type { Pool, PoolClient } from 'pg';
import type { Actor, PostingScope } from '../../contract/actor.ts';
import type { Operation } from '../../contract/operation.ts';
import type { Clock } from '../clock/clock.ts';
import { dayOf } from '../clock/clock.ts';
import { type HomeTree, NATION } from '../database/homes.ts';
import { admitBy, databaseOf } from '../database/pool.ts';
import { gather } from '../database/together.ts';
import type { Bound, Context, HttpSide } from './context.ts';
import { problemOf, Refusal, Rejection, stale, translateError } from './errors.ts';
import { decideScope, type Grants, reaches, type Scope } from './scope.ts';
import {
  type ActRow,
  type Entry,
  endRead,
  enter,
  hashInput,
  recordAndCommit,
  StaleActor,
  type StoredAct,
  withClient,
} from './transaction.ts';
import { fieldsOf, parseInput } from './validate.ts';

export type Act = {
  readonly home: string;
  readonly input: unknown;
  /** Client's UUIDv7; required for recorded writes. */
  readonly id: string | null;
  readonly happenedAt: string | null;
  readonly device: string | null;
  readonly http: HttpSide | null;
};

/** How the pipe learns who is behind a session, and again when their rights have changed. */
export type ActorSource = (session: string | null, fresh: boolean) => Promise<{ actor: Actor; epoch: bigint } | null>;

export type PipeParts = {
  readonly pool: Pool;
  readonly authPool: Pool;
  readonly clock: Clock;
  readonly grants: Grants;
  readonly homes: () => HomeTree;
  /** Keys the hash of each act's input in the log. */
  readonly hashKey: Buffer;
};

export type Answer = { status: number; body: unknown; replayed: boolean };

/** Runs one act through every duty of the house. Throws `Refusal` for what is not stored, answers with the rest. */
export type Pipe = (bound: Bound, act: Act, session: string | null, actors: ActorSource) => Promise<Answer>;

export function createPipe(parts: PipeParts): Pipe {
  return async (bound, act, session, actors) => {
    const first = await attempt(parts, bound, act, await actors(session, false), session === null);
    return first ?? (await attempt(parts, bound, act, await actors(session, true), true)) ?? fail();
  };
}

function fail(): never {
  throw new Refusal(401, 'not-signed-in');
}

/** One try; `null` says that the actor's cached rights were, or may have been, out of date. */
async function attempt(
  parts: PipeParts,
  bound: Bound,
  act: Act,
  who: { actor: Actor; epoch: bigint } | null,
  fresh: boolean,
): Promise<Answer | null> {
  const { operation } = bound;
  const home = operation.home === 'global' ? NATION : act.home;
  const permitted = permit(parts, operation, who?.actor ?? null, home, fresh);
  if (!permitted) return null;
  const input = parseInput(operation, act.input);
  const recorded = operation.kind === 'write' && !operation.unrecorded;
  if (recorded && !act.id) throw new Refusal(400, 'operation-id-missing');
  const running: Running = { parts, bound, act, home, ...permitted, actor: who?.actor ?? anonymous, input, recorded };
  const pool = operation.unrecorded ? parts.authPool : parts.pool;
  try {
    return await withClient(pool, (client) => run(running, client, who?.epoch ?? null));
  } catch (error) {
    if (error instanceof StaleActor) return null;
    throw asRefusal(translateError(error));
  }
}

/** A refusal on rights that were cached is looked at again: they may have been given a moment ago. */
function permit(parts: PipeParts, operation: Operation, actor: Actor | null, home: string, fresh: boolean) {
  try {
    const decided = decideScope(actor, operation, home, parts.grants, parts.homes());
    requireSecondFactor(operation, actor, parts.clock);
    return decided;
  } catch (error) {
    if (!fresh) return null;
    throw error;
  }
}

type Running = {
  parts: PipeParts;
  bound: Bound;
  act: Act;
  home: string;
  scope: Scope;
  posting: PostingScope | null;
  actor: Actor;
  input: unknown;
  recorded: boolean;
};

async function run(running: Running, client: PoolClient, epoch: bigint | null): Promise<Answer> {
  const { parts, bound, act, home, scope, actor, input, recorded } = running;
  const { operation } = bound;
  const arrivedAt = parts.clock.instant();
  const inputHash = recorded ? hashInput(parts.hashKey, input) : Buffer.alloc(0);
  const entry: Entry = {
    session: actor.session,
    epoch,
    actor: actor.user,
    scope,
    home,
    act: recorded ? act.id : null,
    now: arrivedAt,
  };
  const later: (() => void | Promise<void>)[] = [];
  const context = contextOf(running, client, arrivedAt, later);
  const begun = await begin(running, client, entry, context);
  if ('stored' in begun) {
    await client.query('rollback');
    return replay(begun.stored, operation, actor, inputHash);
  }
  const { outcome } = begun;
  if (outcome.rejection) {
    const earlier = await beginAgain(client, entry);
    if (earlier) return replay(earlier, operation, actor, inputHash);
  }
  if (operation.kind === 'read') endRead(client);
  else await recordAndCommit(client, recorded ? actRow(running, outcome, inputHash, context.now, arrivedAt) : null);
  if (outcome.rejection) return answerRejected(outcome.rejection, false);
  for (const task of later) await task();
  return { status: 200, body: outcome.result, replayed: false };
}

/**
 * Enters and decides. A read's first statement travels with the entering; nothing it finds is given out before the
 * session has proved live, and it can change nothing. A write waits: what a handler does beside the database must
 * not be done for an act that is stored already.
 */
async function begin(
  running: Running,
  client: PoolClient,
  entry: Entry,
  context: Context,
): Promise<{ outcome: Outcome } | { stored: StoredAct }> {
  if (running.bound.operation.kind === 'write') {
    const stored = await enter(client, entry, true);
    return stored ? { stored } : { outcome: await decide(running, context) };
  }
  return { outcome: await admitBy(client, enter(client, entry, false), () => decide(running, context)) };
}

/**
 * Undoes what a rejected act wrote and takes its id again, to store the rejection alone. Another sender of the same
 * id may have come between: then what it stored is the answer.
 */
async function beginAgain(client: PoolClient, entry: Entry): Promise<StoredAct | null> {
  gather(client);
  const undone = client.query('rollback');
  const [, entered] = await Promise.allSettled([undone, enter(client, entry, true)]);
  if (entered.status === 'rejected') throw entered.reason;
  if (entered.value) await client.query('rollback');
  return entered.value;
}

type Outcome = { result: unknown; rejection: StoredRejection | null };

function actRow(running: Running, outcome: Outcome, inputHash: Buffer, happenedAt: string, arrivedAt: string): ActRow {
  const { operation } = running.bound;
  return {
    home: running.home,
    posting: running.posting?.posting ?? null,
    operation: operation.name,
    version: operation.version,
    inputHash,
    outcome: outcome.rejection ? 'rejected' : 'done',
    result: outcome.rejection ?? outcome.result,
    happenedAt,
    arrivedAt,
    device: running.act.device,
  };
}

type StoredRejection = { code: string; status: number; findings: unknown[]; params: Record<string, string | number> };

async function decide(running: Running, context: Context): Promise<Outcome> {
  const { bound, input } = running;
  try {
    const raw = await bound.handle(context, input as never);
    const result = bound.operation.result.safeParse(raw);
    if (!result.success)
      throw new Error(
        `${bound.operation.name} broke its own contract: ${JSON.stringify(fieldsOf(result.error.issues))}`,
      );
    return { result: result.data, rejection: null };
  } catch (thrown) {
    const error = translateError(thrown);
    if (!(error instanceof Rejection) || bound.operation.kind === 'read' || !running.recorded) throw asRefusal(error);
    if (!bound.operation.rejections.includes(error.code))
      throw new Error(`${bound.operation.name} rejects with an undeclared code: ${error.code}`);
    const { code, status, params } = error;
    return { result: null, rejection: { code, status, params, findings: [...error.findings] } };
  }
}

/** Reads and unrecorded acts have no row to store a rejection in; it is answered all the same. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Rejection)) return error;
  return new Refusal(error.status, error.code, { findings: [...error.findings], params: error.params });
}

function contextOf(
  running: Running,
  client: PoolClient,
  arrivedAt: string,
  later: (() => void | Promise<void>)[],
): Context {
  const { parts, act, home, actor, scope } = running;
  const now = act.happenedAt ?? arrivedAt;
  return {
    db: databaseOf(client),
    actor,
    home,
    operation: act.id ?? '',
    now,
    today: dayOf(now),
    clock: parts.clock,
    readable: scope.read,
    http: act.http,
    can: (permission) =>
      actor.postings.some(
        (posting) =>
          parts.grants.get(permission)?.has(posting.role) &&
          (running.bound.operation.home === 'global' || reaches(posting, home, parts.homes())),
      ),
    reject: (code, detail) => {
      throw new Rejection(code, detail);
    },
    stale: (params = {}) => {
      throw stale(params);
    },
    afterCommit: (task) => {
      later.push(task);
    },
  };
}

function replay(stored: StoredAct, operation: Operation, actor: Actor, inputHash: Buffer): Answer {
  const same =
    stored.actor === actor.user &&
    stored.operation === operation.name &&
    stored.input_hash === inputHash.toString('hex');
  if (!same) throw new Refusal(409, 'operation-id-reused');
  if (stored.outcome === 'rejected') return answerRejected(stored.result as StoredRejection, true);
  return { status: 200, body: stored.result, replayed: true };
}

function answerRejected(rejection: StoredRejection, replayed: boolean): Answer {
  const { code, status, params, findings } = rejection;
  return { status, body: problemOf(status, code, { params, findings: findings as never }), replayed };
}

const SECOND_FACTOR_MS = 15 * 60_000; // an hour's desk break must not leave a payment open to a passer-by

function requireSecondFactor(operation: Operation, actor: Actor | null, clock: Clock): void {
  if (!operation.secondFactor || !actor?.session) return;
  const at = actor.secondFactorAt ? Date.parse(actor.secondFactorAt) : 0;
  if (clock.milliseconds() - at > SECOND_FACTOR_MS) throw new Refusal(403, 'second-factor-needed');
}

const anonymous: Actor = {
  user: 'anonymous',
  person: '',
  name: '',
  postings: [],
  tokenPermissions: null,
  session: null,
  secondFactorAt: null,
};

/** Acts of the server itself (jobs, set-up): no session, one home, its own name in the log. */
export function systemActor(name: string, posting: PostingScope): Actor {
  return { ...anonymous, user: `system:${name}`, name, postings: [posting] };
}
