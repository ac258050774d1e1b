import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The host keys of servers that bridges were uploaded to. */
export const uploadsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('upload_host_keys')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('port', 'integer', (column) => column.notNull())
      .addColumn('host_key', 'text', (column) => column.notNull())
      .addColumn('pinned_at', sql`timestamptz(3)`, (column) => column.notNull())
      .addPrimaryKeyConstraint('upload_host_keys_pkey', ['account_id', 'host', 'port'])
      .execute();
  },
};
