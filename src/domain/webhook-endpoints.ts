import type { Selectable } from 'kysely';
import type { RegistryDatabase, WebhookEndpointsTable } from '../infrastructure/database.js';
import { keysetPage, type ListRequest, momentOf, uuidOf } from '../infrastructure/keyset-rows.js';
import type { Page } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';
import { isUuid } from '../model/uuid.js';
import type { Reach } from './caller.js';
import type { Sealing } from './credential-vault.js';
import type { NotificationTopic } from './notifications.js';
import { privateAddressFault, webhookUrl } from './store-address.js';

/** An endpoint as it may be shown; of its secret nothing is in it. */
export interface WebhookEndpointRecord {
  /** UUID. */
  readonly id: string;
  readonly accountId: string;
  readonly url: string;
  readonly topics: readonly NotificationTopic[];
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly lastSucceededAt: Date | null;
  readonly lastFailedAt: Date | null;
  /** What went wrong last; never what the endpoint said. Null after a success. */
  readonly lastError: string | null;
}

/** Every `userErrors.code` of the mutations on webhook endpoints. */
export const webhookErrorCodes = ['URL_INVALID', 'ADDRESS_NOT_ALLOWED', 'TOO_MANY_ENDPOINTS', 'NOT_FOUND'] as const;

/** What the caller can mend about an endpoint. */
export interface WebhookError {
  readonly code: (typeof webhookErrorCodes)[number];
  readonly message: string;
  readonly field: string[] | null;
}

/** What came of a change to an endpoint. */
export interface WebhookOutcome {
  readonly endpoint: WebhookEndpointRecord | null;
  readonly userErrors: readonly WebhookError[];
}

/** What endpoints are made of. */
export interface WebhookEndpointParts {
  readonly database: RegistryDatabase;
  readonly sealing: Sealing;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUuid: () => string;
  readonly now: () => Date;
  readonly allowPrivateAddresses: boolean;
  readonly resolveHost: (host: string) => Promise<readonly string[]>;
  /** Resolves once something can be told: before, there is no endpoint to tell it to. */
  readonly canTell: () => Promise<void>;
}

const maxEndpoints = 50;

/** Where an account wants to be told what happened. */
export class WebhookEndpoints {
  constructor(private readonly parts: WebhookEndpointParts) {}

  /** Whether any account has an endpoint. */
  async areAny(): Promise<boolean> {
    const { database } = this.parts;
    return (await database.selectFrom('webhook_endpoints').select('id').limit(1).execute()).length > 0;
  }

  /** One page of the account's endpoints, oldest first. */
  async page(reach: Reach, request: ListRequest): Promise<Page<WebhookEndpointRecord>> {
    const all = this.parts.database
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('account_id', '=', accountOf(reach));
    return keysetPage(request, {
      rows: ({ after, before, reversed, limit }) => {
        let some = all;
        for (const [place, operator] of [
          [after, '>'],
          [before, '<'],
        ] as const) {
          if (!place) continue;
          some = some.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('created_at', 'id'), operator, tuple(momentOf(place), uuidOf(place))),
          );
        }
        const direction = reversed ? 'desc' : 'asc';
        return some.orderBy('created_at', direction).orderBy('id', direction).limit(limit).execute();
      },
      count: async () => {
        const { count } = await all
          .clearSelect()
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      },
      at: (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      node: recordOf,
    });
  }

  /** Makes an endpoint; its secret (`whsec_…`, as Standard Webhooks writes it) is given this once. */
  async create(
    reach: Reach,
    wanted: { readonly url: string; readonly topics: readonly NotificationTopic[]; readonly enabled: boolean },
  ): Promise<WebhookOutcome & { readonly secret: string | null }> {
    const accountId = accountOf(reach);
    const refused = (error: WebhookError) => ({ endpoint: null, secret: null, userErrors: [error] });
    const url = await this.#address(wanted.url);
    if (typeof url !== 'string') return refused(url);
    const { database, sealing } = this.parts;
    await this.parts.canTell();
    const id = this.parts.randomUuid();
    const secret = this.parts.randomBytes(32);
    const row = await database.transaction().execute(async (within) => {
      // One after the other: else two would find the same last place.
      await within.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute();
      const { count } = await within
        .selectFrom('webhook_endpoints')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= maxEndpoints) return null;
      return within
        .insertInto('webhook_endpoints')
        .values({
          id,
          account_id: accountId,
          url,
          topics: [...new Set(wanted.topics)],
          enabled: wanted.enabled,
          secret_envelope: sealing.seal(secret, webhookSecretPurpose(id)),
          created_at: this.parts.now(),
          last_succeeded_at: null,
          last_failed_at: null,
          failing_since: null,
          last_error: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    if (row) return { endpoint: recordOf(row), secret: `whsec_${secret.toString('base64')}`, userErrors: [] };
    const message = `An account has at most ${maxEndpoints} endpoints; delete one first.`;
    return refused({ code: 'TOO_MANY_ENDPOINTS', message, field: null });
  }

  /** Changes an endpoint; one that is enabled again begins without the failures it had. */
  async update(
    reach: Reach,
    id: string,
    wanted: { readonly url?: string; readonly topics?: readonly NotificationTopic[]; readonly enabled?: boolean },
  ): Promise<WebhookOutcome> {
    const accountId = accountOf(reach);
    const url = wanted.url === undefined ? undefined : await this.#address(wanted.url);
    if (typeof url === 'object') return { endpoint: await this.find(reach, id), userErrors: [url] };
    if (!isUuid(id)) return notFound(['input', 'id']);
    const row = await this.parts.database
      .updateTable('webhook_endpoints')
      .set({
        id,
        url,
        topics: wanted.topics && [...new Set(wanted.topics)],
        enabled: wanted.enabled,
        ...(wanted.enabled ? { failing_since: null, last_error: null } : {}),
      })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    return row ? { endpoint: recordOf(row), userErrors: [] } : notFound(['input', 'id']);
  }

  /** Forgets an endpoint with its secret; false where the account has none of this id. */
  async delete(reach: Reach, id: string): Promise<boolean> {
    const accountId = accountOf(reach);
    if (!isUuid(id)) return false;
    const { numDeletedRows } = await this.parts.database
      .deleteFrom('webhook_endpoints')
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  /** The account's endpoint of this id; null where it has none. */
  async find(reach: Reach, id: string): Promise<WebhookEndpointRecord | null> {
    const accountId = accountOf(reach);
    if (!isUuid(id)) return null;
    const row = await this.parts.database
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? recordOf(row) : null;
  }

  async #address(text: string): Promise<string | WebhookError> {
    const { allowPrivateAddresses, resolveHost } = this.parts;
    const field = ['input', 'url'];
    const url = webhookUrl(text);
    if (!(url instanceof URL)) return { ...url, field };
    if (url.protocol !== 'https:' && !allowPrivateAddresses) {
      return { code: 'URL_INVALID', message: 'The address must begin with https://.', field };
    }
    const wrong = allowPrivateAddresses ? null : await privateAddressFault(url, resolveHost);
    return wrong ? { ...wrong, field } : url.href;
  }
}

/** What an endpoint's secret is sealed for. */
export function webhookSecretPurpose(endpointId: string): string {
  return `webhook endpoint ${endpointId}`;
}

/** What came of asking for an endpoint that the account does not have. */
export function notFound(field: string[]): WebhookOutcome {
  return {
    endpoint: null,
    userErrors: [{ code: 'NOT_FOUND', message: 'The account has no endpoint of this id.', field }],
  };
}

/** Endpoints hear of all of an account, so a key that is limited to certain stores has no say in them. */
function accountOf({ accountId, storeIds }: Reach): string {
  if (storeIds === null) return accountId;
  throw new ServiceError(
    'FORBIDDEN',
    'A key that is limited to certain stores cannot see or change webhook endpoints.',
  );
}

/** An endpoint's row as it may be shown. */
export function recordOf(row: Selectable<WebhookEndpointsTable>): WebhookEndpointRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    url: row.url,
    topics: row.topics as NotificationTopic[],
    enabled: row.enabled,
    createdAt: row.created_at,
    lastSucceededAt: row.last_succeeded_at,
    lastFailedAt: row.last_failed_at,
    lastError: row.last_error,
  };
}
