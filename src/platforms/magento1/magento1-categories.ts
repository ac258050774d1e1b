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
import { type Magento1View, viewOf } from './magento1-config.js';
import { eavOf } from './magento1-eav.js';
import { mediaPath } from './magento1-images.js';
import { type Magento1Tables, magento } from './magento1-tables.js';
import { contains, textOf } from './magento1-texts.js';

type Filtered = SelectQueryBuilder<Magento1Tables & { c: Magento1Tables['catalog_category_entity'] }, 'c', object>;

/** Levels 0 and 1 are the root of all trees and the roots of each store's: technical, and no categories of the shop. */
const firstLevel = 2;

/** The categories of all stores' trees. */
export const categories: Collection<Category, CategoryFilter, 'ID_ASC'> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(filtered(view, request.filter), { id: 'c.entity_id', column: null }, request, (gathering, listed) =>
      categoryReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => shopCategories().select('c.entity_id as id').where('c.entity_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => categoryReading(view, gathering, from, selection));
  },
};

/** All categories but technical roots. */
export function shopCategories(): Filtered {
  return magento.selectFrom('catalog_category_entity as c').where('c.level', '>=', firstLevel);
}

/** The children by their position, as the storefront's menu has them. A child is known by its path: see docs/platforms. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const ids = rowIds(parentIds);
  if (ids.length === 0) return answered(new Map<string, readonly AsRead<Category>[]>());
  const gathering = new Gathering();
  const listed = gathering.add(
    'children',
    magento
      .selectFrom('catalog_category_entity as p')
      .innerJoin('catalog_category_entity as c', (join) => join.on((eb) => isBelow(eb, 'c', 'p')))
      .where('p.entity_id', 'in', ids)
      .where('p.level', '>=', firstLevel)
      .select(['c.entity_id as id', 'p.entity_id as parent_id'])
      .orderBy('c.position')
      .orderBy('c.entity_id'),
  );
  const read = categoryReading(view, gathering, listed, selection);
  const rows = rowsOf(listed, 'parent_id');
  return {
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
  } satisfies Plan<ReadonlyMap<string, readonly AsRead<Category>[]>>;
};

/** Whether a category stands directly below another: `1/3/18/5` below `1/3/18`. The bounds let the index on `path` be used. */
// biome-ignore lint/suspicious/noExplicitAny: the two aliases are of the same table, in queries of different shapes.
function isBelow(eb: any, child: string, parent: string) {
  const from = eb.fn('concat', [`${parent}.path`, eb.val('/')]);
  const to = eb.fn('concat', [`${parent}.path`, eb.val('0')]);
  return eb.and([
    eb(`${child}.level`, '=', eb(`${parent}.level`, '+', 1)),
    eb(`${child}.path`, '>', from),
    eb(`${child}.path`, '<', to),
  ]);
}

/** Reads the categories that a statement lists, with what is selected of them; null for a technical root and what is no more. */
export function categoryReading(
  view: Magento1View,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Category> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const row = rowOf(
    gathering.add(
      'category-rows',
      shopCategories().select(['c.entity_id', 'c.path', 'c.position']).where('c.entity_id', 'in', ids),
    ),
    'entity_id',
  );
  const codes = (
    [
      ['name', 'name'],
      ['description', 'description'],
      ['slug', 'url_key'],
      ['enabled', 'is_active'],
      ['image', 'image'],
    ] as const
  ).filter(([field]) => wants(field));
  const values = eavOf(
    gathering,
    'category',
    'catalog_category_entity',
    ids,
    codes.map(([, code]) => view.native.categoryAttributes[code]),
    [view.native.storeId],
  );
  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const path = held.path.split('/');
    const text = (code: string) => textOf(values.value(results, id, code));
    const category: AsRead<Category> = {
      id: globalId(view.storeId, 'Category', id),
      storeId: view.storeId,
      nativeId: String(id),
      parentId: path.length > firstLevel + 1 ? (path.at(-2) ?? null) : null,
    };
    if (wants('name')) category.name = orError(() => text('name') ?? String(id));
    if (wants('description')) category.description = orError(() => text('description'));
    if (wants('slug')) category.slug = orError(() => text('url_key'));
    if (wants('enabled')) category.enabled = orError(() => Number(values.value(results, id, 'is_active')) === 1);
    if (wants('position')) category.position = held.position;
    if (wants('image')) {
      category.image = orError(() => {
        const file = text('image');
        return file
          ? { url: `${view.native.mediaUrl}catalog/category/${mediaPath(file)}`, alt: null, position: 0 }
          : null;
      });
    }
    return category;
  };
}

function filtered(view: Magento1View, filter: CategoryFilter): Filtered | null {
  let query = shopCategories();
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.entity_id', 'in', ids);
  }
  if (filter.parentId !== null && filter.parentId !== undefined) {
    const parent = rowId(filter.parentId);
    if (parent === null) return null;
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('catalog_category_entity as p')
          .select('p.entity_id')
          .where('p.entity_id', '=', parent)
          .where((on) => isBelow(on, 'c', 'p')),
      ),
    );
  }
  const { storeId, categoryAttributes } = view.native;
  const { enabled, search } = filter;
  if (enabled !== null && enabled !== undefined) {
    const active = categoryAttributes.is_active?.id ?? 0;
    query = query
      .leftJoin('catalog_category_entity_int as ad', (join) =>
        join.onRef('ad.entity_id', '=', 'c.entity_id').on('ad.attribute_id', '=', active).on('ad.store_id', '=', 0),
      )
      .leftJoin('catalog_category_entity_int as as', (join) =>
        join
          .onRef('as.entity_id', '=', 'c.entity_id')
          .on('as.attribute_id', '=', active)
          .on('as.store_id', '=', storeId),
      )
      .where((eb) =>
        eb(eb.fn.coalesce('as.value', 'ad.value', eb.val(0)), enabled ? '=' : '<>', 1),
      ) as unknown as Filtered;
  }
  if (search) {
    const name = categoryAttributes.name?.id ?? 0;
    query = query
      .leftJoin('catalog_category_entity_varchar as nd', (join) =>
        join.onRef('nd.entity_id', '=', 'c.entity_id').on('nd.attribute_id', '=', name).on('nd.store_id', '=', 0),
      )
      .leftJoin('catalog_category_entity_varchar as ns', (join) =>
        join.onRef('ns.entity_id', '=', 'c.entity_id').on('ns.attribute_id', '=', name).on('ns.store_id', '=', storeId),
      )
      .where((eb) =>
        contains(eb as never, eb.fn.coalesce('ns.value', 'nd.value') as never, search),
      ) as unknown as Filtered;
  }
  return query;
}
