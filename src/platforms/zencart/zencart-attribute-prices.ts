import { sql } from 'kysely';
import { zencart } from './zencart-relations.js';

/** A value's price with its sign: `price_prefix` is `-`, `+` or empty. */
export const signedValuePrice = sql<string>`case when ${sql.ref('a.price_prefix')} = ${'-'} then 0 - ${sql.ref('a.options_values_price')} else ${sql.ref('a.options_values_price')} end`;

/** What the cheapest value of each option adds to a product, of those that are a part of the price. */
export function cheapestValues() {
  return zencart
    .selectFrom('products_attributes as a')
    .select(['a.products_id', 'a.options_id', (eb) => eb.fn.min<string | number>(signedValuePrice).as('lowest')])
    .where('a.attributes_display_only', '<>', 1)
    .where('a.attributes_price_base_included', '=', 1)
    .groupBy(['a.products_id', 'a.options_id']);
}
