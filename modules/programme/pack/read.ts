import { type Document, isCollection, isMap, isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Path, type Problem, pathText } from './problem.ts';
import { type Pack, packFile, type StoreRow, storeRow } from './shape.ts';

/** A pack that has the right shape, with a way back from a path to its line. What it says is judged by check.ts. */
export type Parsed = { pack: Pack; lineOf: (path: Path) => number };
export type ParseResult = ({ ok: true } & Parsed) | { ok: false; problems: Problem[] };

/** A pack is text written by people: beyond these sizes it is something else. */
export const packLimits = { characters: 1_000_000, problems: 200, rows: 20_000 } as const;

/**
 * Reads `pack.yaml` (text) with its tables (file name → content). Pure, never throws; every problem names path, line and
 * reason. Anchors, aliases, custom tags and repeated keys are refused.
 */
export function parse(text: string, files: Readonly<Record<string, string>>): ParseResult {
  if (text.length > packLimits.characters)
    return refuse([
      { path: '', line: 1, code: 'pack-too-large', params: { length: text.length, max: packLimits.characters } },
    ]);
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    schema: 'core',
    version: '1.2',
    prettyErrors: false,
    stringKeys: true,
  });
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) {
    return refuse(
      wrong.map((e) => ({
        path: '',
        line: counter.linePos(e.pos[0]).line,
        code: e.code === 'DUPLICATE_KEY' ? 'key-repeated' : 'yaml-syntax',
        params: { reason: e.message.slice(0, 200) },
      })),
    );
  }
  const lineOf = lineFinder(document, counter);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return refuse([{ path: '', line: 1, code: 'yaml-alias', params: {} }]);
  }
  const shaped = packFile.safeParse(value, { reportInput: true });
  if (!shaped.success) return refuse(shaped.error.issues.flatMap((issue) => problemsOf(issue, lineOf)));
  return readTables(shaped.data, files, lineOf);
}

const refuse = (problems: Problem[]): ParseResult => ({
  ok: false,
  problems: problems.toSorted((a, b) => a.line - b.line).slice(0, packLimits.problems),
});

/** Line of a path: of its key where it has one, else of the nearest parent that is in the text. */
function lineFinder(document: Document.Parsed<ParsedNode>, counter: LineCounter): (path: Path) => number {
  return (path) => {
    let node: unknown = document.contents;
    let offset = offsetOf(node);
    for (const part of path) {
      if (!isCollection(node)) break;
      const pair = isMap(node)
        ? node.items.find((item) => isNode(item.key) && String(item.key) === String(part))
        : undefined;
      const next = pair ? pair.value : isMap(node) ? undefined : node.get(part, true);
      if (pair === undefined && next === undefined) break;
      offset = (pair ? offsetOf(pair.key) : offsetOf(next)) ?? offset;
      node = next;
    }
    return counter.linePos(offset ?? 0).line;
  };
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

type Said = { code: string; params?: Problem['params'] };

/** The problems of one finding of the shape; an unknown key is reported where it stands. */
function problemsOf(issue: z.core.$ZodIssue, lineOf: (path: Path) => number): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const at = (p: Path, said: Said): Problem => ({
    path: pathText(p),
    line: lineOf(p),
    code: said.code,
    params: said.params ?? {},
  });
  if (issue.code !== 'unrecognized_keys') return [at(path, reasonOf(issue, String(path.at(-1) ?? '')))];
  return issue.keys.map((key) => at([...path, key], { code: 'key-unknown', params: { key } }));
}

function reasonOf(issue: z.core.$ZodIssue, key: string): Said {
  const absent = issue.input === undefined || (issue.input === null && key === 'clause');
  const missing: Said = { code: key === 'clause' ? 'clause-missing' : 'key-missing', params: { key } };
  switch (issue.code) {
    case 'invalid_type':
      return absent
        ? missing
        : { code: 'type-wrong', params: { expected: issue.expected, found: kindOf(issue.input) } };
    case 'invalid_value': {
      const allowed = issue.values.map(String).join(', ').slice(0, 300);
      return absent ? missing : { code: 'value-not-allowed', params: { found: shown(issue.input), allowed } };
    }
    case 'too_small':
      return key === 'clause' ? missing : { code: 'value-too-small', params: { minimum: String(issue.minimum) } };
    case 'too_big':
      return { code: 'value-too-large', params: { maximum: String(issue.maximum) } };
    case 'custom':
      return {
        code: typeof issue.params?.code === 'string' ? issue.params.code : 'value-malformed',
        params: { found: shown(issue.input) },
      };
    default:
      return { code: 'value-malformed', params: { found: shown(issue.input) } };
  }
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 100);

function readTables(
  file: Omit<Pack, 'stores'>,
  files: Readonly<Record<string, string>>,
  lineOf: (path: Path) => number,
): ParseResult {
  const allocation = file.storeAllocation;
  const unused = Object.keys(files).filter((name) => name !== allocation?.file);
  const problems: Problem[] = unused.map((name) => ({
    path: name,
    line: 1,
    code: 'file-not-named',
    params: { file: name },
  }));
  let stores: StoreRow[] = [];
  if (allocation) {
    const text = files[allocation.file];
    if (text === undefined)
      problems.push({
        path: 'storeAllocation.file',
        line: lineOf(['storeAllocation', 'file']),
        code: 'file-missing',
        params: { file: allocation.file },
      });
    else stores = readStores(allocation.file, text, problems);
  }
  return problems.length > 0 ? refuse(problems) : { ok: true, pack: { ...file, stores }, lineOf };
}

const storeColumns = ['township', 'village', 'class', 'amountFen'] as const;

/** Plain CSV without quoting: the names of places hold neither commas nor quotation marks. */
function readStores(name: string, text: string, problems: Problem[]): StoreRow[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .replace(/\n$/, '')
    .split('\n');
  if (lines[0] !== storeColumns.join(',')) {
    problems.push({
      path: name,
      line: 1,
      code: 'table-header',
      params: { expected: storeColumns.join(','), found: (lines[0] ?? '').slice(0, 100) },
    });
    return [];
  }
  const rows: StoreRow[] = [];
  for (const [index, line] of lines.slice(1, packLimits.rows + 1).entries()) {
    const cells = line.split(',');
    const row = storeRow.safeParse(
      Object.fromEntries(cells.slice(0, 4).map((cell, i) => [storeColumns[i] ?? '', cell])),
    );
    if (row.success && cells.length === storeColumns.length) rows.push(row.data);
    else
      problems.push({
        path: `${name}[${index}]`,
        line: index + 2,
        code: 'table-row',
        params: { found: line.slice(0, 100) },
      });
  }
  return rows;
}
