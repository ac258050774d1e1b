import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import { helloBody, openStore, refusal, sendSigned } from './signing-store.js';

const said = JSON.stringify(helloBody);
const skewSeconds = 5_000;

describe('a store whose clock differs', () => {
  test('costs one request more the first time, and none from then on', async () => {
    const now = () => Math.floor(Date.now() / 1000) + skewSeconds;
    await using store = await openStore((received, response) =>
      Math.abs(received.created - now()) <= 60
        ? sendSigned(received, response, store.key, said)
        : sendSigned(received, response, store.key, refusal('EXPIRED', { clock: now() }), { status: 401 }),
    );
    expect(await store.connection.greet()).toEqual(helloBody);
    expect(store.received).toHaveLength(2);
    await store.client.connect(store).greet();
    expect(store.received).toHaveLength(3);
    expect(new Set(store.received.map(({ nonce }) => nonce)).size).toBe(3);
  });

  test('is STORE_CLOCK_SKEWED where correcting it did not help', async () => {
    await using store = await openStore((received, response) =>
      sendSigned(received, response, store.key, refusal('EXPIRED', { clock: 1 }), { status: 401 }),
    );
    await expect(store.connection.greet()).rejects.toMatchObject({ code: 'STORE_CLOCK_SKEWED', retryable: true });
    expect(store.received).toHaveLength(2);
  });

  test('is not believed without a signature, so that nobody else can set our clock', async () => {
    await using store = await openStore(
      (_, response) => void response.writeHead(401).end(refusal('EXPIRED', { clock: 1 })),
    );
    await expect(store.connection.greet()).rejects.toMatchObject({ code: 'STORE_ANSWER_INVALID' });
    expect(store.received).toHaveLength(1);
  });
});

describe('a refusal', () => {
  test('as REPLAYED is answered with a new nonce, once', async () => {
    await using once = await openStore((received, response, count) =>
      count === 1
        ? sendSigned(received, response, once.key, refusal('REPLAYED'), { status: 409 })
        : sendSigned(received, response, once.key, said),
    );
    expect(await once.connection.greet()).toEqual(helloBody);
    expect(new Set(once.received.map(({ nonce }) => nonce)).size).toBe(2);

    await using always = await openStore((received, response) =>
      sendSigned(received, response, always.key, refusal('REPLAYED'), { status: 409 }),
    );
    await expect(always.connection.greet()).rejects.toMatchObject({ code: 'STORE_REPLAYED', retryable: true });
    expect(always.received).toHaveLength(2);
  });

  test.each([
    ['SIGNATURE_INVALID', 401, 'STORE_KEY_REFUSED'],
    ['ADDRESS_REFUSED', 403, 'STORE_ADDRESS_REFUSED'],
    ['SIGNATURE_MISSING', 400, 'STORE_REFUSED'],
    ['METHOD_NOT_ALLOWED', 405, 'STORE_REFUSED'],
    ['TOO_LARGE', 413, 'STORE_REFUSED'],
    ['CONFIG_INVALID', 500, 'STORE_CONFIG_INVALID'],
    ['CONFIG_SYNTAX', 500, 'STORE_CONFIG_SYNTAX'],
    ['CONFIG_UNREADABLE', 500, 'STORE_CONFIG_UNREADABLE'],
  ])('that comes before the key is known needs no signature: %s', async (bridgeCode, status, code) => {
    await using store = await openStore((_, response) => void response.writeHead(status).end(refusal(bridgeCode)));
    await expect(store.connection.greet()).rejects.toMatchObject({ code, retryable: false, facts: { bridgeCode } });
    expect(store.received).toHaveLength(1);
  });

  test.each([
    ['PLATFORM_UNKNOWN', 422, 'STORE_PLATFORM_UNKNOWN', false],
    ['DATABASE_UNAVAILABLE', 503, 'STORE_DATABASE_UNAVAILABLE', true],
    ['ENCRYPTION_UNAVAILABLE', 501, 'STORE_INSECURE', false],
    ['MALFORMED', 400, 'STORE_REFUSED', false],
    ['VERB_UNKNOWN', 400, 'STORE_REFUSED', false],
    ['INTERNAL', 500, 'STORE_BRIDGE_FAILED', false],
    ['SETTINGS_UNRESOLVED', 422, 'STORE_SETTINGS_UNRESOLVED', false],
    ['DRIVER_MISSING', 501, 'STORE_DRIVER_MISSING', false],
    ['DATABASE_HOST_UNKNOWN', 503, 'STORE_DATABASE_HOST_UNKNOWN', false],
    ['DATABASE_LOGIN_REFUSED', 503, 'STORE_DATABASE_LOGIN_REFUSED', false],
    ['DATABASE_TLS_FAILED', 503, 'STORE_DATABASE_TLS_FAILED', false],
    ['SOMETHING_NEW', 418, 'STORE_REFUSED', false],
  ])('that is signed has a code of ours: %s', async (bridgeCode, status, code, retryable) => {
    await using store = await openStore((received, response) =>
      sendSigned(received, response, store.key, refusal(bridgeCode), { status }),
    );
    await expect(store.connection.greet()).rejects.toMatchObject({ code, retryable, facts: { bridgeCode } });
  });
});

describe('a store that cannot be reached', () => {
  test('is asked again once where it lets go of the connection before it answers', async () => {
    await using once = await openStore((received, response, count) =>
      count === 1 ? void response.socket?.resetAndDestroy() : sendSigned(received, response, once.key, said),
    );
    expect(await once.connection.greet()).toEqual(helloBody);

    await using always = await openStore((_, response) => void response.socket?.resetAndDestroy());
    await expect(always.connection.greet()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', retryable: true });
    expect(always.received).toHaveLength(2);
  });

  test('is STORE_UNREACHABLE where nobody listens', async () => {
    await using store = await openStore(() => {});
    const url = 'http://127.0.0.1:1/bridge.php';
    await expect(store.client.connect({ url, key: store.key }).greet()).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      facts: { reason: 'ECONNREFUSED' },
    });
  });

  test('is left alone for a few seconds after it could not be reached five times in a row', async () => {
    let time = Date.now();
    let down = true;
    await using store = await openStore(
      (received, response) =>
        down ? void response.socket?.resetAndDestroy() : sendSigned(received, response, store.key, said),
      { now: () => new Date(time) },
    );
    const fails = () =>
      expect(store.connection.greet()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', retryable: true });
    for (let i = 0; i < 5; i++) await fails();
    expect(store.received).toHaveLength(10);
    await fails();
    expect(store.received).toHaveLength(10);
    time += 3_000;
    await fails();
    expect(store.received).toHaveLength(12);
    down = false;
    await fails();
    time += 3_000;
    expect(await store.connection.greet()).toEqual(helloBody);
    expect(await store.connection.greet()).toEqual(helloBody);
    expect(store.received).toHaveLength(14);
  });

  test('is STORE_ANSWER_INVALID where it does not speak HTTP', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('220 mail.example ESMTP\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const dispatcher = bridgeAgent({ allowPrivateAddresses: true });
    const client = new BridgeClient({ dispatcher, now: () => new Date(), randomBytes });
    const { port } = server.address() as { port: number };
    const connection = client.connect({ url: `http://127.0.0.1:${port}/`, key: { id: 'k', secret: randomBytes(32) } });
    try {
      await expect(connection.greet()).rejects.toMatchObject({ code: 'STORE_ANSWER_INVALID' });
    } finally {
      await dispatcher.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('a slow store', () => {
  test.each([
    ['that says nothing', false],
    ['that stops in the middle of its answer', true],
  ])('%s ends in STORE_TIMEOUT when the time is up', async (_which, begins) => {
    await using store = await openStore(
      (_, response) => {
        if (begins) response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      },
      { timeoutMs: 150 },
    );
    const begun = performance.now();
    await expect(store.connection.greet()).rejects.toMatchObject({ code: 'STORE_TIMEOUT', retryable: true });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test('ends when the caller’s own time is up, too', async () => {
    await using store = await openStore(() => {});
    await expect(store.connection.greet({ signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'STORE_TIMEOUT',
    });
    await expect(store.connection.greet({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'STORE_TIMEOUT',
    });
  });
});

test('a question longer than a bridge reads is not sent', async () => {
  await using store = await openStore(() => {});
  const statement = { id: 'a', sql: 'select ?', parameters: ['x'.repeat(1024 * 1024)] };
  await expect(store.connection.run([statement])).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  expect(store.received).toHaveLength(0);
});
