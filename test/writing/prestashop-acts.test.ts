import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../bridge/assemble.js';
import { describeWhere } from '../support/machine.js';
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
    }, 60_000);
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

    test('hostile acts change nothing, and each has its code', async () => {
      const product = plain();
      const order = one('select id_order from ps_orders where current_state = 2 limit 1');
      const sum = () =>
        one(`select concat((select sum(quantity) from ps_stock_available), ' ', (select sum(price) from ps_product_shop), ' ',
          (select group_concat(current_state order by id_order) from ps_orders), ' ', (select count(*) from ps_customer_message), ' ',
          (select group_concat(name order by id_product, id_lang) from ps_product_lang where id_product = ${product}))`);
      const before = sum();
      const hostile: readonly (readonly [SentAct, string])[] = [
        [{ do: 'drop', with: {} }, 'UNSUPPORTED'],
        [{ do: 'inventory', with: { product, quantity: '1', shop: '2' } }, 'UNSUPPORTED'],
        [{ do: 'inventory', with: { product: '1 or 1=1', quantity: '1' } }, 'NOT_FOUND'],
        [{ do: 'inventory', with: { product: '-1', quantity: '1' } }, 'NOT_FOUND'],
        [{ do: 'inventory', with: { variant: '999999', quantity: '1' } }, 'NOT_FOUND'],
        [{ do: 'inventory', with: { product: '99999999999999999999', quantity: '1' } }, 'NOT_FOUND'],
        [{ do: 'order', with: { order: '99999', status: '2' } }, 'NOT_FOUND'],
        [{ do: 'order', with: { order, status: "2'; drop table ps_orders; --" } }, 'INVALID'],
        [{ do: 'order', with: { order, status: '2', expectedStatus: '3' } }, 'STALE'],
        [{ do: 'order', with: { order } }, 'INVALID'],
        [{ do: 'product', with: { product, sku: '<script>alert(1)</script>' } }, 'INVALID'],
        [
          {
            do: 'product',
            with: { product, translations: [{ language: 'en-US', name: `x'"; drop table ps_product` }] },
          },
          'INVALID',
        ],
        [{ do: 'product', with: { product, categories: ['1'] } }, 'INVALID'],
        [{ do: 'product', with: { product, status: 'ARCHIVED' } }, 'UNSUPPORTED'],
        [{ do: 'shipment', with: { order, lines: [{ id: '1', quantity: '1' }] } }, 'UNSUPPORTED'],
        [{ do: 'tracking', with: { order, shipment: '99999', trackingNumber: '1' } }, 'NOT_FOUND'],
      ];
      for (const [act, code] of hostile) expect([act, await outcomes(act)]).toEqual([act, [code]]);
      expect(sum()).toBe(before);
      store.configure({ areas: ['catalog', 'settings'] });
      expect(await outcomes({ do: 'order', with: { order, status: '3' } })).toEqual(['AREA_CLOSED']);
      store.configure({ write: false });
      const closed = await store.call({
        body: { verb: 'act', acts: [{ id: 'x'.repeat(32), do: 'order', with: { order, status: '3' } }] },
      });
      expect([closed.status, closed.code]).not.toEqual([200, null]);
      store.configure({});
      expect(sum()).toBe(before);
    });
  },
);
