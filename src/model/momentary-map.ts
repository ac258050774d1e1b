/**
 * A map that is empty again once the code that runs has come to its end: what a page repeats is kept for that page alone, and nothing of
 * a store outlives it.
 */
export class MomentaryMap<Value> {
  readonly #held = new Map<string, Value>();

  /** The value of a key; undefined where it has none, or none any more. */
  get(key: string): Value | undefined {
    return this.#held.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#held.size === 0) queueMicrotask(() => this.#held.clear());
    this.#held.set(key, value);
  }
}
