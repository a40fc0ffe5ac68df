/** What was asked for goes to standard output; what happens meanwhile to standard error, so that output can be piped. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

let lastShown = '';

/** A bar on a terminal; a line every tenth elsewhere, so that logs stay readable. */
export function progress(step: string, done: number, total: number): void {
  const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
  if (process.stdout.isTTY) {
    const bar = '█'.repeat(Math.floor(percent / 5)).padEnd(20, '░');
    process.stdout.write(`\r${step} ${bar} ${percent}% ${done}/${total}${percent === 100 ? '\n' : ''}`);
    return;
  }
  const line = `${step} ${Math.floor(percent / 10) * 10}%`;
  if (line !== lastShown) print(line);
  lastShown = line;
}
