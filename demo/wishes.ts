import type { Calendar } from './calendar.js';
import type { DemoCustomer } from './customers.js';
import type { DemoProduct } from './product.js';
import { Random } from './random.js';
import type { Rows } from './rows.js';

/** Adds what some customers left in their baskets, with what they chose, and what some noted. */
export function addWishes(
  rows: Rows,
  customers: readonly DemoCustomer[],
  products: readonly DemoProduct[],
  calendar: Calendar,
): void {
  const offered = products.filter(({ deleted }) => !deleted);
  const chosen = chosenByProduct(rows);
  for (const { id, deleted, joinedDaysAgo } of customers) {
    const random = new Random(`wishes ${id}`);
    const [inBasket, noted] = [random.pick([0, 0, 1, 2, 3]), random.pick([0, 0, 1, 2, 4])];
    if (deleted) continue;
    const time = () => calendar.time(random.between(0, Math.min(60, joinedDaysAgo)), random.between(30_000, 80_000));
    for (const product of random.some(offered, inBasket)) {
      rows.add('cart', {
        cart_id: rows.nextId('cart'),
        customer_id: id,
        session_id: 'a secret of this shopper',
        product_id: product.id,
        option: JSON.stringify(chosen.get(product.id) ?? {}),
        quantity: random.between(1, 3),
        override: '[]',
        date_added: time(),
      });
    }
    for (const product of random.some(offered, noted)) {
      rows.add('customer_wishlist', { customer_id: id, product_id: product.id, date_added: time() });
    }
  }
}

/** The first value of each option of a product, as baskets keep what was chosen. */
function chosenByProduct(rows: Rows): ReadonlyMap<unknown, Readonly<Record<string, string>>> {
  const byProduct = new Map<unknown, Record<string, string>>();
  for (const row of rows.of('product_option_value')) {
    const chosen = byProduct.get(row.product_id) ?? {};
    chosen[String(row.product_option_id)] ??= String(row.product_option_value_id);
    byProduct.set(row.product_id, chosen);
  }
  return byProduct;
}
