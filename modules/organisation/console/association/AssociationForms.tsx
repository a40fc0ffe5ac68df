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
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import {
  addAssociationMember,
  listGroups,
  memberKinds,
  recordAssociationActivity,
  saveAssociation,
} from '../../contract.ts';
import { LinesField } from '../parts/LinesField.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import type { Activity, Association } from './AssociationPage.tsx';
import { associationWords } from './words.ts';

type Props = { readonly onClose: () => void };

export function AssociationForm({ association, onClose }: Props & { readonly association?: Association }) {
  const t = useWords(associationWords);
  const words = useWords(organisationWords);
  const { programme } = useScope();
  const { home } = useDivision();
  const others = useQueryOp(listGroups, { kind: 'association' }, { home }).data?.items ?? [];
  const act = useAct(saveAssociation, { home, onDone: onClose });
  const form = useForm({
    shape: saveAssociation.input,
    act,
    initial: association
      ? {
          ...{ id: association.id, version: association.version, name: association.name },
          ...{ services: association.services, branchOf: association.branchOf, programme },
        }
      : { programme, services: [] },
    draft: { key: `organisation.association.${home}.${association?.id ?? 'new'}`, title: t('newAssociation') },
  });
  const labels = { name: t('name'), branchOf: t('branchOf'), services: t('services'), from: words('from') };
  const branch = form.field('branchOf');
  const above = others.filter(({ id }) => id !== association?.id);
  const chosen = above.find(({ id }) => isRecord(branch.value) && branch.value.id === id);
  return (
    <Drawer title={association?.name ?? t('newAssociation')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={words('save')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        {above.length > 0 && (
          <SelectField
            field={{
              ...branch,
              value: chosen?.id,
              set: (value) => {
                const found = above.find(({ id }) => id === value);
                branch.set(found ? { home: found.home, id: found.id } : null);
              },
            }}
            label={labels.branchOf}
            help={t('branchHelp')}
            options={above.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <LinesField field={form.field('services')} label={labels.services} help={t('servicesHelp')} />
        {!association && <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />}
      </FormPage>
    </Drawer>
  );
}

function isRecord(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value;
}

export function MemberForm({ association, onClose }: Props & { readonly association: Association }) {
  const t = useWords(associationWords);
  const words = useWords(organisationWords);
  const { home } = useDivision();
  const act = useAct(addAssociationMember, { home, onDone: onClose });
  const form = useForm({ shape: addAssociationMember.input, act, initial: { association: association.id } });
  const labels = {
    ...{ name: t('memberName'), kind: t('memberKind') },
    ...{ entityCode: t('entityCode'), from: words('from') },
  };
  return (
    <Drawer title={t('addMember')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={t('addMember')} onCancel={onClose}>
        <TextField field={form.field('name')} label={labels.name} maxLength={120} />
        <SelectField
          field={form.field('kind')}
          label={labels.kind}
          options={memberKinds.map((value) => ({ value, label: t(value) }))}
        />
        <TextField field={form.field('entityCode')} label={labels.entityCode} help={t('entityHelp')} maxLength={24} />
        <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />
      </FormPage>
    </Drawer>
  );
}

type ActivityProps = Props & { readonly association: Association; readonly of: Activity | null };

/** A service or activity; a correction is a new record that names the old one. */
export function ActivityForm({ association, of, onClose }: ActivityProps) {
  const t = useWords(associationWords);
  const { today } = useScope();
  const { home } = useDivision();
  const act = useAct(recordAssociationActivity, { home, onDone: onClose });
  const form = useForm({
    shape: recordAssociationActivity.input,
    act,
    initial: {
      association: association.id,
      ...(of
        ? {
            ...{ service: of.service, title: of.title, heldOn: of.heldOn, participants: of.participants },
            ...{ partners: of.partners, note: of.note, correctionOf: of.id },
          }
        : { service: null, heldOn: today, partners: [] }),
    },
    draft: { key: `organisation.activity.${association.id}.${of?.id ?? 'new'}`, title: t('addActivity') },
  });
  const labels = {
    ...{ service: t('service'), title: t('title'), heldOn: t('heldOn') },
    ...{ participants: t('participants'), partners: t('partners'), note: t('note') },
  };
  const service = form.field('service');
  return (
    <Drawer title={of ? t('correctOf', { title: of.title }) : t('addActivity')} onClose={onClose}>
      <FormPage form={form} act={act} labels={labels} submit={of ? t('correct') : t('addActivity')} onCancel={onClose}>
        <SelectField
          field={{
            ...service,
            value: service.value ?? noService,
            set: (value) => service.set(value === noService || value === '' ? null : value),
          }}
          label={labels.service}
          options={[
            { value: noService, label: t('noService') },
            ...association.services.map((value) => ({ value, label: value })),
          ]}
        />
        <TextField field={form.field('title')} label={labels.title} maxLength={120} />
        <DateField field={form.field('heldOn')} label={labels.heldOn} />
        <NumberField field={form.field('participants')} label={labels.participants} />
        <LinesField field={form.field('partners')} label={labels.partners} help={t('partnersHelp')} />
        <NoteField field={form.field('note')} label={labels.note} maxLength={1_000} />
      </FormPage>
    </Drawer>
  );
}

/** Stands for no service at all; no service can be called so, since names are trimmed. */
const noService = ' ';
