import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { rowIds } from '../row-ids.js';
import type { Meta } from './woocommerce-meta.js';
import { unlessBlank } from './woocommerce-numbers.js';
import type { numberKeys } from './woocommerce-relations.js';

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

/** Orders with one of these numbers; `held` is the value of an order's key in SQL. */
export function numbered(
  id: string,
  numbers: readonly string[],
  held: (key: NumberKey) => RawBuilder<string | null>,
): RawBuilder<SqlBool> {
  const said = (key: NumberKey) => {
    const text = unlessBlank(held(key));
    return sql`case when substr(${text}, 1, 1) <> ${'-'} then ${text} end`;
  };
  const number = sql`coalesce(${said('_order_number_formatted')}, ${said('_order_number')})`;
  const list = (values: readonly (string | number)[]) => sql`(${values.length > 0 ? sql.join(values) : sql`null`})`;
  return sql<SqlBool>`(${number} in ${list(numbers)} or (${sql.ref(id)} in ${list(rowIds(numbers))} and ${number} is null))`;
}
