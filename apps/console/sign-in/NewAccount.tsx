import { session as operations } from '@qianmo/platform/contract';
import { useWords } from '@qianmo/ui/plain';
import { type FormEvent, useState } from 'react';
import { call } from '../boot.ts';
import { Entry, Submit, TrialError, useTrial } from './form.tsx';
import { signInWords } from './words.ts';

export type NewAccountProps = {
  readonly kind: 'set-up' | 'invitation';
  readonly onReady: (login: string) => void;
};

/** The link's token stands behind the `#`, so that it never reaches a log. */
export function NewAccount({ kind, onReady }: NewAccountProps) {
  const t = useWords(signInWords);
  const token = decodeURIComponent(location.hash.slice(1));
  const [values, setValues] = useState({ name: '', login: '', newPassword: '', repeat: '' });
  const [tried, setTried] = useState(false);
  const trial = useTrial();
  const set = (key: keyof typeof values) => (value: string) => setValues((old) => ({ ...old, [key]: value }));
  const needed = (value: string) => (tried && value.trim() === '' ? t('needed') : undefined);
  const short = tried && values.newPassword.length < 10 ? t('tooShort') : undefined;
  const differs = tried && values.newPassword !== values.repeat ? t('notSame') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { name, login, newPassword, repeat } = values;
    if (trial.busy || newPassword.length < 10 || newPassword !== repeat) return;
    if (kind === 'set-up' && (!name.trim() || !login.trim())) return;
    trial.run(async () => {
      const answer =
        kind === 'set-up'
          ? await call(operations.setUp, { input: { token, name, login, newPassword } })
          : await call(operations.redeemInvitation, { input: { token, newPassword } });
      history.replaceState(null, '', '/console/sign-in');
      onReady(answer.login);
    });
  };
  if (token === '') return <TrialError error={null}>{t('noToken')}</TrialError>;
  return (
    <form className="qm-entrance-fields-form" noValidate onSubmit={submit}>
      <h1>{kind === 'set-up' ? t('setUpTitle') : t('inviteTitle')}</h1>
      <p>{kind === 'set-up' ? t('setUpLead') : t('inviteLead')}</p>
      <TrialError error={trial.error} />
      {kind === 'set-up' && (
        <>
          <Entry
            id="name"
            label={t('name')}
            autoComplete="name"
            maxLength={60}
            autoFocus
            error={needed(values.name)}
            value={values.name}
            onChange={set('name')}
          />
          <Entry
            id="login"
            label={t('login')}
            autoComplete="username"
            maxLength={60}
            error={needed(values.login)}
            value={values.login}
            onChange={set('login')}
          />
        </>
      )}
      <Entry
        id="new-password"
        type="password"
        label={t('newPassword')}
        help={t('newPasswordHelp')}
        autoComplete="new-password"
        maxLength={200}
        error={short}
        value={values.newPassword}
        onChange={set('newPassword')}
      />
      <Entry
        id="repeat"
        type="password"
        label={t('repeat')}
        autoComplete="new-password"
        maxLength={200}
        error={differs}
        value={values.repeat}
        onChange={set('repeat')}
      />
      <Submit busy={trial.busy}>{kind === 'set-up' ? t('create') : t('enable')}</Submit>
    </form>
  );
}
