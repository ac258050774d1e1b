import { setTimeout as pause } from 'node:timers/promises';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { opencartLayout } from './opencart-store.js';
import { operations } from './operations.js';
import { describeWithCode, openPlatformStore, type PlatformStore } from './platform-store.js';

describe.each([
  ['opencart4', 'oc_'],
  ['opencart3', 'shop3_'],
] as const)('%s', (name, p) => {
  describeWithCode(name, "the platform's own code", (code) => {
    let store: PlatformStore;
    let service: ServiceUnderTest;
    let shop: ConnectedStore;
    beforeAll(async () => {
      [store, service] = await Promise.all([openPlatformStore(opencartLayout(name, code)), startTestService()]);
      shop = await connectTo(service, store, { key: 'demo' });
    });
    afterAll(async () => {
      await service?.close();
      await store?.close();
    });
    const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
    const change = async (mutation: keyof typeof operations, changes: readonly object[], key?: string) => {
      const reply = await shop.ask(operations[mutation], { changes, key });
      expect(reply.errors).toBeUndefined();
      return reply.data[mutation].results;
    };
    const quantity = (id: string) => one(`select quantity from ${p}product where product_id = ${id}`);
    const tracked = () =>
      one(`select product_id from ${p}product where subtract = 1 and quantity > 20 order by product_id limit 1`);

    test('stock is set, adjusted and compared, and read back', async () => {
      const id = tracked();
      const gid = shop.gid('Product', id);
      const [set] = await change('setInventory', [{ id: gid, quantity: '77' }]);
      expect(set).toEqual({
        id: gid,
        inventory: { quantity: '77' },
        product: { nativeId: id },
        variant: null,
        userErrors: [],
      });
      const [adjusted] = await change('setInventory', [{ id: gid, adjustBy: '-7', expectedQuantity: '77' }]);
      expect([adjusted.inventory.quantity, quantity(id)]).toEqual(['70', '70']);
      const [stale] = await change('setInventory', [{ id: gid, quantity: 1, expectedQuantity: '77' }]);
      expect(stale.userErrors).toEqual([
        { code: 'STALE', field: ['changes', '0', 'expectedQuantity'], retryable: false },
      ]);
      expect(stale.inventory.quantity).toBe('70');
      for (const [wrong, code] of [
        [{ quantity: '1.5' }, 'INVALID'],
        [{ quantity: '99999999999' }, 'INVALID'],
        [{ adjustBy: '3000000000' }, 'INVALID'],
        [{ quantity: '1', adjustBy: '1' }, 'INVALID'],
        [{}, 'INVALID'],
        [{ optionValueId: '1; drop table', quantity: '1' }, 'NOT_FOUND'],
      ] as const) {
        const [result] = await change('setInventory', [{ id: gid, ...wrong }]);
        expect([wrong, result.userErrors[0]?.code]).toEqual([wrong, code]);
      }
      expect(quantity(id)).toBe('70');
      store.rows(`update ${p}product set subtract = 0 where product_id = ${id}`);
      expect((await change('setInventory', [{ id: gid, quantity: '1' }]))[0].userErrors[0].code).toBe('NOT_TRACKED');
      store.rows(`update ${p}product set subtract = 1 where product_id = ${id}`);
    });

    test('stock of an option’s value, and of a variant, is its own', async () => {
      const [value, product] =
        store.rows(
          `select product_option_value_id, product_id from ${p}product_option_value where subtract = 1 limit 1`,
        )[0] ?? [];
      const before = quantity(product ?? '');
      const [set] = await change('setInventory', [
        { id: shop.gid('Product', product ?? ''), optionValueId: value, quantity: '33' },
      ]);
      expect(set.userErrors).toEqual([]);
      expect(one(`select quantity from ${p}product_option_value where product_option_value_id = ${value}`)).toBe('33');
      expect(quantity(product ?? '')).toBe(before);
      if (name === 'opencart3') return;
      const [variant, master] =
        store.rows(`select product_id, master_id from ${p}product where master_id > 0 limit 1`)[0] ?? [];
      store.rows(`update ${p}product set subtract = 1 where product_id = ${variant}`);
      const [changed] = await change('setInventory', [
        { id: shop.gid('ProductVariant', variant ?? ''), quantity: '12' },
      ]);
      expect(changed).toMatchObject({
        inventory: { quantity: '12' },
        product: { nativeId: master },
        variant: { nativeId: variant },
        userErrors: [],
      });
      for (const id of [shop.gid('Product', variant ?? ''), shop.gid('ProductVariant', master ?? '')]) {
        expect((await change('setInventory', [{ id, quantity: '1' }]))[0].userErrors[0].code).toBe('NOT_FOUND');
      }
    });

    test('the same key makes a change once, and is refused for another', async () => {
      const id = tracked();
      const changes = [{ id: shop.gid('Product', id), adjustBy: '5' }];
      const before = Number(quantity(id));
      const all = await Promise.all(Array.from({ length: 4 }, () => change('setInventory', changes, 'once')));
      for (const results of all) expect(results[0].userErrors).toEqual([]);
      expect(Number(quantity(id))).toBe(before + 5);
      const other = await shop.ask(operations.setInventory, {
        changes: [{ ...changes[0], adjustBy: '6' }],
        key: 'once',
      });
      expect(other.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
      expect(Number(quantity(id))).toBe(before + 5);
    });

    test('prices and sales are changed as the back office holds them', async () => {
      const id = one(`select product_id from ${p}product order by product_id limit 1`);
      const gid = shop.gid('Product', id);
      const [priced] = await change('setPrices', [
        { id: gid, price: '12.34', expectedPrice: one(`select price from ${p}product where product_id = ${id}`) },
      ]);
      expect(priced).toMatchObject({ product: { price: { amount: '12.34' } }, userErrors: [] });
      const zone = name === 'opencart4' ? '+01:00' : '-05:00';
      const salePrice = {
        price: '9.5',
        startsAt: `2026-11-01T00:00:00${name === 'opencart4' ? zone : '-04:00'}`,
        endsAt: `2027-01-15T00:00:00${zone}`,
      };
      const [sale] = await change('setPrices', [{ id: gid, salePrice }]);
      expect(sale).toMatchObject({
        product: { price: { amount: '12.34' }, salePrice: { amount: '9.50' } },
        userErrors: [],
      });
      const [invalid] = await change('setPrices', [
        { id: gid, salePrice: { ...salePrice, endsAt: '2027-01-15T07:30:00Z' } },
      ]);
      expect(invalid.userErrors).toEqual([
        { code: 'INVALID', field: ['changes', '0', 'salePrice', 'endsAt'], retryable: false },
      ]);
      expect((await change('setPrices', [{ id: gid, price: '1', expectedPrice: '12.35' }]))[0].userErrors[0].code).toBe(
        'STALE',
      );
      expect((await change('setPrices', [{ id: gid, price: '1.23456' }]))[0].userErrors[0].code).toBe('INVALID');
      const [none] = await change('setPrices', [{ id: gid, salePrice: null }]);
      expect(none.product.salePrice?.amount).not.toBe('9.50');
    });

    test('a product’s status, codes, texts and categories come back as they were given', async () => {
      const id = one(
        `select product_id from ${p}product ${name === 'opencart4' ? 'where master_id = 0' : ''} order by product_id desc limit 1`,
      );
      const gid = shop.gid('Product', id);
      const categories = store.rows(`select category_id from ${p}category limit 2`).map(([category]) => category ?? '');
      const text = `A "sharp" <b>'name'</b> & more; drop table ${p}product -- \\`;
      const language = name === 'opencart4' ? 'en-GB' : 'en-GB';
      const wanted = {
        status: 'DISABLED',
        sku: 'SKU <1> & "2"',
        gtin: '4006381333931',
        mpn: 'M-1',
        weight: '1.25',
        categoryIds: categories,
      };
      const [done] = await change('updateProducts', [{ id: gid, ...wanted, translations: [{ language, name: text }] }]);
      expect(done.userErrors).toEqual([]);
      expect(done.product).toMatchObject({
        name: text,
        status: 'DISABLED',
        sku: wanted.sku,
        gtin: wanted.gtin,
        mpn: 'M-1',
        weight: { value: '1.25' },
      });
      expect(done.product.categories.map(({ nativeId }: { nativeId: string }) => nativeId).sort()).toEqual(
        [...categories].sort(),
      );
      expect(one(`select name from ${p}product_description where product_id = ${id} and language_id = 1`)).toContain(
        '&lt;b&gt;',
      );
      for (const [wrong, code] of [
        [{ categoryIds: ['999999'] }, 'INVALID'],
        [{ translations: [{ language: 'xx', name: 'x' }] }, 'INVALID'],
        [{ translations: [{ language, name: 'x'.repeat(256) }] }, 'INVALID'],
        [{ translations: [{ language, shortDescription: 'x' }] }, 'UNSUPPORTED'],
        [{ status: 'ARCHIVED' }, 'UNSUPPORTED'],
        [{ sku: 'x'.repeat(300) }, 'INVALID'],
        [{ weight: '-1' }, 'INVALID'],
        [{}, 'INVALID'],
      ] as const) {
        const [result] = await change('updateProducts', [{ id: gid, ...wrong }]);
        expect([wrong, result.userErrors[0]?.code]).toEqual([wrong, code]);
      }
      const [emoji] = await change('updateProducts', [{ id: gid, translations: [{ language, name: 'Chair 🪑' }] }]);
      expect(emoji.userErrors.map(({ code }: { code: string }) => code)).toEqual(
        name === 'opencart3' ? ['INVALID'] : [],
      );
      if (name === 'opencart4') expect(emoji.product.name).toBe('Chair 🪑');
    });

    test('an order’s status goes through its own code: history, stock and statistics follow', async () => {
      const complete = JSON.parse(
        one(`select value from ${p}setting where \`key\` = 'config_complete_status' and store_id = 0`),
      )[0] as string;
      const [order, product, pieces] =
        store.rows(`select o.order_id, l.product_id, l.quantity from \`${p}order\` o join ${p}order_product l on l.order_id = o.order_id
          join ${p}product p on p.product_id = l.product_id and p.subtract = 1 where o.order_status_id = ${complete} and o.store_id = 0
          group by o.order_id having count(*) = 1 limit 1`)[0] ?? [];
      const gid = shop.gid('Order', order ?? '');
      const cancelled = '7';
      const before = Number(quantity(product ?? ''));
      const text = 'Sent back <script>alert(1)</script> & "so"';
      const [done] = await change('updateOrders', [
        { id: gid, statusId: cancelled, expectedStatusId: complete, comment: text },
      ]);
      expect(done.userErrors).toEqual([]);
      expect(done.order.status.nativeId).toBe(cancelled);
      expect(done.order.history.at(-1)).toEqual({ comment: text, notified: false, status: { nativeId: cancelled } });
      expect(
        one(`select comment from ${p}order_history where order_id = ${order} order by order_history_id desc limit 1`),
      ).toContain('&lt;script&gt;');
      expect(Number(quantity(product ?? ''))).toBe(before + Number(pieces));

      const [note] = await change('updateOrders', [{ id: gid, comment: 'Only a note' }]);
      expect(note.order.status.nativeId).toBe(cancelled);
      expect(note.order.history.at(-1)).toMatchObject({ comment: 'Only a note' });
      expect(Number(quantity(product ?? ''))).toBe(before + Number(pieces));

      const entries = Number(one(`select count(*) from ${p}order_history where order_id = ${order}`));
      for (const [wrong, code] of [
        [{ statusId: '777' }, 'INVALID'],
        [{ statusId: '0' }, 'INVALID'],
        [{ statusId: "5' or 1=1" }, 'INVALID'],
        [{ statusId: '5', expectedStatusId: complete }, 'STALE'],
        [{ comment: 'x'.repeat(70_000) }, 'INVALID'],
        [{}, 'INVALID'],
      ] as const) {
        const [result] = await change('updateOrders', [{ id: gid, ...wrong }]);
        expect([wrong, result.userErrors[0]?.code]).toEqual([wrong, code]);
      }
      const [missing] = await change('updateOrders', [{ id: shop.gid('Order', '999999'), statusId: '5' }]);
      expect([missing.order, missing.userErrors[0].code]).toEqual([null, 'NOT_FOUND']);
      expect(Number(one(`select count(*) from ${p}order_history where order_id = ${order}`))).toBe(entries);
      await pause(200);
      expect(one(`select count(*) from ${p}session where expire > now() - interval 1 day`)).toBe('0');
    });

    test('what the platform cannot hold is UNSUPPORTED, and capabilities say so', async () => {
      const id = one(`select order_id from \`${p}order\` where order_status_id > 0 limit 1`);
      const reply = await shop.ask(
        `mutation ($shipments: [ShipmentInput!]!) { createShipments(shipments: $shipments) { results { orderId shipment { nativeId } userErrors { code } } } }`,
        { shipments: [{ orderId: shop.gid('Order', id), trackingNumber: '1' }] },
      );
      expect(reply.data.createShipments.results).toEqual([
        { orderId: shop.gid('Order', id), shipment: null, userErrors: [{ code: 'UNSUPPORTED' }] },
      ]);
      const { data } = await shop.ask('query ($id: ID!) { store(id: $id) { platform { capabilities } } }', {
        id: shop.id,
      });
      expect(data.store.platform.capabilities).toEqual(
        expect.arrayContaining(['inventory.write', 'order.status.write']),
      );
      expect(data.store.platform.capabilities).not.toContain('shipment.write');
    });
  });
});
