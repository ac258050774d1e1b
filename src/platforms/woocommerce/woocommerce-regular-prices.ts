import { sql } from 'kysely';
import { firstValue, kindIn } from './woocommerce-first-values.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { type productKeys } from './woocommerce-keys.js';
import { asNumber, exactNumberIn } from './woocommerce-numbers.js';
import { woo } from './woocommerce-relations.js';

/**
 * The regular price of every product, as `price` beside its `id`: by its kind its own, the lowest of its published variations',
 * or of the products of its group. It is worked out for all at once, which in a large shop is several times as quick as product
 * by product. `woocommerce-product-prices.ts` reads the same.
 */
export function regularPrices() {
  const products = woo
    .selectFrom('product as q')
    .select(['q.ID as id', kindIn('q.ID').as('kind')])
    .where('q.post_type', '=', 'product');
  const price = sql<
    number | null
  >`case when substr(${sql.ref('k.kind')}, 1, 8) = ${'variable'} then ${sql.ref('w.lowest')}
    when ${sql.ref('k.kind')} = ${'grouped'} then ${sql.ref('g.lowest')} else ${sql.ref('w.own')} end`;
  return woo
    .selectFrom(products.as('k'))
    .leftJoin(pricesByProduct().as('w'), 'w.id', 'k.id')
    .leftJoin(groupPrices().as('g'), 'g.id', 'k.id')
    .select(['k.id', price.as('price')]);
}

/** What products cost by themselves, and the lowest of their published variations' prices: every price is read once. */
function pricesByProduct() {
  const isProduct = sql`${sql.ref('v.post_type')} = ${'product'}`;
  const product = sql<number>`case when ${isProduct} then ${sql.ref('v.ID')} else ${sql.ref('v.post_parent')} end`;
  const own = sql<number | null>`min(case when ${isProduct} then ${sql.ref('r.price')} end)`;
  const lowest = sql<
    number | null
  >`min(case when ${sql.ref('v.post_type')} = ${'product_variation'} and ${sql.ref('v.post_status')} = ${'publish'} then ${sql.ref('r.price')} end)`;
  return woo
    .selectFrom(ownPrices().as('r'))
    .innerJoin('product as v', 'v.ID', 'r.post_id')
    .groupBy(product)
    .select([product.as('id'), own.as('own'), lowest.as('lowest')]);
}

/** The rows of a key that WordPress goes by: the first of each product or variation. */
function firstRows(key: (typeof productKeys)[number]) {
  return woo
    .selectFrom('product_meta as m')
    .where('m.meta_key', '=', key)
    .groupBy('m.post_id')
    .select((eb) => eb.fn.min('m.meta_id').as('meta_id'));
}

/** What products and variations cost by themselves. */
function ownPrices() {
  return woo
    .selectFrom(firstRows('_regular_price').as('f'))
    .innerJoin('product_meta as r', 'r.meta_id', 'f.meta_id')
    .select(['r.post_id', exactNumberIn('r.meta_value').as('price')]);
}

/** The lowest price of the published products of each group, or of their published variations where they are sold so. */
function groupPrices() {
  // Keys count from 0; they are no numbers of products, see `beginsInArray`. Made distinct, so that MySQL begins with the few groups.
  const members = metaByPlaces((eb) =>
    eb.and([
      beginsInArray(eb),
      eb(numberAt(eb, ';'), '>=', asNumber(eb.fn<string>('substr', ['m.meta_value', eb.lit(3)]))),
    ]),
  )
    .where('m.meta_key', '=', '_children')
    .where('m.meta_id', 'in', firstRows('_children'))
    .select((eb) => ['m.post_id as above', numberAt(eb as never, ';').as('id')])
    .distinct();
  const sold = woo
    .selectFrom(members.as('g'))
    .innerJoin('product as c', 'c.ID', 'g.id')
    .leftJoin('product as s', (join) =>
      join
        .onRef('s.post_parent', '=', 'c.ID')
        .on('s.post_type', '=', 'product_variation')
        .on('s.post_status', '=', 'publish'),
    )
    .where('c.post_status', '=', 'publish')
    .select((eb) => ['g.above as id', eb.fn.coalesce('s.ID', 'c.ID').as('sold')])
    .distinct();
  const value = exactNumberIn('f.meta_value');
  const price = firstValue<number | null>('product_meta', 't.sold', '_regular_price', value);
  return woo
    .selectFrom(sold.as('t'))
    .groupBy('t.id')
    .select(['t.id', sql<number | null>`min(${price})`.as('lowest')]);
}
