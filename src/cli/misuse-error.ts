/** A command line that is not understood; the message says what it must be. */
export class MisuseError extends Error {
  override readonly name = 'MisuseError';
}
