import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { ProductOption } from '../../model/product-parts.js';
import type { ProductVariant } from '../../model/product-variant.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { type Goods, type GoodsRow, goodsOf } from './opencart-goods.js';
import { optionsOf, selectedOptions } from './opencart-options.js';
import { opencart } from './opencart-tables.js';
import { imagesOf } from './opencart-urls.js';

/** Whether this store has variants: 4.0 brought them. */
export function hasVariants(view: OpenCartView): boolean {
  return view.columns.has('product', 'master_id');
}

interface VariantId {
  readonly id: number;
  readonly master_id: number;
}

/** The variants of products, by product. */
export function variantRows(
  gathering: Gathering,
  productIds: number[],
): { readonly listed: Statement<VariantId>; readonly rows: Reading<readonly VariantId[]> } {
  const listed = gathering.add(
    'variants',
    opencart
      .selectFrom('product as v')
      .select(['v.product_id as id', 'v.master_id'])
      .where('v.master_id', 'in', productIds)
      .orderBy('v.product_id'),
  );
  return { listed, rows: rowsOf(listed, 'master_id') };
}

/** Variants by native id. */
export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  if (!hasVariants(view)) return { statements: [], decode: () => new Map() };
  const listed = (ids: number[]) =>
    opencart
      .selectFrom('product as v')
      .select(['v.product_id as id', 'v.master_id'])
      .where('v.product_id', 'in', ids)
      .where('v.master_id', '>', 0);
  return byIdsPlan(nativeIds, listed, (gathering, from) => {
    const goods = goodsOf(view, gathering, from, selection.fields, 'variant');
    const masters = valuesFrom(from as Statement<VariantId>, 'master_id');
    const options = selection.has('selectedOptions') ? optionsOf(view, gathering, masters, { values: true }) : null;
    return (results, id) => {
      const held = goods.row(results, id);
      return held ? variantShape(view, goods, results, held, selection, options) : null;
    };
  });
};

/**
 * A variant from its own row: OpenCart copies to it whatever it does not override each time the product is saved, so the row
 * alone says what the variant is. `options` are those of its product.
 */
export function variantShape(
  view: OpenCartView,
  goods: Goods,
  results: Results,
  row: GoodsRow,
  selection: Selection,
  options: Reading<ProductOption[]> | null,
): AsRead<ProductVariant> {
  const variant: AsRead<ProductVariant> = {
    id: globalId(view.storeId, 'ProductVariant', row.product_id),
    storeId: view.storeId,
    productId: String(row.master_id),
    nativeId: String(row.product_id),
  };
  goods.fill(results, row, selection.fields, variant);
  if (selection.has('image')) variant.image = imagesOf(view, [row.image ?? null])[0] ?? null;
  if (options && selection.has('selectedOptions')) {
    variant.selectedOptions = orError(() => selectedOptions(row.variant ?? null, options(results, row.master_id ?? 0)));
  }
  return variant;
}
