import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { ServiceError } from '../../model/service-error.js';
import { zeroDates } from '../conditions.js';
import { instantOf, textFrom } from '../store-time.js';
import { prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/** When something happened to a row: a column, and what stands for it where that holds no time. */
export interface Time {
  readonly own: `${string}.date_${'add' | 'upd'}`;
  readonly fallback: RawBuilder<string | null>;
  /** What of the configuration says whether a row lacks such a time. */
  readonly missing: 'undatedOrders' | 'undatedProducts';
}

const nearest = (beyond: '<' | '>') =>
  prestashop
    .selectFrom('orders as n')
    .select('n.date_add')
    .where('n.id_order', beyond, sql.ref<number>('o.id_order'))
    .where('n.date_add', '>', zeroDates)
    .orderBy('n.id_order', beyond === '<' ? 'desc' : 'asc')
    .limit(1);

const firstStatus = prestashop
  .selectFrom('order_history as h')
  .select((eb) => eb.fn.min('h.date_add').as('first'))
  .where('h.id_order', '=', sql.ref<number>('o.id_order'))
  .where('h.date_add', '>', zeroDates);

const changed = sql.ref<string>('o.date_upd');

/** When an order (`o`) was placed; else when it was changed, got its first status, or when its neighbours by number were placed. */
export const orderPlaced: Time = {
  own: 'o.date_add',
  fallback: sql<
    string | null
  >`coalesce(case when ${changed} > ${zeroDates} then ${changed} else null end, ${firstStatus}, ${nearest('<')}, ${nearest('>')})`,
  missing: 'undatedOrders',
};

/** When an order (`o`) was last changed; else when it was made. */
export const orderChanged: Time = { own: 'o.date_upd', fallback: sql.ref('o.date_add'), missing: 'undatedOrders' };

/** When a product (`p`) was last changed; else when it was made. */
export const productChanged: Time = { own: 'p.date_upd', fallback: sql.ref('p.date_add'), missing: 'undatedProducts' };

/** That a row holds no such time of its own. */
export function isUndated({ own }: Time): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(own)} is null or ${sql.ref(own)} <= ${zeroDates})`;
}

/** A time as its value, its filters and its place in lists say it. */
export function timeOf({ own, fallback }: Time): RawBuilder<string | null> {
  return sql<string | null>`case when ${sql.ref(own)} > ${zeroDates} then ${sql.ref(own)} else ${fallback} end`;
}

/** The filters `…After` and `…Before` on a time; an index on the column serves rows that hold it. */
export function dated<const N extends string>(name: N, time: Time) {
  const holds = (value: Expression<unknown>, operator: '>=' | '<', text: string) =>
    operator === '>=' ? sql`${value} >= ${text}` : sql`${value} < ${text} and ${value} > ${zeroDates}`;
  const filter =
    (operator: '>=' | '<') =>
    <Q extends { where(condition: Expression<SqlBool>): unknown }>(
      query: Q,
      instant: Date,
      view: PrestaShopView,
    ): Q => {
      const text = textFrom(instant, zoneOf(view));
      const own = holds(sql.ref(time.own), operator, text);
      if (!view.native[time.missing]) return query.where(sql<SqlBool>`(${own})`) as Q;
      const other = holds(time.fallback, operator, text);
      return query.where(sql<SqlBool>`(${own} or (${isUndated(time)} and ${other}))`) as Q;
    };
  return { [`${name}After`]: filter('>='), [`${name}Before`]: filter('<') } as {
    readonly [K in `${N}After` | `${N}Before`]: ReturnType<typeof filter>;
  };
}

/** When an order was placed, from `timeOf(orderPlaced)`; throws where no order of the store says. */
export function placedAt(view: PrestaShopView, placed: string | null, id: number): Date {
  const instant = instantOf(placed, zoneOf(view));
  if (instant) return instant;
  throw new ServiceError('STORE_RECORD_INVALID', 'The store holds no time for this order.', {
    nativeId: String(id),
    field: 'placedAt',
  });
}

/** When a row was last changed, else made; null where the store does not say. */
export function changedAt(
  view: PrestaShopView,
  row: { readonly date_add: string | null; readonly date_upd: string | null },
): Date | null {
  return instantOf(row.date_upd, zoneOf(view)) ?? instantOf(row.date_add, zoneOf(view));
}
