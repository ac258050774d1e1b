/** A fault of the machine that the operator can mend, such as a file that others may read; its message says how. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
