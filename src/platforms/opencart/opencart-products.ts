import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import { plainText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { taxClassOf } from '../listed.js';
import { linksOf } from '../product-links.js';
import { dimensionsOf } from '../product-measures.js';
import { references } from '../references.js';
import { instantOf } from '../store-time.js';
import { category } from './opencart-categories.js';
import { codesOf } from './opencart-codes.js';
import { zoneOf } from './opencart-config.js';
import { nameOf } from './opencart-names.js';
import { options } from './opencart-options.js';
import { pricesOf } from './opencart-prices.js';
import { facts, productList } from './opencart-product-list.js';
import { attributes, tagsIn, texts, translations } from './opencart-product-texts.js';
import { opencart } from './opencart-relations.js';
import { inventory } from './opencart-stock.js';
import { slug, url } from './opencart-urls.js';
import { ofProducts, updatedAt, variantIds, weight } from './opencart-variants.js';

const { ask, asked, from, listed, made, none, rowNumbered, rowsBeside } = facts;

/** The paths of further images, in the storefront's order. */
const imagePaths = rowsBeside('images', 'i.product_id', () =>
  opencart.selectFrom('product_image as i').select(['i.image']).orderBy('i.sort_order').orderBy('i.product_image_id'),
);

/** The categories that a product is in, by their ids: OpenCart holds no order among them. */
const categories = ask(
  [],
  references(
    category,
    'categories',
    'categories',
    ['c.product_id', 'c.category_id'],
    opencart.selectFrom('product_to_category as c').orderBy('c.category_id'),
  ),
);

const maker = rowNumbered('manufacturer_id', 'manufacturers', 'm.manufacturer_id', () =>
  opencart.selectFrom('manufacturer as m').select(['m.name']),
);

/** A product's downloads; what the files are called on the server is theirs. */
const downloads = rowsBeside('downloads', 'd.product_id', ({ view }) =>
  opencart
    .selectFrom('product_to_download as d')
    .select(['d.download_id'])
    .select(nameOf(view, 'download_description', 'download_id', 'd.download_id').as('name'))
    .orderBy('name')
    .orderBy('d.download_id'),
);

const related = rowsBeside('related', 'r.product_id', () =>
  opencart.selectFrom('product_related as r').select('r.related_id').orderBy('r.related_id'),
);

const codes = codesOf('product');
const prices = pricesOf('product');

export const product = listed<Product, ProductFilter, ProductOrder>({
  kind: 'Product',
  from: 'product as p',
  key: 'product_id',
  statement: 'product-rows',
  lean: true,
  list: productList,
  fields: {
    type: made(['shipping'], [variantIds, downloads], (row, [ids, files]) => {
      if (ids().length > 0) return 'VARIABLE';
      if (files().length > 0) return 'DOWNLOADABLE';
      return row.shipping === 0 ? 'VIRTUAL' : 'SIMPLE';
    }),
    status: from(['status'], (row) => (row.status === 1 ? 'ACTIVE' : 'DISABLED')),
    // Where there is no text in any language, the model is what the back office knows it by.
    name: made(['model'], [texts], (row, [text], { id }) => unescaped(text()?.name || row.model || String(id))),
    // OpenCart escapes the HTML of descriptions once more.
    description: asked(texts, (text) => plainText(text?.description)),
    shortDescription: none(null),
    sku: codes.sku,
    mpn: codes.mpn,
    gtin: codes.gtin,
    slug,
    url,
    price: prices.price,
    salePrice: prices.salePrice,
    specialPrices: prices.specialPrices,
    ecotax: none(null),
    attributeSet: none(null),
    condition: none(null),
    inventory,
    weight,
    dimensions: from(['length', 'width', 'height', 'length_class_id'], (row, { view }) => {
      const size = dimensionsOf(view, row.length, row.width, row.height);
      return size && { ...size, unit: view.native.dimensionUnits[row.length_class_id] ?? null };
    }),
    brand: asked(maker, (row) => row && { nativeId: String(row.manufacturer_id), name: unescaped(row.name ?? '') }),
    taxClass: from(['tax_class_id'], (row, { view }) => taxClassOf(view, row.tax_class_id)),
    categories: asked(categories, (found) => found),
    images: made(['image'], [imagePaths], (row, [paths], { view }) =>
      imagesOf(`${view.url}image/`, [row.image, ...paths().map((one) => one.image)]),
    ),
    options: asked(options, (found) => found),
    variants: asked(ofProducts, (found) => found),
    attributes,
    tags: asked(texts, (text) => tagsIn(text?.tag ?? null)),
    translations,
    links: asked(related, (rows, { view }) =>
      linksOf(
        view,
        rows.map((row) => ({ kind: 'RELATED', id: row.related_id })),
      ),
    ),
    downloads: asked(downloads, (rows) =>
      rows.map(({ download_id: id, name }) => ({
        nativeId: String(id),
        name: unescaped(name ?? String(id)),
        limit: null,
        expiresAfterDays: null,
      })),
    ),
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    updatedAt,
    metafields: none([]),
  },
});
