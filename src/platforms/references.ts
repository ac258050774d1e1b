import type { CompiledQuery, SelectQueryBuilder } from 'kysely';
import { type Statement, valuesFrom } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import { type Asking, type RowReading, readingOf } from './entity.js';
import { type ColumnOf, rowsOf, type With } from './gathering.js';
import { everyOf, keyOf, type Listed } from './listing.js';
import type { StoreView } from './platform.js';

interface Selecting {
  select(column: string): Selecting;
  where(column: string, operator: 'in', values: number[]): Selecting;
  compile(): CompiledQuery<{ id: number }>;
}

/**
 * The thing of another kind that a column of the row numbers, asked for by a statement of this id, with what is selected below
 * the field; null for none and for one that is not there.
 */
export function reference<View extends StoreView, Column extends string, Node, Query, Filter, Order extends string>(
  entity: Listed<View, never, Node, Query, Filter, Order>,
  column: Column,
  statement: string,
  field: string,
): (
  asking: Asking<View, Record<Column, number | null>>,
) => RowReading<Record<Column, number | null>, AsRead<Node> | null> {
  return ({ view, gathering, rows, selection }) => {
    const key = keyOf(entity);
    const query = everyOf(entity, view) as unknown as Selecting;
    const listed = gathering.add(
      statement,
      query.select(`${key} as id`).where(key, 'in', valuesFrom(rows as Statement<Record<Column, number>>, column)),
    );
    const read = readingOf(entity, view, gathering, listed, selection.at(field));
    return (results, _id, row) => {
      const id = row[column];
      return id ? read(results, id) : null;
    };
  };
}

/**
 * The things of another kind that a query links to the rows, in its order: `by` is its column with the row's number, `of` that with
 * the thing's.
 */
export function references<
  View extends StoreView,
  Row,
  Node,
  Query,
  Filter,
  Order extends string,
  By extends ColumnOf,
  Of extends ColumnOf,
  DB extends With<By> & With<Of>,
  TB extends keyof DB,
>(
  entity: Listed<View, never, Node, Query, Filter, Order>,
  statement: string,
  field: string,
  [by, of]: readonly [By, Of],
  query: SelectQueryBuilder<DB, TB, object>,
): (asking: Asking<View, Row>) => RowReading<Row, AsRead<Node>[]> {
  return ({ view, gathering, ids, selection }) => {
    const linked = query.select([`${by} as above`, `${of} as id`] as never).where(by as never, 'in', ids as never);
    const listed = gathering.add(statement, linked) as Statement<{ id: number; above: number }>;
    const rows = rowsOf(listed, 'above');
    const read = readingOf(entity, view, gathering, listed, selection.at(field));
    return (results, id) =>
      rows(results, id)
        .map((row) => read(results, row.id))
        .filter((node) => node !== null);
  };
}
