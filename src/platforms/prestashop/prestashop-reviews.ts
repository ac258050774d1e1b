import type { Review, ReviewFilter, ReviewOrder } from '../../model/review.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { inStatus, ratingOf, shownOrPending } from '../reviews.js';
import { instantOf } from '../store-time.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

const { between, cells, flag, from, id, ids, listed, made, none, rowNumbered } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'product_comment',
  'r'
>();

/** The customer that a review is of; its author's name is held there alone. */
const writer = rowNumbered('id_customer', 'review-writers', 'c.id_customer', () =>
  prestashop.selectFrom('customer as c').select(['c.firstname', 'c.lastname']).where('c.deleted', '=', 0),
);

/** What shoppers wrote of products, as the module `productcomments` keeps it; its times alone are in UTC (`PostComment`). */
const review = listed<Review, ReviewFilter, ReviewOrder>({
  kind: 'Review',
  from: 'product_comment as r',
  key: 'id_product_comment',
  statement: 'reviews',
  always: ['productId', 'customerId'],
  fields: {
    productId: from(['id_product'], (row) => String(row.id_product)),
    customerId: from(['id_customer'], (row) => (row.id_customer ? String(row.id_customer) : null)),
    // The module shows the name that was given with the review, and where none was, that of the account.
    author: made(['customer_name'], [writer], (row, [account]) => {
      const given = heldText(row.customer_name);
      if (given !== null) return given;
      const held = account();
      return held && heldText(`${held.firstname ?? ''} ${held.lastname ?? ''}`);
    }),
    ...cells({ title: 'title', body: 'content' }, heldText),
    rating: from(['grade'], (row) => ratingOf(row.grade)),
    status: from(['validate'], (row) => shownOrPending(row.validate)),
    createdAt: from(['date_add'], (row) => instantOf(row.date_add, 'utc')),
    updatedAt: none(null),
  },
  list: {
    every: (query) => query.where('r.deleted', '=', 0),
    orders: { ID: { column: null }, CREATED_AT: { column: 'r.date_add', nullable: true } },
    filter: {
      ids: ids('r.id_product_comment'),
      productId: id('r.id_product'),
      status: inStatus(flag('r.validate')),
      ...between('created', 'r.date_add', () => 'utc'),
    },
  },
});

/** The reviews of a store; null where it has no such module. */
export const reviewIn = ({ columns }: PrestaShopView) => (columns.has('product_comment') ? review : null);
