import type { Inventory } from '../../model/product-parts.js';
import { type DecimalCell, decimalOrNull, plainDecimal } from '../decimals.js';
import { levelsOf } from '../inventory-levels.js';
import { codeText } from './opencart-codes.js';
import type { OpenCartView } from './opencart-config.js';
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
export const inventoryLevels = levelsOf(
  'p.product_id',
  (view: OpenCartView) =>
    opencart
      .selectFrom('product as p')
      .select(['p.product_id as id', 'p.quantity', 'p.subtract', ownSku(view, 'p.product_id').as('sku')])
      .$if(hasVariants(view), (of) => of.select(['p.master_id', ownSku(view, 'p.master_id').as('inherited')])),
  (view) => (_results, row) => {
    const { backorders: _, ...stock } = stockOf(view, row);
    const sku = codeText(row.sku) ?? codeText(row.inherited);
    const master = row.master_id ?? 0;
    const ids = master > 0 ? { productId: master, variantId: row.id } : { productId: row.id, variantId: null };
    return { ...ids, ...stock, sku };
  },
);
