import { valuesFrom } from '../../bridge/plan.js';
import type { ProductVariant } from '../../model/product-variant.js';
import type { Selection } from '../../model/selection.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { type At, keysOf } from '../entity.js';
import { factsOf } from '../facts.js';
import type { Gathering } from '../gathering.js';
import { heldText } from '../html-text.js';
import { collectionOf } from '../listing.js';
import { axisPricesOf, axisValuesOf } from './magento1-axes.js';
import { priceOf, salePriceOf, variantPair } from './magento1-composed-prices.js';
import type { Magento1View } from './magento1-config.js';
import { type EavThing, type EavValue, type EavValues, eavOf } from './magento1-eav.js';
import { productImageUrl } from './magento1-images.js';
import type { VariantRow } from './magento1-links.js';
import { pricesOf } from './magento1-prices.js';
import { gtinCodes, gtinOf } from './magento1-product-values.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { inventoryOf } from './magento1-stock.js';

type VariantTables = Omit<Magento1Tables, 'catalog_product_entity'> & { catalog_product_entity: VariantRow };

const { ask, asked, from, listed, made, none, ids } = factsOf<
  Magento1View,
  VariantTables,
  'catalog_product_entity',
  'e'
>();

const values = ask([], (asking) => {
  const held = variantValues(asking, asking.ids, asking.keys);
  return (results, id) => held.of(results, id);
});

/** The attributes of variants, and of whatever else a plan's products are made of: asked once. */
export function variantValues(
  at: { readonly view: Magento1View; readonly gathering: Gathering },
  some: number[],
  codes: readonly string[],
): EavValues {
  return at.gathering.once('kin', () => eavOf<string>(at, 'product', some, codes, { prefix: 'kin' }));
}

/** The codes of attributes that the selected fields of variants name. */
export const variantCodes = (selection: Selection): readonly string[] => keysOf(variant, selection);

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

const stock = ask([], (asking) => {
  const of = inventoryOf(asking, () => asking.ids);
  return (results, id) => (type: string) => of(results, id, type);
});

/**
 * The simple products that configurable ones are sold as. One that several share is a variant of each in their lists, and by itself
 * of the oldest.
 */
export const variant = listed<ProductVariant, { ids?: string[] | null }, 'ID_ASC'>({
  kind: 'ProductVariant',
  from: 'catalog_product_entity as e',
  key: 'entity_id',
  statement: 'variant-rows',
  derived: {
    parent_id: (query: ReturnType<typeof everyVariant>) =>
      query.select((eb) =>
        eb
          .selectFrom('catalog_product_super_link as k')
          .select((on) => on.fn.min<number>('k.parent_id').as('parent_id'))
          .whereRef('k.product_id', '=', 'e.entity_id')
          .as('parent_id'),
      ),
  },
  always: ['productId'],
  fields: {
    productId: from(['parent_id'], (row) => String(row.parent_id)),
    sku: from(['sku'], (row) => heldText(row.sku)),
    gtin: asked(values, gtinOf, gtinCodes),
    price: asked(pair, (prices, { view }) => priceOf(prices, view.config.defaultCurrency)),
    salePrice: asked(pair, (prices, { view }) => salePriceOf(prices, view.config.defaultCurrency)),
    ecotax: none(null),
    inventory: made(['type_id'], [stock], (row, [of]) => of()(row.type_id)),
    weight: asked(values, (held) => weightOf(held.value('weight')), ['weight']),
    image: asked(values, imageOf, ['image', 'image_label']),
    selectedOptions: asked(options, (chosen) => chosen.map(({ axis, name }) => ({ name: axis.name, value: name }))),
  },
  list: {
    every: (query) => query.where('e.entity_id', 'in', linkedIds()),
    orders: { ID: { column: null } },
    filter: { ids: ids('e.entity_id') },
  },
});

export const variants = collectionOf(variant);

/** The ids of all products that are variants. */
export const linkedIds = () => magento.selectFrom('catalog_product_super_link as l').select('l.product_id').distinct();

const everyVariant = () => magento.selectFrom('catalog_product_entity as e');

function imageOf(held: EavThing<'image' | 'image_label'>, { view }: At<Magento1View>) {
  const url = productImageUrl(view, held.value('image'));
  return url === null ? null : { url, alt: heldText(held.value('image_label')), position: 0 };
}

/** A weight; Magento 1 knows no unit of it. Null where none is given, as for what is not shipped. */
export function weightOf(value: EavValue): { value: string; unit: null } | null {
  const held = decimalOrNull(value);
  return held === null ? null : { value: plainDecimal(held), unit: null };
}
