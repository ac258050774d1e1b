import type { RegistryDatabase } from '../infrastructure/database.js';
import { ServiceError } from '../model/service-error.js';

/** For how long a key stands for what it was first used for. */
export const idempotencyKeyHours = 24;

/** What idempotency keys are kept with. */
export interface IdempotencyParts {
  readonly database: RegistryDatabase;
  /** A code over a text that only the service can make. */
  readonly mac: (text: string) => string;
  readonly now: () => Date;
}

/** What callers' idempotency keys were used for, for a day; neither the keys nor the arguments themselves are kept. */
export class IdempotencyKeys {
  constructor(private readonly parts: IdempotencyParts) {}

  /**
   * When the account first used the key, within its day. Throws IDEMPOTENCY_KEY_REUSED where that was for something else.
   * `used` says what it is used for: the mutation and all its arguments.
   */
  async claim(accountId: string, key: string, used: string): Promise<Date> {
    const { database, mac, now } = this.parts;
    const at = now();
    const expired = new Date(at.getTime() - idempotencyKeyHours * 3_600_000);
    const row = {
      account_id: accountId,
      key_mac: mac(JSON.stringify(['drawbridge idempotency key 1', accountId, key])),
      arguments_mac: mac(JSON.stringify(['drawbridge arguments 1', accountId, used])),
      used_at: at,
    };
    await database.deleteFrom('idempotency_keys').where('used_at', '<', expired).execute();
    await database
      .insertInto('idempotency_keys')
      .values(row)
      .onConflict((conflict) => conflict.columns(['account_id', 'key_mac']).doNothing())
      .execute();
    const held = await database
      .selectFrom('idempotency_keys')
      .select(['arguments_mac', 'used_at'])
      .where('account_id', '=', accountId)
      .where('key_mac', '=', row.key_mac)
      .executeTakeFirst();
    if (!held) return this.claim(accountId, key, used);
    if (held.arguments_mac === row.arguments_mac) return held.used_at;
    throw new ServiceError('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used for other changes within a day.');
  }
}
