import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ClientBase } from 'pg';
import { z } from 'zod';

const FIRST_YEAR = 2018; // earlier lists of the source were not checked

const source = z.object({
  holidays: z.record(z.string(), z.string()),
  workdays: z.record(z.string(), z.string()),
});

export type OfficialDay = {
  readonly day: string;
  readonly kind: 'holiday' | 'workday';
  readonly zh: string;
  readonly en: string;
};

/** The national lists that come with the program: days off and make-up workdays, with their festival. */
export async function readOfficialDays(): Promise<{ years: number[]; days: OfficialDay[]; source: string }> {
  const file = createRequire(import.meta.url).resolve('chinese-days/dist/chinese-days.json');
  const lists = source.parse(JSON.parse(await readFile(file, 'utf8')));
  const days = [...entries(lists.holidays, 'holiday'), ...entries(lists.workdays, 'workday')].sort((a, b) =>
    a.day < b.day ? -1 : 1,
  );
  // A year counts as published when its National Day is in the list: the New Year's days alone come with the year before.
  const years = [...new Set(days.map((each) => Number(each.day.slice(0, 4))))].filter(
    (year) => year >= FIRST_YEAR && lists.holidays[`${year}-10-01`] !== undefined,
  );
  return { years, days: days.filter((each) => years.includes(Number(each.day.slice(0, 4)))), source: 'chinese-days' };
}

function entries(list: Record<string, string>, kind: OfficialDay['kind']): OfficialDay[] {
  return Object.entries(list).map(([day, names]) => {
    const [en = '', zh = ''] = names.split(',');
    return { day, kind, zh, en };
  });
}

/**
 * Enters the shipped years that the database does not have yet; years entered by hand stay as they are. Runs at start,
 * as the database's owner. Answers the years that were added.
 */
export async function loadOfficialYears(owner: Pick<ClientBase, 'query'>): Promise<number[]> {
  const shipped = await readOfficialDays();
  await owner.query('begin');
  try {
    const { rows } = await owner.query<{ year: number }>(
      `insert into platform.calendar_year (year, source, shipped) select year, $2, true from unnest($1::integer[]) year
       on conflict (year) do nothing returning year`,
      [shipped.years, shipped.source],
    );
    const added = rows.map((row) => row.year);
    const days = shipped.days.filter((each) => added.includes(Number(each.day.slice(0, 4))));
    await owner.query(
      `insert into platform.calendar_day (home, day, layer, kind, name_zh, name_en)
       select '000000', day, 'official', kind, zh, en
       from unnest($1::date[], $2::text[], $3::text[], $4::text[]) d(day, kind, zh, en)`,
      [days.map((d) => d.day), days.map((d) => d.kind), days.map((d) => d.zh), days.map((d) => d.en)],
    );
    await owner.query('commit');
    return added;
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}
