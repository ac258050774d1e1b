import { expressionBuilder } from 'kysely';
import { zeroDates } from '../conditions.js';
import { instantOf } from '../store-time.js';
import type { OpenCartTables } from './opencart-relations.js';

const eb = expressionBuilder<OpenCartTables & { o: OpenCartTables['order'] }, 'o'>();

const dated = (column: 'o.date_added' | 'o.date_modified') =>
  eb.case().when(column, '>', zeroDates).then(eb.ref(column)).end();

const firstEvent = eb
  .selectFrom('order_history as h')
  .select((on) => on.fn.min('h.date_added').as('at'))
  .whereRef('h.order_id', '=', 'o.order_id')
  .where('h.date_added', '>', zeroDates);

/** The time of the order before, or after, by number. */
const neighbour = (side: '<' | '>') =>
  eb
    .selectFrom('order as n')
    .select('n.date_added')
    .whereRef('n.order_id', side, 'o.order_id')
    .where('n.date_added', '>', zeroDates)
    .orderBy('n.order_id', side === '<' ? 'desc' : 'asc')
    .limit(1);

/** For an order that holds no time itself: that of its first event, else that of its nearest neighbour. */
const nearest = () => eb.fn.coalesce(firstEvent, neighbour('<'), neighbour('>'));

/** When an order was placed: what it holds, else when it was changed, else the nearest time there is; null in a store without any. */
export const placed = eb.fn.coalesce(dated('o.date_added'), dated('o.date_modified'), nearest());

/** When an order was last changed; where that is not held, when it was placed. */
export const changed = eb.fn.coalesce(dated('o.date_modified'), dated('o.date_added'), nearest());

/** What an order that holds no time goes by, as a column beside its rows. */
export const nearestColumn = eb
  .case()
  .when(eb.or([eb('o.date_added', '>', zeroDates), eb('o.date_modified', '>', zeroDates)]))
  .then(null)
  .else(nearest())
  .end()
  .as('nearest');

/** The columns that an order's times are read from. */
export const timeColumns = ['date_added', 'date_modified', 'nearest'] as const;

type Times = Readonly<Record<(typeof timeColumns)[number], string | null>>;

/** When an order was placed, as `placed` says; null in a store without any time. */
export function placedAt(row: Times, zone: string): Date | null {
  return instantOf(row.date_added, zone) ?? instantOf(row.date_modified, zone) ?? instantOf(row.nearest, zone);
}

/** When an order was last changed, as `changed` says. */
export function changedAt(row: Times, zone: string): Date | null {
  return instantOf(row.date_modified, zone) ?? placedAt(row, zone);
}
