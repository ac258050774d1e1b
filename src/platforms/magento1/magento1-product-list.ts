import { sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { contains } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, shownValue } from './magento1-eav.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { isAvailable, stockId } from './magento1-stock.js';
import { changedAt } from './magento1-times.js';

/** What lists of products join, by alias: the name, the price as stored and the stock item. */
type Joined = Record<'name' | 'price', { entity_id: number; value: string }> & {
  i: Magento1Tables['cataloginventory_stock_item'];
};

/** Codes that merchants give to attributes that hold a number of GS1 (EAN, UPC, ISBN, JAN), the first that is there counts. */
export const gtinCodes = [
  'gtin',
  'gtin13',
  'ean',
  'ean13',
  'ean_code',
  'upc',
  'upc_code',
  'isbn',
  'jan',
  'barcode',
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
const { atLeastNumber, atMostNumber, between, ids, linked, texts, where } = facts;
const utc = () => 'utc';

/** All products; a simple one that is a variant of another is both. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  joins: [
    {
      filters: ['search'],
      orders: ['NAME'],
      join: (query, view) => joined(query, heldValues(view, 'varchar', 'name').as('name'), 'name'),
    },
    {
      filters: ['priceMin', 'priceMax'],
      orders: ['PRICE'],
      join: (query, view) => joined(query, storedPrices(view), 'price'),
    },
    {
      filters: ['inStock'],
      join: (query) =>
        query.leftJoin('cataloginventory_stock_item as i', (join) =>
          join.onRef('i.product_id', '=', 'e.entity_id').on('i.stock_id', '=', stockId),
        ) as typeof query,
    },
  ],
  orders: {
    ID: { column: null },
    NAME: { column: 'name.value', nullable: true },
    PRICE: { column: 'price.value', nullable: true, numeric: true },
    CREATED_AT: { column: 'e.created_at', nullable: true },
    UPDATED_AT: { column: changedAt('e'), nullable: true },
  },
  filter: {
    ids: ids('e.entity_id'),
    skus: texts('e.sku'),
    search: where((eb, text) => eb.or([contains(eb, 'name.value', text), contains(eb, 'e.sku', text)])),
    status: where((eb, status, view) => {
      const held = shownValue<number>(view, 'product', 'int', 'status', 'e.entity_id');
      if (status === 'ACTIVE') return eb(held, '=', 1);
      return status === 'DISABLED' ? eb(eb.fn.coalesce(held, eb.val(0)), '<>', 1) : null;
    }),
    categoryId: linked((eb, category) =>
      eb(
        'e.entity_id',
        'in',
        eb.selectFrom('catalog_category_product as c').select('c.product_id').where('c.category_id', '=', category),
      ),
    ),
    priceMin: atLeastNumber('price.value'),
    priceMax: atMostNumber('price.value'),
    inStock: where((eb, wanted, { native }) => isAvailable(eb, native.stock, wanted)),
    ...between('created', 'e.created_at', utc),
    ...between('updated', changedAt('e'), utc),
  },
};

/** The values of an attribute in the default store view, else for all. */
function heldValues({ native }: Magento1View, type: 'varchar' | 'int', code: 'name' | 'status') {
  const attribute = native.productAttributes[code]?.id ?? 0;
  const table = `catalog_product_entity_${type}` as 'catalog_product_entity_varchar';
  return magento
    .selectFrom(`${table} as d`)
    .leftJoin(`${table} as s`, (join) =>
      join
        .onRef('s.entity_id', '=', 'd.entity_id')
        .on('s.attribute_id', '=', attribute)
        .on('s.store_id', '=', native.storeId),
    )
    .select((eb) => ['d.entity_id', eb.fn.coalesce('s.value', 'd.value').as('value')])
    .where('d.attribute_id', '=', attribute)
    .where('d.store_id', '=', 0);
}

/**
 * The price as stored: the attribute `price`, else, for a bundle without a price of its own, the lowest that Magento's own index
 * has for the default customer group. That of grouped products, whose attribute means nothing, is the index's first.
 */
function storedPrices(view: Magento1View) {
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
    return held.select(['x.entity_id', own.as('value')]).as('price');
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
  return held
    .leftJoin(ofTypes.as('i'), 'i.entity_id', 'x.entity_id')
    .select([
      'x.entity_id',
      sql<string>`case when ${sql.ref('x.type_id')} = ${'grouped'} then coalesce(${lowest}, ${own}) else coalesce(${own}, ${lowest}) end`.as(
        'value',
      ),
    ])
    .as('price');
}

type Joining = { leftJoin(values: unknown, on: (join: never) => unknown): unknown };

function joined<Query>(query: Query, values: unknown, name: 'name' | 'price'): Query {
  const on = (join: { on(left: unknown, operator: '=', right: unknown): unknown }) =>
    join.on(sql.ref(`${name}.entity_id`), '=', sql.ref('e.entity_id'));
  return (query as Joining).leftJoin(values, on as never) as Query;
}
