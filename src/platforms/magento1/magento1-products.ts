import { valuesFrom, valuesOfAll } from '../../bridge/plan.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductType } from '../../model/product-kinds.js';
import type { ProductLinkKind } from '../../model/product-link.js';
import { heldText } from '../html-text.js';
import { taxClassOf } from '../listed.js';
import { linksOf } from '../product-links.js';
import { references } from '../references.js';
import { instantOf } from '../store-time.js';
import { category } from './magento1-categories.js';
import { images } from './magento1-images.js';
import { firstLevel } from './magento1-levels.js';
import { groupedLink, variantLinks } from './magento1-links.js';
import { metafieldsOf } from './magento1-metafields.js';
import { options } from './magento1-options.js';
import { attributes, brand } from './magento1-product-attributes.js';
import { facts, gtinCodes, productList } from './magento1-product-list.js';
import { price, salePrice, specialPrices } from './magento1-product-prices.js';
import { attributeValues, gtinOf, translations } from './magento1-product-values.js';
import { magento } from './magento1-relations.js';
import { inventoryOf } from './magento1-stock.js';
import { textIn } from './magento1-store-texts.js';
import { changeOf } from './magento1-times.js';
import { linkedVariants, weightOf } from './magento1-variants.js';

const { ask, asked, from, listed, none, rowBeside, rowNumbered, rowsBeside } = facts;

const attributeSet = rowNumbered('attribute_set_id', 'attribute-set', 's.attribute_set_id', () =>
  magento.selectFrom('eav_attribute_set as s').select('s.attribute_set_name'),
);

const types: Readonly<Record<string, ProductType>> = {
  simple: 'SIMPLE',
  configurable: 'VARIABLE',
  grouped: 'GROUPED',
  bundle: 'BUNDLE',
  virtual: 'VIRTUAL',
  downloadable: 'DOWNLOADABLE',
};

/** The stock of products, and of their variants where that is selected too. */
const stock = ask(['type_id'], (asking) => {
  const of = inventoryOf(asking, () =>
    asking.selection.at('variants').has('inventory')
      ? valuesOfAll(asking.ids, valuesFrom(variantLinks(asking).listed, 'id'))
      : asking.ids,
  );
  return (results, id, row) => of(results, id, row.type_id);
});

/** The path of a product's page in the default store view, as Magento's own index of addresses has it. */
const requestPath = rowBeside('paths', 'u.product_id', ({ view }) =>
  magento
    .selectFrom('core_url_rewrite as u')
    .select(['u.request_path'])
    .where('u.category_id', 'is', null)
    .where('u.store_id', '=', view.native.storeId)
    .where('u.is_system', '=', 1)
    .orderBy('u.url_rewrite_id'),
);

/** The categories that a product is in, by their ids; technical roots are left out. */
const categories = ask(
  [],
  references(
    category,
    'categories',
    'categories',
    ['p.product_id', 'p.category_id'],
    magento
      .selectFrom('catalog_category_product as p')
      .innerJoin('catalog_category_entity as c', 'c.entity_id', 'p.category_id')
      .where('c.level', '>=', firstLevel)
      .orderBy('p.category_id'),
  ),
);

/** The tags that shoppers gave and the merchant approved; none in stores without that module. */
const tags = rowsBeside('tags', 'r.product_id', ({ view }) =>
  view.columns.has('tag_relation') && view.columns.has('tag')
    ? magento
        .selectFrom('tag_relation as r')
        .innerJoin('tag as t', 't.tag_id', 'r.tag_id')
        .select(['t.tag_id', 't.name'])
        .distinct()
        .where('r.active', '=', 1)
        .where('t.status', '=', 1)
        .orderBy('t.tag_id')
    : null,
);

/** `catalog_product_link_type`. */
const linkKinds: Readonly<Record<number, ProductLinkKind>> = {
  1: 'RELATED',
  [groupedLink]: 'GROUPED',
  4: 'UPSELL',
  5: 'CROSS_SELL',
};

/** What products are linked to, by the places that the merchant gave them. */
const links = rowsBeside('links', 'l.product_id', () =>
  magento
    .selectFrom('catalog_product_link as l')
    .leftJoin('catalog_product_link_attribute_int as a', 'a.link_id', 'l.link_id')
    .select((eb) => ['l.link_id', 'l.link_type_id', 'l.linked_product_id', eb.fn.min('a.value').as('place')])
    .groupBy(['l.link_id', 'l.link_type_id', 'l.linked_product_id', 'l.product_id'])
    .orderBy('place')
    .orderBy('l.link_id'),
);

/** The files that a product is sold with; none in stores without that module. */
const downloads = rowsBeside('downloads', 'd.product_id', ({ view }) =>
  view.columns.has('downloadable_link') && view.columns.has('downloadable_link_title')
    ? magento
        .selectFrom('downloadable_link as d')
        .select(['d.link_id', 'd.number_of_downloads'])
        .select(textIn(view, 'downloadable_link_title', 'title', 'link_id', 'd.link_id').as('title'))
        .orderBy('d.sort_order')
        .orderBy('d.link_id')
    : null,
);

const variants = ask([], (asking) => {
  const links = variantLinks(asking);
  const read = linkedVariants(asking, links.listed);
  return (results, id) => links(results, id).map((link) => read(results, link.id, link));
});

export const product = listed<Product, ProductFilter, ProductOrder>({
  kind: 'Product',
  from: 'catalog_product_entity as e',
  key: 'entity_id',
  statement: 'rows',
  list: productList,
  sources: [attributeValues],
  fields: {
    type: from(['type_id'], (row) => types[row.type_id] ?? 'SIMPLE'),
    status: from(['status'], (row) => (Number(row.status) === 1 ? 'ACTIVE' : 'DISABLED')),
    // Where there is no name, the SKU is what the back office knows it by.
    name: from(['name', 'sku'], (row, { id }) => heldText(row.name) ?? heldText(row.sku) ?? String(id)),
    description: from(['description'], (row) => heldText(row.description)),
    shortDescription: from(['short_description'], (row) => heldText(row.short_description)),
    sku: from(['sku'], (row) => heldText(row.sku)),
    mpn: from(['mpn'], (row) => heldText(row.mpn)),
    gtin: from(gtinCodes, gtinOf),
    slug: from(['url_key'], (row) => heldText(row.url_key)),
    // Where shoppers see it: its own path, else the one that works for every product.
    url: asked(requestPath, (row, { view, id }) => {
      const path = heldText(row?.request_path)?.split('/').map(encodeURIComponent).join('/');
      return `${view.native.linkUrl}${path ?? `catalog/product/view/id/${id}/`}`;
    }),
    price,
    salePrice,
    specialPrices,
    ecotax: none(null),
    condition: none(null),
    inventory: asked(stock, (held) => held),
    weight: from(['weight'], (row) => weightOf(row.weight)),
    dimensions: none(null),
    brand,
    taxClass: from(['tax_class_id'], (row, { view }) => taxClassOf(view, Number(row.tax_class_id))),
    categories: asked(categories, (found) => found),
    images,
    options,
    attributeSet: asked(
      attributeSet,
      (row) =>
        row && {
          nativeId: String(row.attribute_set_id),
          name: heldText(row.attribute_set_name) ?? String(row.attribute_set_id),
        },
    ),
    variants: asked(variants, (found) => found),
    attributes,
    tags: asked(tags, (rows) => rows.flatMap((row) => heldText(row.name) ?? [])),
    translations,
    links: asked(links, (rows, { view }) =>
      linksOf(
        view,
        rows.flatMap(({ link_type_id: type, linked_product_id: id }) => {
          const kind = linkKinds[type];
          return kind ? [{ kind, id }] : [];
        }),
      ),
    ),
    // 0 is what Magento holds for no limit; it knows no end.
    downloads: asked(downloads, (rows) =>
      rows.map((row) => ({
        nativeId: String(row.link_id),
        name: heldText(row.title) ?? String(row.link_id),
        limit: row.number_of_downloads || null,
        expiresAfterDays: null,
      })),
    ),
    metafields: asked(metafieldsOf('product', 'product', 'metafields'), (found) => found),
    createdAt: from(['created_at'], (row) => instantOf(row.created_at, 'utc')),
    updatedAt: from(['updated_at', 'created_at'], changeOf),
  },
});
