import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const moment = sql`timestamptz(3)`;
const texts = sql`text[]`;

/** Accounts with their keys, support access, the audit log, and the data keys that secrets are sealed under. */
export const accountsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('accounts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', moment, (column) => column.notNull())
      .execute();
    // The one account that every store belonged to before there were others.
    await sql`insert into accounts (id, name, created_at) values ('default', 'Default account', now())`.execute(db);

    await db.schema
      .createTable('api_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('secret_sha256', 'text', (column) => column.notNull())
      .addColumn('scopes', texts, (column) => column.notNull())
      .addColumn('store_ids', texts)
      .addColumn('for_support', 'boolean', (column) => column.notNull())
      .addColumn('created_at', moment, (column) => column.notNull())
      .addColumn('expires_at', moment)
      .addColumn('last_used_at', moment)
      .addColumn('revoked_at', moment)
      .execute();
    await db.schema
      .createIndex('api_keys_account_id_created_at_id')
      .on('api_keys')
      .columns(['account_id', 'created_at', 'id'])
      .execute();

    await db.schema
      .createTable('support_access')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('store_id', 'uuid', (column) => column.notNull().references('stores.id').onDelete('cascade'))
      .addColumn('api_key_id', 'text', (column) => column.notNull().unique().references('api_keys.id'))
      .addColumn('technician', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('remember', texts, (column) => column.notNull())
      .addColumn('granted_at', moment, (column) => column.notNull())
      .addColumn('end_told_at', moment)
      .execute();
    await db.schema
      .createIndex('support_access_account_id_granted_at_id')
      .on('support_access')
      .columns(['account_id', 'granted_at', 'id'])
      .execute();

    await auditLog(db);

    await db.schema
      .createTable('data_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('purpose', 'text', (column) => column.notNull().check(sql`purpose in ('secrets', 'audit')`))
      .addColumn('envelope', 'text', (column) => column.notNull())
      .addColumn('created_at', moment, (column) => column.notNull())
      .addColumn('retired_at', moment)
      .execute();
    await sql`create unique index data_keys_current on data_keys (purpose) where retired_at is null`.execute(db);
  },
};

/** Entries can be added and read; the database itself refuses to change or delete one. */
async function auditLog(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .addColumn('chain', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('id', 'uuid', (column) => column.notNull().unique())
    .addColumn('at', moment, (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addColumn('store_id', 'uuid')
    .addColumn('address', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entries_pkey', ['chain', 'number'])
    .execute();
  await db.schema
    .createTable('audit_heads')
    .addColumn('chain', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('seal', 'text', (column) => column.notNull())
    .execute();
  await sql`
    create function audit_entries_stay() returns trigger language plpgsql as
    $$ begin raise exception 'entries of the audit log must not be changed or deleted'; end $$
  `.execute(db);
  await sql`
    create trigger audit_entries_stay before update or delete or truncate on audit_entries
    for each statement execute function audit_entries_stay()
  `.execute(db);
}
