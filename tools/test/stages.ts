import type { Suite } from './suites.ts';

/** A program judged by its exit code, or a suite judged test by test. */
export type Step =
  | { readonly kind: 'program'; readonly name: string; readonly command: readonly string[] }
  | { readonly kind: 'suite'; readonly name: Suite['name'] };

export type Stage = {
  readonly name: string;
  /** Time it should take on two cores; a longer run is said, not failed. */
  readonly budgetMinutes: number;
  /** Asks for a browser and Chinese fonts before it starts. */
  readonly needsBrowser: boolean;
  readonly steps: readonly Step[];
};

const program = (name: string, ...command: readonly string[]): Step => ({ kind: 'program', name, command });
const suite = (name: Suite['name']): Step => ({ kind: 'suite', name });

/** What `npm test` runs, in this order. A suite with test files that stands in no stage is a red test. */
export const stages: readonly Stage[] = [
  {
    name: 'check',
    budgetMinutes: 1,
    needsBrowser: false,
    steps: [
      program('types', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
      program('format and lint', 'biome', 'ci', '--colors=off', '--reporter=summary'),
      program('unused code', 'knip', '--no-progress', '--no-config-hints'),
      suite('architecture'),
    ],
  },
  { name: 'rules', budgetMinutes: 1, needsBrowser: false, steps: [suite('rules')] },
  { name: 'http', budgetMinutes: 7, needsBrowser: false, steps: [suite('http')] },
  { name: 'matrix', budgetMinutes: 4, needsBrowser: false, steps: [suite('matrix')] },
  { name: 'browser', budgetMinutes: 8, needsBrowser: true, steps: [suite('browser')] },
  { name: 'faults', budgetMinutes: 2, needsBrowser: false, steps: [suite('faults')] },
  { name: 'start-up', budgetMinutes: 4, needsBrowser: false, steps: [suite('start-up')] },
];
