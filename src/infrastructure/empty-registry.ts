import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unzipSync } from 'fflate';
import { packageRoot } from './package-root.js';

/**
 * Where the build puts PGlite's files of a registry that has its tables and nothing in them: a zip without compression, in gzip. It
 * would be nearly as large as the rest of the package, and is no part of that.
 */
export const emptyRegistryFile: string = join(packageRoot, 'dist/registry/empty.zip.gz');

/** The file that makes a folder one of PostgreSQL's. */
const mark = 'PG_VERSION';

/** The files of an empty registry by path, and folders, whose paths end in a slash; the one that tells that all are there comes last. */
export type EmptyRegistry = readonly (readonly [path: string, bytes: Uint8Array])[];

/** An empty registry that was made beforehand, which takes seconds; null where nothing was built. */
export async function readEmptyRegistry(): Promise<EmptyRegistry | null> {
  const packed = await readFile(emptyRegistryFile).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!packed) return null;
  const files = Object.entries(unzipSync(await promisify(gunzip)(packed)));
  return files.sort(([a], [b]) => Number(a === mark) - Number(b === mark));
}

/** Lays an empty registry into a folder; one that was left half laid is laid anew. */
export async function layEmptyRegistry(registry: EmptyRegistry, folder: string): Promise<void> {
  const folders = new Set(registry.map(([path]) => (path.endsWith('/') ? path : dirname(path))));
  for (const path of folders) await mkdir(join(folder, path), { recursive: true, mode: 0o700 });
  for (const [path, bytes] of registry)
    if (!path.endsWith('/')) await writeFile(join(folder, path), bytes, { mode: 0o600 });
}
