import type { SelectQueryBuilder } from 'kysely';
import { answered, orError, type Plan, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category, CategoryFilter } from '../../model/category.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection, Platform } from '../platform.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { contains } from './opencart-search.js';
import { type OpenCartTables, opencart, rowId, rowIds } from './opencart-tables.js';
import { imagesOf } from './opencart-urls.js';

type Filtered = SelectQueryBuilder<OpenCartTables & { c: OpenCartTables['category'] }, 'c', object>;

/** All categories; OpenCart has no technical root. */
export const categories: Collection<Category, CategoryFilter, 'ID_ASC'> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(
      filtered(view, request.filter),
      { id: 'c.category_id', column: null },
      request,
      (gathering, listed) => categoryReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      opencart.selectFrom('category as c').select('c.category_id as id').where('c.category_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => categoryReading(view, gathering, from, selection));
  },
};

/** The children in the storefront's order: by their sort order, then by name. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const ids = rowIds(parentIds);
  const none = new Map<string, readonly AsRead<Category>[]>();
  if (ids.length === 0) return answered(none);
  const gathering = new Gathering();
  const listed = gathering.add(
    'children',
    opencart
      .selectFrom('category as c')
      .leftJoin('category_description as t', (join) =>
        join.onRef('t.category_id', '=', 'c.category_id').on('t.language_id', '=', view.native.defaultLanguageId),
      )
      .select(['c.category_id as id', 'c.parent_id'])
      .where('c.parent_id', 'in', ids)
      .orderBy('c.sort_order')
      .orderBy('t.name')
      .orderBy('c.category_id'),
  );
  const read = categoryReading(view, gathering, listed, selection);
  const rows = rowsOf(listed, 'parent_id');
  const plan: Plan<ReadonlyMap<string, readonly AsRead<Category>[]>> = {
    statements: gathering.statements,
    decode: (results) =>
      new Map(
        ids.map((id) => [
          String(id),
          rows(results, id)
            .map((row) => read(results, row.id))
            .filter((child) => child !== null),
        ]),
      ),
  };
  return plan;
};

/** Reads the categories that a statement lists, with what is selected of them; null for one that does not exist. */
export function categoryReading(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Category> | null> {
  const ids = valuesFrom(listed, 'id');
  const rows = rowOf(
    gathering.add(
      'category-rows',
      opencart
        .selectFrom('category as c')
        .select(['c.category_id', 'c.parent_id'])
        .$if(selection.has('enabled'), (query) => query.select('c.status'))
        .$if(selection.has('position'), (query) => query.select('c.sort_order'))
        .$if(selection.has('image'), (query) => query.select('c.image'))
        .where('c.category_id', 'in', ids),
    ),
    'category_id',
  );
  const texts = selection.has('name', 'description')
    ? rowOf(
        gathering.add(
          'category-texts',
          opencart
            .selectFrom('category_description as t')
            .select(['t.category_id', 't.name'])
            .$if(selection.has('description'), (query) => query.select('t.description'))
            .where('t.category_id', 'in', ids)
            .where('t.language_id', '=', view.native.defaultLanguageId),
        ),
        'category_id',
      )
    : null;
  const slugs = selection.has('slug') ? categorySlugs(view, gathering, ids) : null;
  return (results, id) => {
    const row = rows(results, id);
    if (!row) return null;
    const category: AsRead<Category> = {
      id: globalId(view.storeId, 'Category', id),
      storeId: view.storeId,
      nativeId: String(id),
      parentId: row.parent_id > 0 ? String(row.parent_id) : null,
    };
    if (texts) {
      category.name = orError(() => unescaped(texts(results, id)?.name ?? String(id)));
      category.description = orError(() => plainText(texts(results, id)?.description));
    }
    if (slugs) category.slug = orError(() => slugs(results, id));
    if (selection.has('enabled')) category.enabled = row.status === 1;
    if (selection.has('position')) category.position = row.sort_order ?? null;
    if (selection.has('image')) category.image = imagesOf(view, [row.image ?? null])[0] ?? null;
    return category;
  };
}

/**
 * The category's own part of its address in the main store and the default language. 3.x holds it for `category_id=20`; 4.x for
 * the path of ids down to it (`20_27`), as the whole path (`desktops/mac`).
 */
function categorySlugs(view: OpenCartView, gathering: Gathering, ids: number[]): Reading<string | null> {
  const parted = view.columns.has('seo_url', 'key');
  const keywords = gathering.add(
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
      .where('c.category_id', 'in', ids)
      .where('u.store_id', '=', 0)
      .where('u.language_id', '=', view.native.defaultLanguageId)
      .select(['c.category_id', 'u.keyword'])
      .orderBy('u.seo_url_id', 'desc'),
  );
  const rows = rowsOf(keywords, 'category_id');
  return (results, id) => plainText(rows(results, id)[0]?.keyword)?.split('/').at(-1) ?? null;
}

function filtered(view: OpenCartView, filter: CategoryFilter): Filtered | null {
  let query: Filtered = opencart.selectFrom('category as c');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.category_id', 'in', ids);
  }
  if (filter.parentId !== null && filter.parentId !== undefined) {
    // 0 is what OpenCart holds as the parent of categories at the top.
    const parent = filter.parentId === '0' ? 0 : rowId(filter.parentId);
    if (parent === null) return null;
    query = query.where('c.parent_id', '=', parent);
  }
  if (filter.enabled !== null && filter.enabled !== undefined)
    query = query.where('c.status', filter.enabled ? '=' : '<>', 1);
  const { search } = filter;
  if (search) {
    query = query.where((eb) =>
      eb(
        'c.category_id',
        'in',
        eb
          .selectFrom('category_description as t')
          .select('t.category_id')
          .where('t.language_id', '=', view.native.defaultLanguageId)
          .where((on) => contains(on, 't.name', search)),
      ),
    );
  }
  return query;
}
