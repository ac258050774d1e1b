import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { ProductVariant } from '../../model/product-variant.js';
import type { Selection } from '../../model/selection.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import { type Axes, axesOf } from './magento1-axes.js';
import { type Magento1View, viewOf } from './magento1-config.js';
import { type EavValues, eavOf } from './magento1-eav.js';
import { productImageUrl } from './magento1-images.js';
import { gtinCodes } from './magento1-model.js';
import type { VariantLink } from './magento1-parts.js';
import { type Prices, pricesOf } from './magento1-prices.js';
import { inventoryOf } from './magento1-stock.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';
import { moneyOf, variantPair } from './magento1-totals.js';

/** Variants by native id. A simple product that several configurable ones share is, by itself, a variant of the oldest. */
export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  const listed = (ids: number[]) =>
    magento
      .selectFrom('catalog_product_super_link as l')
      .select((eb) => ['l.product_id as id', eb.fn.min<number>('l.parent_id').as('parent_id')])
      .where('l.product_id', 'in', ids)
      .groupBy('l.product_id');
  return byIdsPlan(nativeIds, listed, (gathering, from) => {
    const links = from as Statement<VariantLink>;
    const parents = valuesFrom(links, 'parent_id');
    const wants = (...fields: readonly string[]) => selection.has(...fields);
    const priced = wants('price', 'salePrice');
    const axes = priced || wants('selectedOptions') ? axesOf(view, gathering, parents, valuesFrom(links, 'id')) : null;
    const prices = priced ? pricesOf(view, gathering, parents, { regularOnly: !wants('salePrice') }) : null;
    const kin = kinOf(view, gathering, valuesFrom(links, 'id'), selection, false);
    const stock = wants('inventory') ? inventoryOf(view, gathering, valuesFrom(links, 'id')) : null;
    const shape = variantShape(view, { axes, prices, kin, stock }, selection);
    const link = rowOf(links, 'id');
    return (results, id) => {
      const held = link(results, id);
      return held ? shape(results, held) : null;
    };
  });
};

/** What is read of the products that others are made of. */
export interface Kin {
  readonly row: Reading<{ readonly entity_id: number; readonly type_id: string; readonly sku: string | null } | null>;
  readonly values: EavValues;
}

/** Asks for the products that `ids` stand for, as far as a variant shows them; `asParts` for what else prices and bundles need. */
export function kinOf(
  view: Magento1View,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
  asParts: boolean,
): Kin {
  const codes = [
    ...(selection.has('weight') ? ['weight'] : []),
    ...(selection.has('image') ? ['image', 'image_label'] : []),
    ...(selection.has('gtin') ? gtinCodes : []),
    ...(asParts ? ['status', 'name'] : []),
  ];
  const { productAttributes, storeId } = view.native;
  return {
    row: rowOf(
      gathering.add(
        'kin-rows',
        magento
          .selectFrom('catalog_product_entity as e')
          .select(['e.entity_id', 'e.type_id', 'e.sku'])
          .where('e.entity_id', 'in', ids),
      ),
      'entity_id',
    ),
    values: eavOf(
      gathering,
      'kin',
      'catalog_product_entity',
      ids,
      codes.map((code) => productAttributes[code]),
      [storeId],
    ),
  };
}

/** Makes variants of what was read of them; null for one whose simple product is no more. */
export function variantShape(
  view: Magento1View,
  read: {
    readonly axes: Axes | null;
    readonly prices: Prices | null;
    readonly kin: Kin;
    readonly stock: ReturnType<typeof inventoryOf> | null;
  },
  selection: Selection,
): (results: Results, link: VariantLink) => AsRead<ProductVariant> | null {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const currency = view.config.defaultCurrency;
  const { axes, prices, kin, stock } = read;
  return (results, { id, parent_id: parentId }) => {
    const row = kin.row(results, id);
    if (!row) return null;
    const value = (code: string) => kin.values.value(results, id, code);
    const variant: AsRead<ProductVariant> = {
      id: globalId(view.storeId, 'ProductVariant', id),
      storeId: view.storeId,
      productId: String(parentId),
      nativeId: String(id),
    };
    if (wants('sku')) variant.sku = textOf(row.sku);
    if (wants('gtin')) variant.gtin = orError(() => gtinOf(value));
    if (prices) {
      const pair = () => moneyOf(variantPair({ prices, axes }, results, parentId, id), currency);
      if (wants('price')) variant.price = orError(() => pair().price);
      if (wants('salePrice')) variant.salePrice = orError(() => pair().salePrice);
    }
    if (stock && wants('inventory')) variant.inventory = orError(() => stock(results, id, row.type_id));
    if (wants('weight')) variant.weight = orError(() => weightOf(value('weight')));
    if (wants('image')) {
      variant.image = orError(() => {
        const url = productImageUrl(view, value('image'));
        return url === null ? null : { url, alt: textOf(value('image_label')), position: 0 };
      });
    }
    if (wants('selectedOptions')) {
      variant.selectedOptions = orError(() =>
        (axes?.valuesOf(results, parentId, id) ?? []).map((one) => ({ name: one.axis.name, value: one.value.name })),
      );
    }
    return variant;
  };
}

/** The first of the merchant's own attributes that hold such a number. */
export function gtinOf(value: (code: string) => string | number | null): string | null {
  for (const code of gtinCodes) {
    const text = textOf(value(code))?.trim();
    if (text) return text;
  }
  return null;
}

/** A weight; Magento 1 knows no unit of it. Null where none is given, as for what is not shipped. */
export function weightOf(value: string | number | null): { value: string; unit: null } | null {
  const held = decimalOrNull(value);
  return held === null ? null : { value: plainDecimal(held), unit: null };
}
