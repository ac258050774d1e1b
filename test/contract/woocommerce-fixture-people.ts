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
