import type { BridgedStore } from '../../contract/bridged-store.js';
import { everything } from '../../contract/everything.js';
import { askPage, ordersOf, walk } from '../../contract/listing.js';
import { openSqliteStore } from '../../contract/sqlite-store.js';
import { woocommerceStore } from '../../contract/woocommerce-fixture.js';

describe('one shop with its orders in tables of their own, and with them among the posts', () => {
  let tables: BridgedStore;
  let posts: BridgedStore;
  beforeAll(async () => {
    [tables, posts] = await Promise.all([
      openSqliteStore(woocommerceStore('tables')),
      openSqliteStore(woocommerceStore('posts')),
    ]);
  });
  afterAll(async () => {
    await tables?.close();
    await posts?.close();
  });

  /** What a store says, with what is only its own taken out: its id and its address. */
  const plain = (store: BridgedStore, value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll(store.storeId, 'the store').replaceAll(store.url, 'the-address/'));

  test.each(['orders', 'customers'] as const)('says the same of its %s, in one request', async (list) => {
    const selection = everything[list === 'orders' ? 'order' : 'customer'];
    const [one, other] = await Promise.all(
      [tables, posts].map(async (store) => {
        await store.session().config();
        store.asked();
        const page = await askPage(store.session(), list, { selection, totalCount: true });
        expect(store.asked()).toHaveLength(1);
        return plain(store, page);
      }),
    );
    expect((one as { rows: unknown[] }).rows.length).toBeGreaterThan(15);
    expect(other).toEqual(one);
  });

  test('counts the same', async () => {
    const counts = [tables, posts].map((store) =>
      store.session().ask((platform, view) => platform.counts(view, everything.counts)),
    );
    expect(await counts[1]).toEqual(await counts[0]);
  });

  test.each(ordersOf.orders)('lists its orders alike by %s', async (orderBy) => {
    const all = await walk(tables.session, 'orders', orderBy, { limit: 7, backward: false });
    expect(await walk(posts.session, 'orders', orderBy, { limit: 7, backward: false })).toEqual(all);
    expect(await walk(posts.session, 'orders', orderBy, { limit: 7, backward: true })).toEqual(all);
  });

  test.each([
    ['customer', { customerId: '3' }],
    ['e-mail', { email: 'BUYER4@mail.example' }],
    ['a part of an e-mail, which finds none', { email: '@mail.example' }],
    ['state', { states: ['COMPLETED', 'OTHER'] as const }],
    ['status without its prefix', { statusIds: ['on-hold'] }],
    ['times', { placedAfter: new Date('2025-03-20T00:00:00Z'), updatedBefore: new Date('2025-04-10T00:00:00Z') }],
  ])('finds the same orders by %s', async (_what, filter) => {
    const found = await Promise.all(
      [tables, posts].map(async (store) => plain(store, await askPage(store.session(), 'orders', { filter }))),
    );
    expect(found[1]).toEqual(found[0]);
  });

  test('regards an administrator who ordered as a customer, and a subscriber who did not as none', async () => {
    for (const store of [tables, posts]) {
      const page = await askPage(store.session(), 'customers', {});
      const ids = page.rows.map(({ node }) => Number(node.nativeId));
      // Users 6 and 14 are subscribers; the first has orders.
      expect([1, 6, 14].map((id) => ids.includes(id))).toEqual([true, true, false]);
    }
  });
});
