import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { ProductVariant } from '../../model/product.js';
import { fieldsOf, nodesOf, type Shape } from '../entity.js';
import { type Gathering, rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import { heldAttributes, selectedOptions } from './woocommerce-attributes.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import { attachmentImages, thumbnailIds } from './woocommerce-images.js';
import { type Meta, type ProductKey, productMeta } from './woocommerce-meta.js';
import { priceKeys, priceOf, pricesOf } from './woocommerce-prices.js';
import { noProductStatuses, productKeys, woo } from './woocommerce-relations.js';
import { inventoryOf, stockKeys, weightOf } from './woocommerce-stock.js';
import { namesOfSlugs } from './woocommerce-terms.js';

/** A variation of a product that is listed; one in the trash, or without its product, is none. */
export interface VariationRow {
  readonly id: number;
  readonly post_parent: number;
  readonly post_status: string;
}

/** The keys of a variation's product, beside its own. */
const parentKeys = productKeys.map((key) => `parent${key}` as const);
type ParentKey = (typeof parentKeys)[number];
export type VariantRow = VariationRow & Meta<ProductKey | ParentKey>;

/** Variations, published or switched off (`private`), of products of any status. */
export function variationQuery() {
  return woo
    .selectFrom('product as v')
    .innerJoin('product as p', 'p.ID', 'v.post_parent')
    .where('v.post_type', '=', 'product_variation')
    .where('v.post_status', 'in', ['publish', 'private'])
    .where('p.post_type', '=', 'product')
    .where('p.post_status', 'not in', noProductStatuses);
}

/** The variations of products, in the order that the merchant gave them; asked once for all that needs them. */
export function variationsOf(gathering: Gathering, ids: number[]): Statement<VariationRow> {
  return gathering.once('variations', () =>
    gathering.add(
      'variations',
      woo
        .selectFrom('product as v')
        .select(['v.ID as id', 'v.post_parent', 'v.post_status'])
        .where('v.post_parent', 'in', ids)
        .where('v.post_type', '=', 'product_variation')
        .where('v.post_status', 'in', ['publish', 'private'])
        .orderBy('v.menu_order')
        .orderBy('v.ID'),
    ),
  );
}

const { ask, source, from, made, none } = fieldsOf<WooCommerceView, VariantRow>();

const wantedKeys = (sourced: readonly string[], prefix = '') =>
  productKeys.filter((key) => sourced.includes(`${prefix}${key}`));

const ownMeta = source(productKeys, [], ({ gathering, ids, sourced }) =>
  gathering.once('variation-meta', () => productMeta(gathering, 'variation-meta', ids, wantedKeys(sourced))),
);

const parentMeta = source(parentKeys, ['post_parent'], ({ gathering, rows, sourced }) => {
  const keys = wantedKeys(sourced, 'parent');
  const read = gathering.once('parent-meta', () =>
    productMeta(gathering, 'parent-meta', valuesFrom(rows, 'post_parent'), keys),
  );
  return (results, _id, row) => {
    const meta = read(results, row.post_parent);
    return Object.fromEntries(keys.map((key) => [`parent${key}`, meta[key]]));
  };
});

/** The keys that variants need of themselves and of their products, for whoever asks for all of them at once. */
export function variantKeys(sourced: readonly string[]): ProductKey[] {
  return [...new Set([...wantedKeys(sourced), ...wantedKeys(sourced, 'parent')])];
}

const image = ask(['_thumbnail_id'], ({ view, gathering, ids }) => {
  const thumbnails = thumbnailIds(gathering, 'variation-thumbnails', ids);
  const images = attachmentImages(view, gathering, 'variation-images', [thumbnails]);
  return (results, _id, row) => images(results, [row._thumbnail_id])[0] ?? null;
});

/** What makes a variation: its own keys beside its row, and the names of the terms that they hold. */
const chosen = ask(['parent_product_attributes'], ({ view, gathering, ids }) => {
  const held = gathering.add(
    'variation-values',
    woo
      .selectFrom('variation_attribute as m')
      .select(['m.post_id', 'm.meta_key', 'm.meta_value'])
      .where('m.post_id', 'in', ids)
      .orderBy('m.meta_id'),
  );
  const rows = rowsOf(held, 'post_id');
  const names = namesOfSlugs(gathering, 'variation-terms', held);
  return (results, id, row) => {
    const values = new Map(rows(results, id).map((one) => [one.meta_key, one.meta_value ?? '']));
    return selectedOptions(results, heldAttributes(view, row.parent_product_attributes), values, names);
  };
});

const parentStockKeys = stockKeys.map((key) => `parent${key}` as const);

/** A variation of a product, whose row is at hand. */
export const variant: Shape<WooCommerceView, VariantRow, ProductVariant> = {
  kind: 'ProductVariant',
  always: ['productId'],
  sources: [ownMeta, parentMeta],
  fields: {
    productId: from(['post_parent'], (row) => String(row.post_parent)),
    sku: from(['_sku'], (row) => plainText(row._sku)),
    gtin: from(['_global_unique_id'], (row) => plainText(row._global_unique_id)),
    price: from(priceKeys, (row, { view }) => priceOf(view, pricesOf(view, row).regular)),
    salePrice: from(priceKeys, (row, { view }) => priceOf(view, pricesOf(view, row).sale)),
    ecotax: none(null),
    inventory: from([...stockKeys, ...parentStockKeys], (row, { view }) =>
      inventoryOf(view, row, {
        _manage_stock: row.parent_manage_stock,
        _stock: row.parent_stock,
        _stock_status: row.parent_stock_status,
        _backorders: row.parent_backorders,
      }),
    ),
    weight: from(['_weight', 'parent_weight'], (row, { view }) => weightOf(view, row._weight, row.parent_weight)),
    image: made([], [image], (_row, [found]) => found()),
    selectedOptions: made([], [chosen], (_row, [found]) => found()),
  },
};

export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  const query = (some: number[]) =>
    variationQuery().select(['v.ID as id', 'v.post_parent', 'v.post_status']).where('v.ID', 'in', some);
  return byIdsPlan(nativeIds, query, (gathering, listed) => {
    const rows = listed as Statement<VariantRow>;
    const read = nodesOf(variant, { view, gathering, ids: valuesFrom(rows, 'id'), rows, selection });
    const row = rowOf(rows, 'id');
    return (results, id) => {
      const held = row(results, id);
      return held && read(results, id, held);
    };
  });
};
