import { type Expression, type SelectQueryBuilder, sql } from 'kysely';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

/** The shop whose rows count: the default one where the thing is in it, else the thing's own. A constant where there is one shop alone. */
const shopOf =
  (table: string, id: string, thing: string) =>
  (view: PrestaShopView): Expression<number> => {
    const { shopId, shops } = view.native;
    if (shops.length < 2) return sql<number>`${shopId}`;
    const of = (alias: string, column: string) => sql.ref(`${alias}.${column}`);
    const alias = `${thing}s`;
    return sql<number>`coalesce((select ${of(alias, 'id_shop')} from ${sql.table(table)} as ${sql.ref(alias)} where ${of(alias, id)} = ${of(thing, id)} and ${of(alias, 'id_shop')} = ${shopId}), ${of(thing, 'id_shop_default')})`;
  };

/** The shop whose rows count for a product (`p`). */
export const shopOfProduct = shopOf('product_shop', 'id_product', 'p');

/** The shop whose rows count for a category (`c`). */
export const shopOfCategory = shopOf('category_shop', 'id_category', 'c');

type Combinations = PrestaShopTables & { v: PrestaShopTables['product_attribute'] };

/** Combinations (`v`) with their products (`p`) as the shop that counts has them (`x`): those that it does not have are not shown. */
export function inTheShop<Q>(query: Q, view: PrestaShopView): Q {
  const plain = query as unknown as SelectQueryBuilder<Combinations, 'v', object>;
  return plain
    .innerJoin('product as p', 'p.id_product', 'v.id_product')
    .innerJoin('product_attribute_shop as x', (join) =>
      join.onRef('x.id_product_attribute', '=', 'v.id_product_attribute').on('x.id_shop', '=', shopOfProduct(view)),
    )
    .$call((shown) => (view.columns.has('product', 'state') ? shown.where('p.state', '=', 1) : shown)) as unknown as Q;
}

/** All combinations that are shown. */
export const combinationsIn = (view: PrestaShopView) =>
  inTheShop(prestashop.selectFrom('product_attribute as v'), view) as unknown as SelectQueryBuilder<
    Combinations & { p: PrestaShopTables['product']; x: PrestaShopTables['product_attribute_shop'] },
    'v' | 'p' | 'x',
    object
  >;
