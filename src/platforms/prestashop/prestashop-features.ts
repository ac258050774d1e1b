import type { ProductAttribute } from '../../model/product-parts.js';
import { heldText } from '../html-text.js';
import { inLanguage } from './prestashop-languages.js';
import { facts } from './prestashop-product-list.js';
import { prestashop } from './prestashop-relations.js';

const { asked, rowsBeside } = facts;

const name = { table: 'feature_lang', text: 'name', key: 'id_feature', of: 'fp.id_feature' } as const;
const value = {
  table: 'feature_value_lang',
  text: 'value',
  key: 'id_feature_value',
  of: 'fp.id_feature_value',
} as const;

const featureRows = rowsBeside('features', 'fp.id_product', ({ view }) =>
  prestashop
    .selectFrom('feature_product as fp')
    .innerJoin('feature as f', 'f.id_feature', 'fp.id_feature')
    .select(['fp.id_feature', inLanguage(view, name).as('name'), inLanguage(view, value).as('value')])
    .orderBy('f.position')
    .orderBy('fp.id_feature')
    .$if(view.columns.has('feature_value', 'position'), (query) =>
      query.leftJoin('feature_value as fv', 'fv.id_feature_value', 'fp.id_feature_value').orderBy('fv.position'),
    )
    .orderBy('fp.id_feature_value'),
);

/** A product's features, in the storefront's order: one fact each, however many values. */
export const features = asked(featureRows, (rows): ProductAttribute[] => {
  const found = new Map<number, ProductAttribute>();
  for (const row of rows) {
    const feature = found.get(row.id_feature) ?? {
      name: heldText(row.name) ?? String(row.id_feature),
      values: [],
      group: null,
    };
    found.set(row.id_feature, feature);
    feature.values.push(...[heldText(row.value)].filter((one) => one !== null));
  }
  return [...found.values()];
});

const tagRows = rowsBeside('tags', 'pt.id_product', ({ view }) =>
  prestashop
    .selectFrom('product_tag as pt')
    .innerJoin('tag as t', 't.id_tag', 'pt.id_tag')
    .select(['t.name'])
    .where('t.id_lang', '=', view.native.languageId)
    .orderBy('t.id_tag'),
);

/** A product's tags in the default language. */
export const tags = asked(tagRows, (rows) => rows.flatMap((row) => heldText(row.name) ?? []));
