import { AppLink, EmptyState, Section, Status, useAddress, useScope, useWords } from '@qianmo/ui/office';
import { useCountyName } from '../parts/asked.ts';
import { EvidenceList } from '../parts/Evidence.tsx';
import { numberWords, valueWords } from '../parts/figures.ts';
import { programmeWords } from '../words.ts';
import type { TargetRecord } from './TargetPage.tsx';
import { targetWords } from './words.ts';

type Value = TargetRecord['values'][number];

/** Every figure that was ever entered, corrections beside what they correct. */
export function ValueHistory({ record }: { record: TargetRecord }) {
  const t = useWords(targetWords);
  const { mayAct, home } = useScope();
  const { href } = useAddress();
  const may = mayAct('programme.target.record');
  return (
    <Section title={t('history')}>
      {record.values.length === 0 ? (
        <EmptyState title={t('historyEmpty')} />
      ) : (
        <ValueTable
          values={record.values}
          act={(value) =>
            may && value.home === home && value.correctedBy === null ? (
              <AppLink href={href(`programme/target/${record.target.id}/record`, { value: value.id })}>
                {t('correct')}
              </AppLink>
            ) : null
          }
        />
      )}
    </Section>
  );
}

type TableProps = { readonly values: readonly Value[]; readonly act?: (value: Value) => React.ReactNode };

export function ValueTable({ values, act }: TableProps) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  return (
    <table className="qm-table qm-card">
      <caption className="qm-hidden">{t('history')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('observedOn')}</th>
          <th scope="col">{t('of')}</th>
          <th scope="col" className="qm-end">
            {words('value')}
          </th>
          <th scope="col">{words('evidence')}</th>
          <th scope="col">{t('recordedOn')}</th>
          {act && <th scope="col" />}
        </tr>
      </thead>
      <tbody>
        {values.map((value) => (
          <ValueRow key={value.id} value={value} act={act} />
        ))}
      </tbody>
    </table>
  );
}

function ValueRow({ value, act }: { value: Value; act: TableProps['act'] }) {
  const t = useWords(targetWords);
  const words = useWords(programmeWords);
  const countyName = useCountyName();
  const of = value.county ? countyName(value.county) : value.group ? words(value.group) : words('wholeTitle');
  const parts =
    value.numerator && value.denominator ? `${numberWords(value.numerator)} / ${numberWords(value.denominator)}` : null;
  return (
    <tr>
      <td className="qm-number">
        {value.observedOn}
        {value.period && <span className="qm-second"> {value.period}</span>}
      </td>
      <td>{of}</td>
      <td className="qm-end qm-number">
        {value.correctedBy ? (
          <s>{valueWords(value.value, value.unit)}</s>
        ) : (
          <strong>{valueWords(value.value, value.unit)}</strong>
        )}
        {parts && <div className="qm-second">{parts}</div>}
        {value.correctedBy && <Status tone="off">{t('corrected')}</Status>}
        {value.correctionOf && <Status tone="warn">{t('correction')}</Status>}
      </td>
      <td>
        <EvidenceList items={value.evidence} home={value.home} />
        {value.note && <span className="qm-second">{value.note}</span>}
      </td>
      <td>
        <span className="qm-number">{value.recordedOn}</span>
        <div className="qm-second">
          {value.recordedBy} · {words('version', { version: value.rulesVersion })}
        </div>
      </td>
      {act && <td>{act(value)}</td>}
    </tr>
  );
}
