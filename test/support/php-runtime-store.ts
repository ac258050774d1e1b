import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { coreSource } from '../../bridge/assemble.js';
import type { BridgeConfig } from '../../bridge/bridge-file.js';
import { bridgeFiles } from '../../bridge/package.js';
import { servePhp } from '../../demo/php-host.js';
import type { StoreKey } from '../../src/bridge/signature.js';
import type { PhpRuntime } from './php-runtime.js';
import { type Answered, type Call, callBridge } from './php-runtime-caller.js';

/** A small SQLite store with the bridge that merchants install, run by one PHP. */
export interface TestStore {
  readonly root: string;
  readonly url: string;
  readonly key: StoreKey;
  /** Entries of `$_SERVER` for the requests that follow; `TEST_NOW` is the clock, seconds since 1970, `TEST_TIDY` makes it tidy up. */
  readonly server: Record<string, string>;
  call(call?: Call): Promise<Answered>;
  /** The results of these statements. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of them
  query(...statements: readonly Question[]): Promise<any[]>;
  /** What a PHP script prints, in which the bridge's core is there, not started. */
  run(script: string): Promise<string>;
  /** Writes `config.php` anew; the store's own key stays where no other is given. */
  configure(config: Partial<BridgeConfig>): Promise<void>;
  /** Deletes what the bridge remembers of earlier requests. */
  forgetNonces(): Promise<void>;
  /** Every warning, notice and deprecation that PHP had for the bridge so far, but those it silences itself with `@`. */
  complaints(): Promise<string>;
  close(): Promise<void>;
}

export type Question = string | { readonly id?: string; readonly sql: string; readonly params?: readonly unknown[] };

/** What the fixture holds that must never leave it; every such value has this text in it. */
export const secretMark = 'NEVER-LEAVES';

const schema = `
  create table oc_product (product_id integer primary key, model varchar(64), quantity int, price decimal(15,4),
    weight decimal(15,8), image varchar(255), date_modified date, date_added datetime, status tinyint, cost_secret text);
  create table oc_product_description (product_id int, language_id int, name varchar(255), description text);
  create table oc_product_image (product_image_id integer primary key, product_id int, image varchar(255), sort_order int);
  create table oc_customer (customer_id integer primary key, firstname varchar(32), lastname varchar(32), email varchar(96),
    password varchar(255), token text, code varchar(40), ip varchar(40), status tinyint);
  create table oc_order (order_id integer primary key, customer_id int, total decimal(15,4), ip varchar(40), date_added datetime);
  create table oc_order_product (order_product_id integer primary key, order_id int, product_id int, name varchar(255), quantity int);
  create table oc_setting (setting_id integer primary key, store_id int, code varchar(128), key varchar(128), value text, serialized tinyint);
  create table oc_extension (extension_id integer primary key, type varchar(32), code varchar(32));
  create table oc_geo_zone (geo_zone_id integer primary key, name varchar(32));
  create table oc_country (country_id integer primary key, iso_code_2 varchar(2));
  create table oc_user (user_id integer primary key, username varchar(20), password varchar(255));
  create table oc_session (session_id varchar(32), data text);
  create table oc_api (api_id integer primary key, username varchar(64), key text);
  create table oc_seo_url (seo_url_id integer primary key, keyword varchar(255));
  insert into oc_product values
    (1, 'Chair', 5, 19.99, 1e-7, 'a.jpg', '2024-01-01', '2024-01-01 10:00:00', 1, '${secretMark}-cost'),
    (2, 'Table', -1, 100, 1e21, null, '0000-00-00', '0000-00-00 00:00:00', 0, '${secretMark}-cost'),
    (3, 'Grüße ＆ 🪑', 9007199254740993, 0.1, 9007199254740992, cast(x'636166e92d66696e' as text), '2024-01-03', '2024-01-03 00:00:00', 1, '${secretMark}-cost');
  insert into oc_product_description values (1, 1, 'Chair', '<p>A chair</p>'), (2, 1, 'Table', ''), (3, 1, 'Bench', null);
  insert into oc_product_image values (1, 1, 'b.jpg', 0), (2, 1, 'c.jpg', 1), (3, 3, 'd.jpg', 0);
  insert into oc_customer values (1, 'Ada', 'Moss', 'ada@example.com', '${secretMark}-hash', '${secretMark}-token', '${secretMark}-code', '203.0.113.9', 1);
  insert into oc_order values (1, 1, 119.99, '203.0.113.9', '2024-02-01 00:00:00');
  insert into oc_order_product values (1, 1, 1, 'Chair', 1), (2, 1, 2, 'Table', 1), (3, 1, null, 'Gone', 1);
  insert into oc_setting values (1, 0, 'config', 'config_name', 'The shop', 0), (2, 0, 'config', 'config_encryption', '${secretMark}-key', 0),
    (3, 0, 'config', 'config_mail_smtp_password', '${secretMark}-mail', 0), (4, 0, 'payment_x', 'payment_x_secret', '${secretMark}-pay', 0);
  insert into oc_country values (1, 'FR');
  insert into oc_user values (1, 'admin', '${secretMark}-admin');
  insert into oc_session values ('${secretMark}-session', '${secretMark}-data');
  insert into oc_api values (1, 'Default', '${secretMark}-api');
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 10005) insert into oc_seo_url select i, 'k' || i from n;
`;

const configPhp = `<?php
// define('DB_PREFIX', 'commented_');
define('HTTP_SERVER', 'http://store.example/');
/* define('DB_DATABASE', 'commented.sqlite'); */
define('DB_DRIVER', 'sqlite');
define('DB_DATABASE', 'store.sqlite'); # define('DB_PREFIX', 'commented_');
define('DB_PREFIX', 'oc_');
`;

/** Stands before the bridge's own text: gives it a clock, and notes whatever PHP has to say about it. */
const prelude = (root: string) => `<?php
namespace Drawbridge;
function time(): int { return (int) ($_SERVER['TEST_NOW'] ?? \\time()); }
function random_int(int $from, int $to): int { return isset($_SERVER['TEST_TIDY']) ? $from : \\random_int($from, $to); }
set_error_handler(function ($level, $message, $file, $line) {
    $source = file($file)[$line - 1] ?? '';
    if (strpos($source, '@') === false) file_put_contents('${root}/complaints', "$message in $file:$line\\n", FILE_APPEND);
    return true;
});
if (isset($_SERVER['TEST_HTTPS'])) $_SERVER['HTTPS'] = $_SERVER['TEST_HTTPS'];
require __DIR__ . '/merchants.php';
`;

export async function openTestStore(php: PhpRuntime, config: Partial<BridgeConfig> = {}): Promise<TestStore> {
  const root = await mkdtemp(path.join(tmpdir(), 'drawbridge-php-'));
  const key = { id: 'k1', secret: randomBytes(32) };
  const server: Record<string, string> = {};
  const database = new DatabaseSync(path.join(root, 'store.sqlite'));
  database.exec(schema);
  database.close();
  await writeFile(path.join(root, 'config.php'), configPhp);
  await writeFile(path.join(root, 'index.php'), "<?php\ndefine('VERSION', '4.1.0.3');\n");
  await mkdir(path.join(root, 'drawbridge'));
  const write = async (choices: Partial<BridgeConfig>) => {
    const keys = choices.keys ?? { [key.id]: key.secret.toString('base64url') };
    for (const { path: name, content } of bridgeFiles({ ...choices, keys })) {
      const inFolder = name === 'drawbridge/bridge.php' ? 'drawbridge/merchants.php' : name;
      await writeFile(path.join(root, inFolder), content);
    }
  };
  await write(config);
  await writeFile(path.join(root, 'drawbridge/bridge.php'), prelude(root));
  const host = await servePhp({ root, phpLoader: php.load, server });
  const url = `${host.url}drawbridge/bridge.php`;
  const call = (one: Call = {}) => callBridge(url, key, one);
  return {
    root,
    url,
    key,
    server,
    call,
    async query(...questions) {
      const statements = questions.map((one, i) =>
        typeof one === 'string' ? { id: `s${i}`, sql: one, params: [] } : { id: `s${i}`, params: [], ...one },
      );
      const answer = await call({ body: { verb: 'query', statements } });
      if (answer.fault || answer.status !== 200) throw new Error(`query must be answered, but got: ${answer.code}`);
      return answer.json.results;
    },
    configure: write,
    async run(script) {
      await writeFile(path.join(root, 'core.txt'), coreSource());
      await writeFile(path.join(root, 'run.php'), `<?php\nrequire __DIR__ . '/core.txt';\n${script}`);
      return (await fetch(`${host.url}run.php`)).text();
    },
    async forgetNonces() {
      const folder = path.join(root, 'drawbridge/nonces');
      for (const name of existsSync(folder) ? await readdir(folder) : []) await rm(path.join(folder, name));
    },
    async complaints() {
      const file = path.join(root, 'complaints');
      return existsSync(file) ? readFile(file, 'utf8') : '';
    },
    async close() {
      await host.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
