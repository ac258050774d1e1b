import { valuesFrom } from '../../bridge/plan.js';
import { isOneOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { customerAmongTables } from './woocommerce-customers.js';
import { metaOf } from './woocommerce-meta.js';
import { items } from './woocommerce-order-items.js';
import type { OrderPlace, OrderQuery } from './woocommerce-order-place.js';
import { words } from './woocommerce-order-row.js';
import { addressFields, noOrderStatuses, type WooCommerceTables, woo } from './woocommerce-relations.js';
import { storedStatuses } from './woocommerce-statuses.js';

const { ids, id, since, states, texts, until } = factsOf<WooCommerceView, WooCommerceTables, 'order', 'o'>();
const utc = () => 'UTC';

const amounts = ['date_paid_gmt', 'shipping_total_amount', 'shipping_tax_amount', 'discount_total_amount'] as const;

const operations = words.source(amounts, [], ({ gathering, ids: some }) => {
  const row = rowOf(
    gathering.add(
      'operations',
      woo
        .selectFrom('order_operation as p')
        .select('p.order_id')
        .select(amounts.map((column) => `p.${column}` as const))
        .where('p.order_id', 'in', some),
    ),
    'order_id',
  );
  return (results, order) => row(results, order) ?? {};
});

const addresses = words.source(
  ['billing_address', 'billing_phone', 'shipping_address'],
  [],
  ({ gathering, ids: some, sourced }) => {
    const whole = sourced.includes('billing_address') || sourced.includes('shipping_address');
    const rows = rowsOf(
      gathering.add(
        'addresses',
        woo
          .selectFrom('order_address as a')
          .select(['a.order_id', 'a.address_type', 'a.phone'])
          .$if(whole, (query) => query.select(addressFields.map((field) => `a.${field}` as const)))
          .where('a.order_id', 'in', some),
      ),
      'order_id',
    );
    return (results, order) => {
      const of = (type: string) => rows(results, order).find((row) => row.address_type === type);
      const [billing, shipping] = [of('billing'), of('shipping')];
      return {
        billing_address: addressFrom((part) => billing?.[part]),
        billing_phone: billing?.phone ?? null,
        shipping_address: addressFrom((part) => shipping?.[part]),
      };
    };
  },
);

const tracking = words.source(['_wc_shipment_tracking_items'], [], ({ gathering, ids: some }) =>
  metaOf(
    gathering.add(
      'tracking',
      woo
        .selectFrom('order_meta as m')
        .select(['m.order_id', 'm.meta_key', 'm.meta_value'])
        .where('m.order_id', 'in', some)
        .where('m.meta_key', '=', '_wc_shipment_tracking_items')
        .orderBy('m.id'),
    ),
    'order_id',
    ['_wc_shipment_tracking_items'],
  ),
);

/** Orders in WooCommerce's own tables (High-Performance Order Storage), whose times are all in UTC. */
export const ordersInTables: OrderPlace<OrderQuery<'order'>> = {
  from: 'order as o',
  key: 'id',
  sources: [operations, addresses, tracking, items],
  customer: customerAmongTables,
  buyers: ({ ids: some }) =>
    woo
      .selectFrom('order as o')
      .innerJoin('customer_hpos as u', 'u.ID', 'o.customer_id')
      .select(['o.id as above', 'u.ID as id'])
      .where('o.id', 'in', some),
  refunds({ gathering, ids: some }) {
    const listed = gathering.add(
      'refunds',
      woo
        .selectFrom('order as r')
        .select(['r.id', 'r.parent_order_id', 'r.total_amount', 'r.date_created_gmt'])
        .where('r.parent_order_id', 'in', some)
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
      ['_refund_amount', '_refund_reason'],
    );
    return (results, order) =>
      rows(results, order).map((row) => {
        const meta = metas(results, row.id);
        return {
          nativeId: String(row.id),
          amount: meta._refund_amount || row.total_amount,
          reason: plainText(meta._refund_reason),
          createdAt: instantOf(row.date_created_gmt, 'UTC'),
        };
      });
  },
  list: {
    every: (query) => query.where('o.type', '=', 'shop_order').where('o.status', 'not in', noOrderStatuses),
    orders: {
      ID: { column: null },
      PLACED_AT: { column: 'o.date_created_gmt', nullable: true },
      UPDATED_AT: { column: 'o.date_updated_gmt', nullable: true },
      TOTAL: { column: 'o.total_amount', nullable: true },
    },
    filter: {
      ids: ids('o.id'),
      // An order's number is its id.
      numbers: ids('o.id'),
      statusIds: (query, statuses, view) => texts('o.status')(query, storedStatuses(statuses), view),
      states: states('o.status', String),
      customerId: id('o.customer_id'),
      email: (query, email, view) =>
        query.where((eb) => isOneOf(eb, 'o.billing_email', [email], view.native.textIgnoresCase)),
      placedAfter: since('o.date_created_gmt', utc),
      placedBefore: until('o.date_created_gmt', utc),
      updatedAfter: since('o.date_updated_gmt', utc),
      updatedBefore: until('o.date_updated_gmt', utc),
    },
  },
};
