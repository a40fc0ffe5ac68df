import { AppLink, Status, useAddress, useWords } from '@qianmo/ui/office';
import { useDivision } from './scope.ts';
import { organisationWords } from './words.ts';

type Held = { readonly person: string; readonly name: string; readonly since: string } | null;

/** Who holds a post, linked where one may look; a vacancy is shown as such, never as an empty cell. */
export function Holder({ holder }: { holder: Held }) {
  const t = useWords(organisationWords);
  const { href } = useAddress();
  const { can } = useDivision();
  if (holder === null) return <Status tone="warn">{t('vacant')}</Status>;
  return (
    <span className="qm-holder">
      {can('organisation.user.read') ? (
        <AppLink href={href(`organisation/user/${holder.person}`)}>{holder.name}</AppLink>
      ) : (
        holder.name
      )}
      {holder.since && <span className="qm-second qm-number">{t('since', { day: holder.since })}</span>}
    </span>
  );
}
