import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectNothingOfHostileActs } from './hostile-acts.js';
import { newActId } from './platform-store.js';
import { actPhps, codesOf, describeOverStandIns, openStandInStore, type StandInStore } from './stand-in-store.js';

describeOverStandIns('Magento 1', () => {
  let store: StandInStore;
  beforeAll(async () => {
    store = await openStandInStore('openmage', 'magento1');
  }, 180_000);
  afterAll(() => store?.close());

  const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
  const product = () =>
    one(`select min(i.product_id) from cataloginventory_stock_item i join catalog_product_entity e on e.entity_id = i.product_id
      where e.type_id = 'simple' and i.use_config_manage_stock = 1 and i.product_id not in (select product_id from catalog_product_super_link)`);
  const stock = (id: string) =>
    store.rows(`select qty + 0, is_in_stock from cataloginventory_stock_item where product_id = ${id}`)[0];
  const attribute = (id: string, code: string, kind: string, view = 0) =>
    one(`select v.value from catalog_product_entity_${kind} v join eav_attribute a on a.attribute_id = v.attribute_id
      and a.attribute_code = '${code}' and a.entity_type_id = 10 where v.entity_id = ${id} and v.store_id = ${view}`);
  const orderIn = (state: string) =>
    one(`select min(o.entity_id) from sales_flat_order o join sales_flat_order_item i on i.order_id = o.entity_id
      where o.state = '${state}' and i.parent_item_id is null and i.product_type = 'simple' and i.qty_ordered - i.qty_shipped > 1`);
  const statusOf = (id: string) => one(`select status from sales_flat_order where entity_id = ${id}`);

  describe.each(actPhps)('under PHP %s', (php) => {
    const act: StandInStore['act'] = (...acts) => store.under(php)(...acts);
    beforeEach(() => {
      store.mood(null);
      store.seen();
    });

    test('stock is its model’s, which comes back in stock where it had run out by itself', async () => {
      const id = product();
      const composed = one("select min(entity_id) from catalog_product_entity where type_id = 'configurable'");
      const variant = one('select min(product_id) from catalog_product_super_link');
      const results = await act(
        { do: 'inventory', with: { product: id, quantity: '77' } },
        { do: 'inventory', with: { product: id, adjustBy: '-77', expectedQuantity: '77.0' } },
        { do: 'inventory', with: { product: id, quantity: '1', expectedQuantity: '77' } },
        { do: 'inventory', with: { product: id, quantity: '1.5' } },
        { do: 'inventory', with: { product: id, adjustBy: '999999999' } },
        { do: 'inventory', with: { product: id, quantity: '1', optionValue: '1' } },
        { do: 'inventory', with: { product: composed, quantity: '1' } },
        { do: 'inventory', with: { variant: composed, quantity: '1' } },
        { do: 'inventory', with: { variant, quantity: '12' } },
      );
      expect(codesOf(results)).toEqual([
        'DONE',
        'DONE',
        'STALE expectedQuantity',
        'INVALID quantity',
        'INVALID adjustBy',
        'UNSUPPORTED optionValueId',
        'NOT_TRACKED',
        'NOT_FOUND id',
        'DONE',
      ]);
      expect([stock(id), Number(stock(variant)?.[0])]).toEqual([['0.0000', '0'], 12]);
      await act({ do: 'inventory', with: { product: id, quantity: '5' } });
      expect(stock(id)).toEqual(['5.0000', '1']);
      expect(store.seen().filter((hook) => hook.endsWith('commit_after'))).toHaveLength(4);
      store.rows(
        `update cataloginventory_stock_item set use_config_manage_stock = 0, manage_stock = 0 where product_id = ${id}`,
      );
      const untracked = await act({ do: 'inventory', with: { product: id, quantity: '1' } });
      store.rows(`update cataloginventory_stock_item set use_config_manage_stock = 1 where product_id = ${id}`);
      expect(codesOf(untracked)).toEqual(['NOT_TRACKED']);
    });

    test('prices, texts and categories stand where the default view finds them, and views keep what they inherit', async () => {
      const id = product();
      const categories = store
        .rows('select entity_id from catalog_category_entity where level >= 2 limit 2')
        .map(([first]) => first);
      const other = one(`select sku from catalog_product_entity where entity_id <> ${id} limit 1`);
      const text = `A "sharp" <b>'name'</b> & more \\ ? :a ${php}`;
      const sale = { price: '9.5', startsAt: '2026-01-01T05:00:00Z', endsAt: '2027-01-15T05:00:00Z' };
      const in2 = () =>
        Number(one(`select count(*) from catalog_product_entity_varchar where entity_id = ${id} and store_id = 2`));
      store.rows(`delete from catalog_product_entity_varchar where entity_id = ${id} and store_id = 2`);
      const language = 'en-US';
      const results = await act(
        { do: 'price', with: { product: id, price: '44.32' } },
        { do: 'price', with: { product: id, salePrice: sale, expectedPrice: '44.320' } },
        { do: 'price', with: { product: id, price: '1', expectedPrice: '44' } },
        { do: 'price', with: { product: id, salePrice: { ...sale, endsAt: '2027-01-15T07:30:00Z' } } },
        { do: 'price', with: { product: id, price: '123456789' } },
        { do: 'price', with: { variant: one('select min(product_id) from catalog_product_super_link'), price: '1' } },
        {
          do: 'product',
          with: {
            product: id,
            status: 'DISABLED',
            sku: `S & "2" ${php}`,
            weight: '1.25',
            categories,
            translations: [
              { language, name: text, description: '<p>One</p>' },
              { language: 'de-DE', name: 'Stuhl ß' },
            ],
          },
        },
        { do: 'product', with: { product: id, sku: other } },
        { do: 'product', with: { product: id, sku: '<b>x</b>' } },
        { do: 'product', with: { product: id, mpn: '1' } },
        { do: 'product', with: { product: id, gtin: '4006381333931' } },
        { do: 'product', with: { product: id, translations: [{ language, name: 'x'.repeat(256) }] } },
        { do: 'product', with: { product: id, translations: [{ language, name: 'Chair 🪑' }] } },
        { do: 'product', with: { product: id, status: 'ACTIVE' } },
      );
      expect(codesOf(results)).toEqual([
        'DONE',
        'DONE',
        'STALE expectedPrice',
        'INVALID salePrice.endsAt',
        'INVALID price',
        'UNSUPPORTED id',
        'DONE',
        'REFUSED',
        'INVALID sku',
        'UNSUPPORTED mpn',
        'UNSUPPORTED gtin',
        'INVALID translations.0.name',
        'INVALID translations.0.name',
        'DONE',
      ]);
      expect([
        attribute(id, 'price', 'decimal'),
        attribute(id, 'special_price', 'decimal'),
        attribute(id, 'special_to_date', 'datetime').slice(0, 10),
        attribute(id, 'status', 'int'),
        attribute(id, 'name', 'varchar').replaceAll('\\\\', '\\'),
        attribute(id, 'name', 'varchar', 2),
        in2(),
        one(`select sku from catalog_product_entity where entity_id = ${id}`),
      ]).toEqual(['44.3200', '9.5000', '2027-01-14', '1', text, 'Stuhl ß', 1, `S & "2" ${php}`]);
      const now = store.rows(
        `select category_id from catalog_category_product where product_id = ${id} order by category_id`,
      );
      expect(now).toEqual(categories.map((first) => [first]));
    });

    test('an order gets the statuses of its state, is held and let go, and cancelled', async () => {
      const [id, fresh] = [orderIn('processing'), orderIn('new')];
      const was = statusOf(id);
      const to = was === 'processing' ? 'awaiting_stock' : 'processing';
      const results = await act(
        { do: 'order', with: { order: id, status: to, expectedStatus: was, comment: 'A <b> & "so"' } },
        { do: 'order', with: { order: id, comment: 'To you', notify: true } },
        { do: 'order', with: { order: id, status: 'complete' } },
        { do: 'order', with: { order: id, status: 'no-such' } },
        { do: 'order', with: { order: id, status: was, expectedStatus: was } },
        { do: 'order', with: { order: id, comment: 'x'.repeat(70_000) } },
        { do: 'order', with: { order: id, comment: 'Chair 🪑' } },
        { do: 'order', with: { order: fresh, status: 'holded' } },
        { do: 'order', with: { order: fresh, status: 'canceled' } },
        { do: 'order', with: { order: fresh, status: 'pending' } },
        { do: 'order', with: { order: fresh, status: 'canceled', comment: 'No' } },
      );
      expect(codesOf(results)).toEqual([
        'DONE',
        'DONE',
        'REFUSED statusId',
        'INVALID statusId',
        'STALE expectedStatusId',
        'INVALID comment',
        'INVALID comment',
        'DONE',
        'REFUSED statusId',
        'DONE',
        'DONE',
      ]);
      expect(
        store.rows(`select status, comment, is_visible_on_front, is_customer_notified from sales_flat_order_status_history
          where parent_id = ${id} order by entity_id desc limit 2`),
      ).toEqual([
        [to, 'To you', '1', '1'],
        [to, 'A <b> & "so"', '0', '0'],
      ]);
      expect(one(`select state from sales_flat_order where entity_id = ${fresh}`)).toBe('canceled');
      const told = store.seen().filter((hook) => /^mail|cancel/.test(hook));
      expect(told).toEqual(['mail order', 'order_cancel_after']);
    });

    test('parcels hold the lines that are asked for, no piece is sent twice, and their numbers change', async () => {
      const id = orderIn('processing');
      const line = one(`select min(item_id) from sales_flat_order_item where order_id = ${id} and parent_item_id is null
        and product_type = 'simple' and qty_ordered - qty_shipped > 1`);
      const foreign = one(`select min(item_id) from sales_flat_order_item where order_id <> ${id}`);
      const sent = () => Number(one(`select qty_shipped from sales_flat_order_item where item_id = ${line}`));
      const before = sent();
      const results = await act(
        { do: 'shipment', with: { order: id, lines: [{ id: line, quantity: '999' }] } },
        { do: 'shipment', with: { order: id, lines: [{ id: line, quantity: '0' }] } },
        { do: 'shipment', with: { order: id, lines: [{ id: foreign, quantity: '1' }] } },
        { do: 'shipment', with: { order: id, lines: [] } },
        { do: 'shipment', with: { order: id, trackingUrl: 'https://example.com/1' } },
        { do: 'shipment', with: { order: id, carrier: 'DHL' } },
        { do: 'shipment', with: { order: id, trackingNumber: 'x'.repeat(70_000) } },
        { do: 'shipment', with: { order: id, status: 'pending' } },
        {
          do: 'shipment',
          with: {
            order: id,
            carrier: 'Bike & Co',
            trackingNumber: '<b>1</b>',
            lines: [{ id: line, quantity: '1' }],
            notify: true,
          },
        },
      );
      expect(codesOf(results)).toEqual([
        'INVALID lineItems.0.quantity',
        'INVALID lineItems.0.quantity',
        'INVALID lineItems.0.nativeId',
        'INVALID lineItems',
        'UNSUPPORTED trackingUrl',
        'INVALID trackingNumber',
        'INVALID trackingNumber',
        'REFUSED statusId',
        'DONE',
      ]);
      expect(sent()).toBe(before + 1);
      const { shipment } = results[8];
      const other = one(`select min(entity_id) from sales_flat_shipment where order_id <> ${id}`);
      const [changed, missing, empty] = await act(
        { do: 'tracking', with: { order: id, shipment, trackingNumber: '2', carrier: 'united parcel service' } },
        { do: 'tracking', with: { order: id, shipment: other, trackingNumber: '2' } },
        { do: 'tracking', with: { order: id, shipment } },
      );
      expect(codesOf([changed, missing, empty])).toEqual(['DONE', 'NOT_FOUND shipmentId', 'INVALID trackingNumber']);
      expect(
        store.rows(
          `select track_number, carrier_code, title from sales_flat_shipment_track where parent_id = ${shipment}`,
        ),
      ).toEqual([['2', 'ups', 'united parcel service']]);
      const rest = await act(
        { do: 'shipment', with: { order: id, trackingNumber: '3' } },
        { do: 'shipment', with: { order: id } },
      );
      expect(codesOf(rest)).toEqual(['DONE', 'REFUSED']);
      expect(store.seen().filter((hook) => hook.startsWith('mail'))).toEqual(['mail shipment']);
    });

    test('what a module does in the middle of it comes to no answer, and is told by what the store holds', async () => {
      const id = product();
      const fatal = ['cataloginventory_stock_item_save_after memory', 'REFUSED', 'NOT_BEGUN'] as const;
      for (const [mood, outcome, next] of [
        ...(php === actPhps[0] ? [fatal] : []),
        ['cataloginventory_stock_item_save_after notice', 'DONE', 'DONE'],
        ['cataloginventory_stock_item_save_after keep', 'DONE', 'DONE'],
        ['cataloginventory_stock_item_save_after missing', 'REFUSED', 'DONE'],
        ['cataloginventory_stock_item_save_after throw', 'REFUSED', 'DONE'],
        ['cataloginventory_stock_item_save_after exit', 'REFUSED', 'NOT_BEGUN'],
        ['cataloginventory_stock_item_save_commit_after throw', 'DONE', 'DONE'],
        ['cataloginventory_stock_item_save_commit_after exit', 'DONE', 'NOT_BEGUN'],
      ] as const) {
        store.mood(mood);
        const before = Number(stock(id)?.[0]);
        const sent = { id: newActId(), do: 'inventory', with: { product: id, adjustBy: '1' } };
        const results = await act(sent, { do: 'product', with: { product: id, weight: '2' } });
        expect([mood, results.map((result) => result.outcome)]).toEqual([mood, [outcome, next]]);
        store.mood(null);
        const [again] = await act(sent);
        const more = outcome === 'DONE' ? 1 : 0;
        expect([mood, again.outcome, Number(stock(id)?.[0]) - before]).toEqual([mood, outcome, more]);
      }
    });

    test('a store under maintenance, or before an upgrade, is not begun with', async () => {
      const sent = { do: 'inventory', with: { product: product(), adjustBy: '1' } };
      const flag = path.join(store.root, 'maintenance.flag');
      writeFileSync(flag, '');
      expect(await act(sent)).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
      rmSync(flag);
      store.rows("update core_resource set version = '1.0.0' where code = 'sales_setup'");
      expect(await act(sent)).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
      store.rows("update core_resource set version = '1.6.0.11' where code = 'sales_setup'");
      expect(store.seen()).toEqual([]);
      expect(codesOf(await act(sent))).toEqual(['DONE']);
    });
  });

  test('hostile acts change nothing, and each has its code', async () => {
    const order = orderIn('processing');
    await expectNothingOfHostileActs({
      ...store,
      product: product(),
      order,
      productAlone: one(
        'select max(entity_id) from catalog_product_entity where entity_id not in (select entity_id from sales_flat_order)',
      ),
      orderAlone: one(
        'select max(entity_id) from sales_flat_order where entity_id not in (select entity_id from catalog_product_entity)',
      ),
      status: statusOf(order) === 'processing' ? 'awaiting_stock' : 'processing',
      language: 'en-US',
      ships: true,
      tooLong: 900_000,
      huge: 10_000_000,
      held: () =>
        store
          .rows(`checksum table cataloginventory_stock_item, catalog_product_entity, catalog_product_entity_decimal,
          catalog_product_entity_varchar, catalog_category_product, sales_flat_order, sales_flat_order_status_history, sales_flat_shipment`)
          .join(),
      // Magento's own pages escape what they print.
      comment: () =>
        one('select comment from sales_flat_order_status_history order by entity_id desc limit 1')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;'),
    });
  }, 60_000);
});
