import {
  AppLink,
  DateField,
  FormPage,
  Notice,
  Page,
  TextField,
  useAct,
  useAddress,
  useForm,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { createUser } from '../../contract.ts';
import { PostField } from '../parts/choices.tsx';
import { useDivision } from '../parts/scope.ts';
import { organisationWords } from '../parts/words.ts';
import { Invite } from './Invite.tsx';
import { SecretField } from './SecretField.tsx';
import { userWords } from './words.ts';
import '../organisation.css';

/** A natural person with an account and a first post; then the link that is shown once. */
export function NewUserPage() {
  const t = useWords(userWords);
  const { href } = useAddress();
  const [made, setMade] = useState<{ person: string; name: string } | null>(null);
  return (
    <Page title={{ zh: '新建用户', en: 'New user' }} wide={false}>
      {made ? (
        <div className="qm-stack">
          <Notice tone="pass">{t('createdText', { name: made.name })}</Notice>
          <Invite person={made.person} />
          <AppLink href={href('organisation/user')}>{t('back')}</AppLink>
        </div>
      ) : (
        <NewUserForm onMade={(person, name) => setMade({ person, name })} />
      )}
    </Page>
  );
}

/** No draft is kept: identity number and phone must not stay in the browser. */
function NewUserForm({ onMade }: { onMade: (person: string, name: string) => void }) {
  const t = useWords(userWords);
  const words = useWords(organisationWords);
  const { home } = useDivision();
  const { go, href } = useAddress();
  const act = useAct(createUser, { home });
  const form = useForm({
    shape: createUser.input,
    act,
    onDone: ({ person }) => onMade(person, String(form.values.name ?? '')),
  });
  const labels = {
    ...{ name: t('name'), login: t('login'), idNumber: t('idNumber') },
    ...{ phone: t('phone'), post: t('post'), from: t('from') },
  };
  return (
    <FormPage form={form} act={act} labels={labels} submit={t('create')} onCancel={() => go(href('organisation/user'))}>
      <TextField field={form.field('name')} label={labels.name} />
      <TextField field={form.field('login')} label={labels.login} help={t('loginHelp')} />
      <SecretField field={form.field('idNumber')} label={labels.idNumber} help={t('idHelp')} />
      <SecretField field={form.field('phone')} label={labels.phone} />
      <PostField field={form.field('post')} label={labels.post} help={t('postHelp')} vacant />
      <DateField field={form.field('from')} label={labels.from} help={words('fromHelp')} />
    </FormPage>
  );
}
