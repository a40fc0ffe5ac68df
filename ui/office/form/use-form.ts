import { fieldProblems, ProblemError } from '@qianmo/client';
import type { ProblemField, Shape } from '@qianmo/platform/contract';
import { type FormEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import { fieldWords } from '../../i18n/problem-words.ts';
import { useAddress } from '../address.ts';
import { type Act, useOffice } from '../runtime.tsx';

export type FormValues = Readonly<Record<string, unknown>>;

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

export type DraftState = {
  readonly savedAt: string | null;
  readonly failed: boolean;
  /** The form began with a draft of this time. */
  readonly foundAt: string | null;
  discard(): void;
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
  const remote = act.error instanceof ProblemError ? act.error.fields : [];
  const problems = seen.has('*')
    ? [...local, ...remote.filter(({ path }) => !local.some((one) => one.path === path))]
    : local.filter(({ path }) => seen.has(top(path)));
  const touch = draft.touch;
  const set = useCallback(
    (name: string, value: unknown) => {
      setValues((old) => ({ ...old, [name]: value }));
      touch();
    },
    [touch],
  );
  draft.keep(values);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setSeen(new Set(['*']));
    if (local.length > 0) return setRefusals(refusals + 1);
    void act.run(withoutEmpty(values) as z.input<I>).then((result) => {
      if (result === undefined) return setRefusals((count) => count + 1);
      draft.discard();
      onDone?.(result);
    });
  };
  return {
    values,
    set,
    submit,
    refusals,
    draft,
    problems: problems.map((field) => ({
      id: fieldId(top(field.path)),
      name: top(field.path),
      words: fieldWords(field),
    })),
    field: (name) => ({
      id: fieldId(name),
      name,
      value: values[name],
      error: wordsFor(problems, name),
      optional: isOptional(shape, name),
      set: (value) => set(name, value),
      leave: () => setSeen((old) => (old.has(name) || old.has('*') ? old : new Set([...old, name]))),
    }),
  };
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

const saveEveryMs = 5_000;

function useDraft(wanted: { key: string; title: string } | undefined) {
  const { drafts } = useOffice();
  const { query } = useAddress();
  const key = wanted?.key;
  const [first] = useState(() => (key ? drafts.find(key) : undefined));
  const [state, setState] = useState<{ savedAt: string | null; failed: boolean }>({ savedAt: null, failed: false });
  const changed = useRef(false);
  const latest = useRef<FormValues>({});
  const save = useCallback(() => {
    if (!key || !changed.current) return;
    changed.current = false;
    const savedAt = new Date().toISOString();
    const url = location.pathname + (query.size > 0 ? `?${query}` : '');
    const kept = drafts.save({ key, url, title: wanted?.title ?? key, savedAt, values: latest.current });
    setState({ savedAt: kept ? savedAt : null, failed: !kept });
  }, [key, wanted?.title, drafts, query]);
  useEffect(() => {
    const timer = setInterval(save, saveEveryMs);
    window.addEventListener('blur', save);
    window.addEventListener('pagehide', save);
    return () => {
      clearInterval(timer);
      window.removeEventListener('blur', save);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);
  const touch = useCallback(() => {
    changed.current = true;
  }, []);
  return {
    ...state,
    found: first?.values as FormValues | undefined,
    foundAt: first?.savedAt ?? null,
    touch,
    keep: (values: FormValues) => {
      latest.current = values;
    },
    discard: () => {
      changed.current = false;
      if (key) drafts.drop(key);
      setState({ savedAt: null, failed: false });
    },
  };
}
