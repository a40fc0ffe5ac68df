import type { ResultOf } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  EmptyState,
  Loaded,
  Page,
  Section,
  Status,
  useAddress,
  useQueryOp,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { endAssociationMember, getAssociation } from '../../contract.ts';
import { CellAct } from '../parts/CellAct.tsx';
import { EndForm } from '../parts/EndForm.tsx';
import { useDivision, usePathWord } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { ActivityForm, AssociationForm, MemberForm } from './AssociationForms.tsx';
import { associationWords } from './words.ts';
import '../organisation.css';

export type Association = ResultOf<typeof getAssociation>;
export type Activity = Association['activities'][number];
type Member = Association['members'][number];
type Acting =
  | { readonly kind: 'edit' | 'member' }
  | { readonly kind: 'end-member'; readonly member: Member }
  | { readonly kind: 'activity'; readonly of: Activity | null };

/** An association: its services, county branches, members and what it did. */
export function AssociationPage() {
  const t = useWords(associationWords);
  const words = useWords(organisationWords);
  const { home, asked, mayAct } = useDivision();
  const answer = useQueryOp(getAssociation, { id: usePathWord('id'), ...asked }, { home });
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const found = answer.data;
  const name = found?.name ?? '';
  const may = found?.home === home && mayAct('organisation.association.edit');
  return (
    <Page
      title={{ zh: name || '协会', en: name || 'Association' }}
      actions={
        may && (
          <>
            <Button icon="edit" onClick={() => setActing({ kind: 'edit' })}>
              {words('edit')}
            </Button>
            <Button onClick={() => setActing({ kind: 'member' })}>{t('addMember')}</Button>
            <Button kind="primary" onClick={() => setActing({ kind: 'activity', of: null })}>
              {t('addActivity')}
            </Button>
          </>
        )
      }
    >
      <Loaded answer={answer}>
        {(association) => (
          <>
            <Services association={association} />
            <Members
              association={association}
              onEnd={may ? (member) => setActing({ kind: 'end-member', member }) : null}
            />
            <Activities
              association={association}
              onCorrect={may ? (of) => setActing({ kind: 'activity', of }) : null}
            />
          </>
        )}
      </Loaded>
      {found && acting?.kind === 'edit' && <AssociationForm association={found} onClose={close} />}
      {found && acting?.kind === 'member' && <MemberForm association={found} onClose={close} />}
      {found && acting?.kind === 'activity' && <ActivityForm association={found} of={acting.of} onClose={close} />}
      {acting?.kind === 'end-member' && (
        <EndForm
          operation={endAssociationMember}
          record={{ id: acting.member.id, version: acting.member.version }}
          title={`${t('endMember')} · ${acting.member.name}`}
          submit={t('endMember')}
          onClose={close}
        />
      )}
    </Page>
  );
}

function Services({ association }: { association: Association }) {
  const t = useWords(associationWords);
  const { href } = useAddress();
  return (
    <>
      <Section title={t('services')} aside={association.services.length || undefined}>
        {association.services.length === 0 ? (
          <p className="qm-second">{t('noServices')}</p>
        ) : (
          <ul className="qm-chips qm-card">
            {association.services.map((service) => (
              <li key={service}>{service}</li>
            ))}
          </ul>
        )}
      </Section>
      {association.branches.length > 0 && (
        <Section title={t('branches')} aside={association.branches.length}>
          <ul className="qm-card qm-org-lines">
            {association.branches.map((branch) => (
              <li key={branch.id}>
                <AppLink href={href(`organisation/association/${branch.id}`)}>{branch.name}</AppLink>
                <span className="qm-second qm-number">{t('memberCount', { count: branch.members })}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

type MembersProps = { readonly association: Association; readonly onEnd: ((member: Member) => void) | null };

function Members({ association, onEnd }: MembersProps) {
  const t = useWords(associationWords);
  const words = useWords(organisationWords);
  return (
    <Section title={t('members')} aside={association.members.length || undefined}>
      {association.members.length === 0 ? (
        <EmptyState title={t('noMembers')} />
      ) : (
        <table className="qm-table qm-card">
          <thead>
            <tr>
              <th scope="col">{t('memberName')}</th>
              <th scope="col">{t('memberKind')}</th>
              <th scope="col">{t('entityCode')}</th>
              <th scope="col">{words('from')}</th>
              {onEnd && <th scope="col" aria-label={words('act')} />}
            </tr>
          </thead>
          <tbody>
            {association.members.map((member) => (
              <tr key={member.id}>
                <td>{member.name}</td>
                <td>{t(member.kind)}</td>
                <td className="qm-code">{member.entityCode ?? '—'}</td>
                <td className="qm-number">{member.from}</td>
                {onEnd && (
                  <td className="qm-end">
                    {member.until === null && <CellAct onClick={() => onEnd(member)}>{words('end')}</CellAct>}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

type ActivitiesProps = { readonly association: Association; readonly onCorrect: ((of: Activity) => void) | null };

function Activities({ association, onCorrect }: ActivitiesProps) {
  const t = useWords(associationWords);
  const words = useWords(organisationWords);
  return (
    <Section title={t('activities')} aside={association.activities.length || undefined}>
      {association.activities.length === 0 ? (
        <EmptyState title={t('noActivities')} />
      ) : (
        <table className="qm-table qm-card">
          <thead>
            <tr>
              <th scope="col">{t('heldOn')}</th>
              <th scope="col">{t('title')}</th>
              <th scope="col">{t('service')}</th>
              <th scope="col">{t('partners')}</th>
              <th scope="col" className="qm-end">
                {t('participants')}
              </th>
              {onCorrect && <th scope="col" aria-label={words('act')} />}
            </tr>
          </thead>
          <tbody>
            {association.activities.map((row) => (
              <tr key={row.id}>
                <td className="qm-number qm-nowrap">{row.heldOn}</td>
                <td>
                  {row.title} {row.corrected && <Status tone="off">{t('correctedRow')}</Status>}
                  {row.note && <p className="qm-second">{row.note}</p>}
                </td>
                <td>{row.service ?? '—'}</td>
                <td>{row.partners.join('、') || '—'}</td>
                <td className="qm-end qm-number">{row.participants ?? '—'}</td>
                {onCorrect && (
                  <td className="qm-end">
                    {!row.corrected && <CellAct onClick={() => onCorrect(row)}>{t('correct')}</CellAct>}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
