import { Drawer, FormPage, NoteField, TextField, useAct, useForm, useWords } from '@qianmo/ui/office';
import { type disableUser, savePerson } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { SecretField } from './SecretField.tsx';
import type { User } from './UserPage.tsx';
import { userWords } from './words.ts';

/** Shutting, opening, resetting and erasing demand the same: person, version, reason. */
type AccountOperation = Omit<typeof disableUser, 'rejections'> & { readonly rejections: readonly string[] };

type ReasonProps = {
  readonly operation: AccountOperation;
  readonly words: 'disable' | 'enable' | 'reset' | 'erase';
  readonly text: 'disableText' | 'enableText' | 'resetText' | 'eraseText';
  readonly person: string;
  readonly version: number;
  readonly name: string;
  readonly onClose: () => void;
};

/** An act on an account: its consequence in one sentence, and the reason that is kept with it. */
export function ReasonForm({ operation, words, text, person, version, name, onClose }: ReasonProps) {
  const t = useWords(userWords);
  const shared = useWords(organisationWords);
  const { home } = useDivision();
  const act = useAct(operation, { home, onDone: onClose });
  const form = useForm({ shape: operation.input, act, initial: { person, version } });
  return (
    <Drawer title={`${t(words)} · ${name}`} onClose={onClose}>
      <p>{t(text)}</p>
      <FormPage
        form={form}
        act={act}
        labels={{ reason: shared('reason') }}
        submit={t(words)}
        stop={words !== 'enable'}
        onCancel={onClose}
      >
        <NoteField field={form.field('reason')} label={shared('reason')} maxLength={200} />
      </FormPage>
    </Drawer>
  );
}

/** Corrects name, identity number or phone. What is left empty stays as it is. */
export function PersonForm({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useWords(userWords);
  const { home } = useDivision();
  const act = useAct(savePerson, { home, onDone: onClose });
  const form = useForm({
    shape: savePerson.input,
    act,
    initial: { person: user.person, version: user.version, name: user.name },
  });
  const labels = { name: t('name'), idNumber: t('idNumber'), phone: t('phone') };
  return (
    <Drawer title={`${t('edit')} · ${user.name}`} onClose={onClose}>
      <p className="qm-second">{t('editHelp')}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('edit')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} />
        <SecretField field={form.field('idNumber')} label={labels.idNumber} help={t('idHelp')} />
        <SecretField field={form.field('phone')} label={labels.phone} />
      </FormPage>
    </Drawer>
  );
}
