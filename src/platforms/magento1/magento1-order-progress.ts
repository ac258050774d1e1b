import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { FinancialStatus, FulfillmentStatus } from '../../model/order.js';
import { magento } from './magento1-relations.js';
import { statesMeaning } from './magento1-states.js';

const order = sql.ref<number>('o.entity_id');
const held = (column: string) => sql`coalesce(${sql.ref(column)}, 0)`;

/** The first payment of an order (`o`), whose column is read, as SQL. */
function paymentIn<T>(column: 'method' | 'amount_authorized'): RawBuilder<T | null> {
  return sql<T | null>`(${magento
    .selectFrom('sales_flat_order_payment as p')
    .select(`p.${column}`)
    .where('p.parent_id', '=', order)
    .orderBy('p.entity_id')
    .limit(sql.lit(1))})`;
}

/** The code of the method that an order (`o`) is paid by, as SQL. */
export const methodIn = () => paymentIn<string>('method');

/** How far an order (`o`) is paid, as SQL: see `financialStatusOf`. */
export function financialIn(): RawBuilder<FinancialStatus> {
  const [paid, refunded, total] = [held('o.total_paid'), held('o.total_refunded'), held('o.grand_total')];
  const cancelled = sql`${sql.ref('o.state')} in (${sql.join(statesMeaning(['CANCELLED']))})`;
  return sql<FinancialStatus>`case
    when ${refunded} > 0 then case when ${refunded} >= ${paid} then ${'REFUNDED'} else ${'PARTIALLY_REFUNDED'} end
    when ${paid} > 0 then case when ${paid} >= ${total} then ${'PAID'} else ${'PARTIALLY_PAID'} end
    when ${cancelled} then ${'VOIDED'}
    when ${total} <= 0 then ${'PAID'}
    when ${paymentIn('amount_authorized')} > 0 then ${'AUTHORIZED'}
    else ${'PENDING'} end`;
}

/**
 * Whether an item is a bundle whose parts are sent by themselves, as SQL: see `shipsInParts`. Its options, a long text, are looked up for
 * bundles alone, or databases read those of every item.
 */
function shipsInParts(alias: string): RawBuilder<SqlBool> {
  const says = (written: string) => sql<SqlBool>`instr(${sql.ref('x.product_options')}, ${written}) > 0`;
  const inParts = magento
    .selectFrom('sales_flat_order_item as x')
    .select('x.item_id')
    .where('x.item_id', '=', sql.ref<number>(`${alias}.item_id`))
    .where((eb) => eb.or([says('"shipment_type";s:1:"1";'), says('"shipment_type";i:1;')]));
  return sql<SqlBool>`case when ${sql.ref(`${alias}.product_type`)} = ${'bundle'} and exists ${inParts} then 1 else 0 end = 1`;
}

/** Whether something of an item is still to be sent, as SQL. */
const isOpen = (item: string) =>
  sql<SqlBool>`${held(`${item}.qty_ordered`)} > ${held(`${item}.qty_shipped`)} + ${held(`${item}.qty_refunded`)} + ${held(`${item}.qty_canceled`)}`;

/** How far an order (`o`) is sent, as SQL: see `fulfillmentOf`. */
function fulfillmentIn(): RawBuilder<FulfillmentStatus> {
  const parts = magento
    .selectFrom('sales_flat_order_item as c')
    .select('c.item_id')
    .where('c.parent_item_id', '=', sql.ref<number>('i.item_id'))
    .where('c.order_id', '=', order);
  const counts = sql<SqlBool>`case
    when ${sql.ref('b.item_id')} is not null then case when ${shipsInParts('b')} then 1 else 0 end
    when ${shipsInParts('i')} and exists ${parts} then 0
    else 1 end = 1`;
  // The items are read once: of them comes the state, but where there is nothing to send. That is null.
  const sent = magento
    .selectFrom('sales_flat_order_item as i')
    .leftJoin('sales_flat_order_item as b', (join) =>
      join.onRef('b.item_id', '=', 'i.parent_item_id').onRef('b.order_id', '=', 'i.order_id'),
    )
    .where('i.order_id', '=', order)
    .where(sql<SqlBool>`${held('i.is_virtual')} <> 1`)
    .where(counts)
    .select(
      sql<FulfillmentStatus | null>`case
        when count(*) = 0 then null
        when coalesce(sum(${sql.ref('i.qty_shipped')}), 0) <= 0 then ${'UNFULFILLED'}
        when sum(case when ${isOpen('i')} then 1 else 0 end) > 0 then ${'PARTIALLY_FULFILLED'}
        else ${'FULFILLED'} end`.as('progress'),
    );
  return sql<FulfillmentStatus>`coalesce((${sent}),
    case when ${sql.ref('o.state')} = ${'complete'} then ${'FULFILLED'} else ${'UNFULFILLED'} end)`;
}

/**
 * Whether an order (`o`) is sent so far, as SQL. That is worked out of those alone that may be by what is quickly looked up: most shops
 * have few orders that are sent in part, and few that are not sent.
 */
export function isSentSoFar(wanted: readonly FulfillmentStatus[]): RawBuilder<SqlBool> {
  const some = magento.selectFrom('sales_flat_order_item as q').select('q.item_id').where('q.order_id', '=', order);
  const sent = sql<SqlBool>`exists ${some.where('q.qty_shipped', '>', 0)}`;
  const open = sql<SqlBool>`exists ${some.where(isOpen('q'))}`;
  // Neither a part nor with parts, so that it counts.
  const sentAlone = sql<SqlBool>`exists ${some
    .where('q.qty_shipped', '>', 0)
    .where('q.parent_item_id', 'is', null)
    .where('q.product_type', '<>', 'bundle')
    .where(sql<SqlBool>`${held('q.is_virtual')} <> 1`)}`;
  const takenBack = sql<SqlBool>`exists ${some.where('q.qty_shipped', '<', 0)}`;
  const may: Partial<Record<FulfillmentStatus, RawBuilder<SqlBool>>> = {
    FULFILLED: sql`(${sql.ref('o.state')} = ${'complete'} or ${sent})`,
    PARTIALLY_FULFILLED: sql`(${sent} and ${open})`,
    UNFULFILLED: sql`(not ${sentAlone} or ${takenBack})`,
  };
  const any = sql.join(
    wanted.flatMap((one) => may[one] ?? []),
    sql` or `,
  );
  return sql<SqlBool>`case when ${any} then ${fulfillmentIn()} end in (${sql.join(wanted)})`;
}
