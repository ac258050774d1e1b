import { type Expression, sql } from 'kysely';
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
