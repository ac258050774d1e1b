import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { ProductVariant } from '../../model/product.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import { heldAttributes, selectedOptions } from './woocommerce-attributes.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import { inventoryOf, metaKeysOf, weightOf } from './woocommerce-goods.js';
import { type AttachmentIds, attachmentImages } from './woocommerce-images.js';
import { type Meta, productMeta } from './woocommerce-meta.js';
import { priceOf, pricesOf } from './woocommerce-prices.js';
import { noProductStatuses, woo } from './woocommerce-tables.js';
import { namesOfSlugs } from './woocommerce-terms.js';

/** A variation of a product that is listed; one in the trash, or without its product, is none. */
export interface VariationRow {
  readonly id: number;
  readonly post_parent: number;
  readonly post_status: string;
}

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

/** The variations of products, in the order that the merchant gave them. */
export function variationsOf(gathering: Gathering, ids: number[]): Statement<VariationRow> {
  return gathering.add(
    'variations',
    woo
      .selectFrom('product as v')
      .select(['v.ID as id', 'v.post_parent', 'v.post_status'])
      .where('v.post_parent', 'in', ids)
      .where('v.post_type', '=', 'product_variation')
      .where('v.post_status', 'in', ['publish', 'private'])
      .orderBy('v.menu_order')
      .orderBy('v.ID'),
  );
}

/** What a variant is made of besides its row. */
export interface VariantMetas {
  readonly own: Reading<Meta>;
  /** Of its product. */
  readonly parent: Reading<Meta>;
}

/** Reads variants that a statement lists, with what is selected of them. */
export function variantReading(
  view: WooCommerceView,
  gathering: Gathering,
  listed: Statement<VariationRow>,
  selection: Selection,
  metas: VariantMetas,
): (results: Results, row: VariationRow) => AsRead<ProductVariant> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const chosen = wants('selectedOptions')
    ? gathering.add(
        'variation-values',
        woo
          .selectFrom('variation_attribute as m')
          .select(['m.post_id', 'm.meta_key', 'm.meta_value'])
          .where('m.post_id', 'in', ids)
          .orderBy('m.meta_id'),
      )
    : null;
  const chosenRows = chosen ? rowsOf(chosen, 'post_id') : null;
  const names = chosen ? namesOfSlugs(gathering, 'variation-terms', chosen) : null;
  const images = wants('image') ? variationImages(view, gathering, ids) : null;
  return (results, row) => {
    const { id } = row;
    const variant: AsRead<ProductVariant> = {
      id: globalId(view.storeId, 'ProductVariant', id),
      storeId: view.storeId,
      nativeId: String(id),
      productId: String(row.post_parent),
    };
    const own = () => metas.own(results, id);
    const parent = () => metas.parent(results, row.post_parent);
    if (wants('sku')) variant.sku = orError(() => plainText(own().get('_sku')));
    if (wants('gtin')) variant.gtin = orError(() => plainText(own().get('_global_unique_id')));
    if (wants('price')) variant.price = orError(() => priceOf(view, pricesOf(view, own()).regular));
    if (wants('salePrice')) variant.salePrice = orError(() => priceOf(view, pricesOf(view, own()).sale));
    if (wants('inventory')) variant.inventory = orError(() => inventoryOf(view, own(), parent()));
    if (wants('weight')) variant.weight = orError(() => weightOf(view, own(), parent()));
    if (images) variant.image = orError(() => images(results, id, own().get('_thumbnail_id')));
    if (chosenRows && names) {
      variant.selectedOptions = orError(() => {
        const held = heldAttributes(view, parent().get('_product_attributes'));
        const values = new Map(chosenRows(results, id).map((one) => [one.meta_key, one.meta_value ?? '']));
        return selectedOptions(results, held, values, names);
      });
    }
    return variant;
  };
}

function variationImages(view: WooCommerceView, gathering: Gathering, ids: number[]) {
  const thumbnails: AttachmentIds = gathering.add(
    'variation-thumbnails',
    woo
      .selectFrom('product_meta as m')
      .select(['m.post_id', 'm.meta_value as attachment_id'])
      .where('m.post_id', 'in', ids)
      .where('m.meta_key', '=', '_thumbnail_id'),
  );
  const read = attachmentImages(view, gathering, 'variation-images', [thumbnails]);
  return (results: Results, _id: number, attachment: string) => read(results, [attachment])[0] ?? null;
}

export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  const query = (ids: number[]) =>
    variationQuery().select(['v.ID as id', 'v.post_parent', 'v.post_status']).where('v.ID', 'in', ids);
  return byIdsPlan(nativeIds, query, (gathering, listed) => {
    const rows = listed as Statement<VariationRow>;
    const keys = metaKeysOf(selection.fields);
    const metas =
      keys.length > 0
        ? {
            own: productMeta(gathering, 'variation-meta', valuesFrom(rows, 'id'), keys),
            parent: productMeta(gathering, 'parent-meta', valuesFrom(rows, 'post_parent'), keys),
          }
        : { own: noMeta, parent: noMeta };
    const read = variantReading(view, gathering, rows, selection, metas);
    const row = rowOf(rows, 'id');
    return (results, id) => {
      const held = row(results, id);
      return held ? read(results, held) : null;
    };
  });
};

const noMeta: Reading<Meta> = () => ({ get: () => '' });
