import type { Category, CategoryFilter } from '../../model/category.js';
import { containsUnescaped } from '../conditions.js';
import { readingOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { heldText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { belowPlan, collectionOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { viewOf, type ZenCartView } from './zencart-config.js';
import { categoryNames, namesIn, textsOf } from './zencart-names.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { ask, from, asked, lacking, ids, flag, id, where, listed } = factsOf<
  ZenCartView,
  ZenCartTables,
  'categories',
  'c'
>();

const texts = ask([], ({ view, gathering, ids: some, selection }) =>
  textsOf(view, categoryNames, gathering, 'category-texts', some, selection.has('description')),
);

/** All categories; Zen Cart has no technical root. */
export const category = listed<Category, CategoryFilter, 'ID_ASC'>({
  kind: 'Category',
  from: 'categories as c',
  key: 'categories_id',
  statement: 'category-rows',
  always: ['parentId'],
  fields: {
    // One that is its own parent stands at the top.
    parentId: from(['parent_id'], (row, { id: own }) =>
      row.parent_id > 0 && row.parent_id !== own ? String(row.parent_id) : null,
    ),
    name: asked(texts, (text, { id: own }) => unescaped(text.name ?? String(own))),
    description: asked(texts, (text) => heldText(text.description)),
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
        parent === '0'
          ? query.where((eb) => eb.or([eb('c.parent_id', '=', 0), eb('c.parent_id', '=', eb.ref('c.categories_id'))]))
          : (id('c.parent_id')(query, parent, view)?.whereRef('c.parent_id', '<>', 'c.categories_id') ?? null),
      enabled: flag('c.categories_status'),
      search: where((eb, text, view) =>
        eb(
          'c.categories_id',
          'in',
          zencart
            .selectFrom(namesIn(view, categoryNames).as('n'))
            .select('n.id')
            .where((on) => containsUnescaped(on, 'n.name', text)),
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
      .leftJoin(namesIn(view, categoryNames).as('t'), 't.id', 'c.categories_id')
      .select(['c.categories_id as id', 'c.parent_id as above'])
      .where('c.parent_id', 'in', parents)
      .whereRef('c.parent_id', '<>', 'c.categories_id')
      .orderBy('c.sort_order')
      .orderBy('t.name')
      .orderBy('c.categories_id');
  return belowPlan(parentIds, children, (gathering, listed) => readingOf(category, view, gathering, listed, selection));
};
