import type { SelectQueryBuilder } from 'kysely';
import type { Results, Statement } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { OrderFilter } from '../../model/order.js';
import type { Refund } from '../../model/order-parts.js';
import type { Selection } from '../../model/selection.js';
import type { DecimalCell } from '../decimals.js';
import type { Gathering, Reading } from '../gathering.js';
import type { PageKeys } from '../relay-page.js';
import type { WooCommerceView } from './woocommerce-config.js';

/** A list of orders, of whichever place; what it selects is the page's business. */
// biome-ignore lint/suspicious/noExplicitAny: the two places are different relations, told apart by the keys that go with them.
export type OrderQuery = SelectQueryBuilder<any, any, object>;

/** An order as either place holds it; what was not asked for is empty. A property throws what kept its own statement from answering. */
export interface HeldOrder {
  /** With `wc-`, as stored. */
  readonly status: string;
  readonly currency: string;
  readonly total: DecimalCell | null;
  readonly tax: DecimalCell | null;
  readonly shipping: DecimalCell | null;
  readonly discount: DecimalCell | null;
  /** 0 for a guest. */
  readonly customerId: number;
  readonly email: string | null;
  readonly paymentMethod: string | null;
  readonly transactionId: string | null;
  readonly paidAt: Date | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** What is to be read of orders besides what every order has. */
export interface OrderParts {
  readonly order: (results: Results, id: number) => HeldOrder | null;
  readonly customerIds: Statement<{ customer_id: number }> | null;
  readonly billing: Reading<Address | null>;
  readonly shipping: Reading<Address | null>;
  /** What `_wc_shipment_tracking_items` holds; empty where nothing. */
  readonly tracking: Reading<string>;
}

/** A refund with its amount not yet in the order's currency. */
export type HeldRefund = Omit<Refund, 'amount'> & { readonly amount: DecimalCell | null };

/**
 * Where a store keeps its orders: in tables of their own (HPOS), or among the posts. Everything that differs between the two
 * is said here.
 */
export interface OrderPlace {
  /** Every order that meets the conditions that both places can put alike; null for none. */
  filtered(view: WooCommerceView, filter: OrderFilter): OrderQuery | null;
  readonly keys: (orderBy: string) => PageKeys;
  /** A query that gives the order by `TOTAL` something to go by. */
  sortable(query: OrderQuery, orderBy: string): OrderQuery;
  /** The ids of orders among these. */
  among(ids: number[]): { compile(): import('kysely').CompiledQuery<{ id: number }> };
  parts(view: WooCommerceView, gathering: Gathering, ids: number[], selection: Selection): OrderParts;
  /** Refunds of orders, oldest first. */
  refunds(view: WooCommerceView, gathering: Gathering, ids: number[]): Reading<readonly HeldRefund[]>;
}
