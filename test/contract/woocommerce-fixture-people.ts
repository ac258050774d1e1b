import { serialize } from 'php-serialize';

type Row = readonly (string | number | null)[];

/** What shoppers wrote, as rows of the tables of comments: each from `firstId` on, in the order of the fixture's columns. */
export function reviewRows(firstId: number, time: (day: number) => string): { comments: Row[]; meta: Row[] } {
  const numbers = Array.from({ length: 28 }, (_none, at) => at);
  const approved = ['1', '1', '0', '1', 'spam', '1', 'trash'];
  return {
    comments: numbers.map((at) => [
      firstId + at,
      // The last is of a post that is no product.
      at === 27 ? 999_999 : 10 + 5 * (at % 9),
      time(at * 2),
      at % 5 === 0 ? '' : `Holds <em>tea</em> well, says ${at}`,
      'review',
      `Drinker &amp; ${at}`,
      approved[at % approved.length] ?? '1',
      // Guests, customers, and one by the administrator, who answers.
      at % 4 === 0 ? 0 : at === 6 ? 1 : 2 + (at % 20),
    ]),
    meta: numbers.filter((at) => at % 6 > 0).map((at) => [firstId + at, 'rating', String(1 + (at % 5))]),
  };
}

/** What a user put into the basket, as their keys hold it: some nothing, one what is no basket at all. */
export function persistentCart(at: number): Readonly<Record<string, string>> {
  if (at % 4 === 3) return {};
  const line = (product: number, variation: number, quantity: number) => ({
    key: 'a secret of this line',
    product_id: product,
    variation_id: variation,
    variation: variation > 0 ? { attribute_pa_glaze: 'moss' } : {},
    quantity,
    line_total: 12.5,
  });
  const cart = at % 6 === 5 ? {} : { a1: line(10 + 5 * (at % 9), 0, at + 1), b2: line(15, 16, 1) };
  const held = at === 8 ? 'a:1:{s:4:"cart";a:1:{i:0;O:8:"stdClass":0:{}}}' : serialize({ cart });
  // Of this site of the network, and of another.
  return { _woocommerce_persistent_cart_2: held, _woocommerce_persistent_cart_1: 'a secret of another site' };
}
