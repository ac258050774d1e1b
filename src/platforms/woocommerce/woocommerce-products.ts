import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category } from '../../model/category.js';
import { globalId } from '../../model/ids.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductStatus, ProductType } from '../../model/product-kinds.js';
import type { Selection } from '../../model/selection.js';
import type { TaxClass } from '../../model/store-config.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { instantOf } from '../store-time.js';
import { attributesOf, heldAttributes, optionsOf } from './woocommerce-attributes.js';
import { categoryReading } from './woocommerce-categories.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import { dimensionsOf, inventoryOf, metaKeysOf, weightOf } from './woocommerce-goods.js';
import { attachmentImages, galleryIds, thumbnailIds } from './woocommerce-images.js';
import { type Meta, productMeta } from './woocommerce-meta.js';
import { priceOf } from './woocommerce-prices.js';
import { filteredProducts, productKeys, productQuery } from './woocommerce-product-list.js';
import { productPricesOf } from './woocommerce-product-prices.js';
import { draftStatuses, woo } from './woocommerce-tables.js';
import { type Terms, termsOf } from './woocommerce-terms.js';
import { productUrl } from './woocommerce-urls.js';
import { variantReading, variationsOf } from './woocommerce-variants.js';

/** Posts of type `product`, in the trash or not; variations are variants. */
export const products: Collection<Product, ProductFilter, ProductOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const filtered = filteredProducts(view, request.filter, request.orderBy);
    return pagePlan(filtered, productKeys(request.filter, request.orderBy), request, (gathering, listed) =>
      productReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => productQuery().select('p.ID as id').where('p.ID', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => productReading(view, gathering, from, selection));
  },
};

const priceFields = ['price', 'salePrice', 'specialPrices'] as const;

/** Reads the products that a statement lists, with what is selected of them; null for one that does not exist. */
function productReading(
  view: WooCommerceView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Product> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const priced = wants(...priceFields);
  const row = rowOf(productRows(gathering, ids, selection), 'ID');
  const variations = wants('variants') || priced ? variationsOf(gathering, ids) : null;
  const variationRows = variations ? rowsOf(variations, 'post_parent') : null;

  const ofVariants = selection.at('variants');
  const keys = metaKeysOf([...selection.fields, ...(wants('variants') ? ofVariants.fields : [])]);
  const everyId = variations ? valuesFrom([listed, variations] as Statement<{ id: number }>[], 'id') : ids;
  const meta: Reading<Meta> =
    keys.length > 0 ? productMeta(gathering, 'meta', everyId, keys) : () => ({ get: () => '' });
  const kinds = wants('type', 'options', 'attributes') || priced;
  const terms = termsWanted(gathering, ids, selection, kinds);
  const typeOf = (results: Results, id: number) =>
    terms ? productType(terms(results, id, 'product_type')[0]?.slug, meta(results, id)) : 'SIMPLE';

  const prices =
    priced && variationRows ? productPricesOf(view, gathering, ids, meta, { rows: variationRows, meta }) : null;
  const images = wants('images') ? imagesOf(view, gathering, ids) : null;
  const categories = wants('categories') ? categoriesOf(view, gathering, ids, selection.at('categories')) : null;
  const variants =
    variations && wants('variants')
      ? variantReading(view, gathering, variations, ofVariants, { own: meta, parent: meta })
      : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const product: AsRead<Product> = {
      id: globalId(view.storeId, 'Product', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const own = () => meta(results, id);
    const fill = <Field extends keyof Product>(field: Field, read: () => AsRead<Product>[Field]) => {
      if (wants(field)) Object.assign(product, { [field]: orError(read) });
    };
    const attributes = () => heldAttributes(view, own().get('_product_attributes'));
    const variable = () => typeOf(results, id) === 'VARIABLE';

    fill('type', () => typeOf(results, id));
    fill('status', () => statusOf(held.post_status ?? ''));
    fill('name', () => plainText(held.post_title) ?? `#${id}`);
    fill('description', () => htmlOf(held.post_content));
    fill('shortDescription', () => htmlOf(held.post_excerpt));
    fill('sku', () => plainText(own().get('_sku')));
    fill('mpn', () => null);
    fill('gtin', () => plainText(own().get('_global_unique_id')));
    fill('slug', () => plainText(held.post_name));
    fill('url', () => productUrl(view, held));
    if (prices) {
      fill('price', () => priceOf(view, prices(results, id, typeOf(results, id)).regular));
      fill('salePrice', () => priceOf(view, prices(results, id, typeOf(results, id)).sale));
      fill('specialPrices', () => prices(results, id, typeOf(results, id)).specials);
    }
    fill('inventory', () => inventoryOf(view, own(), null));
    fill('weight', () => weightOf(view, own(), null));
    fill('dimensions', () => dimensionsOf(view, own()));
    fill('taxClass', () => taxClassOf(view, own()));
    fill('categories', () => categories?.(results, id) ?? []);
    fill('images', () => images?.(results, id, own()) ?? []);
    if (terms) {
      fill('brand', () => {
        const brand = terms(results, id, 'product_brand')[0];
        return brand ? { nativeId: String(brand.id), name: brand.name } : null;
      });
      fill('tags', () => terms(results, id, 'product_tag').map((tag) => tag.name));
      fill('options', () => (variable() ? optionsOf(view, results, id, attributes(), terms) : []));
      fill('attributes', () => {
        // An attribute that variations differ in is an option, where there are variations.
        const facts = variable() ? attributes().filter((one) => !one.forVariations) : attributes();
        return attributesOf(view, results, id, facts, terms);
      });
    }
    fill('variants', () =>
      variants && variable() ? (variationRows?.(results, id) ?? []).map((one) => variants(results, one)) : [],
    );
    fill('translations', () => [
      {
        language: view.config.defaultLanguage,
        name: plainText(held.post_title) ?? `#${id}`,
        description: htmlOf(held.post_content),
        shortDescription: htmlOf(held.post_excerpt),
      },
    ]);
    fill('createdAt', () => instantOf(held.post_date_gmt, 'UTC'));
    fill('updatedAt', () => instantOf(held.post_modified_gmt, 'UTC'));
    return product;
  };
}

function productRows(gathering: Gathering, ids: number[], selection: Selection) {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const texts = selection.at('translations');
  return gathering.add(
    'rows',
    woo
      .selectFrom('product as p')
      .select('p.ID')
      .$if(wants('status', 'url'), (query) => query.select('p.post_status'))
      .$if(wants('name') || texts.has('name'), (query) => query.select('p.post_title'))
      .$if(wants('slug', 'url'), (query) => query.select('p.post_name'))
      .$if(wants('description') || texts.has('description'), (query) => query.select('p.post_content'))
      .$if(wants('shortDescription') || texts.has('shortDescription'), (query) => query.select('p.post_excerpt'))
      .$if(wants('createdAt'), (query) => query.select('p.post_date_gmt'))
      .$if(wants('updatedAt'), (query) => query.select('p.post_modified_gmt'))
      .where('p.ID', 'in', ids),
  );
}

function termsWanted(gathering: Gathering, ids: number[], selection: Selection, kinds: boolean): Terms | null {
  const taxonomies = [
    ...(kinds || selection.has('variants') ? ['product_type'] : []),
    ...(selection.has('tags') ? ['product_tag'] : []),
    ...(selection.has('brand') ? ['product_brand'] : []),
  ];
  const attributes = selection.has('options', 'attributes');
  return taxonomies.length > 0 || attributes ? termsOf(gathering, ids, { taxonomies, attributes }) : null;
}

function categoriesOf(
  view: WooCommerceView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<AsRead<Category>[]> {
  const listed = gathering.add(
    'categories',
    woo
      .selectFrom('term_relationship as r')
      .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
      .innerJoin('term as t', 't.term_id', 'x.term_id')
      .select(['r.object_id', 'x.term_id as id'])
      .where('r.object_id', 'in', ids)
      .where('x.taxonomy', '=', 'product_cat')
      .orderBy('t.name')
      .orderBy('x.term_id'),
  );
  const rows = rowsOf(listed, 'object_id');
  const read = categoryReading(view, gathering, listed, selection);
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((category) => category !== null);
}

function imagesOf(view: WooCommerceView, gathering: Gathering, ids: number[]) {
  const sources = [thumbnailIds(gathering, ids), galleryIds(gathering, ids)];
  const read = attachmentImages(view, gathering, 'images', sources);
  return (results: Results, _id: number, meta: Meta) => {
    const gallery = meta.get('_product_image_gallery').split(',');
    return read(
      results,
      [meta.get('_thumbnail_id'), ...gallery].filter((text) => text.trim() !== ''),
    );
  };
}

/** WooCommerce's kinds, with those of the usual plugins; a product without a kind is a simple one. */
function productType(kind: string | undefined, meta: Meta): ProductType {
  if (kind?.startsWith('variable')) return 'VARIABLE';
  if (kind === 'grouped') return 'GROUPED';
  if (kind === 'external') return 'EXTERNAL';
  if (kind === 'bundle' || kind === 'composite' || kind === 'woosb' || kind === 'yith_bundle') return 'BUNDLE';
  if (meta.get('_downloadable') === 'yes') return 'DOWNLOADABLE';
  return meta.get('_virtual') === 'yes' ? 'VIRTUAL' : 'SIMPLE';
}

function statusOf(status: string): ProductStatus {
  if (status === 'publish') return 'ACTIVE';
  if (status === 'trash') return 'ARCHIVED';
  return draftStatuses.includes(status) ? 'DRAFT' : 'DISABLED';
}

/** The class; null where the price itself is not taxed. */
function taxClassOf(view: WooCommerceView, meta: Meta): TaxClass | null {
  if (!['', 'taxable'].includes(meta.get('_tax_status'))) return null;
  const classes: readonly TaxClass[] | Error = view.config.taxClasses;
  if (classes instanceof Error) throw classes;
  const slug = meta.get('_tax_class') || 'standard';
  return classes.find((one) => one.nativeId === slug) ?? null;
}

function htmlOf(text: string | undefined): string | null {
  return text && text.trim() !== '' ? text : null;
}
