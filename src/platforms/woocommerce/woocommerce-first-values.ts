import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { isTrue } from '../conditions.js';
import { anyRelations } from '../entity.js';
import { formsAsStored } from '../html-text.js';
import type { StoreView } from '../platform.js';
import { type productKeys } from './woocommerce-keys.js';
import { metaRelations } from './woocommerce-meta.js';
import { asNumber, exactNumberIn, unlessBlank } from './woocommerce-numbers.js';
import { woo } from './woocommerce-relations.js';

/**
 * The value of a thing's key in SQL: of several rows with the key WordPress takes the first. `owner` is the column with the
 * thing's number, such as `p.ID`; `value` is made of a row `f`, its value as it stands where nothing is said.
 */
export function firstValue<T = string>(
  relation: keyof typeof metaRelations,
  owner: string | Expression<unknown>,
  key: string,
  value: Expression<T> = sql.ref<T>('f.meta_value'),
): RawBuilder<T | null> {
  const columns = metaRelations[relation];
  return sql<T | null>`${anyRelations
    .selectFrom(`${relation} as f`)
    .select(sql<T>`${value}`.as('value'))
    .where(`f.${columns.owner}`, '=', typeof owner === 'string' ? sql.ref(owner) : owner)
    .where('f.meta_key', '=', key)
    .orderBy(`f.${columns.id}`)
    .limit(sql.lit(1))}`;
}

/** Whether a row of keys, of this alias, is the first with this key of its thing: the one that WordPress takes. */
export function isFirst(
  relation: keyof typeof metaRelations,
  row: string,
  key: string | Expression<string>,
): RawBuilder<SqlBool> {
  const columns = metaRelations[relation];
  return sql<SqlBool>`not exists ${anyRelations
    .selectFrom(`${relation} as e`)
    .select(`e.${columns.id}`)
    .whereRef(`e.${columns.owner}`, '=', sql.ref(`${row}.${columns.owner}`))
    .where('e.meta_key', '=', key)
    .whereRef(`e.${columns.id}`, '<', sql.ref(`${row}.${columns.id}`))}`;
}

/**
 * The numbers that all things, as `owner`, have under a key. The rows are read once, not those of each thing, and gathered as numbers, which
 * databases keep in memory; the first is looked for of those things alone that have several.
 */
export function firstNumbers(relation: 'product_meta' | 'order_post_meta', key: string) {
  const number = exactNumberIn('m.meta_value');
  // Not the column itself, whose index MariaDB would read for the groups, all rows of all keys, or gather them thing by thing.
  const owner = asNumber(sql.ref('m.post_id'));
  const gathered = woo
    // The relations are rows of one table.
    .selectFrom(`${relation} as m` as 'product_meta as m')
    .where('m.meta_key', '=', key)
    .groupBy(owner)
    .select((eb) => [
      owner.as('owner'),
      eb.fn.countAll<number>().as('held'),
      sql<number | null>`min(${number})`.as('number'),
    ]);
  const first = firstValue(relation, 'n.owner', key, exactNumberIn('f.meta_value') as Expression<number>);
  const held = sql<number | null>`case when ${sql.ref('n.held')} > 1 then ${first} else ${sql.ref('n.number')} end`;
  return woo.selectFrom(gathered.as('n')).select(['n.owner', held.as('number')]);
}

/** The value of a key of a product or variation in SQL. */
export function productValue(
  owner: string | Expression<unknown>,
  key: (typeof productKeys)[number],
): RawBuilder<string | null> {
  return firstValue('product_meta', owner, key);
}

/**
 * Products and variations, as `id`, with one of these SKUs in any row: where to look before values are. WooCommerce's lookup table has
 * an index on them; what it does not know of, or knows of a product whose SKU is another by now, is looked for among all SKUs, which only
 * the index on keys serves.
 */
export function holdersOfSku({ columns }: StoreView, skus: readonly string[]) {
  const forms = skus.flatMap(formsAsStored);
  const held = woo
    .selectFrom('product_meta as h')
    .select('h.post_id as id')
    .where('h.meta_key', '=', '_sku')
    .where('h.meta_value', 'in', forms);
  if (!columns.has('product_lookup', 'sku')) return held;
  const looked = woo.selectFrom('product_lookup as l').where('l.sku', 'in', forms);
  const known = looked
    .where(productValue('l.product_id', '_sku'), 'in', forms)
    .select(sql<number>`count(distinct lower(${sql.ref('l.sku')}))`.as('known'));
  const wanted = new Set(skus.map((sku) => sku.toLowerCase())).size;
  return looked.select('l.product_id as id').unionAll(held.where(sql<boolean>`${known} < ${sql.lit(wanted)}`));
}

/** The SKU of a variation in SQL: where it has none of its own, its product's. */
export function variationSku(variation: string, product: string): RawBuilder<string | null> {
  const own = unlessBlank(productValue(variation, '_sku'));
  return sql<string | null>`coalesce(${own}, ${productValue(product, '_sku')})`;
}

/** A status of the stock, of a row `f`, so that upper and lower case are alike and blanks behind it count. */
const stockStatus = sql<string>`concat(lower(${sql.ref('f.meta_value')}), length(${sql.ref('f.meta_value')}))`;
const outOfStock = 'outofstock10';

/** Whether WooCommerce wrote down of a product or variation that none can be bought, in SQL; `isOutOfStock` says the same. */
function outOfStockIn(owner: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(${firstValue('product_meta', owner, '_stock_status', stockStatus)}, ${''}) = ${outOfStock}`;
}

/** The same where all products are looked at: the rows of the key are read once, and not the keys of each product. */
function isAmongOutOfStock(owner: string): RawBuilder<SqlBool> {
  const rows = woo
    .selectFrom('product_meta as f')
    .select('f.post_id')
    .where('f.meta_key', '=', '_stock_status')
    .where(stockStatus, '=', outOfStock)
    .where(isFirst('product_meta', 'f', '_stock_status'));
  return isTrue(sql<SqlBool>`${sql.ref(owner)} in ${rows}`);
}

/** Whether a product or variation can be bought, or not, as far as is written down; for a list that looks at all of them, or not. */
export function inStockIn(owner: string, inStock: boolean, looksAtAll = false): Expression<SqlBool> {
  const isOut = looksAtAll ? isAmongOutOfStock(owner) : outOfStockIn(owner);
  return inStock ? sql<SqlBool>`not ${isOut}` : isOut;
}

/** Whether WooCommerce wrote down that none can be bought. */
export function isOutOfStock(status: string): boolean {
  return status.toLowerCase() === 'outofstock';
}

/** The slug of a product's kind, in SQL. */
export function kindIn(product: string): RawBuilder<string | null> {
  return firstTermIn(product, 'product_type', 'slug');
}

/** The number of a product's brand, in SQL. */
export function brandIn(product: string): RawBuilder<number | null> {
  return firstTermIn(product, 'product_brand', 'term_id');
}

/** Of the first term by name that a product has of a taxonomy, as its terms are read. */
function firstTermIn<Value>(product: string, taxonomy: string, column: 'slug' | 'term_id'): RawBuilder<Value | null> {
  return sql<Value | null>`${woo
    .selectFrom('term_relationship as fr')
    .innerJoin('term_taxonomy as fx', 'fx.term_taxonomy_id', 'fr.term_taxonomy_id')
    .innerJoin('term as ft', 'ft.term_id', 'fx.term_id')
    .select(`ft.${column}`)
    .where('fr.object_id', '=', sql.ref<number>(product))
    .where('fx.taxonomy', '=', taxonomy)
    .orderBy('ft.name')
    .orderBy('ft.term_id')
    .limit(sql.lit(1))}`;
}

/** Whether a product is sold in variations, in SQL. */
export function isVariableIn(product: string): RawBuilder<boolean> {
  return sql<boolean>`substr(${kindIn(product)}, 1, 8) = ${'variable'}`;
}
