import { Big } from 'big.js';
import { type Expression, type RawBuilder, sql } from 'kysely';

/** The number that a text of the store begins with, 0 for none: WordPress keeps prices, ids and the like as text. */
export function asNumber(text: Expression<unknown> | string | number): RawBuilder<number> {
  return sql<number>`(${text} + 0)`;
}

/** The number in a column of texts. */
export function numberIn(column: string): RawBuilder<number> {
  return asNumber(sql.ref(column));
}

/** A price or total has at most as many characters, blanks around it counted: what is longer is none. */
const longest = 14;

/** The number that a text is, blanks around it apart; null for a text that is none, such as `free` or `1,50`. */
export function numberOf(text: string | null | undefined): Big | null {
  if (!text || text.length > longest || !/^ *-?(\d+(\.\d*)?|\.\d+) *$/.test(text)) return null;
  return new Big(text.trim());
}

/**
 * The same in SQL, which has no patterns here: of digits, one point, a sign before them and blanks around them nothing is left
 * when these are taken away.
 */
export function exactNumberIn(column: string): RawBuilder<number | null> {
  const text = sql.ref<string>(column);
  const without = (from: Expression<unknown>, signs: string) =>
    [...signs].reduce<Expression<unknown>>((rest, sign) => sql`replace(${rest}, ${sign}, ${''})`, from);
  const number = without(text, ' ');
  const all = [
    sql`length(${text}) <= ${sql.lit(longest)}`,
    sql`length(${without(number, '0123456789.-')}) = 0`,
    sql`length(${without(number, '.-')}) > 0`,
    sql`length(${number}) - length(${without(number, '.')}) <= 1`,
    sql`instr(substr(${number}, 2), ${'-'}) = 0`,
    sql`instr(${text}, ${number}) > 0`,
  ];
  return sql<number | null>`case when ${sql.join(all, sql` and `)} then ${text} + 0 end`;
}

/** A column's text, null where it is blank, as WordPress's plugins regard a value that says nothing. */
export function unlessBlank(text: Expression<unknown>): RawBuilder<string | null> {
  const blank = ' '.repeat(32);
  return sql<string | null>`case when substr(concat(${text}, ${blank}), 1, 32) <> ${blank} then ${text} end`;
}
