import { ClauseChip, EmptyState, pick, Section, Status, useLanguage, useWords } from '@qianmo/ui/office';
import { useCountyName } from '../parts/asked.ts';
import { programmeWords } from '../words.ts';
import type { Profile } from './FactsView.tsx';
import { profileWords } from './words.ts';

export function PlacesView({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  const { levels } = profile;
  const chain = (list: readonly { zh: string }[]) => list.map(({ zh }) => zh).join(' › ');
  return (
    <>
      <Section title={t('levels')} aside={<ClauseChip clause={levels.clause} />}>
        <dl className="qm-card qm-facts">
          <dt>{t('administration')}</dt>
          <dd>{chain(levels.administration)}</dd>
          <dt>{t('network')}</dt>
          <dd>{chain(levels.network)}</dd>
        </dl>
      </Section>
      <MemberTable profile={profile} />
      <SpecialUnits profile={profile} />
      <Belts profile={profile} />
    </>
  );
}

function MemberTable({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  const words = useWords(programmeWords);
  const shown = useLanguage();
  return (
    <Section title={t('members')}>
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('members')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('county')}</th>
            <th scope="col">{t('group')}</th>
            <th scope="col">{t('from')}</th>
            <th scope="col">{t('to')}</th>
            <th scope="col">{words('clause')}</th>
          </tr>
        </thead>
        <tbody>
          {profile.members.map((member) => (
            <tr key={`${member.place}/${member.from}`}>
              <th scope="row">
                {pick({ zh: member.name.zh, en: member.name.en ?? member.name.zh }, shown)}{' '}
                <span className="qm-second qm-number">{member.place}</span>
              </th>
              <td>{words(member.group === 'national' || member.group === 'coordinated' ? member.group : 'none')}</td>
              <td className="qm-number">{member.from}</td>
              <td className="qm-number">{member.to ?? t('now')}</td>
              <td>
                <ClauseChip clause={member.clause} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function SpecialUnits({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  const words = useWords(programmeWords);
  if (profile.specialUnits.length === 0)
    return (
      <Section title={t('special')}>
        <EmptyState title={t('noSpecial')} />
      </Section>
    );
  return (
    <Section title={t('special')}>
      <table className="qm-table qm-card">
        <caption className="qm-hidden">{t('special')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('name')}</th>
            <th scope="col">{t('kind')}</th>
            <th scope="col">{t('parent')}</th>
            <th scope="col">{t('seat')}</th>
            <th scope="col">{words('clause')}</th>
          </tr>
        </thead>
        <tbody>
          {profile.specialUnits.map((unit) => (
            <tr key={unit.code}>
              <th scope="row">
                {unit.name.zh} <span className="qm-second qm-number">{unit.code}</span>{' '}
                {unit.place === null && <Status tone="warn">{t('notInRegister')}</Status>}
              </th>
              <td>{unit.kind}</td>
              <td>{unit.parentName ?? unit.parent}</td>
              <td>{unit.seat ?? '—'}</td>
              <td>
                <ClauseChip clause={unit.clause} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Belts({ profile }: { profile: Profile }) {
  const t = useWords(profileWords);
  const countyName = useCountyName();
  if (profile.belts.length === 0) return null;
  return (
    <Section title={t('belts')}>
      <ul className="qm-card qm-lines">
        {profile.belts.map((belt) => (
          <li key={belt.id}>
            <span className="qm-lines-what">
              <strong>{belt.name.zh}</strong>
              {belt.members.map(countyName).join('、')}
              <span className="qm-second">
                {t('focus')}: {belt.focus.join('、') || '—'}
              </span>
            </span>
            <ClauseChip clause={belt.clause} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
