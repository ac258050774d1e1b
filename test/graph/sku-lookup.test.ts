import { DatabaseSync } from 'node:sqlite';
import type { FileStore } from '../contract/bridged-store.js';
import { openPrestaShop } from '../contract/prestashop-fixture.js';
import { graphOver, type StoreGraph } from '../dirt/everything-read.js';

let store: FileStore;
let graph: StoreGraph;
beforeAll(async () => {
  store = await openPrestaShop();
  graph = await graphOver(store);
}, 60_000);
afterAll(async () => {
  await graph?.stop();
  await store?.close();
});

function change(sql: string): void {
  const database = new DatabaseSync(store.database);
  database.exec(sql);
  database.close();
}

async function productOf(sku: string): Promise<string | null> {
  const { data, errors } = await graph.run<{ store: { product: { nativeId: string } | null } }>(
    'query ($id: ID!, $sku: String!) { store(id: $id) { product(sku: $sku) { nativeId } } }',
    { id: graph.storeId, sku },
  );
  expect(errors).toBeUndefined();
  return data?.store.product?.nativeId ?? null;
}

test('a live product comes before an archived one of the same SKU, whichever is older', async () => {
  change("update shop_product set reference = 'TWICE' where id_product in (4, 9)");
  const switched = (on: readonly number[]) => {
    change(`update shop_product set active = id_product in (${on}) where id_product in (4, 9)`);
    change(`update shop_product_shop set active = id_product in (${on}) where id_product in (4, 9)`);
  };
  switched([9]);
  expect(await productOf('TWICE')).toBe('9');
  switched([4]);
  expect(await productOf('TWICE')).toBe('4');
  // Where none is live, an archived one is still what the SKU means.
  switched([0]);
  expect(await productOf('TWICE')).toBe('4');
  expect(await productOf('NEVER')).toBeNull();
});
