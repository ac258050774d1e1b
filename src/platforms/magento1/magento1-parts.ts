import type { Statement } from '../../bridge/plan.js';
import type { DecimalCell } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-tables.js';

/** A configurable product and one of the simple products that are its variants. */
export interface VariantLink {
  readonly id: number;
  readonly parent_id: number;
}

/** The variants of configurable products, in the order in which they were linked. */
export function variantLinks(gathering: Gathering, parentIds: number[]): Statement<VariantLink> {
  return gathering.add(
    'variants',
    magento
      .selectFrom('catalog_product_super_link as l')
      .select(['l.product_id as id', 'l.parent_id'])
      .where('l.parent_id', 'in', parentIds)
      .orderBy('l.link_id'),
  );
}

/** `catalog_product_link_type`: what a grouped product is made of. */
const groupedLink = 3;

/** The products that grouped products show together. */
export function groupedLinks(gathering: Gathering, parentIds: number[]): Statement<VariantLink> {
  return gathering.add(
    'grouped',
    magento
      .selectFrom('catalog_product_link as l')
      .select(['l.linked_product_id as id', 'l.product_id as parent_id'])
      .where('l.product_id', 'in', parentIds)
      .where('l.link_type_id', '=', groupedLink)
      .orderBy('l.link_id'),
  );
}

/** A part that a bundle offers: a product, how many of it, and what it adds where the bundle's price is fixed. */
export interface BundlePart {
  readonly id: number;
  readonly parent_id: number;
  readonly selection_id: number;
  readonly option_id: number;
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
  readonly own_title: string | null;
}

/** What bundles are made of. */
export interface Bundles {
  readonly parts: Statement<BundlePart>;
  readonly partsOf: Reading<readonly BundlePart[]>;
  readonly choicesOf: Reading<readonly BundleChoice[]>;
}

/** Asks for the choices of bundles and their parts, with the website's own prices of these where it has any. */
export function bundlesOf(view: Magento1View, gathering: Gathering, parentIds: number[]): Bundles {
  const { storeId, websiteId } = view.native;
  const choices = gathering.add(
    'bundle-choices',
    magento
      .selectFrom('catalog_product_bundle_option as o')
      .leftJoin('catalog_product_bundle_option_value as d', (join) =>
        join.onRef('d.option_id', '=', 'o.option_id').on('d.store_id', '=', 0),
      )
      .leftJoin('catalog_product_bundle_option_value as s', (join) =>
        join.onRef('s.option_id', '=', 'o.option_id').on('s.store_id', '=', storeId),
      )
      .select(['o.parent_id', 'o.option_id', 'o.required', 'o.type', 'd.title as title', 's.title as own_title'])
      .where('o.parent_id', 'in', parentIds)
      .orderBy('o.position')
      .orderBy('o.option_id'),
  );
  const parts = gathering.add(
    'bundle-parts',
    magento
      .selectFrom('catalog_product_bundle_selection as b')
      .leftJoin('catalog_product_bundle_selection_price as w', (join) =>
        join.onRef('w.selection_id', '=', 'b.selection_id').on('w.website_id', '=', websiteId),
      )
      .select(['b.product_id as id', 'b.parent_product_id as parent_id', 'b.selection_id', 'b.option_id'])
      .select((eb) => [
        'b.selection_qty as qty',
        eb.fn.coalesce('w.selection_price_type', 'b.selection_price_type').as('price_type'),
        eb.fn.coalesce('w.selection_price_value', 'b.selection_price_value').as('price_value'),
      ])
      .where('b.parent_product_id', 'in', parentIds)
      .orderBy('b.position')
      .orderBy('b.selection_id'),
  ) as Statement<BundlePart>;
  return { parts, partsOf: rowsOf(parts, 'parent_id'), choicesOf: rowsOf(choices, 'parent_id') };
}
