import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkTree, violationLine } from './check.ts';
import { listEdges } from './import-rules.ts';
import { longFunction, plant, plantPackage } from './planted.ts';
import { type Files, readFiles, readTree } from './tree.ts';

const root = join(import.meta.dirname, '../..');
const rulesIn = (files: Files) => [...new Set(checkTree(readTree(files)).map(({ rule }) => rule))];

describe('the real tree', () => {
  const tree = readTree(readFiles(root));

  test('is seen whole: as many sources as the folders hold', () => {
    const folders = ['values', 'platform', 'client', 'ui', 'database', 'modules', 'apps', 'tools', 'bench', 'e2e'];
    const present = new Set(readdirSync(root));
    const sources = folders
      .filter((folder) => present.has(folder))
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
      .filter((path) => /\.tsx?$/.test(path) && !/(?:^|[\\/])(?:node_modules|dist)[\\/]/.test(path));
    expect(sources.length).toBeGreaterThanOrEqual(60);
    expect(tree.sources.filter(({ path }) => path.includes('/')).length).toBe(sources.length);
  });

  test('is read, not only counted: known imports between workspaces are there', () => {
    const edges = listEdges(tree);
    expect([...(edges.get('platform') ?? [])]).toContain('database');
    expect([...(edges.get('modules/organisation') ?? [])]).toContain('modules/programme');
    const own = tree.sources.find(({ path }) => path === 'tools/architecture/check.ts');
    expect(own?.imports.map(({ specifier }) => specifier)).toContain('./import-rules.ts');
    const rules = tree.sources.filter(({ path }) => path.startsWith('modules/programme/rules/'));
    const specifiers = rules.flatMap(({ imports }) => imports.map(({ specifier }) => specifier ?? ''));
    expect(specifiers.some((specifier) => specifier.startsWith('@qianmo/values/'))).toBe(true);
  });

  test('keeps the laws of the house', () => {
    expect(checkTree(tree).map(violationLine)).toEqual([]);
  });
});

test('the sound house has nothing to report', () => {
  expect(checkTree(readTree(plant({}))).map(violationLine)).toEqual([]);
});

const target = '../../values/money.ts';
const forms: readonly (readonly [string, string])[] = [
  ['one line', `import { zeroFen } from '${target}';\nexport const a = zeroFen;\n`],
  ['several lines', `import {\n  zeroFen,\n} from\n  '${target}';\nexport const a = zeroFen;\n`],
  ['type', `import type { Fen } from '${target}';\nexport type A = Fen;\n`],
  ['inline type', `import { type Fen } from '${target}';\nexport type A = Fen;\n`],
  ['type expression', `export type A = import('${target}').Fen;\n`],
  ['side effect', `import '${target}';\nexport const a = 1;\n`],
  ['re-export', `export { zeroFen } from '${target}';\nexport const a = 1;\n`],
  ['re-export of all', `export * from '${target}';\nexport const a = 1;\n`],
  ['re-export of types', `export type { Fen } from '${target}';\nexport const a = 1;\n`],
  ['dynamic', `export const a = await import('${target}');\n`],
  ['dynamic with a template', `export const a = await import(\`${target}\`);\n`],
  ['require', `export const a = require('${target}');\n`],
  ['require.resolve', `export const a = require.resolve('${target}');\n`],
  ['import equals', `import a = require('${target}');\nexport const b = a;\n`],
  ['import.meta.resolve', `export const a = import.meta.resolve('${target}');\n`],
  ['worker URL', `export const a = new URL('${target}', import.meta.url);\n`],
  ['after Chinese text and JSX-like text', `export const t = '阡陌 <b>"';\nimport '${target}';\n`],
];

describe('every form of import is seen', () => {
  test.each(forms)('%s', (_form, text) => {
    expect(rulesIn(plant({ 'modules/programme/contract.ts': text }))).toEqual(['relative-escape']);
  });

  test('an import in a comment, a string, a template or JSX text is none', () => {
    const lines = [
      `// import '${target}'`,
      `/* export * from '${target}' */`,
      `const s = "import '${target}'";`,
      `const t = \`\${s} require('${target}')\`;`,
      `export const Page = () => <p title={t}>import '{s}' from '${target}'</p>;`,
    ];
    expect(rulesIn(plant({ 'modules/programme/console/page.tsx': lines.join('\n') }))).toEqual([]);
  });

  test('a computed name is refused', () => {
    const text = `export const load = (name: string) => import('./' + name);\n`;
    expect(rulesIn(plant({ 'tools/load.ts': text }))).toEqual(['computed-import']);
  });
});

type Breach = readonly [rule: string, path: string, text: string];

const importBreaches: readonly Breach[] = [
  ['layer', 'modules/programme/rules/a.ts', "import { read } from '../server/index.ts';\nexport const a = read;\n"],
  ['layer', 'modules/programme/contract.ts', "import { pages } from './console/index.ts';\nexport const a = pages;\n"],
  [
    'layer',
    'modules/programme/rules/a.ts',
    "import { serve } from '@qianmo/platform/server';\nexport const a = serve;\n",
  ],
  ['layer', 'modules/programme/console/a.ts', "import { read } from '../server/index.ts';\nexport const a = read;\n"],
  ['layer', 'modules/programme/console/a.ts', "import type { X } from '@qianmo/database';\nexport type A = X;\n"],
  ['layer', 'modules/programme/server/a.ts', "import { pages } from '../console/index.ts';\nexport const a = pages;\n"],
  [
    'layer',
    'modules/programme/server/a.ts',
    "import { startForTests } from '@qianmo/platform/testing';\nexport const a = startForTests;\n",
  ],
  ['layer', 'apps/server/a.ts', "import { startServer } from './testing/index.ts';\nexport const a = startServer;\n"],
  [
    'workspace-order',
    'platform/server/a.ts',
    "import { startServer } from '@qianmo/server/testing';\nexport const a = startServer;\n",
  ],
  ['workspace-order', 'platform/server/a.test.ts', "import { run } from '@qianmo/server';\nrun;\n"],
  [
    'own-name',
    'modules/programme/server/a.ts',
    "import { shape } from '@qianmo/programme/contract';\nexport const a = shape;\n",
  ],
  [
    'not-exported',
    'modules/organisation/server/a.ts',
    "import { load } from '@qianmo/programme/server/store.ts';\nexport const a = load;\n",
  ],
  ['not-exported', 'apps/server/a.ts', "import { m } from '@qianmo/programme';\nexport const a = m;\n"],
  [
    'unlisted-dependency',
    'apps/server/a.ts',
    "import { zeroFen } from '@qianmo/values/money';\nexport const a = zeroFen;\n",
  ],
  [
    'workspace-order',
    'platform/server/a.ts',
    "import { shape } from '@qianmo/programme/contract';\nexport const a = shape;\n",
  ],
  ['workspace-order', 'client/a.ts', "import { shape } from '@qianmo/programme/contract';\nexport const a = shape;\n"],
  [
    'workspace-order',
    'modules/programme/server/a.ts',
    "import { seat } from '@qianmo/organisation/server';\nexport const a = seat;\n",
  ],
  [
    'workspace-order',
    'modules/organisation/server/a.ts',
    "import { run } from '@qianmo/server';\nexport const a = run;\n",
  ],
  [
    'circle',
    'modules/programme/server/a.ts',
    "import { seat } from '@qianmo/organisation/server';\nexport const a = seat;\n",
  ],
];

const packageBreaches: readonly Breach[] = [
  ['unlisted-package', 'modules/programme/server/a.ts', "import x from 'left-pad';\nexport const a = x;\n"],
  ['development-package', 'modules/programme/server/a.ts', "import { test } from 'vitest';\nexport const a = test;\n"],
  [
    'not-pure',
    'modules/programme/rules/a.ts',
    "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
  ],
  ['not-pure', 'modules/programme/policy.ts', "import { sql } from 'kysely';\nexport const a = sql;\n"],
  ['not-pure', 'values/a.ts', "import { hash } from 'crypto';\nexport const a = hash;\n"],
  ['not-pure', 'platform/places/rules.ts', "import pg from 'pg';\nexport const a = pg;\n"],
  ['not-browser-safe', 'client/a.ts', "import { join } from 'node:path';\nexport const a = join;\n"],
  ['not-browser-safe', 'modules/programme/console/a.ts', "import pg from 'pg';\nexport const a = pg;\n"],
  ['heavy-in-plain', 'apps/field/a.ts', "import { Button } from 'antd';\nexport const a = Button;\n"],
  ['heavy-in-plain', 'ui/plain/a.ts', "import { Button } from 'antd';\nexport const a = Button;\n"],
  ['heavy-in-plain', 'apps/field/a.ts', "import { Press } from '@qianmo/ui/office';\nexport const a = Press;\n"],
];

const habitBreaches: readonly Breach[] = [
  ['impure-clock', 'modules/programme/rules/a.ts', 'export const a = () => Date.now();\n'],
  ['impure-clock', 'modules/programme/rules/a.ts', 'export const a = () => new Date();\n'],
  ['impure-clock', 'modules/programme/rules/a.ts', 'export const a = () => new Date;\n'],
  ['impure-clock', 'modules/programme/rules/a.ts', 'export const a = () => Date();\n'],
  ['impure-clock', 'modules/programme/rules/a.ts', "export const a = () => Date['now']();\n"],
  ['impure-clock', 'values/a.ts', 'export const a = () => performance.now();\n'],
  ['impure-chance', 'values/a.ts', 'export const a = () => Math.random();\n'],
  ['impure-process', 'modules/programme/pack/read.ts', 'export const a = () => process.env.HOME;\n'],
  ['impure-process', 'modules/programme/contract.ts', 'export const a = globalThis.process;\n'],
  ['impure-io', 'modules/programme/policy.ts', "export const a = () => fetch('/x');\n"],
  ['impure-io', 'modules/programme/rules/a.ts', "export const a = () => console.log('x');\n"],
  ['impure-sql', 'modules/programme/rules/a.ts', "export const a = (db: Db) => db.selectFrom('x');\n"],
  ['machine-clock', 'modules/programme/server/a.ts', 'export const a = () => new Date();\n'],
  ['sql-outside-store', 'modules/programme/server/handlers.ts', "export const a = (db: Db) => db.insertInto('x');\n"],
  [
    'sql-outside-store',
    'modules/programme/server/a.ts',
    "import { sql } from 'kysely';\nexport const a = sql`select 1`;\n",
  ],
];

const shapeBreaches: readonly Breach[] = [
  ['file-size', 'values/a.ts', `export const a = 1;${'\n'.repeat(401)}`],
  ['file-size', 'values/a.test.ts', `const a = 1;${'\n'.repeat(601)}`],
  ['function-size', 'values/a.ts', longFunction(40)],
  ['function-size', 'values/a.ts', longFunction(40).replace('function add(): number', 'const add = () =>')],
  ['function-size', 'values/a.test.ts', `test('x', () => {\n${'  expect(1);\n'.repeat(90)}});\n`],
  ['function-size', 'ui/office/Wide.tsx', `export const Wide = () => <p>${'\n  <b />'.repeat(80)}\n</p>;\n`],
  ['barrel', 'modules/programme/rules/index.ts', "export * from './progress.ts';\n"],
  ['barrel', 'values/all.ts', "import { zeroFen } from './money.ts';\nexport { zeroFen };\n"],
  ['default-export', 'values/a.ts', 'export default 1;\n'],
  ['default-export', 'values/a.ts', 'const a = 1;\nexport { a as default };\n'],
  ['folder-name', 'modules/programme/server/utils/a.ts', 'export const a = 1;\n'],
  ['folder-name', 'platform/common/a.ts', 'export const a = 1;\n'],
  ['folder-name', 'ui/office/helpers/a.ts', 'export const a = 1;\n'],
  ['file-name', 'values/MoneyThing.ts', 'export const a = 1;\n'],
  ['file-name', 'values/money_thing.ts', 'export const a = 1;\n'],
  ['file-name', 'values/money-helper.ts', 'export const a = 1;\n'],
  ['export-name', 'values/a.ts', 'export class TargetManager {}\n'],
  ['export-name', 'values/a.ts', 'export const dateHelper = 1;\n'],
  ['export-name', 'values/a.ts', 'export interface StoreImpl {}\n'],
  ['export-name', 'values/a.ts', 'export type TargetData = number;\n'],
  ['export-name', 'values/a.ts', 'export function userInfo() {}\n'],
  ['export-name', 'values/a.ts', 'export const targetService = 1;\n'],
  ['export-name', 'values/a.ts', 'export const { process, b: [handle2] } = x;\n'],
];

const surfaceBreaches: readonly Breach[] = [
  ['colour', 'modules/programme/console/Page.tsx', "export const Page = () => <p style={{ color: '#c00' }} />;\n"],
  ['colour', 'modules/programme/console/Page.tsx', "export const Page = () => <p style={{ color: 'red' }} />;\n"],
  ['colour', 'modules/programme/console/Page.tsx', 'export const Page = () => <path fill="#AABBCC" />;\n'],
  ['colour', 'modules/programme/console/a.ts', "export const a = { border: '1px solid rgb(0 0 0)' };\n"],
  [
    'colour',
    'modules/programme/console/a.ts',
    "export const a = (bad: boolean) => ({ color: bad ? 'red' : 'inherit' });\n",
  ],
  ['colour', 'modules/programme/console/a.ts', "export const a = 'var(--ant-color-text)';\n"],
  ['colour', 'apps/console/page.css', '.late { color: #b00020; }\n'],
  ['colour', 'apps/console/page.css', '.late {\n  background: white;\n}\n'],
  ['sql-clock', 'database/migrations/1.sql', 'create table a.b (at timestamptz not null default now());\n'],
  ['sql-clock', 'database/migrations/1.sql', 'alter table a.b add day date default CURRENT_DATE;\n'],
  ['sql-clock', 'database/migrations/1.sql', 'create policy p on a.b using (until > clock_timestamp ());\n'],
  [
    'sql-clock',
    'database/migrations/1.sql',
    "do $$ begin execute 'create policy p on a.b using (d > now())'; end $$;\n",
  ],
];

const breaches = [...importBreaches, ...packageBreaches, ...habitBreaches, ...shapeBreaches, ...surfaceBreaches];

describe('a planted breach is found and named', () => {
  test.each(breaches)('%s in %s: %s', (rule, path, text) => {
    const found = checkTree(readTree(plant({ [path]: text }))).filter((violation) => violation.file === path);
    const rules = found.map((violation) => violation.rule);
    if (rule === 'circle') expect(rulesIn(plant({ [path]: text }))).toContain('circle');
    else expect(rules).toContain(rule);
  });

  test('a circle in the package lists alone', () => {
    const files = plantPackage('values', 'dependencies', { '@qianmo/platform': '*' });
    expect(rulesIn(files).sort()).toEqual(['circle', 'workspace-order']);
  });

  test.each(['dependencies', 'devDependencies', 'peerDependencies'])('a third-party version in %s', (field) => {
    expect(rulesIn(plantPackage('database', field, { lodash: '1.0.0' }))).toContain('foreign-in-workspace');
  });

  test('a module without a place on the ladder', () => {
    const files = plant({ 'modules/surprise/package.json': '{"name":"@qianmo/surprise"}' });
    expect(rulesIn(files)).toEqual(['unknown-module']);
  });

  test('the line is named', () => {
    const text = '/* 甲\n乙 */\n\nexport const a = () => Date.now();\n';
    const [found] = checkTree(readTree(plant({ 'values/a.ts': text })));
    expect(found && violationLine(found)).toBe('values/a.ts:4 [impure-clock] Date.now in code that must be pure');
  });
});

const allowed: readonly (readonly [string, string, string])[] = [
  [
    '40 lines of code with blanks and comments between',
    'values/a.ts',
    longFunction(36).replaceAll(';\n', ';\n\n  // why\n'),
  ],
  ['a component of 80 lines', 'ui/office/Tall.tsx', `export const Tall = () => <p>${'\n  <b />'.repeat(78)}\n</p>;\n`],
  ['a long describe', 'values/a.test.ts', `describe('x', () => {\n${"  test('y', () => {});\n".repeat(90)}});\n`],
  [
    'a long generated file',
    'database/schema.gen.ts',
    'export const a = 1;\n'.repeat(500).replaceAll(/\ba\b/g, () => 'b'),
  ],
  ['a date made from a given instant', 'values/a.ts', 'export const a = (at: string) => new Date(at);\n'],
  ['a clock in a comment or string', 'values/a.ts', "// Date.now()\nexport const a = 'new Date()';\n"],
  ['a property called process', 'values/a.ts', 'export const a = (x: X) => x.process + x.now;\n'],
  [
    'a test of rules that reads files',
    'modules/programme/rules/a.test.ts',
    "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  ],
  [
    'a server test with the test server',
    'modules/programme/server/a.test.ts',
    "import { startForTests } from '@qianmo/platform/testing';\nstartForTests;\n",
  ],
  [
    'a test below that starts the composed server',
    'platform/server/a.test.ts',
    "import { startServer } from '@qianmo/server/testing';\nstartServer;\n",
  ],
  [
    'a tool that names a file to write',
    'tools/write.ts',
    "export const a = new URL('../values/money.ts', import.meta.url);\n",
  ],
  ['a default export in a config', 'apps/field/vite.config.ts', 'export default {};\n'],
  [
    'words that only contain banned ones',
    'values/a.ts',
    'export const databaseInformation = 1, serviceCentre = 2, metadata = 3;\n',
  ],
  [
    'tokens as colours',
    'modules/programme/console/a.ts',
    "export const a = { color: 'var(--qm-late)', title: 'red tape #12345 colour' };\n",
  ],
  [
    'a function body that reads the clock',
    'database/migrations/1.sql',
    'create function f() returns timestamptz as $$ select clock_timestamp() $$ language sql;\n-- default now()\n',
  ],
];

test.each(allowed)('allowed: %s', (_name, path, text) => {
  expect(checkTree(readTree(plant({ [path]: text }))).map(violationLine)).toEqual([]);
});
