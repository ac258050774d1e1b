import type { PGlite, Results } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { ServiceError } from '../model/service-error.js';

/**
 * PGlite as a pool of one connection, for Kysely's PostgreSQL dialect. Whoever holds the connection has it alone: PGlite is a
 * single session, and a query from elsewhere would otherwise run inside another's transaction, as it does with Kysely's own dialect
 * for PGlite, which hands one connection to everybody. Where `isHeld` says that another has
 * taken the database over nobody gets it any more, and questions fail with REGISTRY_UNAVAILABLE.
 */
export function pglitePool(database: PGlite, isHeld: () => boolean = () => true): PostgresPool {
  let free: Promise<void> = Promise.resolve();
  return {
    options: {},
    async connect() {
      const mine = free;
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      free = mine.then(() => released);
      await mine;
      if (!isHeld()) {
        release();
        throw new ServiceError('REGISTRY_UNAVAILABLE', "Another instance has taken the service's own database over.");
      }
      return new PgliteClient(database, release);
    },
    end: () => database.close(),
  };
}

class PgliteClient implements PostgresPoolClient {
  constructor(
    private readonly database: PGlite,
    readonly release: () => void,
  ) {}

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<_Row>(cursor: unknown): never;
  async query<R>(sql: unknown, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    // Only without parameters may there be several statements at once, as in a script that makes tables.
    const result =
      parameters.length > 0
        ? await this.database.query<R>(sql as string, [...parameters])
        : together<R>(await this.database.exec(sql as string));
    // PGlite does not say the command; Kysely reads it only to know that rowCount means rows changed.
    return { command: 'UPDATE', rowCount: result.affectedRows ?? 0, rows: result.rows };
  }
}

/** The results of several statements as one: the rows of all, and what the last one changed. */
function together<R>(results: readonly Results[]): Pick<Results<R>, 'rows' | 'affectedRows'> {
  return { rows: results.flatMap(({ rows }) => rows as R[]), affectedRows: results.at(-1)?.affectedRows };
}
