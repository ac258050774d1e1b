import { type CompiledQuery, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Statement } from '../../bridge/plan.js';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import type { Refund } from '../../model/order-parts.js';
import type { DecimalCell } from '../decimals.js';
import { type Asking, anyRelations, type Entity, type RowReading } from '../entity.js';
import type { Listing, Sort, SortName } from '../listing.js';
import { orderParts } from '../relay-page.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { customerIn } from './woocommerce-customers.js';
import type { OrderRow } from './woocommerce-order-row.js';
import type { OrderTime } from './woocommerce-order-times.js';
import type { WooCommerceTables } from './woocommerce-relations.js';

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

/** The query as a relation of its own with the value that it is sorted by, which must be a column. */
export function sortedBy<R extends 'order' | 'order_post'>(
  key: string,
  values: (view: WooCommerceView) => { readonly [By in SortBy]: RawBuilder<unknown> },
): (query: OrderQuery<R>, request: { readonly orderBy: OrderOrder }, view: WooCommerceView) => OrderQuery<R> {
  return (query, { orderBy }, view) => {
    const by = orderParts(orderBy).by as SortName<OrderOrder>;
    if (by === 'ID') return query;
    const valued = query.select([sql.ref(key).as(key.slice(2)), values(view)[by].as('sorted')]);
    return anyRelations.selectFrom(valued.as('o') as never) as unknown as OrderQuery<R>;
  };
}

/** The derived columns of times of an order. */
export function timesIn<Query extends { select(expression: unknown): unknown }>(placed: OrderTime, changed: OrderTime) {
  const expressions = {
    placed_utc: placed.utc,
    placed_local: placed.local,
    changed_utc: changed.utc,
    changed_local: changed.local,
  };
  return Object.fromEntries(
    Object.entries(expressions).map(([name, time]) => [
      name,
      (query: Query) => query.select((time ?? sql<string | null>`null`).as(name)),
    ]),
  );
}

/** A refund with its amount not yet in the order's currency. */
export type HeldRefund = Omit<Refund, 'amount' | 'lineItems'> & { readonly amount: DecimalCell | null };

type OrderEntity = Entity<WooCommerceView, OrderRow, object>;
/** What is known when statements beside orders are made. */
export type AskingOrders = Asking<WooCommerceView, unknown>;

/**
 * Where a store keeps its orders: in tables of their own (HPOS), or among the posts. Everything that differs between the two
 * is said here.
 */
export interface OrderPlace<Query> extends Pick<OrderEntity, 'from' | 'key' | 'derived' | 'sources'> {
  readonly list: Listing<WooCommerceView, Query, OrderFilter, OrderOrder>;
  /** Customers, as this place tells who is one. */
  readonly customer: ReturnType<typeof customerIn>;
  /** The customers of orders. */
  buyers(asking: AskingOrders): { compile(): CompiledQuery<{ id: number; above: number }> };
  /** Refunds of orders, oldest first, and the statement that lists them. */
  refunds(asking: AskingOrders): {
    readonly listed: Statement<{ id: number }>;
    readonly read: RowReading<unknown, readonly HeldRefund[]>;
  };
}
