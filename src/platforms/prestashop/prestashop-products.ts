import { sql } from 'kysely';
import { valuesFrom } from '../../bridge/plan.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductCondition } from '../../model/product-kinds.js';
import { decimal, plainDecimal } from '../decimals.js';
import { heldText } from '../html-text.js';
import { taxClassOf } from '../listed.js';
import { linksOf } from '../product-links.js';
import { dimensionsOf } from '../product-measures.js';
import { references } from '../references.js';
import { instantOf } from '../store-time.js';
import { attributesOf, customizations, optionsOf } from './prestashop-attributes.js';
import { category } from './prestashop-categories.js';
import { combinationsOf, gtinOf, productColumns, variantsOf } from './prestashop-combinations.js';
import { features, tags } from './prestashop-features.js';
import { productImageRows, shownImages } from './prestashop-images.js';
import { basisColumns, ecotaxMoney, fullPrice, lowest, priceMoney, pricesOf } from './prestashop-prices.js';
import { facts, nameOf, productList, withShop } from './prestashop-product-list.js';
import { texts, translations } from './prestashop-product-texts.js';
import { productUrl } from './prestashop-product-url.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { stockOf } from './prestashop-stock.js';
import { changedAt } from './prestashop-times.js';
import { zoneOf } from './prestashop-view.js';

const { ask, asked, from, listed, made, rowNumbered, rowsBeside, shaped, none } = facts;

const combinations = ask([], ({ view, gathering, ids }) => combinationsOf(view, gathering, ids));
const prices = ask([], ({ view, gathering, ids }) => pricesOf(view, gathering, ids));
const images = shaped(
  rowsBeside('images', 'i.id_product', ({ view }) => productImageRows(view)),
  shownImages,
);
const variants = ask(productColumns, variantsOf);

const stock = ask([], ({ view, gathering, ids, selection }) => {
  const read = stockOf(view, gathering, ids, { combinations: selection.at('variants').has('inventory') });
  return (results, id) => read(results, id, 0);
});

/** The options that a product's combinations are made of. */
const axes = ask([], ({ view, gathering, ids }) => {
  const forms = combinationsOf(view, gathering, ids);
  const read = attributesOf(view, gathering, valuesFrom(forms.listed, 'id'), 'combination-attributes');
  return (results, id) => optionsOf(forms(results, id).flatMap((form) => read(results, form.id)));
});

/** The categories that a product is in, by their ids; the technical root is none. */
const categories = ask(
  [],
  references(
    category,
    'categories',
    'categories',
    ['cp.id_product', 'cp.id_category'],
    prestashop
      .selectFrom('category_product as cp')
      .innerJoin('category as c', 'c.id_category', 'cp.id_category')
      .where('c.id_parent', '>', 0)
      .orderBy('cp.id_category'),
  ),
);

/** The part of addresses that stands for a product's default category, where the shop's form has one. */
const categorySlug = ask(['id_category_default'], ({ view, gathering, rows }) => {
  if (!view.native.productRoute?.includes('category:')) return () => null;
  const named = prestashop
    .selectFrom('category_lang as t')
    .select('t.link_rewrite')
    .where('t.id_lang', '=', view.native.languageId)
    .where('t.id_shop', '=', view.native.shopId);
  const slugs = gathering.row('category-slugs', 't.id_category', valuesFrom(rows, 'id_category_default'), named);
  return (results, _id, row) => heldText(slugs(results, row.id_category_default ?? 0)?.link_rewrite);
});

const brand = rowNumbered('id_manufacturer', 'manufacturers', 'm.id_manufacturer', () =>
  prestashop.selectFrom('manufacturer as m').select(['m.name']),
);

const accessories = rowsBeside('accessories', 'a.id_product_1', () =>
  prestashop.selectFrom('accessory as a').select('a.id_product_2').orderBy('a.id_product_2'),
);

/** The file that a product is sold with: at most one, as the back office keeps it. */
const downloads = rowsBeside('downloads', 'd.id_product', () =>
  prestashop
    .selectFrom('product_download as d')
    .select(['d.id_product_download', 'd.display_filename', 'd.nb_days_accessible', 'd.nb_downloadable'])
    .where('d.active', '=', 1)
    .orderBy('d.id_product_download'),
);

/** What the right shop says, else what stands with the product itself. */
const ofShop = (...columns: (keyof PrestaShopTables['product_shop'])[]) =>
  Object.fromEntries(
    columns.map((column) => [column, sql`coalesce(${sql.ref(`s.${column}`)}, ${sql.ref(`p.${column}`)})`]),
  );

const conditions: Readonly<Record<string, ProductCondition>> = { new: 'NEW', used: 'USED', refurbished: 'REFURBISHED' };
const plain = (cell: string | number) => plainDecimal(decimal(cell));

/** Products; combinations are their variants. When one was made and changed, it is asked itself: that is what it is listed by. */
export const product = listed<Product, ProductFilter, ProductOrder>({
  kind: 'Product',
  from: 'product as p',
  key: 'id_product',
  statement: 'rows',
  beside: withShop,
  derived: {
    ...ofShop('active', 'condition', 'ecotax', 'id_category_default', 'id_tax_rules_group', 'price'),
    name: (query: ReturnType<typeof withShop>, view) => query.select(nameOf(view).as('name')),
    shop: sql.ref('s.id_shop'),
  },
  list: productList,
  fields: {
    // What there is counts before what is said: `product_type` is blank for products from before 1.7.8.
    type: made(['product_type', 'cache_is_pack', 'is_virtual'], [combinations, downloads], (row, [forms, files]) => {
      const said = row.product_type;
      if (said === 'combinations' || forms().length > 0) return 'VARIABLE';
      if (said === 'pack' || row.cache_is_pack === 1) return 'BUNDLE';
      if (said === 'virtual' || row.is_virtual === 1) return files().length > 0 ? 'DOWNLOADABLE' : 'VIRTUAL';
      return 'SIMPLE';
    }),
    status: from(['active'], (row) => (row.active === 1 ? 'ACTIVE' : 'DISABLED')),
    // Where there is no text in the default language, the reference is what the back office knows it by.
    name: from(['name', 'reference'], (row, { id }) => heldText(row.name) ?? heldText(row.reference) ?? String(id)),
    description: asked(texts, (text) => heldText(text?.description)),
    shortDescription: asked(texts, (text) => heldText(text?.description_short)),
    slug: asked(texts, (text) => heldText(text?.link_rewrite)),
    url: made(['ean13', 'reference'], [texts, categorySlug], (row, [text, slug], { view, id }) =>
      productUrl(view, {
        id,
        slug: heldText(text()?.link_rewrite),
        ean13: heldText(row.ean13),
        reference: heldText(row.reference),
        category: slug(),
      }),
    ),
    sku: from(['reference'], (row) => heldText(row.reference)),
    mpn: from(['mpn'], (row) => heldText(row.mpn)),
    gtin: from(['ean13', 'upc', 'isbn'], gtinOf),
    price: made(['price'], [combinations], (row, [forms], { view }) =>
      priceMoney(view, lowest(forms().map((form) => fullPrice(row, form))) ?? fullPrice(row, null)),
    ),
    salePrice: made(basisColumns, [combinations, prices], (row, [forms, special], { view }) => {
      const held = forms();
      const each = (held.length > 0 ? held : [null]).map((form) => special().inForce(row, form));
      return priceMoney(view, lowest(each));
    }),
    specialPrices: made(basisColumns, [combinations, prices], (row, [forms, special]) => special().all(row, forms())),
    ecotax: from(['ecotax'], (row, { view }) => ecotaxMoney(view, decimal(row.ecotax))),
    condition: from(['condition'], (row) => conditions[row.condition ?? ''] ?? null),
    inventory: asked(stock, (held) => held),
    weight: from(['weight'], (row, { view }) => ({ value: plain(row.weight), unit: view.config.weightUnit })),
    dimensions: from(['depth', 'width', 'height'], (row, { view }) =>
      dimensionsOf(view, row.depth, row.width, row.height),
    ),
    brand: asked(brand, (row) =>
      row ? { nativeId: String(row.id_manufacturer), name: heldText(row.name) ?? String(row.id_manufacturer) } : null,
    ),
    taxClass: from(['id_tax_rules_group'], (row, { view }) => taxClassOf(view, row.id_tax_rules_group)),
    categories: asked(categories, (found) => found),
    images: asked(images, (found) => found),
    options: made([], [axes, customizations], (_row, [ofCombinations, written]) => [...ofCombinations(), ...written()]),
    variants: asked(variants, (found) => found),
    attributes: features,
    tags,
    translations,
    links: asked(accessories, (rows, { view }) =>
      linksOf(
        view,
        rows.map((row) => ({ kind: 'ACCESSORY', id: row.id_product_2 })),
      ),
    ),
    // 0 is what PrestaShop holds for no end.
    downloads: asked(downloads, (rows) =>
      rows.map((row) => ({
        nativeId: String(row.id_product_download),
        name: heldText(row.display_filename) ?? String(row.id_product_download),
        limit: row.nb_downloadable || null,
        expiresAfterDays: row.nb_days_accessible || null,
      })),
    ),
    createdAt: from(['date_add'], (row, { view }) => instantOf(row.date_add, zoneOf(view))),
    updatedAt: from(['date_upd', 'date_add'], (row, { view }) => changedAt(view, row)),
    metafields: none([]),
    attributeSet: none(null),
  },
});
