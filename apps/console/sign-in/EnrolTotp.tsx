import { session as operations } from '@qianmo/platform/contract';
import { useWords } from '@qianmo/ui/plain';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { encode } from 'uqr';
import { call } from '../boot.ts';
import { Entry, Submit, TrialError, useTrial } from './form.tsx';
import { signInWords } from './words.ts';
import './entrance.css';

/** Shows the secret as a code to scan and as text to type; it counts once a code made from it is confirmed. */
export function EnrolTotp({ password, onDone }: { password: string; onDone: () => void }) {
  const t = useWords(signInWords);
  const [made, setMade] = useState<{ secret: string; uri: string } | null>(null);
  const [otp, setOtp] = useState('');
  const begin = useTrial();
  const finish = useTrial();
  const { run } = begin;
  useEffect(() => {
    run(async () => setMade(await call(operations.beginTotp, { input: { password } })));
  }, [password]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!made || finish.busy) return;
    finish.run(async () => {
      await call(operations.finishTotp, { input: { secret: made.secret, otp } });
      onDone();
    });
  };
  return (
    <form className="qm-entrance-fields-form" onSubmit={submit}>
      <h1>{t('enrolTitle')}</h1>
      <p>{t('enrolLead')}</p>
      <TrialError error={begin.error ?? finish.error} />
      {made && (
        <>
          <QrCode text={made.uri} label={t('enrolTitle')} />
          <p className="qm-field-help">
            {t('enrolSecret')}
            <br />
            <code className="qm-entrance-key">{made.secret.replaceAll(/(.{4})/g, '$1 ')}</code>
          </p>
          <Entry
            id="otp"
            label={t('otp')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            required
            value={otp}
            onChange={(value) => setOtp(value.replaceAll(/\D/g, ''))}
          />
          <Submit busy={finish.busy}>{t('enrol')}</Submit>
        </>
      )}
    </form>
  );
}

function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { border: 2 });
    const cells = code.data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
    return { size: code.size, path: cells.join('') };
  }, [text]);
  return (
    <svg
      className="qm-entrance-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
