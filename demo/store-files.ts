import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

/** Makes the database from its script; by Node's SQLite, which is several times as fast as that in PHP's WebAssembly. */
export async function writeDatabase(root: string, sql: string): Promise<void> {
  const file = path.join(root, databaseFile);
  await mkdir(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
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
