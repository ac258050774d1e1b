import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductType } from '../../model/product-kinds.js';
import type { Selection } from '../../model/selection.js';
import type { Gathering, Reading } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { dimensionsOf, type GoodsRow, goodsOf } from './opencart-goods.js';
import { taxClassOf } from './opencart-listed.js';
import { optionsOf } from './opencart-options.js';
import {
  attributesOf,
  categoriesOf,
  downloadsOf,
  imagePathsOf,
  manufacturersOf,
  textsOf,
  translationsOf,
} from './opencart-product-details.js';
import { filteredProducts, productKeys } from './opencart-product-list.js';
import { opencart } from './opencart-tables.js';
import { imagesOf, productKeywords, productUrl } from './opencart-urls.js';
import { hasVariants, variantRows, variantShape } from './opencart-variants.js';

/** Products of their own; rows with a `master_id` are variants. */
export const products: Collection<Product, ProductFilter, ProductOrder> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(
      filteredProducts(view, request.filter, request.orderBy),
      productKeys(request.orderBy),
      request,
      (gathering, listed) => productReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      opencart
        .selectFrom('product as p')
        .select('p.product_id as id')
        .where('p.product_id', 'in', ids)
        .$if(hasVariants(view), (query) => query.where('p.master_id', '=', 0));
    return byIdsPlan(nativeIds, listed, (gathering, from) => productReading(view, gathering, from, selection));
  },
};

/** Reads the products that a statement lists, with what is selected of them; null for one that does not exist. */
function productReading(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Product> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const variantSelection = selection.at('variants');
  const variants = wants('variants', 'type') && hasVariants(view) ? variantRows(gathering, ids) : null;
  const fields = selection.fields;
  const goods = goodsOf(view, gathering, listed, fields, 'product');
  const ofVariants =
    variants && wants('variants')
      ? goodsOf(view, gathering, variants.listed, variantSelection.fields, 'variant')
      : null;
  const texts = wants('name', 'description', 'tags') ? textsOf(view, gathering, ids, selection) : null;
  const translations = wants('translations')
    ? translationsOf(view, gathering, ids, selection.at('translations'))
    : null;
  const imagePaths = wants('images') ? imagePathsOf(gathering, ids) : null;
  const manufacturers = wants('brand') && goods.rows ? manufacturersOf(gathering, goods.rows) : null;
  const categories = wants('categories') ? categoriesOf(view, gathering, ids, selection.at('categories')) : null;
  const attributes = wants('attributes') ? attributesOf(view, gathering, ids) : null;
  const downloads = wants('type') ? downloadsOf(gathering, ids) : null;
  const keywords =
    wants('slug') || (wants('url') && view.native.seoUrls) ? productKeywords(view, gathering, listed) : null;
  const namesVariants = ofVariants !== null && variantSelection.has('selectedOptions');
  const options =
    wants('options') || namesVariants
      ? optionsOf(view, gathering, ids, { values: namesVariants || selection.at('options').has('values') })
      : null;

  return (results, id) => {
    const row = goods.row(results, id);
    if (!row) return null;
    const product: AsRead<Product> = {
      id: globalId(view.storeId, 'Product', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    goods.fill(results, row, fields, product);
    if (downloads) {
      product.type = orError(() => typeOf(row, (variants?.rows(results, id).length ?? 0) > 0, downloads(results, id)));
    }
    if (wants('status')) product.status = row.status === 1 ? 'ACTIVE' : 'DISABLED';
    if (texts) {
      // Where there is no text in the default language, the model number is what the back office knows it by.
      if (wants('name')) product.name = orError(() => unescaped(texts(results, id)?.name || row.model || String(id)));
      if (wants('description')) product.description = orError(() => htmlOf(texts(results, id)?.description));
      if (wants('tags')) product.tags = orError(() => tagsOf(texts(results, id)?.tag));
    }
    if (wants('shortDescription')) product.shortDescription = null;
    if (wants('slug')) product.slug = orError(() => keywords?.(results, id)?.keyword ?? null);
    if (wants('url')) product.url = orError(() => productUrl(view, id, keywords?.(results, id) ?? null));
    if (wants('dimensions')) product.dimensions = dimensionsOf(view, row);
    if (manufacturers) {
      product.brand = orError(() => {
        const brand = manufacturers(results, row.manufacturer_id ?? 0);
        return brand ? { nativeId: String(brand.manufacturer_id), name: unescaped(brand.name ?? '') } : null;
      });
    }
    if (wants('taxClass')) product.taxClass = orError(() => taxClassOf(view, row.tax_class_id ?? 0));
    if (categories) product.categories = orError(() => categories(results, id));
    if (imagePaths) product.images = orError(() => imagesOf(view, [row.image ?? null, ...imagePaths(results, id)]));
    if (options && wants('options')) product.options = orError(() => options(results, id));
    if (wants('variants')) {
      product.variants = orError(() =>
        (variants?.rows(results, id) ?? []).flatMap((variant) => {
          const held = ofVariants?.row(results, variant.id);
          return ofVariants && held ? [variantShape(view, ofVariants, results, held, variantSelection, options)] : [];
        }),
      );
    }
    if (attributes) product.attributes = orError(() => attributes(results, id));
    if (translations) product.translations = orError(() => translations(results, id));
    if (wants('createdAt')) product.createdAt = instantOf(row.date_added, view.config.timeZone);
    if (wants('updatedAt')) product.updatedAt = instantOf(row.date_modified, view.config.timeZone);
    return product;
  };
}

function typeOf(row: GoodsRow, variable: boolean, downloadable: boolean): ProductType {
  if (variable) return 'VARIABLE';
  if (downloadable) return 'DOWNLOADABLE';
  return row.shipping === 0 ? 'VIRTUAL' : 'SIMPLE';
}

/** OpenCart stores the HTML of descriptions escaped once more. */
function htmlOf(text: string | null | undefined): string | null {
  const html = unescaped(text ?? '');
  return html.trim() === '' ? null : html;
}

function tagsOf(text: string | null | undefined): string[] {
  return unescaped(text ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
