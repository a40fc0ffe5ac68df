import { machineClock } from '@qianmo/platform/server';
import { composeServer } from '@qianmo/server';
import fastify from 'fastify';
import { type ClientConfig, Pool } from 'pg';
import { probe } from './pipe-probe.ts';

// Child process: the house or the bare reference, by the first argument; prints its address when it listens.
const [kind, connectionText = '{}'] = process.argv.slice(2);
const connection = JSON.parse(connectionText) as ClientConfig;
const CONNECTIONS = 16;

async function house(): Promise<string> {
  const server = await composeServer({
    connection: (role) => ({ ...connection, user: role }),
    kind: 'test',
    clock: machineClock(),
    secrets: {
      device: Buffer.alloc(32),
      totp: Buffer.alloc(32),
      personal: { currentMaster: 'bench', masters: new Map([['bench', Buffer.alloc(32)]]), lookup: Buffer.alloc(32) },
    },
    trustProxy: false,
    tls: null,
    logger: false,
    poolSize: CONNECTIONS,
    files: '/tmp/qianmo-bench-files',
    extra: probe,
    unlimited: true,
  });
  return server.app.listen({ host: '127.0.0.1', port: 0 });
}

type InScope = (text: string, values: unknown[], name: string) => Promise<{ rows: { subject?: string }[] }>;

function inScopeOf(pool: Pool, scoped: boolean): InScope {
  return async (text, values, name) => {
    const client = await pool.connect();
    try {
      if (!scoped) return await client.query({ text, values, name });
      await client.query('begin');
      await client.query({
        name: 'scope',
        text: `select set_config('app.read', $1, true), set_config('app.write', $1, true)`,
        values: ['621221'],
      });
      const result = await client.query({ text, values, name });
      await client.query('commit');
      return result;
    } finally {
      client.release();
    }
  };
}

/** What a careful developer writes by hand: begin, scope, the statement, commit. No checks, no log, no idempotency. */
async function bare(scoped: boolean): Promise<string> {
  const pool = new Pool({ ...connection, user: 'qianmo_app', max: CONNECTIONS });
  pool.on('error', () => undefined);
  const inScope = inScopeOf(pool, scoped);
  const app = fastify();
  app.post('/api/:home/probe/place', async (request) => {
    const { subject } = request.body as { subject: string };
    const id = String(request.headers['idempotency-key']);
    await inScope(
      `insert into bench.hold (home, id, subject_kind, subject, reason, placed_by, placed_at) values ($1, $2, 'probe', $3, 'probe', $4, $5)`,
      ['621221', id, subject, 'bench', new Date().toISOString()],
      'place',
    );
    return { id };
  });
  app.get('/api/:home/probe/find', async (request) => {
    const { id } = request.query as { id: string };
    const { rows } = await inScope(
      'select subject from bench.hold where home = $1 and id = $2',
      ['621221', id],
      'find',
    );
    return { subject: rows[0]?.subject ?? null };
  });
  return app.listen({ host: '127.0.0.1', port: 0 });
}

const address = kind === 'house' ? await house() : await bare(kind === 'scoped');
process.stdout.write(`${address}\n`);
process.on('SIGTERM', () => process.exit(0));
