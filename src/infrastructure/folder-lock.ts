import { open, readFile, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OperatorError } from './operator-error.js';

const heldHere = new Set<string>();

/**
 * Keeps a folder for this process alone until the returned function is called, by a file that names the process.
 * A file left by a process that is gone is replaced. Throws an OperatorError where another process holds the folder.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(resolve(folder), 'drawbridge.pid');
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      heldHere.add(path);
      return async () => {
        heldHere.delete(path);
        await unlink(path);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        const { code } = error as NodeJS.ErrnoException;
        throw new OperatorError(`The folder ${folder} (DRAWBRIDGE_DATA_DIR) could not be written: ${code}.`);
      }
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (heldHere.has(path) || (holder !== process.pid && isRunning(holder))) {
      throw new OperatorError(
        `The data folder ${folder} is in use by another Drawbridge (process ${holder}). Stop that one, or set DRAWBRIDGE_DATA_DIR.`,
      );
    }
    await unlink(path).catch(() => undefined);
  }
  throw new OperatorError(`The data folder ${folder} could not be locked: others are starting there at the same time.`);
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
