import type { MariaDb } from './maria-db.js';
import type { Result } from './result.js';

/** What every bench is given. */
export interface Surroundings {
  /** The benches' MariaDB, started when it is first asked for. */
  readonly database: () => Promise<MariaDb>;
  /** Settings of a service with a fresh registry in a PostgreSQL of the benches' own; with one in its data folder where there is none. */
  readonly registry: () => Promise<Readonly<Record<string, string>>>;
  /** How many rounds are counted. */
  readonly rounds: number;
  /** For how long the soak goes on. */
  readonly minutes: number;
  /** The stores to look at. */
  readonly stores: readonly string[];
  /** Told of every result as soon as it is there. */
  readonly say: (result: Result) => void;
}
