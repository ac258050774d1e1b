import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { Results } from '../../bridge/plan.js';
import type { Inventory } from '../../model/product-parts.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import type { PrestaShopView } from './prestashop-view.js';

/** Reads the stock of a product (`combination` 0) or of one of its combinations. */
type StockReading = (results: Results, productId: number, combination: number) => Inventory;

/** Asks for the stock of products; with that of their combinations where it is wanted. The first to ask in a plan says of which. */
export function stockOf(
  view: PrestaShopView,
  gathering: Gathering,
  productIds: number[],
  wanted: { readonly combinations: boolean },
): StockReading {
  const rows = gathering.once('stock', () =>
    rowsOf(
      gathering.add(
        'stock',
        prestashop
          .selectFrom('stock_available as k')
          .innerJoin('product as p', 'p.id_product', 'k.id_product')
          .select(['k.id_product', 'k.id_product_attribute', 'k.quantity', 'k.out_of_stock'])
          .where('k.id_product', 'in', productIds)
          .where((eb) => rightStock(view, eb))
          .$if(!wanted.combinations, (query) => query.where('k.id_product_attribute', '=', 0))
          .orderBy('k.id_product_attribute'),
      ),
      'id_product',
    ),
  );
  const { countsStock, backorders: byDefault } = view.native;
  return (results, productId, combination) => {
    const held = rows(results, productId);
    const own = held.find((row) => row.id_product_attribute === combination);
    // Whether more can be ordered than there is is said once for the product (StockAvailable::outOfStock).
    const policy = held.find((row) => row.id_product_attribute === 0)?.out_of_stock ?? 0;
    const quantity = own?.quantity ?? 0;
    const backorders = policy === 1 || (policy === 2 && byDefault);
    return {
      tracked: countsStock,
      quantity: String(quantity),
      available: !countsStock || quantity > 0 || backorders,
      backorders: !countsStock || backorders,
    };
  };
}

type Stock = PrestaShopTables & { k: PrestaShopTables['stock_available'] };

/**
 * Whether a row of `stock_available` (`k`) is that of the shop that counts for the product (`p`): groups of shops that share
 * their stock hold it under the group, with no shop (StockAvailable::addSqlShopRestriction).
 */
function rightStock<DB extends Stock, TB extends keyof DB>(view: PrestaShopView, builder: ExpressionBuilder<DB, TB>) {
  const eb = builder as unknown as ExpressionBuilder<Stock, 'k'>;
  const { shops } = view.native;
  const shop = shopOfProduct(view);
  const alone = eb.and([eb('k.id_shop', '=', shop), eb('k.id_shop_group', '=', 0)]);
  const sharing = shops.filter((one) => one.sharesStock);
  if (sharing.length === 0) return alone;
  const shared = [...new Set(sharing.map((one) => one.groupId))].map((group) => {
    const members = sharing.filter((one) => one.groupId === group).map((one) => one.id);
    return eb.and([eb('k.id_shop', '=', 0), eb('k.id_shop_group', '=', group), eb(shop, 'in', members)]);
  });
  const sharingIds = sharing.map((one) => one.id);
  return eb.or([eb.and([alone, eb(shop, 'not in', sharingIds)]), ...shared]);
}

/** Whether a product (`p`) can be bought as far as its counted stock goes, as a condition of a list. */
export function inStock(view: PrestaShopView): Expression<SqlBool> {
  const policies = view.native.backorders ? [1, 2] : [1];
  return expressionBuilder<Stock, never>().exists(
    prestashop
      .selectFrom('stock_available as k')
      .select('k.id_product')
      .whereRef('k.id_product', '=', sql.ref('p.id_product'))
      .where('k.id_product_attribute', '=', 0)
      .where((on) => rightStock(view, on))
      .where((on) => on.or([on('k.quantity', '>', 0), on('k.out_of_stock', 'in', policies)])),
  );
}
