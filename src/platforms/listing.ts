import type { SelectQueryBuilder } from 'kysely';
import type { Plan, Statement } from '../bridge/plan.js';
import { answered } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import type { Page, PageRequest } from '../model/page.js';
import { aliased, anyRelations, type Entity, readingOf } from './entity.js';
import { Gathering, type Reading, rowsOf } from './gathering.js';
import { byIdsPlan, pagePlan } from './plans.js';
import type { Collection, StoreView } from './platform.js';
import { orderParts, type PageKeys } from './relay-page.js';
import { rowIds } from './row-ids.js';

/** What one value of a filter means: the query with the condition; null: no row can meet it. */
export type Condition<View, Query, T> = (query: Query, value: T, view: View) => Query | null;

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
  /** What the whole query must be wrapped into, where a platform cannot say a filter or an order in it. */
  readonly wrap?: (query: Query, request: Narrowing<Filter, Order>, view: View) => Query;
}

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

type AnyQuery = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, object>;

/** All things of a list. */
export function everyOf<View extends StoreView, Query>(
  entity: { readonly from: string; readonly list: Pick<Listing<View, Query, never, never>, 'every'> },
  view: View,
): Query {
  const query = anyRelations.selectFrom(entity.from) as unknown as Query;
  return entity.list.every ? entity.list.every(query, view) : query;
}

/** The things that meet a filter, joined with what the order needs; null where none can. */
export function narrowed<View extends StoreView, Query, Filter extends object, Order extends string>(
  { from, list }: Pick<Listed<View, unknown, unknown, Query, Filter, Order>, 'from' | 'list'>,
  view: View,
  request: Narrowing<Filter, Order>,
): Query | null {
  const { filter, orderBy } = request;
  const by = orderParts(orderBy).by as SortName<Order>;
  const given = (Object.keys(list.filter) as (keyof Filter)[]).filter((key) => isGiven(filter[key]));
  let query: Query | null = everyOf({ from, list }, view);
  for (const { filters = [], orders = [], join } of list.joins ?? []) {
    if (orders.includes(by) || filters.some((key) => given.includes(key))) query = join(query, view);
  }
  for (const key of given) {
    query = list.filter[key](query, filter[key] as NonNullable<Filter[typeof key]>, view);
    if (query === null) return null;
  }
  return list.wrap ? list.wrap(query, request, view) : query;
}

/**
 * The pages of a kind of thing, and its members by id. Where a platform keeps the same thing in one of several places, `of` says
 * which it is in this store.
 */
export function collectionOf<View extends StoreView, Row, Node, Query, Filter extends object, Order extends string>(
  of: Listed<View, Row, Node, Query, Filter, Order> | ((view: View) => Listed<View, Row, Node, Query, Filter, Order>),
): Collection<Node, Filter, Order> {
  const entityIn = (view: View) => (typeof of === 'function' ? of(view) : of);
  return {
    page(store: StoreView, request: PageRequest<Filter, Order>): Plan<Page<AsRead<Node>>> {
      const view = store as View;
      const entity = entityIn(view);
      const sort: Sort | ((view: View) => Sort) = entity.list.orders[orderParts(request.orderBy).by as SortName<Order>];
      const id = `${aliased(entity.from).alias}.${entity.key}`;
      const keys = { id, ...(typeof sort === 'function' ? sort(view) : sort) };
      return pagePlan(narrowed(entity, view, request) as AnyQuery | null, keys, request, (gathering, listed) =>
        readingOf(entity, view, gathering, listed, request.selection),
      );
    },
    byIds(store, nativeIds, selection) {
      const view = store as View;
      const entity = entityIn(view);
      const id = `${aliased(entity.from).alias}.${entity.key}`;
      const among = (ids: number[]) =>
        (everyOf(entity, view) as AnyQuery).select(`${id} as id`).where(id, 'in', ids) as unknown as ListedIds;
      return byIdsPlan(nativeIds, among, (gathering, listed) => readingOf(entity, view, gathering, listed, selection));
    },
  };
}

type ListedIds = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, { id: number }>;

/** The plan of things below others, such as the children of categories: by the native id of the thing above, in the query's order. */
export function belowPlan<Node>(
  aboveIds: readonly string[],
  query: (ids: number[]) => { compile(): unknown },
  reading: (gathering: Gathering, listed: Statement<{ id: number }>) => Reading<AsRead<Node> | null>,
): Plan<ReadonlyMap<string, readonly AsRead<Node>[]>> {
  const ids = rowIds(aboveIds);
  if (ids.length === 0) return answered(new Map());
  const gathering = new Gathering();
  const listed = gathering.add('children', query(ids) as never) as Statement<{ id: number; above: number }>;
  const read = reading(gathering, listed);
  const rows = rowsOf(listed, 'above');
  return {
    statements: gathering.statements,
    decode: (results) =>
      new Map(
        ids.map((id) => [
          String(id),
          rows(results, id)
            .map((row) => read(results, row.id))
            .filter((node) => node !== null),
        ]),
      ),
  };
}

/** Whether an argument is given. */
export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
