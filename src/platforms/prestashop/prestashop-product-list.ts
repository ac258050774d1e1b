import { type ExpressionBuilder, type ReferenceExpression, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { linkedBelow } from '../category-tree.js';
import { comparable, contains, oneText } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { inLanguage } from './prestashop-languages.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { combinationsIn, shopOfProduct } from './prestashop-shops.js';
import { inStock } from './prestashop-stock.js';
import { productChanged } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/**
 * The words in which products are said; lists join a product's name as `t`, what the right shop says of it as `s` and its
 * regular price as `m`. `shop` is the shop that does.
 */
export const facts = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'product',
  'p',
  {
    t: { id_product: number; name: string };
    s: PrestaShopTables['product_shop'];
    m: { id_product: number; price: string };
    w: { id_product: number; changed: string | null };
  },
  { shop: number | null; name: string | null }
>();
const { atLeastNumber, atMostNumber, between, ids, idsOf, joinedBy, linkedBy, onOrOff, where } = facts;

const fromProducts = () => prestashop.selectFrom('product as p');

/** When products were changed, as that is worked out where some hold no time; no index serves it. */
const times = fromProducts().select(['p.id_product', productChanged.time.as('changed')]);

/** Products (`p`) with what the right shop says of them (`s`), where it says anything. */
export const withShop = (query: ReturnType<typeof fromProducts>, view: PrestaShopView) =>
  query.leftJoin('product_shop as s', (join) =>
    join.onRef('s.id_product', '=', 'p.id_product').on('s.id_shop', '=', shopOfProduct(view)),
  );

/** The technical root is no category. */
const categoryLinks = { relation: 'category_product', product: 'id_product', category: 'id_category' };
const categoryTree = {
  relation: 'category',
  key: 'id_category',
  above: 'id_parent',
  among: (eb: ExpressionBuilder<Record<string, Record<string, unknown>>, string>, alias: string) =>
    eb(`${alias}.id_parent`, '>', 0),
};

/** Every product but those that the back office is still making. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  // The sum keeps MySQL from reading the whole index on (state, date_upd), which all products are in, to sort them by id.
  every: (query, view) =>
    view.columns.has('product', 'state') ? query.where((eb) => eb(eb('p.state', '+', 0), '=', 1)) : query,
  joins: [
    // Lists by the time of the last change are read by that index.
    {
      filters: ['updatedAfter', 'updatedBefore'],
      orders: ['UPDATED_AT'],
      join: (query, view) => (view.columns.has('product', 'state') ? query.where('p.state', '=', 1) : query),
    },
    {
      filters: ['search'],
      orders: ['NAME'],
      join: (query, view) => query.innerJoin(shownNames(view).as('t'), 't.id_product', 'p.id_product') as typeof query,
    },
    {
      filters: ['priceMin', 'priceMax'],
      orders: ['PRICE'],
      join: (query, view) =>
        query.innerJoin(regularPrices(view).as('m'), 'm.id_product', 'p.id_product') as typeof query,
    },
    {
      orders: ['UPDATED_AT'],
      join: (query, { native }) =>
        native.undatedProducts
          ? (query.innerJoin(times.as('w'), 'w.id_product', 'p.id_product') as typeof query)
          : query,
    },
    { filters: ['status'], join: (query, view) => withShop(query as never, view) as unknown as typeof query },
  ],
  orders: {
    ID: { column: null },
    NAME: { column: 't.name', nullable: true },
    PRICE: { column: 'm.price', numeric: true },
    CREATED_AT: { column: 'p.date_add', nullable: true },
    UPDATED_AT: ({ native }) => ({ column: native.undatedProducts ? 'w.changed' : 'p.date_upd', nullable: true }),
  },
  filter: {
    ids: ids('p.id_product'),
    skus: joinedBy('p.id_product', bySku),
    search: where((eb, text, view) =>
      eb.or([
        contains(eb, 't.name', text),
        contains(eb, 'p.reference', text),
        eb(
          'p.id_product',
          'in',
          combinationsIn(view)
            .select('v.id_product')
            .where((on) => contains(on, 'v.reference', text)),
        ),
      ]),
    ),
    status: onOrOff((eb) => eb.fn.coalesce('s.active', 'p.active', sql<number>`0`)),
    categoryId: linkedBy('p.id_product', (eb, category) =>
      eb
        .selectFrom('category_product as cp')
        .innerJoin('category as c', 'c.id_category', 'cp.id_category')
        .select('cp.id_product')
        .where('cp.id_category', '=', category)
        .where('c.id_parent', '>', 0),
    ),
    categoryTreeId: linkedBy('p.id_product', (_eb, root) => linkedBelow(categoryLinks, categoryTree, root) as never),
    brandIds: idsOf('p.id_manufacturer', 'manufacturer', 'id_manufacturer'),
    priceMin: atLeastNumber('m.price'),
    priceMax: atMostNumber('m.price'),
    inStock(query, wanted, view) {
      if (!view.native.countsStock) return wanted ? query : null;
      return query.where((eb) => (wanted ? inStock(view, null) : eb.not(inStock(view, null))));
    },
    ...between('created', 'p.date_add', zoneOf),
    ...between('updated', productChanged, zoneOf),
  },
};

/**
 * Every product with the price that the graph shows, which for a product with combinations is the lowest of theirs: what the shop
 * holds for the product and the least that a combination adds to it.
 */
function regularPrices(view: PrestaShopView) {
  const lows = combinationsIn(view)
    .select((eb) => ['v.id_product', eb.fn.min('x.price').as('low')])
    .groupBy('v.id_product');
  return withShop(fromProducts(), view)
    .leftJoin(lows.as('l'), 'l.id_product', 'p.id_product')
    .select((eb) => [
      'p.id_product',
      eb(eb.fn.coalesce('s.price', 'p.price'), '+', eb.fn.coalesce('l.low', sql<number>`0`)).as('price'),
    ]);
}

/** A product's name (`p`): in the default language, else in another. */
export const nameOf = (view: PrestaShopView) =>
  inLanguage(view, {
    table: 'product_lang',
    text: 'name',
    key: 'id_product',
    of: 'p.id_product',
    shop: shopOfProduct(view),
  });

/** Every product with the name that the graph shows. Where there is no text at all, the back office knows it by its reference. */
function shownNames(view: PrestaShopView) {
  const name = sql<string>`coalesce(${nameOf(view)}, nullif(${sql.ref('p.reference')}, ${''}), ${sql.ref('p.id_product')})`;
  return fromProducts().select(['p.id_product', oneText(name).as('name')]);
}

/** Products of this SKU, their own or that of one of their combinations; the indexes on both serve it. */
function bySku(view: PrestaShopView, skus: readonly string[]) {
  const own = fromProducts()
    .select('p.id_product')
    .where((eb) => oneOfSkus(eb, 'p.reference', skus));
  const ofCombination = combinationsIn(view)
    .select('v.id_product')
    .where((eb) => oneOfSkus(eb, 'v.reference', skus));
  return prestashop
    .selectFrom(own.unionAll(ofCombination).as('u'))
    .select('u.id_product as id')
    .groupBy('u.id_product');
}

/** Whether a column holds one of these SKUs. */
export function oneOfSkus<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  skus: readonly string[],
) {
  return eb(column, 'in', skus.map((sku) => comparable(eb, column, sku)) as never);
}
