import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import { type Generated, Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type {
  AccountsTable,
  ApiKeysTable,
  AuditEntriesTable,
  AuditHeadsTable,
  DataKeysTable,
  SupportAccessTable,
} from './account-tables.js';
import { type AnnouncementSource, Announcements, PgliteSource } from './announcements.js';
import { makeDataFolder } from './data-folder.js';
import { layEmptyRegistry, readEmptyRegistry } from './empty-registry.js';
import { lockFolder } from './folder-lock.js';
import { optimizeWebAssemblyLate } from './late-optimizing.js';
import { migrationProvider, migrations } from './migrations.js';
import { OperatorError } from './operator-error.js';
import { pglitePool } from './pglite-pool.js';
import { registryPatienceMs } from './registry-patience.js';

/** A row of `stores`; times are `timestamptz`, which drivers give as Dates. */
export interface StoresTable {
  id: string;
  account_id: string;
  name: string;
  /** Whether the name was chosen by the merchant, and so is not replaced by the store's own. */
  name_given: boolean;
  url: string;
  bridge_url: string;
  platform_id: string | null;
  platform_version: string | null;
  status: string;
  connected_at: Date;
  last_verified_at: Date | null;
  bridge_version: string | null;
  bridge_protocol_version: number | null;
  php_version: string | null;
  database_version: string | null;
  bridge_writable: boolean | null;
  /** Whether its bridge knows a request that is sent again; null where it does not say. */
  replay_protection: boolean | null;
  key_id: string;
  key_rotated_at: Date | null;
  /** When the monitor last looked; null until it did. */
  checked_at: Date | null;
  /** The service's bridge version when the account was told that this store's is older; null where it was not. */
  outdated_told: string | null;
  /** Whether the bridges that are issued for it have the part for writing. */
  write_wanted: Generated<boolean>;
}

/** A row of `store_keys`: a secret in its envelope. */
export interface StoreKeysTable {
  store_id: string;
  key_id: string;
  role: 'active' | 'next';
  envelope: string;
  created_at: Date;
}

/** A row of `bridge_downloads`: a link not yet used; the token itself is not kept. */
export interface BridgeDownloadsTable {
  token_sha256: string;
  store_id: string;
  platform_id: string | null;
  zip_sha256: string;
  created_at: Date;
  expires_at: Date;
  /** Whether it has the part for writing. */
  writable: Generated<boolean>;
}

/** A row of `idempotency_keys`: what a caller's key stands for, of which only codes are kept. */
export interface IdempotencyKeysTable {
  account_id: string;
  key_mac: string;
  arguments_mac: string;
  used_at: Date;
}

/** A row of `upload_host_keys`: the host key that a server of SFTP showed, as `SHA256:…`. */
export interface UploadHostKeysTable {
  account_id: string;
  host: string;
  port: number;
  host_key: string;
  pinned_at: Date;
}

/** A row of `webhook_endpoints`; its secret is in an envelope. */
export interface WebhookEndpointsTable {
  id: string;
  account_id: string;
  url: string;
  topics: string[];
  enabled: boolean;
  secret_envelope: string;
  created_at: Date;
  last_succeeded_at: Date | null;
  last_failed_at: Date | null;
  /** When it first failed since it last succeeded. */
  failing_since: Date | null;
  last_error: string | null;
}

/** A row of `leases`: what one instance at a time does. */
export interface LeasesTable {
  name: string;
  holder: string;
  until: Date;
}

/** The tables of the registry. */
export interface RegistryTables {
  stores: StoresTable;
  store_keys: StoreKeysTable;
  bridge_downloads: BridgeDownloadsTable;
  accounts: AccountsTable;
  api_keys: ApiKeysTable;
  support_access: SupportAccessTable;
  audit_entries: AuditEntriesTable;
  audit_heads: AuditHeadsTable;
  data_keys: DataKeysTable;
  upload_host_keys: UploadHostKeysTable;
  webhook_endpoints: WebhookEndpointsTable;
  leases: LeasesTable;
  idempotency_keys: IdempotencyKeysTable;
}

/** The registry's database, as every repository takes it. */
export type RegistryDatabase = Kysely<RegistryTables>;

/** Where the registry lives: a PostgreSQL server, a folder of this machine, or memory. */
export type DatabasePlace = { readonly url: string } | { readonly folder: string } | 'memory';

/** An open, migrated registry. */
export interface OpenDatabase {
  readonly database: RegistryDatabase;
  /** What instances of the service over one registry tell one another. */
  readonly announcements: Announcements;
  /** Runs SQL that is a library's own, of one or, without values, several statements; gives the rows of all of them. */
  run(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
  /** Resolves where the database answers; rejects where it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What keeps a database from being opened, by the codes of the system and of PostgreSQL. */
const databaseFaults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of its name',
  EAI_AGAIN: 'its host’s name cannot be looked up just now',
  ECONNREFUSED: 'nothing listens at its host and port',
  ETIMEDOUT: 'its host does not answer',
  '3D000': 'there is no database of its name; create it first',
  '28000': 'its user may not connect',
  '28P01': 'its password is wrong',
  '42501': 'its user may not make tables there',
};

/** Never quotes the setting, which may hold a password. */
function databaseFault(code: unknown): string {
  const known = typeof code === 'string' ? databaseFaults[code] : undefined;
  const said = typeof code === 'string' ? ` (${code})` : '';
  if (known) return `The registry's database (DATABASE_URL) cannot be used: ${known}${said}.`;
  return `The registry's database could not be opened or migrated${said}.`;
}

/** Opens the registry and brings its tables up to date. Throws an OperatorError where it cannot be used. */
export async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  const { pool, migrating, source, unlock } = await openPool(place);
  const database = over(pool);
  const close = async () => {
    await source.close();
    await database.destroy();
    await unlock();
  };
  try {
    await migrate(migrating ? over(migrating) : database);
    await migrating?.end();
  } catch (error) {
    await migrating?.end().catch(() => undefined);
    await close().catch(() => undefined);
    throw new OperatorError(databaseFault((error as { code?: unknown }).code), { cause: error });
  }
  return {
    database,
    announcements: new Announcements(source),
    run: (text, values = []) => runOn(pool, text, values),
    close,
    ping: () => within(registryPatienceMs, sql`select 1`.execute(database)),
  };
}

function over(pool: PostgresPool): RegistryDatabase {
  return new Kysely<RegistryTables>({ dialect: new PostgresDialect({ pool }) });
}

async function migrate(database: RegistryDatabase): Promise<void> {
  if (await isUpToDate(database)) return;
  const { error } = await new Migrator({ db: database, provider: migrationProvider }).migrateToLatest();
  if (error) throw error;
}

/** Whether exactly the migrations that are known were run. Kysely's migrator looks through all tables to find that out. */
async function isUpToDate(database: RegistryDatabase): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database);
    return JSON.stringify(rows.map(({ name }) => name)) === JSON.stringify(Object.keys(migrations).sort());
  } catch (error) {
    // There is no such table yet.
    if ((error as { code?: unknown }).code === '42P01') return false;
    throw error;
  }
}

async function within(milliseconds: number, answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database must answer in time, but did not')), milliseconds);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function runOn(pool: PostgresPool, text: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  const client = await pool.connect();
  try {
    // PostgreSQL's driver gives a list of results where there are several statements.
    const results = [await client.query<unknown>(text, values)].flat();
    return results.flatMap(({ rows }) => rows ?? []);
  } catch (error) {
    // Of several statements some may have begun a transaction, which nobody else may be given; one that broke is replaced.
    await client.query('rollback', []).catch(() => null);
    throw error;
  } finally {
    client.release();
  }
}

interface OpenPool {
  readonly pool: PostgresPool;
  /** What tables are changed over, where that is not the pool itself. */
  readonly migrating?: PostgresPool & { end(): Promise<void> };
  readonly source: AnnouncementSource;
  readonly unlock: () => Promise<void>;
}

async function openPool(place: DatabasePlace): Promise<OpenPool> {
  if (place !== 'memory' && 'url' in place) {
    const { url } = place;
    const [{ patientPool, postgresPool }, { PostgresSource }] = await Promise.all([
      import('./postgres-pool.js'),
      import('./postgres-source.js'),
    ]);
    const [pool, migrating] = [postgresPool(url), patientPool(url)];
    return { pool, migrating, source: new PostgresSource(url), unlock: async () => undefined };
  }
  if (place === 'memory') return { ...overPglite(await openInMemory()), unlock: async () => undefined };

  await makeDataFolder(place.folder);
  const lock = await lockFolder(place.folder);
  const unlock = lock.release;
  try {
    return { ...overPglite(await openInFolder(join(place.folder, 'registry')), lock.isHeld), unlock };
  } catch (error) {
    await unlock();
    throw new OperatorError(`The registry in ${place.folder} could not be opened.`, { cause: error });
  }
}

/** Memory for pages of tables: a registry is small, and what is set aside for them takes time at each start. */
const sharedBuffers = '8MB';

async function openInMemory(): Promise<PGlite> {
  const registry = await readEmptyRegistry();
  if (!registry) return openPglite(await emptyDatabase());
  const { PrefilledMemory } = await import('./prefilled-memory.js');
  return openPglite({ fs: new PrefilledMemory(registry) });
}

async function openInFolder(dataDir: string): Promise<PGlite> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return openPglite({ dataDir });
  const registry = await readEmptyRegistry();
  if (!registry) return openPglite({ dataDir, ...(await emptyDatabase()) });
  await layEmptyRegistry(registry, dataDir);
  return openPglite({ dataDir });
}

/** An empty database that was made beforehand, where there is no registry: making one takes seconds. */
async function emptyDatabase(): Promise<PGliteOptions> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  return { loadDataDir: await dataDir() };
}

/** Opens PGlite, which is loaded only where it is used. */
async function openPglite(options: PGliteOptions = {}): Promise<PGlite> {
  optimizeWebAssemblyLate();
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create({
    ...options,
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`],
  });
}

/**
 * Makes a registry with its tables in a folder, from nothing, as small as it can be: with short files of the log ahead, and without
 * the databases that others would be made from.
 */
export async function makeFirstRegistry(dataDir: string): Promise<void> {
  const database = await openPglite({ dataDir, initDbStartParams: ['--wal-segsize=1'] });
  await migrate(over(pglitePool(database)));
  await database.exec("update pg_database set datistemplate = false where datname <> 'postgres'");
  for (const name of ['template0', 'template1']) await database.exec(`drop database ${name}`);
  await database.close();
}

function overPglite(database: PGlite, isHeld?: () => boolean): Omit<OpenPool, 'unlock'> {
  return { pool: pglitePool(database, isHeld), source: new PgliteSource(database) };
}
