import { addShares, compareShares, decimalText, parseShare, zeroShare } from '@qianmo/values/share';
import type { Report } from './check.ts';
import { walk } from './check-reference.ts';
import type { Target } from './shape-target.ts';

/** Starts before ends, wherever both stand: phases, members, windows; issue before publication. */
export function checkDates({ pack, at }: Report): void {
  const order = (
    path: readonly (string | number)[],
    start: string | null | undefined,
    end: string | null | undefined,
  ): void => {
    if (start && end && end < start) at(path, 'date-order', { start, end });
  };
  order(['end'], pack.start, pack.end);
  for (const [i, plan] of pack.documents.plans.entries())
    order(['documents', 'plans', i, 'published'], plan.issued, plan.published);
  for (const [i, phase] of pack.phases.entries()) {
    order(['phases', i, 'end'], phase.start, phase.end);
    if (phase.start === null && phase.end === null) at(['phases', i], 'phase-undated', { phase: phase.id });
  }
  for (const [i, member] of pack.members.entries()) order(['members', i, 'to'], member.from, member.to);
  for (const [i, item] of pack.acceptance.entries())
    order(['acceptance', i, 'window', 'end'], item.window?.start, item.window?.end);
  for (const [name, periods] of Object.entries(pack.labels)) {
    for (const [i, period] of periods.entries()) order(['labels', name, i, 'from'], periods[i - 1]?.from, period.from);
  }
}

/** Deadlines after starts, a value for every operator, benchmarks declared, softening words reflected in strictness. */
export function checkTargets({ pack, at }: Report): void {
  const benchmarks = new Set(pack.benchmarks.map((benchmark) => benchmark.key));
  const groups = new Set(pack.members.map((member) => member.group));
  for (const [i, target] of pack.targets.entries()) {
    const path = ['targets', i];
    const start = target.start ?? pack.start;
    if (target.deadline && target.deadline < start)
      at([...path, 'deadline'], 'deadline-before-start', { start, deadline: target.deadline });
    if ((target.deadline === null) !== (target.deadlineBasis === 'none'))
      at([...path, 'deadlineBasis'], 'deadline-basis', { target: target.id });
    if (target.benchmark !== null && !benchmarks.has(target.benchmark))
      at([...path, 'benchmark'], 'benchmark-unknown', { benchmark: target.benchmark });
    if (target.group !== null && !groups.has(target.group))
      at([...path, 'group'], 'group-empty', { group: target.group });
    const wrong = valueProblem(target);
    if (wrong)
      at([...path, wrong === 'range-order' ? 'range' : 'value'], wrong, {
        target: target.id,
        operator: target.operator,
      });
    checkSplit({ pack, at }, i, target);
  }
  checkStrictness({ pack, at });
}

function valueProblem(target: Target): string | null {
  if (target.operator === 'between') {
    if (!target.range || target.value !== null) return 'range-missing';
    return compareShares(parseShare(target.range[0]), parseShare(target.range[1])) > 0 ? 'range-order' : null;
  }
  if (target.range) return 'range-unexpected';
  return target.operator !== 'qualitative' && target.value === null && target.benchmark === null
    ? 'value-missing'
    : null;
}

function checkSplit({ at }: Report, i: number, target: Target): void {
  if (!target.split || target.value === null) return;
  const total = target.split.reduce((sum, part) => addShares(sum, parseShare(part.value)), zeroShare);
  if (compareShares(total, parseShare(target.value)) !== 0)
    at(['targets', i, 'split'], 'split-sum', {
      target: target.id,
      stated: target.value,
      summed: decimalText(total, 0),
    });
}

/** "原则上" in the plan's words means a warning, never a hard limit, and the other way round for 不得 with a figure. */
function checkStrictness({ pack, at }: Report): void {
  walk(pack, [], (path, record) => {
    if (typeof record.quote !== 'string' || !('strictness' in record)) return;
    const soft = record.quote.includes('原则上');
    if (soft !== (record.strictness === 'in_principle'))
      at([...path, 'strictness'], 'strictness-differs', { quote: record.quote, strictness: String(record.strictness) });
  });
  for (const [i, target] of pack.targets.entries()) {
    if (target.quote.includes('原则上') && target.strictness !== 'in_principle')
      at(['targets', i, 'quote'], 'strictness-differs', {
        quote: target.quote,
        strictness: String(target.strictness ?? ''),
      });
  }
}
