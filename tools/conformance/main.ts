import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expandIds, listIds, readCatalogue } from './catalogue.ts';
import { areaLines, issueLines, listMissing, listUnknown, stateOf } from './report.ts';
import { readProofs } from './titles.ts';

/**
 * npm run conformance [-- --issue 2] [--require PROG-01..17,GOV-01 | due]
 * `--issue 2 --require due` asks for all that is due there. Exit 1 where something asked for is missing.
 */

const root = join(import.meta.dirname, '../..');

function main(): number {
  const { values } = parseArgs({ options: { issue: { type: 'string' }, require: { type: 'string' } } });
  const catalogue = readCatalogue(readFileSync(join(root, 'docs/requirements.yaml'), 'utf8'));
  const proofs = readProofs(root);
  const issue = values.issue === undefined ? null : Number(values.issue);
  const lines = issue === null ? areaLines(catalogue, proofs) : issueLines(catalogue, proofs, issue);
  console.log(lines.join('\n'));
  const proved = listIds(catalogue).filter((id) => stateOf(id, proofs).state === 'proved').length;
  console.log(`${proved} of ${listIds(catalogue).length} requirements proved, ${proofs.length} proofs in titles`);
  const unknown = listUnknown(catalogue, proofs);
  for (const { id, file } of unknown) console.log(`unknown id ${id} in ${file}`);
  const missing =
    values.require === undefined
      ? []
      : values.require === 'due' && issue !== null
        ? listMissing(catalogue, proofs, issue)
        : expandIds(catalogue, values.require.split(',')).filter((id) => stateOf(id, proofs).state !== 'proved');
  if (missing.length > 0) console.log(`missing: ${missing.join(' ')}`);
  return missing.length > 0 || unknown.length > 0 ? 1 : 0;
}

process.exitCode = main();
