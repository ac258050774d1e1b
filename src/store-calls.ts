import type { Dispatcher } from 'undici';
import { bridgeAgent } from './bridge/address-guard.js';
import { BridgeClient } from './bridge/client.js';
import type { Statement } from './bridge/plan.js';
import { SharedCalls } from './bridge/shared-calls.js';
import type { StoreKey } from './bridge/signature.js';
import type { RequestTimes } from './domain/request-times.js';
import { StoreCircuits } from './domain/store-circuits.js';
import { StoreConfigCache } from './domain/store-config-cache.js';
import { type StoreSessionParts, StoreSessions } from './domain/store-session.js';
import type { Settings } from './infrastructure/config.js';
import type { Log } from './infrastructure/logger.js';
import { platformById } from './platforms/index.js';

/** The settings that calls to stores go by. */
export type StoreCallSettings = Pick<
  Settings,
  'allowPrivateAddresses' | 'bridgeTimeoutMs' | 'configCache' | 'storeRestMs' | 'shareCallsMs'
>;

/** What calls to stores take from around them. */
export interface StoreCallSurroundings {
  readonly log: Log;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Buffer;
  /** Told of every signed request to a store before it is sent, with its statements; none for `hello`. */
  readonly onCall?: (storeId: string, statements: readonly Statement[]) => void;
  /** Told of every call to a store that ended. */
  readonly observe?: StoreSessionParts['observe'];
  /** The stores' keys, as one request of a client asks for them. */
  readonly keysOfRequest: () => {
    load(storeId: string): Promise<StoreKey>;
    loadMany(storeIds: readonly string[]): unknown;
  };
}

/** Everything between the graph and the stores: connections, configurations in memory, stores that are left alone. */
export class StoreCalls {
  readonly client: BridgeClient;
  readonly configCache: StoreConfigCache;
  /** Calls addresses that merchants give; private ones only where the settings allow it. */
  readonly dispatcher: Dispatcher;
  /** Which stores are left alone. */
  readonly circuits: StoreCircuits;
  readonly #shared: SharedCalls;
  readonly #close: () => Promise<unknown>;

  constructor(
    private readonly settings: StoreCallSettings,
    private readonly around: StoreCallSurroundings,
  ) {
    const { allowPrivateAddresses, bridgeTimeoutMs, configCache, storeRestMs, shareCallsMs } = settings;
    const { now, randomBytes } = around;
    const agent = bridgeAgent({ allowPrivateAddresses });
    const actAgent = bridgeAgent({ allowPrivateAddresses, keepAlive: false });
    this.dispatcher = agent;
    this.#close = () => Promise.all([agent.close(), actAgent.close()]);
    this.client = new BridgeClient({
      dispatcher: agent,
      actDispatcher: actAgent,
      now,
      randomBytes,
      timeoutMs: bridgeTimeoutMs,
    });
    this.configCache = new StoreConfigCache({
      now,
      ttlMs: configCache.ttlSeconds * 1000,
      maxEntries: configCache.maxEntries,
    });
    this.circuits = new StoreCircuits({ timeouts: storeRestMs === 0 ? 0 : 1, restMs: storeRestMs });
    this.#shared = new SharedCalls(shareCallsMs);
  }

  /** What one request has to say to stores; its times are taken where they are given. */
  sessions(signal?: AbortSignal, times?: RequestTimes): StoreSessions {
    const { log, now, onCall, observe } = this.around;
    const keys = this.around.keysOfRequest();
    return new StoreSessions({
      connect: async (store) => {
        const key = await keys.load(store.id);
        const scope = `${store.accountId} ${store.id} ${key.id} ${store.bridgeUrl}`;
        return this.#shared.over(scope, this.client.connect({ url: store.bridgeUrl, key }));
      },
      foresee: (stores) => void keys.loadMany(stores.map(({ id }) => id)),
      configCache: this.configCache,
      circuits: this.circuits,
      platformById,
      now,
      deadlineMs: this.settings.bridgeTimeoutMs,
      signal,
      observe: (store, call) => {
        times?.called(store, call);
        observe?.(store, call);
      },
      spent: times && ((step, ms) => times.add(step, ms)),
      onCall,
      onUnreadable: (storeId, error) =>
        log.error({ storeId, err: error }, 'What a store sent could not be read: perhaps a bug.'),
    });
  }

  /** Ends its connections. */
  close(): Promise<unknown> {
    return this.#close();
  }
}
