import type { ResultOf } from '@qianmo/platform/contract';
import { ClauseChip, Loaded, Page, pick, Section, useLanguage, useQueryOp, useWords } from '@qianmo/ui/office';
import { programmeOverview } from '../../contract.ts';
import { useAsked, useSubject } from '../parts/asked.ts';
import { paperWords } from '../parts/figures.ts';
import { SubjectPicker } from '../parts/SubjectPicker.tsx';
import { programmeWords } from '../words.ts';
import { RedItems } from './RedItems.tsx';
import { BasisPapers, Bodies, Labels, Members, PhasesNow } from './Sides.tsx';
import { MoneyTiles, TargetTiles, WorkTiles } from './Tiles.tsx';
import { overviewWords } from './words.ts';
import '../programme.css';

export type Overview = ResultOf<typeof programmeOverview>;

/** 方案总览: seven questions a leader asks, each answered by a figure that opens. */
export function OverviewPage() {
  const answer = useQueryOp(programmeOverview, { ...useAsked(), ...useSubject() });
  return (
    <Page title={{ zh: '方案总览', en: 'Programme overview' }} actions={<SubjectPicker />}>
      <Loaded answer={answer}>{(overview) => <Body overview={overview} />}</Loaded>
    </Page>
  );
}

function Body({ overview }: { overview: Overview }) {
  const t = useWords(overviewWords);
  return (
    <>
      <Heading overview={overview} />
      <Section title={t('targets')}>
        <TargetTiles overview={overview} />
      </Section>
      <div className="qm-overview">
        <div className="qm-stack">
          <div className="qm-questions">
            <MoneyTiles overview={overview} />
            <WorkTiles overview={overview} />
          </div>
          <RedItems overview={overview} />
          <PhasesNow overview={overview} />
        </div>
        <div className="qm-stack">
          <BasisPapers overview={overview} />
          <Bodies overview={overview} />
          <Labels overview={overview} />
          <Members overview={overview} />
        </div>
      </div>
    </>
  );
}

function Heading({ overview }: { overview: Overview }) {
  const t = useWords(overviewWords);
  const words = useWords(programmeWords);
  const shown = useLanguage();
  const title = pick({ zh: overview.title.zh, en: overview.title.en ?? overview.title.zh }, shown);
  const parts = [
    t('year', { year: overview.programmeYear }),
    t('started', { start: overview.start }),
    overview.end === null ? t('noEnd') : t('until', { end: overview.end }),
    t('rules', { version: overview.version, day: overview.effectiveOn }),
    paperWords(overview.decision),
  ];
  return (
    <div className="qm-stack">
      <strong>{title}</strong>
      <div className="qm-row qm-second">
        {parts.join(' · ')} <ClauseChip clause={overview.clause} />
        {overview.group && <span>{words(overview.group)}</span>}
      </div>
    </div>
  );
}
