import { rmSync, writeFileSync } from 'node:fs';
import { expectNothingOfHostileActs } from './hostile-acts.js';
import { opencartConfig } from './opencart-store.js';
import { newActId } from './platform-store.js';
import { actPhps, codesOf, describeOverStandIns, openStandInStore, type StandInStore } from './stand-in-store.js';

describe.each([
  ['opencart4', 'oc_', '2026-01-01T00:00:00+01:00'],
  ['opencart3', 'shop3_', '2026-01-01T00:00:00-05:00'],
] as const)('%s', (name, p, midnight) => {
  const isFour = name === 'opencart4';
  describeOverStandIns('OpenCart', () => {
    let store: StandInStore;
    let order = '';
    beforeAll(async () => {
      store = await openStandInStore(name, 'opencart', (place) => ({ 'config.php': opencartConfig(name, place) }));
      order = one(`select min(o.order_id) from \`${p}order\` o join ${p}order_product l on l.order_id = o.order_id
        join ${p}product q on q.product_id = l.product_id and q.subtract = 1 where o.order_status_id = 5 and o.store_id = 0`);
    }, 180_000);
    afterAll(() => store?.close());

    const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
    const product = () => one(`select min(product_id) from ${p}product where subtract = 1 and quantity > 20`);
    const quantity = (id: string) => Number(one(`select quantity from ${p}product where product_id = ${id}`));
    const statusOf = (id: string) => one(`select order_status_id from \`${p}order\` where order_id = ${id}`);
    const entries = (id: string) => Number(one(`select count(*) from ${p}order_history where order_id = ${id}`));
    const sessions = () => one(`select count(*) from ${p}session`);

    describe.each(actPhps)('under PHP %s', (php) => {
      const act: StandInStore['act'] = (...acts) => store.under(php)(...acts);
      beforeEach(() => {
        store.mood(null);
        store.seen();
        store.rows(`update \`${p}order\` set order_status_id = 5 where order_id = ${order}`);
      });

      test('stock and prices are written as its forms write them, and its cache forgets its lists', async () => {
        const id = product();
        const sale = { price: '9.5', startsAt: new Date(midnight).toISOString() };
        const results = await act(
          { do: 'inventory', with: { product: id, quantity: '77' } },
          { do: 'inventory', with: { product: id, adjustBy: '-7', expectedQuantity: '77' } },
          { do: 'inventory', with: { product: id, quantity: '1', expectedQuantity: '77' } },
          { do: 'inventory', with: { product: id, quantity: '1.5' } },
          { do: 'inventory', with: { product: id, adjustBy: '999999999999' } },
          { do: 'inventory', with: { product: id, quantity: '1', optionValue: '999999' } },
          { do: 'price', with: { product: id, price: '12.34' } },
          { do: 'price', with: { product: id, salePrice: sale, expectedPrice: '12.340' } },
          { do: 'price', with: { product: id, salePrice: { ...sale, endsAt: '2027-01-15T07:30:00Z' } } },
          { do: 'price', with: { product: id, price: '1', expectedPrice: '12.35' } },
          { do: 'price', with: { product: id, price: '1.23456' } },
        );
        expect(codesOf(results)).toEqual([
          'DONE',
          'DONE',
          'STALE expectedQuantity',
          'INVALID quantity',
          'INVALID adjustBy',
          'INVALID optionValueId',
          'DONE',
          'DONE',
          'INVALID salePrice.endsAt',
          'STALE expectedPrice',
          'INVALID price',
        ]);
        const special = isFour ? `product_discount where special = 1 and` : 'product_special where';
        expect([
          quantity(id),
          one(`select price from ${p}product where product_id = ${id}`),
          ...store.rows(
            `select price, date_start, date_end from ${p}${special} product_id = ${id} and customer_group_id = 1`,
          ),
        ]).toEqual([70, '12.3400', ['9.5000', '2026-01-01', '0000-00-00']]);
        expect(store.seen().filter((hook) => hook === 'cache_product')).toHaveLength(4);
        const values = `select product_option_value_id, product_id from ${p}product_option_value where subtract = 1 limit 1`;
        const [value, of] = store.rows(values)[0] ?? [];
        const before = quantity(of ?? '');
        expect(await act({ do: 'inventory', with: { product: of, optionValue: value, quantity: '33' } })).toMatchObject(
          [{ outcome: 'DONE' }],
        );
        const held = one(`select quantity from ${p}product_option_value where product_option_value_id = ${value}`);
        expect([held, quantity(of ?? '')]).toEqual(['33', before]);
        store.rows(`update ${p}product set subtract = 0 where product_id = ${id}`);
        const untracked = await act({ do: 'inventory', with: { product: id, quantity: '1' } });
        store.rows(`update ${p}product set subtract = 1 where product_id = ${id}`);
        expect(codesOf(untracked)).toEqual(['NOT_TRACKED']);
      });

      test('what a product says is stored as its forms have it stored', async () => {
        const id = one(`select max(product_id) from ${p}product ${isFour ? 'where master_id = 0' : ''}`);
        const categories = store.rows(`select category_id from ${p}category limit 2`).map(([first]) => first);
        const text = `A "sharp" <b>'name'</b> & more; drop table ${p}product -- ? \\ ${php}`;
        const language = 'en-GB';
        const results = await act(
          {
            do: 'product',
            with: {
              product: id,
              status: 'DISABLED',
              sku: 'S <1>',
              gtin: '4006381333931',
              mpn: 'M-1',
              weight: '1.25',
              categories,
              translations: [{ language, name: text, description: '<p>One</p>' }],
            },
          },
          { do: 'product', with: { product: id, status: 'ARCHIVED' } },
          { do: 'product', with: { product: id, translations: [{ language, shortDescription: 'x' }] } },
          { do: 'product', with: { product: id, translations: [{ language, name: 'x'.repeat(256) }] } },
          { do: 'product', with: { product: id, translations: [{ language: 'xx', name: 'x' }] } },
          { do: 'product', with: { product: id, categories: ['999999'] } },
          { do: 'product', with: { product: id, sku: 'x'.repeat(300) } },
          { do: 'product', with: { product: id, mpn: 'Chair 🪑' } },
        );
        expect(codesOf(results)).toEqual([
          'DONE',
          'UNSUPPORTED status',
          'UNSUPPORTED translations.0.shortDescription',
          'INVALID translations.0.name',
          'INVALID translations.0.language',
          'INVALID categoryIds.0',
          'INVALID sku',
          // Its connection to the database carries three bytes a letter.
          isFour ? 'DONE' : 'INVALID mpn',
        ]);
        const stored = one(
          `select hex(name) from ${p}product_description where product_id = ${id} and language_id = 1`,
        );
        expect(Buffer.from(stored, 'hex').toString()).toBe(
          text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        );
        const codes = isFour
          ? store.rows(`select lower(code), value from ${p}product_code where product_id = ${id} order by 1`)
          : store.rows(`select sku, mpn, ean from ${p}product where product_id = ${id}`);
        expect(codes.flat()).toEqual(
          isFour
            ? ['ean', '4006381333931', 'mpn', 'Chair 🪑', 'sku', 'S &lt;1&gt;']
            : ['S &lt;1&gt;', 'M-1', '4006381333931'],
        );
        expect(
          store.rows(`select category_id from ${p}product_to_category where product_id = ${id} order by category_id`),
        ).toEqual(categories.map((first) => [first]).sort());
      });

      test('an order goes through its model, in maintenance too, and no session is left', async () => {
        const before = sessions();
        const line = `select product_id, quantity from ${p}order_product where order_id = ${order} limit 1`;
        const [of, pieces] = store.rows(line)[0] ?? [];
        const held = quantity(of ?? '');
        const closed = (value: number) =>
          store.rows(`update ${p}setting set value = '${value}' where \`key\` = 'config_maintenance'`);
        closed(1);
        const results = await act(
          { do: 'order', with: { order, status: '7', expectedStatus: '5', comment: ' A <b> \\ & "so" ' } },
          { do: 'order', with: { order, comment: 'To you', notify: true } },
          { do: 'order', with: { order, status: '5', expectedStatus: '5' } },
          { do: 'order', with: { order, status: '777' } },
          { do: 'order', with: { order, status: '0' } },
          { do: 'order', with: { order } },
          { do: 'order', with: { order, comment: 'x'.repeat(70_000) } },
        );
        closed(0);
        expect(codesOf(results)).toEqual([
          'DONE',
          'DONE',
          'STALE expectedStatusId',
          'INVALID statusId',
          'INVALID statusId',
          'INVALID statusId',
          'INVALID comment',
        ]);
        expect([statusOf(order), quantity(of ?? '')]).toEqual(['7', held + Number(pieces)]);
        const text = ' A &lt;b&gt; / &amp; &quot;so&quot; ';
        expect(
          store.rows(`select order_status_id, notify, replace(comment, char(92), '/') from ${p}order_history where order_id = ${order}
            order by order_history_id desc limit 2`),
        ).toEqual([
          ['7', '1', 'To you'],
          ['7', '0', isFour ? text.trim() : text],
        ]);
        expect(sessions()).toBe(before);
        const unfinished = one(`select min(order_id) from \`${p}order\` where order_status_id = 0`) || '999999';
        expect(codesOf(await act({ do: 'order', with: { order: unfinished, status: '5' } }))).toEqual(['NOT_FOUND id']);
      });

      test('what an extension does in the middle of it comes to no answer, and is told by what the store holds', async () => {
        const [before, rolled] = [sessions(), isFour ? 'REFUSED' : 'OUTCOME_UNKNOWN'];
        const fatal = ['addHistory memory', rolled, 'NOT_BEGUN'] as const;
        for (const [mood, outcome, next] of [
          ...(php === actPhps[0] ? [fatal] : []),
          ['startup exit', 'REFUSED', 'REFUSED'],
          ['startup throw', 'REFUSED', 'REFUSED'],
          ['addHistory notice', 'DONE', 'DONE'],
          ['addHistory keep', 'DONE', 'DONE'],
          ['addHistory missing', rolled, 'DONE'],
          ['addHistory exit', rolled, 'NOT_BEGUN'],
          ['addHistory/after throw', isFour ? 'REFUSED' : 'DONE', 'DONE'],
          ['cache_product exit', 'DONE', 'NOT_BEGUN'],
        ] as const) {
          store.mood(mood);
          const [held, was] = [entries(order), statusOf(order)];
          const sent = {
            id: newActId(),
            do: 'order',
            with: { order, status: was === '5' ? '3' : '5', comment: `${mood} ${php}` },
          };
          const results = await act(sent, { do: 'product', with: { product: product(), weight: '1' } });
          store.mood(null);
          expect([mood, results.map((result) => result.outcome)]).toEqual([mood, [outcome, next]]);
          const isThere = outcome === 'DONE' || outcome === 'OUTCOME_UNKNOWN';
          expect([mood, statusOf(order) !== was, entries(order) - held]).toEqual([
            mood,
            isThere,
            outcome === 'DONE' ? 1 : 0,
          ]);
          // Asked again it says the same, and is not made again, unless nothing was begun.
          if (mood.startsWith('startup')) continue;
          const [again] = await act(sent);
          expect([mood, again.outcome, statusOf(order) !== was]).toEqual([mood, outcome, isThere]);
        }
        // A start that does not come to its end leaves its session.
        expect(Number(sessions()) - Number(before)).toBe(2);
      });

      test('where an extension puts another status in its place the answer says so', async () => {
        writeFileSync(`${store.root}/fraud`, '8');
        const [result] = await act({ do: 'order', with: { order, status: '3', comment: 'x' } });
        rmSync(`${store.root}/fraud`);
        // Where its tables know no transactions, it cannot be taken back.
        expect([result.outcome, statusOf(order)]).toEqual(isFour ? ['REFUSED', '5'] : ['OUTCOME_UNKNOWN', '8']);
      });
    });

    test('hostile acts change nothing, and each has its code', async () => {
      store.rows(`update \`${p}order\` set order_status_id = 5 where order_id = ${order}`);
      await expectNothingOfHostileActs({
        ...store,
        product: product(),
        order,
        productAlone: one(
          `select max(product_id) from ${p}product where product_id not in (select order_id from \`${p}order\`)`,
        ),
        orderAlone: one(
          `select max(order_id) from \`${p}order\` where order_id not in (select product_id from ${p}product)`,
        ),
        status: '3',
        language: 'en-GB',
        ships: false,
        tooLong: 900_000,
        huge: 10_000_000,
        held: () =>
          store
            .rows(`checksum table ${p}product, ${p}product_description, ${p}product_to_category, ${p}product_option_value,
              \`${p}order\`, ${p}order_history, ${p}session`)
            .join(),
        comment: () => one(`select comment from ${p}order_history order by order_history_id desc limit 1`),
      });
    }, 60_000);
  });
});
