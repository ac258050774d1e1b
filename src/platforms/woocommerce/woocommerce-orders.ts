import type { FinancialStatus, FulfillmentStatus, Order, OrderFilter, OrderOrder } from '../../model/order.js';
import type { OrderState, OrderStatus } from '../../model/order-status.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, sumOf } from '../decimals.js';
import { plainText } from '../html-text.js';
import { collectionOf, everyOf, type Listed } from '../listing.js';
import type { Collection } from '../platform.js';
import { references } from '../references.js';
import { instantOf } from '../store-time.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import {
  chargeIn,
  currencyOf,
  discounts,
  discountTotal,
  shippingTotal,
  subtotal,
  taxTotal,
  total,
  totals,
} from './woocommerce-order-amounts.js';
import { lineItems } from './woocommerce-order-lines.js';
import { history } from './woocommerce-order-notes.js';
import type { HeldRefund, OrderPlace } from './woocommerce-order-place.js';
import { type OrderRow, words } from './woocommerce-order-row.js';
import { ordersInPosts } from './woocommerce-orders-in-posts.js';
import { ordersInTables } from './woocommerce-orders-in-tables.js';
import { shipmentsIn } from './woocommerce-shipments.js';
import { statusOf } from './woocommerce-statuses.js';

const { ask, asked, from, made } = words;

/** Orders but those in the trash and checkouts that were never finished. */
function orderIn<Query>(
  place: OrderPlace<Query>,
): Listed<WooCommerceView, OrderRow, Order, Query, OrderFilter, OrderOrder> {
  const { from: relation, key, derived, sources, list } = place;
  const refunds = ask([], (asking) => place.refunds(asking));
  const buyers = ask([], references(place.customer, 'buyers', 'customer', place.buyers));
  return {
    kind: 'Order',
    from: relation,
    key,
    statement: 'orders',
    ...(derived && { derived }),
    ...(sources && { sources }),
    list,
    fields: {
      number: from([], (_row, { id }) => String(id)),
      status: from(['status'], (row, { view }) => statusOf(view, row.status)),
      financialStatus: made(['status', 'total_amount', 'date_paid_gmt'], [refunds], (row, [paidBack], { view }) =>
        financialStatusOf(statusOf(view, row.status), row, paidBackIn(paidBack())),
      ),
      fulfillmentStatus: from(['status', '_wc_shipment_tracking_items'], (row, { view }) =>
        fulfillmentStatusOf(statusOf(view, row.status).state, shipmentsIn(row._wc_shipment_tracking_items).length > 0),
      ),
      currencyCode: from(['currency'], (row, { view }) => currencyOf(row, view)),
      subtotal,
      discountTotal,
      shippingTotal,
      taxTotal,
      total,
      refundedTotal: made(['currency'], [refunds], (row, [paidBack], { view }) =>
        chargeIn(row, view)(paidBackIn(paidBack())),
      ),
      lineItems,
      totals,
      discounts,
      customer: asked(buyers, ([buyer = null]) => buyer),
      email: from(['billing_email'], (row) => plainText(row.billing_email)),
      phone: from(['billing_phone'], (row) => plainText(row.billing_phone)),
      billingAddress: from(['billing_address'], (row) => row.billing_address),
      shippingAddress: from(['shipping_address'], (row) => row.shipping_address),
      shippingMethod: from(['shipping'], ({ shipping }) => shipping.map(({ name }) => name).join(', ') || null),
      paymentMethod: from(
        ['payment_method', 'payment_method_title'],
        (row) => plainText(row.payment_method_title) ?? plainText(row.payment_method),
      ),
      // The one payment that WooCommerce keeps with an order; without a time of payment nothing says that money came.
      transactions: from(['currency', 'total_amount', 'transaction_id', 'date_paid_gmt'], (row, { view, id }) => {
        const reference = plainText(row.transaction_id);
        const paidAt = paidAtOf(row);
        if (reference === null && paidAt === null) return [];
        return [
          {
            nativeId: reference ?? String(id),
            kind: paidAt ? 'PAYMENT' : 'OTHER',
            amount: paidAt ? chargeIn(row, view)(decimal(row.total_amount)) : null,
            reference,
            createdAt: paidAt,
          },
        ];
      }),
      shipments: from(['_wc_shipment_tracking_items'], (row) => shipmentsIn(row._wc_shipment_tracking_items)),
      refunds: made(['currency'], [refunds], (row, [held], { view }) =>
        held().map((refund) => ({ ...refund, amount: chargeIn(row, view)(decimal(refund.amount).abs()) })),
      ),
      history,
      placedAt: from(['date_created_gmt', 'date_updated_gmt'], (row, { id }) => {
        const time = instantOf(row.date_created_gmt, 'UTC') ?? instantOf(row.date_updated_gmt, 'UTC');
        if (time) return time;
        throw new ServiceError('STORE_RECORD_INVALID', 'The store holds no time for this order.', {
          nativeId: String(id),
          field: 'placedAt',
        });
      }),
      updatedAt: from(['date_updated_gmt'], (row) => instantOf(row.date_updated_gmt, 'UTC')),
    },
  };
}

const inTables = orderIn(ordersInTables);
const inPosts = orderIn(ordersInPosts);
const collections = { tables: collectionOf(inTables), posts: collectionOf(inPosts) };

/** Where this store keeps its orders, by its own option and not by which tables exist. */
const collectionIn = (view: WooCommerceView) => (view.native.ordersInTables ? collections.tables : collections.posts);

export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page: (store, request) => collectionIn(viewOf(store)).page(store, request),
  byIds: (store, nativeIds, selection) => collectionIn(viewOf(store)).byIds(store, nativeIds, selection),
};

/** Every order, to be counted. */
export function everyOrder(view: WooCommerceView): object {
  return view.native.ordersInTables ? everyOf(inTables, view) : everyOf(inPosts, view);
}

function paidBackIn(refunds: readonly HeldRefund[]) {
  return sumOf(refunds.map((refund) => decimal(refund.amount).abs()));
}

function paidAtOf({ date_paid_gmt }: Pick<OrderRow, 'date_paid_gmt'>): Date | null {
  return instantOf(date_paid_gmt, 'UTC');
}

/** WooCommerce regards an order as paid by its status, and notes the time when money came. */
function financialStatusOf(
  { state }: OrderStatus,
  row: Pick<OrderRow, 'total_amount' | 'date_paid_gmt'>,
  paidBack: ReturnType<typeof sumOf>,
): FinancialStatus {
  if (state === 'REFUNDED' || (paidBack.gt(0) && paidBack.gte(decimal(row.total_amount)))) return 'REFUNDED';
  if (paidBack.gt(0)) return 'PARTIALLY_REFUNDED';
  if (paidAtOf(row) !== null || state === 'PROCESSING' || state === 'COMPLETED') return 'PAID';
  if (state === 'CANCELLED') return 'VOIDED';
  return state === 'OTHER' ? 'UNKNOWN' : 'PENDING';
}

/** WooCommerce keeps no parcels: a completed order has been delivered, one that is not has not, as far as it says. */
function fulfillmentStatusOf(state: OrderState, tracked: boolean): FulfillmentStatus {
  if (state === 'COMPLETED') return 'FULFILLED';
  if (state === 'REFUNDED' || state === 'OTHER') return 'UNKNOWN';
  return tracked ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED';
}
