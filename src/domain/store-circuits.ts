import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen, type IPolicy } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { timeoutError } from '../bridge/errors.js';
import { ServiceError } from '../model/service-error.js';

export interface StoreCircuitsOptions {
  /** Requests in a row that must time out before a store is left alone; 1 by default, 0: it never is. */
  readonly timeouts?: number;
  /** For how many milliseconds it is; 15,000 by default. The first request after that is a trial, on which others wait. */
  readonly restMs?: number;
  /** Of how many stores is remembered how they did; 10,000 by default. */
  readonly maxStores?: number;
}

/**
 * Leaves stores alone that just let a request time out, so that the next requests fail at once instead of each waiting as long.
 * For the whole process, by store.
 */
export class StoreCircuits {
  readonly #timeouts: number;
  readonly #restMs: number;
  readonly #circuits: LRUCache<string, IPolicy>;
  /** Until when stores are left alone, on the clock of `performance.now()`. */
  readonly #restingUntil: LRUCache<string, number>;
  /** What requests ended with that nobody waited for any more. */
  readonly #abandoned = new WeakSet<object>();

  constructor({ timeouts = 1, restMs = 15_000, maxStores = 10_000 }: StoreCircuitsOptions = {}) {
    this.#timeouts = timeouts;
    this.#restMs = restMs;
    this.#circuits = new LRUCache({ max: maxStores });
    this.#restingUntil = new LRUCache({ max: maxStores });
  }

  /**
   * Does the work, unless the store is left alone; then fails with STORE_RESTING. A request that times out because `gone` was
   * given, as where the client has gone, says nothing of the store.
   */
  async attempt<T>(storeId: string, work: () => Promise<T>, gone?: AbortSignal): Promise<T> {
    if (this.#timeouts === 0) return work();
    try {
      return await this.#circuitOf(storeId).execute(async () => {
        try {
          return await work();
        } catch (error) {
          if (gone?.aborted && typeof error === 'object' && error !== null) this.#abandoned.add(error);
          throw error;
        }
      });
    } catch (error) {
      throw error instanceof BrokenCircuitError ? resting() : error;
    }
  }

  /** Throws STORE_RESTING where the store is left alone. */
  refuseResting(storeId: string): void {
    const until = this.#restingUntil.get(storeId);
    if (until !== undefined && performance.now() < until) throw resting();
  }

  /** How many stores are left alone at this moment. */
  get resting(): number {
    const now = performance.now();
    return [...this.#restingUntil.values()].filter((until) => now < until).length;
  }

  /** Counts a request that timed out elsewhere than in `attempt`. */
  timedOut(storeId: string): void {
    if (this.#timeouts === 0) return;
    this.#circuitOf(storeId)
      .execute(() => {
        throw timeoutError();
      })
      .catch(() => undefined);
  }

  /** Asks the store again at once, as after it was mended. */
  forget(storeId: string): void {
    this.#circuits.delete(storeId);
    this.#restingUntil.delete(storeId);
  }

  #circuitOf(storeId: string): IPolicy {
    const known = this.#circuits.get(storeId);
    if (known) return known;
    const timedOut = (error: Error) =>
      error instanceof ServiceError && error.code === 'STORE_TIMEOUT' && !this.#abandoned.has(error);
    const circuit = circuitBreaker(handleWhen(timedOut), {
      halfOpenAfter: this.#restMs,
      breaker: new ConsecutiveBreaker(this.#timeouts),
    });
    circuit.onBreak(() => this.#restingUntil.set(storeId, performance.now() + this.#restMs));
    circuit.onReset(() => this.#restingUntil.delete(storeId));
    this.#circuits.set(storeId, circuit);
    return circuit;
  }
}

function resting(): ServiceError {
  return new ServiceError('STORE_RESTING', 'The store timed out just now; try again in a few seconds.');
}
