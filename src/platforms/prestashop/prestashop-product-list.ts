import { sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { contains } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import { inStock } from './prestashop-stock.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/**
 * The words in which products are said; lists join a product's default texts as `t`, what the right shop says of it as `s` and its
 * regular price as `m`. `shop` is the shop that does.
 */
export const facts = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'product',
  'p',
  {
    t: PrestaShopTables['product_lang'];
    s: PrestaShopTables['product_shop'];
    m: { id_product: number; price: string };
  },
  { shop: number | null }
>();
const { ids, texts, where, atLeastNumber, atMostNumber, since, until, linked } = facts;

const fromProducts = () => prestashop.selectFrom('product as p');

/** Products (`p`) with what the right shop says of them (`s`), where it says anything. */
export const withShop = (query: ReturnType<typeof fromProducts>, view: PrestaShopView) =>
  query.leftJoin('product_shop as s', (join) =>
    join.onRef('s.id_product', '=', 'p.id_product').on('s.id_shop', '=', shopOfProduct(view)),
  );

/** Every product but those that the back office is still making. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  // The sum keeps MySQL from reading the whole index on (state, date_upd), which all products are in, to sort them by id.
  every: (query) => query.where((eb) => eb(eb('p.state', '+', 0), '=', 1)),
  joins: [
    // Lists by the time of the last change are read by that index.
    {
      filters: ['updatedAfter', 'updatedBefore'],
      orders: ['UPDATED_AT'],
      join: (query) => query.where('p.state', '=', 1),
    },
    {
      filters: ['search'],
      orders: ['NAME'],
      join: (query, view) =>
        query.leftJoin('product_lang as t', (join) =>
          join
            .onRef('t.id_product', '=', 'p.id_product')
            .on('t.id_shop', '=', shopOfProduct(view))
            .on('t.id_lang', '=', view.native.languageId),
        ) as typeof query,
    },
    {
      filters: ['priceMin', 'priceMax'],
      orders: ['PRICE'],
      join: (query, view) =>
        query.innerJoin(regularPrices(view).as('m'), 'm.id_product', 'p.id_product') as typeof query,
    },
    { filters: ['status'], join: (query, view) => withShop(query as never, view) as unknown as typeof query },
  ],
  orders: {
    ID: { column: null },
    NAME: { column: 't.name', nullable: true },
    PRICE: { column: 'm.price', numeric: true },
    CREATED_AT: { column: 'p.date_add', nullable: true },
    UPDATED_AT: { column: 'p.date_upd', nullable: true },
  },
  filter: {
    ids: ids('p.id_product'),
    skus: texts('p.reference'),
    search: where((eb, text) => eb.or([contains(eb, 't.name', text), contains(eb, 'p.reference', text)])),
    status: where((eb, status) => {
      if (status !== 'ACTIVE' && status !== 'DISABLED') return null;
      return eb(eb.fn.coalesce('s.active', 'p.active'), status === 'ACTIVE' ? '=' : '<>', 1);
    }),
    categoryId: linked((eb, category) =>
      eb(
        'p.id_product',
        'in',
        eb.selectFrom('category_product as cp').select('cp.id_product').where('cp.id_category', '=', category),
      ),
    ),
    priceMin: atLeastNumber('m.price'),
    priceMax: atMostNumber('m.price'),
    inStock(query, wanted, view) {
      if (!view.native.countsStock) return wanted ? query : null;
      return query.where((eb) => (wanted ? inStock(view) : eb.not(inStock(view))));
    },
    createdAfter: since('p.date_add', zoneOf),
    createdBefore: until('p.date_add', zoneOf),
    updatedAfter: since('p.date_upd', zoneOf),
    updatedBefore: until('p.date_upd', zoneOf),
  },
};

/**
 * Every product with the price that the graph shows, which for a product with combinations is the lowest of theirs: what the shop
 * holds for the product and the least that a combination adds to it.
 */
function regularPrices(view: PrestaShopView) {
  const lows = prestashop
    .selectFrom('product_attribute as v')
    .innerJoin('product as p', 'p.id_product', 'v.id_product')
    .leftJoin('product_attribute_shop as x', (join) =>
      join.onRef('x.id_product_attribute', '=', 'v.id_product_attribute').on('x.id_shop', '=', shopOfProduct(view)),
    )
    .select((eb) => ['v.id_product', eb.fn.min(eb.fn.coalesce('x.price', 'v.price')).as('low')])
    .groupBy('v.id_product');
  return withShop(fromProducts(), view)
    .leftJoin(lows.as('l'), 'l.id_product', 'p.id_product')
    .select((eb) => [
      'p.id_product',
      eb(eb.fn.coalesce('s.price', 'p.price'), '+', eb.fn.coalesce('l.low', sql<number>`0`)).as('price'),
    ]);
}
