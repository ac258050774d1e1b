import type { RegistryDatabase } from '../infrastructure/database.js';
import type { NotificationPayload, Notifications, NotificationTopic } from './notifications.js';

/** One thing to be told to one endpoint. */
export interface WebhookJob {
  readonly endpointId: string;
  /** The same in every attempt, and for every endpoint that is told of it. */
  readonly eventId: string;
  readonly topic: NotificationTopic;
  /** When it happened, RFC 3339. */
  readonly at: string;
  readonly payload: NotificationPayload;
}

/** What telling by webhook is made of. */
export interface WebhookNotificationParts {
  readonly database: RegistryDatabase;
  /** Takes jobs over within a database or transaction. */
  readonly add: (database: RegistryDatabase, jobs: readonly WebhookJob[]) => Promise<void>;
  readonly randomUuid: () => string;
  readonly now: () => Date;
}

/** Tells an account through those of its webhook endpoints that are enabled and want the topic. */
export class WebhookNotifications implements Notifications {
  constructor(private readonly parts: WebhookNotificationParts) {}

  within(database: RegistryDatabase): Notifications {
    return new WebhookNotifications({ ...this.parts, database });
  }

  async notify(accountId: string, topic: NotificationTopic, payload: NotificationPayload): Promise<void> {
    const { database, add, randomUuid, now } = this.parts;
    const endpoints = await database
      .selectFrom('webhook_endpoints')
      .select('id')
      .where('account_id', '=', accountId)
      .where('enabled', '=', true)
      .where((eb) => eb(eb.val<string>(topic), '=', eb.fn.any('topics')))
      .execute();
    const event = { eventId: `msg_${randomUuid()}`, topic, at: now().toISOString(), payload };
    await add(
      database,
      endpoints.map(({ id }) => ({ endpointId: id, ...event })),
    );
  }
}
