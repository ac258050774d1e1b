import { sql } from 'kysely';
import { valuesFrom } from '../../bridge/plan.js';
import { valueRead } from '../../model/as-read.js';
import type { OrderState } from '../../model/order-status.js';
import { isOneOf, zeroDates } from '../conditions.js';
import { factsOf } from '../facts.js';
import { rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { customerAmongTables } from './woocommerce-customers.js';
import { firstValue } from './woocommerce-first-values.js';
import { metaOf } from './woocommerce-meta.js';
import { items } from './woocommerce-order-items.js';
import { orderNumberOf, withNumber } from './woocommerce-order-numbers.js';
import { type OrderPlace, type OrderQuery, orderSorts, sortedBy, timesIn } from './woocommerce-order-place.js';
import { words } from './woocommerce-order-row.js';
import { firstNote, firstTime, type OrderTime, timeIn, whereTime } from './woocommerce-order-times.js';
import { addressFields, noOrderStatuses, numberKeys, type WooCommerceTables, woo } from './woocommerce-relations.js';
import { storedStatuses } from './woocommerce-statuses.js';

const { ids, id, states, texts } = factsOf<WooCommerceView, WooCommerceTables, 'order', 'o'>();

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

const numbers = words.source(['order_number'], [], ({ gathering, ids: some }) => {
  const rows = woo
    .selectFrom('order_meta as m')
    .select(['m.order_id', 'm.meta_key', 'm.meta_value'])
    .where('m.order_id', 'in', some)
    .where('m.meta_key', 'in', numberKeys)
    .orderBy('m.id');
  const metas = metaOf(gathering.add('order-numbers', rows), 'order_id', numberKeys);
  return (results, order) => ({ order_number: orderNumberOf(metas(results, order)) });
});

const neighbour = (operator: '<' | '>') => {
  const others = woo
    .selectFrom('order as b')
    .select('b.date_created_gmt')
    .where('b.id', operator, sql.ref<number>('o.id'))
    .where('b.type', '=', 'shop_order')
    .where('b.date_created_gmt', '>', zeroDates)
    .orderBy('b.id', operator === '<' ? 'desc' : 'asc')
    .limit(sql.lit(1));
  return sql<string | null>`${others}`;
};
const [created, updated] = [timeIn('o.date_created_gmt'), timeIn('o.date_updated_gmt')];
const nearest = [firstNote('o.id'), neighbour('<'), neighbour('>')];
const placed: OrderTime = { utc: firstTime(created, updated, ...nearest), local: null };
const changed: OrderTime = { utc: firstTime(updated, created, ...nearest), local: null };
/** Where every order holds its times, lists and filters go by the columns alone, which have indexes. */
const held = (column: string): OrderTime => ({ utc: sql`${sql.ref(column)}`, local: null });
const [placedHeld, changedHeld] = [held('o.date_created_gmt'), held('o.date_updated_gmt')];
const placedIn = ({ native }: WooCommerceView) => (native.undatedOrders ? placed : placedHeld);
const changedIn = ({ native }: WooCommerceView) => (native.undatedOrders ? changed : changedHeld);

/** The statuses whose states are not wanted, and those that no order of the list has. */
function known({ config }: WooCommerceView, wanted: readonly OrderState[]): string[] {
  const others = valueRead(config.orderStatuses).filter(({ state }) => !wanted.includes(state));
  return [...noOrderStatuses, ...others.map(({ nativeId }) => nativeId)];
}

const numberPlace = { orders: 'order', key: 'id', meta: 'order_meta', ownedBy: 'order_id' };

/** Orders in WooCommerce's own tables (High-Performance Order Storage), whose times are all in UTC. */
export const ordersInTables: OrderPlace<OrderQuery<'order'>> = {
  from: 'order as o',
  key: 'id',
  derived: timesIn<OrderQuery<'order'>>(placed, changed),
  sources: [operations, addresses, tracking, numbers, items],
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
    const read: ReturnType<typeof this.refunds>['read'] = (results, order) =>
      rows(results, order).map((row) => {
        const meta = metas(results, row.id);
        return {
          nativeId: String(row.id),
          amount: meta._refund_amount || row.total_amount,
          reason: plainText(meta._refund_reason),
          createdAt: instantOf(row.date_created_gmt, 'UTC'),
        };
      });
    return { listed, read };
  },
  list: {
    // The column allows null: such an order is one, of no status that is known.
    every: (query) =>
      query
        .where('o.type', '=', 'shop_order')
        .where((eb) => eb.or([eb('o.status', 'not in', noOrderStatuses), eb('o.status', 'is', null)])),
    orders: orderSorts,
    wrap: sortedBy<'order'>('o.id', (view) => ({
      PLACED_AT: placedIn(view).utc,
      UPDATED_AT: changedIn(view).utc,
      TOTAL: sql`coalesce(${sql.ref('o.total_amount')}, 0) + 0`,
    })),
    filter: {
      ids: ids('o.id'),
      numbers: (query, given) =>
        given.length === 0
          ? null
          : withNumber(query, numberPlace, given, (key) => firstValue('order_meta', 'order_id', 'id', 'o.id', key)),
      statusIds: (query, statuses, view) => texts('o.status')(query, storedStatuses(statuses), view),
      states: (query, wanted, view) =>
        wanted.includes('OTHER')
          ? query.where((eb) => eb.or([eb('o.status', 'is', null), eb('o.status', 'not in', known(view, wanted))]))
          : states('o.status', String)(query, wanted, view),
      customerId: id('o.customer_id'),
      email: (query, email, view) =>
        query.where((eb) => isOneOf(eb, 'o.billing_email', [email], view.native.textIgnoresCase)),
      placedAfter: whereTime(placedIn, '>='),
      placedBefore: whereTime(placedIn, '<'),
      updatedAfter: whereTime(changedIn, '>='),
      updatedBefore: whereTime(changedIn, '<'),
    },
  },
};
