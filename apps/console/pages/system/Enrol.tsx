import { Button, Drawer, Field, useWords } from '@qianmo/ui/office';
import { type FormEvent, useState } from 'react';
import { EnrolTotp } from '../../sign-in/EnrolTotp.tsx';
import { accountWords } from './words.ts';

/** Enrols an authenticator from the account page; the password is asked for first and kept no longer than the panel. */
export function Enrol() {
  const t = useWords(accountWords);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="key" onClick={() => setOpen(true)}>
        {t('enrol')}
      </Button>
      {open && (
        <Drawer title={t('enrol')} onClose={() => setOpen(false)}>
          <Panel />
        </Drawer>
      )}
    </>
  );
}

function Panel() {
  const t = useWords(accountWords);
  const [password, setPassword] = useState('');
  const [given, setGiven] = useState(false);
  // The session tells the page what is enrolled; it is read anew with the page.
  if (given) return <EnrolTotp password={password} onDone={() => location.reload()} />;
  const next = (event: FormEvent) => {
    event.preventDefault();
    if (password !== '') setGiven(true);
  };
  return (
    <form className="qm-stack" onSubmit={next}>
      <p>{t('enrolWhy')}</p>
      <Field id="enrol-password" label={t('oldPassword')}>
        <input
          id="enrol-password"
          type="password"
          className="qm-input"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <span className="qm-row">
        <Button kind="primary" submit>
          {t('next')}
        </Button>
      </span>
    </form>
  );
}
