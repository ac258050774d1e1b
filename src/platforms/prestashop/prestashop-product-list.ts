import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import type { PrestaShopView } from './prestashop-config.js';
import { contains } from './prestashop-search.js';
import { shopOfProduct } from './prestashop-shops.js';
import { inStock } from './prestashop-stock.js';
import { type PrestaShopTables, prestashop, zeroDates } from './prestashop-tables.js';

type Tables = PrestaShopTables & {
  p: PrestaShopTables['product'];
  t: PrestaShopTables['product_lang'];
  s: PrestaShopTables['product_shop'];
  m: { id_product: number; price: string };
};
type Filtered = SelectQueryBuilder<Tables, 'p' | 't' | 's' | 'm', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  NAME: { id: 'p.id_product', column: 't.name', nullable: true },
  PRICE: { id: 'p.id_product', column: 'm.price', numeric: true },
  CREATED_AT: { id: 'p.id_product', column: 'p.date_add', nullable: true },
  UPDATED_AT: { id: 'p.id_product', column: 'p.date_upd', nullable: true },
};

/** What a list of products is ordered by. */
export function productKeys(orderBy: ProductOrder): PageKeys {
  return sortColumns[orderParts(orderBy).by] ?? { id: 'p.id_product', column: null };
}

/** Every product but those that the back office is still making, as a query that selects nothing yet. */
export function realProducts() {
  // The sum keeps MySQL from reading the whole index on (state, date_upd), which all products are in, to sort them by id.
  return prestashop.selectFrom('product as p').where((eb) => eb(eb('p.state', '+', 0), '=', 1));
}

/** The same by the index on (state, date_upd), for lists by the time of the last change. */
function realProductsByChange() {
  return prestashop.selectFrom('product as p').where('p.state', '=', 1);
}

/** The products that meet a filter, joined with what the order or the filter needs; null where none can. */
export function filteredProducts(view: PrestaShopView, filter: ProductFilter, orderBy: ProductOrder): Filtered | null {
  const { search, priceMin, priceMax, status, categoryId } = filter;
  const { by } = orderParts(orderBy);
  const bounded = [priceMin, priceMax].some((bound) => bound !== null && bound !== undefined);
  const byChange = by === 'UPDATED_AT' || filter.updatedAfter || filter.updatedBefore;
  let query = (byChange ? realProductsByChange() : realProducts()) as unknown as Filtered;
  if (search || by === 'NAME') {
    query = query.leftJoin('product_lang as t', (join) =>
      join
        .onRef('t.id_product', '=', 'p.id_product')
        .on('t.id_shop', '=', shopOfProduct(view))
        .on('t.id_lang', '=', view.native.languageId),
    ) as unknown as Filtered;
  }
  if (bounded || by === 'PRICE') query = withPrices(view, query);
  if (status === 'ACTIVE' || status === 'DISABLED') {
    query = query
      .leftJoin('product_shop as s', (join) =>
        join.onRef('s.id_product', '=', 'p.id_product').on('s.id_shop', '=', shopOfProduct(view)),
      )
      .where((eb) =>
        eb(eb.fn.coalesce('s.active', 'p.active'), status === 'ACTIVE' ? '=' : '<>', 1),
      ) as unknown as Filtered;
  } else if (status) return null;
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('p.id_product', 'in', ids);
  }
  if (filter.skus) {
    if (filter.skus.length === 0) return null;
    query = query.where('p.reference', 'in', [...filter.skus]);
  }
  if (search) query = query.where((eb) => eb.or([contains(eb, 't.name', search), contains(eb, 'p.reference', search)]));
  if (categoryId !== null && categoryId !== undefined) {
    const category = rowId(categoryId);
    if (category === null) return null;
    query = query.where((eb) =>
      eb(
        'p.id_product',
        'in',
        eb.selectFrom('category_product as cp').select('cp.id_product').where('cp.id_category', '=', category),
      ),
    );
  }
  if (priceMin !== null && priceMin !== undefined) query = query.where('m.price', '>=', asNumber(priceMin));
  if (priceMax !== null && priceMax !== undefined) query = query.where('m.price', '<=', asNumber(priceMax));
  if (filter.inStock !== null && filter.inStock !== undefined) {
    const wanted = filter.inStock;
    if (!view.native.countsStock && !wanted) return null;
    if (view.native.countsStock) {
      query = query.where((eb) => {
        const available = inStock(view, eb as never) as unknown as Expression<SqlBool>;
        return wanted ? available : eb.not(available);
      });
    }
  }
  return withTimes(view, query, filter);
}

/** A bound of amounts that a statement computes: without a type of their own, SQLite would compare them with a text as texts. */
const asNumber = (bound: string) => sql<string>`${bound} + 0`;

/**
 * Joins the price that the graph shows, which for a product with combinations is the lowest of theirs: what the shop holds for
 * the product and the least that a combination adds to it.
 */
function withPrices(view: PrestaShopView, query: Filtered): Filtered {
  const lows = prestashop
    .selectFrom('product_attribute as v')
    .innerJoin('product as p', 'p.id_product', 'v.id_product')
    .leftJoin('product_attribute_shop as x', (join) =>
      join.onRef('x.id_product_attribute', '=', 'v.id_product_attribute').on('x.id_shop', '=', shopOfProduct(view)),
    )
    .select((eb) => ['v.id_product', eb.fn.min(eb.fn.coalesce('x.price', 'v.price')).as('low')])
    .groupBy('v.id_product');
  const prices = prestashop
    .selectFrom('product as p')
    .leftJoin('product_shop as s', (join) =>
      join.onRef('s.id_product', '=', 'p.id_product').on('s.id_shop', '=', shopOfProduct(view)),
    )
    .leftJoin(lows.as('l'), 'l.id_product', 'p.id_product')
    .select((eb) => [
      'p.id_product',
      eb(eb.fn.coalesce('s.price', 'p.price'), '+', eb.fn.coalesce('l.low', eb.lit(0))).as('price'),
    ]);
  return query.innerJoin(prices.as('m'), 'm.id_product', 'p.id_product') as unknown as Filtered;
}

function withTimes(view: PrestaShopView, query: Filtered, filter: ProductFilter): Filtered {
  const zone = view.config.timeZone;
  let timed = query;
  for (const [column, after, before] of [
    ['p.date_add', filter.createdAfter, filter.createdBefore],
    ['p.date_upd', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) timed = timed.where(column, '>=', textFrom(after, zone));
    if (before) timed = timed.where(column, '<', textFrom(before, zone)).where(column, '>', zeroDates);
  }
  return timed;
}
