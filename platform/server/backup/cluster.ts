import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { type Choice, type Copied, type CopiedFile, copyFile, copyTree, sha256 } from './copy.ts';

export type ClusterCopy = Copied & {
  readonly major: number;
  readonly startLsn: string;
  readonly stopLsn: string;
  readonly migrations: string[];
};

/** What a running server rebuilds for itself, or what belongs to this run of it only. */
const EMPTY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map']);

function choose(inner: string): Choice {
  if (EMPTY.has(inner)) return 'empty';
  const name = inner.split('/').at(-1) ?? '';
  return LEFT.has(inner) || name.startsWith('pgsql_tmp') || name.startsWith('pg_internal.init') ? 'leave' : 'take';
}

/**
 * Copies a running server's data into `root/database`, so that it starts to the moment this ends: a base backup by
 * PostgreSQL's own low-level interface (its manual, 25.3.3), with the log written meanwhile. A temporary slot keeps that
 * log from being recycled; it ends with the session, so that a killed backup never fills the disk.
 */
export async function copyCluster(owner: Client, data: string, root: string): Promise<ClusterCopy> {
  const { rows } = await owner.query<{ name: string }>('select name from migration.applied order by name');
  await owner.query(`select pg_create_physical_replication_slot('qianmo_backup_' || pg_backend_pid(), true, true)`);
  const started = await owner.query<{ lsn: string }>(`select pg_backup_start('qianmo', fast => true)::text as lsn`);
  const tree = await copyTree(data, root, 'database', choose);
  const stopped = await owner.query<{ lsn: string; label: string; spaces: string; last: string }>(
    `select lsn::text, labelfile as label, spcmapfile as spaces, pg_walfile_name(lsn) as last
     from pg_backup_stop(wait_for_archive => false)`,
  );
  const end = stopped.rows[0];
  const startLsn = started.rows[0]?.lsn;
  if (!end || !startLsn) throw new Error('backup-failed: the server did not end the backup');
  if (end.spaces.trim() !== '') throw new Error('backup-unsupported: the database has tablespaces');
  const first = /START WAL LOCATION: .*\(file ([0-9A-F]{24})\)/.exec(end.label)?.[1];
  if (!first) throw new Error('backup-failed: the label names no log file');
  const log = await copyLog(data, root, first, end.last);
  const label = await writeLabel(root, end.label);
  return {
    folders: [...tree.folders, 'database/pg_wal/archive_status'],
    files: [...tree.files, ...log, label],
    major: Number((await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim()),
    startLsn,
    stopLsn: end.lsn,
    migrations: rows.map((row) => row.name),
  };
}

async function writeLabel(root: string, label: string): Promise<CopiedFile> {
  const bytes = Buffer.from(label, 'utf8');
  await writeFile(path.join(root, 'database/backup_label'), bytes, { flag: 'wx', mode: 0o600, flush: true });
  return { path: 'database/backup_label', bytes: bytes.length, sha256: sha256(bytes) };
}

/** Copies every log file from the first to the last that the backup needs, and refuses if one is not there. */
async function copyLog(data: string, root: string, first: string, last: string): Promise<CopiedFile[]> {
  await mkdir(path.join(root, 'database/pg_wal/archive_status'), { recursive: true, mode: 0o700 });
  const present = await readdir(path.join(data, 'pg_wal'));
  const needed = present.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last);
  const histories = present.filter((name) => /^[0-9A-F]{8}\.history$/.test(name));
  const files: CopiedFile[] = [];
  for (const name of [...needed.sort(), ...histories]) {
    const inner = `database/pg_wal/${name}`;
    const done = await copyFile(path.join(data, 'pg_wal', name), path.join(root, inner), inner);
    if (done) files.push(done);
  }
  const copied = new Set(files.map((file) => file.path.slice('database/pg_wal/'.length)));
  const missing = [...segmentsBetween(first, last)].find((name) => !copied.has(name));
  if (missing) throw new Error(`backup-failed: log file ${missing} is gone`);
  return files;
}

const SEGMENTS_PER_FILE_NUMBER = 256n; // of 16 MB, as our clusters are made

/** Names of the log files from `first` to `last`, both included, on one timeline. */
export function* segmentsBetween(first: string, last: string): Generator<string> {
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, '0');
  const ordinal = (name: string) =>
    BigInt(`0x${name.slice(8, 16)}`) * SEGMENTS_PER_FILE_NUMBER + BigInt(`0x${name.slice(16)}`);
  for (let at = ordinal(first); at <= ordinal(last); at++) {
    yield first.slice(0, 8) + hex(at / SEGMENTS_PER_FILE_NUMBER) + hex(at % SEGMENTS_PER_FILE_NUMBER);
  }
}
