/** One line of the bench: a ratio or a size beside its reference. `met` is null where nothing is demanded. */
export type Line = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly want: string;
  readonly met: boolean | null;
  readonly reference: string;
};

export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    `${format(line.value)} ${line.unit}`,
    line.want,
    line.met === null ? '' : line.met ? 'met' : 'MISSED',
    line.reference,
  ]);
  const all = [['what', 'measured', 'wanted', '', 'reference'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`).join('\n');
}

function format(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
