import type { Client } from 'pg';
import type { World } from './world.ts';
import type { Acknowledged, Ledger } from './writer.ts';

/** What was acknowledged against what is there. */
export type Reckoning = {
  readonly acknowledged: number;
  readonly stored: number;
  readonly units: number;
  readonly duties: number;
  /** Acknowledged and not there, or there as something else than was answered. */
  readonly lost: readonly string[];
  /** One act with more than one row, of the log or of the business. */
  readonly twice: readonly string[];
  /** Part of an act without the rest: a row without its act, an act without its row, a rejected act with rows. */
  readonly half: readonly string[];
};

type Stored = { id: string; home: string; operation: string; outcome: string; result: unknown };

export function reckon(world: World, ledger: Ledger): Promise<Reckoning> {
  return world.sql(async (owner) => {
    const actors = [...new Set(ledger.acknowledged.map((act) => act.person.account))];
    const { rows: stored } = await owner.query<Stored>(
      'select id, home, operation, outcome, result from audit.operation where actor = any($1)',
      [actors],
    );
    const known = new Set(ledger.acknowledged.map((act) => act.id));
    const byId = Map.groupBy(stored, (row) => row.id);
    const business = await countBusiness(owner, ledger);
    return {
      acknowledged: ledger.acknowledged.length,
      stored: stored.length,
      units: business.units,
      duties: business.duties,
      lost: [...ledger.acknowledged.flatMap((act) => differs(act, byId.get(act.id)?.[0])), ...business.lost],
      twice: [
        ...[...byId].flatMap(([id, rows]) => (rows.length > 1 ? [`act ${id}: ${rows.length} rows`] : [])),
        ...stored.flatMap((row) => (known.has(row.id) ? [] : [`act ${row.id} was never acknowledged`])),
        ...business.twice,
      ],
      half: await listHalves(owner),
    };
  });
}

function differs(act: Acknowledged, row: Stored | undefined): string[] {
  const of = `${act.kind} ${act.id}`;
  if (!row) return [`${of} is not in the log`];
  if (row.home !== act.person.home || row.operation !== act.request.operation.name) return [`${of} is another act`];
  const outcome = act.answer.status === 200 ? 'done' : 'rejected';
  if (row.outcome !== outcome) return [`${of} was ${outcome} and is ${row.outcome}`];
  const said = act.answer.body as Record<string, unknown>;
  const kept = row.result as Record<string, unknown>;
  const keys = outcome === 'done' ? ['id', 'version'] : ['code', 'status'];
  return keys.some((key) => said[key] !== kept[key]) ? [`${of} was answered otherwise than it is stored`] : [];
}

/** Rows of the business by the acts that made them, found by what they say, not by their ids. */
async function countBusiness(owner: Client, ledger: Ledger) {
  const acts = (kind: string) => ledger.acknowledged.filter((act) => act.kind === kind && act.answer.status === 200);
  const { rows: units } = await owner.query<{ id: string; home: string; name: string; version: number }>(
    `select id, home, name, version from organisation.unit where name like '部门%'`,
  );
  const { rows: duties } = await owner.query<{ id: string; what: string }>(
    `select id, what from organisation.report_duty where what like '部门%'`,
  );
  const unitById = new Map(units.map((unit) => [unit.id, unit]));
  const dutyIds = new Set(duties.map((duty) => duty.id));
  const wantedDuties = acts('duty');
  const lost = [
    ...[...ledger.units].flatMap(([id, last]) => {
      const unit = unitById.get(id);
      const same = unit && unit.home === last.home && unit.name === last.name && unit.version === last.version;
      return same ? [] : [`unit ${id} is ${JSON.stringify(unit)}, not ${JSON.stringify(last)}`];
    }),
    ...wantedDuties.flatMap((act) => (dutyIds.has(act.id) ? [] : [`duty ${act.id} is not there`])),
  ];
  const twice = [
    ...units.flatMap((unit) => (ledger.units.has(unit.id) ? [] : [`unit ${unit.id} is one too many`])),
    ...(duties.length > wantedDuties.length ? [`${duties.length - wantedDuties.length} duties too many`] : []),
  ];
  return { units: units.length, duties: duties.length, lost, twice };
}

const halves = `
  select 'row of ' || c.table_name || ' without its act ' || c.operation as what
  from audit.change c where c.operation is not null
    and not exists (select from audit.operation o where o.home = c.home and o.id = c.operation)
  union all
  select 'act ' || o.id || ' (' || o.outcome || ') has ' || n.rows || ' rows'
  from audit.operation o
  cross join lateral (select count(*) as rows from audit.change c where c.operation = o.id and c.home = o.home) n
  where o.operation in ('organisation.saveUnit', 'organisation.setReportDuty')
    and n.rows <> case o.outcome when 'done' then 1 else 0 end
  union all
  select 'unit ' || u.id || ' without an entry in the log' from organisation.unit u
  where not exists (select from audit.change c where c.table_name = 'organisation.unit'
                    and c.key = jsonb_build_object('home', u.home, 'id', u.id) and c.kind = 'insert')`;

async function listHalves(owner: Client): Promise<string[]> {
  // The log is indexed for sealing and for reading by subject, not by act: hash joins, not one search per act.
  await owner.query('set enable_nestloop = off');
  const { rows } = await owner.query<{ what: string }>(halves);
  return rows.map((row) => row.what);
}
