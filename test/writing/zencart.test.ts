import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import { describeWithCode, openPlatformStore, type PlatformStore } from './platform-store.js';
import { zencartLayout } from './zencart-store.js';

describeWithCode('zencart', "Zen Cart's own code", (code) => {
  let store: PlatformStore;
  let service: ServiceUnderTest;
  let shop: ConnectedStore;
  beforeAll(async () => {
    [store, service] = await Promise.all([openPlatformStore(zencartLayout(code)), startTestService()]);
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
  const codes = async (
    mutation: keyof typeof operations,
    id: string,
    wrong: readonly (readonly [object, string])[],
  ) => {
    for (const [given, code] of wrong) {
      const [result] = await change(mutation, [{ id, ...given }]);
      expect([given, result.userErrors[0]?.code]).toEqual([given, code]);
    }
  };

  test('stock is set, adjusted and compared, and read back', async () => {
    const id = one('select products_id from zen_products where products_quantity > 20 order by products_id limit 1');
    const gid = shop.gid('Product', id);
    expect((await change('setInventory', [{ id: gid, quantity: '77.5' }]))[0]).toMatchObject({
      inventory: { quantity: '77.5' },
      userErrors: [],
    });
    const [adjusted] = await change('setInventory', [{ id: gid, adjustBy: '-7.5', expectedQuantity: '77.5' }], 'a');
    expect([adjusted.inventory.quantity, adjusted.userErrors]).toEqual(['70', []]);
    await change('setInventory', [{ id: gid, adjustBy: '-7.5', expectedQuantity: '77.5' }], 'a');
    expect(one(`select products_quantity from zen_products where products_id = ${id}`)).toBe('70');
    await codes('setInventory', gid, [
      [{ quantity: '1', expectedQuantity: '77' }, 'STALE'],
      [{ quantity: '123456789' }, 'INVALID'],
      [{ optionValueId: '1', quantity: '1' }, 'UNSUPPORTED'],
    ]);
    await codes('setInventory', shop.gid('Product', '999999'), [[{ quantity: '1' }, 'NOT_FOUND']]);
    expect(one(`select products_quantity from zen_products where products_id = ${id}`)).toBe('70');
  });

  test('prices and specials are changed, and lists sort by them', async () => {
    const id = one(`select p.products_id from zen_products p left join zen_specials s on s.products_id = p.products_id
      where s.products_id is null and products_price > 0 and product_is_free = 0 and products_priced_by_attribute = 0
      and products_discount_type = 0 order by p.products_id limit 1`);
    const gid = shop.gid('Product', id);
    const [priced] = await change('setPrices', [{ id: gid, price: '500.25' }]);
    expect(priced).toMatchObject({ product: { price: { amount: '500.25' } }, userErrors: [] });
    const days = { startsAt: '2026-11-01T00:00:00-05:00', endsAt: '2027-01-15T00:00:00-06:00' };
    const [sale] = await change('setPrices', [{ id: gid, salePrice: { price: '400.5', ...days } }]);
    expect(sale.userErrors).toEqual([]);
    expect(sale.product.specialPrices).toContainEqual({
      price: { amount: '400.50' },
      startsAt: '2026-11-01T05:00:00.000Z',
      endsAt: '2027-01-15T06:00:00.000Z',
    });
    expect(Number(one(`select products_price_sorter from zen_products where products_id = ${id}`))).toBeLessThan(500);
    await codes('setPrices', gid, [
      [{ salePrice: { price: '4', startsAt: '2026-11-01T07:00:00Z' } }, 'INVALID'],
      [{ price: '1', expectedPrice: '500.26' }, 'STALE'],
      [{ price: '-1' }, 'INVALID'],
    ]);
    const [none] = await change('setPrices', [{ id: gid, salePrice: null }]);
    expect(none.userErrors).toEqual([]);
    expect(one(`select count(*) from zen_specials where products_id = ${id}`)).toBe('0');
  });

  test('a product’s texts and codes come back as they were given', async () => {
    const id = one('select products_id from zen_products order by products_id desc limit 1');
    const gid = shop.gid('Product', id);
    const text = `A "sharp" <b>'name'</b> & more \\ -- 🪑`;
    const wanted = {
      status: 'DISABLED',
      sku: 'A & "1"',
      mpn: 'M-1',
      weight: '1.25',
      categoryIds: [one('select max(categories_id) from zen_categories')],
    };
    const [done] = await change('updateProducts', [
      { id: gid, ...wanted, translations: [{ language: 'en', name: text }] },
    ]);
    expect(done.userErrors).toEqual([]);
    expect(done.product).toMatchObject({
      name: text,
      status: 'DISABLED',
      sku: 'A & "1"',
      mpn: 'M-1',
      weight: { value: '1.25' },
    });
    expect(one(`select master_categories_id from zen_products where products_id = ${id}`)).toBe(wanted.categoryIds[0]);
    await codes('updateProducts', gid, [
      [{ gtin: '4006381333931' }, 'UNSUPPORTED'],
      [{ sku: 'x'.repeat(33) }, 'INVALID'],
      [{ categoryIds: ['99999'] }, 'INVALID'],
      [{ categoryIds: [] }, 'INVALID'],
      [{ status: 'DRAFT' }, 'UNSUPPORTED'],
      [{ translations: [{ language: 'xx', name: 'x' }] }, 'INVALID'],
      [{ translations: [{ language: 'en', name: 'x'.repeat(400) }] }, 'INVALID'],
    ]);
  });

  test('an order’s status and comments go through its own function', async () => {
    const [order, present] =
      store.rows('select orders_id, orders_status from zen_orders order by orders_id limit 1')[0] ?? [];
    const gid = shop.gid('Order', order ?? '');
    const visits = () => `${one('select count(*) from zen_whos_online')} ${one('select count(*) from zen_sessions')}`;
    const before = visits();
    const other = one(
      `select orders_status_id from zen_orders_status where orders_status_id <> ${present} order by 1 limit 1`,
    );
    const text = 'Sent <script>alert(1)</script> & "so" \\';
    const [done] = await change('updateOrders', [
      { id: gid, statusId: other, expectedStatusId: present, comment: text },
    ]);
    expect(done.userErrors).toEqual([]);
    expect(done.order.status.nativeId).toBe(other);
    expect(done.order.history.at(-1)).toEqual({ comment: text, notified: false, status: { nativeId: other } });
    const [notified, by] =
      store.rows(
        `select customer_notified, updated_by from zen_orders_status_history where orders_id = ${order} order by orders_status_history_id desc limit 1`,
      )[0] ?? [];
    expect([notified, by]).toEqual(['-1', 'Drawbridge']);
    const [note] = await change('updateOrders', [{ id: gid, comment: 'Only a note', notifyCustomer: true }]);
    expect(note.order.history.at(-1)).toEqual({ comment: 'Only a note', notified: true, status: { nativeId: other } });
    const entries = one(`select count(*) from zen_orders_status_history where orders_id = ${order}`);
    await codes('updateOrders', gid, [
      [{ statusId: '99' }, 'INVALID'],
      [{ statusId: "1' or 1=1" }, 'INVALID'],
      [{ statusId: other, expectedStatusId: present }, 'STALE'],
      [{ comment: 'x'.repeat(70_000) }, 'INVALID'],
      [{}, 'INVALID'],
    ]);
    expect(one(`select count(*) from zen_orders_status_history where orders_id = ${order}`)).toBe(entries);
    expect(visits()).toBe(before);
  });
});
