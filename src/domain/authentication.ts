import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Announcements } from '../infrastructure/announcements.js';
import type { SecretText } from '../infrastructure/secret.js';
import { defaultAccount } from './accounts.js';
import type { ApiKeyRecords, KnownApiKey } from './api-key-records.js';
import { apiKeyHash, prefixOf, readApiKey } from './api-key-text.js';
import type { Caller } from './caller.js';

/** A key as the settings give it; it may do everything in the default account. */
export interface BootstrapKey {
  readonly name: string;
  readonly key: SecretText;
}

/** What authentication is made of. */
export interface AuthenticationParts {
  readonly bootstrapKeys: readonly BootstrapKey[];
  readonly records: Pick<ApiKeyRecords, 'known' | 'used'>;
  readonly announcements: Pick<Announcements, 'listen' | 'hears'>;
  readonly now: () => Date;
  /** Milliseconds that have gone by since some moment, by which the cache ends; the machine's where absent. */
  readonly elapsedMs?: () => number;
  /** Takes what went wrong when a key's last use was to be remembered. */
  readonly reportBug: (error: unknown) => void;
}

/** How long a key is known without asking the registry, in milliseconds. */
const cacheMs = 5_000;
/** How often a key's last use is remembered at most, in milliseconds. */
const usedEveryMs = 60_000;

/**
 * Knows whose an API key is. A key that was ended is unknown at once, wherever it was ended: what is cached is dropped when the
 * change is announced, and nothing is cached while announcements do not come in.
 */
export class Authentication {
  readonly #bootstrap: readonly { readonly hash: Buffer; readonly caller: Caller }[];
  readonly #known: LRUCache<string, { readonly key: KnownApiKey | null }>;
  readonly #lastUsed = new LRUCache<string, number>({ max: 10_000 });
  /** Counts changes, so that what was read before one is not kept after it. */
  #changes = 0;

  constructor(private readonly parts: AuthenticationParts) {
    const { elapsedMs = () => performance.now() } = parts;
    this.#known = new LRUCache({ max: 10_000, ttl: cacheMs, ttlResolution: 0, perf: { now: elapsedMs } });
    this.#bootstrap = parts.bootstrapKeys.map(({ name, key }) => ({
      hash: apiKeyHash(key.reveal()),
      caller: {
        accountId: defaultAccount.id,
        accountName: defaultAccount.name,
        storeIds: null,
        apiKeyName: name,
        scopes: ['*'],
        actor: `settings (${name})`,
        expiresAt: null,
        supportAccessId: null,
      },
    }));
  }

  /** Hears from now on of keys that change. */
  async start(): Promise<void> {
    await this.parts.announcements.listen('api-key', (id) => {
      this.#changes += 1;
      if (id === null) this.#known.clear();
      else this.#known.delete(id);
    });
  }

  /** Whose key this is; null where nobody's, or where it has ended. */
  async authenticate(text: string): Promise<Caller | null> {
    const hash = apiKeyHash(text);
    let bootstrap: Caller | null = null;
    for (const { hash: known, caller } of this.#bootstrap) if (timingSafeEqual(hash, known)) bootstrap = caller;
    if (bootstrap) return bootstrap;

    const read = readApiKey(text);
    if (!read) return null;
    const known = await this.#lookUp(read.id);
    // Compared with something in any case, so that an id that exists takes no longer than one that does not.
    const matches = timingSafeEqual(hash, known?.secretHash ?? nobody);
    if (!known || !matches) return null;
    const { record } = known;
    const now = this.parts.now();
    if (record.revokedAt !== null || (record.expiresAt !== null && record.expiresAt <= now)) return null;
    this.#remember(record.id, now);
    return callerOf(known);
  }

  async #lookUp(id: string): Promise<KnownApiKey | null> {
    const cached = this.parts.announcements.hears ? this.#known.get(id) : undefined;
    if (cached) return cached.key;
    const before = this.#changes;
    const key = await this.parts.records.known(id);
    if (before === this.#changes && this.parts.announcements.hears) this.#known.set(id, { key });
    return key;
  }

  #remember(id: string, now: Date): void {
    if (now.getTime() - (this.#lastUsed.get(id) ?? 0) < usedEveryMs) return;
    this.#lastUsed.set(id, now.getTime());
    this.parts.records.used(id, now).catch(this.parts.reportBug);
  }
}

const nobody = Buffer.alloc(32);

function callerOf({ record, accountName, support }: KnownApiKey): Caller {
  return {
    accountId: record.accountId,
    accountName,
    storeIds: record.storeIds,
    apiKeyName: support?.technician ?? record.name,
    scopes: record.scopes,
    actor: support?.technician ?? `${prefixOf(record.id)} (${record.name})`,
    expiresAt: record.expiresAt,
    givesUntil: record.expiresAt,
    supportAccessId: support?.id ?? null,
  };
}
