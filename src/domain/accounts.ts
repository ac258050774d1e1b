import { createHash, timingSafeEqual } from 'node:crypto';

/** Who is asking: an account, through one of its API keys. */
export interface Caller {
  readonly accountId: string;
  readonly accountName: string;
  readonly apiKeyName: string;
  /** What the key may do; `*` stands for everything. */
  readonly scopes: readonly string[];
}

/** An API key as the settings give it. */
export interface ApiKey {
  readonly name: string;
  readonly key: string;
  readonly scopes?: readonly string[];
}

/** The one account that there is; every store belongs to it. */
export const soleAccount = { id: 'default', name: 'Default account' } as const;

/** Knows API keys by their hashes, and whose they are. */
export class Accounts {
  readonly #known: readonly { readonly hash: Buffer; readonly caller: Caller }[];

  constructor(apiKeys: readonly ApiKey[]) {
    this.#known = apiKeys.map(({ name, key, scopes = ['*'] }) => ({
      hash: sha256(key),
      caller: { accountId: soleAccount.id, accountName: soleAccount.name, apiKeyName: name, scopes },
    }));
  }

  /** Whose key this is; null where nobody's. Takes as long for a wrong key as for a right one. */
  authenticate(key: string): Caller | null {
    const hash = sha256(key);
    let found: Caller | null = null;
    for (const { hash: known, caller } of this.#known) {
      if (timingSafeEqual(hash, known)) found = caller;
    }
    return found;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
