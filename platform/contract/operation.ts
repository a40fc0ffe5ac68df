import type { z } from 'zod';

/** Where an operation's records live: a division's own home from the path, or the whole installation. */
export type HomeKind = 'path' | 'global';

export type Shape = z.ZodObject;

export type Operation<I extends Shape = Shape, R extends z.ZodType = z.ZodType> = {
  /** `module.verb`, the one word for table, URL, permission and message key. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly home: HomeKind;
  readonly method: 'GET' | 'POST';
  /** Fastify path, derived from the name; `{home}` operations carry `:home`. */
  readonly path: string;
  /** `public`, `signed-in`, or a key that some module's policy grants to roles. */
  readonly permission: string;
  readonly input: I;
  readonly result: R;
  /** Codes this operation may answer with, besides those of the pipe itself. */
  readonly rejections: readonly string[];
  readonly version: number;
  /** A second factor within the last minutes is demanded (acts on money or access). */
  readonly secondFactor: boolean;
  /** Sign-in and the like: no operation row, since the answer is a secret; they keep a log of their own. */
  readonly unrecorded: boolean;
  readonly summary: string;
};

type Definition<I extends Shape, R extends z.ZodType> = {
  name: `${string}.${string}`;
  home: HomeKind;
  permission: string;
  input: I;
  result: R;
  summary: string;
  rejections?: readonly string[];
  version?: number;
};

/** A question. Its input travels in the query string unless `via: 'body'` (anything that could name a person). */
export function read<I extends Shape, R extends z.ZodType>(
  definition: Definition<I, R> & { via?: 'query' | 'body' },
): Operation<I, R> {
  const method = definition.via === 'body' ? 'POST' : 'GET';
  return { ...settle(definition), kind: 'read', method, secondFactor: false, unrecorded: false };
}

/** An act: one idempotent operation with a client-made UUIDv7 in `Idempotency-Key`. */
export function write<I extends Shape, R extends z.ZodType>(
  definition: Definition<I, R> & { secondFactor?: boolean; unrecorded?: boolean },
): Operation<I, R> {
  return {
    ...settle(definition),
    kind: 'write',
    method: 'POST',
    secondFactor: definition.secondFactor ?? false,
    unrecorded: definition.unrecorded ?? false,
  };
}

function settle<I extends Shape, R extends z.ZodType>(definition: Definition<I, R>) {
  const { name, home, permission, input, result, summary } = definition;
  const path = operationPath(name, home);
  return {
    name,
    home,
    permission,
    input,
    result,
    summary,
    path,
    rejections: definition.rejections ?? [],
    version: definition.version ?? 1,
  };
}

/** `funds.payNow` at a home becomes `/api/:home/funds/pay-now`; global ones live under `/api/-/…`. */
export function operationPath(name: string, home: HomeKind): string {
  const [module, verb] = name.split('.');
  if (!module || !verb) throw new Error(`operation name must be module.verb: ${name}`);
  return `/api/${home === 'path' ? ':home' : '-'}/${module}/${kebab(verb)}`;
}

export function kebab(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export type InputOf<O> = O extends Operation<infer I, z.ZodType> ? z.input<I> : never;
export type ParsedInputOf<O> = O extends Operation<infer I, z.ZodType> ? z.output<I> : never;
export type ResultOf<O> = O extends Operation<Shape, infer R> ? z.output<R> : never;
