import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../infrastructure/package-root.js';
import { subgraph } from './schema.js';

const file = join(packageRoot, 'schema', 'drawbridge.graphql');

if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8');
  if (committed !== subgraph().sdl) {
    process.stderr.write('schema/drawbridge.graphql is not what the code says; print it anew and commit it.\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, subgraph().sdl);
}
