import type { Database } from '@qianmo/platform/server';
import { parseShare, type Share, shareText } from '@qianmo/values/share';
import { sql } from 'kysely';
import type { Evidence } from '../../contract.ts';
import type { ProgrammeKey } from './programme.ts';

export type CountyGroup = 'national' | 'coordinated';

/** An entered figure as it stands: exact, with what it is about and what lies behind it. */
export type ValueEntry = {
  readonly id: string;
  readonly home: string;
  readonly target: string;
  readonly county: string | null;
  readonly group: CountyGroup | null;
  readonly value: Share;
  readonly counts: { readonly numerator: Share; readonly denominator: Share } | null;
  readonly unit: string;
  readonly period: string | null;
  readonly observedOn: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly evidence: Evidence[];
  readonly note: string | null;
  readonly correctionOf: string | null;
  readonly correctedBy: string | null;
  readonly rulesVersion: number;
};

/** Entries of a programme (of one target where named) that this transaction may see, corrected ones included, oldest first. */
export async function listValueEntries(db: Database, key: ProgrammeKey, target?: string): Promise<ValueEntry[]> {
  let query = db
    .selectFrom('programme.target_value as v')
    .leftJoin('programme.target_value as c', (join) =>
      join.onRef('c.home', '=', 'v.home').onRef('c.correction_of', '=', 'v.id'),
    )
    .selectAll('v')
    .select('c.id as corrected_by')
    .where('v.programme_home', '=', key.home)
    .where('v.programme', '=', key.id);
  if (target !== undefined) query = query.where('v.target', '=', target);
  const rows = await query.orderBy('v.observed_on').orderBy('v.recorded_at').orderBy('v.id').execute();
  return rows.map((row) => ({
    id: row.id,
    home: row.home,
    target: row.target,
    county: row.county,
    group: row.county_group as CountyGroup | null,
    value: parseShare(row.value),
    counts:
      row.numerator === null || row.denominator === null
        ? null
        : { numerator: parseShare(row.numerator), denominator: parseShare(row.denominator) },
    unit: row.unit,
    period: row.period,
    observedOn: row.observed_on,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    evidence: row.evidence as Evidence[],
    note: row.note ?? row.reason,
    correctionOf: row.correction_of,
    correctedBy: row.corrected_by,
    rulesVersion: row.rules_version,
  }));
}

export type NewValue = {
  home: string;
  id: string;
  key: ProgrammeKey;
  target: string;
  county: string | null;
  group: CountyGroup | null;
  value: Share;
  counts: { numerator: Share; denominator: Share } | null;
  unit: string;
  period: string | null;
  observedOn: string;
  evidence: readonly Evidence[];
  note: string | null;
  correction: { of: string; reason: string } | null;
  by: string;
  at: string;
  rulesVersion: number;
};

export async function insertValue(db: Database, made: NewValue): Promise<void> {
  await db
    .insertInto('programme.target_value')
    .values({
      home: made.home,
      id: made.id,
      programme_home: made.key.home,
      programme: made.key.id,
      target: made.target,
      county: made.county,
      county_group: made.group,
      value: shareText(made.value),
      numerator: made.counts && shareText(made.counts.numerator),
      denominator: made.counts && shareText(made.counts.denominator),
      unit: made.unit,
      period: made.period,
      observed_on: made.observedOn,
      evidence: JSON.stringify(made.evidence),
      note: made.note,
      correction_of: made.correction?.of ?? null,
      reason: made.correction?.reason ?? null,
      recorded_by: made.by,
      recorded_at: made.at,
      rules_version: made.rulesVersion,
    })
    .execute();
}

export type BaseRow = {
  readonly home: string;
  readonly target: string;
  /** Empty for the whole programme. */
  readonly county: string;
  readonly period: string | null;
  readonly value: Share;
  readonly unit: string;
  readonly source: string;
  readonly version: number;
};

export async function listBases(db: Database, key: ProgrammeKey): Promise<BaseRow[]> {
  const rows = await db
    .selectFrom('programme.target_base')
    .select(['home', 'target', 'county', 'period', 'value', 'unit', 'source', 'version'])
    .where('programme_home', '=', key.home)
    .where('programme', '=', key.id)
    .execute();
  return rows.map((row) => ({ ...row, value: parseShare(row.value) }));
}

export type NewBase = {
  home: string;
  key: ProgrammeKey;
  target: string;
  county: string;
  period: string | null;
  value: Share;
  unit: string;
  source: string;
  fact: string | null;
  evidence: readonly Evidence[];
  by: string;
  at: string;
};

/** Stores a first base, or replaces the one of `version`. Undefined when somebody saved first. */
export async function saveBase(db: Database, made: NewBase, version: number | undefined): Promise<number | undefined> {
  const saved = version === undefined ? await insertBase(db, made) : await replaceBase(db, made, version);
  return saved?.version;
}

const baseFacts = (made: NewBase) => ({
  period: made.period,
  value: shareText(made.value),
  unit: made.unit,
  source: made.source,
  fact: made.fact,
  evidence: JSON.stringify(made.evidence),
  set_by: made.by,
  set_at: made.at,
});

function insertBase(db: Database, made: NewBase): Promise<{ version: number } | undefined> {
  const { home, key, target, county } = made;
  return db
    .insertInto('programme.target_base')
    .values({ home, programme_home: key.home, programme: key.id, target, county, ...baseFacts(made) })
    .onConflict((conflict) => conflict.columns(['home', 'programme_home', 'programme', 'target', 'county']).doNothing())
    .returning('version')
    .executeTakeFirst();
}

function replaceBase(db: Database, made: NewBase, version: number): Promise<{ version: number } | undefined> {
  return db
    .updateTable('programme.target_base')
    .set({ ...baseFacts(made), version: sql<number>`version + 1` })
    .where('home', '=', made.home)
    .where('programme_home', '=', made.key.home)
    .where('programme', '=', made.key.id)
    .where('target', '=', made.target)
    .where('county', '=', made.county)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
}

export type BenchmarkRow = {
  readonly id: string;
  readonly series: string;
  readonly period: string;
  readonly value: Share;
  readonly source: string;
  readonly publishedOn: string;
};

/** Values of all series of the programme, in the order they were recorded. */
export async function listBenchmarkRows(db: Database, key: ProgrammeKey): Promise<BenchmarkRow[]> {
  const rows = await db
    .selectFrom('programme.benchmark_value')
    .select(['id', 'series', 'period', 'value', 'source', 'published_on'])
    .where('home', '=', key.home)
    .where('programme', '=', key.id)
    .orderBy('published_on')
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    series: row.series,
    period: row.period,
    value: parseShare(row.value),
    source: row.source,
    publishedOn: row.published_on,
  }));
}

export async function insertBenchmark(
  db: Database,
  key: ProgrammeKey,
  made: BenchmarkRow & { evidence: readonly Evidence[]; by: string; at: string },
): Promise<void> {
  await db
    .insertInto('programme.benchmark_value')
    .values({
      home: key.home,
      id: made.id,
      programme: key.id,
      series: made.series,
      period: made.period,
      value: shareText(made.value),
      source: made.source,
      published_on: made.publishedOn,
      evidence: JSON.stringify(made.evidence),
      recorded_by: made.by,
      recorded_at: made.at,
    })
    .execute();
}
