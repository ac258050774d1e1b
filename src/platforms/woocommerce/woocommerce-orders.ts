import type { FinancialStatus, FulfillmentStatus, Order, OrderFilter, OrderOrder } from '../../model/order.js';
import type { OrderState, OrderStatus } from '../../model/order-status.js';
import { decimal, sumOf } from '../decimals.js';
import { plainText } from '../html-text.js';
import type { Listed } from '../listing.js';
import { requiredTime } from '../order-times.js';
import { instantOf } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { ordersInTables } from './woocommerce-hpos-orders.js';
import { amounts, chargeIn, currencyOf } from './woocommerce-order-amounts.js';
import { lineItems } from './woocommerce-order-lines.js';
import { history } from './woocommerce-order-notes.js';
import { type OrderRow, words } from './woocommerce-order-row.js';
import type { AskingOrders, OrderPlace } from './woocommerce-order-storage.js';
import { ordersInPosts } from './woocommerce-post-orders.js';
import { type HeldRefund, refundedLinesOf, refundsOf } from './woocommerce-refunds.js';
import { shipmentsIn } from './woocommerce-shipments.js';
import { statusOf } from './woocommerce-statuses.js';

const { ask, asked, from, made } = words;

/** Orders but those in the trash and checkouts that were never finished. */
function orderOf<Query>(
  place: OrderPlace<Query>,
): Listed<WooCommerceView, OrderRow, Order, Query, OrderFilter, OrderOrder> {
  const { from: relation, key, derived, sources, list } = place;
  const held = (asking: AskingOrders) => asking.gathering.once('refunds', () => refundsOf(place, asking));
  const refunds = ask([], (asking) => held(asking).read);
  const refundedLines = ask([], (asking) => refundedLinesOf(asking, held(asking).listed));
  const buyers = ask([], place.buyers);
  return {
    kind: 'Order',
    from: relation,
    key,
    statement: 'orders',
    ...(derived && { derived }),
    ...(sources && { sources }),
    list,
    fields: {
      number: from(['order_number'], (row, { id }) => row.order_number ?? String(id)),
      status: from(['status'], (row, { view }) => statusOf(view, row.status ?? '')),
      financialStatus: made(['status', 'total_amount', 'date_paid_gmt'], [refunds], (row, [paidBack], { view }) =>
        financialStatusOf(statusOf(view, row.status ?? ''), row, paidBackIn(paidBack())),
      ),
      fulfillmentStatus: from(['status', '_wc_shipment_tracking_items'], (row, { view }) =>
        fulfillmentStatusOf(
          statusOf(view, row.status ?? '').state,
          shipmentsIn(row._wc_shipment_tracking_items).length > 0,
        ),
      ),
      currencyCode: from(['currency'], (row, { view }) => currencyOf(row, view)),
      ...amounts,
      refundedTotal: made(['currency'], [refunds], (row, [paidBack], { view }) =>
        chargeIn(row, view)(paidBackIn(paidBack())),
      ),
      lineItems,
      customer: made(
        ['customer_id'],
        [buyers],
        (row, [found]) => found().find(({ nativeId }) => nativeId === String(row.customer_id)) ?? null,
      ),
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
      refunds: made(['currency'], [refunds, refundedLines], (row, [held, lines], { view }) =>
        held().map((refund) => ({
          ...refund,
          amount: chargeIn(row, view)(decimal(refund.amount).abs()),
          ...lines()?.(row, Number(refund.nativeId)),
        })),
      ),
      history,
      metafields: asked(place.metafields, (found) => found),
      // Where the store holds no time of it, the nearest that it does hold: see the places.
      placedAt: from(['placed'], (row, { id }) => requiredTime(instantOf(row.placed, 'UTC'), id)),
      updatedAt: from(['changed'], (row) => instantOf(row.changed, 'UTC')),
    },
  };
}

const inTables = orderOf(ordersInTables);
// One list stands for both to whoever does not look into its queries.
const inPosts = orderOf(ordersInPosts) as unknown as typeof inTables;

/** Orders as this store keeps them, by its own option and not by which tables exist. */
export const orderIn = ({ native }: WooCommerceView) => (native.ordersInTables ? inTables : inPosts);

/** What statistics of orders are made of, by where this store keeps them. */
export const figuresOf = ({ native }: WooCommerceView) =>
  (native.ordersInTables ? ordersInTables : ordersInPosts).figures;

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
