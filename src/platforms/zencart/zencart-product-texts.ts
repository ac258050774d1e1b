import { heldText, unescaped } from '../html-text.js';
import { translationsOf } from '../product-measures.js';
import { productNames, textsOf } from './zencart-names.js';
import { facts } from './zencart-product-list.js';
import { zencart } from './zencart-relations.js';

/** What a product is called, and its description. */
export const texts = facts.ask([], ({ view, gathering, ids, selection }) =>
  textsOf(view, productNames, gathering, 'texts', ids, selection.has('description')),
);

const inLanguages = facts.rowsBeside('translations', 't.products_id', ({ selection }) =>
  zencart
    .selectFrom('products_description as t')
    .select(['t.language_id', 't.products_name'])
    .$if(selection.at('translations').has('description'), (query) => query.select('t.products_description'))
    .orderBy('t.language_id'),
);

/** A product's texts in every language that the store knows. Zen Cart holds no short descriptions. */
export const translations = facts.asked(inLanguages, (rows, { view }) =>
  translationsOf(view, rows, (row) => ({
    languageId: row.language_id,
    name: unescaped(row.products_name ?? ''),
    description: heldText(row.products_description),
    shortDescription: null,
  })),
);
