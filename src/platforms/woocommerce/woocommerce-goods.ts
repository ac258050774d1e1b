import type { Dimensions, Weight } from '../../model/measures.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { Meta } from './woocommerce-meta.js';
import { priceKeys } from './woocommerce-prices.js';

/** The keys that each field of a product or variant is made of. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  type: ['_virtual', '_downloadable'],
  sku: ['_sku'],
  gtin: ['_global_unique_id'],
  price: priceKeys,
  salePrice: priceKeys,
  specialPrices: priceKeys,
  inventory: ['_manage_stock', '_stock', '_stock_status', '_backorders'],
  weight: ['_weight'],
  dimensions: ['_length', '_width', '_height'],
  taxClass: ['_tax_status', '_tax_class'],
  images: ['_thumbnail_id', '_product_image_gallery'],
  image: ['_thumbnail_id'],
  options: ['_product_attributes'],
  attributes: ['_product_attributes'],
  selectedOptions: ['_product_attributes'],
};

/** The keys that fields need; none where they are not made of keys. */
export function metaKeysOf(fields: readonly string[]): string[] {
  return [...new Set(fields.flatMap((field) => keysOf[field] ?? []))];
}

/**
 * The stock of a product, or of a variation with its product's `parent`: where the variation does not count its own and the
 * product does, it shares the product's. Whether one can be bought is what WooCommerce wrote down when the stock last changed.
 */
export function inventoryOf(view: WooCommerceView, own: Meta, parent: Meta | null): Inventory {
  const counts = (meta: Meta) => view.native.managesStock && meta.get('_manage_stock') === 'yes';
  const shared = parent !== null && !counts(own) && counts(parent);
  const from = shared ? parent : own;
  const tracked = counts(from);
  const quantity = tracked ? decimalOrNull(from.get('_stock')) : null;
  return {
    tracked,
    quantity: quantity === null ? null : plainDecimal(quantity),
    available: own.get('_stock_status') !== 'outofstock',
    backorders: ['yes', 'notify'].includes(from.get('_backorders')),
  };
}

/** The weight of a product, or of a variation, which weighs what its product does unless it says otherwise. */
export function weightOf(view: WooCommerceView, own: Meta, parent: Meta | null): Weight | null {
  const value = decimalOrNull(own.get('_weight')) ?? (parent ? decimalOrNull(parent.get('_weight')) : null);
  return value === null ? null : { value: plainDecimal(value), unit: view.config.weightUnit };
}

export function dimensionsOf(view: WooCommerceView, meta: Meta): Dimensions | null {
  const [length = null, width = null, height = null] = ['_length', '_width', '_height'].map((key) => {
    const value = decimalOrNull(meta.get(key));
    return value === null ? null : plainDecimal(value);
  });
  if (length === null && width === null && height === null) return null;
  return { length, width, height, unit: view.config.dimensionUnit };
}
