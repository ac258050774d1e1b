import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OperatorError } from './operator-error.js';

/**
 * Makes the data folder, for its owner alone, and those above it where they are missing. Throws an OperatorError that names the
 * setting where that cannot be. Step by step: Node's own way of making several never ends where the system says of a folder that
 * is there that it is not, as in `/proc`.
 */
export async function makeDataFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  try {
    await make(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOTDIR' || code === 'EEXIST' ? 'it, or one above it, is a file' : (code ?? String(error));
    throw new OperatorError(`The folder ${path} (DRAWBRIDGE_DATA_DIR) could not be made: ${reason}.`, { cause: error });
  }
}

async function make(path: string): Promise<void> {
  const above = dirname(path);
  if (above !== path && !(await isThere(above))) await make(above);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
