import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { makeFirstRegistry, openDatabase } from '../src/infrastructure/database.js';
import { emptyRegistryFile } from '../src/infrastructure/empty-registry.js';
import { packageRoot } from '../src/infrastructure/package-root.js';
import { isOlder } from './is-older.js';

// Makes the registry that new ones begin as, where what it is made of is newer than it.
const infrastructure = join(packageRoot, 'dist/src/infrastructure');
const sources = [
  join(packageRoot, 'package-lock.json'),
  ...['database.js', 'migrations.js'].map((name) => join(infrastructure, name)),
  ...readdirSync(join(infrastructure, 'migrations')).map((name) => join(infrastructure, 'migrations', name)),
];
if (isOlder(emptyRegistryFile, sources)) await make();

async function make(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-empty-registry-'));
  try {
    const dataDir = join(folder, 'registry');
    await makeFirstRegistry(dataDir);
    // Once more, so that what PostgreSQL notes down when it begins over these tables is there too.
    await (await openDatabase({ folder })).close();
    const paths = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((at) => at !== 'postmaster.pid');
    const files = paths.map((path) => {
      const file = join(dataDir, path);
      const name = path.split(sep).join('/');
      return statSync(file).isDirectory() ? [`${name}/`, new Uint8Array()] : [name, new Uint8Array(readFileSync(file))];
    });
    mkdirSync(dirname(emptyRegistryFile), { recursive: true });
    writeFileSync(emptyRegistryFile, gzipSync(zipSync(Object.fromEntries(files), { level: 0 }), { level: 9 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
