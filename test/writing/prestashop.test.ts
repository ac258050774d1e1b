import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { asking } from './asking.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { describeWithCode, newActId, openPlatformStore, type PlatformStore } from './platform-store.js';
import { prestashopLayout, settle } from './prestashop-store.js';
import { openSmtpSink, type SmtpSink } from './smtp-sink.js';

describeWithCode('presta8', "PrestaShop's own code", (code) => {
  let store: PlatformStore;
  let service: ServiceUnderTest;
  let shop: ConnectedStore;
  let sink: SmtpSink;
  const booted = `error_reporting(0); require __DIR__ . '/config/config.inc.php'; require_once __DIR__ . '/app/AppKernel.php';
    global $kernel; $kernel = new AppKernel('prod', false); $kernel->boot();
    Context::getContext()->employee = new Employee(1); Context::getContext()->currency = Currency::getDefaultCurrency();`;
  beforeAll(async () => {
    [store, service, sink] = await Promise.all([
      openPlatformStore(prestashopLayout('presta8', code)),
      startTestService(),
      openSmtpSink(),
    ]);
    settle(store, sink.port);
    // Its kernel is compiled once.
    expect(await store.page('warm.php', `<?php ${booted} echo 'warm';`)).toBe('warm');
    shop = await connectTo(service, store, { key: 'demo' });
  }, 240_000);
  afterAll(async () => {
    await service?.close();
    await store?.close();
    await sink?.close();
  });
  beforeEach(() => {
    sink.taken();
    for (const name of ['witness', 'mood']) rmSync(path.join(store.root, 'var', name), { force: true });
  });

  const { one, change, codeOf, seen } = asking(() => ({ store, shop }));
  /** What the store's own classes say: the value of an expression of PHP, as JSON. */
  const says = async (expression: string) =>
    JSON.parse(await store.page('says.php', `<?php ${booted} echo json_encode(${expression});`));

  const plain = () =>
    one(`select p.id_product from ps_product p where p.active = 1 and p.cache_is_pack = 0 and p.is_virtual = 0 and p.state = 1
      and not exists (select 1 from ps_product_attribute a where a.id_product = p.id_product) order by p.id_product limit 1`);
  const combination = () =>
    store.rows('select id_product_attribute, id_product from ps_product_attribute order by 1 limit 1')[0] ?? [];
  const quantity = (product: string, form = '0') =>
    Number(
      one(`select quantity from ps_stock_available where id_product = ${product} and id_product_attribute = ${form}`),
    );

  test('it is the version that it says it is', async () => {
    const { data } = await shop.ask(
      'query ($id: ID!) { store(id: $id) { platformVersion platform { capabilities } } }',
      { id: shop.id },
    );
    expect(data.store.platformVersion).toBe(await says('_PS_VERSION_'));
    for (const claim of ['inventory', 'price', 'product', 'order.status', 'order.comment', 'shipment']) {
      expect(data.store.platform.capabilities).toContain(`${claim}.write`);
    }
  });

  test('stock is set, adjusted and compared, with a movement and its hook for each', async () => {
    const id = plain();
    const gid = shop.gid('Product', id);
    const movements = () => Number(one('select count(*) from ps_stock_mvt'));
    const before = movements();
    const [set] = await change('setInventory', [{ id: gid, quantity: '77' }]);
    expect(set).toMatchObject({ inventory: { quantity: '77' }, product: { nativeId: id }, userErrors: [] });
    expect(await says(`StockAvailable::getQuantityAvailableByProduct(${id})`)).toBe(77);
    expect([movements(), seen().actionUpdateQuantity]).toEqual([before + 1, 1]);
    expect(
      store.rows('select employee_firstname, employee_lastname from ps_stock_mvt order by id_stock_mvt desc limit 1'),
    ).toEqual([['Drawbridge', 'API']]);
    expect(
      one(`select quantity + reserved_quantity - physical_quantity from ps_stock_available where id_product = ${id}`),
    ).toBe('0');
    const [adjusted] = await change('setInventory', [{ id: gid, adjustBy: '-7', expectedQuantity: '77' }]);
    expect([adjusted.inventory.quantity, quantity(id)]).toEqual(['70', 70]);
    const [stale] = await change('setInventory', [{ id: gid, quantity: '1', expectedQuantity: '77' }]);
    expect(stale.userErrors).toEqual([
      { code: 'STALE', field: ['changes', '0', 'expectedQuantity'], retryable: false },
    ]);
    const [form, product] = combination();
    for (const [wrong, fault] of [
      [{ quantity: '1.5' }, 'INVALID'],
      [{ quantity: '99999999999' }, 'INVALID'],
      [{ adjustBy: '3000000000' }, 'INVALID'],
      [{ optionValueId: '1', quantity: '1' }, 'UNSUPPORTED'],
      [{ id: shop.gid('Product', product ?? ''), quantity: '1' }, 'INVALID'],
      [{ id: shop.gid('ProductVariant', '999999'), quantity: '1' }, 'NOT_FOUND'],
      [{ id: shop.gid('Product', '999999'), quantity: '1' }, 'NOT_FOUND'],
      [{ id: shop.gid('Product', '0'), quantity: '1' }, 'NOT_FOUND'],
    ] as const) {
      expect([wrong, await codeOf('setInventory', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    const sum = quantity(product ?? '') - quantity(product ?? '', form);
    const [variant] = await change('setInventory', [{ id: shop.gid('ProductVariant', form ?? ''), quantity: '12' }]);
    expect(variant).toMatchObject({ inventory: { quantity: '12' }, product: { nativeId: product }, userErrors: [] });
    expect(quantity(product ?? '')).toBe(sum + 12);
    store.rows("update ps_configuration set value = '0' where name = 'PS_STOCK_MANAGEMENT'");
    expect(await codeOf('setInventory', { id: gid, quantity: '1' })).toBe('NOT_TRACKED');
    store.rows("update ps_configuration set value = '1' where name = 'PS_STOCK_MANAGEMENT'");
  });

  test('the same key makes a change once, and many at once are all there', async () => {
    const id = plain();
    const changes = [{ id: shop.gid('Product', id), adjustBy: '5' }];
    const before = quantity(id);
    const all = await Promise.all(Array.from({ length: 4 }, () => change('setInventory', changes, 'once')));
    for (const results of all) expect(results[0].userErrors).toEqual([]);
    expect(quantity(id)).toBe(before + 5);
    const acts = Array.from({ length: 20 }, () =>
      store.act({ do: 'inventory', with: { product: id, adjustBy: '-1' } }),
    );
    expect(new Set((await Promise.all(acts)).map(([result]) => result.outcome))).toEqual(new Set(['DONE']));
    expect(quantity(id)).toBe(before + 5 - 20);
  }, 60_000);

  test('prices and sales are those that the shop asks', async () => {
    const id = plain();
    const gid = shop.gid('Product', id);
    const [priced] = await change('setPrices', [{ id: gid, price: '12.345678' }]);
    expect(priced.userErrors).toEqual([]);
    expect(Number(await says(`Product::getPriceStatic(${id}, false, null, 6, null, false, false)`))).toBe(12.345678);
    expect(seen()).toMatchObject({ actionProductUpdate: 1 });
    const salePrice = { price: '9.5', startsAt: '2026-11-01T00:00:00-04:00', endsAt: '2027-01-15T07:30:00Z' };
    const [sale] = await change('setPrices', [{ id: gid, salePrice, expectedPrice: '12.3456780' }]);
    expect(sale.userErrors).toEqual([]);
    expect(Number(sale.product.salePrice.amount)).toBe(9.5);
    expect(Number(await says(`Product::getPriceStatic(${id}, false, null, 6, null, false, true)`))).toBe(9.5);
    expect(sale.product.specialPrices).toContainEqual(
      expect.objectContaining({ startsAt: '2026-11-01T04:00:00.000Z', endsAt: '2027-01-15T07:30:00.000Z' }),
    );
    const [again] = await change('setPrices', [{ id: gid, salePrice: { price: '8' } }]);
    expect(Number(again.product.salePrice.amount)).toBe(8);
    expect(
      one(`select count(*) from ps_specific_price where id_product = ${id} and id_group = 0 and id_customer = 0`),
    ).toBe('1');
    for (const [wrong, fault] of [
      [{ price: '1', expectedPrice: '12.35' }, 'STALE'],
      [{ price: '1.2345678' }, 'INVALID'],
      [{ price: '1234567890123' }, 'INVALID'],
      [{ salePrice: { price: '1', endsAt: '2027-01-15T07:30:00.5Z' } }, 'INVALID'],
    ] as const) {
      expect([wrong, await codeOf('setPrices', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    const [none] = await change('setPrices', [{ id: gid, salePrice: null }]);
    expect([none.userErrors, none.product.salePrice]).toEqual([[], null]);

    const [form, product] = combination();
    const [variant] = await change('setPrices', [{ id: shop.gid('ProductVariant', form ?? ''), price: '33.1' }]);
    expect(variant.userErrors).toEqual([]);
    expect(
      Number(await says(`Product::getPriceStatic(${product}, false, ${form}, 6, null, false, false)`)),
    ).toBeCloseTo(33.1, 6);
    const [whole] = await change('setPrices', [{ id: shop.gid('Product', product ?? ''), price: '50' }]);
    expect([whole.userErrors, Number(whole.product.price.amount)]).toEqual([[], 50]);
  });

  test('a product’s status, codes, texts and categories come back as they were given', async () => {
    const id = plain();
    const gid = shop.gid('Product', id);
    const categories = store
      .rows('select id_category from ps_category where id_parent > 1 limit 2')
      .map(([one]) => one ?? '');
    const wanted = {
      status: 'DISABLED',
      sku: 'SKU-"2"',
      gtin: '4006381333931',
      mpn: 'M-1',
      weight: '1.25',
      categoryIds: categories,
    };
    const translations = [
      { language: 'en-US', name: `A "sharp" 'name' & more \\ 🪑`, description: '<p>One</p>' },
      { language: 'de-DE', name: 'Stuhl ß' },
    ];
    const french = one(`select name from ps_product_lang where id_product = ${id} and id_lang = 3`);
    const [done] = await change('updateProducts', [{ id: gid, ...wanted, translations }]);
    expect(done.userErrors).toEqual([]);
    expect(done.product).toMatchObject({
      name: translations[0]?.name,
      status: 'DISABLED',
      sku: wanted.sku,
      gtin: wanted.gtin,
      mpn: 'M-1',
      weight: { value: '1.25' },
    });
    expect(done.product.categories.map(({ nativeId }: { nativeId: string }) => nativeId).sort()).toEqual(
      [...categories].sort(),
    );
    expect(await says(`(new Product(${id}))->name[1]`)).toBe('Stuhl ß');
    expect(one(`select name from ps_product_lang where id_product = ${id} and id_lang = 3`)).toBe(french);
    expect(categories).toContain(one(`select id_category_default from ps_product where id_product = ${id}`));
    for (const [wrong, fault] of [
      [{ categoryIds: ['999999'] }, 'INVALID'],
      [{ categoryIds: ['1'] }, 'INVALID'],
      [{ categoryIds: [] }, 'INVALID'],
      [{ translations: [{ language: 'xx', name: 'x' }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', name: 'x'.repeat(129) }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', name: ' ' }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', name: 'a<b' }] }, 'INVALID'],
      [{ translations: [{ language: 'en-US', description: '<script>alert(1)</script>' }] }, 'INVALID'],
      [{ status: 'ARCHIVED' }, 'UNSUPPORTED'],
      [{ gtin: 'abc' }, 'INVALID'],
      [{ sku: 'x'.repeat(65) }, 'INVALID'],
      [{ sku: "x'; drop table ps_product; --" }, 'INVALID'],
      [{ weight: '-1' }, 'INVALID'],
      [{}, 'INVALID'],
    ] as const) {
      expect([wrong, await codeOf('updateProducts', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    await change('updateProducts', [{ id: gid, status: 'ACTIVE' }]);
    expect(await says(`(int) (new Product(${id}))->active`)).toBe(1);
    const word = `(select id_word from ps_search_word where word = 'stuhl' and id_lang = 1 limit 1)`;
    expect(Number(one(`select count(*) from ps_search_index where id_product = ${id} and id_word = ${word}`))).toBe(1);
  });

  const orderIn = (state: string) =>
    one(`select id_order from ps_orders where current_state in (${state}) order by id_order limit 1`);
  const stateOf = (id: string) => one(`select current_state from ps_orders where id_order = ${id}`);

  test('an order’s status goes through its own code: history, hooks, payment and stock follow, once each', async () => {
    const setting = (name: string) => one(`select value from ps_configuration where name = '${name}' limit 1`);
    const [paid, preparing, cancelled] = [
      setting('PS_OS_PAYMENT'),
      setting('PS_OS_PREPARATION'),
      setting('PS_OS_CANCELED'),
    ];
    const id = one(
      `select o.id_order from ps_orders o where o.current_state in (1, 10, 13) and o.valid = 0 order by o.id_order limit 1`,
    );
    const gid = shop.gid('Order', id);
    const payments = () =>
      Number(
        one(
          `select count(*) from ps_order_payment p join ps_orders o on o.reference = p.order_reference where o.id_order = ${id}`,
        ),
      );
    const before = payments();
    // Both in one request, as two acts on one order.
    const [first, second] = await store.act(
      { do: 'order', with: { order: id, status: paid, notify: true } },
      { do: 'order', with: { order: id, status: preparing } },
    );
    expect([first.outcome, second.outcome]).toEqual(['DONE', 'DONE']);
    expect([payments() - before, stateOf(id)]).toEqual([1, preparing]);
    expect(seen()).toMatchObject({ actionOrderStatusUpdate: 2, actionOrderStatusPostUpdate: 2 });
    expect(sink.taken().length).toBe(1);
    expect(await says(`(int) (new Order(${id}))->valid`)).toBe(1);

    const [line] = store.rows(
      `select product_id, product_attribute_id, product_quantity from ps_order_detail where id_order = ${id} limit 1`,
    );
    const [product, form, pieces] = line ?? [];
    const stock = quantity(product ?? '', form);
    const text = 'Sent back <script>alert(1)</script> & "so"';
    const [done] = await change('updateOrders', [
      { id: gid, statusId: cancelled, expectedStatusId: preparing, comment: text },
    ]);
    expect(done.userErrors).toEqual([]);
    expect(done.order.status.nativeId).toBe(cancelled);
    expect(done.order.history).toContainEqual({ comment: text, notified: false, status: null });
    expect(quantity(product ?? '', form)).toBe(stock + Number(pieces));
    expect(sink.taken()).toEqual([]);
    const message = () =>
      store.rows(`select m.private, m.message, m.id_employee from ps_customer_message m join ps_customer_thread t
      on t.id_customer_thread = m.id_customer_thread where t.id_order = ${id} order by m.id_customer_message desc limit 1`)[0] ??
      [];
    expect(message()[0]).toBe('1');
    expect(message()[1]).toContain('&lt;script&gt;');
    const [told] = await change('updateOrders', [{ id: gid, comment: 'On its way', notifyCustomer: true }]);
    expect(told.userErrors).toEqual([]);
    expect(told.order.history).toContainEqual({ comment: 'On its way', notified: true, status: null });
    const mails = sink.taken();
    expect([mails.length, message()[0]]).toEqual([1, '0']);
    expect(mails[0]).toContain('On its way');
    const entries = () => Number(one(`select count(*) from ps_order_history where id_order = ${id}`));
    const held = entries();
    for (const [wrong, fault] of [
      [{ statusId: '777' }, 'INVALID'],
      [{ statusId: '0' }, 'INVALID'],
      [{ statusId: "5' or 1=1" }, 'INVALID'],
      [{ statusId: paid, expectedStatusId: paid }, 'STALE'],
      [{}, 'INVALID'],
      [{ id: shop.gid('Order', '999999'), comment: 'x' }, 'NOT_FOUND'],
    ] as const) {
      expect([wrong, await codeOf('updateOrders', { id: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    expect([entries(), stateOf(id)]).toEqual([held, cancelled]);
    await change('updateOrders', [{ id: gid, statusId: cancelled }]);
    expect(entries()).toBe(held);
  });

  test('an order has one parcel, whose number is set and changed', async () => {
    const id =
      one(`select o.id_order from ps_orders o join ps_order_carrier c on c.id_order = o.id_order where c.tracking_number = ''
      or c.tracking_number is null order by o.id_order limit 1`);
    const gid = shop.gid('Order', id);
    const line = one(`select id_order_detail from ps_order_detail where id_order = ${id} limit 1`);
    for (const [wrong, fault] of [
      [{ trackingNumber: '1', lineItems: [{ nativeId: line, quantity: '1' }] }, 'UNSUPPORTED'],
      [{ trackingNumber: '1', trackingUrl: 'https://example.com/1' }, 'UNSUPPORTED'],
      [{ trackingNumber: '1', carrier: 'Somebody else' }, 'UNSUPPORTED'],
      [{ trackingNumber: '<b>1</b>' }, 'INVALID'],
      [{ trackingNumber: '1'.repeat(65) }, 'INVALID'],
      [{ trackingNumber: '1', statusId: '777' }, 'INVALID'],
      [{}, 'INVALID'],
    ] as const) {
      expect([wrong, await codeOf('createShipments', { orderId: gid, ...wrong })]).toEqual([wrong, fault]);
    }
    const shipped = one("select value from ps_configuration where name = 'PS_OS_SHIPPING' limit 1");
    const [done] = await change('createShipments', [
      { orderId: gid, trackingNumber: '00340434', statusId: shipped, notifyCustomer: true },
    ]);
    expect(done).toMatchObject({
      userErrors: [],
      shipment: { trackingNumber: '00340434' },
      order: { status: { nativeId: shipped }, fulfillmentStatus: 'FULFILLED' },
    });
    expect(await says(`(new Order(${id}))->getShippingNumber()`)).toBe('00340434');
    expect(seen()).toMatchObject({ actionAdminOrdersTrackingNumberUpdate: 1, actionOrderStatusPostUpdate: 1 });
    expect(sink.taken().length).toBeGreaterThan(0);
    expect(await codeOf('createShipments', { orderId: gid, trackingNumber: '2' })).toBe('REFUSED');
    const shipmentId = done.shipment.nativeId as string;
    const [changed] = await change('updateShipments', [{ orderId: gid, shipmentId, trackingNumber: '00340435' }]);
    expect(changed).toMatchObject({ userErrors: [], shipment: { trackingNumber: '00340435' } });
    const other = one(`select id_order_carrier from ps_order_carrier where id_order <> ${id} limit 1`);
    expect(await codeOf('updateShipments', { orderId: gid, shipmentId: other, trackingNumber: '1' })).toBe('NOT_FOUND');
  });

  test.each([
    ['exit', 'actionUpdateQuantity'],
    ['throw', 'actionUpdateQuantity'],
    ['fatal', 'actionUpdateQuantity'],
  ])('where a module does %s at %s the answer says what is there', async (does, event) => {
    const id = plain();
    writeFileSync(path.join(store.root, 'var/mood'), `${event} ${does}`);
    const asked = quantity(id) + 1;
    const later = { id: newActId(), do: 'product', with: { product: id, weight: '3' } };
    const [result, next] = await store.act({ do: 'inventory', with: { product: id, quantity: String(asked) } }, later);
    expect([does, result.outcome, quantity(id)]).toEqual([does, 'DONE', asked]);
    expect(next.outcome).toBe(does === 'exit' ? 'NOT_BEGUN' : 'DONE');
  });

  test('a module that leaves before an order is changed leaves it unchanged, and that is said', async () => {
    const id = orderIn('2, 3');
    const was = stateOf(id);
    writeFileSync(path.join(store.root, 'var/mood'), 'actionOrderStatusUpdate exit');
    const wanted = was === '2' ? '3' : '2';
    const [result] = await store.act({ do: 'order', with: { order: id, status: wanted } });
    expect([result.outcome, stateOf(id)]).toEqual(['REFUSED', was]);
  });

  test('a store under maintenance, or before an upgrade, is not begun with, whatever host was asked', async () => {
    const act = { do: 'inventory', with: { product: plain(), adjustBy: '1' } };
    store.rows("update ps_configuration set value = '0' where name = 'PS_SHOP_ENABLE'");
    expect((await store.act(act))[0]).toMatchObject({ outcome: 'NOT_BEGUN', retryable: true });
    store.rows("update ps_configuration set value = '1' where name = 'PS_SHOP_ENABLE'");
    store.rows("update ps_configuration set value = '8.1.7' where name = 'PS_VERSION_DB'");
    expect((await store.act(act))[0]).toMatchObject({ outcome: 'NOT_BEGUN', retryable: true });
    store.rows("update ps_configuration set value = '8.2.1' where name = 'PS_VERSION_DB'");
    store.rows("update ps_shop_url set domain = 'shop.example', domain_ssl = 'shop.example'");
    expect((await store.act(act))[0].outcome).toBe('DONE');
    const { host } = new URL(store.url);
    store.rows(`update ps_shop_url set domain = '${host}', domain_ssl = '${host}'`);
  });
});
