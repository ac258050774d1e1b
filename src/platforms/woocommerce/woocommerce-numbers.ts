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
 * The same in SQL, which has no patterns here: each character is a digit or a point, or stands in the blanks before or behind
 * the number, or is the sign that it begins with.
 */
export function exactNumberIn(column: string): RawBuilder<number | null> {
  const text = sql.ref<string>(column);
  const blanks = (count: number) => ' '.repeat(count);
  const padded = sql`concat(${text}, ${blanks(longest)})`;
  const signs = Array.from({ length: longest }, (_none, before) => {
    const place = sql.lit(before + 1);
    const begun = sql`substr(${text}, 1, ${place})`;
    const rest = longest - before;
    return sql`(instr(${'0123456789.'}, substr(${text}, ${place}, 1)) > 0
      or ${begun} in (${blanks(before + 1)}, ${`${blanks(before)}-`})
      or substr(${padded}, ${place}, ${sql.lit(rest)}) = ${blanks(rest)})`;
  });
  const all = [
    sql`length(${text}) <= ${sql.lit(longest)}`,
    sql`(${text} + 0 <> 0 or instr(${text}, ${'0'}) > 0)`,
    sql`instr(substr(${text}, instr(${text}, ${'.'}) + 1), ${'.'}) = 0`,
    ...signs,
  ];
  return sql<number | null>`case when ${sql.join(all, sql` and `)} then ${text} + 0 end`;
}

/** A column's text, null where it is blank, as WordPress's plugins regard a value that says nothing. */
export function unlessBlank(text: Expression<unknown>): RawBuilder<string | null> {
  const blank = ' '.repeat(32);
  return sql<string | null>`case when substr(concat(${text}, ${blank}), 1, 32) <> ${blank} then ${text} end`;
}
