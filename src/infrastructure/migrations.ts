import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { accountsMigration } from './migrations/accounts.js';
import { keyNoticesMigration } from './migrations/key-notices.js';
import { replayProtectionMigration } from './migrations/replay-protection.js';
import { uploadsMigration } from './migrations/uploads.js';
import { webhooksMigration } from './migrations/webhooks.js';
import { writingMigration } from './migrations/writing.js';

/** The registry's migrations, in the order of their names; one that was released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-stores': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('stores')
        .addColumn('id', 'uuid', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('name_given', 'boolean', (column) => column.notNull())
        .addColumn('url', 'text', (column) => column.notNull())
        .addColumn('bridge_url', 'text', (column) => column.notNull())
        .addColumn('platform_id', 'text')
        .addColumn('platform_version', 'text')
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('connected_at', sql`timestamptz(3)`, (column) => column.notNull())
        .addColumn('last_verified_at', sql`timestamptz(3)`)
        .addColumn('bridge_version', 'text')
        .addColumn('bridge_protocol_version', 'integer')
        .addColumn('php_version', 'text')
        .addColumn('database_version', 'text')
        .addColumn('bridge_writable', 'boolean')
        .addColumn('key_id', 'text', (column) => column.notNull())
        .addColumn('key_rotated_at', sql`timestamptz(3)`)
        .addUniqueConstraint('stores_account_id_url', ['account_id', 'url'])
        .execute();
      await db.schema
        .createIndex('stores_account_id_connected_at_id')
        .on('stores')
        .columns(['account_id', 'connected_at', 'id'])
        .execute();

      await db.schema
        .createTable('store_keys')
        .addColumn('store_id', 'uuid', (column) => column.notNull().references('stores.id').onDelete('cascade'))
        .addColumn('key_id', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull().check(sql`role in ('active', 'next')`))
        .addColumn('envelope', 'text', (column) => column.notNull())
        .addColumn('created_at', sql`timestamptz(3)`, (column) => column.notNull())
        .addPrimaryKeyConstraint('store_keys_pkey', ['store_id', 'key_id'])
        .addUniqueConstraint('store_keys_store_id_role', ['store_id', 'role'])
        .execute();

      await db.schema
        .createTable('bridge_downloads')
        .addColumn('token_sha256', 'text', (column) => column.primaryKey())
        .addColumn('store_id', 'uuid', (column) => column.notNull().references('stores.id').onDelete('cascade'))
        .addColumn('platform_id', 'text')
        .addColumn('zip_sha256', 'text', (column) => column.notNull())
        .addColumn('created_at', sql`timestamptz(3)`, (column) => column.notNull())
        .addColumn('expires_at', sql`timestamptz(3)`, (column) => column.notNull())
        .execute();
      await db.schema.createIndex('bridge_downloads_store_id').on('bridge_downloads').column('store_id').execute();
    },
  },
  '0002-accounts': accountsMigration,
  '0003-uploads': uploadsMigration,
  '0004-webhooks': webhooksMigration,
  '0005-key-notices': keyNoticesMigration,
  '0006-writing': writingMigration,
  '0007-replay-protection': replayProtectionMigration,
};

/** The migrations as Kysely's Migrator wants them. */
export const migrationProvider: MigrationProvider = { getMigrations: async () => ({ ...migrations }) };
