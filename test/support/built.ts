import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOlder } from '../../build/is-older.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';

/** Brings `dist/` up to date where a source has changed since, for tests that run the product as a process of its own. */
export function ensureBuilt(): void {
  const sources = ['src', 'bridge', 'demo', 'bench', 'build'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const all = [...sources, 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.types.json'];
  // What the build makes last.
  const built = join(packageRoot, 'dist/service/main.js');
  if (
    !isOlder(
      built,
      all.map((name) => join(packageRoot, name)),
    )
  )
    return;
  for (const project of ['tsconfig.build.json', 'tsconfig.types.json'])
    execFileSync(join(packageRoot, 'node_modules/.bin/tsc'), ['-p', project], { cwd: packageRoot });
  for (const part of ['empty-registry', 'service'])
    execFileSync(process.execPath, [join(packageRoot, `dist/build/${part}.js`)]);
}
