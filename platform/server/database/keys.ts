import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Everything secret of one installation. It stands outside the database, readable by the server's user alone. */
export type InstallationKeys = {
  readonly currentMaster: string;
  /** Master keys (32 bytes) by id; old ones stay until all personal keys are wrapped anew. */
  readonly masters: ReadonlyMap<string, Buffer>;
  readonly lookup: Buffer;
  readonly lookupId: string;
  /** Ed25519: signs the roots of the log. */
  readonly auditSigning: KeyObject;
  readonly auditPublic: KeyObject;
  readonly auditId: string;
  readonly cookieSecret: Buffer;
  readonly rolePassword: string;
};

const secret = z.base64().min(40);
const keyFile = z.strictObject({
  format: z.literal('qianmo-keys/1'),
  currentMaster: z.string(),
  masters: z.record(z.string(), secret),
  lookup: secret,
  auditSigning: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  cookieSecret: secret,
  rolePassword: z.string().min(20),
});

/** Name of a key: recognises it, says nothing about it. */
export function keyId(kind: string, key: Buffer): string {
  return `${kind}-${createHash('sha256').update(`qianmo ${kind} key id`).update(key).digest('hex').slice(0, 16)}`;
}

export function makeKeyText(): string {
  const master = randomBytes(32);
  const id = keyId('master', master);
  const file: z.infer<typeof keyFile> = {
    format: 'qianmo-keys/1',
    currentMaster: id,
    masters: { [id]: master.toString('base64') },
    lookup: randomBytes(32).toString('base64'),
    auditSigning: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cookieSecret: randomBytes(32).toString('base64'),
    rolePassword: randomBytes(24).toString('base64url'),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads the text of a key file. Throws `keys-damaged` if it is not one; never repeats its content. */
export function parseKeys(text: string): InstallationKeys {
  let file: z.infer<typeof keyFile>;
  try {
    file = keyFile.parse(JSON.parse(text));
  } catch {
    throw new Error('keys-damaged: the key file is not one of ours');
  }
  const masters = new Map(Object.entries(file.masters).map(([id, key]) => [id, Buffer.from(key, 'base64')]));
  for (const [id, key] of masters)
    if (keyId('master', key) !== id) throw new Error(`keys-damaged: ${id} is another key`);
  if (!masters.has(file.currentMaster)) throw new Error(`keys-damaged: ${file.currentMaster} is missing`);
  const lookup = Buffer.from(file.lookup, 'base64');
  const auditSigning = createPrivateKey(file.auditSigning);
  const auditPublic = createPublicKey(auditSigning);
  return {
    currentMaster: file.currentMaster,
    masters,
    lookup,
    lookupId: keyId('lookup', lookup),
    auditSigning,
    auditPublic,
    auditId: keyId('audit', auditPublic.export({ type: 'spki', format: 'der' })),
    cookieSecret: Buffer.from(file.cookieSecret, 'base64'),
    rolePassword: file.rolePassword,
  };
}

/** Ids of all keys, for a backup's list: which keys it needs, not the keys. */
export function listKeyIds(keys: InstallationKeys): string[] {
  return [...keys.masters.keys(), keys.lookupId, keys.auditId];
}

export const keyFileOf = (folder: string) => path.join(folder, 'keys', 'keys.json');
export const publicKeyFileOf = (folder: string) => path.join(folder, 'keys', 'audit-public.pem');

/** Reads the installation's keys, making them where `mayMake`. Throws `keys-missing` where they should be and are not. */
export async function ensureKeys(folder: string, mayMake: boolean): Promise<InstallationKeys> {
  const file = keyFileOf(folder);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await chmod(path.dirname(file), 0o700);
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) {
    if (!mayMake)
      throw new Error(`keys-missing: ${file} is gone; put it back, or restore a backup with its passphrase`);
    await createOnce(file, makeKeyText(), 0o600);
  }
  const keys = parseKeys(found ?? (await readFile(file, 'utf8')));
  await chmod(file, 0o600);
  await createOnce(publicKeyFileOf(folder), keys.auditPublic.export({ type: 'spki', format: 'pem' }).toString(), 0o644);
  return keys;
}

/** Writes a file whole and durable, or leaves the one that is there. Two first starts agree on one of them. */
export async function createOnce(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
