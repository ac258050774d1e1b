import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import { describeWithCode, type PlatformStore } from './platform-store.js';
import { openWooCommerce } from './woocommerce-store.js';
import { writtenStores } from './written-stores.js';

/** A store that was moved into another layout of WordPress: where it lies now, and the prefix of its tables. */
interface Laid {
  readonly at: Pick<PlatformStore, 'url' | 'root' | 'key'>;
  readonly prefix: string;
}

/** What Bedrock takes from Composer's packages, as far as its settings use it. */
const vendor = `<?php
namespace Roots\\WPConfig {
    class Config {
        private static $held = [];
        public static function define($name, $value) { self::$held[$name] = $value; }
        public static function get($name) { return self::$held[$name]; }
        public static function apply() { foreach (self::$held as $name => $value) defined($name) || define($name, $value); }
    }
}
namespace Env {
    function env($name) { return parse_ini_file(dirname(__DIR__) . '/.env')[$name] ?? null; }
}
`;

/** Bedrock: WordPress in a folder of its own, what the shop has added in another, settings above both. */
function asBedrock(store: PlatformStore): Laid {
  const web = path.join(store.root, 'site/web');
  const all = readdirSync(store.root);
  const above = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(store.root, 'site', name)), { recursive: true });
    writeFileSync(path.join(store.root, 'site', name), text);
  };
  const held = Object.fromEntries(
    ['DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DB_HOST'].map((name) => [
      name,
      new RegExp(`^define\\( '${name}', '([^']*)'`, 'm').exec(
        readFileSync(path.join(store.root, 'wp-config.php'), 'utf8'),
      )?.[1],
    ]),
  );
  mkdirSync(path.join(web, 'wp'), { recursive: true });
  for (const name of all.filter((one) => one !== 'wp-config.php' && one !== 'drawbridge')) {
    renameSync(path.join(store.root, name), path.join(web, name === 'wp-content' ? 'app' : `wp/${name}`));
  }
  const home = `${store.url}site/web`;
  above(
    '.env',
    Object.entries({ ...held, WP_HOME: home })
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  );
  above('vendor/autoload.php', vendor);
  above(
    'config/application.php',
    `<?php
use Roots\\WPConfig\\Config;
use function Env\\env;
$root_dir = dirname(__DIR__);
$webroot_dir = $root_dir . '/web';
Config::define('WP_HOME', env('WP_HOME'));
Config::define('WP_SITEURL', env('WP_HOME') . '/wp');
Config::define('CONTENT_DIR', '/app');
Config::define('WP_CONTENT_DIR', $webroot_dir . Config::get('CONTENT_DIR'));
Config::define('WP_CONTENT_URL', Config::get('WP_HOME') . Config::get('CONTENT_DIR'));
Config::define('DB_NAME', env('DB_NAME'));
Config::define('DB_USER', env('DB_USER'));
Config::define('DB_PASSWORD', env('DB_PASSWORD'));
Config::define('DB_HOST', env('DB_HOST') ?: 'localhost');
Config::define('DB_CHARSET', 'utf8mb4');
Config::define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
Config::apply();
if (!defined('ABSPATH')) { define('ABSPATH', $webroot_dir . '/wp/'); }
`,
  );
  above(
    'web/wp-config.php',
    "<?php\nrequire_once dirname(__DIR__) . '/vendor/autoload.php';\nrequire_once dirname(__DIR__) . '/config/application.php';\nrequire_once ABSPATH . 'wp-settings.php';\n",
  );
  above('web/index.php', "<?php\ndefine('WP_USE_THEMES', true);\nrequire __DIR__ . '/wp/wp-blog-header.php';\n");
  return { at: { ...store, root: web, url: `${home}/` }, prefix: 'wp_' };
}

/** The third site of a network of three, whose address the network knows is not the one that the bridge is asked at. */
function asSiteOfNetwork(store: PlatformStore): Laid {
  const tables = store.rows('select table_name from information_schema.tables where table_schema = database()');
  const named = (table: string) =>
    /^lg7_user(s|meta)$/.test(table) ? table.replace('lg7_', 'net_') : table.replace('lg7_', 'net_3_');
  store.rows(`rename table ${tables.map(([table = '']) => `\`${table}\` to \`${named(table)}\``).join(', ')};
    update net_3_options set option_name = 'net_3_user_roles' where option_name = 'lg7_user_roles';
    update net_usermeta set meta_key = concat('net_3_', substr(meta_key, 5)) where meta_key like 'lg7\\_%';
    create table net_site (id bigint primary key, domain varchar(200) not null, path varchar(100) not null);
    insert into net_site values (1, 'network.example', '/');
    create table net_sitemeta (meta_id bigint primary key auto_increment, site_id bigint, meta_key varchar(255), meta_value longtext);
    insert into net_sitemeta (site_id, meta_key, meta_value) values (1, 'site_name', 'A network'), (1, 'siteurl', 'http://network.example/');
    create table net_blogs (blog_id bigint primary key, site_id bigint not null, domain varchar(200) not null, path varchar(100) not null,
      registered datetime, last_updated datetime, public tinyint default 1, archived tinyint default 0, mature tinyint default 0,
      spam tinyint default 0, deleted tinyint default 0, lang_id int default 0);
    create table net_blogmeta (meta_id bigint primary key auto_increment, blog_id bigint, meta_key varchar(255), meta_value longtext);
    insert into net_blogs (blog_id, site_id, domain, path) values (1, 1, 'network.example', '/'), (2, 1, 'network.example', '/other/'),
      (3, 1, 'network.example', '/shop/');`);
  const file = path.join(store.root, 'wp-config.php');
  const network = `define('MULTISITE', true); define('SUBDOMAIN_INSTALL', false); define('DOMAIN_CURRENT_SITE', 'network.example');
define('PATH_CURRENT_SITE', '/'); define('SITE_ID_CURRENT_SITE', 1); define('BLOG_ID_CURRENT_SITE', 3);
$table_prefix = 'net_';`;
  const text = readFileSync(file, 'utf8').replace("$table_prefix = 'lg7_';", () => network);
  expect(text).toContain('net_');
  writeFileSync(file, text);
  return { at: store, prefix: 'net_3_' };
}

describe.each([
  ['Bedrock', 'woo', asBedrock],
  ['the third site of a network', 'woolegacy', asSiteOfNetwork],
] as const)('%s', (_title, name, lay) => {
  describeWithCode(name, "changed by WordPress' and WooCommerce's own code", (code) => {
    let store: PlatformStore;
    let service: ServiceUnderTest;
    let shop: ConnectedStore;
    let prefix: string;
    beforeAll(async () => {
      [store, service] = await Promise.all([openWooCommerce(name, code), startTestService()]);
      const laid = lay(store);
      prefix = laid.prefix;
      shop = await connectTo(service, laid.at, { key: 'demo' });
    }, 240_000);
    afterAll(async () => {
      await service?.close();
      await store?.close();
    });
    const kind = writtenStores.find((one) => one.name === name);
    const own = (sql = '') => sql.replaceAll(/\b(?:wp|lg7)_/g, prefix);
    const one = (sql?: string) => store.rows(own(sql))[0]?.[0] ?? '';

    test('stock, prices, products, orders and shipments are what was asked for', async () => {
      const [product, order] = [one(kind?.products), one(kind?.orders)];
      const [gid, orderId] = [shop.gid('Product', product), shop.gid('Order', order)];
      const asked: readonly (readonly [keyof typeof operations, object, object])[] = [
        ['setInventory', { id: gid, quantity: '77' }, { inventory: { quantity: '77' } }],
        ['setInventory', { id: gid, adjustBy: '-7', expectedQuantity: '77' }, { inventory: { quantity: '70' } }],
        ['setPrices', { id: gid, price: '19.90', salePrice: null }, { product: { price: { amount: '19.90' } } }],
        ['updateProducts', { id: gid, sku: 'LAID-1' }, { product: { sku: 'LAID-1' } }],
        [
          'updateOrders',
          { id: orderId, statusId: 'wc-completed', comment: 'from its layout' },
          { order: { status: { nativeId: 'wc-completed' } } },
        ],
        ['createShipments', { orderId, trackingNumber: '00340434' }, { shipment: { trackingNumber: '00340434' } }],
      ];
      for (const [mutation, change, becomes] of asked) {
        const { data, errors } = await shop.ask(operations[mutation], { changes: [change] });
        expect([mutation, errors, data?.[mutation].results[0]]).toMatchObject([
          mutation,
          undefined,
          { userErrors: [], ...becomes },
        ]);
      }
      expect(Number(one(kind?.stock(product)))).toBe(70);
      expect(one(kind?.comments('from its layout'))).toBe('1');
    }, 120_000);
  });
});
