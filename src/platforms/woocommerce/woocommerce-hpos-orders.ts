import { type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { OrderState } from '../../model/order-status.js';
import { isTime } from '../conditions.js';
import { factsOf } from '../facts.js';
import { timesOfOrders } from '../order-times.js';
import { references } from '../references.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { customerAmongTables } from './woocommerce-customers.js';
import { firstValue } from './woocommerce-first-values.js';
import { addressFields, numberKeys } from './woocommerce-keys.js';
import { metaIn } from './woocommerce-meta.js';
import { metafieldsIn } from './woocommerce-metafields.js';
import { orderFilters, paidBackOf } from './woocommerce-order-filters.js';
import { items } from './woocommerce-order-items.js';
import { orderNumberOf, withNumber } from './woocommerce-order-numbers.js';
import { noOrderStatuses } from './woocommerce-order-relations.js';
import { words } from './woocommerce-order-row.js';
import { type OrderPlace, type OrderQuery, orderSorts, sortedBy } from './woocommerce-order-storage.js';
import { betweenTimes, notesOf, ordersAlone, timesIn } from './woocommerce-order-times.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';
import { figuresIn } from './woocommerce-statistics.js';
import { storedStatuses } from './woocommerce-statuses.js';

const { equal, id, ids, states, texts } = factsOf<WooCommerceView, WooCommerceTables, 'order', 'o'>();

const amounts = ['date_paid_gmt', 'shipping_total_amount', 'shipping_tax_amount', 'discount_total_amount'] as const;

const operations = words.source(amounts, [], ({ gathering, ids: some }) => {
  const held = woo.selectFrom('order_operation as p').select(amounts.map((column) => `p.${column}` as const));
  const row = gathering.row('operations', 'p.order_id', some, held);
  return (results, order) => row(results, order) ?? {};
});

const addressColumns = ['billing_address', 'billing_phone', 'shipping_address'] as const;

const addresses = words.source(addressColumns, [], ({ gathering, ids: some, sourced }) => {
  const whole = sourced.includes('billing_address') || sourced.includes('shipping_address');
  const held = woo
    .selectFrom('order_address as a')
    .select(['a.address_type', 'a.phone'])
    .$if(whole, (query) => query.select(addressFields.map((field) => `a.${field}` as const)));
  const rows = gathering.rows('addresses', 'a.order_id', some, held);
  return (results, order) => {
    const of = (type: string) => rows(results, order).find((row) => row.address_type === type);
    const [billing, shipping] = [of('billing'), of('shipping')];
    return {
      billing_address: addressFrom((part) => billing?.[part]),
      billing_phone: billing?.phone ?? null,
      shipping_address: addressFrom((part) => shipping?.[part]),
    };
  };
});

/** The keys of an order that hold what its row has in these columns. */
const keysOf = {
  order_number: numberKeys,
  _wc_shipment_tracking_items: ['_wc_shipment_tracking_items'],
} as const;
const keyed = Object.keys(keysOf) as (keyof typeof keysOf)[];

const meta = words.source(keyed, [], ({ gathering, ids: some, sourced }) => {
  const keys = keyed.filter((column) => sourced.includes(column)).flatMap((column) => [...keysOf[column]]);
  const metas = metaIn('order_meta', gathering, 'order-meta', some, keys);
  return (results, order) => {
    const held = metas(results, order);
    return {
      order_number: orderNumberOf(held),
      _wc_shipment_tracking_items: held._wc_shipment_tracking_items,
    };
  };
});

const times = timesOfOrders({
  ...{ relation: 'order', id: 'id', placed: 'date_created_gmt', changed: 'date_updated_gmt', history: notesOf('hpos') },
  among: ordersAlone('type'),
});
/** Where every order holds its times, lists and filters go by the columns alone, which have indexes. */
const held = {
  placed: sql<string>`${sql.ref('o.date_created_gmt')}`,
  changed: sql<string>`${sql.ref('o.date_updated_gmt')}`,
};
const timesOf = ({ native }: WooCommerceView) => (native.undatedOrders ? times : held);

/** The statuses whose states are not wanted, and those that no order of the list has. */
function known({ config }: WooCommerceView, wanted: readonly OrderState[]): string[] {
  const others = valueRead(config.orderStatuses).filter(({ state }) => !wanted.includes(state));
  return [...noOrderStatuses, ...others.map(({ nativeId }) => nativeId)];
}

const total = sql<number>`coalesce(${sql.ref('o.total_amount')}, 0)`;

const numberPlace = { orders: 'order', key: 'id', meta: 'order_meta' } as const;

/** Orders in WooCommerce's own tables (High-Performance Order Storage), whose times are all in UTC. */
export const ordersInTables: OrderPlace<OrderQuery<'order'>> = {
  from: 'order as o',
  key: 'id',
  derived: timesIn(() => times),
  sources: [operations, addresses, meta, items],
  buyers: references(
    customerAmongTables,
    'buyers',
    'customer',
    ['o.id', 'u.ID'],
    woo.selectFrom('order as o').innerJoin('customer_hpos as u', 'u.ID', 'o.customer_id'),
  ),
  meta: 'order_meta',
  metafields: metafieldsIn('order_field', 'metafields'),
  refund: {
    ...{ relation: 'order', id: 'id', order: 'parent_order_id', type: 'type', status: 'status' },
    ...{ createdAt: 'date_created_gmt', amount: 'total_amount' },
  },
  figures: figuresIn({
    ...{ status: 'o.status', currency: sql.ref('o.currency'), total },
    placed: (view) => timesOf(view).placed,
  }),
  list: {
    // Which statuses are none of an order is the bridge's to say; one without a status is of none that is known.
    every: (query) => query.where('o.type', '=', 'shop_order'),
    orders: orderSorts,
    wrap: sortedBy<'order'>('o.id', (view) => ({
      PLACED_AT: timesOf(view).placed,
      UPDATED_AT: timesOf(view).changed,
      TOTAL: sql`coalesce(${sql.ref('o.total_amount')}, 0) + 0`,
    })),
    filter: {
      ids: ids('o.id'),
      numbers: (query, given) => withNumber(query, numberPlace, given, (key) => firstValue('order_meta', 'o.id', key)),
      statusIds: (query, statuses, view) => texts('o.status')(query, storedStatuses(statuses), view),
      states: (query, wanted, view) =>
        wanted.includes('OTHER')
          ? query.where((eb) => eb.or([eb('o.status', 'is', null), eb('o.status', 'not in', known(view, wanted))]))
          : states('o.status', String)(query, wanted, view),
      customerId: id('o.customer_id'),
      email: equal('o.billing_email'),
      ...orderFilters<OrderQuery<'order'>>({
        ...{ place: 'hpos', id: 'o.id', status: 'o.status' },
        held: (key) => firstValue('order_meta', 'o.id', key),
        total,
        paid: sql<SqlBool>`exists ${woo
          .selectFrom('order_operation as p')
          .select('p.order_id')
          .where('p.order_id', '=', sql.ref<number>('o.id'))
          .where(isTime('p.date_paid_gmt'))}`,
        refunded: sql<number | null>`(${woo
          .selectFrom('order as r')
          .select(paidBackOf('order_meta', 'r.id', sql.ref('r.total_amount')).as('amount'))
          .where('r.parent_order_id', '=', sql.ref<number>('o.id'))
          .where('r.type', '=', 'shop_order_refund')
          .where('r.status', '<>', 'trash')})`,
        emailed: (meets) => meets(sql.ref('o.billing_email')),
        // The addresses are read once, not those of each order.
        named: (meets) => {
          const rows = woo
            .selectFrom('order_address as a')
            .select('a.order_id')
            .where('a.address_type', 'in', ['billing', 'shipping'])
            .where((eb) => eb.or([meets(sql.ref('a.first_name')), meets(sql.ref('a.last_name'))]));
          return sql<SqlBool>`${sql.ref('o.id')} in ${rows}`;
        },
        method: sql<string | null>`${sql.ref('o.payment_method')}`,
        methodTitle: sql<string | null>`${sql.ref('o.payment_method_title')}`,
      }),
      ...betweenTimes('placed', (view) => timesOf(view).placed),
      ...betweenTimes('updated', (view) => timesOf(view).changed),
    },
  },
};
