import type { CompiledQuery, SelectQueryBuilder } from 'kysely';
import { type Results, type Statement, statement } from '../bridge/plan.js';

/** A pure reading of one part of an answer, for the thing with this native id. It throws what kept its statement from answering. */
export type Reading<T> = (results: Results, id: number) => T;

/** Reads the rows of a statement by the number of what they belong to, in the statement's order. */
export interface Rows<Row> {
  (results: Results, id: number): readonly Row[];
  readonly listed: Statement<Row>;
}

/** A column by its relation's alias, such as `a.customer_id`. */
export type ColumnOf = `${string}.${string}`;

/** A query's relations, of which one has this column. */
export type With<By extends ColumnOf> = By extends `${infer Alias}.${infer Name}`
  ? { [A in Alias]: { [C in Name]: unknown } }
  : never;

/** A row with the number in this column of what it belongs to. */
export type Belonging<Row, By extends ColumnOf> = Row & {
  readonly [C in By extends `${string}.${infer Name}` ? Name : never]: number;
};

/** The statements of a plan while its parts are put together, in the order in which they must run. */
export class Gathering {
  readonly statements: Statement[] = [];
  private readonly made = new Map<string, unknown>();

  /** What several parts of a plan read from the same statements: made by the first of them, the same for the others. */
  once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }

  /** Adds a statement; `id` must be new in this gathering, or be of the same statement, which is not asked twice. */
  add<Row>(id: string, query: { compile(): CompiledQuery<Row> }): Statement<Row> {
    const made = statement(id, query);
    const earlier = this.statements.find((one) => one.id === id);
    if (!earlier) this.statements.push(made);
    else if (JSON.stringify(earlier) !== JSON.stringify(made)) {
      throw new Error(`a statement's id must be new in its plan, but got again: ${id}`);
    }
    return made;
  }

  /**
   * Asks for the rows of a query that belong to these numbers by a column of theirs, which is selected too:
   * `rows('addresses', 'a.customer_id', ids, query)`.
   */
  rows<By extends ColumnOf, DB extends With<By>, TB extends keyof DB, Row>(
    id: string,
    by: By,
    numbers: readonly number[],
    query: SelectQueryBuilder<DB, TB, Row>,
  ): Rows<Belonging<Row, By>> {
    const listed = this.add(id, query.select(by as never).where(by as never, 'in', numbers as never)) as Statement<
      Belonging<Row, By>
    >;
    const column = by.slice(by.indexOf('.') + 1) as keyof Belonging<Row, By> & string;
    return Object.assign(rowsOf(listed, column), { listed });
  }

  /** The first of such rows; null where there is none. */
  row<By extends ColumnOf, DB extends With<By>, TB extends keyof DB, Row>(
    id: string,
    by: By,
    numbers: readonly number[],
    query: SelectQueryBuilder<DB, TB, Row>,
  ): Reading<Belonging<Row, By> | null> {
    return firstOf(this.rows(id, by, numbers, query));
  }
}

/** Reads the rows of a statement that belong to one id, in the statement's order; grouped once per answer. */
export function rowsOf<Row>(from: Statement<Row>, column: keyof Row & string): Reading<readonly Row[]> {
  const grouped = (results: Results) => results.ofRows(from, column, (rows) => groupsOf(rows, column));
  return (results, id) => results.once(grouped).get(id) ?? none;
}

/** Rows by the number in a column of theirs, in their order. */
export function groupsOf<Row>(rows: readonly Row[], column: keyof Row & string): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const key = Number(row[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const none: readonly never[] = [];

/** Reads the first of such rows; null where there is none. */
export function firstOf<Row>(rows: Reading<readonly Row[]>): Reading<Row | null> {
  return (results, id) => rows(results, id)[0] ?? null;
}

/** Reads the first row of a statement that belongs to one id; null where there is none. */
export function rowOf<Row>(from: Statement<Row>, column: keyof Row & string): Reading<Row | null> {
  return firstOf(rowsOf(from, column));
}
