import { session as operations } from '@qianmo/platform/contract';
import { Notice, useWords } from '@qianmo/ui/plain';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { call } from '../boot.ts';
import { Entry, Submit, TrialError, useTrial } from './form.tsx';
import { signInWords } from './words.ts';

const EnrolTotp = lazy(() => import('./EnrolTotp.tsx').then(({ EnrolTotp }) => ({ default: EnrolTotp })));

type Step = 'password' | 'otp' | 'enrol';

/** Where the person was going, if it is a page of ours; never another site. */
export function enter(): void {
  const wanted = new URLSearchParams(location.search).get('to');
  location.assign(wanted && /^\/console\/[^/\\]/.test(wanted) ? wanted : '/console/inbox');
}

export function SignIn({ ready }: { ready: string | null }) {
  const t = useWords(signInWords);
  const [step, setStep] = useState<Step>('password');
  const [login, setLogin] = useState(ready ?? '');
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const [refused, setRefused] = useState(false);
  const trial = useTrial();
  if (step === 'enrol')
    return (
      <Suspense>
        <EnrolTotp password={password} onDone={enter} />
      </Suspense>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setRefused(false);
    if (trial.busy) return;
    trial.run(async () => {
      const input = step === 'otp' ? { login, password, otp } : { login, password };
      const answer = await call(operations.signIn, { input });
      if (answer.needs === 'otp') setStep('otp');
      else if (answer.needs === 'enrol-totp') setStep('enrol');
      else if (answer.signedIn) enter();
      else setRefused(true);
    });
  };
  return (
    <form className="qm-entrance-fields-form" onSubmit={submit}>
      <h1>{t('signIn')}</h1>
      {ready && <Notice tone="pass">{t('done', { login: ready })}</Notice>}
      <TrialError error={trial.error}>{refused ? t('refused') : undefined}</TrialError>
      {step === 'password' ? (
        <PasswordStep {...{ login, setLogin, password, setPassword }} />
      ) : (
        <>
          <p>{t('otpLead')}</p>
          <Entry
            id="otp"
            label={t('otp')}
            help={t('otpHelp')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            required
            autoFocus
            value={otp}
            onChange={(value) => setOtp(value.replaceAll(/\D/g, ''))}
          />
        </>
      )}
      <Submit busy={trial.busy}>{trial.busy ? t('busy') : t('signIn')}</Submit>
      {step === 'otp' && (
        <button type="button" className="qm-button qm-button-quiet" onClick={() => setStep('password')}>
          {t('back')}
        </button>
      )}
    </form>
  );
}

type PasswordStepProps = {
  readonly login: string;
  readonly setLogin: (value: string) => void;
  readonly password: string;
  readonly setPassword: (value: string) => void;
};

function PasswordStep({ login, setLogin, password, setPassword }: PasswordStepProps) {
  const t = useWords(signInWords);
  const [visible, setVisible] = useState(false);
  return (
    <>
      <Entry
        id="login"
        label={t('login')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={60}
        required
        autoFocus
        value={login}
        onChange={setLogin}
      />
      <div className="qm-entrance-secret">
        <Entry
          id="password"
          label={t('password')}
          type={visible ? 'text' : 'password'}
          autoComplete="current-password"
          maxLength={200}
          required
          value={password}
          onChange={setPassword}
        />
        <button type="button" aria-pressed={visible} onClick={() => setVisible(!visible)}>
          {visible ? t('hide') : t('show')}
        </button>
      </div>
    </>
  );
}
