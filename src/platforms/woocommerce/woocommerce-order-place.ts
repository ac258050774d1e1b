import type { CompiledQuery, SelectQueryBuilder } from 'kysely';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import type { Refund } from '../../model/order-parts.js';
import type { DecimalCell } from '../decimals.js';
import type { Asking, Entity, RowReading } from '../entity.js';
import type { Listing } from '../listing.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { customerIn } from './woocommerce-customers.js';
import type { OrderRow } from './woocommerce-order-row.js';
import type { WooCommerceTables } from './woocommerce-relations.js';

/** A list of orders, as rows of one relation. */
export type OrderQuery<R extends keyof WooCommerceTables> = SelectQueryBuilder<
  WooCommerceTables & { o: WooCommerceTables[R] },
  'o',
  object
>;

/** A refund with its amount not yet in the order's currency. */
export type HeldRefund = Omit<Refund, 'amount'> & { readonly amount: DecimalCell | null };

type OrderEntity = Entity<WooCommerceView, OrderRow, object>;
type AskingOrders = Asking<WooCommerceView, unknown>;

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
  /** Refunds of orders, oldest first. */
  refunds(asking: AskingOrders): RowReading<unknown, readonly HeldRefund[]>;
}
