import { defineIndicator } from '@qianmo/platform/contract';
import type { IndicatorOffer } from '@qianmo/platform/server';
import { readTaskCounts, readTaskRecords } from './store/lookup.ts';

const tasksDone = defineIndicator({
  key: 'programme.task_done',
  module: 'programme',
  unit: 'percent',
  kind: 'ratio',
  dims: ['county'],
  basis: 'task',
  words: {
    zh: {
      name: '台账任务完成率',
      formula: '已完成任务数 ÷ 任务总数（不含已撤销）',
      base: '截至当日已列入台账的任务',
      scope: '本地区及下级地区',
      source: '项目台账',
    },
    en: {
      name: 'ledger tasks done',
      formula: 'tasks done ÷ all tasks that were not withdrawn',
      base: 'tasks entered in the ledger by the day',
      scope: 'this home and those below it',
      source: 'project ledger',
    },
  },
});

/** What this module counts of its own records (STAT-03). */
export const programmeIndicators: readonly IndicatorOffer[] = [
  {
    definition: tasksDone,
    value: async (db, question) => {
      const { done, all } = await readTaskCounts(db, question);
      return { numerator: done, denominator: all, sourceCount: Number(all) };
    },
    records: async (db, question, page) => {
      const rows = await readTaskRecords(db, question, page);
      const items = rows.map(({ home, id, label, day, done }) => ({
        ...{ home, id, label, day, kind: 'task' },
        numerator: done ? '1' : '0',
        denominator: '1',
      }));
      return { items, next: rows.length === page.limit ? (rows.at(-1)?.id ?? null) : null };
    },
  },
];
