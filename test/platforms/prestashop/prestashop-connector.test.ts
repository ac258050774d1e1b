import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectorFileOf, connectorSource, coreSource } from '../../../bridge/assemble.js';
import { servePhp } from '../../../demo/php-host.js';

const parameters = `<?php return array (
  /* 'database_prefix' => 'commented_', */
  'parameters' =>
  array (
    'database_host' => 'localhost:3307', // 'database_host' => 'commented',
    'database_port' => '',
    'database_name' => 'shop',
    'database_user' => 'us\\'er',
    'database_password' => 'p\\\\w"\\'database_name\\' => \\'fake\\'',
    'database_prefix' => 'px_',
    'secret' => 'NEVER-LEAVES',
    'cookie_key' => 'NEVER-LEAVES \\'database_user\\' => \\'fake\\'',
    'new_cookie_key' => 'NEVER-LEAVES',
    'mailer_password' => NULL,
  ),
);
`;
const defines = `<?php
define('_DB_SERVER_', 'localhost:/run/mysqld/mysqld.sock');
define('_DB_NAME_', 'old');
define('_DB_USER_', 'olduser');
define('_DB_PASSWD_', 'oldpassword');
define('_DB_PREFIX_', 'ps16_');
define('_COOKIE_KEY_', 'NEVER-LEAVES');
define('_PS_VERSION_', '1.7.6.9');
`;

/** What the connector says of a store with these files. */
async function said(files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(tmpdir(), 'drawbridge-connector-'));
  const connector = connectorFileOf('PRESTASHOP');
  if (!connector) throw new Error('the PrestaShop connector must be there');
  await writeFile(path.join(root, 'core.txt'), coreSource());
  await writeFile(path.join(root, 'connector.txt'), connectorSource(connector));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, 'store', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await writeFile(
    path.join(root, 'run.php'),
    `<?php
    require __DIR__ . '/core.txt';
    require __DIR__ . '/connector.txt';
    $found = Drawbridge\\PrestaShopConnector::detect(__DIR__ . '/store');
    echo json_encode($found === null ? null : ['version' => $found->platformVersion(), 'database' => $found->database(),
        'relations' => $found->relations(), 'state' => print_r($found, true)]);`,
  );
  const host = await servePhp({ root });
  try {
    return await (await fetch(`${host.url}run.php`)).json();
  } finally {
    await host.close();
    await rm(root, { recursive: true, force: true });
  }
}

const config = { 'config/config.inc.php': '<?php\n' };

test('a store is found by app/config/parameters.php, of which nothing but the database is read', async () => {
  const found = await said({
    ...config,
    'app/config/parameters.php': parameters,
    'src/Core/Version.php': "<?php\nfinal class Version\n{\n    public const VERSION = '8.1.7';\n}\n",
  });
  expect(found.version).toBe('8.1.7');
  expect(found.database).toEqual({
    driver: 'mysql',
    host: 'localhost',
    port: 3307,
    socket: null,
    user: "us'er",
    password: "p\\w\"'database_name' => 'fake'",
    database: 'shop',
    charset: 'utf8mb4',
    tls: null,
  });
  expect(found.relations.product[1]).toBe('px_product');
  expect(JSON.stringify(found)).not.toContain('NEVER-LEAVES');
});

test('a store is found by the constants of config/settings.inc.php too, the cookie’s key left where it is', async () => {
  const found = await said({ ...config, 'config/settings.inc.php': defines });
  expect(found.version).toBe('1.7.6.9');
  expect(found.database).toMatchObject({
    host: 'localhost',
    socket: '/run/mysqld/mysqld.sock',
    port: 3306,
    user: 'olduser',
    password: 'oldpassword',
    database: 'old',
  });
  expect(found.relations.orders[1]).toBe('ps16_orders');
  expect(JSON.stringify(found)).not.toContain('NEVER-LEAVES');
});

test('the version of 1.7 is in its kernel', async () => {
  const kernel = "<?php\nclass AppKernel extends Kernel\n{\n    const VERSION = '1.7.8.11';\n}\n";
  const found = await said({ ...config, 'app/config/parameters.php': parameters, 'app/AppKernel.php': kernel });
  expect(found.version).toBe('1.7.8.11');
});

test('nothing that opens doors is exposed', async () => {
  const { relations } = await said({ ...config, 'app/config/parameters.php': parameters });
  const columns = Object.values(relations as Record<string, string[]>).flatMap((relation) => relation[2]?.split(' '));
  expect(
    columns.filter((name) =>
      /passw|token|secure_key|secret|cookie|card_|(^|_)ip(_|$)|user_agent|hash/.test(name ?? ''),
    ),
  ).toEqual([]);
  expect(relations.configuration[3]).toMatch(/^`name` in \('PS_/);
  expect(Object.keys(relations)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/employee|guest|connections|session|webservice|access(?!ory)|log/)]),
  );
});

test('a folder that is no PrestaShop store is none', async () => {
  expect(await said(config)).toBeNull();
  expect(await said({ 'app/config/parameters.php': parameters })).toBeNull();
});
