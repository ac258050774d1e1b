import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { FinancialStatus, FulfillmentStatus } from '../../model/order.js';
import { isFalse, isNever, isTrue } from '../conditions.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

const eb = expressionBuilder<PrestaShopTables & { o: PrestaShopTables['orders'] }, 'o'>();
const order = sql.ref<number>('o.id_order');
const held = (column: string) => sql`coalesce(${sql.ref(column)}, 0)`;

const isStatus = (ids: readonly number[]): Expression<SqlBool> =>
  ids.length > 0 ? eb('o.current_state', 'in', [...ids]) : isNever;

/** What the credit slips of an order (`o`) pay back, as SQL: see `slipAmount`. */
function paidBack({ columns }: PrestaShopView): RawBuilder<number> {
  const ofLines = prestashop
    .selectFrom('order_slip_detail as d')
    .select((on) => on.fn.sum<number>('d.amount_tax_incl').as('amount'))
    .where('d.id_order_slip', '=', sql.ref<number>('s.id_order_slip'));
  const sums = sql`coalesce((${ofLines}), 0)`;
  const [shipping, goods, net] = [
    held('s.total_shipping_tax_incl'),
    sql.ref('s.total_products_tax_incl'),
    sql.ref('s.total_products_tax_excl'),
  ];
  const typed = columns.has('order_slip', 'order_slip_type');
  const [type, amount] = [held('s.order_slip_type'), held('s.amount')];
  const isSum = sql`case when ${goods} = ${amount} or ${net} = ${amount} then 1 else 0 end = 1`;
  const chosen = typed
    ? sql`when ${type} = 2 and ${amount} > 0 and (${shipping} = 0 or not ${isSum}) then ${amount} + ${shipping}`
    : sql``;
  const unsaid = typed
    ? sql`${goods} is null or (${goods} = 0 and ${type} = 0)`
    : sql`${goods} is null or ${goods} = 0`;
  const slip = sql<number>`case ${chosen} when ${unsaid} then ${sums} + ${shipping} else ${goods} + ${shipping} end`;
  return sql<number>`coalesce((${prestashop
    .selectFrom('order_slip as s')
    .select((on) => on.fn.sum<number>(slip).as('amount'))
    .where('s.id_order', '=', order)}), 0)`;
}

/** How far an order (`o`) is paid, as SQL: see `financialStatusOf`. */
export function financialIn(view: PrestaShopView): RawBuilder<FinancialStatus> {
  const { statuses, paidStatusIds } = view.native;
  const meaning = (...states: readonly string[]) =>
    isStatus(statuses.filter(({ state }) => states.includes(state)).map(({ nativeId }) => Number(nativeId)));
  const [total, paid, back] = [held('o.total_paid_tax_incl'), held('o.total_paid_real'), paidBack(view)];
  const settled = sql`case when ${paid} > 0 then ${paid} else ${total} end`;
  return sql<FinancialStatus>`case
    when ${meaning('REFUNDED')} then ${'REFUNDED'}
    when case when ${paid} > 0 or ${isStatus(paidStatusIds)} then 1 else 0 end = 0 then
      case when ${meaning('CANCELLED', 'FAILED')} then ${'VOIDED'} when ${total} <= 0 then ${'PAID'} else ${'PENDING'} end
    when ${back} > 0 then case when ${back} >= ${settled} then ${'REFUNDED'} else ${'PARTIALLY_REFUNDED'} end
    when ${settled} >= ${total} then ${'PAID'}
    else ${'PARTIALLY_PAID'} end`;
}

/** Orders (`o`) that are so far sent, as a condition; null where none can be: see `fulfillmentStatus`. */
export function isSentSoFar(
  { native }: PrestaShopView,
  wanted: readonly FulfillmentStatus[],
): Expression<SqlBool> | null {
  const shipped = [...native.shippedStatusIds];
  const past = prestashop
    .selectFrom('order_history as h')
    .select('h.id_order')
    .where('h.id_order', '=', order)
    .where('h.id_order_state', 'in', shipped);
  const sent = shipped.length > 0 ? eb.or([isStatus(shipped), eb.exists(past)]) : isNever;
  const pieces = (column: 'l.product_quantity' | 'l.product_quantity_return') =>
    prestashop
      .selectFrom('order_detail as l')
      .select((on) => on.fn.sum<number>(column).as('pieces'))
      .where('l.id_order', '=', order);
  const ordered = sql`(${pieces('l.product_quantity')})`;
  const returned = sql`(${pieces('l.product_quantity_return')})`;
  const whole = sql<SqlBool>`(${returned} > 0 and ${ordered} > 0 and ${returned} >= ${ordered})`;
  // Few orders come back: those of which anything did are read once, and not the lines of each order.
  const back = prestashop
    .selectFrom('order_detail as b')
    .select('b.id_order')
    .where('b.product_quantity_return', '>', 0);
  const conditions = {
    RETURNED: isTrue(eb.and([eb('o.id_order', 'in', back), sent, whole])),
    FULFILLED: eb.and([isTrue(sent), isFalse(whole)]),
    UNFULFILLED: isFalse(sent),
  };
  const met = Object.entries(conditions).flatMap(([status, meets]) =>
    wanted.includes(status as FulfillmentStatus) ? [meets] : [],
  );
  return met.length > 0 ? eb.or(met) : null;
}
