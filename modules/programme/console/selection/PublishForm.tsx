import {
  ChoiceField,
  DateField,
  Drawer,
  FormPage,
  NoteField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { publishList } from '../../contract.ts';
import { EvidenceField } from '../parts/Evidence.tsx';
import { ManyField } from '../parts/ManyField.tsx';
import type { Call } from './SelectionPage.tsx';
import { selectionWords } from './words.ts';

const kinds = ['process', 'preliminary', 'final'] as const;

/** The next thing to make public: process, preliminary list, final list. */
export function PublishForm({ call, onClose }: { call: Call; onClose: () => void }) {
  const t = useWords(selectionWords);
  const { programme, today } = useScope();
  const act = useAct(publishList, { onDone: onClose });
  const open = kinds.filter((kind) => !call.publications.some((one) => one.kind === kind));
  const ranked = call.applications.toSorted((left, right) => (left.rank ?? 999) - (right.rank ?? 999));
  const selected = ranked.filter(({ outcome }) => outcome === 'selected').map(({ county }) => county);
  const form = useForm({
    shape: publishList.input,
    act,
    initial: {
      programme,
      call: call.id,
      kind: open[0],
      publishedOn: today,
      evidence: [],
      counties: open[0] === 'process' ? [] : selected,
    },
    draft: { key: `programme.publish.${call.id}`, title: t('publishTitle', { title: call.title }) },
  });
  const labels = {
    kind: t('kind'),
    publishedOn: t('publishedOn'),
    publishedAt: t('publishedAt'),
    text: t('text'),
    counties: t('counties'),
    reason: t('reason'),
    evidence: t('files'),
  };
  const kind = form.field('kind');
  const choose = (value: unknown) => {
    kind.set(value);
    form.set('counties', value === 'process' ? [] : selected);
  };
  return (
    <Drawer title={t('publishTitle', { title: call.title })} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('publish')} onCancel={onClose}>
        <ChoiceField
          field={{ ...kind, set: choose }}
          label={labels.kind}
          options={open.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <DateField field={form.field('publishedOn')} label={labels.publishedOn} />
        <TextField field={form.field('publishedAt')} label={labels.publishedAt} maxLength={200} />
        <NoteField field={form.field('text')} label={labels.text} maxLength={4_000} />
        {form.values.kind !== 'process' && (
          <>
            <ManyField
              field={form.field('counties')}
              label={labels.counties}
              options={ranked.map(({ county, name, rank }) => ({ value: county, label: `${rank ?? '—'} ${name}` }))}
            />
            <NoteField field={form.field('reason')} label={labels.reason} maxLength={1_000} />
          </>
        )}
        <EvidenceField field={form.field('evidence')} label={labels.evidence} />
      </FormPage>
    </Drawer>
  );
}
