import { type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { zeroDates } from '../conditions.js';
import type { Condition } from '../listing.js';
import { instantOf, textFrom } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { woo } from './woocommerce-relations.js';

type Time = RawBuilder<string | null>;

/** A time of orders in SQL, in UTC or, where the store holds it by its own clock alone, by that: one is null for each order. */
export interface OrderTime {
  readonly utc: Time;
  /** Null where the store never does. */
  readonly local: Time | null;
}

/** A column's time; null where it holds none. */
export function timeIn(column: string): Time {
  return sql<string | null>`case when ${sql.ref(column)} > ${zeroDates} then ${sql.ref(column)} end`;
}

/** The first of these that is a time. */
export function firstTime(...times: readonly Expression<string | null>[]): Time {
  return sql<string | null>`coalesce(${sql.join(times)})`;
}

/** When the first note on an order was written. */
export function firstNote(order: string): Expression<string | null> {
  const notes = woo
    .selectFrom('order_note as n')
    .select((eb) => eb.fn.min('n.comment_date_gmt').as('time'))
    .where('n.comment_post_ID', '=', sql.ref<number>(order))
    .where('n.comment_date_gmt', '>', zeroDates);
  return sql<string | null>`${notes}`;
}

/** What a row has of a time, in these two columns, as an instant. */
export function momentOf({ native }: WooCommerceView, utc: string | null, local: string | null): Date | null {
  return instantOf(utc, 'UTC') ?? instantOf(local, native.clock);
}

/** Orders whose time is at an instant or later, or before it. */
export function whereTime<DB, TB extends keyof DB>(
  timeOf: (view: WooCommerceView) => OrderTime,
  operator: '>=' | '<',
): Condition<WooCommerceView, SelectQueryBuilder<DB, TB, object>, Date> {
  const compared = (time: Time, text: string) => sql<SqlBool>`${time} ${sql.raw(operator)} ${text}`;
  return (query, instant, view) => {
    const { utc, local } = timeOf(view);
    const inUtc = compared(utc, textFrom(instant, 'UTC'));
    if (local === null) return query.where(inUtc);
    return query.where((eb) => eb.or([inUtc, compared(local, textFrom(instant, view.native.clock))]));
  };
}

/** An order in tables that lacks a time, if there is one. */
export const undatedOrder = woo
  .selectFrom('order as o')
  .select('o.id')
  .where('o.type', '=', 'shop_order')
  .where(sql<SqlBool>`(${timeIn('o.date_created_gmt')} is null or ${timeIn('o.date_updated_gmt')} is null)`)
  .limit(1);
