import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { OrderFilter } from '../../model/order.js';
import type { Selection } from '../../model/selection.js';
import { decimal, plainDecimal } from '../decimals.js';
import { rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId } from '../row-ids.js';
import { instantOf, textFrom } from '../store-time.js';
import { addressOf } from './woocommerce-addresses.js';
import { metaOf } from './woocommerce-meta.js';
import type { HeldOrder, OrderPlace, OrderQuery } from './woocommerce-order-places.js';
import { noOrderStatuses, type WooCommerceTables, woo, zeroDates } from './woocommerce-tables.js';

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.id', column: 'o.date_created_gmt', nullable: true },
  UPDATED_AT: { id: 'o.id', column: 'o.date_updated_gmt', nullable: true },
  TOTAL: { id: 'o.id', column: 'o.total_amount', nullable: true },
};

function everyOrder() {
  return woo.selectFrom('order as o').where('o.type', '=', 'shop_order').where('o.status', 'not in', noOrderStatuses);
}

/** Orders in WooCommerce's own tables (High-Performance Order Storage), whose times are all in UTC. */
export const ordersInTables: OrderPlace = {
  filtered(view, filter) {
    let query = everyOrder();
    if (filter.customerId !== null && filter.customerId !== undefined) {
      const customer = rowId(filter.customerId);
      if (customer === null) return null;
      query = query.where('o.customer_id', '=', customer);
    }
    const { email } = filter;
    if (email !== null && email !== undefined) {
      query = view.native.textIgnoresCase
        ? query.where('o.billing_email', '=', email)
        : query.where((eb) => eb(eb.fn('lower', ['o.billing_email']), '=', eb.fn('lower', [eb.val(email)])));
    }
    return withTimes(query, filter) as unknown as OrderQuery;
  },
  keys: (orderBy) => sortColumns[orderParts(orderBy).by] ?? { id: 'o.id', column: null },
  sortable: (query) => query,
  among: (ids) => everyOrder().select('o.id as id').where('o.id', 'in', ids),
  parts(view, gathering, ids, selection) {
    const wants = (...fields: readonly string[]) => selection.has(...fields);
    const rows = gathering.add('orders', orderRows(ids, selection));
    const row = rowOf(rows, 'id');
    const operation = wants('taxTotal', 'shippingTotal', 'discountTotal', 'totals', 'financialStatus', 'transactions')
      ? rowOf(
          gathering.add(
            'operations',
            woo
              .selectFrom('order_operation as p')
              .select([
                'p.order_id',
                'p.date_paid_gmt',
                'p.shipping_total_amount',
                'p.shipping_tax_amount',
                'p.discount_total_amount',
              ])
              .where('p.order_id', 'in', ids),
          ),
          'order_id',
        )
      : null;
    const addresses = wants('billingAddress', 'shippingAddress', 'phone')
      ? rowsOf(
          gathering.add(
            'addresses',
            woo
              .selectFrom('order_address as a')
              .select(['a.order_id', 'a.address_type', 'a.first_name', 'a.last_name', 'a.company', 'a.address_1'])
              .select(['a.address_2', 'a.city', 'a.state', 'a.postcode', 'a.country', 'a.phone'])
              .where('a.order_id', 'in', ids),
          ),
          'order_id',
        )
      : null;
    const tracking = wants('shipments', 'fulfillmentStatus')
      ? metaOf(
          gathering.add(
            'tracking',
            woo
              .selectFrom('order_meta as m')
              .select(['m.order_id', 'm.meta_key', 'm.meta_value'])
              .where('m.order_id', 'in', ids)
              .where('m.meta_key', '=', '_wc_shipment_tracking_items')
              .orderBy('m.id'),
          ),
          'order_id',
        )
      : null;
    const address =
      (type: string) =>
      (...[results, id]: Parameters<NonNullable<typeof addresses>>) =>
        addressOf(addresses?.(results, id).find((one) => one.address_type === type) ?? {});
    return {
      customerIds: wants('customer') ? (rows as unknown as Statement<{ customer_id: number }>) : null,
      billing: address('billing'),
      shipping: address('shipping'),
      tracking: (results, id) => tracking?.(results, id).get('_wc_shipment_tracking_items') ?? '',
      order(results, id): HeldOrder | null {
        const held = row(results, id);
        if (!held) return null;
        const worked = () => operation?.(results, id);
        return {
          status: held.status,
          currency: held.currency || view.config.defaultCurrency,
          total: held.total_amount ?? null,
          // The table keeps the tax of the goods, and that of the shipping elsewhere.
          get tax() {
            return plainDecimal(decimal(held.tax_amount).plus(decimal(worked()?.shipping_tax_amount)));
          },
          get shipping() {
            return worked()?.shipping_total_amount ?? null;
          },
          get discount() {
            return worked()?.discount_total_amount ?? null;
          },
          customerId: Number(held.customer_id ?? 0),
          email: plainText(held.billing_email),
          paymentMethod: plainText(held.payment_method_title) ?? plainText(held.payment_method),
          transactionId: plainText(held.transaction_id),
          get paidAt() {
            return instantOf(worked()?.date_paid_gmt, 'UTC');
          },
          createdAt: instantOf(held.date_created_gmt, 'UTC'),
          updatedAt: instantOf(held.date_updated_gmt, 'UTC'),
        };
      },
    };
  },
  refunds(_view, gathering, ids) {
    const listed = gathering.add(
      'refunds',
      woo
        .selectFrom('order as r')
        .select(['r.id', 'r.parent_order_id', 'r.total_amount', 'r.date_created_gmt'])
        .where('r.parent_order_id', 'in', ids)
        .where('r.type', '=', 'shop_order_refund')
        .where('r.status', '<>', 'trash')
        .orderBy('r.date_created_gmt')
        .orderBy('r.id'),
    );
    const rows = rowsOf(listed, 'parent_order_id');
    const metas = metaOf(
      gathering.add(
        'refund-meta',
        woo
          .selectFrom('order_meta as m')
          .select(['m.order_id', 'm.meta_key', 'm.meta_value'])
          .where('m.order_id', 'in', valuesFrom(listed, 'id'))
          .where('m.meta_key', 'in', ['_refund_amount', '_refund_reason'])
          .orderBy('m.id'),
      ),
      'order_id',
    );
    return (results, id) =>
      rows(results, id).map((row) => {
        const meta = metas(results, row.id);
        return {
          nativeId: String(row.id),
          amount: meta.get('_refund_amount') || row.total_amount,
          reason: plainText(meta.get('_refund_reason')),
          createdAt: instantOf(row.date_created_gmt, 'UTC'),
        };
      });
  },
};

type OrderRow = Pick<WooCommerceTables['order'], 'id' | 'status'> & Partial<WooCommerceTables['order']>;

function orderRows(ids: number[], selection: Selection) {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const query = woo
    .selectFrom('order as o')
    .select(['o.id', 'o.status', 'o.currency', 'o.total_amount', 'o.date_created_gmt', 'o.date_updated_gmt'])
    .$if(wants('taxTotal', 'totals'), (one) => one.select('o.tax_amount'))
    .$if(wants('customer'), (one) => one.select('o.customer_id'))
    .$if(wants('email'), (one) => one.select('o.billing_email'))
    .$if(wants('paymentMethod'), (one) => one.select(['o.payment_method', 'o.payment_method_title']))
    .$if(wants('transactions'), (one) => one.select('o.transaction_id'))
    .where('o.id', 'in', ids);
  return query as unknown as { compile(): import('kysely').CompiledQuery<OrderRow> };
}

function withTimes(query: ReturnType<typeof everyOrder>, filter: OrderFilter) {
  let timed = query;
  for (const [column, after, before] of [
    ['o.date_created_gmt', filter.placedAfter, filter.placedBefore],
    ['o.date_updated_gmt', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) timed = timed.where(column, '>=', textFrom(after, 'UTC'));
    if (before) timed = timed.where(column, '<', textFrom(before, 'UTC')).where(column, '>', zeroDates);
  }
  return timed;
}
