import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyPluginAsync } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { BridgeFile, BridgeOptions } from '../bridge/bridge-file.js';
import type { Deed } from './domain/deed.js';
import type { OwnStore, OwnStoreKey, OwnStores } from './domain/own-store.js';

export type { BridgeFile, BridgeOptions, Deed, OwnStore, OwnStoreKey, OwnStores };

/** Who asks. */
export interface Asker {
  /** Whose stores may be reached; `OwnStores` is asked for them. */
  readonly accountId: string;
  /** What clients see as the account's name; its id by default. */
  readonly accountName?: string;
  /** What may be asked, such as `catalog.read` and `orders.read`; `*` stands for everything. */
  readonly scopes: readonly string[];
  /** The UUIDs of the only stores that may be reached; all of the account's by default. */
  readonly storeIds?: readonly string[] | null;
  /** Who it is, as `onDeed` is told and `viewer` shows; never a secret. The account's id by default. */
  readonly name?: string;
}

/** What somebody who asks sends beside the question. */
export interface AskersRequest {
  readonly headers: IncomingHttpHeaders;
  /** Whence it came; an empty text where `fetch` was not told. */
  readonly ip: string;
}

/** What an embedded graph is made of. */
export interface DrawbridgeOptions {
  readonly stores: OwnStores;
  /** Finds out who sends a request; null where nobody knows, who is answered with 401. */
  readonly authenticate: (request: AskersRequest) => Asker | null | Promise<Asker | null>;
  /**
   * Settings by the names of the README, as far as they are the graph's: limits, timeouts, caches, persisted operations, CORS, the
   * graph's names. None is read from the environment.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told of every change that was tried in a store, before it is answered; where it rejects, the answer is an error. */
  readonly onDeed?: (deed: Deed) => void | Promise<void>;
  /** What makes a change with an `idempotencyKey` once, however often it is sent. Without it such a change is refused. */
  readonly idempotency?: {
    /** When the key was first used, where it was for the same; rejects where it was used for something else. */
    readonly claim: (accountId: string, key: string, asked: string) => Promise<Date>;
    /** A code over a text that only this program can make, the same for the same text. */
    readonly mac: (text: string) => string;
  };
  /** Takes lines of JSON, the log; nowhere by default. They hold no secret and no shopper's data. */
  readonly log?: { write(line: string): void };
}

/** A graph over one's own stores, to be served by one's own program. */
export interface Drawbridge {
  /** The graph as a federation 2 subgraph. */
  readonly schema: GraphQLSchema;
  /** What a composer takes. */
  readonly sdl: string;
  /** Serves `/graphql` below the prefix that it is registered with. */
  readonly plugin: FastifyPluginAsync;
  /** Answers a request for the graph, whatever its path. */
  fetch(request: Request, from?: { readonly ip?: string }): Promise<Response>;
  /** Ends its connections to stores. */
  close(): Promise<void>;
}

/**
 * Makes a graph over stores that are kept elsewhere: it reads and changes them through their bridges, and keeps nothing but their
 * configurations in memory. Connecting stores and administering accounts is not part of it. Throws a SettingsError.
 */
export declare function createDrawbridge(options: DrawbridgeOptions): Promise<Drawbridge>;

/**
 * The files of the folder `drawbridge/` that a merchant puts into a store's root: the bridge, and a `config.php` with the keys that
 * it obeys. Throws where a key's id or secret is of another form.
 */
export declare function bridgeFiles(options: BridgeOptions): BridgeFile[];
