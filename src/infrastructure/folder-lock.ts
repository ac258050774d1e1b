import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from './operator-error.js';

/** A folder that this process has for itself. */
export interface FolderLock {
  /** Whether nobody has taken the folder over, as only a file system without locks lets happen; asked before anything is done there. */
  isHeld(): boolean;
  release(): Promise<void>;
}

/**
 * Keeps a folder for this process alone: by a lock of the file system (SQLite's, on `drawbridge.lock`), which holds whatever container
 * or host the others are in and ends with the process, however it ends; and by a token in `drawbridge.holder`, by which a holder
 * whose lock did not hold finds out that another is there. Throws an OperatorError where another process holds the folder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const lock = holdLock(join(resolve(folder), 'drawbridge.lock'), folder);
  const path = join(resolve(folder), 'drawbridge.holder');
  const token = `${process.pid} ${hostname()} ${randomUUID()}`;
  try {
    await writeFile(`${path}.${process.pid}`, token, { mode: 0o600 });
    await rename(`${path}.${process.pid}`, path);
  } catch (error) {
    lock.close();
    throw unwritable(folder, (error as NodeJS.ErrnoException).code);
  }
  return {
    isHeld: () => holderIn(path) === token,
    release: async () => lock.close(),
  };
}

function holdLock(path: string, folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path, { timeout: 0 });
    // Nothing is ever written in it: the transaction is the lock, and is left open.
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw unwritable(folder, (error as Error).message);
    const [processId, host] = holderIn(join(resolve(folder), 'drawbridge.holder'))?.split(' ') ?? [];
    const holder = processId ? ` (process ${processId} on ${host})` : '';
    throw new OperatorError(
      `The data folder ${folder} is in use by another Drawbridge${holder}. Stop that one, or set DRAWBRIDGE_DATA_DIR.`,
    );
  }
}

const sqliteBusy = 5;

function holderIn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function unwritable(folder: string, why: string | undefined): OperatorError {
  return new OperatorError(`The folder ${folder} (DRAWBRIDGE_DATA_DIR) could not be written: ${why}.`);
}
