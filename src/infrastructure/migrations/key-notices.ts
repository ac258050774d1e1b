import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which API keys an account was told of before they end. */
export const keyNoticesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('api_keys').addColumn('expiring_told_at', sql`timestamptz(3)`).execute();
  },
};
