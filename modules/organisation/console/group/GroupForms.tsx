import {
  DateField,
  Drawer,
  FormPage,
  SelectField,
  TextField,
  useAct,
  useForm,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { addSeat, registerSubGroup, saveGroup, seatFunctions } from '../../contract.ts';
import { PostField, UnitField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import type { Group } from './GroupPage.tsx';
import type { GroupRow } from './GroupsPage.tsx';
import { groupWords } from './words.ts';

type Props = { readonly onClose: () => void };

/** A new leading group of the division, or changes to one. */
export function LeadingForm({ group, onClose }: Props & { readonly group?: Group }) {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  const { programme } = useScope();
  const { home } = useDivision();
  const act = useAct(saveGroup, { home, onDone: onClose });
  const initial = group
    ? {
        ...{ id: group.id, version: group.version, name: group.name, programme: group.programme },
        ...{ documentNo: group.documentNo, office: group.office?.id },
      }
    : { programme };
  const form = useForm({
    shape: saveGroup.input,
    act,
    initial,
    draft: { key: `organisation.group.${home}.${group?.id ?? 'new'}`, title: group?.name ?? t('newLeading') },
  });
  const labels = { name: t('group'), documentNo: words('documentNo'), office: t('office'), from: words('from') };
  return (
    <Drawer title={group ? t('edit') : t('newLeading')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        <TextField field={form.field('documentNo')} label={labels.documentNo} maxLength={80} />
        <UnitField
          field={form.field('office')}
          label={labels.office}
          help={t('officeHelp')}
          known={group?.office?.name}
        />
        {!group && <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />}
      </FormPage>
    </Drawer>
  );
}

/** A county, township or unit registers its own body below a leading group. */
export function SubGroupForm({ groups, parent, onClose }: Props & { groups: readonly GroupRow[]; parent?: Group }) {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  const { home } = useDivision();
  const act = useAct(registerSubGroup, { home, onDone: onClose });
  const above = parent ? [parent] : groups.filter(({ kind }) => kind === 'leading' || kind === 'sub');
  const first = above.length === 1 ? above[0] : undefined;
  const form = useForm({
    shape: registerSubGroup.input,
    act,
    initial: { unit: null, ...(first ? { parent: { home: first.home, id: first.id } } : {}) },
    draft: { key: `organisation.sub.${home}`, title: t('newSub') },
  });
  const labels = {
    ...{ name: t('group'), parent: t('above'), unit: t('ofUnit') },
    ...{ documentNo: words('documentNo'), from: words('from') },
  };
  const field = form.field('parent');
  const unit = form.field('unit');
  return (
    <Drawer title={t('newSub')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        <SelectField
          field={{ ...field, value: keyOf(field.value), set: (value) => field.set(recordOf(value)) }}
          label={labels.parent}
          help={t('parentHelp')}
          options={above.map((group) => ({ value: `${group.home}/${group.id}`, label: group.name }))}
        />
        <UnitField
          field={{ ...unit, set: (value) => unit.set(value ?? null) }}
          label={labels.unit}
          help={t('ofUnitHelp')}
        />
        <TextField field={form.field('documentNo')} label={labels.documentNo} maxLength={80} />
        <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />
      </FormPage>
    </Drawer>
  );
}

function keyOf(value: unknown): string {
  const known = typeof value === 'object' && value !== null && 'home' in value && 'id' in value;
  return known ? `${value.home}/${value.id}` : '';
}

function recordOf(value: unknown): { home: string; id: string } | undefined {
  const [home, id] = String(value ?? '').split('/');
  return home && id ? { home, id } : undefined;
}

/** A post, never a person, takes a seat. */
export function SeatForm({ group, onClose }: Props & { readonly group: Group }) {
  const t = useWords(groupWords);
  const words = useWords(organisationWords);
  const { home } = useDivision();
  const act = useAct(addSeat, { home, onDone: onClose });
  const form = useForm({ shape: addSeat.input, act, initial: { group: group.id, function: 'member' } });
  const labels = { post: t('seatedPost'), function: t('function'), from: words('from') };
  return (
    <Drawer title={`${t('addSeat')} · ${group.name}`} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('addSeat')} onCancel={onClose}>
        <PostField field={form.field('post')} label={labels.post} help={t('seatNote')} />
        <SelectField
          field={form.field('function')}
          label={labels.function}
          options={seatFunctions.map((value) => ({ value, label: t(value) }))}
        />
        <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />
      </FormPage>
    </Drawer>
  );
}
