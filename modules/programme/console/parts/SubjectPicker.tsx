import { pick, useAddress, useLanguage, useWords } from '@qianmo/ui/office';
import { programmeWords } from '../words.ts';
import { useOverview, useSubject } from './asked.ts';

/** Whole programme, one group of counties, or one county. Absent where the programme has a single county. */
export function SubjectPicker() {
  const t = useWords(programmeWords);
  const shown = useLanguage();
  const { group, county } = useSubject();
  const { setQuery } = useAddress();
  const members = useOverview().data?.members ?? [];
  if (members.length < 2) return null;
  const groups = [...new Set(members.map(({ group }) => group))].filter((group) => group !== 'none');
  return (
    <select
      className="qm-input qm-subject"
      aria-label={t('part')}
      value={group ?? county ?? ''}
      onChange={(event) => setQuery({ place: event.target.value || null, page: null })}
    >
      <option value="">{t('wholeProgramme', { count: members.length })}</option>
      {groups.map((group) => (
        <option key={group} value={group}>
          {t(group)} {members.filter((member) => member.group === group).length}
        </option>
      ))}
      {members.map((member) => (
        <option key={member.place} value={member.place}>
          {pick({ zh: member.name.zh, en: member.name.en ?? member.name.zh }, shown)}
        </option>
      ))}
    </select>
  );
}
