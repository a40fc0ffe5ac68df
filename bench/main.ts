import { benchConsole } from './console-sizes.ts';
import { benchPipe } from './pipe-ratio.ts';
import { benchPlaces } from './places.ts';
import { benchPolicy } from './policy.ts';
import { type Line, table } from './report.ts';
import { benchStart } from './start.ts';

const parts: Readonly<Record<string, () => Promise<Line[]>>> = {
  pipe: benchPipe,
  policy: benchPolicy,
  places: benchPlaces,
  start: benchStart,
  console: benchConsole,
};

const wanted = process.argv.slice(2);
const lines: Line[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) lines.push(...(await run()));
}
process.stdout.write(`${table(lines)}\n`);
