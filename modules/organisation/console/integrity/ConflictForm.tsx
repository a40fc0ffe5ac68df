import {
  DateField,
  Drawer,
  FormPage,
  NoteField,
  SelectField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { declareConflict } from '../../contract.ts';
import { PersonField, UnitField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import type { FormProps } from './IntegrityForms.tsx';
import { integrityWords } from './words.ts';

const relatedKinds = ['named', 'unit', 'entity', 'person'] as const;
type Related = Readonly<Record<string, unknown>> & { readonly kind: (typeof relatedKinds)[number] };

/** An interest of whoever holds the post: a registered person, a unit, a firm, or somebody by name. */
export function ConflictForm({ post, onClose }: FormProps) {
  const t = useWords(integrityWords);
  const { today } = useScope();
  const { home, can } = useDivision();
  const act = useAct(declareConflict, { home, onDone: onClose });
  const form = useForm({
    shape: declareConflict.input,
    act,
    initial: { post: post.id, from: today, related: { kind: 'named' } },
    draft: { key: `organisation.conflict.${post.id}`, title: `${t('declare')} · ${post.title}` },
  });
  const labels = { related: t('related'), ground: t('ground'), from: t('from'), until: t('until') };
  const field = form.field('related');
  const related: Related = isRelated(field.value) ? field.value : { kind: 'named' };
  /** A part of the related party as a field of its own; the error stands at the first of them. */
  const part = (key: 'id' | 'code' | 'name', isFirst = true) => ({
    ...field,
    id: isFirst ? field.id : `${field.id}-${key}`,
    value: related[key],
    error: isFirst ? field.error : undefined,
    set: (value: unknown) => field.set({ ...related, [key]: value }),
  });
  const kinds = relatedKinds.filter((kind) => kind !== 'person' || can('organisation.user.read'));
  return (
    <Drawer title={`${t('declare')} · ${post.title}`} onClose={onClose}>
      <p>{t('declareHelp')}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('declare')} onCancel={onClose}>
        <SelectField
          field={{
            ...field,
            id: `${field.id}-kind`,
            error: undefined,
            value: related.kind,
            set: (kind) => field.set({ kind }),
          }}
          label={t('relatedKind')}
          options={kinds.map((value) => ({ value, label: t(value) }))}
        />
        {related.kind === 'person' && <PersonField field={part('id')} label={labels.related} />}
        {related.kind === 'unit' && <UnitField field={part('id')} label={labels.related} />}
        {related.kind === 'entity' && <TextField field={part('code')} label={t('code')} maxLength={24} />}
        {(related.kind === 'entity' || related.kind === 'named') && (
          <TextField field={part('name', related.kind === 'named')} label={t('name')} maxLength={120} />
        )}
        <NoteField field={form.field('ground')} label={labels.ground} />
        <DateField field={form.field('from')} label={labels.from} />
        <DateField field={form.field('until')} label={labels.until} />
      </FormPage>
    </Drawer>
  );
}

function isRelated(value: unknown): value is Related {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
