import type { Category, CategoryFilter } from '../../model/category.js';
import { contains } from '../conditions.js';
import { readingOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { belowPlan, collectionOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { shopOfCategory } from './prestashop-shops.js';
import { type PrestaShopView, viewOf } from './prestashop-view.js';

const { rowBeside, from, asked, none, ids, id, flag, where, listed } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'category',
  'c',
  Record<never, never>,
  { grandparent: number | null; place: number | null }
>();

const texts = rowBeside('category-texts', 'id_category', ({ view, ids: some, selection }) =>
  prestashop
    .selectFrom('category as c')
    .innerJoin('category_lang as t', (join) =>
      join.onRef('t.id_category', '=', 'c.id_category').on('t.id_shop', '=', shopOfCategory(view)),
    )
    .select(['c.id_category', 't.name', 't.link_rewrite'])
    .$if(selection.has('description'), (query) => query.select('t.description'))
    .where('c.id_category', 'in', some)
    .where('t.id_lang', '=', view.native.languageId),
);

const rowsAlone = () => prestashop.selectFrom('category as c');

/** Categories with their places in the right shop. */
const placed = (query: ReturnType<typeof rowsAlone>, view: PrestaShopView) =>
  query.leftJoin('category_shop as s', (join) =>
    join.onRef('s.id_category', '=', 'c.id_category').on('s.id_shop', '=', shopOfCategory(view)),
  );

/** All categories but the technical root, which has no parent and which no page shows. */
export const category = listed<Category, CategoryFilter, 'ID_ASC'>({
  kind: 'Category',
  from: 'category as c',
  key: 'id_category',
  statement: 'category-rows',
  always: ['parentId'],
  derived: {
    grandparent: (query: ReturnType<typeof rowsAlone>) =>
      query.leftJoin('category as above', 'above.id_category', 'c.id_parent').select('above.id_parent as grandparent'),
    place: (query: ReturnType<typeof rowsAlone>, view) =>
      placed(query, view).select((eb) => eb.fn.coalesce('s.position', 'c.position').as('place')),
  },
  fields: {
    // Those right below the technical root are at the top.
    parentId: from(['id_parent', 'grandparent'], (row) => ((row.grandparent ?? 0) > 0 ? String(row.id_parent) : null)),
    name: asked(texts, (text, { id: own }) => text?.name ?? String(own)),
    description: asked(texts, (text) => heldText(text?.description)),
    slug: asked(texts, (text) => heldText(text?.link_rewrite)),
    enabled: from(['active'], (row) => row.active === 1),
    position: from(['place'], (row) => row.place),
    // Whether there is a picture is known to the disk alone: the database holds nothing of it.
    image: none(null),
  },
  list: {
    every: (query) => query.where('c.id_parent', '>', 0),
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.id_category'),
      parentId: id('c.id_parent'),
      enabled: flag('c.active'),
      search: where((eb, text, view) =>
        eb.exists(
          eb
            .selectFrom('category_lang as t')
            .select('t.id_category')
            .whereRef('t.id_category', '=', 'c.id_category')
            .where('t.id_shop', '=', shopOfCategory(view))
            .where('t.id_lang', '=', view.native.languageId)
            .where((on) => contains(on, 't.name', text)),
        ),
      ),
    },
  },
});

export const categories = collectionOf(category);

/** The children by their place in the right shop. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const children = (parents: number[]) =>
    placed(rowsAlone(), view)
      .select(['c.id_category as id', 'c.id_parent as above'])
      .where('c.id_parent', 'in', parents)
      .orderBy((eb) => eb.fn.coalesce('s.position', 'c.position'))
      .orderBy('c.id_category');
  return belowPlan(parentIds, children, (gathering, below) => readingOf(category, view, gathering, below, selection));
};
