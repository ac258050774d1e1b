import { answered } from '../../bridge/plan.js';
import type { ProductVariant } from '../../model/product-variant.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Entity, readingOf } from '../entity.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { imagesOf } from '../image-list.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import { instantOf } from '../store-time.js';
import { codesOf } from './opencart-codes.js';
import { type OpenCartView, viewOf, zoneOf } from './opencart-config.js';
import { selectedOptions } from './opencart-options.js';
import { pricesOf } from './opencart-prices.js';
import { facts, hasVariants } from './opencart-product-list.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { ask, from, none } = facts;

/** The stock of a product or variant. */
export const inventory = from(['quantity', 'subtract'], (row, { view }) => {
  const tracked = row.subtract === 1;
  const { backorders } = view.native;
  const available = !tracked || row.quantity > 0 || backorders;
  return { tracked, quantity: String(row.quantity), available, backorders };
});

/** The weight of a product or variant, as held; OpenCart writes 0 where the merchant gave none. */
export const weight = from(['weight', 'weight_class_id'], (row, { view }) => ({
  value: plainDecimal(decimal(row.weight)),
  unit: view.native.weightUnits[row.weight_class_id] ?? null,
}));

const codes = codesOf('variant');
const prices = pricesOf('variant');

/**
 * A variant from its own row: OpenCart copies to it whatever it does not override each time the product is saved, so the row
 * alone says what the variant is.
 */
const variant: Entity<OpenCartView, OpenCartTables['product'], ProductVariant> = {
  kind: 'ProductVariant',
  from: 'product as p',
  key: 'product_id',
  statement: 'variant-rows',
  always: ['productId'],
  fields: {
    productId: from(['master_id'], (row) => String(row.master_id)),
    sku: codes.sku,
    gtin: codes.gtin,
    price: prices.price,
    salePrice: prices.salePrice,
    ecotax: none(null),
    inventory,
    weight,
    image: from(['image'], (row, { view }) => imagesOf(`${view.url}image/`, [row.image])[0] ?? null),
    selectedOptions,
    updatedAt: from(['date_modified'], (row, { view }) => instantOf(row.date_modified, zoneOf(view))),
  },
};

/** The ids of the variants of products, by product; none in a store without variants. */
export const variantIds = ask([], ({ view, gathering, ids }) =>
  hasVariants(view) ? rowsOf(idsOf(gathering, ids), 'master_id') : () => [],
);

/** The variants of products. */
export const variants = ask([], ({ view, gathering, ids, selection }) => {
  if (!hasVariants(view)) return () => [];
  const listed = idsOf(gathering, ids);
  const rows = rowsOf(listed, 'master_id');
  const read = readingOf(variant, view, gathering, listed, selection.at('variants'));
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((one) => one !== null);
});

function idsOf(gathering: Gathering, ids: number[]) {
  const query = ofProducts().where('v.master_id', 'in', ids).orderBy('v.product_id');
  return gathering.once('variants', () => gathering.add('variants', query));
}

const ofProducts = () => opencart.selectFrom('product as v').select(['v.product_id as id', 'v.master_id']);

/** Variants by native id. */
export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  if (!hasVariants(view)) return answered(new Map());
  const among = (ids: number[]) => ofProducts().where('v.product_id', 'in', ids).where('v.master_id', '>', 0);
  return byIdsPlan(nativeIds, among, (gathering, listed) => readingOf(variant, view, gathering, listed, selection));
};
