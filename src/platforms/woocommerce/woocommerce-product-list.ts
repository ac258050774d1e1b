import { type ExpressionBuilder, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { factsOf, type ListingOf } from '../facts.js';
import { isGiven } from '../listing.js';
import { orderParts } from '../relay-page.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import type { Meta, ProductKey } from './woocommerce-meta.js';
import { asNumber, numberIn } from './woocommerce-numbers.js';
import { draftStatuses, noProductStatuses, type WooCommerceTables, woo } from './woocommerce-relations.js';
import { contains } from './woocommerce-search.js';
import type { Terms } from './woocommerce-terms.js';

/** The words in which products are said. */
export const facts = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'product',
  'p',
  Record<never, never>,
  Meta<ProductKey> & Terms
>();

type Builder = ExpressionBuilder<WooCommerceTables & { p: WooCommerceTables['product'] }, 'p'>;
type List = ListingOf<typeof facts, ProductFilter, ProductOrder>;
type Query = Parameters<NonNullable<List['every']>>[0];

const { ids, linked, where, since, until } = facts;
const utc = () => 'UTC';

/** Posts of type `product`, in the trash or not. */
export const productList: List = {
  every: (query) => query.where('p.post_type', '=', 'product').where('p.post_status', 'not in', noProductStatuses),
  orders: {
    ID: { column: null },
    NAME: { column: 'p.post_title' },
    PRICE: { column: 'p.price', nullable: true, numeric: true },
    CREATED_AT: { column: 'p.post_date_gmt' },
    UPDATED_AT: { column: 'p.post_modified_gmt' },
  },
  filter: {
    ids: ids('p.ID'),
    skus: (query, skus, view) =>
      skus.length === 0 ? null : query.where((eb) => hasSku(eb, skus, view.columns.has('product_lookup', 'sku'))),
    search: where((eb, text) =>
      eb.or([
        contains(eb, 'p.post_title', text),
        eb.exists(metaOf(eb, '_sku').where((on) => contains(on, 'm.meta_value', text))),
      ]),
    ),
    status: where((eb, status) => {
      if (status === 'ACTIVE') return eb('p.post_status', '=', 'publish');
      if (status === 'ARCHIVED') return eb('p.post_status', '=', 'trash');
      if (status === 'DRAFT') return eb('p.post_status', 'in', draftStatuses);
      return eb('p.post_status', 'not in', ['publish', 'trash', ...draftStatuses]);
    }),
    categoryId: linked((eb, id) =>
      eb(
        'p.ID',
        'in',
        eb
          .selectFrom('term_relationship as r')
          .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
          .select('r.object_id')
          .where('x.term_id', '=', id)
          .where('x.taxonomy', '=', 'product_cat'),
      ),
    ),
    // Prices are worked out around the whole query: see `wrap`.
    priceMin: (query) => query,
    priceMax: (query) => query,
    inStock: where((eb, inStock) => {
      const none = eb.exists(metaOf(eb, '_stock_status').where('m.meta_value', '=', 'outofstock'));
      return inStock ? eb.not(none) : none;
    }),
    createdAfter: since('p.post_date_gmt', utc),
    createdBefore: until('p.post_date_gmt', utc),
    updatedAfter: since('p.post_modified_gmt', utc),
    updatedBefore: until('p.post_modified_gmt', utc),
  },
  wrap(query, { filter, orderBy }) {
    const { by } = orderParts(orderBy);
    const needed = isGiven(filter.priceMin) || isGiven(filter.priceMax) || by === 'PRICE';
    return needed ? withPrices(query, filter, productList.orders[by as keyof typeof productList.orders].column) : query;
  },
};

/** WooCommerce finds products by SKU in its lookup table, which has an index for it; the key itself has the last word. */
function hasSku(eb: Builder, skus: readonly string[], looked: boolean) {
  const named = eb.exists(metaOf(eb, '_sku').where('m.meta_value', 'in', [...skus]));
  if (!looked) return named;
  const found = eb
    .selectFrom('product_lookup as l')
    .select('l.product_id')
    .where('l.sku', 'in', [...skus]);
  return eb.and([eb('p.ID', 'in', found), named]);
}

/**
 * The products with their regular prices, as a relation of its own, since prices are texts in rows of another table. A product's
 * own price comes first, then the lowest of its variations, then that of the products of its group: what is sold as others has
 * none of its own, for WooCommerce takes it away.
 */
function withPrices(query: Query, { priceMin, priceMax }: ProductFilter, sorted: string | null): Query {
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
    .$if(sorted !== null && sorted !== productList.orders.PRICE.column, (one) =>
      one.select(sql.ref(sorted ?? '').as(sorted?.slice(2) ?? '')),
    )
    .select((eb) => eb.fn<number>('coalesce', ['o.price', 'w.price', groupPrice(eb as never)]).as('price'));
  let outer = woo.selectFrom(priced.as('p'));
  if (isGiven(priceMin)) outer = outer.where((eb) => eb('p.price', '>=', asNumber(priceMin)));
  if (isGiven(priceMax)) outer = outer.where((eb) => eb('p.price', '<=', asNumber(priceMax)));
  return outer as unknown as Query;
}

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

function metaOf(eb: Builder, key: ProductKey) {
  return eb
    .selectFrom('product_meta as m')
    .select('m.meta_id')
    .whereRef('m.post_id', '=', 'p.ID')
    .where('m.meta_key', '=', key);
}
