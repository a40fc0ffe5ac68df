import { randomUUID, sign, verify } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { createOnce, type InstallationKeys } from './keys.ts';

const record = z.strictObject({
  id: z.uuid(),
  kind: z.enum(['real', 'demo', 'test']),
  createdAt: z.iso.datetime({ offset: true }),
  /** The last migration that ran here. */
  schema: z.string(),
  /** Signature over id, kind and createdAt: a demo, whose clock can be moved, never becomes a real one by an editor. */
  signature: z.base64(),
});

export type InstallationRecord = Readonly<z.infer<typeof record>>;
export type InstallationKind = InstallationRecord['kind'];

export const recordFileOf = (folder: string) => path.join(folder, 'installation.json');

export async function findRecord(folder: string): Promise<InstallationRecord | undefined> {
  const text = await readFile(recordFileOf(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return record.parse(JSON.parse(text));
  } catch {
    throw new Error(`record-damaged: ${recordFileOf(folder)} is not readable; take it from a backup`);
  }
}

/** Makes the record of a new installation, or checks that of an old one. Throws `kind-fixed`, `record-forged`. */
export async function ensureRecord(
  folder: string,
  keys: InstallationKeys,
  wish: { readonly kind: InstallationKind | undefined; readonly now: string },
): Promise<InstallationRecord> {
  if (!(await findRecord(folder))) {
    const made = { id: randomUUID(), kind: wish.kind ?? ('real' as const), createdAt: wish.now };
    const signature = sign(null, signed(made), keys.auditSigning).toString('base64');
    await createOnce(recordFileOf(folder), format({ ...made, schema: '', signature }), 0o644);
  }
  const found = await findRecord(folder);
  if (!found) throw new Error(`record-damaged: ${recordFileOf(folder)}`);
  if (!verify(null, signed(found), keys.auditPublic, Buffer.from(found.signature, 'base64'))) {
    throw new Error(`record-forged: ${recordFileOf(folder)} was changed, or belongs to other keys`);
  }
  if (wish.kind !== undefined && wish.kind !== found.kind) {
    throw new Error(`kind-fixed: this installation was made as ${found.kind} and stays so; use another folder`);
  }
  return found;
}

/** Notes how far the database's migrations are. */
export async function noteSchema(folder: string, schema: string): Promise<void> {
  const found = await findRecord(folder);
  if (!found || found.schema === schema) return;
  const draft = `${recordFileOf(folder)}.new`;
  const handle = await open(draft, 'w', 0o644);
  await handle.writeFile(format({ ...found, schema }));
  await handle.sync();
  await handle.close();
  await rename(draft, recordFileOf(folder));
}

function signed(part: Pick<InstallationRecord, 'id' | 'kind' | 'createdAt'>): Buffer {
  return Buffer.from(JSON.stringify(['qianmo-installation/1', part.id, part.kind, part.createdAt]));
}

const format = (value: InstallationRecord) => `${JSON.stringify(value, null, 2)}\n`;
