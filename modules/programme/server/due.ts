import type { DueDateSource } from '@qianmo/platform/server';
import { readDueDates } from './store/lookup.ts';

/** PROG-10, PROG-11, PROG-13: phases end, filings fall due, tasks must be done; the responsible post is reminded. */
export const programmeDueDates: DueDateSource = {
  name: 'programme',
  list: async (db, range) => {
    const rows = await readDueDates(db, range);
    return rows.map((row) => ({
      key: row.key,
      subject: { kind: `programme.${row.kind}`, id: row.kind === 'task' ? row.id : `${row.programme}:${row.id}` },
      title: { code: `programme.${row.kind}-due`, params: { programme: row.programme, name: row.name } },
      dueOn: row.dueOn,
      responsible: row.post === null ? { kind: 'role', role: 'commerce' } : { kind: 'post', post: row.post },
      leadWorkingDays: row.kind === 'task' ? [5, 1, 0] : [10, 3, 0],
      done: row.done,
    }));
  },
};
