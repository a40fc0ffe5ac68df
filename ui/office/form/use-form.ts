import { fieldProblems, ProblemError } from '@qianmo/client';
import type { ProblemField, Shape } from '@qianmo/platform/contract';
import { type FormEvent, useMemo, useState } from 'react';
import type { z } from 'zod';
import { fieldWords } from '../../i18n/problem-words.ts';
import type { Act } from '../runtime.tsx';
import { type DraftState, type FormValues, useDraft } from './use-draft.ts';

/** What a field needs to draw itself. `value` is undefined until something was entered. */
export type Binding = {
  readonly id: string;
  readonly name: string;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly optional: boolean;
  set(value: unknown): void;
  /** Left the field: from now on its error is shown. */
  leave(): void;
};

export type Form<I extends Shape> = {
  readonly values: FormValues;
  field(name: Extract<keyof I['shape'], string>): Binding;
  set(name: Extract<keyof I['shape'], string>, value: unknown): void;
  submit(event?: FormEvent): void;
  readonly problems: readonly { readonly id: string; readonly name: string; readonly words: string }[];
  /** Counts refused submissions; the summary takes the focus when it grows. */
  readonly refusals: number;
  readonly draft: DraftState;
};

export type FormOptions<I extends Shape, R> = {
  readonly shape: I;
  readonly act: Act<z.input<I>, R>;
  readonly initial?: FormValues;
  /** Key and title under which drafts are kept; without it nothing is kept. */
  readonly draft?: { readonly key: string; readonly title: string };
  readonly onDone?: (result: R) => void;
};

/** A form over the operation's own shape: the same rules here and on the server, drafts every 5 s and on leaving. */
export function useForm<I extends Shape, R>(options: FormOptions<I, R>): Form<I> {
  const { shape, act, initial = {}, onDone } = options;
  const draft = useDraft(options.draft);
  const [values, setValues] = useState<FormValues>(() => ({ ...initial, ...draft.found }));
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState(0);
  const local = useMemo(() => fieldProblems(shape, withoutEmpty(values)), [shape, values]);
  const problems = problemsInSight(local, act.error, seen);
  draft.keep(values);
  const set = (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [name]: value }));
    draft.touch();
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setSeen(new Set([everything]));
    if (local.length > 0) return setRefusals(refusals + 1);
    void act.run(withoutEmpty(values) as z.input<I>).then((result) => {
      if (result === undefined) return setRefusals((count) => count + 1);
      draft.discard();
      onDone?.(result);
    });
  };
  const leave = (name: string) =>
    setSeen((old) => (old.has(name) || old.has(everything) ? old : new Set([...old, name])));
  return {
    values,
    set,
    submit,
    refusals,
    draft,
    problems: problems.map((problem) => ({ ...nameOf(problem), words: fieldWords(problem) })),
    field: (name) => ({
      ...{ id: fieldId(name), name, value: values[name], error: wordsFor(problems, name) },
      optional: isOptional(shape, name),
      set: (value) => set(name, value),
      leave: () => leave(name),
    }),
  };
}

/** Marks that the form was sent: from then on every problem is shown. */
const everything = '*';

/** A field's problem is shown once the field was left; after sending all are, with those the server found. */
function problemsInSight(
  local: readonly ProblemField[],
  error: unknown,
  seen: ReadonlySet<string>,
): readonly ProblemField[] {
  if (!seen.has(everything)) return local.filter(({ path }) => seen.has(top(path)));
  const remote = error instanceof ProblemError ? error.fields : [];
  return [...local, ...remote.filter(({ path }) => !local.some((one) => one.path === path))];
}

function nameOf({ path }: ProblemField): { id: string; name: string } {
  return { id: fieldId(top(path)), name: top(path) };
}

const fieldId = (name: string) => `field-${name}`;
const top = (path: string) => path.split('.')[0] ?? path;

function wordsFor(problems: readonly ProblemField[], name: string): string | undefined {
  const found = problems.find(({ path }) => top(path) === name);
  return found && fieldWords(found);
}

/** An untouched or emptied field is absent, not an empty text. */
function withoutEmpty(values: FormValues): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined));
}

function isOptional(shape: Shape, name: string): boolean {
  const field: unknown = shape.shape[name];
  return (field as z.ZodType | undefined)?.safeParse(undefined).success ?? false;
}
