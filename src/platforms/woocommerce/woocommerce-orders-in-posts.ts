import { valuesFrom } from '../../bridge/plan.js';
import { isOneOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { customerAmongPosts } from './woocommerce-customers.js';
import { metaOf } from './woocommerce-meta.js';
import { numberIn } from './woocommerce-numbers.js';
import { items } from './woocommerce-order-items.js';
import type { OrderPlace, OrderQuery } from './woocommerce-order-place.js';
import { words } from './woocommerce-order-row.js';
import { unixTime } from './woocommerce-prices.js';
import { addressKeys, noOrderStatuses, type orderKeys, type WooCommerceTables, woo } from './woocommerce-relations.js';
import { storedStatuses } from './woocommerce-statuses.js';

const { ids, linked, since, states, texts, until } = factsOf<WooCommerceView, WooCommerceTables, 'order_post', 'o'>();
const utc = () => 'UTC';

type Query = OrderQuery<'order_post'>;
type Key = (typeof orderKeys)[number];

/** The keys of the order's post that hold what the tables of orders keep in these columns. */
const keysOf = {
  currency: ['_order_currency'],
  total_amount: ['_order_total'],
  tax_amount: ['_order_tax'],
  shipping_total_amount: ['_order_shipping'],
  shipping_tax_amount: ['_order_shipping_tax'],
  discount_total_amount: ['_cart_discount'],
  customer_id: ['_customer_user'],
  billing_email: ['_billing_email'],
  payment_method: ['_payment_method'],
  payment_method_title: ['_payment_method_title'],
  transaction_id: ['_transaction_id'],
  date_paid_gmt: ['_date_paid', '_paid_date'],
  billing_address: addressKeys('_billing_'),
  billing_phone: ['_billing_phone'],
  shipping_address: addressKeys('_shipping_'),
  _wc_shipment_tracking_items: ['_wc_shipment_tracking_items'],
} as const satisfies Readonly<Record<string, readonly Key[]>>;
type Column = keyof typeof keysOf;
const columns = Object.keys(keysOf) as Column[];

const meta = words.source(columns, [], ({ view, gathering, ids: some, sourced }) => {
  const keys = columns.filter((column) => sourced.includes(column)).flatMap((column): readonly Key[] => keysOf[column]);
  const metas = orderMeta(gathering, 'order-meta', some, [...new Set(keys)]);
  return (results, order) => {
    const held = metas(results, order);
    // Before WooCommerce 3.0 the time of payment was kept by the clock of the shop alone.
    const paidAt = unixTime(held._date_paid ?? '') ?? instantOf(held._paid_date, view.config.timeZone);
    return {
      ...(Object.fromEntries(columns.map((column) => [column, held[keysOf[column][0]]])) as Record<
        Exclude<Column, 'customer_id' | `${string}_address`>,
        string
      >),
      customer_id: Number(held._customer_user) || 0,
      date_paid_gmt: paidAt?.toISOString().slice(0, 19) ?? null,
      billing_address: addressFrom((part) => held[`_billing_${part}`]),
      shipping_address: addressFrom((part) => held[`_shipping_${part}`]),
    };
  };
});

/** Orders among WordPress's posts, as they all were before WooCommerce 8.2 and still are where the merchant has it so. */
export const ordersInPosts: OrderPlace<Query> = {
  from: 'order_post as o',
  key: 'ID',
  derived: {
    status: (query: Query) => query.select('o.post_status as status'),
    date_created_gmt: (query: Query) => query.select('o.post_date_gmt as date_created_gmt'),
    date_updated_gmt: (query: Query) => query.select('o.post_modified_gmt as date_updated_gmt'),
  },
  sources: [meta, items],
  customer: customerAmongPosts,
  buyers: ({ ids: some }) =>
    ordersWith('_customer_user')
      .innerJoin('customer_posts as u', (join) => join.on('u.ID', '=', numberIn('m.meta_value')))
      .clearSelect()
      .select(['m.post_id as above', 'u.ID as id'])
      .where('m.post_id', 'in', some)
      .orderBy('m.meta_id'),
  refunds({ gathering, ids: some }) {
    const listed = gathering.add(
      'refunds',
      woo
        .selectFrom('order_post as r')
        .select(['r.ID', 'r.post_parent', 'r.post_date_gmt', 'r.post_excerpt'])
        .where('r.post_parent', 'in', some)
        .where('r.post_type', '=', 'shop_order_refund')
        .where('r.post_status', '<>', 'trash')
        .orderBy('r.post_date_gmt')
        .orderBy('r.ID'),
    );
    const rows = rowsOf(listed, 'post_parent');
    const keys = ['_refund_amount', '_refund_reason', '_order_total'] as const;
    const metas = orderMeta(gathering, 'refund-meta', valuesFrom(listed, 'ID'), keys);
    return (results, order) =>
      rows(results, order).map((row) => {
        const held = metas(results, row.ID);
        return {
          nativeId: String(row.ID),
          amount: held._refund_amount || held._order_total,
          reason: plainText(held._refund_reason) ?? plainText(row.post_excerpt),
          createdAt: instantOf(row.post_date_gmt, 'UTC'),
        };
      });
  },
  list: {
    every: (query) => query.where('o.post_type', '=', 'shop_order').where('o.post_status', 'not in', noOrderStatuses),
    joins: [{ orders: ['TOTAL'], join: withTotals }],
    orders: {
      ID: { column: null },
      PLACED_AT: { column: 'o.post_date_gmt' },
      UPDATED_AT: { column: 'o.post_modified_gmt' },
      TOTAL: { column: 't.total', nullable: true, numeric: true },
    },
    filter: {
      ids: ids('o.ID'),
      // An order's number is its id.
      numbers: ids('o.ID'),
      statusIds: (query, statuses, view) => texts('o.post_status')(query, storedStatuses(statuses), view),
      states: states('o.post_status', String),
      customerId: linked((eb, customer) =>
        eb('o.ID', 'in', ordersWith('_customer_user').where('m.meta_value', '=', String(customer))),
      ),
      email: (query, email, view) =>
        query.where((eb) =>
          eb(
            'o.ID',
            'in',
            ordersWith('_billing_email').where((on) =>
              isOneOf(on, 'm.meta_value', [email], view.native.textIgnoresCase),
            ),
          ),
        ),
      placedAfter: since('o.post_date_gmt', utc),
      placedBefore: until('o.post_date_gmt', utc),
      updatedAfter: since('o.post_modified_gmt', utc),
      updatedBefore: until('o.post_modified_gmt', utc),
    },
  },
};

function ordersWith(key: Key) {
  return woo.selectFrom('order_post_meta as m').select('m.post_id').where('m.meta_key', '=', key);
}

function withTotals(query: Query): Query {
  const totals = ordersWith('_order_total').select(numberIn('m.meta_value').as('total'));
  return query.leftJoin(totals.as('t'), 't.post_id', 'o.ID') as unknown as Query;
}

function orderMeta<K extends Key>(gathering: Gathering, name: string, posts: number[], keys: readonly K[]) {
  const rows = woo
    .selectFrom('order_post_meta as m')
    .select(['m.post_id', 'm.meta_key', 'm.meta_value'])
    .where('m.post_id', 'in', posts)
    .where('m.meta_key', 'in', keys)
    .orderBy('m.meta_id');
  return metaOf(gathering.add(name, rows), 'post_id', keys);
}
