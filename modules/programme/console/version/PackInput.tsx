import { Button, Notice, useWords } from '@qianmo/ui/office';
import { useId, useRef, useState } from 'react';
import { importWords } from './words.ts';

export type PackText = { readonly text: string; readonly tables: Record<string, string> };

const mostBytes = 900_000;

/** pack.yaml and its tables, chosen together or pasted. */
export function PackInput({ pack, onChange }: { pack: PackText; onChange: (pack: PackText) => void }) {
  const t = useWords(importWords);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const read = async (files: FileList | null) => {
    setTooLarge(null);
    const next = { text: pack.text, tables: { ...pack.tables } };
    for (const file of files ?? []) {
      if (file.size > mostBytes) setTooLarge(file.name);
      else if (file.name.endsWith('.csv')) next.tables[file.name] = await file.text();
      else next.text = await file.text();
    }
    onChange(next);
    if (input.current) input.current.value = '';
  };
  const names = Object.keys(pack.tables);
  return (
    <div className="qm-stack">
      <input
        ref={input}
        className="qm-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        accept=".yaml,.yml,.csv,text/plain"
        onChange={(event) => void read(event.target.files)}
      />
      <span className="qm-row">
        <Button icon="import" onClick={() => input.current?.click()}>
          {t('choose')}
        </Button>
        <span className="qm-second">{t('pasted')}</span>
      </span>
      {tooLarge && <Notice tone="block">{t('fileTooLarge', { name: tooLarge })}</Notice>}
      <label htmlFor={id}>{t('packText')}</label>
      <textarea
        id={id}
        className="qm-input qm-pack-text"
        spellCheck={false}
        value={pack.text}
        onChange={(event) => onChange({ ...pack, text: event.target.value })}
      />
      <p className="qm-second">
        {t('tables')}: {names.length === 0 ? t('noTables') : names.join('、')}
      </p>
    </div>
  );
}
