import { EmptyState, useWords } from '@qianmo/ui/office';
import { CellAct } from '../parts/CellAct.tsx';
import { Holder } from '../parts/Holder.tsx';
import { postName } from '../parts/names.ts';
import { organisationWords } from '../parts/words.ts';
import type { Seat } from './GroupPage.tsx';
import { groupWords } from './words.ts';

type Props = { readonly seats: readonly Seat[]; readonly onEnd: ((seat: Seat) => void) | null };

/** Seats in the order of their functions: the post, and whoever holds it on the day. */
export function Seats({ seats, onEnd }: Props) {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  if (seats.length === 0) return <EmptyState title={t('noSeats')} />;
  return (
    <table className="qm-table qm-card qm-seats">
      <caption className="qm-hidden">{t('seats')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('function')}</th>
          <th scope="col">{t('seatedPost')}</th>
          <th scope="col">{words('holder')}</th>
          <th scope="col">{words('from')}</th>
          {onEnd && (
            <th scope="col">
              <span className="qm-hidden">{words('act')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {seats.map((seat) => (
          <tr key={seat.id}>
            <td className="qm-nowrap">{t(seat.function)}</td>
            <td>{postName(seat.post)}</td>
            <td>
              <Holder holder={seat.holder} />
            </td>
            <td className="qm-number qm-nowrap">{seat.from}</td>
            {onEnd && (
              <td className="qm-end">
                {seat.until === null && <CellAct onClick={() => onEnd(seat)}>{t('endSeat')}</CellAct>}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
