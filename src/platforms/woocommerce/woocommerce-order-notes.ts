import type { OrderStatus } from '../../model/order-status.js';
import { ServiceError } from '../../model/service-error.js';
import { rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { words } from './woocommerce-order-row.js';
import { woo } from './woocommerce-relations.js';

/** The notes of an order, oldest first; WooCommerce writes a note for every change of status. */
export const history = words.asked(
  words.ask([], ({ gathering, ids }) =>
    rowsOf(
      gathering.add(
        'notes',
        woo
          .selectFrom('order_note as n')
          .leftJoin('order_note_meta as m', 'm.comment_id', 'n.comment_ID')
          .select(['n.comment_post_ID', 'n.comment_ID', 'n.comment_date_gmt', 'n.comment_content'])
          .select('m.meta_value as told')
          .where('n.comment_post_ID', 'in', ids)
          .orderBy('n.comment_date_gmt')
          .orderBy('n.comment_ID'),
      ),
      'comment_post_ID',
    ),
  ),
  (notes, { view }) => {
    const { orderStatuses } = view.config;
    const known = orderStatuses instanceof ServiceError ? [] : orderStatuses;
    const seen = new Set<number>();
    return notes.flatMap((row) => {
      const createdAt = instantOf(row.comment_date_gmt, 'UTC');
      if (!createdAt || seen.has(row.comment_ID)) return [];
      seen.add(row.comment_ID);
      const comment = plainNote(row.comment_content ?? '');
      return [
        { createdAt, status: statusIn(comment, known), comment: comment || null, notified: Number(row.told) === 1 },
      ];
    });
  },
);

/** A note without the tags that WooCommerce and payment modules put in. */
function plainNote(html: string): string {
  return unescaped(html.replaceAll(/<br\s*\/?>/gi, '\n').replaceAll(/<\/?[a-z][^>]*>/gi, '')).trim();
}

/**
 * The status that a note tells of. The note is a sentence in the shop's language, and only the English one is understood; in
 * others it stays a mere note.
 */
function statusIn(note: string, statuses: readonly OrderStatus[]): OrderStatus | null {
  const name = /(?:^|\s)Order status (?:changed from .+ to|set to) (.+)\.$/.exec(note)?.[1];
  return statuses.find((status) => status.name === name) ?? null;
}
