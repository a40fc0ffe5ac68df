import { randomBytes } from 'node:crypto';
import type { Operation } from '@qianmo/platform/contract';
import type { z } from 'zod';
import { importPack } from '../contract.ts';
import { importShippedPacks } from '../server/index.ts';
import { fileOf, type PackId, tablesOf } from './packs.ts';

/** Homes of the five programmes of the repository. */
export const homeOf = {
  'xinjiang-2018': '650000',
  'longchuan-2020': '533124',
  'shigatse-2018': '540200',
  'chengxian-2019': '621221',
  'qinxian-2022': '140430',
} as const satisfies Record<PackId, string>;

/** What is needed here of the composed test server, whose own door stands above this module. */
type User = {
  readonly account: string;
  ok<I extends z.ZodObject, R extends z.ZodType>(
    operation: Operation<I, R>,
    call: { home: string; input: z.input<I> },
  ): Promise<z.output<R>>;
};
type Server = {
  readonly clock: { instant(): string };
  readonly sql: { query(text: string, values: unknown[]): Promise<{ rows: { id?: string }[] }> };
  signInAs(who: { home: string; role: 'administrator' }): Promise<User>;
};

/** Puts packs of the repository in force by the same path as the first start, each by an administrator over HTTP. */
export async function importPacks(t: Server, ids: readonly PackId[]): Promise<void> {
  const admin = await t.signInAs({ home: '000000', role: 'administrator' });
  await importShippedPacks(
    (home, input) => admin.ok(importPack, { home, input }),
    ids.map((id) => ({ id, text: fileOf(id, 'pack.yaml'), tables: tablesOf(id) })),
  );
}

/** A file that has been uploaded and found sound, as the register of files keeps it; the upload has tests of its own. */
export async function storedFile(
  t: Server,
  user: Pick<User, 'account'>,
  home: string,
): Promise<{ kind: 'file'; id: string }> {
  const { rows } = await t.sql.query(
    `insert into platform.file (home, id, name, purpose, bytes, sha256, state, media_type, part_bytes, begun_by, begun_at, settled_at)
     values ($1, gen_random_uuid(), '证明.pdf', 'evidence', 1, $2, 'stored', 'application/pdf', '{1}', $3, $4, $4) returning id`,
    [home, randomBytes(32), user.account, t.clock.instant()],
  );
  return { kind: 'file', id: rows[0]?.id ?? '' };
}
