import { type CalendarDay, calendar } from '@qianmo/platform/contract';
import {
  Button,
  ChoiceField,
  DayHint,
  Drawer,
  FormPage,
  NoteField,
  ProblemNotice,
  TextField,
  useAct,
  useForm,
  useWords,
} from '@qianmo/ui/office';
import { calendarWords } from './words.ts';

type Props = { readonly day: string; readonly known: readonly CalendarDay[]; readonly onClose: () => void };

/** One day is decided to be worked or free, with its ground; it can be withdrawn with a reason. */
export function CorrectDay({ day, known, onClose }: Props) {
  const t = useWords(calendarWords);
  const correction = known.find(({ layer }) => layer === 'correction');
  const act = useAct(calendar.setCalendarDay);
  const remove = useAct(calendar.removeCalendarDay);
  const form = useForm({
    shape: calendar.setCalendarDay.input,
    act,
    initial: {
      day,
      ...(correction
        ? {
            kind: correction.kind,
            name: correction.nameZh,
            reason: correction.reason ?? '',
            version: correction.version,
          }
        : {}),
    },
    draft: { key: `calendar.setDay.${day}`, title: t('correctTitle', { day }) },
    onDone: onClose,
  });
  const withdraw = async () => {
    if (!correction) return;
    const reason = String(form.values.reason ?? '');
    if (await remove.run({ day, reason, version: correction.version })) onClose();
  };
  const kinds = [
    { value: 'holiday', label: t('holiday') },
    { value: 'workday', label: t('workday') },
  ];
  return (
    <Drawer title={t('correctTitle', { day })} onClose={onClose}>
      <p className="qm-page-scope">
        <DayHint day={day} /> · {t('correctHelp')}
      </p>
      <ProblemNotice error={remove.error} />
      <FormPage
        form={form}
        act={act}
        labels={{ kind: t('kind'), name: t('name'), reason: t('reason') }}
        submit={t('save')}
        onCancel={onClose}
        aside={
          correction && (
            <Button kind="stop" busy={remove.busy} onClick={() => void withdraw()}>
              {t('withdraw')}
            </Button>
          )
        }
      >
        <ChoiceField field={form.field('kind')} label={t('kind')} options={kinds} />
        <TextField field={form.field('name')} label={t('name')} help={t('nameHelp')} />
        <NoteField field={form.field('reason')} label={t('reason')} />
      </FormPage>
    </Drawer>
  );
}
