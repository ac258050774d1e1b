import { sql } from 'kysely';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { prefixOf } from './api-key-text.js';
import type { Notifications } from './notifications.js';

/** How many days before an API key ends its account is told; of a key that is to live less than twice as long, at half its life. */
export const toldDaysBefore = 7;

/** Tells accounts of their API keys that are about to end. */
export class ExpiringKeys {
  constructor(
    private readonly parts: {
      readonly database: RegistryDatabase;
      readonly notifications: Notifications;
      readonly now: () => Date;
    },
  ) {}

  /** Tells of each key once, however many instances ask; gives the prefixes of those told of. Technicians' keys have notices of their own. */
  async tell(): Promise<readonly string[]> {
    const now = this.parts.now();
    return this.parts.database.transaction().execute(async (database) => {
      const expiring = await database
        .updateTable('api_keys')
        .set({ expiring_told_at: now })
        .where('expiring_told_at', 'is', null)
        .where('for_support', '=', false)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .where(
          sql<Date>`expires_at - least(make_interval(days => ${sql.lit(toldDaysBefore)}), (expires_at - created_at) / 2)`,
          '<=',
          now,
        )
        .returning(['id', 'account_id', 'name', 'expires_at'])
        .execute();
      const notifications = this.parts.notifications.within(database);
      for (const { id, account_id: accountId, name, expires_at: expiresAt } of expiring) {
        const payload = { apiKeyId: id, prefix: prefixOf(id), name, expiresAt: expiresAt?.toISOString() ?? null };
        await notifications.notify(accountId, 'API_KEY_EXPIRING', payload);
      }
      return expiring.map(({ id }) => prefixOf(id));
    });
  }
}
