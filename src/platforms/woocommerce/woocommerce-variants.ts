import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { ProductVariant, VariantFilter } from '../../model/product.js';
import { zeroDates } from '../conditions.js';
import { type Asking, nodesOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { formsAsStored, plainText } from '../html-text.js';
import { levelsOf } from '../inventory-levels.js';
import { instantOf, textFrom } from '../store-time.js';
import { heldAttributes, selectedOptions } from './woocommerce-attributes.js';
import { type WooCommerceView } from './woocommerce-config.js';
import { holdersOfSku, inStockIn, isVariableIn, variationSku } from './woocommerce-first-values.js';
import { attachmentImages } from './woocommerce-images.js';
import { productKeys } from './woocommerce-keys.js';
import { type Meta, type ProductKey, type ProductMeta, productMeta } from './woocommerce-meta.js';
import { metafieldsIn } from './woocommerce-metafields.js';
import { priceKeys, priceOf, pricesOf } from './woocommerce-prices.js';
import { noProductStatuses, variationStatuses, type WooCommerceTables, woo } from './woocommerce-relations.js';
import { inventoryOf, stockKeys, weightOf } from './woocommerce-stock.js';
import { namesOfSlugs } from './woocommerce-terms.js';

/** The keys of a variation's product, beside its own. */
const parentKeys = productKeys.map((key) => `parent${key}` as const);
type ParentKey = (typeof parentKeys)[number];

type Product = WooCommerceTables['product'];
type VariantRow = Product & Meta<ProductKey | ParentKey>;
const { ask, source, from, none, asked, ids, where, listed } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'product',
  'v',
  { p: Product },
  Meta<ProductKey | ParentKey>
>();

/** A variation as its product's statement lists it, with all of its own row that a variant is read from. */
type VariationRow = { readonly id: number } & Pick<Product, 'post_parent' | 'post_status' | 'post_modified_gmt'>;

/** The variations of products, published or switched off (`private`), in the order that the merchant gave them; asked once. */
export function variationsOf(gathering: Gathering, products: number[]): Statement<VariationRow> {
  return gathering.once('variations', () =>
    gathering.add(
      'variations',
      woo
        .selectFrom('product as v')
        .select(['v.ID as id', 'v.post_parent', 'v.post_status', 'v.post_modified_gmt'])
        .where('v.post_parent', 'in', products)
        .where('v.post_type', '=', 'product_variation')
        .where('v.post_status', 'in', variationStatuses)
        .orderBy('v.menu_order')
        .orderBy('v.ID'),
    ),
  );
}

const wantedKeys = (sourced: readonly string[], prefix = '') =>
  productKeys.filter((key) => sourced.includes(`${prefix}${key}`));

type AskingVariants = Pick<Asking<WooCommerceView, unknown>, 'gathering' | 'ids' | 'sourced'>;

const metaOfVariants = ({ gathering, ids: some, sourced }: AskingVariants): ProductMeta<ProductKey> =>
  gathering.once('variation-meta', () => productMeta(gathering, 'variation-meta', some, wantedKeys(sourced)));

const ownMeta = source(productKeys, [], metaOfVariants);

const parentMeta = source(parentKeys, ['post_parent'], ({ gathering, rows, sourced }) => {
  const keys = wantedKeys(sourced, 'parent');
  const read = gathering.once('parent-meta', () =>
    productMeta(gathering, 'parent-meta', valuesFrom(rows, 'post_parent'), keys),
  );
  return (results, _id, row) => {
    const meta = read(results, row.post_parent);
    return Object.fromEntries(keys.map((key) => [`parent${key}`, meta[key]]));
  };
});

/** The keys that variants need of themselves and of their products, for whoever asks for all of them at once. */
export function variantKeys(sourced: readonly string[]): ProductKey[] {
  return [...new Set([...wantedKeys(sourced), ...wantedKeys(sourced, 'parent')])];
}

const image = ask(['_thumbnail_id'], (asking) => {
  const { view, gathering } = asking;
  // Those of products are there already, with those of their variations, where both are asked for.
  const images = gathering.once('images', () =>
    attachmentImages(view, gathering, 'images', [metaOfVariants(asking).listed]),
  );
  return (results, _id, row) => images(results, [row._thumbnail_id])[0] ?? null;
});

/** What makes a variation: its own keys beside its row, and the names of the terms that they hold. */
const chosen = ask(['parent_product_attributes'], ({ view, gathering, ids: some }) => {
  const held = woo.selectFrom('variation_attribute as m').select(['m.meta_key', 'm.meta_value']).orderBy('m.meta_id');
  const rows = gathering.rows('variation-values', 'm.post_id', some, held);
  const names = namesOfSlugs(gathering, 'variation-terms', rows.listed);
  return (results, id, row) => {
    const values = new Map(rows(results, id).map((one) => [one.meta_key, one.meta_value ?? '']));
    return selectedOptions(results, heldAttributes(view, results, row.parent_product_attributes), values, names);
  };
});

const parentStockKeys = stockKeys.map((key) => `parent${key}` as const);

const inventory = (view: WooCommerceView, row: Meta<(typeof stockKeys)[number] | (typeof parentStockKeys)[number]>) =>
  inventoryOf(view, row, {
    _manage_stock: row.parent_manage_stock,
    _stock: row.parent_stock,
    _stock_status: row.parent_stock_status,
    _backorders: row.parent_backorders,
  });

/** Variations of products that are listed, whatever their status; one in the trash, or without its product, is none. */
export const variant = listed<ProductVariant, VariantFilter, 'ID_ASC'>({
  kind: 'ProductVariant',
  from: 'product as v',
  key: 'ID',
  statement: 'variation-rows',
  always: ['productId'],
  sources: [ownMeta, parentMeta],
  fields: {
    productId: from(['post_parent'], (row) => String(row.post_parent)),
    // What a variation does not say of itself it has from its product, as WooCommerce has it.
    sku: from(['_sku', 'parent_sku'], (row) => plainText(row._sku) ?? plainText(row.parent_sku)),
    gtin: from(['_global_unique_id'], (row) => plainText(row._global_unique_id)),
    price: from(priceKeys, (row, { view }) => priceOf(view, pricesOf(view, row).regular)),
    salePrice: from(priceKeys, (row, { view }) => priceOf(view, pricesOf(view, row).sale)),
    ecotax: none(null),
    inventory: from([...stockKeys, ...parentStockKeys], (row, { view }) => inventory(view, row)),
    weight: from(['_weight', 'parent_weight'], (row, { view }) => weightOf(view, row._weight, row.parent_weight)),
    image: asked(image, (found) => found),
    selectedOptions: asked(chosen, (found) => found),
    metafields: asked(metafieldsIn('product_field', 'variant-metafields'), (found) => found),
    updatedAt: from(['post_modified_gmt'], (row) => instantOf(row.post_modified_gmt, 'UTC')),
  },
  list: {
    every: (query) =>
      query
        .innerJoin('product as p', 'p.ID', 'v.post_parent')
        .where('v.post_type', '=', 'product_variation')
        .where('v.post_status', 'in', variationStatuses)
        .where('p.post_type', '=', 'product')
        .where('p.post_status', 'not in', noProductStatuses) as typeof query,
    orders: { ID: { column: null } },
    filter: {
      ids: ids('v.ID'),
      skus: (query, skus, view) => {
        const holders = () => woo.selectFrom(holdersOfSku(view, skus).as('h'));
        const below = holders().innerJoin('product as w', 'w.post_parent', 'h.id').select('w.ID as id');
        const sold = woo.selectFrom(holders().select('h.id').unionAll(below).as('b')).select('b.id').distinct();
        return query
          .innerJoin(sold.as('f'), 'f.id', 'v.ID')
          .where(variationSku('v.ID', 'p.ID'), 'in', skus.flatMap(formsAsStored)) as unknown as typeof query;
      },
      productIds: ids('v.post_parent'),
      updatedAfter: where((eb, instant) => {
        const since = textFrom(instant, 'UTC');
        const unknown = eb.or([eb('v.post_modified_gmt', 'is', null), eb('v.post_modified_gmt', '<', zeroDates)]);
        return eb.or([
          eb('v.post_modified_gmt', '>=', since),
          eb.and([unknown, eb('p.post_modified_gmt', '>=', since)]),
        ]);
      }),
      inStock: where((_eb, inStock, _view, looksAtAll) => inStockIn('v.ID', inStock, looksAtAll)),
    },
  },
});

/** Reads the variants of products, whose keys and their products' `metas` holds; in the order that the merchant gave them. */
export function variantsBelow(
  {
    view,
    gathering,
    ids: products,
    selection,
  }: Pick<Asking<WooCommerceView, unknown>, 'view' | 'gathering' | 'ids' | 'selection'>,
  metas: ProductMeta<ProductKey>,
): Reading<AsRead<ProductVariant>[]> {
  for (const name of ['variation-meta', 'parent-meta']) gathering.once(name, () => metas);
  const variations = variationsOf(gathering, products);
  const rows = variations as unknown as Statement<VariantRow>;
  const read = nodesOf(variant, { view, gathering, ids: valuesFrom(variations, 'id'), rows, selection });
  const below = rowsOf(variations, 'post_parent');
  return (results, product) =>
    below(results, product).map((row) => read(results, row.id, row as VariationRow & VariantRow));
}

/**
 * The stock of products that are not sold in variations, and of the variations of those that are, by the numbers of their posts.
 */
export const inventoryLevels = levelsOf(
  'v.ID',
  (_view: WooCommerceView) =>
    woo
      .selectFrom('product as v')
      .leftJoin('product as p', (join) =>
        join
          .onRef('p.ID', '=', 'v.post_parent')
          .on('p.post_type', '=', 'product')
          .on('p.post_status', 'not in', noProductStatuses),
      )
      .select(['v.ID as id', 'p.ID as above'])
      .where((eb) =>
        eb.or([
          eb.and([
            eb('v.post_type', '=', 'product'),
            eb('v.post_status', 'not in', noProductStatuses),
            eb.not(isVariableIn('v.ID')),
          ]),
          eb.and([
            eb('v.post_type', '=', 'product_variation'),
            eb('v.post_status', 'in', variationStatuses),
            eb('p.ID', 'is not', null),
            isVariableIn('p.ID'),
          ]),
        ]),
      ),
  (view, gathering, rows) => {
    const keys = ['_sku', ...stockKeys] as const;
    const own = productMeta(gathering, 'level-meta', valuesFrom(rows, 'id'), keys);
    const parents = productMeta(gathering, 'level-parents', valuesFrom(rows, 'above'), keys);
    return (results, { id, above }) => {
      const meta = own(results, id);
      const parent = above === null ? null : parents(results, above);
      const { tracked, quantity, available } = inventoryOf(view, meta, parent);
      const sku = plainText(meta._sku) ?? plainText(parent?._sku);
      return { productId: above ?? id, variantId: above === null ? null : id, sku, tracked, quantity, available };
    };
  },
);
