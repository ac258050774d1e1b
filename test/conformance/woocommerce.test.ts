import { valueRead } from '../../src/model/as-read.js';
import type { PageRequest } from '../../src/model/page.js';
import type { Selection } from '../../src/model/selection.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import { describeWhere } from '../support/machine.js';
import { Comparison } from './comparison.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';
import { WooCommerceExpectations } from './woocommerce-expected.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nConformance with the oracles\n${reports.join('\n')}\n`);
});

function wholePage(selection: Selection): PageRequest<object, 'ID_ASC'> {
  return {
    limit: 250,
    backward: false,
    after: null,
    before: null,
    orderBy: 'ID_ASC',
    filter: {},
    selection,
    totalCount: true,
  };
}

describe.each(['woo', 'woolegacy'])('%s', (name) => {
  describeWhere(parts, 'says of every thing what WooCommerce itself says', () => {
    let store: RealStore;
    let expected: WooCommerceExpectations;
    beforeAll(async () => {
      store = await openRealStore(name);
      expected = new WooCommerceExpectations(oracleOf(name), store.storeId, new Date());
    });
    afterAll(() => store?.close());

    function conclude(what: string, comparison: Comparison): void {
      reports.push(comparison.report(`  ${name} ${what}`));
      expect(comparison.differences).toEqual([]);
      expect(comparison.compared).toBeGreaterThan(4);
    }

    test('its configuration', async () => {
      const { config } = await store.session().config();
      const comparison = new Comparison();
      comparison.same('config', config, expected.config());
      conclude('configuration', comparison);
    });

    test('its counts', async () => {
      const counts = await store.session().ask((platform, view) => platform.counts(view, everything.counts));
      const comparison = new Comparison();
      comparison.same('counts', counts, expected.counts());
      conclude('counts', comparison);
    });

    test.each([
      ['products', 'product', (row: never) => expected.product(row), () => expected.oracle.products],
      ['categories', 'category', (row: never) => expected.category(row), () => expected.oracle.categories],
      ['customers', 'customer', (row: never) => expected.customer(row), () => expected.customers],
      ['orders', 'order', (row: never) => expected.order(row), () => expected.orders],
    ] as const)('every one of its %s, in one round trip', async (list, kind, mapping, rows) => {
      const session = store.session();
      await session.config();
      store.asked();
      const answer = await session.ask((platform: Platform, view) =>
        (platform[list] as unknown as Collection<{ nativeId: string }, object, 'ID_ASC'>).page(
          view,
          wholePage(everything[kind]),
        ),
      );
      expect(store.asked()).toHaveLength(1);
      const comparison = new Comparison();
      const wanted = [...rows()].sort((a, b) => a.id - b.id);
      comparison.same('totalCount', answer.totalCount, wanted.length);
      comparison.same(
        'ids',
        answer.rows.map(({ node }) => valueRead(node).nativeId),
        wanted.map((row) => String(row.id)),
      );
      for (const [at, row] of wanted.entries()) {
        comparison.same(`${kind} ${row.id}`, answer.rows[at]?.node, mapping(row as never));
      }
      conclude(list, comparison);
    });

    test('every one of its variants, by id', async () => {
      const wanted: { id: number }[] = expected.oracle.variations;
      const ids = ['1', '999999', ...wanted.map((row) => String(row.id))];
      const answer = await store
        .session()
        .ask((platform, view) => platform.variants.byIds(view, ids, everything.variant));
      const comparison = new Comparison();
      comparison.same(
        'variants',
        Object.fromEntries(answer),
        Object.fromEntries(wanted.map((row) => [row.id, expected.variant(row)])),
      );
      comparison.same('size', answer.size, wanted.length);
      conclude('variants', comparison);
    });
  });
});
