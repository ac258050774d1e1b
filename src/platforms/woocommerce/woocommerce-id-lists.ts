import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { asNumber } from './woocommerce-numbers.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

/**
 * WordPress keeps lists of ids inside one text (`36,37,60`, or serialized by PHP). So that what they stand for comes in the same
 * round trip, statements take such a text apart themselves: they look at each of its places and take the number that begins
 * there.
 */

const digits = 16;
/** A text is taken apart up to this character: more than five hundred ids of seven digits. */
export const longestList = digits ** 3;

/** A relation of one column, `n`: 0 and its fifteen multiples of `step`. */
function multiples(step: number) {
  const first = woo.selectNoFrom(sql.lit<number>(0).as('n'));
  return Array.from({ length: digits - 1 }, (_none, at) => (at + 1) * step).reduce(
    (all, one) => all.unionAll(woo.selectNoFrom(sql.lit<number>(one).as('n'))),
    first,
  );
}

type Places = { m: WooCommerceTables['product_meta']; a: { n: number }; b: { n: number }; c: { n: number } };

/**
 * Rows of `product_meta` (as `m`), each once for every place of its text where a number begins, and for nothing else. The places are
 * joined on the left, or MySQL would begin with all of them and look at each text thousands of times; a text without any number
 * is one row without a place.
 */
export function metaByPlaces(begins: (eb: Builder) => Expression<SqlBool>) {
  return woo
    .selectFrom('product_meta as m')
    .leftJoin(multiples(digits ** 2).as('c'), (join) =>
      join.on((eb) => eb('c.n', '<', eb.fn<number>('length', ['m.meta_value']))),
    )
    .leftJoin(multiples(digits).as('b'), (join) =>
      join.on((eb) => eb(eb('c.n', '+', eb.ref('b.n')), '<', eb.fn<number>('length', ['m.meta_value']))),
    )
    .leftJoin(multiples(1).as('a'), (join) =>
      join.on((on) => {
        const eb = on as unknown as Builder;
        return on.and([eb(placeIn(eb), '<', eb.fn<number>('length', ['m.meta_value'])), begins(eb)]);
      }),
    );
}

type Builder = ExpressionBuilder<Places, keyof Places>;

/** The place, counted from 0. */
function placeIn(eb: Builder) {
  return eb(eb('c.n', '+', eb.ref('b.n')), '+', eb.ref('a.n'));
}

/** Whether a number of a list parted by commas begins at the place. */
export function beginsAfterComma(eb: Builder) {
  const place = placeIn(eb);
  return eb.or([eb(place, '=', 0), eb(eb.fn<string>('substr', ['m.meta_value', place, eb.lit(1)]), '=', ',')]);
}

/**
 * Whether a number of a serialized array begins at the place: `i:13` or `s:2:"13"`. Keys are such numbers too, so the list that
 * comes of it holds more than the array's values; whoever reads it goes by the array itself.
 */
export function beginsInArray(eb: Builder) {
  const place = placeIn(eb);
  return eb.or([
    eb(eb.fn<string>('substr', ['m.meta_value', eb(place, '-', eb.lit(1)), eb.lit(2)]), '=', 'i:'),
    eb(eb.fn<string>('substr', ['m.meta_value', place, eb.lit(1)]), '=', '"'),
  ]);
}

/** The number at the place, up to the sign that ends it; 0 where there is none. */
export function numberAt(eb: Builder, end: ',' | ';') {
  const rest = eb.fn<string>('substr', ['m.meta_value', eb(placeIn(eb), '+', eb.lit(1))]);
  const ended = eb.fn<string>('concat', [rest, eb.val(end)]);
  const text = eb.fn<string>('substr', [
    rest,
    eb.lit(1),
    eb(eb.fn<number>('instr', [ended, eb.val(end)]), '-', eb.lit(1)),
  ]);
  return asNumber(text);
}
