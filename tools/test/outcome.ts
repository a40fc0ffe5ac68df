/** What one step gave: counts, the names of what failed, and whether it ended as it should. */
export type Outcome = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
};

type Assertion = { readonly status?: string; readonly fullName?: string; readonly failureMessages?: readonly string[] };
type TestFile = {
  readonly name?: string;
  readonly status?: string;
  readonly message?: string;
  readonly assertionResults?: readonly Assertion[];
};

/**
 * Reads vitest's JSON report. A file that failed to load, a runner that stopped without a red test and a report with
 * no test at all each count as one failure: nothing passes by not running.
 */
export function readReport(text: string | null, exitCode: number, suite: string): Outcome {
  const files = text === null ? null : readFiles(text);
  if (files === null) return crashed(`${suite}: the runner left no report (exit ${exitCode})`);
  const tests = files.flatMap((file) => file.assertionResults ?? []);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const failures = files.flatMap(failuresOf);
  const run = count('passed') + failures.length;
  if (run === 0) return crashed(`${suite}: no test ran`);
  if (exitCode !== 0 && failures.length === 0) failures.push(`${suite}: exit ${exitCode} without a red test`);
  return {
    passed: count('passed'),
    failed: failures.length,
    skipped: tests.length - count('passed') - count('failed'),
    failures,
  };
}

function readFiles(text: string): TestFile[] | null {
  try {
    const report: unknown = JSON.parse(text);
    const files =
      typeof report === 'object' && report !== null ? (report as { testResults?: unknown }).testResults : null;
    return Array.isArray(files) ? (files as TestFile[]) : null;
  } catch {
    return null;
  }
}

function failuresOf(file: TestFile): string[] {
  const red = (file.assertionResults ?? []).filter((test) => test.status === 'failed');
  const lines = red.map((test) => `${file.name}: ${test.fullName}\n    ${firstLine(test.failureMessages?.[0])}`);
  if (lines.length === 0 && file.status === 'failed') lines.push(`${file.name}: ${firstLine(file.message)}`);
  return lines;
}

function firstLine(message: string | undefined): string {
  return (message ?? '').split('\n')[0] ?? '';
}

function crashed(line: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, failures: [line] };
}

export function programOutcome(name: string, exitCode: number): Outcome {
  if (exitCode !== 0) return crashed(`${name}: exit ${exitCode}`);
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

export function sumOutcomes(outcomes: readonly Outcome[]): Outcome {
  const sum = (field: 'passed' | 'failed' | 'skipped') =>
    outcomes.reduce((total, outcome) => total + outcome[field], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}
