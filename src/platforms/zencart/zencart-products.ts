import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Dimensions, Weight } from '../../model/measures.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { Inventory } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { decimal, decimalOrNull, plainDecimal } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { viewOf, type ZenCartView } from './zencart-config.js';
import { momentOf } from './zencart-dates.js';
import { imagesOf } from './zencart-images.js';
import { taxClassOf } from './zencart-listed.js';
import { optionsOf } from './zencart-options.js';
import { type PricedRow, pricesOf } from './zencart-prices.js';
import {
  brandsOf,
  categoriesOf,
  downloadsOf,
  imagePathsOf,
  textsOf,
  translationsOf,
} from './zencart-product-details.js';
import { filteredProducts, productKeys } from './zencart-product-list.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { htmlOf } from './zencart-texts.js';

type Row = PricedRow;
type Column = Exclude<keyof ZenCartTables['products'], 'products_id'>;

/** All products, whatever their type; attributes are options, so none is a variant of another. */
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
      zencart.selectFrom('products as p').select('p.products_id as id').where('p.products_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => productReading(view, gathering, from, selection));
  },
};

const priceColumns: readonly Column[] = ['products_price', 'products_priced_by_attribute'];
const specialColumns: readonly Column[] = [
  ...priceColumns,
  'products_model',
  'master_categories_id',
  'products_discount_type',
  'products_discount_type_from',
];

/** The columns that each field is made of. */
const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  type: ['products_virtual'],
  status: ['products_status'],
  name: ['products_model'],
  sku: ['products_model'],
  mpn: ['products_mpn'],
  url: ['products_type'],
  price: priceColumns,
  salePrice: specialColumns,
  specialPrices: specialColumns,
  inventory: ['products_quantity'],
  weight: ['products_weight'],
  dimensions: ['products_length', 'products_width', 'products_height'],
  brand: ['manufacturers_id'],
  taxClass: ['products_tax_class_id'],
  images: ['products_image'],
  createdAt: ['products_date_added'],
  updatedAt: ['products_last_modified'],
};

/** Reads the products that a statement lists, with what is selected of them; null for one that does not exist. */
function productReading(
  view: ZenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Product> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const columns = [...new Set(selection.fields.flatMap((field) => columnsOf[field] ?? []))].filter((column) =>
    view.columns.has('products', column),
  );
  const rows = gathering.add(
    'products',
    zencart
      .selectFrom('products as p')
      .select('p.products_id')
      .select(columns.map((column) => `p.${column}` as const))
      .where('p.products_id', 'in', ids),
  ) as Statement<Row>;
  const row = rowOf(rows, 'products_id');
  const texts = wants('name', 'description') ? textsOf(view, gathering, ids, selection) : null;
  const translations = wants('translations')
    ? translationsOf(view, gathering, ids, selection.at('translations'))
    : null;
  const specials = wants('salePrice', 'specialPrices');
  const prices = specials || wants('price') ? pricesOf(view, gathering, ids, { specials }) : null;
  const imagePaths = wants('images') ? imagePathsOf(view, gathering, ids) : null;
  const brands = wants('brand') ? brandsOf(gathering, rows) : null;
  const categories = wants('categories') ? categoriesOf(view, gathering, ids, selection.at('categories')) : null;
  const downloads = wants('type') ? downloadsOf(gathering, ids) : null;
  const options = wants('options') ? optionsOf(view, gathering, ids) : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const product: AsRead<Product> = {
      id: globalId(view.storeId, 'Product', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const sku = plainText(held.products_model);
    if (downloads) {
      product.type = orError(() => {
        if (downloads(results, id)) return 'DOWNLOADABLE';
        return held.products_virtual === 1 ? 'VIRTUAL' : 'SIMPLE';
      });
    }
    if (wants('status')) product.status = held.products_status === 1 ? 'ACTIVE' : 'DISABLED';
    if (texts) {
      // Where there is no text in the default language, the model is what the back office knows it by.
      if (wants('name'))
        product.name = orError(() => unescaped(texts(results, id)?.products_name || sku || String(id)));
      if (wants('description')) product.description = orError(() => htmlOf(texts(results, id)?.products_description));
    }
    if (wants('shortDescription')) product.shortDescription = null;
    if (wants('sku')) product.sku = sku;
    if (wants('mpn')) product.mpn = plainText(held.products_mpn);
    if (wants('gtin')) product.gtin = null;
    if (wants('slug')) product.slug = null;
    if (wants('url')) product.url = productUrl(view, held);
    if (prices) {
      if (wants('price')) product.price = orError(() => prices.regular(results, held));
      if (wants('salePrice')) product.salePrice = orError(() => prices.inForce(results, held));
      if (wants('specialPrices')) product.specialPrices = orError(() => prices.all(results, held));
    }
    if (wants('inventory')) product.inventory = inventoryOf(view, held);
    if (wants('weight')) product.weight = weightOf(view, held);
    if (wants('dimensions')) product.dimensions = dimensionsOf(view, held);
    if (brands) product.brand = orError(() => brands(results, held.manufacturers_id ?? 0));
    if (wants('taxClass')) product.taxClass = orError(() => taxClassOf(view, held.products_tax_class_id ?? 0));
    if (categories) product.categories = orError(() => categories(results, id));
    if (imagePaths) {
      product.images = orError(() => imagesOf(view, [held.products_image ?? null, ...imagePaths(results, id)]));
    }
    if (options) product.options = orError(() => options(results, id));
    if (wants('variants')) product.variants = [];
    if (wants('attributes')) product.attributes = [];
    if (wants('tags')) product.tags = [];
    if (translations) product.translations = orError(() => translations(results, id));
    if (wants('createdAt')) product.createdAt = momentOf(held.products_date_added, view.config.timeZone);
    if (wants('updatedAt')) product.updatedAt = momentOf(held.products_last_modified, view.config.timeZone);
    return product;
  };
}

/** Where shoppers see a product; each product type has a page of its own. */
function productUrl(view: ZenCartView, row: Row): string {
  const page = view.native.pages[row.products_type ?? 1] ?? 'product_info';
  return `${view.url}index.php?main_page=${encodeURIComponent(page)}&products_id=${row.products_id}`;
}

function inventoryOf(view: ZenCartView, row: Row): Inventory {
  const { tracksStock: tracked, backorders } = view.native;
  const quantity = decimal(row.products_quantity);
  const available = !tracked || quantity.gt(0) || backorders;
  return { tracked, quantity: plainDecimal(quantity), available, backorders };
}

function weightOf(view: ZenCartView, row: Row): Weight {
  return { value: plainDecimal(decimal(row.products_weight)), unit: view.config.weightUnit };
}

/** The size of one piece; null where the product, or this version of Zen Cart, holds none. */
function dimensionsOf(view: ZenCartView, row: Row): Dimensions | null {
  const [length, width, height] = [row.products_length, row.products_width, row.products_height].map((cell) => {
    const size = decimalOrNull(cell);
    return size && plainDecimal(size);
  });
  if (!length && !width && !height) return null;
  return { length: length ?? null, width: width ?? null, height: height ?? null, unit: view.config.dimensionUnit };
}
