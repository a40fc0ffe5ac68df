/** Bytes of real formats, made by hand, for tests of what is sniffed and read. */

type Picture = { width: number; height: number; takenAt: string; latitude: number; longitude: number };

/** A JPEG of no image: its frame header and an EXIF block with time and place (degrees east and north). */
export function jpegWith({ width, height, takenAt, latitude, longitude }: Picture): Buffer {
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(takenAt, latitude, longitude)]);
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, exif), frame, Buffer.from([0xff, 0xd9])]);
}

function segment(marker: number, content: Buffer): Buffer {
  const length = content.length + 2;
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), content]);
}

type Tag = { id: number; type: number; count: number; value: Buffer };

/** IFD0 with pointers to the EXIF and GPS blocks, big-endian. */
function tiff(takenAt: string, latitude: number, longitude: number): Buffer {
  const rational = (value: number) => {
    const minutes = Math.round((value % 1) * 60 * 100);
    const buffer = Buffer.alloc(24);
    for (const [at, number] of [Math.floor(value), 1, minutes, 100, 0, 1].entries())
      buffer.writeUInt32BE(number, at * 4);
    return buffer;
  };
  const pointer = (id: number): Tag => ({ id, type: 4, count: 1, value: Buffer.alloc(4) });
  const exifAt = 8 + 2 + 2 * 12 + 4;
  const exif = block([{ id: 0x9003, type: 2, count: 20, value: Buffer.from(`${takenAt}\0`, 'latin1') }], exifAt);
  const gpsAt = exifAt + exif.length;
  const gps = block(
    [
      { id: 1, type: 2, count: 2, value: Buffer.from('N\0\0\0') },
      { id: 2, type: 5, count: 3, value: rational(latitude) },
      { id: 3, type: 2, count: 2, value: Buffer.from('E\0\0\0') },
      { id: 4, type: 5, count: 3, value: rational(longitude) },
    ],
    gpsAt,
  );
  const pointers = [pointer(0x8769), pointer(0x8825)];
  pointers[0]?.value.writeUInt32BE(exifAt);
  pointers[1]?.value.writeUInt32BE(gpsAt);
  const header = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8]);
  return Buffer.concat([header, block(pointers, 8), exif, gps]);
}

function block(tags: readonly Tag[], at: number): Buffer {
  const entries = Buffer.alloc(2 + tags.length * 12 + 4);
  const extra: Buffer[] = [];
  let free = at + entries.length;
  entries.writeUInt16BE(tags.length, 0);
  for (const [index, { id, type, count, value }] of tags.entries()) {
    const start = 2 + index * 12;
    entries.writeUInt16BE(id, start);
    entries.writeUInt16BE(type, start + 2);
    entries.writeUInt32BE(count, start + 4);
    if (value.length <= 4) value.copy(entries, start + 8);
    else {
      entries.writeUInt32BE(free, start + 8);
      extra.push(value);
      free += value.length;
    }
  }
  return Buffer.concat([entries, ...extra]);
}

/** A zip archive with these members: texts stored as they are, bytes as a packed (deflated) stream. */
export function zipOf(members: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, member] of Object.entries(members)) {
    const content = Buffer.from(member);
    const method = typeof member === 'string' ? 0 : 8;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), content);
    directory.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + content.length;
  }
  const end = Buffer.alloc(22);
  const count = Object.keys(members).length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
