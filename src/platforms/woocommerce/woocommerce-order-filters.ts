import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { FinancialStatus, FulfillmentStatus, OrderFilter } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';
import {
  contains,
  containsUnescaped,
  isAlways,
  isAtLeast,
  isAtMost,
  isNever,
  isOneOf,
  isTrue,
  wordsOf,
} from '../conditions.js';
import { anyRelations } from '../entity.js';
import { formsAsStored } from '../html-text.js';
import type { Conditions } from '../listing.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { firstValue, isFirst, productValue } from './woocommerce-first-values.js';
import { numberKeys } from './woocommerce-keys.js';
import { metaRelations } from './woocommerce-meta.js';
import { exactNumberIn, numberIn, unlessBlank } from './woocommerce-numbers.js';
import { saidNumber } from './woocommerce-order-numbers.js';
import type { Place } from './woocommerce-order-relations.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

/** Whether a text meets a condition. */
export type Meets = (text: Expression<string | null>) => Expression<SqlBool>;

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
  /** Whether its e-mail address meets a condition. */
  readonly emailed: (meets: Meets) => Expression<SqlBool>;
  /** Whether a name in one of its addresses does. */
  readonly named: (meets: Meets) => Expression<SqlBool>;
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
  const method = sql<string | null>`coalesce(${unlessBlank(values.methodTitle)}, ${unlessBlank(values.method)})`;
  return {
    search: where((text: string, view) =>
      eb.and(
        wordsOf(text).map((word) =>
          eb.or([
            hasNumber(values, word),
            values.emailed((text) => containsUnescaped(eb, text as never, word)),
            values.named((text) => containsUnescaped(eb, text as never, word)),
            ...(view.columns.has('product_meta') ? [hasSku(values, word)] : []),
          ]),
        ),
      ),
    ),
    financialStatuses: where((wanted: FinancialStatus[], view) => among(financialIn(values, view), wanted)),
    fulfillmentStatuses: where((wanted: FulfillmentStatus[], view) => {
      // Nothing tells of what came back.
      if (wanted.every((one) => one === 'RETURNED')) return isNever;
      const met = among(fulfillmentIn(values, view), wanted);
      // Few orders hold parcels: those that do are read by their key, and not the keys of each order.
      return wanted.every((one) => one === 'PARTIALLY_FULFILLED') ? eb.and([holdsParcels(values), met]) : met;
    }),
    paymentMethod: where((name: string, { native }) =>
      isOneOf(eb, method as never, formsAsStored(name), native.textIgnoresCase),
    ),
    totalMin: where((least: string) => isAtLeast(values.total, least)),
    totalMax: where((most: string) => isAtMost(values.total, most)),
  };
}

function among(value: RawBuilder<string>, wanted: readonly string[]): Expression<SqlBool> {
  return sql<SqlBool>`${value} in (${sql.join(wanted)})`;
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
 * Orders, as their numbers, with a text that meets a condition in any row of these keys: where to look before values are, of which no
 * index on what they hold tells. All such rows are read once, not those of each order.
 */
export function withKeys(meta: 'order_meta' | 'order_post_meta', keys: readonly string[], meets: Meets) {
  return anyRelations
    .selectFrom(`${meta} as y`)
    .select(`y.${metaRelations[meta].owner}`)
    .where('y.meta_key', 'in', keys)
    .where(meets(sql.ref('y.meta_value')));
}

const metaIn = (place: Place) => (place === 'hpos' ? 'order_meta' : 'order_post_meta');

/** Whether an order has any row of parcels. */
function holdsParcels({ place, id }: OrderValues): Expression<SqlBool> {
  const holders = withKeys(metaIn(place), ['_wc_shipment_tracking_items'], () => isAlways);
  return sql<SqlBool>`${sql.ref(id)} in ${holders}`;
}

/** Whether an order's number contains a word: what plugins gave it, else its id. */
function hasNumber({ place, id, held }: OrderValues, word: string): Expression<SqlBool> {
  const said = saidNumber(held);
  const holds: Meets = (text) => contains(eb, text as never, word);
  return sql<SqlBool>`((${holds(sql`concat(${sql.ref(id)}, ${''})`)} and ${said} is null)
    or (${sql.ref(id)} in ${withKeys(metaIn(place), numberKeys, holds)} and ${holds(said)}))`;
}

/**
 * Whether the SKU of one of an order's lines contains a word. Lines have the SKU of their variation, or else of their product. The products
 * and variations with such a SKU are gathered once, and of the lines' keys those are read that name one.
 */
function hasSku({ place, id: order }: OrderValues, word: string): Expression<SqlBool> {
  const named = woo
    .selectFrom('product_meta as s')
    // Made distinct, so that they are gathered by their key, and not looked up line by line nor read by an index on things.
    .select(numberIn('s.post_id').as('id'))
    .distinct()
    .where('s.meta_key', '=', '_sku')
    .where((on) => containsUnescaped(on, 's.meta_value', word))
    .where(sql<SqlBool>`${unlessBlank(sql.ref('s.meta_value'))} is not null`)
    .where(isFirst('product_meta', 's', '_sku'));
  // The relations of both places are rows of one table.
  const item = `order_item_${place}` as 'order_item_hpos';
  const itemMeta = `order_item_meta_${place}` as 'order_item_meta_hpos';
  const variation = firstValue(
    `order_item_meta_${place}`,
    'i.order_item_id',
    '_variation_id',
    numberIn('f.meta_value'),
  );
  const lines = woo
    .selectFrom(`${itemMeta} as m`)
    .innerJoin(`${item} as i`, 'i.order_item_id', 'm.order_item_id')
    .select('i.order_id')
    .where('m.meta_key', 'in', ['_product_id', '_variation_id'])
    // A condition on each row by itself, for of a join databases would begin with all lines.
    .where(isTrue(sql<SqlBool>`${numberIn('m.meta_value')} in ${woo.selectFrom(named.as('b')).select('b.id')}`))
    .where('i.order_item_type', '=', 'line_item')
    .where(isFirst(itemMeta, 'm', sql.ref('m.meta_key')))
    .where((on) =>
      on.or([
        on('m.meta_key', '=', '_variation_id'),
        sql<SqlBool>`${unlessBlank(productValue(variation, '_sku'))} is null`,
      ]),
    );
  // Most words are in no SKU at all, and then no line is looked at.
  return sql<SqlBool>`(exists ${named} and ${sql.ref(order)} in ${lines})`;
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
