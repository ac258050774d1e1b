import type { OrderEvent } from '../../model/order-parts.js';
import type { OrderStatus } from '../../model/order-status.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { woo } from './woocommerce-tables.js';

/** Reads the notes of an order, oldest first; WooCommerce writes a note for every change of status. */
export function notesOf(view: WooCommerceView, gathering: Gathering, ids: number[]): Reading<OrderEvent[]> {
  const rows = rowsOf(
    gathering.add(
      'notes',
      woo
        .selectFrom('order_note as n')
        .leftJoin('order_note_meta as m', 'm.comment_id', 'n.comment_ID')
        .select([
          'n.comment_post_ID',
          'n.comment_ID',
          'n.comment_date_gmt',
          'n.comment_content',
          'm.meta_value as told',
        ])
        .where('n.comment_post_ID', 'in', ids)
        .orderBy('n.comment_date_gmt')
        .orderBy('n.comment_ID'),
    ),
    'comment_post_ID',
  );
  return (results, id) => {
    const statuses: readonly OrderStatus[] | Error = view.config.orderStatuses;
    const known = statuses instanceof Error ? [] : statuses;
    const seen = new Set<number>();
    return rows(results, id).flatMap((row) => {
      const createdAt = instantOf(row.comment_date_gmt, 'UTC');
      if (!createdAt || seen.has(row.comment_ID)) return [];
      seen.add(row.comment_ID);
      const comment = plainNote(row.comment_content);
      return [
        {
          createdAt,
          status: statusIn(comment, known),
          comment: comment || null,
          notified: row.told === '1' || Number(row.told) === 1,
        },
      ];
    });
  };
}

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
