import { LRUCache } from 'lru-cache';
import { ServiceError } from '../model/service-error.js';

/** When a bridge that cannot be reached is left alone. */
export interface ReachabilityOptions {
  readonly now: () => Date;
  /** Failures in a row after which it is; 5 by default, 0: never. */
  readonly failures?: number;
  /** For how many milliseconds it then is; 3,000 by default. */
  readonly restMs?: number;
}

/**
 * Remembers which bridges could not be reached lately, so that calls to them fail at once instead of each waiting for its
 * own connection to fail. After the rest the next calls are let through; the first that fails begins another rest.
 */
export class Reachability {
  readonly #failures = new LRUCache<string, { count: number; restsUntil: number }>({ max: 10_000 });

  constructor(private readonly options: ReachabilityOptions) {}

  /** Does the work, unless the bridge is left alone; then fails with STORE_UNREACHABLE. */
  async attempt<T>(url: string, work: () => Promise<T>): Promise<T> {
    const { now, failures = 5, restMs = 3_000 } = this.options;
    if (now().getTime() < (this.#failures.get(url)?.restsUntil ?? 0)) {
      throw new ServiceError(
        'STORE_UNREACHABLE',
        'The store could not be reached several times just now; try again in a few seconds.',
      );
    }
    try {
      const done = await work();
      this.#failures.delete(url);
      return done;
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'STORE_UNREACHABLE') {
        const count = (this.#failures.get(url)?.count ?? 0) + 1;
        const restsUntil = failures > 0 && count >= failures ? now().getTime() + restMs : 0;
        this.#failures.set(url, { count, restsUntil });
      }
      throw error;
    }
  }
}
