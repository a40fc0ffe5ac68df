import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

// Cost of one guess: 64 MB and a fraction of a second.
const COST: ScryptOptions = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const SHORTEST_PASSPHRASE = 12;
const CONTEXT = Buffer.from('qianmo-keys-box/1');

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const box = z.strictObject({
  format: z.literal('qianmo-keys-box/1'),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  body: z.base64(),
});

const content = z.strictObject({ keys: z.string(), manifestSha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** What the passphrase protects: the key file, and the sum of the list that names all other files. */
export type BoxContent = Readonly<z.infer<typeof content>>;

/** Reads the passphrase: the file's first line. Throws `passphrase-missing` or `passphrase-too-short`. */
export async function readPassphrase(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`passphrase-missing: ${file} cannot be read (${error.message})`);
  });
  const passphrase = (text.split(/\r?\n/)[0] ?? '').normalize('NFC');
  if (passphrase.length < SHORTEST_PASSPHRASE) {
    throw new Error(`passphrase-too-short: ${file} holds fewer than ${SHORTEST_PASSPHRASE} characters`);
  }
  return passphrase;
}

export async function closeBox(passphrase: string, secret: BoxContent): Promise<string> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, 32, COST), nonce).setAAD(CONTEXT);
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
  const parts = { salt, nonce, tag: cipher.getAuthTag(), body };
  const texts = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.toString('base64')]));
  return `${JSON.stringify({ format: 'qianmo-keys-box/1', ...texts }, null, 2)}\n`;
}

/** Opens a box. Throws `keys-file-damaged` if it is not one, `passphrase-wrong` if it does not open. */
export async function openBox(passphrase: string, text: string): Promise<BoxContent> {
  let parts: z.infer<typeof box>;
  try {
    parts = box.parse(JSON.parse(text));
  } catch {
    throw new Error('keys-file-damaged: it is not a key file of a backup');
  }
  const bytes = (part: string) => Buffer.from(part, 'base64');
  const key = await derive(passphrase, bytes(parts.salt), 32, COST);
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes(parts.nonce), { authTagLength: 16 }).setAAD(CONTEXT);
    cipher.setAuthTag(bytes(parts.tag));
    const plain = Buffer.concat([cipher.update(bytes(parts.body)), cipher.final()]);
    return content.parse(JSON.parse(plain.toString('utf8')));
  } catch {
    throw new Error('passphrase-wrong: the key file does not open with this passphrase (or was changed)');
  }
}
