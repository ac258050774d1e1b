import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleBridge, connectorFileOf } from '../../../bridge/assemble.js';
import { type PhpHost, servePhp } from '../../../demo/php-host.js';

const asked = `
$connector = WooCommerceConnector::detect(__DIR__ . '/' . basename($_GET['store']));
try {
    $database = $connector === null ? null : $connector->database();
} catch (Unresolved $open) {
    $database = ['unresolved' => $open->getMessage()];
}
header('Content-Type: application/json');
echo json_encode($connector === null ? null : [
    'database' => $database,
    'version' => $connector->platformVersion(),
    'tables' => array_map(fn ($relation) => $relation[1], $connector->relations()),
    'conditions' => array_map(fn ($relation) => $relation[3] ?? '', $connector->relations()),
]);
`;

describe('finding a WooCommerce store by its files', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-connector-'));
  let host: PhpHost;
  beforeAll(async () => {
    const bridge = assembleBridge([connectorFileOf('WOOCOMMERCE') ?? '']);
    writeFileSync(path.join(root, 'ask.php'), bridge.replace(/^serve\(\[.*\]\);$/m, asked));
    host = await servePhp({ root });
  });
  afterAll(async () => {
    await host?.close();
    rmSync(root, { recursive: true, force: true });
  });

  let stores = 0;
  async function detect(config: string, files: Readonly<Record<string, string>> = {}) {
    stores += 1;
    const store = `store${stores}`;
    const all = {
      'wp-config.php': `<?php\n${config}`,
      'wp-includes/version.php': '<?php',
      'wp-content/plugins/woocommerce/woocommerce.php':
        '<?php\n/**\n * Plugin Name: WooCommerce\n * Version: 9.1.0-beta.2\n */',
      ...files,
    };
    for (const [name, content] of Object.entries(all)) {
      const file = path.join(root, store, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (content !== '') writeFileSync(file, content);
    }
    const answer = await fetch(`${host.url}ask.php?store=${store}`);
    return JSON.parse(await answer.text());
  }
  const login = "define('DB_NAME', 'shop'); define( \"DB_USER\", \"keeper\" ); define('DB_PASSWORD', 'it\\'s $ecret');";

  test.each([
    ['db.example', { host: 'db.example', port: 3306, socket: null }],
    ['db.example:3307', { host: 'db.example', port: 3307, socket: null }],
    ['localhost:/run/mysqld/mysqld.sock', { host: 'localhost', port: 3306, socket: '/run/mysqld/mysqld.sock' }],
    [':/tmp/mysql.sock', { host: 'localhost', port: 3306, socket: '/tmp/mysql.sock' }],
    ['db:3308:/run/my.sock', { host: 'db', port: 3308, socket: '/run/my.sock' }],
    ['[::1]:3309', { host: '::1', port: 3309, socket: null }],
  ])('reads the database server %s', async (at, expected) => {
    const { database, version } = await detect(`${login} define('DB_HOST', '${at}');`);
    expect(database).toEqual({
      driver: 'mysql',
      user: 'keeper',
      password: "it's $ecret",
      database: 'shop',
      charset: 'utf8mb4',
      tls: null,
      ...expected,
    });
    expect(version).toBe('9.1.0-beta.2');
  });

  test.each([
    ['as it is given', "$table_prefix = 'shop7_';", 'shop7_posts', 'shop7_users'],
    [
      'in double quotes, the last where there are two',
      '$table_prefix="a_";\n$table_prefix  =  "b_";',
      'b_posts',
      'b_users',
    ],
    [
      'and none in comments',
      "// $table_prefix = 'x_';\n/* $table_prefix = 'y_'; */ # $table_prefix = 'z_';\n",
      'wp_posts',
      'wp_users',
    ],
    [
      'with the site of a network, whose users are shared',
      "define('BLOG_ID_CURRENT_SITE', 4); $table_prefix = 'n_';",
      'n_4_posts',
      'n_users',
    ],
    [
      'without a number for the first site',
      "define('BLOG_ID_CURRENT_SITE', 1); $table_prefix = 'n_';",
      'n_posts',
      'n_users',
    ],
    [
      'but for users in a table of their own',
      "define('CUSTOM_USER_TABLE', 'people'); $table_prefix = 'n_';",
      'n_posts',
      'people',
    ],
    ['without what could end a name', "$table_prefix = 'n`_; drop';", 'n_dropposts', 'n_dropusers'],
  ])('takes the prefix %s', async (_what, config, posts, users) => {
    const { tables } = await detect(`${login} define('DB_HOST', 'db');\n${config}`);
    expect([tables.product, tables.customer_hpos]).toEqual([posts, users]);
  });

  test('looks for the role under the name that a site of a network gives it', async () => {
    const { conditions } = await detect(
      `${login} define('DB_HOST', 'db'); define('BLOG_ID_CURRENT_SITE', 4); $table_prefix = 'n_';`,
    );
    expect(conditions.customer_hpos).toContain("'n_4_capabilities'");
  });

  test('finds wp-config.php one folder up, unless that is an installation of its own', async () => {
    writeFileSync(path.join(root, 'wp-config.php'), `<?php ${login} define('DB_HOST', 'above');`);
    expect((await detect('', { 'wp-config.php': '' })).database.host).toBe('above');
    writeFileSync(path.join(root, 'wp-settings.php'), '<?php');
    expect(await detect('', { 'wp-config.php': '' })).toBeNull();
    for (const name of ['wp-config.php', 'wp-settings.php']) rmSync(path.join(root, name));
  });

  test('sees no store in WordPress without WooCommerce', async () => {
    expect(await detect(login, { 'wp-content/plugins/woocommerce/woocommerce.php': '' })).toBeNull();
  });

  test('cannot tell the database where its settings are made by code', async () => {
    const { database } = await detect(`${login.replace("'shop'", "getenv('NO_SUCH')")} define('DB_HOST', 'db');`);
    expect(database).toEqual({ unresolved: 'DB_NAME' });
  });

  test('lets no row out of a table of mixed rows but by a condition', async () => {
    const { tables, conditions } = await detect(`${login} define('DB_HOST', 'db');`);
    for (const [relation, table] of Object.entries<string>(tables)) {
      if (/(options|posts|meta|users|comments|term_taxonomy)$/.test(table))
        expect({ relation, open: conditions[relation] === '' }).toEqual({ relation, open: false });
    }
  });
});
