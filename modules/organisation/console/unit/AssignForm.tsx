import { CheckField, DateField, Drawer, FormPage, useAct, useForm, useScope, useWords } from '@qianmo/ui/office';
import { assignPosting } from '../../contract.ts';
import { PersonField, PostField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { unitWords } from './words.ts';

type Props = {
  /** The post to be filled; without it the person is given and the post is chosen. */
  readonly post?: { readonly id: string; readonly title: string; readonly holder: { readonly name: string } | null };
  readonly person?: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
};

/** Gives a post to a person, relieving whoever holds it in the same act; successions are filed with it. */
export function AssignForm({ post, person, onClose }: Props) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  const { today } = useScope();
  const { home } = useDivision();
  const act = useAct(assignPosting, { home, onDone: onClose });
  const form = useForm({
    shape: assignPosting.input,
    act,
    initial: { post: post?.id, person: person?.id, from: today, relieve: false },
  });
  const labels = { post: words('post'), person: t('person'), from: words('from'), until: t('until') };
  const holder = post?.holder?.name;
  return (
    <Drawer title={`${t('assign')} · ${post?.title ?? person?.name ?? ''}`} onClose={onClose}>
      <p>{t('assignText')}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('assign')} onCancel={onClose}>
        {post ? (
          <PersonField field={form.field('person')} label={labels.person} help={t('notListed')} />
        ) : (
          <PostField field={form.field('post')} label={labels.post} />
        )}
        {(holder || !post) && (
          <CheckField field={form.field('relieve')} label={t('relieve', { name: holder ?? words('none') })} />
        )}
        <DateField field={form.field('from')} label={labels.from} />
        <DateField field={form.field('until')} label={labels.until} help={t('untilHelp')} />
      </FormPage>
    </Drawer>
  );
}
