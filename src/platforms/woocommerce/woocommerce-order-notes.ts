import type { OrderStatus } from '../../model/order-status.js';
import { ServiceError } from '../../model/service-error.js';
import { betweenTags } from '../html-tags.js';
import { unescaped } from '../html-text.js';
import { inOrderOf } from '../row-order.js';
import { instantOf } from '../store-time.js';
import { placeIn } from './woocommerce-order-relations.js';
import { words } from './woocommerce-order-row.js';
import { woo } from './woocommerce-relations.js';

/** The notes of an order, oldest first; WooCommerce writes a note for every change of status. */
export const history = words.asked(
  words.rowsBeside('notes', 'n.comment_post_ID', ({ view }) => {
    // The relations of both places are rows of one table.
    const place = placeIn(view) as 'hpos';
    return woo
      .selectFrom(`order_note_${place} as n`)
      .leftJoin(`order_note_meta_${place} as m`, 'm.comment_id', 'n.comment_ID')
      .select(['n.comment_ID', 'n.comment_date_gmt', 'n.comment_content'])
      .select('m.meta_value as told');
  }),
  (notes, { view }) => {
    const { orderStatuses } = view.config;
    const known = orderStatuses instanceof ServiceError ? [] : orderStatuses;
    const seen = new Set<number>();
    return inOrderOf(notes, 'comment_date_gmt', 'comment_ID').flatMap((row) => {
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

/** The names of tags that begin or end a block of text. */
const blocks = new Set('p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 tr table blockquote hr section pre'.split(' '));

/** A note without the tags that WooCommerce and payment modules put in; each block of text begins a line. */
function plainNote(html: string): string {
  const texts = betweenTags(html.replaceAll(/<br\s*\/?>/gi, '\n'), (name) => blocks.has(name));
  const lines = texts.map((text) => text.trim()).filter((text) => text !== '');
  return unescaped(betweenTags(lines.join('\n'), () => true).join('')).trim();
}

/**
 * The status that a note tells of. The note is a sentence in the shop's language, and only the English one is understood; in
 * others it stays a mere note.
 */
function statusIn(note: string, statuses: readonly OrderStatus[]): OrderStatus | null {
  const sentence = note.slice(note.lastIndexOf('\n') + 1);
  const told = statuses.filter(({ name }) => {
    const end = ` to ${name}.`;
    return sentence.endsWith(end) && tellsOfStatus.test(sentence.slice(0, -end.length));
  });
  // The longest name that fits: `Ready to ship`, not `ship`.
  return told.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}

const tellsOfStatus = /(?:^|\s)Order status (?:changed from .|set$)/;
