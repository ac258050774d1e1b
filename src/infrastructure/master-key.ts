import { constants } from 'node:fs';
import { type FileHandle, link, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataFolder } from './data-folder.js';
import { OperatorError } from './operator-error.js';

/**
 * The 32 bytes in `master.key` (or a file of another name) of the data folder, made there with mode 0600 where it is missing.
 * Throws an OperatorError where the file may be read by others or holds anything else.
 */
export async function masterKeyFile(
  dataDir: string,
  randomBytes: (size: number) => Buffer,
  name = 'master.key',
): Promise<Buffer> {
  const path = join(dataDir, name);
  await makeDataFolder(dataDir);
  return (await create(path, randomBytes(32), randomBytes(6).toString('hex'))) ?? (await read(path));
}

/** Writes a new file whole before it gets its name, so that nobody ever finds half of it; null where the name is taken. */
async function create(path: string, key: Buffer, suffix: string): Promise<Buffer | null> {
  const written = `${path}.${suffix}`;
  try {
    const file = await open(written, 'wx', 0o600);
    try {
      await file.writeFile(`${key.toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(written, path);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw new OperatorError(`The master key could not be written to ${path}: ${(error as NodeJS.ErrnoException).code}`);
  } finally {
    await unlink(written).catch(() => undefined);
  }
}

async function read(path: string): Promise<Buffer> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw new OperatorError(`The master key in ${path} could not be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new OperatorError(
        `${path} must be readable by its owner alone, but has mode ${(mode & 0o777).toString(8)}: chmod 600 it.`,
      );
    }
    const key = Buffer.from((await file.readFile('utf8')).trim(), 'base64url');
    if (key.length !== 32)
      throw new OperatorError(`${path} must hold 32 bytes in base64url, but got: ${key.length} bytes.`);
    return key;
  } finally {
    await file.close();
  }
}
