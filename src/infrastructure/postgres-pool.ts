import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { ServiceError } from '../model/service-error.js';
import { registryPatienceMs } from './registry-patience.js';

/** How much longer a statement is waited for than the database itself may take: its own refusal says more. */
const graceMs = 500;

/** Connections at once. */
const maxConnections = 10;

/**
 * Connections to a PostgreSQL server. One that is lost costs what was asked over it and nothing else: that fails with
 * REGISTRY_UNAVAILABLE, as does what takes longer than `registryPatienceMs`, and the next question goes over another connection.
 */
export function postgresPool(connectionString: string): PostgresPool {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: registryPatienceMs,
    statement_timeout: registryPatienceMs,
    lock_timeout: registryPatienceMs,
    // A server that hangs cannot end its own statements.
    query_timeout: registryPatienceMs + graceMs,
    // A transaction whose service is gone or cut off holds its locks no longer.
    idle_in_transaction_session_timeout: registryPatienceMs * 4,
    keepAlive: true,
  });
  // Without a listener the error of a lost connection ends the process: the pool listens to idle ones alone, and passes theirs on.
  pool.on('error', ignore);
  const open = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    open.add(client);
    client.on('error', ignore);
    client.on('end', () => open.delete(client));
  });
  return {
    options: {},
    async connect() {
      try {
        return new PoolClient(await pool.connect());
      } catch (error) {
        throw unavailable(error);
      }
    },
    async end() {
      // A connection whose other end says nothing any more never ends by itself.
      const late = setTimeout(() => {
        for (const client of open) client.connection.stream.destroy();
      }, 1_000);
      await pool.end().finally(() => clearTimeout(late));
    },
  };
}

/** A connection without any limits but that on being made, for changes of tables, which may take as long as they need. */
export function patientPool(connectionString: string): PostgresPool & { end(): Promise<void> } {
  const pool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: registryPatienceMs });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool as unknown as PostgresPool & { end(): Promise<void> };
}

class PoolClient implements PostgresPoolClient {
  /** What broke the connection, once something did. */
  #broken: ServiceError | null = null;

  constructor(private readonly client: pg.PoolClient) {}

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<_Row>(cursor: unknown): never;
  async query<R>(sql: unknown, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    if (this.#broken) {
      // With its connection the transaction is gone as well, so there is nothing to take back, and what came before is what failed.
      if (sql === 'rollback') return { command: 'UPDATE', rowCount: 0, rows: [] };
      throw this.#broken;
    }
    try {
      return (await this.client.query(sql as string, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (!isOfStatement(error)) this.#broken = unavailable(error);
      throw this.#broken ?? (isPassing(error) ? unavailable(error) : error);
    }
  }

  release(): void {
    // One that broke is replaced, never given to the next.
    this.client.release(this.#broken ?? undefined);
  }
}

/** Whether the database itself refused the statement, over a connection that still stands. */
function isOfStatement(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(?:08|57P|25P03|53300)/.test(error.code ?? '');
}

/**
 * Whether a refusal says that the same statement may do when it is repeated: limits of time (57014, 55P03), a deadlock or a conflict
 * (40…), resources used up (53…), a server that was the first one and takes no changes any more (25006).
 */
function isPassing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:57014|55P03|40|53|25006)/.test(error.code ?? '');
}

function unavailable(error: unknown): ServiceError {
  return new ServiceError('REGISTRY_UNAVAILABLE', "The service's own database does not answer.", {}, { cause: error });
}

function ignore(): void {}
