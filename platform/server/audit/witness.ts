import { open } from 'node:fs/promises';
import path from 'node:path';
import type { SealedBatch } from './chain.ts';

/** Where sealed batches are shown outside the database: the witness file, or another append-only place. */
export type Witness = {
  /** The last line that was written whole, if any. */
  findLast(): Promise<WitnessLine | undefined>;
  /** Resolves once the line is on stable storage. */
  append(line: string): Promise<void>;
};

/** One line of the witness, a JSON object; hashes in hex, the signature in base64. */
export type WitnessLine = {
  readonly installation: string;
  readonly number: number;
  readonly firstSeq: string;
  readonly lastSeq: string;
  readonly count: number;
  readonly root: string;
  readonly chain: string;
  readonly sm3: string;
  readonly sealedAt: string;
  readonly signature: string;
};

const textFields = ['installation', 'firstSeq', 'lastSeq', 'root', 'chain', 'sm3', 'sealedAt', 'signature'] as const;

export function witnessLine(batch: SealedBatch, installation: string): WitnessLine {
  return {
    installation,
    number: batch.number,
    firstSeq: batch.firstSeq.toString(),
    lastSeq: batch.lastSeq.toString(),
    count: batch.count,
    root: batch.root.toString('hex'),
    chain: batch.chain.toString('hex'),
    sm3: batch.sm3.toString('hex'),
    sealedAt: batch.sealedAt,
    signature: batch.signature.toString('base64'),
  };
}

/** Reads one line; undefined when it is not a whole witness line. */
export function parseWitnessLine(text: string): WitnessLine | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isWitnessLine(parsed) ? parsed : undefined;
}

function isWitnessLine(value: unknown): value is WitnessLine {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(fields.number) &&
    Number.isSafeInteger(fields.count) &&
    textFields.every((name) => typeof fields[name] === 'string')
  );
}

/** Names the fields in which a batch is not what the witness saw. */
export function witnessDifferences(seen: WitnessLine, batch: SealedBatch): string[] {
  const now = witnessLine(batch, seen.installation);
  return (Object.keys(now) as (keyof WitnessLine)[]).filter((name) => seen[name] !== now[name]);
}

export type WitnessReading = {
  /** Raw lines by batch number; kept raw because a long witness is large. */
  readonly lines: ReadonlyMap<number, string>;
  readonly last: WitnessLine | undefined;
  /** Line numbers (from 1) that say nothing or gainsay an earlier line. */
  readonly unreadable: readonly number[];
  readonly contradicting: readonly { line: number; number: number }[];
};

/**
 * Reads a whole witness. A line torn by a crash is passed over when the line after it repeats it whole, or when it
 * is the last and was never ended.
 */
export function readWitness(text: string): WitnessReading {
  const lines = new Map<number, string>();
  const unreadable: number[] = [];
  const contradicting: { line: number; number: number }[] = [];
  let last: WitnessLine | undefined;
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    if (line.trim() === '') continue;
    const parsed = parseWitnessLine(line);
    if (!parsed) {
      const torn = index === all.length - 1 || all[index + 1]?.startsWith(line);
      if (!torn) unreadable.push(index + 1);
      continue;
    }
    const known = lines.get(parsed.number);
    if (known !== undefined && known !== line) contradicting.push({ line: index + 1, number: parsed.number });
    else lines.set(parsed.number, line);
    if (!last || parsed.number > last.number) last = parsed;
  }
  return { lines, last, unreadable, contradicting };
}

const TAIL_BYTES = 65_536; // far more than one line

/** A witness in a local file: appended and flushed line by line, never rewritten. */
export function witnessFile(file: string): Witness {
  return {
    async findLast() {
      const tail = await readTail(file);
      return tail === undefined ? undefined : readWitness(tail).last;
    },
    async append(line) {
      const tail = await readTail(file);
      const handle = await open(file, 'a', 0o644);
      try {
        const torn = tail !== undefined && tail !== '' && !tail.endsWith('\n');
        await handle.appendFile(`${torn ? '\n' : ''}${line}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (tail === undefined) await syncFolder(path.dirname(file));
    },
  };
}

async function readTail(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const bytes = Buffer.alloc(size - from);
    await handle.read(bytes, 0, bytes.length, from);
    const text = bytes.toString('utf8');
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be flushed there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
