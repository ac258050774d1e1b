import type { RegistryDatabase } from '../infrastructure/database.js';
import { keysetPage, type ListRequest, momentOf } from '../infrastructure/keyset-rows.js';
import { storeGlobalId } from '../model/ids.js';
import type { Page } from '../model/page.js';
import { isUuid } from '../model/uuid.js';
import { type AccountFault, accountFault, plainText } from './account-faults.js';
import { maxNameLength } from './accounts.js';
import type { ApiKeyRecords } from './api-key-records.js';
import { newApiKey } from './api-key-text.js';
import { type Giver, scopeFaults } from './api-keys.js';
import type { AuditLog } from './audit-log.js';
import type { Reach } from './caller.js';
import type { Notifications } from './notifications.js';
import type { StoreRegistry } from './store-registry.js';

/** Leave for a technician to look into one store. */
export interface SupportGrant {
  readonly id: string;
  readonly accountId: string;
  /** UUID. */
  readonly storeId: string;
  readonly technician: string;
  readonly reason: string;
  readonly scopes: readonly string[];
  /** What to change once it has ended. */
  readonly remember: readonly string[];
  readonly grantedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** A grant as it is asked for. */
export interface GrantWanted extends Pick<SupportGrant, 'storeId' | 'technician' | 'reason' | 'scopes' | 'expiresAt'> {
  readonly remember: readonly string[];
}

/** What came of granting or ending support access. */
export interface GrantOutcome {
  /** Null where there are userErrors. */
  readonly grant: SupportGrant | null;
  /** The technician's key, this once; null where none was made. */
  readonly secret: string | null;
  readonly userErrors: readonly AccountFault[];
}

/** What support access is made of. */
export interface SupportParts {
  readonly database: RegistryDatabase;
  readonly records: ApiKeyRecords;
  readonly registry: StoreRegistry;
  readonly notifications: Notifications;
  readonly auditLog: AuditLog;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUuid: () => string;
  readonly now: () => Date;
}

const maxHours = 72;
const maxReasonLength = 500;
const maxReminders = 20;

/** The scopes that a technician may be given: what is in stores, never the account's own keys, log or webhooks. */
export const supportScopes: readonly string[] = [
  'stores.read',
  'stores.write',
  'catalog.read',
  'catalog.write',
  'orders.read',
  'orders.write',
  'customers.read',
];

/** The only way in for a technician: a key for one store, for at most 72 hours. The account is told of its start and its end. */
export class SupportAccesses {
  constructor(private readonly parts: SupportParts) {}

  /** Grants access; the technician's key is in the outcome, this once. */
  async grant(giver: Giver, wanted: GrantWanted): Promise<GrantOutcome> {
    const { now, randomBytes, randomUuid } = this.parts;
    const grantedAt = now();
    const technician = technicianName(wanted.technician);
    const reason = plainText(wanted.reason, maxReasonLength);
    const remember = wanted.remember.map((text) => plainText(text, maxNameLength));
    const told = remember.filter((text) => text !== null);
    const [store] = await this.parts.registry.find(giver, [wanted.storeId]);
    const userErrors = [
      ...(store ? [] : [accountFault('STORE_UNKNOWN', 'The account has no store of this id.', 'input', 'storeId')]),
      ...(technician ? [] : [accountFault('NAME_INVALID', nameRule, 'input', 'technician')]),
      ...(reason ? [] : [accountFault('REASON_INVALID', reasonRule, 'input', 'reason')]),
      ...(told.length === remember.length && told.length <= maxReminders
        ? []
        : [accountFault('REMEMBER_INVALID', rememberRule, 'input', 'remember')]),
      ...technicianScopeFaults(giver, wanted.scopes),
      ...lifetimeFaults(wanted.expiresAt, grantedAt),
    ];
    if (!store || !technician || !reason || userErrors.length > 0) return { grant: null, secret: null, userErrors };

    const { id: keyId, text } = newApiKey(randomBytes);
    const id = randomUuid();
    const { accountId } = giver;
    const { storeId, expiresAt, scopes } = wanted;
    const grant = await this.#inTransaction(async (database) => {
      await this.parts.records.within(database).insert({
        id: keyId,
        text,
        accountId,
        name: technician,
        scopes: [...new Set(scopes)],
        storeIds: [storeId],
        createdAt: grantedAt,
        expiresAt,
        forSupport: true,
      });
      await database
        .insertInto('support_access')
        .values({
          id,
          account_id: accountId,
          store_id: storeId,
          api_key_id: keyId,
          technician,
          reason,
          remember: [...told, ...reminders(scopes)],
          granted_at: grantedAt,
          end_told_at: null,
        })
        .execute();
      const made = await this.#find(giver, id, database);
      if (made) await this.#tell(database, 'SUPPORT_ACCESS_GRANTED', made);
      return made;
    });
    return { grant, secret: text, userErrors: [] };
  }

  /** Ends access at once, on every instance. */
  async revoke(reach: Reach, id: string): Promise<GrantOutcome> {
    const grant = await this.#inTransaction(async (database) => {
      const found = await this.#find(reach, id, database);
      if (!found) return null;
      const keyId = await this.#keyOf(id, database);
      await this.parts.records.within(database).revoke(reach, keyId, this.parts.now(), true);
      const ended = await this.#find(reach, id, database);
      if (ended && (await this.#isFirstToTell(id, database))) await this.#end(database, ended);
      return ended;
    });
    const missing = accountFault('NOT_FOUND', 'The account has no support access of this id.', 'id');
    return { grant, secret: null, userErrors: grant ? [] : [missing] };
  }

  /** The grant of this id; null where there is none within reach. */
  async find(reach: Reach, id: string): Promise<SupportGrant | null> {
    return this.#find(reach, id, this.parts.database);
  }

  /** One page of the grants within reach, oldest first: of one store, or of all. */
  async page(reach: Reach, storeId: string | null, request: ListRequest): Promise<Page<SupportGrant>> {
    let all = this.#grants(reach, this.parts.database);
    if (storeId !== null) all = all.where('support_access.store_id', '=', uuidOrNone(storeId));
    return keysetPage(request, {
      rows: ({ after, before, reversed, limit }) => {
        let some = all;
        for (const [place, operator] of [
          [after, '>'],
          [before, '<'],
        ] as const) {
          if (!place) continue;
          some = some.where(({ eb, refTuple, tuple }) =>
            eb(
              refTuple('support_access.granted_at', 'support_access.id'),
              operator,
              tuple(momentOf(place), uuidOrNone(place.id)),
            ),
          );
        }
        const direction = reversed ? 'desc' : 'asc';
        return some
          .orderBy('support_access.granted_at', direction)
          .orderBy('support_access.id', direction)
          .limit(limit)
          .execute();
      },
      count: async () => {
        const { count } = await all
          .clearSelect()
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      },
      at: (row) => ({ value: row.granted_at.toISOString(), id: row.id }),
      node: grantOf,
    });
  }

  /** Tells accounts of accesses that have ended by themselves, each once however many instances ask; gives those told of. */
  async tellEnded(): Promise<readonly SupportGrant[]> {
    return this.#inTransaction(async (database) => {
      const ended = await database
        .updateTable('support_access')
        .set({ end_told_at: this.parts.now() })
        .where('end_told_at', 'is', null)
        .where('api_key_id', 'in', (eb) =>
          eb
            .selectFrom('api_keys')
            .select('id')
            .where('for_support', '=', true)
            .where('expires_at', '<=', this.parts.now()),
        )
        .returning(['id', 'account_id'])
        .execute();
      const grants: SupportGrant[] = [];
      for (const { id, account_id: accountId } of ended) {
        const grant = await this.#find({ accountId, storeIds: null }, id, database);
        if (!grant) continue;
        await this.#end(database, grant);
        await this.parts.auditLog.within(database).append({
          accountId,
          actor: 'service',
          action: 'supportAccess.end',
          detail: grant.technician,
          storeId: grant.storeId,
          address: null,
          outcome: 'OK',
        });
        grants.push(grant);
      }
      return grants;
    });
  }

  async #find(reach: Reach, id: string, database: RegistryDatabase): Promise<SupportGrant | null> {
    const row = await this.#grants(reach, database).where('support_access.id', '=', uuidOrNone(id)).executeTakeFirst();
    return row ? grantOf(row) : null;
  }

  async #keyOf(id: string, database: RegistryDatabase): Promise<string> {
    const { api_key_id: keyId } = await database
      .selectFrom('support_access')
      .select('api_key_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return keyId;
  }

  async #isFirstToTell(id: string, database: RegistryDatabase): Promise<boolean> {
    const told = await database
      .updateTable('support_access')
      .set({ end_told_at: this.parts.now() })
      .where('id', '=', id)
      .where('end_told_at', 'is', null)
      .executeTakeFirst();
    return told.numUpdatedRows === 1n;
  }

  #grants({ accountId, storeIds }: Reach, database: RegistryDatabase) {
    const ofAccount = database
      .selectFrom('support_access')
      .innerJoin('api_keys', 'api_keys.id', 'support_access.api_key_id')
      .selectAll('support_access')
      .select(['api_keys.scopes', 'api_keys.expires_at', 'api_keys.revoked_at', 'api_keys.last_used_at'])
      .where('support_access.account_id', '=', accountId);
    return storeIds
      ? ofAccount.where('support_access.store_id', '=', (eb) => eb.fn.any(eb.val([...storeIds])))
      : ofAccount;
  }

  /** Tells the account that an access has ended; links to bridges that the technician may have made go with it. */
  async #end(database: RegistryDatabase, grant: SupportGrant): Promise<void> {
    if (grant.scopes.includes('stores.write')) {
      await database
        .deleteFrom('bridge_downloads')
        .where('store_id', '=', grant.storeId)
        .where('created_at', '>=', grant.grantedAt)
        .execute();
    }
    await this.#tell(database, 'SUPPORT_ACCESS_ENDED', grant);
  }

  async #tell(
    database: RegistryDatabase,
    topic: 'SUPPORT_ACCESS_GRANTED' | 'SUPPORT_ACCESS_ENDED',
    grant: SupportGrant,
  ): Promise<void> {
    await this.parts.notifications.within(database).notify(grant.accountId, topic, {
      supportAccessId: grant.id,
      storeId: storeGlobalId(grant.storeId),
      technician: grant.technician,
      reason: grant.reason,
      scopes: grant.scopes,
      grantedAt: grant.grantedAt.toISOString(),
      expiresAt: grant.expiresAt.toISOString(),
      revokedAt: grant.revokedAt?.toISOString() ?? null,
      remember: grant.remember,
    });
  }

  #inTransaction<T>(work: (database: RegistryDatabase) => Promise<T>): Promise<T> {
    return this.parts.database.transaction().execute(work);
  }
}

const nameRule = `The technician's name must be one line of at most ${maxNameLength} characters, and not what the audit log calls somebody else.`;
const reasonRule = `The reason must be one line of at most ${maxReasonLength} characters.`;
const rememberRule = `remember must hold at most ${maxReminders} lines of at most ${maxNameLength} characters each.`;

/** A technician's name as the audit log will have it; null where it is none, or reads as somebody else who can be in that log. */
function technicianName(text: string): string | null {
  const name = plainText(text, maxNameLength);
  return name !== null && otherActors.test(name) ? null : name;
}

/** The operator, the service itself, whoever took a bridge, keys of the settings, access tokens, and API keys. */
const otherActors = /^(?:cli|service|demo|download link|settings \(.*|token \(.*|db_.*)$/iu;

function technicianScopeFaults(giver: Giver, scopes: readonly string[]): AccountFault[] {
  const faults = scopeFaults(giver, scopes);
  if (faults.length > 0 || scopes.every((scope) => supportScopes.includes(scope))) return faults;
  const message = `A technician can be given ${supportScopes.join(', ')}, and nothing else.`;
  return [accountFault('SCOPE_NOT_ALLOWED', message, 'input', 'scopes')];
}

function lifetimeFaults(expiresAt: Date, now: Date): AccountFault[] {
  const hours = (expiresAt.getTime() - now.getTime()) / 3_600_000;
  if (hours > 0 && hours <= maxHours) return [];
  const message = `expiresAt must lie in the future, at most ${maxHours} hours from now.`;
  return [accountFault('EXPIRY_INVALID', message, 'input', 'expiresAt')];
}

/** What follows from what the technician could do. */
function reminders(scopes: readonly string[]): string[] {
  return scopes.includes('stores.write')
    ? ['The store’s key: the technician could download a bridge that holds it. Call rotateStoreKey.']
    : [];
}

/** An id as the database compares it; one that is no UUID is that of nothing. */
function uuidOrNone(id: string): string {
  return isUuid(id) ? id : '00000000-0000-0000-0000-000000000000';
}

interface GrantRow {
  readonly id: string;
  readonly account_id: string;
  readonly store_id: string;
  readonly technician: string;
  readonly reason: string;
  readonly scopes: string[];
  readonly remember: string[];
  readonly granted_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

function grantOf(row: GrantRow): SupportGrant {
  return {
    id: row.id,
    accountId: row.account_id,
    storeId: row.store_id,
    technician: row.technician,
    reason: row.reason,
    scopes: row.scopes,
    remember: row.remember,
    grantedAt: row.granted_at,
    expiresAt: row.expires_at ?? row.granted_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
