import { DatabaseSync } from 'node:sqlite';
import { Selection } from '../../../src/model/selection.js';
import { everything } from '../../contract/everything.js';
import { askPage } from '../../contract/listing.js';
import { openPrestaShop } from '../../contract/prestashop-fixture.js';
import { whole } from '../../support/whole.js';

// The fixture has three shops: 1 is the default one; 2 and 3 share their stock. Every fourth product is in shop 2 alone.
describe('in a store of several shops', () => {
  let store: Awaited<ReturnType<typeof openPrestaShop>>;
  beforeAll(async () => {
    store = await openPrestaShop();
  });
  afterAll(() => store?.close());

  async function product(nativeId: string) {
    const products = await store
      .session()
      .ask((platform, view) => platform.products.byIds(view, [nativeId], everything.product));
    const found = products.get(nativeId);
    if (!found) throw new Error(`the fixture must hold product ${nativeId}`);
    return whole(found);
  }

  test('the default shop comes first, and what is set for it counts before what is set for all', async () => {
    const { config } = await store.session().config();
    expect(config.name).toBe('Quay');
    expect(config.channels).toEqual([
      { nativeId: '1', name: 'Quay', url: 'http://quay.example.org/' },
      { nativeId: '2', name: 'Pier', url: 'http://pier.example.org/' },
      { nativeId: '3', name: 'Dock', url: 'http://dock.example.org/' },
    ]);
  });

  test('the default shop’s price, status, stock and texts win', async () => {
    expect(await product('1')).toMatchObject({
      status: 'ACTIVE',
      price: { amount: '41.01' },
      inventory: { quantity: '7' },
      name: 'Blanket, grey „Nebel“ no. 1',
    });
  });

  test('a product that is not in the default shop is what its own says, with the stock that its group shares', async () => {
    expect(await product('4')).toMatchObject({
      status: 'ACTIVE',
      price: { amount: '62.04' },
      inventory: { quantity: '6', available: true },
      name: 'Rain barrel, oak no. 4',
    });
  });

  test('combinations change the price by what the right shop says', async () => {
    const { variants, price, type } = await product('20');
    expect(type).toBe('VARIABLE');
    expect(price?.amount).toBe('22.70');
    expect(variants?.map((variant) => [variant.price?.amount, variant.inventory?.quantity])).toEqual([
      ['22.70', '0'],
      ['26.45', '3'],
    ]);
  });

  test('the cover stands before the images that come first by position', async () => {
    expect((await product('5')).images?.map((image) => image.url.replace(store.url, ''))).toEqual([
      'img/p/1/6/16.jpg',
      'img/p/1/5/15.jpg',
    ]);
  });

  test('what the back office is still making is no product', async () => {
    const page = await askPage(store.session(), 'products', { filter: { ids: ['41'] }, totalCount: true });
    expect(page).toMatchObject({ rows: [], totalCount: 0 });
    const found = await store
      .session()
      .ask((platform, view) => platform.products.byIds(view, ['41'], new Selection({ name: {} })));
    expect(found.size).toBe(0);
  });

  test('guests and deleted accounts are no customers, but their orders have an e-mail', async () => {
    const customers = await askPage(store.session(), 'customers', { filter: { ids: ['26', '27', '28'] } });
    expect(customers.rows.map(({ node }) => node.nativeId)).toEqual(['26']);
    const orders = await askPage(store.session(), 'orders', {
      filter: { email: 'buyer29@example.org' },
      selection: everything.order,
    });
    expect(orders.rows.map(({ node }) => node)).toMatchObject([{ customer: null, email: 'Buyer29@example.org' }]);
  });

  test('what a shopper wrote for a product stands among the options of the line', async () => {
    const orders = await store.session().ask((platform, view) => platform.orders.byIds(view, ['4'], everything.order));
    expect(whole(orders).get('4')?.lineItems?.[0]?.options).toEqual([{ name: 'Engraving', value: 'For Ilse' }]);
  });

  test('a combination that another shop alone has is no variant, has no stock and is not what the product costs', async () => {
    const changed = (statement: string) => {
      const database = new DatabaseSync(store.database);
      database.exec(statement);
      database.close();
    };
    const before = await product('20');
    const [gone, kept] = before.variants ?? [];
    const moved = (by: number) =>
      changed(
        `update shop_product_attribute_shop set id_shop = id_shop + ${by} where id_product_attribute = ${gone?.nativeId}`,
      );
    moved(70);
    const after = await product('20');
    const listed = await store.session().ask((platform, view) =>
      platform.variants.byIds(
        view,
        [gone, kept].map((one) => one?.nativeId ?? ''),
        new Selection({ sku: {} }),
      ),
    );
    moved(-70);
    expect(after.variants?.map((one) => one.nativeId)).toEqual([kept?.nativeId]);
    expect(after.price).toEqual(kept?.price);
    expect([...listed.keys()]).toEqual([kept?.nativeId]);
  });
});
