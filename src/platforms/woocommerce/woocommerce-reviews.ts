import type { Review, ReviewFilter, ReviewOrder, ReviewStatus } from '../../model/review.js';
import { factsOf } from '../facts.js';
import { foldedCode, heldText, plainText } from '../html-text.js';
import { ratingOf } from '../reviews.js';
import { instantOf } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

const { asked, between, from, id, ids, listed, none, rowBeside, where } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'review_hpos',
  'r'
>();

const rating = rowBeside('review-ratings', 'm.comment_id', () =>
  woo.selectFrom('review_meta as m').select('m.meta_value').orderBy('m.meta_id'),
);

const statuses: Readonly<Record<string, ReviewStatus>> = { '1': 'APPROVED', '0': 'PENDING' };

/** What shoppers wrote of products: comments of their own type. All that is neither shown nor waiting is spam or in the trash. */
const reviewAmong = (place: 'hpos' | 'posts') =>
  listed<Review, ReviewFilter, ReviewOrder>({
    kind: 'Review',
    // Both relations are rows of one table.
    from: `review_${place} as r` as 'review_hpos as r',
    key: 'comment_ID',
    statement: 'reviews',
    always: ['productId', 'customerId'],
    fields: {
      productId: from(['comment_post_ID'], (row) => String(row.comment_post_ID)),
      customerId: from(['user_id'], (row) => (row.user_id > 0 ? String(row.user_id) : null)),
      author: from(['comment_author'], (row) => plainText(row.comment_author)),
      rating: asked(rating, (row) => ratingOf(String(row?.meta_value ?? '').trim())),
      title: none(null),
      body: from(['comment_content'], (row) => heldText(row.comment_content)),
      status: from(['comment_approved'], (row) => statuses[foldedCode(row.comment_approved ?? '')] ?? 'REJECTED'),
      createdAt: from(['comment_date_gmt'], (row) => instantOf(row.comment_date_gmt, 'UTC')),
      updatedAt: none(null),
    },
    list: {
      orders: { ID: { column: null }, CREATED_AT: { column: 'r.comment_date_gmt', nullable: true } },
      filter: {
        ids: ids('r.comment_ID'),
        productId: id('r.comment_post_ID'),
        status: where((eb, status) => {
          if (status !== 'REJECTED') return eb('r.comment_approved', '=', status === 'APPROVED' ? '1' : '0');
          return eb.or([eb('r.comment_approved', 'not in', ['0', '1']), eb('r.comment_approved', 'is', null)]);
        }),
        ...between('created', 'r.comment_date_gmt', () => 'UTC'),
      },
    },
  });

const [amongTables, amongPosts] = [reviewAmong('hpos'), reviewAmong('posts')];

/** The reviews of a store, by where it keeps its orders: of users, only those of customers are let out. */
export const reviewIn = ({ native }: WooCommerceView) => (native.ordersInTables ? amongTables : amongPosts);
