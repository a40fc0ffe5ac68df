import type { KeyObject } from 'node:crypto';
import type { ClientBase } from 'pg';
import { verifyRows } from './compare.ts';
import { misplaced } from './misplaced.ts';
import { recorder, type VerifyReport } from './report.ts';
import { verifyBatches } from './verify-batches.ts';
import { verifyTail } from './verify-tail.ts';
import { readWitness, type WitnessReading } from './witness.ts';

export type VerifyOptions = {
  /** The witness file as an auditor holds it; empty when there is none. */
  readonly witnessText: string;
  /** Ed25519 public key of the installation. */
  readonly publicKey: KeyObject;
  /** Problems told in full, the rest are counted. Default 1 000. */
  readonly mostProblems?: number;
};

/**
 * Checks the whole log, its seals, the witness and every audited business row, as one snapshot, changing nothing.
 * The client may read everything (qianmo_seal, the owner or a superuser) and stands in no transaction.
 * Needs nothing of the database but its tables: no function of ours is called, for it could have been altered too.
 * Throws `verify-rights` when row-level security would hide rows from this client.
 */
export async function verify(client: ClientBase, options: VerifyOptions): Promise<VerifyReport> {
  const found = recorder(options.mostProblems ?? 1_000);
  const witness = readWitness(options.witnessText);
  await client.query('begin isolation level repeatable read read only');
  try {
    // Row images are captured in this zone; the path keeps anything planted in other schemas out of our SQL.
    await client.query(`set local search_path = pg_catalog`);
    await client.query(`set local timezone = 'Asia/Shanghai'`);
    await client.query(`set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'`);
    await client.query(
      `set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0`,
    );
    await requireRights(client);
    noteWitness(found, witness);
    const wrong = misplaced();
    const edge = await verifyBatches(client, { found, witness, publicKey: options.publicKey, wrong });
    await verifyTail(client, { found, edge, wrong });
    await wrong.report(client, found);
    await verifyRows(client, found);
  } finally {
    await client.query('rollback');
  }
  return found.report;
}

async function requireRights(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ hidden: boolean }>(
    `select row_security_active('audit.change') and not pg_has_role('qianmo_seal', 'usage') as hidden`,
  );
  if (rows[0]?.hidden !== false) throw new Error('verify-rights: this user does not see the whole log');
}

function noteWitness(found: ReturnType<typeof recorder>, witness: WitnessReading): void {
  const { last } = witness;
  found.report.lastWitnessed = last ? { number: last.number, sealedAt: last.sealedAt } : null;
  for (const line of witness.unreadable) {
    found.add('witness-differs', { detail: `line ${line} of the witness cannot be read` });
  }
  for (const { line, number } of witness.contradicting) {
    found.add('witness-differs', { batch: number, detail: `line ${line} of the witness gainsays an earlier line` });
  }
}
