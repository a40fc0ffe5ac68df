import type { Database } from '@qianmo/platform/server';
import { sql } from 'kysely';
import type { CountyGroup } from './target.ts';

/** What later modules ask of a programme, answered from the version in force on a day. */

const inForce = (home: string, programme: string, day: string) => sql<number>`(
  select v.number from programme.pack_version v
  where v.home = ${home} and v.programme = ${programme} and v.effective_on <= ${day}::date
  order by v.effective_on desc, v.number desc limit 1)`;

export type ParameterValue = {
  readonly subject: string | null;
  readonly operator: string | null;
  /** Exact decimals as text. */
  readonly value: string | null;
  readonly range: readonly [string, string] | null;
  readonly words: string | null;
  readonly items: readonly string[] | null;
  readonly unit: string | null;
  readonly strictness: 'in_principle' | 'mandatory' | null;
  readonly clause: string;
};

type ParameterRow = {
  number: number;
  subject: string | null;
  operator: string | null;
  value: string | null;
  low: string | null;
  high: string | null;
  words: string | null;
  items: string[] | null;
  unit: string | null;
  strictness: string | null;
  clause: string | null;
};

/** Values of a key in the version in force; `version` null where none is. */
export async function readParameter(
  db: Database,
  at: { home: string; programme: string; key: string; day: string },
): Promise<{ version: number | null; values: ParameterValue[] }> {
  const { rows } = await sql<ParameterRow>`
    select v.number, nullif(p.subject, '') as subject, p.operator, trim_scale(p.value) as value, trim_scale(p.low) as low,
           trim_scale(p.high) as high, p.words, p.items, p.unit, p.strictness, p.clause
    from (select ${inForce(at.home, at.programme, at.day)} as number) v
    left join programme.parameter p
      on p.home = ${at.home} and p.programme = ${at.programme} and p.version = v.number and p.key = ${at.key}
    order by p.subject`.execute(db);
  const values = rows.flatMap((row): ParameterValue[] =>
    row.clause === null
      ? []
      : [
          {
            subject: row.subject,
            operator: row.operator,
            value: row.value,
            range: row.low === null || row.high === null ? null : [row.low, row.high],
            words: row.words,
            items: row.items,
            unit: row.unit,
            strictness: row.strictness as ParameterValue['strictness'],
            clause: row.clause,
          },
        ],
  );
  return { version: rows[0]?.number ?? null, values };
}

export type MemberCounty = { readonly place: string; readonly name: string; readonly group: CountyGroup | 'none' };

export async function readMembers(
  db: Database,
  at: { home: string; programme: string; day: string },
): Promise<MemberCounty[]> {
  const { rows } = await sql<MemberCounty>`
    select m.place, m.name_zh as name, m.county_group as "group" from programme.member m
    where m.home = ${at.home} and m.programme = ${at.programme}
      and m.version = ${inForce(at.home, at.programme, at.day)} and m.valid @> ${at.day}::date
    order by m.place`.execute(db);
  return rows;
}

export type LabelRow = {
  readonly kind: string;
  readonly zh: string;
  readonly en: string | null;
  readonly clause: string;
  readonly from: string | null;
};

/** The word of each kind that holds on a day: the one that began last. */
export async function readLabels(
  db: Database,
  at: { home: string; programme: string; day: string },
): Promise<LabelRow[]> {
  const { rows } = await sql<LabelRow>`
    select distinct on (l.kind) l.kind, l.zh, l.en, l.clause, l.valid_from::text as "from" from programme.label l
    where l.home = ${at.home} and l.programme = ${at.programme}
      and l.version = ${inForce(at.home, at.programme, at.day)}
      and (l.valid_from is null or l.valid_from <= ${at.day}::date)
    order by l.kind, l.valid_from desc nulls last, l.position`.execute(db);
  return rows;
}

export type DueRow = {
  readonly key: string;
  readonly kind: 'phase' | 'duty' | 'task';
  readonly id: string;
  readonly programme: string;
  readonly name: string;
  readonly dueOn: string;
  readonly post: string | null;
  readonly done: boolean;
};

/** All that falls due at a home within a span: ends of phases, filings with a deadline, scheduled tasks. */
export async function readDueDates(
  db: Database,
  range: { home: string; from: string; to: string; today: string },
): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    with version as (
      select distinct on (v.programme) v.programme, v.number from programme.pack_version v
      where v.home = ${range.home} and v.effective_on <= ${range.today}::date
      order by v.programme, v.effective_on desc, v.number desc
    )
    select 'phase:' || p.programme || ':' || p.id as key, 'phase' as kind, p.id, p.programme, p.name,
           p.end_on::text as "dueOn", null::uuid as post,
           exists (select from programme.phase_completion c
                   where c.home = p.home and c.programme = p.programme and c.phase = p.id) as done
    from version v join programme.phase p on p.home = ${range.home} and p.programme = v.programme and p.version = v.number
    where p.end_on between ${range.from}::date and ${range.to}::date
    union all
    select 'duty:' || d.programme || ':' || d.id, 'duty', d.id, d.programme, d.what, d.deadline::text, null,
           exists (select from programme.filing f
                   where f.home = d.home and f.programme_home = d.home and f.programme = d.programme and f.duty = d.id
                     and f.outcome in ('received', 'approved'))
    from version v join programme.duty d on d.home = ${range.home} and d.programme = v.programme and d.version = v.number
    where d.deadline between ${range.from}::date and ${range.to}::date
    union all
    select 'task:' || t.id, 'task', t.id::text, t.programme, t.title, t.due_on::text, t.post, t.status = 'done'
    from programme.task t
    where t.home = ${range.home} and t.status <> 'withdrawn' and t.due_on between ${range.from}::date and ${range.to}::date
    order by 6, 1`.execute(db);
  return rows;
}

/** Tasks of homes that are done on a day, for the indicator that counts them. */
export async function readTaskCounts(
  db: Database,
  question: { programme: string | null; homes: readonly string[]; at: string },
): Promise<{ done: bigint; all: bigint }> {
  const { rows } = await sql<{ done: bigint; all: bigint }>`
    select count(*) filter (where status = 'done' and done_on <= ${question.at}::date) as done, count(*) as all
    from programme.task
    where home = any (${[...question.homes]}::text[]) and status <> 'withdrawn' and entered_on <= ${question.at}::date
      and (${question.programme}::text is null or programme = ${question.programme})`.execute(db);
  return rows[0] ?? { done: 0n, all: 0n };
}

export async function readTaskRecords(
  db: Database,
  question: { programme: string | null; homes: readonly string[]; at: string },
  page: { limit: number; after: string | null },
): Promise<{ home: string; id: string; label: string; day: string | null; done: boolean }[]> {
  const { rows } = await sql<{ home: string; id: string; label: string; day: string | null; done: boolean }>`
    select home, id::text as id, title as label, done_on::text as day,
           status = 'done' and done_on <= ${question.at}::date as done
    from programme.task
    where home = any (${[...question.homes]}::text[]) and status <> 'withdrawn' and entered_on <= ${question.at}::date
      and (${question.programme}::text is null or programme = ${question.programme})
      and (${page.after}::text is null or id > ${page.after}::uuid)
    order by id limit ${page.limit}`.execute(db);
  return rows;
}
