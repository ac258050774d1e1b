import { type Expression, type SqlBool, sql } from 'kysely';
import { firstNumbers, firstValue, kindIn } from './woocommerce-first-values.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { type productKeys } from './woocommerce-keys.js';
import { asNumber, exactNumberIn } from './woocommerce-numbers.js';
import { woo } from './woocommerce-relations.js';

/**
 * The regular price of a product as SQL: by its kind its own, the lowest of its published variations' (both of `pricesByProduct`,
 * joined as `d`), or of the products of its group (`groupPrices`, as `g`). They are worked out for all products at once, which in a
 * large shop is several times as quick as product by product. `woocommerce-product-prices.ts` reads the same.
 */
export const regularPrice = sql<
  number | null
>`case when substr(${sql.ref('k.kind')}, 1, 8) = ${'variable'} then ${sql.ref('d.lowest')}
    when ${sql.ref('k.kind')} = ${'grouped'} then ${sql.ref('g.lowest')} else ${sql.ref('d.own')} end`;

/** The kinds, joined as `k`, of products that have one, their first or another, that is sold in variations or is a group: few do. */
export function kindsOfMany() {
  return woo
    .selectFrom('term as s')
    .innerJoin('term_taxonomy as y', 'y.term_id', 's.term_id')
    .innerJoin('term_relationship as z', 'z.term_taxonomy_id', 'y.term_taxonomy_id')
    .select(['z.object_id as id', kindIn('z.object_id').as('kind')])
    .where('y.taxonomy', '=', 'product_type')
    .where(sql<SqlBool>`(substr(${sql.ref('s.slug')}, 1, 8) = ${'variable'} or ${sql.ref('s.slug')} = ${'grouped'})`)
    .distinct();
}

/**
 * What products cost by themselves, and the lowest of their published variations' prices. Those variations are made distinct, so
 * that they are gathered from their index, and not looked for among all posts for each price.
 */
export function pricesByProduct() {
  const variations = woo
    .selectFrom('product as v')
    .select(['v.ID as variation', 'v.post_parent as product'])
    .where('v.post_type', '=', 'product_variation')
    .where('v.post_status', '=', 'publish')
    .distinct();
  const isOwn = sql`${sql.ref('v.variation')} is null`;
  const price = (which: Expression<unknown>) =>
    sql<number | null>`min(case when ${which} then ${sql.ref('r.number')} end)`;
  return woo
    .selectFrom(firstNumbers('product_meta', '_regular_price').as('r'))
    .leftJoin(variations.as('v'), 'v.variation', 'r.owner')
    .groupBy((eb) => eb.fn.coalesce('v.product', 'r.owner'))
    .select((eb) => [
      eb.fn.coalesce('v.product', 'r.owner').as('id'),
      price(isOwn).as('own'),
      price(sql`not ${isOwn}`).as('lowest'),
    ]);
}

/** The rows of a key that WordPress goes by: the first of each product or variation. */
function firstRows(key: (typeof productKeys)[number]) {
  return woo
    .selectFrom('product_meta as m')
    .where('m.meta_key', '=', key)
    .groupBy('m.post_id')
    .select((eb) => eb.fn.min('m.meta_id').as('meta_id'));
}

/**
 * The lowest price of the published products of each group, or of their published variations where they are sold so. They are joined
 * on the left, or databases would begin with all products; of what is not there none has a price.
 */
export function groupPrices() {
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
    .leftJoin('product as c', (join) => join.onRef('c.ID', '=', 'g.id').on('c.post_status', '=', 'publish'))
    .leftJoin('product as s', (join) =>
      join
        .onRef('s.post_parent', '=', 'c.ID')
        .on('s.post_type', '=', 'product_variation')
        .on('s.post_status', '=', 'publish'),
    )
    .select((eb) => ['g.above as id', eb.fn.coalesce('s.ID', 'c.ID').as('sold')])
    .distinct();
  const value = exactNumberIn('f.meta_value');
  const price = firstValue<number | null>('product_meta', 't.sold', '_regular_price', value);
  return woo
    .selectFrom(sold.as('t'))
    .groupBy('t.id')
    .select(['t.id', sql<number | null>`min(${price})`.as('lowest')]);
}
