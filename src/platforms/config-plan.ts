import type { CompiledQuery } from 'kysely';
import type { Hello } from '../bridge/hello.js';
import { type Results, type Statement, statement } from '../bridge/plan.js';
import { Columns, type Platform, type ReadConfig } from './platform.js';

type Query<Row> = Statement<Row> | { compile(): CompiledQuery<Row> };
type Queries = Readonly<Record<string, Query<unknown> | null>>;

/** The rows of statements by their names. Reading those of one that failed throws; one that was not asked (null) has none. */
export type RowsOf<Q extends Queries> = {
  readonly [Name in keyof Q]: readonly (NonNullable<Q[Name]> extends Query<infer Row> ? Row : never)[];
};

/** The store whose configuration is read. */
export interface ConfiguredStore {
  readonly hello: Hello;
  readonly url: string;
}

/**
 * How a platform reads its configuration: by these statements, in their order, and by what their rows say. A statement that another
 * refers to is made with `statement`, under its own name.
 */
export function configBy<Q extends Queries, Native>(
  ask: (columns: Columns) => Q,
  read: (rows: RowsOf<Q>, store: ConfiguredStore) => { readonly config: ReadConfig; readonly native: Native },
): Platform['config'] {
  return (hello, { url }) => {
    const asked = Object.entries(ask(new Columns(hello.relations))).map(([name, query]) => {
      return [name, query && ('compile' in query ? statement(name, query) : query)] as const;
    });
    const rows = (results: Results) =>
      Object.fromEntries(
        asked.map(([name, one]) => [name, { enumerable: true, get: () => (one ? results.rows(one) : []) }]),
      );
    return {
      statements: asked.flatMap(([, one]) => one ?? []),
      decode: (results) => read(Object.defineProperties({}, rows(results)) as RowsOf<Q>, { hello, url }),
    };
  };
}
