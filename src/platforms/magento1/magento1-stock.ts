import type { ExpressionBuilder } from 'kysely';
import type { Results } from '../../bridge/plan.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Gathering, rowOf } from '../gathering.js';
import type { Magento1Native, Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

/** Types of products whose own quantity decides; the others' stock is that of what they are made of, with a switch of their own. */
const countedTypes: readonly string[] = ['simple', 'virtual', 'downloadable'];

/** Magento knows one stock. */
export const stockId = 1;

/**
 * Reads what the stock says of the products that `ids` stand for, each by its type. Each figure is the item's own or, by its
 * `use_config_…` flag, the shop's. A product that was never given a stock item has none to sell where the shop manages stock
 * (Mage_CatalogInventory_Model_Stock_Item).
 */
export function inventoryOf(
  { view, gathering }: { readonly view: Magento1View; readonly gathering: Gathering },
  ids: () => number[],
): (results: Results, id: number, type: string) => Inventory {
  const row = gathering.once('inventory', () =>
    rowOf(
      gathering.add(
        'stock',
        magento
          .selectFrom('cataloginventory_stock_item as i')
          .select(['i.product_id', 'i.qty', 'i.min_qty', 'i.use_config_min_qty', 'i.backorders'])
          .select(['i.use_config_backorders', 'i.is_in_stock', 'i.manage_stock', 'i.use_config_manage_stock'])
          .where('i.product_id', 'in', ids())
          .where('i.stock_id', '=', stockId),
      ),
      'product_id',
    ),
  );
  const shop = view.native.stock;
  return (results, id, type) => {
    const held = row(results, id);
    if (!held) return { tracked: shop.managed, quantity: null, available: !shop.managed, backorders: shop.backorders };
    const tracked = held.use_config_manage_stock === 1 ? shop.managed : held.manage_stock === 1;
    const backorders = held.use_config_backorders === 1 ? shop.backorders : held.backorders > 0;
    const minimum = decimal(held.use_config_min_qty === 1 ? shop.minimum : held.min_qty);
    const quantity = decimal(held.qty);
    const enough = !countedTypes.includes(type) || quantity.gt(minimum) || backorders;
    const available = !tracked || (held.is_in_stock === 1 && enough);
    return { tracked, quantity: plainDecimal(quantity), available, backorders };
  };
}

interface Stocked {
  readonly e: Magento1Tables['catalog_product_entity'];
  readonly i: Magento1Tables['cataloginventory_stock_item'];
}

/** `inventoryOf` as a condition: whether the stock lets a shopper buy the product `e`, whose stock item is `i`. */
export function isAvailable<DB extends Stocked>(of: ExpressionBuilder<DB, keyof DB>, shop: Magento1Native['stock']) {
  const eb = of as unknown as ExpressionBuilder<Stocked, 'e' | 'i'>;
  const number = (value: boolean) => eb.val(value ? 1 : 0);
  const managed = eb
    .case()
    .when(eb.fn.coalesce('i.use_config_manage_stock', eb.val(1)), '=', 1)
    .then(number(shop.managed))
    .else(eb.ref('i.manage_stock'))
    .end();
  const backorders = eb
    .case()
    .when('i.use_config_backorders', '=', 1)
    .then(number(shop.backorders))
    .else(eb.ref('i.backorders'))
    .end();
  const enough = eb.or([
    eb('e.type_id', 'not in', [...countedTypes]),
    eb(backorders, '>', 0),
    eb.and([eb('i.use_config_min_qty', '=', 1), eb('i.qty', '>', shop.minimum)]),
    eb.and([eb('i.use_config_min_qty', '<>', 1), eb('i.qty', '>', eb.ref('i.min_qty'))]),
  ]);
  return eb.or([eb(managed, '=', 0), eb.and([eb('i.is_in_stock', '=', 1), enough])]);
}
