import type { ProductAttribute } from '../../model/product-parts.js';
import { plainText, unescaped } from '../html-text.js';
import { translationsOf } from '../product-measures.js';
import { nameOf } from './opencart-names.js';
import { facts } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';

const { asked, rowBeside, rowsBeside } = facts;

/** A product's texts: its name in whichever language has one, the default first; all else in the default language. */
export const texts = rowBeside('texts', 'p.product_id', ({ view, selection }) =>
  opencart
    .selectFrom('product as p')
    .leftJoin('product_description as t', (join) =>
      join.onRef('t.product_id', '=', 'p.product_id').on('t.language_id', '=', view.native.defaultLanguageId),
    )

    .$if(selection.has('name'), (query) =>
      query.select(nameOf(view, 'product_description', 'product_id', 'p.product_id').as('name')),
    )
    .$if(selection.has('description'), (query) => query.select('t.description'))
    .$if(selection.has('tags'), (query) => query.select('t.tag')),
);

const translationRows = rowsBeside('translations', 't.product_id', ({ selection }) =>
  opencart
    .selectFrom('product_description as t')
    .select(['t.language_id', 't.name'])
    .$if(selection.at('translations').has('description'), (query) => query.select('t.description'))
    .orderBy('t.language_id'),
);

/** A product's texts in every language that the store knows. OpenCart holds no short descriptions. */
export const translations = asked(translationRows, (rows, { view }) =>
  translationsOf(view, rows, ({ language_id, name, description }) => ({
    languageId: language_id,
    name: unescaped(name ?? ''),
    description: plainText(description),
    shortDescription: null,
  })),
);

const attributeRows = rowsBeside('attributes', 'pa.product_id', ({ view }) =>
  opencart
    .selectFrom('product_attribute as pa')
    .innerJoin('attribute as a', 'a.attribute_id', 'pa.attribute_id')
    .leftJoin('attribute_group as g', 'g.attribute_group_id', 'a.attribute_group_id')
    .select(['pa.attribute_id', 'pa.text'])
    .select(nameOf(view, 'attribute_description', 'attribute_id', 'pa.attribute_id').as('name'))
    .select(nameOf(view, 'attribute_group_description', 'attribute_group_id', 'a.attribute_group_id').as('group'))
    .where('pa.language_id', '=', view.native.defaultLanguageId)
    .orderBy('g.sort_order')
    .orderBy('group')
    .orderBy('a.sort_order')
    .orderBy('name')
    .orderBy('a.attribute_id'),
);

/** A product's attributes in the default language, in the storefront's order; each holds one text. */
export const attributes = asked(attributeRows, (rows) =>
  rows.map((row): ProductAttribute => {
    const text = plainText(row.text);
    const name = unescaped(row.name ?? String(row.attribute_id));
    return { name, values: text === null ? [] : [text], group: plainText(row.group) };
  }),
);

/** The tags that stand between commas in a text. */
export function tagsIn(held: string | null): string[] {
  return unescaped(held)
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
