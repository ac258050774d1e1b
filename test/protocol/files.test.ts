import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assembleBridge, connectorFiles, coreFiles, packageRoot } from '../../bridge/assemble.js';
import { bridgeFiles, renderBridgeConfig } from '../../bridge/package.js';
import { zipOf } from '../../src/domain/bridge-downloads.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore, type TestStore } from '../support/php-runtime-store.js';

const read = (name: string) => readFileSync(path.join(packageRoot, name), 'utf8');
const lines = (text: string) => text.split('\n').length - 1;
const keys = { k1: 'A'.repeat(43) };

test('DB-FILE-1: the core has at most 800 lines, each other part and each connector fewer, none too long to read', () => {
  expect(lines(read('bridge/core.php'))).toBeLessThanOrEqual(800);
  for (const file of coreFiles()) {
    const text = readFileSync(file, 'utf8');
    expect(lines(text)).toBeLessThanOrEqual(file.endsWith('core.php') ? 800 : 400);
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
  }
  expect(connectorFiles().length).toBeGreaterThan(0);
  for (const file of connectorFiles()) expect(lines(readFileSync(file, 'utf8'))).toBeLessThan(200);
});

test('DB-FILE-2: the committed bridge is what its parts make', () => {
  expect(read('bridge/bridge.php')).toBe(assembleBridge(connectorFiles()));
});

test('DB-FILE-3: the bridge of a known platform holds its connector alone, any other all of them', () => {
  const classes = (text: string) =>
    [...text.matchAll(/^final class (\w+) (?:extends StoreFiles )?implements Connector$/gm)].map(([, name]) => name);
  const bridge = (connector?: string) => bridgeFiles({ keys, connector })[0]?.content ?? '';
  expect(classes(bridge())).toHaveLength(connectorFiles().length);
  expect(classes(bridge('SOMETHING_ELSE'))).toHaveLength(connectorFiles().length);
  for (const file of connectorFiles()) {
    const source = readFileSync(file, 'utf8');
    const platform = /function platform\(\): string\s*\{\s*return '(\w+)';/.exec(source)?.[1] ?? '';
    expect(classes(bridge(platform))).toEqual(classes(source));
  }
});

test('DB-FILE-6: nothing in the bridge runs what it is given, fetches, or writes but empty nonce files', () => {
  const code = read('bridge/bridge.php')
    .replace(/^\s*\/\*[\s\S]*?\*\//gm, '')
    .replace(/^\s*\/\/.*$/gm, '');
  const calls = (name: string) =>
    [...code.matchAll(new RegExp(`(?<![\\w>:$'])${name}\\b[^;]*`, 'g'))].map(([text]) => text);
  const never =
    'eval assert create_function unserialize require require_once include include_once exec shell_exec system passthru popen proc_open pcntl_exec mail ' +
    'file_put_contents fputs copy rename move_uploaded_file symlink link chmod tempnam curl_init fsockopen stream_socket_client ' +
    'call_user_func call_user_func_array extract parse_str phpinfo putenv dl set_include_path';
  for (const name of never.split(' ')) expect([name, ...calls(name)]).toEqual([name]);
  expect(calls('fopen')).toEqual([expect.stringContaining(`"$folder/$nonce", 'x')`)]);
  expect(calls('fwrite')).toEqual(['fwrite($file, $text)']);
  expect(calls('tmpfile')).toEqual(['tmpfile()']);
  expect(calls('unlink')).toEqual(['unlink($old)']);
  expect(calls('mkdir')).toEqual(['mkdir($folder, 0700)']);
  expect(code).not.toMatch(/new \$/);
  for (const [, name] of code.matchAll(/\$(\w+)\(/g)) expect(code).toContain(`$${name} = static fn (`);
  for (const [text] of code.matchAll(/file_get_contents\([^;]*/g)) expect(text).not.toMatch(/http|ftp/);
});

test('DB-FILE-11: what hosts switch off is looked for before it is called', () => {
  const often =
    'ini_set ini_get set_time_limit ignore_user_abort error_log error_reporting error_get_last register_shutdown_function glob scandir filemtime unlink mkdir ' +
    'fopen tmpfile getenv memory_get_usage gzencode';
  const parts = coreFiles().map((file) => readFileSync(file, 'utf8'));
  for (const name of often.split(' ')) {
    for (const text of parts) {
      for (const { index } of text.matchAll(new RegExp(`(?<![\\w>:$'])${name}\\(`, 'g'))) {
        const before = text.slice(Math.max(0, index - 500), index);
        expect([name, before.includes(`'${name}'`)]).toEqual([name, true]);
      }
    }
  }
});

test('DB-FILE-12: in the zip config.php is its owner’s alone, and the folder of nonces is closed', () => {
  const files = [...bridgeFiles({ keys }), { path: 'drawbridge/nonces/.htaccess', content: '' }];
  const zip = Buffer.from(zipOf(files, new Date('2026-03-01T10:00:00Z')));
  const modes = new Map<string, string>();
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    modes.set(name, (zip.readUInt32LE(at + 38) >>> 16).toString(8));
  }
  expect(modes.size).toBe(files.length);
  for (const [name, mode] of modes)
    expect([name, mode]).toEqual([name, name.endsWith('/config.php') ? '100600' : '100644']);
});

test('DB-FILE-7: the core names no platform', () => {
  const platforms = readdirSync(path.join(packageRoot, 'src/platforms'), { withFileTypes: true });
  const names = platforms.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  const core = coreFiles().map((file) => readFileSync(file, 'utf8').toLowerCase());
  for (const name of names) for (const text of core) expect(text).not.toContain(name);
});

test('a config.php is not rendered with what could break out of its quotes', () => {
  expect(() => renderBridgeConfig({ keys: {} })).toThrow('at least one key');
  expect(() => renderBridgeConfig({ keys: { "a'b": keys.k1 } })).toThrow('key id');
  expect(() => renderBridgeConfig({ keys: { a: "'; evil();" } })).toThrow('32 bytes');
  expect(() => renderBridgeConfig({ keys, allowedIps: ["1.2.3.4', evil(), '"] })).toThrow('plain');
});

describe.each(phpRuntimes)('under PHP $version', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php);
  });
  afterAll(() => store.close());

  test('DB-FILE-4: config.php and index.php print nothing', async () => {
    for (const name of ['config.php', 'index.php']) {
      const answer = await fetch(new URL(name, store.url));
      expect(await answer.text()).toBe('');
    }
  });

  test('DB-FILE-5: PHP has nothing to complain of', async () => {
    expect((await store.call()).status).toBe(200);
    expect((await store.call({ encrypted: true })).status).toBe(200);
    await store.query('select count(*) as `n` from `product`', 'select `x`', {
      sql: 'select `p`.`price` from `product` as `p` where `p`.`product_id` in (?)',
      params: [{ from: 's0', column: 'n' }],
    });
    expect((await store.call({ body: '[]' })).code).toBe('MALFORMED');
    expect(await store.complaints()).toBe('');
  });

  test('DB-CONF-1: config.php is read anew with every request', async () => {
    expect((await store.call()).json.areas).toEqual([
      'catalog',
      'orders',
      'customers',
      'settings',
      'promotions',
      'internal',
    ]);
    await store.configure({ areas: ['orders', 'weather'] });
    expect((await store.call()).json.areas).toEqual(['orders']);
    await store.configure({ keys: { other: 'B'.repeat(43) } });
    expect((await store.call()).code).toBe('SIGNATURE_INVALID');
    await store.configure({});
  });

  test('DB-CONF-2: two keys are valid at once, and each is answered with its own signature', async () => {
    const second = { id: 'k2', secret: Buffer.alloc(32, 7) };
    await store.configure({
      keys: { k1: Buffer.from(store.key.secret).toString('base64url'), k2: second.secret.toString('base64url') },
    });
    for (const key of [store.key, second]) {
      const answer = await store.call({ key });
      expect(answer.status).toBe(200);
      expect(answer.fault).toBeNull();
    }
    await store.configure({});
    expect((await store.call({ key: second })).code).toBe('SIGNATURE_INVALID');
  });

  test('DB-CONF-4: a config.php whose PHP is not well formed answers CONFIG_SYNTAX', async () => {
    const secret = Buffer.from(store.key.secret).toString('base64url');
    for (const config of [
      '<?php return [',
      `<?php return ['keys' => ['k1' => '${secret}'] 'areas' => []];`,
      `<?php return ['keys' => ['k1' => '${secret}'], 'areas' => ['catalog];`,
      `<?php return ['keys' => ['k1' => '${secret}']]; }`.replace("']]", "']"),
    ]) {
      await writeFile(path.join(store.root, 'drawbridge/config.php'), config);
      const answer = await store.call();
      expect([config, answer.status, answer.code, answer.fault]).toEqual([config, 500, 'CONFIG_SYNTAX', 'UNSIGNED']);
    }
    await store.configure({});
  });

  test('DB-CONF-3: a config.php that cannot be relied on answers CONFIG_INVALID', async () => {
    const file = path.join(store.root, 'drawbridge/config.php');
    const secret = Buffer.from(store.key.secret).toString('base64url');
    for (const config of [
      '<?php return 1;',
      '<?php return [];',
      "<?php return ['keys' => ['k1' => 'short']];",
      `<?php return ['keys' => ['k1' => '${secret}'], 'allowed_ips' => ['300.1.1.1']];`,
      `<?php return ['keys' => ['k1' => '${secret}'], 'trusted_proxies' => ['10.0.0.0/33']];`,
      `<?php return ['keys' => ['k1' => '${secret}'], 'allowed_ips' => '10.0.0.1'];`,
      `<?php return ['keys' => ['k1' => '${secret}'], 'areas' => [['catalog']]];`,
    ]) {
      await writeFile(file, config);
      const answer = await store.call();
      expect([config, answer.status, answer.fault]).toEqual([config, 500, 'UNSIGNED']);
      expect([config, answer.code]).toEqual([config, 'CONFIG_INVALID']);
    }
    await rm(file);
    expect((await store.call()).code).toBe('CONFIG_INVALID');
    expect(existsSync(file)).toBe(false);
    await store.configure({});
    expect((await store.call()).status).toBe(200);
  });
});
