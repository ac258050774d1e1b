import type { Review, ReviewFilter, ReviewOrder } from '../../model/review.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { inStatus, ratingOf, shownOrPending } from '../reviews.js';
import { instantOf } from '../store-time.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { asked, between, flag, from, id, ids, listed, none, rowsBeside } = factsOf<
  ZenCartView,
  ZenCartTables,
  'reviews',
  'r'
>();

const texts = rowsBeside('review-texts', 't.reviews_id', () =>
  zencart.selectFrom('reviews_description as t').select(['t.languages_id', 't.reviews_text']).orderBy('t.languages_id'),
);

/** What shoppers wrote of products, each in one language. A merchant may want to see reviews before they are shown. */
export const review = listed<Review, ReviewFilter, ReviewOrder>({
  kind: 'Review',
  from: 'reviews as r',
  key: 'reviews_id',
  statement: 'reviews',
  always: ['productId', 'customerId'],
  fields: {
    productId: from(['products_id'], (row) => String(row.products_id)),
    // Nobody in particular where the shop's guests share an account.
    customerId: from(['customers_id'], ({ customers_id: held }, { view }) =>
      held && held !== view.native.guestCustomerId ? String(held) : null,
    ),
    author: from(['customers_name'], (row) => heldText(row.customers_name)),
    rating: from(['reviews_rating'], (row) => ratingOf(row.reviews_rating)),
    title: none(null),
    body: asked(texts, (rows, { view }) => {
      const own = rows.find((row) => row.languages_id === view.native.defaultLanguageId);
      return heldText((own ?? rows[0])?.reviews_text);
    }),
    status: from(['status'], (row) => shownOrPending(row.status)),
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    updatedAt: from(['last_modified'], (row, { view }) => instantOf(row.last_modified, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null }, CREATED_AT: { column: 'r.date_added', nullable: true } },
    filter: {
      ids: ids('r.reviews_id'),
      productId: id('r.products_id'),
      status: inStatus(flag('r.status')),
      ...between('created', 'r.date_added', zoneOf),
    },
  },
});
