import type { Tree, Violation } from './tree.ts';

const clockCall =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_date|current_time|current_timestamp|localtime|localtimestamp)\b/gi;

/** The clock is an argument: no migration reads it in a default, a check, a policy, a view or a seed row. */
export function checkMigrations(tree: Tree): Violation[] {
  return [...tree.files].flatMap(([path, text]) =>
    /^database\/migrations\/.*\.sql$/.test(path) ? checkMigration(path, text) : [],
  );
}

function checkMigration(file: string, text: string): Violation[] {
  const { outside, bodies } = splitSql(text);
  const found = [
    ...[...outside.matchAll(clockCall)].map((match) => ({ at: match.index, what: match[0] })),
    ...[...bodies.matchAll(clockCall)].flatMap((match) =>
      isRuleInBody(bodies, match.index) ? [{ at: match.index, what: match[0] }] : [],
    ),
  ];
  return found.map(({ at, what }) => ({
    rule: 'sql-clock',
    file,
    line: text.slice(0, at).split('\n').length,
    message: `${what.replace('(', '').trim()}: time comes with the operation`,
  }));
}

/** A function may read the machine clock; a policy or a table that it builds may not. */
function isRuleInBody(bodies: string, at: number): boolean {
  const statement = bodies.slice(Math.max(0, bodies.lastIndexOf(';', at)), at);
  return /\bpolicy\b|\b(?:create|alter)\s+table\b/i.test(statement);
}

/** Two texts of the same length: SQL outside dollar quotes (no comments, no strings), and the quoted bodies. */
function splitSql(text: string): { outside: string; bodies: string } {
  let outside = '';
  let bodies = '';
  const parts = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)([\s\S]*?)\1/g;
  let from = 0;
  for (const match of text.matchAll(parts)) {
    const before = text.slice(from, match.index);
    const isBody = match[1] !== undefined;
    outside += before + blank(match[0]);
    bodies += blank(before) + (isBody ? withoutComments(match[0]) : blank(match[0]));
    from = match.index + match[0].length;
  }
  const rest = text.slice(from);
  return { outside: outside + rest, bodies: bodies + blank(rest) };
}

function withoutComments(body: string): string {
  return body.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, blank);
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
