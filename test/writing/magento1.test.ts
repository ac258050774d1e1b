import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { asking } from './asking.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { magento1Layout } from './magento1-store.js';
import { describeWithCode, newActId, openPlatformStore, type PlatformStore } from './platform-store.js';

describeWithCode('openmage', "OpenMage's own code", (code) => {
  let store: PlatformStore;
  let service: ServiceUnderTest;
  let shop: ConnectedStore;
  beforeAll(async () => {
    [store, service] = await Promise.all([openPlatformStore(magento1Layout(code)), startTestService()]);
    store.rows("delete from core_config_data where path = 'system/smtp/disable'");
    shop = await connectTo(service, store, { key: 'demo' });
  }, 240_000);
  afterAll(async () => {
    await service?.close();
    await store?.close();
  });
  beforeEach(() => {
    store.mails();
    for (const name of ['witness', 'mood']) rmSync(path.join(store.root, 'var', name), { force: true });
  });

  const { one, change, codeOf, seen } = asking(() => ({ store, shop }));
  /** What a page of the store's own says: the value of an expression of PHP with Magento started, as JSON. */
  const says = async (expression: string) => {
    const php = `<?php error_reporting(E_ALL & ~E_DEPRECATED); require 'app/Mage.php'; Mage::app(); echo json_encode(${expression});`;
    return JSON.parse(await store.page('says.php', php));
  };
  const stockSql = (id: string) => `from cataloginventory_stock_item where product_id = ${id} and stock_id = 1`;
  const counted = () =>
    one(`select i.product_id from cataloginventory_stock_item i join catalog_product_entity e on e.entity_id = i.product_id
      where e.type_id = 'simple' and i.qty > 20 and i.is_in_stock = 1 and i.use_config_manage_stock = 1
      and i.product_id not in (select product_id from catalog_product_super_link) limit 1`);

  test('it is the version that it says it is', async () => {
    const { data } = await shop.ask(
      'query ($id: ID!) { store(id: $id) { platformVersion platform { capabilities } } }',
      { id: shop.id },
    );
    expect(data.store.platformVersion).toBe(await says('Mage::getOpenMageVersion()'));
    for (const claim of ['inventory', 'price', 'product', 'order.status', 'order.comment', 'shipment']) {
      expect(data.store.platform.capabilities).toContain(`${claim}.write`);
    }
  });

  test('stock is set, adjusted and compared; status, indexes and observers follow', async () => {
    const id = counted();
    const gid = shop.gid('Product', id);
    const [set] = await change('setInventory', [{ id: gid, quantity: '77' }]);
    expect(set).toMatchObject({ inventory: { quantity: '77' }, product: { nativeId: id }, userErrors: [] });
    expect(await says(`Mage::getModel('cataloginventory/stock_item')->loadByProduct(${id})->getQty()`)).toBe('77.0000');
    expect(seen()).toEqual({ cataloginventory_stock_item_save_commit_after: 1 });
    const [none] = await change('setInventory', [{ id: gid, adjustBy: '-77', expectedQuantity: '77' }]);
    expect(none.inventory.quantity).toBe('0');
    const status = () =>
      store.rows(`select stock_status from cataloginventory_stock_status where product_id = ${id} order by website_id`);
    expect(one(`select is_in_stock ${stockSql(id)}`)).toBe('0');
    expect(new Set(status().flat())).toEqual(new Set(['0']));
    await change('setInventory', [{ id: gid, quantity: '5' }]);
    expect(one(`select is_in_stock ${stockSql(id)}`)).toBe('1');
    expect(new Set(status().flat())).toEqual(new Set(['1']));
    const [stale] = await change('setInventory', [{ id: gid, quantity: '1', expectedQuantity: '77' }]);
    expect(stale.userErrors).toEqual([
      { code: 'STALE', field: ['changes', '0', 'expectedQuantity'], retryable: false },
    ]);
    const composed = one("select entity_id from catalog_product_entity where type_id = 'configurable' limit 1");
    for (const [wrong, fault] of [
      [{ quantity: '1.5' }, 'INVALID'],
      [{ quantity: '999999999' }, 'INVALID'],
      [{ adjustBy: '99999999' }, 'INVALID'],
      [{ optionValueId: '1', quantity: '1' }, 'UNSUPPORTED'],
      [{ id: shop.gid('Product', composed), quantity: '1' }, 'NOT_TRACKED'],
      [{ id: shop.gid('ProductVariant', composed), quantity: '1' }, 'NOT_FOUND'],
      [{ id: shop.gid('Product', '999999'), quantity: '1' }, 'NOT_FOUND'],
    ] as const) {
      expect([wrong, await codeOf('setInventory', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    expect(Number(one(`select qty ${stockSql(id)}`))).toBe(5);
    store.rows(
      `update cataloginventory_stock_item set manage_stock = 0, use_config_manage_stock = 0 where product_id = ${id}`,
    );
    expect(await codeOf('setInventory', { id: gid, quantity: '1' })).toBe('NOT_TRACKED');
    store.rows(`update cataloginventory_stock_item set use_config_manage_stock = 1 where product_id = ${id}`);
  });

  test('a variant has stock of its own', async () => {
    const [variant, parent] =
      store.rows('select product_id, parent_id from catalog_product_super_link limit 1')[0] ?? [];
    const [done] = await change('setInventory', [{ id: shop.gid('ProductVariant', variant ?? ''), quantity: '12' }]);
    expect(done).toMatchObject({
      inventory: { quantity: '12' },
      product: { nativeId: parent },
      variant: { nativeId: variant },
      userErrors: [],
    });
    expect(await codeOf('setPrices', { id: shop.gid('ProductVariant', variant ?? ''), price: '1' })).toBe(
      'UNSUPPORTED',
    );
  });

  test('the same key makes a change once, whoever asks at the same time', async () => {
    const id = counted();
    const changes = [{ id: shop.gid('Product', id), adjustBy: '5' }];
    const before = Number(one(`select qty ${stockSql(id)}`));
    const all = await Promise.all(Array.from({ length: 4 }, () => change('setInventory', changes, 'once')));
    for (const results of all) expect(results[0].userErrors).toEqual([]);
    expect(Number(one(`select qty ${stockSql(id)}`))).toBe(before + 5);
  });

  test('nothing is lost beside the shop’s own sales', async () => {
    const id = counted();
    const times = 12;
    store.rows(`update cataloginventory_stock_item set qty = 100 where product_id = ${id}`);
    writeFileSync(
      path.join(store.root, 'sale.php'),
      `<?php error_reporting(0); require 'app/Mage.php'; Mage::app(); Mage::getSingleton('cataloginventory/stock')
        ->registerProductsSale([${id} => ['qty' => 1, 'item' => Mage::getModel('cataloginventory/stock_item')->loadByProduct(${id})]]); echo 'sold';`,
    );
    const sales = Array.from({ length: times }, async () => (await fetch(`${store.url}sale.php`)).text());
    const acts = Array.from({ length: times }, () =>
      store.act({ do: 'inventory', with: { product: id, adjustBy: '-1' } }),
    );
    expect(new Set((await Promise.all(acts)).map(([result]) => result.outcome))).toEqual(new Set(['DONE']));
    expect(new Set(await Promise.all(sales))).toEqual(new Set(['sold']));
    expect(Number(one(`select qty ${stockSql(id)}`))).toBe(100 - 2 * times);
  }, 60_000);

  test('prices and sales are those that the shop asks, and its index of prices follows', async () => {
    const id = counted();
    const gid = shop.gid('Product', id);
    const index = () =>
      Number(
        one(
          `select final_price from catalog_product_index_price where entity_id = ${id} and website_id = 1 and customer_group_id = 0`,
        ),
      );
    const [priced] = await change('setPrices', [{ id: gid, price: '44.32' }]);
    expect(priced).toMatchObject({ product: { price: { amount: '44.32' } }, userErrors: [] });
    expect(index()).toBe(44.32);
    expect(seen()).toMatchObject({ catalog_product_save_after: 1, catalog_product_save_commit_after: 1 });
    const salePrice = { price: '9.5', startsAt: '2026-11-01T00:00:00-04:00', endsAt: '2027-01-15T00:00:00-05:00' };
    const [sale] = await change('setPrices', [{ id: gid, salePrice, expectedPrice: '44.320' }]);
    expect(sale.userErrors).toEqual([]);
    expect(sale.product.salePrice).toEqual({ amount: '9.50' });
    expect(sale.product.specialPrices).toContainEqual({
      price: { amount: '9.50' },
      startsAt: '2026-11-01T04:00:00.000Z',
      endsAt: '2027-01-15T05:00:00.000Z',
    });
    expect(index()).toBe(9.5);
    for (const [wrong, fault] of [
      [{ salePrice: { ...salePrice, endsAt: '2027-01-15T07:30:00Z' } }, 'INVALID'],
      [{ price: '1', expectedPrice: '12.35' }, 'STALE'],
      [{ price: '1.23456' }, 'INVALID'],
      [{ price: '123456789' }, 'INVALID'],
    ] as const) {
      expect([wrong, await codeOf('setPrices', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    const [none] = await change('setPrices', [{ id: gid, salePrice: null }]);
    expect(none).toMatchObject({ product: { price: { amount: '44.32' }, salePrice: null }, userErrors: [] });
    expect(index()).toBe(44.32);
    const grouped = one("select entity_id from catalog_product_entity where type_id = 'grouped' limit 1");
    expect(await codeOf('setPrices', { id: shop.gid('Product', grouped), price: '1' })).toBe('UNSUPPORTED');
  });

  test('what a product says is saved where its view shows it, and no other view loses what it inherits', async () => {
    const id = counted();
    const gid = shop.gid('Product', id);
    const categories = store
      .rows('select entity_id from catalog_category_entity where level >= 2 limit 2')
      .map(([one]) => one ?? '');
    const text = `A "sharp" <b>'name'</b> & more; drop table x -- \\ ? :a`;
    const own = (view: number) =>
      Number(one(`select count(*) from catalog_product_entity_varchar where entity_id = ${id} and store_id = ${view}`));
    store.rows(`delete from catalog_product_entity_varchar where entity_id = ${id} and store_id = 2`);
    const before = [own(2), own(4)];
    const wanted = { status: 'DISABLED', sku: 'SKU & "2"', weight: '1.25', categoryIds: categories };
    const translations = [
      { language: 'en-US', name: text, description: '<p>One</p>', shortDescription: 'Short' },
      { language: 'de-DE', name: 'Stuhl ß' },
    ];
    const [done] = await change('updateProducts', [{ id: gid, ...wanted, translations }]);
    expect(done.userErrors).toEqual([]);
    expect(done.product).toMatchObject({ name: text, status: 'DISABLED', sku: 'SKU & "2"', weight: { value: '1.25' } });
    expect(done.product.categories.map(({ nativeId }: { nativeId: string }) => nativeId).sort()).toEqual(
      [...categories].sort(),
    );
    expect(await says(`Mage::getModel('catalog/product')->setStoreId(2)->load(${id})->getName()`)).toBe('Stuhl ß');
    expect(await says(`Mage::getModel('catalog/product')->setStoreId(4)->load(${id})->getName()`)).toBe(text);
    expect([own(2), own(4)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
    const other = one(`select sku from catalog_product_entity where entity_id <> ${id} limit 1`);
    for (const [wrong, fault] of [
      [{ categoryIds: ['999999'] }, 'INVALID'],
      [{ categoryIds: ['1'] }, 'INVALID'],
      [{ translations: [{ language: 'xx', name: 'x' }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', name: 'x'.repeat(256) }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', name: ' ' }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', name: 'Chair 🪑' }] }, 'INVALID'],
      [{ status: 'ARCHIVED' }, 'UNSUPPORTED'],
      [{ mpn: '1' }, 'UNSUPPORTED'],
      [{ gtin: '4006381333931' }, 'UNSUPPORTED'],
      [{ sku: 'x'.repeat(65) }, 'INVALID'],
      [{ sku: '<b>x</b>' }, 'INVALID'],
      [{ sku: other }, 'REFUSED'],
      [{ weight: '-1' }, 'INVALID'],
      [{}, 'INVALID'],
    ] as const) {
      expect([wrong, await codeOf('updateProducts', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    await change('updateProducts', [{ id: gid, status: 'ACTIVE' }]);
    expect(await says(`Mage::getModel('catalog/product')->load(${id})->getStatus()`)).toBe(1);
  });

  const orderIn = (status: string) =>
    one(`select o.entity_id from sales_flat_order o join sales_flat_order_item i on i.order_id = o.entity_id
      where o.status = '${status}' and i.is_virtual = 0 group by o.entity_id order by o.entity_id desc limit 1`);
  const statusOf = (id: string) => one(`select status from sales_flat_order where entity_id = ${id}`);

  test('an order gets the statuses of its state, with a comment that the customer sees only when told', async () => {
    const id = orderIn('processing');
    const gid = shop.gid('Order', id);
    const text = 'Sent back <script>alert(1)</script> & "so"';
    const [done] = await change('updateOrders', [
      { id: gid, statusId: 'awaiting_stock', expectedStatusId: 'processing', comment: text },
    ]);
    expect(done.userErrors).toEqual([]);
    expect(done.order.history).toContainEqual({
      comment: text,
      notified: false,
      status: { nativeId: 'awaiting_stock' },
    });
    const visible = () =>
      one(
        `select is_visible_on_front from sales_flat_order_status_history where parent_id = ${id} order by entity_id desc limit 1`,
      );
    expect([visible(), statusOf(id), one('select count(*) from core_email_queue')]).toEqual([
      '0',
      'awaiting_stock',
      '0',
    ]);
    expect(one(`select status from sales_flat_order_grid where entity_id = ${id}`)).toBe('awaiting_stock');
    const [told] = await change('updateOrders', [{ id: gid, comment: 'On its way', notifyCustomer: true }]);
    expect(told.order.history).toContainEqual({
      comment: 'On its way',
      notified: true,
      status: { nativeId: 'awaiting_stock' },
    });
    expect(visible()).toBe('1');
    expect(
      [one('select count(*) from core_email_queue'), store.mails().length].some((sent) => Number(sent) === 1),
    ).toBe(true);
    const entries = () => Number(one(`select count(*) from sales_flat_order_status_history where parent_id = ${id}`));
    const before = entries();
    for (const [wrong, fault] of [
      [{ statusId: 'no-such' }, 'INVALID'],
      [{ statusId: "x' or 1=1" }, 'INVALID'],
      [{ statusId: 'Processing' }, 'INVALID'],
      [{ statusId: 'complete' }, 'REFUSED'],
      [{ statusId: 'processing', expectedStatusId: 'processing' }, 'STALE'],
      [{ comment: 'x'.repeat(70_000) }, 'INVALID'],
      [{}, 'INVALID'],
      [{ id: shop.gid('Order', '999999'), comment: 'x' }, 'NOT_FOUND'],
    ] as const) {
      expect([wrong, await codeOf('updateOrders', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    expect(entries()).toBe(before);
  });

  test('cancelling restocks once; holding comes and goes', async () => {
    const id = orderIn('pending');
    const gid = shop.gid('Order', id);
    const lines = store.rows(`select i.product_id, i.qty_ordered - i.qty_canceled, s.qty from sales_flat_order_item i
      join cataloginventory_stock_item s on s.product_id = i.product_id where i.order_id = ${id} and i.product_type = 'simple'
      and s.use_config_manage_stock = 1`);
    await change('updateOrders', [{ id: gid, statusId: 'holded' }]);
    expect(statusOf(id)).toBe('holded');
    expect(await codeOf('updateOrders', { id: gid, statusId: 'canceled' })).toBe('REFUSED');
    await change('updateOrders', [{ id: gid, statusId: 'pending' }]);
    expect(statusOf(id)).toBe('pending');
    const both = await Promise.all(
      [1, 2].map((n) =>
        store.act({
          do: 'order',
          with: { order: id, status: 'canceled', expectedStatus: 'pending', comment: `No ${n}` },
        }),
      ),
    );
    expect(both.map(([result]) => result.outcome).sort()).toEqual(['DONE', 'STALE']);
    expect(one(`select state from sales_flat_order where entity_id = ${id}`)).toBe('canceled');
    expect(seen().order_cancel_after).toBe(1);
    for (const [product, pieces, held] of lines) {
      const back = lines.filter(([other]) => other === product).reduce((sum, [, n]) => sum + Number(n), 0);
      expect([pieces, Number(one(`select qty ${stockSql(product ?? '')}`))]).toEqual([pieces, Number(held) + back]);
    }
  }, 60_000);

  test('parcels hold the lines that they are asked to hold, and no piece is sent twice', async () => {
    const id = one(`select o.entity_id from sales_flat_order o join sales_flat_order_item i on i.order_id = o.entity_id
      where o.state = 'processing' and i.parent_item_id is null and i.product_type = 'simple' and i.qty_ordered - i.qty_shipped > 1
      order by o.entity_id desc limit 1`);
    const gid = shop.gid('Order', id);
    const line = one(`select item_id from sales_flat_order_item where order_id = ${id} and product_type = 'simple'
      and parent_item_id is null and qty_ordered - qty_shipped > 1 limit 1`);
    const sent = () => Number(one(`select qty_shipped from sales_flat_order_item where item_id = ${line}`));
    const foreign = one(`select item_id from sales_flat_order_item where order_id <> ${id} limit 1`);
    for (const [wrong, fault] of [
      [{ lineItems: [{ nativeId: line, quantity: '999' }] }, 'INVALID'],
      [{ lineItems: [{ nativeId: line, quantity: '0' }] }, 'INVALID'],
      [{ lineItems: [{ nativeId: line, quantity: '0.5' }] }, 'INVALID'],
      [{ lineItems: [{ nativeId: foreign, quantity: '1' }] }, 'INVALID'],
      [{ lineItems: [] }, 'INVALID'],
      [{ trackingUrl: 'https://example.com/1' }, 'UNSUPPORTED'],
      [{ carrier: 'DHL' }, 'INVALID'],
      [{ statusId: 'pending' }, 'REFUSED'],
      [{ trackingNumber: 'x'.repeat(70_000) }, 'INVALID'],
    ] as const) {
      expect([wrong, await codeOf('createShipments', { orderId: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    expect([sent(), one(`select count(*) from sales_flat_shipment where order_id = ${id}`)]).toEqual([0, '0']);
    const parcel = { orderId: gid, carrier: 'Bike & Co', trackingNumber: '<b>00340434</b>', notifyCustomer: true };
    const [first] = await change('createShipments', [{ ...parcel, lineItems: [{ nativeId: line, quantity: '1' }] }]);
    expect(first).toMatchObject({
      userErrors: [],
      shipment: { carrier: 'Bike & Co', trackingNumber: '<b>00340434</b>' },
      order: { fulfillmentStatus: 'PARTIALLY_FULFILLED' },
    });
    expect(sent()).toBe(1);
    const mails = store.mails();
    expect([mails.length, seen().sales_order_shipment_track_save_after]).toEqual([1, 1]);
    expect(mails[0]).toContain('To: ');
    expect(await codeOf('createShipments', { orderId: gid, statusId: 'pending' })).toBe('REFUSED');
    expect(sent()).toBe(1);
    const [rest] = await change('createShipments', [{ orderId: gid, trackingNumber: '2' }]);
    expect(rest).toMatchObject({ userErrors: [], order: { fulfillmentStatus: 'FULFILLED' } });
    expect(await says(`Mage::getModel('sales/order')->load(${id})->canShip()`)).toBe(false);
    expect(await codeOf('createShipments', { orderId: gid })).toBe('REFUSED');
    expect(store.mails()).toEqual([]);

    const shipmentId = first.shipment.nativeId as string;
    const [changed] = await change('updateShipments', [{ orderId: gid, shipmentId, trackingNumber: '00340435' }]);
    expect(changed).toMatchObject({ userErrors: [], shipment: { carrier: 'Bike & Co', trackingNumber: '00340435' } });
    const other = one(`select entity_id from sales_flat_shipment where order_id <> ${id} limit 1`);
    expect(await codeOf('updateShipments', { orderId: gid, shipmentId: other, trackingNumber: '1' })).toBe('NOT_FOUND');
    expect(await codeOf('updateShipments', { orderId: gid, shipmentId })).toBe('INVALID');
  }, 60_000);

  test('of parcels that are asked for at once one goes', async () => {
    const id = one(`select o.entity_id from sales_flat_order o join sales_flat_order_item i on i.order_id = o.entity_id
      where o.state = 'processing' and i.is_virtual = 0 and i.qty_shipped = 0 group by o.entity_id order by o.entity_id limit 1`);
    const before = Number(one(`select count(*) from sales_flat_shipment where order_id = ${id}`));
    const all = await Promise.all(
      Array.from({ length: 3 }, (_, i) => store.act({ do: 'shipment', with: { order: id, trackingNumber: `T${i}` } })),
    );
    expect(all.map(([result]) => result.outcome).sort()).toEqual(['DONE', 'REFUSED', 'REFUSED']);
    expect(Number(one(`select count(*) from sales_flat_shipment where order_id = ${id}`))).toBe(before + 1);
  }, 60_000);

  test.each([
    ['exit', 'cataloginventory_stock_item_save_commit_after', 'DONE'],
    ['throw', 'cataloginventory_stock_item_save_commit_after', 'DONE'],
    ['exit', 'catalog_product_save_after', 'REFUSED'],
    ['throw', 'catalog_product_save_after', 'REFUSED'],
    ['fatal', 'catalog_product_save_after', 'REFUSED'],
  ])('where a module does %s at %s the answer says what is there', async (does, event, outcome) => {
    const id = counted();
    writeFileSync(path.join(store.root, 'var/mood'), `${event} ${does}`);
    const [qty, price] = [
      `select qty ${stockSql(id)}`,
      `select value from catalog_product_entity_decimal where entity_id = ${id}
      and attribute_id = (select attribute_id from eav_attribute where attribute_code = 'price' and entity_type_id = 10) and store_id = 0`,
    ];
    const [was, asked] = [Number(one(price)), Number(one(qty)) + 1];
    const act = event.startsWith('catalog_')
      ? { do: 'price', with: { product: id, price: '1.23' } }
      : { do: 'inventory', with: { product: id, quantity: String(asked) } };
    const later = { id: newActId(), do: 'inventory', with: { product: id, adjustBy: '0' } };
    const [result] = await store.act(act, later);
    expect([does, event, result.outcome]).toEqual([does, event, outcome]);
    expect([Number(one(price)), Number(one(qty))]).toEqual([was, outcome === 'DONE' ? asked : asked - 1]);
  });

  test('a store under maintenance, or before an upgrade, is not begun with', async () => {
    const act = { do: 'inventory', with: { product: counted(), adjustBy: '1' } };
    const flag = path.join(store.root, 'maintenance.flag');
    writeFileSync(flag, '');
    expect((await store.act(act))[0]).toMatchObject({ outcome: 'NOT_BEGUN', retryable: true });
    rmSync(flag);
    const version = one("select version from core_resource where code = 'sales_setup'");
    store.rows("update core_resource set version = '1.0.0' where code = 'sales_setup'");
    expect((await store.act(act))[0]).toMatchObject({ outcome: 'NOT_BEGUN', retryable: true });
    store.rows(`update core_resource set version = '${version}' where code = 'sales_setup'`);
    expect((await store.act(act))[0].outcome).toBe('DONE');
  });

  test('many changes in one request leave no session and no cookie, and see what came before them', async () => {
    const id = counted();
    store.rows(`update cataloginventory_stock_item set qty = 50 where product_id = ${id}`);
    rmSync(path.join(store.root, 'var/session'), { recursive: true, force: true });
    const acts = Array.from({ length: 5 }, () => [
      { id: newActId(), do: 'inventory', with: { product: id, adjustBy: '-1' } },
      { id: newActId(), do: 'product', with: { product: id, weight: '2' } },
    ]).flat();
    const answer = await store.call({ body: { verb: 'act', acts } });
    expect(answer.fault).toBeNull();
    expect(new Set(answer.json.results.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['DONE']));
    expect(Number(one(`select qty ${stockSql(id)}`))).toBe(45);
    const sessions = path.join(store.root, 'var/session');
    expect(existsSync(sessions) ? readdirSync(sessions) : []).toEqual([]);
  });
});
