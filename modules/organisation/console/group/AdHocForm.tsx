import {
  DateField,
  Drawer,
  FormPage,
  NoteField,
  NumberField,
  SelectField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { adHocKinds, saveAdHocGroup } from '../../contract.ts';
import { UnitField, UnitsField } from '../parts/choices.tsx';
import { LinesField } from '../parts/LinesField.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import type { Group } from './GroupPage.tsx';
import type { GroupRow } from './GroupsPage.tsx';
import { groupWords } from './words.ts';

type Props = { readonly group?: Group; readonly groups?: readonly GroupRow[]; readonly onClose: () => void };

/** Push, assessment, acceptance and re-check groups and bid committees: departments and a mandate. */
export function AdHocForm({ group, groups = [], onClose }: Props) {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  const { programme } = useScope();
  const { home } = useDivision();
  const act = useAct(saveAdHocGroup, { home, onDone: onClose });
  const form = useForm({
    shape: saveAdHocGroup.input,
    act,
    initial: group ? valuesOf(group) : { programme, departments: [], outside: [], lead: null },
    draft: { key: `organisation.ad-hoc.${home}.${group?.id ?? 'new'}`, title: group?.name ?? t('newAdHoc') },
  });
  const labels = {
    ...{ kind: t('kind'), name: t('group'), mandate: t('mandate'), lead: t('lead'), departments: t('with') },
    ...{ outside: t('outsideMembers'), minPersons: t('minPersons'), follows: t('follows') },
    ...{ documentNo: words('documentNo'), from: words('from') },
  };
  const lead = form.field('lead');
  const models = groups.filter(({ kind, clause }) => clause !== null && kind === form.values.kind);
  const parts = group?.departments ?? [];
  return (
    <Drawer title={group?.name ?? t('newAdHoc')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        {!group && (
          <SelectField
            field={form.field('kind')}
            label={labels.kind}
            options={adHocKinds.map((value) => ({ value, label: t(value) }))}
          />
        )}
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        <NoteField field={form.field('mandate')} label={labels.mandate} maxLength={1_000} />
        <UnitField
          field={{ ...lead, set: (value) => lead.set(value ?? null) }}
          label={labels.lead}
          known={parts.find(({ part }) => part === 'lead')?.unit.name}
        />
        <UnitsField
          field={form.field('departments')}
          label={labels.departments}
          known={parts.map(({ unit }) => unit)}
        />
        <LinesField field={form.field('outside')} label={labels.outside} help={t('outsideHelp')} />
        <NumberField field={form.field('minPersons')} label={labels.minPersons} />
        {models.length > 0 && (
          <SelectField
            field={form.field('follows')}
            label={labels.follows}
            help={t('followsHelp')}
            options={models.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextField field={form.field('documentNo')} label={labels.documentNo} maxLength={80} />
        {!group && <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />}
      </FormPage>
    </Drawer>
  );
}

function valuesOf(group: Group) {
  const { id, version, kind, name, programme, mandate, documentNo, outside, minPersons, departments } = group;
  const units = (part: 'lead' | 'member') => departments.filter((one) => one.part === part).map(({ unit }) => unit.id);
  return {
    ...{ id, version, kind, name, programme, documentNo, outside, minPersons },
    mandate: mandate ?? '',
    lead: units('lead')[0] ?? null,
    departments: units('member'),
  };
}
