import { sql } from 'kysely';
import { answered } from '../../bridge/plan.js';
import { alphabetically, type Facets, noneOf, wholly } from '../facets.js';
import { heldText } from '../html-text.js';
import { brandOf, namedOption } from './magento1-brands.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-relations.js';

export const facets: Facets = {
  // The options of the attribute that says who makes a product; where it is a text, each that some product has.
  brands: wholly(
    'brands',
    (view: Magento1View) => {
      const attribute = brandOf(view);
      if (!attribute) return null;
      const { storeId } = view.native;
      if (attribute.type !== 'int') {
        const texts = magento.selectFrom('catalog_product_entity_varchar as v').distinct();
        return texts
          .select([sql<string | null>`concat(${sql.ref('v.value')}, ${''})`.as('id'), 'v.value as name'])
          .where('v.attribute_id', '=', attribute.id)
          .where('v.store_id', 'in', [0, storeId])
          .orderBy('v.value');
      }
      return magento
        .selectFrom('eav_attribute_option as o')
        .select([
          sql<string | null>`concat(${sql.ref('o.option_id')}, ${''})`.as('id'),
          namedOption(view, sql.ref('o.option_id')).as('name'),
        ])
        .where('o.attribute_id', '=', attribute.id)
        .orderBy('name')
        .orderBy('o.option_id');
    },
    (rows) =>
      rows.flatMap((row) => {
        const [id, name] = [heldText(row.id), heldText(row.name)];
        return id === null || name === null ? [] : [{ nativeId: id, name }];
      }),
  ),
  tags: wholly(
    'tags',
    (view: Magento1View) =>
      view.columns.has('tag_relation') && view.columns.has('tag')
        ? magento
            .selectFrom('tag as t')
            .innerJoin('tag_relation as r', 'r.tag_id', 't.tag_id')
            .innerJoin('catalog_product_entity as e', 'e.entity_id', 'r.product_id')
            .select('t.name')
            .distinct()
            .where('r.active', '=', 1)
            .where('t.status', '=', 1)
        : null,
    (rows) => alphabetically(rows.flatMap(({ name }) => heldText(name) ?? [])),
  ),
  attributeSets: wholly(
    'attribute-sets',
    () =>
      magento
        .selectFrom('eav_attribute_set as s')
        .innerJoin('eav_entity_type as t', 't.entity_type_id', 's.entity_type_id')
        .select(['s.attribute_set_id as id', 's.attribute_set_name as name'])
        .where('t.entity_type_code', '=', 'catalog_product')
        .orderBy('s.sort_order')
        .orderBy('s.attribute_set_name')
        .orderBy('s.attribute_set_id'),
    (rows) => rows.map(({ id, name }) => ({ nativeId: String(id), name: heldText(name) ?? String(id) })),
  ),
  locations: noneOf,
  attributes: (store) =>
    answered((store as Magento1View).native.shown.map(({ id, label }) => ({ nativeId: String(id), name: label }))),
};
