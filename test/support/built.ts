import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/infrastructure/package-root.js';

let built = false;

/** Brings `dist/` up to date, once in a test file, for tests that run the product as a process of its own. */
export function ensureBuilt(): void {
  if (!built) {
    for (const project of ['tsconfig.build.json', 'tsconfig.types.json'])
      execFileSync(join(packageRoot, 'node_modules/.bin/tsc'), ['-p', project], { cwd: packageRoot });
  }
  built = true;
}
