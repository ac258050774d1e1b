import { answered } from '../../bridge/plan.js';
import { alphabetically, type Facets, noneOf, wholly } from '../facets.js';
import { unescaped } from '../html-text.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { locations } from './woocommerce-locations.js';
import { noProductStatuses, woo } from './woocommerce-relations.js';

const terms = (taxonomy: 'product_brand' | 'product_tag') =>
  woo
    .selectFrom('term_taxonomy as x')
    .innerJoin('term as t', 't.term_id', 'x.term_id')
    .where('x.taxonomy', '=', taxonomy);

export const facets: Facets = {
  brands: wholly(
    'brands',
    () => terms('product_brand').select(['t.term_id as id', 't.name']).orderBy('t.name').orderBy('t.term_id'),
    (rows) => rows.map(({ id, name }) => ({ nativeId: String(id), name: unescaped(name) })),
  ),
  tags: wholly(
    'tags',
    () =>
      terms('product_tag')
        .innerJoin('term_relationship as r', 'r.term_taxonomy_id', 'x.term_taxonomy_id')
        .innerJoin('product as p', 'p.ID', 'r.object_id')
        .select('t.name')
        .distinct()
        .where('p.post_type', '=', 'product')
        .where('p.post_status', 'not in', noProductStatuses),
    (rows) => alphabetically(rows.map(({ name }) => unescaped(name))),
  ),
  attributes: (store) =>
    answered(
      Object.entries((store as WooCommerceView).native.attributes).map(([taxonomy, { label }]) => ({
        nativeId: taxonomy,
        name: label,
      })),
    ),
  attributeSets: noneOf,
  locations,
};
