import { type ResultOf, session } from '@qianmo/platform/contract';
import {
  Button,
  codeWords,
  describedBy,
  Field,
  FormPage,
  instantWords,
  Loaded,
  Notice,
  Page,
  ProblemNotice,
  Section,
  Status,
  useAct,
  useForm,
  useQueryOp,
  useSession,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { Enrol } from './Enrol.tsx';
import { accountWords } from './words.ts';

/** Own posts, password, one-time codes, sessions and tokens. */
export function AccountPage() {
  const t = useWords(accountWords);
  const { name, postings, secondFactor } = useSession();
  return (
    <Page title={{ zh: '账号与安全', en: 'Account and security' }} scope={name} wide={false}>
      <Section title={t('posts')}>
        <ul className="qm-card qm-stack">
          {postings.map((held) => (
            <li key={held.posting}>
              {[held.homeName, held.unitName, held.title ?? codeWords('role', held.role)].filter(Boolean).join(' · ')}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('factor')}>
        <span className="qm-row">
          <Status tone={secondFactor.enrolled ? 'pass' : secondFactor.required ? 'block' : 'off'}>
            {secondFactor.enrolled ? t('enrolled') : t('notEnrolled')}
          </Status>
          {secondFactor.required && t('requiredNote')}
          {!secondFactor.enrolled && <Enrol />}
        </span>
      </Section>
      <Section title={t('password')}>
        <PasswordForm />
      </Section>
      <Section title={t('sessions')}>
        <Sessions />
      </Section>
    </Page>
  );
}

function PasswordForm() {
  const t = useWords(accountWords);
  const [done, setDone] = useState(false);
  const act = useAct(session.changePassword);
  const form = useForm({ shape: session.changePassword.input, act, onDone: () => setDone(true) });
  const entry = (name: 'password' | 'newPassword', label: string, help?: string) => {
    const field = form.field(name);
    return (
      <Field id={field.id} label={label} error={field.error} help={help}>
        <input
          id={field.id}
          type="password"
          className="qm-input"
          autoComplete={name === 'password' ? 'current-password' : 'new-password'}
          aria-describedby={describedBy(field.id, field.error, help)}
          value={String(field.value ?? '')}
          onChange={(event) => field.set(event.target.value)}
          onBlur={field.leave}
        />
      </Field>
    );
  };
  if (done) return <Notice tone="pass">{t('changed')}</Notice>;
  return (
    <FormPage
      form={form}
      act={act}
      labels={{ password: t('oldPassword'), newPassword: t('newPassword') }}
      submit={t('change')}
    >
      {entry('password', t('oldPassword'))}
      {entry('newPassword', t('newPassword'), t('newPasswordHelp'))}
    </FormPage>
  );
}

function Sessions() {
  const t = useWords(accountWords);
  const answer = useQueryOp(session.listTokens, {});
  const act = useAct(session.revokeToken);
  return (
    <div className="qm-stack">
      <ProblemNotice error={act.error} />
      <Loaded answer={answer}>
        {({ items }) => (
          <table className="qm-table qm-card">
            <thead>
              <tr>
                <th scope="col">{t('kind')}</th>
                <th scope="col">{t('client')}</th>
                <th scope="col">{t('made')}</th>
                <th scope="col">{t('expires')}</th>
                <th scope="col">
                  <span className="qm-hidden">{t('end')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <SessionRow key={item.id} item={item} busy={act.busy} onEnd={() => void act.run({ id: item.id })} />
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </div>
  );
}

type Item = ResultOf<typeof session.listTokens>['items'][number];

function SessionRow({ item, busy, onEnd }: { item: Item; busy: boolean; onEnd: () => void }) {
  const t = useWords(accountWords);
  return (
    <tr>
      <td style={{ whiteSpace: 'nowrap' }}>{t(item.kind)}</td>
      <td>{item.name ?? item.client}</td>
      <td className="qm-number" style={{ whiteSpace: 'nowrap' }}>
        {instantWords(item.createdAt)}
      </td>
      <td className="qm-number" style={{ whiteSpace: 'nowrap' }}>
        {instantWords(item.expiresAt)}
      </td>
      <td className="qm-end">
        {item.current ? (
          <Status tone="pass">{t('current')}</Status>
        ) : (
          <Button kind="quiet" busy={busy} onClick={onEnd}>
            {t('end')}
          </Button>
        )}
      </td>
    </tr>
  );
}
