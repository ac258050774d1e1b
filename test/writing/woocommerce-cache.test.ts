import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import { describeWithCode, platformsFolder } from './platform-store.js';
import { openWooCommerce, type WooCommerceStore } from './woocommerce-store.js';
import { writtenStores } from './written-stores.js';

const plugin = path.join(platformsFolder ?? '', 'redis-cache');
const isHere = platformsFolder !== null && existsSync(plugin);

/** WordPress with what it has read kept in Redis from one visit to the next, by the plugin Redis Object Cache. */
for (const name of ['woo', 'woolegacy'] as const) {
  describeWithCode(
    isHere ? name : 'redis-cache',
    `${name}: its own code behind an object cache that persists`,
    (code) => {
      let store: WooCommerceStore;
      let service: ServiceUnderTest;
      let shop: ConnectedStore;
      const redis = (...args: string[]) => execFileSync('redis-cli', args).toString();
      beforeAll(async () => {
        [store, service] = await Promise.all([openWooCommerce(name, code), startTestService()]);
        const content = path.join(store.root, 'wp-content');
        cpSync(plugin, path.join(content, 'plugins/redis-cache'), { recursive: true });
        writeFileSync(
          path.join(content, 'object-cache.php'),
          `<?php define('WP_REDIS_PREFIX', '${store.database}:'); define('WP_REDIS_CLIENT', 'predis'); define('WP_REDIS_SELECTIVE_FLUSH', true);
        require __DIR__ . '/plugins/redis-cache/includes/object-cache.php';`,
        );
        shop = await connectTo(service, store, { key: 'demo' });
      }, 240_000);
      afterAll(async () => {
        const kept = redis('--scan', '--pattern', `${store.database}:*`).split('\n').filter(Boolean);
        if (kept.length > 0) redis('del', ...kept);
        await service?.close();
        await store?.close();
      });
      const kind = writtenStores.find((one) => one.name === name);
      const first = (sql: string) => store.rows(sql)[0]?.[0] ?? '';

      test('what is changed is what the next visitor sees, whatever was kept before', async () => {
        const [product, order] = [first(kind?.products ?? ''), first(kind?.orders ?? '')];
        const seen = () =>
          store.says(`(function () { $p = wc_get_product(${product}); $o = wc_get_order(${order}); return [
          'cache' => wp_using_ext_object_cache(), 'hits' => $GLOBALS['wp_object_cache']->cache_hits > 0, 'stock' => $p->get_stock_quantity(),
          'price' => $p->get_price(), 'name' => $p->get_name(), 'sku' => $p->get_sku(), 'status' => $o->get_status(),
          'notes' => count(wc_get_order_notes(['order_id' => ${order}])) ]; })()`);
        const change = async (mutation: keyof typeof operations, one: object) => {
          const { data } = await shop.ask(operations[mutation], { changes: [one] });
          return data[mutation].results[0];
        };
        await seen();
        let before = await seen();
        expect(before).toMatchObject({ cache: true, hits: true });
        expect(redis('--scan', '--pattern', `${store.database}:*`)).toContain('post_meta');
        const gid = shop.gid('Product', product);
        const to = before.status === 'on-hold' ? 'processing' : 'on-hold';
        for (const [mutation, one, after] of [
          ['setInventory', { id: gid, adjustBy: '7' }, { stock: before.stock + 7 }],
          ['setPrices', { id: gid, price: '77.5', salePrice: null }, { price: '77.5' }],
          ['setPrices', { id: gid, price: '77.5', salePrice: { price: '70' } }, { price: '70' }],
          ['updateProducts', { id: gid, sku: 'CACHED-1' }, { sku: 'CACHED-1' }],
          ['updateProducts', { id: gid, translations: [{ language: 'en-US', name: 'Cached' }] }, { name: 'Cached' }],
          ['updateOrders', { id: shop.gid('Order', order), comment: 'kept' }, { notes: before.notes + 1 }],
          ['updateOrders', { id: shop.gid('Order', order), statusId: `wc-${to}` }, { status: to }],
        ] as const) {
          const result = await change(mutation, one);
          if (mutation === 'updateProducts' && result.userErrors[0]?.code === 'INVALID') continue;
          expect([one, result.userErrors]).toEqual([one, []]);
          const now = await seen();
          expect([one, now]).toEqual([
            one,
            { ...before, ...after, ...('status' in after ? { notes: now.notes, stock: now.stock } : {}) },
          ]);
          before = now;
        }
        // What the graph adjusts is what the database holds, though the shop's own code has another number at hand.
        store.rows(kind?.restock(product, 500) ?? '');
        expect((await change('setInventory', { id: gid, adjustBy: '-1' })).inventory).toEqual({ quantity: '499' });
        expect((await seen()).stock).toBe(499);
      }, 240_000);
    },
  );
}
