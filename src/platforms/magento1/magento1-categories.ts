import { type Expression, type ExpressionBuilder, sql } from 'kysely';
import type { Category, CategoryFilter, CategoryOrder } from '../../model/category.js';
import { contains } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { fileUrl } from '../image-list.js';
import { childrenOf } from '../listing.js';
import { type Magento1View } from './magento1-config.js';
import { type EavRow, eavOf, shownValue } from './magento1-eav.js';
import { firstLevel } from './magento1-levels.js';
import { metafieldsOf } from './magento1-metafields.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

const codes = ['name', 'description', 'url_key', 'is_active', 'image'] as const;

const { asked, from, ids, linked, listed, source, where } = factsOf<
  Magento1View,
  Magento1Tables,
  'catalog_category_entity',
  'c',
  Record<never, never>,
  EavRow<(typeof codes)[number]>
>();

const attributes = source(codes, [], (asking) => eavOf(asking, 'category', asking.ids, asking.sourced).of);

/** What a category is called: its number where it has no name. */
const shownName = (view: Magento1View) =>
  sql<string>`coalesce(nullif(${shownValue<string>(view, 'category', 'varchar', 'name', 'c.entity_id')}, ${''}), concat(${sql.ref('c.entity_id')}, ${''}))`;

/** The categories of all stores' trees. */
export const category = listed<Category, CategoryFilter, CategoryOrder>({
  kind: 'Category',
  from: 'catalog_category_entity as c',
  key: 'entity_id',
  statement: 'category-rows',
  always: ['parentId'],
  sources: [attributes],
  fields: {
    // As its path ends; one below a technical root has none.
    parentId: from(['path'], (row, { id }) => {
      const [last, above] = String(row.path ?? '')
        .split('/')
        .reverse();
      const depth = String(row.path ?? '').split('/').length;
      return depth > firstLevel + 1 && last === String(id) && above !== last ? (above ?? null) : null;
    }),
    name: from(['name'], (row, { id }) => heldText(row.name) ?? String(id)),
    description: from(['description'], (row) => heldText(row.description)),
    slug: from(['url_key'], (row) => heldText(row.url_key)),
    enabled: from(['is_active'], (row) => Number(row.is_active) === 1),
    position: from(['position'], (row) => row.position),
    metafields: asked(metafieldsOf('category', 'category', 'category-metafields'), (found) => found),
    image: from(['image'], (row, { view }) => {
      const file = heldText(row.image)?.replace(/^\/+/, '');
      return file ? { url: fileUrl(`${view.native.mediaUrl}catalog/category/`, file), alt: null, position: 0 } : null;
    }),
  },
  list: {
    every: (query) => query.where('c.level', '>=', firstLevel),
    orders: {
      ID: { column: null },
      NAME: (view) => ({ column: shownName(view) }),
      POSITION: { column: 'c.position', nullable: true },
    },
    filter: {
      ids: ids('c.entity_id'),
      parentId: linked((eb, parent) => {
        const end = eb.fn<string>('concat', [eb.val(`/${parent}/`), 'c.entity_id']);
        const length = (of: Expression<string>) => eb.fn<number>('length', [of]);
        const start = sql<number>`${length(eb.ref('c.path'))} - ${length(end)} + 1`;
        return eb.and([eb(eb.fn<string>('substr', ['c.path', start]), '=', end), eb('c.entity_id', '<>', parent)]);
      }),
      enabled: where((eb, on, view) =>
        eb(
          eb.fn.coalesce(shownValue<number>(view, 'category', 'int', 'is_active', 'c.entity_id'), eb.val(0)),
          on ? '=' : '<>',
          1,
        ),
      ),
      // Where there is no name, the number is shown.
      search: where((eb, text, view) => {
        const name = shownValue<string>(view, 'category', 'varchar', 'name', 'c.entity_id');
        return contains(eb, eb.fn.coalesce(eb.fn<string>('nullif', [name, eb.val('')]), 'c.entity_id'), text);
      }),
    },
  },
});

/** The children by their position, as the storefront's menu has them. A child is known by its path: see docs/platforms. */
export const categoryChildren = childrenOf(category, (_view: Magento1View, parents) =>
  magento
    .selectFrom('catalog_category_entity as p')
    .innerJoin('catalog_category_entity as c', (join) => join.on((eb) => isBelow(eb)))
    .where('p.entity_id', 'in', parents)
    .where('p.level', '>=', firstLevel)
    .select(['c.entity_id as id', 'p.entity_id as above'])
    .orderBy('c.position')
    .orderBy('c.entity_id'),
);

type Families = Magento1Tables & Record<'c' | 'p', Magento1Tables['catalog_category_entity']>;

/** Whether `c` stands directly below `p`: `1/3/18/5` below `1/3/18`. The bounds let the index on `path` be used. */
function isBelow(eb: ExpressionBuilder<Families, 'c' | 'p'>) {
  const bound = (last: string) => eb.fn<string>('concat', ['p.path', eb.val(last)]);
  return eb.and([
    eb('c.level', '=', eb('p.level', '+', 1)),
    eb('c.path', '>', bound('/')),
    eb('c.path', '<', bound('0')),
  ]);
}
