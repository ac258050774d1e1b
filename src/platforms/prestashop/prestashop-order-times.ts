import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { ServiceError } from '../../model/service-error.js';
import { zeroDates } from '../conditions.js';
import { instantOf, textFrom } from '../store-time.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

type DB = PrestaShopTables & { o: PrestaShopTables['orders'] };
type Builder = ExpressionBuilder<DB, 'o'>;

/** That an order (`o`) holds no time at which it was placed. */
export function isUndated(eb: Builder): Expression<SqlBool> {
  return eb.or([eb('o.date_add', 'is', null), eb('o.date_add', '<=', zeroDates)]);
}

const real = (column: string) => sql`${sql.ref(column)} > ${zeroDates}`;

/** The time of the nearest order below or above by its number that holds one. */
const neighbour = (beyond: '<' | '>') => {
  const direction = beyond === '<' ? 'desc' : 'asc';
  return prestashop
    .selectFrom('orders as n')
    .select('n.date_add')
    .where('n.id_order', beyond, sql.ref<number>('o.id_order'))
    .where('n.date_add', '>', zeroDates)
    .orderBy('n.id_order', direction)
    .limit(1);
};

/**
 * When an order (`o`) was placed, as its value, its filters and its place in lists say: its own time; where it holds none, that of
 * its last change, of its first status, or of its neighbours by number. Null where no order of the store holds any.
 */
export function placedTime() {
  const history = prestashop
    .selectFrom('order_history as h')
    .select((eb) => eb.fn.min('h.date_add').as('first'))
    .where('h.id_order', '=', sql.ref<number>('o.id_order'))
    .where('h.date_add', '>', zeroDates);
  return sql<
    string | null
  >`case when ${real('o.date_add')} then ${sql.ref('o.date_add')} when ${real('o.date_upd')} then ${sql.ref('o.date_upd')} else coalesce(${history}, ${neighbour('<')}, ${neighbour('>')}) end`;
}

/** When an order was placed, from `placedTime`; throws where the store does not say. */
export function placedAt(view: PrestaShopView, placed: string | null, id: number): Date {
  const instant = instantOf(placed, zoneOf(view));
  if (instant) return instant;
  throw new ServiceError('STORE_RECORD_INVALID', 'The store holds no time for this order.', {
    nativeId: String(id),
    field: 'placedAt',
  });
}

/** A condition on when an order was placed; orders with a time of their own are found by the index on it. */
export function placed(operator: '>=' | '<') {
  return (eb: Builder, instant: Date, view: PrestaShopView): Expression<SqlBool> => {
    const text = textFrom(instant, zoneOf(view));
    const workedOut = eb.and([isUndated(eb), sql<SqlBool>`${placedTime()} ${sql.raw(operator)} ${text}`]);
    const own = eb('o.date_add', operator, text);
    return eb.or([operator === '<' ? eb.and([own, eb('o.date_add', '>', zeroDates)]) : own, workedOut]);
  };
}
