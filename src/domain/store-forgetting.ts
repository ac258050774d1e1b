import type { Announcements } from '../infrastructure/announcements.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import type { KnownStores } from './known-stores.js';
import type { StoreCircuits } from './store-circuits.js';
import type { StoreConfigCache } from './store-config-cache.js';

/** What forgetting stores is made of. */
export interface StoreForgettingParts {
  readonly database: RegistryDatabase;
  readonly announcements: Announcements;
  readonly configCache: StoreConfigCache;
  readonly circuits: StoreCircuits;
  readonly knownStores: KnownStores;
  /** Names this instance. */
  readonly instance: string;
  readonly reportBug: (error: unknown) => void;
}

/** Forgets what is kept in memory of a store, here at once and in every other instance as soon as it hears of it. */
export class StoreForgetting {
  constructor(private readonly parts: StoreForgettingParts) {}

  /** Hears from now on of what other instances forget; where something may have been missed, every configuration is read anew. */
  async start(): Promise<void> {
    const { announcements, configCache, instance } = this.parts;
    await announcements.listen('store-config', (subject) => {
      const [by, storeId] = subject?.split(' ') ?? [];
      if (storeId === undefined) configCache.clear();
      else if (by !== instance) this.#here(storeId);
    });
  }

  /** Forgets a store's configuration, its record and key, and that it was slow. */
  readonly forget = (storeId: string): void => {
    const { announcements, database, instance, reportBug } = this.parts;
    this.#here(storeId);
    announcements.announce(database, 'store-config', `${instance} ${storeId}`).catch(reportBug);
  };

  #here(storeId: string): void {
    const { configCache, circuits, knownStores } = this.parts;
    configCache.drop(storeId);
    circuits.forget(storeId);
    knownStores.forget(storeId);
  }
}
