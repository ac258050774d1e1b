import { Big } from 'big.js';
import type { Facet, Facets } from '../../src/platforms/facets.js';
import type { DayFigures } from '../../src/platforms/order-statistics.js';
import type { Platform } from '../../src/platforms/platform.js';
import type { BridgedStore } from './bridged-store.js';
import { everything } from './everything.js';
import type { Thing } from './filter-cases.js';
import { fixtures, madeUp } from './fixtures.js';
import { askPage } from './listing.js';

/** The days of a store's clock that an instant is on, told by the machine's own calendar. */
function dayOf(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );
}

const day = 86_400_000;

describe.each([...fixtures, madeUp])('$platformId', ({ open }) => {
  let store: BridgedStore;
  let orders: readonly Thing[];
  let zone: string;
  beforeAll(async () => {
    store = await open();
    zone = (await store.session().config()).config.timeZone;
    orders = (await askPage(store.session(), 'orders', { selection: everything.order })).rows.map(
      ({ node }) => node as Thing,
    );
    expect(orders.length).toBeLessThan(250);
  });
  afterAll(() => store?.close());

  const placed = (order: Thing) => (order.placedAt as Date).getTime();
  const figures = async (from: Date, to: Date, filter = {}): Promise<readonly DayFigures[]> =>
    store.session().ask((platform, view) => platform.orderStatistics(view, { from, to, filter }));

  /** What the orders themselves come to. */
  function summed(of: readonly Thing[]) {
    const sums = new Map<string, { count: number; total: Big }>();
    for (const order of of) {
      const state = (order.status as { state: string }).state;
      const key = `${dayOf(order.placedAt as Date, zone)} ${state} ${order.currencyCode}`;
      const sum = sums.get(key) ?? { count: 0, total: new Big(0) };
      const { amount } = order.total as { amount: string };
      sums.set(key, { count: sum.count + 1, total: sum.total.plus(amount) });
    }
    return [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { count, total }]) => [key, count, total.toFixed(4)]);
  }

  const shown = (all: readonly DayFigures[]) =>
    all.map((one) => [`${one.day} ${one.state} ${one.currencyCode}`, one.count, one.total.toFixed(4)]);

  test('are those of its orders, year by year, in one statement or two', async () => {
    const times = orders.map(placed);
    for (let from = Math.min(...times); from <= Math.max(...times); from += 300 * day) {
      const to = from + 300 * day;
      store.asked();
      const found = await figures(new Date(from), new Date(to));
      expect(store.asked().map((statements) => statements.length <= 2)).toEqual([true]);
      expect(shown(found)).toEqual(summed(orders.filter((order) => placed(order) >= from && placed(order) < to)));
    }
  });

  test('are those of the orders that meet a filter and lie between two instants', async () => {
    const sorted = [...orders].sort((a, b) => placed(a) - placed(b));
    const some = sorted.slice(Math.floor(sorted.length / 3));
    const [from, to] = [
      placed(some[0] as Thing),
      Math.min(placed(some.at(-1) as Thing), placed(some[0] as Thing) + 300 * day),
    ];
    const { state } = (some[0] as Thing).status as { state: string };
    const right = some.filter((one) => placed(one) < to && (one.status as { state: string }).state === state);
    const found = await figures(new Date(from), new Date(to), { states: [state] });
    expect(shown(found)).toEqual(summed(right));
  });

  test('what its products can be sorted out by are those that its products have', async () => {
    const { rows } = await askPage(store.session(), 'products', { selection: everything.product });
    const products = rows.map(({ node }) => node as Thing);
    const ask = <T>(of: (facets: Facets) => Facet<T>) =>
      store.session().ask((platform: Platform, view) => of(platform.facets)(view));
    const brands = await ask(({ brands: of }) => of);
    expect(brands).toEqual(expect.arrayContaining(products.flatMap(({ brand }) => brand ?? [])));
    expect(new Set(brands.map(({ nativeId }) => nativeId)).size).toBe(brands.length);
    const tags = new Set(products.flatMap((one) => one.tags as string[]));
    expect(await ask(({ tags: of }) => of)).toEqual([...tags].sort(new Intl.Collator('en').compare));
    const attributes = (await ask(({ attributes: of }) => of)).map(({ name }) => name);
    for (const { attributes: held } of products) {
      const names = (held as { name: string; values: string[] }[]).map(({ name }) => name);
      // Attributes that a product made up for itself are in no list.
      if (attributes.length > 0)
        expect(names.filter((name) => attributes.includes(name)).length).toBeGreaterThanOrEqual(0);
    }
    const known = new Set(products.flatMap((one) => (one.attributes as { name: string }[]).map(({ name }) => name)));
    expect(attributes.every((name) => typeof name === 'string' && name !== '')).toBe(true);
    if (attributes.length > 0) expect(attributes.some((name) => known.has(name))).toBe(true);
  });
});
