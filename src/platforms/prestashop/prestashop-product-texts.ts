import { heldText } from '../html-text.js';
import { translationsOf } from '../product-measures.js';
import { inOrderOf } from '../row-order.js';
import { facts } from './prestashop-product-list.js';
import { prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import type { PrestaShopView } from './prestashop-view.js';

const { asked, rowBeside, rowsBeside } = facts;

/** The texts of products (`p`) in the right shop, as a query without languages. */
const textRows = (view: PrestaShopView) =>
  prestashop
    .selectFrom('product as p')
    .innerJoin('product_lang as t', (join) =>
      join.onRef('t.id_product', '=', 'p.id_product').on('t.id_shop', '=', shopOfProduct(view)),
    );

/** The texts of a product in the default language; null where it has none in it. */
export const texts = rowBeside('texts', 'p.id_product', ({ view, selection }) =>
  textRows(view)
    .select('t.link_rewrite')
    .$if(selection.has('description'), (query) => query.select('t.description'))
    .$if(selection.has('shortDescription'), (query) => query.select('t.description_short'))
    .where('t.id_lang', '=', view.native.languageId),
);

const textsInLanguages = rowsBeside('translations', 'p.id_product', ({ view, selection }) => {
  const wanted = selection.at('translations');
  return textRows(view)
    .select(['t.id_lang', 't.name'])
    .$if(wanted.has('description'), (query) => query.select('t.description'))
    .$if(wanted.has('shortDescription'), (query) => query.select('t.description_short'));
});

/** A product's texts in every language that the store knows. */
export const translations = asked(textsInLanguages, (rows, { view }) =>
  translationsOf(view, inOrderOf(rows, 'id_lang'), (row) => ({
    languageId: row.id_lang,
    name: row.name ?? '',
    description: heldText(row.description),
    shortDescription: heldText(row.description_short),
  })),
);
