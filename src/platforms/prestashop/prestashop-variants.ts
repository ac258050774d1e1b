import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { ProductVariant } from '../../model/product-variant.js';
import type { Selection } from '../../model/selection.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Reading, rowOf } from '../gathering.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import {
  type AttributeRow,
  attributesOfCombinations,
  type CombinationRow,
  combinations,
  imagesOfCombinations,
  selectedOptions,
} from './prestashop-combinations.js';
import { type PrestaShopView, viewOf } from './prestashop-config.js';
import { basisOf, type GoodsRow, goodsRows, gtinOf } from './prestashop-goods.js';
import { ecotaxMoney, ecotaxOf, fullPrice, type Prices, priceMoney, pricesOf } from './prestashop-prices.js';
import { type StockReading, stockOf } from './prestashop-stock.js';
import { heldText } from './prestashop-tables.js';
import { type HeldImage, imagesOf } from './prestashop-urls.js';

/** What variants are read from, besides their own rows and those of their products. */
export interface VariantParts {
  readonly prices: Prices | null;
  readonly stock: StockReading | null;
  readonly attributes: Reading<readonly AttributeRow[]> | null;
  readonly images: Reading<readonly HeldImage[]> | null;
}

/** The fields that a variant takes from its product's row too. */
const ofProduct = ['price', 'salePrice', 'ecotax', 'weight'];

/** Variants by native id. */
export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  const listed = (ids: number[]) => combinations(view).where('v.id_product_attribute', 'in', ids);
  return byIdsPlan(nativeIds, listed, (gathering, from) => {
    const rows = from as Statement<CombinationRow>;
    const productIds = valuesFrom(rows, 'id_product');
    const products = selection.has(...ofProduct)
      ? rowOf(goodsRows(view, gathering, productIds, selection.fields), 'id_product')
      : null;
    const parts: VariantParts = {
      prices: selection.has('salePrice') ? pricesOf(view, gathering, productIds) : null,
      stock: selection.has('inventory') ? stockOf(view, gathering, productIds, { combinations: true }) : null,
      attributes: selection.has('selectedOptions')
        ? attributesOfCombinations(view, gathering, valuesFrom(rows, 'id'))
        : null,
      images: selection.has('image') ? imagesOfCombinations(view, gathering, rows) : null,
    };
    const own = rowOf(rows, 'id');
    return (results, id) => {
      const row = own(results, id);
      if (!row) return null;
      return variantShape(view, parts, results, row, () => products?.(results, row.id_product) ?? null, selection);
    };
  });
};

/** A variant from its row and that of its product, whose price and weight it changes. */
export function variantShape(
  view: PrestaShopView,
  parts: VariantParts,
  results: Results,
  row: CombinationRow,
  product: () => GoodsRow | null,
  selection: Selection,
): AsRead<ProductVariant> {
  const variant: AsRead<ProductVariant> = {
    id: globalId(view.storeId, 'ProductVariant', row.id),
    storeId: view.storeId,
    productId: String(row.id_product),
    nativeId: String(row.id),
  };
  const { prices, stock, attributes, images } = parts;
  if (selection.has('sku')) variant.sku = heldText(row.reference);
  if (selection.has('gtin')) variant.gtin = gtinOf(row);
  if (selection.has('price')) {
    variant.price = orError(() => priceMoney(view, fullPrice({ price: product()?.price ?? 0 }, row)));
  }
  if (prices && selection.has('salePrice')) {
    variant.salePrice = orError(() => {
      const held = product();
      return held && priceMoney(view, prices.inForce(results, basisOf(view, held), row));
    });
  }
  if (selection.has('ecotax')) {
    variant.ecotax = orError(() => ecotaxMoney(view, ecotaxOf({ ecotax: product()?.ecotax ?? 0 }, row)));
  }
  if (stock && selection.has('inventory')) variant.inventory = orError(() => stock(results, row.id_product, row.id));
  if (selection.has('weight')) {
    variant.weight = orError(() => ({
      value: plainDecimal(decimal(product()?.weight).plus(decimal(row.weight))),
      unit: view.config.weightUnit,
    }));
  }
  if (images && selection.has('image')) {
    variant.image = orError(() => imagesOf(view, images(results, row.id).slice(0, 1))[0] ?? null);
  }
  if (attributes && selection.has('selectedOptions')) {
    variant.selectedOptions = orError(() => selectedOptions(attributes(results, row.id)));
  }
  return variant;
}
