import { parse } from 'yaml';
import { z } from 'zod';

const requirementId = z.string().regex(/^[A-Z]+-\d{2}$/);
const catalogueShape = z.strictObject({
  areas: z.array(
    z.strictObject({
      area: z.string(),
      title: z.string(),
      requirements: z.array(
        z.strictObject({
          id: requirementId,
          basis: z.enum(['stated', 'inferred']),
          parameter: z.boolean(),
          text: z.string().max(90),
        }),
      ),
    }),
  ),
  issues: z.array(z.strictObject({ issue: z.int(), full: z.array(z.string()), part: z.array(z.string()) })),
});

export type Catalogue = z.infer<typeof catalogueShape>;

/** Reads docs/requirements.yaml. Throws where it is not in shape, an id stands twice or in the wrong area. */
export function readCatalogue(text: string): Catalogue {
  const catalogue = catalogueShape.parse(parse(text));
  const ids = listIds(catalogue);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new Error(`${repeated} stands twice`);
  for (const { area, requirements } of catalogue.areas) {
    const stray = requirements.find(({ id }) => !id.startsWith(`${area}-`));
    if (stray !== undefined) throw new Error(`${stray.id} does not belong to ${area}`);
  }
  return catalogue;
}

export function listIds(catalogue: Catalogue): string[] {
  return catalogue.areas.flatMap(({ requirements }) => requirements.map(({ id }) => id));
}

/** Ids of `PROG-01`, `PROG-01..PROG-17` and `PROG-01…17`, comma or list. Throws on an id the catalogue has not. */
export function expandIds(catalogue: Catalogue, expressions: readonly string[]): string[] {
  const known = listIds(catalogue);
  return expressions.flatMap((expression) => {
    const [first = '', last] = expression.trim().split(/\.\.|…/);
    const area = first.split('-')[0] ?? '';
    const end = last === undefined ? first : last.includes('-') ? last : `${area}-${last}`;
    const from = known.indexOf(first);
    const to = known.indexOf(end);
    if (from === -1 || to < from) throw new Error(`${expression} is not in the catalogue`);
    return known.slice(from, to + 1);
  });
}
