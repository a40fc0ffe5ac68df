import exifr from 'exifr';
import { z } from 'zod';

/** What a picture says of itself. `takenAt` is an ISO instant; a camera without a zone is taken to stand in China. */
export type PictureFacts = {
  readonly width: number | null;
  readonly height: number | null;
  readonly takenAt: string | null;
  readonly latitude: string | null;
  readonly longitude: string | null;
};

const nothing: PictureFacts = { width: null, height: null, takenAt: null, latitude: null, longitude: null };

const exifShape = z.object({
  DateTimeOriginal: z.string().optional().catch(undefined),
  OffsetTimeOriginal: z.string().optional().catch(undefined),
  ExifImageWidth: z.number().optional().catch(undefined),
  ExifImageHeight: z.number().optional().catch(undefined),
  latitude: z.number().min(-90).max(90).optional().catch(undefined),
  longitude: z.number().min(-180).max(180).optional().catch(undefined),
});

/** Reads size, day and place from the beginning of a picture. What cannot be read is null; a picture is never refused for it. */
export async function readPicture(mediaType: string, head: Buffer): Promise<PictureFacts> {
  if (!mediaType.startsWith('image/')) return nothing;
  const size = sizeOf(mediaType, head);
  const exif = exifShape.safeParse(await readExif(head)).data ?? {};
  return {
    width: size?.width ?? exif.ExifImageWidth ?? null,
    height: size?.height ?? exif.ExifImageHeight ?? null,
    takenAt: instantOf(exif.DateTimeOriginal, exif.OffsetTimeOriginal),
    latitude: exif.latitude?.toFixed(6) ?? null,
    longitude: exif.longitude?.toFixed(6) ?? null,
  };
}

async function readExif(head: Buffer): Promise<unknown> {
  try {
    return (await exifr.parse(head, { reviveValues: false, tiff: true, exif: true, gps: true })) ?? {};
  } catch {
    return {};
  }
}

function instantOf(text: string | undefined, offset: string | undefined): string | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text ?? '');
  if (!parts) return null;
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : '+08:00';
  const at = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

type Size = { width: number; height: number };

function sizeOf(mediaType: string, head: Buffer): Size | undefined {
  if (mediaType === 'image/png' && head.length >= 24)
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  if (mediaType === 'image/jpeg') return jpegSize(head);
  return mediaType === 'image/webp' ? webpSize(head) : undefined;
}

/** Walks the segments to the frame header (SOF0 to SOF15, without DHT, JPG and DAC). */
function jpegSize(head: Buffer): Size | undefined {
  let at = 2;
  while (at + 9 < head.length && head[at] === 0xff) {
    const marker = head[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(head: Buffer): Size | undefined {
  if (head.length < 30) return undefined;
  const form = head.toString('latin1', 12, 16);
  if (form === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (form === 'VP8 ') return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  if (form !== 'VP8L') return undefined;
  const packed = head.readUInt32LE(21);
  return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
}
