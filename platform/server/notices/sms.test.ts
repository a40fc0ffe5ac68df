import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestServer, type TestServer } from '@qianmo/server/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionOf, furnish, startTrialWorker, trialHomes } from '../../testing/trial-worker.ts';
import { createPool } from '../database/pool.ts';
import { inScope, type Stage } from '../jobs/scoped.ts';
import { closeItemsOn } from './items.ts';
import { notify } from './notify.ts';
import { fileSmsAdapter, type SmsAdapter, smsJob } from './sms.ts';
import { smsText } from './sms-text.ts';

const home = '621221';
let t: TestServer;
let stage: Stage;
let folder = '';

beforeAll(async () => {
  t = await startTestServer({ start: '2019-09-27T10:00:00+08:00' });
  await furnish(t);
  stage = { pool: createPool(connectionOf(t, 'qianmo_job'), 3), clock: t.clock, homes: () => trialHomes };
  folder = await mkdtemp(path.join(tmpdir(), 'qianmo-sms-'));
});
afterAll(async () => {
  await stage.pool.end();
  await t.stop();
  await rm(folder, { recursive: true });
});

const words = { 'trial.report-due': ({ month }: Record<string, string | number>) => `${month}月报待报送` };
const phones = async () => [
  { recipient: 'user-1', phone: '13800000001' },
  { recipient: 'user-2', phone: '13800000002' },
];

function tell(id: string) {
  return inScope(stage, 'system:trial', [home], (db) =>
    notify(db, {
      home,
      source: 'trial',
      kind: 'due',
      subject: { kind: 'report', id },
      title: { code: 'trial.report-due', params: { month: 9 } },
      to: { kind: 'role', role: 'commerce' },
      dueOn: '2019-10-08',
      raisedBy: 'system:trial',
      now: t.clock.instant(),
      sms: true,
    }),
  );
}

async function send(adapter: SmsAdapter | null, run: () => Promise<unknown> = async () => undefined): Promise<void> {
  const worker = await startTrialWorker(t, [smsJob(adapter && { adapter, phones, words })]);
  await worker.settled();
  await run();
  await worker.stop();
}

const states = async (item: string | undefined) =>
  (
    await t.sql.query('select recipient, state, attempts, error from platform.sms_message where item = $1 order by 1', [
      item,
    ])
  ).rows;
const again = (item: string | undefined) =>
  t.sql.query(
    `with back as (update platform.job_run set state = 'queued', finished_at = null, id = gen_random_uuid()
                   where payload ->> 'item' = $1 returning home, id)
     select graphile_worker.add_job('notice.send-sms', json_build_object('home', home, 'run', id)) from back`,
    [item],
  );

it('is off unless a gateway is named', async () => {
  const item = await tell('off');
  await send(null);
  expect(await states(item)).toEqual([]);
});

it('writes each message once, to everyone the post stands for, without the number in the database', async () => {
  const adapter = fileSmsAdapter(folder);
  const item = await tell('once');
  await send(adapter);
  await again(item);
  await send(adapter);
  const lines = (await readFile(path.join(folder, 'messages.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line)).map(({ phone, text }) => [phone, text])).toEqual([
    ['13800000001', '【阡陌】9月报待报送，10月8日到期，请登录工作台查看。'],
    ['13800000002', '【阡陌】9月报待报送，10月8日到期，请登录工作台查看。'],
  ]);
  expect(await states(item)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  const { rows } = await t.sql.query(`select from platform.sms_message m where to_jsonb(m)::text like '%1380000%'`);
  expect(rows).toEqual([]);
});

it('tries again what the gateway refused, and does not reach again who was reached', async () => {
  const sent: string[] = [];
  let refusals = 1;
  const adapter: SmsAdapter = {
    send: async ({ phone }) => {
      if (phone.endsWith('2') && refusals > 0) {
        refusals -= 1;
        throw new Error(`balance too low for ${phone}`);
      }
      sent.push(phone);
    },
  };
  const item = await tell('refused');
  await send(adapter, async () => {
    await expect.poll(() => sent.length, { timeout: 15_000 }).toBe(2);
  });
  expect(sent).toEqual(['13800000001', '13800000002']);
  expect(await states(item)).toMatchObject([
    { state: 'sent', attempts: 1 },
    { state: 'sent', attempts: 2 },
  ]);
});

it('never sends again what may have left when a worker died', async () => {
  const item = await tell('died');
  await t.sql.query(
    `insert into platform.sms_message (home, id, item, occasion, recipient, state, attempts, queued_at)
     values ($1, gen_random_uuid(), $2, 'notice', 'user-1', 'sending', 1, now())`,
    [home, item],
  );
  const sent: string[] = [];
  await send({ send: async ({ phone }) => void sent.push(phone) });
  expect(sent).toEqual(['13800000002']);
  expect(await states(item)).toMatchObject([{ state: 'unclear' }, { state: 'sent' }]);
});

it('says nothing of what is closed in the meantime', async () => {
  const item = await tell('closed');
  await inScope(stage, 'system:trial', [home], (db) =>
    closeItemsOn(db, home, { kind: 'report', id: 'closed' }, { at: t.clock.instant(), by: 'x', how: 'done' }),
  );
  await send({ send: async () => expect.unreachable() });
  expect(await states(item)).toEqual([]);
});

it('says only that there is work where a title has no words', () => {
  const text = smsText({}, { code: 'no.words', params: { name: '张三' } }, null);
  expect(text).toBe('【阡陌】您有一项工作需要办理，请登录工作台查看。');
  const long = smsText({ a: () => '很'.repeat(300) }, { code: 'a', params: {} }, '2019-10-08');
  expect(long.length).toBeLessThanOrEqual(130);
});
