import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  beginFile,
  completeFile,
  fileContent,
  fileProgress,
  getFile,
  linkFile,
  listFilesFor,
  partPath,
} from '../../contract/file.ts';
import { startBucket } from '../../testing/bucket.ts';
import { jpegWith, zipOf } from '../../testing/file-bytes.ts';
import { furnish, startTrialWorker } from '../../testing/trial-worker.ts';
import { download, receivedOf, sendFile, sendPart, sha256, storeFile } from '../../testing/uploads.ts';
import { createFolderBytes } from './bytes-folder.ts';
import { openFileBytes } from './bytes-open.ts';
import { fileJobs } from './jobs.ts';

const home = '621221';
const text = (words: string) => Buffer.from(words);
let t: TestServer;
let clerk: TestUser;
let filesFolder: string;

beforeAll(async () => {
  filesFolder = await mkdtemp(path.join(tmpdir(), 'qianmo-files-'));
  t = await startTestServer({ start: '2019-12-31T10:00:00+08:00', files: filesFolder });
  await furnish(t);
  clerk = await t.signInAs({ home, role: 'commerce' });
});
afterAll(async () => {
  await t.stop();
  await rm(filesFolder, { recursive: true, force: true });
});

const noise = (length: number) => Buffer.from(Array.from({ length }, (_, at) => 32 + ((at * 7919) % 90)));
const begin = (content: Buffer, name = '台账.txt') =>
  clerk.ok(beginFile, { home, input: { name, bytes: content.length, sha256: sha256(content) } });

describe('a file', () => {
  it('arrives in parts, is kept whole, and leaves as it came, to be saved and never shown', async () => {
    const content = noise(300_000);
    const id = await storeFile(t, clerk, { home, name: '验收 清单(一).txt', content, partBytes: 100_000 });
    expect(await clerk.ok(getFile, { home, input: { id } })).toMatchObject({
      state: 'stored',
      mediaType: 'text/plain',
      bytes: 300_000,
      begunAt: expect.stringMatching(/^2019-12-31T02:00:/),
    });
    const answer = await download(t, clerk, fileContent, { home, input: { id } });
    expect(answer.body.equals(content)).toBe(true);
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('验收')}`);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('content-length')).toBe('300000');
  });

  it('goes on where a broken line left it: what was cut is not there, what was acknowledged is', async () => {
    const content = noise(250_000);
    const { id } = await begin(content);
    await sendPart(t, clerk, { home, id, offset: 0, content: content.subarray(0, 100_000) });
    const { hostname, port } = new URL(t.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = [
      `PUT ${partPath(home, id, 100_000)} HTTP/1.1`,
      `host: ${hostname}:${port}`,
      `cookie: ${clerk.cookie}`,
      'content-type: application/octet-stream',
      'content-length: 150000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(content.subarray(100_000, 180_000));
    await expect.poll(() => socket.bytesWritten).toBeGreaterThan(80_000);
    socket.destroy();
    expect(await receivedOf(clerk, home, id)).toBe(100_000);
    const early = await clerk.refused(completeFile, { home, input: { id } });
    expect(early).toMatchObject({ code: 'file-incomplete', params: { received: 100_000, bytes: 250_000 } });
    await sendPart(t, clerk, { home, id, offset: 100_000, content: content.subarray(100_000) });
    const again = await sendPart(t, clerk, { home, id, offset: 0, content: content.subarray(0, 100_000) });
    expect(again).toEqual({ status: 200, body: { received: 250_000 } });
    const act = uuidV7(t.clock.milliseconds());
    const done = await clerk.ok(completeFile, { home, input: { id }, id: act });
    expect(await clerk.call(completeFile, { home, input: { id }, id: act })).toMatchObject({
      replayed: true,
      body: done,
    });
    const twice = await clerk.refused(completeFile, { home, input: { id } });
    expect(twice.code).toBe('file-not-awaited');
  });

  it('takes parts in order, of a fair size, never more than was declared', async () => {
    const { id } = await begin(noise(200_000));
    const part = (offset: number, length: number) =>
      sendPart(t, clerk, { home, id, offset, content: noise(length) }).then(({ body }) => body.code ?? body.received);
    expect(await part(5_000, 100_000)).toBe('file-part-out-of-order');
    expect(await part(0, 100)).toBe('file-part-too-short');
    expect(await part(0, 200_001)).toBe('file-part-too-long');
    expect(await part(0, 4 * 1_048_576 + 1)).toBe('body-too-large');
    expect(await part(0, 150_000)).toBe(150_000);
    expect(await part(150_000, 50_000)).toBe(200_000);
  });

  it('whose bytes differ from the hash is not kept, and may be sent again', async () => {
    const right = noise(1_000);
    const { id } = await begin(right);
    await sendPart(t, clerk, { home, id, offset: 0, content: noise(1_001).subarray(1) });
    const refused = await clerk.refused(completeFile, { home, input: { id } });
    expect(refused.code).toBe('file-hash-differs');
    expect(await receivedOf(clerk, home, id)).toBe(0);
    await sendPart(t, clerk, { home, id, offset: 0, content: right });
    expect((await clerk.ok(completeFile, { home, input: { id } })).mediaType).toBe('text/plain');
  });

  it('that is stored is a fact: the database refuses to rewrite or remove it', async () => {
    const id = await storeFile(t, clerk, { home, name: 'a.txt', content: text('甲') });
    const act = (statement: string) => t.sql.query(statement, [id]);
    await expect(act(`update platform.file set name = 'b.txt' where id = $1`)).rejects.toThrow(
      'a settled file is a fact',
    );
    await expect(act(`update platform.file set state = 'dropped' where id = $1`)).rejects.toThrow('fact');
    await expect(act('delete from platform.file where id = $1')).rejects.toThrow('stays in the register');
  });

  it('keeps what a picture says of when, where and how large', async () => {
    const content = jpegWith({
      width: 640,
      height: 480,
      takenAt: '2019:12:30 09:15:00',
      latitude: 33.75,
      longitude: 105.5,
    });
    const id = await storeFile(t, clerk, { home, name: 'IMG_0001.JPG', content });
    expect(await clerk.ok(getFile, { home, input: { id } })).toMatchObject({
      mediaType: 'image/jpeg',
      width: 640,
      height: 480,
      takenAt: '2019-12-30T01:15:00.000Z',
      latitude: 33.75,
      longitude: 105.5,
    });
  });
});

describe('bytes that are not what they are called', () => {
  const workbook = async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('a').addRow(['b']);
    return Buffer.from(await book.xlsx.writeBuffer());
  };
  const verdict = async (name: string, content: Buffer) => (await sendFile(t, clerk, { home, name, content })).body;

  it('are refused', async () => {
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(40)]);
    const cases: [string, Buffer, string][] = [
      ['a.jpg', png, 'file-type-mismatch'],
      ['a.xlsx', text('县,村\n成县,东营村\n'), 'file-type-mismatch'],
      ['a.docx', await workbook(), 'file-type-mismatch'],
      ['a.zip', await workbook(), 'file-type-mismatch'],
      ['a.pdf', Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), 'file-type-refused'],
      ['a.txt', Buffer.from('\x7fELF\x02\x01\x01\x00', 'latin1'), 'file-type-refused'],
      ['a.txt', text('<!DOCTYPE html><script>alert(1)</script>'), 'file-type-refused'],
      ['a.txt', text('\ufeff <svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'file-type-refused'],
      ['a.csv', text('#!/bin/sh\nrm -rf /\n'), 'file-type-refused'],
      ['a.xlsx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'file-type-refused'],
      [
        'a.xlsx',
        zipOf({ '[Content_Types].xml': 'x', 'xl/workbook.xml': 'x', 'xl/vbaProject.bin': 'x' }),
        'file-type-refused',
      ],
      ['a.zip', Buffer.from('PK\x03\x04 no directory follows', 'latin1'), 'file-type-refused'],
    ];
    for (const [name, content, code] of cases)
      expect(await verdict(name, content), `${name} ${code}`).toMatchObject({ code });
  });

  it('are taken when name and bytes agree', async () => {
    const cases: [string, Buffer, string][] = [
      ['a.xlsx', await workbook(), 'spreadsheetml.sheet'],
      ['a.zip', zipOf({ 'a.txt': 'x' }), 'application/zip'],
      ['发票.ofd', zipOf({ 'OFD.xml': 'x' }), 'application/ofd'],
      ['a.csv', Buffer.from([0xb3, 0xc9, 0xcf, 0xd8, 0x2c, 0xb4, 0xe5]), 'text/csv'],
      ['a.pdf', text('%PDF-1.7\n'), 'application/pdf'],
    ];
    for (const [name, content, type] of cases)
      expect(await verdict(name, content), name).toMatchObject({ mediaType: expect.stringContaining(type) });
  });

  it('are stopped by name and size before they are sent', async () => {
    const code = async (name: string, bytes: number, purpose: 'evidence' | 'sheet' = 'evidence') =>
      (await clerk.refused(beginFile, { home, input: { name, bytes, sha256: 'a'.repeat(64), purpose } })).code;
    expect(await code('旧表.xls', 10)).toBe('file-type-old-office');
    expect(await code('a.exe', 10)).toBe('file-type-refused');
    expect(await code('a', 10)).toBe('file-type-refused');
    expect(await code('a.pdf', 10, 'sheet')).toBe('file-type-refused');
    expect(await code('a.jpg', 21 * 1_048_576)).toBe('file-too-large');
    expect(await code('a\u0000.txt', 10)).toBe('invalid-input');
    expect(await code('a.txt', 0)).toBe('invalid-input');
  });
});

describe('rights', () => {
  it('others send nothing to it, see nothing of another home, and operators see only their own', async () => {
    const content = text('凭据');
    const { id } = await begin(content);
    const colleague = await t.signInAs({ home, role: 'finance' });
    const stranger = await t.signInAs({ home: '533124', role: 'administrator' });
    const operator = await t.signInAs({ home, role: 'contractor' });
    const auditor = await t.signInAs({ home, role: 'audit' });
    const part = { home, id, offset: 0, content };
    expect((await sendPart(t, colleague, part)).body.code).toBe('file-unknown');
    expect((await sendPart(t, stranger, part)).body.code).toBe('not-found');
    expect((await sendPart(t, auditor, part)).body.code).toBe('not-permitted');
    expect((await sendPart(t, t.anonymous, part)).body.code).toBe('not-signed-in');
    const foreign = await sendPart(t, clerk, { ...part, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(foreign.body.code).toBe('origin-refused');
    expect((await colleague.refused(completeFile, { home, input: { id } })).code).toBe('file-unknown');
    expect((await colleague.refused(fileProgress, { home, input: { id } })).code).toBe('file-unknown');
    await sendPart(t, clerk, part);
    await clerk.ok(completeFile, { home, input: { id } });

    const at = (where: string, who: TestUser) => download(t, who, fileContent, { home: where, input: { id } });
    expect((await at(home, auditor)).body.toString()).toBe('凭据');
    expect((await at(home, operator)).status).toBe(404);
    expect((await at(home, stranger)).status).toBe(404);
    expect((await at('533124', stranger)).status).toBe(404);
    expect((await operator.refused(getFile, { home, input: { id } })).code).toBe('file-unknown');
    const sent = { name: 'a.txt', bytes: 1, sha256: 'a'.repeat(64) };
    expect((await auditor.refused(beginFile, { home, input: sent })).code).toBe('not-permitted');
    expect((await stranger.refused(beginFile, { home, input: sent })).code).toBe('not-found');
  });

  it('evidence stands with its subject, once, and only when it is stored', async () => {
    const subject = { subjectKind: 'trial.node', subject: 'N-1' };
    const id = await storeFile(t, clerk, { home, name: 'a.txt', content: text('佐证') });
    const act = uuidV7(t.clock.milliseconds());
    await clerk.ok(linkFile, { home, input: { id, ...subject }, id: act });
    expect((await clerk.call(linkFile, { home, input: { id, ...subject }, id: act })).replayed).toBe(true);
    expect((await clerk.refused(linkFile, { home, input: { id, ...subject } })).code).toBe('file-linked-already');
    const open = await begin(text('未完'));
    expect((await clerk.refused(linkFile, { home, input: { id: open.id, ...subject } })).code).toBe('file-not-stored');
    expect((await clerk.refused(linkFile, { home, input: { id: act, ...subject } })).code).toBe('file-unknown');
    const operator = await t.signInAs({ home, role: 'contractor' });
    expect((await operator.refused(linkFile, { home, input: { id, ...subject } })).code).toBe('file-unknown');
    expect((await clerk.ok(listFilesFor, { home, input: subject })).items.map((file) => file.id)).toEqual([id]);
    expect((await operator.ok(listFilesFor, { home, input: subject })).items).toEqual([]);
    expect((await download(t, clerk, fileContent, { home, input: { id: open.id } })).status).toBe(409);
  });
});

describe('the store', () => {
  it('forgets half-sent files after 24 hours, with their bytes', async () => {
    const content = noise(200_000);
    const { id } = await begin(content);
    await sendPart(t, clerk, { home, id, offset: 0, content: content.subarray(0, 100_000) });
    const bytes = createFolderBytes(filesFolder);
    expect(await bytes.list({ home, id })).toHaveLength(1);
    const run = async () => {
      const worker = await startTrialWorker(t, fileJobs(t.server.files));
      await worker.tick();
      await worker.settled();
      await worker.stop();
      return (await clerk.ok(getFile, { home, input: { id } })).state;
    };
    t.clock.moveTo('2020-01-01T09:00:00+08:00');
    expect(await run()).toBe('awaited');
    t.clock.moveTo('2020-01-01T11:00:00+08:00');
    expect(await run()).toBe('expired');
    expect(await bytes.list({ home, id })).toEqual([]);
    const late = await sendPart(t, clerk, { home, id, offset: 100_000, content: content.subarray(100_000) });
    expect(late.body.code).toBe('file-not-awaited');
  });

  it('shows only whole parts however often the writer is killed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'qianmo-killed-'));
    const key = { home, id: '01890000-0000-7000-8000-00000000abcd' };
    const bytes = createFolderBytes(folder);
    const script = fileURLToPath(new URL('../../testing/trial-writer.ts', import.meta.url));
    let acknowledged = 0;
    for (const wait of [1, 3]) {
      await bytes.drop(key);
      const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let seen = 0;
      child.stdout.on('data', (said: Buffer) => {
        seen += said.toString().split('\n').length - 1;
        if (seen >= wait) child.kill('SIGKILL');
      });
      await once(child, 'exit');
      const parts = await bytes.list(key);
      expect(parts.length).toBeGreaterThanOrEqual(seen);
      for (const part of parts) expect((await bytes.get(key, part)).every((byte) => byte === 7)).toBe(true);
      acknowledged += seen;
    }
    expect(acknowledged).toBeGreaterThanOrEqual(4);
    await bytes.drop(key);
    expect(await readdir(path.join(folder, home, 'ab', 'cd'))).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('may be a bucket instead of a folder', async () => {
    const bucket = await startBucket();
    const bytes = openFileBytes(bucket.setting('evidence'));
    const key = { home, id: uuidV7(t.clock.milliseconds()) };
    const content = noise(70_000);
    await bytes.put(key, 0, content);
    await bytes.put(key, 70_000, content.subarray(0, 10));
    expect((await bytes.list(key)).sort((a, b) => a.offset - b.offset)).toEqual([
      { offset: 0, bytes: 70_000 },
      { offset: 70_000, bytes: 10 },
    ]);
    expect((await bytes.get(key, { offset: 0, bytes: 70_000 })).equals(content)).toBe(true);
    await expect(bytes.get(key, { offset: 5, bytes: 1 })).rejects.toThrow('file-bytes-missing');
    await bytes.drop(key);
    expect(await bytes.list(key)).toEqual([]);
    const missing = openFileBytes(bucket.setting('no-such-bucket'));
    await expect(missing.put(key, 0, content)).rejects.toThrow('file-store-failed: put NoSuchBucket');
    const stranger = openFileBytes(bucket.setting('evidence').replace('S3RVER:', 'NOBODY:'));
    await expect(stranger.put(key, 0, content)).rejects.toThrow('file-store-failed: put InvalidAccessKeyId');
    expect(() => openFileBytes('s3://host-without-key/bucket')).toThrow('file-store-invalid');
    await bucket.stop();
  });
});

const mayMount =
  process.getuid?.() === 0 &&
  spawnSync('/bin/sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && umount "$d" && rmdir "$d"']).status === 0;

describe.runIf(mayMount)('a full disk', () => {
  it('is called one, leaves nothing half-recorded, and work goes on when there is space', async () => {
    const disk = await mkdtemp(path.join(tmpdir(), 'qianmo-disk-'));
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status).toBe(0);
    const full = await startTestServer({ start: '2019-12-31T10:00:00+08:00', files: disk });
    const user = await full.signInAs({ home, role: 'commerce' });
    const content = noise(1_500_000);
    const kept = await storeFile(full, user, { home, name: 'a.txt', content });
    const { id } = await user.ok(beginFile, {
      home,
      input: { name: 'b.txt', bytes: content.length, sha256: sha256(content) },
    });
    const refused = await sendPart(full, user, { home, id, offset: 0, content });
    expect(refused).toMatchObject({ status: 507, body: { code: 'storage-full' } });
    expect(await receivedOf(user, home, id)).toBe(0);
    expect((await download(full, user, fileContent, { home, input: { id: kept } })).body.equals(content)).toBe(true);
    spawnSync('mount', ['-o', 'remount,size=8m', disk]);
    await sendPart(full, user, { home, id, offset: 0, content });
    expect((await user.ok(completeFile, { home, input: { id } })).mediaType).toBe('text/plain');
    await full.stop();
    spawnSync('umount', ['-l', disk]);
  });
});
