import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  act,
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
import { witnessFile } from './witness.ts';

let cluster: Cluster;
let trial: Trial;
beforeAll(async () => {
  cluster = await startTrialCluster();
}, 120_000);
afterAll(() => cluster.stop());
beforeEach(async () => {
  trial = await openTrial(cluster);
});
afterEach(() => trial.close());

async function logSize(): Promise<number> {
  const { rows } = await trial.intruder.query<{ count: number }>(
    'select ((select count(*) from audit.operation) + (select count(*) from audit.change))::int as count',
  );
  return rows[0]?.count ?? 0;
}

async function witnessLines(): Promise<string[]> {
  return (await readFile(trial.witnessPath, 'utf8')).split('\n').filter((line) => line !== '');
}

describe('[PLAT-07:seal] sealing the log', () => {
  it('[PLAT-07:seal] seals all finished rows in batches, each shown to the witness, and then nothing more', async () => {
    await acts(trial.app, 20);
    const size = await logSize();
    expect(size).toBeGreaterThanOrEqual(60);
    const outcome = await trial.seal({ maxLeaves: 5 });
    expect(outcome).toEqual({ busy: false, batches: Math.ceil(size / 5), leaves: size, rewitnessed: 0 });
    expect(await witnessLines()).toHaveLength(outcome.batches);
    expect(await trial.seal()).toEqual({ busy: false, batches: 0, leaves: 0, rewitnessed: 0 });
    const report = await trial.verify();
    expect(report).toMatchObject({ problems: [], batches: outcome.batches, leaves: size, unsealedTail: 0 });
    expect(report.rows).toBeGreaterThanOrEqual(40);
    expect(report.lastWitnessed?.number).toBe(outcome.batches);
  });

  it('[PLAT-07:seal] takes a row with a lower number that became visible after higher ones were sealed', async () => {
    await trial.seal();
    const base = (await trial.verify()).leaves;
    const early = await trial.open('qianmo_app');
    const slow = await trial.open('qianmo_app');
    const note = (client: typeof early) =>
      client.query(`insert into trial.note values ($1, $2, '村', 1, '2026-11-22T08:00:00Z')`, [HOME, randomUUID()]);
    // The early transaction is the older one, but draws its second number after the slow one drew its first.
    await beginAct(early, randomUUID());
    await note(early);
    await beginAct(slow, randomUUID());
    await note(slow);
    await endAct(early);
    expect((await trial.seal()).leaves).toBe(2);
    const { rows: sealed } = await trial.intruder.query('select max(last_seq)::int as seq from audit.batch');
    await endAct(slow);
    const { rows: late } = await trial.intruder.query(
      'select min(c.seq)::int as seq from audit.change c where not exists (select from audit.leaf l where l.seq = c.seq)',
    );
    expect(late[0].seq).toBeLessThan(sealed[0].seq);
    expect(await trial.verify()).toMatchObject({ problems: [], unsealedTail: 2 });
    expect((await trial.seal()).leaves).toBe(2);
    expect(await trial.verify()).toMatchObject({ problems: [], unsealedTail: 0, leaves: base + 4 });
  });

  it('[PLAT-07:seal] loses none of two interleaved transactions when batches end in their midst', async () => {
    const [early, slow] = [await trial.open('qianmo_app'), await trial.open('qianmo_app')];
    const note = (client: typeof early) =>
      client.query(`insert into trial.note values ($1, $2, '村', 1, '2026-11-22T08:00:00Z')`, [HOME, randomUUID()]);
    await trial.seal();
    await beginAct(early, randomUUID());
    await note(early);
    await beginAct(slow, randomUUID());
    await note(slow);
    await endAct(slow);
    await endAct(early);
    expect(await trial.seal({ maxLeaves: 2 })).toMatchObject({ batches: 2, leaves: 4 });
    expect(await trial.verify()).toMatchObject({ problems: [], unsealedTail: 0 });
  });

  it('[PLAT-07:seal] takes it too when the number was drawn before the transaction had one', async () => {
    // A number drawn by hand and a row written under it only after higher numbers are sealed.
    const { rows } = await trial.intruder.query<{ seq: string }>(`select nextval('audit.seq')::text as seq`);
    await acts(trial.app, 2);
    await trial.seal();
    const sealed = (await trial.verify()).leaves;
    await tamper(
      trial.intruder,
      `insert into audit.change (seq, home, table_name, key, kind) values ($1, $2, 'trial.note', '{}', 'delete')`,
      [rows[0]?.seq, HOME],
    );
    expect(await trial.seal()).toMatchObject({ batches: 1, leaves: 1 });
    expect(await trial.verify()).toMatchObject({ problems: [], leaves: sealed + 1, unsealedTail: 0 });
  });

  it('[PLAT-07:seal] waits for a running transaction and says how long the unsealed tail is', async () => {
    await trial.seal();
    const slow = await trial.open('qianmo_app');
    await beginAct(slow, randomUUID());
    await slow.query(`insert into trial.note values ($1, $2, 'slow', 1, '2026-11-22T08:00:00Z')`, [HOME, randomUUID()]);
    await act(trial.app);
    expect((await trial.seal()).leaves).toBe(0);
    expect(await trial.verify()).toMatchObject({ problems: [], unsealedTail: 3 });
    await slow.query('rollback');
    expect((await trial.seal()).leaves).toBe(3);
  });

  it('[PLAT-07:seal] lets one sealer at a time work', async () => {
    await act(trial.app);
    let inside = false;
    const witness = witnessFile(trial.witnessPath);
    const second = await openSecondSealer();
    await trial.seal({
      witness: {
        findLast: () => witness.findLast(),
        async append(line) {
          inside = (await second()).busy;
          await witness.append(line);
        },
      },
    });
    expect(inside).toBe(true);
    expect((await second()).busy).toBe(false);
  });

  it('[PLAT-07:witness] writes the lines again that a crash after commit kept from the witness', async () => {
    await acts(trial.app, 2);
    const witness = witnessFile(trial.witnessPath);
    const failing = { findLast: () => witness.findLast(), append: () => Promise.reject(new Error('no space left')) };
    await expect(trial.seal({ witness: failing })).rejects.toThrow('no space left');
    await expect(readFile(trial.witnessPath)).rejects.toThrow('ENOENT');
    await act(trial.app);
    expect(await trial.seal()).toMatchObject({ batches: 1, leaves: 3, rewitnessed: 1 });
    expect(await trial.verify()).toMatchObject({ problems: [], unsealedTail: 0, lastWitnessed: { number: 2 } });

    // Torn in the middle of a line: it is left as it is, and repeated whole.
    const whole = await readFile(trial.witnessPath, 'utf8');
    await writeFile(trial.witnessPath, whole.slice(0, -30));
    expect(await trial.seal()).toMatchObject({ batches: 0, rewitnessed: 1 });
    expect(await witnessLines()).toHaveLength(3);
    expect(await trial.verify()).toMatchObject({ problems: [], lastWitnessed: { number: 2 } });
  });

  it('[PLAT-07:witness] seals nothing on top of a log that the witness knows longer or otherwise', async () => {
    await acts(trial.app, 4);
    await trial.seal({ maxLeaves: 6 });
    await tamper(
      trial.intruder,
      `update audit.batch set chain = sha256(chain) where number = (select max(number) from audit.batch)`,
    );
    await expect(trial.seal()).rejects.toThrow(/^witness-differs: /);
    await tamper(trial.intruder, `delete from audit.leaf where batch = (select max(number) from audit.batch)`);
    await tamper(trial.intruder, `delete from audit.batch where number = (select max(number) from audit.batch)`);
    await expect(trial.seal()).rejects.toThrow(/^witness-ahead: /);
    const { rows } = await trial.intruder.query(
      `select count(*)::int as held from pg_locks where locktype = 'advisory'`,
    );
    expect(rows[0]).toEqual({ held: 0 });
  });

  it('[PLAT-07:seal] goes on after a dump was restored into a cluster with younger transactions', async () => {
    await acts(trial.app, 2);
    // As a restored dump looks: its rows come from transactions that this cluster has not reached yet.
    await tamper(trial.intruder, `update audit.operation set xid = '900000000'`);
    await tamper(trial.intruder, `update audit.change set xid = '900000000'`);
    const size = await logSize();
    expect((await trial.seal()).leaves).toBe(size);
    await acts(trial.app, 2);
    expect((await trial.seal()).leaves).toBe(6);
    await act(trial.app);
    expect((await trial.seal()).leaves).toBe(3);
    expect(await trial.verify()).toMatchObject({ problems: [], leaves: size + 9, unsealedTail: 0 });
  });
});

async function openSecondSealer() {
  const { seal } = await import('./seal.ts');
  const client = await trial.open('qianmo_seal');
  const { signingKey } = trial;
  const witness = witnessFile(trial.witnessPath);
  return () => seal(client, { signingKey, installation: 'trial', sealedAt: '2026-11-22T08:00:00Z', witness });
}
