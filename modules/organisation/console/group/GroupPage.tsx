import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  ClauseChip,
  Facts,
  Findings,
  houseWords,
  Loaded,
  Notice,
  Page,
  RecordBody,
  Section,
  Status,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { closeGroup, endSeat, getGroup, listUnits } from '../../contract.ts';
import { named } from '../parts/codes-rule.ts';
import { EndForm } from '../parts/EndForm.tsx';
import { postName } from '../parts/names.ts';
import { useDivision, usePathWord } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { AdHocForm } from './AdHocForm.tsx';
import { LeadingForm, SeatForm, SubGroupForm } from './GroupForms.tsx';
import { Departments, GroupsBelow, Successions } from './GroupParts.tsx';
import { Seats } from './Seats.tsx';
import { groupWords } from './words.ts';
import '../organisation.css';

export type Group = ResultOf<typeof getGroup>;
export type Seat = Group['seatList'][number];
type Acting = { readonly kind: 'edit' | 'seat' | 'sub' | 'close' } | { readonly kind: 'end-seat'; readonly seat: Seat };

/** One group as of a day: who sits in it, by post; what the plan wants of it; who followed whom. */
export function GroupPage() {
  const { home, asked } = useDivision();
  const answer = useQueryOp(getGroup, { id: usePathWord('id'), ...asked }, { home });
  const [acting, setActing] = useState<Acting | null>(null);
  const name = answer.data?.name ?? '';
  return (
    <Page
      title={{ zh: name || '领导小组', en: name || 'Leading group' }}
      count={answer.data && <SeatCount group={answer.data} />}
      actions={answer.data && <Acts group={answer.data} onAct={setActing} />}
    >
      <Loaded answer={answer}>{(group) => <Record group={group} onAct={setActing} />}</Loaded>
      {answer.data && acting && <Form group={answer.data} acting={acting} onClose={() => setActing(null)} />}
    </Page>
  );
}

function SeatCount({ group }: { group: Group }) {
  const t = useWords(groupWords);
  if (group.seats === 0) return null;
  if (group.vacant === 0) return <Status tone="pass">{t('filled', { seats: group.seats })}</Status>;
  return <Status tone="warn">{t('vacantOf', { seats: group.seats, vacant: group.vacant })}</Status>;
}

type ActProps = { readonly group: Group; readonly onAct: (acting: Acting) => void };

/** Only the home that keeps a group changes it; a county reads what was set up above it. */
function Acts({ group, onAct }: ActProps) {
  const t = useWords(groupWords);
  const { home, mayAct } = useDivision();
  const isOpen = group.until === null && group.home === home;
  const isLeading = group.kind === 'leading' || group.kind === 'sub';
  return (
    <>
      {isLeading && group.until === null && mayAct('organisation.group.sub') && (
        <Button onClick={() => onAct({ kind: 'sub' })}>{t('newSub')}</Button>
      )}
      {isOpen && mayAct('organisation.group.edit') && (
        <>
          <Button onClick={() => onAct({ kind: 'close' })}>{t('closeGroup')}</Button>
          <Button icon="edit" onClick={() => onAct({ kind: 'edit' })}>
            {t('edit')}
          </Button>
          <Button kind="primary" icon="plus" onClick={() => onAct({ kind: 'seat' })}>
            {t('addSeat')}
          </Button>
        </>
      )}
    </>
  );
}

function Form({ group, acting, onClose }: { group: Group; acting: Acting; onClose: () => void }) {
  const t = useWords(groupWords);
  const isLeading = group.kind === 'leading' || group.kind === 'sub';
  if (acting.kind === 'end-seat') return <EndSeat {...{ group, onClose }} seat={acting.seat} />;
  if (acting.kind === 'edit')
    return isLeading ? <LeadingForm {...{ group, onClose }} /> : <AdHocForm {...{ group, onClose }} />;
  if (acting.kind === 'seat') return <SeatForm {...{ group, onClose }} />;
  if (acting.kind === 'sub') return <SubGroupForm groups={[]} parent={group} onClose={onClose} />;
  return (
    <EndForm
      operation={closeGroup}
      record={{ id: group.id, version: group.version }}
      title={t('closeGroup')}
      submit={t('closeGroup')}
      consequence={t('closeText', { group: group.name })}
      onClose={onClose}
    />
  );
}

function EndSeat({ group, seat, onClose }: { group: Group; seat: Seat; onClose: () => void }) {
  const t = useWords(groupWords);
  const words = { post: postName(seat.post), group: group.name, function: t(seat.function) };
  return (
    <EndForm
      operation={endSeat}
      record={{ id: seat.id, version: seat.version }}
      title={t('endSeat')}
      submit={t('endSeat')}
      consequence={t('endSeatText', words)}
      onClose={onClose}
    />
  );
}

function Record({ group, onAct }: ActProps) {
  const t = useWords(groupWords);
  const house = useWords(houseWords);
  const { home, mayAct } = useDivision();
  const nameOf = useNames(group);
  // Each vacancy stands in its row and in the count above; here stands what the plan wants beside that.
  const findings = group.findings.filter(({ rule }) => rule !== 'organisation.seat-vacant');
  const mayEnd = group.home === home && mayAct('organisation.group.edit');
  return (
    <>
      {group.home !== home && <Notice tone="off">{t('keptElsewhere')}</Notice>}
      <RecordBody
        findings={
          findings.length > 0 && (
            <Section title={t('findings')}>
              <Findings findings={named(findings, nameOf)} />
            </Section>
          )
        }
      >
        <GroupFacts group={group} />
        <Section title={t('seats')} aside={t('seatNote')}>
          <Seats seats={group.seatList} onEnd={mayEnd ? (seat) => onAct({ kind: 'end-seat', seat }) : null} />
        </Section>
        <Departments group={group} />
        <GroupsBelow group={group} />
        <Successions group={group} />
      </RecordBody>
      <span className="qm-hidden">{house('asOfDate', { date: group.day })}</span>
    </>
  );
}

function GroupFacts({ group }: { group: Group }) {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  const { href } = useAddress();
  const optional = [
    { label: t('ofUnit'), value: group.unit?.name },
    { label: t('office'), value: group.office?.name },
    { label: words('documentNo'), value: group.documentNo },
    { label: t('minPersons'), value: group.minPersons && t('least', { count: group.minPersons }) },
    { label: t('mandate'), value: group.mandate },
    { label: t('outsideMembers'), value: group.outside.join('、') },
    { label: words('clause'), value: group.clause && <ClauseChip clause={group.clause} /> },
  ];
  return (
    <div className="qm-card">
      <Facts
        facts={[
          { label: t('kind'), value: t(group.kind) },
          ...(group.parent
            ? [
                {
                  label: t('parent'),
                  value: <AppLink href={href(`organisation/group/${group.parent.id}`)}>{t('above')}</AppLink>,
                },
              ]
            : []),
          ...optional.filter(({ value }) => value),
          { label: t('registered'), value: group.from ?? '—' },
        ]}
      />
    </div>
  );
}

/** Names of the units and posts that findings speak of. */
function useNames(group: Group): (id: string) => string | undefined {
  const units = useQueryOp(listUnits, { limit: 200 }, { home: group.home, enabled: group.findings.length > 0 });
  return (id) =>
    units.data?.items.find((unit) => unit.id === id)?.name ??
    group.departments.find(({ unit }) => unit.id === id)?.unit.name ??
    group.seatList.filter(({ post }) => post.id === id).map(({ post }) => postName(post))[0];
}
