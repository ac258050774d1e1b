import { sql } from 'kysely';
import type { Category, CategoryFilter, CategoryOrder } from '../../model/category.js';
import { containsUnescaped } from '../conditions.js';
import { factsOf } from '../facts.js';
import { plainText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { childrenOf } from '../listing.js';
import { idAbove } from '../row-ids.js';
import { type OpenCartView } from './opencart-config.js';
import { nameOf } from './opencart-names.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { asked, below, flag, from, ids, listed, rowBeside, where, none } = factsOf<
  OpenCartView,
  OpenCartTables,
  'category',
  'c'
>();

const nameIn = (view: OpenCartView) => nameOf(view, 'category_description', 'category_id', 'c.category_id');

/** What a category is called: its number where it has no name at all. */
const shownName = (view: OpenCartView) => sql<string>`coalesce(${nameIn(view)}, ${sql.ref('c.category_id')})`;

const texts = rowBeside('category-texts', 'c.category_id', ({ view, selection }) =>
  opencart
    .selectFrom('category as c')
    .select([nameIn(view).as('name')])
    .$if(selection.has('description'), (query) =>
      query
        .leftJoin('category_description as t', (join) =>
          join.onRef('t.category_id', '=', 'c.category_id').on('t.language_id', '=', view.native.defaultLanguageId),
        )
        .select('t.description'),
    ),
);

/**
 * The category's own part of its address in the main store and the default language. 3.x holds it for `category_id=20`; 4.x for
 * the path of ids down to it (`20_27`), as the whole path (`desktops/mac`).
 */
const keyword = rowBeside('category-keywords', 'c.category_id', ({ view }) =>
  opencart
    .selectFrom('category as c')
    .innerJoin('seo_url as u', (join) =>
      join.on((eb) => {
        if (!view.columns.has('seo_url', 'key')) {
          return eb('u.query', '=', eb.fn<string>('concat', [eb.val('category_id='), 'c.category_id']));
        }
        const own = eb.fn<string>('lower', ['c.category_id']);
        const start = eb(eb.fn<number>('length', ['u.value']), '-', eb.fn<number>('length', [own]));
        const tail = eb.fn<string>('substr', ['u.value', eb(start, '+', 1)]);
        const before = eb.fn<string>('substr', ['u.value', start, eb.val(1)]);
        const ends = eb.and([eb(tail, '=', own), eb(before, '=', '_')]);
        return eb.and([eb('u.key', '=', 'path'), eb.or([eb('u.value', '=', own), ends])]);
      }),
    )
    .where('u.store_id', '=', 0)
    .where('u.language_id', '=', view.native.defaultLanguageId)
    .select(['u.keyword'])
    .orderBy('u.seo_url_id', 'desc'),
);

/** All categories; OpenCart has no technical root. */
export const category = listed<Category, CategoryFilter, CategoryOrder>({
  kind: 'Category',
  from: 'category as c',
  key: 'category_id',
  statement: 'category-rows',
  always: ['parentId'],
  fields: {
    parentId: from(['parent_id'], (row, { id: own }) => idAbove(row.parent_id, own)),
    name: asked(texts, (text, { id: own }) => unescaped(text?.name ?? String(own))),
    description: asked(texts, (text) => plainText(text?.description)),
    slug: asked(keyword, (row) => plainText(row?.keyword)?.split('/').at(-1) ?? null),
    enabled: from(['status'], (row) => row.status === 1),
    position: from(['sort_order'], (row) => row.sort_order),
    image: from(['image'], (row, { view }) => imagesOf(`${view.url}image/`, [row.image])[0] ?? null),
    metafields: none([]),
  },
  list: {
    orders: {
      ID: { column: null },
      NAME: (view) => ({ column: shownName(view) }),
      POSITION: { column: 'c.sort_order', nullable: true },
    },
    filter: {
      ids: ids('c.category_id'),
      parentId: below('c.parent_id', 'c.category_id'),
      enabled: flag('c.status'),
      search: where((eb, text, view) => containsUnescaped(eb, shownName(view), text)),
    },
  },
});

/** The children in the storefront's order: by their sort order, then by name. */
export const categoryChildren = childrenOf(category, (view: OpenCartView, parents) =>
  opencart
    .selectFrom('category as c')
    .select(['c.category_id as id', 'c.parent_id as above', nameIn(view).as('name')])
    .where('c.parent_id', 'in', parents)
    .whereRef('c.category_id', '<>', 'c.parent_id')
    .orderBy('c.sort_order')
    .orderBy('name')
    .orderBy('c.category_id'),
);
