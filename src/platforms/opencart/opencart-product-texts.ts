import type { ProductAttribute } from '../../model/product-parts.js';
import { rowOf, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { translationsOf } from '../product-measures.js';
import { facts } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';

/** The texts of a product in the default language; null where it has none in it. */
export const texts = facts.ask([], ({ view, gathering, ids, selection }) =>
  rowOf(
    gathering.add(
      'texts',
      opencart
        .selectFrom('product_description as t')
        .select(['t.product_id', 't.name'])
        .$if(selection.has('description'), (query) => query.select('t.description'))
        .$if(selection.has('tags'), (query) => query.select('t.tag'))
        .where('t.product_id', 'in', ids)
        .where('t.language_id', '=', view.native.defaultLanguageId),
    ),
    'product_id',
  ),
);

/** A product's texts in every language that the store knows. OpenCart holds no short descriptions. */
export const translations = facts.ask([], ({ view, gathering, ids, selection }) => {
  const rows = rowsOf(
    gathering.add(
      'translations',
      opencart
        .selectFrom('product_description as t')
        .select(['t.product_id', 't.language_id', 't.name'])
        .$if(selection.at('translations').has('description'), (query) => query.select('t.description'))
        .where('t.product_id', 'in', ids)
        .orderBy('t.language_id'),
    ),
    'product_id',
  );
  return (results, id) =>
    translationsOf(
      view,
      rows(results, id),
      (row) => row.language_id,
      ({ name, description }) => ({
        name: unescaped(name ?? ''),
        description: plainText(description),
        shortDescription: null,
      }),
    );
});

/** A product's attributes in the default language, in the storefront's order; each holds one text. */
export const attributes = facts.ask([], ({ view, gathering, ids }) => {
  const language = view.native.defaultLanguageId;
  const rows = rowsOf(
    gathering.add(
      'attributes',
      opencart
        .selectFrom('product_attribute as pa')
        .innerJoin('attribute as a', 'a.attribute_id', 'pa.attribute_id')
        .leftJoin('attribute_description as d', (join) =>
          join.onRef('d.attribute_id', '=', 'pa.attribute_id').on('d.language_id', '=', language),
        )
        .leftJoin('attribute_group as g', 'g.attribute_group_id', 'a.attribute_group_id')
        .leftJoin('attribute_group_description as gd', (join) =>
          join.onRef('gd.attribute_group_id', '=', 'a.attribute_group_id').on('gd.language_id', '=', language),
        )
        .select(['pa.product_id', 'pa.text', 'd.name', 'gd.name as group'])
        .where('pa.product_id', 'in', ids)
        .where('pa.language_id', '=', language)
        .orderBy('g.sort_order')
        .orderBy('gd.name')
        .orderBy('a.sort_order')
        .orderBy('d.name')
        .orderBy('a.attribute_id'),
    ),
    'product_id',
  );
  return (results, id) =>
    rows(results, id).map((row): ProductAttribute => {
      const text = plainText(row.text);
      return { name: unescaped(row.name ?? ''), values: text === null ? [] : [text], group: plainText(row.group) };
    });
});
