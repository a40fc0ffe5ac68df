import { fileEndings } from '../../contract/file.ts';
import { findEntries, type ZipEntry } from './zip.ts';

/** What is kept of a file while it passes: enough of both ends to know it by, and whether it reads as text. */
export type Sample = {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly bytes: number;
  readonly isText: boolean;
};

export const HEAD_BYTES = 262_144; // the EXIF block of a picture lies within
export const TAIL_BYTES = 1_048_576; // the directory of an archive lies within

const office = 'application/vnd.openxmlformats-officedocument.';
const signatures: readonly (readonly [string, (head: Buffer) => boolean])[] = [
  ['image/jpeg', (head) => starts(head, [0xff, 0xd8, 0xff])],
  ['image/png', (head) => starts(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/webp', (head) => latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP'],
  ['image/heic', (head) => latin(head, 4, 8) === 'ftyp' && /^(heic|heix|hevc|mif1|msf1)$/.test(latin(head, 8, 12))],
  ['application/pdf', (head) => latin(head, 0, 5) === '%PDF-'],
];
const activeText = /^\s*(?:<[!?a-z]|#!|@echo\b)/i;

/** The media type that the bytes are, or null for anything that is not kept here (programs, pages, scripts, old office). */
export function sniff(sample: Sample): string | null {
  const known = signatures.find(([, fits]) => fits(sample.head));
  if (known) return known[0];
  if (starts(sample.head, [0x50, 0x4b, 0x03, 0x04])) return sniffArchive(sample);
  if (!sample.isText) return null;
  return activeText.test(sample.head.toString('utf8', 0, 1_024).replace(/^\ufeff/, '')) ? null : 'text/plain';
}

function sniffArchive({ tail, bytes }: Sample): string | null {
  const entries = findEntries(tail, bytes - tail.length);
  if (entries === undefined || entries.some((entry) => entry.encrypted)) return null;
  const has = (name: string) => entries.some((entry) => entry.name === name);
  if (entries.some(isMacro)) return null;
  if (has('[Content_Types].xml') && has('xl/workbook.xml')) return `${office}spreadsheetml.sheet`;
  if (has('[Content_Types].xml') && has('word/document.xml')) return `${office}wordprocessingml.document`;
  if (has('OFD.xml')) return 'application/ofd';
  return has('[Content_Types].xml') ? null : 'application/zip';
}

function isMacro(entry: ZipEntry): boolean {
  return (
    /(?:^|\/)vba(?:Project|Data)\./i.test(entry.name) ||
    (/\.bin$/i.test(entry.name) && /macrosheets?\//i.test(entry.name))
  );
}

/** The verdict on a file: its media type, or why it is not kept. `csv` and `txt` are told apart by their names only. */
export function judgeType(name: string, sample: Sample): { mediaType: string } | { code: string } {
  const sniffed = sniff(sample);
  if (sniffed === null) return { code: 'file-type-refused' };
  const named = fileEndings[endingOf(name)];
  const same = named === sniffed || (named === 'text/csv' && sniffed === 'text/plain');
  return same && named !== undefined ? { mediaType: named } : { code: 'file-type-mismatch' };
}

export function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

function starts(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}

function latin(head: Buffer, from: number, to: number): string {
  return head.toString('latin1', from, to);
}

/** Feels its way through a text: UTF-8 or GB 18030, without the bytes that no text has. */
export function createTextProbe(): { feed(chunk: Buffer): void; end(): boolean } {
  const decoders = [new TextDecoder('utf-8', { fatal: true }), new TextDecoder('gb18030', { fatal: true })];
  let alive = [...decoders];
  let clean = true;
  const feed = (chunk: Buffer, stream: boolean) => {
    alive = alive.filter((decoder) => decodes(decoder, chunk, stream));
  };
  return {
    feed: (chunk) => {
      clean &&= !chunk.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
      if (clean) feed(chunk, true);
    },
    end: () => {
      if (clean) feed(Buffer.alloc(0), false);
      return clean && alive.length > 0;
    },
  };
}

function decodes(decoder: TextDecoder, chunk: Buffer, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}
