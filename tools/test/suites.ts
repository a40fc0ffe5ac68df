import { matchesGlob } from 'node:path';

/** One kind of test: which files, and how they run. Globs are from the root of the repository. */
export type Suite = {
  readonly name: 'architecture' | 'rules' | 'http' | 'matrix' | 'browser' | 'faults' | 'start-up';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly settings: SuiteSettings;
};

type SuiteSettings = {
  readonly pool?: 'threads' | 'forks';
  readonly isolate?: boolean;
  readonly maxWorkers?: number;
  readonly fileParallelism?: boolean;
  readonly testTimeout?: number;
  readonly hookTimeout?: number;
  readonly globalSetup?: string[];
};

const serverTests = ['**/server/**/*.test.ts', 'database/**/*.test.ts', 'platform/testing/**/*.test.ts'];
const matrixTests = ['apps/server/matrix/**/*.test.ts'];
const faultTests = ['bench/faults/**/*.test.ts'];
const startTests = ['apps/cli/**/*.test.ts'];
const architectureTests = ['tools/architecture/**/*.test.ts'];
const onDatabase = {
  pool: 'forks',
  fileParallelism: true,
  maxWorkers: 2,
  testTimeout: 90_000,
  hookTimeout: 180_000,
  globalSetup: ['./platform/testing/global-setup.ts'],
} as const;
const alone = { pool: 'forks', fileParallelism: false, testTimeout: 120_000, hookTimeout: 180_000 } as const;

export const suites: readonly Suite[] = [
  {
    name: 'architecture',
    include: architectureTests,
    exclude: [],
    settings: { pool: 'threads', isolate: false, testTimeout: 30_000 },
  },
  {
    name: 'rules',
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: [...architectureTests, ...serverTests, ...matrixTests, ...faultTests, ...startTests],
    settings: { pool: 'threads', isolate: false, maxWorkers: 2, testTimeout: 30_000 },
  },
  {
    name: 'http',
    include: serverTests,
    exclude: matrixTests,
    settings: { ...onDatabase, globalSetup: [...onDatabase.globalSetup] },
  },
  {
    name: 'matrix',
    include: matrixTests,
    exclude: [],
    // Some 15,000 requests in one test; a busy machine takes its time over them.
    settings: { ...onDatabase, testTimeout: 400_000, globalSetup: [...onDatabase.globalSetup] },
  },
  {
    name: 'browser',
    include: ['e2e/**/*.spec.ts'],
    exclude: [],
    settings: { ...alone, globalSetup: [...onDatabase.globalSetup] },
  },
  { name: 'faults', include: faultTests, exclude: [], settings: alone },
  { name: 'start-up', include: startTests, exclude: [], settings: alone },
];

/** The suites that run a test file; every test file of the repository has exactly one. */
export function suitesOf(path: string): Suite[] {
  const matches = (globs: readonly string[]) => globs.some((glob) => matchesGlob(path, glob));
  return suites.filter((suite) => matches(suite.include) && !matches(suite.exclude));
}
