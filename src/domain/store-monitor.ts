import { sql } from 'kysely';
import { isOutdatedBridge, issuedBridgeVersion } from '../bridge/bridge-version.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { giveUpLease, type LeaseParts, takeLease } from '../infrastructure/lease.js';
import type { Log } from '../infrastructure/logger.js';
import { storeGlobalId } from '../model/ids.js';
import { isStoreFault, ServiceError } from '../model/service-error.js';
import { wholeAccount } from './caller.js';
import type { Notifications } from './notifications.js';
import type { StoreConnections } from './store-connections.js';
import type { StoreRecord } from './store-record.js';

/** What the monitor is made of. */
export interface MonitorParts {
  readonly database: RegistryDatabase;
  readonly connections: Pick<StoreConnections, 'verify'>;
  readonly notifications: Notifications;
  readonly log: Log;
  readonly now: () => Date;
  /** Names this instance among those of one registry. */
  readonly instance: string;
  /** How often each store is looked at, in seconds. */
  readonly intervalSeconds: number;
  /** How long after a store did not answer it is asked once more before it counts as unreachable, in milliseconds. */
  readonly secondLookMs: number;
}

/** When a store was last looked at, by the monitor or by a client that verified it. */
const lookedAt = sql<Date | null>`greatest(checked_at, last_verified_at)`;

/** Stores that are looked at at the same time. */
const atOnce = 4;

/**
 * Looks at every store in turn: one that does not answer twice is UNREACHABLE, one that answers again is ACTIVE, and the account is
 * told of either, and of a bridge older than the service's. Of several instances one does it at a time.
 */
export class StoreMonitor {
  readonly #lease: LeaseParts;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(private readonly parts: MonitorParts) {
    const { database, now, instance, intervalSeconds } = parts;
    this.#everyMs = Math.min(30_000, Math.max(250, (intervalSeconds * 1000) / 4));
    this.#lease = { database, now, holder: instance, name: 'monitor', heldMs: this.#everyMs * 3 + 60_000 };
  }

  /** Looks from now on. */
  start(): void {
    if (this.#ended) return;
    this.#timer = setTimeout(() => {
      this.#round = this.round()
        .then(() => undefined)
        .catch((error: unknown) => this.parts.log.error({ err: error }, 'The monitor could not look at stores.'))
        .finally(() => this.start());
    }, this.#everyMs);
    this.#timer.unref();
  }

  /** Ends it once those under way were looked at. */
  async close(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#round;
    // Of a registry that is away another instance takes the lease once it has ended.
    await giveUpLease(this.#lease);
  }

  /** One round: looks at the stores that are due, spread out over the interval. How many were looked at. */
  async round(): Promise<number> {
    if (!(await takeLease(this.#lease))) return 0;
    const due = await this.#due();
    for (let first = 0; first < due.length && !this.#ended; first += atOnce) {
      await Promise.all(due.slice(first, first + atOnce).map((store) => this.#look(store)));
    }
    return due.length;
  }

  /** Those that were not looked at for the interval, longest ago first; no more than keep the rounds even. */
  async #due(): Promise<readonly WatchedStore[]> {
    const { database, now, intervalSeconds } = this.parts;
    const watched = database.selectFrom('stores').where('status', 'in', ['ACTIVE', 'UNREACHABLE']);
    const { count } = await watched.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow();
    const share = Math.ceil((Number(count) * this.#everyMs) / (intervalSeconds * 1000));
    return watched
      .select(['id', 'account_id', 'status', 'outdated_told'])
      .where((eb) =>
        eb.or([eb(lookedAt, 'is', null), eb(lookedAt, '<=', new Date(now().getTime() - intervalSeconds * 1000))]),
      )
      .orderBy(sql`${lookedAt} asc nulls first`)
      .limit(Math.max(1, share * 2))
      .execute();
  }

  async #look(store: WatchedStore): Promise<void> {
    const { database, notifications, now } = this.parts;
    await database.updateTable('stores').set({ checked_at: now() }).where('id', '=', store.id).execute();
    let seen = await this.#verify(store);
    if (seen instanceof ServiceError && store.status === 'ACTIVE') {
      await new Promise((resolve) => setTimeout(resolve, this.parts.secondLookMs));
      seen = await this.#verify(store);
    }
    if (seen === null) return;
    const storeId = storeGlobalId(store.id);
    if (seen instanceof ServiceError) {
      if (store.status !== 'ACTIVE') return;
      this.parts.log.warn({ storeId, accountId: store.account_id, code: seen.code }, 'A store does not answer.');
      await notifications.notify(store.account_id, 'STORE_UNREACHABLE', { storeId, code: seen.code });
      return;
    }
    if (store.status === 'UNREACHABLE' && seen.status === 'ACTIVE') {
      this.parts.log.info({ storeId, accountId: store.account_id }, 'A store answers again.');
      await notifications.notify(store.account_id, 'STORE_RECOVERED', { storeId });
    }
    await this.#tellOutdated(store, seen);
  }

  /** Tells of an old bridge once for each version of the service. */
  async #tellOutdated(store: WatchedStore, { bridge: { version } }: StoreRecord): Promise<void> {
    if (version === null || !isOutdatedBridge(version) || store.outdated_told === issuedBridgeVersion) return;
    await this.parts.database.transaction().execute(async (database) => {
      await database
        .updateTable('stores')
        .set({ outdated_told: issuedBridgeVersion })
        .where('id', '=', store.id)
        .execute();
      const payload = { storeId: storeGlobalId(store.id), version, currentVersion: issuedBridgeVersion };
      await this.parts.notifications.within(database).notify(store.account_id, 'BRIDGE_OUTDATED', payload);
    });
  }

  /** The store as it is now; its fault where it does not answer; null where it is not to be looked at any more. */
  async #verify(store: WatchedStore): Promise<StoreRecord | ServiceError | null> {
    try {
      return (await this.parts.connections.verify(wholeAccount(store.account_id), store.id)).store;
    } catch (error) {
      // A registry that is away says nothing of a store.
      if (isStoreFault(error)) return error;
      throw error;
    }
  }
}

interface WatchedStore {
  readonly id: string;
  readonly account_id: string;
  readonly status: string;
  readonly outdated_told: string | null;
}
