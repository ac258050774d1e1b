import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductStatus } from '../../model/product-kinds.js';
import { foldedCode, heldText, plainText } from '../html-text.js';
import { taxClassOf } from '../listed.js';
import { type LinkRow, linksOf } from '../product-links.js';
import { dimensionsOf } from '../product-measures.js';
import { references } from '../references.js';
import { instantOf } from '../store-time.js';
import { attributesOf, heldAttributes, optionsOf } from './woocommerce-attributes.js';
import { category } from './woocommerce-categories.js';
import { attachmentImages, galleryIds } from './woocommerce-images.js';
import { metafieldsIn } from './woocommerce-metafields.js';
import { facts, productList, withVariationsModified } from './woocommerce-product-list.js';
import { price, salePrice, specialPrices } from './woocommerce-product-prices.js';
import { kindOf, meta, metaOfAll, terms } from './woocommerce-product-sources.js';
import { draftStatuses, woo } from './woocommerce-relations.js';
import { phpList, phpText } from './woocommerce-serialized.js';
import { inventoryOf, stockKeys, weightOf } from './woocommerce-stock.js';
import { productUrl } from './woocommerce-urls.js';
import { variantsBelow } from './woocommerce-variants.js';

const { ask, asked, from, listed, made, none } = facts;

const pictures = ask(['_thumbnail_id', '_product_image_gallery'], (asking) => {
  const { view, gathering, ids } = asking;
  const sources = [metaOfAll(asking).listed, galleryIds(gathering, ids)];
  const images = gathering.once('images', () => attachmentImages(view, gathering, 'images', sources));
  return (results, _id, row) =>
    images(
      results,
      [row._thumbnail_id, ...row._product_image_gallery.split(',')].filter((text) => text.trim() !== ''),
    );
});

const categories = ask(
  [],
  references(
    category,
    'categories',
    'categories',
    ['r.object_id', 'x.term_id'],
    woo
      .selectFrom('term_relationship as r')
      .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
      .innerJoin('term as t', 't.term_id', 'x.term_id')
      .where('x.taxonomy', '=', 'product_cat')
      .orderBy('t.name')
      .orderBy('x.term_id'),
  ),
);

const variants = ask([], (asking) =>
  variantsBelow({ ...asking, selection: asking.selection.at('variants') }, metaOfAll(asking)),
);

const nameOf = (title: string | null, id: number) => plainText(title) ?? `#${id}`;

/** Posts of type `product`, in the trash or not; variations are variants. */
export const product = listed<Product, ProductFilter, ProductOrder>({
  kind: 'Product',
  from: 'product as p',
  key: 'ID',
  statement: 'rows',
  derived: { variations_modified: withVariationsModified },
  list: productList,
  sources: [meta, terms],
  fields: {
    type: from(['product_type', '_virtual', '_downloadable'], (row) => {
      const kind = kindOf(row.product_type);
      if (kind !== 'SIMPLE') return kind;
      if (row._downloadable === 'yes') return 'DOWNLOADABLE';
      return row._virtual === 'yes' ? 'VIRTUAL' : 'SIMPLE';
    }),
    status: from(['post_status'], (row) => statusOf(row.post_status ?? '')),
    name: from(['post_title'], (row, { id }) => nameOf(row.post_title, id)),
    description: from(['post_content'], (row) => heldText(row.post_content)),
    shortDescription: from(['post_excerpt'], (row) => heldText(row.post_excerpt)),
    sku: from(['_sku'], (row) => plainText(row._sku)),
    mpn: none(null),
    gtin: from(['_global_unique_id'], (row) => plainText(row._global_unique_id)),
    slug: from(['post_name'], (row) => plainText(row.post_name)),
    url: from(['post_name', 'post_status'], (row, { view, id }) => productUrl(view, id, row)),
    price,
    salePrice,
    specialPrices,
    ecotax: none(null),
    attributeSet: none(null),
    condition: none(null),
    inventory: from(stockKeys, (row, { view }) => inventoryOf(view, row, null)),
    weight: from(['_weight'], (row, { view }) => weightOf(view, row._weight)),
    dimensions: from(['_length', '_width', '_height'], (row, { view }) =>
      dimensionsOf(view, row._length, row._width, row._height),
    ),
    brand: from(['product_brand'], ({ product_brand: [brand] }) =>
      brand ? { nativeId: String(brand.id), name: brand.name } : null,
    ),
    // None where the price itself is not taxed.
    taxClass: from(['_tax_status', '_tax_class'], (row, { view }) =>
      ['', 'taxable'].includes(row._tax_status) ? taxClassOf(view, row._tax_class || 'standard') : null,
    ),
    categories: asked(categories, (found) => found),
    images: asked(pictures, (found) => found),
    options: from(['product_type', 'attribute_terms', '_product_attributes'], (row, { view, results }) =>
      kindOf(row.product_type) === 'VARIABLE'
        ? optionsOf(view, heldAttributes(view, results, row._product_attributes), row.attribute_terms)
        : [],
    ),
    variants: made(['product_type'], [variants], (row, [held]) =>
      kindOf(row.product_type) === 'VARIABLE' ? held() : [],
    ),
    attributes: from(['product_type', 'attribute_terms', '_product_attributes'], (row, { view, results }) => {
      const held = heldAttributes(view, results, row._product_attributes);
      // An attribute that variations differ in is an option, where there are variations.
      const facts = kindOf(row.product_type) === 'VARIABLE' ? held.filter((one) => !one.forVariations) : held;
      return attributesOf(view, facts, row.attribute_terms);
    }),
    tags: from(['product_tag'], (row) => row.product_tag.map((tag) => tag.name)),
    translations: from(['post_title', 'post_content', 'post_excerpt'], (row, { view, id }) => [
      {
        language: view.config.defaultLanguage,
        name: nameOf(row.post_title, id),
        description: heldText(row.post_content),
        shortDescription: heldText(row.post_excerpt),
      },
    ]),
    links: from(['product_type', '_upsell_ids', '_crosssell_ids', '_children'], (row, { view }) =>
      linksOf(view, [
        ...linked('UPSELL', row._upsell_ids),
        ...linked('CROSS_SELL', row._crosssell_ids),
        ...(kindOf(row.product_type) === 'GROUPED' ? linked('GROUPED', row._children) : []),
      ]),
    ),
    // Their names stand in one text with their addresses, which the bridge does not let out.
    downloads: none([]),
    metafields: asked(metafieldsIn('product_field', 'metafields'), (found) => found),
    createdAt: from(['post_date_gmt'], (row) => instantOf(row.post_date_gmt, 'UTC')),
    // What changes a variation changes its product.
    updatedAt: from(['post_modified_gmt', 'variations_modified'], (row) => {
      const times = [row.post_modified_gmt ?? '', row.variations_modified ?? ''].sort();
      return instantOf(times.at(-1), 'UTC');
    }),
  },
});

/** The links of a list of ids that PHP serialized. */
function linked(kind: LinkRow['kind'], held: string): LinkRow[] {
  return phpList(held)
    .map((id) => ({ kind, id: Number(phpText(id)) }))
    .filter(({ id }) => Number.isSafeInteger(id) && id > 0);
}

function statusOf(held: string): ProductStatus {
  const status = foldedCode(held);
  if (status === 'publish') return 'ACTIVE';
  if (status === 'trash') return 'ARCHIVED';
  return draftStatuses.includes(status) ? 'DRAFT' : 'DISABLED';
}
