import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { bridgeFiles } from '../../bridge/package.js';
import { servePhp } from '../../demo/php-host.js';
import { bridgedStore, type FileStore } from './bridged-store.js';
import { zencartPromotions } from './promotion-rows.js';
import { zencartTaxes } from './tax-rows.js';
import { zencartPeopleSchema } from './zencart-fixture-people.js';
import { zencartRows } from './zencart-fixture-rows.js';
import { zencartSchema } from './zencart-fixture-schema.js';

/** What the fixture's settings say, as Zen Cart's installer writes them; `sqlite` is known to the bridge alone. */
const configure = `<?php
/**
 * define('DB_PREFIX', 'commented_');
 */
define('HTTP_SERVER', 'http://reeds.example');
define('DIR_WS_CATALOG', '/');
define('DB_TYPE', 'sqlite'); // always 'mysql'
define('DB_PREFIX', 'reed_');
define('DB_DATABASE', 'reeds.sqlite');
`;

/** Opens a small Zen Cart store of flutes and reeds: SQLite behind the bridge that merchants install, on any machine. */
export async function openZenCartFixture(): Promise<FileStore> {
  const root = await mkdtemp(path.join(tmpdir(), 'drawbridge-zencart-'));
  const key = { id: 'contract', secret: randomBytes(32) };
  const database = new DatabaseSync(path.join(root, 'reeds.sqlite'));
  // Together: row by row the disk would be waited for each time.
  database.exec('begin');
  database.exec(zencartSchema + zencartPromotions('reed_') + zencartTaxes('reed_'));
  database.exec(zencartPeopleSchema);
  for (const [table, rows] of Object.entries(zencartRows())) {
    for (const row of rows) {
      const columns = Object.keys(row);
      const marks = columns.map(() => '?').join(', ');
      database
        .prepare(`insert into reed_${table} (${columns.join(', ')}) values (${marks})`)
        .run(...(Object.values(row) as SQLInputValue[]));
    }
  }
  database.exec('commit');
  database.close();
  const files = [
    { path: 'includes/configure.php', content: configure },
    {
      path: 'includes/version.php',
      content:
        "<?php\ndefine('PROJECT_VERSION_NAME', 'Zen Cart');\ndefine('PROJECT_VERSION_MAJOR', '2');\ndefine('PROJECT_VERSION_MINOR', '1.0');\n",
    },
    {
      path: 'includes/extra_configures/set_time_zone.php',
      content: "<?php\n$TZ = 'Europe/Lisbon'; // eg: 'Europe/Oslo'\nif ($TZ == '') { $TZ = 'UTC'; }\n",
    },
    ...bridgeFiles({ keys: { [key.id]: key.secret.toString('base64url') } }),
  ];
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file.path)), { recursive: true });
    await writeFile(path.join(root, file.path), file.content);
  }
  const host = await servePhp({ root });
  const opened = bridgedStore(host.url, key, async () => {
    await host.close();
    await rm(root, { recursive: true, force: true });
  });
  return { ...opened, database: path.join(root, 'reeds.sqlite') };
}
