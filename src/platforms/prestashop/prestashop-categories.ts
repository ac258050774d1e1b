import { sql } from 'kysely';
import type { Category, CategoryFilter, CategoryOrder } from '../../model/category.js';
import { contains } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { childrenOf } from '../listing.js';
import { inLanguage } from './prestashop-languages.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { shopOfCategory } from './prestashop-shops.js';
import { type PrestaShopView } from './prestashop-view.js';

const { rowBeside, from, asked, none, ids, linked, flag, where, listed } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'category',
  'c',
  Record<never, never>,
  { grandparent: number | null; place: number | null; name: string | null }
>();

const texts = rowBeside('category-texts', 'c.id_category', ({ view, selection }) =>
  prestashop
    .selectFrom('category as c')
    .innerJoin('category_lang as t', (join) =>
      join.onRef('t.id_category', '=', 'c.id_category').on('t.id_shop', '=', shopOfCategory(view)),
    )
    .select(['t.link_rewrite'])
    .$if(selection.has('description'), (query) => query.select('t.description'))
    .where('t.id_lang', '=', view.native.languageId),
);

/** A category's name (`c`): in the default language, else in another. */
const nameOf = (view: PrestaShopView) =>
  inLanguage(view, {
    table: 'category_lang',
    text: 'name',
    key: 'id_category',
    of: 'c.id_category',
    shop: shopOfCategory(view),
  });

/** What a category is called: its number where it has no name at all. */
const shownName = (view: PrestaShopView) => sql<string>`coalesce(${nameOf(view)}, ${sql.ref('c.id_category')})`;

const rowsAlone = () => prestashop.selectFrom('category as c');

/** Categories with their places in the right shop. */
const placed = (query: ReturnType<typeof rowsAlone>, view: PrestaShopView) =>
  query.leftJoin('category_shop as s', (join) =>
    join.onRef('s.id_category', '=', 'c.id_category').on('s.id_shop', '=', shopOfCategory(view)),
  );

/** All categories but the technical root, which has no parent and which no page shows. */
export const category = listed<Category, CategoryFilter, CategoryOrder>({
  kind: 'Category',
  from: 'category as c',
  key: 'id_category',
  statement: 'category-rows',
  always: ['parentId'],
  derived: {
    grandparent: (query: ReturnType<typeof rowsAlone>) =>
      query.leftJoin('category as above', 'above.id_category', 'c.id_parent').select('above.id_parent as grandparent'),
    name: (query: ReturnType<typeof rowsAlone>, view) => query.select(nameOf(view).as('name')),
    place: (query: ReturnType<typeof rowsAlone>, view) =>
      placed(query, view).select((eb) => eb.fn.coalesce('s.position', 'c.position').as('place')),
  },
  fields: {
    // Those right below the technical root are at the top.
    parentId: from(['id_parent', 'grandparent'], (row, { id: own }) =>
      (row.grandparent ?? 0) > 0 && row.id_parent !== own ? String(row.id_parent) : null,
    ),
    name: from(['name'], (row, { id: own }) => heldText(row.name) ?? String(own)),
    description: asked(texts, (text) => heldText(text?.description)),
    slug: asked(texts, (text) => heldText(text?.link_rewrite)),
    enabled: from(['active'], (row) => row.active === 1),
    position: from(['place'], (row) => row.place),
    // Whether there is a picture is known to the disk alone: the database holds nothing of it.
    image: none(null),
    metafields: none([]),
  },
  list: {
    every: (query) => query.where('c.id_parent', '>', 0),
    joins: [{ orders: ['POSITION'], join: (query, view) => placed(query as never, view) as unknown as typeof query }],
    orders: {
      ID: { column: null },
      NAME: (view) => ({ column: shownName(view) }),
      POSITION: { column: sql`coalesce(${sql.ref('s.position')}, ${sql.ref('c.position')})`, nullable: true },
    },
    filter: {
      ids: ids('c.id_category'),
      // The technical root's number finds those at the top. None is its own parent, or that of one that is gone.
      parentId: linked((eb, parent) =>
        eb.and([
          eb('c.id_parent', '=', parent),
          eb('c.id_category', '<>', parent),
          eb.exists(eb.selectFrom('category as a').select('a.id_category').where('a.id_category', '=', parent)),
        ]),
      ),
      enabled: flag('c.active'),
      search: where((eb, text, view) => contains(eb, shownName(view), text)),
    },
  },
});

/** The children by their place in the right shop. */
export const categoryChildren = childrenOf(category, (view: PrestaShopView, parents) =>
  placed(rowsAlone(), view)
    .select(['c.id_category as id', 'c.id_parent as above'])
    .where('c.id_parent', 'in', parents)
    .whereRef('c.id_category', '<>', 'c.id_parent')
    .orderBy((eb) => eb.fn.coalesce('s.position', 'c.position'))
    .orderBy('c.id_category'),
);
