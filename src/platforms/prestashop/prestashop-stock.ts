import type { Big } from 'big.js';
import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { Results } from '../../bridge/plan.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimal, plainDecimal, sumOf } from '../decimals.js';
import { type Gathering } from '../gathering.js';
import { heldText } from '../html-text.js';
import { levelsOf } from '../inventory-levels.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { combinationsIn, shopOfProduct } from './prestashop-shops.js';
import { type PrestaShopView } from './prestashop-view.js';

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
    gathering.rows(
      'stock',
      'k.id_product',
      productIds,
      prestashop
        .selectFrom('stock_available as k')
        .innerJoin('product as p', 'p.id_product', 'k.id_product')
        .select(['k.id_product_attribute', 'k.quantity', 'k.out_of_stock'])
        .where((eb) => rightStock(view, eb))
        .$if(!wanted.combinations, (query) => query.where('k.id_product_attribute', '=', 0))
        .orderBy('k.id_product_attribute')
        .orderBy('k.id_stock_available'),
    ),
  );
  return (results, productId, combination) => {
    const held = rows(results, productId);
    const own = held.filter((row) => row.id_product_attribute === combination);
    // Whether more can be ordered than there is is said once for the product (StockAvailable::outOfStock).
    const policies = held.filter((row) => row.id_product_attribute === 0).map((row) => row.out_of_stock);
    return inventoryOf(view, sumOf(own.map((row) => decimal(row.quantity))), policies);
  };
}

/** What is in stock: pieces, and the product's own say (`out_of_stock`) on whether more can be ordered than there is. */
function inventoryOf(view: PrestaShopView, quantity: Big, policies: readonly (number | null)[]): Inventory {
  const { countsStock } = view.native;
  const backorders = policies.some((policy) => policiesOf(view).includes(policy ?? 0));
  return {
    tracked: countsStock,
    quantity: plainDecimal(quantity),
    available: !countsStock || quantity.gt(0) || backorders,
    backorders: !countsStock || backorders,
  };
}

/** What a product says where more of it can be ordered than there is: 1, or 2 for what the shop does. */
const policiesOf = ({ native }: PrestaShopView) => (native.backorders ? [1, 2] : [1]);

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

/**
 * Whether a product (`p`), or one of its combinations (a column that holds its number), can be bought as far as its counted stock
 * goes, as a condition of a list.
 */
export function inStock(view: PrestaShopView, combination: 'v.id_product_attribute' | null): Expression<SqlBool> {
  const eb = expressionBuilder<Stock, 'k'>();
  const held = () =>
    prestashop
      .selectFrom('stock_available as k')
      .where('k.id_product', '=', sql.ref<number>('p.id_product'))
      .where((on) => rightStock(view, on));
  const pieces = held()
    .select((on) => on.fn.coalesce(on.fn.sum<number>('k.quantity'), sql<number>`0`).as('pieces'))
    .where('k.id_product_attribute', '=', combination ? sql.ref<number>(combination) : 0);
  const backorders = held()
    .select('k.id_product')
    .where('k.id_product_attribute', '=', 0)
    .where('k.out_of_stock', 'in', policiesOf(view));
  return eb.or([eb(pieces, '>', 0), eb.exists(backorders)]);
}

/** The stock of whatever is counted, by `stock_available`'s own numbers: of combinations, and of products without any. */
export const inventoryLevels = levelsOf(
  'k.id_stock_available',
  (view: PrestaShopView) => {
    const formsOf = combinationsIn(view)
      .select((eb) => eb.fn.countAll<number>().as('forms'))
      .where('v.id_product', '=', sql.ref<number>('k.id_product'));
    return prestashop
      .selectFrom('stock_available as k')
      .innerJoin('product as p', 'p.id_product', 'k.id_product')
      .leftJoin('product_attribute as v', (join) =>
        join.onRef('v.id_product_attribute', '=', 'k.id_product_attribute').onRef('v.id_product', '=', 'k.id_product'),
      )
      .leftJoin('product_attribute_shop as x', (join) =>
        join.onRef('x.id_product_attribute', '=', 'v.id_product_attribute').on('x.id_shop', '=', shopOfProduct(view)),
      )
      .leftJoin('stock_available as own', (join) =>
        join
          .onRef('own.id_product', '=', 'k.id_product')
          .on('own.id_product_attribute', '=', 0)
          .onRef('own.id_shop', '=', 'k.id_shop')
          .onRef('own.id_shop_group', '=', 'k.id_shop_group'),
      )
      .select([
        'k.id_stock_available as id',
        'k.id_product',
        'k.id_product_attribute',
        'k.quantity',
        'own.out_of_stock',
      ])
      .select(['p.reference', 'v.reference as own_reference', 'x.id_product_attribute as form'])
      .select(formsOf.as('forms'))
      .where((eb) => rightStock(view, eb))
      .$call((rows) => (view.columns.has('product', 'state') ? rows.where('p.state', '=', 1) : rows));
  },
  (view) => (_results, row) => {
    const variantId = row.id_product_attribute || null;
    // The row of a product with combinations is the sum of theirs; one of a combination that is not shown is nobody's.
    if (variantId === null ? Number(row.forms) > 0 : row.form === null) return null;
    const { tracked, quantity, available } = inventoryOf(view, decimal(row.quantity), [row.out_of_stock]);
    const sku = heldText(row.own_reference) ?? heldText(row.reference);
    return { productId: row.id_product, variantId, sku, tracked, quantity, available };
  },
);
