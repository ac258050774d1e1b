import type { Category, CategoryFilter } from '../../model/category.js';
import { containsUnescaped } from '../conditions.js';
import { readingOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { plainText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { belowPlan, collectionOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { rowId } from '../row-ids.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { nameOf } from './opencart-names.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { asked, flag, from, ids, listed, rowBeside, where } = factsOf<OpenCartView, OpenCartTables, 'category', 'c'>();

const nameIn = (view: OpenCartView) => nameOf(view, 'category_description', 'category_id', 'c.category_id');

const texts = rowBeside('category-texts', 'category_id', ({ view, ids: some, selection }) =>
  opencart
    .selectFrom('category as c')
    .select(['c.category_id', nameIn(view).as('name')])
    .$if(selection.has('description'), (query) =>
      query
        .leftJoin('category_description as t', (join) =>
          join.onRef('t.category_id', '=', 'c.category_id').on('t.language_id', '=', view.native.defaultLanguageId),
        )
        .select('t.description'),
    )
    .where('c.category_id', 'in', some),
);

/**
 * The category's own part of its address in the main store and the default language. 3.x holds it for `category_id=20`; 4.x for
 * the path of ids down to it (`20_27`), as the whole path (`desktops/mac`).
 */
const keyword = rowBeside('category-keywords', 'category_id', ({ view, ids: some }) =>
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
    .where('c.category_id', 'in', some)
    .where('u.store_id', '=', 0)
    .where('u.language_id', '=', view.native.defaultLanguageId)
    .select(['c.category_id', 'u.keyword'])
    .orderBy('u.seo_url_id', 'desc'),
);

/** All categories; OpenCart has no technical root. */
export const category = listed<Category, CategoryFilter, 'ID_ASC'>({
  kind: 'Category',
  from: 'category as c',
  key: 'category_id',
  statement: 'category-rows',
  always: ['parentId'],
  fields: {
    // One that is its own parent has none.
    parentId: from(['parent_id'], (row, { id: own }) =>
      row.parent_id > 0 && row.parent_id !== own ? String(row.parent_id) : null,
    ),
    name: asked(texts, (text, { id: own }) => unescaped(text?.name ?? String(own))),
    description: asked(texts, (text) => plainText(text?.description)),
    slug: asked(keyword, (row) => plainText(row?.keyword)?.split('/').at(-1) ?? null),
    enabled: from(['status'], (row) => row.status === 1),
    position: from(['sort_order'], (row) => row.sort_order),
    image: from(['image'], (row, { view }) => imagesOf(`${view.url}image/`, [row.image])[0] ?? null),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.category_id'),
      // 0 is what OpenCart holds as the parent of categories at the top.
      parentId: where((eb, parent) => {
        const number = rowId(parent);
        const [held, own] = [eb.ref('c.parent_id'), eb.ref('c.category_id')];
        if (parent === '0') return eb.or([eb(held, '<=', 0), eb(held, '=', own)]);
        return number === null ? null : eb.and([eb(held, '=', number), eb(held, '<>', own)]);
      }),
      enabled: flag('c.status'),
      search: where((eb, text, view) => containsUnescaped(eb, eb.fn.coalesce(nameIn(view), 'c.category_id'), text)),
    },
  },
});

export const categories = collectionOf(category);

/** The children in the storefront's order: by their sort order, then by name. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const children = (parents: number[]) =>
    opencart
      .selectFrom('category as c')
      .select(['c.category_id as id', 'c.parent_id as above', nameIn(view).as('name')])
      .where('c.parent_id', 'in', parents)
      .whereRef('c.category_id', '<>', 'c.parent_id')
      .orderBy('c.sort_order')
      .orderBy('name')
      .orderBy('c.category_id');
  return belowPlan(parentIds, children, (gathering, listed) => readingOf(category, view, gathering, listed, selection));
};
