import {
  AppLink,
  ClauseChip,
  Facts,
  pick,
  Section,
  Status,
  useAddress,
  useLanguage,
  useWords,
} from '@qianmo/ui/office';
import { stateWords } from '../codes-rule.ts';
import { phaseTone } from '../parts/tones.ts';
import { programmeWords } from '../words.ts';
import type { Overview } from './OverviewPage.tsx';
import { overviewWords } from './words.ts';

type Props = { readonly overview: Overview };

export function PhasesNow({ overview }: Props) {
  const t = useWords(overviewWords);
  const { href } = useAddress();
  const shown = overview.phases.slice(0, 8);
  return (
    <Section title={t('phases')} aside={<AppLink href={href('programme/phase')}>{t('toPhases')}</AppLink>}>
      <ul className="qm-card qm-lines">
        {shown.length === 0 && <li>{t('noPhases')}</li>}
        {shown.map((phase) => (
          <li key={phase.id}>
            <span className="qm-lines-what">
              {phase.name}
              <span className="qm-second qm-number">
                {phase.start ?? '—'} – {phase.end ?? '—'}
              </span>
            </span>
            <span className="qm-lines-end">
              <Status tone={phaseTone[phase.status]}>{stateWords(phase.status)}</Status>
              <ClauseChip clause={phase.clause} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function BasisPapers({ overview }: Props) {
  const t = useWords(overviewWords);
  return (
    <>
      <Section title={t('plans')}>
        <ul className="qm-card qm-lines">
          {overview.plans.map((plan) => (
            <li key={plan.id}>
              <span className="qm-lines-what">
                {plan.title.zh}
                <span className="qm-second">
                  {[plan.docNo ?? t('noNumber'), plan.issued, plan.issuers.join('、')].filter(Boolean).join(' · ')}
                </span>
              </span>
              <ClauseChip clause={plan.clause} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('basis')}>
        <ul className="qm-card qm-lines">
          {overview.basis.map((paper) => (
            <li key={`${paper.docNo}/${paper.title}`}>
              <span className="qm-lines-what">
                {paper.title ?? t('untitled')}
                <span className="qm-second">{paper.docNo ?? t('noNumber')}</span>
              </span>
              <ClauseChip clause={paper.clause} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

export function Bodies({ overview }: Props) {
  const t = useWords(overviewWords);
  if (overview.leadBodies.length === 0) return null;
  return (
    <Section title={t('bodies')}>
      <ul className="qm-card qm-lines">
        {overview.leadBodies.map((body) => (
          <li key={body.id}>
            <span className="qm-lines-what">
              {body.name}
              {body.office && <span className="qm-second">{t('office', { office: body.office })}</span>}
            </span>
            <ClauseChip clause={body.clause} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const labelKeys = ['leadDepartment', 'povertyAgency', 'ministrySystem', 'dataStandard'] as const;

/** Agencies were renamed in the years of these programmes: what they were called on the day. */
export function Labels({ overview }: Props) {
  const t = useWords(overviewWords);
  const facts = labelKeys.flatMap((key) => {
    const label = overview.labels[key];
    return label ? [{ key, label }] : [];
  });
  if (facts.length === 0) return null;
  return (
    <Section title={t('labels')}>
      <div className="qm-card">
        <Facts
          facts={facts.map(({ key, label }) => ({
            label: t(key),
            value: (
              <span className="qm-quoted">
                {label.zh} <ClauseChip clause={label.clause} />
              </span>
            ),
          }))}
        />
      </div>
    </Section>
  );
}

export function Members({ overview }: Props) {
  const t = useWords(overviewWords);
  const words = useWords(programmeWords);
  const shown = useLanguage();
  const { href } = useAddress();
  return (
    <Section title={t('members')} aside={t('membersOf', { count: overview.members.length })}>
      <ul className="qm-card qm-lines">
        {overview.members.map((member) => (
          <li key={member.place}>
            <span className="qm-lines-what">
              <AppLink href={href('programme', { place: member.place })}>
                {pick({ zh: member.name.zh, en: member.name.en ?? member.name.zh }, shown)}
              </AppLink>
              <span className="qm-second">{words(member.group)}</span>
            </span>
            <ClauseChip clause={member.clause} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
