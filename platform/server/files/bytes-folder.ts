import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../serve/errors.ts';
import { type FileBytes, keyOf, parsePart, partName } from './bytes.ts';

/** Files in a local folder. A part is written under another name, forced to the disk, then renamed. */
export function createFolderBytes(root: string): FileBytes {
  const folderOf = (file: Parameters<typeof keyOf>[0]) => path.join(root, keyOf(file));
  return {
    put: async (file, offset, content) => {
      const folder = folderOf(file);
      const draft = path.join(folder, `draft-${randomBytes(8).toString('hex')}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeForced(draft, content);
        await rename(draft, path.join(folder, partName(offset, content.length)));
        await forceFolder(folder);
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw isFull(error) ? new Refusal(507, 'storage-full') : error;
      }
    },
    list: async (file) => (await namesIn(folderOf(file))).flatMap((name) => parsePart(name) ?? []),
    get: async (file, part) => {
      const place = path.join(folderOf(file), partName(part.offset, part.bytes));
      const content = await readFile(place).catch(() => undefined);
      if (content?.length !== part.bytes) throw new Error(`file-bytes-missing: ${keyOf(file)} at ${part.offset}`);
      return content;
    },
    drop: (file) => rm(folderOf(file), { recursive: true, force: true }),
  };
}

async function writeForced(place: string, content: Buffer): Promise<void> {
  const handle = await open(place, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The rename itself must reach the disk, or an acknowledged part could be gone after a power cut. */
async function forceFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined); // some systems cannot force a folder
  await handle?.close();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? '');
}
