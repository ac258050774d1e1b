import { type Expression, type SqlBool, sql } from 'kysely';
import type { AnyQuery } from '../entity.js';
import type { Time } from '../order-times.js';
import { textFrom } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { Place } from './woocommerce-order-relations.js';

/** When orders were placed and changed, in UTC, by what this store holds. */
export type TimesOf = (view: WooCommerceView) => { readonly placed: Time; readonly changed: Time };

/** Orders whose time is at an instant or later, or before it, as filters name both: `placed` for `placedAfter` and `placedBefore`. */
export function betweenTimes<const N extends string>(name: N, timeOf: (view: WooCommerceView) => Time) {
  const filter =
    (operator: '>=' | '<') =>
    <Q extends { where(condition: Expression<SqlBool>): unknown }>(query: Q, instant: Date, view: WooCommerceView): Q =>
      query.where(sql<SqlBool>`${timeOf(view)} ${sql.raw(operator)} ${textFrom(instant, 'UTC')}`) as Q;
  return { [`${name}After`]: filter('>='), [`${name}Before`]: filter('<') } as {
    readonly [K in `${N}After` | `${N}Before`]: ReturnType<typeof filter>;
  };
}

/** The columns of an order's times. */
export const timesIn = (times: TimesOf) => ({
  placed: (query: AnyQuery, view: WooCommerceView) => query.select(times(view).placed.as('placed')),
  changed: (query: AnyQuery, view: WooCommerceView) => query.select(times(view).changed.as('changed')),
});

/** Notes tell what happened to an order, wherever it is kept. */
export const notesOf = (place: Place) => ({
  relation: `order_note_${place}`,
  order: 'comment_post_ID',
  time: 'comment_date_gmt',
});

/** Refunds are kept with orders. */
export const ordersAlone = (column: 'type' | 'post_type') => (query: AnyQuery) =>
  query.where(`n.${column}`, '=', 'shop_order');
