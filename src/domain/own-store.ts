/** A store with an installed bridge, as a program that keeps its stores itself tells of it. */
export interface OwnStore {
  /** A UUID in lower case; global ids are made of it, so it stays the same for as long as the store is known. */
  readonly id: string;
  /** The store's root, such as `https://shop.example/`. */
  readonly url: string;
  /** Where the bridge answers; `drawbridge/bridge.php` below the root by default. */
  readonly bridgeUrl?: string;
  /** What clients see; the host by default. */
  readonly name?: string;
  /** When it was connected, which lists are sorted by; the beginning of 1970 by default. */
  readonly connectedAt?: Date;
}

/** Where a program keeps its stores and their keys. It is asked for every request: what may be kept in memory is its to decide. */
export interface OwnStores {
  /** All stores of an account. */
  all(accountId: string): Promise<readonly OwnStore[]>;
  /** Those of these ids (UUIDs) that the account has; out of `all` by default. */
  find?(accountId: string, ids: readonly string[]): Promise<readonly OwnStore[]>;
  /** The key that a store's bridge knows. Asked only for stores that were told of. */
  keyOf(storeId: string): Promise<OwnStoreKey>;
}

/** A key that a store's bridge knows, as its `config.php` lists it. */
export interface OwnStoreKey {
  readonly id: string;
  /** 32 bytes; `config.php` holds them as base64url. */
  readonly secret: Uint8Array;
}
