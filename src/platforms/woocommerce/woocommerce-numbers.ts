import { type Expression, type RawBuilder, sql } from 'kysely';

/** The number that a text of the store begins with, 0 for none: WordPress keeps prices, ids and the like as text. */
export function asNumber(text: Expression<unknown> | string | number): RawBuilder<number> {
  return sql<number>`(${text} + 0)`;
}

/** The number in a column of texts. */
export function numberIn(column: string): RawBuilder<number> {
  return asNumber(sql.ref(column));
}
