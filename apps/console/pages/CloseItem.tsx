import { type InboxItem, inbox } from '@qianmo/platform/contract';
import { Dialog, FormPage, NoteField, useAct, useForm, useWords } from '@qianmo/ui/office';
import { inboxWords } from './words.ts';

/** Closing by hand keeps the reason; most items close by themselves when the thing is done. */
export function CloseItem({ item, words, onClose }: { item: InboxItem; words: string; onClose: () => void }) {
  const t = useWords(inboxWords);
  const act = useAct(inbox.closeInboxItem);
  const form = useForm({
    shape: inbox.closeInboxItem.input,
    act,
    initial: { id: item.id, version: item.version },
    onDone: onClose,
  });
  return (
    <Dialog title={t('closing')} onClose={onClose}>
      <p className="qm-page-scope">{words}</p>
      <FormPage form={form} act={act} labels={{ reason: t('closeReason') }} submit={t('close')} onCancel={onClose}>
        <NoteField field={form.field('reason')} label={t('closeReason')} />
      </FormPage>
    </Dialog>
  );
}
