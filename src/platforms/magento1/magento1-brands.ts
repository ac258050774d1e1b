import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { isNever, isOneOf } from '../conditions.js';
import { rowIds } from '../row-ids.js';
import type { Magento1View } from './magento1-config.js';
import { heldValue } from './magento1-eav.js';
import { magento } from './magento1-relations.js';

/** The attribute that says who makes a product: Magento's own, else one that merchants commonly make. */
export const brandOf = ({ native: { productAttributes } }: Magento1View) =>
  productAttributes.manufacturer ?? productAttributes.brand;

/** Options that have a name, by the number `of`, as the graph shows it: the default store view's, else the one for all. */
export function namedOption({ native: { storeId } }: Magento1View, of: Expression<unknown>) {
  const name = magento
    .selectFrom('eav_attribute_option_value as n')
    .select('n.value')
    .where('n.option_id', '=', sql<number>`${of}`)
    .where('n.store_id', 'in', [0, storeId])
    .orderBy('n.store_id', 'desc')
    .limit(sql.lit(1));
  return sql<string | null>`(${name})`;
}

/** Products (`e`) of one of these brands, by the number of its option, or by the text that stands for one. */
export function isOfBrand<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  view: Magento1View,
  brands: readonly string[],
): Expression<SqlBool> {
  const attribute = brandOf(view);
  if (!attribute) return isNever;
  const value = heldValue(view, attribute, 'e.entity_id');
  const numbers = rowIds(brands);
  const texts = brands.filter((brand) => !/^\d+$/.test(brand));
  const name = namedOption(view, value);
  return eb.or([
    ...(numbers.length > 0
      ? [
          sql<SqlBool>`concat(${value}, ${''}) in (${sql.join(numbers.map(String))}) and replace(coalesce(${name}, ${''}), ${' '}, ${''}) <> ${''}`,
        ]
      : []),
    ...(texts.length > 0 ? [isOneOf(eb, value as never, texts, view.native.textIgnoresCase)] : []),
  ]);
}
