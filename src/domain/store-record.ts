import type { StoreStatus } from '../model/store.js';

/** A connected store as the registry keeps it: where it is and what its bridge last said of itself; nothing of its data. */
export interface StoreRecord {
  /** UUID. */
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** The store's root, with a trailing slash. */
  readonly url: string;
  /** Where the bridge answers. */
  readonly bridgeUrl: string;
  readonly platformId: string | null;
  readonly platformVersion: string | null;
  readonly status: StoreStatus;
  readonly connectedAt: Date;
  readonly lastVerifiedAt: Date | null;
  readonly bridge: BridgeRecord;
}

/** What is known of the bridge of a store; null until it was first verified. */
export interface BridgeRecord {
  readonly version: string | null;
  readonly protocolVersion: number | null;
  readonly phpVersion: string | null;
  readonly databaseVersion: string | null;
  readonly writable: boolean | null;
  /** Whether it knows a request that is sent again; null where it does not say. */
  readonly replayProtection: boolean | null;
  /** The id of the key that requests are signed with; not secret. */
  readonly keyId: string;
  readonly keyRotatedAt: Date | null;
}
