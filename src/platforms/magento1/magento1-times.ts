import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import { zeroDates } from '../conditions.js';
import { instantOf, textFrom } from '../store-time.js';
import { magento } from './magento1-relations.js';

type Time = RawBuilder<string | null>;

/** A time, as SQL; null where the row holds none, or a zero date. */
const known = (column: string): Time =>
  sql<string | null>`case when ${sql.ref(column)} > ${zeroDates} then ${sql.ref(column)} end`;

/** When a row was changed, as SQL: when it was made where nobody changed it. */
export const changedAt = (alias: string): Time =>
  sql<string | null>`coalesce(${known(`${alias}.updated_at`)}, ${known(`${alias}.created_at`)})`;

/** The same, of a row at hand. */
export const changeOf = (row: {
  readonly updated_at: string | null;
  readonly created_at: string | null;
}): Date | null => instantOf(row.updated_at, 'utc') ?? instantOf(row.created_at, 'utc');

/**
 * When the order `o` was placed, as SQL. One that holds no time of its own has the nearest to it: its last change, its first
 * history, the order before it, the one after it.
 */
export const placedAt: Time = (() => {
  const history = magento
    .selectFrom('sales_flat_order_status_history as h')
    .select((eb) => eb.fn.min('h.created_at').as('first'))
    .where('h.parent_id', '=', sql.ref<number>('o.entity_id'))
    .where('h.created_at', '>', zeroDates);
  const neighbour = (side: '<' | '>') =>
    magento
      .selectFrom('sales_flat_order as n')
      .select('n.created_at')
      .where('n.entity_id', side, sql.ref<number>('o.entity_id'))
      .where('n.created_at', '>', zeroDates)
      .orderBy('n.entity_id', side === '<' ? 'desc' : 'asc')
      .limit(1);
  const others = [known('o.updated_at'), sql`${history}`, sql`${neighbour('<')}`, sql`${neighbour('>')}`];
  return sql<string | null>`coalesce(${known('o.created_at')}, ${sql.join(others)})`;
})();

type AnyBuilder = ExpressionBuilder<Record<string, Record<string, string>>, string>;

/**
 * Whether a time, which is the column's own where it holds one, is at or after an instant, or before it. The column is compared by
 * itself, so that its index serves all rows but the few without a time; alone where `time` is null, for no row is without.
 */
export function isTimed<DB, TB extends keyof DB>(
  of: ExpressionBuilder<DB, TB>,
  column: string,
  time: Time | null,
  side: 'since' | 'until',
  instant: Date,
) {
  const eb = of as unknown as AnyBuilder;
  const [own, operator, bound] = [
    sql.ref<string>(column),
    side === 'since' ? '>=' : '<',
    textFrom(instant, 'utc'),
  ] as const;
  if (time === null) return eb(own, operator, bound);
  const unknown = eb.or([eb(own, 'is', null), eb(own, '<=', zeroDates)]);
  return eb.or([
    eb.and([eb(own, '>', zeroDates), eb(own, operator, bound)]),
    eb.and([unknown, eb(time, operator, bound)]),
  ]);
}
