import {
  ChoiceField,
  Drawer,
  FormPage,
  NoteField,
  TextField,
  useAct,
  useForm,
  useWords,
  Wrapped,
} from '@qianmo/ui/office';
import { declareConflict, scoreApplication } from '../../contract.ts';
import { numberWords } from '../parts/figures.ts';
import type { Application } from './Applications.tsx';
import type { Call } from './SelectionPage.tsx';
import { selectionWords } from './words.ts';

type Props = { readonly call: Call; readonly application: Application; readonly onClose: () => void };

export function DeclareForm({ call, application, onClose }: Props) {
  const t = useWords(selectionWords);
  const act = useAct(declareConflict, { onDone: onClose, home: call.home });
  const form = useForm({
    shape: declareConflict.input,
    act,
    initial: { call: call.id, county: application.county },
  });
  const labels = { declaration: t('declare'), ground: t('ground') };
  return (
    <Drawer title={`${t('declare')} ${application.name}`} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('declare')} onCancel={onClose}>
        <ChoiceField
          field={form.field('declaration')}
          label={labels.declaration}
          options={[
            { value: 'none', label: t('declareNone') },
            { value: 'conflict', label: t('declareConflict') },
          ]}
        />
        {form.values.declaration === 'conflict' && (
          <TextField field={form.field('ground')} label={labels.ground} maxLength={500} />
        )}
      </FormPage>
    </Drawer>
  );
}

type Points = { readonly no: number; readonly points: string };

/** Points for every criterion of the call; nobody else sees them before the review is closed. */
export function ScoreForm({ call, application, onClose }: Props) {
  const t = useWords(selectionWords);
  const act = useAct(scoreApplication, { onDone: onClose, home: call.home });
  const form = useForm({
    shape: scoreApplication.input,
    act,
    initial: {
      call: call.id,
      county: application.county,
      points: call.criteria.map(({ no }): Points => ({ no, points: '' })),
    },
    draft: {
      key: `programme.score.${call.id}.${application.county}`,
      title: t('scoreTitle', { name: application.name }),
    },
  });
  const labels = { points: t('score'), remark: t('remark') };
  const field = form.field('points');
  const points = isPoints(field.value) ? field.value : [];
  return (
    <Drawer title={t('scoreTitle', { name: application.name })} onClose={onClose}>
      <p className="qm-second">{t('blind')}</p>
      <FormPage form={form} act={act} labels={labels} submit={t('score')} onCancel={onClose}>
        <Wrapped field={field} label={labels.points}>
          <span className="qm-rows-field">
            {call.criteria.map((criterion, index) => (
              <div key={criterion.no}>
                <span>
                  {criterion.no}. {criterion.text} ≤ {numberWords(criterion.points)}
                </span>
                <input
                  id={index === 0 ? field.id : undefined}
                  className="qm-input qm-number"
                  inputMode="decimal"
                  aria-label={criterion.text}
                  value={points.find(({ no }) => no === criterion.no)?.points ?? ''}
                  onChange={(event) =>
                    field.set(
                      points.map((one) =>
                        one.no === criterion.no ? { ...one, points: event.target.value.trim() } : one,
                      ),
                    )
                  }
                  onBlur={field.leave}
                />
                <span>{t('points')}</span>
              </div>
            ))}
          </span>
        </Wrapped>
        <NoteField field={form.field('remark')} label={labels.remark} maxLength={1_000} />
      </FormPage>
    </Drawer>
  );
}

function isPoints(value: unknown): value is readonly Points[] {
  return Array.isArray(value);
}
