import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const moment = sql`timestamptz(3)`;

/** Webhook endpoints, what the monitor remembers of stores, and leases that one instance at a time holds. */
export const webhooksMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('webhook_endpoints')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('topics', sql`text[]`, (column) => column.notNull())
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('secret_envelope', 'text', (column) => column.notNull())
      .addColumn('created_at', moment, (column) => column.notNull())
      .addColumn('last_succeeded_at', moment)
      .addColumn('last_failed_at', moment)
      .addColumn('failing_since', moment)
      .addColumn('last_error', 'text')
      .execute();
    await db.schema
      .createIndex('webhook_endpoints_account_id_created_at_id')
      .on('webhook_endpoints')
      .columns(['account_id', 'created_at', 'id'])
      .execute();
    await db.schema.alterTable('stores').addColumn('checked_at', moment).addColumn('outdated_told', 'text').execute();
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('until', moment, (column) => column.notNull())
      .execute();
  },
};
