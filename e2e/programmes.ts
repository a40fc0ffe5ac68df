import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { file } from '@qianmo/platform/contract';
import { importPack, recordTargetValue } from '@qianmo/programme/contract';
import { importShippedPacks, readShippedPacks } from '@qianmo/programme/server';
import type { TestServer, TestUser } from '@qianmo/server/testing';

const folder = fileURLToPath(new URL('../packs/', import.meta.url));

/** The plan as it stands in the repository. */
export const packText = (id: string): string => readFileSync(`${folder}${id}/pack.yaml`, 'utf8');

/** Puts the five programmes in force as the first start does, each by an administrator over HTTP. */
export async function importProgrammes(t: TestServer): Promise<void> {
  const admin = await t.signInAs({ home: '000000', role: 'administrator' });
  await importShippedPacks((home, input) => admin.ok(importPack, { home, input }), await readShippedPacks(folder));
}

/** Sends a paper the way a browser does; answers its id. */
export async function sendPaper(t: TestServer, user: TestUser, home: string, name: string): Promise<string> {
  const content = Buffer.from(`${name}\n每村一行，附站点照片。\n`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { id } = await user.ok(file.beginFile, { home, input: { name, bytes: content.length, sha256 } });
  const part = await fetch(t.url + file.partPath(home, id, 0), {
    method: 'PUT',
    headers: { cookie: user.cookie, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(content),
  });
  if (part.status !== 200) throw new Error(`part of ${name} → ${part.status} ${await part.text()}`);
  await user.ok(file.completeFile, { home, input: { id } });
  return id;
}

type Shares = { home: string; programme: string; target: string; observedOn: string; numerator: string };

/** A share of a hundred villages, entered with its paper. */
export async function enterShare(t: TestServer, user: TestUser, entry: Shares): Promise<void> {
  const { home, numerator, ...input } = entry;
  const id = await sendPaper(t, user, home, `村级服务点名册-${entry.observedOn}.txt`);
  const counts = { numerator, denominator: '100' };
  await user.ok(recordTargetValue, { home, input: { ...input, counts, evidence: [{ kind: 'file', id }] } });
}
