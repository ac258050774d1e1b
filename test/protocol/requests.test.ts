import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';
import { request } from 'undici';
import { contentDigest } from '../../src/bridge/signature.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore, type TestStore } from '../support/php-runtime-store.js';

const newNonce = () => randomBytes(16).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

describe.each(phpRuntimes)('under PHP $version', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php);
  });
  afterEach(async () => {
    for (const name of Object.keys(store.server)) delete store.server[name];
    await store.configure({});
  });
  afterAll(async () => {
    const complaints = await store.complaints();
    await store.close();
    expect(complaints).toBe('');
  });
  const nonces = () => {
    const folder = path.join(store.root, 'drawbridge/nonces');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test('DB-GET-1: a plain GET says that the bridge is installed and nothing else', async () => {
    const answer = await fetch(store.url);
    expect([answer.status, await answer.text()]).toEqual([200, 'Drawbridge is installed.\n']);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect((await fetch(store.url, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${store.url}?verb=hello`)).status).toBe(405);
  });

  test('DB-SIG-1: the signature base gives the test vector of RFC 9421, B.2.5', async () => {
    const printed = await store.run(`
      $secret = base64_decode('uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==');
      $lines = ['"date"' => 'Tue, 20 Apr 2021 02:07:55 GMT', '"@authority"' => 'example.com', '"content-type"' => 'application/json'];
      echo \\Drawbridge\\signatureOf($secret, $lines, '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"');
    `);
    expect(printed).toBe('pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=');
  });

  test('DB-SIG-2: an independent implementation of RFC 9421 signs for the bridge, and verifies it', async () => {
    const body = '{"verb":"hello"}';
    const { id, secret } = store.key;
    const message = {
      method: 'POST',
      url: `${store.url}?a=1&b=%20`,
      headers: { 'content-type': 'application/json', 'content-digest': contentDigest(Buffer.from(body)) },
    };
    const signed = await httpbis.signMessage(
      {
        key: createSigner(Buffer.from(secret), 'hmac-sha256', id),
        name: 'drawbridge',
        fields: ['@method', '@path', '@query', 'content-type', 'content-digest'],
        params: ['keyid', 'alg', 'created', 'expires', 'nonce', 'tag'],
        paramValues: {
          created: new Date(),
          expires: new Date(Date.now() + 30_000),
          nonce: newNonce(),
          tag: 'drawbridge-v1',
        },
      },
      message,
    );
    const response = await request(signed.url as string, {
      method: 'POST',
      headers: signed.headers as Record<string, string>,
      body,
    });
    expect(response.statusCode).toBe(200);
    const verified = await httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid }) => ({
          id: String(keyid),
          algs: ['hmac-sha256'],
          verify: createVerifier(Buffer.from(secret), 'hmac-sha256'),
        }),
        requiredFields: ['@status', 'content-digest'],
      },
      { status: response.statusCode, headers: response.headers as Record<string, string> },
      signed,
    );
    expect(verified).toBe(true);
    expect(response.headers['content-digest']).toBe(contentDigest(Buffer.from(await response.body.text())));
  });

  /** The signature input of a right request, as it would be with a part of it changed. */
  const changed = async (change: (input: string) => string) => {
    let input = '';
    const moment = `;created=${now()};expires=${now() + 60};nonce="${newNonce()}";keyid="k1";alg="hmac-sha256";tag="drawbridge-v1"`;
    input = change(`drawbridge=("@method" "@path" "@query" "content-type" "content-digest")${moment}`);
    return (await store.call({ headers: { 'signature-input': input } })).code;
  };

  test('DB-SIG-3: components, label, algorithm and tag are exactly those of the protocol', async () => {
    for (const [from, to] of [
      ['"@path" ', ''],
      ['"@method" "@path"', '"@path" "@method"'],
      ['"content-digest")', '"content-digest" "@authority")'],
      ['("@method"', '("@METHOD"'],
      ['"content-type"', '"content-type";sf'],
      ['" "', '"  "'],
      ['drawbridge=', 'sig1='],
      ['drawbridge=', 'sig1=("@method");created=1, drawbridge='],
      ['hmac-sha256', 'hmac-sha512'],
      ['drawbridge-v1', 'drawbridge-v2'],
    ] as const) {
      expect([to, await changed((input) => input.replace(from, to))]).toEqual([to, 'SIGNATURE_MISSING']);
    }
    expect(await changed((input) => input)).toBe('SIGNATURE_INVALID');
  });

  test('DB-SIG-4: each parameter is there once, and no other', async () => {
    for (const name of ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag']) {
      const parameter = new RegExp(`;${name}=[^;]*`);
      expect([name, await changed((input) => input.replace(parameter, ''))]).toEqual([name, 'SIGNATURE_MISSING']);
      expect([name, await changed((input) => input.replace(parameter, '$&$&'))]).toEqual([name, 'SIGNATURE_MISSING']);
    }
    expect(await changed((input) => `${input};hint="x"`)).toBe('SIGNATURE_MISSING');
    expect(await changed((input) => input.replace(/nonce="[^"]*"/, 'nonce="short"'))).toBe('SIGNATURE_MISSING');
    expect(await changed((input) => input.replace(/created=\d+/, 'created="1"'))).toBe('SIGNATURE_MISSING');
  });

  test('DB-SIG-5: the window is 1 to 60 seconds long', async () => {
    const ofLength = (seconds: number) =>
      changed((input) => input.replace(/expires=\d+/, `expires=${now() + seconds}`));
    expect(await ofLength(0)).toBe('SIGNATURE_MISSING');
    expect(await ofLength(-10)).toBe('SIGNATURE_MISSING');
    expect(await ofLength(63)).toBe('SIGNATURE_MISSING');
    expect(await ofLength(30)).toBe('SIGNATURE_INVALID');
  });

  test('DB-SIG-6: an unknown key id, a wrong digest and a wrong MAC cannot be told apart', async () => {
    const answers = [
      await store.call({ key: { id: 'nobody', secret: randomBytes(32) } }),
      await store.call({ key: { id: 'k1', secret: randomBytes(32) } }),
      await store.call({ sent: Buffer.from('{"verb":"HELLO"}') }),
      await store.call({ headers: { signature: `drawbridge=:${randomBytes(32).toString('base64')}:` } }),
    ];
    expect(new Set(answers.map(({ bytes }) => bytes.toString())).size).toBe(1);
    for (const { status, code, fault } of answers)
      expect([status, code, fault]).toEqual([401, 'SIGNATURE_INVALID', 'UNSIGNED']);
    const core = await store.run('echo file_get_contents(__DIR__ . "/core.txt");');
    expect(core.match(/hash_equals\(/g)).toHaveLength(2);
    expect(core).not.toMatch(/\$(?:mac|digest|signature\['mac'\]) ?[!=]==? ?/);
  });

  test('DB-REF-1: each refusal has its status and code, and the first of several is given', async () => {
    const tooLarge = Buffer.alloc(1024 * 1024 + 1, 32);
    const old = now() - 600;
    await store.configure({ allowedIps: ['192.0.2.1'] });
    expect(await store.call({ method: 'PUT', body: tooLarge })).toMatchObject({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
    });
    expect(await store.call({ body: tooLarge })).toMatchObject({ status: 413, code: 'TOO_LARGE' });
    const unsigned = { signature: '' };
    expect(await store.call({ headers: unsigned })).toMatchObject({ status: 403, code: 'ADDRESS_REFUSED' });
    await store.configure({});
    const stranger = { id: 'k1', secret: randomBytes(32) };
    expect(await store.call({ key: stranger, headers: unsigned })).toMatchObject({
      status: 400,
      code: 'SIGNATURE_MISSING',
    });
    expect(await store.call({ key: stranger, created: old })).toMatchObject({ status: 401, code: 'SIGNATURE_INVALID' });
    const nonce = newNonce();
    expect(await store.call({ nonce })).toMatchObject({ status: 200, code: null });
    expect(await store.call({ nonce, created: old })).toMatchObject({ status: 401, code: 'EXPIRED' });
    store.server.REMOTE_ADDR = '198.51.100.7';
    expect(await store.call({ nonce, body: 'x' })).toMatchObject({ status: 409, code: 'REPLAYED' });
    expect(await store.call({ body: 'x' })).toMatchObject({ status: 403, code: 'INSECURE' });
    delete store.server.REMOTE_ADDR;
    await rename(path.join(store.root, 'config.php'), path.join(store.root, 'config.away'));
    for (const body of [
      'x',
      '[]',
      '"hello"',
      '{}',
      '{"verb":1}',
      { verb: 'query' },
      { verb: 'query', statements: [] },
    ]) {
      expect([body, (await store.call({ body })).code]).toEqual([body, 'MALFORMED']);
    }
    expect(await store.call({ body: '{}', type: 'text/plain' })).toMatchObject({ status: 400, code: 'MALFORMED' });
    expect(await store.call({ body: { verb: 'write' } })).toMatchObject({ status: 400, code: 'VERB_UNKNOWN' });
    expect(await store.call()).toMatchObject({ status: 422, code: 'PLATFORM_UNKNOWN' });
    await rename(path.join(store.root, 'config.away'), path.join(store.root, 'config.php'));
    await rename(path.join(store.root, 'store.sqlite'), path.join(store.root, 'away.sqlite'));
    expect(await store.call()).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
    expect(existsSync(path.join(store.root, 'store.sqlite'))).toBe(false);
    await rename(path.join(store.root, 'away.sqlite'), path.join(store.root, 'store.sqlite'));
  });

  test('DB-REF-2: before the signature is verified nothing of the store is looked at', async () => {
    const file = path.join(store.root, 'config.php');
    await rename(file, `${file}.away`);
    await mkdir(file);
    const stranger = { id: 'k1', secret: randomBytes(32) };
    expect((await store.call({ key: stranger })).code).toBe('SIGNATURE_INVALID');
    expect((await store.call({ created: now() - 600 })).code).toBe('EXPIRED');
    await rm(file, { recursive: true });
    await rename(`${file}.away`, file);
    const core = await store.run('echo file_get_contents(__DIR__ . "/core.txt");');
    expect(core.indexOf('authenticate($method, $answer)')).toBeLessThan(core.indexOf('new Store(dirname(__DIR__)'));
  });

  test('DB-REF-3: a failure is a coded answer without words of PHP or the database', async () => {
    await rename(path.join(store.root, 'store.sqlite'), path.join(store.root, 'away.sqlite'));
    await writeFile(
      path.join(store.root, 'store.sqlite'),
      'this is no database at all, but text that is long enough to be read as one'.repeat(20),
    );
    const answer = await store.call();
    await rename(path.join(store.root, 'away.sqlite'), path.join(store.root, 'store.sqlite'));
    expect([503, 500]).toContain(answer.status);
    expect(answer.fault).toBeNull();
    expect(Object.keys(answer.json.error)).toEqual(['code', 'message']);
    expect(answer.bytes.toString()).not.toMatch(/SQLSTATE|PDO|not a database|\.php|\/tmp/i);
  });

  test('DB-REF-4: 1 MiB is read, and a byte more is not', async () => {
    const limit = 1024 * 1024;
    expect((await store.call({ body: Buffer.alloc(limit, 32) })).code).toBe('MALFORMED');
    expect((await store.call({ body: Buffer.alloc(limit + 1, 32) })).code).toBe('TOO_LARGE');
  });

  test('DB-TIME-1: a request is accepted from a minute before its window to a minute after', async () => {
    const at = async (clock: number) => {
      store.server.TEST_NOW = String(clock);
      return (await store.call({ created: 1_800_000_000 })).code ?? 'accepted';
    };
    expect(await at(1_799_999_939)).toBe('EXPIRED');
    expect(await at(1_799_999_940)).toBe('accepted');
    expect(await at(1_800_000_120)).toBe('accepted');
    expect(await at(1_800_000_121)).toBe('EXPIRED');
  });

  test('DB-TIME-2: EXPIRED is signed and carries the store’s clock', async () => {
    store.server.TEST_NOW = '1800000500';
    const answer = await store.call({ created: 1_800_000_000 });
    expect(answer).toMatchObject({ status: 401, code: 'EXPIRED', fault: null });
    expect(answer.json.error.clock).toBe(1_800_000_500);
    const stranger = await store.call({ created: 1_800_000_000, key: { id: 'k1', secret: randomBytes(32) } });
    expect(stranger).toMatchObject({ code: 'SIGNATURE_INVALID', fault: 'UNSIGNED' });
    expect(stranger.json.error.clock).toBeUndefined();
  });

  test('DB-NONCE-2: nonces are forgotten when they are of no more use, and refused requests leave none', async () => {
    await store.forgetNonces();
    await store.call({ key: { id: 'k1', secret: randomBytes(32) } });
    await store.call({ created: now() - 600 });
    expect(nonces()).toEqual([]);
    await store.call();
    const [old = ''] = nonces();
    await utimes(path.join(store.root, 'drawbridge/nonces', old), now() - 601, now() - 601);
    store.server.TEST_TIDY = '1';
    await store.call();
    expect(nonces()).toHaveLength(1);
    await store.call();
    expect(nonces()).toHaveLength(2);
    expect(nonces()).not.toContain(old);
  });

  test('DB-NONCE-3: where nothing can be written the bridge answers within its window', async () => {
    const readOnly = await openTestStore(php);
    await writeFile(path.join(readOnly.root, 'drawbridge/nonces'), '');
    const nonce = newNonce();
    expect((await readOnly.call({ nonce })).status).toBe(200);
    expect((await readOnly.call({ nonce })).status).toBe(200);
    expect((await readOnly.call({ nonce, created: now() - 600 })).code).toBe('EXPIRED');
    await readOnly.close();
  });

  test.each([
    ['203.0.113.7', ['203.0.113.7'], true],
    ['203.0.113.8', ['203.0.113.7'], false],
    ['203.0.113.130', ['203.0.113.128/25'], true],
    ['203.0.113.127', ['203.0.113.128/25'], false],
    ['203.0.113.129', ['203.0.113.130/31'], false],
    ['10.9.8.7', ['192.0.2.0/24', '10.0.0.0/8'], true],
    ['198.51.100.1', ['0.0.0.0/0'], true],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['2001:db8:0:0:0:0:0:1', ['2001:db8::1'], true],
    ['2001:db8:7::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32'], false],
    ['2001:db8:8000::1', ['2001:db8:8000::/33'], true],
    ['2001:db8:7fff::1', ['2001:db8:8000::/33'], false],
    ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
    ['203.0.113.7', ['::ffff:203.0.113.7'], true],
    ['not an address', ['0.0.0.0/0', '::/0'], false],
  ])('DB-ADDR-1: %s may ask where %j may: %s', async (address, allowedIps, may) => {
    await store.configure({ allowedIps });
    store.server.REMOTE_ADDR = address;
    store.server.HTTPS = 'on';
    expect((await store.call()).code).toBe(may ? null : 'ADDRESS_REFUSED');
  });

  test.each([
    ['203.0.113.9', '192.0.2.1', false],
    ['10.0.0.1', '192.0.2.1', true],
    ['10.0.0.1', '192.0.2.1, 203.0.113.9', false],
    ['10.0.0.1', '203.0.113.9, 192.0.2.1', true],
    ['10.0.0.1', '192.0.2.1, 10.0.0.2', true],
    ['10.0.0.1', '192.0.2.1, nonsense', false],
    ['10.0.0.1', '', false],
    ['192.0.2.1', '203.0.113.9', true],
  ])('DB-ADDR-2: from %s with X-Forwarded-For "%s" 192.0.2.1 is who asks: %s', async (peer, forwarded, may) => {
    await store.configure({ allowedIps: ['192.0.2.1'], trustedProxies: ['10.0.0.0/24'] });
    store.server.REMOTE_ADDR = peer;
    store.server.HTTPS = 'on';
    const answer = await store.call({ encrypted: true, headers: { 'x-forwarded-for': forwarded } });
    expect(answer.code).toBe(may ? null : 'ADDRESS_REFUSED');
  });

  test.each([
    ['loopback', {}, {}, true],
    ['loopback of IPv6', { REMOTE_ADDR: '::1' }, {}, true],
    ['loopback behind a proxy', {}, { 'x-forwarded-for': '198.51.100.7' }, false],
    ['loopback behind a proxy that says Via', {}, { via: '1.1 proxy' }, false],
    ['another machine', { REMOTE_ADDR: '198.51.100.7' }, {}, false],
    ['another machine that claims TLS', { REMOTE_ADDR: '198.51.100.7' }, { 'x-forwarded-proto': 'https' }, false],
    ['TLS', { REMOTE_ADDR: '198.51.100.7', HTTPS: 'on' }, {}, true],
    ['TLS said to be off', { REMOTE_ADDR: '198.51.100.7', TEST_HTTPS: 'off' }, {}, false],
    ['port 443', { REMOTE_ADDR: '198.51.100.7', SERVER_PORT: '443' }, {}, true],
    ['a trusted proxy with TLS', { REMOTE_ADDR: '10.0.0.1' }, { 'x-forwarded-proto': 'https' }, true],
    ['a trusted proxy without', { REMOTE_ADDR: '10.0.0.1' }, { 'x-forwarded-proto': 'http' }, false],
    [
      'a trusted proxy over TLS that was asked without',
      { REMOTE_ADDR: '10.0.0.1', HTTPS: 'on' },
      { 'x-forwarded-proto': 'http' },
      false,
    ],
  ])('DB-ENC-2: plain JSON from %s passes as it may', async (_name, server, headers, may) => {
    await store.configure({ trustedProxies: ['10.0.0.0/24'] });
    Object.assign(store.server, server);
    expect((await store.call({ headers: headers as Record<string, string> })).code).toBe(may ? null : 'INSECURE');
    expect((await store.call({ headers: headers as Record<string, string>, encrypted: true })).code).toBeNull();
  });

  test('DB-ENC-1: an encrypted request gets an encrypted answer, its refusals from MALFORMED on too', async () => {
    store.server.REMOTE_ADDR = '198.51.100.7';
    for (const headers of [undefined, { 'accept-encoding': 'gzip' }]) {
      const answer = await store.call({ encrypted: true, headers });
      expect(answer).toMatchObject({ status: 200, fault: null });
      expect(answer.headers['content-type']).toBe('application/vnd.drawbridge+aes256gcm');
      expect(answer.headers['content-encoding']).toBeUndefined();
      expect(answer.json.platform).toBe('OPENCART');
      expect(answer.bytes.toString('latin1')).not.toContain('platform');
    }
    const refused = await store.call({ encrypted: true, body: { verb: 'fly' } });
    expect(refused).toMatchObject({ status: 400, code: 'VERB_UNKNOWN', fault: null });
    expect(refused.headers['content-type']).toBe('application/vnd.drawbridge+aes256gcm');
    const late = await store.call({ encrypted: true, created: now() - 600 });
    expect(late).toMatchObject({ status: 401, code: 'EXPIRED', fault: null });
    expect(late.headers['content-type']).toBe('application/json');
  });

  test('DB-ENC-3: what its own key does not decrypt is MALFORMED', async () => {
    const type = 'application/vnd.drawbridge+aes256gcm';
    for (const body of [randomBytes(64), Buffer.alloc(0), randomBytes(27), Buffer.from('{"verb":"hello"}')]) {
      expect(await store.call({ type, body })).toMatchObject({ status: 400, code: 'MALFORMED', fault: null });
    }
  });
});
