import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { treeBelow } from '../category-tree.js';
import { containsUnescaped, isAtLeast, isAtMost } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { rowIds } from '../row-ids.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { brandIn, holdersOfSku, inStockIn, isVariableIn, productValue } from './woocommerce-first-values.js';
import type { Meta, ProductKey } from './woocommerce-meta.js';
import { numberIn } from './woocommerce-numbers.js';
import { groupPrices, kindsOfMany, pricesByProduct, regularPrice } from './woocommerce-regular-prices.js';
import {
  draftStatuses,
  noProductStatuses,
  variationStatuses,
  type WooCommerceTables,
  woo,
} from './woocommerce-relations.js';
import type { Terms } from './woocommerce-terms.js';

/** The words in which products are said. */
export const facts = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'product',
  'p',
  { c: { id: number; changed: string | null } },
  Meta<ProductKey> & Terms & { readonly variations_modified: string | null }
>();

type Builder = ExpressionBuilder<WooCommerceTables & { p: WooCommerceTables['product'] }, 'p'>;
type List = ListingOf<typeof facts, ProductFilter, ProductOrder>;
type Query = Parameters<NonNullable<List['every']>>[0];

const { ids, linkedBy, where, since, until } = facts;
const utc = () => 'UTC';

/** The numbers of products, by the categories (`x`) that they are linked to. */
const inCategories = () =>
  woo
    .selectFrom('term_relationship as r')
    .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
    .select('r.object_id')
    .where('x.taxonomy', '=', 'product_cat');
const categoryTree = {
  relation: 'term_taxonomy',
  key: 'term_id',
  above: 'parent',
  among: (eb: ExpressionBuilder<Record<string, Record<string, unknown>>, string>, alias: string) =>
    eb(`${alias}.taxonomy`, '=', 'product_cat'),
};

/** Posts of type `product`, in the trash or not. */
export const productList: List = {
  every: (query) => query.where('p.post_type', '=', 'product').where('p.post_status', 'not in', noProductStatuses),
  joins: [
    { filters: ['updatedAfter', 'updatedBefore'], orders: ['UPDATED_AT'], join: withChanges },
    { filters: ['priceMin', 'priceMax'], orders: ['PRICE'], join: withPrices },
  ],
  orders: {
    ID: { column: null },
    NAME: { column: 'p.post_title' },
    PRICE: { column: regularPrice, nullable: true, numeric: true },
    CREATED_AT: { column: 'p.post_date_gmt' },
    UPDATED_AT: { column: 'c.changed' },
  },
  filter: {
    ids: ids('p.ID'),
    skus: (query, skus, view) => {
      // Joined on the left, or databases would begin with all products; what is not there has no number that a product has.
      const sold = woo
        .selectFrom(holdersOfSku(view, skus).as('h'))
        .leftJoin('product as v', 'v.ID', 'h.id')
        .select((eb) =>
          eb
            .case()
            .when('v.post_type', '=', 'product')
            .then(eb.ref('v.ID'))
            .else(eb.ref('v.post_parent'))
            .end()
            .as('id'),
        )
        .distinct();
      return (
        query
          // As a number that is worked out, or databases that take what is found for much look for each product among it.
          .innerJoin(sold.as('f'), (join) => join.on('p.ID', '=', numberIn('f.id')))
          // Of what is found, or MariaDB may read the SKUs of all products before it looks among the found.
          .where((eb) =>
            hasSku(eb as never, (sku) => eb(sku, 'in', skus.flatMap(formsAsStored)), 'f.id'),
          ) as unknown as Query
      );
    },
    search: where((eb, text) =>
      eb.or([
        containsUnescaped(eb, 'p.post_title', text),
        // All SKUs are read once, and what a product's own is only of those that hold the text somewhere.
        eb.and([eb('p.ID', 'in', nearSku(text)), hasSku(eb, (sku) => containsUnescaped(eb, sku, text))]),
        ...(/^#?\d+$/.test(text) ? [isNamedByItsId(eb, text)] : []),
      ]),
    ),
    status: where((eb, status) => {
      if (status === 'ACTIVE') return eb('p.post_status', '=', 'publish');
      if (status === 'ARCHIVED') return eb('p.post_status', '=', 'trash');
      if (status === 'DRAFT') return eb('p.post_status', 'in', draftStatuses);
      return eb('p.post_status', 'not in', ['publish', 'trash', ...draftStatuses]);
    }),
    categoryId: linkedBy('p.ID', (_eb, id) => inCategories().where('x.term_id', '=', id)),
    categoryTreeId: linkedBy('p.ID', (_eb, root) =>
      inCategories().where('x.term_id', 'in', treeBelow(categoryTree, root) as never),
    ),
    brandIds: where((_eb, brands) => {
      const some = rowIds(brands);
      return some.length > 0 ? sql<SqlBool>`(${brandIn('p.ID')}) in (${sql.join(some)})` : null;
    }),
    priceMin: where((_eb, least) => isAtLeast(regularPrice, least)),
    priceMax: where((_eb, most) => isAtMost(regularPrice, most)),
    inStock: where((_eb, inStock, _view, looksAtAll) => inStockIn('p.ID', inStock, looksAtAll)),
    createdAfter: since('p.post_date_gmt', utc),
    createdBefore: until('p.post_date_gmt', utc),
    updatedAfter: since('c.changed', utc),
    updatedBefore: until('c.changed', utc),
  },
};

/** Whether a product is without a title, so that it is shown as `#` and its id, and the text is in that. */
function isNamedByItsId(eb: Builder, text: string) {
  const shown = eb.fn<string>('concat', [eb.val('#'), 'p.ID']);
  return eb.and([
    eb(eb.fn<string>('replace', ['p.post_title', eb.val(' '), eb.val('')]), '=', ''),
    containsUnescaped(eb, shown, text),
  ]);
}

/** Products, as their numbers, with a text in any SKU of theirs or of their variations: where to look before values are. */
function nearSku(text: string) {
  return woo
    .selectFrom('product_meta as n')
    .innerJoin('product as h', 'h.ID', 'n.post_id')
    .select((eb) =>
      eb.case().when('h.post_type', '=', 'product').then(eb.ref('h.ID')).else(eb.ref('h.post_parent')).end().as('id'),
    )
    .where('n.meta_key', '=', '_sku')
    .where((eb) => containsUnescaped(eb, 'n.meta_value', text));
}

/** Whether the SKU of a product, or of one of the variations that it is sold in, meets a condition; `product` is its number. */
function hasSku(eb: Builder, meets: (sku: Expression<string | null>) => Expression<SqlBool>, product = 'p.ID') {
  const variations = woo
    .selectFrom('product as v')
    .select('v.ID')
    .whereRef('v.post_parent', '=', sql.ref(product))
    .where('v.post_type', '=', 'product_variation')
    .where('v.post_status', 'in', variationStatuses)
    .where(meets(productValue('v.ID', '_sku')));
  return eb.or([meets(productValue(product, '_sku')), eb.and([eb.exists(variations), isVariableIn(product)])]);
}

/** When the last of a product's variations that are listed was changed. */
export function withVariationsModified(query: Query) {
  return query.select((eb) =>
    eb
      .selectFrom('product as w')
      .select((on) => on.fn.max('w.post_modified_gmt').as('modified'))
      .whereRef('w.post_parent', '=', 'p.ID')
      .where('w.post_type', '=', 'product_variation')
      .where('w.post_status', 'in', variationStatuses)
      .as('variations_modified'),
  );
}

/** With the time that each product or one of its variations was changed last. */
function withChanges(query: Query): Query {
  const variations = woo
    .selectFrom('product as w')
    .select(['w.post_parent as id', 'w.post_modified_gmt as modified'])
    .where('w.post_type', '=', 'product_variation')
    .where('w.post_status', 'in', variationStatuses);
  const all = woo
    .selectFrom('product as w')
    .select(['w.ID as id', 'w.post_modified_gmt as modified'])
    .where('w.post_type', '=', 'product')
    .unionAll(variations);
  const changes = woo
    .selectFrom(all.as('a'))
    .groupBy('a.id')
    .select((eb) => ['a.id', eb.fn.max('a.modified').as('changed')]);
  return query.leftJoin(changes.as('c'), 'c.id', 'p.ID') as unknown as Query;
}

/** With what prices are made of: see `regularPrice`. */
function withPrices(query: Query): Query {
  return query
    .leftJoin(pricesByProduct().as('d'), 'd.id', 'p.ID')
    .leftJoin(groupPrices().as('g'), 'g.id', 'p.ID')
    .leftJoin(kindsOfMany().as('k'), 'k.id', 'p.ID') as unknown as Query;
}
