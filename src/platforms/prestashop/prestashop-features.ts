import type { ProductAttribute } from '../../model/product-parts.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { facts } from './prestashop-product-list.js';
import { prestashop } from './prestashop-relations.js';

const { ask } = facts;

/** A product's features in the default language, in the storefront's order: one fact each, however many values. */
export const features = ask([], ({ view, gathering, ids }) => {
  const { languageId } = view.native;
  const rows = rowsOf(
    gathering.add(
      'features',
      prestashop
        .selectFrom('feature_product as fp')
        .innerJoin('feature as f', 'f.id_feature', 'fp.id_feature')
        .leftJoin('feature_lang as n', (join) =>
          join.onRef('n.id_feature', '=', 'fp.id_feature').on('n.id_lang', '=', languageId),
        )
        .leftJoin('feature_value_lang as v', (join) =>
          join.onRef('v.id_feature_value', '=', 'fp.id_feature_value').on('v.id_lang', '=', languageId),
        )
        .select(['fp.id_product', 'fp.id_feature', 'n.name', 'v.value'])
        .where('fp.id_product', 'in', ids)
        .orderBy('f.position')
        .orderBy('fp.id_feature')
        .$if(view.columns.has('feature_value', 'position'), (query) =>
          query.leftJoin('feature_value as fv', 'fv.id_feature_value', 'fp.id_feature_value').orderBy('fv.position'),
        )
        .orderBy('fp.id_feature_value'),
    ),
    'id_product',
  );
  return (results, id) => {
    const found = new Map<number, ProductAttribute>();
    for (const row of rows(results, id)) {
      const value = heldText(row.value);
      const feature = found.get(row.id_feature) ?? { name: row.name ?? '', values: [], group: null };
      found.set(row.id_feature, feature);
      if (value !== null) feature.values.push(value);
    }
    return [...found.values()];
  };
});

/** A product's tags in the default language. */
export const tags = ask([], ({ view, gathering, ids }) => {
  const rows = rowsOf(
    gathering.add(
      'tags',
      prestashop
        .selectFrom('product_tag as pt')
        .innerJoin('tag as t', 't.id_tag', 'pt.id_tag')
        .select(['pt.id_product', 't.name'])
        .where('pt.id_product', 'in', ids)
        .where('t.id_lang', '=', view.native.languageId)
        .orderBy('t.id_tag'),
    ),
    'id_product',
  );
  return (results, id) => rows(results, id).flatMap((row) => heldText(row.name) ?? []);
});
