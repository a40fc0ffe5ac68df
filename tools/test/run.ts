import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describeNeeds, type Needs, prepareNeeds } from './needs.ts';
import { type Outcome, programOutcome, readReport, sumOutcomes } from './outcome.ts';
import { type Stage, type Step, stages } from './stages.ts';

/**
 * `node tools/test/run.ts` runs every stage; with stage names, those only. The last line reads `N passed, N failed`;
 * exit code 1 on any failure, on a stage that stopped and on one that ran nothing.
 */

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'qianmo-test-'));

function runProgram(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [program = '', ...parameters] = command;
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NO_COLOR: '1', ...environment, PATH: path },
    });
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code) => resolve(code ?? 128));
  });
}

async function runStep(step: Step, environment: NodeJS.ProcessEnv): Promise<Outcome> {
  if (step.kind === 'program') return programOutcome(step.name, await runProgram(step.command, environment));
  const report = join(scratch, `${step.name}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await runProgram(['vitest', 'run', '--project', step.name, ...reporters], environment);
  return readReport(readIfThere(report), exitCode, step.name);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

async function runStage(stage: Stage, needs: () => Promise<Needs>): Promise<Outcome> {
  const started = performance.now();
  console.log(`\n== ${stage.name}`);
  const outcomes: Outcome[] = [];
  const ready = stage.needsBrowser ? await needs() : null;
  if (ready !== null) console.log(describeNeeds(ready));
  if (ready !== null && ready.missing.length > 0) {
    const failures = ready.missing.map((what) => `${stage.name}: ${what}`);
    return { passed: 0, failed: failures.length, skipped: 0, failures };
  }
  for (const step of stage.steps) outcomes.push(await runStep(step, ready?.environment ?? {}));
  const total = sumOutcomes(outcomes);
  const seconds = (performance.now() - started) / 1000;
  const late = seconds > stage.budgetMinutes * 60 ? ` (more than its ${stage.budgetMinutes} min)` : '';
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(
    `== ${stage.name}: ${total.passed} passed, ${total.failed} failed${skipped} in ${seconds.toFixed(1)} s${late}`,
  );
  return total;
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`no such stage: ${unknown.join(', ')}`);
  let found: Promise<Needs> | undefined;
  const needs = () => {
    found ??= prepareNeeds(root);
    return found;
  };
  const outcomes: Outcome[] = [];
  for (const stage of stages) {
    if (names.length === 0 || names.includes(stage.name)) outcomes.push(await runStage(stage, needs));
  }
  const total = sumOutcomes(outcomes);
  if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((line) => `  ${line}`).join('\n')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
