import type { ReactNode } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import './record.css';

/** A row of a module's `transitions` table. */
export type Transition = { readonly from: string; readonly to: string; readonly operation: string };

export type Hop = { readonly state: string; readonly at: string; readonly by?: string; readonly paper?: ReactNode };

export type LifeCycleProps = {
  readonly transitions: readonly Transition[];
  /** The way things normally go, from the first state to the last. */
  readonly path: readonly string[];
  readonly current: string;
  readonly stateWords: (state: string) => string;
  readonly history?: readonly Hop[];
  /** What stands at the next permitted steps: number of open guards, deadline. */
  readonly next?: (state: string) => ReactNode;
};

/** Drawn from the transitions table: the main path solid, branches dashed, the current state filled. */
export function LifeCycle({ transitions, path, current, stateWords, history = [], next }: LifeCycleProps) {
  const t = useWords(houseWords);
  const reachable = new Set(transitions.filter(({ from }) => from === current).map(({ to }) => to));
  const at = path.indexOf(current);
  const branches = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))].filter(
    (state) => !path.includes(state),
  );
  const step = (state: string, kind: string) => {
    const hop = history.findLast((one) => one.state === state);
    return (
      <li key={state} className={`qm-step qm-step-${kind}`} aria-current={state === current ? 'step' : undefined}>
        <span className="qm-step-name">{stateWords(state)}</span>
        {kind === 'passed' && <span className="qm-hidden">{t('passed')}</span>}
        {hop && (
          <span className="qm-second qm-number">
            {hop.at} {hop.by} {hop.paper}
          </span>
        )}
        {reachable.has(state) && <span className="qm-second">{next?.(state) ?? t('nextStep')}</span>}
      </li>
    );
  };
  return (
    <div className="qm-life">
      <ol>{path.map((state, index) => step(state, kindOf(index, at, state === current, reachable.has(state))))}</ol>
      {branches.some((state) => state === current || reachable.has(state)) && (
        <ol className="qm-life-branches">
          {branches
            .filter((state) => state === current || reachable.has(state))
            .map((state) => step(state, state === current ? 'current' : 'next'))}
        </ol>
      )}
    </div>
  );
}

function kindOf(index: number, at: number, isCurrent: boolean, isNext: boolean): string {
  if (isCurrent) return 'current';
  if (index < at) return 'passed';
  return isNext ? 'next' : 'later';
}
