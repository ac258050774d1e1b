import type { SelectQueryBuilder } from 'kysely';
import { answered, orError, type Plan, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category, CategoryFilter } from '../../model/category.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection, Platform } from '../platform.js';
import { rowId, rowIds } from '../row-ids.js';
import { type PrestaShopView, viewOf } from './prestashop-config.js';
import { contains } from './prestashop-search.js';
import { shopOfCategory } from './prestashop-shops.js';
import { heldText, type PrestaShopTables, prestashop } from './prestashop-tables.js';

type Filtered = SelectQueryBuilder<PrestaShopTables & { c: PrestaShopTables['category'] }, 'c', object>;

/** All categories but the technical root, which has no parent and which no page shows. */
const realCategories = () => prestashop.selectFrom('category as c').where('c.id_parent', '>', 0);

export const categories: Collection<Category, CategoryFilter, 'ID_ASC'> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(
      filtered(view, request.filter),
      { id: 'c.id_category', column: null },
      request,
      (gathering, listed) => categoryReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => realCategories().select('c.id_category as id').where('c.id_category', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => categoryReading(view, gathering, from, selection));
  },
};

/** How many categories there are, as a query that selects nothing yet. */
export const countedCategories = realCategories;

/** The children by their place in the right shop. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const ids = rowIds(parentIds);
  const none = new Map<string, readonly AsRead<Category>[]>();
  if (ids.length === 0) return answered(none);
  const gathering = new Gathering();
  const listed = gathering.add(
    'children',
    prestashop
      .selectFrom('category as c')
      .leftJoin('category_shop as s', (join) =>
        join.onRef('s.id_category', '=', 'c.id_category').on('s.id_shop', '=', shopOfCategory(view)),
      )
      .select(['c.id_category as id', 'c.id_parent'])
      .where('c.id_parent', 'in', ids)
      .orderBy((eb) => eb.fn.coalesce('s.position', 'c.position'))
      .orderBy('c.id_category'),
  );
  const read = categoryReading(view, gathering, listed, selection);
  const rows = rowsOf(listed, 'id_parent');
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
  view: PrestaShopView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Category> | null> {
  const ids = valuesFrom(listed, 'id');
  const rows = rowOf(
    gathering.add(
      'category-rows',
      prestashop
        .selectFrom('category as c')
        .leftJoin('category as above', 'above.id_category', 'c.id_parent')
        .select(['c.id_category', 'c.id_parent', 'above.id_parent as grandparent'])
        .$if(selection.has('enabled'), (query) => query.select('c.active'))
        .$if(selection.has('position'), (query) =>
          query
            .leftJoin('category_shop as s', (join) =>
              join.onRef('s.id_category', '=', 'c.id_category').on('s.id_shop', '=', shopOfCategory(view)),
            )
            .select((eb) => eb.fn.coalesce('s.position', 'c.position').as('place')),
        )
        .where('c.id_category', 'in', ids),
    ),
    'id_category',
  );
  const texts = selection.has('name', 'description', 'slug')
    ? rowOf(
        gathering.add(
          'category-texts',
          prestashop
            .selectFrom('category as c')
            .innerJoin('category_lang as t', (join) =>
              join.onRef('t.id_category', '=', 'c.id_category').on('t.id_shop', '=', shopOfCategory(view)),
            )
            .select(['c.id_category', 't.name', 't.link_rewrite'])
            .$if(selection.has('description'), (query) => query.select('t.description'))
            .where('c.id_category', 'in', ids)
            .where('t.id_lang', '=', view.native.languageId),
        ),
        'id_category',
      )
    : null;
  return (results, id) => {
    const row = rows(results, id);
    if (!row) return null;
    const category: AsRead<Category> = {
      id: globalId(view.storeId, 'Category', id),
      storeId: view.storeId,
      nativeId: String(id),
      // Those right below the technical root are at the top.
      parentId: (row.grandparent ?? 0) > 0 ? String(row.id_parent) : null,
    };
    if (texts) {
      if (selection.has('name')) category.name = orError(() => texts(results, id)?.name ?? String(id));
      if (selection.has('description')) {
        category.description = orError(() => heldText(texts(results, id)?.description));
      }
      if (selection.has('slug')) category.slug = orError(() => heldText(texts(results, id)?.link_rewrite));
    }
    if (selection.has('enabled')) category.enabled = row.active === 1;
    if (selection.has('position')) category.position = row.place ?? null;
    // Whether there is a picture is known to the disk alone: the database holds nothing of it.
    if (selection.has('image')) category.image = null;
    return category;
  };
}

function filtered(view: PrestaShopView, filter: CategoryFilter): Filtered | null {
  let query: Filtered = realCategories();
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.id_category', 'in', ids);
  }
  if (filter.parentId !== null && filter.parentId !== undefined) {
    const parent = rowId(filter.parentId);
    if (parent === null) return null;
    query = query.where('c.id_parent', '=', parent);
  }
  if (filter.enabled !== null && filter.enabled !== undefined)
    query = query.where('c.active', filter.enabled ? '=' : '<>', 1);
  const { search } = filter;
  if (search) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('category_lang as t')
          .select('t.id_category')
          .whereRef('t.id_category', '=', 'c.id_category')
          .where('t.id_shop', '=', shopOfCategory(view))
          .where('t.id_lang', '=', view.native.languageId)
          .where((on) => contains(on, 't.name', search)),
      ),
    );
  }
  return query;
}
