import { LRUCache } from 'lru-cache';

/** Of how many bridges it is remembered how far they are. */
const rememberedBridges = 10_000;
/** What a question and the first of its answer are on their way at most to a bridge that is near, in milliseconds. */
const nearMs = 3;
/** What is forgotten of the shortest way with each answer, so that a store that has moved away is found out. */
const lengthening = 1.01;

/**
 * Remembers which bridges are so near, on this machine or in the same building, that packing an answer takes longer than
 * sending it as it is. A bridge is far until it has shown otherwise.
 */
export class NearBridges {
  readonly #shortestMs = new LRUCache<string, number>({ max: rememberedBridges });

  /** Whether the bridge at this address is near. */
  has(url: string): boolean {
    return (this.#shortestMs.get(url) ?? Number.POSITIVE_INFINITY) <= nearMs;
  }

  /** Takes for how many milliseconds an answer's beginning was waited for, and for how many of them PHP worked. */
  note(url: string, waitedMs: number, phpMs: number): void {
    const before = this.#shortestMs.get(url) ?? Number.POSITIVE_INFINITY;
    // A bridge that says it worked for longer than was waited says nothing.
    if (phpMs <= waitedMs) this.#shortestMs.set(url, Math.min(lengthening * before, waitedMs - phpMs));
  }
}
