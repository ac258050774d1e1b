import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const moment = sql`timestamptz(3)`;

/** Which stores were connected to be changed, and what idempotency keys were used for. */
export const writingMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('stores')
      .addColumn('write_wanted', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute();
    await db.schema
      .alterTable('bridge_downloads')
      .addColumn('writable', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute();
    await db.schema
      .createTable('idempotency_keys')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('key_mac', 'text', (column) => column.notNull())
      .addColumn('arguments_mac', 'text', (column) => column.notNull())
      .addColumn('used_at', moment, (column) => column.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_pkey', ['account_id', 'key_mac'])
      .execute();
    await db.schema.createIndex('idempotency_keys_used_at').on('idempotency_keys').column('used_at').execute();
  },
};
