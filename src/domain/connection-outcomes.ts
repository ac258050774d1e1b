import type { IssuedDownload } from './bridge-downloads.js';
import { mendableCodes } from './mendable-faults.js';
import type { StoreRecord } from './store-record.js';
import type { RegisteredStore } from './store-registry.js';

/** What kept something from being done and the caller can mend. */
export interface ConnectionError {
  readonly code: ConnectionErrorCode;
  readonly message: string;
  /** Which argument, as a path from the mutation's arguments; null where none. */
  readonly field: string[] | null;
}

/** Every `userErrors.code` of the mutations on stores. */
export const connectionErrorCodes = [
  'URL_INVALID',
  'ADDRESS_NOT_ALLOWED',
  'NAME_INVALID',
  'PLATFORM_NOT_SUPPORTED',
  'PLATFORM_DIFFERS',
  'ALREADY_CONNECTED',
  'NOT_FOUND',
  'DISCONNECTED',
  'NEW_KEY_NOT_INSTALLED',
  ...mendableCodes,
] as const;
export type ConnectionErrorCode = (typeof connectionErrorCodes)[number];

/** What came of a change to a store. */
export interface StoreOutcome {
  /** The store as it is now; null where it is not known. */
  readonly store: StoreRecord | null;
  /** Empty on success. */
  readonly userErrors: readonly ConnectionError[];
}

/** What came of a change after which a bridge is to be installed. */
export interface BridgeOutcome extends StoreOutcome {
  /** Null where there are userErrors. */
  readonly bridge: IssuedDownload | null;
}

/** A store as the merchant names it. */
export interface StoreToConnect {
  readonly url: string;
  readonly name?: string | null;
  readonly platform?: string | null;
  readonly bridgeUrl?: string | null;
  /** Whether its bridge is to have the part for writing; false where absent. */
  readonly writable?: boolean | null;
}

/** A fault that the caller can mend. */
export function fault(code: ConnectionErrorCode, message: string, field: string[]): ConnectionError {
  return { code, message, field };
}

/** What is said of a store that the account does not have. */
export function unknownStore(field: string[]): StoreOutcome {
  return { store: null, userErrors: [fault('NOT_FOUND', 'The account has no store of this id.', field)] };
}

/** What is said of a store that was let go. */
export function disconnected(store: RegisteredStore, field: string[]): StoreOutcome {
  return { store, userErrors: [fault('DISCONNECTED', 'The store is disconnected; connect it again first.', field)] };
}
