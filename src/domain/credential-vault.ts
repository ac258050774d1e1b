import type { StoreKey } from '../bridge/signature.js';
import type { Cipher } from '../infrastructure/cipher.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { ServiceError } from '../model/service-error.js';

/** The keys of one store: the one that requests are signed with, and the one that is to replace it. */
export interface StoreKeys {
  readonly active: StoreKey;
  readonly next: StoreKey | null;
}

/** What the vault is made of. */
export interface VaultParts {
  readonly database: RegistryDatabase;
  readonly cipher: Cipher;
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
    return { id: this.parts.randomBytes(8).toString('hex'), secret: this.parts.randomBytes(32) };
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
        envelope: this.parts.cipher.seal(Buffer.from(key.secret).toString('base64url'), purpose(storeId, key.id)),
        created_at: this.parts.now(),
      })
      .execute();
  }

  /** The key that requests to a store are signed with. Throws STORE_NOT_READY where the store has none. */
  async openKey(storeId: string): Promise<StoreKey> {
    return (await this.openKeys(storeId)).active;
  }

  /** The keys of a store. Throws STORE_NOT_READY where it has none, as one that was disconnected. */
  async openKeys(storeId: string): Promise<StoreKeys> {
    const rows = await this.parts.database
      .selectFrom('store_keys')
      .select(['key_id', 'role', 'envelope'])
      .where('store_id', '=', storeId)
      .execute();
    const open = (role: 'active' | 'next'): StoreKey | null => {
      const row = rows.find((one) => one.role === role);
      if (!row) return null;
      const secret = this.parts.cipher.open(row.envelope, purpose(storeId, row.key_id));
      return { id: row.key_id, secret: Buffer.from(secret, 'base64url') };
    };
    const active = open('active');
    if (!active) throw new ServiceError('STORE_NOT_READY', 'The store is disconnected; connect it again first.');
    return { active, next: open('next') };
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
      return true;
    });
  }

  /** Forgets every key of a store. */
  async drop(storeId: string): Promise<void> {
    await this.parts.database.deleteFrom('store_keys').where('store_id', '=', storeId).execute();
  }

  #inTransaction<T>(work: (database: RegistryDatabase) => Promise<T>): Promise<T> {
    const { database } = this.parts;
    return database.isTransaction ? work(database) : database.transaction().execute(work);
  }
}

function purpose(storeId: string, keyId: string): string {
  return `store ${storeId} key ${keyId}`;
}
