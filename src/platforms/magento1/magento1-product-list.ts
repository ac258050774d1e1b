import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { contains, oneText } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { isOfBrand } from './magento1-brands.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, shownValue } from './magento1-eav.js';
import { firstLevel } from './magento1-levels.js';
import { shownPrices } from './magento1-price-queries.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { isAvailable, withStock } from './magento1-stock.js';
import { changedAt, utc } from './magento1-times.js';

/** What lists of products join, by alias: the price and the stock item. */
interface Joined {
  readonly price: { readonly entity_id: number; readonly value: number | null };
  readonly i: Magento1Tables['cataloginventory_stock_item'];
}

/** Codes that merchants give to attributes that hold a number of GS1 (EAN, UPC, ISBN, JAN), the first that is there counts. */
export const gtinCodes = [
  ...(['gtin', 'gtin13', 'ean', 'ean13', 'ean_code', 'upc', 'upc_code', 'isbn', 'jan', 'barcode'] as const),
] as const;

/** The attributes of products that are read, whatever else merchants made. */
export const productCodes = [
  ...gtinCodes,
  ...(['status', 'name', 'description', 'short_description', 'mpn', 'url_key', 'weight', 'tax_class_id'] as const),
  ...(['image', 'image_label', 'manufacturer', 'brand', 'price_type'] as const),
] as const;

/** The words in which products are said; their attributes are columns of theirs. */
export const facts = factsOf<
  Magento1View,
  Magento1Tables,
  'catalog_product_entity',
  'e',
  Joined,
  EavRow<(typeof productCodes)[number]>
>();
const { atLeastNumber, atMostNumber, between, ids, linkedBy, onOrOff, texts, where } = facts;

/** All products; a simple one that is a variant of another is both. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  joins: [
    {
      filters: ['priceMin', 'priceMax'],
      orders: ['PRICE'],
      join: (query, view) =>
        query.leftJoin(shownPrices(view).as('price'), (join) =>
          join.onRef('price.entity_id', '=', 'e.entity_id'),
        ) as typeof query,
    },
    { filters: ['inStock'], join: withStock },
  ],
  orders: {
    ID: { column: null },
    NAME: (view) => ({ column: shownName(view) }),
    PRICE: { column: 'price.value', nullable: true, numeric: true },
    CREATED_AT: { column: 'e.created_at', nullable: true },
    UPDATED_AT: { column: changedAt('e'), nullable: true },
  },
  filter: {
    ids: ids('e.entity_id'),
    skus: texts('e.sku'),
    search: where((eb, text, view) => eb.or([contains(eb, shownName(view), text), contains(eb, 'e.sku', text)])),
    status: onOrOff((eb, view) =>
      eb.fn.coalesce(shownValue<number>(view, 'product', 'int', 'status', 'e.entity_id'), eb.val(0)),
    ),
    categoryId: linkedBy('e.entity_id', (eb, category) =>
      eb.selectFrom('catalog_category_product as c').select('c.product_id').where('c.category_id', '=', category),
    ),
    categoryTreeId: linkedBy('e.entity_id', (eb, root) =>
      eb
        .selectFrom('catalog_category_product as c')
        .innerJoin('catalog_category_entity as t', 't.entity_id', 'c.category_id')
        .select('c.product_id')
        .where((on) => isWithin(on, root)),
    ),
    brandIds: where((eb, brands, view) => isOfBrand(eb, view, brands)),
    priceMin: atLeastNumber('price.value'),
    priceMax: atMostNumber('price.value'),
    inStock: where((eb, wanted, { native }) => isAvailable(eb, native.stock, wanted)),
    ...between('created', 'e.created_at', utc),
    ...between('updated', changedAt('e'), utc),
  },
};

/** A product's name as it is shown: its SKU where it has none, its number where it has neither. */
function shownName(view: Magento1View): RawBuilder<string> {
  const name = shownValue(view, 'product', 'varchar', 'name', 'e.entity_id');
  const id = sql`concat(${sql.ref('e.entity_id')}, ${''})`;
  return oneText(sql<string>`coalesce(nullif(${name}, ${''}), nullif(${sql.ref('e.sku')}, ${''}), ${id})`);
}

/** Whether a category (`t`) is the one of this number, or below it as its path says; roots are no categories. */
function isWithin(on: unknown, root: number) {
  const eb = on as ExpressionBuilder<Record<string, Record<string, unknown>>, string>;
  const path = eb.fn<string>('concat', [eb.val('/'), 't.path', eb.val('/')]);
  const roots = magento
    .selectFrom('catalog_category_entity as r')
    .select('r.entity_id')
    .where('r.entity_id', '=', root)
    .where('r.level', '>=', firstLevel);
  return eb.and([
    eb('t.level', '>=', firstLevel),
    eb.or([eb('t.entity_id', '=', root), eb(eb.fn<number>('instr', [path, eb.val(`/${root}/`)]), '>', 0)]),
    eb.exists(roots),
  ]);
}
