import { rowsOf } from '../gathering.js';
import { heldText, unescaped } from '../html-text.js';
import { translationsOf } from '../product-measures.js';
import { productNames, textsOf } from './zencart-names.js';
import { facts } from './zencart-product-list.js';
import { zencart } from './zencart-relations.js';

/** What a product is called, and its description. */
export const texts = facts.ask([], ({ view, gathering, ids, selection }) =>
  textsOf(view, productNames, gathering, 'texts', ids, selection.has('description')),
);

/** A product's texts in every language that the store knows. Zen Cart holds no short descriptions. */
export const translations = facts.ask([], ({ view, gathering, ids, selection }) => {
  const rows = rowsOf(
    gathering.add(
      'translations',
      zencart
        .selectFrom('products_description as t')
        .select(['t.products_id', 't.language_id', 't.products_name'])
        .$if(selection.at('translations').has('description'), (query) => query.select('t.products_description'))
        .where('t.products_id', 'in', ids)
        .orderBy('t.language_id'),
    ),
    'products_id',
  );
  return (results, id) =>
    translationsOf(
      view,
      rows(results, id),
      (row) => row.language_id,
      (row) => ({
        name: unescaped(row.products_name ?? ''),
        description: heldText(row.products_description),
        shortDescription: null,
      }),
    );
});
