import { type ExpressionBuilder, type Insertable, type Selectable, sql } from 'kysely';
import { isOutdatedBridge } from '../bridge/bridge-version.js';
import { announceWithin } from '../infrastructure/announcements.js';
import type { RegistryDatabase, RegistryTables, StoresTable } from '../infrastructure/database.js';
import { momentOf, uuidOf } from '../infrastructure/keyset-rows.js';
import type { Page, PageRequest } from '../model/page.js';
import type { StoreFilter, StoreStatus } from '../model/store.js';
import { isUuid } from '../model/uuid.js';
import { type Reach, wholeAccount } from './caller.js';
import type { BridgeRecord, StoreRecord } from './store-record.js';

/** A page of stores as it is asked for; the list's order is that of connection. */
export type StorePageRequest = Pick<
  PageRequest<StoreFilter, string>,
  'limit' | 'backward' | 'after' | 'before' | 'filter' | 'totalCount'
>;

/** A store to be put into the registry. */
export interface NewStore {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** Whether the name was chosen by the merchant, and so stays whatever the store calls itself. */
  readonly nameGiven: boolean;
  readonly url: string;
  readonly bridgeUrl: string;
  readonly platformId: string | null;
  readonly keyId: string;
  readonly connectedAt: Date;
  /** Whether the bridges that are issued for it have the part for writing; false where absent. */
  readonly writeWanted?: boolean;
}

/** What may change about a store; what is left out stays. */
export interface StoreChanges {
  readonly name?: string;
  readonly nameGiven?: boolean;
  readonly url?: string;
  readonly bridgeUrl?: string;
  readonly platformId?: string | null;
  readonly platformVersion?: string | null;
  readonly status?: StoreStatus;
  readonly connectedAt?: Date;
  readonly writeWanted?: boolean;
  readonly lastVerifiedAt?: Date | null;
  readonly bridge?: Partial<BridgeRecord>;
}

/** A record with what only connecting needs to know. */
export interface RegisteredStore extends StoreRecord {
  readonly nameGiven: boolean;
  /** Whether the bridges that are issued for it have the part for writing. */
  readonly writeWanted: boolean;
}

/** Which stores there are, whose they are, and what their bridges last said; in PostgreSQL or PGlite. */
export class StoreRegistry {
  constructor(private readonly database: RegistryDatabase) {}

  /** The same registry inside a transaction. */
  within(transaction: RegistryDatabase): StoreRegistry {
    return new StoreRegistry(transaction);
  }

  /** The stores within reach among these ids, in no particular order; ids of no such store are left out. */
  async find(reach: Reach, ids: readonly string[]): Promise<readonly RegisteredStore[]> {
    const wellFormed = ids.filter((id) => isUuid(id));
    if (wellFormed.length === 0) return [];
    const rows = await this.#storesOf(reach).where('id', 'in', wellFormed).execute();
    return rows.map(recordOf);
  }

  /** The account that a store is of. Throws where there is no such store. */
  async accountOf(id: string): Promise<string> {
    const row = await this.database
      .selectFrom('stores')
      .select('account_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row.account_id;
  }

  /** The account's store at this address; null where there is none. Within a transaction nobody else changes it where it is `locked`. */
  async findByUrl(
    accountId: string,
    url: string,
    { locked = false }: { readonly locked?: boolean } = {},
  ): Promise<RegisteredStore | null> {
    const query = this.#storesOf(wholeAccount(accountId)).where('url', '=', url);
    const row = await (locked ? query.forUpdate() : query).executeTakeFirst();
    return row ? recordOf(row) : null;
  }

  /** All stores within reach, in the order of connection. */
  async all(reach: Reach): Promise<readonly RegisteredStore[]> {
    const rows = await this.#storesOf(reach).orderBy('connected_at').orderBy('id').execute();
    return rows.map(recordOf);
  }

  /** One page of the stores within reach, in the order of connection. Throws BAD_USER_INPUT for a place that is not of this list. */
  async page(reach: Reach, request: StorePageRequest): Promise<Page<StoreRecord>> {
    const { bridgeOutdated } = request.filter;
    const versions = typeof bridgeOutdated === 'boolean' ? await this.#bridgeVersions(reach, bridgeOutdated) : null;
    const matching = this.#storesOf(reach)
      .where((eb) => matches(eb, request.filter))
      .$if(versions !== null, (query) => query.where('bridge_version', '=', (eb) => eb.fn.any(eb.val(versions ?? []))));
    const totalCount = request.totalCount
      ? Number(
          (
            await matching
              .clearSelect()
              .select((eb) => eb.fn.countAll().as('count'))
              .executeTakeFirstOrThrow()
          ).count,
        )
      : null;
    if (request.limit === 0) return { rows: [], hasMore: false, totalCount };

    let wanted = matching;
    for (const [place, operator] of [
      [request.after, '>'],
      [request.before, '<'],
    ] as const) {
      if (!place) continue;
      wanted = wanted.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('connected_at', 'id'), operator, tuple(momentOf(place), uuidOf(place))),
      );
    }
    const direction = request.backward ? 'desc' : 'asc';
    const found = await wanted
      .orderBy('connected_at', direction)
      .orderBy('id', direction)
      .limit(request.limit + 1)
      .execute();
    const rows = found.slice(0, request.limit).map((row) => {
      const node = recordOf(row);
      return { node, at: { value: node.connectedAt.toISOString(), id: node.id } };
    });
    return { rows: request.backward ? rows.reverse() : rows, hasMore: found.length > request.limit, totalCount };
  }

  /** Adds a PENDING store; false where the account has one at this address already. */
  async insert(store: NewStore): Promise<boolean> {
    const row: Insertable<StoresTable> = {
      id: store.id,
      account_id: store.accountId,
      name: store.name,
      name_given: store.nameGiven,
      url: store.url,
      bridge_url: store.bridgeUrl,
      platform_id: store.platformId,
      platform_version: null,
      status: 'PENDING',
      connected_at: store.connectedAt,
      last_verified_at: null,
      bridge_version: null,
      bridge_protocol_version: null,
      php_version: null,
      database_version: null,
      bridge_writable: null,
      replay_protection: null,
      key_id: store.keyId,
      key_rotated_at: null,
      checked_at: null,
      outdated_told: null,
      write_wanted: store.writeWanted ?? false,
    };
    const inserted = await this.database
      .insertInto('stores')
      .values(row)
      .onConflict((conflict) => conflict.columns(['account_id', 'url']).doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }

  /**
   * Does what depends on what a store is at that moment: until it is done nobody else changes the store, in whatever instance. Null
   * where the account has none of this id. What was found out before, outside, is to be compared with the store that is given.
   */
  async exclusively<T>(
    accountId: string,
    id: string,
    work: (store: RegisteredStore, database: RegistryDatabase) => Promise<T>,
  ): Promise<T | null> {
    return this.database.transaction().execute(async (database) => {
      const row = await new StoreRegistry(database)
        .#storesOf(wholeAccount(accountId))
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      return row ? work(recordOf(row), database) : null;
    });
  }

  /** Changes a store and gives it as it is now; null where the account has none of this id. */
  async update(accountId: string, id: string, changes: StoreChanges): Promise<RegisteredStore | null> {
    const { bridge = {} } = changes;
    const row = await this.database
      .updateTable('stores')
      .set({
        name: changes.name,
        name_given: changes.nameGiven,
        url: changes.url,
        bridge_url: changes.bridgeUrl,
        platform_id: changes.platformId,
        platform_version: changes.platformVersion,
        status: changes.status,
        connected_at: changes.connectedAt,
        write_wanted: changes.writeWanted,
        last_verified_at: changes.lastVerifiedAt,
        bridge_version: bridge.version,
        bridge_protocol_version: bridge.protocolVersion,
        php_version: bridge.phpVersion,
        database_version: bridge.databaseVersion,
        bridge_writable: bridge.writable,
        replay_protection: bridge.replayProtection,
        key_id: bridge.keyId,
        key_rotated_at: bridge.keyRotatedAt,
      })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row) await announceWithin(this.database, 'store', id);
    return row ? recordOf(row) : null;
  }

  /** The versions of bridges within reach that are outdated, or those that are not. */
  async #bridgeVersions(reach: Reach, outdated: boolean): Promise<string[]> {
    const rows = await this.#storesOf(reach).clearSelect().select('bridge_version').distinct().execute();
    const versions = rows.map(({ bridge_version: version }) => version).filter((version) => version !== null);
    return versions.filter((version) => isOutdatedBridge(version) === outdated);
  }

  #storesOf({ accountId, storeIds }: Reach) {
    const ofAccount = this.database.selectFrom('stores').selectAll().where('account_id', '=', accountId);
    return storeIds ? ofAccount.where('id', '=', (eb) => eb.fn.any(eb.val([...storeIds]))) : ofAccount;
  }
}

function matches(eb: ExpressionBuilder<RegistryTables, 'stores'>, filter: StoreFilter) {
  const conditions = [];
  if (filter.search) {
    const text = filter.search.toLowerCase();
    conditions.push(
      eb.or([
        eb(sql<number>`strpos(lower(${eb.ref('name')}), ${text})`, '>', 0),
        eb(sql<number>`strpos(lower(${eb.ref('url')}), ${text})`, '>', 0),
      ]),
    );
  }
  if (filter.platform) conditions.push(eb('platform_id', '=', filter.platform));
  if (filter.status) conditions.push(eb('status', '=', filter.status));
  return eb.and(conditions);
}

function recordOf(row: Selectable<StoresTable>): RegisteredStore {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    nameGiven: row.name_given,
    writeWanted: row.write_wanted,
    url: row.url,
    bridgeUrl: row.bridge_url,
    platformId: row.platform_id,
    platformVersion: row.platform_version,
    status: row.status as StoreStatus,
    connectedAt: row.connected_at,
    lastVerifiedAt: row.last_verified_at,
    bridge: {
      version: row.bridge_version,
      protocolVersion: row.bridge_protocol_version,
      phpVersion: row.php_version,
      databaseVersion: row.database_version,
      writable: row.bridge_writable,
      replayProtection: row.replay_protection,
      keyId: row.key_id,
      keyRotatedAt: row.key_rotated_at,
    },
  };
}
