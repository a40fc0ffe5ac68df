import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react';
import { problemWords } from '../../i18n/problem-words.ts';
import { useWords } from '../../i18n/words.ts';
import { Notice } from '../../plain/Notice.tsx';
import { Button } from '../Button.tsx';
import { useCall, useScope } from '../runtime.tsx';
import { uploadFile } from './upload.ts';
import { evidenceWords } from './words.ts';

const acceptedEvidence = '.jpg,.jpeg,.png,.webp,.heic,.pdf,.xlsx,.docx,.ofd,.csv,.txt,.zip';

export type FileChooserProps = {
  readonly id?: string;
  readonly multiple?: boolean;
  /** Endings offered by the file dialog; the server looks at the bytes. */
  readonly accept?: string;
  readonly purpose?: 'evidence' | 'sheet';
  readonly label?: string;
  readonly home?: string;
  readonly onStored: (file: string) => void;
};

type Sending = { readonly name: string; readonly share: number };

/** Files by dialog, drop or paste. Each is stored as soon as it is chosen; a refused one says why, the others go on. */
export function FileChooser(props: FileChooserProps) {
  const { id, multiple = false, accept = acceptedEvidence, label } = props;
  const t = useWords(evidenceWords);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { sending, refused, send } = useSending(props);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    void send([...event.clipboardData.files]);
  };
  return (
    <fieldset
      className={over ? 'qm-drop qm-drop-over' : 'qm-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      <input
        ref={input}
        className="qm-hidden"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          void send(chosen);
        }}
      />
      <span className="qm-row">
        <Button {...(id ? { id } : {})} icon="import" busy={sending !== null} onClick={() => input.current?.click()}>
          {over ? t('drop') : (label ?? t('choose'))}
        </Button>
        {sending && <progress value={sending.share} max={1} aria-label={t('sending', { name: sending.name })} />}
      </span>
      {refused.map(({ name, why }) => (
        <Notice key={name} tone="block">
          {t('refused', { name, why })}
        </Notice>
      ))}
    </fieldset>
  );
}

function useSending({ multiple = false, purpose = 'evidence', home, onStored }: FileChooserProps) {
  const call = useCall();
  const scope = useScope();
  const [sending, setSending] = useState<Sending | null>(null);
  const [refused, setRefused] = useState<readonly { name: string; why: string }[]>([]);
  const send = async (chosen: readonly File[]) => {
    setRefused([]);
    for (const file of multiple ? chosen : chosen.slice(0, 1)) {
      const { name } = file;
      const onProgress = (share: number) => setSending({ name, share });
      onProgress(0);
      try {
        onStored((await uploadFile({ call, home: home ?? scope.home, file, purpose, onProgress })).id);
      } catch (error) {
        setRefused((old) => [...old, { name, why: problemWords(error, 'act') }]);
      }
    }
    setSending(null);
  };
  return { sending, refused, send };
}
