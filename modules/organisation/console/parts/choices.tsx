import { type Binding, Button, Combobox, type Found, useCall, useQueryOp, useWords, Wrapped } from '@qianmo/ui/office';
import { useState } from 'react';
import { listPosts, listUnits, listUsers } from '../../contract.ts';
import { postName } from './names.ts';
import { useDivision } from './scope.ts';
import { organisationWords } from './words.ts';

type Props = {
  readonly field: Binding;
  readonly label: string;
  readonly help?: string;
  /** Name of the value the form began with. */
  readonly known?: string | undefined;
};

const limit = 20;

/** Units of the division: the first ones are offered, others found by name. */
function useUnits() {
  const call = useCall();
  const { home } = useDivision();
  // More are known by name than offered: a value that stands already must never look empty.
  const known = useQueryOp(listUnits, { limit: 200 }, { home }).data?.items.map(unitFound) ?? [];
  return {
    name: `organisation.unit.${home}`,
    known,
    first: known.slice(0, limit),
    search: async (text: string, signal: AbortSignal) =>
      (await call(listUnits, { home, input: { search: text, limit }, signal })).items.map(unitFound),
  };
}

const unitFound = ({ id, name }: { id: string; name: string }): Found => ({ key: id, label: name });

export function UnitField({ field, label, help, known }: Props) {
  const { known: units, ...search } = useUnits();
  const name = known ?? units.find(({ key }) => key === field.value)?.label;
  return <Choice {...{ field, label, help, known: name }} {...search} />;
}

type PostProps = Props & { readonly vacant?: boolean; readonly unit?: string | undefined };

/** A post by title, unit or holder's name; the holder stands under it. */
export function PostField({ field, label, help, known, vacant = false, unit }: PostProps) {
  const t = useWords(organisationWords);
  const call = useCall();
  const { home } = useDivision();
  const wanted = { limit, ...(vacant ? { vacant } : {}), ...(unit ? { unit } : {}) };
  const first = useQueryOp(listPosts, wanted, { home });
  const found = (post: NonNullable<typeof first.data>['items'][number]): Found => ({
    key: post.id,
    label: postName(post),
    detail: post.holder?.name ?? t('vacant'),
  });
  return (
    <Choice
      {...{ field, label, help, known }}
      name={`organisation.post.${home}.${vacant}.${unit ?? ''}`}
      first={first.data?.items.map(found) ?? []}
      search={async (text, signal) =>
        (await call(listPosts, { home, input: { ...wanted, search: text }, signal })).items.map(found)
      }
    />
  );
}

/** A natural person with a posting here; equal names are told apart by unit and post. */
export function PersonField({ field, label, help, known }: Props) {
  const call = useCall();
  const { home } = useDivision();
  const first = useQueryOp(listUsers, { limit }, { home });
  const found = (user: NonNullable<typeof first.data>['items'][number]): Found => ({
    key: user.person,
    label: user.name,
    detail: user.postings.map(postName).join(' · '),
  });
  return (
    <Choice
      {...{ field, label, help, known }}
      name={`organisation.user.${home}`}
      first={first.data?.items.map(found) ?? []}
      search={async (text, signal) =>
        (await call(listUsers, { home, input: { search: text, limit }, signal })).items.map(found)
      }
    />
  );
}

type Search = {
  readonly name: string;
  readonly first: readonly Found[];
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly Found[]>;
};

function Choice({
  field,
  label,
  help,
  known,
  name,
  first,
  search,
}: Omit<Props, 'help'> & Search & { help: Props['help'] }) {
  const t = useWords(organisationWords);
  const [picked, setPicked] = useState<Found | null>(null);
  const id = typeof field.value === 'string' ? field.value : null;
  const current = [picked, ...first].find((one) => one?.key === id) ?? (id && known ? { key: id, label: known } : null);
  return (
    <Wrapped field={field} label={label} help={help}>
      <Combobox
        id={field.id}
        invalid={field.error !== undefined || undefined}
        placeholder={t('search')}
        current={current}
        name={name}
        first={first}
        search={search}
        onPick={(found) => {
          setPicked(found);
          field.set(found?.key);
        }}
        onLeave={field.leave}
      />
    </Wrapped>
  );
}

type ManyProps = Omit<Props, 'known'> & { readonly known?: readonly { readonly id: string; readonly name: string }[] };

/** Several units, each a chip that can be taken away again. */
export function UnitsField({ field, label, help, known = [] }: ManyProps) {
  const t = useWords(organisationWords);
  const { known: units, ...search } = useUnits();
  const [seen, setSeen] = useState<readonly Found[]>(known.map(unitFound));
  const chosen = Array.isArray(field.value) ? field.value.map(String) : [];
  const nameOf = (id: string) => [...seen, ...units].find(({ key }) => key === id)?.label ?? id;
  return (
    <Wrapped field={field} label={label} help={help}>
      {chosen.length > 0 && (
        <ul className="qm-chips">
          {chosen.map((id) => (
            <li key={id}>
              {nameOf(id)}
              <Button
                kind="quiet"
                icon="close"
                label={`${t('remove')} ${nameOf(id)}`}
                onClick={() => field.set(chosen.filter((one) => one !== id))}
              />
            </li>
          ))}
        </ul>
      )}
      <Combobox
        id={field.id}
        placeholder={t('search')}
        current={null}
        {...search}
        first={search.first.filter(({ key }) => !chosen.includes(key))}
        onPick={(found) => {
          if (!found || chosen.includes(found.key)) return;
          setSeen((old) => [...old, found]);
          field.set([...chosen, found.key]);
        }}
        onLeave={field.leave}
      />
    </Wrapped>
  );
}
