import { createHash } from 'node:crypto';
import { type Bound, type Context, on, publish } from '@qianmo/platform/server';
import { uuidV7 } from '@qianmo/values/id';
import { checkPack, compareVersions, importPack, listVersions } from '../contract.ts';
import { canonical, difference, type Pack, type Problem, readPack } from '../pack/index.ts';
import { PACK_IMPORTED } from './imported.ts';
import { findInForce, getProgramme } from './in-force.ts';
import { registerLocality } from './locality.ts';
import {
  getPack,
  insertVersion,
  listActorNames,
  listKnownCodes,
  listVersionRows,
  lockProgramme,
  type ProgrammeKey,
  setLatest,
  type VersionRow,
} from './store/programme.ts';
import { insertProjections } from './store/projection.ts';

type PackText = { text: string; tables: Record<string, string> };

export function versionHandlers(): Bound[] {
  return [
    on(checkPack, (ctx, input) => checkOne(ctx, input)),
    on(importPack, (ctx, input) => importOne(ctx, input)),
    on(listVersions, async (ctx, input) => {
      const key = await getProgramme(ctx, input.programme);
      const asOf = input.asOf ?? ctx.today;
      const rows = await listVersionRows(ctx.db, key);
      const current = findInForce(rows, asOf)?.number;
      const names = await listActorNames(
        ctx.db,
        rows.map((row) => row.importedBy),
      );
      const items = rows.map(({ number, effectiveOn, decision, sha256, importedBy, importedAt, supersedes }) => ({
        version: number,
        effectiveOn,
        decision,
        sha256,
        importedBy: names.get(importedBy) ?? importedBy,
        importedAt,
        supersedes,
        inForce: number === current,
      }));
      return { asOf, items: items.toReversed() };
    }),
    on(compareVersions, async (ctx, input) => {
      const key = await getProgramme(ctx, input.programme);
      const rows = await listVersionRows(ctx.db, key);
      const pack = async (number: number): Promise<Pack> => {
        const row = rows.find((each) => each.number === number);
        if (!row) return ctx.reject('version-unknown', { status: 404, params: { version: number } });
        return getPack(ctx.db, key, row);
      };
      const changes = difference(await pack(input.before), await pack(input.after));
      return { before: input.before, after: input.after, changes };
    }),
  ];
}

async function readText(ctx: Context, input: PackText): ReturnType<typeof readOne> {
  return readOne(ctx, input);
}

async function readOne(ctx: Context, { text, tables }: PackText) {
  // Only codes that stand in the text can be asked for, so that the register is read once and narrowly.
  const codes = [...new Set(text.match(/\b\d{6}(?:[0-9A-Z]{3,6})?\b/g) ?? [])];
  const known = await listKnownCodes(ctx.db, codes);
  return readPack(text, tables, (code) => known.has(code));
}

const hashOf = (pack: Pack): string => createHash('sha256').update(canonical(pack)).digest('hex');

async function latestOf(ctx: Context, pack: Pack): Promise<{ row: VersionRow; pack: Pack } | null> {
  const key = { home: pack.home, id: pack.id };
  const row = (await listVersionRows(ctx.db, key)).at(-1);
  return row ? { row, pack: await getPack(ctx.db, key, row) } : null;
}

async function checkOne(ctx: Context, input: PackText) {
  const read = await readText(ctx, input);
  if (!read.ok)
    return { ok: false, problems: read.problems, programme: null, against: null, unchanged: false, changes: [] };
  const { pack } = read;
  const latest = await latestOf(ctx, pack);
  const elsewhere: Problem[] =
    pack.home === ctx.home
      ? []
      : [{ path: 'home', line: 1, code: 'pack-of-another-home', params: { home: pack.home } }];
  return {
    ok: elsewhere.length === 0,
    problems: elsewhere,
    programme: { id: pack.id, home: pack.home, title: pack.title, programmeYear: pack.programmeYear },
    against: latest?.row.number ?? null,
    unchanged: latest?.row.sha256 === hashOf(pack),
    changes: latest ? difference(latest.pack, pack) : [],
  };
}

type ImportInput = PackText & { effectiveOn: string; decision: { no: string | null; title: string } };

/** Same content: nothing changes. Changed content: a new version. Wrong content: every problem, and nothing stored. */
async function importOne(ctx: Context, input: ImportInput) {
  const read = await readText(ctx, input);
  if (!read.ok) return rejectWrong(ctx, read.problems);
  const { pack } = read;
  if (pack.home !== ctx.home) ctx.reject('pack-of-another-home', { params: { home: pack.home } });
  const key: ProgrammeKey = { home: pack.home, id: pack.id };
  const latest = await lockProgramme(ctx.db, key);
  const before = latest === 0 ? null : await latestOf(ctx, pack);
  const sha256 = hashOf(pack);
  if (before?.row.sha256 === sha256) return { programme: key.id, version: latest, unchanged: true, changeCount: 0 };
  const number = latest + 1;
  await insertVersion(ctx.db, key, {
    number,
    sha256,
    effectiveOn: input.effectiveOn,
    decision: input.decision,
    importedBy: ctx.actor.user,
    importedAt: ctx.now,
    supersedes: latest === 0 ? null : latest,
    content: canonical(pack),
  });
  await insertProjections(ctx.db, key, number, pack);
  await setLatest(ctx.db, key, number);
  await registerLocality(ctx.db, pack, input.decision.title);
  await publish(ctx.db, {
    home: ctx.home,
    id: uuidV7(ctx.clock.milliseconds()),
    kind: PACK_IMPORTED,
    subjectKind: 'programme',
    subject: key.id,
    payload: { version: number, effectiveOn: input.effectiveOn },
    at: ctx.now,
  });
  const changeCount = before ? difference(before.pack, pack).length : 0;
  return { programme: key.id, version: number, unchanged: false, changeCount };
}

const MOST_FINDINGS = 15; // the stored answer of an act is at most 4 kB; the whole list comes from checkPack

function rejectWrong(ctx: Context, problems: readonly Problem[]): never {
  return ctx.reject('pack-wrong', {
    params: { problems: problems.length },
    findings: problems.slice(0, MOST_FINDINGS).map(({ path, line, code, params }) => ({
      rule: `pack.${code}`,
      verdict: 'block',
      clause: null,
      parameter: null,
      inputs: { ...clipped(params), path: path.slice(0, 80), line },
    })),
  });
}

const clipped = (params: Problem['params']): Problem['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 60) : value]),
  );
