import { instant, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

export const fileStates = ['awaited', 'stored', 'expired', 'dropped'] as const;
export type FileState = (typeof fileStates)[number];

/** Endings a name may have, with the media type its bytes must turn out to be. */
export const fileEndings: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ofd: 'application/ofd',
  csv: 'text/csv',
  txt: 'text/plain',
  zip: 'application/zip',
};

/** Forms of old office programs: asked to be saved anew, since nothing here reads them safely. */
export const oldOfficeEndings = ['xls', 'doc', 'ppt'];

const MB = 1_048_576;
/** Most bytes by ending; others fall under `other`. */
export const fileCaps: Readonly<Record<string, number>> = {
  jpg: 20 * MB,
  jpeg: 20 * MB,
  png: 20 * MB,
  webp: 20 * MB,
  heic: 20 * MB,
  xlsx: 20 * MB,
  csv: 20 * MB,
  txt: 20 * MB,
  other: 100 * MB,
};

/** A part carries at most this much, and only the last one less than the least. */
export const MOST_PART_BYTES = 4 * MB;
export const LEAST_PART_BYTES = 64 * 1024;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'sha256' });

export const fileCard = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(fileStates),
  purpose: z.enum(['evidence', 'sheet']),
  bytes: z.number().int(),
  sha256,
  mediaType: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Read from the picture: when and where it says it was taken. A camera's word, not proof. */
  takenAt: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  begunBy: z.string(),
  begunAt: z.string(),
  settledAt: z.string().nullable(),
});
export type FileCard = z.infer<typeof fileCard>;

export const subjectRef = {
  subjectKind: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/, { error: 'subject-kind' }),
  subject: safeText(120),
};

export const beginFile = write({
  name: 'file.begin',
  home: 'path',
  permission: 'file.add',
  summary: 'Declares a file before its bytes are sent: name, size, SHA-256',
  input: z.strictObject({
    name: safeText(200),
    bytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    sha256,
    purpose: z.enum(['evidence', 'sheet']).default('evidence'),
  }),
  result: z.strictObject({ id: z.string(), mostPartBytes: z.number().int(), leastPartBytes: z.number().int() }),
  rejections: ['file-type-refused', 'file-type-old-office', 'file-too-large'],
});

/** The bytes themselves: `PUT /api/{home}/file/{id}/part?offset=`, at most `mostPartBytes` of application/octet-stream. */
export const partPath = (home: string, id: string, offset: number) => `/api/${home}/file/${id}/part?offset=${offset}`;

export const fileProgress = read({
  name: 'file.progress',
  home: 'path',
  permission: 'file.add',
  summary: 'How many bytes of a declared file have arrived: where to go on',
  input: z.strictObject({ id: uuid }),
  result: z.strictObject({ state: z.enum(fileStates), bytes: z.number().int(), received: z.number().int() }),
  rejections: ['file-unknown'],
});

export const completeFile = write({
  name: 'file.complete',
  home: 'path',
  permission: 'file.add',
  summary: 'All bytes are sent: checks size, hash and type, and keeps the file as a fact',
  input: z.strictObject({ id: uuid }),
  result: z.strictObject({ id: z.string(), mediaType: z.string() }),
  rejections: [
    'file-unknown',
    'file-not-awaited',
    'file-incomplete',
    'file-hash-differs',
    'file-type-mismatch',
    'file-type-refused',
  ],
});

export const getFile = read({
  name: 'file.get',
  home: 'path',
  permission: 'file.read',
  summary: 'What is known of a file',
  input: z.strictObject({ id: uuid }),
  result: fileCard,
  rejections: ['file-unknown'],
});

export const fileContent = read({
  name: 'file.content',
  home: 'path',
  permission: 'file.read',
  summary: 'The bytes of a stored file, as a download',
  input: z.strictObject({ id: uuid }),
  result: z.strictObject({
    home: z.string(),
    id: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.number().int(),
    partBytes: z.array(z.number().int()),
  }),
  rejections: ['file-unknown', 'file-not-stored'],
});

export const linkFile = write({
  name: 'file.link',
  home: 'path',
  permission: 'file.add',
  summary: 'Puts a stored file to a subject as evidence',
  input: z.strictObject({ id: uuid, ...subjectRef }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['file-unknown', 'file-not-stored', 'file-linked-already'],
});

export const listFilesFor = read({
  name: 'file.listFor',
  home: 'path',
  permission: 'file.read',
  summary: 'The evidence of a subject',
  input: z.strictObject(subjectRef),
  result: z.strictObject({
    items: z.array(z.strictObject({ ...fileCard.shape, linkedBy: z.string(), linkedAt: instant })),
  }),
});

export const fileOperations = [beginFile, fileProgress, completeFile, getFile, fileContent, linkFile, listFilesFor];
