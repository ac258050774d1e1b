import { type SelectQueryBuilder, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import type { ZenCartView } from './zencart-config.js';
import { zeroDates } from './zencart-dates.js';
import { cheapestValues } from './zencart-prices.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { contains } from './zencart-texts.js';

type Tables = ZenCartTables & {
  p: ZenCartTables['products'];
  t: ZenCartTables['products_description'];
  b: { products_id: number; price: string | number };
};
type Filtered = SelectQueryBuilder<Tables, 'p' | 't' | 'b', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  ID: { id: 'p.products_id', column: null },
  NAME: { id: 'p.products_id', column: 't.products_name', nullable: true },
  PRICE: { id: 'p.products_id', column: 'b.price', numeric: true },
  CREATED_AT: { id: 'p.products_id', column: 'p.products_date_added', nullable: true },
  UPDATED_AT: { id: 'p.products_id', column: 'p.products_last_modified', nullable: true },
};

/** What a list of products is ordered by. */
export function productKeys(orderBy: ProductOrder): PageKeys {
  return sortColumns[orderParts(orderBy).by] ?? { id: 'p.products_id', column: null };
}

/** The products that meet a filter, with their default texts and prices joined where order or filter need them; null for none. */
export function filteredProducts(view: ZenCartView, filter: ProductFilter, orderBy: ProductOrder): Filtered | null {
  const { search, priceMin, priceMax, inStock, status, categoryId } = filter;
  const { by } = orderParts(orderBy);
  let query = zencart.selectFrom('products as p') as unknown as Filtered;
  if (search || by === 'NAME') {
    query = query.leftJoin('products_description as t', (join) =>
      join.onRef('t.products_id', '=', 'p.products_id').on('t.language_id', '=', view.native.defaultLanguageId),
    ) as unknown as Filtered;
  }
  const least = priceMin ?? null;
  const most = priceMax ?? null;
  if (least !== null || most !== null || by === 'PRICE') {
    query = query.innerJoin(regularPrices().as('b'), (join) =>
      join.onRef('b.products_id', '=', 'p.products_id'),
    ) as unknown as Filtered;
  }
  // The price is worked out, so SQLite gives it no type of its own: the bound is made a number.
  if (least !== null) query = query.where('b.price', '>=', sql<number>`${least} + 0`);
  if (most !== null) query = query.where('b.price', '<=', sql<number>`${most} + 0`);
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('p.products_id', 'in', ids);
  }
  if (filter.skus) {
    if (filter.skus.length === 0) return null;
    query = query.where('p.products_model', 'in', filter.skus);
  }
  if (search) {
    query = query.where((eb) =>
      eb.or([contains(eb, 't.products_name', search), contains(eb, 'p.products_model', search)]),
    );
  }
  if (status === 'ACTIVE') query = query.where('p.products_status', '=', 1);
  else if (status === 'DISABLED') query = query.where('p.products_status', '<>', 1);
  else if (status) return null;
  if (categoryId !== null && categoryId !== undefined) {
    const category = rowId(categoryId);
    if (category === null) return null;
    query = query.where((eb) =>
      eb(
        'p.products_id',
        'in',
        eb.selectFrom('products_to_categories as c').select('c.products_id').where('c.categories_id', '=', category),
      ),
    );
  }
  const { tracksStock, backorders } = view.native;
  if (inStock === false && (!tracksStock || backorders)) return null;
  if (inStock === false) query = query.where('p.products_quantity', '<=', 0);
  if (inStock && tracksStock && !backorders) query = query.where('p.products_quantity', '>', 0);
  return withTimes(view, query, filter);
}

/**
 * Every product with its regular price: what is held, and where its attributes make the price what the cheapest value of each
 * option adds. Prices have no index in Zen Cart, so a list by price reads all products either way.
 */
function regularPrices() {
  const added = zencart
    .selectFrom(cheapestValues().as('l'))
    .select(['l.products_id', (eb) => eb.fn.sum<string | number>('l.lowest').as('added')])
    .groupBy('l.products_id');
  return zencart
    .selectFrom('products as q')
    .leftJoin(added.as('m'), (join) =>
      join.onRef('m.products_id', '=', 'q.products_id').on('q.products_priced_by_attribute', '=', 1),
    )
    .select([
      'q.products_id',
      (eb) => eb(eb.ref('q.products_price'), '+', eb.fn.coalesce('m.added', sql<number>`0`)).as('price'),
    ]);
}

function withTimes(view: ZenCartView, query: Filtered, filter: ProductFilter): Filtered {
  const zone = view.config.timeZone;
  let timed = query;
  for (const [column, after, before] of [
    ['p.products_date_added', filter.createdAfter, filter.createdBefore],
    ['p.products_last_modified', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) timed = timed.where(column, '>=', textFrom(after, zone));
    if (before) timed = timed.where(column, '<', textFrom(before, zone)).where(column, '>', zeroDates);
  }
  return timed;
}
