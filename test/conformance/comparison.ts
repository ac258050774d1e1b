/** Stands where the oracle does not say what is right; the reason is reported. */
export class NotComparable {
  constructor(readonly reason: string) {}
}

/** Compares what the service says with what is expected, value by value, and counts. A value is a leaf: text, number, null, time. */
export class Comparison {
  compared = 0;
  readonly differences: string[] = [];
  readonly left = new Map<string, number>();

  /** Compares two structures in both directions: what one has and the other lacks is a difference. */
  same(at: string, actual: unknown, expected: unknown): void {
    if (expected instanceof NotComparable) {
      this.left.set(expected.reason, (this.left.get(expected.reason) ?? 0) + 1);
      return;
    }
    if (actual instanceof Error) {
      this.#leaf(at, `an error: ${actual.message}`, 'no error');
      return;
    }
    if (!isBranch(actual) || !isBranch(expected)) {
      this.#leaf(at, actual, expected);
      return;
    }
    if (Array.isArray(actual) && Array.isArray(expected)) this.#leaf(`${at}.length`, actual.length, expected.length);
    else if (Array.isArray(actual) !== Array.isArray(expected)) this.#leaf(at, 'one kind', 'another');
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      this.same(`${at}.${key}`, (actual as never)[key], (expected as never)[key]);
    }
  }

  #leaf(at: string, actual: unknown, expected: unknown): void {
    this.compared += 1;
    const [left, right] = [plain(actual), plain(expected)];
    if (left !== right) this.differences.push(`${at}: ${left}, but expected: ${right}`);
  }

  report(name: string): string {
    const skipped = [...this.left].map(([reason, times]) => `    ${times} not comparable: ${reason}`);
    const equal = this.compared - this.differences.length;
    const figures = `${this.compared} values compared, ${equal} equal, ${this.differences.length} different`;
    return [`${name}: ${figures}`, ...skipped].join('\n');
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value === undefined) return 'nothing';
  return isBranch(value) ? 'a structure' : JSON.stringify(value);
}
