import type { ResultOf } from '@qianmo/platform/contract';
import {
  Button,
  Drawer,
  FormPage,
  NoteField,
  problemWords,
  useAct,
  useCall,
  useForm,
  useWords,
} from '@qianmo/ui/office';
import { useEffect, useState } from 'react';
import { personalFields, readRevealed, revealPerson } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import { userWords } from './words.ts';

const shownSeconds = 60;

export type Revealed = ResultOf<typeof readRevealed>;

/** What was asked to be seen, for a minute; then it is gone from the page and must be asked for again. */
export function useRevealed() {
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (revealed === null) return;
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1_000);
    return () => clearInterval(timer);
  }, [revealed]);
  useEffect(() => {
    if (left <= 0) setRevealed(null);
  }, [left]);
  return {
    revealed,
    left,
    show: (found: Revealed) => {
      setLeft(shownSeconds);
      setRevealed(found);
    },
    hide: () => setRevealed(null),
  };
}

type Props = { readonly person: string; readonly onShow: (found: Revealed) => void; readonly onClose: () => void };

/** Purpose and fields are recorded first; only then are the values read, by the same account. */
export function RevealForm({ person, onShow, onClose }: Props) {
  const t = useWords(userWords);
  const call = useCall();
  const { home } = useDivision();
  const act = useAct(revealPerson, { home });
  const [failed, setFailed] = useState<unknown>(null);
  const form = useForm({
    shape: revealPerson.input,
    act,
    initial: { person, fields: [...personalFields] },
    onDone: ({ view }) => {
      call(readRevealed, { home, input: { view } }).then((found) => {
        onShow(found);
        onClose();
      }, setFailed);
    },
  });
  const fields = form.field('fields');
  const chosen: readonly unknown[] = Array.isArray(fields.value) ? fields.value : [];
  return (
    <Drawer title={t('reveal')} onClose={onClose}>
      <p>{t('revealText')}</p>
      <FormPage
        form={form}
        act={failed ? { busy: false, error: failed } : act}
        labels={{ fields: t('fields'), purpose: t('purpose') }}
        submit={t('show')}
        onCancel={onClose}
      >
        <fieldset className="qm-field qm-choice" id={fields.id}>
          <legend className="qm-field-label">{t('fields')}</legend>
          {personalFields.map((name) => (
            <label key={name} className="qm-check">
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={(event) =>
                  fields.set(event.target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
                }
              />
              {t(name)}
            </label>
          ))}
          {fields.error && <div className="qm-field-error">{fields.error}</div>}
        </fieldset>
        <NoteField field={form.field('purpose')} label={t('purpose')} maxLength={200} />
        {failed !== null && <p className="qm-field-error">{problemWords(failed, 'read')}</p>}
      </FormPage>
    </Drawer>
  );
}

/** The value for a minute with its countdown, else the mask. */
export function Masked({ mask, value, left, onHide }: MaskedProps) {
  const t = useWords(userWords);
  if (value === null || value === undefined) return <span className="qm-number">{mask ?? t('none')}</span>;
  return (
    <span className="qm-row">
      <strong className="qm-number">{value}</strong>
      <span className="qm-second">{t('shownFor', { seconds: left })}</span>
      <Button kind="quiet" onClick={onHide}>
        {t('hide')}
      </Button>
    </span>
  );
}

type MaskedProps = {
  readonly mask: string | null;
  readonly value: string | null | undefined;
  readonly left: number;
  readonly onHide: () => void;
};
