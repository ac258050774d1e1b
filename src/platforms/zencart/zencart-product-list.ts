import { sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { linkedBelow } from '../category-tree.js';
import { containsUnescaped, firstTime, timeIn } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { cheapestValues } from './zencart-attribute-prices.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { namesIn, productNames } from './zencart-names.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

/** What lists of products join: their names, and their regular prices. */
interface Joined {
  t: { id: number; name: string };
  b: { products_id: number; price: string | number };
}

/** The words in which products are said. */
export const facts = factsOf<ZenCartView, ZenCartTables, 'products', 'p', Joined>();
const { atLeastNumber, atMostNumber, between, ids, idsOf, linkedBy, onOrOff, texts, where } = facts;

/** When a product was last changed; where it never was, when it was made. Selling it changes its stock alone. */
const changed = firstTime(timeIn('p.products_last_modified'), timeIn('p.products_date_added'));

const categoryLinks = { relation: 'products_to_categories', product: 'products_id', category: 'categories_id' };
const categoryTree = { relation: 'categories', key: 'categories_id', above: 'parent_id' };

/** All products, whatever their type; attributes are options, so none is a variant of another. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  joins: [
    {
      filters: ['search'],
      orders: ['NAME'],
      join: (query, view) =>
        query.leftJoin(namesIn(view, productNames).as('t'), 't.id', 'p.products_id') as typeof query,
    },
    {
      filters: ['priceMin', 'priceMax'],
      orders: ['PRICE'],
      join: (query) =>
        query.innerJoin(regularPrices().as('b'), (join) =>
          join.onRef('b.products_id', '=', 'p.products_id'),
        ) as typeof query,
    },
  ],
  orders: {
    ID: { column: null },
    NAME: { column: 't.name', nullable: true },
    PRICE: { column: 'b.price', numeric: true },
    CREATED_AT: { column: 'p.products_date_added', nullable: true },
    UPDATED_AT: { column: changed, nullable: true },
  },
  filter: {
    priceMin: atLeastNumber('b.price'),
    priceMax: atMostNumber('b.price'),
    ids: ids('p.products_id'),
    skus: (query, skus, view) => texts('p.products_model')(query, skus.flatMap(formsAsStored), view),
    search: where((eb, text) =>
      eb.or([containsUnescaped(eb, 't.name', text), containsUnescaped(eb, 'p.products_model', text)]),
    ),
    status: onOrOff((eb) => eb.ref('p.products_status')),
    categoryId: linkedBy('p.products_id', (eb, category) =>
      eb.selectFrom('products_to_categories as c').select('c.products_id').where('c.categories_id', '=', category),
    ),
    categoryTreeId: linkedBy('p.products_id', (_eb, root) => linkedBelow(categoryLinks, categoryTree, root) as never),
    brandIds: idsOf('p.manufacturers_id', 'manufacturers', 'manufacturers_id'),
    inStock(query, inStock, { native: { tracksStock, backorders } }) {
      const always = !tracksStock || backorders;
      if (always) return inStock ? query : null;
      return query.where((eb) => eb(eb.fn.coalesce('p.products_quantity', eb.lit(0)), inStock ? '>' : '<=', 0));
    },
    ...between('created', 'p.products_date_added', zoneOf),
    ...between('updated', { column: 'p.products_last_modified', time: changed }, zoneOf),
  },
};

/**
 * Every product with its regular price: nothing for one that is free, else what is held, and where its attributes make the price what the cheapest value of each
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
      sql<
        string | number
      >`case when ${sql.ref('q.product_is_free')} = 1 then 0 else coalesce(${sql.ref('q.products_price')}, 0) + coalesce(${sql.ref('m.added')}, 0) end`.as(
        'price',
      ),
    ]);
}
