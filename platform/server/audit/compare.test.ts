import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Act,
  acts,
  beginAct,
  endAct,
  HOME,
  openTrial,
  startTrialCluster,
  type Trial,
  tamper,
} from '../../testing/audit-trial.ts';
import type { Cluster } from '../../testing/cluster.ts';

let cluster: Cluster;
let trial: Trial;
let made: Act[];
beforeAll(async () => {
  cluster = await startTrialCluster();
}, 120_000);
afterAll(() => cluster.stop());
beforeEach(async () => {
  trial = await openTrial(cluster);
  made = await acts(trial.app, 4);
  await trial.seal();
});
afterEach(() => trial.close());

const note = (index: number) => made[index]?.note ?? '';
const entry = (index: number) => made[index]?.entry ?? '';
const problems = async () => (await trial.verify()).problems;
const named = (kind: string, table: string, id: string) =>
  expect.objectContaining({ kind, table, home: HOME, key: expect.stringContaining(id) });

async function edit(sql: string, values: unknown[]): Promise<void> {
  await beginAct(trial.app, randomUUID());
  await trial.app.query(sql, values);
  await endAct(trial.app);
}

describe('[PLAT-07:verify] business rows against the log', () => {
  it('[PLAT-07:verify] edits and deletions through the log are no problem', async () => {
    await edit(`update trial.note set body = '改', noted_at = noted_at + interval '1 hour' where id = $1`, [note(0)]);
    await edit('delete from trial.note where id = $1', [note(1)]);
    await edit(`insert into trial.note values ($2, $1, '又', null, '2026-11-23T00:00:00Z')`, [note(1), HOME]);
    await edit('update trial.note set id = $2 where id = $1', [note(2), randomUUID()]);
    expect(await problems()).toEqual([]);
  });

  it('[PLAT-07:verify] an edit behind the log names table, key, act and columns', async () => {
    await tamper(trial.intruder, 'update trial.note set amount = 501 where id = $1', [note(1)]);
    expect(await problems()).toEqual([named('row-differs', 'trial.note', note(1))]);
    expect((await problems())[0]).toMatchObject({ operation: made[1]?.act, detail: 'columns amount' });
  });

  it('[PLAT-07:verify] an edit of an append-only row, and one with its trigger switched off', async () => {
    await tamper(trial.intruder, `update trial.entry set body = '改' where id = $1`, [entry(2)]);
    expect(await problems()).toEqual([named('row-differs', 'trial.entry', entry(2))]);
    await trial.intruder.query('alter table trial.entry disable trigger refuse_rewrite');
    expect(await problems()).toContainEqual(
      expect.objectContaining({
        kind: 'row-unlogged',
        table: 'trial.entry',
        detail: expect.stringContaining('refuse_rewrite'),
      }),
    );
  });

  it('[PLAT-07:verify] a row deleted behind the log, editable and append-only', async () => {
    await tamper(trial.intruder, 'delete from trial.note where id = $1', [note(3)]);
    await tamper(trial.intruder, 'delete from trial.entry where id = $1', [entry(3)]);
    expect(await problems()).toEqual([
      named('row-missing', 'trial.entry', entry(3)),
      named('row-missing', 'trial.note', note(3)),
    ]);
  });

  it('[PLAT-07:verify] a row put in behind the log, or brought back after its deletion', async () => {
    const id = randomUUID();
    await edit('delete from trial.note where id = $1', [note(0)]);
    for (const key of [id, note(0)]) {
      await tamper(trial.intruder, `insert into trial.note values ($1, $2, '假', 1, '2026-11-22T00:00:00Z')`, [
        HOME,
        key,
      ]);
    }
    const found = await problems();
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({
      ...found.find((problem) => problem.key?.includes(id)),
      detail: 'the log has never seen it',
    });
    expect(found).toContainEqual(named('row-unlogged', 'trial.note', note(0)));
  });

  it('[PLAT-07:verify] a table emptied by truncation', async () => {
    await trial.intruder.query('truncate trial.note');
    expect((await problems()).filter(({ kind }) => kind === 'row-missing')).toHaveLength(4);
  });

  it('[PLAT-07:verify] a table struck off the guard is compared all the same', async () => {
    await tamper(trial.intruder, `delete from platform.guarded where name = 'trial.entry'`);
    await tamper(trial.intruder, `update trial.entry set body = '改' where id = $1`, [entry(2)]);
    expect(await problems()).toEqual([
      expect.objectContaining({ kind: 'row-unlogged', table: 'trial.entry', key: null }),
      named('row-differs', 'trial.entry', entry(2)),
    ]);
  });

  it('[PLAT-07:verify] a table that was dropped or whose capture was switched off', async () => {
    await trial.intruder.query('alter table trial.note disable trigger capture_update');
    await trial.intruder.query('drop table trial.entry');
    expect(await problems()).toEqual([
      expect.objectContaining({ kind: 'row-missing', table: 'trial.entry', detail: 'the table itself is gone' }),
      expect.objectContaining({
        kind: 'row-unlogged',
        table: 'trial.note',
        detail: expect.stringContaining('capture_update'),
      }),
    ]);
  });

  it('[PLAT-07:verify] columns added by a later migration are no problem, but edits in them are', async () => {
    for (const table of ['trial.note', 'trial.entry']) {
      await trial.intruder.query(`alter table ${table} add column remark text, add column weight numeric(6,2) not null default 1.50,
        add column checked boolean default false, add column tags jsonb default '{"a": [1]}'`);
    }
    expect(await problems()).toEqual([]);
    await edit(`update trial.note set remark = '新' where id = $1`, [note(0)]);
    await edit(`insert into trial.entry values ($1, $2, '新', '2026-11-23T00:00:00Z', '注')`, [HOME, randomUUID()]);
    expect(await problems()).toEqual([]);
    await tamper(trial.intruder, `update trial.note set remark = '改' where id = $1`, [note(1)]);
    await tamper(trial.intruder, 'update trial.entry set weight = 2 where id = $1', [entry(1)]);
    expect(await problems()).toEqual([
      named('row-differs', 'trial.entry', entry(1)),
      named('row-differs', 'trial.note', note(1)),
    ]);
  });

  it('[PLAT-07:verify] an image that no longer fits the types of its table does not stop the comparison', async () => {
    await tamper(
      trial.intruder,
      `update audit.change set new_row = new_row || '{"amount": "much"}' where key ->> 'id' = $1`,
      [note(1)],
    );
    const found = await problems();
    expect(found).toContainEqual(named('row-differs', 'trial.note', note(1)));
    expect(found.filter(({ kind }) => kind.startsWith('row-'))).toHaveLength(1);
    expect(found).toContainEqual(expect.objectContaining({ kind: 'changed', table: 'audit.change' }));
  });

  it('[PLAT-07:verify] nothing planted in the database can stand in for a built-in', async () => {
    await tamper(trial.intruder, `update trial.note set body = '假' where id = $1`, [note(2)]);
    await trial.intruder.query(`create function public.to_jsonb(r trial.note) returns jsonb language sql
      as $$ select c.new_row from audit.change c where c.key ->> 'id' = r.id::text $$`);
    await trial.intruder.query(`create or replace function audit.key_of(j jsonb, keys text[]) returns jsonb
      language sql immutable as $$ select '{}'::jsonb $$`);
    expect(await problems()).toEqual([named('row-differs', 'trial.note', note(2))]);
  });
});
