import { type Expression, sql } from 'kysely';
import type { PrestaShopView } from './prestashop-config.js';

/**
 * The shop whose rows count for a product (`p`): the default one where the product is in it, else the product's own default
 * shop. A constant where there is one shop alone.
 */
export function shopOfProduct(view: PrestaShopView): Expression<number> {
  const { shopId, shops } = view.native;
  if (shops.length < 2) return sql<number>`${shopId}`;
  return sql<number>`coalesce((select ${sql.ref('ps.id_shop')} from ${sql.table('product_shop')} as ${sql.ref('ps')} where ${sql.ref('ps.id_product')} = ${sql.ref('p.id_product')} and ${sql.ref('ps.id_shop')} = ${shopId}), ${sql.ref('p.id_shop_default')})`;
}

/** The same for a category (`c`). */
export function shopOfCategory(view: PrestaShopView): Expression<number> {
  const { shopId, shops } = view.native;
  if (shops.length < 2) return sql<number>`${shopId}`;
  return sql<number>`coalesce((select ${sql.ref('cs.id_shop')} from ${sql.table('category_shop')} as ${sql.ref('cs')} where ${sql.ref('cs.id_category')} = ${sql.ref('c.id_category')} and ${sql.ref('cs.id_shop')} = ${shopId}), ${sql.ref('c.id_shop_default')})`;
}
