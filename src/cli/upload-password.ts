import { text as readAll } from 'node:stream/consumers';
import { MisuseError } from './misuse-error.js';
import type { CommandSurroundings } from './surroundings.js';
import { readText } from './text-file.js';

/** The variable that an upload's password may be in. */
export const passwordVariable = 'DRAWBRIDGE_UPLOAD_PASSWORD';

/**
 * The password of an upload: from the file, from standard input where the file is `-`, else from the environment; null where it is
 * in none of them. It is no argument, for those can be seen in the list of processes. One line break at its end is not part of it.
 */
export async function uploadPassword(
  file: string | undefined,
  { environment, stdin }: CommandSurroundings,
): Promise<string | null> {
  if (file === undefined) return environment[passwordVariable] || null;
  const text = (file === '-' ? await readAll(stdin) : await readText(file)).replace(/\r?\n$/, '');
  if (text === '') {
    throw new MisuseError(`${file === '-' ? 'Standard input' : file} must hold the password, but it is empty.`);
  }
  return text;
}
