import type { IndicatorDefinition } from '@qianmo/platform/contract';
import {
  calendarDueDates,
  createIndicators,
  type DueDateSource,
  type EventConsumer,
  type IndicatorOffer,
  type Indicators,
} from '@qianmo/platform/server';

/** What lower rooms learn from upper ones: filled here, once, from the modules' front doors. */
export const dueDates: readonly DueDateSource[] = [calendarDueDates];

export const consumers: readonly EventConsumer[] = [];

const offers: readonly IndicatorOffer[] = [];
const definitions: readonly IndicatorDefinition[] = [];

export const indicators: Indicators = createIndicators(offers, definitions);
