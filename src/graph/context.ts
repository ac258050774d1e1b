import type { Caller } from '../domain/accounts.js';
import type { StoreConnections } from '../domain/store-connections.js';
import type { StoreRecord } from '../domain/store-record.js';
import type { StorePageRequest } from '../domain/store-registry.js';
import type { StoreSession } from '../domain/store-session.js';
import type { Page } from '../model/page.js';
import type { ServiceError } from '../model/service-error.js';
import type { AnyPlatform } from '../platforms/platform.js';
import { EntityLoaders } from './entity-loaders.js';

/** What the graph asks of the registry of stores. */
export interface StoreReader {
  /** The account's stores among these ids; others are left out. */
  find(accountId: string, ids: readonly string[]): Promise<readonly StoreRecord[]>;
  page(accountId: string, request: StorePageRequest): Promise<Page<StoreRecord>>;
  all(accountId: string): Promise<readonly StoreRecord[]>;
}

/** What the graph asks of a request's sessions with stores. */
export interface Sessions {
  of(store: StoreRecord): Pick<StoreSession, 'ask' | 'config'>;
  foresee(stores: readonly StoreRecord[]): void;
}

/** What connecting stores offers to the graph. */
export type Connecting = Pick<
  StoreConnections,
  'connect' | 'verify' | 'issueBridge' | 'rotateKey' | 'refreshConfig' | 'disconnect'
>;

/** Bounds of a list over many stores. */
export interface FeedLimits {
  readonly storesAtOnce: number;
  /** Milliseconds that it may take. */
  readonly timeoutMs: number;
}

/** What the context of one request is made of; nothing in it is shared with another request of another account. */
export interface ContextParts {
  readonly caller: Caller;
  readonly registry: StoreReader;
  readonly connections: Connecting;
  readonly sessions: Sessions;
  readonly platforms: readonly AnyPlatform[];
  /** How lists over many stores are asked; 20 stores at once within 15 seconds by default. */
  readonly feeds?: FeedLimits;
  /** Names the request in the log. */
  readonly requestId?: string;
}

/** What every resolver of one request sees. */
export interface GraphContext extends ContextParts {
  readonly loaders: EntityLoaders;
  /** Says in the answer's `errors` what was left out of it; nothing becomes null for it. */
  report(error: ServiceError, path: readonly (string | number)[]): void;
  /** What was reported so far. */
  readonly reported: readonly { readonly error: ServiceError; readonly path: readonly (string | number)[] }[];
}

/** The context of one request. */
export function createContext(parts: ContextParts): GraphContext {
  const reported: { error: ServiceError; path: readonly (string | number)[] }[] = [];
  return {
    ...parts,
    loaders: new EntityLoaders(parts),
    report: (error, path) => reported.push({ error, path }),
    reported,
  };
}
