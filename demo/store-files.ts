import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bridgeFiles } from '../bridge/package.js';
import { tablePrefix } from './schema.js';

/** The database's file, below the store's root. */
export const databaseFile = 'storage/store.sqlite';

/** Lays a store's own files under its root, as the platform's installer leaves them, and the bridge as a merchant unzips it. */
export async function writeStoreFiles(root: string, url: string, key: { id: string; secret: string }): Promise<void> {
  const metafields = { order: ['custom_field.1'], customer: ['custom_field.1'] };
  const bridge = bridgeFiles({ keys: { [key.id]: key.secret }, connector: 'OPENCART', metafields });
  const files = new Map(bridge.map(({ path: name, content }) => [name, content]));
  files.set('config.php', storeConfig(url));
  files.set('index.php', storeIndex);
  for (const [name, content] of files) await writeBelow(root, name, content);
}

/**
 * The files that make the database when `install/index.php` is asked for; remove the folder afterwards. The database is built in
 * PHP's memory and then copied, which is several times as fast as building it on the disk.
 */
export async function writeInstaller(root: string, sql: string): Promise<void> {
  await mkdir(path.join(root, path.dirname(databaseFile)), { recursive: true });
  await writeBelow(root, 'install/store.sql', sql);
  await writeBelow(root, 'install/index.php', installer);
}

async function writeBelow(root: string, name: string, content: string): Promise<void> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content, { mode: 0o600 });
}

function storeConfig(url: string): string {
  return `<?php
// HTTP
define('HTTP_SERVER', '${url}');

// DB
define('DB_DRIVER', 'sqlite');
define('DB_DATABASE', '${databaseFile}');
define('DB_PREFIX', '${tablePrefix}');
`;
}

const storeIndex = `<?php
// Version
define('VERSION', '4.1.0.4');
header('Content-Type: text/plain; charset=utf-8');
echo "Harbour & Hearth, a demo store. Ask it through Drawbridge.\\n";
`;

const installer = `<?php
$built = tempnam(sys_get_temp_dir(), 'store');
$database = new PDO("sqlite:$built", null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$database->exec(file_get_contents(__DIR__ . '/store.sql'));
$database = null;
copy($built, __DIR__ . '/../${databaseFile}');
unlink($built);
echo 'installed';
`;
