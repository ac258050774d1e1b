import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { FinancialStatus, FulfillmentStatus, OrderFilter } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';
import { contains, containsUnescaped, isAtLeast, isAtMost, isNever, isOneOf, wordsOf } from '../conditions.js';
import { formsAsStored } from '../html-text.js';
import type { Conditions } from '../listing.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { firstValue, productValue } from './woocommerce-first-values.js';
import type { numberKeys } from './woocommerce-keys.js';
import { exactNumberIn, numberIn, unlessBlank } from './woocommerce-numbers.js';
import { saidNumber } from './woocommerce-order-numbers.js';
import type { Place } from './woocommerce-order-relations.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

/** Where one place or the other keeps what orders (`o`) are found by, as SQL. */
export interface OrderValues {
  readonly place: Place;
  /** The order's number of its row, such as `o.id`. */
  readonly id: string;
  readonly status: string;
  readonly held: (key: (typeof numberKeys)[number] | '_wc_shipment_tracking_items') => RawBuilder<string | null>;
  readonly total: RawBuilder<number>;
  /** Whether it holds a time at which money came. */
  readonly paid: RawBuilder<SqlBool>;
  /** What its refunds paid back, each above zero; null for none. */
  readonly refunded: RawBuilder<number | null>;
  readonly email: RawBuilder<string | null>;
  /** Whether a name in one of its addresses meets a condition. */
  readonly named: (meets: (name: Expression<string | null>) => Expression<SqlBool>) => Expression<SqlBool>;
  readonly method: RawBuilder<string | null>;
  readonly methodTitle: RawBuilder<string | null>;
}

type Key = 'search' | 'financialStatuses' | 'fulfillmentStatuses' | 'paymentMethod' | 'totalMin' | 'totalMax';

interface Narrowed<Q> {
  where(condition: Expression<SqlBool>): Q;
}

const eb = expressionBuilder<WooCommerceTables, never>();

/** The filters of orders that both places have in common. */
export function orderFilters<Query>(values: OrderValues): Pick<Conditions<WooCommerceView, Query, OrderFilter>, Key> {
  const where =
    <T>(make: (value: T, view: WooCommerceView) => Expression<SqlBool>) =>
    (query: Query, value: T, view: WooCommerceView): Query =>
      (query as unknown as Narrowed<Query>).where(make(value, view));
  const number = sql<string>`coalesce(${saidNumber(values.held)}, concat(${sql.ref(values.id)}, ${''}))`;
  const method = sql<string | null>`coalesce(${unlessBlank(values.methodTitle)}, ${unlessBlank(values.method)})`;
  return {
    search: where((text: string, view) =>
      eb.and(
        wordsOf(text).map((word) =>
          eb.or([
            contains(eb, number as never, word),
            containsUnescaped(eb, values.email as never, word),
            values.named((name) => containsUnescaped(eb, name as never, word)),
            ...(view.columns.has('product_meta') ? [hasSku(values, word)] : []),
          ]),
        ),
      ),
    ),
    financialStatuses: where((wanted: FinancialStatus[], view) => among(financialIn(values, view), wanted)),
    fulfillmentStatuses: where((wanted: FulfillmentStatus[], view) => among(fulfillmentIn(values, view), wanted)),
    paymentMethod: where((name: string, { native }) =>
      isOneOf(eb, method as never, formsAsStored(name), native.textIgnoresCase),
    ),
    totalMin: where((least: string) => isAtLeast(values.total, least)),
    totalMax: where((most: string) => isAtMost(values.total, most)),
  };
}

function among(value: RawBuilder<string>, wanted: readonly string[]): Expression<SqlBool> {
  return wanted.length > 0 ? sql<SqlBool>`${value} in (${sql.join(wanted)})` : isNever;
}

/** Whether an order's status means one of these states; not OTHER, which those have that are not known. */
function means({ status }: OrderValues, { config }: WooCommerceView, ...states: OrderState[]): RawBuilder<SqlBool> {
  const ids = valueRead(config.orderStatuses).flatMap(({ nativeId, state }) =>
    states.includes(state) ? [nativeId] : [],
  );
  return ids.length > 0 ? sql<SqlBool>`coalesce(${sql.ref(status)}, ${''}) in (${sql.join(ids)})` : isNever;
}

/** How far an order is paid, as SQL: see `financialStatusOf`. */
function financialIn(values: OrderValues, view: WooCommerceView): RawBuilder<FinancialStatus> {
  const { paid, refunded, total } = values;
  const back = sql`coalesce(${refunded}, 0)`;
  const [is, isPending] = [
    (...states: OrderState[]) => means(values, view, ...states),
    means(values, view, 'PENDING', 'ON_HOLD', 'FAILED'),
  ];
  return sql<FinancialStatus>`case
    when ${is('REFUNDED')} or (${back} > 0 and ${back} >= ${total}) then ${'REFUNDED'}
    when ${back} > 0 then ${'PARTIALLY_REFUNDED'}
    when ${paid} or ${is('PROCESSING', 'COMPLETED')} then ${'PAID'}
    when ${is('CANCELLED')} then ${'VOIDED'}
    when ${isPending} then ${'PENDING'}
    else ${'UNKNOWN'} end`;
}

/** How far an order is sent, as SQL: see `fulfillmentStatusOf`. */
function fulfillmentIn(values: OrderValues, view: WooCommerceView): RawBuilder<FulfillmentStatus> {
  const held = values.held('_wc_shipment_tracking_items');
  const known = means(values, view, 'PENDING', 'PROCESSING', 'ON_HOLD', 'CANCELLED', 'FAILED');
  return sql<FulfillmentStatus>`case
    when ${means(values, view, 'COMPLETED')} then ${'FULFILLED'}
    when not ${known} then ${'UNKNOWN'}
    when substr(${held}, 1, 2) = ${'a:'} and instr(${held}, ${';a:'}) > 0 then ${'PARTIALLY_FULFILLED'}
    else ${'UNFULFILLED'} end`;
}

/**
 * Whether the SKU of one of an order's lines contains a word. Lines have the SKU of their variation, or else of their product;
 * which products there are to look at is told by their own SKUs.
 */
function hasSku({ place, id: order }: OrderValues, word: string): Expression<SqlBool> {
  const goods = (key: '_variation_id' | '_product_id') =>
    unlessBlank(
      productValue(
        firstValue<number>(`order_item_meta_${place}`, 'i.order_item_id', key, numberIn('f.meta_value')),
        '_sku',
      ),
    );
  const sku = sql<string | null>`coalesce(${goods('_variation_id')}, ${goods('_product_id')})`;
  // The relations of both places are rows of one table.
  const item = `order_item_${place}` as 'order_item_hpos';
  const itemMeta = `order_item_meta_${place}` as 'order_item_meta_hpos';
  const near = woo
    .selectFrom('product_meta as s')
    .innerJoin(`${itemMeta} as m`, (join) => join.on('s.post_id', '=', numberIn('m.meta_value')))
    .innerJoin(`${item} as n`, 'n.order_item_id', 'm.order_item_id')
    .select('n.order_id')
    .where('s.meta_key', '=', '_sku')
    .where('m.meta_key', 'in', ['_product_id', '_variation_id'])
    .where((on) => containsUnescaped(on, 's.meta_value', word));
  const lines = woo
    .selectFrom(`${item} as i`)
    .select('i.order_item_id')
    .where('i.order_id', '=', sql.ref<number>(order))
    .where('i.order_item_type', '=', 'line_item')
    .where(containsUnescaped(eb, sku as never, word));
  return sql<SqlBool>`(${sql.ref(order)} in ${near} and exists ${lines})`;
}

/** What refunds paid back, as SQL, of rows (`r`) in one relation: what was chosen, else their own total. */
export function paidBackOf(
  meta: 'order_meta' | 'order_post_meta',
  id: string,
  own: RawBuilder<unknown> | null,
): RawBuilder<number> {
  const said = (key: string) => firstValue<number>(meta, id, key, exactNumberIn('f.meta_value') as never);
  const amounts = [said('_refund_amount'), ...(own ? [own] : []), said('_order_total')];
  return sql<number>`sum(abs(coalesce(${sql.join(amounts)}, 0)))`;
}
