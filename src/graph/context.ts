import type { ApiKeys } from '../domain/api-keys.js';
import type { AuditLog } from '../domain/audit-log.js';
import type { BridgePlacement } from '../domain/bridge-placement.js';
import type { Caller, Reach } from '../domain/caller.js';
import type { RequestTimes } from '../domain/request-times.js';
import type { StoreChanges } from '../domain/store-changes.js';
import type { StoreConnections } from '../domain/store-connections.js';
import type { StoreRecord } from '../domain/store-record.js';
import type { StorePageRequest } from '../domain/store-registry.js';
import type { StoreSession } from '../domain/store-session.js';
import type { StoreWriting } from '../domain/store-writing.js';
import type { SupportAccesses } from '../domain/support-access.js';
import type { WebhookDelivery } from '../domain/webhook-delivery.js';
import type { WebhookEndpoints } from '../domain/webhook-endpoints.js';
import type { Page } from '../model/page.js';
import type { ServiceError } from '../model/service-error.js';
import type { AnyPlatform } from '../platforms/platform.js';
import { EntityLoaders } from './entity-loaders.js';
import type { Refusals } from './refusals.js';

/** What the graph asks of the registry of stores. */
export interface StoreReader {
  /** The stores within reach among these ids; others are left out. */
  find(reach: Reach, ids: readonly string[]): Promise<readonly StoreRecord[]>;
  page(reach: Reach, request: StorePageRequest): Promise<Page<StoreRecord>>;
  all(reach: Reach): Promise<readonly StoreRecord[]>;
}

/** What the graph asks of a request's sessions with stores. */
export interface Sessions {
  of(store: StoreRecord): Pick<StoreSession, 'ask' | 'config' | 'act' | 'platform'>;
  foresee(stores: readonly StoreRecord[]): void;
}

/** What connecting stores offers to the graph. */
export type Connecting = Pick<
  StoreConnections,
  'connect' | 'verify' | 'issueBridge' | 'rotateKey' | 'refreshConfig' | 'disconnect'
>;

/** What administering an account offers to the graph. */
export interface Administration {
  readonly apiKeys: Pick<ApiKeys, 'create' | 'revoke' | 'page'>;
  readonly supportAccesses: Pick<SupportAccesses, 'grant' | 'revoke' | 'find' | 'page'>;
  readonly auditLog: Pick<AuditLog, 'append' | 'page'>;
  readonly placement: Pick<BridgePlacement, 'install' | 'uninstall'>;
  readonly changes: Pick<StoreChanges, 'update'>;
  readonly webhooks: Pick<WebhookEndpoints, 'page' | 'create' | 'update' | 'delete'>;
  readonly webhookDelivery: Pick<WebhookDelivery, 'test'>;
  /** Where the service's calls come from, as addresses and CIDR blocks. */
  readonly egressAddresses: readonly string[];
}

/** Bounds of a list over many stores. */
export interface FeedLimits {
  readonly storesAtOnce: number;
  /** Milliseconds that it may take. */
  readonly timeoutMs: number;
}

/** A page of an export, for what asks a store for it. */
export interface ExportedPage {
  /** The most rows that a page of a list may have, in place of 250. */
  readonly widest: number;
  /** Told when the store has been asked for the page. */
  sent(): void;
  /**
   * Told where the page ends when it has come: the cursor after which the next one begins, null where none does. Its rows are read
   * once this resolves; where it rejects, nobody waits for them any more.
   */
  ends(cursor: string | null): Promise<void>;
}

/** What the context of one request is made of; nothing in it is shared with another request of another account. */
export interface ContextParts {
  readonly caller: Caller;
  readonly registry: StoreReader;
  readonly connections: Connecting;
  readonly administration: Administration;
  readonly sessions: Sessions;
  readonly writing: Pick<StoreWriting, 'perform'>;
  readonly platforms: readonly AnyPlatform[];
  /** How lists over many stores are asked; 20 stores at once within 15 seconds by default. */
  readonly feeds?: FeedLimits;
  /** Names the request in the log. */
  readonly requestId?: string;
  /** The IP address that the request came from; null where it came over none. */
  readonly address?: string | null;
  /** Takes what the request takes; it is not measured where this is not given. */
  readonly times?: RequestTimes;
  /** What it takes to answer the request with equal ones of the same moment; it is answered by itself where this is not given. */
  readonly together?: {
    /** Given when the client goes away before it has its answer. */
    readonly signal: AbortSignal;
    /** Sessions with stores that end with this signal and take their times there. */
    sessions(signal: AbortSignal | undefined, times: RequestTimes): Sessions;
  };
  /** The page of an export that this is; a query of a client where it is absent. */
  readonly exported?: ExportedPage;
}

/** What every resolver of one request sees. */
export interface GraphContext extends ContextParts {
  readonly loaders: EntityLoaders;
  /** What of the operation is refused; null until it was looked through, and nothing is answered before. */
  refusals: Refusals | null;
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
    refusals: null,
    report: (error, path) => reported.push({ error, path }),
    reported,
  };
}
