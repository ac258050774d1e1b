import { alphabetically, type Facets, noneOf, wholly } from '../facets.js';
import { unescaped } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { locations } from './opencart-locations.js';
import { nameOf } from './opencart-names.js';
import { hasVariants } from './opencart-product-list.js';
import { tagsIn } from './opencart-product-texts.js';
import { opencart } from './opencart-relations.js';

export const facets: Facets = {
  brands: wholly(
    'brands',
    () =>
      opencart
        .selectFrom('manufacturer as m')
        .select(['m.manufacturer_id', 'm.name'])
        .orderBy('m.name')
        .orderBy('m.manufacturer_id'),
    (rows) => rows.map((row) => ({ nativeId: String(row.manufacturer_id), name: unescaped(row.name ?? '') })),
  ),
  // They stand between commas in the texts of products.
  tags: wholly(
    'tags',
    (view: OpenCartView) =>
      opencart
        .selectFrom('product_description as t')
        .innerJoin('product as p', 'p.product_id', 't.product_id')
        .select('t.tag')
        .distinct()
        .where('t.language_id', '=', view.native.defaultLanguageId)
        .where('t.tag', '<>', '')
        .$if(hasVariants(view), (query) => query.where('p.master_id', '=', 0)),
    (rows) => alphabetically(rows.flatMap((row) => tagsIn(row.tag))),
  ),
  attributes: wholly(
    'attributes',
    (view: OpenCartView) =>
      opencart
        .selectFrom('attribute as a')
        .leftJoin('attribute_group as g', 'g.attribute_group_id', 'a.attribute_group_id')
        .select('a.attribute_id')
        .select(nameOf(view, 'attribute_description', 'attribute_id', 'a.attribute_id').as('name'))
        .orderBy('g.sort_order')
        .orderBy('a.attribute_group_id')
        .orderBy('a.sort_order')
        .orderBy('name')
        .orderBy('a.attribute_id'),
    (rows) => rows.map(({ attribute_id: id, name }) => ({ nativeId: String(id), name: unescaped(name ?? String(id)) })),
  ),
  attributeSets: noneOf,
  locations,
};
