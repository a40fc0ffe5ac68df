import type { Call } from '@qianmo/client';
import type { ResultOf } from '@qianmo/platform/contract';
import type { ClauseReader, ClauseText } from '@qianmo/ui/office';
import { listParameters, listTargets, programmeOverview } from '../contract.ts';
import { conditionText } from './parts/figures.ts';

type Listed = ResultOf<typeof listParameters>['items'];
type Wanted = Parameters<ClauseReader>[0];

/** Reads what the plan says at a clause: a parameter's or a target's own words, the paper, the version in force. */
export function readPlanClause(call: Call): ClauseReader {
  return async (wanted) => {
    if (wanted.programme === '') return null;
    const { programme, home, asOf } = wanted;
    const input = asOf ? { programme, asOf } : { programme };
    const [overview, parameters] = await Promise.all([
      call(programmeOverview, { home, input }),
      call(listParameters, { home, input: { ...input, state: 'set', pageSize: 200 } }),
    ]);
    const found = parameterQuote(parameters.items, wanted) ?? (await targetQuote(call, home, input, wanted.clause));
    if (found === null) return null;
    return {
      ...found,
      document: overview.decision.title,
      version: `v${overview.version}`,
      effective: overview.effectiveOn,
    };
  };
}

type Quote = Pick<ClauseText, 'clause' | 'text' | 'parameter'>;

function parameterQuote(items: Listed, { clause, parameter }: Wanted): Quote | null {
  const named = items.filter(({ key }) => key === parameter);
  for (const item of [...named, ...items]) {
    const value = item.values.find((one) => one.clause === clause && one.quote !== null);
    if (!value || value.quote === null) continue;
    const shown = value.items?.join('、') ?? value.text ?? conditionText(value);
    return { clause, text: value.quote, parameter: { name: item.name.zh, value: shown } };
  }
  return null;
}

async function targetQuote(
  call: Call,
  home: string,
  input: { programme: string; asOf?: string },
  clause: string,
): Promise<Quote | null> {
  const { items } = await call(listTargets, { home, input: { ...input, pageSize: 200 } });
  const found = items.find((target) => target.clause === clause);
  return found ? { clause, text: found.quote } : null;
}
