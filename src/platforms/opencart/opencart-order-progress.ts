import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { FulfillmentStatus } from '../../model/order.js';
import { contains, isNever, isOneOf } from '../conditions.js';
import { formsAsStored } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const eb = expressionBuilder<OpenCartTables & { o: OpenCartTables['order'] }, 'o'>();

/** The id of the return status Complete that OpenCart installs: what was sent back has arrived. */
export const returnCompleteId = 3;

/** Whether an order (`o`) is paid for on delivery, as SQL: by the code in its method where that is JSON, else by its own. */
export function isOnDelivery({ columns }: OpenCartView): Expression<SqlBool> {
  const held = sql.ref('o.payment_method');
  const has = (part: string) => sql<SqlBool>`instr(${held}, ${part}) > 0`;
  const code = columns.has('order', 'payment_code')
    ? sql`case when ${sql.ref('o.payment_code')} = ${'cod'} and length(${sql.ref('o.payment_code')}) = 3 then 1 else 0 end`
    : sql`0`;
  const inJson = sql`case when ${has('"code":"cod"')} or ${has('"code":"cod.')} then 1 else 0 end`;
  return sql<SqlBool>`case when substr(${held}, 1, 1) = ${'{'} and ${has('"code":"')} then ${inJson} else ${code} end = 1`;
}

/** Whether an order is paid for by the method of this name, as SQL: from 4.0.2 on the name stands in JSON, as PHP writes that. */
export function isPaidBy({ native }: OpenCartView, name: string): Expression<SqlBool> {
  const forms = formsAsStored(name);
  const written = forms.map((form) => `"name":${phpJson(form)}`);
  const isJson = sql<SqlBool>`substr(${sql.ref('o.payment_method')}, 1, 1) = ${'{'}`;
  return eb.or([
    isOneOf(eb, 'o.payment_method', forms, native.textIgnoresCase),
    eb.and([isJson, eb.or(written.map((text) => contains(eb, 'o.payment_method', text)))]),
  ]);
}

/** A text as PHP's `json_encode` writes it. */
function phpJson(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * How far an order (`o`) is sent, as SQL: see `fulfillmentStatus`. Neither the history nor returns have an index on the order, so each
 * is read once, not once for each order.
 */
export function fulfillmentIn(view: OpenCartView): RawBuilder<FulfillmentStatus> {
  const { columns, config, native } = view;
  const shipped = [...native.shippedStatusIds];
  const past = opencart.selectFrom('order_history as h').select('h.order_id').where('h.order_status_id', 'in', shipped);
  const parcels = opencart.selectFrom('order_shipment as s').select('s.order_id');
  const sent = eb.or([
    ...(shipped.length > 0 ? [eb('o.order_status_id', 'in', shipped), eb('o.order_id', 'in', past)] : []),
    ...(columns.has('order_shipment') ? [eb('o.order_id', 'in', parcels)] : []),
  ]);
  const back = opencart
    .selectFrom('return as r')
    .select((on) => ['r.order_id', on.fn.sum<number>('r.quantity').as('pieces')])
    .where('r.return_status_id', '=', returnCompleteId)
    .groupBy('r.order_id');
  const all = opencart
    .selectFrom('order_product as l')
    .select((on) => on.fn.sum<number>('l.quantity').as('pieces'))
    .whereRef('l.order_id', '=', sql.ref('b.order_id'));
  const whole = opencart
    .selectFrom(back.as('b'))
    .select('b.order_id')
    .where(sql<SqlBool>`(${all}) > 0 and ${sql.ref('b.pieces')} >= (${all})`);
  const cameBack = columns.has('return') ? eb('o.order_id', 'in', whole) : isNever;
  const known = valueRead(config.orderStatuses)
    .filter(({ state }) => state !== 'OTHER')
    .map(({ nativeId }) => Number(nativeId));
  const isKnown = known.length > 0 ? eb('o.order_status_id', 'in', known) : isNever;
  return sql<FulfillmentStatus>`case when ${sent} and ${cameBack} then ${'RETURNED'} when ${sent} then ${'FULFILLED'} when ${isKnown} then ${'UNFULFILLED'} else ${'UNKNOWN'} end`;
}
