import { buildTemplate, startCluster, TEMPLATE, TEST_PASSWORD } from '@qianmo/platform/testing';
import { Client, type ClientConfig } from 'pg';
import { type Line, median } from './report.ts';

const ROWS = 1_000_000;
const HOMES = 3_000;
const ROUNDS = 60;
const MOST_COST = 1.15;

/** What row-level security costs on a one-county question over a million rows: the application's role against the owner. */
export async function benchPolicy(): Promise<Line[]> {
  const cluster = await startCluster();
  try {
    await buildTemplate(cluster, fill);
    const connection = { ...cluster.connection, database: TEMPLATE };
    const owner = await connect(connection);
    const app = await connect({ ...connection, user: 'qianmo_app', password: TEST_PASSWORD });
    await app.query(`select set_config('app.read', '100042', false)`);
    const ratios: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [first, second] = round % 2 === 0 ? [owner, app] : [app, owner];
      const [one, two] = [await ask(first), await ask(second)];
      const [free, guarded] = round % 2 === 0 ? [one, two] : [two, one];
      if (round < 10) continue; // warm-up
      ratios.push(guarded / free);
      bare.push(free);
    }
    await Promise.all([owner.end(), app.end()]);
    const value = median(ratios);
    return [
      {
        what: 'policies: one-county question over 1 M rows, guarded / bare',
        value,
        unit: 'ratio',
        want: `≤ ${MOST_COST}`,
        met: value <= MOST_COST,
        reference: `${median(bare).toFixed(2)} ms bare`,
      },
    ];
  } finally {
    await cluster.stop();
  }
}

async function fill(owner: Client): Promise<void> {
  await owner.query(`create schema bench; grant usage on schema bench to qianmo_app;
    create table bench.record (home text collate "C" not null, id bigint not null, day date not null, amount bigint not null,
      primary key (home, id));
    insert into bench.record select (100000 + n % ${HOMES})::text, n, date '2019-01-01' + (n % 365)::int, n % 977
      from generate_series(1, ${ROWS}) n;
    select platform.guard('bench.record', class => 'home');
    analyze bench.record`);
}

async function connect(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  await client.connect();
  return client;
}

/** Milliseconds for twenty of the same question. */
async function ask(client: Client): Promise<number> {
  const started = performance.now();
  for (let time = 0; time < 20; time += 1) {
    await client.query({
      name: 'sum',
      text: 'select day, sum(amount) from bench.record where home = $1 group by day order by day',
      values: ['100042'],
    });
  }
  return (performance.now() - started) / 20;
}
