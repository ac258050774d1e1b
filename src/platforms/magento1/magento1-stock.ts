import { type Results } from '../../bridge/plan.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Gathering, rowOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-tables.js';

/** Types of products whose own quantity decides; the others' stock is that of what they are made of, with a switch of their own. */
export const countedTypes: readonly string[] = ['simple', 'virtual', 'downloadable'];

/** Magento knows one stock. */
export const stockId = 1;

/**
 * Reads what the stock says of products. Each figure is the item's own or, by its `use_config_…` flag, the shop's. A product that
 * was never given a stock item has none to sell where the shop manages stock (Mage_CatalogInventory_Model_Stock_Item).
 */
export function inventoryOf(view: Magento1View, gathering: Gathering, ids: number[]) {
  const row = rowOf(
    gathering.add(
      'stock',
      magento
        .selectFrom('cataloginventory_stock_item as i')
        .select([
          'i.product_id',
          'i.qty',
          'i.min_qty',
          'i.use_config_min_qty',
          'i.backorders',
          'i.use_config_backorders',
        ])
        .select(['i.is_in_stock', 'i.manage_stock', 'i.use_config_manage_stock'])
        .where('i.product_id', 'in', ids)
        .where('i.stock_id', '=', stockId),
    ),
    'product_id',
  );
  const shop = view.native.stock;
  return (results: Results, id: number, type: string): Inventory => {
    const held = row(results, id);
    if (!held) return { tracked: shop.managed, quantity: null, available: !shop.managed, backorders: shop.backorders };
    const tracked = held.use_config_manage_stock === 1 ? shop.managed : held.manage_stock === 1;
    const backorders = held.use_config_backorders === 1 ? shop.backorders : held.backorders > 0;
    const minimum = decimal(held.use_config_min_qty === 1 ? shop.minimum : held.min_qty);
    const quantity = decimal(held.qty);
    const enough = !countedTypes.includes(type) || quantity.gt(minimum) || backorders;
    return {
      tracked,
      quantity: plainDecimal(quantity),
      available: !tracked || (held.is_in_stock === 1 && enough),
      backorders,
    };
  };
}
