import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Category, CategoryFilter, CategoryOrder } from '../../model/category.js';
import { containsUnescaped } from '../conditions.js';
import { factsOf } from '../facts.js';
import { rowOf } from '../gathering.js';
import { heldText, plainText } from '../html-text.js';
import { childrenOf } from '../listing.js';
import { type WooCommerceView } from './woocommerce-config.js';
import { attachmentImages } from './woocommerce-images.js';
import { metafieldsIn } from './woocommerce-metafields.js';
import { numberIn } from './woocommerce-numbers.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

type Taxonomy = { x: WooCommerceTables['term_taxonomy'] };

const { ask, asked, from, none, ids, id, where, listed } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'term',
  't',
  Taxonomy,
  Pick<Taxonomy['x'], 'parent' | 'description'>
>();

type Query = SelectQueryBuilder<WooCommerceTables & { t: WooCommerceTables['term'] } & Taxonomy, 't' | 'x', object>;

const termMeta = (key: 'order' | 'thumbnail_id', terms: number[]) =>
  woo
    .selectFrom('term_meta as m')
    .select('m.term_id')
    .where('m.term_id', 'in', terms)
    .where('m.meta_key', '=', key)
    .orderBy('m.meta_id');

const place = ask([], ({ gathering, ids: some }) =>
  rowOf(gathering.add('category-places', termMeta('order', some).select('m.meta_value as place')), 'term_id'),
);

const picture = ask([], ({ view, gathering, ids: some }) => {
  const held = termMeta('thumbnail_id', some).select('m.meta_value as attachment_id');
  const thumbnails = gathering.add('category-thumbnails', held);
  const thumbnail = rowOf(thumbnails, 'term_id');
  const images = attachmentImages(view, gathering, 'category-images', [thumbnails]);
  return (results, term) => images(results, [thumbnail(results, term)?.attachment_id ?? 0])[0] ?? null;
});

const inCategories = (query: Query) =>
  query.innerJoin('term_taxonomy as x', 'x.term_id', 't.term_id').where('x.taxonomy', '=', 'product_cat') as Query;

/** The place that the merchant gave a category among its neighbours, as SQL; null where none. */
function placeIn(term: string): RawBuilder<number | null> {
  return sql<number | null>`(${woo
    .selectFrom('term_meta as o')
    .select(numberIn('o.meta_value').as('place'))
    .where('o.term_id', '=', sql.ref<number>(term))
    .where('o.meta_key', '=', 'order')
    .orderBy('o.meta_id')
    .limit(sql.lit(1))})`;
}

/** Terms of `product_cat`; all are shown to shoppers. A category's id is its term's. */
export const category = listed<Category, CategoryFilter, CategoryOrder>({
  kind: 'Category',
  from: 'term as t',
  key: 'term_id',
  statement: 'category-rows',
  beside: inCategories,
  derived: {
    parent: (query: Query) => query.select('x.parent'),
    description: (query: Query) => query.select('x.description'),
  },
  always: ['parentId'],
  fields: {
    parentId: from(['parent'], (row, { id: own }) =>
      row.parent > 0 && row.parent !== own ? String(row.parent) : null,
    ),
    name: from(['name', 'slug'], (row, { id: own }) => plainText(row.name) ?? plainText(row.slug) ?? `#${own}`),
    description: from(['description'], (row) => heldText(row.description)),
    slug: from(['slug'], (row) => plainText(row.slug)),
    enabled: none(true),
    position: asked(place, (held) => (/^-?\d{1,9}$/.test(held?.place ?? '') ? Number(held?.place) : null)),
    metafields: asked(metafieldsIn('category_field', 'category-metafields'), (found) => found),
    image: asked(picture, (image) => image),
  },
  list: {
    every: inCategories,
    orders: {
      ID: { column: null },
      NAME: { column: 't.name', nullable: true },
      POSITION: { column: placeIn('t.term_id'), nullable: true, numeric: true },
    },
    filter: {
      ids: ids('t.term_id'),
      // 0 is what WordPress holds as the parent of terms at the top; one that is its own parent is there too.
      parentId: (query, parent, view) => {
        if (parent === '0')
          return query.where((eb) => eb.or([eb('x.parent', '=', 0), eb('x.parent', '=', eb.ref('t.term_id'))]));
        return id('x.parent')(query.whereRef('x.parent', '<>', 't.term_id'), parent, view);
      },
      enabled: (query, enabled) => (enabled ? query : null),
      search: where((eb, text) => containsUnescaped(eb, 't.name', text)),
    },
  },
});

/** The children in the shop's order: by the place that the merchant gave them, then by name. */
export const categoryChildren = childrenOf(category, (_view: WooCommerceView, parents) =>
  woo
    .selectFrom('term_taxonomy as x')
    .innerJoin('term as t', 't.term_id', 'x.term_id')
    .select(['x.term_id as id', 'x.parent as above'])
    .where('x.taxonomy', '=', 'product_cat')
    .where('x.parent', 'in', parents)
    .whereRef('x.parent', '<>', 'x.term_id')
    .orderBy(placeIn('x.term_id'))
    .orderBy('t.name')
    .orderBy('x.term_id'),
);
