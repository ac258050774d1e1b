import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Cell } from '../bridge/plan.js';
import type { Keyset, PageRequest } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';

/** The columns that every page statement has: the native id, and the value the list is ordered by (null in a list by id). */
export interface Place {
  readonly id: number;
  readonly place: Cell;
}

/** What a list is ordered by. Ties are ordered by id, in the list's direction, so one index read either way serves both orders. */
export interface PageKeys {
  /** The id column, such as `p.product_id`. */
  readonly id: string;
  /**
   * The column to order by; null to order by id alone. SQLite compares places by a column's type, which an expression has none
   * of: it may stand here where it makes a text (a time, a name).
   */
  readonly column: string | Expression<unknown> | null;
  /** Whether the column can be null. Nulls come first in ascending order, as MySQL and SQLite have it. */
  readonly nullable?: boolean;
  /**
   * Whether the column is a number that the store keeps as text and the query reads as one (`meta_value + 0`). Places in the list
   * travel as text, and SQLite does not compare such a number with a text by their values.
   */
  readonly numeric?: boolean;
}

type Condition<DB, TB extends keyof DB> = (
  eb: ExpressionBuilder<DB, TB>,
) => ReturnType<ExpressionBuilder<DB, TB>['and']>;

/** The name of an order without its direction, and the direction: `PRICE_DESC` is `PRICE`, descending. */
export function orderParts(orderBy: string): { readonly by: string; readonly descending: boolean } {
  return { by: orderBy.replace(/_(ASC|DESC)$/, ''), descending: orderBy.endsWith('_DESC') };
}

/**
 * The rows of one page, by keyset: `query` must hold the list's own conditions and select nothing yet. One row more than wanted
 * is asked for, to know whether more follow. Where paging backward the rows come in reverse; `pageRows` turns them.
 */
export function pageQuery<DB, TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
  keys: PageKeys,
  request: Pick<PageRequest<unknown, string>, 'limit' | 'backward' | 'after' | 'before' | 'orderBy'>,
): SelectQueryBuilder<DB, TB, Place> {
  const { descending } = orderParts(request.orderBy);
  const direction = descending !== request.backward ? 'desc' : 'asc';
  const id = sql.ref<number>(keys.id);
  const column = keys.column === null ? null : columnOf(keys.column);
  let page = query.select([id.as('id'), (column ?? sql<Cell>`null`).as('place')]);
  const { after, before } = request;
  if (after) page = page.where(beyond<DB, TB>(keys, after, !descending, placeAt(query, keys, after)));
  if (before) page = page.where(beyond<DB, TB>(keys, before, descending, placeAt(query, keys, before)));
  if (column) page = page.orderBy(column, direction);
  return page.orderBy(id, direction).limit(request.limit + 1) as unknown as SelectQueryBuilder<DB, TB, Place>;
}

/** The rows of a page in the list's order, with their places, and whether more follow in the direction of paging. */
export function pageRows<Row extends Place>(
  rows: readonly Row[],
  request: Pick<PageRequest<unknown, string>, 'limit' | 'backward'>,
): { readonly rows: readonly { readonly id: number; readonly at: Keyset }[]; readonly hasMore: boolean } {
  const kept = rows
    .slice(0, request.limit)
    // A number that a union makes of several kinds of columns comes as text.
    .map((row) => ({ id: Number(row.id), at: { value: row.place, id: String(row.id) } }));
  return { rows: request.backward ? kept.reverse() : kept, hasMore: rows.length > request.limit };
}

/**
 * MySQL and MariaDB take `is null` of a time that must not be null for a question after zero dates, which have a place of their own in
 * a list: they would come again on every page. Of an expression they do not. It stands beside the plain question, which an index answers.
 */
function isNullItself(column: Expression<Cell>) {
  return sql<SqlBool>`coalesce(${column}, null) is null`;
}

function columnOf(column: string | Expression<unknown>) {
  return typeof column === 'string' ? sql.ref<Cell>(column) : sql<Cell>`${column}`;
}

function idIn({ id }: Keyset): number {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new ServiceError('BAD_USER_INPUT', 'after and before must be cursors of this list, but got one that is not.');
}

/**
 * What a place's row is ordered by. Bytes that are no text come with U+FFFD for them, by which no database finds the row again: where
 * there is one, the row itself is asked, as long as the list has it.
 */
function placeAt<DB, TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
  { id, column, numeric }: PageKeys,
  place: Keyset,
): Cell | Expression<Cell> {
  const { value } = place;
  if (value === null || column === null) return value;
  if (numeric) return sql<Cell>`${value} + 0`;
  if (!String(value).includes('\ufffd')) return value;
  const own = query.select(columnOf(column).as('place')).where(sql.ref<number>(id), '=', idIn(place)).limit(1);
  return sql<Cell>`coalesce((${own}), ${value})`;
}

function beyond<DB, TB extends keyof DB>(
  keys: PageKeys,
  place: Keyset,
  greater: boolean,
  value: Cell | Expression<Cell>,
): Condition<DB, TB> {
  const id = sql.ref<number>(keys.id);
  const further = greater ? '>' : '<';
  const beyondId = idIn(place);
  if (keys.column === null) return (eb) => eb.and([eb(id, further, beyondId)]);
  const column = columnOf(keys.column);
  return (eb) => {
    const isNull = eb.and([eb(column, 'is', null), ...(typeof keys.column === 'string' ? [isNullItself(column)] : [])]);
    if (value === null) {
      const tied = eb.and([isNull, eb(id, further, beyondId)]);
      return eb.and([greater ? eb.or([eb(column, 'is not', null), tied]) : tied]);
    }
    const past = eb.and([
      eb(column, greater ? '>=' : '<=', value),
      eb.or([eb(column, further, value), eb(id, further, beyondId)]),
    ]);
    return eb.and([!greater && keys.nullable ? eb.or([past, isNull]) : past]);
  };
}
