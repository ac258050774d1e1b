import type { SelectQueryBuilder } from 'kysely';
import { answered, orError, type Plan, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category, CategoryFilter } from '../../model/category.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection, Platform } from '../platform.js';
import { rowId, rowIds } from '../row-ids.js';
import { viewOf, type ZenCartView } from './zencart-config.js';
import { imagesOf } from './zencart-images.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { contains, htmlOf } from './zencart-texts.js';

type Filtered = SelectQueryBuilder<ZenCartTables & { c: ZenCartTables['categories'] }, 'c', object>;

/** All categories; Zen Cart has no technical root. */
export const categories: Collection<Category, CategoryFilter, 'ID_ASC'> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(
      filtered(view, request.filter),
      { id: 'c.categories_id', column: null },
      request,
      (gathering, listed) => categoryReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      zencart.selectFrom('categories as c').select('c.categories_id as id').where('c.categories_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => categoryReading(view, gathering, from, selection));
  },
};

/** The children in the storefront's order: by their sort order, then by name. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const ids = rowIds(parentIds);
  if (ids.length === 0) return answered(new Map<string, readonly AsRead<Category>[]>());
  const gathering = new Gathering();
  const listed = gathering.add(
    'children',
    zencart
      .selectFrom('categories as c')
      .leftJoin('categories_description as t', (join) =>
        join.onRef('t.categories_id', '=', 'c.categories_id').on('t.language_id', '=', view.native.defaultLanguageId),
      )
      .select(['c.categories_id as id', 'c.parent_id'])
      .where('c.parent_id', 'in', ids)
      .orderBy('c.sort_order')
      .orderBy('t.categories_name')
      .orderBy('c.categories_id'),
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
  view: ZenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Category> | null> {
  const ids = valuesFrom(listed, 'id');
  const rows = rowOf(
    gathering.add(
      'category-rows',
      zencart
        .selectFrom('categories as c')
        .select(['c.categories_id', 'c.parent_id'])
        .$if(selection.has('enabled'), (query) => query.select('c.categories_status'))
        .$if(selection.has('position'), (query) => query.select('c.sort_order'))
        .$if(selection.has('image'), (query) => query.select('c.categories_image'))
        .where('c.categories_id', 'in', ids),
    ),
    'categories_id',
  );
  const texts = selection.has('name', 'description')
    ? rowOf(
        gathering.add(
          'category-texts',
          zencart
            .selectFrom('categories_description as t')
            .select(['t.categories_id', 't.categories_name'])
            .$if(selection.has('description'), (query) => query.select('t.categories_description'))
            .where('t.categories_id', 'in', ids)
            .where('t.language_id', '=', view.native.defaultLanguageId),
        ),
        'categories_id',
      )
    : null;
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
      if (selection.has('name'))
        category.name = orError(() => unescaped(texts(results, id)?.categories_name ?? String(id)));
      if (selection.has('description'))
        category.description = orError(() => htmlOf(texts(results, id)?.categories_description));
    }
    if (selection.has('slug')) category.slug = null;
    if (selection.has('enabled')) category.enabled = row.categories_status === 1;
    if (selection.has('position')) category.position = row.sort_order ?? null;
    if (selection.has('image')) category.image = imagesOf(view, [row.categories_image ?? null])[0] ?? null;
    return category;
  };
}

function filtered(view: ZenCartView, filter: CategoryFilter): Filtered | null {
  let query: Filtered = zencart.selectFrom('categories as c');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.categories_id', 'in', ids);
  }
  if (filter.parentId !== null && filter.parentId !== undefined) {
    // 0 is what Zen Cart holds as the parent of categories at the top.
    const parent = filter.parentId === '0' ? 0 : rowId(filter.parentId);
    if (parent === null) return null;
    query = query.where('c.parent_id', '=', parent);
  }
  if (filter.enabled !== null && filter.enabled !== undefined)
    query = query.where('c.categories_status', filter.enabled ? '=' : '<>', 1);
  const { search } = filter;
  if (search) {
    query = query.where((eb) =>
      eb(
        'c.categories_id',
        'in',
        eb
          .selectFrom('categories_description as t')
          .select('t.categories_id')
          .where('t.language_id', '=', view.native.defaultLanguageId)
          .where((on) => contains(on, 't.categories_name', search)),
      ),
    );
  }
  return query;
}
