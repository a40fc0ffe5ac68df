import { sql } from 'kysely';
import type { Database } from '../database/pool.ts';
import { Rejection } from '../serve/errors.ts';

/** What is held: a record of one home. */
export type HeldSubject = { readonly home: string; readonly kind: string; readonly id: string };

export type Hold = {
  readonly id: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: string;
  readonly liftedAt: string | null;
  readonly liftedBy: string | null;
};

/**
 * Holds a record in the placing act's own transaction. Waits for acts that passed `requireNoHold` and have not ended, so
 * that afterwards nobody can proceed who did not see it. `id` makes placing again harmless.
 */
export async function placeHold(
  db: Database,
  subject: HeldSubject,
  hold: { id: string; reason: string; by: string; at: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockKey(subject)})`.execute(db);
  await db
    .insertInto('platform.hold')
    .values({
      home: subject.home,
      id: hold.id,
      subject_kind: subject.kind,
      subject: subject.id,
      reason: hold.reason,
      placed_by: hold.by,
      placed_at: hold.at,
    })
    .onConflict((conflict) => conflict.columns(['home', 'id']).doNothing())
    .execute();
}

/** Lifts one hold; the others on the same record stay. Answers whether it stood. */
export async function liftHold(
  db: Database,
  home: string,
  id: string,
  lift: { by: string; at: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('platform.hold')
    .set({ lifted_at: lift.at, lifted_by: lift.by })
    .where('home', '=', home)
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** All holds a record ever had, the newest first. */
export async function listHolds(db: Database, subject: HeldSubject): Promise<Hold[]> {
  const rows = await holdsOn(db, subject).orderBy('placed_at', 'desc').orderBy('id', 'desc').execute();
  return rows.map((row) => ({
    id: row.id,
    reason: row.reason,
    placedBy: row.placed_by,
    placedAt: row.placed_at,
    liftedAt: row.lifted_at,
    liftedBy: row.lifted_by,
  }));
}

/**
 * Throws the rejection `on-hold` (409, with one finding per hold) if the record is held. Otherwise no hold can be placed
 * until the caller's transaction ends. Ask for several records in one call: they are locked in one order.
 */
export async function requireNoHold(db: Database, ...subjects: readonly HeldSubject[]): Promise<void> {
  const ordered = subjects.map((subject) => ({ subject, key: lockKey(subject) }));
  ordered.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { subject, key } of ordered) {
    // Two statements: the second sees what was committed while the first waited.
    await sql`select pg_advisory_xact_lock_shared(${key})`.execute(db);
    const held = await holdsOn(db, subject).where('lifted_at', 'is', null).execute();
    if (held.length === 0) continue;
    throw new Rejection('on-hold', {
      status: 409,
      params: { subjectKind: subject.kind, subject: subject.id, reason: held[0]?.reason ?? '' },
      findings: held.map((hold) => ({
        rule: 'hold',
        verdict: 'block' as const,
        clause: null,
        parameter: null,
        inputs: { reason: hold.reason, placedAt: hold.placed_at },
      })),
    });
  }
}

function holdsOn(db: Database, subject: HeldSubject) {
  return db
    .selectFrom('platform.hold')
    .selectAll()
    .where('home', '=', subject.home)
    .where('subject_kind', '=', subject.kind)
    .where('subject', '=', subject.id);
}

/** 64 bits by FNV-1a: two records that share a key by chance only wait for each other. */
function lockKey(subject: HeldSubject): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(`hold|${subject.home}|${subject.kind}|${subject.id}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return BigInt.asIntN(64, hash);
}
