import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { anyRelations } from '../entity.js';
import { rowIds } from '../row-ids.js';
import { numberKeys } from './woocommerce-keys.js';
import { type Meta, metaRelations } from './woocommerce-meta.js';
import { unlessBlank } from './woocommerce-numbers.js';

type NumberKey = (typeof numberKeys)[number];

/**
 * The number that the usual plugins gave an order: what Sequential Order Numbers writes as shoppers see it, or its plain number
 * (below zero while it is none yet); null where none did, so that its id is its number.
 */
export function orderNumberOf(held: Meta<NumberKey>): string | null {
  const [number = null] = [held._order_number_formatted, held._order_number].filter(
    // Where neither is asked for, neither is there.
    (text: string | undefined) => text !== undefined && text.trim() !== '' && !text.startsWith('-'),
  );
  return number;
}

/** The relation of orders with its key, and the one of their keys and values. */
interface NumberPlace {
  readonly orders: string;
  readonly key: string;
  readonly meta: 'order_meta' | 'order_post_meta';
}

/** Orders, as `id`, that have one of these numbers in any row, or for an id: where to look before values are. */
function holdersOfNumber(place: NumberPlace, numbers: readonly string[]) {
  const marked = anyRelations
    .selectFrom(`${place.meta} as m`)
    .select(`m.${metaRelations[place.meta].owner} as id`)
    .where('m.meta_key', 'in', numberKeys)
    .where('m.meta_value', 'in', numbers);
  const ids = rowIds(numbers);
  const own = anyRelations
    .selectFrom(`${place.orders} as n`)
    .select(`n.${place.key} as id`)
    .where(`n.${place.key}`, 'in', ids);
  const all = ids.length > 0 ? marked.unionAll(own) : marked;
  return anyRelations.selectFrom(all.as('b')).select('b.id').distinct().as('f');
}

/** Of orders (`o`), those with one of these numbers; `held` is the value of an order's key in SQL. */
export function withNumber<Query>(
  query: Query,
  place: NumberPlace,
  numbers: readonly string[],
  held: (key: NumberKey) => RawBuilder<string | null>,
): Query {
  const id = `o.${place.key}`;
  const orders = query as unknown as SelectQueryBuilder<Record<string, Record<string, unknown>>, string, object>;
  return orders
    .innerJoin(holdersOfNumber(place, numbers), 'f.id', id)
    .where(numbered(id, numbers, held)) as unknown as Query;
}

function numbered(
  id: string,
  numbers: readonly string[],
  held: (key: NumberKey) => RawBuilder<string | null>,
): RawBuilder<SqlBool> {
  const number = saidNumber(held);
  const list = (values: readonly (string | number)[]) => sql`(${values.length > 0 ? sql.join(values) : sql`null`})`;
  return sql<SqlBool>`(${number} in ${list(numbers)} or (${sql.ref(id)} in ${list(rowIds(numbers))} and ${number} is null))`;
}

/** The number that plugins gave an order, as SQL: see `orderNumberOf`; `held` is the value of a key of it. */
export function saidNumber(held: (key: NumberKey) => RawBuilder<string | null>): RawBuilder<string | null> {
  const said = (key: NumberKey) => {
    const text = unlessBlank(held(key));
    return sql`case when substr(${text}, 1, 1) <> ${'-'} then ${text} end`;
  };
  return sql<string | null>`coalesce(${said('_order_number_formatted')}, ${said('_order_number')})`;
}
