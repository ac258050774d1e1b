import { execFile, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { exitCodes } from '../../src/cli/surroundings.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { ensureBuilt } from '../support/built.js';
import { commandLine } from '../support/command-line.js';
import { describeWhere } from '../support/machine.js';
import { freePort } from '../support/system-php.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const doctor = (argv: readonly string[], environment: Record<string, string> = {}, now?: Date) =>
  commandLine(['doctor', ...argv], environment, now ? { now } : {});

function listening(server: Server, scheme: 'http' | 'https', host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      closers.push(() => {
        server.closeAllConnections();
        server.close();
      });
      resolve(`${scheme}://${host}:${(server.address() as AddressInfo).port}/`);
    });
  });
}

const serve = (answer: RequestListener) => listening(createServer(answer), 'http');
const page = (status: number, headers: Record<string, string> = {}, text = '<html>A page</html>') =>
  serve((_request, response) => void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(text));

describe('a store is told of that cannot be reached', () => {
  const cases: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    [
      'a name that does not exist',
      async () => 'https://no-such-shop.invalid/',
      /There is no host named no-such-shop\.invalid/,
    ],
    ['a port where nothing listens', async () => 'http://127.0.0.1:1/', /could not be reached.*ECONNREFUSED/],
    [
      'nothing that listens with TLS',
      async () => 'https://127.0.0.1:1/',
      /cannot be connected to at port 1 \(ECONNREFUSED\)/,
    ],
    [
      'no TLS where there should be',
      async () => (await page(200)).replace('http:', 'https:'),
      /speaks no TLS: use http:\/\//,
    ],
    [
      'a redirect to another host',
      () => page(301, { location: 'https://www.shop.example/x' }),
      /sends to https:\/\/www\.shop\.example \(HTTP 301\)/,
    ],
    ['a redirect to a login', () => page(302, { location: '/login' }), /another page of the same site \(HTTP 302\)/],
    ['a password', () => page(401), /asks for a password \(HTTP 401\)/],
    ['files that the server may not read', () => page(403), /modes 755 and 644/],
    [
      'Cloudflare',
      () => page(403, { 'cf-ray': '8a-FRA', server: 'cloudflare' }),
      /Cloudflare answers in place of the store \(HTTP 403\)/,
    ],
    [
      'a firewall that names itself',
      () => page(503, {}, 'Blocked by Wordfence'),
      /A firewall \(Wordfence\) answers in place/,
    ],
    [
      'no bridge',
      () => page(404, { 'cf-ray': '8a-FRA' }),
      /There is no bridge at .*drawbridge\/bridge\.php \(HTTP 404\): unzip/,
    ],
    [
      'a PHP that is too old',
      () => page(500, { 'x-powered-by': 'PHP/7.1.33' }, ''),
      /PHP is 7\.1\.33, but the bridge needs 7\.4/,
    ],
    [
      'an old PHP that shows its errors',
      () => page(200, { 'x-powered-by': 'PHP/5.6.40' }, '<b>Parse error</b>: syntax error'),
      /PHP is 5\.6\.40, but/,
    ],
    [
      'a PHP that fails',
      () => page(500, { 'x-powered-by': 'PHP/8.3.1' }, ''),
      /PHP fails over the bridge \(HTTP 500\).*It is PHP 8\.3\.1/,
    ],
    [
      'PHP that is not run',
      () => page(200, { 'content-type': 'text/plain' }, '<?php\nnamespace Drawbridge;'),
      /hands out the text/,
    ],
    ['maintenance', () => page(503), /closed for maintenance/],
    ['a web server without PHP behind it', () => page(502), /gets no answer from PHP \(HTTP 502\)/],
    ['another page', () => page(200), /Another page answers at .* \(HTTP 200\), not the bridge/],
    [
      'a firewall that lets GET alone through',
      () =>
        serve((request, response) => {
          if (request.method === 'GET') response.end('Drawbridge is installed.\n');
          else response.writeHead(403, { 'content-type': 'text/html' }).end('no');
        }),
      /not its bridge's answer: it is not signed \(status 403, text\/html\).*STORE_ANSWER_INVALID/,
    ],
    [
      'what refuses as a bridge does',
      () =>
        serve((request, response) => {
          if (request.method === 'GET') response.end('Drawbridge is installed.\n');
          else
            response
              .writeHead(403, { 'content-type': 'application/json' })
              .end('{"error":{"code":"ADDRESS_REFUSED","message":"no"}}');
        }),
      /config\.php does not allow the service's address\. \(STORE_ADDRESS_REFUSED\)/,
    ],
  ];
  test.each(cases)('%s', async (_what, open, sentence) => {
    const { out, exitCode, err } = await doctor([await open()]);
    expect({ exitCode, err }).toEqual({ exitCode: exitCodes.refused, err: '' });
    const faults = out.split('\n').filter((line) => line.startsWith('FAULT'));
    expect(faults).toEqual([expect.stringMatching(sentence)]);
    expect(out).toMatch(/mind {3}The service was not asked \(no API key was given\)/);
  });

  test('what speaks no HTTP', async () => {
    const server = createTcpServer((socket) => void socket.end('220 ftp ready\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const { out } = await doctor([`http://127.0.0.1:${(server.address() as AddressInfo).port}/`]);
    expect(out).toMatch(/FAULT {2}What came from the store was not its bridge's answer: no proper HTTP/);
  });

  test('an address that is none is misuse', async () => {
    expect(await doctor(['ftp://shop.example/'])).toMatchObject({
      exitCode: exitCodes.misused,
      err: expect.stringContaining('must begin with https'),
    });
  });
});

describeWhere(['the openssl command'], 'a certificate is told of', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Authority'],
      ...['-keyout', 'authority.key', '-out', 'authority.pem'],
    );
  });
  afterAll(() => rm(folder, { recursive: true }));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  /** A certificate of an authority of the test's, or of itself, for these days. */
  const certificate = async (
    name: string,
    { days, of = 'localhost', self = false }: { days: number; of?: string; self?: boolean },
  ) => {
    await writeFile(join(folder, 'names'), `subjectAltName=DNS:${of}\n`);
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${of}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    const by = self
      ? ['-signkey', `${name}.key`]
      : ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial'];
    // A negative number of days is one that has ended.
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      String(days),
      '-extfile',
      'names',
      '-out',
      `${name}.pem`,
    );
    return { key: readFileSync(join(folder, `${name}.key`)), cert: readFileSync(join(folder, `${name}.pem`)) };
  };

  test.each([
    ['one that has ended', { days: -1 }, /The certificate ended on \d{4}-\d\d-\d\d: renew it/],
    [
      'one that signed itself',
      { days: 30, self: true },
      /The certificate is self-signed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    [
      'one of an unknown authority',
      { days: 30 },
      /chain is incomplete, or its authority unknown \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
    ],
  ])('%s', async (what, made, sentence) => {
    const url = await listening(
      createTlsServer(await certificate(what.replaceAll(' ', '-'), made)),
      'https',
      'localhost',
    );
    const { out, exitCode } = await doctor([url]);
    expect(exitCode).toBe(exitCodes.refused);
    expect(out).toMatch(sentence);
  });

  test.each([
    [
      'one for another name',
      { days: 30, of: 'shop.example' },
      /FAULT {2}The certificate is for shop\.example, not for localhost/,
    ],
    ['one that ends soon', { days: 5 }, /mind {3}The certificate is trusted, but ends on \d{4}-\d\d-\d\d/],
    ['one that is good', { days: 60 }, /ok {5}The certificate is trusted, until \d{4}-\d\d-\d\d/],
  ])('%s, of an authority that this machine trusts', async (what, made, sentence) => {
    ensureBuilt();
    const server = createTlsServer(await certificate(what.replaceAll(' ', '-'), made), (_request, response) =>
      response.writeHead(404).end(),
    );
    const url = await listening(server, 'https', 'localhost');
    // Whom to trust is read when a process starts.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(packageRoot, 'dist/src/cli/cli.js'), 'doctor', url],
      { env: { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') } },
    ).catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(sentence);
    expect(stdout.includes('There is no bridge at')).toBe(!('of' in made));
  });
});

describeWhere(['PHP with mysqli', 'root, and setpriv to be another user'], 'a bridge is told of', () => {
  test('whose config.php PHP may not read, as where it was unzipped by another user', async () => {
    const root = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
    await chmod(root, 0o755);
    await mkdir(join(root, 'drawbridge'));
    await copyFile(join(packageRoot, 'bridge/bridge.php'), join(root, 'drawbridge/bridge.php'));
    const config = `<?php return ['keys' => ['one' => '${'A'.repeat(43)}']];`;
    await writeFile(join(root, 'drawbridge/config.php'), config, { mode: 0o600 });
    const port = await freePort();
    const another = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const php = spawn('setpriv', [...another, 'php', '-S', `127.0.0.1:${port}`, '-t', root], { stdio: 'ignore' });
    const ended = new Promise((resolve) => php.once('exit', resolve));
    closers.push(async () => {
      php.kill();
      await ended;
      await rm(root, { recursive: true });
    });
    const url = `http://127.0.0.1:${port}/`;
    const answers = () => fetch(url).then(Boolean, () => false);
    for (let tries = 0; tries < 200 && !(await answers()); tries++) await pause(50);
    const { out } = await doctor([url]);
    expect(out).toMatch(/FAULT {2}The store's PHP may not read .*config\.php.*\(STORE_CONFIG_UNREADABLE\)/);
    await chmod(join(root, 'drawbridge/config.php'), 0o644);
    expect((await doctor([url])).out).toContain('ok     The bridge takes questions');
  });
});

describe('a store that is reached', () => {
  let service: ServiceUnderTest;
  let store: BareStore;
  const environment = () => ({ DRAWBRIDGE_URL: service.url, DRAWBRIDGE_API_KEY: 'demo' });
  beforeAll(async () => {
    [service, store] = await Promise.all([startTestService(), openBareStore()]);
    const query = 'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { bridge { downloadUrl } } }';
    const { data } = await ask(service, query, { input: { url: store.url } });
    const zip = await fetch(data.connectStore.bridge.downloadUrl, { method: 'POST' });
    await store.unzip(new Uint8Array(await zip.arrayBuffer()));
  });
  afterAll(async () => {
    await Promise.all([service?.close(), store?.close()]);
  });
  const changed = async (file: string, change: (text: string) => string, look: () => Promise<void>) => {
    const path = join(store.root, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    try {
      await writeFile(path, after);
      await look();
    } finally {
      await writeFile(path, before);
    }
  };
  const faultsOf = async () => {
    const { out, exitCode } = await doctor([store.url], environment());
    expect(exitCode).toBe(exitCodes.refused);
    return out.split('\n').filter((line) => line.startsWith('FAULT'));
  };

  test('is well, as this machine and the service see it', async () => {
    const { out, err, exitCode } = await doctor([store.url], environment());
    expect({ err, exitCode }).toEqual({ err: '', exitCode: exitCodes.done });
    expect(out).toContain('a private address');
    expect(out).toContain("ok     The server's clock is right.");
    expect(out).toContain(`ok     A bridge answers at ${store.url}drawbridge/bridge.php.`);
    expect(out).toContain('ok     The bridge takes questions, and refuses a key that it does not know.');
    expect(out).toMatch(/ok {5}The service reads it: OpenCart 4\.1\.0\.4 on PHP 8\.3\.\d+, sqlite 3\./);
  });

  test('is told of as JSON, and without the service where that cannot be asked', async () => {
    const { out, exitCode } = await doctor(['--json', store.url], { ...environment(), DRAWBRIDGE_API_KEY: 'not-one' });
    expect(exitCode).toBe(exitCodes.done);
    expect(JSON.parse(out)).toContainEqual({
      level: 'WARNING',
      about: 'READING',
      sentence: expect.stringContaining('does not know the API key'),
    });
  });

  test('is told of to a key that may not see the stores', async () => {
    const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
    const { data } = await ask(service, create, { input: { name: 'Orders', scopes: ['orders.read'] } });
    const { secret } = data.createApiKey;
    const { out, err } = await doctor([store.url], { ...environment(), DRAWBRIDGE_API_KEY: secret });
    expect(err).toMatch(/^FORBIDDEN: This needs the scope stores\.read/);
    expect(out).toContain('The service was not asked (it does not tell this key its stores)');
  });

  test('has a clock that is wrong', async () => {
    const later = new Date(Date.now() + 2 * 3_600_000);
    expect((await doctor([store.url], {}, later)).out).toMatch(
      /mind {3}The server's clock is 120 min behind this machine's: set both by NTP/,
    );
  });

  test.each([
    [
      'a setting that is made by code',
      'config.php',
      (text: string) => text.replace(/define\('DB_DATABASE', ('[^']*')\)/, "define('DB_DATABASE', decrypted($1))"),
      /STORE_SETTINGS_UNRESOLVED/,
    ],
    [
      'another prefix than its tables have',
      'config.php',
      (text: string) => text.replace(/define\('DB_PREFIX', '\w*'/, "define('DB_PREFIX', 'other_'"),
      /holds no .*prefix.*STORE_TABLES_MISSING/,
    ],
    [
      'a config.php of the bridge that is cut off',
      'drawbridge/config.php',
      (text: string) => text.slice(0, text.length / 2),
      /STORE_CONFIG_SYNTAX/,
    ],
    [
      'a config.php of the bridge without keys',
      'drawbridge/config.php',
      () => '<?php return [];',
      /STORE_CONFIG_INVALID/,
    ],
    [
      'a bridge with another key',
      'drawbridge/config.php',
      (text: string) => text.replace(/'[A-Za-z0-9_-]{43}'/, `'${'A'.repeat(43)}'`),
      /The service says: .*STORE_KEY_REFUSED/,
    ],
  ])('has %s', async (_what, file, change, sentence) => {
    await changed(file, change, async () => {
      const faults = await faultsOf();
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults) expect(fault).toMatch(sentence);
    });
  });
});
