import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { AsRead } from '../../model/as-read.js';
import type { Customer } from '../../model/customer.js';
import type { Metafield } from '../../model/metafield.js';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { type Ask, type Asking, anyRelations, type Entity, type RowReading } from '../entity.js';
import type { Listing, Sort, SortName } from '../listing.js';
import { orderParts } from '../relay-page.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { OrderRow } from './woocommerce-order-row.js';
import type { WooCommerceTables } from './woocommerce-relations.js';
import type { OrderFigures } from './woocommerce-statistics.js';

/** A list of orders, as rows of one relation. */
export type OrderQuery<R extends keyof WooCommerceTables> = SelectQueryBuilder<
  WooCommerceTables & { o: WooCommerceTables[R] },
  'o',
  object
>;

/** What lists of orders are ordered by, besides their ids. */
export type SortBy = Exclude<SortName<OrderOrder>, 'ID'>;

/** What the lists of both places have in common. */
export const orderSorts = {
  ID: { column: null },
  PLACED_AT: { column: 'o.sorted', nullable: true },
  UPDATED_AT: { column: 'o.sorted', nullable: true },
  TOTAL: { column: 'o.sorted', numeric: true },
} as const satisfies Record<SortName<OrderOrder>, Sort>;

/** The query as a relation of its own with the value that it is sorted by, which must be a column; `join` adds what totals are made of. */
export function sortedBy<R extends 'order' | 'order_post'>(
  key: string,
  values: (view: WooCommerceView) => { readonly [By in SortBy]: RawBuilder<unknown> },
  join: (query: OrderQuery<R>) => OrderQuery<R> = (query) => query,
): (query: OrderQuery<R>, request: { readonly orderBy: OrderOrder }, view: WooCommerceView) => OrderQuery<R> {
  return (query, { orderBy }, view) => {
    const by = orderParts(orderBy).by as SortName<OrderOrder>;
    if (by === 'ID') return query;
    const joined = by === 'TOTAL' ? join(query) : query;
    const valued = joined.select([sql.ref(key).as(key.slice(2)), values(view)[by].as('sorted')]);
    return anyRelations.selectFrom(valued.as('o') as never) as unknown as OrderQuery<R>;
  };
}

type OrderEntity = Entity<WooCommerceView, OrderRow, object>;
/** What is known when statements beside orders are made. */
export type AskingOrders = Asking<WooCommerceView, unknown>;

/**
 * Where a store keeps its orders: in tables of their own (HPOS), or among the posts. Everything that differs between the two
 * is said here.
 */
export interface OrderPlace<Query> extends Pick<OrderEntity, 'from' | 'key' | 'derived' | 'sources'> {
  readonly list: Listing<WooCommerceView, Query, OrderFilter, OrderOrder>;
  /** What statistics of orders are made of. */
  readonly figures: OrderFigures;
  /** The customers of orders, as this place tells who is one. */
  buyers(asking: AskingOrders): RowReading<unknown, AsRead<Customer>[]>;
  /** Where it keeps what orders and refunds have under keys. */
  readonly meta: 'order_meta' | 'order_post_meta';
  /** The fields of orders that the owner opened. */
  readonly metafields: Ask<WooCommerceView, unknown, Metafield[]>;
  /** Its relation of refunds, and what the columns are called that it has of them. */
  readonly refund: {
    readonly [Of in 'relation' | 'id' | 'order' | 'type' | 'status' | 'createdAt']: string;
  } & { readonly [Of in 'amount' | 'reason']?: string };
}
