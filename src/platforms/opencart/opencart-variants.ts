import type { ProductVariant, VariantFilter } from '../../model/product-variant.js';
import { isOneOf } from '../conditions.js';
import { decimal, plainDecimal } from '../decimals.js';
import { readingOf } from '../entity.js';
import type { Gathering } from '../gathering.js';
import { formsAsStored } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { firstInstant } from '../store-time.js';
import { codesOf, codeText } from './opencart-codes.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { selectedOptions } from './opencart-options.js';
import { pricesOf } from './opencart-prices.js';
import { changed, facts, hasVariants, inStock } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';
import { ownSku, rowsBySku } from './opencart-skus.js';
import { inventory } from './opencart-stock.js';

const { ask, from, ids, listed, made, none, since, where } = facts;

/** The weight of a product or variant, as held; OpenCart writes 0 where the merchant gave none. */
export const weight = from(['weight', 'weight_class_id'], (row, { view }) => ({
  value: plainDecimal(decimal(row.weight)),
  unit: view.native.weightUnits[row.weight_class_id] ?? null,
}));

/** When a product or variant was last changed; where that is not held, when it was made. */
export const updatedAt = from(['date_modified', 'date_added'], (row, { view }) =>
  firstInstant(zoneOf(view), row.date_modified, row.date_added),
);

const { codes, gtin } = codesOf('variant');
const prices = pricesOf('variant');

/**
 * A variant from its own row: OpenCart copies to it whatever it does not override each time the product is saved, so the row
 * alone says what the variant is. One without a SKU has its product's.
 */
const variant = listed<ProductVariant, VariantFilter, 'ID_ASC'>({
  kind: 'ProductVariant',
  from: 'product as p',
  key: 'product_id',
  statement: 'variant-rows',
  always: ['productId'],
  derived: {
    inherited_sku: (query: ReturnType<typeof everyRow>, view: OpenCartView) =>
      query.select(ownSku(view, 'p.master_id').as('inherited_sku')),
  },
  fields: {
    productId: from(['master_id'], (row) => String(row.master_id)),
    sku: made(['inherited_sku'], [codes], (row, [codeOf]) => codeOf()('sku') ?? codeText(row.inherited_sku)),
    gtin,
    price: prices.price,
    salePrice: prices.salePrice,
    ecotax: none(null),
    inventory,
    weight,
    image: from(['image'], (row, { view }) => imagesOf(`${view.url}image/`, [row.image])[0] ?? null),
    selectedOptions,
    updatedAt,
    metafields: none([]),
  },
  list: {
    // A variant whose product was deleted is a variant of nothing, and so is one of itself or of another variant: that is no product.
    every: (query) =>
      query
        .where('p.master_id', '>', 0)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('product as m')
              .select('m.product_id')
              .whereRef('m.product_id', '=', 'p.master_id')
              .where('m.master_id', '=', 0),
          ),
        ),
    orders: { ID: { column: null } },
    filter: {
      ids: ids('p.product_id'),
      skus: where((eb, given, view) => {
        const forms = given.filter((one) => one.trim() !== '').flatMap(formsAsStored);
        if (forms.length === 0) return null;
        const found = () =>
          rowsBySku(view, (on, sku) => isOneOf(on, sku, forms, view.native.textIgnoresCase)).select('s.product_id');
        const inherits = eb(ownSku(view, 'p.product_id'), 'is', null);
        return eb.or([eb('p.product_id', 'in', found()), eb.and([inherits, eb('p.master_id', 'in', found())])]);
      }),
      productIds: ids('p.master_id'),
      updatedAfter: since(changed, zoneOf),
      inStock,
    },
  },
});

const everyRow = () => opencart.selectFrom('product as p');

/** Every variant; none in a store before 4.0. Where the catalog is closed, asking says so. */
export const variantIn = (view: OpenCartView) => (hasVariants(view) || !view.columns.has('product') ? variant : null);

/** The variants of products: their ids. */
export const variantIds = ask([], ({ view, gathering, ids: products }) =>
  hasVariants(view) ? idsOf(gathering, products) : () => [],
);

/** The same with all that is selected of them. */
export const ofProducts = ask([], ({ view, gathering, ids: products, selection }) => {
  if (!hasVariants(view)) return () => [];
  const rows = idsOf(gathering, products);
  const read = readingOf(variant, view, gathering, rows.listed, selection.at('variants'));
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((one) => one !== null);
});

const idsOf = (gathering: Gathering, products: number[]) =>
  gathering.rows(
    'variants',
    'v.master_id',
    products,
    opencart.selectFrom('product as v').select('v.product_id as id').orderBy('v.product_id'),
  );
