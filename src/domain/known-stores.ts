import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { StoreKey } from '../bridge/signature.js';
import type { Announcements } from '../infrastructure/announcements.js';
import type { Reach } from './caller.js';
import type { CredentialVault } from './credential-vault.js';
import type { StoreRecord } from './store-record.js';
import type { StoreRegistry } from './store-registry.js';

/** What the memory of stores is made of. */
export interface KnownStoresParts {
  readonly registry: Pick<StoreRegistry, 'find'>;
  readonly vault: Pick<CredentialVault, 'activeKeys'>;
  readonly announcements: Pick<Announcements, 'listen' | 'hears'>;
}

/** How long a store and its key are known without asking the registry, in milliseconds. */
const knownMs = 5_000;
/** How many stores are known at most. */
const maxStores = 20_000;

/**
 * Stores and the opened keys that they are asked with, for seconds, so that request after request to one store costs the registry no
 * question. A change is heard of by every instance and forgets the store at once; while nothing is heard, nothing is remembered.
 * What is remembered is by account: that another account has a store makes nothing quicker.
 */
export class KnownStores {
  readonly #records = new LRUCache<string, StoreRecord>({ max: maxStores, ttl: knownMs });
  readonly #keys = new LRUCache<string, StoreKey>({ max: maxStores, ttl: knownMs });
  /** Counts changes, so that what was read before one is not remembered after it. */
  #changes = 0;

  constructor(private readonly parts: KnownStoresParts) {}

  /** Hears from now on of stores that change. */
  async start(): Promise<void> {
    await this.parts.announcements.listen('store', (id) => this.forget(id));
  }

  /** Forgets a store; all of them where it is null. */
  forget(storeId: string | null): void {
    this.#changes += 1;
    if (storeId === null) {
      this.#records.clear();
      this.#keys.clear();
      return;
    }
    this.#keys.delete(storeId);
    for (const [name, { id }] of this.#records.entries()) if (id === storeId) this.#records.delete(name);
  }

  /** As the registry's: the stores within reach among these ids, in no particular order; others are left out. */
  async find(reach: Reach, ids: readonly string[]): Promise<readonly StoreRecord[]> {
    const { accountId, storeIds } = reach;
    const known = ids.flatMap((id) => this.#records.get(`${accountId} ${id}`) ?? []);
    const within = storeIds ? known.filter(({ id }) => storeIds.includes(id)) : known;
    const wanted = ids.filter((id) => !known.some((record) => record.id === id));
    if (wanted.length === 0) return within;
    const before = this.#changes;
    const found = await this.parts.registry.find(reach, wanted);
    if (this.#mayRemember(before)) for (const record of found) this.#records.set(`${accountId} ${record.id}`, record);
    return [...within, ...found];
  }

  /** The keys of stores for one request: those that are not known with one question, each once. */
  keysOfRequest(): DataLoader<string, StoreKey> {
    return new DataLoader((storeIds) => this.#open(storeIds), { batchScheduleFn: (open) => setImmediate(open) });
  }

  async #open(storeIds: readonly string[]): Promise<(StoreKey | Error)[]> {
    const keys = new Map<string, StoreKey | Error>();
    for (const id of storeIds) {
      const key = this.#keys.get(id);
      if (key) keys.set(id, key);
    }
    const wanted = storeIds.filter((id) => !keys.has(id));
    if (wanted.length > 0) {
      const before = this.#changes;
      const opened = await this.parts.vault.activeKeys(wanted);
      const mayRemember = this.#mayRemember(before);
      for (const [i, key] of opened.entries()) {
        const id = wanted[i] ?? '';
        keys.set(id, key);
        if (mayRemember && !(key instanceof Error)) this.#keys.set(id, key);
      }
    }
    return storeIds.map((id) => keys.get(id) ?? new Error('a key must be there or say why not'));
  }

  #mayRemember(before: number): boolean {
    return this.parts.announcements.hears && this.#changes === before;
  }
}
