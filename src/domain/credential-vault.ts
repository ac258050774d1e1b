import type { StoreKey } from '../bridge/signature.js';
import { announceWithin } from '../infrastructure/announcements.js';
import type { Cipher } from '../infrastructure/cipher.js';
import type { RegistryDatabase, StoreKeysTable } from '../infrastructure/database.js';
import { storeKeyPurpose } from '../infrastructure/key-ring.js';
import { SecretBytes } from '../infrastructure/secret.js';
import { ServiceError } from '../model/service-error.js';

/** The keys of one store: the one that requests are signed with, and the one that is to replace it. */
export interface StoreKeys {
  readonly active: StoreKey;
  readonly next: StoreKey | null;
}

/** How long a store's secret is, in bytes. */
const secretBytes = 32;

/** Seals and opens secrets, each for one purpose. */
export interface Sealing extends Pick<Cipher, 'seal' | 'open'> {
  /** Asked before envelopes are opened, where keys may come to be known that were not. */
  learn?(envelopes: readonly string[]): Promise<void>;
}

/** What the vault is made of. */
export interface VaultParts {
  readonly database: RegistryDatabase;
  readonly cipher: Sealing;
  readonly randomBytes: (size: number) => Buffer;
  readonly now: () => Date;
}

/** The stores' keys, encrypted at rest; each envelope opens only for its own store and key id. */
export class CredentialVault {
  constructor(private readonly parts: VaultParts) {}

  /** The same vault inside a transaction. */
  within(database: RegistryDatabase): CredentialVault {
    return new CredentialVault({ ...this.parts, database });
  }

  /** A new key that is not kept anywhere yet. */
  newKey(): StoreKey {
    return {
      id: this.parts.randomBytes(8).toString('hex'),
      secret: new SecretBytes(this.parts.randomBytes(secretBytes)),
    };
  }

  /** Keeps a key of a store as its active one, or as the next one in place of any next one before it. */
  async put(storeId: string, role: 'active' | 'next', key: StoreKey): Promise<void> {
    await this.parts.database
      .deleteFrom('store_keys')
      .where('store_id', '=', storeId)
      .where('role', '=', role)
      .execute();
    await this.parts.database
      .insertInto('store_keys')
      .values({
        store_id: storeId,
        key_id: key.id,
        role,
        envelope: this.parts.cipher.seal(key.secret, storeKeyPurpose(storeId, key.id)),
        created_at: this.parts.now(),
      })
      .execute();
    await announceWithin(this.parts.database, 'store', storeId);
  }

  /** The key that requests to a store are signed with. Throws STORE_NOT_READY where the store has none. */
  async openKey(storeId: string): Promise<StoreKey> {
    const [key] = await this.activeKeys([storeId]);
    if (key instanceof Error || !key) throw key ?? noKey();
    return key;
  }

  /**
   * The keys that requests to stores are signed with, in the order asked, all with one question; next keys are not opened. In
   * place of a key stands what kept it from being opened: STORE_NOT_READY where a store has none.
   */
  async activeKeys(storeIds: readonly string[]): Promise<(StoreKey | Error)[]> {
    const rows = await this.parts.database
      .selectFrom('store_keys')
      .select(['store_id', 'key_id', 'envelope'])
      .where('store_id', 'in', storeIds)
      .where('role', '=', 'active')
      .execute();
    await this.parts.cipher.learn?.(rows.map(({ envelope }) => envelope));
    const byStore = new Map(rows.map((row) => [row.store_id, row]));
    return storeIds.map((storeId) => {
      const row = byStore.get(storeId);
      try {
        return row ? this.#open(row) : noKey();
      } catch (error) {
        return error instanceof Error ? error : new Error('a key could not be opened', { cause: error });
      }
    });
  }

  /** The keys of a store. Throws STORE_NOT_READY where it has none, as one that was disconnected. */
  async openKeys(storeId: string): Promise<StoreKeys> {
    const rows = await this.parts.database
      .selectFrom('store_keys')
      .select(['store_id', 'key_id', 'role', 'envelope'])
      .where('store_id', '=', storeId)
      .execute();
    await this.parts.cipher.learn?.(rows.map(({ envelope }) => envelope));
    const active = rows.find(({ role }) => role === 'active');
    const next = rows.find(({ role }) => role === 'next');
    if (!active) throw noKey();
    return { active: this.#open(active), next: next ? this.#open(next) : null };
  }

  /** Makes the next key the active one and forgets the old; false where the next key is not (or no longer) this one. */
  async promote(storeId: string, keyId: string): Promise<boolean> {
    return this.#inTransaction(async (database) => {
      const next = await database
        .selectFrom('store_keys')
        .select('key_id')
        .where('store_id', '=', storeId)
        .where('role', '=', 'next')
        .forUpdate()
        .executeTakeFirst();
      if (next?.key_id !== keyId) return false;
      await database.deleteFrom('store_keys').where('store_id', '=', storeId).where('role', '=', 'active').execute();
      await database.updateTable('store_keys').set({ role: 'active' }).where('store_id', '=', storeId).execute();
      await announceWithin(database, 'store', storeId);
      return true;
    });
  }

  /** Forgets every key of a store. */
  async drop(storeId: string): Promise<void> {
    await this.parts.database.deleteFrom('store_keys').where('store_id', '=', storeId).execute();
    await announceWithin(this.parts.database, 'store', storeId);
  }

  #open(row: Pick<StoreKeysTable, 'store_id' | 'key_id' | 'envelope'>): StoreKey {
    const held = this.parts.cipher.open(row.envelope, storeKeyPurpose(row.store_id, row.key_id));
    // The first registries sealed the secret as text, in base64url.
    const secret = held.length === secretBytes ? held : Buffer.from(held.toString('latin1'), 'base64url');
    return { id: row.key_id, secret: new SecretBytes(secret) };
  }

  #inTransaction<T>(work: (database: RegistryDatabase) => Promise<T>): Promise<T> {
    const { database } = this.parts;
    return database.isTransaction ? work(database) : database.transaction().execute(work);
  }
}

function noKey(): ServiceError {
  return new ServiceError('STORE_NOT_READY', 'The store is disconnected; connect it again first.');
}
