import { valueRead } from '../../src/model/as-read.js';
import type { PageRequest } from '../../src/model/page.js';
import type { Selection } from '../../src/model/selection.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import { describeWhere } from '../support/machine.js';
import { Comparison } from './comparison.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';
import { ZenCartExpectations } from './zencart-expected.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nConformance with the oracle\n${reports.join('\n')}\n`);
});

function page(selection: Selection): PageRequest<object, string> {
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

describeWhere(parts, 'zencart says of every thing what Zen Cart itself says', () => {
  let store: RealStore;
  let expected: ZenCartExpectations;
  beforeAll(async () => {
    const oracle = oracleOf('zencart');
    // The oracle's store kept its time zone in this file, which is not among the files of ../shared/stores.
    store = await openRealStore('zencart', {
      [oracle.config.time_zone_source]:
        `<?php\n$TZ = '${oracle.config.time_zone}'; // eg: 'Europe/Oslo'\nif ($TZ == '') $TZ = date_default_timezone_get();\n`,
    });
    expected = new ZenCartExpectations(oracle, store.storeId, store.url, {
      zoneCodes: new Map(
        store.rows('select zone_id, zone_code from zen_zones').map(([id, code]) => [id ?? '', code ?? ''] as const),
      ),
      downloads: new Set(
        store
          .rows(
            // With an option of which nothing is sent by post.
            `select products_id from zen_products_attributes left join zen_products_attributes_download d using (products_attributes_id)
             group by products_id, options_id having count(*) = count(d.products_attributes_filename)`,
          )
          .map(([id]) => id ?? ''),
      ),
    });
  });
  afterAll(() => store?.close());

  function conclude(what: string, comparison: Comparison): void {
    reports.push(comparison.report(`  zencart ${what}`));
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared).toBeGreaterThan(4);
  }

  test('its configuration', async () => {
    const { config } = await store.session().config();
    const comparison = new Comparison();
    comparison.same('config', config, expected.config());
    conclude('configuration', comparison);
    expect((await store.session().hello()).platformVersion).toBe(expected.oracle.version);
  });

  test('its counts', async () => {
    const counts = await store.session().ask((platform, view) => platform.counts(view, everything.counts));
    const comparison = new Comparison();
    comparison.same('counts', counts, expected.counts());
    conclude('counts', comparison);
  });

  test.each([
    ['products', 'product', (row: never) => expected.product(row), 'products_id'],
    ['categories', 'category', (row: never) => expected.category(row), 'categories_id'],
    ['customers', 'customer', (row: never) => expected.customer(row), 'customers_id'],
    ['orders', 'order', (row: never) => expected.order(row), 'orders_id'],
  ] as const)('every one of its %s, in one round trip', async (list, kind, mapping, key) => {
    await store.session().config();
    store.asked();
    const session = store.session();
    const answer = await session.ask((platform: Platform, view: StoreView) =>
      (platform[list] as unknown as Collection<{ nativeId: string }, object, string>).page(
        view,
        page(everything[kind]),
      ),
    );
    expect(store.asked().map((statements) => statements.length <= 25)).toEqual([true]);
    const comparison = new Comparison();
    const wanted = [...expected.oracle[list]].sort((a, b) => Number(a[key]) - Number(b[key]));
    comparison.same('totalCount', answer.totalCount, wanted.length);
    comparison.same(
      'ids',
      answer.rows.map(({ node }) => valueRead(node).nativeId),
      wanted.map((row) => String(row[key])),
    );
    for (const [at, row] of wanted.entries()) {
      comparison.same(`${kind} ${row[key]}`, answer.rows[at]?.node, mapping(row as never));
    }
    conclude(list, comparison);
  });
});
