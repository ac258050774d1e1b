import type { Inventory } from '../../model/product-parts.js';
import { type DecimalCell, decimalOrNull, plainDecimal } from '../decimals.js';
import { levelsPlan } from '../inventory-levels.js';
import type { Platform } from '../platform.js';
import { codeText } from './opencart-codes.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { facts, hasVariants } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';
import { ownSku } from './opencart-skus.js';

/** A number of pieces; null where the store holds none. */
export function piecesOf(held: DecimalCell | null): string | null {
  const pieces = decimalOrNull(held);
  return pieces && plainDecimal(pieces);
}

function stockOf({ native }: OpenCartView, row: { readonly quantity: number; readonly subtract: number }): Inventory {
  const tracked = row.subtract === 1;
  const { backorders } = native;
  const available = !tracked || row.quantity > 0 || backorders;
  return { tracked, quantity: piecesOf(row.quantity), available, backorders };
}

/** The stock of a product or variant. */
export const inventory = facts.from(['quantity', 'subtract'], (row, { view }) => stockOf(view, row));

/** The stock of all products and variants: a product with variants is for sale too, and has its own. */
export const inventoryLevels: Platform['inventoryLevels'] = (store, request) => {
  const view = viewOf(store);
  const query = opencart
    .selectFrom('product as p')
    .select(['p.product_id as id', 'p.quantity', 'p.subtract', ownSku(view, 'p.product_id').as('sku')])
    .$if(hasVariants(view), (of) => of.select(['p.master_id', ownSku(view, 'p.master_id').as('inherited')]));
  return levelsPlan(view, request, 'p.product_id', query, () => (_results, row) => {
    const { backorders: _, ...stock } = stockOf(view, row);
    const sku = codeText(row.sku) ?? codeText(row.inherited);
    const master = row.master_id ?? 0;
    const ids = master > 0 ? { productId: master, variantId: row.id } : { productId: row.id, variantId: null };
    return { ...ids, ...stock, sku };
  });
};
