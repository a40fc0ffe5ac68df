import type { ResultOf } from '@qianmo/platform/contract';
import { CompareTable, Loaded, Status, useAddress, useQueryOp, useScope, useWords } from '@qianmo/ui/office';
import { addYears } from '@qianmo/values/period';
import { isPlainDate } from '@qianmo/values/plain-date';
import { decimalText, findShare, subtractShares } from '@qianmo/values/share';
import { listTargets } from '../../contract.ts';
import { useSubject } from '../parts/asked.ts';
import { valueWords } from '../parts/figures.ts';
import { targetTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import { type TargetItem, TargetLink } from './TargetsPage.tsx';

/** The same targets on two days: `?asof=` against `?with=`. */
export function TargetCompare({ now }: { now: ResultOf<typeof listTargets> }) {
  const words = useWords(programmeWords);
  const { query, setQuery } = useAddress();
  const { programme, today } = useScope();
  const chosen = query.get('with');
  const day = chosen && isPlainDate(chosen) ? chosen : addYears(now.asOf, -1);
  const subject = useSubject();
  const then = useQueryOp(listTargets, { programme, asOf: day, ...subject, pageSize: 200 });
  return (
    <div className="qm-stack">
      <label className="qm-row">
        {words('compareWith')}
        <input
          type="date"
          className="qm-input"
          style={{ inlineSize: 180 }}
          max={today}
          value={day}
          onChange={(event) => isPlainDate(event.target.value) && setQuery({ with: event.target.value })}
        />
      </label>
      <Loaded answer={then}>
        {(before) => (
          <CompareTable
            caption={words('compare')}
            before={before.asOf}
            after={now.asOf}
            rows={now.items.map((item) =>
              compared(
                item,
                before.items.find(({ id }) => id === item.id),
              ),
            )}
          />
        )}
      </Loaded>
    </div>
  );
}

function compared(after: TargetItem, before: TargetItem | undefined) {
  const isSame =
    before !== undefined && before.judged.state === after.judged.state && before.current.value === after.current.value;
  return {
    key: after.id,
    label: <TargetLink item={after} />,
    before: before ? <Side item={before} /> : null,
    after: <Side item={after} />,
    change: before === undefined ? ('added' as const) : isSame ? ('same' as const) : ('changed' as const),
    difference: <Difference before={before?.current.value ?? null} after={after.current.value} />,
  };
}

function Side({ item }: { item: TargetItem }) {
  const words = useWords(programmeWords);
  return (
    <span className="qm-row">
      <Status tone={targetTone[item.judged.state]}>{words(item.judged.state)}</Status>
      <span className="qm-number">{valueWords(item.current.value, item.current.unit)}</span>
    </span>
  );
}

function Difference({ before, after }: { before: string | null; after: string | null }) {
  const from = before === null ? undefined : findShare(before);
  const to = after === null ? undefined : findShare(after);
  if (!from || !to) return null;
  const gap = subtractShares(to, from);
  if (gap.numerator === 0n) return null;
  const text = decimalText(gap, 2)
    .replace(/\.?0+$/, '')
    .replace('-', '');
  return (
    <span className="qm-number">
      {gap.numerator > 0n ? '▲' : '▼'} {text}
    </span>
  );
}
