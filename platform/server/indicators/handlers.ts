import { getIndicatorValue, listIndicatorRecords, listIndicators } from '../../contract/indicator.ts';
import { type Bound, type Context, on } from '../serve/context.ts';
import type { IndicatorQuestion, Indicators } from './registry.ts';

type Asked = {
  programme?: string | undefined;
  homes?: string[] | undefined;
  group?: string | undefined;
  at?: string | undefined;
};

/** Only homes this request may read; none named means all of them. */
function questionOf(ctx: Context, input: Asked): IndicatorQuestion {
  const outside = input.homes?.find((home) => !ctx.readable.includes(home));
  if (outside) ctx.reject('home-out-of-scope', { status: 404, params: { home: outside } });
  return {
    programme: input.programme ?? null,
    homes: input.homes ?? ctx.readable,
    group: input.group ?? null,
    at: input.at ?? ctx.today,
  };
}

export function indicatorHandlers(indicators: Indicators): Bound[] {
  const requireKnown = (ctx: Context, key: string) =>
    indicators.find(key) ?? ctx.reject('indicator-unknown', { status: 404, params: { key } });
  return [
    on(listIndicators, async (_ctx, input) => ({
      items: indicators
        .list()
        .filter(({ definition }) => input.module === undefined || definition.module === input.module)
        .map(({ definition, offered }) => ({ ...definition, offered })),
    })),
    on(getIndicatorValue, async (ctx, input) => {
      requireKnown(ctx, input.key);
      const question = questionOf(ctx, input);
      const figure = await indicators.value(ctx.db, input.key, question);
      return { key: input.key, at: question.at, homes: [...(input.homes ?? [ctx.home])], figure };
    }),
    on(listIndicatorRecords, async (ctx, input) => {
      requireKnown(ctx, input.key);
      const page = { limit: input.limit, after: input.after ?? null };
      const { entered, items, next } = await indicators.records(ctx.db, input.key, questionOf(ctx, input), page);
      return { entered, items: [...items], next };
    }),
  ];
}
