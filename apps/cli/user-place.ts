import { createUser, listPosts, listUnits, savePost, saveUnit } from '@qianmo/organisation/contract';
import type { InputOf, Role } from '@qianmo/platform/contract';
import type { InProcess } from '@qianmo/server';
import { WrongCall } from './command.ts';

type Narrow = NonNullable<InputOf<typeof savePost>['narrow']>;

export type NewUser = {
  readonly login: string;
  readonly name: string;
  readonly home: string;
  readonly unit: string;
  readonly title: string;
  readonly role: Role;
  readonly narrow: Narrow | null;
};

const kinds: readonly Narrow['kind'][] = ['township', 'village', 'node', 'entity', 'contract', 'case'];

/** `township:123` limits a post; nothing leaves it the whole home. */
export function readScope(text: string | undefined): Narrow | null {
  if (text === undefined) return null;
  const [word, id] = text.split(':');
  const kind = kinds.find((each) => each === word);
  if (!kind || !id) throw new WrongCall(`--scope KIND:ID, KIND = ${kinds.join(', ')}`);
  return { kind, id };
}

/** Registers the person in a vacant post of that title, making unit and post where they are not there yet. */
export async function addUser(inside: InProcess, made: NewUser): Promise<void> {
  const unit = await getUnit(inside, made);
  const post = await getPost(inside, unit, made);
  await inside.act(createUser, { home: made.home, input: { login: made.login, name: made.name, post } });
}

async function getUnit({ act }: InProcess, { home, unit: name }: NewUser): Promise<string> {
  const { items } = await act(listUnits, { home, input: { search: name, limit: 200 } });
  const known = items.find((unit) => unit.name === name);
  if (known) return known.id;
  return (await act(saveUnit, { home, input: { name, kind: 'government', takesPart: false } })).id;
}

async function getPost({ act }: InProcess, unit: string, { home, title, role, narrow }: NewUser): Promise<string> {
  const { items } = await act(listPosts, { home, input: { unit, role, vacant: true, limit: 200 } });
  const known = items.find((post) => post.title === title && post.narrow?.id === narrow?.id);
  if (known) return known.id;
  return (await act(savePost, { home, input: { unit, title, role, narrow } })).id;
}
