/** What can be wrong with the log, its seals, or a business row against the log. */
export type ProblemKind =
  | 'changed'
  | 'removed'
  | 'moved'
  | 'inserted'
  | 'truncated'
  | 'chain-broken'
  | 'signature-wrong'
  | 'witness-differs'
  | 'row-differs'
  | 'row-missing'
  | 'row-unlogged';

export type Problem = {
  readonly kind: ProblemKind;
  readonly batch: number | null;
  readonly seq: bigint | null;
  /** `audit.operation`, `audit.change`, or the business table of a `row-…` problem. */
  readonly table: string | null;
  /** The row's key as JSON. */
  readonly key: string | null;
  readonly home: string | null;
  /** Id of the act. */
  readonly operation: string | null;
  /** What exactly, in terms of the log; never a value of a row, for it may be personal. */
  readonly detail: string;
};

export type VerifyReport = {
  batches: number;
  leaves: number;
  /** Business tables and rows compared with the log. */
  tables: number;
  rows: number;
  /** The first ones found; `problemCount` counts all. */
  problems: Problem[];
  problemCount: number;
  /** Rows of the log written since the last seal: nothing is wrong with them, nothing vouches for them yet. */
  unsealedTail: number;
  lastBatch: { number: number; sealedAt: string; chain: string; sm3: string } | null;
  lastWitnessed: { number: number; sealedAt: string } | null;
};

export type Recorder = {
  readonly report: VerifyReport;
  add(kind: ProblemKind, facts: Partial<Omit<Problem, 'kind'>> & { detail: string }): void;
};

/** Collects problems, the first `most` with all they say and the rest by number, so that memory stays bounded. */
export function recorder(most: number): Recorder {
  const report: VerifyReport = {
    batches: 0,
    leaves: 0,
    tables: 0,
    rows: 0,
    problems: [],
    problemCount: 0,
    unsealedTail: 0,
    lastBatch: null,
    lastWitnessed: null,
  };
  const empty = { batch: null, seq: null, table: null, key: null, home: null, operation: null };
  return {
    report,
    add(kind, facts) {
      report.problemCount += 1;
      if (report.problems.length < most) report.problems.push({ ...empty, ...facts, kind });
    },
  };
}

/** Exit code of the command: 0 clean, 1 when anything is wrong. */
export function exitCodeOf(report: VerifyReport): 0 | 1 {
  return report.problemCount === 0 ? 0 : 1;
}

type Words = {
  kinds: Record<ProblemKind, string>;
  parts: Record<'batch' | 'seq' | 'table' | 'key' | 'home' | 'operation', string>;
  sealed(batches: number, leaves: number): string;
  compared(tables: number, rows: number): string;
  lastBatch(number: number, sealedAt: string): string;
  noBatch: string;
  witnessed(number: number, sealedAt: string): string;
  noWitness: string;
  behind(count: number): string;
  tail(count: number): string;
  clean: string;
  found(count: number): string;
  more(count: number): string;
};

const en: Words = {
  kinds: {
    changed: 'log row changed',
    removed: 'log row removed',
    moved: 'log row moved',
    inserted: 'log row put in afterwards',
    truncated: 'log truncated',
    'chain-broken': 'chain broken',
    'signature-wrong': 'signature wrong',
    'witness-differs': 'not what the witness saw',
    'row-differs': 'row differs from the log',
    'row-missing': 'row missing, not deleted in the log',
    'row-unlogged': 'row not in the log',
  },
  parts: { batch: 'batch', seq: 'no.', table: 'table', key: 'key', home: 'home', operation: 'act' },
  sealed: (batches, leaves) => `Sealed: ${batches} batches, ${leaves} log rows.`,
  compared: (tables, rows) => `Compared with the log: ${rows} rows of ${tables} tables.`,
  lastBatch: (number, sealedAt) => `Last batch: ${number}, sealed ${sealedAt}.`,
  noBatch: 'Nothing is sealed yet.',
  witnessed: (number, sealedAt) => `Witnessed up to batch ${number}, sealed ${sealedAt}.`,
  noWitness: 'No witness line was given: a log cut off at its end cannot be told from a shorter one.',
  behind: (count) => `${count} sealed batches are not in the witness yet.`,
  tail: (count) => `Not sealed yet: ${count} log rows at the end. Nothing vouches for them until the next seal.`,
  clean: 'No problem found.',
  found: (count) => `${count} problem${count === 1 ? '' : 's'} found:`,
  more: (count) => `… and ${count} more.`,
};

const zh: Words = {
  kinds: {
    changed: '日志行被改动',
    removed: '日志行被删除',
    moved: '日志行被调换位置',
    inserted: '日志行系事后插入',
    truncated: '日志被截断',
    'chain-broken': '哈希链断裂',
    'signature-wrong': '签名不符',
    'witness-differs': '与见证文件不符',
    'row-differs': '业务行与日志不一致',
    'row-missing': '业务行缺失(日志中未删除)',
    'row-unlogged': '业务行不在日志中',
  },
  parts: { batch: '批次', seq: '序号', table: '表', key: '主键', home: '归属', operation: '操作' },
  sealed: (batches, leaves) => `已封存:${batches} 批,日志 ${leaves} 行。`,
  compared: (tables, rows) => `已与日志核对:${tables} 张表,${rows} 行。`,
  lastBatch: (number, sealedAt) => `最后一批:第 ${number} 批,封存于 ${sealedAt}。`,
  noBatch: '尚未封存任何日志。',
  witnessed: (number, sealedAt) => `见证文件至第 ${number} 批,封存于 ${sealedAt}。`,
  noWitness: '未提供见证文件:日志尾部若被截去,无从辨别。',
  behind: (count) => `有 ${count} 批已封存但尚未写入见证文件。`,
  tail: (count) => `尾部尚未封存:日志 ${count} 行,下次封存前无法作证。`,
  clean: '未发现问题。',
  found: (count) => `发现 ${count} 处问题:`,
  more: (count) => `……另有 ${count} 处。`,
};

/** The report as lines of text for a terminal. */
export function reportText(report: VerifyReport, lang: 'zh' | 'en'): string {
  const words = lang === 'zh' ? zh : en;
  const { lastBatch, lastWitnessed } = report;
  const lines = [
    words.sealed(report.batches, report.leaves),
    lastBatch ? words.lastBatch(lastBatch.number, lastBatch.sealedAt) : words.noBatch,
    lastWitnessed ? words.witnessed(lastWitnessed.number, lastWitnessed.sealedAt) : words.noWitness,
  ];
  const behind = lastWitnessed && lastBatch ? lastBatch.number - lastWitnessed.number : 0;
  if (behind > 0) lines.push(words.behind(behind));
  lines.push(words.tail(report.unsealedTail), words.compared(report.tables, report.rows));
  if (lastBatch) lines.push(`SHA-256 ${lastBatch.chain}`, `SM3     ${lastBatch.sm3}`);
  if (report.problemCount === 0) return [...lines, words.clean].join('\n');
  lines.push(words.found(report.problemCount), ...report.problems.map((problem) => problemText(problem, words)));
  const hidden = report.problemCount - report.problems.length;
  return [...lines, ...(hidden > 0 ? [words.more(hidden)] : [])].join('\n');
}

function problemText(problem: Problem, words: Words): string {
  const parts = (Object.keys(words.parts) as (keyof Words['parts'])[])
    .filter((name) => problem[name] !== null)
    .map((name) => `${words.parts[name]} ${problem[name]}`);
  return `- ${words.kinds[problem.kind]} [${problem.kind}] ${parts.join(' · ')}: ${problem.detail}`;
}
