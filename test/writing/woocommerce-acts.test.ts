import { prefix } from '../contract/woocommerce-fixture.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { expectNothingOfHostileActs } from './hostile-acts.js';
import { openWooCommerceStandIn, type WooCommerceStandIn } from './woocommerce-stand-in.js';

describe.each(phpRuntimes)('under PHP $version', (php) => {
  const place = php.version === '8.3' ? 'posts' : 'tables';
  let store: WooCommerceStandIn;
  beforeAll(async () => {
    store = await openWooCommerceStandIn(php, place);
  });
  afterAll(() => store?.close());
  const cell = (sql: string) => Object.values(store.rows(sql)[0] ?? {})[0] ?? null;
  const meta = (id: number, key: string) =>
    cell(`select meta_value from ${prefix}postmeta where post_id = ${id} and meta_key = '${key}'`);
  const tracked = () =>
    Number(
      cell(`select p.ID from ${prefix}posts p join ${prefix}postmeta m on m.post_id = p.ID and m.meta_key = '_manage_stock'
        where p.post_type = 'product' and p.post_status = 'publish' and m.meta_value = 'yes' limit 1`),
    );
  const orderIn = (status: string) =>
    place === 'tables'
      ? { id: Number(cell(`select id from ${prefix}wc_orders where type = 'shop_order' and status = '${status}'`)) }
      : {
          id: Number(
            cell(`select ID from ${prefix}posts where post_type = 'shop_order' and post_status = '${status}'`),
          ),
        };
  const statusOf = (id: number) =>
    cell(
      place === 'tables'
        ? `select status from ${prefix}wc_orders where id = ${id}`
        : `select post_status from ${prefix}posts where ID = ${id}`,
    );

  test('stock is written by the platform’s function, once, as was expected or not at all', async () => {
    const id = tracked();
    const product = String(id);
    store.calls();
    const results = await store.act(
      { do: 'inventory', with: { product, quantity: '77' } },
      { do: 'inventory', with: { product, adjustBy: '-7', expectedQuantity: '77' } },
      { do: 'inventory', with: { product, quantity: '1', expectedQuantity: '77' } },
      { do: 'inventory', with: { product, adjustBy: '3' } },
      { do: 'inventory', with: { product, quantity: '2.5' } },
      { do: 'inventory', with: { product: '999999', quantity: '1' } },
      { do: 'inventory', with: { product, quantity: '1', optionValue: '1' } },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'DONE',
      'DONE',
      'STALE',
      'DONE',
      'INVALID',
      'NOT_FOUND',
      'UNSUPPORTED',
    ]);
    expect(Number(meta(id, '_stock'))).toBe(73);
    const calls = store.calls();
    expect(calls.filter((call) => call === 'woocommerce_product_set_stock')).toHaveLength(3);
    // What is put off to the end belongs to the acts, and is done once.
    expect(calls.filter((call) => call === 'shutdown').length).toBeLessThanOrEqual(2);
    store.change(`update ${prefix}postmeta set meta_value = 'no' where post_id = ${id} and meta_key = '_manage_stock'`);
    expect(await store.act({ do: 'inventory', with: { product, quantity: '1' } })).toMatchObject([
      { outcome: 'NOT_TRACKED' },
    ]);
    store.change(
      `update ${prefix}postmeta set meta_value = 'yes' where post_id = ${id} and meta_key = '_manage_stock'`,
    );
  });

  test('what shoppers buy between reading and writing makes what was expected stale', async () => {
    const id = tracked();
    await store.act({ do: 'inventory', with: { product: String(id), quantity: '50' } });
    // A sale in the very moment before the statement.
    store.write('mood', 'woocommerce_product_before_set_stock sale');
    store.change(`create trigger sale after insert on ${prefix}options when new.option_name = 'sale' begin
      update ${prefix}postmeta set meta_value = meta_value - 1 where post_id = ${id} and meta_key = '_stock'; end`);
    const [result] = await store.act({
      do: 'inventory',
      with: { product: String(id), adjustBy: '5', expectedQuantity: '50' },
    });
    store.write('mood', '');
    store.change(`drop trigger sale; delete from ${prefix}options where option_name = 'sale'`);
    expect([result.outcome, Number(meta(id, '_stock'))]).toEqual(['STALE', 49]);
  });

  test('prices and sales are set, and what the platform would drop silently is refused', async () => {
    const id = tracked();
    const product = String(id);
    const sale = { price: '9.99', startsAt: '2026-01-01T00:00:00Z' };
    const results = await store.act(
      { do: 'price', with: { product, price: '20', salePrice: null } },
      { do: 'price', with: { product, salePrice: sale, expectedPrice: '20.00' } },
      { do: 'price', with: { product, price: '9.5' } },
      { do: 'price', with: { product, salePrice: { price: '20' } } },
      { do: 'price', with: { product, price: '1', expectedPrice: '21' } },
      { do: 'price', with: { product } },
      // Longer than what its prices are read from.
      { do: 'price', with: { product, price: '9999999999.9999' } },
      { do: 'price', with: { product, salePrice: { price: '9999999999.9999' } } },
    );
    expect(results.map(({ outcome, field }) => [outcome, field])).toEqual([
      ['DONE', undefined],
      ['DONE', undefined],
      ['INVALID', 'price'],
      ['INVALID', 'salePrice.price'],
      ['STALE', 'expectedPrice'],
      ['INVALID', 'price'],
      ['INVALID', 'price'],
      ['INVALID', 'salePrice.price'],
    ]);
    expect([meta(id, '_regular_price'), meta(id, '_sale_price'), meta(id, '_sale_price_dates_from')]).toEqual([
      '20',
      '9.99',
      String(Date.parse(sale.startsAt) / 1000),
    ]);
  });

  test('an order’s status and comment; the customer’s mail only where it is wanted', async () => {
    const { id } = orderIn('wc-processing');
    const order = String(id);
    store.calls();
    const [done] = await store.act({
      do: 'order',
      with: { order, status: 'wc-completed', comment: 'A <b> \\ & "so"' },
    });
    expect([done.outcome, statusOf(id)]).toEqual(['DONE', 'wc-completed']);
    expect(
      cell(`select comment_content from ${prefix}comments where comment_post_ID = ${id} order by comment_ID desc`),
    ).toBe('A &lt;b&gt; &#92; &amp; "so"');
    expect(store.calls()).toEqual(expect.arrayContaining(['mail new_order', 'woocommerce_order_edit_status']));
    const both = await store.act(
      { do: 'order', with: { order, status: 'on-hold', expectedStatus: 'wc-completed' } },
      { do: 'order', with: { order, status: 'processing', comment: 'To you', notify: true } },
      { do: 'order', with: { order, status: 'nothing' } },
      { do: 'order', with: { order, status: 'completed', expectedStatus: 'on-hold' } },
      { do: 'order', with: { order: String(tracked()), status: 'completed' } },
    );
    expect(both.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE', 'INVALID', 'STALE', 'NOT_FOUND']);
    expect(store.calls().filter((call) => /^mail customer|customer_note/.test(call))).toEqual([
      'mail customer_completed_order',
      'woocommerce_new_customer_note',
    ]);
  });

  test('a parcel is kept by its tracking number, which can be changed', async () => {
    const { id } = orderIn('wc-on-hold');
    const order = String(id);
    const [made, parts, none] = await store.act(
      { do: 'shipment', with: { order, carrier: 'DHL', trackingNumber: '00340434', notify: true } },
      { do: 'shipment', with: { order, trackingNumber: '1', lines: [{ id: '1', quantity: '1' }] } },
      { do: 'shipment', with: { order } },
    );
    expect([made.outcome, parts.outcome, none.outcome]).toEqual(['DONE', 'UNSUPPORTED', 'INVALID']);
    const { shipment } = made;
    const changed = await store.act(
      { do: 'tracking', with: { order, shipment, trackingNumber: '00340435' } },
      { do: 'tracking', with: { order, shipment: 'none', trackingNumber: '1' } },
      { do: 'tracking', with: { order, shipment } },
    );
    expect(changed.map(({ outcome }) => outcome)).toEqual(['DONE', 'NOT_FOUND', 'INVALID']);
    const held = place === 'tables' ? `${prefix}wc_orders_meta where order_id` : `${prefix}postmeta where post_id`;
    expect(cell(`select meta_value from ${held} = ${id} and meta_key = '_wc_shipment_tracking_items'`)).toContain(
      '"00340435"',
    );
    store.change(
      `insert into ${prefix}options (option_name, option_value) values ('woocommerce_feature_fulfillments_enabled', 'yes')`,
    );
    expect(await store.act({ do: 'shipment', with: { order, trackingNumber: '2' } })).toMatchObject([
      { outcome: 'UNSUPPORTED' },
    ]);
    store.change(`delete from ${prefix}options where option_name = 'woocommerce_feature_fulfillments_enabled'`);
  });

  test('what a plugin throws or ends is told by what the store holds', async () => {
    const id = tracked();
    for (const [mood, outcome] of [
      ['woocommerce_product_before_set_stock throw', 'REFUSED'],
      ['woocommerce_product_before_set_stock exit', 'REFUSED'],
      ['woocommerce_updated_product_stock throw', 'DONE'],
      ['woocommerce_product_set_stock exit', 'DONE'],
      ['shutdown exit', 'DONE'],
      ['woocommerce_product_set_stock keep', 'DONE'],
      ['woocommerce_init exit', 'REFUSED'],
      ['woocommerce_init throw', 'REFUSED'],
    ] as const) {
      store.write('mood', mood);
      const before = Number(meta(id, '_stock'));
      const [result] = await store.act({ do: 'inventory', with: { product: String(id), adjustBy: '1' } });
      store.write('mood', '');
      expect([mood, result.outcome, Number(meta(id, '_stock')) - before]).toEqual([
        mood,
        outcome,
        outcome === 'DONE' ? 1 : 0,
      ]);
    }
  });

  test('nothing starts while WordPress is updated, or before WooCommerce has updated its tables', async () => {
    const act = { do: 'inventory', with: { product: String(tracked()), quantity: '1' } };
    store.calls();
    store.write('.maintenance', `<?php $upgrading = ${Math.floor(Date.now() / 1000)};`);
    expect(await store.act(act)).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
    store.write('.maintenance', '<?php $upgrading = time();');
    expect(await store.act(act)).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
    store.write('.maintenance', '');
    store.change(`update ${prefix}options set option_value = '9.7.0' where option_name = 'woocommerce_version'`);
    expect(await store.act(act)).toMatchObject([{ outcome: 'REFUSED', retryable: true }]);
    expect(store.calls()).toEqual([]);
    store.change(`update ${prefix}options set option_value = '9.8.1' where option_name = 'woocommerce_version'`);
    store.write('.maintenance', `<?php $upgrading = ${Math.floor(Date.now() / 1000) - 700};`);
    expect(await store.act(act)).toMatchObject([{ outcome: 'DONE' }]);
  });

  if (php.version !== '8.3') return;
  test('hostile acts change nothing, and each has its code', async () => {
    const tables = ['posts', 'postmeta', 'comments', 'commentmeta', 'term_relationships', 'wc_orders'];
    const { id } = orderIn('wc-on-hold');
    await expectNothingOfHostileActs({
      ...store,
      product: String(tracked()),
      order: String(id),
      productAlone: String(tracked()),
      orderAlone: String(id),
      status: 'processing',
      language: 'en-US',
      ships: true,
      // SQLite knows no end of a text, and WebAssembly's host none larger than this.
      tooLong: null,
      huge: 2_000_000,
      held: () =>
        JSON.stringify(
          tables.map(
            (table) =>
              store.rows(`select * from sqlite_master where name = '${prefix}${table}'`).length &&
              store.rows(`select * from ${prefix}${table}`),
          ),
        ),
      comment: () => String(cell(`select comment_content from ${prefix}comments order by comment_ID desc`)),
    });
  }, 60_000);
});
