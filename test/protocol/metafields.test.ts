import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { renderBridgeConfig } from '../../bridge/package.js';
import type { Plan } from '../../src/bridge/plan.js';
import type { FileStore } from '../contract/bridged-store.js';
import { fixtures } from '../contract/fixtures.js';
import { openSqliteStore } from '../contract/sqlite-store.js';
import { openedFields, woocommerceStore } from '../contract/woocommerce-fixture.js';

let store: FileStore;
let config: string;
let own: string;
beforeAll(async () => {
  store = await openSqliteStore(woocommerceStore('posts'));
  config = path.join(path.dirname(store.database), 'drawbridge/config.php');
  own = readFileSync(config, 'utf8');
});
afterAll(() => store?.close());
beforeEach(() => writeFileSync(config, own));

/** The store's config.php with its own key, and these fields opened. */
const configured = (metafields: Readonly<Record<string, readonly string[]>>) => {
  const [, key = '', secret = ''] = /'([\w.-]+)' => '([\w-]{43})'/.exec(own) ?? [];
  return renderBridgeConfig({ keys: { [key]: secret }, metafields });
};

/** All that a relation gives in one column, each once. */
async function held(relation: string, column: string, of = store): Promise<unknown[]> {
  const sql = `select \`m\`.\`${column}\` as \`held\` from \`${relation}\` as \`m\``;
  const rows = await of.session().ask((): Plan<readonly { held: unknown }[]> => {
    const statement = { id: 'one', sql, parameters: [] };
    return { statements: [statement], decode: (results) => results.rows(statement as never) };
  });
  return [...new Set(rows.map((row) => row.held))].sort();
}
const keysOf = (relation: string) => held(relation, 'meta_key');

test('DB-CONF-7: under the names that the owner opened rows leave, of those things alone', async () => {
  const relations = ['product_field', 'category_field', 'order_post_field', 'customer_field_posts'];
  expect(await Promise.all(relations.map(keysOf))).toEqual([
    ['_acme_serial', 'kiln.batch'],
    ['acme_shelf'],
    ['_po_number'],
    ['acme_tier'],
  ]);
  // Whoever never bought is no customer, whatever is kept of them.
  const people = await held('customer_field_posts', 'user_id');
  expect([people.includes(2), people.includes(14), people.includes(22)]).toEqual([true, false, false]);
  // A name that orders have too opens nothing of theirs to who may read products alone.
  writeFileSync(config, configured({ product: ['_po_number', '_billing_email', 'acme_tier'], category: ['order_'] }));
  expect(await Promise.all(relations.map(keysOf))).toEqual([[], [], [], []]);
  // Where nothing is open no row leaves, though a plugin wrote one without a name.
  const database = new DatabaseSync(store.database);
  database.exec("update kiln_2_postmeta set meta_key = '' where meta_key = '_acme_serial'");
  database.close();
  writeFileSync(config, configured({}));
  expect(await Promise.all(relations.map(keysOf))).toEqual([[], [], [], []]);
});

test('DB-CONF-9: of JSON that holds several fields those leave that the owner opened', async () => {
  const shop = (await fixtures.find(({ platformId }) => platformId === 'OPENCART')?.inFile?.open()) as FileStore;
  try {
    const shopConfig = path.join(path.dirname(shop.database), '../drawbridge/config.php');
    const before = readFileSync(shopConfig, 'utf8');
    const open = (metafields: string) => {
      const now = before.replace(/'metafields' => \[[^;]*?\n {4}\],/, () => `'metafields' => [${metafields}],`);
      expect(now).toContain(`'metafields' => [${metafields}]`);
      writeFileSync(shopConfig, now);
    };
    const database = new DatabaseSync(shop.database);
    const table = database.prepare("select name from sqlite_master where name like '%address' limit 1").get();
    const prefix = String(table?.name).replace(/address$/, '');
    const json = JSON.stringify({ 1: 'gr\u00fc\u00df "x"', 12: ['3', '4'], 'a.b': 7, 2: 'hidden' });
    database.exec(`update ${prefix}customer set custom_field = ${`'${json}'`};
      update ${prefix}customer set custom_field = 'a:1:{i:1;s:6:"hidden";}' where customer_id % 2 = 1;
      update ${prefix}address set custom_field = ${`'${json}'`};
      update \`${prefix}order\` set custom_field = ${`'${json}'`}, payment_custom_field = '[]'`);
    database.close();
    const leaving = async () => {
      const columns = [
        ...[['customer_field', 'custom_field'] as const, ['address_field', 'custom_field'] as const],
        ...['custom_field', 'payment_custom_field'].map((column) => ['order_field', column] as const),
      ];
      return Promise.all(columns.map(([relation, column]) => held(relation, column, shop)));
    };
    const texts = (list: readonly unknown[]) => list.map((one) => (one === null ? null : JSON.parse(String(one))));

    open(
      `'customer' => ['custom_field.1', 'custom_field.12', 'custom_field.a.b', '2', 'custom_field'], 'order' => ['payment_custom_field.1']`,
    );
    const [customers = [], addresses = [], orders, billed = []] = await leaving();
    const wanted = { 1: 'gr\u00fc\u00df "x"', 12: ['3', '4'], 'a.b': 7 };
    expect(texts(customers)).toEqual(expect.arrayContaining([null, wanted]));
    expect(customers).toHaveLength(2);
    expect(texts(addresses)).toEqual([wanted]);
    expect(orders).toEqual([null]);
    expect(texts(billed)).toEqual([{ 1: null }]);
    // What is opened of one kind opens nothing of another, and where nothing is open nothing leaves.
    open(`'order' => ['custom_field.2']`);
    expect(await leaving()).toEqual([[null], [null], ['{"2":"hidden"}'], [null]]);
    open('');
    expect(await leaving()).toEqual([[null], [null], [null], [null]]);
    // Nor is anything found by what is not open.
    const probe = shop.session().ask((): Plan<unknown> => {
      const sql = 'select count(*) as `n` from `customer_field` where `custom_field` is not null';
      const statement = { id: 'one', sql, parameters: [] };
      return { statements: [statement], decode: (results) => results.rows(statement as never) };
    });
    expect(await probe).toEqual([{ n: 0 }]);
  } finally {
    await shop.close();
  }
});

test('DB-HELLO-5: hello says which names are open as config.php is now', async () => {
  expect((await store.session().hello()).metafields).toEqual(openedFields);
  writeFileSync(config, configured({ order: ['_vat:no.1'], product: [] }));
  expect((await store.session().hello()).metafields).toEqual({ order: ['_vat:no.1'] });
  writeFileSync(config, configured({}));
  expect((await store.session().hello()).metafields).toEqual({});
});

test.each([
  ["'product' => ['_acme%']"],
  ["'product' => ['*']"],
  ["'product' => ['']"],
  ["'product' => ['a b']"],
  [`'product' => ["a', 'b"]`],
  [`'product' => ['a\\'b']`],
  [`'product' => ["_sku\\n"]`],
  [`'product' => ['größe']`],
  [`'product' => ['${'x'.repeat(65)}']`],
  ["'product' => '_acme'"],
  ["'product' => [['_acme']]"],
  ["'products' => ['_acme']"],
  ["'_acme'"],
  ["'customer' => ['session_tokens']"],
  ["'customer' => ['kiln_2_capabilities']"],
  ["'customer' => ['wp_user_level']"],
  ["'customer' => ['Application_Passwords']"],
  ["'customer' => ['password_hash']"],
  ["'customer' => ['rp_token']"],
  ["'customer' => ['confirmation']"],
  ["'customer' => ['_woocommerce_persistent_cart_1']"],
  ["'order' => ['_order_key']"],
  ["'order' => ['_customer_user_agent']"],
  ["'order' => ['_customer_ip_address']"],
  ["'order' => ['_stripe_source_token']"],
  ["'order' => ['_card_number']"],
  ["'product' => ['_downloadable_files']"],
])('DB-CONF-8: metafields of %s are refused as a whole', async (metafields) => {
  const none = configured({});
  const some = none.replace("'metafields' => []", () => `'metafields' => [${metafields}]`);
  expect(some).not.toBe(none);
  writeFileSync(config, some);
  await expect(store.session().hello()).rejects.toMatchObject({ facts: { bridgeCode: 'CONFIG_INVALID' } });
});
