import type { Role } from '@qianmo/platform/contract';
import type { Database } from '@qianmo/platform/server';
import type { Pack } from '@qianmo/programme/pack';
import { makeTownships } from '../handlers/units.ts';
import { insertReference, readReferences, townshipUnits } from '../store/seed.ts';
import { findUnitByName, insertUnit, listTownships } from '../store/units.ts';
import type { Seeding } from './seed.ts';

type PackUnit = Pack['units'][number];

/** A plan's unit as it stands here. `townships`: the units meant by "各乡镇", where this home is their county. */
export type SeededUnit = { id: string; role: Role; townships: readonly { id: string; place: string }[] };
export type SeededUnits = { made: number; of: (reference: string) => SeededUnit };

const tiers = ['state', 'region', 'prefecture', 'county', 'township', 'village'];

/** Makes the units that the plan names and are not here yet; an office that stands under this name is the one meant. */
export async function seedUnits(db: Database, pack: Pack, seeding: Seeding): Promise<SeededUnits> {
  const { home, programme } = seeding;
  const known = await readReferences(db, home, programme);
  const townships = await seedTownships(db, pack, seeding);
  const found = new Map<string, SeededUnit>();
  let made = townships.made;
  for (const unit of pack.units) {
    let id = known.get(unit.id) ?? (await findUnitByName(db, home, unit.zh));
    if (id === undefined) {
      id = seeding.newId();
      await insertUnit(db, { ...valuesOf(unit, home), home, id, from: pack.start });
      made += 1;
    }
    if (!known.has(unit.id)) await insertReference(db, { home, programme, reference: unit.id, unit: id });
    const many = unit.many === true && unit.tier === 'township';
    found.set(unit.id, { id, role: roleOf(unit, home), townships: many ? townships.units : [] });
  }
  return {
    made,
    of: (reference) => {
      const unit = found.get(reference);
      if (!unit) throw new Error(`the pack names a unit it does not list: ${reference}`);
      return unit;
    },
  };
}

/** "各乡镇" of a county's own plan are its townships of the register; a prefecture's counties register theirs themselves. */
async function seedTownships(db: Database, pack: Pack, { home, newId }: Seeding) {
  const meant = pack.units.some((unit) => unit.many && unit.tier === 'township');
  if (!meant) return { made: 0, units: [] };
  const made = await makeTownships(db, await listTownships(db, home), { home, from: pack.start, newId });
  return { made, units: await townshipUnits(db, home) };
}

function tierOfHome(home: string): string {
  if (home.endsWith('0000')) return 'region';
  return home.endsWith('00') ? 'prefecture' : 'county';
}

function valuesOf(unit: PackUnit, home: string) {
  const kind = kindOf(unit, home);
  const takesPart = kind === 'government' || kind === 'department' || kind === 'township';
  return { name: unit.zh, kind, function: null, place: null, parent: null, takesPart };
}

function kindOf(unit: PackUnit, home: string): string {
  if (unit.many) return 'collective';
  if (unit.tier === 'contractor') return 'enterprise';
  if (unit.tier === 'public' || tiers.indexOf(unit.tier) < tiers.indexOf(tierOfHome(home))) return 'outside';
  if (unit.tier === 'township' || unit.tier === 'village') return unit.tier;
  if (/公司$/.test(unit.zh)) return 'enterprise';
  return /政府$/.test(unit.zh) ? 'government' : 'department';
}

/** Packs name an office of one function by one word, whatever it is called there (商务局, 工业和商务科技局). */
const roleByReference: Readonly<Record<string, Role>> = {
  government: 'leader',
  commerce: 'commerce',
  'industry-commerce-science': 'commerce',
  'commerce-development-centre': 'commerce',
  finance: 'finance',
  poverty: 'poverty',
  revitalisation: 'poverty',
  agriculture: 'agriculture',
  'human-resources': 'human-resources',
  'market-regulation': 'market-regulation',
  transport: 'transport',
  postal: 'post',
  audit: 'audit',
  discipline: 'discipline',
};

/**
 * What the posts of an office may do here. Only the home's own offices get an acting role: the head of a county under a
 * prefecture's plan sits in its group, but does not act for the prefecture.
 */
function roleOf(unit: PackUnit, home: string): Role {
  if (unit.tier !== tierOfHome(home) || unit.many) return 'department';
  return roleByReference[unit.id.replace(/^(?:county|city|prefecture|region)-/, '')] ?? 'department';
}
