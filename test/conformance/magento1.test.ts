import { valueRead } from '../../src/model/as-read.js';
import type { Order } from '../../src/model/order.js';
import type { PageRequest } from '../../src/model/page.js';
import type { Selection } from '../../src/model/selection.js';
import type { Collection, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import { askPage } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { whole } from '../support/whole.js';
import { Comparison } from './comparison.js';
import { MagentoExpectations } from './magento1-expected.js';
import type { Unsaid } from './magento1-expected-catalog.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const name = 'openmage';
const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nConformance with the oracle\n${reports.join('\n')}\n`);
});

describeWhere(parts, 'says of every thing what Magento itself says', () => {
  let store: RealStore;
  let expected: MagentoExpectations;
  beforeAll(async () => {
    store = await openRealStore(name);
    expected = new MagentoExpectations(oracleOf(name), store.storeId, store.url, unsaidIn(store));
  });
  afterAll(() => store?.close());

  function conclude(what: string, comparison: Comparison): void {
    reports.push(comparison.report(`  ${name} ${what}`));
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared).toBeGreaterThan(4);
  }

  async function all<T extends { nativeId: string }>(
    list: 'products' | 'categories' | 'customers' | 'orders',
    selection: Selection,
  ) {
    const session = store.session();
    await session.config();
    store.asked();
    const request: PageRequest<object, 'ID_ASC'> = {
      limit: 250,
      backward: false,
      after: null,
      before: null,
      orderBy: 'ID_ASC',
      filter: {},
      selection,
      totalCount: true,
    };
    const answer = await session.ask((platform, view: StoreView) =>
      (platform[list] as unknown as Collection<T, object, 'ID_ASC'>).page(view, request),
    );
    const asked = store.asked();
    expect(asked).toHaveLength(1);
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
    ['products', 'product', (row: never) => expected.product(row), () => expected.oracle.products],
    ['categories', 'category', (row: never) => expected.category(row), () => expected.categories],
    ['customers', 'customer', (row: never) => expected.customer(row), () => expected.oracle.customers],
    ['orders', 'order', (row: never) => expected.order(row), () => expected.oracle.orders],
  ] as const)('every one of its %s, in one round trip', async (list, kind, mapping, rows) => {
    const answer = await all<{ nativeId: string; variants?: { nativeId: string }[] }>(list, everything[kind]);
    const comparison = new Comparison();
    const wanted = [...rows()].sort((a, b) => a.entity_id - b.entity_id);
    comparison.same('totalCount', answer.totalCount, wanted.length);
    comparison.same(
      'ids',
      whole(answer.rows).map(({ node }) => node.nativeId),
      wanted.map((row) => String(row.entity_id)),
    );
    for (const [at, row] of wanted.entries()) {
      const node = whole(answer.rows[at]?.node);
      // Magento gives variants no order: both sides are put into that of their ids.
      node?.variants?.sort((a, b) => Number(a.nativeId) - Number(b.nativeId));
      comparison.same(`${kind} ${row.entity_id}`, node, mapping(row as never));
    }
    conclude(list, comparison);
  });

  test('every one of its variants, by id', async () => {
    const wanted = expected.variants;
    const answer = await store
      .session()
      .ask((platform, view) =>
        platform.variants.byIds(view, ['16', '999999', 'x', ...Object.keys(wanted)], everything.variant),
      );
    const comparison = new Comparison();
    comparison.same('variants', Object.fromEntries(answer), wanted);
    conclude('variants', comparison);
  });
});

describeWhere(parts, 'says of every parcel and refund', () => {
  let store: RealStore;
  beforeAll(async () => {
    store = await openRealStore(name);
  });
  afterAll(() => store?.close());

  test('what it is about, each piece once', async () => {
    const answer = await askPage(store.session(), 'orders', { selection: everything.orderPieces, limit: 250 });
    const sums = (kind: 'shipments' | 'refunds') => {
      const found: Record<string, number> = {};
      for (const { node } of answer.rows) {
        for (const one of valueRead((node as Order)[kind] ?? [])) {
          for (const { lineItem, quantity } of valueRead(one.lineItems ?? [])) {
            const id = lineItem?.nativeId ?? 'gone';
            found[id] = (found[id] ?? 0) + Number(quantity);
          }
        }
      }
      return found;
    };
    // Magento counts pieces in the order's own items too, those of a bundle in its parts and of a configurable in both.
    const held = (column: string) =>
      Object.fromEntries(
        store
          .rows(`select item_id, ${column} from sales_flat_order_item where ${column} > 0`)
          .map(([id = '', pieces]) => [id, Number(pieces)]),
      );
    const [shipped, refunded] = [held('qty_shipped'), held('qty_refunded')];
    expect(Object.keys(sums('shipments')).length).toBeGreaterThan(5);
    expect(Object.keys(sums('refunds')).length).toBeGreaterThan(0);
    for (const [id, pieces] of Object.entries(sums('shipments'))) expect([id, pieces]).toEqual([id, shipped[id]]);
    for (const [id, pieces] of Object.entries(sums('refunds'))) expect([id, pieces]).toEqual([id, refunded[id]]);
  });
});

/** What the oracle does not say, by statements of their own run with MariaDB's client. */
function unsaidIn(store: RealStore): Unsaid {
  const pairs = (sql: string) => store.rows(sql).map(([key, value]) => [key ?? '', value ?? ''] as const);
  const tags = new Map<string, string[]>();
  for (const [product, tag] of pairs(
    'select distinct r.product_id, t.name, t.tag_id from tag_relation r join tag t using (tag_id) where r.active and t.status = 1 order by t.tag_id',
  )) {
    tags.set(product, [...(tags.get(product) ?? []), tag]);
  }
  const product = "(select entity_type_id from eav_entity_type where entity_type_code = 'catalog_product')";
  const places = pairs(
    `select concat(p.attribute_set_id, '/', a.attribute_code), g.attribute_group_name from eav_entity_attribute p
     join eav_attribute a using (attribute_id) join eav_attribute_group g using (attribute_group_id)
     where p.entity_type_id = ${product}
     order by p.attribute_set_id, g.sort_order, p.attribute_group_id, p.sort_order, a.attribute_id`,
  );
  const tiers = new Map<string, { qty: string; group: number | null; value: string }[]>();
  for (const [id = '', qty = '', value = '', all, group] of store.rows(
    'select entity_id, qty, value, all_groups, customer_group_id from catalog_product_entity_tier_price order by qty, value_id',
  )) {
    tiers.set(id, [...(tiers.get(id) ?? []), { qty, value, group: all === '1' ? null : Number(group) }]);
  }
  return {
    tiers,
    paths: new Map(
      pairs(
        'select product_id, request_path from core_url_rewrite where store_id = 1 and category_id is null and product_id',
      ),
    ),
    tags,
    places: new Map(places.map(([key, group], place) => [key, { group, place }])),
    applyTo: new Map(
      pairs(
        "select attribute_code, apply_to from eav_attribute join catalog_eav_attribute using (attribute_id) where apply_to <> ''",
      ).map(([code, list]) => [code, list.split(',')]),
    ),
    visibleOnFront: new Set(
      pairs(
        'select attribute_code, 1 from eav_attribute join catalog_eav_attribute using (attribute_id) where is_visible_on_front',
      ).map(([code]) => code),
    ),
    positions: new Map(
      pairs('select selection_id, position from catalog_product_bundle_selection').map(([id, at]) => [id, Number(at)]),
    ),
    reasons: new Map(pairs('select parent_id, comment from sales_flat_creditmemo_comment')),
  };
}
