import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { OrderFilter } from '../../model/order.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId } from '../row-ids.js';
import { instantOf, textFrom } from '../store-time.js';
import { addressInMeta, addressKeys } from './woocommerce-addresses.js';
import { type Meta, metaOf } from './woocommerce-meta.js';
import { numberIn } from './woocommerce-numbers.js';
import type { HeldOrder, OrderPlace, OrderQuery } from './woocommerce-order-places.js';
import { unixTime } from './woocommerce-prices.js';
import { noOrderStatuses, woo, zeroDates } from './woocommerce-tables.js';

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.ID', column: 'o.post_date_gmt' },
  UPDATED_AT: { id: 'o.ID', column: 'o.post_modified_gmt' },
  TOTAL: { id: 'o.ID', column: 't.total', nullable: true, numeric: true },
};

/** The keys of the order's post that its fields are made of. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  currencyCode: ['_order_currency'],
  subtotal: ['_order_currency'],
  total: ['_order_currency', '_order_total'],
  taxTotal: ['_order_currency', '_order_tax', '_order_shipping_tax'],
  shippingTotal: ['_order_currency', '_order_shipping'],
  discountTotal: ['_order_currency', '_cart_discount'],
  refundedTotal: ['_order_currency'],
  lineItems: ['_order_currency'],
  totals: ['_order_currency', '_order_total', '_cart_discount'],
  discounts: ['_order_currency'],
  refunds: ['_order_currency'],
  customer: ['_customer_user'],
  email: ['_billing_email'],
  phone: ['_billing_phone'],
  paymentMethod: ['_payment_method', '_payment_method_title'],
  financialStatus: ['_order_total', '_date_paid', '_paid_date'],
  transactions: ['_order_currency', '_order_total', '_transaction_id', '_date_paid', '_paid_date'],
  billingAddress: addressKeys('_billing_'),
  shippingAddress: addressKeys('_shipping_'),
  shipments: ['_wc_shipment_tracking_items'],
  fulfillmentStatus: ['_wc_shipment_tracking_items'],
};

function everyOrder() {
  return woo
    .selectFrom('order_post as o')
    .where('o.post_type', '=', 'shop_order')
    .where('o.post_status', 'not in', noOrderStatuses);
}

/** Orders among WordPress's posts, as they all were before WooCommerce 8.2 and still are where the merchant has it so. */
export const ordersInPosts: OrderPlace = {
  filtered(view, filter) {
    let query = everyOrder();
    if (filter.customerId !== null && filter.customerId !== undefined) {
      const customer = rowId(filter.customerId);
      if (customer === null) return null;
      query = query.where((eb) =>
        eb(
          'o.ID',
          'in',
          eb
            .selectFrom('order_post_meta as m')
            .select('m.post_id')
            .where('m.meta_key', '=', '_customer_user')
            .where('m.meta_value', '=', String(customer)),
        ),
      );
    }
    const { email } = filter;
    if (email !== null && email !== undefined) {
      query = query.where((eb) => {
        const named = eb
          .selectFrom('order_post_meta as m')
          .select('m.post_id')
          .where('m.meta_key', '=', '_billing_email');
        return eb(
          'o.ID',
          'in',
          view.native.textIgnoresCase
            ? named.where('m.meta_value', '=', email)
            : named.where((on) => on(on.fn('lower', ['m.meta_value']), '=', on.fn('lower', [on.val(email)]))),
        );
      });
    }
    return withTimes(query, filter) as unknown as OrderQuery;
  },
  keys: (orderBy) => sortColumns[orderParts(orderBy).by] ?? { id: 'o.ID', column: null },
  sortable(query, orderBy) {
    if (orderParts(orderBy).by !== 'TOTAL') return query;
    const totals = woo
      .selectFrom('order_post_meta as m')
      .select(['m.post_id', numberIn('m.meta_value').as('total')])
      .where('m.meta_key', '=', '_order_total');
    return query.leftJoin(totals.as('t'), 't.post_id', 'o.ID') as OrderQuery;
  },
  among: (ids) => everyOrder().select('o.ID as id').where('o.ID', 'in', ids),
  parts(view, gathering, ids, selection) {
    const wants = (...fields: readonly string[]) => selection.has(...fields);
    const rows = gathering.add(
      'orders',
      woo
        .selectFrom('order_post as o')
        .select(['o.ID', 'o.post_status', 'o.post_date_gmt', 'o.post_modified_gmt'])
        .where('o.ID', 'in', ids),
    );
    const row = rowOf(rows, 'ID');
    const keys = selection.fields.flatMap((field) => keysOf[field] ?? []);
    const metas: Reading<Meta> =
      keys.length > 0 ? orderMeta(gathering, 'order-meta', ids, keys) : () => ({ get: () => '' });
    const customers = wants('customer')
      ? gathering.add(
          'order-customers',
          woo
            .selectFrom('order_post_meta as m')
            .select(['m.post_id', 'm.meta_value as customer_id'])
            .where('m.post_id', 'in', ids)
            .where('m.meta_key', '=', '_customer_user'),
        )
      : null;
    return {
      customerIds: customers as unknown as Statement<{ customer_id: number }> | null,
      billing: (results, id) => addressInMeta(metas(results, id), '_billing_'),
      shipping: (results, id) => addressInMeta(metas(results, id), '_shipping_'),
      tracking: (results, id) => metas(results, id).get('_wc_shipment_tracking_items'),
      order(results, id): HeldOrder | null {
        const held = row(results, id);
        if (!held) return null;
        const get = (key: string) => metas(results, id).get(key);
        return {
          status: held.post_status,
          createdAt: instantOf(held.post_date_gmt, 'UTC'),
          updatedAt: instantOf(held.post_modified_gmt, 'UTC'),
          get currency() {
            return get('_order_currency') || view.config.defaultCurrency;
          },
          get total() {
            return get('_order_total');
          },
          get tax() {
            return plainDecimal(decimal(get('_order_tax')).plus(decimal(get('_order_shipping_tax'))));
          },
          get shipping() {
            return get('_order_shipping');
          },
          get discount() {
            return get('_cart_discount');
          },
          get customerId() {
            return Number(get('_customer_user')) || 0;
          },
          get email() {
            return plainText(get('_billing_email'));
          },
          get paymentMethod() {
            return plainText(get('_payment_method_title')) ?? plainText(get('_payment_method'));
          },
          get transactionId() {
            return plainText(get('_transaction_id'));
          },
          // Before WooCommerce 3.0 the time was kept by the clock of the shop alone.
          get paidAt() {
            return unixTime(get('_date_paid')) ?? instantOf(get('_paid_date'), view.config.timeZone);
          },
        };
      },
    };
  },
  refunds(_view, gathering, ids) {
    const listed = gathering.add(
      'refunds',
      woo
        .selectFrom('order_post as r')
        .select(['r.ID', 'r.post_parent', 'r.post_date_gmt', 'r.post_excerpt'])
        .where('r.post_parent', 'in', ids)
        .where('r.post_type', '=', 'shop_order_refund')
        .where('r.post_status', '<>', 'trash')
        .orderBy('r.post_date_gmt')
        .orderBy('r.ID'),
    );
    const rows = rowsOf(listed, 'post_parent');
    const keys = ['_refund_amount', '_refund_reason', '_order_total'];
    const metas = orderMeta(gathering, 'refund-meta', valuesFrom(listed, 'ID'), keys);
    return (results, id) =>
      rows(results, id).map((row) => {
        const meta = metas(results, row.ID);
        return {
          nativeId: String(row.ID),
          amount: meta.get('_refund_amount') || meta.get('_order_total'),
          reason: plainText(meta.get('_refund_reason')) ?? plainText(row.post_excerpt),
          createdAt: instantOf(row.post_date_gmt, 'UTC'),
        };
      });
  },
};

function orderMeta(
  gathering: Parameters<OrderPlace['refunds']>[1],
  name: string,
  ids: number[],
  keys: readonly string[],
) {
  return metaOf(
    gathering.add(
      name,
      woo
        .selectFrom('order_post_meta as m')
        .select(['m.post_id', 'm.meta_key', 'm.meta_value'])
        .where('m.post_id', 'in', ids)
        .where('m.meta_key', 'in', [...new Set(keys)])
        .orderBy('m.meta_id'),
    ),
    'post_id',
  );
}

function withTimes(query: ReturnType<typeof everyOrder>, filter: OrderFilter) {
  let timed = query;
  for (const [column, after, before] of [
    ['o.post_date_gmt', filter.placedAfter, filter.placedBefore],
    ['o.post_modified_gmt', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) timed = timed.where(column, '>=', textFrom(after, 'UTC'));
    if (before) timed = timed.where(column, '<', textFrom(before, 'UTC')).where(column, '>', zeroDates);
  }
  return timed;
}
