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

/** Whether an item is a bundle whose parts are sent by themselves, as SQL: see `shipsInParts`. */
function shipsInParts(alias: string): RawBuilder<SqlBool> {
  const options = sql.ref(`${alias}.product_options`);
  const says = (written: string) => sql`instr(${options}, ${written}) > 0`;
  const inParts = sql`${says('"shipment_type";s:1:"1";')} or ${says('"shipment_type";i:1;')}`;
  return sql<SqlBool>`case when ${sql.ref(`${alias}.product_type`)} = ${'bundle'} and (${inParts}) then 1 else 0 end = 1`;
}

/** How far an order (`o`) is sent, as SQL: see `fulfillmentOf`. */
export function fulfillmentIn(): RawBuilder<FulfillmentStatus> {
  const parts = magento
    .selectFrom('sales_flat_order_item as c')
    .select('c.item_id')
    .where('c.parent_item_id', '=', sql.ref<number>('i.item_id'))
    .where('c.order_id', '=', order);
  const counts = sql<SqlBool>`case
    when ${sql.ref('b.item_id')} is not null then case when ${shipsInParts('b')} then 1 else 0 end
    when ${shipsInParts('i')} and exists ${parts} then 0
    else 1 end = 1`;
  const sent = magento
    .selectFrom('sales_flat_order_item as i')
    .leftJoin('sales_flat_order_item as b', (join) =>
      join.onRef('b.item_id', '=', 'i.parent_item_id').onRef('b.order_id', '=', 'i.order_id'),
    )
    .where('i.order_id', '=', order)
    .where(sql<SqlBool>`${held('i.is_virtual')} <> 1`)
    .where(counts);
  const some = sent.select('i.item_id');
  const shipped = sent.select((eb) => eb.fn.sum<number>('i.qty_shipped').as('pieces'));
  const open = some.where(
    sql<SqlBool>`${held('i.qty_ordered')} > ${held('i.qty_shipped')} + ${held('i.qty_refunded')} + ${held('i.qty_canceled')}`,
  );
  return sql<FulfillmentStatus>`case
    when not exists ${some} then case when ${sql.ref('o.state')} = ${'complete'} then ${'FULFILLED'} else ${'UNFULFILLED'} end
    when coalesce((${shipped}), 0) <= 0 then ${'UNFULFILLED'}
    when exists ${open} then ${'PARTIALLY_FULFILLED'}
    else ${'FULFILLED'} end`;
}
