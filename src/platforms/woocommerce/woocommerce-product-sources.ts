import { valuesFrom, valuesOfAll } from '../../bridge/plan.js';
import type { ProductType } from '../../model/product-kinds.js';
import { type Asking, sourcedOf } from '../entity.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { productKeys } from './woocommerce-keys.js';
import { type ProductKey, type ProductMeta, productMeta } from './woocommerce-meta.js';
import { facts } from './woocommerce-product-list.js';
import { type Term, termNames, termsOf } from './woocommerce-terms.js';
import { variant, variantKeys, variationsOf } from './woocommerce-variants.js';

/** Fields that products are asked for together with their variations. */
const ofVariations = ['variants', 'price', 'salePrice', 'specialPrices'];

/** The keys of products, and of their variations where these are needed: one statement for both. */
export function metaOfAll({
  gathering,
  ids,
  selection,
  sourced,
}: Asking<WooCommerceView, unknown>): ProductMeta<ProductKey> {
  return gathering.once('meta', () => {
    const below = variantKeys(sourcedOf(variant, selection.at('variants')));
    const keys = productKeys.filter((key) => sourced.includes(key) || below.includes(key));
    const all = selection.has(...ofVariations) ? valuesOfAll(ids, valuesFrom(variationsOf(gathering, ids), 'id')) : ids;
    return productMeta(gathering, 'meta', all, keys);
  });
}

/** The keys of a product. */
export const meta = facts.source(productKeys, [], metaOfAll);

/** What a product is related to. */
export const terms = facts.source(termNames, [], ({ gathering, ids, sourced }) => termsOf(gathering, ids, sourced));

/** WooCommerce's kinds, with those of the usual plugins; a product without a kind is a simple one. */
export function kindOf([kind]: readonly Term[]): ProductType {
  const slug = kind?.slug ?? '';
  if (slug.startsWith('variable')) return 'VARIABLE';
  if (slug === 'grouped') return 'GROUPED';
  if (slug === 'external') return 'EXTERNAL';
  return ['bundle', 'composite', 'woosb', 'yith_bundle'].includes(slug) ? 'BUNDLE' : 'SIMPLE';
}
