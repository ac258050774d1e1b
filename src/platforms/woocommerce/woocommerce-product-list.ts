import type { ExpressionBuilder, SelectQueryBuilder } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { asNumber, numberIn } from './woocommerce-numbers.js';
import { contains } from './woocommerce-search.js';
import { draftStatuses, noProductStatuses, type WooCommerceTables, woo, zeroDates } from './woocommerce-tables.js';

type Tables = WooCommerceTables & { p: WooCommerceTables['product'] };
type Filtered = SelectQueryBuilder<Tables, 'p', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  ID: { id: 'p.ID', column: null },
  NAME: { id: 'p.ID', column: 'p.post_title' },
  CREATED_AT: { id: 'p.ID', column: 'p.post_date_gmt' },
  UPDATED_AT: { id: 'p.ID', column: 'p.post_modified_gmt' },
};

/** Whether the price of every product must be worked out to tell which are wanted, or in which order. */
function needsPrices(filter: ProductFilter, orderBy: ProductOrder): boolean {
  return [filter.priceMin, filter.priceMax].some((price) => isGiven(price)) || orderParts(orderBy).by === 'PRICE';
}

/** What a list of products is ordered by. */
export function productKeys(filter: ProductFilter, orderBy: ProductOrder): PageKeys {
  const { by } = orderParts(orderBy);
  if (by === 'PRICE') return { id: 'p.ID', column: 'p.price', nullable: true, numeric: true };
  const keys = sortColumns[by] ?? { id: 'p.ID', column: null };
  return needsPrices(filter, orderBy) ? { ...keys } : keys;
}

/** Every product. */
export function productQuery(): Filtered {
  return woo
    .selectFrom('product as p')
    .where('p.post_type', '=', 'product')
    .where('p.post_status', 'not in', noProductStatuses) as unknown as Filtered;
}

/** The products that meet a filter; null for none. */
export function filteredProducts(view: WooCommerceView, filter: ProductFilter, orderBy: ProductOrder): Filtered | null {
  let query: Filtered | null = withIds(productQuery(), filter);
  if (!query) return null;
  query = withTexts(view, withStatus(query, filter), filter);
  const { inStock } = filter;
  if (isGiven(inStock)) {
    query = query.where((eb) => {
      const none = eb.exists(metaOf(eb, '_stock_status').select('m.meta_id').where('m.meta_value', '=', 'outofstock'));
      return inStock ? eb.not(none) : none;
    });
  }
  query = withTimes(query, filter);
  return needsPrices(filter, orderBy) ? withPrices(query, filter, orderBy) : query;
}

function withIds(products: Filtered, filter: ProductFilter): Filtered | null {
  let query = products;
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('p.ID', 'in', ids);
  }
  if (isGiven(filter.categoryId)) {
    const category = rowId(filter.categoryId);
    if (category === null) return null;
    query = query.where((eb) =>
      eb(
        'p.ID',
        'in',
        eb
          .selectFrom('term_relationship as r')
          .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
          .select('r.object_id')
          .where('x.term_id', '=', category)
          .where('x.taxonomy', '=', 'product_cat'),
      ),
    );
  }
  return filter.skus?.length === 0 ? null : query;
}

function withStatus(query: Filtered, { status }: ProductFilter): Filtered {
  switch (status) {
    case 'ACTIVE':
      return query.where('p.post_status', '=', 'publish');
    case 'ARCHIVED':
      return query.where('p.post_status', '=', 'trash');
    case 'DRAFT':
      return query.where('p.post_status', 'in', draftStatuses);
    case 'DISABLED':
      return query.where('p.post_status', 'not in', ['publish', 'trash', ...draftStatuses]);
    default:
      return query;
  }
}

function withTexts(view: WooCommerceView, products: Filtered, { skus, search }: ProductFilter): Filtered {
  let query = products;
  if (skus) {
    // WooCommerce finds products by SKU in its lookup table, which has an index for it; the key itself has the last word.
    const looked = view.columns.has('product_lookup', 'sku');
    query = query.where((eb) => {
      const named = metaOf(eb, '_sku')
        .select('m.meta_id')
        .where('m.meta_value', 'in', [...skus]);
      if (!looked) return eb.exists(named);
      const found = eb
        .selectFrom('product_lookup as l')
        .select('l.product_id')
        .where('l.sku', 'in', [...skus]);
      return eb.and([eb('p.ID', 'in', found), eb.exists(named)]);
    });
  }
  if (search) {
    query = query.where((eb) =>
      eb.or([
        contains(eb, 'p.post_title', search),
        eb.exists(
          metaOf(eb, '_sku')
            .select('m.meta_id')
            .where((on) => contains(on, 'm.meta_value', search)),
        ),
      ]),
    );
  }
  return query;
}

function withTimes(query: Filtered, filter: ProductFilter): Filtered {
  let timed = query;
  for (const [column, after, before] of [
    ['p.post_date_gmt', filter.createdAfter, filter.createdBefore],
    ['p.post_modified_gmt', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) timed = timed.where(column, '>=', textFrom(after, 'UTC'));
    if (before) timed = timed.where(column, '<', textFrom(before, 'UTC')).where(column, '>', zeroDates);
  }
  return timed;
}

/**
 * The products with their regular prices, as a relation of its own, since prices are texts in rows of another table. A product's
 * own price comes first, then the lowest of its variations, then that of the products of its group: what is sold as others has
 * none of its own, for WooCommerce takes it away.
 */
function withPrices(query: Filtered, { priceMin, priceMax }: ProductFilter, orderBy: ProductOrder): Filtered {
  const { by } = orderParts(orderBy);
  const sorted = sortColumns[by]?.column;
  // Gathered once for all products: to look prices up product by product takes several times as long in a large shop.
  const own = woo
    .selectFrom('product_meta as m')
    .where('m.meta_key', '=', '_regular_price')
    .where('m.meta_value', '<>', '')
    .groupBy('m.post_id')
    .select((eb) => ['m.post_id', eb.fn.min<number>(numberIn('m.meta_value')).as('price')]);
  const ofVariations = woo
    .selectFrom('product as v')
    .innerJoin('product_meta as m', 'm.post_id', 'v.ID')
    .where('v.post_type', '=', 'product_variation')
    .where('v.post_status', '=', 'publish')
    .where('m.meta_key', '=', '_regular_price')
    .where('m.meta_value', '<>', '')
    .groupBy('v.post_parent')
    .select((eb) => ['v.post_parent', eb.fn.min<number>(numberIn('m.meta_value')).as('price')]);
  const priced = query
    .leftJoin(own.as('o'), 'o.post_id', 'p.ID')
    .leftJoin(ofVariations.as('w'), 'w.post_parent', 'p.ID')
    .select('p.ID')
    .$if(sorted !== null && sorted !== undefined, (one) => one.select(sorted as 'p.post_title'))
    .select((eb) => eb.fn<number>('coalesce', ['o.price', 'w.price', groupPrice(eb as never)]).as('price'));
  let outer = woo.selectFrom(priced.as('p'));
  if (isGiven(priceMin)) outer = outer.where((eb) => eb('p.price', '>=', asNumber(priceMin)));
  if (isGiven(priceMax)) outer = outer.where((eb) => eb('p.price', '<=', asNumber(priceMax)));
  return outer as unknown as Filtered;
}

type Builder = ExpressionBuilder<Tables, 'p'>;

/** The lowest of the products of a group. */
function groupPrice(eb: Builder) {
  const members = metaByPlaces()
    .where((on) => on('m.post_id', '=', on.ref('p.ID' as never)))
    .where('m.meta_key', '=', '_children')
    .where((on) => beginsInArray(on as never))
    .select((on) => numberAt(on as never, ';').as('id'));
  return eb
    .selectFrom('product_meta as r')
    .innerJoin('product as c', 'c.ID', 'r.post_id')
    .where('r.meta_key', '=', '_regular_price')
    .where('r.meta_value', '<>', '')
    .where('c.post_status', '=', 'publish')
    .where('r.post_id', 'in', members)
    .select((on) => on.fn.min<number>(numberIn('r.meta_value')).as('price'));
}

function metaOf(eb: Builder, key: string) {
  return eb.selectFrom('product_meta as m').whereRef('m.post_id', '=', 'p.ID').where('m.meta_key', '=', key);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
