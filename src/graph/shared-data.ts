import type { FormattedExecutionResult } from 'graphql';

const key = Symbol('data that several answers have');

/** The data of several answers, which are written one by one: what is the same in all of them once. */
class SharedData {
  /** An answer that has nothing but the data. */
  #bytes: Buffer | null = null;

  constructor(private unwritten: number) {}

  /** Whether there are answers yet to be written. */
  get isAwaited(): boolean {
    return this.unwritten > 0;
  }

  /** The next answer, as the bytes of its text. Once the last is written, nothing is kept. */
  writtenIn({ data, ...others }: FormattedExecutionResult): Buffer {
    const bytes = this.#bytes ?? Buffer.from(`{"data":${JSON.stringify(data)}}`);
    this.unwritten -= 1;
    this.#bytes = this.isAwaited ? bytes : null;
    const more = JSON.stringify(others);
    return more === '{}' ? bytes : Buffer.concat([Buffer.from(`${more.slice(0, -1)},`), bytes.subarray(1)]);
  }
}

/** Says that so many answers have these data. */
export function shareData(data: object, answers: number): void {
  // Not enumerable, so that no copy has it.
  Object.defineProperty(data, key, { value: new SharedData(answers) });
}

/** What several answers share that have these data; undefined where one has them alone. */
export function sharedData(data: object | null | undefined): SharedData | undefined {
  return (data as { readonly [key]?: SharedData } | null | undefined)?.[key];
}
