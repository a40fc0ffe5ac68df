import type { Database } from '@qianmo/platform/server';
import { parseWan } from '@qianmo/values/money';
import { sql } from 'kysely';
import type { Pack } from '../../pack/index.ts';
import type { ProgrammeKey } from './programme.ts';

type Keyed = { home: string; programme: string; version: number };

/** Writes what later queries join with: members, parameters, targets, words, money, phases, filings of one version. */
export async function insertProjections(db: Database, key: ProgrammeKey, version: number, pack: Pack): Promise<void> {
  const at: Keyed = { home: key.home, programme: key.id, version };
  await insertMembers(db, at, pack);
  await insertParameters(db, at, pack);
  await insertTargets(db, at, pack);
  await insertLabels(db, at, pack);
  await insertMoney(db, at, pack);
  await insertDates(db, at, pack);
}

async function insertMembers(db: Database, at: Keyed, pack: Pack): Promise<void> {
  const rows = pack.members.map((member) => ({
    ...at,
    place: member.place,
    valid: sql<string>`daterange(${member.from}::date, ${member.to}::date, '[]')`,
    county_group: member.group,
    name_zh: member.name.zh,
    clause: member.clause,
  }));
  await db.insertInto('programme.member').values(rows).execute();
}

async function insertParameters(db: Database, at: Keyed, pack: Pack): Promise<void> {
  if (pack.parameters.length === 0) return;
  const rows = pack.parameters.map((parameter) => ({
    ...at,
    key: parameter.key,
    subject: parameter.subject ?? '',
    operator: parameter.operator ?? null,
    value: parameter.value ?? null,
    low: parameter.range?.[0] ?? null,
    high: parameter.range?.[1] ?? null,
    words: parameter.text ?? null,
    items: parameter.items ?? null,
    unit: parameter.unit ?? null,
    strictness: parameter.strictness,
    clause: parameter.clause,
  }));
  await db.insertInto('programme.parameter').values(rows).execute();
}

async function insertTargets(db: Database, at: Keyed, pack: Pack): Promise<void> {
  const rows = pack.targets.map((target) => ({
    ...at,
    id: target.id,
    name_zh: target.name.zh,
    name_en: target.name.en,
    scope: target.scope,
    county_group: target.group,
    metric: target.metric,
    operator: target.operator,
    value: target.value,
    low: target.range?.[0] ?? null,
    high: target.range?.[1] ?? null,
    unit: target.unit,
    start_on: target.start ?? pack.start,
    deadline: target.deadline,
    responsible: target.responsible,
    clause: target.clause,
  }));
  await db.insertInto('programme.target').values(rows).execute();
}

async function insertLabels(db: Database, at: Keyed, pack: Pack): Promise<void> {
  const rows = Object.entries(pack.labels).flatMap(([kind, periods]) =>
    periods.map((period, position) => ({
      ...at,
      kind,
      position,
      valid_from: period.from,
      zh: period.zh,
      en: period.en ?? null,
      clause: period.clause,
    })),
  );
  if (rows.length > 0) await db.insertInto('programme.label').values(rows).execute();
}

async function insertMoney(db: Database, at: Keyed, pack: Pack): Promise<void> {
  const sources = pack.sources.map((source) => ({
    ...at,
    id: source.id,
    name_zh: source.name.zh,
    level: source.level,
    amount_fen: source.amountWan === null ? null : parseWan(source.amountWan),
    per: source.per,
    total_fen: source.totalWan === null ? null : parseWan(source.totalWan),
    counties: source.counties,
    in_kind: source.inKind ?? false,
    restriction: source.restriction,
    clause: source.clause,
  }));
  await db.insertInto('programme.fund_source').values(sources).execute();
  if (pack.budget) await insertBudget(db, at, pack.budget);
}

async function insertBudget(db: Database, at: Keyed, budget: NonNullable<Pack['budget']>): Promise<void> {
  const parents = budget.groups.map((group) => ({
    ...at,
    id: group.id,
    parent: null,
    name: group.name,
    amount_fen: parseWan(group.subtotalWan),
    quantity: null,
    unit_amount_fen: null,
    source: null,
    clause: group.clause,
  }));
  const lines = budget.groups.flatMap((group) =>
    group.lines.map((line) => ({
      ...at,
      id: line.id,
      parent: group.id,
      name: line.name,
      amount_fen: parseWan(line.amountWan),
      quantity: line.quantity === undefined ? null : String(line.quantity),
      unit_amount_fen: line.unitAmountWan === undefined ? null : parseWan(line.unitAmountWan),
      source: line.source,
      clause: line.clause,
    })),
  );
  await db
    .insertInto('programme.budget_line')
    .values([...parents, ...lines])
    .execute();
}

async function insertDates(db: Database, at: Keyed, pack: Pack): Promise<void> {
  const phases = pack.phases.map((phase) => ({
    ...at,
    id: phase.id,
    plan: phase.plan,
    name: phase.name,
    kind: phase.kind,
    start_on: phase.start,
    end_on: phase.end,
    clause: phase.clause,
  }));
  await db.insertInto('programme.phase').values(phases).execute();
  const duties = pack.filings.map((filing) => ({
    ...at,
    id: filing.id,
    what: filing.what,
    kind: filing.kind,
    deadline: filing.deadline,
    clause: filing.clause,
  }));
  if (duties.length > 0) await db.insertInto('programme.duty').values(duties).execute();
}
