import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { translationsOf } from '../product-measures.js';
import { facts } from './prestashop-product-list.js';
import { prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import type { PrestaShopView } from './prestashop-view.js';

const { ask, rowBeside } = facts;

/** The texts of products (`p`) in the right shop, as a query without languages or columns. */
function textRows(view: PrestaShopView, ids: number[]) {
  return prestashop
    .selectFrom('product as p')
    .innerJoin('product_lang as t', (join) =>
      join.onRef('t.id_product', '=', 'p.id_product').on('t.id_shop', '=', shopOfProduct(view)),
    )
    .where('p.id_product', 'in', ids);
}

/** The texts of a product in the default language; null where it has none in it. */
export const texts = rowBeside('texts', 'id_product', ({ view, ids, selection }) =>
  textRows(view, ids)
    .select(['p.id_product', 't.link_rewrite'])
    .$if(selection.has('description'), (query) => query.select('t.description'))
    .$if(selection.has('shortDescription'), (query) => query.select('t.description_short'))
    .where('t.id_lang', '=', view.native.languageId),
);

/** A product's texts in every language that the store knows. */
export const translations = ask([], ({ view, gathering, ids, selection }) => {
  const wanted = selection.at('translations');
  const rows = rowsOf(
    gathering.add(
      'translations',
      textRows(view, ids)
        .select(['p.id_product', 't.id_lang', 't.name'])
        .$if(wanted.has('description'), (query) => query.select('t.description'))
        .$if(wanted.has('shortDescription'), (query) => query.select('t.description_short'))
        .orderBy('t.id_lang'),
    ),
    'id_product',
  );
  return (results, id) =>
    translationsOf(
      view,
      rows(results, id),
      (row) => row.id_lang,
      (row) => ({
        name: row.name ?? '',
        description: heldText(row.description),
        shortDescription: heldText(row.description_short),
      }),
    );
});
