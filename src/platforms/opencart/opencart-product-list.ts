import { expressionBuilder } from 'kysely';
import type { ProductFilter, ProductOrder } from '../../model/product.js';
import { linkedBelow } from '../category-tree.js';
import { containsUnescaped, firstTime, isOneOf, oneText, timeIn } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { formsAsStored } from '../html-text.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { nameOf } from './opencart-names.js';
import type { OpenCartTables } from './opencart-relations.js';
import { rowsBySku } from './opencart-skus.js';

interface Derived {
  /** The SKU of the product that a variant is of. */
  readonly inherited_sku: string | null;
}

/** The words in which products and their variants are said, both being rows of `product`; lists join a product's default texts as `t`. */
export const facts = factsOf<
  OpenCartView,
  OpenCartTables,
  'product',
  'p',
  { t: OpenCartTables['product_description'] },
  Derived
>();
const { atLeast, atMost, between, ids, idsOf, linkedBy, onOrOff, where } = facts;

type Tables = OpenCartTables & { p: OpenCartTables['product']; t: OpenCartTables['product_description'] };
const eb = expressionBuilder<Tables, 'p' | 't'>();

const categoryLinks = { relation: 'product_to_category', product: 'product_id', category: 'category_id' };
const categoryTree = { relation: 'category', key: 'category_id', above: 'parent_id' };

/** Whether this store has variants: 4.0 brought them. */
export function hasVariants({ columns }: OpenCartView): boolean {
  return columns.has('product', 'master_id');
}

/** What a product is called: without any text, its model, which the back office knows it by; else its number. */
const nameIn = (view: OpenCartView) =>
  oneText(
    eb.fn.coalesce(
      eb.fn<string | null>('nullif', ['t.name', eb.val('')]),
      nameOf(view, 'product_description', 'product_id', 'p.product_id'),
      eb.fn<string | null>('nullif', ['p.model', eb.val('')]),
      'p.product_id',
    ),
  );

/** When a product or variant was last changed; where that is not held, when it was made. */
export const changed = firstTime(timeIn('p.date_modified'), timeIn('p.date_added'));

/** Rows whose stock lets them be bought, or does not: what is not tracked can be. */
export const inStock = where<boolean>((_eb, wanted, { native }) => {
  const [tracked, quantity] = [eb.fn.coalesce('p.subtract', eb.lit(0)), eb.fn.coalesce('p.quantity', eb.lit(0))];
  if (!wanted) return native.backorders ? null : eb.and([eb(tracked, '=', 1), eb(quantity, '<=', 0)]);
  return native.backorders ? eb.lit(true) : eb.or([eb(tracked, '<>', 1), eb(quantity, '>', 0)]);
});

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
    NAME: (view) => ({ column: nameIn(view), nullable: true }),
    PRICE: { column: 'p.price', nullable: true },
    CREATED_AT: { column: 'p.date_added', nullable: true },
    UPDATED_AT: { column: changed, nullable: true },
  },
  filter: {
    ids: ids('p.product_id'),
    // A variant's SKU finds its product.
    skus: where((_eb, given, view) => {
      const forms = given.filter((one) => one.trim() !== '').flatMap(formsAsStored);
      const rows = rowsBySku(view, (on, sku) => isOneOf(on, sku, forms, view.native.textIgnoresCase));
      return forms.length > 0 ? eb('p.product_id', 'in', productsOf(rows, view)) : null;
    }),
    search: where((_eb, text, view) => {
      const rows = rowsBySku(view, (on, sku) => containsUnescaped(on, sku, text));
      return eb.or([containsUnescaped(eb, nameIn(view), text), eb('p.product_id', 'in', productsOf(rows, view))]);
    }),
    status: onOrOff(() => eb.fn.coalesce('p.status', eb.lit(0))),
    categoryId: linkedBy('p.product_id', (_eb, category) =>
      eb
        .selectFrom('product_to_category as l')
        .innerJoin('category as c', 'c.category_id', 'l.category_id')
        .select('l.product_id')
        .where('l.category_id', '=', category),
    ),
    categoryTreeId: linkedBy('p.product_id', (_eb, root) => linkedBelow(categoryLinks, categoryTree, root) as never),
    brandIds: idsOf('p.manufacturer_id', 'manufacturer', 'manufacturer_id'),
    priceMin: atLeast('p.price'),
    priceMax: atMost('p.price'),
    inStock,
    ...between('created', 'p.date_added', zoneOf),
    ...between('updated', changed, zoneOf),
  },
};

/** The products that rows are or, being variants, belong to. */
function productsOf(rows: ReturnType<typeof rowsBySku>, view: OpenCartView) {
  if (!hasVariants(view)) return rows.select('s.product_id');
  return rows.select((on) =>
    on
      .case()
      .when('s.master_id', '>', 0)
      .then(on.ref('s.master_id'))
      .else(on.ref('s.product_id'))
      .end()
      .as('product_id'),
  );
}
