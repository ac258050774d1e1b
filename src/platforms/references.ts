import type { CompiledQuery } from 'kysely';
import { type Statement, valuesFrom } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import { type Asking, aliased, type RowReading, readingOf } from './entity.js';
import { rowsOf } from './gathering.js';
import { everyOf, type Listed } from './listing.js';
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
    const key = `${aliased(entity.from).alias}.${entity.key}`;
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

/** The things of another kind that a query links to the rows (`above` names the row), in the query's order. */
export function references<View extends StoreView, Row, Node, Query, Filter, Order extends string>(
  entity: Listed<View, never, Node, Query, Filter, Order>,
  statement: string,
  field: string,
  query: (asking: Asking<View, Row>) => { compile(): CompiledQuery<{ id: number; above: number }> },
): (asking: Asking<View, Row>) => RowReading<Row, AsRead<Node>[]> {
  return (asking) => {
    const { view, gathering, selection } = asking;
    const listed = gathering.add(statement, query(asking));
    const rows = rowsOf(listed, 'above');
    const read = readingOf(entity, view, gathering, listed, selection.at(field));
    return (results, id) =>
      rows(results, id)
        .map((row) => read(results, row.id))
        .filter((node) => node !== null);
  };
}
