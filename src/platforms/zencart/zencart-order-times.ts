import { sql } from 'kysely';
import { isTime } from '../conditions.js';
import { zencart } from './zencart-relations.js';

/**
 * When an order that holds no time was placed, as near as can be told: when it was last changed, else the first time in its
 * history, else when the order before it was placed. `o` is the alias of the order.
 */
function standIn(o: string) {
  const inHistory = zencart
    .selectFrom('orders_status_history as h')
    .select((eb) => eb.fn.min('h.date_added').as('first'))
    .where('h.orders_id', '=', sql.ref<number>(`${o}.orders_id`))
    .where(isTime('h.date_added'));
  const before = zencart
    .selectFrom('orders as n')
    .select('n.date_purchased')
    .where('n.orders_id', '<', sql.ref<number>(`${o}.orders_id`))
    .where(isTime('n.date_purchased'))
    .orderBy('n.orders_id', 'desc')
    .limit(1);
  const changed = sql.ref(`${o}.last_modified`);
  return sql<
    string | null
  >`case when ${isTime(`${o}.last_modified`)} then ${changed} else coalesce((${inHistory}), (${before})) end`;
}

/** When the order `o` was placed. */
export function placedTime(o: string) {
  const held = sql.ref(`${o}.date_purchased`);
  return sql<string | null>`case when ${isTime(`${o}.date_purchased`)} then ${held} else ${standIn(o)} end`;
}

/** When the order `o` was last changed; where it never was, when it was placed. */
export function changedTime(o: string) {
  const held = sql.ref(`${o}.last_modified`);
  return sql<string | null>`case when ${isTime(`${o}.last_modified`)} then ${held} else ${placedTime(o)} end`;
}
