import { createHmac, hkdfSync } from 'node:crypto';
import { sql } from 'kysely';
import { Cipher } from './cipher.js';
import type { OpenDatabase, RegistryDatabase } from './database.js';
import type { MasterKeySet, MasterKeys } from './master-keys.js';
import { OperatorError } from './operator-error.js';

/** What a key ring is made of. */
export interface KeyRingParts extends Pick<OpenDatabase, 'database' | 'announcements'> {
  readonly masterKeys: MasterKeys;
  readonly randomBytes: (size: number) => Buffer;
  readonly now: () => Date;
}

/** What came of replacing the master key. */
export interface Rotation {
  /** The id of the master key that everything opens with from now on; no part of the key. */
  readonly masterKeyId: string;
  /** How many secrets of stores were sealed anew. */
  readonly resealed: number;
}

type Purpose = 'secrets' | 'audit';

/**
 * The keys that secrets are sealed under. Secrets are sealed under a data key, and data keys, kept in the registry, under the
 * master key, which never is: replacing the master key seals a few data keys anew. Every envelope names the key that opens it.
 */
export class KeyRing {
  readonly #ciphers = new Map<string, Cipher>();
  #current: Cipher | null = null;
  #auditKey: Uint8Array | null = null;

  readonly #parts: KeyRingParts;

  private constructor(parts: KeyRingParts) {
    this.#parts = parts;
  }

  /**
   * Opens the ring, with a data key made where there was none. Throws an OperatorError, which names the setting, where the
   * master keys do not open what is stored.
   */
  static async open(parts: KeyRingParts): Promise<KeyRing> {
    const ring = new KeyRing(parts);
    // A new key would open nothing, and lie where the one that is missed is to be put back.
    if (!parts.masterKeys.areThere()) await ring.#refuseStrangers([], parts.database);
    const masters = await parts.masterKeys.load();
    await inTurn(parts.database, async (database) => {
      await ring.#refuseStrangers([masters.current, ...masters.others], database);
      for (const purpose of ['secrets', 'audit'] as const) await ring.#ensureDataKey(purpose, masters, database);
    });
    await ring.#load(masters);
    if (await ring.#isMoved(masters)) await parts.masterKeys.finish();
    return ring;
  }

  /** Learns of data keys that others make. */
  async listen(): Promise<void> {
    await this.#parts.announcements.listen('data-keys', () => {
      // Where this fails, the next envelope under a key that is not known loads them again.
      this.#load().catch(() => undefined);
    });
  }

  /** Seals a secret for one purpose; it opens for no other. */
  seal(secret: Uint8Array, purpose: string): string {
    if (!this.#current) throw new Error('a key ring must be opened before it seals');
    return this.#current.seal(secret, purpose);
  }

  /** Opens an envelope; throws where it was changed, or sealed for another purpose or under a key that is not known. */
  open(envelope: string, purpose: string): Buffer {
    const cipher = this.#ciphers.get(keyIdOf(envelope));
    if (!cipher) throw new Error(`The envelope must be opened with the key ${keyIdOf(envelope)}, which is not known.`);
    return cipher.open(envelope, purpose);
  }

  /** Makes sure that the keys of these envelopes are known, where they are: another instance may have made a new one since. */
  async learn(envelopes: readonly string[]): Promise<void> {
    if (envelopes.some((envelope) => !this.#ciphers.has(keyIdOf(envelope)))) await this.#load();
  }

  /** A code over a text that only holders of the master key can make, in hexadecimal. */
  mac(text: string): string {
    if (!this.#auditKey) throw new Error('a key ring must be opened before it seals');
    return createHmac('sha256', this.#auditKey).update(text, 'utf8').digest('hex');
  }

  /**
   * Seals everything anew, so that the master keys before are of no use: new secrets under a new data key, the stores' keys too,
   * and all data keys under the next master key. It happens in one transaction: interrupted at any moment, everything opens
   * with the keys that are there, and it can be begun again. Instances that run go on as they are.
   */
  async rotate(): Promise<Rotation> {
    const { masterKeys, database, announcements } = this.#parts;
    const master = new Cipher(await masterKeys.next());
    const resealed = await inTurn(database, async (transaction) => {
      await this.#load(await masterKeys.load(), transaction);
      for (const row of await transaction.selectFrom('data_keys').select(['id', 'envelope']).execute()) {
        const envelope = master.seal(this.open(row.envelope, dataKeyPurpose(row.id)), dataKeyPurpose(row.id));
        await transaction.updateTable('data_keys').set({ envelope }).where('id', '=', row.id).execute();
      }
      await transaction
        .updateTable('data_keys')
        .set({ retired_at: this.#parts.now() })
        .where('purpose', '=', 'secrets')
        .where('retired_at', 'is', null)
        .execute();
      const dataKey = await this.#makeDataKey('secrets', master, transaction);
      const count = await this.#resealStoreKeys(dataKey, transaction);
      await announcements.announce(transaction, 'data-keys', dataKey.keyId);
      return count;
    });
    await masterKeys.finish();
    await this.#load();
    return { masterKeyId: master.keyId, resealed };
  }

  async #resealStoreKeys(dataKey: Cipher, database: RegistryDatabase): Promise<number> {
    const rows = await database
      .selectFrom('store_keys')
      .select(['store_id', 'key_id', 'envelope'])
      .orderBy('store_id')
      .orderBy('key_id')
      .forUpdate()
      .execute();
    for (const { store_id: storeId, key_id: keyId, envelope } of rows) {
      const purpose = storeKeyPurpose(storeId, keyId);
      await database
        .updateTable('store_keys')
        .set({ envelope: dataKey.seal(this.open(envelope, purpose), purpose) })
        .where('store_id', '=', storeId)
        .where('key_id', '=', keyId)
        .execute();
    }
    return rows.length;
  }

  /** Refuses master keys that do not open what is stored, be it data keys or, in the first registries, the secrets themselves. */
  async #refuseStrangers(keys: readonly Uint8Array[], database: RegistryDatabase): Promise<void> {
    const masters = keys.map((key) => new Cipher(key).keyId);
    const dataKeys = await database.selectFrom('data_keys').select(['id', 'envelope']).execute();
    const used = await database
      .selectFrom('store_keys')
      .select(sql<string>`split_part(envelope, '.', 2)`.as('key'))
      .distinct()
      .execute();
    const wanted = [
      ...dataKeys.map(({ envelope }) => keyIdOf(envelope)),
      ...used.map(({ key }) => key).filter((key) => !dataKeys.some(({ id }) => id === key)),
    ];
    const missing = wanted.find((key) => !masters.includes(key));
    if (missing === undefined) return;
    throw new OperatorError(
      `${this.#parts.masterKeys.source} must be the master key ${missing}, which what is stored was encrypted with, ` +
        `but got: ${masters.join(', ') || 'none'}. Set the key that was in use; one that was replaced goes into DRAWBRIDGE_PREVIOUS_MASTER_KEYS.`,
    );
  }

  async #ensureDataKey(purpose: Purpose, { current }: MasterKeySet, database: RegistryDatabase): Promise<void> {
    const known = await database
      .selectFrom('data_keys')
      .select('id')
      .where('purpose', '=', purpose)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    if (!known) await this.#makeDataKey(purpose, new Cipher(current), database);
  }

  async #makeDataKey(purpose: Purpose, master: Cipher, database: RegistryDatabase): Promise<Cipher> {
    const bytes = this.#parts.randomBytes(32);
    const cipher = new Cipher(bytes);
    await database
      .insertInto('data_keys')
      .values({
        id: cipher.keyId,
        purpose,
        envelope: master.seal(bytes, dataKeyPurpose(cipher.keyId)),
        created_at: this.#parts.now(),
        retired_at: null,
      })
      .execute();
    return cipher;
  }

  async #load(masters?: MasterKeySet, database: RegistryDatabase = this.#parts.database): Promise<void> {
    const { current, others } = masters ?? (await this.#parts.masterKeys.load());
    const ciphers = [current, ...others].map((key) => new Cipher(key));
    for (const cipher of ciphers) this.#ciphers.set(cipher.keyId, cipher);
    const rows = await database.selectFrom('data_keys').selectAll().execute();
    for (const { id, envelope, purpose, retired_at: retiredAt } of rows) {
      const bytes = this.open(envelope, dataKeyPurpose(id));
      const cipher = this.#ciphers.get(id) ?? new Cipher(bytes);
      this.#ciphers.set(id, cipher);
      if (retiredAt !== null) continue;
      if (purpose === 'secrets') this.#current = cipher;
      else this.#auditKey = new Uint8Array(hkdfSync('sha256', bytes, '', 'drawbridge audit v1', 32));
    }
  }

  /** Whether a rotation was interrupted once everything was sealed anew: under the next key, which comes first of the others. */
  async #isMoved({ others: [next] }: MasterKeySet): Promise<boolean> {
    if (!next) return false;
    const rows = await this.#parts.database.selectFrom('data_keys').select('envelope').execute();
    return rows.every(({ envelope }) => keyIdOf(envelope) === new Cipher(next).keyId);
  }
}

/** What the envelope of a store's key is sealed for. */
export function storeKeyPurpose(storeId: string, keyId: string): string {
  return `store ${storeId} key ${keyId}`;
}

function dataKeyPurpose(id: string): string {
  return `data key ${id}`;
}

/** The id of the key that an envelope opens with. */
function keyIdOf(envelope: string): string {
  return envelope.split('.')[1] ?? '';
}

/** Runs work on data keys in a transaction, one at a time over all instances. */
function inTurn<T>(database: RegistryDatabase, work: (transaction: RegistryDatabase) => Promise<T>): Promise<T> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('drawbridge data keys'))`.execute(transaction);
    return work(transaction);
  });
}
