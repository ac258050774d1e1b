import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import { describeWithCode } from './platform-store.js';
import { openWooCommerce, type WooCommerceStore } from './woocommerce-store.js';

describe.each([
  ['woo', 'wp_', '-05:00'],
  ['woolegacy', 'lg7_', '+01:00'],
] as const)('%s', (name, p, zone) => {
  describeWithCode(name, "WordPress' and WooCommerce's own code", (code) => {
    let store: WooCommerceStore;
    let service: ServiceUnderTest;
    let shop: ConnectedStore;
    beforeAll(async () => {
      [store, service] = await Promise.all([openWooCommerce(name, code), startTestService()]);
      shop = await connectTo(service, store, { key: 'demo' });
      process.stdout.write(`saw WooCommerce ${await store.says('WC_VERSION')}\n`);
    }, 240_000);
    afterAll(async () => {
      await service?.close();
      await store?.close();
    });
    beforeEach(() => {
      store.heard();
    });
    const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
    const change = async (mutation: keyof typeof operations, changes: readonly object[], key?: string) => {
      const reply = await shop.ask(operations[mutation], { changes, key });
      expect(reply.errors).toBeUndefined();
      return reply.data[mutation].results;
    };
    const codes = async (
      mutation: keyof typeof operations,
      id: object,
      wrong: readonly (readonly [object, string, ...string[]])[],
    ) => {
      for (const [given, code, ...field] of wrong) {
        const [result] = await change(mutation, [{ ...id, ...given }]);
        const [error] = result.userErrors;
        expect([given, error?.code, ...(field.length > 0 ? (error?.field ?? []).slice(2) : [])]).toEqual([
          given,
          code,
          ...field,
        ]);
      }
    };
    const meta = (id: string, key: string) =>
      one(`select meta_value from ${p}postmeta where post_id = ${id} and meta_key = '${key}'`);
    const counted = (type: string, more = '') =>
      store.rows(`select q.ID, q.post_parent from ${p}posts q join ${p}postmeta m on m.post_id = q.ID and m.meta_key = '_manage_stock'
        where q.post_type = '${type}' and q.post_status = 'publish' and m.meta_value = 'yes' ${more} order by q.ID limit 1`)[0] ??
      [];
    const orderIn = (status: string, at = 0) =>
      name === 'woo'
        ? one(
            `select id from wp_wc_orders where type = 'shop_order' and status = '${status}' and billing_email <> '' order by id limit 1 offset ${at}`,
          )
        : one(
            `select ID from lg7_posts where post_type = 'shop_order' and post_status = '${status}' order by ID limit 1 offset ${at}`,
          );
    const statusOf = (id: string) =>
      name === 'woo'
        ? one(`select status from wp_wc_orders where id = ${id}`)
        : one(`select post_status from lg7_posts where ID = ${id}`);

    test('stock is set, adjusted and compared by its own function, and read back', async () => {
      const [id = ''] = counted('product');
      const gid = shop.gid('Product', id);
      const [set] = await change('setInventory', [{ id: gid, quantity: '77' }]);
      expect(set).toEqual({
        id: gid,
        inventory: { quantity: '77' },
        product: { nativeId: id },
        variant: null,
        userErrors: [],
      });
      expect(store.heard().hooks).toEqual(
        expect.arrayContaining([
          'woocommerce_product_before_set_stock',
          'woocommerce_product_set_stock',
          'woocommerce_update_product',
        ]),
      );
      const [adjusted] = await change('setInventory', [{ id: gid, adjustBy: '-7', expectedQuantity: '77' }]);
      expect([adjusted.inventory.quantity, adjusted.userErrors]).toEqual(['70', []]);
      const [plainly] = await change('setInventory', [{ id: gid, adjustBy: '3' }]);
      expect([plainly.inventory.quantity, plainly.userErrors]).toEqual(['73', []]);
      const of = `wc_get_product(${id})`;
      expect(await store.says(`[${of}->get_stock_quantity(), ${of}->is_in_stock()]`)).toEqual([73, true]);
      expect(Number(one(`select stock_quantity from ${p}wc_product_meta_lookup where product_id = ${id}`))).toBe(73);
      await codes('setInventory', { id: gid }, [
        [{ quantity: '1', expectedQuantity: '77' }, 'STALE', 'expectedQuantity'],
        [{ quantity: '1.5' }, 'INVALID', 'quantity'],
        [{ quantity: '99999999999' }, 'INVALID'],
        [{ quantity: '1', adjustBy: '1' }, 'INVALID'],
        [{}, 'INVALID'],
        [{ optionValueId: '1; drop table', quantity: '1' }, 'UNSUPPORTED', 'optionValueId'],
      ]);
      const order = orderIn('wc-processing');
      for (const other of [shop.gid('ProductVariant', id), shop.gid('Product', '999999'), shop.gid('Product', order)]) {
        await codes('setInventory', { id: other }, [[{ quantity: '1' }, 'NOT_FOUND']]);
      }
      expect(Number(meta(id, '_stock'))).toBe(73);
      store.rows(`update ${p}postmeta set meta_value = 'no' where post_id = ${id} and meta_key = '_manage_stock'`);
      await codes('setInventory', { id: gid }, [[{ quantity: '1' }, 'NOT_TRACKED']]);
      store.rows(`update ${p}postmeta set meta_value = 'yes' where post_id = ${id} and meta_key = '_manage_stock'`);
    });

    test('what is sold out is hidden and told as such, and comes back', async () => {
      const [id = ''] = counted('product');
      const gid = shop.gid('Product', id);
      store.rows(`update ${p}postmeta set meta_value = 'no' where post_id = ${id} and meta_key = '_backorders'`);
      await change('setInventory', [{ id: gid, quantity: '0' }]);
      const told = `[wc_get_product(${id})->get_stock_status(), has_term('outofstock', 'product_visibility', ${id})]`;
      expect(await store.says(told)).toEqual(['outofstock', true]);
      expect(store.heard()).toMatchObject({ mails: [] });
      await change('setInventory', [{ id: gid, quantity: '73' }]);
      expect(await store.says(told)).toEqual(['instock', false]);
      expect(store.heard().hooks).toContain('woocommerce_product_set_stock_status');
    });

    test('a variation has its own stock, or its product’s', async () => {
      const [own = '', product = ''] = counted('product_variation');
      const [set] = await change('setInventory', [{ id: shop.gid('ProductVariant', own), quantity: '12' }]);
      expect(set).toMatchObject({
        inventory: { quantity: '12' },
        product: { nativeId: product },
        variant: { nativeId: own },
        userErrors: [],
      });
      expect(store.heard().hooks).toContain('woocommerce_variation_set_stock');
      store.rows(`update ${p}postmeta set meta_value = 'no' where post_id = ${own} and meta_key = '_manage_stock';
        update ${p}postmeta set meta_value = 'yes' where post_id = ${product} and meta_key = '_manage_stock'`);
      const [shared] = await change('setInventory', [{ id: shop.gid('ProductVariant', own), quantity: '44' }]);
      expect([
        shared.inventory.quantity,
        shared.userErrors,
        Number(meta(product, '_stock')),
        Number(meta(own, '_stock')),
      ]).toEqual(['44', [], 44, 12]);
      expect(await store.says(`wc_get_product(${own})->get_stock_quantity()`)).toBe(44);
      store.rows(`update ${p}postmeta set meta_value = 'yes' where post_id = ${own} and meta_key = '_manage_stock';
        update ${p}postmeta set meta_value = 'no' where post_id = ${product} and meta_key = '_manage_stock'`);
    });

    test('the same key makes a change once, and is refused for another', async () => {
      const [id = ''] = counted('product');
      const changes = [{ id: shop.gid('Product', id), adjustBy: '5' }];
      const before = Number(meta(id, '_stock'));
      const all = await Promise.all(Array.from({ length: 4 }, () => change('setInventory', changes, 'once')));
      for (const results of all) expect(results[0].userErrors).toEqual([]);
      expect(Number(meta(id, '_stock'))).toBe(before + 5);
      const other = await shop.ask(operations.setInventory, {
        changes: [{ ...changes[0], adjustBy: '6' }],
        key: 'once',
      });
      expect(other.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    test('prices and sales are changed, and what is due now is what is asked for it', async () => {
      const [id = ''] = counted('product');
      const gid = shop.gid('Product', id);
      const [priced] = await change('setPrices', [
        { id: gid, price: '112.34', salePrice: null, expectedPrice: meta(id, '_regular_price') },
      ]);
      expect(priced).toMatchObject({ product: { price: { amount: '112.34' }, salePrice: null }, userErrors: [] });
      const salePrice = { price: '99.5', startsAt: `2026-01-01T00:00:00${zone}`, endsAt: `2099-12-31T23:59:59${zone}` };
      const [sale] = await change('setPrices', [{ id: gid, salePrice }]);
      expect(sale).toMatchObject({
        product: { price: { amount: '112.34' }, salePrice: { amount: '99.50' } },
        userErrors: [],
      });
      const of = `wc_get_product(${id})`;
      expect(
        await store.says(`[${of}->get_price(), ${of}->is_on_sale(), ${of}->get_date_on_sale_to()->getTimestamp()]`),
      ).toEqual(['99.5', true, Date.parse(salePrice.endsAt) / 1000]);
      expect(Number(one(`select min_price from ${p}wc_product_meta_lookup where product_id = ${id}`))).toBe(99.5);
      const later = { price: '50', startsAt: '2098-01-01T00:00:00Z' };
      const [coming] = await change('setPrices', [{ id: gid, salePrice: later, price: '120' }]);
      expect(coming.product).toMatchObject({ price: { amount: '120.00' }, salePrice: null });
      expect(coming.product.specialPrices).toEqual([
        { price: { amount: '50.00' }, startsAt: '2098-01-01T00:00:00.000Z', endsAt: null },
      ]);
      await codes('setPrices', { id: gid }, [
        [{ price: '1', expectedPrice: '112.35' }, 'STALE', 'expectedPrice'],
        [{ price: '1.23456' }, 'INVALID', 'price'],
        [{ price: '-1' }, 'INVALID', 'price'],
        [{ price: '50' }, 'INVALID', 'price'],
        [{ salePrice: { price: '120' } }, 'INVALID', 'salePrice', 'price'],
        [
          { salePrice: { price: '1', startsAt: '2027-01-02T00:00:00Z', endsAt: '2027-01-01T00:00:00Z' } },
          'INVALID',
          'salePrice',
          'endsAt',
        ],
        [{}, 'INVALID'],
      ]);
      const [none] = await change('setPrices', [{ id: gid, salePrice: null }]);
      expect(none.product.specialPrices).toEqual([]);
      expect(await store.says(`[${of}->get_price(), ${of}->get_date_on_sale_from()]`)).toEqual(['120', null]);
    });

    test('a variation’s price goes on to its product, which has none of its own', async () => {
      const [id = '', product = ''] =
        store.rows(`select v.ID, v.post_parent from ${p}posts v join ${p}posts a on a.ID = v.post_parent
        join ${p}postmeta m on m.post_id = v.ID and m.meta_key = '_regular_price' and m.meta_value > 1
        where v.post_type = 'product_variation' and v.post_status = 'publish' and a.post_status = 'publish' order by v.ID limit 1`)[0] ??
        [];
      const [done] = await change('setPrices', [
        { id: shop.gid('ProductVariant', id), price: '0.77', salePrice: null },
      ]);
      expect(done.userErrors).toEqual([]);
      expect(await store.says(`wc_get_product(${product})->get_variation_price('min')`)).toBe('0.77');
      await codes('setPrices', { id: shop.gid('Product', product) }, [[{ price: '1' }, 'UNSUPPORTED']]);
    });

    test('a product’s status, codes, texts and categories come back as they were given', async () => {
      const [id = '', slug] =
        store.rows(
          `select ID, post_name from ${p}posts where post_type = 'product' and post_status = 'publish' order by ID desc limit 1`,
        )[0] ?? [];
      const gid = shop.gid('Product', id);
      const categoryIds = store
        .rows(`select term_id from ${p}term_taxonomy where taxonomy = 'product_cat' order by term_id limit 2`)
        .map(([term]) => term ?? '');
      const text = `A "sharp" <b>'name'</b> & &lt; \\n %s 🪑; drop table ${p}posts -- \\`;
      const language = 'en-US';
      const description = '<p onclick="x()">One <em>two</em> & \\three</p><script>alert(1)</script>';
      const wanted = { status: 'DISABLED', sku: 'SKU & "2"', gtin: '5901234123457', weight: '1.25', categoryIds };
      const [done] = await change('updateProducts', [
        { id: gid, ...wanted, translations: [{ language, name: text, description }] },
      ]);
      expect(done.userErrors).toEqual([]);
      expect(done.product).toMatchObject({
        name: text,
        status: 'DISABLED',
        sku: wanted.sku,
        gtin: wanted.gtin,
        weight: { value: '1.25' },
      });
      expect(done.product.categories.map(({ nativeId }: { nativeId: string }) => nativeId).sort()).toEqual(
        [...categoryIds].sort(),
      );
      expect(store.heard().hooks).toEqual(
        expect.arrayContaining(['transition_post_status', 'save_post_product', 'woocommerce_update_product']),
      );
      const held = await store.says(`wc_get_product(${id})->get_data()`);
      expect(held).toMatchObject({ status: 'private', sku: wanted.sku, slug });
      expect(held.description).toBe('<p>One <em>two</em> &amp; \\three</p>alert(1)');
      expect(held.name).not.toContain('<b>');
      await codes('updateProducts', { id: gid }, [
        [{ sku: meta(counted('product')[0] ?? '', '_sku') }, 'INVALID', 'sku'],
        [{ sku: '<b>x</b>' }, 'INVALID', 'sku'],
        [{ sku: 'x'.repeat(300) }, 'INVALID', 'sku'],
        [{ gtin: 'abc' }, 'INVALID', 'gtin'],
        [{ mpn: 'M-1' }, 'UNSUPPORTED', 'mpn'],
        [{ categoryIds: ['999999'] }, 'INVALID', 'categoryIds', '0'],
        [{ categoryIds: [] }, 'INVALID', 'categoryIds'],
        [{ translations: [{ language: 'xx', name: 'x' }] }, 'INVALID', 'translations', '0', 'language'],
        [{ translations: [{ language, name: ' ' }] }, 'INVALID', 'translations', '0', 'name'],
        [{ translations: [{ language, name: 'x'.repeat(70_000) }] }, 'INVALID'],
        [{ weight: '-1' }, 'INVALID', 'weight'],
        [{}, 'INVALID'],
      ]);
      expect(await store.says(`wc_get_product(${id})->get_data()`)).toEqual(held);
      const [archived] = await change('updateProducts', [{ id: gid, status: 'ARCHIVED' }]);
      expect([archived.product.status, archived.userErrors, meta(id, '_wp_trash_meta_status')]).toEqual([
        'ARCHIVED',
        [],
        'private',
      ]);
      const [back] = await change('updateProducts', [{ id: gid, status: 'ACTIVE', sku: '' }]);
      expect([back.product.status, back.product.sku, back.userErrors]).toEqual(['ACTIVE', null, []]);
      expect(one(`select post_name from ${p}posts where ID = ${id}`)).toBe(slug);
    });

    test('an order’s status goes through its own code: notes, stock and reports follow, customers are spared', async () => {
      const id = orderIn('wc-processing');
      const gid = shop.gid('Order', id);
      const text = 'Packed <script>alert(1)</script> & "so" \\ 🪑';
      const [done] = await change('updateOrders', [
        { id: gid, statusId: 'wc-completed', expectedStatusId: 'wc-processing', comment: text },
      ]);
      expect(done.userErrors).toEqual([]);
      expect(done.order.status.nativeId).toBe('wc-completed');
      expect(done.order.history.slice(-2)).toEqual([
        {
          comment: 'Order status changed from Processing to Completed.',
          notified: false,
          status: { nativeId: 'wc-completed' },
        },
        { comment: text, notified: false, status: null },
      ]);
      const heard = store.heard();
      expect(heard.hooks).toEqual(
        expect.arrayContaining([
          'woocommerce_order_edit_status',
          'woocommerce_order_status_changed',
          'woocommerce_order_note_added',
        ]),
      );
      expect(heard.hooks.filter((hook) => hook === 'woocommerce_order_status_changed')).toHaveLength(1);
      expect(heard.hooks).not.toContain('woocommerce_new_customer_note');
      const email = await store.says(`wc_get_order(${id})->get_billing_email()`);
      expect(heard.mails.filter(({ to }) => to === email)).toEqual([]);
      expect(
        await store.says(`[wc_get_order(${id})->get_status(), wc_get_order(${id})->get_date_completed() !== null]`),
      ).toEqual(['completed', true]);
      expect(
        Number(
          one(
            `select count(*) from ${p}actionscheduler_actions where hook = 'wc-admin_import_orders' and status = 'pending' and args = '[${id}]'`,
          ),
        ),
      ).toBeGreaterThan(0);

      const stock = await store.says(
        `array_map(function ($i) { $p = $i->get_product(); return $p && $p->managing_stock() ? $p->get_stock_quantity() + $i->get_meta('_reduced_stock') : null; }, array_values(wc_get_order(${id})->get_items()))`,
      );
      const [cancelled] = await change('updateOrders', [
        { id: gid, statusId: 'cancelled', notifyCustomer: true, comment: 'Sorry' },
      ]);
      expect(cancelled.userErrors).toEqual([]);
      expect(cancelled.order.history).toContainEqual({ comment: 'Sorry', notified: true, status: null });
      expect(
        await store.says(
          `array_map(function ($i) { $p = $i->get_product(); return $p && $p->managing_stock() ? $p->get_stock_quantity() : null; }, array_values(wc_get_order(${id})->get_items()))`,
        ),
      ).toEqual(stock);
      expect(store.heard().mails).toContainEqual({ to: email, subject: expect.stringContaining('Note added') });

      const notes = one(`select count(*) from ${p}comments where comment_post_ID = ${id}`);
      await codes('updateOrders', { id: gid }, [
        [{ statusId: 'wc-nothing' }, 'INVALID', 'statusId'],
        [{ statusId: 'wc-checkout-draft' }, 'INVALID', 'statusId'],
        [{ statusId: "completed' or 1=1" }, 'INVALID', 'statusId'],
        [{ statusId: 'wc-completed', expectedStatusId: 'wc-processing' }, 'STALE', 'expectedStatusId'],
        [{ comment: 'x'.repeat(70_000) }, 'INVALID', 'comment'],
        [{ comment: 'a\u0007b' }, 'INVALID', 'comment'],
        [{}, 'INVALID'],
      ]);
      const [same] = await change('updateOrders', [{ id: gid, statusId: 'wc-cancelled' }]);
      expect(same.userErrors).toEqual([]);
      for (const other of [counted('product')[0] ?? '', '999999']) {
        await codes('updateOrders', { id: shop.gid('Order', other) }, [[{ statusId: 'wc-completed' }, 'NOT_FOUND']]);
      }
      expect(one(`select count(*) from ${p}comments where comment_post_ID = ${id}`)).toBe(notes);
      expect(store.heard()).toEqual({ hooks: [], mails: [] });
    });

    test('mails to the customer go out where they are asked for, in one list with changes that spare them', async () => {
      const [first, second, third] = [
        orderIn('wc-processing'),
        orderIn('wc-processing', 1),
        orderIn('wc-processing', 2),
      ];
      const ids = [first, second, third].filter((id) => id !== '');
      const results = await change(
        'updateOrders',
        ids.map((id, i) => ({ id: shop.gid('Order', id), statusId: 'wc-completed', notifyCustomer: i % 2 === 1 })),
      );
      for (const result of results) expect(result.userErrors).toEqual([]);
      const mails = store.heard().mails.filter(({ subject }) => / is now complete/.test(subject));
      expect(mails).toHaveLength(ids.length > 1 ? 1 : 0);
    });

    test('a shipment is kept as the tracking extension keeps it, and changed', async () => {
      const id = orderIn('wc-on-hold');
      const orderId = shop.gid('Order', id);
      const parcel = {
        carrier: 'DHL & Söhne',
        trackingNumber: 'JJD-0034 04',
        trackingUrl: 'https://example.com/t?n=1&m=2',
      };
      const [made] = await change('createShipments', [
        { orderId, ...parcel, statusId: 'wc-processing', notifyCustomer: true },
      ]);
      expect(made.userErrors).toEqual([]);
      expect(made.shipment).toMatchObject({ carrier: parcel.carrier, trackingNumber: parcel.trackingNumber });
      expect(made.order.status.nativeId).toBe('wc-processing');
      expect(store.heard().mails).toContainEqual({
        to: expect.any(String),
        subject: expect.stringContaining('Note added'),
      });
      const held = `wc_get_order(${id})->get_meta('_wc_shipment_tracking_items')`;
      expect(await store.says(held)).toEqual([
        expect.objectContaining({
          tracking_number: parcel.trackingNumber,
          custom_tracking_link: parcel.trackingUrl,
          tracking_id: made.shipment.nativeId,
        }),
      ]);
      const shipmentId = made.shipment.nativeId;
      const [changed] = await change('updateShipments', [{ orderId, shipmentId, trackingNumber: '2' }]);
      expect(changed).toMatchObject({
        shipment: { nativeId: shipmentId, carrier: parcel.carrier, trackingNumber: '2' },
        userErrors: [],
      });
      const [more] = await change('createShipments', [{ orderId, trackingNumber: '3' }]);
      expect([more.userErrors, (await store.says(held)).length]).toEqual([[], 2]);
      await codes('createShipments', { orderId }, [
        [{ carrier: 'DHL' }, 'INVALID', 'trackingNumber'],
        [{ trackingNumber: '<b>1</b>' }, 'INVALID', 'trackingNumber'],
        [{ trackingNumber: '1', lineItems: [{ nativeId: '1', quantity: '1' }] }, 'UNSUPPORTED', 'lineItems'],
        [{ trackingNumber: '1', statusId: 'wc-nothing' }, 'INVALID', 'statusId'],
      ]);
      await codes('updateShipments', { orderId, shipmentId: 'none' }, [
        [{ trackingNumber: '1' }, 'NOT_FOUND', 'shipmentId'],
      ]);
      expect((await store.says(held)).length).toBe(2);
    });

    test('what its plugins throw, print or end comes to no answer, and what was done is told', async () => {
      const [id = ''] = counted('product');
      const gid = shop.gid('Product', id);
      const outcomes: unknown[] = [];
      for (const [hook, php] of [
        ['woocommerce_product_before_set_stock', "throw new Error('SECRET');"],
        ['woocommerce_product_before_set_stock', 'exit;'],
        ['woocommerce_product_set_stock', "throw new Exception('SECRET');"],
        ['woocommerce_product_set_stock', "wp_die('SECRET');"],
        ['woocommerce_product_set_stock', "echo 'SECRET'; trigger_error('SECRET', E_USER_WARNING);"],
        ['shutdown', "echo 'SECRET'; header('X-Secret: 1');"],
        ['init', "wp_redirect('https://example.com/'); exit;"],
        ['init', 'no_such_function();'],
        ['init', 'ini_set("memory_limit", "40M"); str_repeat("x", 100000000);'],
      ] as const) {
        store.mood(hook, php);
        const before = Number(meta(id, '_stock'));
        const [result] = await change('setInventory', [{ id: gid, adjustBy: '1' }]);
        store.mood(null);
        const code = result.userErrors[0]?.code ?? 'DONE';
        expect([hook, php, Number(meta(id, '_stock')) - before]).toEqual([hook, php, code === 'DONE' ? 1 : 0]);
        outcomes.push(code);
      }
      expect(outcomes).toEqual(['REFUSED', 'REFUSED', 'DONE', 'DONE', 'DONE', 'DONE', 'REFUSED', 'REFUSED', 'REFUSED']);
      const order = orderIn('wc-completed');
      store.mood('woocommerce_order_status_changed', "throw new Exception('SECRET');");
      const [done] = await change('updateOrders', [
        { id: shop.gid('Order', order), statusId: 'wc-on-hold', comment: 'Kept' },
      ]);
      store.mood(null);
      expect([done.userErrors, statusOf(order), done.order.history.at(-1).comment]).toEqual([[], 'wc-on-hold', 'Kept']);
    });

    test('no visit is counted: no session, no cron, no user', async () => {
      const [id = ''] = counted('product');
      const rows = () => [
        one(`select count(*) from ${p}woocommerce_sessions`),
        one(`select count(*) from ${p}actionscheduler_actions where status in ('complete', 'failed', 'in-progress')`),
        one(`select max(last_attempt_gmt) from ${p}actionscheduler_actions`),
      ];
      const before = rows();
      await change('setInventory', [{ id: shop.gid('Product', id), quantity: '50' }]);
      expect(rows()).toEqual(before);
    });

    test('capabilities say what it can', async () => {
      const { data } = await shop.ask('query ($id: ID!) { store(id: $id) { platform { capabilities } } }', {
        id: shop.id,
      });
      expect(data.store.platform.capabilities).toEqual(
        expect.arrayContaining([
          'inventory.write',
          'price.write',
          'product.write',
          'order.status.write',
          'order.comment.write',
          'shipment.write',
        ]),
      );
    });

    test('nothing is begun while WordPress is updated, or before WooCommerce has updated its tables', async () => {
      // The service is not asked, since it would try again for a minute.
      store.configure({});
      const [id = ''] = counted('product');
      const before = meta(id, '_stock');
      const maintenance = path.join(store.root, '.maintenance');
      writeFileSync(maintenance, `<?php $upgrading = ${Math.floor(Date.now() / 1000)}; ?>`);
      const act = { do: 'inventory', with: { product: id, quantity: '1' } };
      expect(await store.act(act)).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
      rmSync(maintenance);
      store.rows(`update ${p}options set option_value = '9.0.0' where option_name = 'woocommerce_version'`);
      expect(await store.act(act)).toMatchObject([{ outcome: 'REFUSED', retryable: true }]);
      expect(one(`select option_value from ${p}options where option_name = 'woocommerce_version'`)).toBe('9.0.0');
      const version = await store.says(
        `(function () { update_option('woocommerce_version', WC()->version); return WC()->version; })()`,
      );
      const plugin = readFileSync(path.join(code, 'wp-content/plugins/woocommerce/woocommerce.php'), 'utf8');
      expect(plugin.replaceAll('\r\n', '\n')).toContain(`Version: ${version}\n`);
      expect(meta(id, '_stock')).toBe(before);
    });
  });
});
