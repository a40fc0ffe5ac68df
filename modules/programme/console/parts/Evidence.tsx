import { file as files } from '@qianmo/platform/contract';
import {
  AppLink,
  type Binding,
  Button,
  findSubjectPath,
  Icon,
  Notice,
  problemWords,
  useAddress,
  useCall,
  useQueryOp,
  useScope,
  useWords,
  Wrapped,
} from '@qianmo/ui/office';
import { useRef, useState } from 'react';
import type { Evidence } from '../../contract.ts';
import { programmeWords } from '../words.ts';
import { uploadFile } from './upload.ts';

const accepted = '.jpg,.jpeg,.png,.webp,.heic,.pdf,.xlsx,.docx,.ofd,.csv,.txt,.zip';

/** Papers and pictures behind a statement. Each is stored when it is chosen; the act only names it. */
export function EvidenceField({ field, label, help }: { field: Binding; label: string; help?: string }) {
  const t = useWords(programmeWords);
  const given = isEvidence(field.value) ? field.value : [];
  return (
    <Wrapped field={field} label={label} help={help ?? t('evidenceHelp')}>
      <EvidenceList items={given} onRemove={(at) => field.set(given.filter((_, index) => index !== at))} />
      <FileChooser id={field.id} multiple onStored={(id) => field.set([...given, { kind: 'file', id }])} />
    </Wrapped>
  );
}

/** One scan, e.g. of a signed paper; the field's value is the file's id. */
export function ScanField({ field, label, help }: { field: Binding; label: string; help?: string }) {
  const t = useWords(programmeWords);
  const id = typeof field.value === 'string' ? field.value : null;
  return (
    <Wrapped field={field} label={label} help={help ?? t('evidenceHelp')}>
      {id !== null && <EvidenceList items={[{ kind: 'file', id }]} onRemove={() => field.set(undefined)} />}
      <FileChooser id={field.id} onStored={field.set} />
    </Wrapped>
  );
}

type ChooserProps = {
  readonly id: string;
  readonly multiple?: boolean;
  readonly onStored: (file: string) => void;
};

function FileChooser({ id, multiple = false, onStored }: ChooserProps) {
  const t = useWords(programmeWords);
  const call = useCall();
  const { home } = useScope();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async (chosen: FileList | null) => {
    setError(null);
    try {
      for (const file of chosen ?? []) {
        setShare(0);
        onStored((await uploadFile(call, home, file, setShare)).id);
      }
    } catch (thrown) {
      setError(thrown);
    }
    setShare(null);
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <input
        ref={input}
        className="qm-hidden"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={accepted}
        multiple={multiple}
        onChange={(event) => void send(event.target.files)}
      />
      <span className="qm-row">
        <Button id={id} icon="import" busy={share !== null} onClick={() => input.current?.click()}>
          {t('chooseFile')}
        </Button>
        {share !== null && <progress value={share} max={1} aria-label={t('sending')} />}
      </span>
      {error !== null && <Notice tone="block">{problemWords(error, 'act')}</Notice>}
    </>
  );
}

type ListProps = {
  readonly items: readonly Evidence[];
  /** Home that keeps the files; by default that of the scope. */
  readonly home?: string;
  readonly onRemove?: (index: number) => void;
};

export function EvidenceList({ items, home, onRemove }: ListProps) {
  const t = useWords(programmeWords);
  const { href } = useAddress();
  if (items.length === 0) return onRemove ? null : <span className="qm-second">{t('noEvidence')}</span>;
  return (
    <ul className="qm-evidence">
      {items.map((item, index) => {
        const path = item.kind === 'record' ? findSubjectPath({ kind: item.subject, id: item.id }) : undefined;
        return (
          <li key={item.id}>
            <Icon name={item.kind === 'file' ? 'file' : 'link'} small />
            {item.kind === 'file' ? (
              <FileLink id={item.id} home={home} />
            ) : path ? (
              <AppLink href={href(path)}>{item.id}</AppLink>
            ) : (
              <span className="qm-code">{item.id}</span>
            )}
            {onRemove && <Button kind="quiet" icon="close" label={t('removeFile')} onClick={() => onRemove(index)} />}
          </li>
        );
      })}
    </ul>
  );
}

/** Name and download of a file; its id where this person may not read it. */
function FileLink({ id, home }: { id: string; home: string | undefined }) {
  const scope = useScope();
  const at = home ?? scope.home;
  const card = useQueryOp(files.getFile, { id }, { home: at, enabled: scope.can('file.read') });
  if (!card.data) return <span className="qm-code">{id.slice(0, 8)}</span>;
  const url = `${files.fileContent.path.replace(':home', at)}?id=${id}`;
  return (
    <a href={url} download={card.data.name}>
      {card.data.name}
    </a>
  );
}

function isEvidence(value: unknown): value is readonly Evidence[] {
  return Array.isArray(value);
}
