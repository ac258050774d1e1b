import type { CompiledQuery } from 'kysely';
import { type Results, type Statement, statement } from '../bridge/plan.js';

/** A pure reading of one part of an answer, for the thing with this native id. It throws what kept its statement from answering. */
export type Reading<T> = (results: Results, id: number) => T;

/** The statements of a plan while its parts are put together, in the order in which they must run. */
export class Gathering {
  readonly statements: Statement[] = [];
  private readonly made = new Map<string, unknown>();

  /** What several parts of a plan read from the same statements: made by the first of them, the same for the others. */
  once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }

  /** Adds a statement; `id` must be new in this gathering. */
  add<Row>(id: string, query: { compile(): CompiledQuery<Row> }): Statement<Row> {
    if (this.statements.some((earlier) => earlier.id === id)) {
      throw new Error(`a statement's id must be new in its plan, but got again: ${id}`);
    }
    const made = statement(id, query);
    this.statements.push(made);
    return made;
  }
}

/** Reads the rows of a statement that belong to one id, in the statement's order; grouped once per answer. */
export function rowsOf<Row>(from: Statement<Row>, column: keyof Row & string): Reading<readonly Row[]> {
  const grouped = new WeakMap<Results, Map<number, Row[]>>();
  return (results, id) => {
    let groups = grouped.get(results);
    if (!groups) {
      groups = new Map();
      for (const row of results.rows(from)) {
        const key = Number(row[column]);
        const group = groups.get(key);
        if (group) group.push(row);
        else groups.set(key, [row]);
      }
      grouped.set(results, groups);
    }
    return groups.get(id) ?? none;
  };
}

const none: readonly never[] = [];

/** Reads the first row of a statement that belongs to one id; null where there is none. */
export function rowOf<Row>(from: Statement<Row>, column: keyof Row & string): Reading<Row | null> {
  const rows = rowsOf(from, column);
  return (results, id) => rows(results, id)[0] ?? null;
}
