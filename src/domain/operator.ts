import { isOutdatedBridge } from '../bridge/bridge-version.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import type { KeyRing, Rotation } from '../infrastructure/key-ring.js';
import { storeGlobalId } from '../model/ids.js';
import type { StoreStatus, StoreWarning } from '../model/store.js';
import { type AccountFault, plainText } from './account-faults.js';
import { type Account, Accounts, maxNameLength } from './accounts.js';
import type { ApiKeyRecord } from './api-key-records.js';
import { type ApiKeys, type ApiKeyWanted } from './api-keys.js';
import type { AuditLog } from './audit-log.js';
import { serviceChain } from './audit-log.js';
import { type AuditAnchor, type AuditVerdict, verifyAuditLogs } from './audit-verification.js';
import { type Reach, wholeAccount } from './caller.js';
import { storeWarnings } from './store-warnings.js';

/** What kept an operator's command from being done; the message says how to mend it. */
export class OperatorRefusal extends Error {
  override readonly name = 'OperatorRefusal';
}

/** What the operator may do, made of. */
export interface OperatorParts {
  readonly database: RegistryDatabase;
  readonly apiKeys: ApiKeys;
  readonly auditLog: AuditLog;
  readonly keyRing: Pick<KeyRing, 'rotate' | 'mac'>;
  readonly now: () => Date;
  readonly randomUuid: () => string;
}

/** A key as the operator asks for it. */
export interface OperatorKeyWanted extends Omit<ApiKeyWanted, 'expiresAt'> {
  readonly account: string;
  /** RFC 3339; null: until it is revoked. */
  readonly expiresAt: string | null;
}

/** A store among those of all accounts, as whoever keeps bridges up to date sees it. */
export interface FleetStore {
  /** Its global id. */
  readonly id: string;
  /** The name of the account that it is of. */
  readonly account: string;
  readonly name: string;
  readonly url: string;
  readonly status: string;
  readonly platformId: string | null;
  readonly lastVerifiedAt: Date | null;
  /** Null for a store whose bridge has never answered. */
  readonly bridge: {
    readonly version: string;
    readonly outdated: boolean;
    readonly phpVersion: string | null;
  } | null;
  /** What its owner should mend, though it answers. */
  readonly warnings: readonly StoreWarning[];
}

/** The names of the commands, as they are sent. */
export const operatorCommands = [
  'createAccount',
  'listAccounts',
  'createKey',
  'listKeys',
  'revokeKey',
  'listFleet',
  'verifyAudit',
  'rotateMasterKey',
] as const;
export type OperatorCommand = (typeof operatorCommands)[number];

const actor = 'cli';

/**
 * What whoever runs the service can do from its machine, above all accounts: nothing of it is in the graph. Everything is in the
 * log of the account that it was done to.
 */
export class Operator {
  readonly #accounts: Accounts;

  constructor(private readonly parts: OperatorParts) {
    this.#accounts = new Accounts(parts.database);
  }

  /** Adds an account. */
  async createAccount({ name }: { readonly name: string }): Promise<{ readonly account: Account }> {
    const plain = plainText(name, maxNameLength);
    if (!plain) throw new OperatorRefusal(`The name must be one line of at most ${maxNameLength} characters.`);
    const account = await this.parts.database.transaction().execute(async (database) => {
      const wanted = { id: this.parts.randomUuid(), name: plain, createdAt: this.parts.now() };
      const made = await this.#accounts.within(database).create(wanted);
      if (made) await this.#note(made.id, 'accounts.create', plain, 'OK', this.parts.auditLog.within(database));
      return made;
    });
    if (!account) throw new OperatorRefusal(`There is an account of the name ${plain} already.`);
    return { account };
  }

  /** Every account, oldest first. */
  async listAccounts(): Promise<{ readonly accounts: readonly Account[] }> {
    return { accounts: await this.#accounts.all() };
  }

  /** Makes a key for an account; the key itself is in the answer, this once. */
  async createKey(wanted: OperatorKeyWanted): Promise<{ readonly apiKey: ApiKeyRecord; readonly secret: string }> {
    const reach = await this.#reach(wanted.account);
    const expiresAt = wanted.expiresAt === null ? null : new Date(wanted.expiresAt);
    if (expiresAt && Number.isNaN(expiresAt.getTime())) {
      throw new OperatorRefusal('The end must be a moment such as 2027-01-31T12:00:00Z.');
    }
    const { name, scopes, storeIds } = wanted;
    const giver = { ...reach, scopes: ['*'] };
    const outcome = await this.parts.apiKeys.create(giver, { name, scopes, storeIds, expiresAt });
    await this.#note(reach.accountId, 'createApiKey', outcome.apiKey && `db_${outcome.apiKey.id}`, codeOf(outcome));
    if (!outcome.apiKey || outcome.secret === null) throw refusal(outcome.userErrors);
    return { apiKey: outcome.apiKey, secret: outcome.secret };
  }

  /** The keys of an account, oldest first, at most 250. */
  async listKeys({ account }: { readonly account: string }): Promise<{ readonly apiKeys: readonly unknown[] }> {
    const request = { limit: 250, backward: false, after: null, before: null, totalCount: false };
    const page = await this.parts.apiKeys.page(await this.#reach(account), request);
    return { apiKeys: page.rows.map(({ node }) => node) };
  }

  /** Ends a key at once, wherever the service runs. */
  async revokeKey({
    account,
    id,
  }: {
    readonly account: string;
    readonly id: string;
  }): Promise<{ apiKey: ApiKeyRecord }> {
    const reach = await this.#reach(account);
    const outcome = await this.parts.apiKeys.revoke(reach, id.replace(/^db_/, '').slice(0, 16));
    await this.#note(reach.accountId, 'revokeApiKey', outcome.apiKey && `db_${outcome.apiKey.id}`, codeOf(outcome));
    if (!outcome.apiKey) throw refusal(outcome.userErrors);
    return { apiKey: outcome.apiKey };
  }

  /** Every store of every account with the bridge that it runs, in the order of connection. */
  async listFleet(): Promise<{ readonly stores: readonly FleetStore[] }> {
    const rows = await this.parts.database
      .selectFrom('stores')
      .innerJoin('accounts', 'accounts.id', 'stores.account_id')
      .select([
        'stores.id',
        'stores.name',
        'stores.url',
        'stores.status',
        'stores.platform_id',
        'stores.bridge_version',
      ])
      .select(['stores.php_version', 'stores.replay_protection', 'stores.last_verified_at', 'accounts.name as account'])
      .orderBy('stores.connected_at')
      .orderBy('stores.id')
      .execute();
    return {
      stores: rows.map((row) => ({
        id: storeGlobalId(row.id),
        account: row.account,
        name: row.name,
        url: row.url,
        status: row.status,
        platformId: row.platform_id,
        lastVerifiedAt: row.last_verified_at,
        bridge:
          row.bridge_version === null
            ? null
            : {
                version: row.bridge_version,
                outdated: isOutdatedBridge(row.bridge_version),
                phpVersion: row.php_version,
              },
        warnings: storeWarnings(row.status as StoreStatus, {
          version: row.bridge_version,
          replayProtection: row.replay_protection,
        }),
      })),
    };
  }

  /** Checks the audit log of one account, or all of them. */
  async verifyAudit(of: {
    readonly account: string | null;
    readonly anchors: readonly AuditAnchor[];
  }): Promise<{ readonly verdicts: readonly AuditVerdict[] }> {
    const accountId = of.account === null ? null : (await this.#reach(of.account)).accountId;
    const { database, keyRing } = this.parts;
    return { verdicts: await verifyAuditLogs({ database, mac: (text) => keyRing.mac(text) }, accountId, of.anchors) };
  }

  /** Seals every secret anew under the next master key. */
  async rotateMasterKey(): Promise<Rotation> {
    const rotation = await this.parts.keyRing.rotate();
    await this.#note(serviceChain, 'rotateMasterKey', `master key ${rotation.masterKeyId}`, 'OK');
    return rotation;
  }

  /** Begins the log of every account that has none yet, so that one that is missing later was taken away. */
  async beginLogs(): Promise<void> {
    const { database } = this.parts;
    const begun = new Set(
      (await database.selectFrom('audit_heads').select('chain').execute()).map(({ chain }) => chain),
    );
    const chains = [...(await this.#accounts.all()).map(({ id }) => id), serviceChain];
    for (const chain of chains) {
      if (!begun.has(chain))
        await this.parts.auditLog.append({ ...service, accountId: chain, action: 'auditLog.begin' });
    }
  }

  async #reach(account: string): Promise<Reach> {
    const found = await this.#accounts.find(account);
    if (!found) throw new OperatorRefusal(`There is no account of the id or name ${account.slice(0, 80)}.`);
    return wholeAccount(found.id);
  }

  async #note(
    accountId: string,
    action: string,
    detail: string | null,
    outcome: string,
    log = this.parts.auditLog,
  ): Promise<void> {
    await log.append({ accountId, actor, action, detail, storeId: null, address: null, outcome });
  }
}

const service = { actor: 'service', detail: null, storeId: null, address: null, outcome: 'OK' } as const;

function codeOf({ userErrors }: { readonly userErrors: readonly AccountFault[] }): string {
  return userErrors[0]?.code ?? 'OK';
}

function refusal(userErrors: readonly AccountFault[]): OperatorRefusal {
  return new OperatorRefusal(userErrors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
}
