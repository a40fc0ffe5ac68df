import { type FileCard, file as files } from '@qianmo/platform/contract';
import { useWords } from '../../i18n/words.ts';
import { instantWords } from '../form/FormPage.tsx';
import { useQueryOp, useScope } from '../runtime.tsx';
import { evidenceWords } from './words.ts';

/** What is known of a stored file; absent where this person may not read it. */
export function useFileCard(id: string, home?: string): FileCard | undefined {
  const scope = useScope();
  return useQueryOp(files.getFile, { id }, { home: home ?? scope.home, enabled: scope.can('file.read') }).data;
}

type Props = {
  readonly id: string;
  /** Home that keeps the file; by default that of the scope. */
  readonly home?: string | undefined;
  readonly details?: boolean;
};

/** Name and download of a file, with type, size, hash and what a picture says of itself. */
export function FileLink({ id, home, details = false }: Props) {
  const scope = useScope();
  const card = useFileCard(id, home);
  if (!card) return <span className="qm-code">{id.slice(0, 8)}</span>;
  const url = `${files.fileContent.path.replace(':home', home ?? scope.home)}?id=${id}`;
  return (
    <span className="qm-file">
      <a href={url} download={card.name}>
        {card.name}
      </a>
      {details && <FileDetails card={card} />}
    </span>
  );
}

function FileDetails({ card }: { card: FileCard }) {
  const t = useWords(evidenceWords);
  const { takenAt, latitude, longitude } = card;
  const parts = [
    sizeWords(card.bytes),
    t('hash', { tail: card.sha256.slice(-6) }),
    takenAt && t('taken', { at: instantWords(takenAt) }),
    latitude !== null && longitude !== null && t('position', { latitude, longitude }),
  ];
  return <span className="qm-second qm-number">{parts.filter(Boolean).join(' · ')}</span>;
}

/** `820 kB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
