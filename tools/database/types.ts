import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildTemplate, startCluster, TEMPLATE } from '@qianmo/platform/testing';

// Writes database/schema.gen.ts from the real migrations on a real server. `--check` fails when the file is out of date.
const target = fileURLToPath(new URL('../../database/schema.gen.ts', import.meta.url));
const cluster = await startCluster();
try {
  await buildTemplate(cluster, async () => undefined);
  const { host, port, user } = cluster.connection;
  const url = `postgres://${user}@localhost:${port}/${TEMPLATE}?host=${encodeURIComponent(host ?? '')}`;
  const mapping = {
    timestamptz: 'string',
    int8: 'bigint',
    date: 'string',
    daterange: 'string',
    jsonb: 'unknown',
    xid8: 'string',
  };
  const args = [
    ...['--dialect', 'postgres', '--url', url, '--out-file', target, '--log-level', 'warn'],
    ...[
      '--default-schema',
      'none',
      '--type-mapping',
      JSON.stringify(mapping),
      '--exclude-pattern',
      '{graphile_worker,migration}.*',
    ],
    ...(process.argv.includes('--check') ? ['--verify'] : []),
  ];
  execFileSync('kysely-codegen', args, { stdio: 'inherit' });
} finally {
  await cluster.stop();
}
