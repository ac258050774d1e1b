import type { Calendar } from './calendar.js';
import { escaped } from './html.js';
import type { DemoOrder } from './order.js';
import { Random } from './random.js';
import type { Rows } from './rows.js';

const opinions: readonly (readonly string[])[] = [
  [],
  ['Broke on the second day.', 'Nicht wie auf dem Bild.'],
  ['Smaller than I thought & rather pale.', 'Für den Preis zu dünn.'],
  ['Does what it should.', 'Ganz in Ordnung, "mehr" nicht.'],
  ['Lovely, but the box was damp.', 'Schön gemacht, gern wieder.'],
  ['We use it every day. <3', 'Noch schöner als gedacht!'],
];

/** Adds what those wrote who got their parcel some time ago; some of it the merchant has not looked at yet. */
export function addReviews(rows: Rows, orders: readonly DemoOrder[], calendar: Calendar): void {
  for (const order of orders) {
    const line = order.lines.find(({ product }) => !product.deleted);
    if (order.id % 3 > 0 || !line) continue;
    const random = new Random(`review ${order.id}`);
    const { person } = order;
    const rating = random.pick([1, 2, 3, 4, 4, 5, 5, 5]);
    const written = calendar.later(calendar.time(order.placedDaysAgo, order.placedSecond), 24 * random.between(8, 30));
    const isShown = random.chance(0.85);
    rows.add('review', {
      review_id: rows.nextId('review'),
      product_id: line.product.id,
      customer_id: order.customer?.id ?? 0,
      author: escaped(random.chance(0.5) ? person.firstName : `${person.firstName} ${person.lastName}`),
      text: escaped(opinions[rating]?.[person.language - 1] ?? ''),
      rating,
      status: isShown ? 1 : 0,
      date_added: written,
      date_modified: isShown ? calendar.later(written, random.between(1, 40)) : '0000-00-00 00:00:00',
    });
  }
}
