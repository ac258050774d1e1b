import type { ListRequest } from '../infrastructure/keyset-rows.js';
import type { Page } from '../model/page.js';
import { holdsAll, isScope } from '../model/scope.js';
import { type AccountFault, accountFault, plainText } from './account-faults.js';
import { maxNameLength } from './accounts.js';
import type { ApiKeyRecord, ApiKeyRecords } from './api-key-records.js';
import { newApiKey } from './api-key-text.js';
import { type Reach, reaches } from './caller.js';
import type { StoreRegistry } from './store-registry.js';

/** A key as it is asked for. */
export interface ApiKeyWanted {
  readonly name: string;
  readonly scopes: readonly string[];
  /** UUIDs; null: every store of the account. One that is no UUID is just not found. */
  readonly storeIds: readonly string[] | null;
  readonly expiresAt: Date | null;
}

/** Who gives a key: nobody can give more than they hold. */
export interface Giver extends Reach {
  readonly scopes: readonly string[];
  /** When what they give ends at the latest; nothing: never. */
  readonly givesUntil?: Date | null;
}

/** What came of making or ending a key. */
export interface ApiKeyOutcome {
  /** Null where there are userErrors. */
  readonly apiKey: ApiKeyRecord | null;
  /** The whole key, this once; null where none was made. */
  readonly secret: string | null;
  readonly userErrors: readonly AccountFault[];
}

/** What keys are made of. */
export interface ApiKeyParts {
  readonly records: ApiKeyRecords;
  readonly registry: Pick<StoreRegistry, 'find'>;
  readonly randomBytes: (size: number) => Buffer;
  readonly now: () => Date;
}

/** Makes keys for an account, lists and ends them. */
export class ApiKeys {
  constructor(private readonly parts: ApiKeyParts) {}

  /** Makes a key that can do no more than whoever makes it. */
  async create(giver: Giver, wanted: ApiKeyWanted): Promise<ApiKeyOutcome> {
    const { records, now, randomBytes } = this.parts;
    const name = plainText(wanted.name, maxNameLength);
    // A key that reaches some stores gives, where none are named, a key for the same ones.
    const storeIds = wanted.storeIds ?? giver.storeIds;
    // So does one that ends: it gives, where no end is named, a key that ends with it.
    const expiresAt = wanted.expiresAt ?? giver.givesUntil ?? null;
    const userErrors = [
      ...(name === null ? [accountFault('NAME_INVALID', nameRule, 'input', 'name')] : []),
      ...scopeFaults(giver, wanted.scopes),
      ...(await this.#storeFaults(giver, storeIds)),
      ...expiryFaults(expiresAt, giver.givesUntil ?? null, now()),
    ];
    if (name === null || userErrors.length > 0) return { apiKey: null, secret: null, userErrors };
    const { id, text } = newApiKey(randomBytes);
    const apiKey = await records.insert({
      id,
      text,
      accountId: giver.accountId,
      name,
      scopes: [...new Set(wanted.scopes)],
      storeIds: storeIds && [...new Set(storeIds)],
      createdAt: now(),
      expiresAt,
      forSupport: false,
    });
    return { apiKey, secret: text, userErrors: [] };
  }

  /** Ends a key at once, on every instance. */
  async revoke(reach: Reach, id: string): Promise<ApiKeyOutcome> {
    const apiKey = await this.parts.records.revoke(reach, id, this.parts.now());
    const missing = accountFault('NOT_FOUND', 'The account has no API key of this id.', 'id');
    return { apiKey, secret: null, userErrors: apiKey ? [] : [missing] };
  }

  /** One page of the keys within reach, oldest first. */
  page(reach: Reach, request: ListRequest): Promise<Page<ApiKeyRecord>> {
    return this.parts.records.page(reach, request);
  }

  async #storeFaults(giver: Reach, storeIds: readonly string[] | null): Promise<AccountFault[]> {
    if (storeIds === null) return [];
    const found = new Set((await this.parts.registry.find(giver, storeIds)).map(({ id }) => id));
    if (storeIds.length > 0 && storeIds.every((id) => found.has(id) && reaches(giver, id))) return [];
    const message = 'storeIds must name at least one store, and stores of this account alone.';
    return [accountFault('STORE_UNKNOWN', message, 'input', 'storeIds')];
  }
}

const nameRule = `The name must be one line of at most ${maxNameLength} characters.`;

/** What is wrong with the scopes that somebody is to be given. */
export function scopeFaults(giver: Giver, scopes: readonly string[]): AccountFault[] {
  const unknown = scopes.find((scope) => !isScope(scope));
  if (scopes.length === 0 || unknown !== undefined) {
    const got = unknown === undefined ? 'none' : JSON.stringify(unknown.slice(0, 40));
    return [
      accountFault('SCOPE_UNKNOWN', `scopes must name scopes that there are, but got: ${got}`, 'input', 'scopes'),
    ];
  }
  if (holdsAll(giver.scopes, scopes)) return [];
  return [accountFault('SCOPE_NOT_HELD', 'A key can give only scopes that it has itself.', 'input', 'scopes')];
}

function expiryFaults(expiresAt: Date | null, latest: Date | null, now: Date): AccountFault[] {
  if (expiresAt === null || (expiresAt > now && (latest === null || expiresAt <= latest))) return [];
  const bound = latest === null ? '' : `, and no later than the key that makes it ends: ${latest.toISOString()}`;
  return [accountFault('EXPIRY_INVALID', `expiresAt must lie in the future${bound}.`, 'input', 'expiresAt')];
}
