/** A part of a file: where it starts and how long it is. */
export type Part = { readonly offset: number; readonly bytes: number };

export type FileKey = { readonly home: string; readonly id: string };

/**
 * Where the bytes of files stand: a folder or an S3 bucket. A file is its parts, one object each, visible only when
 * whole; nothing is joined or renamed later, so a crash can leave a part too many but never half of one.
 * `put` throws the refusal `storage-full` when there is no space.
 */
export type FileBytes = {
  put(file: FileKey, offset: number, content: Buffer): Promise<void>;
  list(file: FileKey): Promise<Part[]>;
  /** Throws `file-bytes-missing` when the part is not there. */
  get(file: FileKey, part: Part): Promise<Buffer>;
  /** Removes every part, and what broken writes left. */
  drop(file: FileKey): Promise<void>;
};

/** `<home>/ab/cd/<id>`: the fan-out comes from the random end of the id, the home keeps ids of two homes apart. */
export function keyOf({ home, id }: FileKey): string {
  return `${home}/${id.slice(-4, -2)}/${id.slice(-2)}/${id}`;
}

export function partName(offset: number, bytes: number): string {
  return `${offset}-${bytes}`;
}

export function parsePart(name: string): Part | undefined {
  const found = /^(\d+)-(\d+)$/.exec(name);
  return found ? { offset: Number(found[1]), bytes: Number(found[2]) } : undefined;
}

/** The parts that make the file from its beginning, without a gap. Of two at one place the longer counts. */
export function chainParts(parts: readonly Part[]): Part[] {
  const longest = new Map<number, Part>();
  for (const part of parts) if (part.bytes > (longest.get(part.offset)?.bytes ?? 0)) longest.set(part.offset, part);
  const chain: Part[] = [];
  for (let next = longest.get(0); next; next = longest.get(next.offset + next.bytes)) chain.push(next);
  return chain;
}
