import type { Keyset, Page } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';
import type { StoreFilter } from '../model/store.js';
import { isUuid } from '../model/uuid.js';
import type { Reach } from './caller.js';
import type { OwnStore, OwnStores } from './own-store.js';
import { bridgeUrl, storeUrl } from './store-address.js';
import type { StoreRecord } from './store-record.js';
import type { StorePageRequest } from './store-registry.js';

/** Stores that somebody else keeps, as the graph reads a registry. */
export class OwnStoreReader {
  constructor(private readonly stores: Pick<OwnStores, 'all' | 'find'>) {}

  /** All stores within reach, in the order of their connection. */
  async all(reach: Reach): Promise<readonly StoreRecord[]> {
    const { accountId, storeIds } = reach;
    const records = (await this.stores.all(accountId)).map((store) => recordOf(store, accountId));
    const within = storeIds === null ? records : records.filter(({ id }) => storeIds.includes(id));
    return within.sort((a, b) => compare(placeOf(a), placeOf(b)));
  }

  /** The stores within reach among these ids; others are left out. */
  async find(reach: Reach, ids: readonly string[]): Promise<readonly StoreRecord[]> {
    if (!this.stores.find) return (await this.all(reach)).filter(({ id }) => ids.includes(id));
    const wanted = reach.storeIds === null ? ids : ids.filter((id) => reach.storeIds?.includes(id));
    if (wanted.length === 0) return [];
    const found = await this.stores.find(reach.accountId, wanted);
    return found.filter(({ id }) => wanted.includes(id)).map((store) => recordOf(store, reach.accountId));
  }

  async page(reach: Reach, request: StorePageRequest): Promise<Page<StoreRecord>> {
    const { after, before, backward, limit } = request;
    const matching = (await this.all(reach)).filter((record) => matches(record, request.filter));
    const between = matching.filter(
      (record) =>
        (after === null || compare(placeOf(record), after) > 0) &&
        (before === null || compare(placeOf(record), before) < 0),
    );
    const nodes = limit === 0 ? [] : backward ? between.slice(-limit) : between.slice(0, limit);
    return {
      rows: nodes.map((node) => ({ node, at: placeOf(node) })),
      hasMore: limit > 0 && between.length > nodes.length,
      totalCount: request.totalCount ? matching.length : null,
    };
  }
}

/** What is told of a bridge is what it says itself when it is asked; none of it is kept here. */
const unknownBridge = {
  version: null,
  protocolVersion: null,
  phpVersion: null,
  databaseVersion: null,
  writable: null,
  replayProtection: null,
  keyId: '',
  keyRotatedAt: null,
};

function recordOf(store: OwnStore, accountId: string): StoreRecord {
  if (!isUuid(store.id)) throw new TypeError(`the id of a store must be a UUID in lower case, but got: ${store.id}`);
  const url = storeUrl(store.url);
  const bridge = bridgeUrl(store.bridgeUrl ?? (url instanceof URL ? new URL('drawbridge/bridge.php', url).href : ''));
  if (!(url instanceof URL) || !(bridge instanceof URL)) {
    throw new TypeError(`the addresses of a store must be http or https ones, but are not those of: ${store.id}`);
  }
  const connectedAt = store.connectedAt ?? new Date(0);
  return {
    id: store.id,
    accountId,
    name: store.name ?? url.host,
    url: url.href,
    bridgeUrl: bridge.href,
    platformId: null,
    platformVersion: null,
    status: 'ACTIVE',
    connectedAt,
    // Whoever tells of a store has verified it.
    lastVerifiedAt: connectedAt,
    bridge: unknownBridge,
  };
}

function placeOf({ connectedAt, id }: StoreRecord): { readonly value: string; readonly id: string } {
  return { value: connectedAt.toISOString(), id };
}

function compare(a: Keyset, b: Keyset): number {
  const [one, other] = [a, b].map(({ value, id }) => `${value} ${id}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

function matches(record: StoreRecord, { search, platform, status, bridgeOutdated }: StoreFilter): boolean {
  if (typeof platform === 'string' || typeof bridgeOutdated === 'boolean') {
    throw new ServiceError(
      'BAD_USER_INPUT',
      'The stores here are kept by another program, which does not tell their platforms and bridges beforehand.',
    );
  }
  const text = (search ?? '').toLowerCase();
  if (!`${record.name} ${record.url}`.toLowerCase().includes(text)) return false;
  return !status || record.status === status;
}
