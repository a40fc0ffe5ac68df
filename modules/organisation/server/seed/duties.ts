import type { Database } from '@qianmo/platform/server';
import type { Pack } from '@qianmo/programme/pack';
import { addDuties } from '../store/duties.ts';
import type { Seeding } from './seed.ts';
import type { SeededUnits } from './units.ts';

const reporting: ReadonlySet<string> = new Set(['report', 'bulletin', 'self_evaluation']);

const frequencies = {
  daily: 'daily',
  monthly: 'monthly',
  quarterly: 'quarterly',
  half_yearly: 'half-yearly',
  annual: 'annual',
  every_batch: 'every-batch',
  regular: 'regular',
  on_schedule: 'on-schedule',
  on_event: 'on-event',
  once: 'once',
} as const;

/** Reports that the plan asks of its units (GOV-04); what is owed by 各乡镇 is owed by each of them. */
export async function seedDuties(
  db: Database,
  pack: Pack,
  { home, programme, newId }: Seeding,
  units: SeededUnits,
): Promise<number> {
  const duties = pack.cadences
    .filter((cadence) => reporting.has(cadence.kind))
    .flatMap((cadence) =>
      [...new Set(cadence.by.flatMap((reference) => owing(units, reference)))].map((unit) => ({
        ...{ home, id: newId(), unit, post: null, programme, from: pack.start },
        what: cadence.what,
        frequency: frequencies[cadence.frequency],
        clause: cadence.clause,
      })),
    );
  return addDuties(db, duties);
}

function owing(units: SeededUnits, reference: string): string[] {
  const unit = units.of(reference);
  return unit.townships.length > 0 ? unit.townships.map(({ id }) => id) : [unit.id];
}
