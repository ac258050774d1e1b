import type { CompiledQuery, SelectQueryBuilder } from 'kysely';
import { answered, type Plan, type Results } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import type { PageRequest } from '../model/page.js';
import type { Selection } from '../model/selection.js';
import { type AnyQuery, aliased, anyRelations, type Entity, readingOf } from './entity.js';
import { Gathering, rowsOf } from './gathering.js';
import { byIdsPlan, type PagePlan, pagePlan } from './plans.js';
import type { Collection, StoreView } from './platform.js';
import { preparedReading } from './prepared-readings.js';
import { orderParts, type PageKeys } from './relay-page.js';
import { rowIds } from './row-ids.js';

/**
 * What one value of a filter means: the query with the condition; null: no row can meet it. A list is never empty. `looksAtAll` says
 * that the query counts, or orders by more than ids: its things are all looked at, where a page by ids is full after a few.
 */
export type Condition<View, Query, T> = (query: Query, value: T, view: View, looksAtAll?: boolean) => Query | null;

/** Every key of a filter must be said, so one that the filter gains fails to compile in each platform. */
export type Conditions<View, Query, Filter> = {
  readonly [K in keyof Filter]-?: Condition<View, Query, NonNullable<Filter[K]>>;
};

/** The names of orders without their directions: `PRICE` of `PRICE_ASC`. */
export type SortName<Order extends string> = Order extends `${infer By}_ASC` ? By : never;

/** What a list is ordered by; `column: null` for the id alone. */
export type Sort = Omit<PageKeys, 'id'>;

/** What must be joined where one of these filters is given, or the list has one of these orders. */
export interface Join<View, Query, Filter, Order extends string> {
  readonly filters?: readonly (keyof Filter)[];
  readonly orders?: readonly SortName<Order>[];
  readonly join: (query: Query, view: View) => Query;
}

/** The list of one kind of thing. */
export interface Listing<View extends StoreView, Query, Filter, Order extends string> {
  /** What every thing of the list meets: an unfinished checkout, say, is no order. All rows where it is not said. */
  readonly every?: (query: Query, view: View) => Query;
  readonly joins?: readonly Join<View, Query, Filter, Order>[];
  readonly filter: Conditions<View, Query, Filter>;
  readonly orders: { readonly [By in SortName<Order>]: Sort | ((view: View) => Sort) };
  /**
   * Another relation of the same rows, under the same alias, for a statement that looks at all of them (a count, an order that no index
   * serves): one by which databases learn which rows there are at once, where the list's own has them look row by row, which is what a
   * page wants. Null where the list's own is right, or the store's bridge has no other.
   */
  readonly whole?: (request: Narrowing<Filter, Order> & { readonly counting: boolean }, view: View) => From | null;
  /** What the whole query must be wrapped into, where a platform cannot say a filter or an order in it. */
  readonly wrap?: (query: Query, request: Narrowing<Filter, Order>, view: View) => Query;
}

/** A relation and its alias. */
type From = `${string} as ${string}`;

/** What narrows and orders a list. */
export interface Narrowing<Filter, Order extends string> {
  readonly filter: Filter;
  readonly orderBy: Order;
}

/** An entity with its list. */
export interface Listed<View extends StoreView, Row, Node, Query, Filter, Order extends string>
  extends Entity<View, Row, Node> {
  readonly list: Listing<View, Query, Filter, Order>;
}

/** All things of a list. */
export function everyOf<View extends StoreView, Query>(
  entity: {
    readonly from: string;
    readonly rows?: (view: View) => AnyQuery;
    readonly list: Pick<Listing<View, Query, never, never>, 'every'>;
  },
  view: View,
): Query {
  const query = (entity.rows?.(view) ?? anyRelations.selectFrom(entity.from)) as unknown as Query;
  return entity.list.every ? entity.list.every(query, view) : query;
}

/** All things of a list, to be counted. */
export function everyCounted<View extends StoreView, Query, Filter, Order extends string>(
  entity: Pick<Listed<View, unknown, unknown, Query, Filter, Order>, 'from' | 'rows' | 'list'>,
  view: View,
): Query {
  return everyOf(asWhole(entity, view, { filter: {} as Filter, orderBy: 'ID_ASC' as Order }, true), view);
}

function asWhole<View extends StoreView, Query, Filter, Order extends string>(
  entity: Pick<Listed<View, unknown, unknown, Query, Filter, Order>, 'from' | 'rows' | 'list'>,
  view: View,
  request: Narrowing<Filter, Order>,
  counting: boolean,
) {
  const from = entity.list.whole?.({ ...request, counting }, view) ?? entity.from;
  return { ...entity, from };
}

/** The things that meet a filter, joined with what the order needs, or to be counted; null where none can. */
export function narrowed<View extends StoreView, Query, Filter extends object, Order extends string>(
  entity: Pick<Listed<View, unknown, unknown, Query, Filter, Order>, 'from' | 'rows' | 'list'>,
  view: View,
  request: Narrowing<Filter, Order>,
  counting = false,
): Query | null {
  const { list } = entity;
  const { filter, orderBy } = request;
  const by = orderParts(orderBy).by as SortName<Order>;
  const given = (Object.keys(list.filter) as (keyof Filter)[]).filter((key) => isGiven(filter[key]));
  let query: Query | null = everyOf(asWhole(entity, view, request, counting), view);
  for (const { filters = [], orders = [], join } of list.joins ?? []) {
    if (orders.includes(by) || filters.some((key) => given.includes(key))) query = join(query, view);
  }
  const looksAtAll = counting || String(by) !== 'ID';
  for (const key of given) {
    // Nothing is one of none.
    if (Array.isArray(filter[key]) && filter[key].length === 0) return null;
    query = list.filter[key](query, filter[key] as NonNullable<Filter[typeof key]>, view, looksAtAll);
    if (query === null) return null;
  }
  return list.wrap ? list.wrap(query, request, view) : query;
}

/** A kind of thing; where a platform keeps it in one of several places, or not in every store, by the store: null for none. */
export type Kept<View extends StoreView, Row, Node, Query, Filter, Order extends string> =
  | Listed<View, Row, Node, Query, Filter, Order>
  | ((view: View) => Listed<View, Row, Node, Query, Filter, Order> | null);

/** The kind of thing as this store keeps it; null where it has none. */
export function keptIn<View extends StoreView, Row, Node, Query, Filter, Order extends string>(
  kept: Kept<View, Row, Node, Query, Filter, Order>,
  store: StoreView,
): Listed<View, Row, Node, Query, Filter, Order> | null {
  return typeof kept === 'function' ? kept(store as View) : kept;
}

/** The pages of a kind of thing, and its members by id. */
export function collectionOf<View extends StoreView, Row, Node, Query, Filter extends object, Order extends string>(
  kept: Kept<View, Row, Node, Query, Filter, Order>,
): Collection<Node, Filter, Order> {
  return {
    page(store: StoreView, request: PageRequest<Filter, Order>): PagePlan<AsRead<Node>> {
      const view = store as View;
      const entity = keptIn(kept, store);
      if (!entity) return answered({ rows: [], hasMore: false, totalCount: request.totalCount ? 0 : null });
      const sort: Sort | ((view: View) => Sort) = entity.list.orders[orderParts(request.orderBy).by as SortName<Order>];
      const keys = { id: keyOf(entity), ...(typeof sort === 'function' ? sort(view) : sort) };
      const reader = (listedId: string) => preparedReading(entity, view, listedId, request.selection);
      const filtered = narrowed(entity, view, request) as AnyQuery | null;
      // Nothing else of a list hangs on whether it is counted.
      const isApart = request.totalCount && (entity.list.whole || Object.values(request.filter).some(isGiven));
      const counting = isApart ? narrowed(entity, view, request, true) : filtered;
      return pagePlan(filtered, keys, request, reader, counting as AnyQuery | null);
    },
    byIds(store, nativeIds, selection) {
      const view = store as View;
      const entity = keptIn(kept, store);
      if (!entity) return answered(new Map());
      const id = keyOf(entity);
      const among = (ids: number[]) =>
        (everyOf(entity, view) as AnyQuery).select(`${id} as id`).where(id, 'in', ids) as unknown as ListedIds;
      return byIdsPlan(nativeIds, among, (listedId) => preparedReading(entity, view, listedId, selection), entity);
    },
  };
}

type ListedIds = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, { id: number }>;

/** The column that numbers the things, by the alias of their relation. */
export function keyOf({ from, key }: { readonly from: string; readonly key: string }): string {
  return `${aliased(from).alias}.${key}`;
}

/**
 * Things of a kind below others of it, by the native id of the one above, in the query's order: the query selects them as `id` and
 * the one above as `above`.
 */
export function childrenOf<View extends StoreView, Row, Node, Query, Filter, Order extends string>(
  entity: Listed<View, Row, Node, Query, Filter, Order>,
  query: (view: View, above: number[]) => { compile(): CompiledQuery<{ id: number; above: number }> },
): (
  store: StoreView,
  aboveIds: readonly string[],
  selection: Selection,
) => Plan<ReadonlyMap<string, readonly AsRead<Node>[]>> {
  return (store, aboveIds, selection) => {
    const view = store as View;
    const ids = rowIds(aboveIds);
    if (ids.length === 0) return answered(new Map());
    const gathering = new Gathering();
    const listed = gathering.add('children', query(view, ids));
    const read = readingOf(entity, view, gathering, listed, selection);
    const rows = rowsOf(listed, 'above');
    const below = (results: Results, id: number) =>
      rows(results, id)
        .map((row) => read(results, row.id))
        .filter((node) => node !== null);
    return {
      statements: gathering.statements,
      decode: (results) => new Map(ids.map((id) => [String(id), below(results, id)])),
    };
  };
}

/** Whether an argument is given. */
export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
