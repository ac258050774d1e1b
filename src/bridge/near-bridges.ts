import { LRUCache } from 'lru-cache';

/** Of how many bridges it is remembered how far they are. */
const rememberedBridges = 10_000;
/** What a question and the first of its answer are on their way at most to a bridge that is near, in milliseconds. */
const nearMs = 3;
/** For how long the shortest way is remembered, in milliseconds: so a store that has moved away is found out, and a busy moment of ours moves none. */
const rememberedMs = 10 * 60_000;

/**
 * Remembers which bridges are so near, on this machine or in the same building, that packing an answer takes longer than
 * sending it as it is. A bridge is far until it has shown otherwise.
 */
export class NearBridges {
  readonly #shortestMs: LRUCache<string, number>;

  /** The clock tells milliseconds since some moment. */
  constructor(elapsedMs: () => number = () => performance.now()) {
    const perf = { now: elapsedMs };
    this.#shortestMs = new LRUCache({ max: rememberedBridges, ttl: rememberedMs, ttlResolution: 0, perf });
  }

  /** Whether the bridge at this address is near. */
  has(url: string): boolean {
    return (this.#shortestMs.get(url) ?? Number.POSITIVE_INFINITY) <= nearMs;
  }

  /** Takes for how many milliseconds an answer's beginning was waited for, and for how many of them PHP worked. */
  note(url: string, waitedMs: number, phpMs: number): void {
    const wayMs = waitedMs - phpMs;
    // A bridge that says it worked for longer than was waited says nothing.
    if (wayMs >= 0 && wayMs <= (this.#shortestMs.get(url) ?? wayMs)) this.#shortestMs.set(url, wayMs);
  }
}
