import { place } from '@qianmo/platform/contract';
import { AppLink, Button, PlaceBox, Status, useAddress, useQueryOp, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import type { Resolution } from './ResolutionPage.tsx';
import { resolutionWords } from './resolution-words.ts';

type Props = {
  readonly row: Resolution;
  readonly busy: boolean;
  readonly onDecide: ((place: number) => void) | null;
  readonly onUndo: (() => void) | null;
};

export function ResolutionRow({ row, busy, onDecide, onUndo }: Props) {
  const t = useWords(resolutionWords);
  return (
    <tr>
      <td>
        {row.townshipText} <strong>{row.villageText}</strong>
        <p className="qm-second">
          {row.source} · <span className="qm-number">{t('asOf', { day: row.asOf })}</span>
        </p>
      </td>
      <td>
        {row.chosen === null ? (
          <Candidates row={row} busy={busy} onDecide={onDecide} />
        ) : (
          <Chosen id={row.chosen} row={row} />
        )}
      </td>
      <td>
        {row.how === null ? (
          <Status tone="warn">{t('undone')}</Status>
        ) : (
          <Status tone={row.how === 'decided' ? 'running' : 'pass'}>{t(row.how)}</Status>
        )}
        {row.how === 'decided' && onUndo && (
          <Button kind="quiet" busy={busy} onClick={onUndo}>
            {t('undo')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** What the name may mean, nearest first, why, and the whole register for when it is none of them. */
function Candidates({ row, busy, onDecide }: Omit<Props, 'onUndo'>) {
  const t = useWords(resolutionWords);
  const [finding, setFinding] = useState(row.candidates.length === 0);
  return (
    <ul className="qm-candidates">
      {row.candidates.length === 0 && <li className="qm-second">{t('noCandidates')}</li>}
      {row.candidates.map((candidate) => (
        <li key={candidate.id}>
          <span>
            {candidate.township} <strong>{candidate.name}</strong>{' '}
            <span className="qm-second">
              {candidate.why.map((why) => t(why)).join('、')} · <span className="qm-code">{candidate.code}</span>
            </span>
          </span>
          {onDecide && (
            <Button busy={busy} onClick={() => onDecide(candidate.id)}>
              {t('choose')}
            </Button>
          )}
        </li>
      ))}
      {onDecide && (
        <li>
          {finding ? (
            <PlaceBox
              label={t('findVillage')}
              levels={['village']}
              current={null}
              onPick={(found) => found && onDecide(found.id)}
            />
          ) : (
            <Button kind="quiet" onClick={() => setFinding(true)}>
              {t('other')}
            </Button>
          )}
        </li>
      )}
    </ul>
  );
}

/** A name that was matched as it stands needs no look-up; the others are asked for by what they mean now. */
function Chosen({ id, row }: { id: number; row: Resolution }) {
  const { outside } = useAddress();
  const answer = useQueryOp(place.getPlace, { id }, { enabled: row.how !== 'exact' });
  const card = answer.data?.place;
  const named = card
    ? [...card.path.slice(-1).map(({ name }) => name), card.name].join(' ')
    : `${row.townshipText} ${row.villageText}`;
  return (
    <>
      <AppLink href={outside('system/place', { id })}>{named}</AppLink>{' '}
      {card && <span className="qm-second qm-code">{card.code}</span>}
    </>
  );
}
