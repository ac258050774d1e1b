import { valueRead } from '../../src/model/as-read.js';
import type { Order } from '../../src/model/order.js';
import type { Product } from '../../src/model/product.js';
import { everything } from '../contract/everything.js';
import { askPage, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What merchants' tools and broken imports leave behind, one kind of it a row. */
const dirt = [
  'update sales_flat_order set created_at = null where entity_id = 3',
  'update sales_flat_order set created_at = null, updated_at = null where entity_id = 5',
  'update sales_flat_order set updated_at = null where entity_id = 8',
  "update sales_flat_order set order_currency_code = '' where entity_id = 6",
  'update sales_flat_order set state = null, status = null, increment_id = null where entity_id = 9',
  'update sales_flat_order set state = null where entity_id = 10',
  'update sales_flat_order_status_history set created_at = null where parent_id = 7',
  'update catalog_product_entity set updated_at = null where entity_id = 16',
  'update catalog_product_entity set sku = null where entity_id = 17',
  "update catalog_product_entity_varchar v join eav_attribute a using (attribute_id) set v.value = '' where a.attribute_code = 'name' and v.entity_id in (17, 18)",
  "delete v from catalog_product_entity_decimal v join eav_attribute a using (attribute_id) where a.attribute_code = 'price' and v.entity_id = 18",
  "delete v from catalog_product_entity_int v join eav_attribute a using (attribute_id) where a.attribute_code = 'status' and v.entity_id = 19",
  'update cataloginventory_stock_item set use_config_manage_stock = 0, manage_stock = 0 where product_id = 20',
];

describeWhere(parts, 'a Magento 1 store with broken rows', () => {
  let store: RealStore;
  let orders: Order[];
  let products: Product[];
  beforeAll(async () => {
    store = await openRealStore('openmage');
    for (const statement of dirt) store.rows(`set foreign_key_checks = 0; set sql_mode = ''; ${statement}`);
    orders = (await askPage(store.session(), 'orders', { selection: everything.order })).rows.map(
      ({ node }) => valueRead(node) as unknown as Order,
    );
    products = (await askPage(store.session(), 'products', { selection: everything.product })).rows.map(
      ({ node }) => valueRead(node) as unknown as Product,
    );
  });
  afterAll(() => store?.close());

  const ids = async (list: 'orders' | 'products', filter: object) => {
    const page = await askPage(store.session(), list, { filter, totalCount: true });
    expect(page.totalCount).toBe(page.rows.length);
    return page.rows.map(({ node }) => (valueRead(node) as { nativeId: string }).nativeId);
  };
  const idsWhere = <T extends { nativeId: string }>(things: readonly T[], holds: (thing: T) => boolean) =>
    things.filter(holds).map((thing) => thing.nativeId);

  test('comes whole, with the nearest fact where one is missing', () => {
    const count = (table: string) => Number(store.rows(`select count(*) from ${table}`)[0]?.[0]);
    expect(orders).toHaveLength(count('sales_flat_order'));
    expect(products).toHaveLength(count('catalog_product_entity'));
    for (const order of orders) {
      expect([order.nativeId, order.placedAt instanceof Date]).toEqual([order.nativeId, true]);
      expect(order.currencyCode).toMatch(/^[A-Z]{3}$/);
      for (const event of order.history ?? []) expect(event.createdAt).toBeInstanceOf(Date);
    }
    const nameless = products.find((product) => product.nativeId === '17');
    expect([nameless?.name, nameless?.sku]).toEqual(['17', null]);
  });

  test('is found by what it shows', async () => {
    for (const sample of orders.filter((_order, at) => at % 5 === 0 || [2, 4, 7, 8, 9].includes(at))) {
      const at = Number(sample.placedAt);
      expect(await ids('orders', { placedAfter: sample.placedAt })).toEqual(
        idsWhere(orders, (order) => Number(order.placedAt) >= at),
      );
      expect(await ids('orders', { placedBefore: sample.placedAt })).toEqual(
        idsWhere(orders, (order) => Number(order.placedAt) < at),
      );
      expect(await ids('orders', { updatedAfter: sample.updatedAt ?? sample.placedAt })).toEqual(
        idsWhere(orders, (order) => order.updatedAt != null && +order.updatedAt >= +(sample.updatedAt ?? at)),
      );
      const state = sample.status?.state;
      expect(await ids('orders', { states: [state] })).toEqual(
        idsWhere(orders, (order) => order.status?.state === state),
      );
    }
    for (const status of ['ACTIVE', 'DISABLED']) {
      expect(await ids('products', { status })).toEqual(idsWhere(products, (product) => product.status === status));
    }
    for (const inStock of [true, false]) {
      expect(await ids('products', { inStock })).toEqual(
        idsWhere(products, (product) => product.inventory?.available === inStock),
      );
    }
    for (const sample of products.filter((product, at) => product.price && at % 7 === 0)) {
      const amount = sample.price?.amount;
      expect(await ids('products', { priceMin: amount })).toEqual(
        idsWhere(products, (product) => product.price != null && Number(product.price.amount) >= Number(amount)),
      );
      expect(await ids('products', { search: sample.name })).toEqual(
        idsWhere(products, (product) =>
          [product.name, product.sku].some((text) => text?.toLowerCase().includes(sample.name?.toLowerCase() ?? '-')),
        ),
      );
    }
    expect(await ids('products', { search: '😀' })).toEqual([]);
  });

  test('is ordered by what it shows', async () => {
    const placed = await walk(store.session, 'orders', 'PLACED_AT_ASC', { limit: 17, backward: false });
    const right = [...orders].sort((a, b) => +(a.placedAt ?? 0) - +(b.placedAt ?? 0) || +a.nativeId - +b.nativeId);
    expect(placed).toEqual(right.map((order) => order.nativeId));
    const changed = await walk(store.session, 'products', 'UPDATED_AT_ASC', { limit: 40, backward: true });
    const times = changed.map((id) => Number(products.find((product) => product.nativeId === id)?.updatedAt ?? 0));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});
