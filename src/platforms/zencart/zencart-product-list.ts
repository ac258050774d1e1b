import { sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { contains } from '../conditions.js';
import type { ListingOf } from '../facts.js';
import { factsOf } from '../facts.js';
import { cheapestValues } from './zencart-attribute-prices.js';
import type { ZenCartView } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

/** The words in which products are said; lists join a product's default texts as `t` and its regular price as `b`. */
export const facts = factsOf<
  ZenCartView,
  ZenCartTables,
  'products',
  'p',
  { t: ZenCartTables['products_description']; b: { products_id: number; price: string | number } }
>();
const { between, ids, texts, where, atLeastNumber, atMostNumber } = facts;
const zoneOf = ({ config }: ZenCartView) => config.timeZone;

/** All products, whatever their type; attributes are options, so none is a variant of another. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  joins: [
    {
      filters: ['search'],
      orders: ['NAME'],
      join: (query, view) =>
        query.leftJoin('products_description as t', (join) =>
          join.onRef('t.products_id', '=', 'p.products_id').on('t.language_id', '=', view.native.defaultLanguageId),
        ) as typeof query,
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
    NAME: { column: 't.products_name', nullable: true },
    PRICE: { column: 'b.price', numeric: true },
    CREATED_AT: { column: 'p.products_date_added', nullable: true },
    UPDATED_AT: { column: 'p.products_last_modified', nullable: true },
  },
  filter: {
    priceMin: atLeastNumber('b.price'),
    priceMax: atMostNumber('b.price'),
    ids: ids('p.products_id'),
    skus: texts('p.products_model'),
    search: where((eb, text) => eb.or([contains(eb, 't.products_name', text), contains(eb, 'p.products_model', text)])),
    status: where((eb, status) => {
      if (status === 'ACTIVE') return eb('p.products_status', '=', 1);
      return status === 'DISABLED' ? eb('p.products_status', '<>', 1) : null;
    }),
    categoryId: facts.linked((eb, category) =>
      eb(
        'p.products_id',
        'in',
        eb.selectFrom('products_to_categories as c').select('c.products_id').where('c.categories_id', '=', category),
      ),
    ),
    inStock(query, inStock, { native: { tracksStock, backorders } }) {
      const always = !tracksStock || backorders;
      if (always) return inStock ? query : null;
      return query.where('p.products_quantity', inStock ? '>' : '<=', 0);
    },
    ...between('created', 'p.products_date_added', zoneOf),
    ...between('updated', 'p.products_last_modified', zoneOf),
  },
};

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
