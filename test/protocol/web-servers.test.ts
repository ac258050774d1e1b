import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bridgeFiles } from '../../bridge/package.js';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import { serveApache } from '../support/apache.js';
import { describeWhere } from '../support/machine.js';
import { type PhpIni, servePhpFpm } from '../support/php-fpm.js';
import { callBridge } from '../support/php-runtime-caller.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';
import { serveSystemPhp } from '../support/system-php.js';

/** How merchants run PHP, each with OPcache on where it has any. */
const servers = {
  'Apache with mod_php': (root: string, ini: PhpIni) => serveApache(root, 'module', ini),
  'Apache with php-fpm': (root: string, ini: PhpIni) => serveApache(root, 'fpm', ini),
  'nginx with php-fpm': (root: string, ini: PhpIni) => servePhpFpm(root, ini, { user: 'www-data' }),
  'PHP’s own server': (root: string) => serveSystemPhp(root, 2),
};

describeWhere(
  [
    'PHP with mysqli',
    'Apache with PHP as its module, and php-fpm',
    'php-fpm, nginx and unzip',
    'a MariaDB that lets this user in over its socket',
    'the real stores in ../shared/stores',
  ],
  'the bridge of a real store',
  () => {
    let store: MariaDbStore;
    beforeAll(async () => {
      store = await openMariaDbStore('presta8');
      // Whoever runs the web server may read the store, and the bridge may note what it has seen.
      chmodSync(store.root, 0o755);
    });
    afterAll(() => store?.close());

    describe.each(Object.keys(servers) as (keyof typeof servers)[])('under %s', (name) => {
      let server: { readonly url: string; close(): Promise<void> };
      const bridge = () => `${server.url}drawbridge/bridge.php`;
      const call = (one: Parameters<typeof callBridge>[2] = {}) => callBridge(bridge(), store.key, one);
      const folder = () => path.join(store.root, 'drawbridge');
      beforeAll(async () => {
        rmSync(path.join(folder(), 'nonces'), { recursive: true, force: true });
        if (process.getuid?.() === 0) chownSync(folder(), 33, 33);
        server = await servers[name](store.root, { 'opcache.file_update_protection': '0' });
      });
      afterAll(() => server?.close());

      test('is asked by the service, and says of its store what is so', async () => {
        const dispatcher = bridgeAgent({ allowPrivateAddresses: true });
        const client = new BridgeClient({ dispatcher, now: () => new Date(), randomBytes });
        const connection = client.connect({ url: bridge(), key: store.key });
        const hello = await connection.greet();
        expect(hello).toMatchObject({ platform: 'PRESTASHOP', replayProtection: true });
        const sql = 'select `p`.`id_product` from `product` as `p` order by `p`.`id_product` limit ?';
        const [found] = await connection.run([{ id: 'p', sql, parameters: [3] }]);
        const wanted = store
          .sql('select id_product from ps_product order by id_product limit 3')
          .split('\n')
          .map(Number);
        expect(found && 'rows' in found ? found.rows.flat() : found).toEqual(wanted);
        await dispatcher.destroy();
      });

      test('answers signed, packed or not, whatever the server packs', async () => {
        const packed = await call({ headers: { 'accept-encoding': 'gzip' } });
        expect([packed.fault, packed.headers['content-encoding']]).toEqual([null, 'gzip']);
        const plain = await call({ headers: { 'accept-encoding': '' } });
        expect([plain.fault, plain.headers['content-encoding'], plain.json.platform]).toEqual([
          null,
          undefined,
          'PRESTASHOP',
        ]);
        expect(JSON.parse(gunzipSync(packed.bytes).toString()).relations).toEqual(plain.json.relations);
        const sealed = await call({ encrypted: true, headers: { 'accept-encoding': 'gzip' } });
        expect([sealed.fault, sealed.json.platform]).toEqual([null, 'PRESTASHOP']);
      });

      test('signs for the path and the query that it is asked at', async () => {
        for (const target of [
          'bridge.php?a=1&b=%20',
          'bridge.php/more/of%20it',
          '/drawbridge/bridge.php/?',
          'bridge.php?',
        ]) {
          const { fault, status, code, json } = await call({ target });
          // nginx, as many set it up, knows no path behind a script.
          const knowsPath = !target.includes('.php/') || name !== 'nginx with php-fpm';
          if (knowsPath) expect([target, fault, status, json?.platform]).toEqual([target, null, 200, 'PRESTASHOP']);
          else expect([target, code, status]).toEqual([target, null, 404]);
        }
        const other = await call({ headers: { signature: 'drawbridge=:AAAA:' } });
        expect([other.status, other.code]).toEqual([400, 'SIGNATURE_MISSING']);
      });

      test('answers once, within its bounds, and refuses with its codes', async () => {
        const nonce = randomBytes(16).toString('base64url');
        expect((await call({ nonce })).status).toBe(200);
        expect([(await call({ nonce })).code, (await call({ nonce })).status]).toEqual(['REPLAYED', 409]);
        expect((await call({ body: 'x'.repeat(1_048_576) })).code).toBe('MALFORMED');
        // nginx refuses it before the bridge does.
        expect((await call({ body: 'x'.repeat(1_048_577) })).status).toBe(413);
        expect((await call({ created: Math.floor(Date.now() / 1000) - 600 })).code).toBe('EXPIRED');
        expect((await call({ method: 'PUT' })).code).toBe('METHOD_NOT_ALLOWED');
        const seen = await fetch(bridge());
        expect([seen.status, await seen.text()]).toEqual([200, 'Drawbridge is installed.\n']);
      });

      test('takes a key out at once that was struck out', async () => {
        const files = (id: string, secret: Uint8Array) =>
          bridgeFiles({ keys: { [id]: Buffer.from(secret).toString('base64url') } }).find(({ path }) =>
            path.endsWith('config.php'),
          )?.content ?? '';
        writeFileSync(path.join(folder(), 'config.php'), files('k2', randomBytes(32)));
        expect((await call()).code).toBe('SIGNATURE_INVALID');
        writeFileSync(path.join(folder(), 'config.php'), files(store.key.id, store.key.secret));
        expect((await call()).status).toBe(200);
      });

      test('keeps its files to itself', async () => {
        const [nonce = ''] = readdirSync(path.join(folder(), 'nonces')).filter((one) => one.length === 64);
        const statuses = new Map<string, number>();
        for (const file of ['config.php', 'README.txt', '.htaccess', 'nonces/', `nonces/${nonce}`, 'index.php']) {
          const answer = await fetch(`${server.url}drawbridge/${file}`);
          const text = await answer.text();
          const shown = ['k1', store.root, nonce].filter((one) => text.includes(one));
          expect([file, shown]).toEqual([file, []]);
          statuses.set(file, answer.status);
        }
        if (name.startsWith('Apache')) {
          const closed = ['config.php', 'README.txt', '.htaccess', `nonces/${nonce}`];
          expect(closed.map((file) => [file, statuses.get(file)])).toEqual(closed.map((file) => [file, 403]));
        }
        expect(statuses.get('index.php')).toBe(200);
      });
    });
  },
);
