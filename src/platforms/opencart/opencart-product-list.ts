import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';
import { holds } from './opencart-search.js';

/** The words in which products and their variants are said, both being rows of `product`; lists join a product's default texts as `t`. */
export const facts = factsOf<
  OpenCartView,
  OpenCartTables,
  'product',
  'p',
  { t: OpenCartTables['product_description'] }
>();
const { atLeast, atMost, ids, linked, since, until, where } = facts;

/** Whether this store has variants: 4.0 brought them. */
export function hasVariants({ columns }: OpenCartView): boolean {
  return columns.has('product', 'master_id');
}

/** Whether codes are in rows of their own, as 4.1 has them, and not in the product's row. */
export function hasCodeRows({ columns }: OpenCartView): boolean {
  return columns.has('product_code') && !columns.has('product', 'sku');
}

const skus = () => opencart.selectFrom('product_code as k').select('k.product_id').where('k.code', '=', 'SKU');

/** Products of their own; rows with a `master_id` are variants. */
export const productList: ListingOf<typeof facts, ProductFilter, ProductOrder> = {
  every: (query, view) => (hasVariants(view) ? query.where('p.master_id', '=', 0) : query),
  joins: [
    {
      filters: ['search'],
      orders: ['NAME'],
      join: (query, view) =>
        query.leftJoin('product_description as t', (join) =>
          join.onRef('t.product_id', '=', 'p.product_id').on('t.language_id', '=', view.native.defaultLanguageId),
        ) as typeof query,
    },
  ],
  orders: {
    ID: { column: null },
    NAME: { column: 't.name', nullable: true },
    PRICE: { column: 'p.price', nullable: true },
    CREATED_AT: { column: 'p.date_added', nullable: true },
    UPDATED_AT: { column: 'p.date_modified', nullable: true },
  },
  filter: {
    ids: ids('p.product_id'),
    skus: where((eb, given, view) => {
      if (given.length === 0) return null;
      const forms = given.flatMap(formsAsStored);
      if (!hasCodeRows(view)) return isOneOf(eb, 'p.sku', forms, true);
      return eb(
        'p.product_id',
        'in',
        skus().where((on) => isOneOf(on, 'k.value', forms, true)),
      );
    }),
    search: where((eb, text, view) => {
      const coded = skus().where((on) => holds(on, 'k.value', text));
      const sku = hasCodeRows(view) ? eb('p.product_id', 'in', coded) : holds(eb, 'p.sku', text);
      return eb.or([holds(eb, 't.name', text), sku]);
    }),
    status: where((eb, status) => {
      if (status === 'ACTIVE') return eb('p.status', '=', 1);
      return status === 'DISABLED' ? eb('p.status', '<>', 1) : null;
    }),
    categoryId: linked((eb, category) =>
      eb(
        'p.product_id',
        'in',
        eb.selectFrom('product_to_category as c').select('c.product_id').where('c.category_id', '=', category),
      ),
    ),
    priceMin: atLeast('p.price'),
    priceMax: atMost('p.price'),
    inStock(query, inStock, { native }) {
      if (native.backorders) return inStock ? query : null;
      if (!inStock) return query.where('p.subtract', '=', 1).where('p.quantity', '<=', 0);
      return query.where((eb) => eb.or([eb('p.subtract', '<>', 1), eb('p.quantity', '>', 0)]));
    },
    createdAfter: since('p.date_added', zoneOf),
    createdBefore: until('p.date_added', zoneOf),
    updatedAfter: since('p.date_modified', zoneOf),
    updatedBefore: until('p.date_modified', zoneOf),
  },
};
