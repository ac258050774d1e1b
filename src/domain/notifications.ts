import type { RegistryDatabase } from '../infrastructure/database.js';

/** What an account can be told of without asking; named as clients subscribe to them. */
export const notificationTopics = [
  'PING',
  'STORE_UNREACHABLE',
  'STORE_RECOVERED',
  'BRIDGE_OUTDATED',
  'API_KEY_EXPIRING',
  'SUPPORT_ACCESS_GRANTED',
  'SUPPORT_ACCESS_ENDED',
] as const;
export type NotificationTopic = (typeof notificationTopics)[number];

/** What a notification says: facts by name. Ids are global ids, moments RFC 3339; never a secret, never a shopper's data. */
export type NotificationPayload = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Tells accounts what happened, through whatever they have set up for it. */
export interface Notifications {
  /** Takes a notification over for delivery; resolves once it cannot be lost any more, not once it has been delivered. */
  notify(accountId: string, topic: NotificationTopic, payload: NotificationPayload): Promise<void>;
  /** The same inside a transaction: what is notified is taken over when that commits, and never where it does not. */
  within(database: RegistryDatabase): Notifications;
}
