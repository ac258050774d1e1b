import { type Selectable, sql } from 'kysely';
import type { ApiKeysTable } from '../infrastructure/account-tables.js';
import type { Announcements } from '../infrastructure/announcements.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { keysetPage, type ListRequest, momentOf } from '../infrastructure/keyset-rows.js';
import type { Page } from '../model/page.js';
import { apiKeyHash } from './api-key-text.js';
import type { Reach } from './caller.js';

/** A key as it may be shown; of its secret nothing is in it. */
export interface ApiKeyRecord {
  /** The public part, as in `db_<id>_…`. */
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** UUIDs; null: every store of the account. */
  readonly storeIds: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A key to be kept, with its whole text, of which only a hash is. */
export interface NewApiKey extends Omit<ApiKeyRecord, 'lastUsedAt' | 'revokedAt'> {
  readonly text: string;
  /** Whether it belongs to a support access, and so is not listed among the account's own keys. */
  readonly forSupport: boolean;
}

/** What authentication needs to know of a key. */
export interface KnownApiKey {
  readonly record: ApiKeyRecord;
  readonly secretHash: Buffer;
  readonly accountName: string;
  /** Null for a key that belongs to no support access. */
  readonly support: { readonly id: string; readonly technician: string } | null;
}

/** The keys that accounts have made, in the registry. Every change is announced to all instances. */
export class ApiKeyRecords {
  constructor(
    private readonly database: RegistryDatabase,
    private readonly announcements: Announcements,
  ) {}

  /** The same keys inside a transaction. */
  within(database: RegistryDatabase): ApiKeyRecords {
    return new ApiKeyRecords(database, this.announcements);
  }

  /** Keeps a new key. */
  async insert(key: NewApiKey): Promise<ApiKeyRecord> {
    const row = await this.database
      .insertInto('api_keys')
      .values({
        id: key.id,
        account_id: key.accountId,
        name: key.name,
        secret_sha256: apiKeyHash(key.text).toString('hex'),
        scopes: [...key.scopes],
        store_ids: key.storeIds && [...key.storeIds],
        for_support: key.forSupport,
        created_at: key.createdAt,
        expires_at: key.expiresAt,
        last_used_at: null,
        revoked_at: null,
        expiring_told_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.announcements.announce(this.database, 'api-key', key.id);
    return recordOf(row);
  }

  /** Ends a key and gives it as it is now (one that had ended before keeps its time); null where there is none within reach. */
  async revoke(reach: Reach, id: string, at: Date, forSupport = false): Promise<ApiKeyRecord | null> {
    const row = await this.database
      .updateTable('api_keys')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at)) }))
      .where('account_id', '=', reach.accountId)
      .where('id', '=', id)
      .where('for_support', '=', forSupport)
      .$if(reach.storeIds !== null, (query) => query.where(isWithin(reach)))
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await this.announcements.announce(this.database, 'api-key', id);
    return recordOf(row);
  }

  /** One page of the keys within reach, oldest first; those of support accesses are not among them. */
  async page(reach: Reach, request: ListRequest): Promise<Page<ApiKeyRecord>> {
    const all = this.database
      .selectFrom('api_keys')
      .selectAll()
      .where('account_id', '=', reach.accountId)
      .where('for_support', '=', false)
      .$if(reach.storeIds !== null, (query) => query.where(isWithin(reach)));
    return keysetPage(request, {
      rows: ({ after, before, reversed, limit }) => {
        let some = all;
        if (after) {
          some = some.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('created_at', 'id'), '>', tuple(momentOf(after), after.id)),
          );
        }
        if (before) {
          some = some.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('created_at', 'id'), '<', tuple(momentOf(before), before.id)),
          );
        }
        const direction = reversed ? 'desc' : 'asc';
        return some.orderBy('created_at', direction).orderBy('id', direction).limit(limit).execute();
      },
      count: async () => {
        const { count } = await all
          .clearSelect()
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      },
      at: (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      node: recordOf,
    });
  }

  /** A key with all that authentication needs; null where there is none of this id, ended or not. */
  async known(id: string): Promise<KnownApiKey | null> {
    const row = await this.database
      .selectFrom('api_keys')
      .innerJoin('accounts', 'accounts.id', 'api_keys.account_id')
      .leftJoin('support_access', 'support_access.api_key_id', 'api_keys.id')
      .selectAll('api_keys')
      .select(['accounts.name as account_name', 'support_access.id as support_id', 'support_access.technician'])
      .where('api_keys.id', '=', id)
      .executeTakeFirst();
    if (!row) return null;
    const { support_id: supportId, technician } = row;
    return {
      record: recordOf(row),
      secretHash: Buffer.from(row.secret_sha256, 'hex'),
      accountName: row.account_name,
      support: supportId !== null && technician !== null ? { id: supportId, technician } : null,
    };
  }

  /** Remembers that a key was used. */
  async used(id: string, at: Date): Promise<void> {
    await this.database.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
  }
}

/** A key as it may be shown, from its row. */
export function recordOf(row: Selectable<ApiKeysTable>): ApiKeyRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    scopes: row.scopes,
    storeIds: row.store_ids,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

/** Holds for the keys that are limited to stores within reach. */
function isWithin({ storeIds }: Reach) {
  return sql<boolean>`store_ids <@ ${[...(storeIds ?? [])]}::text[]`;
}
