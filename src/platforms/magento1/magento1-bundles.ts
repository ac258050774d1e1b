import type { DecimalCell } from '../decimals.js';
import type { Reading } from '../gathering.js';
import type { Link, Links, ProductAsking } from './magento1-links.js';
import { magento } from './magento1-relations.js';
import { textIn } from './magento1-store-texts.js';

/** A part that a bundle offers: a product, how many of it, and what it adds where the bundle's price is fixed. */
export interface BundlePart extends Link {
  readonly selection_id: number;
  readonly option_id: number;
  readonly sku: string | null;
  readonly qty: DecimalCell | null;
  /** 1 where the price is a percentage of the bundle's. */
  readonly price_type: number;
  readonly price_value: DecimalCell;
}

/** A choice that a bundle offers. */
export interface BundleChoice {
  readonly parent_id: number;
  readonly option_id: number;
  readonly required: number;
  readonly type: string | null;
  readonly title: string | null;
}

/** What bundles are made of. */
export interface Bundles {
  readonly parts: Links<BundlePart>;
  readonly choicesOf: Reading<readonly BundleChoice[]>;
}

/**
 * Asks for the choices of bundles and their parts, with the website's own prices of these where it has any. Null in stores that
 * Magento's bundles were taken out of.
 */
export function bundlesOf({ view, gathering, ids }: ProductAsking): Bundles | null {
  if (!view.columns.has('catalog_product_bundle_selection')) return null;
  const choices = magento
    .selectFrom('catalog_product_bundle_option as o')
    .select(['o.option_id', 'o.required', 'o.type'])
    .select(textIn(view, 'catalog_product_bundle_option_value', 'title', 'option_id', 'o.option_id').as('title'))
    .orderBy('o.position')
    .orderBy('o.option_id');
  const parts = magento
    .selectFrom('catalog_product_bundle_selection as b')
    .leftJoin('catalog_product_entity as e', 'e.entity_id', 'b.product_id')
    .leftJoin('catalog_product_bundle_selection_price as w', (join) =>
      join.onRef('w.selection_id', '=', 'b.selection_id').on('w.website_id', '=', view.native.websiteId),
    )
    .select((eb) => [
      ...([
        'b.product_id as id',
        'b.parent_product_id as parent_id',
        'b.selection_id',
        'b.option_id',
        'e.sku',
      ] as const),
      'b.selection_qty as qty',
      eb.fn.coalesce('w.selection_price_type', 'b.selection_price_type').as('price_type'),
      eb.fn.coalesce('w.selection_price_value', 'b.selection_price_value').as('price_value'),
    ])
    .orderBy('b.position')
    .orderBy('b.selection_id');
  return {
    choicesOf: gathering.rows('bundle-choices', 'o.parent_id', ids, choices),
    parts: gathering.rows('bundle-parts', 'b.parent_product_id', ids, parts) as Links<BundlePart>,
  };
}
