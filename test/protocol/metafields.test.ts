import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { renderBridgeConfig } from '../../bridge/package.js';
import type { Plan } from '../../src/bridge/plan.js';
import type { FileStore } from '../contract/bridged-store.js';
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
async function held(relation: string, column: string): Promise<unknown[]> {
  const sql = `select \`m\`.\`${column}\` as \`held\` from \`${relation}\` as \`m\``;
  const rows = await store.session().ask((): Plan<readonly { held: unknown }[]> => {
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
