import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

const tableShape = z
  .strictObject({
    table: z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/),
    class: z.enum(['home', 'reference', 'global']),
    capture: z.enum(['values', 'hash', 'none']),
    shared_down: z.boolean().optional(),
  })
  .refine((table) => table.shared_down !== true || table.class === 'home', {
    message: 'only tables of class home are shared down',
    path: ['shared_down'],
  });

export type TableEntry = z.infer<typeof tableShape>;
export type TableProblem = { readonly line: number; readonly path: string; readonly message: string };
export type TableList = { readonly tables: readonly TableEntry[]; readonly problems: readonly TableProblem[] };

/** Reads database/tables.yaml. Never throws: what is wrong stands in `problems`, with its line. */
export function readTables(text: string): TableList {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node: unknown = document.getIn(path, true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const fault = document.errors[0];
  if (fault !== undefined) {
    return { tables: [], problems: [{ line: fault.linePos?.[0].line ?? 1, path: '', message: fault.message }] };
  }
  const parsed = z.array(tableShape).safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      line: lineOf(path),
      path: path.join('.'),
      message,
    }));
    return { tables: [], problems };
  }
  return { tables: parsed.data, problems: listDisorder(parsed.data, (index) => lineOf([index])) };
}

/** Tables stand once each, in order of their names, so that two branches that add one do not collide unseen. */
function listDisorder(tables: readonly TableEntry[], lineAt: (index: number) => number): TableProblem[] {
  return tables.flatMap(({ table }, index) => {
    const before = tables[index - 1]?.table;
    if (before === undefined || before < table) return [];
    const message = before === table ? `${table} stands twice` : `${table} stands after ${before}`;
    return [{ line: lineAt(index), path: String(index), message }];
  });
}
