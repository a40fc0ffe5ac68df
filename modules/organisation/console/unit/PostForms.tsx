import { roles } from '@qianmo/platform/contract';
import {
  type Binding,
  codeWords,
  DateField,
  Drawer,
  FormPage,
  PlacePicker,
  SelectField,
  TextField,
  useAct,
  useForm,
  useWords,
  Wrapped,
} from '@qianmo/ui/office';
import { narrowKinds, postDuties, savePost } from '../../contract.ts';
import { UnitField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import type { Post } from './PostsView.tsx';
import { unitWords } from './words.ts';

type Props = { readonly post?: Post; readonly onClose: () => void };

/** A new post with its role and limit, or changes to one that nobody held yet. */
export function PostForm({ post, onClose }: Props) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  const { home } = useDivision();
  const act = useAct(savePost, { home, onDone: onClose });
  const form = useForm({
    shape: savePost.input,
    act,
    initial: post ? valuesOf(post) : {},
    draft: { key: `organisation.post.${home}.${post?.id ?? 'new'}`, title: post?.title ?? t('newPost') },
  });
  const labels = {
    ...{ unit: words('unit'), title: t('title'), role: t('role') },
    ...{ narrow: t('narrowKind'), duty: t('duty'), from: words('from') },
  };
  const duty = form.field('duty');
  return (
    <Drawer title={post?.title ?? t('newPost')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <UnitField field={form.field('unit')} label={labels.unit} known={post?.unit.name} />
        <TextField field={form.field('title')} label={labels.title} maxLength={80} />
        <SelectField
          field={form.field('role')}
          label={labels.role}
          help={t('roleHelp')}
          options={roles.map((value) => ({ value, label: codeWords('role', value) }))}
        />
        <NarrowField field={form.field('narrow')} label={labels.narrow} />
        <SelectField
          field={{ ...duty, set: (value) => duty.set(value === '' ? null : value) }}
          label={labels.duty}
          options={postDuties.map((value) => ({ value, label: words(value) }))}
        />
        {!post && <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />}
      </FormPage>
    </Drawer>
  );
}

function valuesOf({ id, version, unit, title, role, narrow, duty }: Post) {
  return { id, version, unit: unit.id, title, role, narrow, duty };
}

type Narrow = { readonly kind: string; readonly id: string };

/** To what the post is limited below the home: a township or village by its place, other things by their number. */
function NarrowField({ field, label }: { field: Binding; label: string }) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  const narrow = isNarrow(field.value) ? field.value : null;
  const isPlace = narrow?.kind === 'township' || narrow?.kind === 'village';
  return (
    <>
      <Wrapped field={field} label={label} help={t('narrowHelp')}>
        <select
          id={field.id}
          className="qm-input"
          value={narrow?.kind ?? ''}
          onChange={(event) => field.set(event.target.value === '' ? null : { kind: event.target.value, id: '' })}
          onBlur={field.leave}
        >
          <option value="">{words('wholeHome')}</option>
          {narrowKinds.map((kind) => (
            <option key={kind} value={kind}>
              {words(kind)}
            </option>
          ))}
        </select>
      </Wrapped>
      {narrow && isPlace && (
        <PlacePicker
          field={{
            ...field,
            id: `${field.id}-place`,
            value: narrow.id === '' ? undefined : Number(narrow.id),
            set: (value) => field.set({ ...narrow, id: value === undefined ? '' : String(value) }),
          }}
          label={t('narrowPlace')}
          levels={[narrow.kind === 'township' ? 'township' : 'village']}
        />
      )}
      {narrow && !isPlace && (
        <Wrapped field={{ ...field, id: `${field.id}-id`, error: undefined }} label={t('narrowId')}>
          <input
            id={`${field.id}-id`}
            className="qm-input"
            maxLength={60}
            value={narrow.id}
            onChange={(event) => field.set({ ...narrow, id: event.target.value })}
          />
        </Wrapped>
      )}
    </>
  );
}

function isNarrow(value: unknown): value is Narrow {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}
