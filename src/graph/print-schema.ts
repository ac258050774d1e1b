import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../infrastructure/package-root.js';
import { subgraph } from './schema.js';

const { sdl, clientSdl } = subgraph();
const printed = { 'drawbridge.graphql': sdl, 'drawbridge-client.graphql': clientSdl };

for (const [name, text] of Object.entries(printed)) {
  const file = join(packageRoot, 'schema', name);
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(`schema/${name} is not what the code says; print it anew and commit it.\n`);
    process.exitCode = 1;
  }
}
