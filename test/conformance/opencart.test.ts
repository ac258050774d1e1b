import { valueRead } from '../../src/model/as-read.js';
import type { PageRequest } from '../../src/model/page.js';
import type { Selection } from '../../src/model/selection.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import { describeWhere } from '../support/machine.js';
import { Comparison } from './comparison.js';
import { OpenCartExpectations } from './opencart-expected.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nConformance with the oracles\n${reports.join('\n')}\n`);
});

function page<Filter, Order extends string>(
  filter: Filter,
  orderBy: Order,
  selection: Selection,
  more: Partial<PageRequest<Filter, Order>> = {},
): PageRequest<Filter, Order> {
  return {
    limit: 250,
    backward: false,
    after: null,
    before: null,
    orderBy,
    filter,
    selection,
    totalCount: true,
    ...more,
  };
}

describe.each(['opencart4', 'opencart3'])('%s', (name) => {
  describeWhere(parts, 'says of every thing what OpenCart itself says', () => {
    let store: RealStore;
    let expected: OpenCartExpectations;
    beforeAll(async () => {
      store = await openRealStore(name);
      const oracle = oracleOf(name);
      const slugs = oracle.version.startsWith('4')
        ? store
            .rows(
              "select value, keyword from oc_seo_url where `key` = 'path' and store_id = 0 and language_id = 1 order by seo_url_id",
            )
            .map(([path, keyword]) => [path?.split('_').at(-1) ?? '', keyword?.split('/').at(-1) ?? ''] as const)
        : store
            .rows(
              "select substr(query, 13), keyword from shop3_seo_url where query like 'category_id=%' and language_id = 1",
            )
            .map(([id, keyword]) => [id ?? '', keyword ?? ''] as const);
      expected = new OpenCartExpectations(oracle, store.storeId, store.url, new Map(slugs));
    });
    afterAll(() => store?.close());

    function conclude(what: string, comparison: Comparison): void {
      reports.push(comparison.report(`  ${name} ${what}`));
      expect(comparison.differences).toEqual([]);
      expect(comparison.compared).toBeGreaterThan(4);
    }

    async function all<T extends { nativeId: string }, Filter, Order extends string>(
      collection: (platform: Platform) => Collection<T, Filter, Order>,
      orderBy: Order,
      selection: Selection,
    ) {
      const session = store.session();
      await session.config();
      store.asked();
      const answer = await session.ask((platform: Platform, view: StoreView) =>
        collection(platform).page(view, page({} as Filter, orderBy, selection)),
      );
      expect(store.asked()).toHaveLength(1);
      return answer;
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
      ['products', 'product', (row: never) => expected.product(row), () => expected.products, 'product_id'],
      [
        'categories',
        'category',
        (row: never) => expected.category(row),
        () => expected.oracle.categories,
        'category_id',
      ],
      ['customers', 'customer', (row: never) => expected.customer(row), () => expected.oracle.customers, 'customer_id'],
      ['orders', 'order', (row: never) => expected.order(row), () => expected.orders, 'order_id'],
    ] as const)('every one of its %s, in one round trip', async (list, kind, mapping, rows, key) => {
      const answer = await all(
        (platform) => platform[list] as unknown as Collection<{ nativeId: string }, object, 'ID_ASC'>,
        'ID_ASC',
        everything[kind],
      );
      const comparison = new Comparison();
      const wanted = [...rows()].sort((a, b) => Number(a[key]) - Number(b[key]));
      comparison.same('totalCount', answer.totalCount, wanted.length);
      comparison.same(
        'ids',
        answer.rows.map(({ node }) => valueRead(node).nativeId),
        wanted.map((row) => row[key]),
      );
      for (const [at, row] of wanted.entries()) {
        comparison.same(`${kind} ${row[key]}`, answer.rows[at]?.node, mapping(row as never));
      }
      conclude(list, comparison);
    });

    test('by id, no variant is a product and no unfinished checkout an order', async () => {
      const unfinished = expected.oracle.orders.filter(
        (row: { order_status_id: string }) => row.order_status_id === '0',
      );
      expect(unfinished.length).toBeGreaterThan(0);
      const session = store.session();
      const [products, orders] = await Promise.all([
        session.ask((platform, view) =>
          platform.products.byIds(view, ['30', ...expected.variants.map((row) => row.product_id)], everything.product),
        ),
        session.ask((platform, view) =>
          platform.orders.byIds(
            view,
            ['1', ...unfinished.map((row: { order_id: string }) => row.order_id)],
            everything.order,
          ),
        ),
      ]);
      expect([[...products.keys()], [...orders.keys()]]).toEqual([['30'], ['1']]);
    });

    test('every one of its variants, by id', async () => {
      const wanted = expected.variants;
      const answer = await store
        .session()
        .ask((platform, view) =>
          platform.variants.byIds(view, ['42', '999999', ...wanted.map((row) => row.product_id)], everything.variant),
        );
      const comparison = new Comparison();
      comparison.same(
        'variants',
        Object.fromEntries(answer),
        Object.fromEntries(wanted.map((row) => [row.product_id, expected.variant(row)])),
      );
      comparison.same('size', answer.size, wanted.length);
      reports.push(comparison.report(`  ${name} variants`));
      expect(comparison.differences).toEqual([]);
    });
  });
});
