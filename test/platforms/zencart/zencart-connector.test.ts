import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectorFileOf, connectorSource, coreSource } from '../../../bridge/assemble.js';
import { describeWhere } from '../../support/machine.js';

const zencart = {
  'includes/version.php':
    "<?php\ndefine('PROJECT_VERSION_NAME', 'Zen Cart');\ndefine('PROJECT_VERSION_MAJOR', '1');\ndefine('PROJECT_VERSION_MINOR', '5.8a');\n",
  'includes/configure.php':
    "<?php\n// define('DB_PREFIX', 'old_');\ndefine('DB_TYPE', 'mysql');\ndefine('DB_PREFIX', 'zc_');\ndefine('DB_SERVER', 'db.example');\ndefine('DB_SERVER_USERNAME', 'u');\ndefine('DB_SERVER_PASSWORD', 'it\\'s');\ndefine('DB_DATABASE', 'shop');\n",
};

describeWhere(['PHP with mysqli'], 'the connector of Zen Cart', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-connector-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the connector says of a folder with these files, in a PHP whose own time zone is Tokyo's. */
  function detected(files: Readonly<Record<string, string>>) {
    const root = mkdtempSync(path.join(folder, 'store-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), content);
    }
    const part = (source: string) => source.replace(/^<\?php\s+namespace Drawbridge;/, '');
    const connector = connectorSource(connectorFileOf('ZENCART') ?? '');
    const script = `<?php namespace Drawbridge; ${part(coreSource())} ${part(connector)}
      $found = ZenCartConnector::detect('${root}');
      echo json_encode($found ? ['version' => $found->platformVersion(), 'database' => $found->database(),
        'table' => $found->relations()['orders'][1], 'zone' => $found->timeZone() ?? date_default_timezone_get()] : null);`;
    const file = path.join(root, 'asked.php');
    writeFileSync(file, script);
    return JSON.parse(execFileSync('php', ['-d', 'date.timezone=Asia/Tokyo', file]).toString());
  }

  test('knows a store by its version and settings, read as text', () => {
    expect(detected(zencart)).toEqual({
      version: '1.5.8a',
      database: {
        driver: 'mysql',
        host: 'db.example',
        port: 3306,
        socket: null,
        user: 'u',
        password: "it's",
        database: 'shop',
        charset: 'utf8mb4',
        tls: null,
      },
      table: 'zc_orders',
      zone: 'Asia/Tokyo',
    });
  });

  test('knows no store without either, nor one of another platform', () => {
    const { 'includes/version.php': version, 'includes/configure.php': settings } = zencart;
    expect(detected({ 'includes/version.php': version })).toBeNull();
    expect(detected({ 'includes/configure.php': settings })).toBeNull();
    expect(detected({ ...zencart, 'includes/version.php': version.replace('Zen Cart', 'osCommerce') })).toBeNull();
  });

  test('takes a developer’s own settings first, and a port or a socket with the server', () => {
    const local = (server: string) => ({
      ...zencart,
      'includes/local/configure.php': `<?php\ndefine('DB_SERVER', '${server}');\ndefine('DB_PREFIX', '');\n`,
    });
    expect(detected(local('127.0.0.1:3307'))).toMatchObject({
      table: 'orders',
      database: { host: '127.0.0.1', port: 3307, database: 'shop' },
    });
    expect(detected(local('localhost:/run/db.sock')).database).toMatchObject({
      host: 'localhost',
      port: 3306,
      socket: '/run/db.sock',
    });
  });

  test.each([
    ["$TZ = 'America/Chicago';  // eg: 'Europe/Oslo'", 'America/Chicago'],
    ["$TZ = '';  // eg: 'Europe/Oslo'\nif ($TZ == '') { $TZ = date_default_timezone_get(); }", 'Asia/Tokyo'],
    ["// $TZ = 'Europe/Oslo';\n/* $TZ = 'Europe/Oslo'; */\n# $TZ = 'Europe/Oslo';", 'Asia/Tokyo'],
    ['$TZ = "Nowhere/Land";', 'Asia/Tokyo'],
    ["date_default_timezone_set('Europe/Kyiv');", 'Europe/Kyiv'],
  ])('takes the time zone as the store does: %j is %s', (source, zone) => {
    const file = { 'includes/extra_configures/set_time_zone.php': `<?php\n${source}\n` };
    expect(detected({ ...zencart, ...file }).zone).toBe(zone);
  });
});
