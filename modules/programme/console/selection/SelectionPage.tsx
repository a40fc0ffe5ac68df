import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  EmptyState,
  Loaded,
  Page,
  Status,
  type Tone,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { listSelection } from '../../contract.ts';
import { useAsked, useMayActAtHome } from '../parts/asked.ts';
import { selectionWords } from './words.ts';
import '../programme.css';

export type Call = ResultOf<typeof listSelection>['items'][number];

export const callTone: Readonly<Record<Call['state'], Tone>> = {
  upcoming: 'off',
  open: 'running',
  review: 'running',
  closed: 'warn',
  preliminary: 'warn',
  final: 'pass',
};

/** 示范县遴选: calls of this programme. */
export function SelectionPage() {
  const t = useWords(selectionWords);
  const { href } = useAddress();
  const answer = useQueryOp(listSelection, useAsked());
  const may = useMayActAtHome('programme.selection.run');
  const act = may && (
    <AppLink className="qm-button qm-button-primary" href={href('programme/selection/new')}>
      {t('openAct')}
    </AppLink>
  );
  return (
    <Page title={{ zh: '示范县遴选', en: 'Selection of counties' }} count={answer.data?.items.length} actions={act}>
      <Loaded answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <ul className="qm-card qm-lines">
              {items.map((call) => (
                <li key={call.id}>
                  <span className="qm-lines-what">
                    <AppLink href={href(`programme/selection/${call.id}`)}>{call.title}</AppLink>
                    <span className="qm-second qm-number">
                      {call.opensOn} – {call.closesOn} ·{' '}
                      {t('applicationCount', { count: call.applications.length, places: call.places })}
                    </span>
                  </span>
                  <Status tone={callTone[call.state]}>{t(`state.${call.state}`)}</Status>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
