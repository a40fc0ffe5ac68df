import type { Database } from '@qianmo/platform/server';
import type { Pack } from '@qianmo/programme/pack';
import { insertResponsibilities } from '../store/matrix.ts';
import { namedSubjects } from '../store/seed.ts';
import type { Seeding } from './seed.ts';
import type { SeededUnits } from './units.ts';

type Named = {
  kind: 'target' | 'budget-line' | 'duty';
  id: string;
  name: string | null;
  clause: string;
  parts: Map<string, 'lead' | 'with'>;
};

/**
 * The plan's division of work as rows of the matrix (GOV-08). Where several paragraphs name one subject, a unit that
 * leads in one of them leads. A subject for which somebody was named before is left as it is.
 */
export async function seedResponsibilities(
  db: Database,
  pack: Pack,
  { home, programme, newId }: Seeding,
  units: SeededUnits,
): Promise<number> {
  const standing = await namedSubjects(db, home, programme);
  const rows = [...subjectsOf(pack, units).values()]
    .filter((subject) => !standing.has(`${subject.kind} ${subject.id}`))
    .flatMap((subject) =>
      [...subject.parts].map(([unit, part]) => ({
        subject: { home, programme, kind: subject.kind, id: subject.id },
        name: subject.name,
        clause: subject.clause,
        ...{ id: newId(), unit, part, from: pack.start, version: 1 },
      })),
    );
  await insertResponsibilities(db, rows);
  return rows.length;
}

function subjectsOf(pack: Pack, units: SeededUnits): Map<string, Named> {
  const names = namesOf(pack);
  const subjects = new Map<string, Named>();
  for (const each of pack.responsibilities) {
    const isDuty = each.targets.length + each.lines.length === 0;
    const meant = [
      ...each.targets.map((id) => ({ kind: 'target' as const, id, name: names.get(id) ?? null })),
      ...each.lines.map((id) => ({ kind: 'budget-line' as const, id, name: names.get(id) ?? null })),
      ...(isDuty ? [{ kind: 'duty' as const, id: each.id, name: each.subject }] : []),
    ];
    for (const { kind, id, name } of meant) {
      const key = `${kind} ${id}`;
      const subject = subjects.get(key) ?? { kind, id, name, clause: each.clause, parts: new Map() };
      subjects.set(key, subject);
      for (const unit of each.with)
        if (!subject.parts.has(units.of(unit).id)) subject.parts.set(units.of(unit).id, 'with');
      for (const unit of each.lead) subject.parts.set(units.of(unit).id, 'lead');
    }
  }
  return subjects;
}

function namesOf(pack: Pack): Map<string, string> {
  const lines = (pack.budget?.groups ?? []).flatMap((group) => group.lines);
  return new Map([
    ...pack.targets.map((target): [string, string] => [target.id, target.name.zh]),
    ...lines.map((line): [string, string] => [line.id, line.name]),
  ]);
}
