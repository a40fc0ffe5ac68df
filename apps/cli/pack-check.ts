import { type Problem, readPack } from '@qianmo/programme/pack';
import { knownPlaces, type PackFolder, problemLine, readPackFolder } from './pack-folder.ts';
import { note, print } from './screen.ts';

const MOST_SHOWN = 200;

export async function checkFolder(folder: string): Promise<number> {
  const pack = judge(await readPackFolder(folder));
  if (!pack) return 1;
  print(`配置包 ${pack.id} 没有问题 · pack ${pack.id} is right`);
  return 0;
}

/** The pack, or undefined after its problems were told. */
export function judge({ text, tables }: PackFolder) {
  const found = readPack(text, tables, knownPlaces());
  if (found.ok) return found.pack;
  tell(found.problems);
  return undefined;
}

function tell(problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, MOST_SHOWN)) print(problemLine(problem));
  if (problems.length > MOST_SHOWN) print(`… +${problems.length - MOST_SHOWN}`);
  note(`发现 ${problems.length} 处问题 · ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
}
