import type { Calendar } from './calendar.js';
import { escaped } from './html.js';
import type { DemoOrder } from './order.js';
import { Random } from './random.js';
import type { Rows } from './rows.js';

const remarks = [
  'The glaze has a chip near the rim.',
  'Leider zu klein für unseren Tisch.',
  'Came with the wrong lid & no bag.',
  'La couleur est plus foncée que "Sage" en photo.',
  '',
];

/** Adds a return for every refunded order and for some that were delivered. */
export function addReturns(rows: Rows, orders: readonly DemoOrder[], calendar: Calendar): void {
  for (const order of orders) {
    const refunded = order.statusId === 11;
    const line = order.lines.find(({ product }) => !product.digital);
    if (!line || !(refunded || (order.statusId === 5 && order.id % 17 === 0))) continue;
    const random = new Random(`return ${order.id}`);
    const id = rows.nextId('return');
    const placed = calendar.time(order.placedDaysAgo, order.placedSecond);
    const asked = calendar.later(placed, 24 * random.between(5, 12));
    const state = refunded ? 3 : random.between(1, 3);
    const settled = calendar.later(asked, 24 * random.between(1, 6));
    const { person } = order;
    rows.add('return', {
      return_id: id,
      order_id: order.id,
      customer_id: order.customer?.id ?? 0,
      firstname: escaped(person.firstName),
      lastname: escaped(person.lastName),
      email: person.email,
      telephone: person.phone,
      product_id: line.product.id,
      product: escaped(line.product.name[person.language - 1] as string),
      model: line.product.model,
      quantity: refunded ? line.quantity : 1,
      opened: random.chance(0.5) ? 1 : 0,
      return_reason_id: random.between(1, 5),
      return_action_id: state === 3 ? (refunded ? 1 : random.between(2, 3)) : 0,
      return_status_id: state,
      comment: escaped(random.pick(remarks)),
      date_ordered: placed.slice(0, 10),
      date_added: asked,
      date_modified: settled,
    });
    for (let status = 1; status <= state; status++) {
      rows.add('return_history', {
        return_history_id: rows.nextId('return_history'),
        return_id: id,
        return_status_id: status,
        notify: status > 1 ? 1 : 0,
        comment: status === 2 ? 'Please send it back in its own box.' : '',
        date_added: status === 1 ? asked : settled,
      });
    }
  }
}
