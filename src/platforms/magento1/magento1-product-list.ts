import { type SelectQueryBuilder, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { countedTypes, stockId } from './magento1-stock.js';
import { type Magento1Tables, magento } from './magento1-tables.js';
import { contains } from './magento1-texts.js';

/** What a list of products is made of: the entities, with the values that the order and the filter need joined. */
type Tables = Magento1Tables & {
  e: Magento1Tables['catalog_product_entity'];
  name: { entity_id: number; value: string };
  price: { entity_id: number; value: string };
  status: { entity_id: number; value: number };
  i: Magento1Tables['cataloginventory_stock_item'];
};
type Filtered = SelectQueryBuilder<Tables, 'e' | 'name' | 'price' | 'status' | 'i', object>;

const id = 'e.entity_id';

/** What a list of products is ordered by. */
export function productKeys(orderBy: ProductOrder): PageKeys {
  const keys: Readonly<Record<string, PageKeys>> = {
    NAME: { id, column: 'name.value', nullable: true },
    PRICE: { id, column: 'price.value', nullable: true, numeric: true },
    CREATED_AT: { id, column: 'e.created_at', nullable: true },
    UPDATED_AT: { id, column: 'e.updated_at', nullable: true },
  };
  return keys[orderParts(orderBy).by] ?? { id, column: null };
}

/** The products that meet a filter; null for none. */
export function filteredProducts(view: Magento1View, filter: ProductFilter, orderBy: ProductOrder): Filtered | null {
  const { search, priceMin, priceMax, inStock, status, categoryId } = filter;
  const { by } = orderParts(orderBy);
  let query = magento.selectFrom('catalog_product_entity as e') as unknown as Filtered;
  if (search || by === 'NAME') query = withValue(view, query, 'varchar', 'name');
  const given = (value: unknown) => value !== null && value !== undefined;
  if (by === 'PRICE' || given(priceMin) || given(priceMax)) query = withPrice(view, query);
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('e.entity_id', 'in', ids);
  }
  if (filter.skus) {
    if (filter.skus.length === 0) return null;
    query = query.where('e.sku', 'in', filter.skus);
  }
  if (search) query = query.where((eb) => eb.or([contains(eb, 'name.value', search), contains(eb, 'e.sku', search)]));
  if (status && status !== 'ACTIVE' && status !== 'DISABLED') return null;
  if (status) {
    query = withValue(view, query, 'int', 'status').where((eb) =>
      eb(eb.fn.coalesce('status.value', eb.val(0)), status === 'ACTIVE' ? '=' : '<>', 1),
    );
  }
  if (given(categoryId)) {
    const category = rowId(categoryId ?? '');
    if (category === null) return null;
    query = query.where((eb) =>
      eb(
        'e.entity_id',
        'in',
        eb.selectFrom('catalog_category_product as c').select('c.product_id').where('c.category_id', '=', category),
      ),
    );
  }
  if (given(priceMin)) query = query.where('price.value', '>=', sql<string>`${priceMin} + 0`);
  if (given(priceMax)) query = query.where('price.value', '<=', sql<string>`${priceMax} + 0`);
  if (given(inStock)) query = withStock(view, query, inStock === true);
  for (const [column, after, before] of [
    ['e.created_at', filter.createdAfter, filter.createdBefore],
    ['e.updated_at', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) query = query.where(column, '>=', textFrom(after, 'utc'));
    if (before) query = query.where(column, '<', textFrom(before, 'utc'));
  }
  return query;
}

/** Joins an attribute's value in the default store view, else for all. */
function withValue(view: Magento1View, query: Filtered, type: 'varchar' | 'int', code: 'name' | 'status'): Filtered {
  const attribute = view.native.productAttributes[code]?.id ?? 0;
  const table = `catalog_product_entity_${type}` as 'catalog_product_entity_varchar';
  const values = magento
    .selectFrom(`${table} as d`)
    .leftJoin(`${table} as s`, (join) =>
      join
        .onRef('s.entity_id', '=', 'd.entity_id')
        .on('s.attribute_id', '=', attribute)
        .on('s.store_id', '=', view.native.storeId),
    )
    .select((eb) => ['d.entity_id', eb.fn.coalesce('s.value', 'd.value').as('value')])
    .where('d.attribute_id', '=', attribute)
    .where('d.store_id', '=', 0);
  return joined(query, values.as(code), code);
}

/**
 * Joins the price as stored: the attribute `price`, else, for a bundle without a price of its own, the lowest that Magento's own
 * index has for the default customer group. That of grouped products, whose attribute means nothing, is the index's first.
 */
function withPrice(view: Magento1View, query: Filtered): Filtered {
  const { native } = view;
  const attribute = native.productAttributes.price?.id ?? 0;
  const held = magento
    .selectFrom('catalog_product_entity as x')
    .leftJoin('catalog_product_entity_decimal as d', (join) =>
      join.onRef('d.entity_id', '=', 'x.entity_id').on('d.attribute_id', '=', attribute).on('d.store_id', '=', 0),
    )
    // Prices that are the same everywhere have no values by store view to look for.
    .$if(native.pricesByWebsite, (query) =>
      query.leftJoin('catalog_product_entity_decimal as s', (join) =>
        join
          .onRef('s.entity_id', '=', 'x.entity_id')
          .on('s.attribute_id', '=', attribute)
          .on('s.store_id', '=', native.storeId),
      ),
    );
  const ofAll = sql.ref<string>('d.value');
  const own = native.pricesByWebsite ? sql<string>`coalesce(${sql.ref('s.value')}, ${ofAll})` : ofAll;
  if (!view.columns.has('catalog_product_index_price')) {
    return joined(query, held.select(['x.entity_id', own.as('value')]).as('price'), 'price');
  }
  const lowest = sql.ref('i.min_price');
  // Asked of the few types alone: joined for all products, the index of 200,000 took ten times as long to look into.
  const ofTypes = magento
    .selectFrom('catalog_product_entity as t')
    .innerJoin('catalog_product_index_price as y', 'y.entity_id', 't.entity_id')
    .select(['y.entity_id', 'y.min_price'])
    .where('t.type_id', 'in', ['grouped', 'bundle'])
    .where('y.customer_group_id', '=', native.defaultGroupId)
    .where('y.website_id', '=', native.websiteId);
  const values = held
    .leftJoin(ofTypes.as('i'), 'i.entity_id', 'x.entity_id')
    .select([
      'x.entity_id',
      sql<string>`case when ${sql.ref('x.type_id')} = ${'grouped'} then coalesce(${lowest}, ${own}) else coalesce(${own}, ${lowest}) end`.as(
        'value',
      ),
    ]);
  return joined(query, values.as('price'), 'price');
}

function joined(query: Filtered, values: unknown, name: 'name' | 'status' | 'price'): Filtered {
  return query.leftJoin(values as never, (join) =>
    join.on(sql.ref(`${name}.entity_id`) as never, '=', sql.ref('e.entity_id') as never),
  ) as unknown as Filtered;
}

/** Those that the stock lets a shopper buy, or those that it does not: `inventoryOf` as a condition. */
function withStock(view: Magento1View, query: Filtered, wanted: boolean): Filtered {
  const shop = view.native.stock;
  const stocked = query.leftJoin('cataloginventory_stock_item as i', (join) =>
    join.onRef('i.product_id', '=', 'e.entity_id').on('i.stock_id', '=', stockId),
  ) as unknown as Filtered;
  return stocked.where((eb) => {
    const number = (value: boolean) => eb.val(value ? 1 : 0);
    const managed = eb
      .case()
      .when(eb.fn.coalesce('i.use_config_manage_stock', eb.val(1)), '=', 1)
      .then(number(shop.managed))
      .else(eb.ref('i.manage_stock'))
      .end();
    const backorders = eb
      .case()
      .when('i.use_config_backorders', '=', 1)
      .then(number(shop.backorders))
      .else(eb.ref('i.backorders'))
      .end();
    const enough = eb.or([
      eb('e.type_id', 'not in', [...countedTypes]),
      eb(backorders, '>', 0),
      eb.and([eb('i.use_config_min_qty', '=', 1), eb('i.qty', '>', shop.minimum)]),
      eb.and([eb('i.use_config_min_qty', '<>', 1), eb('i.qty', '>', eb.ref('i.min_qty'))]),
    ]);
    const available = eb.or([eb(managed, '=', 0), eb.and([eb('i.is_in_stock', '=', 1), enough])]);
    const said = eb.case().when(available).then(1).else(0).end();
    return eb(said, '=', wanted ? 1 : 0);
  });
}
