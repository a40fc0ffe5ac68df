import type { Call } from '@qianmo/client';
import { createStore } from '@qianmo/client';
import { session } from '@qianmo/platform/contract';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useWords } from '../i18n/words.ts';
import { describedBy, Field } from '../plain/Field.tsx';
import { Button } from './Button.tsx';
import { Dialog } from './Drawer.tsx';

const asked = createStore<((confirmed: boolean) => void) | null>(null);

/** Opens the panel; true once a one-time code was confirmed. The caller then repeats the same act. */
export function askSecondFactor(): Promise<boolean> {
  return new Promise((resolve) => {
    asked.get()?.(false);
    asked.set((confirmed) => {
      asked.set(null);
      resolve(confirmed);
    });
  });
}

/** Stands once in the shell. */
export function SecondFactorPanel({ call }: { call: Call }) {
  const answer = useSyncExternalStore(asked.subscribe, asked.get);
  return answer ? <Panel call={call} answer={answer} /> : null;
}

function Panel({ call, answer }: { call: Call; answer: (confirmed: boolean) => void }) {
  const t = useWords(houseWords);
  const [otp, setOtp] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await call(session.confirmSecondFactor, { input: { otp } });
      answer(true);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const words = error ? problemWords(error, 'act') : undefined;
  return (
    <Dialog title={t('confirmTitle')} onClose={() => answer(false)}>
      <form className="qm-stack" onSubmit={(event) => void confirm(event)}>
        <p>{t('confirmText')}</p>
        <Field id="second-factor" label={t('otp')} help={t('otpHelp')} error={words}>
          <input
            id="second-factor"
            className="qm-input qm-number"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            autoFocus
            aria-invalid={words !== undefined || undefined}
            aria-describedby={describedBy('second-factor', words, true)}
            value={otp}
            onChange={(event) => setOtp(event.target.value.replaceAll(/\D/g, ''))}
          />
        </Field>
        <div className="qm-row">
          <Button kind="primary" submit busy={busy}>
            {t('confirm')}
          </Button>
          <Button onClick={() => answer(false)}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
