import { DatabaseSync } from 'node:sqlite';
import { statementError } from '../../src/bridge/errors.js';
import type { Cell, Reference, Statement, StatementResult } from '../../src/bridge/plan.js';

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Twenty products of two pictures each, and what runs statements over them as a bridge does, with a bridge's limits. */
export function openSqliteStore(maxRows = 10_000) {
  const database = new DatabaseSync(':memory:');
  database.exec(`
    create table product (product_id integer primary key, brand_id int);
    create table image (image_id integer primary key, product_id int, file text);
    create table brand (brand_id integer primary key, name text);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 20) insert into product select i, i % 3 from n;
    insert into image select 10 * product_id + 1, product_id, 'a' from product union all select 10 * product_id + 2, product_id, 'b' from product;
    insert into brand values (0, 'Moss'), (1, 'Ash'), (2, 'Elm');
  `);
  const requests: (readonly Statement[])[] = [];

  function run({ id, sql, parameters }: Statement, earlier: Map<string, Rows>): StatementResult {
    const bound: Cell[] = [];
    let text = sql;
    for (const parameter of parameters) {
      if (typeof parameter !== 'object' || parameter === null) {
        bound.push(parameter);
        text = text.replace('?', '¿');
        continue;
      }
      const values = valuesOf(parameter, earlier);
      if (!values) return { id, error: statementError('REFERENCE_INVALID') };
      if (values.length === 0) {
        earlier.set(id, { columns: [parameter.column], rows: [] });
        return { id, columns: [], rows: [], truncated: false };
      }
      bound.push(...values);
      text = text.replace('?', values.map(() => '¿').join(', '));
    }
    try {
      const prepared = database.prepare(text.replaceAll('¿', '?'));
      const columns = prepared.columns().map(({ name }) => name);
      const all = prepared.all(...bound).map((row) => Object.values(row) as Cell[]);
      const rows = all.slice(0, maxRows);
      earlier.set(id, { columns, rows });
      return { id, columns, rows, truncated: all.length > maxRows };
    } catch {
      return { id, error: statementError('STATEMENT_FAILED') };
    }
  }

  return {
    /** The statements of every request so far. */
    requests,
    query: async (statements: readonly Statement[]): Promise<StatementResult[]> => {
      requests.push(statements);
      const earlier = new Map<string, Rows>();
      return statements.map((statement, i) =>
        i < 64 ? run(statement, earlier) : { id: statement.id, error: statementError('TOO_MANY_STATEMENTS') },
      );
    },
  };
}

function valuesOf({ from, column }: Reference, earlier: Map<string, Rows>): Cell[] | null {
  const values = new Set<Cell>();
  for (const source of typeof from === 'string' ? [from] : from) {
    const result = earlier.get(source);
    const at = result?.columns.indexOf(column) ?? -1;
    if (!result || at < 0) return null;
    for (const row of result.rows) values.add(row[at] ?? null);
  }
  return [...values].filter((value) => value !== null);
}
