import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectBoth } from './connected-store.js';
import { operations } from './operations.js';
import { ownSales } from './own-sales.js';
import { describeWithCode, type PlatformStore } from './platform-store.js';
import { sideBySide } from './side-by-side.js';
import { writtenStores } from './written-stores.js';

const times = 50;

for (const kind of writtenStores.filter(({ name }) => name in ownSales)) {
  describeWithCode(kind.name, `${kind.name}: changes by two services beside its own checkout`, (code) => {
    const sales = ownSales[kind.name];
    let store: PlatformStore;
    let services: readonly ServiceUnderTest[] = [];
    let shops: readonly ConnectedStore[] = [];
    let product: string;
    beforeAll(async () => {
      [store, services] = await Promise.all([kind.open(code), Promise.all([startTestService(), startTestService()])]);
      shops = await connectBoth(services, store, { key: 'demo' });
      product = store.rows(kind.products)[0]?.[0] ?? '';
    }, 240_000);
    beforeEach(() => {
      store.rows(kind.restock(product, 1000));
    });
    afterAll(async () => {
      await Promise.all(services.map((service) => service.close()));
      await store?.close();
    });
    const stock = () => Number(store.rows(kind.stock(product))[0]?.[0]);
    const adjust = async (i: number) => {
      const shop = shops[i % 2] as ConnectedStore;
      const { data } = await shop.ask(operations.setInventory, {
        changes: [{ id: shop.gid('Product', product), adjustBy: '-1' }],
      });
      return data.setInventory.results[0].userErrors[0]?.code ?? 'DONE';
    };

    test(`${times} changes beside each other end exactly ${times} lower`, async () => {
      expect(new Set(await sideBySide(times, 8, adjust))).toEqual(new Set(['DONE']));
      expect(stock()).toBe(1000 - times);
    }, 240_000);

    test(`${times} changes beside ${times} sales are all there, as far as the platform can hold them`, async () => {
      const ids = (await sales?.ready(store, product, times)) ?? [];
      const sell = async (i: number) => (await (await fetch(`${store.url}sell.php?n=${ids[i]}`)).text()).slice(-4);
      const [sold, changed] = await Promise.all([sideBySide(times, 8, sell), sideBySide(times, 8, adjust)]);
      expect([new Set(sold), new Set(changed)]).toEqual([new Set(['sold']), new Set(['DONE'])]);
      const lost = stock() - (1000 - 2 * times);
      process.stdout.write(`${kind.name}: ${times} changes beside ${times} sales, ${lost} lost\n`);
      if (sales?.exact) expect(lost).toBe(0);
      // What reads and writes apart can put back what another took, and takes nothing twice.
      else expect(lost).toBeGreaterThanOrEqual(0);
    }, 240_000);
  });
}
