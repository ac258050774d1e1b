import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectorFileOf, connectorSource, coreSource } from '../../bridge/assemble.js';
import { describeWhere } from '../support/machine.js';

const connector = connectorSource(connectorFileOf('MAGENTO1') ?? '').replace(/^<\?php\s+namespace Drawbridge;/, '');
const program = `${coreSource()} ${connector}
$found = Magento1Connector::detect($argv[1]);
echo json_encode($found === null ? null : ['version' => $found->platformVersion(), 'database' => $found->database(),
  'relations' => $found->relations(), 'kept' => print_r($found, true)]);`;

interface Seen {
  readonly version: string | null;
  readonly database: Readonly<Record<string, string | number>> | null;
  readonly relations: Readonly<Record<string, readonly [string, string, string, string?]>>;
  readonly kept: string;
}

function seen(files: Readonly<Record<string, string>>): Seen | null {
  const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-connector-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), content);
    }
    const asked = path.join(root, 'asked.php');
    writeFileSync(asked, program);
    return JSON.parse(execFileSync('php', [asked, root]).toString());
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const version = (name: string, parts: string) =>
  `public static function ${name}()\n    {\n        return ${parts};\n    }\n`;
const magento = `<?php\nfinal class Mage\n{\n    ${version('getVersionInfo', "array('major' => '1', 'minor' => '9', 'revision' => '3', 'patch' => '10', 'stability' => '')")}}\n`;
const localXml = (connection: string, prefix = '') => `<?xml version="1.0"?>
<config><global>
  <install><date><![CDATA[Mon]]></date></install>
  <crypt><key><![CDATA[0123456789abcdef]]></key></crypt>
  <resources>
    <db><table_prefix><![CDATA[${prefix}]]></table_prefix></db>
    <!-- <default_setup><connection><host>old</host><dbname>old</dbname></connection></default_setup> -->
    <default_setup><connection>${connection}<active>1</active></connection></default_setup>
  </resources>
</global></config>`;
const plain = '<host>db.internal</host><username>shop</username><password>a&amp;b&lt;c</password><dbname>mage</dbname>';

describeWhere(['PHP with mysqli'], 'the connector of Magento 1', () => {
  test('reads the database out of local.xml as text, without what is commented out', () => {
    const found = seen({ 'app/Mage.php': magento, 'app/etc/local.xml': localXml(plain) });
    expect(found?.database).toEqual({
      driver: 'mysql',
      host: 'db.internal',
      port: 3306,
      user: 'shop',
      password: 'a&b<c',
      database: 'mage',
      socket: null,
      charset: 'utf8mb4',
      tls: null,
    });
    expect(found?.version).toBe('1.9.3.10');
  });

  test.each([
    ['127.0.0.1:3307', { host: '127.0.0.1', port: 3307 }],
    ['localhost:/run/mysqld/mysqld.sock', { host: 'localhost', socket: '/run/mysqld/mysqld.sock' }],
    ['/run/mysqld/mysqld.sock', { socket: '/run/mysqld/mysqld.sock' }],
    ['[::1]:3308', { host: '::1', port: 3308 }],
  ])('understands the host %s', (host, wanted) => {
    const connection = `<host><![CDATA[${host}]]></host><username><![CDATA[u]]></username><password><![CDATA[p<]]></password><dbname><![CDATA[d]]></dbname>`;
    const found = seen({ 'app/Mage.php': magento, 'app/etc/local.xml': localXml(connection) });
    expect(found?.database).toMatchObject({ ...wanted, password: 'p<' });
  });

  test('puts the prefix before every table, and never keeps the crypt key', () => {
    const found = seen({ 'app/Mage.php': magento, 'app/etc/local.xml': localXml(plain, 'm1_') });
    const tables = Object.entries(found?.relations ?? {}).map(([name, [, table]]) => [name, table]);
    // What an owner opens of customers, and what carriers are set to, are relations of their own over the same tables.
    const tableOf = (name: unknown) =>
      `m1_${String(name).replace('customer_field_', 'customer_entity_').replace('carrier_setting', 'core_config_data')}`;
    expect(tables.filter(([name, table]) => table !== tableOf(name))).toEqual([]);
    expect(found?.kept).not.toContain('0123456789abcdef');
  });

  test('says the version of OpenMage where the store is one, by the major version that it names', () => {
    const source = `<?php\nfinal class Mage\n{\n    ${version('getVersionInfo', "['major' => '1', 'minor' => '9', 'revision' => '4', 'patch' => '5']")}
    public static function getOpenMageMajorVersion(): int\n    {\n        return 19;\n    }
    public static function getOpenMageVersionInfo(): array\n    {\n        if (self::getOpenMageMajorVersion() === 20) {\n            return ['major' => '20', 'minor' => '0', 'patch' => '13'];\n        }\n        return ['major' => '19', 'minor' => '4', 'patch' => '15'];\n    }\n}\n`;
    expect(seen({ 'app/Mage.php': source, 'app/etc/local.xml': localXml(plain) })?.version).toBe('19.4.15');
  });

  test('says the version of OpenMage whose major version is told by a variable before two arrays', () => {
    const two = (
      last: string,
    ) => `<?php\nfinal class Mage\n{\n    public static function getOpenMageVersionInfo()\n    {
        $majorVersion = ${last};\n        /** Forward porting */\n        if ($majorVersion === 20) {
            return array('major' => '20', 'minor' => '0', 'patch' => '20', 'stability' => '');\n        }
        return array('major' => '19', 'minor' => '4', 'patch' => '23', 'stability' => '');\n    }\n}\n`;
    const files = (last: string) => ({ 'app/Mage.php': two(last), 'app/etc/local.xml': localXml(plain) });
    expect(seen(files('19'))?.version).toBe('19.4.23');
    expect(seen(files('20'))?.version).toBe('20.0.20');
  });

  test('lets out no secret of shoppers or of the shop', () => {
    const relations = seen({ 'app/Mage.php': magento, 'app/etc/local.xml': localXml(plain) })?.relations ?? {};
    const columns = Object.values(relations).flatMap(([, , list]) => list.split(' '));
    expect(
      columns.filter((name) => /pass|hash|token|secret|key$|cc_|remote_ip|forwarded|protect_code/.test(name)),
    ).toEqual([]);
    expect(
      Object.keys(relations).filter((name) =>
        /admin|^api|oauth|session|^log_|quote_(address|payment|shipping)/.test(name),
      ),
    ).toEqual([]);
    expect(relations.core_config_data?.[3]).toMatch(/^`path` in \('[a-z0-9_/', ]+\)$/);
    expect(relations.carrier_setting?.[3]).not.toMatch(/password|token|secret|key|account|userid/);
    for (const name of ['customer_entity_varchar', 'customer_entity_int', 'customer_address_entity_text']) {
      expect(relations[name]?.[3]).toMatch(/^`attribute_id` in \(select/);
      expect(relations[name]?.[3]).not.toMatch(/password|token|confirmation|dob/);
    }
  });

  test.each([
    ['without app/Mage.php', { 'app/etc/local.xml': localXml(plain) }],
    ['without local.xml', { 'app/Mage.php': magento }],
    ['of Magento 2', { 'app/etc/env.php': '<?php return [];', 'bin/magento': '' }],
  ])('does not take a folder %s for a store', (_what, files) => {
    expect(seen(files as Record<string, string>)).toBeNull();
  });
});
