import { alphabetically, type Facets, noneOf, wholly } from '../facets.js';
import { heldText } from '../html-text.js';
import { inLanguage } from './prestashop-languages.js';
import { locations } from './prestashop-locations.js';
import { prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

export const facets: Facets = {
  brands: wholly(
    'brands',
    () =>
      prestashop
        .selectFrom('manufacturer as m')
        .select(['m.id_manufacturer as id', 'm.name'])
        .orderBy('m.name')
        .orderBy('m.id_manufacturer'),
    (rows) => rows.map(({ id, name }) => ({ nativeId: String(id), name: heldText(name) ?? String(id) })),
  ),
  tags: wholly(
    'tags',
    (view: PrestaShopView) =>
      prestashop
        .selectFrom('product_tag as pt')
        .innerJoin('tag as t', 't.id_tag', 'pt.id_tag')
        .innerJoin('product as p', 'p.id_product', 'pt.id_product')
        .select('t.name')
        .distinct()
        .where('t.id_lang', '=', view.native.languageId)
        .$if(view.columns.has('product', 'state'), (query) => query.where('p.state', '=', 1)),
    (rows) => alphabetically(rows.flatMap(({ name }) => heldText(name) ?? [])),
  ),
  attributes: wholly(
    'attributes',
    (view: PrestaShopView) =>
      prestashop
        .selectFrom('feature as f')
        .select('f.id_feature as id')
        .select(
          inLanguage(view, { table: 'feature_lang', text: 'name', key: 'id_feature', of: 'f.id_feature' }).as('name'),
        )
        .orderBy('f.position')
        .orderBy('f.id_feature'),
    (rows) => rows.map(({ id, name }) => ({ nativeId: String(id), name: heldText(name) ?? String(id) })),
  ),
  attributeSets: noneOf,
  locations,
};
