import { Big } from 'big.js';
import type { Review, ReviewFilter, ReviewOrder, ReviewStatus } from '../../model/review.js';
import { decimal, sumOf } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { ratingOf } from '../reviews.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { utc } from './magento1-times.js';

const { asked, between, from, id, ids, listed, none, rowBeside, rowsBeside, where } = factsOf<
  Magento1View,
  Magento1Tables,
  'review',
  'r'
>();

const words = rowBeside('review-words', 'd.review_id', () =>
  magento
    .selectFrom('review_detail as d')
    .select(['d.title', 'd.detail', 'd.nickname', 'd.customer_id'])
    .orderBy('d.detail_id'),
);

/** What a review gives in each of the shop's ratings, such as quality and price, in per cent. */
const votes = rowsBeside('review-votes', 'v.review_id', () =>
  magento.selectFrom('rating_option_vote as v').select('v.percent'),
);

/** `Mage_Review_Model_Review::STATUS_…`. */
const statuses: Readonly<Record<number, ReviewStatus>> = { 1: 'APPROVED', 2: 'PENDING', 3: 'REJECTED' };
const numbers = { APPROVED: 1, PENDING: 2, REJECTED: 3 } as const;

/** What shoppers wrote of products. */
export const review = listed<Review, ReviewFilter, ReviewOrder>({
  kind: 'Review',
  from: 'review as r',
  key: 'review_id',
  statement: 'reviews',
  always: ['productId', 'customerId'],
  fields: {
    productId: from(['entity_pk_value'], (row) => String(row.entity_pk_value)),
    customerId: asked(words, (row) => (row?.customer_id ? String(row.customer_id) : null)),
    author: asked(words, (row) => heldText(row?.nickname)),
    rating: asked(votes, (rows) => {
      const given = rows.map((row) => decimal(row.percent)).filter((percent) => percent.gt(0));
      return given.length === 0 ? null : ratingOf(sumOf(given).div(new Big(20).times(given.length)).toString());
    }),
    title: asked(words, (row) => heldText(row?.title)),
    body: asked(words, (row) => heldText(row?.detail)),
    // One of a status that Magento does not know is shown to nobody.
    status: from(['status_id'], (row) => statuses[row.status_id] ?? 'PENDING'),
    createdAt: from(['created_at'], (row) => instantOf(row.created_at, 'utc')),
    updatedAt: none(null),
  },
  list: {
    orders: { ID: { column: null }, CREATED_AT: { column: 'r.created_at', nullable: true } },
    filter: {
      ids: ids('r.review_id'),
      productId: id('r.entity_pk_value'),
      status: where((eb, status) =>
        status === 'PENDING'
          ? eb('r.status_id', 'not in', [numbers.APPROVED, numbers.REJECTED])
          : eb('r.status_id', '=', numbers[status]),
      ),
      ...between('created', 'r.created_at', utc),
    },
  },
});

/** The reviews of a store; null where it has no such module. */
export const reviewIn = ({ columns }: Magento1View) => (columns.has('review') ? review : null);
