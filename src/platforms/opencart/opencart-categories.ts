import type { Category, CategoryFilter } from '../../model/category.js';
import { readingOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { rowOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { imagesOf } from '../image-list.js';
import { belowPlan, collectionOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';
import { holds } from './opencart-search.js';

const { ask, asked, flag, from, id, ids, listed, where } = factsOf<OpenCartView, OpenCartTables, 'category', 'c'>();

const texts = ask([], ({ view, gathering, ids: some, selection }) =>
  rowOf(
    gathering.add(
      'category-texts',
      opencart
        .selectFrom('category_description as t')
        .select(['t.category_id', 't.name'])
        .$if(selection.has('description'), (query) => query.select('t.description'))
        .where('t.category_id', 'in', some)
        .where('t.language_id', '=', view.native.defaultLanguageId),
    ),
    'category_id',
  ),
);

/**
 * The category's own part of its address in the main store and the default language. 3.x holds it for `category_id=20`; 4.x for
 * the path of ids down to it (`20_27`), as the whole path (`desktops/mac`).
 */
const slug = ask([], ({ view, gathering, ids: some }) => {
  const parted = view.columns.has('seo_url', 'key');
  const keyword = rowOf(
    gathering.add(
      'category-keywords',
      opencart
        .selectFrom('category as c')
        .innerJoin('seo_url as u', (join) =>
          join.on((eb) => {
            if (!parted) return eb('u.query', '=', eb.fn<string>('concat', [eb.val('category_id='), 'c.category_id']));
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
    ),
    'category_id',
  );
  return (results, own) => plainText(keyword(results, own)?.keyword)?.split('/').at(-1) ?? null;
});

/** All categories; OpenCart has no technical root. */
export const category = listed<Category, CategoryFilter, 'ID_ASC'>({
  kind: 'Category',
  from: 'category as c',
  key: 'category_id',
  statement: 'category-rows',
  always: ['parentId'],
  fields: {
    parentId: from(['parent_id'], (row) => (row.parent_id > 0 ? String(row.parent_id) : null)),
    name: asked(texts, (text, { id: own }) => unescaped(text?.name ?? String(own))),
    description: asked(texts, (text) => plainText(text?.description)),
    slug: asked(slug, (keyword) => keyword),
    enabled: from(['status'], (row) => row.status === 1),
    position: from(['sort_order'], (row) => row.sort_order),
    image: from(['image'], (row, { view }) => imagesOf(`${view.url}image/`, [row.image])[0] ?? null),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.category_id'),
      // 0 is what OpenCart holds as the parent of categories at the top.
      parentId: (query, parent, view) =>
        parent === '0' ? query.where('c.parent_id', '=', 0) : id('c.parent_id')(query, parent, view),
      enabled: flag('c.status'),
      search: where((eb, text, view) =>
        eb(
          'c.category_id',
          'in',
          eb
            .selectFrom('category_description as t')
            .select('t.category_id')
            .where('t.language_id', '=', view.native.defaultLanguageId)
            .where((on) => holds(on, 't.name', text)),
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
    opencart
      .selectFrom('category as c')
      .leftJoin('category_description as t', (join) =>
        join.onRef('t.category_id', '=', 'c.category_id').on('t.language_id', '=', view.native.defaultLanguageId),
      )
      .select(['c.category_id as id', 'c.parent_id as above'])
      .where('c.parent_id', 'in', parents)
      .orderBy('c.sort_order')
      .orderBy('t.name')
      .orderBy('c.category_id');
  return belowPlan(parentIds, children, (gathering, listed) => readingOf(category, view, gathering, listed, selection));
};
