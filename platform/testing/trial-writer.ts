import { createFolderBytes } from '../server/files/bytes-folder.ts';

// Child process: writes parts into a folder as fast as it can until somebody kills it.
const [folder = ''] = process.argv.slice(2);
const bytes = createFolderBytes(folder);
const content = Buffer.alloc(4 * 1_048_576, 7);
for (let index = 0; index < 200; index += 1) {
  await bytes.put({ home: '621221', id: '01890000-0000-7000-8000-00000000abcd' }, index * content.length, content);
  process.stdout.write('part\n');
}
