import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { programOutcome, readReport, sumOutcomes } from './outcome.ts';
import { stages } from './stages.ts';
import { suitesOf } from './suites.ts';

const report = (files: readonly object[]) => JSON.stringify({ testResults: files });
const file = (...statuses: readonly string[]) => ({
  name: 'a.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status, index) => ({
    status,
    fullName: `case ${index}`,
    failureMessages: ['why\nat'],
  })),
});

describe('a report', () => {
  test('gives counts and names', () => {
    const outcome = readReport(report([file('passed', 'passed'), file('passed', 'failed', 'skipped')]), 1, 'rules');
    expect(outcome).toEqual({ passed: 3, failed: 1, skipped: 1, failures: ['a.test.ts: case 1\n    why'] });
  });

  test.each([
    ['no report', null, 0],
    ['a broken report', '{"testRes', 0],
    ['no test', report([]), 0],
    ['only skipped tests', report([file('skipped', 'todo')]), 0],
    ['a runner that stopped without a red test', report([file('passed')]), 1],
    ['a file that did not load', report([file('passed'), { ...file(), status: 'failed', message: 'no' }]), 1],
  ])('%s is a failure', (_name, text, exitCode) => {
    expect(readReport(text, exitCode, 'rules').failed).toBe(1);
  });

  test('sums keep every name', () => {
    const outcomes = [programOutcome('types', 0), programOutcome('lint', 2)];
    expect(sumOutcomes(outcomes)).toEqual({ passed: 1, failed: 1, skipped: 0, failures: ['lint: exit 2'] });
  });
});

test('every test file belongs to one suite, and the suite to a stage', () => {
  const root = join(import.meta.dirname, '../..');
  const paths = globSync('**/*.{test.ts,test.tsx,spec.ts,spec.tsx}', {
    cwd: root,
    exclude: (path) => /(?:^|[\\/])(?:node_modules|dist|\.[^\\/]+)$/.test(path),
  }).map((path) => path.replaceAll('\\', '/'));
  expect(paths.length).toBeGreaterThan(3);
  const staged = new Set(
    stages.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'suite' ? [step.name] : []))),
  );
  const lost = paths.filter((path) => {
    const [suite, ...more] = suitesOf(path);
    return suite === undefined || more.length > 0 || !staged.has(suite.name);
  });
  expect(lost).toEqual([]);
});
