import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Act, acts, HOME, openTrial, startTrialCluster, type Trial, tamper } from '../../testing/audit-trial.ts';
import type { Cluster } from '../../testing/cluster.ts';
import { genesis, type Links, linkBatch, type SealedBatch, signBatch } from './chain.ts';
import { contentHash } from './leaf.ts';
import { listBatches, listLeaves, rowsBySeq } from './log.ts';
import { leafNode, merkleRoot } from './merkle.ts';
import { exitCodeOf, type Problem, reportText } from './report.ts';
import { witnessLine } from './witness.ts';

let cluster: Cluster;
let trial: Trial;
let made: Act[];
beforeAll(async () => {
  cluster = await startTrialCluster();
}, 120_000);
afterAll(() => cluster.stop());
beforeEach(async () => {
  trial = await openTrial(cluster);
  made = await acts(trial.app, 12);
  await trial.seal({ maxLeaves: 8 });
  expect((await trial.verify()).problems).toEqual([]);
});
afterEach(() => trial.close());

function nth(index: number): Act {
  const found = made[index];
  if (!found) throw new Error(`no act ${index}`);
  return found;
}

async function problems(): Promise<Problem[]> {
  const report = await trial.verify();
  expect(report.problemCount).toBe(report.problems.length);
  expect(exitCodeOf(report)).toBe(report.problems.length === 0 ? 0 : 1);
  return report.problems;
}

async function one<T>(sql: string, values: unknown[] = []): Promise<T> {
  const { rows } = await trial.intruder.query({ text: sql, values, rowMode: 'array' });
  return rows[0]?.[0] as T;
}

const seqOfAct = async (index: number) =>
  BigInt(await one<string>('select seq::text from audit.operation where id = $1', [nth(index).act]));
const seqOfNote = async (index: number) =>
  BigInt(await one<string>(`select seq::text from audit.change where key ->> 'id' = $1`, [nth(index).note]));
const batchOf = async (seq: bigint) =>
  Number(await one<string>('select batch::text from audit.leaf where seq = $1', [seq.toString()]));

describe('[PLAT-07:verify] a log row that was tampered with is found and named', () => {
  it('[PLAT-07:verify] changed: who did it', async () => {
    const seq = await seqOfAct(2);
    await tamper(trial.intruder, `update audit.operation set actor = 'user:zhang' where seq = $1`, [seq.toString()]);
    expect(await problems()).toEqual([
      expect.objectContaining({
        kind: 'changed',
        seq,
        batch: await batchOf(seq),
        table: 'audit.operation',
        home: HOME,
        operation: nth(2).act,
      }),
    ]);
  });

  it('[PLAT-07:verify] changed: every single column of both log tables', async () => {
    const operation: Record<string, string> = {
      id: `'00000000-0000-7000-8000-000000000000'`,
      xid: `'1'`,
      posting: `'chief'`,
      operation: `'trial.other'`,
      version: '9',
      input_hash: `'\\x01'`,
      outcome: `'rejected'`,
      result: `'{"kept": false}'`,
      happened_at: `happened_at + interval '1 microsecond'`,
      arrived_at: `arrived_at + interval '1 microsecond'`,
      machine_at: `machine_at + interval '1 microsecond'`,
      device: 'null',
      home: `'533124'`,
    };
    const change: Record<string, string> = {
      operation: 'null',
      key: `'{"id": 1}'`,
      kind: `'delete'`,
      table_name: `'trial.nothing'`,
      old_row: `'{}'`,
      new_row: `new_row || '{"amount": 501}'`,
      row_hash: `'\\x00'`,
      xid: `'1'`,
      home: `'533124'`,
    };
    const cases = [
      ...Object.entries(operation).map(([column, value]) => ['audit.operation', column, value] as const),
      ...Object.entries(change).map(([column, value]) => ['audit.change', column, value] as const),
    ];
    // Each column of the log that is not covered here is a hole in the seal.
    const columns = await one<number>(
      `select count(*)::int from pg_attribute where attrelid in ('audit.operation'::regclass, 'audit.change'::regclass)
       and attnum > 0 and attname not in ('seq', 'actor')`,
    );
    expect(cases).toHaveLength(columns);
    for (const [table, column, value] of cases) {
      const seq = table === 'audit.operation' ? await seqOfAct(5) : await seqOfNote(5);
      await trial.intruder.query(`create temp table kept as select * from only ${table} where seq = ${seq}`);
      await tamper(trial.intruder, `update ${table} set ${column} = ${value} where seq = ${seq}`);
      const found = (await problems()).filter((problem) => problem.kind === 'changed');
      expect(found.map((problem) => [column, problem.seq, problem.table])).toEqual([[column, seq, table]]);
      await tamper(trial.intruder, `delete from ${table} where seq = ${seq}`);
      await tamper(trial.intruder, `insert into ${table} select * from kept`);
      await trial.intruder.query('drop table kept');
      expect(await problems()).toEqual([]);
    }
  }, 60_000);

  it('[PLAT-07:verify] removed: an act, named through its changes', async () => {
    const seq = await seqOfAct(4);
    const batch = await batchOf(seq);
    await tamper(trial.intruder, 'delete from audit.operation where seq = $1', [seq.toString()]);
    expect(await problems()).toEqual([
      expect.objectContaining({
        kind: 'removed',
        seq,
        batch,
        table: 'audit.operation',
        home: HOME,
        operation: nth(4).act,
      }),
    ]);
  });

  it('[PLAT-07:verify] removed: a change, and the row whose history it was', async () => {
    const seq = await seqOfNote(4);
    await tamper(trial.intruder, 'delete from audit.change where seq = $1', [seq.toString()]);
    expect(await problems()).toEqual([
      expect.objectContaining({ kind: 'removed', seq, batch: await batchOf(seq) }),
      expect.objectContaining({ kind: 'row-unlogged', table: 'trial.note', key: expect.stringContaining(nth(4).note) }),
    ]);
  });

  it('[PLAT-07:verify] moved: two acts that changed places, across batches', async () => {
    const [one, other] = [await seqOfAct(1), await seqOfAct(10)];
    expect(await batchOf(one)).not.toBe(await batchOf(other));
    for (const [from, to] of [
      [one, -1n],
      [other, one],
      [-1n, other],
    ]) {
      await tamper(trial.intruder, 'update audit.operation set seq = $2 where seq = $1', [String(from), String(to)]);
    }
    expect(await problems()).toEqual([
      expect.objectContaining({
        kind: 'moved',
        seq: one,
        operation: nth(1).act,
        detail: expect.stringContaining(`now as no. ${other}`),
      }),
      expect.objectContaining({
        kind: 'moved',
        seq: other,
        operation: nth(10).act,
        detail: expect.stringContaining(`now as no. ${one}`),
      }),
    ]);
  });

  it('[PLAT-07:verify] moved: an act put behind the end of the log', async () => {
    const seq = await seqOfAct(1);
    await tamper(trial.intruder, `update audit.operation set seq = 1000000 where seq = $1`, [seq.toString()]);
    expect(await problems()).toEqual([expect.objectContaining({ kind: 'moved', seq, operation: nth(1).act })]);
  });

  it('[PLAT-07:verify] inserted: an act of a sealed transaction that no seal covers', async () => {
    const id = randomUUID();
    const before = await seqOfAct(3);
    const free = await one<string>(`select nextval('audit.seq')::text`);
    await acts(trial.app, 1);
    await trial.seal();
    await tamper(
      trial.intruder,
      `insert into audit.operation select home, $1, $2, xid, actor, posting, operation, version, input_hash, outcome,
       result, happened_at, arrived_at, machine_at, device from audit.operation where seq = $3`,
      [id, free, before.toString()],
    );
    expect(await problems()).toEqual([
      expect.objectContaining({
        kind: 'inserted',
        seq: BigInt(free),
        operation: id,
        table: 'audit.operation',
        home: HOME,
      }),
    ]);
  });
});

describe('[PLAT-07:verify] seals that were tampered with', () => {
  async function cutTail(batches: number): Promise<number> {
    const last = Number(await one<string>('select max(number)::text from audit.batch')) - batches;
    await tamper(
      trial.intruder,
      `with gone as (delete from audit.leaf where batch > $1 returning seq),
       o as (delete from audit.operation where seq in (select seq from gone))
       delete from audit.change where seq in (select seq from gone)`,
      [last],
    );
    await tamper(trial.intruder, 'delete from audit.batch where number > $1', [last]);
    return last;
  }

  it('[PLAT-07:witness] truncated: found back to the witness, batch by batch', async () => {
    const kept = await cutTail(2);
    const { problems: found, lastWitnessed } = await trial.verify();
    expect(lastWitnessed?.number).toBe(kept + 2);
    const truncated = found.filter((problem) => problem.kind === 'truncated');
    expect(truncated.map((problem) => problem.batch)).toEqual([kept + 1, kept + 2]);
    expect(truncated[0]?.detail).toContain(`the log ends at batch ${kept}; the witness has seen this one with 8 rows`);
    // The business rows of the acts that were cut off betray it, too.
    expect(found.some((problem) => problem.kind === 'row-unlogged' && problem.key?.includes(nth(11).note))).toBe(true);
  });

  it('[PLAT-07:witness] without a witness a cut end looks like an unsealed one, and the report says so', async () => {
    await cutTail(2);
    const report = await trial.verify({ witnessText: '' });
    expect(report.problems.every((problem) => problem.kind === 'row-unlogged')).toBe(true);
    expect(reportText(report, 'en')).toContain('No witness line was given');
  });

  it('[PLAT-07:verify] a leaf changed to fit its changed row breaks the root of its batch', async () => {
    const seq = await seqOfAct(2);
    await tamper(trial.intruder, `update audit.operation set actor = 'user:zhang' where seq = $1`, [seq.toString()]);
    await refitLeaf(seq);
    expect(await problems()).toEqual([
      expect.objectContaining({
        kind: 'chain-broken',
        batch: await batchOf(seq),
        detail: expect.stringContaining('Merkle root'),
      }),
    ]);
  });

  it('[PLAT-07:verify] a batch taken out of the middle breaks the chain', async () => {
    await tamper(trial.intruder, 'delete from audit.leaf where batch = 2');
    await tamper(trial.intruder, 'delete from audit.batch where number = 2');
    const found = await problems();
    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'chain-broken', batch: 2, detail: expect.stringContaining('missing') }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'chain-broken', batch: 3, detail: 'SHA-256 chain value' }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'chain-broken', batch: 3, detail: 'SM3 chain value' }),
    );
    expect(found.filter((problem) => problem.kind === 'inserted')).toHaveLength(8);
  });

  it('[PLAT-07:verify] leaves taken away with their rows', async () => {
    const seq = await seqOfAct(2);
    const batch = await batchOf(seq);
    await tamper(trial.intruder, 'delete from audit.operation where seq = $1', [seq.toString()]);
    await tamper(trial.intruder, 'delete from audit.leaf where seq = $1', [seq.toString()]);
    expect((await problems()).map(({ kind, batch, detail }) => [kind, batch, detail])).toEqual(
      expect.arrayContaining([['chain-broken', batch, '7 leaves instead of 8']]),
    );
  });

  it('[PLAT-07:verify] a time of sealing that was changed does not fit the signature', async () => {
    await tamper(trial.intruder, `update audit.batch set sealed_at = sealed_at - interval '1 day' where number = 3`);
    expect((await problems()).map(({ kind, batch }) => [kind, batch])).toEqual([
      ['signature-wrong', 3],
      ['witness-differs', 3],
    ]);
  });

  it('[PLAT-07:witness] a chain forged throughout is betrayed by the signatures, and by the witness', async () => {
    const seq = await seqOfAct(2);
    const batch = await batchOf(seq);
    await tamper(trial.intruder, `update audit.operation set actor = 'user:zhang' where seq = $1`, [seq.toString()]);
    await refitLeaf(seq);
    const last = await forgeChain(generateKeyPairSync('ed25519').privateKey);
    const forged = Array.from({ length: last - batch + 1 }, (_, index) => batch + index);
    const named = (found: Problem[], kind: string) =>
      found.filter((problem) => problem.kind === kind).map(({ batch }) => batch);
    const withoutWitness = await trial.verify({ witnessText: '' });
    expect(new Set(withoutWitness.problems.map(({ kind }) => kind))).toEqual(new Set(['signature-wrong']));
    expect(named(withoutWitness.problems, 'signature-wrong')).toEqual(expect.arrayContaining(forged));
    expect(named(await problems(), 'witness-differs')).toEqual(expect.arrayContaining(forged));

    // Even with the signing key stolen the witness stands against it.
    await forgeChain(trial.signingKey);
    const stolen = await problems();
    expect(named(stolen, 'witness-differs')).toEqual(forged);
    expect(stolen).toHaveLength(forged.length);
  });

  it('[PLAT-07:witness] a witness that was edited is told from the log', async () => {
    const lines = (await readFile(trial.witnessPath, 'utf8')).split('\n');
    const edited = lines.with(1, (lines[1] ?? '').replace(/"count":\d+/, '"count":3')).with(2, 'scribble');
    await writeFile(trial.witnessPath, edited.join('\n'));
    expect((await problems()).map(({ kind, batch, detail }) => [kind, batch, detail])).toEqual([
      ['witness-differs', null, 'line 3 of the witness cannot be read'],
      ['witness-differs', 2, 'count'],
      ['witness-differs', 3, 'the witness has no line for this batch'],
    ]);
  });

  /** Rewrites a leaf to fit the row that stands under its number. */
  async function refitLeaf(seq: bigint): Promise<void> {
    const [row] = (await rowsBySeq(trial.intruder, [seq])).get(seq) ?? [];
    if (!row) throw new Error(`no row ${seq}`);
    await tamper(trial.intruder, 'update audit.leaf set hash = $2 where seq = $1', [seq.toString(), contentHash(row)]);
  }

  /** Makes roots, chain and signatures consistent again, as one with the whole database in hand would. */
  async function forgeChain(key: KeyObject): Promise<number> {
    let before: Links = genesis;
    let number = 0;
    for (const batch of await listBatches(trial.intruder, 0, 1_000)) {
      const leaves = await listLeaves(trial.intruder, batch.number, 0, 1_000);
      const content = { ...batch, root: merkleRoot(leaves.map((leaf) => leafNode(leaf.seq, leaf.hash))) };
      const forged: SealedBatch = { ...content, ...linkBatch(before, content) };
      const signature = signBatch(forged, key);
      const line = witnessLine({ ...forged, signature }, 'trial');
      await tamper(
        trial.intruder,
        `update audit.batch set root = decode($2, 'hex'), chain = decode($3, 'hex'), chain_sm3 = decode($4, 'hex'),
         signature = $5 where number = $1`,
        [batch.number, line.root, line.chain, line.sm3, signature],
      );
      before = forged;
      number = batch.number;
    }
    return number;
  }
});

describe('[PLAT-07:verify] the report', () => {
  it('[PLAT-07:verify] says in both languages what was checked, what is wrong where, and never a value', async () => {
    await tamper(trial.intruder, `update trial.note set body = '秘密', amount = 7 where id = $1`, [nth(0).note]);
    await acts(trial.app, 1);
    const report = await trial.verify();
    const zh = reportText(report, 'zh');
    const en = reportText(report, 'en');
    expect(exitCodeOf(report)).toBe(1);
    expect(en).toContain('Not sealed yet: 3 log rows');
    expect(zh).toContain('尾部尚未封存:日志 3 行');
    expect(en).toContain('1 problem found:');
    for (const text of [zh, en]) {
      expect(text).toMatch(/\[row-differs\] .*trial\.note/);
      expect(text).toContain(nth(0).note);
      expect(text).toContain('columns amount, body');
      expect(text).not.toContain('秘密');
    }
  });

  it('[PLAT-07:verify] counts what it no longer lists', async () => {
    await tamper(trial.intruder, 'update trial.note set amount = amount + 1');
    const report = await trial.verify({ mostProblems: 5 });
    expect(report.problems).toHaveLength(5);
    expect(report.problemCount).toBe(12);
    expect(reportText(report, 'en')).toContain('… and 7 more.');
  });

  it('[PLAT-07:verify] changes nothing, and refuses a user who does not see the whole log', async () => {
    const { verify } = await import('./verify.ts');
    await expect(verify(trial.app, { witnessText: '', publicKey: trial.publicKey })).rejects.toThrow(/verify-rights/);
    const size = `select (select count(*) from audit.leaf)::int + (select count(*) from audit.operation)::int`;
    const before = await one<number>(size);
    await verify(trial.intruder, { witnessText: '', publicKey: trial.publicKey });
    expect(await one<number>(size)).toBe(before);
  });
});
