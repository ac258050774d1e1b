import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { firstTime, isAtLeast, isAtMost, isOneOf, isTime, timeIn } from '../conditions.js';
import type { AnyQuery } from '../entity.js';
import { factsOf } from '../facts.js';
import { timesOfOrders } from '../order-times.js';
import { references } from '../references.js';
import { rowId } from '../row-ids.js';
import { instantOf } from '../store-time.js';
import { utcOf } from '../utc-in-sql.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { customerAmongPosts } from './woocommerce-customers.js';
import { firstNumbers, firstValue } from './woocommerce-first-values.js';
import { addressKeys, numberKeys, type orderKeys } from './woocommerce-keys.js';
import { metaIn } from './woocommerce-meta.js';
import { metafieldsIn } from './woocommerce-metafields.js';
import { exactNumberIn, numberIn, numberOf } from './woocommerce-numbers.js';
import { type Meets, orderFilters, paidBackOf, withKeys } from './woocommerce-order-filters.js';
import { items } from './woocommerce-order-items.js';
import { orderNumberOf, withNumber } from './woocommerce-order-numbers.js';
import { words } from './woocommerce-order-row.js';
import { type OrderPlace, type OrderQuery, orderSorts, sortedBy } from './woocommerce-order-storage.js';
import { betweenTimes, notesOf, ordersAlone, timesIn } from './woocommerce-order-times.js';
import { unixTime } from './woocommerce-prices.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';
import { figuresIn } from './woocommerce-statistics.js';
import { storedStatuses } from './woocommerce-statuses.js';

const { ids, states, texts } = factsOf<WooCommerceView, WooCommerceTables, 'order_post', 'o'>();

type Query = OrderQuery<'order_post'>;
type Key = (typeof orderKeys)[number];

const eb = expressionBuilder<WooCommerceTables, never>();

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
  const metas = metaIn('order_post_meta', gathering, 'order-meta', some, [...new Set(keys)]);
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

const times = timesOfOrders({
  ...{
    relation: 'order_post',
    id: 'ID',
    placed: 'post_date_gmt',
    changed: 'post_modified_gmt',
    history: notesOf('posts'),
  },
  among: ordersAlone('post_type'),
});
const [created, updated] = [timeIn('o.post_date_gmt'), timeIn('o.post_modified_gmt')];
const nearest = firstTime(updated, times.nearest);
/** By UTC, else by the store's own clock, else by the nearest that the store knows. */
const timesOf = ({ native }: WooCommerceView) => {
  const byClock = sql<string | null>`case when ${isTime('o.post_date')} then ${utcOf('o.post_date', native.clock)} end`;
  const placed = firstTime(created, byClock, nearest);
  return { placed, changed: firstTime(updated, placed) };
};
const totalOf = (order: string) =>
  sql<number>`coalesce(${firstValue('order_post_meta', order, '_order_total', exactNumberIn('f.meta_value'))}, 0)`;
const total = totalOf('o.ID');

/** Whether an order holds a time at which money came: seconds since 1970, else a time of the shop's clock. */
const paid = (() => {
  const [at, before] = [orderValue('_date_paid'), orderValue('_paid_date')];
  const seconds = sql`${at} + 0 > 0 and instr(${at}, ${'.'}) = 0 and instr(${at}, ${' '}) = 0 and ${orderValue('_date_paid', exactNumberIn('f.meta_value'))} is not null`;
  const part = (from: number, length: number) => sql`substr(${before}, ${sql.lit(from)}, ${sql.lit(length)})`;
  const time = sql`length(${before}) in (10, 19) and ${part(5, 1)} = ${'-'} and ${part(8, 1)} = ${'-'} and ${part(1, 4)} + 0 > 1
    and ${part(6, 2)} + 0 >= 1 and ${part(6, 2)} + 0 <= 12 and ${part(9, 2)} + 0 >= 1 and ${part(9, 2)} + 0 <= 31`;
  return sql<SqlBool>`case when (${seconds}) or (${time}) then 1 else 0 end = 1`;
})();

const numberPlace = { orders: 'order_post', key: 'ID', meta: 'order_post_meta' } as const;

/** Orders among WordPress's posts, as they all were before WooCommerce 8.2 and still are where the merchant has it so. */
export const ordersInPosts: OrderPlace<Query> = {
  from: 'order_post as o',
  key: 'ID',
  derived: { status: sql.ref('o.post_status'), ...timesIn(timesOf) },
  sources: [meta, items],
  buyers: references(
    customerAmongPosts,
    'buyers',
    'customer',
    ['m.post_id', 'u.ID'],
    ordersWith('_customer_user')
      .clearSelect()
      .innerJoin('customer_posts as u', (join) => join.on('u.ID', '=', numberIn('m.meta_value')))
      .orderBy('m.meta_id'),
  ),
  meta: 'order_post_meta',
  metafields: metafieldsIn('order_post_field', 'metafields'),
  refund: {
    ...{ relation: 'order_post', id: 'ID', order: 'post_parent', type: 'post_type', status: 'post_status' },
    ...{ createdAt: 'post_date_gmt', reason: 'post_excerpt' },
  },
  figures: figuresIn({
    ...{ status: 'o.post_status', currency: orderValue('_order_currency'), total },
    placed: (view) => timesOf(view).placed,
  }),
  list: {
    // Which statuses are none of an order is the bridge's to say.
    // Numbers are above 0: said, so that MariaDB may read what looks at most posts in their order, and not each by an index of types.
    every: (query) => query.where('o.post_type', '=', 'shop_order').where('o.ID', '>', 0),
    orders: orderSorts,
    wrap: sortedBy<'order_post'>(
      'o.ID',
      (view) => ({
        PLACED_AT: timesOf(view).placed,
        UPDATED_AT: timesOf(view).changed,
        TOTAL: sql`coalesce(${sql.ref('t.number')}, 0)`,
      }),
      (query) => withTotals(query, 't'),
    ),
    filter: {
      ids: ids('o.ID'),
      numbers: (query, given) => withNumber(query, numberPlace, given, (key) => orderValue(key)),
      statusIds: (query, statuses, view) => texts('o.post_status')(query, storedStatuses(statuses), view),
      states: states('o.post_status', String),
      customerId: (query, customer) => {
        const id = rowId(customer);
        if (id === null) return null;
        const held: Meets = (value) => eb(value, '=', String(id));
        return withValue(query, 'fc', '_customer_user', held);
      },
      email: (query, email, view) => {
        const held: Meets = (value) => isOneOf(eb, value as never, [email], view.native.textIgnoresCase);
        return withValue(query, 'fe', '_billing_email', held);
      },
      ...orderFilters<Query>({
        ...{ place: 'posts', id: 'o.ID', status: 'o.post_status', held: (key) => orderValue(key), total, paid },
        refunded: sql<number | null>`(${woo
          .selectFrom('order_post as r')
          .select(paidBackOf('order_post_meta', 'r.ID', null).as('amount'))
          .where('r.post_parent', '=', sql.ref<number>('o.ID'))
          .where('r.post_type', '=', 'shop_order_refund')
          .where('r.post_status', '<>', 'trash')})`,
        emailed: (meets) =>
          sql<SqlBool>`(${sql.ref('o.ID')} in ${withKeys('order_post_meta', ['_billing_email'], meets)} and ${meets(orderValue('_billing_email'))})`,
        named: (meets) => {
          const names = (['billing', 'shipping'] as const).flatMap((kind): Key[] => [
            `_${kind}_first_name`,
            `_${kind}_last_name`,
          ]);
          return sql<SqlBool>`(${sql.ref('o.ID')} in ${withKeys('order_post_meta', names, meets)} and (${sql.join(
            names.map((key) => sql`case when ${meets(orderValue(key))} then 1 else 0 end = 1`),
            sql` or `,
          )}))`;
        },
        method: orderValue('_payment_method'),
        methodTitle: orderValue('_payment_method_title'),
      }),
      // An order without a total has one of 0.
      totalMin: (query, least) =>
        Number(least) > 0
          ? withRows(query, 'fm', '_order_total', (column) => isAtLeast(exactNumberIn(column), least)).where(
              isAtLeast(totalOf('fm.id'), least),
            )
          : query.where(isAtLeast(total, least)),
      totalMax: (query, most, _view, looksAtAll) =>
        looksAtAll
          ? withTotals(query, 'x').where(isAtMost(sql`coalesce(${sql.ref('x.number')}, 0)`, most))
          : query.where(isAtMost(total, most)),
      ...betweenTimes('placed', (view) => timesOf(view).placed),
      ...betweenTimes('updated', (view) => timesOf(view).changed),
    },
  },
};

/**
 * Of orders, those with a row of a key that meets a condition on the column of its value. Such rows are read first, by the key's index;
 * joined under an alias, so that what an order's value is, the first of them, is looked at of what is found alone: its `id`.
 */
function withRows(query: Query, alias: string, key: Key, meets: (column: string) => Expression<SqlBool>): Query {
  const found = woo
    .selectFrom('order_post_meta as y')
    // Not the column itself, or MariaDB reads the index on it, all rows of all keys, to have each once.
    .select(numberIn('y.post_id').as('id'))
    .where('y.meta_key', '=', key)
    .where(meets('y.meta_value'))
    .distinct();
  const joined = (query as unknown as AnyQuery).innerJoin(found.as(alias) as never, `${alias}.id`, 'o.ID' as never);
  return joined as unknown as Query;
}

/** Those whose key holds a value that meets it. */
const withValue = (query: Query, alias: string, key: Key, meets: Meets): Query =>
  withRows(query, alias, key, (column) => meets(sql.ref(column))).where(
    meets(firstValue('order_post_meta', `${alias}.id`, key)),
  );

/** With the total of each, as `number` of this alias, for what looks at the totals of all. */
const withTotals = (query: Query, alias: string): Query => {
  const totals = firstNumbers('order_post_meta', '_order_total').as(alias);
  return (query as unknown as AnyQuery).leftJoin(
    totals as never,
    `${alias}.owner`,
    'o.ID' as never,
  ) as unknown as Query;
};

function ordersWith(key: Key) {
  return woo.selectFrom('order_post_meta as m').select('m.post_id').where('m.meta_key', '=', key);
}

/** The value of an order's key in SQL: of several rows with the key WordPress takes the first. */
function orderValue<T = string>(key: Key, value?: Expression<T>): RawBuilder<T | null> {
  return firstValue<T>('order_post_meta', 'o.ID', key, value);
}
