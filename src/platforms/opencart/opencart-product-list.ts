import type { SelectQueryBuilder } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { formsAsStored } from '../html-text.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { textFrom } from '../store-time.js';
import type { OpenCartView } from './opencart-config.js';
import { contains } from './opencart-search.js';
import { type OpenCartTables, opencart, rowId, rowIds, zeroDates } from './opencart-tables.js';
import { hasVariants } from './opencart-variants.js';

type Tables = OpenCartTables & { p: OpenCartTables['product']; t: OpenCartTables['product_description'] };
type Filtered = SelectQueryBuilder<Tables, 'p' | 't', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  ID: { id: 'p.product_id', column: null },
  NAME: { id: 'p.product_id', column: 't.name', nullable: true },
  PRICE: { id: 'p.product_id', column: 'p.price', nullable: true },
  CREATED_AT: { id: 'p.product_id', column: 'p.date_added', nullable: true },
  UPDATED_AT: { id: 'p.product_id', column: 'p.date_modified', nullable: true },
};

/** What a list of products is ordered by. */
export function productKeys(orderBy: ProductOrder): PageKeys {
  return sortColumns[orderParts(orderBy).by] ?? { id: 'p.product_id', column: null };
}

/** The products that meet a filter, with their default texts joined where the order or the filter needs them; null for none. */
export function filteredProducts(view: OpenCartView, filter: ProductFilter, orderBy: ProductOrder): Filtered | null {
  const { search, priceMin, priceMax, inStock, status, categoryId } = filter;
  let query = opencart.selectFrom('product as p') as unknown as Filtered;
  if (search || orderParts(orderBy).by === 'NAME') {
    query = query.leftJoin('product_description as t', (join) =>
      join.onRef('t.product_id', '=', 'p.product_id').on('t.language_id', '=', view.native.defaultLanguageId),
    ) as unknown as Filtered;
  }
  if (hasVariants(view)) query = query.where('p.master_id', '=', 0);
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('p.product_id', 'in', ids);
  }
  if (filter.skus) {
    if (filter.skus.length === 0) return null;
    query = withSkus(view, query, filter.skus.flatMap(formsAsStored));
  }
  if (search) {
    query = view.columns.has('product', 'sku')
      ? query.where((eb) => eb.or([contains(eb, 't.name', search), contains(eb, 'p.sku', search)]))
      : query.where((eb) =>
          eb.or([
            contains(eb, 't.name', search),
            eb(
              'p.product_id',
              'in',
              eb
                .selectFrom('product_code as k')
                .select('k.product_id')
                .where('k.code', '=', 'SKU')
                .where((on) => contains(on, 'k.value', search)),
            ),
          ]),
        );
  }
  if (status === 'ACTIVE') query = query.where('p.status', '=', 1);
  else if (status === 'DISABLED') query = query.where('p.status', '<>', 1);
  else if (status) return null;
  if (categoryId !== null && categoryId !== undefined) {
    const category = rowId(categoryId);
    if (category === null) return null;
    query = query.where((eb) =>
      eb(
        'p.product_id',
        'in',
        eb.selectFrom('product_to_category as c').select('c.product_id').where('c.category_id', '=', category),
      ),
    );
  }
  if (priceMin !== null && priceMin !== undefined) query = query.where('p.price', '>=', priceMin);
  if (priceMax !== null && priceMax !== undefined) query = query.where('p.price', '<=', priceMax);
  if (inStock === false && view.native.backorders) return null;
  if (inStock === false) query = query.where('p.subtract', '=', 1).where('p.quantity', '<=', 0);
  if (inStock && !view.native.backorders) {
    query = query.where((eb) => eb.or([eb('p.subtract', '<>', 1), eb('p.quantity', '>', 0)]));
  }
  return withTimes(view, query, filter);
}

function withSkus(view: OpenCartView, query: Filtered, skus: readonly string[]): Filtered {
  if (view.columns.has('product', 'sku')) return query.where('p.sku', 'in', [...skus]);
  return query.where((eb) =>
    eb(
      'p.product_id',
      'in',
      eb
        .selectFrom('product_code as k')
        .select('k.product_id')
        .where('k.code', '=', 'SKU')
        .where('k.value', 'in', [...skus]),
    ),
  );
}

function withTimes(view: OpenCartView, query: Filtered, filter: ProductFilter): Filtered {
  const zone = view.config.timeZone;
  let timed = query;
  for (const [column, after, before] of [
    ['p.date_added', filter.createdAfter, filter.createdBefore],
    ['p.date_modified', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) timed = timed.where(column, '>=', textFrom(after, zone));
    if (before) timed = timed.where(column, '<', textFrom(before, zone)).where(column, '>', zeroDates);
  }
  return timed;
}
