import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { ProductVariant, VariantFilter } from '../../model/product-variant.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { type Asking, nodesOf } from '../entity.js';
import { factsOf } from '../facts.js';
import type { Gathering } from '../gathering.js';
import { heldText } from '../html-text.js';
import { rowIds } from '../row-ids.js';
import { axisPricesOf, axisValuesOf } from './magento1-axes.js';
import { priceOf, salePriceOf, variantPair } from './magento1-composed-prices.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, type EavValue, type EavValues, eavOf } from './magento1-eav.js';
import { productImageUrl } from './magento1-images.js';
import { oldestParent, type VariantRow, variantIds } from './magento1-links.js';
import { metafieldsOf } from './magento1-metafields.js';
import { pricesOf } from './magento1-prices.js';
import { gtinCodes } from './magento1-product-list.js';
import { gtinOf } from './magento1-product-values.js';
import type { Magento1Tables } from './magento1-relations.js';
import { inventoryOf, isAvailable, withStock } from './magento1-stock.js';
import { changedAt, changeOf, utc } from './magento1-times.js';

type VariantTables = Omit<Magento1Tables, 'catalog_product_entity'> & { catalog_product_entity: VariantRow };

const variantCodes = [...gtinCodes, 'weight', 'image', 'image_label'] as const;
type Attributes = EavRow<(typeof variantCodes)[number]>;

const { ask, asked, from, ids, listed, none, since, source, texts, where } = factsOf<
  Magento1View,
  VariantTables,
  'catalog_product_entity',
  'e',
  { i: Magento1Tables['cataloginventory_stock_item'] },
  Attributes
>();

const attributes = source(variantCodes, [], (asking) => variantValues(asking, asking.ids, asking.sourced).of);

/** The attributes of variants, and of whatever else a plan's products are made of: asked once. */
export function variantValues(
  at: { readonly view: Magento1View; readonly gathering: Gathering },
  some: number[],
  codes: readonly string[],
): EavValues {
  return at.gathering.once('kin', () => eavOf<string>(at, 'product', some, codes, { prefix: 'kin' }));
}

const options = ask(['parent_id'], (asking) => {
  const of = axisValuesOf(asking, valuesFrom(asking.rows, 'parent_id'), asking.ids);
  return (results, id, row) => of(results, row.parent_id, id);
});

const pair = ask(['parent_id'], (asking) => {
  const { gathering, rows, selection } = asking;
  const parents = valuesFrom(rows, 'parent_id');
  const pricing = {
    prices: gathering.once('prices', () => pricesOf(asking, parents, selection.has('salePrice'))),
    axisPrices: axisPricesOf(asking, parents),
    axisValues: axisValuesOf(asking, parents, asking.ids),
  };
  return (results, id, row) => variantPair(pricing, results, row.parent_id, id);
});

const stock = ask(['type_id'], (asking) => {
  const of = inventoryOf(asking, () => asking.ids);
  return (results, id, row) => of(results, id, row.type_id);
});

/**
 * The simple products that configurable ones are sold as. One that several share is a variant of each in their lists, and by itself
 * of the oldest.
 */
export const variant = listed<ProductVariant, VariantFilter, 'ID_ASC'>({
  kind: 'ProductVariant',
  from: 'catalog_product_entity as e',
  key: 'entity_id',
  statement: 'variant-rows',
  always: ['productId'],
  sources: [attributes],
  derived: { parent_id: oldestParent('e.entity_id') },
  fields: {
    productId: from(['parent_id'], (row) => String(row.parent_id)),
    sku: from(['sku'], (row) => heldText(row.sku)),
    gtin: from(gtinCodes, gtinOf),
    price: asked(pair, (prices, { view }) => priceOf(prices, view.config.defaultCurrency)),
    salePrice: asked(pair, (prices, { view }) => salePriceOf(prices, view.config.defaultCurrency)),
    ecotax: none(null),
    inventory: asked(stock, (held) => held),
    weight: from(['weight'], (row) => weightOf(row.weight)),
    image: from(['image', 'image_label'], (row, { view }) => {
      const url = productImageUrl(view, row.image);
      return url === null ? null : { url, alt: heldText(row.image_label), position: 0 };
    }),
    selectedOptions: asked(options, (chosen) => chosen.map(({ axis, name }) => ({ name: axis.name, value: name }))),
    metafields: asked(metafieldsOf('product', 'product', 'variant-metafields'), (found) => found),
    updatedAt: from(['updated_at', 'created_at'], changeOf),
  },
  list: {
    every: (query) => query.where('e.entity_id', 'in', variantIds()),
    joins: [{ filters: ['inStock'], join: withStock }],
    orders: { ID: { column: null } },
    filter: {
      ids: ids('e.entity_id'),
      skus: texts('e.sku'),
      productIds: where((eb, parents) => {
        const some = rowIds(parents);
        return some.length > 0 ? eb(oldestParent('e.entity_id'), 'in', some) : null;
      }),
      updatedAfter: since(changedAt('e'), utc),
      inStock: where((eb, wanted, { native }) => isAvailable(eb, native.stock, wanted)),
    },
  },
});

/** Reads the variants that a plan for their products links to them. */
export function linkedVariants(
  { view, gathering, selection }: Pick<Asking<Magento1View, unknown>, 'view' | 'gathering' | 'selection'>,
  rows: Statement<VariantRow & { id: number }>,
) {
  return nodesOf<Magento1View, VariantRow & Attributes, ProductVariant, keyof Attributes>(variant, {
    view,
    gathering,
    ids: valuesFrom(rows, 'id'),
    rows,
    selection: selection.at('variants'),
  });
}

/** A weight; Magento 1 knows no unit of it. Null where none is given, as for what is not shipped. */
export function weightOf(value: EavValue): { value: string; unit: null } | null {
  const held = decimalOrNull(value);
  return held === null ? null : { value: plainDecimal(held), unit: null };
}
