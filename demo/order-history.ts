import type { Calendar } from './calendar.js';
import { escaped } from './html.js';
import type { DemoOrder } from './order.js';
import type { Random } from './random.js';
import type { Rows } from './rows.js';

/** The statuses an order went through on its way to each. */
const paths: Readonly<Record<number, readonly number[]>> = {
  0: [],
  1: [1],
  2: [1, 2],
  3: [1, 2, 3],
  5: [1, 2, 3, 5],
  7: [1, 7],
  8: [1, 8],
  9: [1, 7, 9],
  10: [10],
  11: [1, 2, 3, 5, 11],
  12: [1, 2, 12],
  13: [1, 2, 3, 5, 13],
  14: [1, 14],
  15: [1, 2, 15],
  16: [1, 16],
};

/** Hours until a status follows the one before, least and most. */
const waits: Readonly<Record<number, readonly [number, number]>> = {
  1: [0, 0],
  2: [1, 20],
  3: [6, 40],
  5: [24, 110],
  7: [2, 60],
  8: [1, 10],
  9: [4, 30],
  10: [0, 0],
  11: [72, 400],
  12: [20, 90],
  13: [200, 900],
  14: [168, 240],
  15: [10, 48],
  16: [1, 24],
};

const says: Readonly<Record<number, readonly [en: readonly string[], de: readonly string[]]>> = {
  2: [
    ['Payment received.', ''],
    ['Zahlung eingegangen.', ''],
  ],
  5: [
    ['Delivered. Thank you!', ''],
    ['Zugestellt. Vielen Dank!', ''],
  ],
  7: [
    ["Cancelled at the shopper's request.", 'Out of stock & not coming back, sorry.'],
    ['Auf Wunsch storniert.', 'Leider nicht mehr lieferbar.'],
  ],
  9: [
    ['The cancellation was a mistake; we are sending it after all.'],
    ['Die Stornierung war ein Versehen; wir liefern doch.'],
  ],
  10: [['The card issuer said no.'], ['Die Bank hat abgelehnt.']],
  11: [
    ['Returned & refunded in full.', 'Refunded: arrived with a chip in the glaze.'],
    ['Zurückgenommen & erstattet.', 'Erstattet: Glasur abgeplatzt.'],
  ],
  14: [['No payment within seven days.'], ['Keine Zahlung innerhalb von sieben Tagen.']],
  16: [['Entered twice; see the later order.'], ['Doppelt erfasst; siehe spätere Bestellung.']],
};

/** Adds what became of an order; returns when it last changed. */
export function addHistory(rows: Rows, order: DemoOrder, placed: string, random: Random, calendar: Calendar): string {
  const path = paths[order.statusId] ?? [];
  const hours = path.map((statusId) => {
    const [least, most] = waits[statusId] ?? [0, 0];
    return least + random.next() * (most - least);
  });
  // What happened to a young order happened faster.
  const pace = Math.min(
    1,
    (calendar.hoursSince(placed) * 0.9) /
      Math.max(
        1,
        hours.reduce((a, b) => a + b, 0),
      ),
  );
  let when = placed;
  for (const [index, statusId] of path.entries()) {
    when = calendar.later(when, (hours[index] ?? 0) * pace);
    const comment =
      statusId === 3 ? shipped(random, order) : random.pick(says[statusId]?.[order.person.language - 1] ?? ['']);
    rows.add('order_history', {
      order_history_id: rows.nextId('order_history'),
      order_id: order.id,
      order_status_id: statusId,
      notify: statusId === 3 || statusId === 5 || (comment !== '' && random.chance(0.6)) ? 1 : 0,
      comment: escaped(comment),
      date_added: when,
    });
  }
  return when;
}

function shipped(random: Random, order: DemoOrder): string {
  const german = order.person.language === 2;
  if (!order.shipping) return german ? 'Der Link zum Herunterladen ist unterwegs.' : 'The download link is on its way.';
  if (order.shipping.code === 'pickup.pickup') return 'Ready at the counter.';
  const [carrier, number] = random.pick([
    ['DHL', 'JJD00039########'],
    ['Post AT', '1034########'],
    ['GLS', '@#@#@###'],
    ['DPD', '0153#### ###'],
  ]) as [string, string];
  const code = random.fill(number);
  return german ? `Versandt mit ${carrier} – Sendungsnummer ${code}` : `Shipped with ${carrier}, tracking ${code}`;
}
