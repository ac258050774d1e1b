import type { Weight } from '../../model/measures.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { isOutOfStock } from './woocommerce-first-values.js';
import type { Meta } from './woocommerce-meta.js';

export const stockKeys = ['_manage_stock', '_stock', '_stock_status', '_backorders'] as const;
type Stock = Meta<(typeof stockKeys)[number]>;

/**
 * The stock of a product, or of a variation with its product's `parent`: where the variation does not count its own and the
 * product does, it shares the product's. Whether one can be bought is what WooCommerce wrote down when the stock last changed.
 */
export function inventoryOf(view: WooCommerceView, own: Stock, parent: Stock | null): Inventory {
  const counts = (meta: Stock) => view.native.managesStock && meta._manage_stock === 'yes';
  const from = parent !== null && !counts(own) && counts(parent) ? parent : own;
  const tracked = counts(from);
  const quantity = tracked ? decimalOrNull(from._stock) : null;
  return {
    tracked,
    quantity: quantity === null ? null : plainDecimal(quantity),
    available: !isOutOfStock(own._stock_status),
    backorders: ['yes', 'notify'].includes(from._backorders),
  };
}

/** The weight of a product, or of a variation, which weighs what its product does unless it says otherwise. */
export function weightOf({ config }: WooCommerceView, own: string, parent = ''): Weight | null {
  const value = decimalOrNull(own) ?? decimalOrNull(parent);
  return value === null ? null : { value: plainDecimal(value), unit: config.weightUnit };
}
