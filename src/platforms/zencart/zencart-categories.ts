import { sql } from 'kysely';
import type { Category, CategoryFilter, CategoryOrder } from '../../model/category.js';
import { contains, containsUnescaped } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { childrenOf } from '../listing.js';
import { idAbove } from '../row-ids.js';
import { type ZenCartView } from './zencart-config.js';
import { categoryNames, namesIn, textsOf } from './zencart-names.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { ask, asked, below, flag, from, ids, lacking, listed, where, none } = factsOf<
  ZenCartView,
  ZenCartTables,
  'categories',
  'c'
>();

const texts = ask([], ({ view, gathering, ids: some, selection }) =>
  textsOf(view, categoryNames, gathering, 'category-texts', some, selection.has('description')),
);

/** All categories; Zen Cart has no technical root. */
export const category = listed<Category, CategoryFilter, CategoryOrder>({
  kind: 'Category',
  from: 'categories as c',
  key: 'categories_id',
  statement: 'category-rows',
  always: ['parentId'],
  fields: {
    // One that is its own parent stands at the top.
    parentId: from(['parent_id'], (row, { id: own }) => idAbove(row.parent_id, own)),
    name: asked(texts, (text, { id: own }) => unescaped(text.name ?? String(own))),
    description: asked(texts, (text) => heldText(text.description)),
    enabled: from(['categories_status'], (row) => row.categories_status === 1),
    position: from(['sort_order'], (row) => row.sort_order),
    image: from(
      ['categories_image'],
      (row, { view }) => imagesOf(`${view.url}images/`, [row.categories_image])[0] ?? null,
    ),
    ...lacking(null, 'slug'),
    metafields: none([]),
  },
  list: {
    joins: [
      {
        orders: ['NAME'],
        join: (query, view) =>
          query.leftJoin(namesIn(view, categoryNames).as('t'), 't.id', 'c.categories_id') as typeof query,
      },
    ],
    orders: {
      ID: { column: null },
      // One without a name goes by its number.
      NAME: { column: sql`coalesce(${sql.ref('t.name')}, concat(${sql.ref('c.categories_id')}, ${''}))` },
      POSITION: { column: 'c.sort_order', nullable: true },
    },
    filter: {
      ids: ids('c.categories_id'),
      parentId: below('c.parent_id', 'c.categories_id'),
      enabled: flag('c.categories_status'),
      // Where there is no name in any language, the number is shown.
      search: where((eb, text, view) => {
        const named = () => zencart.selectFrom(namesIn(view, categoryNames).as('n')).select('n.id');
        return eb.or([
          eb(
            'c.categories_id',
            'in',
            named().where((on) => containsUnescaped(on, 'n.name', text)),
          ),
          eb.and([contains(eb, 'c.categories_id', text), eb('c.categories_id', 'not in', named())]),
        ]);
      }),
    },
  },
});

/** The children in the storefront's order: by their sort order, then by name. */
export const categoryChildren = childrenOf(category, (view: ZenCartView, parents) =>
  zencart
    .selectFrom('categories as c')
    .leftJoin(namesIn(view, categoryNames).as('t'), 't.id', 'c.categories_id')
    .select(['c.categories_id as id', 'c.parent_id as above'])
    .where('c.parent_id', 'in', parents)
    .whereRef('c.parent_id', '<>', 'c.categories_id')
    .orderBy('c.sort_order')
    .orderBy('t.name')
    .orderBy('c.categories_id'),
);
