import { deflateRawSync } from 'node:zlib';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import { uuidV7 } from '@qianmo/values/id';
import exceljs, { type CellValue, type Worksheet } from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileContent, getFile, listFilesFor } from '../../contract/file.ts';
import { getJob } from '../../contract/job.ts';
import {
  cancelSheet,
  confirmSheet,
  exportSheet,
  fixSheetCell,
  previewSheet,
  sheetErrorFile,
  sheetTemplate,
  stageSheet,
} from '../../contract/sheet.ts';
import { povertyClassSheet } from '../../places/server/class-sheet.ts';
import { zipOf } from '../../testing/file-bytes.ts';
import { furnish, startTrialWorker } from '../../testing/trial-worker.ts';
import { download, storeFile } from '../../testing/uploads.ts';
import type { Worker } from '../jobs/worker.ts';
import { sheetRegisters } from './definition.ts';
import { sheetJobs } from './jobs.ts';

const home = '621221';
const sheet = 'place.poverty';
let t: TestServer;
let office: TestUser;
let worker: Worker;

beforeAll(async () => {
  t = await startTestServer({ start: '2019-12-31T10:00:00+08:00' });
  await furnish(t);
  office = await t.signInAs({ home, role: 'poverty' });
  const registers = sheetRegisters([povertyClassSheet]);
  worker = await startTrialWorker(t, sheetJobs({ bytes: t.server.files, registers, homes: t.server.homes }), {
    homes: [home],
  });
});
afterAll(async () => {
  await worker.stop();
  await t.stop();
});

const heads = ['县(市、区)', '乡镇*', '村*', '贫困类别*', '起始日期'];

async function workbook(rows: readonly (readonly CellValue[])[], shape?: (page: Worksheet) => void): Promise<Buffer> {
  const book = new exceljs.Workbook();
  const page = book.addWorksheet('数据');
  page.addRow(heads);
  for (const row of rows) page.addRow([...row]);
  shape?.(page);
  return Buffer.from(await book.xlsx.writeBuffer());
}

async function stage(content: Buffer, name = '类别.xlsx', who = office, where = home) {
  const file = await storeFile(t, who, { home: where, name, content, purpose: 'sheet' });
  const { stage: id, run } = await who.ok(stageSheet, { home: where, input: { sheet, file } });
  await worker.settled();
  return { id, run, file, preview: await look(id, {}, who, where) };
}

const look = (id: string, page: object = {}, who = office, where = home) =>
  who.ok(previewSheet, { home: where, input: { stage: id, ...page } });

const classOf = async (village: string, day: string) => {
  const { rows } = await t.sql.query(
    `select c.class from place.poverty c join place.place p on p.id = c.place
     where p.home = '621221' and p.name = $1 and c.valid @> $2::date`,
    [village, day],
  );
  return rows.map((row) => row.class).join();
};

const three = [
  ['', '抛沙镇', '东营村', '建档立卡贫困村', '2014-01-01'],
  ['', '抛沙镇', '广化村', '深度贫困村', '2017-06-01'],
  ['成县', '黄渚镇', '太山村', '非贫困村', ''],
];

async function villages(where: string, count: number): Promise<string[][]> {
  const { rows } = await t.sql.query(
    `select c.name as county, t.name as township, v.name as village from place.place v
     join place.place t on t.id = v.parent join place.place c on c.id = t.parent
     where (c.code like $1 || '%') and v.level = 5 and c.level = 3 and v.until is null order by v.code limit $2`,
    [where, count],
  );
  return rows.map((row) => [row.county, row.township, row.village]);
}

describe('an import', () => {
  it('[PROG-03] enters dated classes of villages from a workbook in one act, with the file as evidence', async () => {
    const known = await villages(home, 258);
    const names = new Set(known.map((row) => `${row[1]}${row[2]}`));
    expect(
      three.every((row) => names.has(`${row[1]}${row[2]}`)),
      'the villages of this test are in the register',
    ).toBe(true);
    const { id, run, file, preview } = await stage(await workbook(three));
    expect(preview).toMatchObject({
      state: 'ready',
      counts: { new: 3, changed: 0, same: 0, wrong: 0 },
      fileName: '类别.xlsx',
      letters: { county: 'A', township: 'B', village: 'C', class: 'D', since: 'E' },
      expiresAt: expect.stringMatching(/^2020-01-01T02:00/),
    });
    expect(await office.ok(getJob, { home, input: { id: run } })).toMatchObject({ state: 'done', done: 3, total: 3 });
    const before = await t.sql.query('select from place.poverty');
    expect(before.rows).toEqual([]);
    const act = uuidV7(t.clock.milliseconds());
    const input = { stage: id, hash: preview.hash ?? '' };
    const done = await office.ok(confirmSheet, { home, input, id: act });
    expect(done).toMatchObject({ imported: 3, file, hash: preview.hash });
    expect(await office.call(confirmSheet, { home, input, id: act })).toMatchObject({ replayed: true, body: done });
    const other = await office.refused(confirmSheet, { home, input });
    expect(other).toMatchObject({ code: 'stage-not-ready', params: { state: 'confirmed' } });
    expect(await classOf('东营村', '2013-12-31')).toBe('');
    expect(await classOf('东营村', '2014-01-01')).toBe('poor');
    expect(await classOf('太山村', '1990-01-01')).toBe('non-poor');
    const evidence = await office.ok(listFilesFor, { home, input: { subjectKind: 'import', subject: act } });
    expect(evidence.items.map((each) => each.id)).toEqual([file]);
    expect(await look(id)).toMatchObject({ state: 'confirmed', imported: 3, items: [] });
    const { rows } = await t.sql.query('select from platform.sheet_stage_row');
    expect(rows).toEqual([]);
  });

  it('tells new, changed and same apart, and keeps what held before', async () => {
    const rows = [
      ['', '抛沙镇', '东营村', '非贫困村', '2019-01-01'],
      ['', '抛沙镇', '广化村', '深度贫困村', '2018-01-01'],
      ['', '黄渚镇', '太山村', '建档立卡贫困村', '2010-01-01'],
    ];
    const { id, preview } = await stage(await workbook(rows));
    expect(preview.counts).toEqual({ new: 0, changed: 2, same: 1, wrong: 0 });
    expect((await office.ok(confirmSheet, { home, input: { stage: id, hash: preview.hash ?? '' } })).imported).toBe(2);
    expect([await classOf('东营村', '2018-12-31'), await classOf('东营村', '2019-01-01')]).toEqual([
      'poor',
      'non-poor',
    ]);
    // A class entered late, for days before one that is known, leaves the later one alone.
    const late = await stage(await workbook([['', '抛沙镇', '东营村', '深度贫困村', '2016-01-01']]));
    await office.ok(confirmSheet, { home, input: { stage: late.id, hash: late.preview.hash ?? '' } });
    const days = ['2015-12-31', '2016-01-01', '2018-12-31', '2019-01-01'];
    const held: string[] = [];
    for (const day of days) held.push(await classOf('东营村', day));
    expect(held).toEqual(['poor', 'deeply-poor', 'deeply-poor', 'non-poor']);
    const nothing = await stage(await workbook([['', '抛沙镇', '东营村', '非贫困村', '2019-05-01']]));
    const refused = await office.refused(confirmSheet, {
      home,
      input: { stage: nothing.id, hash: nothing.preview.hash ?? '' },
    });
    expect(refused).toMatchObject({ code: 'sheet-nothing-new', params: { same: 1 } });
  });

  it('given up leaves nothing: no rows, no stage, no bytes', async () => {
    const { id, file } = await stage(await workbook(three));
    await office.ok(cancelSheet, { home, input: { stage: id } });
    expect((await office.refused(previewSheet, { home, input: { stage: id } })).code).toBe('stage-unknown');
    const { rows } = await t.sql.query(
      'select from platform.sheet_stage_row where stage = $1 union all select from platform.sheet_stage where id = $1',
      [id],
    );
    expect(rows).toEqual([]);
    expect(await t.server.files.list({ home, id: file })).toEqual([]);
    expect((await office.ok(getFile, { home, input: { id: file } })).state).toBe('dropped');
    expect((await download(t, office, fileContent, { home, input: { id: file } })).status).toBe(409);
    expect((await office.refused(cancelSheet, { home, input: { stage: id } })).code).toBe('stage-unknown');
  });

  it('of 10,000 rows over a region is read, checked and saved', async () => {
    const region = await t.signInAs({ home: '650000', role: 'poverty' });
    const known = await villages('65', 10_000);
    expect(known.length).toBe(10_000);
    const content = await workbook(known.map((row) => [...row, '建档立卡贫困村', '2014-01-01']));
    const started = performance.now();
    const { id, preview } = await stage(content, '全区.xlsx', region, '650000');
    const read = performance.now();
    expect(preview.counts.new).toBeGreaterThan(9_900);
    expect(preview.counts.new + preview.counts.wrong).toBe(10_000);
    const input = { stage: id, hash: preview.hash ?? '', partial: true };
    const { imported } = await region.ok(confirmSheet, { home: '650000', input });
    const saved = performance.now();
    console.log(
      `10,000 rows: read and checked ${Math.round(read - started)} ms, confirmed ${Math.round(saved - read)} ms`,
    );
    expect(imported).toBe(preview.counts.new);
    const { rows } = await t.sql.query(
      `select count(*)::int as n from place.poverty c join place.place p on p.id = c.place where p.code like '65%'`,
    );
    expect(rows[0]?.n).toBe(imported);
    const csv = await download(t, region, exportSheet, { home: '650000', input: { sheet, format: 'csv' } });
    expect(csv.body.toString().trimEnd().split('\r\n')).toHaveLength(imported + 5);
  });
});

describe('what people type', () => {
  it('is read where it can only mean one thing', async () => {
    const rows: CellValue[][] = [
      [' ', ' 抛沙镇　', '东营村 ', '建档立卡贫困村', '2012年3月5日'],
      ['', '抛沙', { formula: '"广"&"化村"', result: '广化村' }, '深度贫困村', new Date(Date.UTC(2013, 1, 3))],
      ['成县', '黄渚镇', { richText: [{ text: '太山' }, { text: '村' }] }, 'non-poor', 41_334],
      ['成　县', '抛沙镇', '高桥村', '深度贫困村', '２０１３．３．１'],
    ];
    const { id, preview } = await stage(await workbook(rows));
    expect(preview.items.flatMap((row) => row.problems)).toEqual([]);
    const { rows: parsed } = await t.sql.query(
      `select parsed ->> 'since' as since from platform.sheet_stage_row where stage = $1 order by number`,
      [id],
    );
    expect(parsed.map((row) => row.since)).toEqual(['2012-03-05', '2013-02-03', '2013-03-01', '2013-03-01']);
  });

  it('is refused cell by cell, with a suggestion where there is one', async () => {
    const rows: CellValue[][] = [
      ['', '抛杀镇', '东营村', '建档立卡贫困村', ''],
      ['', '抛沙镇', '东莹村', '建档立卡贫困村', ''],
      ['康县', '抛沙镇', '东营村', '建档立卡贫困村', ''],
      ['', '抛沙镇', '东营村', '贫困', '2019-02-30'],
      ['', '抛沙镇', '', '深度贫困村', '去年'],
      ['', '抛沙镇', '广\u202e化村', '深度贫困村', ''],
      ['', '抛沙镇', { formula: 'A1' }, { error: '#N/A' }, 7],
      ['', '抛沙镇', '广化村', '深度贫困村', '2020-06-01'],
      ['', '黄渚镇', '太山村', '深度贫困村', '2018-01-01'],
      ['', '黄渚镇', '太山村', '非贫困村', '2018-01-01'],
    ];
    const { id, preview } = await stage(await workbook(rows));
    const found = preview.items.map((row) =>
      row.problems.map((each) => `${each.column} ${each.code} ${each.suggestion ?? ''}`.trim()),
    );
    expect(found).toEqual([
      ['township place-unknown 抛沙镇'],
      [expect.stringMatching(/^village place-unknown \S+村$/)],
      ['county place-unknown 成县'],
      ['class cell-not-choice', 'since cell-no-such-day'],
      ['village cell-missing', 'since cell-not-date'],
      ['village cell-control'],
      ['village cell-formula-empty', 'class cell-error', 'since cell-not-date'],
      ['since cell-date-ahead'],
      [],
      ['null row-repeated'],
    ]);
    expect(preview.items[9]?.problems[0]?.params).toEqual({ row: 10 });
    expect(preview.counts).toEqual({ new: 0, changed: 1, same: 0, wrong: 9 });
    expect((await look(id, { only: 'wrong', limit: 2, offset: 1 })).items.map((row) => row.row)).toEqual([3, 4]);
    const input = { stage: id, hash: preview.hash ?? '' };
    expect(await office.refused(confirmSheet, { home, input })).toMatchObject({
      code: 'sheet-has-errors',
      params: { wrong: 9 },
    });

    const errors = await download(t, office, sheetErrorFile, { home, input: { stage: id } });
    const book = new exceljs.Workbook();
    await book.xlsx.load(errors.body as never);
    const page = book.worksheets[0];
    expect(page?.rowCount).toBe(10);
    expect(JSON.stringify(page?.getCell('B2').note)).toContain('是不是“抛沙镇”');
    expect(page?.getCell('F2').value).toBe(2);
  });

  it('can be put right in place, and another who saw less is told so', async () => {
    const { id, preview } = await stage(
      await workbook([
        ['', '抛杀镇', '高桥村', '深度贫困村', '2015-01-01'],
        ['', '抛沙镇', '高桥村', '深度贫困村', '2015-01-01'],
      ]),
    );
    const fix = { stage: id, row: 2, column: 'township', value: '抛沙镇', hash: preview.hash ?? '' };
    const fixed = await office.ok(fixSheetCell, { home, input: fix });
    expect(fixed).toMatchObject({ outcome: 'new', problems: [] });
    expect(fixed.hash).not.toBe(preview.hash);
    expect((await look(id)).items[1]).toMatchObject({ outcome: 'wrong', problems: [{ code: 'row-repeated' }] });
    expect((await office.refused(fixSheetCell, { home, input: fix })).code).toBe('stale');
    const now = { ...fix, hash: fixed.hash };
    expect((await office.refused(fixSheetCell, { home, input: { ...now, row: 99 } })).code).toBe('row-unknown');
    expect((await office.refused(fixSheetCell, { home, input: { ...now, column: 'name' } })).code).toBe(
      'column-unknown',
    );
    const stale = await office.refused(confirmSheet, { home, input: { stage: id, hash: preview.hash ?? '' } });
    expect(stale.code).toBe('stale');
    const partial = { stage: id, hash: fixed.hash, partial: true };
    expect((await office.ok(confirmSheet, { home, input: partial })).counts).toEqual({
      new: 1,
      changed: 0,
      same: 0,
      wrong: 1,
    });
  });

  it('is checked again when it is confirmed: the register may have moved', async () => {
    const row = ['', '抛沙镇', '丰泉村', '建档立卡贫困村', '2014-01-01'];
    const first = await stage(await workbook([row]));
    const second = await stage(await workbook([row]));
    expect(second.preview.counts.new).toBe(1);
    await office.ok(confirmSheet, { home, input: { stage: first.id, hash: first.preview.hash ?? '' } });
    const refused = await office.refused(confirmSheet, {
      home,
      input: { stage: second.id, hash: second.preview.hash ?? '' },
    });
    expect(refused).toMatchObject({ code: 'sheet-nothing-new', params: { same: 1 } });
  });

  it('in merged cells is not guessed, but offered', async () => {
    const rows = [three[0] ?? [], ['', '', '广化村', '深度贫困村', '2017-06-01']];
    const { preview } = await stage(await workbook(rows, (page) => page.mergeCells('B2:B3')));
    expect(preview.items[1]?.problems).toEqual([
      { column: 'township', code: 'cell-merged', params: {}, suggestion: '抛沙镇' },
    ]);
  });
});

describe('a file as a whole', () => {
  const fault = async (content: Buffer, name?: string) => {
    const { preview, run } = await stage(content, name);
    expect(await office.ok(getJob, { home, input: { id: run } })).toMatchObject({
      state: 'failed',
      errorCode: preview.errorCode,
    });
    expect(preview.items).toEqual([]);
    return preview;
  };

  it('in CSV is read in UTF-8 and in GB 18030, by whatever mark it uses', async () => {
    const lines = '﻿关于本表,成县\r\n乡镇,村,贫困类别,备注\r\n抛沙镇,"东营村",深度贫困村,"一,""二""\n三"\r\n';
    const utf8 = await stage(Buffer.from(lines), '类别.csv');
    expect(utf8.preview).toMatchObject({ unknownColumns: ['备注'], counts: { wrong: 0 } });
    // 乡镇\t村\t贫困类别 / 抛沙镇\t东营村\t非贫困村 as an office program on a Chinese desktop writes it.
    const gbk = Buffer.from(
      'cfe7d5f209b4e509c6b6c0a7c0e0b1f00d0ac5d7c9b3d5f209b6abd3aab4e509b7c7c6b6c0a7b4e50d0a',
      'hex',
    );
    const { preview } = await stage(gbk, '类别.csv');
    expect(preview.items[0]?.cells).toEqual({ township: '抛沙镇', village: '东营村', class: '非贫困村' });
    expect(preview.counts.wrong).toBe(0);
    expect((await fault(Buffer.from('乡镇,村,贫困类别\n"抛沙镇,东营村,深度贫困村\n'), 'a.csv')).errorCode).toBe(
      'sheet-unreadable',
    );
  });

  it('that lacks columns, has no rows or too many is refused with the reason', async () => {
    const missing = await fault(Buffer.from('乡镇,村\n抛沙镇,东营村\n'), 'a.csv');
    expect(missing).toMatchObject({ errorCode: 'sheet-columns-missing', errorParams: { columns: '贫困类别' } });
    const twice = await fault(Buffer.from('乡镇,村,村,贫困类别\n抛沙镇,东营村,a,深度贫困村\n'), 'a.csv');
    expect(twice).toMatchObject({ errorCode: 'sheet-column-twice', errorParams: { column: '村' } });
    expect((await fault(await workbook([]))).errorCode).toBe('sheet-empty');
    const many = `乡镇,村,贫困类别\n${'抛沙镇,东营村,深度贫困村\n'.repeat(15_001)}`;
    expect((await fault(Buffer.from(many), 'a.csv')).errorCode).toBe('sheet-too-many-rows');
  });

  it('that unfolds beyond bounds is never unfolded', async () => {
    const bomb = packedZip('xl/worksheets/sheet1.xml', Buffer.alloc(200 * 1_048_576, 32));
    expect(bomb.length).toBeLessThan(1_048_576);
    const before = process.memoryUsage().rss;
    expect((await fault(bomb)).errorCode).toBe('sheet-too-big');
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1_048_576);
    const merged = '<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>';
    expect((await fault(packedZip('xl/worksheets/sheet1.xml', Buffer.from(merged)))).errorCode).toBe('sheet-too-big');
    const broken = zipOf({ '[Content_Types].xml': '<', 'xl/workbook.xml': 'not xml' });
    expect((await fault(broken)).errorCode).toBe('sheet-unreadable');
  });

  it('comes from the template, whose help line is passed over, and goes back as it came', async () => {
    const template = await download(t, office, sheetTemplate, { home, input: { sheet } });
    const book = new exceljs.Workbook();
    await book.xlsx.load(template.body as never, { ignoreNodes: ['dataValidations'] });
    expect(book.worksheets.map((page) => page.name)).toEqual(['村贫困类别', '填写说明']);
    expect(book.worksheets[0]?.getRow(1).values).toEqual([undefined, ...heads]);
    book.worksheets[0]?.addRow(['', '抛沙镇', '东营村', '深度贫困村', '2019-07-01']);
    const filled = await stage(Buffer.from(await book.xlsx.writeBuffer()));
    expect(filled.preview.counts).toMatchObject({ wrong: 0, changed: 1 });
    expect(filled.preview.items[0]?.row).toBe(3);

    for (const [format, name] of [
      ['xlsx', '导出.xlsx'],
      ['csv', '导出.csv'],
    ] as const) {
      const sent = await download(t, office, exportSheet, { home, input: { sheet, format } });
      const { preview } = await stage(sent.body, name);
      expect(preview.counts, name).toMatchObject({ new: 0, changed: 0, wrong: 0 });
      expect(preview.counts.same, name).toBeGreaterThan(3);
    }
  });
});

describe('rights and time', () => {
  it('nobody else, and no other home, reaches a stage', async () => {
    const { id, file, preview } = await stage(await workbook(three));
    const colleague = await t.signInAs({ home, role: 'commerce' });
    const elsewhere = await t.signInAs({ home: '533124', role: 'poverty' });
    const auditor = await t.signInAs({ home, role: 'audit' });
    const finance = await t.signInAs({ home, role: 'finance' });
    const input = { stage: id, hash: preview.hash ?? '' };
    expect((await colleague.refused(previewSheet, { home, input: { stage: id } })).code).toBe('stage-unknown');
    expect((await colleague.refused(confirmSheet, { home, input })).code).toBe('stage-unknown');
    expect((await colleague.refused(stageSheet, { home, input: { sheet, file } })).code).toBe('file-unknown');
    expect((await elsewhere.refused(previewSheet, { home, input: { stage: id } })).code).toBe('not-found');
    expect((await elsewhere.refused(previewSheet, { home: '533124', input: { stage: id } })).code).toBe(
      'stage-unknown',
    );
    expect((await elsewhere.refused(confirmSheet, { home: '533124', input })).code).toBe('stage-unknown');
    expect((await elsewhere.refused(cancelSheet, { home: '533124', input: { stage: id } })).code).toBe('stage-unknown');
    expect((await auditor.refused(confirmSheet, { home, input })).code).toBe('not-permitted');
    const own = await storeFile(t, finance, { home, name: 'a.xlsx', content: await workbook(three), purpose: 'sheet' });
    const refused = await finance.refused(stageSheet, { home, input: { sheet, file: own } });
    expect(refused).toMatchObject({ code: 'not-permitted', params: { permission: 'place.edit' } });
    expect((await office.refused(stageSheet, { home, input: { sheet, file } })).code).toBe('sheet-staged-already');
    expect((await office.refused(stageSheet, { home, input: { sheet: 'no.such', file } })).code).toBe('sheet-unknown');
    const evidence = await storeFile(t, office, { home, name: 'a.csv', content: Buffer.from('a,b') });
    expect((await office.refused(stageSheet, { home, input: { sheet, file: evidence } })).code).toBe(
      'sheet-type-refused',
    );
    const outside = await stage(await workbook([['陇川县', '章凤镇', '章凤村', '深度贫困村', '']]));
    expect(outside.preview.items[0]?.problems).toMatchObject([{ column: 'county', code: 'place-unknown' }]);
  });

  it('after 24 hours an import cannot be confirmed, and is gone with its file', async () => {
    const { id, file, preview } = await stage(await workbook(three));
    t.clock.moveTo('2020-01-01T10:30:00+08:00');
    const input = { stage: id, hash: preview.hash ?? '' };
    expect((await office.refused(confirmSheet, { home, input })).code).toBe('stage-expired');
    await worker.tick();
    await worker.settled();
    expect((await office.refused(previewSheet, { home, input: { stage: id } })).code).toBe('stage-unknown');
    expect(await t.server.files.list({ home, id: file })).toEqual([]);
    const { rows } = await t.sql.query('select from platform.sheet_stage_row');
    expect(rows).toEqual([]);
  });
});

/** A workbook's two first members and one that is packed hard. */
function packedZip(name: string, content: Buffer): Buffer {
  return zipOf({ '[Content_Types].xml': 'x', 'xl/workbook.xml': 'x', [name]: deflateRawSync(content, { level: 9 }) });
}
