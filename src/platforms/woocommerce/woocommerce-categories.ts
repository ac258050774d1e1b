import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category, CategoryFilter } from '../../model/category.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection, Platform } from '../platform.js';
import { rowId, rowIds } from '../row-ids.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import { type AttachmentIds, attachmentImages } from './woocommerce-images.js';
import { metaOf } from './woocommerce-meta.js';
import { numberIn } from './woocommerce-numbers.js';
import { contains } from './woocommerce-search.js';
import { woo } from './woocommerce-tables.js';

/** Terms of `product_cat`; all are shown to shoppers. A category's id is its term's. */
export const categories: Collection<Category, CategoryFilter, 'ID_ASC'> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(filtered(request.filter), { id: 'x.term_id', column: null }, request, (gathering, listed) =>
      categoryReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => categoryQuery().select('x.term_id as id').where('x.term_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => categoryReading(view, gathering, from, selection));
  },
};

/** Every category. */
export function categoryQuery() {
  return woo.selectFrom('term_taxonomy as x').where('x.taxonomy', '=', 'product_cat');
}

/** The children in the shop's order: by the place that the merchant gave them, then by name. */
export const categoryChildren: Platform['categoryChildren'] = (store, parentIds, selection) => {
  const view = viewOf(store);
  const ids = rowIds(parentIds);
  const gathering = new Gathering();
  if (ids.length === 0) return { statements: [], decode: () => new Map() };
  const listed = gathering.add(
    'children',
    categoryQuery()
      .innerJoin('term as t', 't.term_id', 'x.term_id')
      .leftJoin('term_meta as o', (join) => join.onRef('o.term_id', '=', 'x.term_id').on('o.meta_key', '=', 'order'))
      .select(['x.term_id as id', 'x.parent'])
      .where('x.parent', 'in', ids)
      .orderBy(numberIn('o.meta_value'))
      .orderBy('t.name')
      .orderBy('x.term_id'),
  );
  const read = categoryReading(view, gathering, listed, selection);
  const rows = rowsOf(listed, 'parent');
  return {
    statements: gathering.statements,
    decode: (results) =>
      new Map(
        ids.map((id) => [
          String(id),
          [...new Set(rows(results, id).map((row) => row.id))]
            .map((child) => read(results, child))
            .filter((child) => child !== null),
        ]),
      ),
  };
};

/** Reads the categories that a statement lists, with what is selected of them; null for one that does not exist. */
export function categoryReading(
  view: WooCommerceView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Category> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const row = rowOf(
    gathering.add(
      'category-rows',
      categoryQuery()
        .innerJoin('term as t', 't.term_id', 'x.term_id')
        .select(['x.term_id', 'x.parent', 't.name', 't.slug'])
        .$if(wants('description'), (query) => query.select('x.description'))
        .where('x.term_id', 'in', ids),
    ),
    'term_id',
  );
  const places = wants('position')
    ? metaOf(
        gathering.add(
          'category-places',
          woo
            .selectFrom('term_meta as m')
            .select(['m.term_id', 'm.meta_key', 'm.meta_value'])
            .where('m.term_id', 'in', ids)
            .where('m.meta_key', '=', 'order')
            .orderBy('m.meta_id'),
        ),
        'term_id',
      )
    : null;
  const thumbnails = wants('image')
    ? gathering.add(
        'category-thumbnails',
        woo
          .selectFrom('term_meta as m')
          .select(['m.term_id', 'm.meta_value as attachment_id'])
          .where('m.term_id', 'in', ids)
          .where('m.meta_key', '=', 'thumbnail_id')
          .orderBy('m.meta_id'),
      )
    : null;
  const thumbnail = thumbnails ? rowOf(thumbnails, 'term_id') : null;
  const images = thumbnails
    ? attachmentImages(view, gathering, 'category-images', [thumbnails as AttachmentIds])
    : null;
  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const category: AsRead<Category> = {
      id: globalId(view.storeId, 'Category', id),
      storeId: view.storeId,
      nativeId: String(id),
      parentId: held.parent > 0 ? String(held.parent) : null,
    };
    if (wants('name')) category.name = unescaped(held.name);
    if (wants('description')) category.description = held.description?.trim() ? held.description : null;
    if (wants('slug')) category.slug = plainText(held.slug);
    if (wants('enabled')) category.enabled = true;
    if (places) category.position = orError(() => placeOf(places(results, id).get('order')));
    if (images && thumbnail) {
      category.image = orError(() => images(results, [thumbnail(results, id)?.attachment_id ?? 0])[0] ?? null);
    }
    return category;
  };
}

function placeOf(text: string): number | null {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null;
}

function filtered(filter: CategoryFilter) {
  let query = categoryQuery();
  if (filter.enabled === false) return null;
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('x.term_id', 'in', ids);
  }
  if (filter.parentId !== null && filter.parentId !== undefined) {
    // 0 is what WordPress holds as the parent of terms at the top.
    const parent = filter.parentId === '0' ? 0 : rowId(filter.parentId);
    if (parent === null) return null;
    query = query.where('x.parent', '=', parent);
  }
  const { search } = filter;
  if (search) {
    query = query.where((eb) =>
      eb(
        'x.term_id',
        'in',
        eb
          .selectFrom('term as t')
          .select('t.term_id')
          .where((on) => contains(on, 't.name', search)),
      ),
    );
  }
  return query;
}
