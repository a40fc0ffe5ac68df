/** A small house in memory that keeps every law; the tests plant one breach at a time in it. */

const modulePackage = (name: string, uses: readonly string[]) =>
  packageText(
    name,
    ['@qianmo/values', '@qianmo/platform', '@qianmo/database', '@qianmo/client', '@qianmo/ui', ...uses],
    {
      './contract': './contract.ts',
      './rules/*': './rules/*.ts',
      './server': './server/index.ts',
      './console': './console/index.ts',
    },
  );

function packageText(name: string, dependencies: readonly string[], exports: Record<string, string>): string {
  const listed = Object.fromEntries(dependencies.map((dependency) => [dependency, '*']));
  return JSON.stringify({ name, type: 'module', exports, dependencies: listed });
}

const rootPackage = JSON.stringify({
  name: 'qianmo',
  workspaces: ['values', 'platform', 'client', 'ui', 'database', 'modules/*', 'apps/*', 'tools'],
  dependencies: { zod: '4.0.0', pg: '8.0.0', kysely: '0.29.0', antd: '6.0.0', react: '19.0.0' },
  devDependencies: { vitest: '5.0.0' },
});

const soundFiles: Readonly<Record<string, string>> = {
  'package.json': rootPackage,
  'values/package.json': packageText('@qianmo/values', [], { './money': './money.ts' }),
  'values/money.ts': 'export const zeroFen = 0n;\n',
  'database/package.json': packageText('@qianmo/database', [], { '.': './index.ts' }),
  'database/index.ts': "import { Kysely } from 'kysely';\nexport const open = () => Kysely;\n",
  'database/migrations/20260101_0001_start.sql': 'create table a.b (home text collate "C", at timestamptz not null);\n',
  'platform/package.json': packageText('@qianmo/platform', ['@qianmo/values', '@qianmo/database'], {
    './contract': './contract/index.ts',
    './server': './server/index.ts',
    './testing': './testing/index.ts',
  }),
  'platform/contract/index.ts': "export * from './finding.ts';\n",
  'platform/contract/finding.ts': "import { zeroFen } from '@qianmo/values/money';\nexport const none = zeroFen;\n",
  'platform/server/index.ts': "import { open } from '@qianmo/database';\nexport const serve = () => open();\n",
  'platform/testing/index.ts': 'export const startForTests = 1;\n',
  'client/package.json': packageText('@qianmo/client', ['@qianmo/platform'], { '.': './index.ts' }),
  'client/index.ts': "import { none } from '@qianmo/platform/contract';\nexport const call = none;\n",
  'ui/package.json': packageText('@qianmo/ui', ['@qianmo/client'], { './office': './office/index.ts' }),
  'ui/office/index.ts': "import { Button } from 'antd';\nexport const Press = Button;\n",
  'modules/programme/package.json': modulePackage('@qianmo/programme', []),
  'modules/programme/contract.ts': "import { z } from 'zod';\nexport const shape = z.string();\n",
  'modules/programme/rules/progress.ts':
    "import { zeroFen } from '@qianmo/values/money';\nexport const start = zeroFen;\n",
  'modules/programme/server/index.ts': "import { load } from './store.ts';\nexport const read = () => load();\n",
  'modules/programme/server/store.ts': "import { sql } from 'kysely';\nexport const load = () => sql`select 1`;\n",
  'modules/programme/console/index.ts': "import { Press } from '@qianmo/ui/office';\nexport const pages = [Press];\n",
  'modules/organisation/package.json': modulePackage('@qianmo/organisation', ['@qianmo/programme']),
  'modules/organisation/contract.ts':
    "import { shape } from '@qianmo/programme/contract';\nexport const post = shape;\n",
  'modules/organisation/server/index.ts':
    "import { read } from '@qianmo/programme/server';\nexport const seat = read;\n",
  'apps/server/package.json': packageText('@qianmo/server', ['@qianmo/programme', '@qianmo/platform'], {
    '.': './index.ts',
    './testing': './testing/index.ts',
  }),
  'apps/server/index.ts': "import { read } from '@qianmo/programme/server';\nexport const run = read;\n",
  'apps/server/testing/index.ts':
    "import { startForTests } from '@qianmo/platform/testing';\nimport { vi } from 'vitest';\nexport const startServer = [startForTests, vi];\n",
  'apps/field/package.json': packageText('@qianmo/field', ['@qianmo/programme', '@qianmo/ui'], {}),
  'apps/field/main.ts': "import { start } from '@qianmo/programme/rules/progress';\nexport const first = start;\n",
  'tools/package.json': packageText('@qianmo/tools', ['@qianmo/platform'], {}),
  'tools/look.ts': "import { readFileSync } from 'node:fs';\nexport const look = () => readFileSync('x');\n",
};

/** The sound house with some files added or replaced. */
export function plant(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries({ ...soundFiles, ...files }));
}

/** The sound house with one package's field replaced, for breaches in package.json. */
export function plantPackage(folder: string, field: string, value: unknown): ReadonlyMap<string, string> {
  const path = `${folder}/package.json`;
  const json = JSON.parse(soundFiles[path] ?? '{}') as Record<string, unknown>;
  return plant({ [path]: JSON.stringify({ ...json, [field]: value }) });
}

/** The source of a function whose body has `lines` statements. */
export function longFunction(lines: number): string {
  const body = Array.from({ length: lines }, (_, index) => `  sum += ${index};`).join('\n');
  return `export function add(): number {\n  let sum = 0;\n${body}\n  return sum;\n}\n`;
}
