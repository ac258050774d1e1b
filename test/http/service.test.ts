import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const connect = `mutation ($input: ConnectStoreInput!) {
  connectStore(input: $input) { store { id status } bridge { downloadUrl expiresAt sha256 } userErrors { code field } }
}`;
const verify = `mutation ($id: ID!) {
  verifyStore(id: $id) {
    store { name status platform { id } platformVersion bridge { version protocolVersion keyId keyRotatedAt writable } }
    userErrors { code }
  }
}`;

describe('a service without any settings', () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.close());

  test('holds a verified demo store that answers through its bridge', async () => {
    const { data, errors } = await ask(service, '{ stores { nodes { name status counts { products } } } }');
    expect(errors).toBeUndefined();
    expect(data.stores.nodes).toEqual([
      { name: expect.stringMatching(/\w/), status: 'ACTIVE', counts: { products: expect.any(Number) } },
    ]);
  });

  test('writes nothing of a shopper to its log, whatever is asked and whatever fails', async () => {
    const customers = `{ stores { nodes { customers(first: 50) { nodes {
      email firstName lastName phone addresses { address1 city postcode } orders(first: 1) { nodes { number email } }
    } } } } }`;
    const { data } = await ask(service, customers);
    const people = data.stores.nodes[0].customers.nodes;
    expect(people.length).toBeGreaterThan(10);
    const [planted] = people;
    const byEmail = 'query ($email: String!) { stores { nodes { customer(email: $email) { id } } } }';
    await ask(service, byEmail, { email: planted.email });
    await ask(service, `{ stores { nodes { customer(email: "${planted.email}") { nonsense } } } }`);
    await ask(service, `{ node(id: "${planted.lastName}") { id } }`);
    await ask(service, `query { broken(${planted.email}`);
    const written = service.written();
    expect(written.split('\n').length).toBeGreaterThan(5);
    for (const { email, firstName, lastName, phone, addresses } of people) {
      const street = addresses.map((one: { address1: string }) => one.address1);
      for (const value of [email, `${firstName} ${lastName}`, phone, ...street]) {
        if (value && String(value).trim().length > 3) expect(written).not.toContain(value);
      }
    }
    for (const secret of ['Bearer', 'drawbridge=:', 'Signature']) expect(written).not.toContain(secret);
  });
});

describe('a service with keys of its own', () => {
  const key = 'an-api-key-of-the-tests';
  let service: ServiceUnderTest;
  let store: BareStore;
  let folder: string;
  const settings = () => ({
    DRAWBRIDGE_API_KEYS: `tests:${key}`,
    DRAWBRIDGE_DATA_DIR: folder,
    DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
  });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
    [service, store] = await Promise.all([startTestService(settings()), openBareStore()]);
  });
  afterAll(async () => {
    await Promise.all([service?.close(), store?.close()]);
    await rm(folder, { recursive: true });
  });

  test('does not know the key of the demo, and holds no store', async () => {
    expect((await ask(service, '{ stores { nodes { id } } }')).status).toBe(401);
    const { data } = await ask(service, '{ stores { nodes { id } } viewer { apiKeyName } }', {}, key);
    expect(data).toEqual({ stores: { nodes: [] }, viewer: { apiKeyName: 'tests' } });
  });

  test('connects a store through one download, renews its key, keeps it over a restart, and writes no secret', async () => {
    const { data } = await ask(service, connect, { input: { url: store.url } }, key);
    const { store: pending, bridge, userErrors } = data.connectStore;
    expect({ status: pending.status, userErrors }).toEqual({ status: 'PENDING', userErrors: [] });
    expect(bridge.downloadUrl).toMatch(new RegExp(`^${service.url}/download/[\\w-]{43}$`));
    const { id } = pending;

    const early = await ask(service, '{ stores { nodes { counts { products } } } }', {}, key);
    expect(early.errors).toMatchObject([{ extensions: { code: 'STORE_NOT_READY', storeId: id } }]);

    const response = await fetch(bridge.downloadUrl, { method: 'POST' });
    const zip = new Uint8Array(await response.arrayBuffer());
    expect(createHash('sha256').update(zip).digest('hex')).toBe(bridge.sha256);
    expect((await fetch(bridge.downloadUrl, { method: 'POST' })).status).toBe(404);
    await store.unzip(zip);
    const verified = await ask(service, verify, { id }, key);
    expect(verified.errors).toBeUndefined();
    expect(verified.data.verifyStore).toMatchObject({
      store: { status: 'ACTIVE', platform: { id: 'OPENCART' }, bridge: { writable: false, keyRotatedAt: null } },
      userErrors: [],
    });
    const firstKey = verified.data.verifyStore.store.bridge.keyId;

    const rotate =
      'mutation ($id: ID!) { rotateStoreKey(storeId: $id) { bridge { downloadUrl } userErrors { code } } }';
    const rotated = await ask(service, rotate, { id }, key);
    const counts = '{ stores { nodes { counts { products } } } }';
    expect((await ask(service, counts, {}, key)).errors).toBeUndefined();
    const secondZip = new Uint8Array(
      await (await fetch(rotated.data.rotateStoreKey.bridge.downloadUrl, { method: 'POST' })).arrayBuffer(),
    );
    await store.unzip(secondZip);
    const again = await ask(service, verify, { id }, key);
    expect(again.data.verifyStore.store.bridge.keyId).not.toBe(firstKey);
    expect(again.data.verifyStore.store.bridge.keyRotatedAt).not.toBeNull();

    await service.close();
    const written = service.written();
    service = await startTestService(settings());
    const restarted = await ask(service, counts, {}, key);
    expect(restarted.errors).toBeUndefined();
    expect(restarted.data.stores.nodes[0].counts.products).toBeGreaterThan(10);

    const secrets = [key, bridge.downloadUrl.split('/').at(-1)];
    for (const one of [zip, secondZip]) {
      const config = strFromU8(unzipSync(one)['drawbridge/config.php'] as Uint8Array);
      secrets.push(...[...config.matchAll(/=> '([\w-]{43})'/g)].map((match) => match[1]));
    }
    expect(secrets).toHaveLength(5);
    await service.close();
    const onDisk = await Promise.all(
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
    );
    expect(onDisk.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(written).not.toContain(secret);
      for (const text of onDisk) expect(text.includes(secret)).toBe(false);
    }
    service = await startTestService(settings());
  });

  test('refuses an input that makes no sense in the payload, and a body beyond its limit with a code', async () => {
    const { data } = await ask(service, connect, { input: { url: 'https://user:pass@shop.example/' } }, key);
    expect(data.connectStore).toEqual({
      store: null,
      bridge: null,
      userErrors: [{ code: 'URL_INVALID', field: ['input', 'url'] }],
    });
    const tooLarge = await ask(service, `{ viewer { account } } # ${'x'.repeat(1_100_000)}`, {}, key);
    expect(tooLarge).toMatchObject({ status: 413, errors: [{ extensions: { code: 'REQUEST_TOO_LARGE' } }] });
  });

  test('does not start on a port that is in use, and says so in one line', async () => {
    const { port } = new URL(service.url);
    const other = { ...settings(), DRAWBRIDGE_DATA_DIR: join(folder, 'other'), PORT: port };
    await expect(startTestService(other)).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use by another program; set PORT to another.`,
    );
  });

  test('connects no store on this machine unless the settings allow it', async () => {
    const strict = await startTestService({
      DRAWBRIDGE_API_KEYS: key,
      DRAWBRIDGE_DATA_DIR: join(folder, 'strict'),
    });
    try {
      const { data } = await ask(strict, connect, { input: { url: store.url } }, key);
      expect(data.connectStore.userErrors).toEqual([{ code: 'ADDRESS_NOT_ALLOWED', field: ['input', 'url'] }]);
    } finally {
      await strict.close();
    }
  });
});
