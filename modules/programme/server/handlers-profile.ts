import type { ParsedInputOf } from '@qianmo/platform/contract';
import {
  type Bound,
  type Context,
  countClasses,
  fromKysely,
  on,
  rejectOnConstraint,
  setPovertyClass,
} from '@qianmo/platform/server';
import { parseShare } from '@qianmo/values/share';
import { listProfile, listVillages, recordProfileFact, setVillageClass, useFactAsBase } from '../contract.ts';
import { ownSubject } from './handlers-target.ts';
import { exact, getTargetOf, type InForce, loadInForce, requireEvidence, requireMembership } from './in-force.ts';
import { tableSource } from './locality.ts';
import type { ProgrammeParts } from './parts.ts';
import {
  type FactRow,
  insertFact,
  isVillageOf,
  listFacts,
  listPlaceIds,
  listResolved,
  listVillageRows,
} from './store/profile.ts';
import { saveBase } from './store/target.ts';
import { shown } from './target-board.ts';

rejectOnConstraint('profile_fact_corrected_once', 'fact-corrected');

export function profileHandlers(parts: ProgrammeParts): Bound[] {
  return [
    on(listProfile, (ctx, input) => profile(ctx, input)),
    on(recordProfileFact, (ctx, input) => recordFact(ctx, parts, input)),
    on(useFactAsBase, (ctx, input) => takeFact(ctx, input)),
    on(listVillages, async (ctx, input) => {
      const asOf = input.asOf ?? ctx.today;
      const { township, class: wanted, q } = input;
      const page = { limit: input.pageSize, offset: (input.page - 1) * input.pageSize };
      return { asOf, ...(await listVillageRows(ctx.db, ctx.home, asOf, { township, class: wanted, q, ...page })) };
    }),
    on(setVillageClass, async (ctx, input) => {
      if (!(await isVillageOf(ctx.db, ctx.home, input.place))) {
        ctx.reject('village-unknown', { status: 404, params: { place: input.place } });
      }
      if (input.to !== null && input.to <= input.from)
        ctx.reject('day-order', { params: { start: input.from, end: input.to } });
      const { place, class: kind, from, to, source } = input;
      await setPovertyClass(fromKysely(ctx.db), { place, class: kind, from, to, source });
      return { place };
    }),
  ];
}

async function getFact(ctx: Context, rules: InForce, id: string): Promise<FactRow> {
  const fact = (await listFacts(ctx.db, rules.key)).find((each) => each.id === id && each.home === ctx.home);
  if (!fact) return ctx.reject('fact-unknown', { status: 404, params: { fact: id } });
  if (fact.correctedBy !== null) ctx.reject('fact-corrected', { params: { by: fact.correctedBy } });
  return fact;
}

async function profile(
  ctx: Context,
  input: { programme: string; asOf?: string | undefined; key?: string | undefined },
) {
  const rules = await loadInForce(ctx, input);
  const { pack } = rules;
  const codes = pack.specialUnits.flatMap((unit) => [unit.code, unit.parent]);
  const places = await listPlaceIds(ctx.db, codes);
  const homes = [...new Set([...rules.members.map((member) => member.place), rules.key.home])];
  const readable = homes.filter((home) => ctx.readable.includes(home) || home === ctx.home);
  return {
    asOf: rules.day,
    version: rules.version.number,
    levels: pack.levels,
    members: pack.members.map(({ place, name, group, from, to, clause }) => ({ place, name, group, from, to, clause })),
    specialUnits: pack.specialUnits.map((unit) => ({
      code: unit.code,
      place: places.get(unit.code)?.id ?? null,
      name: unit.name,
      kind: unit.kind,
      parent: unit.parent,
      parentName: places.get(unit.parent)?.name ?? null,
      seat: unit.seat ?? null,
      clause: unit.clause,
    })),
    belts: pack.belts.map(({ id, name, members, focus, clause }) => ({
      ...{ id, members, focus, clause },
      name: { zh: name.zh, en: name.en ?? null },
    })),
    facts: [...planFacts(rules), ...surveyFacts(rules, await listFacts(ctx.db, rules.key))].filter(
      (fact) => input.key === undefined || fact.key === input.key,
    ),
    villageClasses: await countClasses(fromKysely(ctx.db), readable, rules.day),
    villageTable: await villageTable(ctx, rules),
  };
}

function planFacts({ pack }: InForce) {
  return pack.baseline.map((fact) => ({
    id: null,
    key: fact.key,
    name: fact.name,
    place: null,
    operator: fact.operator ?? '=',
    value: exact(parseShare(fact.value)) ?? '',
    shown: fact.value,
    unit: fact.unit,
    observedOn: fact.date,
    source: fact.clause,
    clause: fact.clause,
    derived: fact.derived ?? false,
    questions: fact.questions ?? [],
    origin: 'plan' as const,
    correctionOf: null,
    current: true,
  }));
}

/** Of each key and place the last of those not corrected is current; the others stay readable as history. */
function surveyFacts(rules: InForce, rows: readonly FactRow[]) {
  const known = rows.filter((row) => row.observedOn <= rules.day);
  const valid = known.filter((row) => row.correctedBy === null);
  return known.map((row) => ({
    ...{ id: row.id, key: row.key, place: row.place, operator: row.operator, unit: row.unit, source: row.source },
    name: { zh: row.name, en: null },
    value: exact(row.value) ?? '',
    shown: shown(row.value) ?? '',
    observedOn: row.observedOn,
    clause: null,
    derived: false,
    questions: [],
    origin: 'survey' as const,
    correctionOf: row.correctionOf,
    current: valid.findLast((other) => other.key === row.key && other.place === row.place) === row,
  }));
}

async function villageTable(ctx: Context, { pack, key }: InForce) {
  const file = pack.storeAllocation?.file;
  if (!file) return null;
  const rows = await listResolved(ctx.db, key.home, tableSource(pack));
  const resolved = rows.filter((row) => row.chosen !== null).length;
  return { file, rows: pack.stores.length, resolved, open: rows.length - resolved };
}

async function recordFact(ctx: Context, parts: ProgrammeParts, input: ParsedInputOf<typeof recordProfileFact>) {
  const rules = await loadInForce(ctx, { programme: input.programme });
  requireMembership(ctx, rules);
  if (input.observedOn > ctx.today) ctx.reject('observed-in-future', { params: { day: input.observedOn } });
  if (input.correctionOf !== undefined) await getFact(ctx, rules, input.correctionOf);
  await requireEvidence(ctx, parts, 'profile-fact', input.evidence);
  const { key, name, operator, unit, observedOn, source, evidence } = input;
  await insertFact(ctx.db, rules.key, {
    ...{ home: ctx.home, id: ctx.operation, key, name, operator, unit, observedOn, source, evidence },
    place: input.place ?? null,
    value: parseShare(input.value),
    correctionOf: input.correctionOf ?? null,
    by: ctx.actor.user,
    at: ctx.now,
    rulesVersion: rules.version.number,
  });
  return { id: ctx.operation };
}

async function takeFact(ctx: Context, input: ParsedInputOf<typeof useFactAsBase>) {
  const rules = await loadInForce(ctx, { programme: input.programme });
  requireMembership(ctx, rules);
  const target = getTargetOf(ctx, rules, input.target);
  if (target.operator === 'qualitative') ctx.reject('target-without-base', { params: { target: target.id } });
  const fact = await getFact(ctx, rules, input.fact);
  const isCounty = fact.place !== null && rules.members.some((member) => member.place === fact.place);
  const { county } = ownSubject(ctx, rules, {
    county: isCounty && fact.place !== rules.key.home ? (fact.place ?? undefined) : undefined,
  });
  const made = {
    ...{ home: ctx.home, key: rules.key, target: target.id, county: county ?? '', fact: fact.id, evidence: [] },
    ...{ period: fact.observedOn.slice(0, 4), value: fact.value, unit: fact.unit, source: fact.source },
    ...{ by: ctx.actor.user, at: ctx.now },
  };
  const version = await saveBase(ctx.db, made, input.version);
  return version === undefined ? ctx.stale({ target: target.id }) : { version };
}
