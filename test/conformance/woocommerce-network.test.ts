import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { everything } from '../contract/everything.js';
import { askPage, type ListName } from '../contract/listing.js';
import { describeWhere, sharedFolder } from '../support/machine.js';
import { Comparison } from './comparison.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';
import { WooCommerceExpectations } from './woocommerce-expected.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** The store as an older WooCommerce left it, the third site of a network: other prefixes, and no tables for orders. */
function asSiteOfNetwork(folder: string): NodeJS.ProcessEnv {
  const dump = gunzipSync(readFileSync(`${sharedFolder}stores/woolegacy.sql.gz`))
    .toString()
    .replaceAll('`lg7_users`', '`net_users`')
    .replaceAll('`lg7_usermeta`', '`net_usermeta`')
    .replaceAll('`lg7_', '`net_3_')
    .replaceAll('lg7_capabilities', 'net_3_capabilities');
  const gone = ['wc_orders', 'wc_orders_meta', 'wc_order_addresses', 'wc_order_operational_data', 'wc_order_stats'];
  const drop = `\ndrop table ${gone.map((table) => `net_3_${table}`).join(', ')};\n`;
  writeFileSync(path.join(folder, 'dump.sql.gz'), gzipSync(dump + drop));
  const root = path.join(folder, 'root');
  cpSync(`${sharedFolder}stores/roots/woolegacy`, root, { recursive: true });
  const config = path.join(root, 'wp-config.php');
  const network = 'define("MULTISITE", true); define( "BLOG_ID_CURRENT_SITE", 3 );\n$table_prefix = "net_";';
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace("$table_prefix = 'lg7_';", () => network),
  );
  return { STORE_DUMP: path.join(folder, 'dump.sql.gz'), STORE_ROOT: root };
}

describeWhere(parts, 'a site of a network, with no tables of orders, says what WooCommerce says', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-network-'));
  let store: RealStore;
  let expected: WooCommerceExpectations;
  beforeAll(async () => {
    const before = { ...process.env };
    Object.assign(process.env, asSiteOfNetwork(folder));
    try {
      store = await openRealStore('woolegacy');
    } finally {
      process.env = before;
    }
    expected = new WooCommerceExpectations(oracleOf('woolegacy'), store.storeId, new Date());
  });
  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['products', 'product', () => expected.oracle.products],
    ['categories', 'category', () => expected.oracle.categories],
    ['customers', 'customer', () => expected.customers],
    ['orders', 'order', () => expected.orders],
  ] as const)('of its %s', async (list, kind, rows) => {
    const page = await askPage(store.session(), list as ListName, { selection: everything[kind] });
    const comparison = new Comparison();
    const wanted = [...rows()].sort((a, b) => a.id - b.id);
    comparison.same('count', page.rows.length, wanted.length);
    for (const [at, row] of wanted.entries())
      comparison.same(`${kind} ${row.id}`, page.rows[at]?.node, expected[kind](row));
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared).toBeGreaterThan(200);
  });
});
