import {
  CheckField,
  DateField,
  Drawer,
  FormPage,
  PlacePicker,
  SelectField,
  TextField,
  useAct,
  useForm,
  useWords,
} from '@qianmo/ui/office';
import { saveUnit, unitKinds } from '../../contract.ts';
import { UnitField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import type { Unit } from './UnitsView.tsx';
import { unitWords } from './words.ts';

/** A new unit, or changes to one. */
export function UnitForm({ unit, onClose }: { readonly unit?: Unit; readonly onClose: () => void }) {
  const t = useWords(unitWords);
  const words = useWords(organisationWords);
  const { home } = useDivision();
  const act = useAct(saveUnit, { home, onDone: onClose });
  const form = useForm({
    shape: saveUnit.input,
    act,
    initial: unit ? valuesOf(unit) : { kind: 'department', takesPart: true },
    draft: { key: `organisation.unit.${home}.${unit?.id ?? 'new'}`, title: unit?.name ?? t('newUnit') },
  });
  const labels = {
    ...{ name: t('name'), kind: t('kind'), function: t('function'), place: t('place') },
    ...{ parent: t('parent'), takesPart: t('takesPart'), from: words('from') },
  };
  const { kind } = form.values;
  const place = form.field('place');
  return (
    <Drawer title={unit?.name ?? t('newUnit')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} maxLength={80} />
        <SelectField
          field={form.field('kind')}
          label={labels.kind}
          options={unitKinds.map((value) => ({ value, label: words(value) }))}
        />
        <TextField field={form.field('function')} label={labels.function} help={t('functionHelp')} maxLength={40} />
        {(kind === 'township' || kind === 'village') && (
          <PlacePicker
            field={{
              ...place,
              value: typeof place.value === 'string' ? Number(place.value) : undefined,
              set: (value) => place.set(value === undefined ? undefined : String(value)),
            }}
            label={labels.place}
            help={t('placeHelp')}
            levels={['township', 'village']}
          />
        )}
        <UnitField field={form.field('parent')} label={labels.parent} />
        {kind !== 'collective' && kind !== 'outside' && (
          <CheckField field={form.field('takesPart')} label={labels.takesPart} />
        )}
        {!unit && <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />}
      </FormPage>
    </Drawer>
  );
}

function valuesOf({ id, version, name, kind, function: task, place, parent, takesPart }: Unit) {
  return { id, version, name, kind, function: task, place, parent, takesPart };
}
