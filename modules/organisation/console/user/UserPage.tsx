import type { ResultOf } from '@qianmo/platform/contract';
import {
  Button,
  Drawer,
  Loaded,
  Notice,
  Page,
  Popover,
  Section,
  Status,
  useQueryOp,
  useSession,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { disableUser, enableUser, endPosting, erasePerson, getUser, resetSecondFactor } from '../../contract.ts';
import { EndForm } from '../parts/EndForm.tsx';
import { postName } from '../parts/names.ts';
import { useDivision, usePathWord } from '../parts/scope.ts';
import { AssignForm } from '../unit/AssignForm.tsx';
import { Invite } from './Invite.tsx';
import { PersonForm, ReasonForm } from './UserForms.tsx';
import { Identity, Postings } from './UserParts.tsx';
import { userWords } from './words.ts';
import '../organisation.css';

export type User = ResultOf<typeof getUser>;
export type Posting = User['postings'][number];
const accountActs = ['invite', 'disable', 'enable', 'reset', 'erase'] as const;
type AccountAct = (typeof accountActs)[number];
type Acting = { readonly kind: AccountAct | 'edit' | 'assign' } | { readonly kind: 'end'; readonly posting: Posting };

/** One person: posts now and before, the account, and personal data behind a mask. */
export function UserPage() {
  const t = useWords(userWords);
  const { home } = useDivision();
  const answer = useQueryOp(getUser, { person: usePathWord('id') }, { home });
  const [acting, setActing] = useState<Acting | null>(null);
  const name = answer.data?.name ?? '';
  return (
    <Page
      title={{ zh: name || '用户', en: name || 'User' }}
      count={answer.data && <AccountState user={answer.data} />}
      actions={answer.data && <Acts user={answer.data} onAct={(kind) => setActing({ kind })} />}
      wide={false}
    >
      <Loaded answer={answer}>
        {(user) => (
          <>
            <Reach user={user} />
            <Section title={t('postings')} aside={user.postings.length || undefined}>
              <Postings user={user} onEnd={(posting) => setActing({ kind: 'end', posting })} />
              {user.elsewhere > 0 && <p className="qm-second">{t('elsewhere', { count: user.elsewhere })}</p>}
            </Section>
            <Identity user={user} />
          </>
        )}
      </Loaded>
      {answer.data && acting && <Form user={answer.data} acting={acting} onClose={() => setActing(null)} />}
    </Page>
  );
}

function AccountState({ user }: { user: User }) {
  const t = useWords(userWords);
  if (user.erased) return <Status tone="off">{t('erased')}</Status>;
  if (user.account === null) return <Status tone="off">{t('noAccount')}</Status>;
  return user.account.disabled ? (
    <Status tone="block">{t('disabled')}</Status>
  ) : (
    <Status tone="pass">{t('open')}</Status>
  );
}

/** Why the account cannot be acted on, where it cannot. */
function Reach({ user }: { user: User }) {
  const t = useWords(userWords);
  const { mayAct } = useDivision();
  const isOwn = useIsOwn(user);
  if (!mayAct('organisation.user.manage')) return null;
  if (isOwn) return <Notice tone="off">{t('ownAccount')}</Notice>;
  return user.withinReach ? null : <Notice tone="off">{t('beyondReach')}</Notice>;
}

/** Nobody acts on the own account; the session knows it by its id. */
function useIsOwn({ account }: User): boolean {
  return useSession().user === account?.id;
}

function Acts({ user, onAct }: { user: User; onAct: (kind: AccountAct | 'edit' | 'assign') => void }) {
  const t = useWords(userWords);
  const { mayAct } = useDivision();
  const isOwn = useIsOwn(user);
  if (isOwn || user.erased) return null;
  const manages = mayAct('organisation.user.manage') && user.withinReach;
  const { account } = user;
  const offers = [
    { key: 'disable', words: t('disable'), may: manages && account?.disabled === false },
    { key: 'enable', words: t('enable'), may: manages && account?.disabled === true },
    { key: 'reset', words: t('reset'), may: manages && account?.secondFactor === true },
    { key: 'erase', words: t('erase'), may: manages && mayAct('organisation.person.erase') },
  ] as const;
  return (
    <>
      {manages && (
        <Popover className="qm-button" align="end" width={220} button={t('more')}>
          {(close) => (
            <div className="qm-menu">
              {offers
                .filter(({ may }) => may)
                .map(({ key, words }) => (
                  <button
                    key={key}
                    type="button"
                    onClick={() => {
                      close();
                      onAct(key);
                    }}
                  >
                    {words}
                  </button>
                ))}
            </div>
          )}
        </Popover>
      )}
      {manages && (
        <Button icon="edit" onClick={() => onAct('edit')}>
          {t('edit')}
        </Button>
      )}
      {manages && account?.disabled === false && (
        <Button icon="link" onClick={() => onAct('invite')}>
          {t('makeLink')}
        </Button>
      )}
      {mayAct('organisation.posting.assign') && (
        <Button kind="primary" onClick={() => onAct('assign')}>
          {t('assign')}
        </Button>
      )}
    </>
  );
}

function Form({ user, acting, onClose }: { user: User; acting: Acting; onClose: () => void }) {
  const t = useWords(userWords);
  const { person, name, account } = user;
  const ofAccount = { person, version: account?.version ?? 0, name, onClose };
  switch (acting.kind) {
    case 'assign':
      return <AssignForm person={{ id: person, name }} onClose={onClose} />;
    case 'edit':
      return <PersonForm user={user} onClose={onClose} />;
    case 'invite':
      return (
        <Drawer title={`${t('makeLink')} · ${name}`} onClose={onClose}>
          <Invite person={person} />
        </Drawer>
      );
    case 'end':
      return (
        <EndForm
          operation={endPosting}
          record={{ id: acting.posting.id, version: acting.posting.version }}
          title={postName(acting.posting)}
          submit={t('endPosting')}
          consequence={t('endPostingText', { name, post: acting.posting.title })}
          onClose={onClose}
        />
      );
    case 'disable':
      return <ReasonForm operation={disableUser} words="disable" text="disableText" {...ofAccount} />;
    case 'enable':
      return <ReasonForm operation={enableUser} words="enable" text="enableText" {...ofAccount} />;
    case 'reset':
      return <ReasonForm operation={resetSecondFactor} words="reset" text="resetText" {...ofAccount} />;
    case 'erase':
      return (
        <ReasonForm operation={erasePerson} words="erase" text="eraseText" {...ofAccount} version={user.version} />
      );
  }
}
