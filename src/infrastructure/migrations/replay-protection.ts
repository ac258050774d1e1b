import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether a store's bridge knows a request that is sent again, as it last said. */
export const replayProtectionMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('stores').addColumn('replay_protection', 'boolean').execute();
  },
};
