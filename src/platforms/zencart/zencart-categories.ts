import type { Category, CategoryFilter } from '../../model/category.js';
import { contains } from '../conditions.js';
import { readingOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { rowOf } from '../gathering.js';
import { heldText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { belowPlan, collectionOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { viewOf, type ZenCartView } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { ask, from, asked, lacking, ids, flag, id, where, listed } = factsOf<
  ZenCartView,
  ZenCartTables,
  'categories',
  'c'
>();

const texts = ask([], ({ view, gathering, ids: some, selection }) =>
  rowOf(
    gathering.add(
      'category-texts',
      zencart
        .selectFrom('categories_description as t')
        .select(['t.categories_id', 't.categories_name'])
        .$if(selection.has('description'), (query) => query.select('t.categories_description'))
        .where('t.categories_id', 'in', some)
        .where('t.language_id', '=', view.native.defaultLanguageId),
    ),
    'categories_id',
  ),
);

/** All categories; Zen Cart has no technical root. */
export const category = listed<Category, CategoryFilter, 'ID_ASC'>({
  kind: 'Category',
  from: 'categories as c',
  key: 'categories_id',
  statement: 'category-rows',
  always: ['parentId'],
  fields: {
    parentId: from(['parent_id'], (row) => (row.parent_id > 0 ? String(row.parent_id) : null)),
    name: asked(texts, (text, { id: own }) => unescaped(text?.categories_name ?? String(own))),
    description: asked(texts, (text) => heldText(text?.categories_description)),
    enabled: from(['categories_status'], (row) => row.categories_status === 1),
    position: from(['sort_order'], (row) => row.sort_order),
    image: from(
      ['categories_image'],
      (row, { view }) => imagesOf(`${view.url}images/`, [row.categories_image])[0] ?? null,
    ),
    ...lacking(null, 'slug'),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.categories_id'),
      // 0 is what Zen Cart holds as the parent of categories at the top.
      parentId: (query, parent, view) =>
        parent === '0' ? query.where('c.parent_id', '=', 0) : id('c.parent_id')(query, parent, view),
      enabled: flag('c.categories_status'),
      search: where((eb, text, view) =>
        eb(
          'c.categories_id',
          'in',
          eb
            .selectFrom('categories_description as t')
            .select('t.categories_id')
            .where('t.language_id', '=', view.native.defaultLanguageId)
            .where((on) => contains(on, 't.categories_name', text)),
        ),
      ),
    },
  },
});

export const categories = collectionOf(category);

/** The children in the storefront's order: by their sort order, then by name. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const children = (parents: number[]) =>
    zencart
      .selectFrom('categories as c')
      .leftJoin('categories_description as t', (join) =>
        join.onRef('t.categories_id', '=', 'c.categories_id').on('t.language_id', '=', view.native.defaultLanguageId),
      )
      .select(['c.categories_id as id', 'c.parent_id as above'])
      .where('c.parent_id', 'in', parents)
      .orderBy('c.sort_order')
      .orderBy('t.categories_name')
      .orderBy('c.categories_id');
  return belowPlan(parentIds, children, (gathering, listed) => readingOf(category, view, gathering, listed, selection));
};
