import type { CompiledQuery } from 'kysely';
import { ServiceError } from '../model/service-error.js';

/** A value bound to `?`, or the distinct values of a column of earlier statements' rows (none: no rows come back). */
export type Value = string | number | null;
export interface Reference {
  readonly from: string | readonly string[];
  readonly column: string;
}
export type Parameter = Value | Reference;

/** One question of a plan, of whatever kind. `Answer` is the type of its answer; it exists for the compiler alone. */
export interface Ask<Answer = unknown> {
  /** Unique within its plan. */
  readonly id: string;
  readonly _answer?: Answer;
}

/** A question in SQL. `Row` is the type of its rows; it exists for the compiler alone. */
export interface Statement<Row = unknown> extends Ask<Table> {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly _row?: Row;
}

/** A cell as the bridge sends it: integers up to 2^53 as numbers; decimals, dates and larger integers as text. */
export type Cell = string | number | null;

/** What a statement gives: rows of cells under the names of their columns. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Whether there were more rows than one statement may return. */
  readonly truncated: boolean;
  /** What was read of it, where it answers statements of several plans at once: what each of them would make is made by the first. */
  readonly read?: ReadRows;
}

/** The rows of a table as objects, and what was made of these by name. */
export class ReadRows {
  #rows: readonly unknown[] | undefined;
  readonly #made = new Map<string, unknown>();

  of({ columns, rows }: Table): readonly unknown[] {
    this.#rows ??= objectsOf(columns, rows);
    return this.#rows;
  }

  once<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as T;
  }
}

function objectsOf(columns: Table['columns'], rows: Table['rows']): readonly unknown[] {
  return rows.map((cells) => {
    const row: Record<string, Cell> = {};
    for (let i = 0; i < cells.length; i++) row[columns[i] ?? ''] = cells[i] ?? null;
    return row;
  });
}

/** Why one question was not answered. */
export interface Failure {
  readonly id: string;
  readonly error: ServiceError;
}

/** What became of one statement: its rows, or why there are none. */
export type StatementResult = ({ readonly id: string } & Table) | Failure;

/** What became of one question of a kind. */
export type OutcomeOf<A extends Ask> = A extends Statement
  ? StatementResult
  : { readonly id: string; readonly answer?: unknown } | Failure;

/** The answers to a plan's questions, read by question. */
export interface Answers {
  /** The answer as it came; throws the ServiceError of a question that failed. */
  of<Answer>(ask: Ask<Answer>): Answer;
}

/** The results of a plan's statements, read by statement. */
export interface Results extends Answers {
  /** The rows as objects; throws the ServiceError of a statement that failed or was cut short. */
  rows<Row>(statement: Statement<Row>): readonly Row[];
  /** What a function makes of these rows, by a name: made once for all plans that read the same rows, so it must change none. */
  ofRows<Row, T>(statement: Statement<Row>, name: string, make: (rows: readonly Row[]) => T): T;
  /**
   * What a function makes of these results, made once and kept with them.
   */
  once<T>(make: (results: Results) => T): T;
}

/** How the answers to questions of a kind are read. */
export type AnswersTo<A extends Ask> = A extends Statement ? Results : Answers;

/**
 * A question to one store as a value: what to ask (of a store behind a bridge: statements to run in one read-only snapshot), and
 * a pure function from what came back to the answer. Plans do no I/O; several become one request.
 */
export interface Plan<T, A extends Ask = Statement> {
  readonly statements: readonly A[];
  decode(results: AnswersTo<A>): T;
}

/** Names a compiled query as a statement of a plan. */
export function statement<Row>(id: string, query: { compile(): CompiledQuery<Row> }): Statement<Row> {
  const { sql, parameters } = query.compile();
  return { id, sql, parameters: parameters as readonly Parameter[] };
}

/**
 * The distinct values of a column of an earlier statement, to be used as the list of an `in (…)`:
 * `.where('i.product_id', 'in', valuesFrom(page, 'product_id'))`.
 *
 * A statement with such a list may be run once for several plans, so it must select what tells its rows apart (here the
 * `product_id`), and `decode` must look its rows up by that and pass over rows of things it did not ask for.
 */
export function valuesFrom<Row, Column extends keyof Row & string>(
  earlier: Statement<Row> | readonly Statement<Row>[],
  column: Column,
): NonNullable<Row[Column]>[] {
  const from = Array.isArray(earlier) ? earlier.map((one: Statement<Row>) => one.id) : (earlier as Statement<Row>).id;
  const reference: Reference = { from, column };
  return [reference as unknown as NonNullable<Row[Column]>];
}

/** The values that several such lists stand for together; all must be of columns of one name. */
export function valuesOfAll<T>(...lists: readonly (readonly T[])[]): T[] {
  const references = lists.flat() as unknown as readonly Reference[];
  const columns = new Set(references.map(({ column }) => column));
  const [column] = columns;
  if (column === undefined || columns.size > 1) {
    throw new Error(`lists must be of columns of one name, but got: ${[...columns].join(', ')}`);
  }
  const reference: Reference = { from: references.flatMap(({ from }) => from), column };
  return [reference as unknown as T];
}

/** A plan whose answer needs nothing from the store. */
export function answered<T>(value: T): Plan<T> {
  return { statements: [], decode: () => value };
}

/** The same plan with its answer changed by a pure function. */
export function mapPlan<T, U, A extends Ask = Statement>(plan: Plan<T, A>, change: (answer: T) => U): Plan<U, A> {
  return { statements: plan.statements, decode: (results) => change(plan.decode(results)) };
}

/** Reads a plan's own results out of a list; used by whatever ran its statements. `facts` go into every error it throws. */
export function resultsOf(results: readonly StatementResult[], facts: ServiceError['facts'] = {}): Results {
  const byId = new Map(results.map((result) => [result.id, result]));
  const read = new Map<Table, ReadRows>();
  const made = new Map<unknown, unknown>();
  const table = (id: string): Table => {
    const result = byId.get(id);
    if (!result) throw new Error(`results must hold every statement of the plan, but got none for: ${id}`);
    if ('error' in result) throw result.error.with({ ...facts, statement: id });
    return result;
  };
  const readOf = (result: Table): ReadRows => {
    const rows = result.read ?? read.get(result) ?? new ReadRows();
    if (!result.read) read.set(result, rows);
    return rows;
  };
  return {
    of: <Answer>({ id }: Ask<Answer>) => table(id) as Answer,
    rows<Row>({ id }: Statement<Row>): readonly Row[] {
      const result = table(id);
      if (result.truncated) {
        throw new ServiceError(
          'STORE_RESULT_TRUNCATED',
          'The store holds more for this page than its bridge can answer at once: too many rows, or one that its PHP has no memory for; ask for fewer items or fields.',
          { ...facts, statement: id },
        );
      }
      return readOf(result).of(result) as readonly Row[];
    },
    ofRows<Row, T>(statement: Statement<Row>, name: string, make: (rows: readonly Row[]) => T): T {
      const rows = this.rows(statement);
      return readOf(table(statement.id)).once(name, () => make(rows));
    },
    once<T>(make: (results: Results) => T): T {
      if (!made.has(make)) made.set(make, make(this));
      return made.get(make) as T;
    },
  };
}

/**
 * The value, or the error that kept it from being read, to be put into a field of a plain object: GraphQL reports an Error
 * found in a field at that field alone, so a failed detail does not spoil its neighbours. A bug (any other error) is rethrown.
 */
export function orError<T>(read: () => T): T | ServiceError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}
