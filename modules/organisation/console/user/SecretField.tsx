import { type Binding, Button, controlProps, useWords, Wrapped } from '@qianmo/ui/office';
import { useState } from 'react';
import { userWords } from './words.ts';

/** Personal data while being typed: hidden from whoever looks over the shoulder, shown on demand, never a draft. */
export function SecretField({ field, label, help }: { field: Binding; label: string; help?: string }) {
  const t = useWords(userWords);
  const [shown, setShown] = useState(false);
  return (
    <Wrapped field={field} label={label} help={help}>
      <span className="qm-secret">
        <input
          className="qm-input qm-number"
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          spellCheck={false}
          maxLength={24}
          {...controlProps(field, help)}
          value={typeof field.value === 'string' ? field.value : ''}
          onChange={(event) => field.set(event.target.value)}
        />
        <Button kind="quiet" icon="eye" label={t('show')} aria-pressed={shown} onClick={() => setShown(!shown)} />
      </span>
    </Wrapped>
  );
}
