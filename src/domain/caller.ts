/** What of the registry can be reached: one account's things, and where stores are named those of these stores alone. */
export interface Reach {
  readonly accountId: string;
  /** UUIDs; null: every store of the account. */
  readonly storeIds: readonly string[] | null;
}

/** Who is asking: an account, through one of its keys. */
export interface Caller extends Reach {
  readonly accountName: string;
  /** The name of the key; that of a support access is its technician's. */
  readonly apiKeyName: string;
  /** What the key may do; `*` stands for everything. */
  readonly scopes: readonly string[];
  /** Who did it, as the audit log says it; never a secret. */
  readonly actor: string;
  /** Until when the key can be used; null: until it is revoked. */
  readonly expiresAt: Date | null;
  /** Until when keys that are made with this one can last. Not there where they may outlast it: an access token is renewed all day. */
  readonly givesUntil?: Date | null;
  /** The support access that the key belongs to; null for any other key. */
  readonly supportAccessId: string | null;
}

/** All of one account. */
export function wholeAccount(accountId: string): Reach {
  return { accountId, storeIds: null };
}

/** Whether a store is among those that can be reached. */
export function reaches({ storeIds }: Reach, storeId: string): boolean {
  return storeIds === null || storeIds.includes(storeId);
}
