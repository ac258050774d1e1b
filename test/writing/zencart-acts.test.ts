import { expectNothingOfHostileActs } from './hostile-acts.js';
import { newActId } from './platform-store.js';
import { actPhps, codesOf, describeOverStandIns, openStandInStore, type StandInStore } from './stand-in-store.js';

describeOverStandIns('Zen Cart', () => {
  let store: StandInStore;
  beforeAll(async () => {
    store = await openStandInStore('zencart', 'zencart');
  }, 180_000);
  afterAll(() => store?.close());

  const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
  const cells = (sql: string) => store.rows(sql)[0] ?? [];
  const product = () => one('select min(products_id) from zen_products where products_quantity > 0');
  const order = () => one('select min(orders_id) from zen_orders where orders_status = 2');
  const statusOf = (id: string) => one(`select orders_status from zen_orders where orders_id = ${id}`);
  const entries = (id: string) => Number(one(`select count(*) from zen_orders_status_history where orders_id = ${id}`));

  describe.each(actPhps)('under PHP %s', (php) => {
    const act: StandInStore['act'] = (...acts) => store.under(php)(...acts);
    beforeEach(() => {
      store.mood(null);
      store.seen();
    });

    test('stock, prices and what products say are written as its forms write them', async () => {
      const id = product();
      const sale = { price: '9.5', startsAt: '2026-01-01T06:00:00Z' };
      const categories = store.rows('select categories_id from zen_categories limit 2').map(([first]) => first);
      const text = `A "sharp" <b>'name'</b> & more \\ ? 🪑 ${php}`;
      const results = await act(
        { do: 'inventory', with: { product: id, quantity: '77.5' } },
        { do: 'inventory', with: { product: id, adjustBy: '-7.25', expectedQuantity: '77.5' } },
        { do: 'inventory', with: { product: id, quantity: '1', expectedQuantity: '77.5' } },
        { do: 'inventory', with: { product: id, quantity: '12345678' } },
        { do: 'price', with: { product: id, price: '20.25', salePrice: null } },
        { do: 'price', with: { product: id, salePrice: sale, expectedPrice: '20.2500' } },
        { do: 'price', with: { product: id, price: '1', expectedPrice: '20' } },
        { do: 'price', with: { product: id, salePrice: { ...sale, startsAt: '2026-01-01T07:30:00Z' } } },
        {
          do: 'product',
          with: {
            product: id,
            status: 'DISABLED',
            sku: 'A & "1"',
            mpn: 'M-1',
            weight: '1.25',
            categories,
            translations: [{ language: 'en', name: text, description: '<p>One</p>' }],
          },
        },
        { do: 'product', with: { product: id, gtin: '4006381333931' } },
        { do: 'product', with: { product: id, sku: 'x'.repeat(33) } },
        { do: 'product', with: { product: id, translations: [{ language: 'en', shortDescription: 'x' }] } },
        { do: 'product', with: { product: id, status: 'ACTIVE' } },
      );
      expect(codesOf(results)).toEqual([
        'DONE',
        'DONE',
        'STALE expectedQuantity',
        'INVALID quantity',
        'DONE',
        'DONE',
        'STALE expectedPrice',
        'INVALID salePrice.startsAt',
        'DONE',
        'UNSUPPORTED gtin',
        'INVALID sku',
        'UNSUPPORTED translations.0.shortDescription',
        'DONE',
      ]);
      expect(
        cells(`select products_quantity, products_price + 0, products_price_sorter + 0, products_model, products_mpn, products_status
          from zen_products where products_id = ${id}`),
      ).toEqual(['70.25', '20.2500', '9.5000', 'A &amp; &quot;1&quot;', 'M-1', '1']);
      expect(
        cells(
          `select specials_new_products_price + 0, specials_date_available, expires_date, status from zen_specials where products_id = ${id}`,
        ),
      ).toEqual(['9.5000', '2026-01-01', '0001-01-01', '1']);
      expect(
        one(`select hex(products_name) from zen_products_description where products_id = ${id} and language_id = 1`),
      ).toBe(
        Buffer.from(`A &quot;sharp&quot; &lt;b&gt;'name'&lt;/b&gt; &amp; more \\ ? 🪑 ${php}`)
          .toString('hex')
          .toUpperCase(),
      );
      expect(
        store.rows(
          `select categories_id from zen_products_to_categories where products_id = ${id} order by categories_id`,
        ),
      ).toEqual(categories.map((first) => [first]));
      expect(store.seen()).toEqual(Array(2).fill('zen_update_products_price_sorter 0'));
    });

    test('stock is of six digits at most, as its column gives it back, whether it is set or adjusted', async () => {
      const id = product();
      const held = () => one(`select products_quantity from zen_products where products_id = ${id}`);
      const stock = (given: object) => ({ do: 'inventory', with: { product: id, ...given } });
      expect(
        codesOf(
          await act(
            stock({ quantity: '9999999' }),
            stock({ quantity: '12345.67' }),
            stock({ quantity: '999998' }),
            stock({ adjustBy: '2' }),
            stock({ adjustBy: '0.5' }),
            stock({ adjustBy: '1', expectedQuantity: '999998' }),
          ),
        ),
      ).toEqual(['INVALID quantity', 'INVALID quantity', 'DONE', 'INVALID adjustBy', 'INVALID adjustBy', 'DONE']);
      expect(held()).toBe('999999');
      expect(codesOf(await act(stock({ quantity: '70.25' })))).toEqual(['DONE']);
    });

    test('an order goes through its function, and a comment is for the staff alone unless the customer is told', async () => {
      const id = order();
      const results = await act(
        { do: 'order', with: { order: id, status: '3', expectedStatus: '2', comment: 'A <b> \\ & "so"' } },
        { do: 'order', with: { order: id, comment: 'To you', notify: true } },
        { do: 'order', with: { order: id, status: '3' } },
        { do: 'order', with: { order: id, status: '2', expectedStatus: '2' } },
        { do: 'order', with: { order: id, status: '99' } },
        { do: 'order', with: { order: id } },
        { do: 'order', with: { order: id, comment: 'x'.repeat(70_000) } },
        { do: 'order', with: { order: id, status: '2' } },
      );
      expect(codesOf(results)).toEqual([
        'DONE',
        'DONE',
        'DONE',
        'STALE expectedStatusId',
        'INVALID statusId',
        'INVALID statusId',
        'INVALID comment',
        'DONE',
      ]);
      expect(
        store.rows(`select orders_status_id, customer_notified, replace(comments, char(92), '/'), updated_by from zen_orders_status_history
          where orders_id = ${id} order by orders_status_history_id desc limit 3`),
      ).toEqual([
        ['2', '0', '', 'Drawbridge'],
        ['3', '1', 'To you', 'Drawbridge'],
        ['3', '-1', 'A &lt;b&gt; / &amp; "so"', 'Drawbridge'],
      ]);
      expect(store.seen().filter((hook) => hook === 'mail' || hook === 'session')).toEqual(['mail']);
    });

    test('what a module does in the middle of it comes to no answer, and is told by what the store holds', async () => {
      const id = order();
      // The PHPs in WebAssembly say nothing more after an error that nothing can catch.
      const fatal = ['ZEN_UPDATE_ORDERS_HISTORY_AFTER_INSERT memory', 'DONE', 'NOT_BEGUN'] as const;
      for (const [mood, outcome, next] of [
        ...(php === actPhps[0] ? [fatal] : []),
        ['ZEN_UPDATE_ORDERS_HISTORY_PRE_EMAIL notice', 'DONE', 'DONE'],
        ['ZEN_UPDATE_ORDERS_HISTORY_PRE_EMAIL keep', 'DONE', 'DONE'],
        ['ZEN_UPDATE_ORDERS_HISTORY_AFTER_INSERT throw', 'DONE', 'DONE'],
        ['ZEN_UPDATE_ORDERS_HISTORY_AFTER_INSERT exit', 'DONE', 'NOT_BEGUN'],
        // Its tables know no transactions: the status is there without its history.
        ['ZEN_UPDATE_ORDERS_HISTORY_BEFORE_INSERT missing', 'OUTCOME_UNKNOWN', 'DONE'],
        ['ZEN_UPDATE_ORDERS_HISTORY_PRE_EMAIL exit', 'OUTCOME_UNKNOWN', 'NOT_BEGUN'],
      ] as const) {
        store.mood(mood);
        const held = entries(id);
        const sent = { id: newActId(), do: 'order', with: { order: id, status: '3', comment: `${mood} ${php}` } };
        const results = await act(sent, { do: 'inventory', with: { product: product(), adjustBy: '1' } });
        expect([mood, results.map((result) => result.outcome)]).toEqual([mood, [outcome, next]]);
        store.mood(null);
        // Asked again it says the same, and is not made again.
        const [again] = await act(sent);
        const more = outcome === 'DONE' ? 1 : 0;
        expect([again.outcome, statusOf(id), entries(id) - held]).toEqual([outcome, '3', more]);
        await act({ do: 'order', with: { order: id, status: '2' } });
      }
    });
  });

  test('hostile acts change nothing, and each has its code', async () => {
    await expectNothingOfHostileActs({
      ...store,
      product: product(),
      order: order(),
      productAlone: one(
        'select max(products_id) from zen_products where products_id not in (select orders_id from zen_orders)',
      ),
      orderAlone: one('select max(orders_id) + 100000 from zen_orders'),
      status: '3',
      language: 'en',
      ships: false,
      tooLong: 900_000,
      huge: 10_000_000,
      held: () =>
        store
          .rows(`checksum table zen_products, zen_products_description, zen_products_to_categories, zen_specials, zen_orders,
            zen_orders_status_history, zen_sessions`)
          .join(),
      comment: () =>
        one('select comments from zen_orders_status_history order by orders_status_history_id desc limit 1'),
    });
  }, 60_000);
});
