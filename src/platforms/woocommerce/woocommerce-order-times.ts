import { type Expression, type SqlBool, sql } from 'kysely';
import type { AnyQuery } from '../entity.js';
import type { Time } from '../order-times.js';
import { instantOf, textFrom } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';

/** A time of orders in SQL, in UTC or, where the store holds it by its own clock alone, by that: one is null for each order. */
export interface OrderTime {
  readonly utc: Time;
  /** Null where the store never does. */
  readonly local: Time | null;
}

/** What a row has of a time, in these two columns, as an instant. */
export function momentOf({ native }: WooCommerceView, utc: string | null, local: string | null): Date | null {
  return instantOf(utc, 'UTC') ?? instantOf(local, native.clock);
}

/** Orders whose time is at an instant or later, or before it, as filters name both: `placed` for `placedAfter` and `placedBefore`. */
export function betweenTimes<const N extends string>(name: N, timeOf: (view: WooCommerceView) => OrderTime) {
  const filter =
    (operator: '>=' | '<') =>
    <Q extends { where(condition: Expression<SqlBool>): unknown }>(
      query: Q,
      instant: Date,
      view: WooCommerceView,
    ): Q => {
      const compared = (time: Time, zone: string) =>
        sql<SqlBool>`${time} ${sql.raw(operator)} ${textFrom(instant, zone)}`;
      const { utc, local } = timeOf(view);
      if (local === null) return query.where(compared(utc, 'UTC')) as Q;
      return query.where(sql<SqlBool>`(${compared(utc, 'UTC')} or ${compared(local, view.native.clock)})`) as Q;
    };
  return { [`${name}After`]: filter('>='), [`${name}Before`]: filter('<') } as {
    readonly [K in `${N}After` | `${N}Before`]: ReturnType<typeof filter>;
  };
}

const none = sql<string | null>`null`;

/** The columns of times of an order. */
export const timesIn = (placed: OrderTime, changed: OrderTime) => ({
  ...{ placed_utc: placed.utc, placed_local: placed.local ?? none },
  ...{ changed_utc: changed.utc, changed_local: changed.local ?? none },
});

/** Notes tell what happened to an order, wherever it is kept. */
export const notes = { relation: 'order_note', order: 'comment_post_ID', time: 'comment_date_gmt' };

/** Refunds are kept with orders. */
export const ordersAlone = (column: 'type' | 'post_type') => (query: AnyQuery) =>
  query.where(`n.${column}`, '=', 'shop_order');
