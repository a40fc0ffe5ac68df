import {
  type Binding,
  Button,
  DateField,
  FormPage,
  NumberField,
  TextField,
  useAct,
  useAddress,
  useForm,
  useScope,
  useWords,
  Wrapped,
} from '@qianmo/ui/office';
import { openCall } from '../../contract.ts';
import { EvidenceField } from '../parts/Evidence.tsx';
import { selectionWords } from './words.ts';

export function OpenCallForm() {
  const t = useWords(selectionWords);
  const { programme, today } = useScope();
  const { go, href } = useAddress();
  const back = () => go(href('programme/selection'));
  const act = useAct(openCall, { onDone: ({ id }) => go(href(`programme/selection/${id}`)) });
  const form = useForm({
    shape: openCall.input,
    act,
    initial: {
      programme,
      opensOn: today,
      minimumExperts: 3,
      evidence: [],
      criteria: [{ no: 1, text: '', points: '' }],
    },
    draft: { key: `programme.call.${programme}`, title: t('openAct') },
  });
  const labels = {
    title: t('title'),
    opensOn: t('opensOn'),
    closesOn: t('closesOn'),
    places: t('places'),
    minimumExperts: t('minimumExperts'),
    criteria: t('criteria'),
    publishedAt: t('publishedAt'),
    evidence: t('kind.criteria'),
  };
  return (
    <FormPage form={form} act={act} labels={labels} submit={t('openAct')} onCancel={back}>
      <TextField field={form.field('title')} label={labels.title} maxLength={200} />
      <DateField field={form.field('opensOn')} label={labels.opensOn} />
      <DateField field={form.field('closesOn')} label={labels.closesOn} />
      <NumberField field={form.field('places')} label={labels.places} />
      <NumberField field={form.field('minimumExperts')} label={labels.minimumExperts} />
      <CriteriaField field={form.field('criteria')} label={labels.criteria} />
      <TextField field={form.field('publishedAt')} label={labels.publishedAt} maxLength={200} />
      <EvidenceField field={form.field('evidence')} label={labels.evidence} />
    </FormPage>
  );
}

type Criterion = { readonly no: number; readonly text: string; readonly points: string };

function CriteriaField({ field, label }: { field: Binding; label: string }) {
  const t = useWords(selectionWords);
  const rows = isCriteria(field.value) ? field.value : [];
  const set = (no: number, part: Partial<Criterion>) =>
    field.set(rows.map((row) => (row.no === no ? { ...row, ...part } : row)));
  return (
    <Wrapped field={field} label={label} help={t('criteriaHelp')}>
      <span className="qm-rows-field">
        {rows.map((row, index) => (
          <div key={row.no}>
            <input
              id={index === 0 ? field.id : undefined}
              className="qm-input"
              maxLength={300}
              aria-label={`${t('criterion')} ${row.no}`}
              value={row.text}
              onChange={(event) => set(row.no, { text: event.target.value })}
              onBlur={field.leave}
            />
            <input
              className="qm-input qm-number"
              inputMode="decimal"
              aria-label={`${row.text} ${t('points')}`}
              placeholder={t('points')}
              value={row.points}
              onChange={(event) => set(row.no, { points: event.target.value.trim() })}
              onBlur={field.leave}
            />
            <Button
              kind="quiet"
              icon="close"
              label={`× ${row.no}`}
              onClick={() => field.set(renumbered(rows.filter(({ no }) => no !== row.no)))}
            />
          </div>
        ))}
        <span>
          <Button icon="plus" onClick={() => field.set(renumbered([...rows, { no: 0, text: '', points: '' }]))}>
            {t('add')}
          </Button>
        </span>
      </span>
    </Wrapped>
  );
}

function renumbered(rows: readonly Criterion[]): Criterion[] {
  return rows.map((row, index) => ({ ...row, no: index + 1 }));
}

function isCriteria(value: unknown): value is readonly Criterion[] {
  return Array.isArray(value);
}
