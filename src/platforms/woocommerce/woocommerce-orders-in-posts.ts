import { type Expression, type RawBuilder, sql } from 'kysely';
import { valuesFrom } from '../../bridge/plan.js';
import { isOneOf, zeroDates } from '../conditions.js';
import { factsOf } from '../facts.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { customerAmongPosts } from './woocommerce-customers.js';
import { firstValue } from './woocommerce-first-values.js';
import { metaOf } from './woocommerce-meta.js';
import { exactNumberIn, numberIn, numberOf } from './woocommerce-numbers.js';
import { items } from './woocommerce-order-items.js';
import { orderNumberOf, withNumber } from './woocommerce-order-numbers.js';
import { type OrderPlace, type OrderQuery, orderSorts, sortedBy, timesIn } from './woocommerce-order-place.js';
import { words } from './woocommerce-order-row.js';
import { firstNote, firstTime, type OrderTime, timeIn, whereTime } from './woocommerce-order-times.js';
import { unixTime } from './woocommerce-prices.js';
import {
  addressKeys,
  noOrderStatuses,
  numberKeys,
  type orderKeys,
  type WooCommerceTables,
  woo,
} from './woocommerce-relations.js';
import { storedStatuses } from './woocommerce-statuses.js';

const { ids, linked, states, texts } = factsOf<WooCommerceView, WooCommerceTables, 'order_post', 'o'>();

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
  order_number: numberKeys,
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
    const paidAt = unixTime(held._date_paid ?? '') ?? instantOf(held._paid_date, view.native.clock);
    return {
      ...(Object.fromEntries(columns.map((column) => [column, held[keysOf[column][0]]])) as Record<
        Exclude<Column, 'customer_id' | `${string}_address`>,
        string
      >),
      // Blanks around an amount are none of it.
      total_amount: numberOf(held._order_total)?.toFixed() ?? null,
      order_number: orderNumberOf(held),
      customer_id: Number(held._customer_user) || 0,
      date_paid_gmt: paidAt?.toISOString().slice(0, 19) ?? null,
      billing_address: addressFrom((part) => held[`_billing_${part}`]),
      shipping_address: addressFrom((part) => held[`_shipping_${part}`]),
    };
  };
});

const neighbour = (operator: '<' | '>') => {
  const others = woo
    .selectFrom('order_post as b')
    .select('b.post_date_gmt')
    .where('b.ID', operator, sql.ref<number>('o.ID'))
    .where('b.post_type', '=', 'shop_order')
    .where('b.post_date_gmt', '>', zeroDates)
    .orderBy('b.ID', operator === '<' ? 'desc' : 'asc')
    .limit(sql.lit(1));
  return sql<string | null>`${others}`;
};
const [created, local, updated] = [timeIn('o.post_date_gmt'), timeIn('o.post_date'), timeIn('o.post_modified_gmt')];
const nearest = firstTime(updated, firstNote('o.ID'), neighbour('<'), neighbour('>'));
/** By UTC, else by the store's own clock, else by the nearest that the store knows. */
const placed = {
  utc: sql<string | null>`case when ${created} is not null then ${created} when ${local} is null then ${nearest} end`,
  local: sql<string | null>`case when ${created} is null then ${local} end`,
} satisfies OrderTime;
const changed = {
  utc: firstTime(updated, placed.utc),
  local: sql<string | null>`case when ${updated} is null then ${placed.local} end`,
} satisfies OrderTime;
const total = sql<number>`coalesce(${orderValue('_order_total', exactNumberIn('f.meta_value'))}, 0)`;

const numberPlace = { orders: 'order_post', key: 'ID', meta: 'order_post_meta', ownedBy: 'post_id' };

/** Orders among WordPress's posts, as they all were before WooCommerce 8.2 and still are where the merchant has it so. */
export const ordersInPosts: OrderPlace<Query> = {
  from: 'order_post as o',
  key: 'ID',
  derived: {
    status: (query: Query) => query.select('o.post_status as status'),
    ...timesIn<Query>(placed, changed),
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
        .select(['r.ID as id', 'r.post_parent', 'r.post_date_gmt', 'r.post_excerpt'])
        .where('r.post_parent', 'in', some)
        .where('r.post_type', '=', 'shop_order_refund')
        .where('r.post_status', '<>', 'trash')
        .orderBy('r.post_date_gmt')
        .orderBy('r.ID'),
    );
    const rows = rowsOf(listed, 'post_parent');
    const keys = ['_refund_amount', '_refund_reason', '_order_total'] as const;
    const metas = orderMeta(gathering, 'refund-meta', valuesFrom(listed, 'id'), keys);
    const read: ReturnType<typeof this.refunds>['read'] = (results, order) =>
      rows(results, order).map((row) => {
        const held = metas(results, row.id);
        return {
          nativeId: String(row.id),
          amount: held._refund_amount || held._order_total,
          reason: plainText(held._refund_reason) ?? plainText(row.post_excerpt),
          createdAt: instantOf(row.post_date_gmt, 'UTC'),
        };
      });
    return { listed, read };
  },
  list: {
    every: (query) => query.where('o.post_type', '=', 'shop_order').where('o.post_status', 'not in', noOrderStatuses),
    orders: orderSorts,
    wrap: sortedBy<'order_post'>('o.ID', () => ({
      PLACED_AT: firstTime(placed.utc, placed.local),
      UPDATED_AT: firstTime(changed.utc, changed.local),
      TOTAL: total,
    })),
    filter: {
      ids: ids('o.ID'),
      numbers: (query, given) =>
        given.length === 0 ? null : withNumber(query, numberPlace, given, (key) => orderValue(key)),
      statusIds: (query, statuses, view) => texts('o.post_status')(query, storedStatuses(statuses), view),
      states: states('o.post_status', String),
      customerId: linked((eb, customer) =>
        eb.and([
          // The first has an index.
          eb('o.ID', 'in', ordersWith('_customer_user').where('m.meta_value', '=', String(customer))),
          eb(orderValue('_customer_user'), '=', String(customer)),
        ]),
      ),
      email: (query, email, view) =>
        query.where((eb) => isOneOf(eb, orderValue('_billing_email'), [email], view.native.textIgnoresCase)),
      placedAfter: whereTime(() => placed, '>='),
      placedBefore: whereTime(() => placed, '<'),
      updatedAfter: whereTime(() => changed, '>='),
      updatedBefore: whereTime(() => changed, '<'),
    },
  },
};

function ordersWith(key: Key) {
  return woo.selectFrom('order_post_meta as m').select('m.post_id').where('m.meta_key', '=', key);
}

/** The value of an order's key in SQL: of several rows with the key WordPress takes the first. */
function orderValue<T = string>(key: Key, value?: Expression<T>): RawBuilder<T | null> {
  return firstValue<T>('order_post_meta', 'post_id', 'meta_id', 'o.ID', key, value);
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
