import { type RawBuilder, sql } from 'kysely';
import { ServiceError } from '../model/service-error.js';
import { firstTime, isTime, timeIn } from './conditions.js';
import { type AnyQuery, anyRelations } from './entity.js';

/** A time as SQL; null where there is none. */
export type Time = RawBuilder<string | null>;

/** The times of an order as columns of its row. */
export interface OrderTimeColumns {
  readonly placed: string | null;
  readonly changed: string | null;
}

/** Where a platform keeps the times of its orders, and of what happened to them. */
interface TimesOfOrders {
  readonly relation: string;
  /** Columns of the relation. */
  readonly id: string;
  readonly placed: string;
  readonly changed: string;
  /** Another relation, with the columns of the order's number and of the time. */
  readonly history: { readonly relation: string; readonly order: string; readonly time: string };
  /** The rows that are orders, where not all are; they are known as `n`. */
  readonly among?: (query: AnyQuery) => AnyQuery;
}

/**
 * When the order `o` was placed and last changed, as SQL. An order that does not hold the one goes by the other; one that holds
 * neither by the `nearest`: the first time in its history, else when the order before it was placed, else the one after it. Null in
 * a store without any time. `sorts` are a list's orders by them.
 */
export function timesOfOrders({ relation, id, placed, changed, history, among = (query) => query }: TimesOfOrders) {
  const order = sql.ref(`o.${id}`);
  const firstEvent = anyRelations
    .selectFrom(`${history.relation} as h`)
    .select((eb) => eb.fn.min(`h.${history.time}`).as('first'))
    .where(`h.${history.order}`, '=', order)
    .where(isTime(`h.${history.time}`));
  const neighbour = (side: '<' | '>') =>
    among(anyRelations.selectFrom(`${relation} as n`))
      .select(`n.${placed}`)
      .where(`n.${id}`, side, order)
      .where(isTime(`n.${placed}`))
      .orderBy(`n.${id}`, side === '<' ? 'desc' : 'asc')
      .limit(sql.lit(1));
  const nearest = firstTime(sql`${firstEvent}`, sql`${neighbour('<')}`, sql`${neighbour('>')}`);
  const [own, last] = [timeIn(`o.${placed}`), timeIn(`o.${changed}`)];
  const times = { placed: firstTime(own, last, nearest), changed: firstTime(last, own, nearest) };
  const sorts = {
    ID: { column: null },
    PLACED_AT: { column: times.placed, nullable: true },
    UPDATED_AT: { column: times.changed, nullable: true },
  };
  return { ...times, nearest, sorts };
}

/** A time that an order must have; throws where no order of the store tells it. */
export function requiredTime(time: Date | null, id: number, field = 'placedAt'): Date {
  if (time) return time;
  const facts = { nativeId: String(id), field };
  throw new ServiceError('STORE_RECORD_INVALID', 'The store holds no time for this order, nor for any near it.', facts);
}
