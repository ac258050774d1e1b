import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectBoth } from './connected-store.js';
import { operations } from './operations.js';
import { describeWithCode, newActId, type SentAct } from './platform-store.js';
import { sideBySide } from './side-by-side.js';
import { openWooCommerce, type WooCommerceStore } from './woocommerce-store.js';

/** How often PHP is killed; DRAWBRIDGE_DEATHS says otherwise. */
const deaths = Number(process.env.DRAWBRIDGE_DEATHS ?? 12);

describe.each([
  ['woo', 'wp_'],
  ['woolegacy', 'lg7_'],
] as const)('%s', (name, p) => {
  describeWithCode(name, "beside WooCommerce's own checkout, and in a PHP that is killed", (code) => {
    let store: WooCommerceStore;
    let services: readonly ServiceUnderTest[] = [];
    beforeAll(async () => {
      store = await openWooCommerce(name, code);
    }, 60_000);
    afterAll(async () => {
      await Promise.all(services.map((service) => service.close()));
      await store?.close();
    });
    const one = (sql: string) => store.rows(sql)[0]?.[0] ?? '';
    const tracked = () =>
      one(`select q.ID from ${p}posts q join ${p}postmeta m on m.post_id = q.ID and m.meta_key = '_manage_stock' and m.meta_value = 'yes'
        where q.post_type = 'product' and q.post_status = 'publish' order by q.ID limit 1`);
    const stock = (id: string) =>
      Number(one(`select meta_value from ${p}postmeta where post_id = ${id} and meta_key = '_stock'`));

    test('50 changes by two services beside 50 sales end exactly 100 lower', async () => {
      services = await Promise.all([startTestService(), startTestService()]);
      const id = tracked();
      const shops = await connectBoth(services, store, { key: 'demo' });
      store.rows(`update ${p}postmeta set meta_value = '1000' where post_id = ${id} and meta_key = '_stock'`);
      await store.page(
        'sell.php',
        `<?php if (!isset($_GET['go'])) exit; define('DOING_CRON', true); require __DIR__ . '/wp-load.php';
        $order = wc_create_order(); $order->add_product(wc_get_product(${id}), 1); $order->save(); wc_reduce_stock_levels($order->get_id()); echo 'sold';`,
      );
      const sell = async () => (await fetch(`${store.url}sell.php?go`)).text();
      const adjust = async (i: number) => {
        const shop = shops[i % 2] as ConnectedStore;
        const changes = [{ id: shop.gid('Product', id), adjustBy: '-1' }];
        const { data } = await shop.ask(operations.setInventory, { changes });
        return data.setInventory.results[0].userErrors[0]?.code ?? 'DONE';
      };
      const [sales, changed] = await Promise.all([sideBySide(50, 8, sell), sideBySide(50, 8, adjust)]);
      expect([new Set(sales), new Set(changed)]).toEqual([new Set(['sold']), new Set(['DONE'])]);
      expect(stock(id)).toBe(900);
      expect(Number(one(`select stock_quantity from ${p}wc_product_meta_lookup where product_id = ${id}`))).toBe(900);
    }, 120_000);

    test(
      `after ${deaths} deaths every change is there once, or said to be unknown`,
      async () => {
        store.configure({});
        const id = tracked();
        const order =
          name === 'woo'
            ? one(`select id from wp_wc_orders where type = 'shop_order' and status = 'wc-completed' limit 1`)
            : one(`select ID from lg7_posts where post_type = 'shop_order' and post_status = 'wc-completed' limit 1`);
        const told: Record<string, number> = {};
        for (let i = 0; i < deaths; i += 1) {
          const comment = `death ${i}`;
          const act: SentAct & { readonly id: string } =
            i % 2 === 0
              ? { id: newActId(), do: 'inventory', with: { product: id, adjustBy: '1' } }
              : { id: newActId(), do: 'order', with: { order, comment } };
          const made = () =>
            i % 2 === 0
              ? stock(id)
              : Number(one(`select count(*) from ${p}comments where comment_content = '${comment}'`));
          const before = made();
          const lost = store.act(act).catch(() => null);
          await pause(randomInt(0, 250));
          await store.die();
          await lost;
          let outcome = 'NOT_BEGUN';
          while (outcome === 'NOT_BEGUN') outcome = (await store.act(act))[0].outcome;
          const times = made() - before;
          expect([outcome, outcome === 'DONE' ? [1] : [0, 1]]).toEqual([outcome, expect.arrayContaining([times])]);
          expect(['DONE', 'OUTCOME_UNKNOWN']).toContain(outcome);
          expect((await store.act(act))[0].outcome).toBe(outcome);
          expect(made() - before).toBe(times);
          told[outcome] = (told[outcome] ?? 0) + 1;
        }
        process.stdout.write(`${name}: ${JSON.stringify(told)} of ${deaths} deaths\n`);
      },
      60_000 + deaths * 5_000,
    );
  });
});
