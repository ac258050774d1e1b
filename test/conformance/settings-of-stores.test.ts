import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { bridgeFiles } from '../../bridge/package.js';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import { BridgeDownloads } from '../../src/domain/bridge-downloads.js';
import { wholeAccount } from '../../src/domain/caller.js';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { StoreConnections } from '../../src/domain/store-connections.js';
import { StoreRegistry } from '../../src/domain/store-registry.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import { type OpenDatabase, openDatabase } from '../../src/infrastructure/database.js';
import { platformById, platforms } from '../../src/platforms/index.js';
import { describeWhere, sharedFolder } from '../support/machine.js';
import { freePort } from '../support/php-fpm.js';

const run = promisify(execFile);
const account = wholeAccount('mine');

/** A store below the one PHP server, with a database of its own in MariaDB. */
interface Site {
  readonly root: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'a store that is verified, by the settings that it has',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-sites-'));
    let service: OpenDatabase;
    let connections: StoreConnections;
    let downloads: BridgeDownloads;
    let url: string;
    let sites: { readonly woo: Site; readonly presta8: Site };
    let stopServer: () => Promise<void> = async () => undefined;
    const agent = bridgeAgent({ allowPrivateAddresses: true });

    beforeAll(async () => {
      const suffix = `settings_${randomBytes(4).toString('hex')}`;
      const open = async (name: string, root: string): Promise<Site> => {
        const at = path.join(folder, root);
        const options = { env: { ...process.env, DB_SUFFIX: suffix } };
        const { stdout } = await run(`${sharedFolder}stores/open-store`, [name, at], options);
        return { ...JSON.parse(stdout), root: at };
      };
      const [woo, presta8] = await Promise.all([open('woo', 'shop/web'), open('presta8', 'presta')]);
      sites = { woo, presta8 };
      const port = await freePort();
      url = `http://127.0.0.1:${port}/`;
      const environment = { PRESTA_DB: presta8.database, PRESTA_PASSWORD: presta8.password };
      const php = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', folder], {
        stdio: 'ignore',
        env: { ...process.env, ...environment },
      });
      const ended = new Promise((resolve) => php.once('exit', resolve));
      stopServer = async () => {
        php.kill();
        await ended;
      };
      service = await openDatabase('memory');
      const { database } = service;
      const now = () => new Date();
      const client = new BridgeClient({ dispatcher: agent, now, randomBytes });
      const vault = new CredentialVault({ database, cipher: new Cipher(randomBytes(32)), randomBytes, now });
      downloads = new BridgeDownloads({
        database,
        vault,
        bridgeFiles,
        randomBytes,
        now,
        linkSeconds: 600,
        publicUrl: () => 'http://service.test',
        onTaken: async () => undefined,
      });
      connections = new StoreConnections({
        database,
        registry: new StoreRegistry(database),
        vault,
        downloads,
        platformIds: platforms.map(({ id }) => id),
        essentialsOf: (id) => platformById(id)?.essentials ?? {},
        hello: (at, key) => client.connect({ url: at, key }).greet(),
        nameOf: async () => 'A shop',
        forget: () => undefined,
        allowPrivateAddresses: true,
        resolveHost: async () => [],
        randomUuid: randomUUID,
        now,
      });
      for (let tries = 0; tries < 100; tries += 1) {
        if ((await fetch(url).catch(() => null)) !== null) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }, 120_000);
    afterAll(async () => {
      await stopServer();
      await Promise.all([service?.close(), agent.close()]);
      for (const { database, user } of Object.values(sites ?? {})) {
        const users = `'${user}'@'localhost', '${user}'@'127.0.0.1'`;
        execFileSync('mariadb', ['-e', `drop database if exists \`${database}\`; drop user if exists ${users};`]);
      }
      rmSync(folder, { recursive: true, force: true });
    });

    const lay = (root: string, files: Readonly<Record<string, string>>) => {
      for (const [name, content] of Object.entries(files)) {
        const file = path.join(root, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    };

    /** Connects the store at an address, with the bridge unzipped where it lies, and says what verifying it answers. */
    async function verified(address: string, root: string | null) {
      const { store, bridge, userErrors } = await connections.connect(account, { url: address });
      expect(userErrors).toEqual([]);
      const id = store?.id ?? '';
      const install = async () => {
        const zip = await downloads.take(bridge?.downloadUrl.split('/').at(-1) ?? '');
        for (const [name, content] of Object.entries(unzipSync(zip))) {
          mkdirSync(path.dirname(path.join(root ?? '', name)), { recursive: true });
          writeFileSync(path.join(root ?? '', name), content);
        }
      };
      if (root !== null) await install();
      const again = async () => {
        const said = await connections.verify(account, id);
        return {
          status: said.store?.status,
          platform: said.store?.platformId,
          codes: said.userErrors.map(({ code, message }) => [code, message]),
        };
      };
      const leave = () => connections.disconnect(account, id);
      return { again, leave };
    }
    const active = (platform: string) => ({ status: 'ACTIVE', platform, codes: [] });
    const refused = (code: string, said = '') => ({ codes: [[code, expect.stringContaining(said)]] });

    test('Bedrock keeps WordPress in a folder of its own, its settings above the root, and the database in .env', async () => {
      const { root, database, user, password } = sites.woo;
      // The files as the platform's installer leaves them go to where Bedrock has them.
      mkdirSync(path.join(root, 'app'));
      renameSync(path.join(root, 'wp-content/plugins'), path.join(root, 'app/plugins'));
      mkdirSync(path.join(root, 'wp'));
      renameSync(path.join(root, 'wp-includes'), path.join(root, 'wp/wp-includes'));
      const settings = (more: string) => ({
        '../.env': `# by hand\nexport DB_NAME='${database}'\nDB_USER=${user}\nDB_PASSWORD="${password}" # kept\nSERVER=127.0.0.1\nDB_HOST=\${SERVER}\nWP_HOME='http://shop.test'\n`,
        '../.env.local': '',
        'wp-config.php':
          "<?php\nrequire_once dirname(__DIR__) . '/vendor/autoload.php';\nrequire_once dirname(__DIR__) . '/config/application.php';\nrequire_once ABSPATH . 'wp-settings.php';\n",
        '../config/application.php': `<?php
use Roots\\WPConfig\\Config;
use function Env\\env;
$root_dir = dirname(__DIR__);
$webroot_dir = $root_dir . '/web';
if (file_exists($root_dir . '/.env')) { $dotenv = Dotenv\\Dotenv::createUnsafeImmutable($root_dir); $dotenv->load(); }
define('WP_ENV', env('WP_ENV') ?: 'production');
Config::define('CONTENT_DIR', '/app');
Config::define('WP_CONTENT_DIR', $webroot_dir . Config::get('CONTENT_DIR'));
if (env('DB_SSL')) { Config::define('MYSQL_CLIENT_FLAGS', MYSQLI_CLIENT_SSL); }
Config::define('DB_NAME', env('DB_NAME'));
Config::define('DB_USER', env('DB_USER'));
Config::define('DB_PASSWORD', env('DB_PASSWORD'));
Config::define('DB_HOST', env('DB_HOST') ?: 'localhost');
$table_prefix = env('DB_PREFIX') ?: 'wp_';
${more}
Config::apply();
if (!defined('ABSPATH')) { define('ABSPATH', $webroot_dir . '/wp/'); }
`,
      });
      lay(root, settings(''));
      const { again, leave } = await verified(`${url}shop/web/`, root);
      expect(await again()).toEqual(active('WOOCOMMERCE'));
      lay(root, { '../.env.local': 'DB_PREFIX=other_\n' });
      expect(await again()).toMatchObject(refused('STORE_TABLES_MISSING', 'option'));
      lay(root, { '../.env.local': 'DB_SSL=1\nDB_PASSWORD=wrong\n' });
      expect((await again()).codes[0]?.[0]).toMatch(/^STORE_DATABASE_(?:LOGIN_REFUSED|TLS_FAILED)$/);
      lay(root, {
        '../.env.local': `DATABASE_URL=mysql://${user}:${password}@127.0.0.1:3306/${database}\nDB_NAME=none\n`,
      });
      expect((await again()).codes).toEqual([]);
      lay(root, settings("Config::define('DB_NAME', decrypted('DB_NAME'));"));
      expect(await again()).toMatchObject(refused('STORE_SETTINGS_UNRESOLVED', 'DB_NAME'));
      await leave();
    });

    test('PrestaShop keeps its parameters in PHP or in YAML, and takes them from the environment', async () => {
      const { root, database, user, password } = sites.presta8;
      const { again, leave } = await verified(`${url}presta/`, root);
      expect(await again()).toEqual(active('PRESTASHOP'));
      const parameters = (name: string, secret: string, prefix = 'ps_') => ({
        'app/config/parameters.php': `<?php return ['parameters' => ['database_host' => '127.0.0.1', 'database_port' => '', 'database_name' => '${name}', 'database_user' => '${user}', 'database_password' => '${secret}', 'database_prefix' => '${prefix}']];`,
      });
      lay(root, parameters('%env(PRESTA_DB)%', '%env(string:PRESTA_PASSWORD)%'));
      expect((await again()).codes).toEqual([]);
      lay(root, parameters('%env(NOT_SET)%', password));
      expect(await again()).toMatchObject(refused('STORE_SETTINGS_UNRESOLVED', 'database_name'));
      lay(root, { '.env': `NOT_SET=${database}\n` });
      expect((await again()).codes).toEqual([]);
      lay(root, parameters(database, password, 'sp_'));
      expect(await again()).toMatchObject(refused('STORE_TABLES_MISSING'));
      rmSync(path.join(root, 'app/config/parameters.php'));
      lay(root, {
        'app/config/parameters.yml': `# by the installer\nparameters:\n    database_host: 127.0.0.1\n    database_port: ~\n    database_name: ${database}\n    database_user: '${user}'\n    database_password: "${password}"\n    database_prefix: ps_ # the default\n    secret: never\n`,
      });
      expect((await again()).codes).toEqual([]);
      lay(root, { 'drawbridge/config.php': "<?php return ['keys' => [" });
      expect(await again()).toMatchObject(refused('STORE_CONFIG_SYNTAX'));
      await leave();
    });

    test('an address without a host, and one whose certificate nobody vouches for, are for its owner to mend', async () => {
      const nowhere = await verified('https://no-such-shop.invalid/', null);
      expect(await nowhere.again()).toMatchObject(refused('STORE_HOST_UNKNOWN'));
      await nowhere.leave();
      const at = (name: string) => path.join(folder, name);
      const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
      const files = ['-keyout', at('key.pem'), '-out', at('certificate.pem')];
      const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files];
      execFileSync('openssl', made, { stdio: 'ignore' });
      const [key, cert] = [at('key.pem'), at('certificate.pem')].map((file) => execFileSync('cat', [file]));
      const server = createServer({ key, cert }, (_request, response) => response.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const selfSigned = await verified(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`, null);
      expect(await selfSigned.again()).toMatchObject(refused('STORE_CERTIFICATE_INVALID'));
      await selfSigned.leave();
      await new Promise((resolve) => server.close(resolve));
    });
  },
);
