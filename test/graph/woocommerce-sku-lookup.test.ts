import { DatabaseSync } from 'node:sqlite';
import type { FileStore } from '../contract/bridged-store.js';
import { openWooCommerceFixture, prefix } from '../contract/woocommerce-fixture.js';
import { graphOver, type StoreGraph } from '../dirt/everything-read.js';

let store: FileStore;
let graph: StoreGraph;
const skus = new Map<number, string>();
beforeAll(async () => {
  store = await openWooCommerceFixture();
  change((database) => {
    const meta = `from ${prefix}postmeta where meta_key = '_sku' and meta_value <> ''`;
    database.exec(`create table ${prefix}wc_product_meta_lookup (product_id integer primary key, sku text);
      insert into ${prefix}wc_product_meta_lookup select post_id, meta_value ${meta} group by post_id`);
    const products = `select ID, m.meta_value as sku from ${prefix}posts as p join (select * ${meta}) as m on m.post_id = p.ID
      where post_type = 'product' and post_status = 'publish' order by ID limit 3`;
    for (const { ID, sku } of database.prepare(products).all()) skus.set(Number(ID), String(sku));
  });
  graph = await graphOver(store);
}, 60_000);
afterAll(async () => {
  await graph?.stop();
  await store?.close();
});

function change(how: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(store.database);
  how(database);
  database.close();
}

async function productsOf(...some: string[]): Promise<string[]> {
  const query =
    'query ($id: ID!, $skus: [String!]) { store(id: $id) { products(filter: { skus: $skus }) { nodes { nativeId } } } }';
  const { data, errors } = await graph.run<{ store: { products: { nodes: { nativeId: string }[] } } }>(query, {
    id: graph.storeId,
    skus: some,
  });
  expect(errors).toBeUndefined();
  return data?.store.products.nodes.map(({ nativeId }) => nativeId) ?? [];
}

test('a SKU is found at the product that has it, whatever WooCommerce’s own table of SKUs still says', async () => {
  const [[first, ofFirst], [second, ofSecond], [third, ofThird]] = [...skus] as [
    [number, string],
    [number, string],
    [number, string],
  ];
  expect(await productsOf(ofFirst)).toEqual([String(first)]);
  // As plugins do that write an import past WooCommerce: the table is as before.
  change((database) => {
    const set = database.prepare(`update ${prefix}postmeta set meta_value = ? where meta_key = '_sku' and post_id = ?`);
    set.run('MOVED', first);
    set.run(ofFirst, second);
  });
  expect(await productsOf(ofFirst)).toEqual([String(second)]);
  expect(await productsOf('MOVED')).toEqual([String(first)]);
  expect(await productsOf(ofSecond)).toEqual([]);
  expect(await productsOf(ofFirst, ofThird)).toEqual([second, third].map(String));
});
