import { readFile } from 'node:fs/promises';
import { MisuseError } from './misuse-error.js';

/** The text of a file that the command line names; throws a MisuseError where it cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new MisuseError(`${file} could not be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
