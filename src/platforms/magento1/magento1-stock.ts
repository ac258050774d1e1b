import { type ExpressionBuilder, sql } from 'kysely';
import type { Results } from '../../bridge/plan.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import type { AnyQuery } from '../entity.js';
import { type Gathering } from '../gathering.js';
import { heldText } from '../html-text.js';
import { levelsOf } from '../inventory-levels.js';
import { type Magento1Native, type Magento1View } from './magento1-config.js';
import { oldestParent } from './magento1-links.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

type StockItem = Magento1Tables['cataloginventory_stock_item'];

/** Types of products whose own quantity decides; the others' stock is that of what they are made of, with a switch of their own. */
const countedTypes: readonly string[] = ['simple', 'virtual', 'downloadable'];
const composedTypes: readonly string[] = ['configurable', 'bundle', 'grouped'];

/** Magento knows one stock. */
export const stockId = 1;

/** Products (`e`) with their stock items (`i`), where they have one. */
export function withStock<Q>(query: Q): Q {
  return (query as AnyQuery).leftJoin('cataloginventory_stock_item as i', (join) =>
    join.onRef('i.product_id', '=', 'e.entity_id').on('i.stock_id', '=', stockId),
  ) as Q;
}

/** The columns that say what can be sold. */
const figures = [
  ...(['i.qty', 'i.min_qty', 'i.use_config_min_qty', 'i.backorders', 'i.use_config_backorders'] as const),
  ...(['i.is_in_stock', 'i.manage_stock', 'i.use_config_manage_stock'] as const),
] as const;

/** Reads what the stock says of the products that `ids` stand for, each by its type; asked once in a plan. */
export function inventoryOf(
  { view, gathering }: { readonly view: Magento1View; readonly gathering: Gathering },
  ids: () => number[],
): (results: Results, id: number, type: string) => Inventory {
  const items = magento
    .selectFrom('cataloginventory_stock_item as i')
    .select(figures)
    .where('i.stock_id', '=', stockId);
  const row = gathering.once('inventory', () => gathering.row('stock', 'i.product_id', ids(), items));
  return (results, id, type) => stockOf(view, row(results, id), type);
}

/**
 * What a stock item says of a product of this type. Each figure is the item's own or, by its `use_config_…` flag, the shop's. A
 * product that was never given a stock item has none to sell where the shop manages stock (Mage_CatalogInventory_Model_Stock_Item).
 */
function stockOf(
  { native: { stock } }: Magento1View,
  held: Omit<StockItem, 'product_id' | 'stock_id'> | null,
  type: string,
) {
  if (!held) return { tracked: stock.managed, quantity: null, available: !stock.managed, backorders: stock.backorders };
  const tracked = held.use_config_manage_stock === 1 ? stock.managed : held.manage_stock > 0;
  const backorders = held.use_config_backorders === 1 ? stock.backorders : held.backorders > 0;
  const minimum = decimal(held.use_config_min_qty === 1 ? stock.minimum : held.min_qty);
  const quantity = decimal(held.qty);
  const enough = !countedTypes.includes(type) || quantity.gt(minimum) || backorders;
  const available = !tracked || (held.is_in_stock === 1 && enough);
  return { tracked, quantity: plainDecimal(quantity), available, backorders };
}

interface Stocked {
  readonly e: Magento1Tables['catalog_product_entity'];
  readonly i: StockItem;
}

/** `stockOf` as a condition on the product `e`, whose stock item is `i`: whether the stock lets a shopper buy it, or does not. */
export function isAvailable<DB extends { i: StockItem }>(
  of: ExpressionBuilder<DB, keyof DB>,
  shop: Magento1Native['stock'],
  wanted: boolean,
) {
  const eb = of as unknown as ExpressionBuilder<Stocked, 'e' | 'i'>;
  const number = (value: boolean) => eb.val(value ? 1 : 0);
  const managed = eb
    .case()
    .when('i.product_id', 'is', null)
    .then(number(shop.managed))
    .when('i.use_config_manage_stock', '=', 1)
    .then(number(shop.managed))
    .else(eb.fn.coalesce('i.manage_stock', eb.val(0)))
    .end();
  const backorders = eb
    .case()
    .when('i.use_config_backorders', '=', 1)
    .then(number(shop.backorders))
    .else(eb.ref('i.backorders'))
    .end();
  const minimum = sql`case when ${sql.ref('i.use_config_min_qty')} = 1 then ${shop.minimum} + 0 else coalesce(${sql.ref('i.min_qty')}, 0) end`;
  const enough = eb.or([
    eb('e.type_id', 'not in', [...countedTypes]),
    eb(backorders, '>', 0),
    sql<boolean>`coalesce(${sql.ref('i.qty')}, 0) > ${minimum}`,
  ]);
  const available = eb.or([eb(managed, '<=', 0), eb.and([eb('i.is_in_stock', '=', 1), enough])]);
  return eb(eb.case().when(available).then(1).else(0).end(), '=', wanted ? 1 : 0);
}

const stocked = magento
  .selectFrom('catalog_product_entity as e')
  .leftJoin('cataloginventory_stock_item as i', (join) =>
    join.onRef('i.product_id', '=', 'e.entity_id').on('i.stock_id', '=', stockId),
  )
  .select(['e.entity_id as id', 'e.sku', 'e.type_id', 'i.product_id', ...figures])
  .select(oldestParent('e.entity_id').as('parent_id'));

/** The stock of whatever is counted by itself: what is made of other products has none of its own. */
export const inventoryLevels = levelsOf(
  'e.entity_id',
  (_view: Magento1View) => stocked,
  (view) => (_results, row) => {
    if (composedTypes.includes(row.type_id)) return null;
    const held = row.product_id === null ? null : (row as typeof row & StockItem);
    return {
      productId: row.parent_id ?? row.id,
      variantId: row.parent_id === null ? null : row.id,
      sku: heldText(row.sku),
      ...stockOf(view, held, row.type_id),
    };
  },
);
