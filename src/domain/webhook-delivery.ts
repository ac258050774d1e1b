import { Webhook } from 'standardwebhooks';
import { type Dispatcher, request } from 'undici';
import { ForbiddenAddressError } from '../bridge/address-guard.js';
import { systemCode } from '../bridge/errors.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { JobFailure } from '../infrastructure/job-queue.js';
import type { Log } from '../infrastructure/logger.js';
import type { Reach } from './caller.js';
import type { Sealing } from './credential-vault.js';
import {
  notFound,
  recordOf,
  type WebhookEndpoints,
  type WebhookOutcome,
  webhookSecretPurpose,
} from './webhook-endpoints.js';
import type { WebhookJob } from './webhook-notifications.js';

/** How long an event is tried to be told, in milliseconds: three days. */
const toldWithinMs = 3 * 86_400_000;
/** After how long of nothing but failures an endpoint is disabled, in milliseconds: a day. */
const disabledAfterMs = 86_400_000;
/** How long an endpoint may take to answer, in milliseconds. */
const answerWithinMs = 15_000;

/** What deliveries are made of. */
export interface WebhookDeliveryParts {
  readonly database: RegistryDatabase;
  readonly endpoints: Pick<WebhookEndpoints, 'find'>;
  readonly sealing: Sealing;
  /** The guarded pool of connections, as for stores. */
  readonly dispatcher: Dispatcher;
  readonly randomUuid: () => string;
  readonly now: () => Date;
  readonly log: Log;
}

/** Says that an endpoint did not take what it was told; it is told again later. */
export class DeliveryFailure extends JobFailure {
  override readonly name = 'DeliveryFailure';
}

/** Tells endpoints what happened, signed as Standard Webhooks has it. Nothing of what an endpoint answers is kept but its status. */
export class WebhookDelivery {
  constructor(private readonly parts: WebhookDeliveryParts) {}

  /** Tells one endpoint one thing; rejects where it is to be told again later. */
  async deliver(job: WebhookJob): Promise<void> {
    const { now } = this.parts;
    if (now().getTime() - Date.parse(job.at) > toldWithinMs) return;
    const endpoint = await this.parts.database
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('id', '=', job.endpointId)
      .executeTakeFirst();
    // Deleted or turned off since: there is nobody to tell any more.
    if (!endpoint || (!endpoint.enabled && job.topic !== 'PING')) return;

    const fault = await this.#send(endpoint, job);
    if (fault === null) {
      await this.parts.database
        .updateTable('webhook_endpoints')
        .set({ last_succeeded_at: now(), failing_since: null, last_error: null })
        .where('id', '=', endpoint.id)
        .execute();
      return;
    }
    const at = now();
    const since = endpoint.failing_since ?? at;
    const givenUp = endpoint.enabled && (fault === 'HTTP 410' || at.getTime() - since.getTime() >= disabledAfterMs);
    await this.parts.database
      .updateTable('webhook_endpoints')
      .set({
        last_failed_at: at,
        failing_since: since,
        last_error: givenUp
          ? `Disabled: ${fault === 'HTTP 410' ? 'it asked for it' : 'it failed for a day'} (${fault}).`
          : fault,
        ...(givenUp ? { enabled: false } : {}),
      })
      .where('id', '=', endpoint.id)
      .execute();
    if (!givenUp) throw new DeliveryFailure(fault);
    this.parts.log.warn(
      { accountId: endpoint.account_id },
      'A webhook endpoint is disabled: it failed for a day, or asked for it.',
    );
  }

  /** Tells an endpoint a PING at once, whatever its topics; the outcome shows how that went. */
  async test(reach: Reach, id: string): Promise<WebhookOutcome> {
    if (!(await this.parts.endpoints.find(reach, id))) return notFound(['id']);
    const { randomUuid, now } = this.parts;
    const event = { eventId: `msg_${randomUuid()}`, topic: 'PING', at: now().toISOString(), payload: {} } as const;
    await this.deliver({ endpointId: id, ...event }).catch((error: unknown) => {
      if (!(error instanceof DeliveryFailure)) throw error;
    });
    return { endpoint: await this.parts.endpoints.find(reach, id), userErrors: [] };
  }

  /** Null where the endpoint took it; else what went wrong. */
  async #send(endpoint: EndpointRow, { eventId, topic, at, payload }: WebhookJob): Promise<string | null> {
    const { sealing, dispatcher, now } = this.parts;
    await sealing.learn?.([endpoint.secret_envelope]);
    const secret = sealing.open(endpoint.secret_envelope, webhookSecretPurpose(endpoint.id));
    const body = JSON.stringify({ type: topic, timestamp: at, data: payload });
    const sentAt = now();
    try {
      const { statusCode, body: answer } = await request(endpoint.url, {
        method: 'POST',
        dispatcher,
        signal: AbortSignal.timeout(answerWithinMs),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Drawbridge',
          'webhook-id': eventId,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'webhook-signature': new Webhook(secret.toString('base64')).sign(eventId, sentAt, body),
        },
        body,
      });
      await answer.dump({ limit: 64 * 1024 }).catch(() => undefined);
      return statusCode >= 200 && statusCode < 300 ? null : `HTTP ${statusCode}`;
    } catch (error) {
      if (error instanceof ForbiddenAddressError) return 'The address is not a public one.';
      if (error instanceof Error && error.name === 'TimeoutError') return 'No answer in time.';
      return systemCode(error) ?? 'The connection failed.';
    }
  }
}

type EndpointRow = Parameters<typeof recordOf>[0];
