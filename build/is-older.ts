import { statSync } from 'node:fs';

/** Whether something that was built is not there, or one of what it is built from has changed since. */
export function isOlder(built: string, sources: readonly string[]): boolean {
  const made = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.some((file) => statSync(file).mtimeMs > made);
}
