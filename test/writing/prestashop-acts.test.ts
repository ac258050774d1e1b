import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../bridge/assemble.js';
import { describeWhere } from '../support/machine.js';
import { startTestService } from '../support/test-service.js';
import { connectTo } from './connected-store.js';
import { expectNothingOfHostileActs } from './hostile-acts.js';
import { openPlatformStore, type PlatformStore, type SentAct } from './platform-store.js';

/** PrestaShop's part for writing over a real database, with stand-ins for the classes that it calls. */
describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'PrestaShop’s acts over stand-ins',
  () => {
    let store: PlatformStore;
    beforeAll(async () => {
      store = await openPlatformStore({
        store: 'presta8',
        code: path.join(packageRoot, 'test/writing/stand-ins/prestashop'),
        files: () => ({}),
      });
    }, 180_000);
    afterAll(() => store?.close());
    beforeEach(() => {
      for (const name of ['witness', 'mood']) rmSync(path.join(store.root, name), { force: true });
    });

    const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
    const outcomes = async (...acts: readonly SentAct[]) => (await store.act(...acts)).map(({ outcome }) => outcome);
    const seen = () => {
      const file = path.join(store.root, 'witness');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    };
    const plain = () =>
      one(`select p.id_product from ps_product p where p.active = 1 and not exists
        (select 1 from ps_product_attribute a where a.id_product = p.id_product) order by p.id_product limit 1`);
    const quantity = (id: string) =>
      Number(one(`select quantity from ps_stock_available where id_product = ${id} and id_product_attribute = 0`));

    test('stock, price and status are changed by the platform’s classes, each once', async () => {
      const product = plain();
      const order = one('select id_order from ps_orders where current_state = 2 limit 1');
      const results = await store.act(
        { do: 'inventory', with: { product, quantity: '77' } },
        { do: 'inventory', with: { product, adjustBy: '-7', expectedQuantity: '77' } },
        { do: 'inventory', with: { product, quantity: '1', expectedQuantity: '77' } },
        { do: 'price', with: { product, price: '12.5', salePrice: { price: '9', endsAt: '2027-01-15T07:30:00Z' } } },
        { do: 'order', with: { order, status: '3', expectedStatus: '2' } },
        { do: 'order', with: { order, status: '3', expectedStatus: '2' } },
      );
      expect(results.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE', 'STALE', 'DONE', 'DONE', 'STALE']);
      expect(quantity(product)).toBe(70);
      expect(Number(one(`select price from ps_product_shop where id_product = ${product}`))).toBe(12.5);
      expect(
        store.rows(`select price + 0, \`to\` from ps_specific_price where id_product = ${product} and id_group = 0`),
      ).toEqual([['9.000000', expect.stringMatching(/^2027-01-15/)]]);
      expect(one(`select current_state from ps_orders where id_order = ${order}`)).toBe('3');
      expect(seen()).toEqual([
        'actionUpdateQuantity',
        'actionUpdateQuantity',
        'actionProductUpdate',
        'actionOrderStatusUpdate',
        'actionOrderStatusPostUpdate',
      ]);
    });

    test('a sale is held without what comes on top of it: ecotax, and what a variant adds', async () => {
      const held = (product = '', form = '0') =>
        one(`select price + 0 from ps_specific_price where id_product = ${product} and id_product_attribute = ${form}
          and id_group = 0 and id_customer = 0 and id_specific_price_rule = 0`);
      const [taxed, ecotax] =
        store.rows(`select s.id_product, s.ecotax from ps_product_shop s where s.ecotax > 0 and not exists
          (select 1 from ps_product_attribute a where a.id_product = s.id_product) limit 1`)[0] ?? [];
      const [sold, variant] =
        store.rows(`select a.id_product, min(a.id_product_attribute) from ps_product_attribute a join ps_product_shop s
          on s.id_product = a.id_product and s.ecotax = 0 group by 1 limit 1`)[0] ?? [];
      store.rows(`delete from ps_specific_price; update ps_product_attribute_shop set price = 3, ecotax = 0 where id_product = ${sold};
        update ps_product_attribute_shop set price = 2.5, ecotax = 0.75 where id_product_attribute = ${variant}`);
      expect(
        await outcomes(
          { do: 'price', with: { product: taxed, salePrice: { price: '5' } } },
          { do: 'price', with: { product: sold, salePrice: { price: '9' } } },
          { do: 'price', with: { variant, salePrice: { price: '8' } } },
          { do: 'price', with: { product: taxed, salePrice: { price: '0.01' } } },
        ),
      ).toEqual(['DONE', 'DONE', 'DONE', 'INVALID']);
      expect(Number(held(taxed))).toBeCloseTo(5 - Number(ecotax), 6);
      expect([held(sold), held(sold, variant)].map(Number)).toEqual([6, 7.25]);
    });

    test.each([
      ['actionUpdateQuantity throw', 'DONE', 1, 'DONE'],
      ['actionUpdateQuantity exit', 'DONE', 1, 'NOT_BEGUN'],
      ['actionUpdateQuantity fatal', 'DONE', 1, 'DONE'],
    ])('after %s the answer is whole, and says what is there', async (mood, outcome, more, next) => {
      const product = plain();
      const before = quantity(product);
      writeFileSync(path.join(store.root, 'mood'), mood);
      const acts = [
        { do: 'inventory', with: { product, adjustBy: '1' } },
        { do: 'price', with: { product, price: '3' } },
      ];
      expect(await outcomes(...acts)).toEqual([outcome, next]);
      expect(quantity(product)).toBe(before + more);
    });

    test('what leaves before anything is changed is told so', async () => {
      const order = one('select id_order from ps_orders where current_state = 5 limit 1');
      writeFileSync(path.join(store.root, 'mood'), 'actionOrderStatusUpdate exit');
      expect(await outcomes({ do: 'order', with: { order, status: '2' } })).toEqual(['REFUSED']);
      expect(one(`select current_state from ps_orders where id_order = ${order}`)).toBe('5');
    });

    test('a comment is for the staff alone unless the customer is told, and a parcel has its number once', async () => {
      const order = one(`select min(o.id_order) from ps_orders o join ps_order_carrier c on c.id_order = o.id_order
        where c.tracking_number = '' or c.tracking_number is null`);
      const [note, parcel, again] = await store.act(
        { do: 'order', with: { order, comment: 'A <b> & "so"' } },
        { do: 'shipment', with: { order, trackingNumber: '00340434', notify: true } },
        { do: 'shipment', with: { order, trackingNumber: '2' } },
      );
      expect([note.outcome, parcel.outcome, again.outcome]).toEqual(['DONE', 'DONE', 'REFUSED']);
      const { shipment } = parcel;
      expect(await outcomes({ do: 'tracking', with: { order, shipment, trackingNumber: '00340435' } })).toEqual([
        'DONE',
      ]);
      expect(one(`select tracking_number from ps_order_carrier where id_order_carrier = ${shipment}`)).toBe('00340435');
      const newest = 'select private, message from ps_customer_message order by id_customer_message desc limit 1';
      expect(store.rows(newest)).toEqual([['1', 'A &lt;b&gt; &amp; "so"']]);
      expect(seen()).toEqual(['mail', ...Array(2).fill('actionAdminOrdersTrackingNumberUpdate')]);
    });

    test('what its code would refuse half-way, or hold otherwise, is refused before anything is changed', async () => {
      const order = one('select id_order from ps_orders where current_state = 5 limit 1');
      const product = plain();
      const results = await store.act(
        { do: 'order', with: { order, status: '2', comment: '<a href="javascript:x">' } },
        { do: 'order', with: { order, status: '2', comment: 'a onclick=x' } },
        { do: 'price', with: { product, price: '9999999999.123456' } },
        { do: 'price', with: { product, salePrice: { price: '1', startsAt: '0001-01-01T00:00:00Z' } } },
        { do: 'price', with: { product, salePrice: { price: '9999999999.123456' } } },
        { do: 'product', with: { product, weight: '9999999999.123456' } },
      );
      expect(results.map(({ outcome, field }) => [outcome, field])).toEqual([
        ['INVALID', 'comment'],
        ['INVALID', 'comment'],
        ['INVALID', 'price'],
        ['INVALID', 'salePrice.startsAt'],
        ['INVALID', 'salePrice.price'],
        ['INVALID', 'weight'],
      ]);
      expect(one(`select current_state from ps_orders where id_order = ${order}`)).toBe('5');
    });

    test('a store of a version that is only read so far says so, and is not changed', async () => {
      const version = path.join(store.root, 'src/Core/Version.php');
      const eight = readFileSync(version, 'utf8');
      const held = one("select value from ps_configuration where name = 'PS_VERSION_DB'");
      const inDatabase = (value: string) =>
        store.rows(`update ps_configuration set value = '${value}' where name = 'PS_VERSION_DB'`);
      const service = await startTestService();
      const shop = await connectTo(service, store, { key: 'demo' });
      const claims = async () => {
        const verify =
          'mutation ($id: ID!) { verifyStore(id: $id) { store { platformVersion platform { capabilities } } userErrors { code } } }';
        const { data } = await shop.ask(verify, { id: shop.id });
        const { platformVersion, platform } = data.verifyStore.store;
        return [platformVersion, platform.capabilities.filter((one: string) => one.endsWith('.write')).length];
      };
      try {
        expect(await claims()).toEqual(['8.2.1', 6]);
        writeFileSync(version, eight.replaceAll('8.2.1', '9.0.0'));
        inDatabase('9.0.0');
        expect(await claims()).toEqual(['9.0.0', 0]);
        const acts = [{ do: 'inventory', with: { product: plain(), quantity: '1' } }];
        expect(await outcomes(...acts)).toEqual(['UNSUPPORTED']);
      } finally {
        writeFileSync(version, eight);
        inDatabase(held);
        await service.close();
        store.configure({});
      }
    });

    test('hostile acts change nothing, and each has its code', async () => {
      const order = one(`select min(o.id_order) from ps_orders o join ps_order_carrier c on c.id_order = o.id_order
        where o.current_state = 2 and (c.tracking_number = '' or c.tracking_number is null)`);
      await expectNothingOfHostileActs({
        ...store,
        product: plain(),
        order,
        productAlone: '999999',
        orderAlone: one(
          'select max(id_order) from ps_orders where id_order not in (select id_product from ps_product)',
        ),
        status: '3',
        language: 'en-US',
        ships: true,
        // It holds four million letters.
        tooLong: null,
        huge: 10_000_000,
        // Its messages take nothing that looks like a script.
        taken: `<script>alert(1)</script>'; drop table x; -- " \\`,
        held: () =>
          store
            .rows(`checksum table ps_stock_available, ps_product, ps_product_shop, ps_product_lang, ps_category_product, ps_specific_price,
              ps_orders, ps_order_history, ps_order_carrier, ps_customer_thread, ps_customer_message`)
            .join(),
        comment: () => one('select message from ps_customer_message order by id_customer_message desc limit 1'),
      });
      const product = plain();
      expect(
        await outcomes(
          { do: 'product', with: { product, sku: '<script>alert(1)</script>' } },
          {
            do: 'product',
            with: { product, translations: [{ language: 'en-US', name: `x'"; drop table ps_product` }] },
          },
          { do: 'product', with: { product, categories: ['1'] } },
          { do: 'shipment', with: { order, lines: [{ id: '1', quantity: '1' }] } },
        ),
      ).toEqual(['INVALID', 'INVALID', 'INVALID', 'UNSUPPORTED']);
    }, 60_000);
  },
);
