import type { Review, ReviewFilter, ReviewOrder } from '../../model/review.js';
import { factsOf } from '../facts.js';
import { plainText } from '../html-text.js';
import { inStatus, ratingOf, shownOrPending } from '../reviews.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import type { OpenCartTables } from './opencart-relations.js';

const { between, cells, flag, from, id, ids, listed, none } = factsOf<OpenCartView, OpenCartTables, 'review', 'r'>();

/** What shoppers wrote of products. OpenCart shows a review once the merchant switched it on. */
export const review = listed<Review, ReviewFilter, ReviewOrder>({
  kind: 'Review',
  from: 'review as r',
  key: 'review_id',
  statement: 'reviews',
  lean: true,
  always: ['productId', 'customerId'],
  fields: {
    productId: from(['product_id'], (row) => String(row.product_id ?? 0)),
    customerId: from(['customer_id'], (row) => (row.customer_id ? String(row.customer_id) : null)),
    ...cells({ author: 'author', body: 'text' }, plainText),
    rating: from(['rating'], (row) => ratingOf(row.rating)),
    title: none(null),
    status: from(['status'], (row) => shownOrPending(row.status)),
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    updatedAt: from(['date_modified'], (row, { view }) => instantOf(row.date_modified, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null }, CREATED_AT: { column: 'r.date_added', nullable: true } },
    filter: {
      ids: ids('r.review_id'),
      productId: id('r.product_id'),
      status: inStatus(flag('r.status')),
      ...between('created', 'r.date_added', zoneOf),
    },
  },
});
