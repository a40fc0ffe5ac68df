import { AppLink, instantWords, Section, Status, useAddress, useWords } from '@qianmo/ui/office';
import type { groupKinds } from '../../contract.ts';
import type { Group } from './GroupPage.tsx';
import { groupWords } from './words.ts';

export function Departments({ group }: { group: Group }) {
  const t = useWords(groupWords);
  if (group.departments.length === 0) return null;
  return (
    <Section title={t('departments')} aside={group.departments.length}>
      <ul className="qm-chips qm-card">
        {group.departments.map(({ unit, part }) => (
          <li key={unit.id}>
            {unit.name}
            {part === 'lead' && <Status tone="running">{t('lead')}</Status>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Offices and bodies below the group, those of counties and townships too. */
export function GroupsBelow({ group }: { group: Group }) {
  const t = useWords(groupWords);
  const { href } = useAddress();
  if (group.kind !== 'leading' && group.kind !== 'sub') return null;
  return (
    <Section title={t('below')} aside={group.below.length || undefined}>
      {group.below.length === 0 ? (
        <p className="qm-second">{t('noBelow')}</p>
      ) : (
        <ul className="qm-card qm-org-lines">
          {group.below.map((body) => (
            <li key={body.id}>
              <AppLink href={href(`organisation/group/${body.id}`)}>{body.name}</AppLink>
              <span className="qm-second">{t(body.kind as (typeof groupKinds)[number])}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** One line per change of hands, kept for the file that follows a succession. */
export function Successions({ group }: { group: Group }) {
  const t = useWords(groupWords);
  return (
    <Section title={t('successions')} aside={group.successions.length || undefined}>
      {group.successions.length === 0 ? (
        <p className="qm-second">{t('noSuccessions')}</p>
      ) : (
        <table className="qm-table qm-card">
          <thead>
            <tr>
              <th scope="col">{t('on')}</th>
              <th scope="col">{t('seatedPost')}</th>
              <th scope="col">{t('outgoing')}</th>
              <th scope="col">{t('incoming')}</th>
              <th scope="col">{t('recordedAt')}</th>
            </tr>
          </thead>
          <tbody>
            {group.successions.map((row) => (
              <tr key={row.id}>
                <td className="qm-number qm-nowrap">{row.on}</td>
                <td>
                  {t(row.function)} · {row.title}
                </td>
                <td>{row.from?.name ?? '—'}</td>
                <td>{row.to?.name ?? '—'}</td>
                <td className="qm-number qm-nowrap">{instantWords(row.recordedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
