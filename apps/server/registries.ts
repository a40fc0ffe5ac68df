import { organisationConsumers } from '@qianmo/organisation/server';
import type { IndicatorDefinition } from '@qianmo/platform/contract';
import {
  calendarDueDates,
  createIndicators,
  type DueDateSource,
  type EventConsumer,
  type IndicatorOffer,
  type Indicators,
  povertyClassSheet,
  type SheetRegisters,
  sheetRegisters,
} from '@qianmo/platform/server';
import { programmeDueDates, programmeIndicators } from '@qianmo/programme/server';

/** What lower rooms learn from upper ones: filled here, once, from the modules' front doors. */
export const dueDates: readonly DueDateSource[] = [calendarDueDates, programmeDueDates];

export const consumers: readonly EventConsumer[] = [...organisationConsumers];

const offers: readonly IndicatorOffer[] = [...programmeIndicators];
const definitions: readonly IndicatorDefinition[] = [];

export const indicators: Indicators = createIndicators(offers, definitions);

export const sheets: SheetRegisters = sheetRegisters([povertyClassSheet]);
