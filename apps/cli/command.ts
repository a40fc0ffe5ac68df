import { parseArgs } from 'node:util';

export type Flag = {
  /** What stands for the value in the help; null for a flag that is only there or not. */
  readonly value: string | null;
  readonly zh: string;
  readonly en: string;
  readonly required?: true;
  readonly fallback?: string;
};
type Flags = Readonly<Record<string, Flag>>;
type Values<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends { required: true } | { fallback: string } ? string : string | undefined;
};

type Definition<F extends Flags> = {
  readonly zh: string;
  readonly en: string;
  /** The one word without a flag, as the help shows it: `<folder>`. */
  readonly operand?: string;
  readonly flags: F;
  /** Exit code: 0 done, 1 something was found wrong. */
  readonly run: (values: Values<F>, operand: string) => Promise<number>;
};

export type Command = Omit<Definition<Flags>, 'run'> & { readonly run: (args: string[]) => Promise<number> };

/** It was called wrongly: exit code 2, and where the help is. */
export class WrongCall extends Error {}

export function command<const F extends Flags>(definition: Definition<F>): Command {
  const { run, ...rest } = definition;
  return { ...rest, run: (args) => run(read(definition, args), operandOf(definition, args)) };
}

function parse<F extends Flags>({ flags }: Definition<F>, args: string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { type: flag.value === null ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
}

function read<F extends Flags>(definition: Definition<F>, args: string[]): Values<F> {
  const { values } = parse(definition, args);
  const entries = Object.entries(definition.flags).map(([name, flag]) => {
    const given = values[name];
    const value = given === true ? 'yes' : given === undefined ? flag.fallback : String(given);
    if (value === undefined && flag.required) throw new WrongCall(`缺少 missing --${name}`);
    return [name, value];
  });
  return Object.fromEntries(entries) as Values<F>;
}

function operandOf<F extends Flags>(definition: Definition<F>, args: string[]): string {
  const [first, second] = parse(definition, args).positionals;
  const surplus = definition.operand === undefined ? first : second;
  if (surplus !== undefined) throw new WrongCall(`多余的参数 one word too many: ${surplus}`);
  if (definition.operand !== undefined && first === undefined)
    throw new WrongCall(`缺少 missing ${definition.operand}`);
  return first ?? '';
}

export const folderFlag = {
  value: 'DIR',
  zh: '数据文件夹，默认 ./.qianmo（或环境变量 QIANMO_DATA）',
  en: 'data folder, ./.qianmo unless given here or in QIANMO_DATA',
  fallback: process.env.QIANMO_DATA ?? './.qianmo',
} as const;
