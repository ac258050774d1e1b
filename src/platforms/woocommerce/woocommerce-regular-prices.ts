import { sql } from 'kysely';
import { kindIn } from './woocommerce-first-values.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { asNumber, exactNumberIn } from './woocommerce-numbers.js';
import { type productKeys, woo } from './woocommerce-relations.js';

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
  const variations = woo
    .selectFrom('product as v')
    .innerJoin(ownPrices().as('w'), 'w.post_id', 'v.ID')
    .where('v.post_type', '=', 'product_variation')
    .where('v.post_status', '=', 'publish')
    .groupBy('v.post_parent')
    .select((eb) => ['v.post_parent', eb.fn.min('w.price').as('price')]);
  return woo
    .selectFrom(products.as('k'))
    .leftJoin(ownPrices().as('o'), 'o.post_id', 'k.id')
    .leftJoin(variations.as('v'), 'v.post_parent', 'k.id')
    .select('k.id')
    .select(
      sql<number | null>`case when substr(${sql.ref('k.kind')}, 1, 8) = ${'variable'} then ${sql.ref('v.price')}
        when ${sql.ref('k.kind')} = ${'grouped'} then ${groupPrice('k.id')} else ${sql.ref('o.price')} end`.as('price'),
    );
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

/** The lowest price of the published products of a group, or of their published variations where they are sold so. */
function groupPrice(group: string) {
  // Keys count from 0; they are no numbers of products, see `beginsInArray`.
  const members = metaByPlaces()
    .where('m.meta_id', 'in', firstRows('_children'))
    .where('m.post_id', '=', sql.ref<number>(group))
    .where((eb) => beginsInArray(eb as never))
    .where((eb) => eb(numberAt(eb as never, ';'), '>=', asNumber(eb.fn('substr', ['m.meta_value', eb.lit(3)]))))
    .select((eb) => numberAt(eb as never, ';').as('id'));
  return woo
    .selectFrom('product as c')
    .leftJoin('product as s', (join) =>
      join
        .onRef('s.post_parent', '=', 'c.ID')
        .on('s.post_type', '=', 'product_variation')
        .on('s.post_status', '=', 'publish'),
    )
    .innerJoin('product_meta as r', (join) =>
      join.on((eb) => eb('r.post_id', '=', eb.fn.coalesce('s.ID', 'c.ID'))).on('r.meta_key', '=', '_regular_price'),
    )
    .where('r.meta_id', 'in', firstRows('_regular_price'))
    .where('c.post_status', '=', 'publish')
    .where('c.ID', 'in', members)
    .select(sql<number | null>`min(${exactNumberIn('r.meta_value')})`.as('price'));
}
