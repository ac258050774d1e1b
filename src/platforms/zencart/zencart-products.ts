import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { Inventory } from '../../model/product-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { heldText, plainText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { levelsOf } from '../inventory-levels.js';
import { taxClassOf } from '../listed.js';
import { dimensionsOf } from '../product-measures.js';
import { references } from '../references.js';
import { firstInstant, instantOf } from '../store-time.js';
import { category } from './zencart-categories.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { options } from './zencart-options.js';
import { price, salePrice, specialPrices } from './zencart-prices.js';
import { facts, productList } from './zencart-product-list.js';
import { texts, translations } from './zencart-product-texts.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { ask, asked, from, lacking, listed, made, rowBeside, rowNumbered, rowsBeside } = facts;

/** The paths of further images, in the store's order; none before 2.1, which kept them in the folder alone. */
const imagePaths = rowsBeside('images', 'i.products_id', ({ view }) =>
  view.columns.has('products_additional_images')
    ? zencart
        .selectFrom('products_additional_images as i')
        .select('i.additional_image')
        .orderBy('i.sort_order')
        .orderBy('i.id')
    : null,
);

/** The categories that a product is linked to, its master category among them, by their ids. */
const categoryLinks = zencart.selectFrom('products_to_categories as c').orderBy('c.categories_id');
const inCategories = ['c.products_id', 'c.categories_id'] as const;
const categories = ask([], references(category, 'categories', 'categories', inCategories, categoryLinks));

const brand = rowNumbered('manufacturers_id', 'manufacturers', 'm.manufacturers_id', () =>
  zencart.selectFrom('manufacturers as m').select('m.manufacturers_name'),
);

/** An option of which every value is a file to download: where others are sent by post, the product is not a download. */
const download = rowBeside('downloads', 'a.products_id', () =>
  zencart
    .selectFrom('products_attributes as a')
    .leftJoin('products_attributes_download as d', 'd.products_attributes_id', 'a.products_attributes_id')
    .select(['a.options_id'])
    .groupBy(['a.products_id', 'a.options_id'])
    .having((eb) => eb(eb.fn.count('d.products_attributes_id'), '=', eb.fn.countAll())),
);

/** The values that are files; what the files are called on the server is theirs. */
const downloads = rowsBeside('files', 'a.products_id', ({ view }) =>
  zencart
    .selectFrom('products_attributes as a')
    .innerJoin('products_attributes_download as d', 'd.products_attributes_id', 'a.products_attributes_id')
    .leftJoin('products_options_values as v', (join) =>
      join
        .onRef('v.products_options_values_id', '=', 'a.options_values_id')
        .on('v.language_id', '=', view.native.defaultLanguageId),
    )
    .select(['a.products_attributes_id', 'v.products_options_values_name'])
    .select(['d.products_attributes_maxdays', 'd.products_attributes_maxcount'])
    .orderBy('a.products_attributes_id'),
);

export const product = listed<Product, ProductFilter, ProductOrder>({
  kind: 'Product',
  from: 'products as p',
  key: 'products_id',
  statement: 'products',
  list: productList,
  fields: {
    type: made(['products_virtual'], [download], (row, [file]) => {
      if (file()) return 'DOWNLOADABLE';
      return row.products_virtual === 1 ? 'VIRTUAL' : 'SIMPLE';
    }),
    status: from(['products_status'], (row) => (row.products_status === 1 ? 'ACTIVE' : 'DISABLED')),
    // Where there is no text in the default language, the model is what the back office knows it by.
    name: made(['products_model'], [texts], (row, [text], { id }) =>
      unescaped(text().name ?? plainText(row.products_model) ?? String(id)),
    ),
    description: asked(texts, (text) => heldText(text.description)),
    sku: from(['products_model'], (row) => plainText(row.products_model)),
    mpn: from(['products_mpn'], (row) => plainText(row.products_mpn)),
    // Where shoppers see it: each product type has a page of its own.
    url: from(['products_type'], (row, { view, id }) => {
      const page = view.native.pages[row.products_type] ?? 'product_info';
      return `${view.url}index.php?main_page=${encodeURIComponent(page)}&products_id=${id}`;
    }),
    price,
    salePrice,
    specialPrices,
    inventory: from(['products_quantity'], (row, { view }) => inventoryOf(view, row)),
    weight: from(['products_weight'], (row, { view }) => ({
      value: plainDecimal(decimal(row.products_weight)),
      unit: view.config.weightUnit,
    })),
    dimensions: from(['products_length', 'products_width', 'products_height'], (row, { view }) =>
      dimensionsOf(view, row.products_length, row.products_width, row.products_height),
    ),
    brand: asked(brand, (row) =>
      row ? { nativeId: String(row.manufacturers_id), name: unescaped(row.manufacturers_name ?? '') } : null,
    ),
    taxClass: from(['products_tax_class_id'], (row, { view }) => taxClassOf(view, row.products_tax_class_id)),
    categories: asked(categories, (found) => found),
    images: made(['products_image'], [imagePaths], (row, [paths], { view }) =>
      imagesOf(`${view.url}images/`, [row.products_image, ...paths().map((one) => one.additional_image)]),
    ),
    options,
    translations,
    // Without a last day there is no limit either: includes/modules/downloads.php.
    downloads: asked(downloads, (rows) =>
      rows.map((row) => ({
        nativeId: String(row.products_attributes_id),
        name: plainText(row.products_options_values_name) ?? String(row.products_attributes_id),
        limit: row.products_attributes_maxdays ? row.products_attributes_maxcount : null,
        expiresAfterDays: row.products_attributes_maxdays || null,
      })),
    ),
    createdAt: from(['products_date_added'], (row, { view }) => instantOf(row.products_date_added, zoneOf(view))),
    // What was never changed is as it was when it was made.
    updatedAt: from(['products_last_modified', 'products_date_added'], (row, { view }) =>
      firstInstant(zoneOf(view), row.products_last_modified, row.products_date_added),
    ),
    ...lacking(null, 'shortDescription', 'gtin', 'slug', 'ecotax', 'condition', 'attributeSet'),
    ...lacking([], 'variants', 'attributes', 'tags', 'links', 'metafields'),
  },
});

function inventoryOf({ native }: ZenCartView, row: Pick<ZenCartTables['products'], 'products_quantity'>): Inventory {
  const { tracksStock: tracked, backorders } = native;
  const quantity = decimal(row.products_quantity);
  const available = !tracked || quantity.gt(0) || backorders;
  return { tracked, quantity: plainDecimal(quantity), available, backorders };
}

/** The stock of all products: attributes have none of their own. */
export const inventoryLevels = levelsOf(
  'p.products_id',
  (_view: ZenCartView) =>
    zencart.selectFrom('products as p').select(['p.products_id as id', 'p.products_model', 'p.products_quantity']),
  (view) => (_results, row) => ({
    productId: row.id,
    variantId: null,
    sku: plainText(row.products_model),
    ...inventoryOf(view, row),
  }),
);
