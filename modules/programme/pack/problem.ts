/**
 * One thing wrong with a pack: where (path in the file's own terms, line counted from 1), what (a stable code; the words
 * are in problem-text.ts), and the figures that were compared.
 */
export type ProblemValue = string | number;
export type Problem = { path: string; line: number; code: string; params: Record<string, ProblemValue> };

export type Path = readonly (string | number)[];

/** ['targets', 3, 'clause'] → "targets[3].clause" */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  );
}
