import { LRUCache } from 'lru-cache';
import type { Hello } from '../bridge/hello.js';
import { ServiceError } from '../model/service-error.js';
import type { AnyPlatform, Columns, ReadConfig } from '../platforms/platform.js';

/** What is read of a store before anything else can be asked of it. */
export interface FreshConfig {
  readonly hello: Hello;
  readonly platform: AnyPlatform;
  readonly config: ReadConfig;
  /** The platform's own part. */
  readonly native: unknown;
  readonly columns: Columns;
}

/** A store's configuration as it is kept. */
export interface CachedConfig extends FreshConfig {
  readonly fetchedAt: Date;
  /** When the copy goes stale. */
  readonly expiresAt: Date;
  /** Whether a part of it failed for a reason that passes; it is then kept for a moment alone, and not given once it is stale. */
  readonly isPassing: boolean;
}

/** For how many milliseconds a configuration is kept at most of which a part failed for a reason that passes. */
const passingMs = 5_000;

export interface StoreConfigCacheOptions {
  readonly now: () => Date;
  /** How long a copy is fresh, in milliseconds; 15 minutes by default. */
  readonly ttlMs?: number;
  /** How long a stale copy is still given while a new one is read, in milliseconds; 15 minutes by default, 0: never. */
  readonly staleMs?: number;
  /** Of how many stores configurations are kept; 1,000 by default. */
  readonly maxEntries?: number;
}

/** Whether a part of a configuration, the platform's own included, is an error that may be gone when it is read again. */
function hasPassingFailure({ config, native }: FreshConfig): boolean {
  return [config, native]
    .flatMap((parts) => (typeof parts === 'object' && parts !== null ? Object.values(parts) : []))
    .some((part) => part instanceof ServiceError && part.retryable);
}

/** How often the cache had what it was asked for, since the process began. */
export interface StoreConfigCacheStats {
  readonly hits: number;
  /** Stale copies that were given while a new one was read. */
  readonly staleHits: number;
  readonly misses: number;
  /** Readings of a store's configuration that failed. */
  readonly failures: number;
  readonly entries: number;
}

/**
 * The configurations of stores, kept in memory for the whole process. However many ask at once, a store is read once; a
 * stale copy is given while a new one is read, and outlives readings that fail, until it is too old for that.
 */
export class StoreConfigCache {
  readonly #cache: LRUCache<string, CachedConfig, () => Promise<FreshConfig>>;
  readonly #now: () => Date;
  readonly #staleMs: number;
  #hits = 0;
  #staleHits = 0;
  #misses = 0;
  #failures = 0;

  constructor({ now, ttlMs = 15 * 60_000, staleMs = 15 * 60_000, maxEntries = 1_000 }: StoreConfigCacheOptions) {
    this.#now = now;
    this.#staleMs = staleMs;
    this.#cache = new LRUCache<string, CachedConfig, () => Promise<FreshConfig>>({
      max: maxEntries,
      ttl: ttlMs,
      perf: { now: () => now().getTime() },
      ttlResolution: 0,
      // What is dropped or evicted while it is read is still given to those who wait for it, but not kept.
      ignoreFetchAbort: true,
      noDeleteOnFetchRejection: true,
      fetchMethod: async (_storeId, _stale, { context: read, options }) => {
        try {
          const fresh = await read();
          const fetchedAt = now();
          // A part that failed for a reason that passes is read again soon, not when the whole goes stale.
          const isPassing = hasPassingFailure(fresh);
          const freshMs = isPassing ? Math.min(ttlMs, passingMs) : ttlMs;
          options.ttl = freshMs;
          return { ...fresh, fetchedAt, expiresAt: new Date(fetchedAt.getTime() + freshMs), isPassing };
        } catch (error) {
          this.#failures += 1;
          throw error;
        }
      },
    });
  }

  /** The configuration of a store, read with `read` where there is no copy that may be given. Fails as `read` does. */
  async get(storeId: string, read: () => Promise<FreshConfig>): Promise<CachedConfig> {
    const age = this.#age(storeId);
    if (age === 'fresh') this.#hits += 1;
    else if (age === 'stale') this.#staleHits += 1;
    else this.#misses += 1;
    return this.#cache.forceFetch(storeId, { context: read, allowStale: age === 'stale' });
  }

  /** The copy that is kept, fresh or stale; undefined where there is none. Not counted. */
  peek(storeId: string): CachedConfig | undefined {
    return this.#cache.peek(storeId, { allowStale: true });
  }

  /** Forgets a store's configuration, one that is being read included. */
  drop(storeId: string): void {
    this.#cache.delete(storeId);
  }

  /** Forgets all of them. */
  clear(): void {
    this.#cache.clear();
  }

  stats(): StoreConfigCacheStats {
    return {
      hits: this.#hits,
      staleHits: this.#staleHits,
      misses: this.#misses,
      failures: this.#failures,
      entries: this.#cache.size,
    };
  }

  #age(storeId: string): 'fresh' | 'stale' | 'missing' {
    const known = this.peek(storeId);
    if (!known) return 'missing';
    const staleFor = this.#now().getTime() - known.expiresAt.getTime();
    if (staleFor <= 0) return 'fresh';
    return staleFor <= this.#staleMs && !known.isPassing ? 'stale' : 'missing';
  }
}
