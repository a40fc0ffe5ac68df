import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

const LOCK_KEY = 727_421_001n; // any constant: one migrator at a time on one database

/** Reads the migration folder in name order. Line endings are normalised so a checkout on Windows has the same sum. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database up to the given migrations, each in its own transaction, under an advisory lock.
 * Throws `migration-changed` when one that ran before reads differently now, `migration-missing` when one is gone.
 */
export async function migrate(owner: Client, migrations: readonly Migration[]): Promise<string[]> {
  await owner.query('select pg_advisory_lock($1)', [LOCK_KEY.toString()]);
  try {
    await owner.query(`create schema if not exists migration`);
    await owner.query(`create table if not exists migration.applied (
      name text primary key, checksum text not null, applied_at timestamptz not null)`);
    const applied = await owner.query<{ name: string; checksum: string }>(
      'select name, checksum from migration.applied',
    );
    const pending = pendingMigrations(migrations, applied.rows);
    for (const step of pending) await apply(owner, step);
    return pending.map((step) => step.name);
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [LOCK_KEY.toString()]);
  }
}

/** Which migrations are still to run. Pure, so that its refusals are tested without a database. */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly { name: string; checksum: string }[],
): Migration[] {
  const known = new Map(migrations.map((step) => [step.name, step]));
  for (const row of applied) {
    const step = known.get(row.name);
    if (!step) throw new Error(`migration-missing: ${row.name} has run on this database but is not in this version`);
    if (step.checksum !== row.checksum) throw new Error(`migration-changed: ${row.name} was edited after it had run`);
  }
  const done = new Set(applied.map((row) => row.name));
  return migrations.filter((step) => !done.has(step.name));
}

async function apply(owner: Client, step: Migration): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(step.sql);
    await owner.query('insert into migration.applied values ($1, $2, clock_timestamp())', [step.name, step.checksum]);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw new Error(`migration ${step.name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
