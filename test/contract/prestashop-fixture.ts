import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bridgeFiles } from '../../bridge/package.js';
import { servePhp } from '../../demo/php-host.js';
import { bridgedStore, type FileStore } from './bridged-store.js';
import { prestashopRows, prestashopSchema } from './prestashop-fixture-rows.js';
import { prestashopPromotions } from './promotion-rows.js';

const prefix = 'shop_';

/** Opens a small PrestaShop store of invented goods and people: two shops, the second sharing its stock with a third. */
export async function openPrestaShop(): Promise<FileStore> {
  const root = await mkdtemp(path.join(tmpdir(), 'drawbridge-prestashop-'));
  const key = { id: 'contract', secret: randomBytes(32) };
  const database = new DatabaseSync(path.join(root, 'store.sqlite'));
  database.exec('begin');
  for (const [table, columns] of Object.entries(prestashopSchema)) {
    const typed = columns.split(' ').map((column) => {
      const [name, type = 'int'] = column.split(':');
      return `\`${name}\` ${types[type]}`;
    });
    database.exec(`create table \`${prefix}${table}\` (${typed.join(', ')})`);
  }
  for (const [table, row] of prestashopRows()) {
    const names = Object.keys(row).map((name) => `\`${name}\``);
    const marks = names.map(() => '?').join(', ');
    database
      .prepare(`insert into \`${prefix}${table}\` (${names.join(', ')}) values (${marks})`)
      .run(...Object.values(row));
  }
  database.exec(prestashopPromotions(prefix));
  database.exec('commit');
  database.close();
  const files = new Map(
    bridgeFiles({ keys: { [key.id]: key.secret.toString('base64url') } }).map((file) => [file.path, file.content]),
  );
  files.set('config/config.inc.php', '<?php\n');
  files.set('src/Core/Version.php', "<?php\nfinal class Version\n{\n    public const VERSION = '8.1.7';\n}\n");
  files.set('app/config/parameters.php', parameters);
  for (const [name, content] of files) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  const host = await servePhp({ root });
  const opened = bridgedStore(host.url, key, async () => {
    await host.close();
    await rm(root, { recursive: true, force: true });
  });
  return { ...opened, database: path.join(root, 'store.sqlite') };
}

// Text compares without regard to case, as in MySQL's collations; amounts are NUMERIC and so compare as numbers.
const types: Readonly<Record<string, string>> = {
  int: 'INTEGER DEFAULT 0',
  text: 'TEXT COLLATE NOCASE',
  money: 'DECIMAL(20,6) DEFAULT 0',
};

const parameters = `<?php return array (
  // 'database_prefix' => 'commented_',
  'parameters' =>
  array (
    'database_driver' => 'pdo_sqlite',
    'database_name' => 'store.sqlite',
    'database_prefix' => '${prefix}',
    'secret' => 'not for the bridge',
  ),
);
`;
