import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import type { Hello } from '../../src/bridge/hello.js';
import type { StoreKey } from '../../src/bridge/signature.js';
import { BridgeDownloads } from '../../src/domain/bridge-downloads.js';
import { wholeAccount } from '../../src/domain/caller.js';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { type ConnectionParts, type Essentials, StoreConnections } from '../../src/domain/store-connections.js';
import { StoreRegistry } from '../../src/domain/store-registry.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { ServiceError } from '../../src/model/service-error.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

const hello: Hello = {
  protocol: 1,
  bridgeVersion: '1.0.0',
  platform: 'ALPHA',
  platformVersion: '4.1',
  database: { kind: 'mariadb', version: '10.11' },
  phpVersion: '8.3.1',
  clock: 0,
  timeZone: 'UTC',
  areas: ['catalog'],
  writable: false,
  relations: {},
};

describeOnEveryDatabase('connecting stores', (open) => {
  let opened: OpenDatabase;
  /** The keys in config.php at each bridge address. */
  let installed: Map<string, Record<string, string>>;
  let says: Hello;
  let forgotten: string[];
  let now: Date;
  let resolved: Record<string, string[]>;
  let registry: StoreRegistry;
  let vault: CredentialVault;
  let downloads: BridgeDownloads;
  let asked: string[];

  const connections = (parts: Partial<ConnectionParts> = {}) =>
    new StoreConnections({
      database: opened.database,
      registry,
      vault,
      downloads,
      platformIds: ['ALPHA', 'BETA'],
      essentialsOf: (id): Essentials => (id === 'BETA' ? { catalog: ['product'], orders: ['order'] } : {}),
      hello: async (url: string, key: StoreKey) => {
        asked.push(key.id);
        const keys = installed.get(url);
        if (!keys) throw new ServiceError('STORE_UNREACHABLE', 'The store could not be reached.');
        if (keys[key.id] !== Buffer.from(key.secret).toString('base64url')) {
          throw new ServiceError('STORE_KEY_REFUSED', 'The store does not accept the key.');
        }
        return says;
      },
      nameOf: async () => 'The store’s own name',
      forget: (id) => forgotten.push(id),
      allowPrivateAddresses: false,
      resolveHost: async (host) => resolved[host] ?? [],
      randomUuid: randomUUID,
      now: () => now,
      ...parts,
    });

  beforeAll(async () => {
    opened = await open();
    const { database } = opened;
    registry = new StoreRegistry(database);
    vault = new CredentialVault({ database, cipher: new Cipher(randomBytes(32)), randomBytes, now: () => now });
    downloads = new BridgeDownloads({
      database,
      vault,
      randomBytes,
      now: () => now,
      linkSeconds: 3600,
      publicUrl: () => 'https://service.example',
      onTaken: async () => undefined,
      bridgeFiles: ({ keys, connector }) => [
        { path: 'drawbridge/bridge.php', content: `<?php // ${connector ?? 'every platform'}` },
        { path: 'drawbridge/config.php', content: JSON.stringify(keys) },
      ],
    });
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await opened.database.deleteFrom('stores').execute();
    installed = new Map();
    says = hello;
    forgotten = [];
    asked = [];
    resolved = {};
    now = new Date('2026-03-01T12:00:00.000Z');
  });

  const take = async (bridge: { downloadUrl: string } | null | undefined) => {
    const token = /^https:\/\/service\.example\/download\/([\w-]{43})$/.exec(bridge?.downloadUrl ?? '')?.[1];
    return downloads.take(token ?? 'no link');
  };
  const install = async (bridgeUrl: string, bridge: { downloadUrl: string } | null) => {
    const files = unzipSync(await take(bridge));
    installed.set(bridgeUrl, JSON.parse(strFromU8(files['drawbridge/config.php'] as Uint8Array)));
    return files;
  };
  const connected = async (
    input: { url: string; platform?: string; name?: string } = { url: 'https://shop.example' },
  ) => {
    const { store, bridge, userErrors } = await connections().connect(wholeAccount('mine'), input);
    expect(userErrors).toEqual([]);
    if (!store || !bridge) throw new Error('connect must give a store and its bridge');
    await install(store.bridgeUrl, bridge);
    return store;
  };

  test('a store is PENDING with a bridge of its own, and ACTIVE with what the bridge said once verified', async () => {
    const { store, bridge } = await connections().connect(wholeAccount('mine'), { url: 'https://Shop.Example' });
    expect(store).toMatchObject({
      name: 'shop.example',
      url: 'https://shop.example/',
      bridgeUrl: 'https://shop.example/drawbridge/bridge.php',
      status: 'PENDING',
      platformId: null,
      connectedAt: now,
    });
    expect(bridge?.expiresAt).toEqual(new Date('2026-03-01T13:00:00.000Z'));
    await install('https://shop.example/drawbridge/bridge.php', bridge);

    const verified = await connections().verify(wholeAccount('mine'), store?.id ?? '');
    expect(verified.userErrors).toEqual([]);
    expect(verified.store).toMatchObject({
      name: 'The store’s own name',
      platformId: 'ALPHA',
      platformVersion: '4.1',
      status: 'ACTIVE',
      lastVerifiedAt: now,
      bridge: {
        version: '1.0.0',
        protocolVersion: 1,
        phpVersion: '8.3.1',
        databaseVersion: 'mariadb 10.11',
        writable: false,
        keyRotatedAt: null,
      },
    });
    expect(forgotten).toContain(store?.id);
  });

  test('what a bridge says of its memory for requests is kept with the store, and forgotten where it is connected anew', async () => {
    const { store, bridge } = await connections().connect(wholeAccount('mine'), { url: 'https://shop.example/' });
    const id = store?.id ?? '';
    await install('https://shop.example/drawbridge/bridge.php', bridge);
    for (const replayProtection of [false, true, undefined]) {
      says = { ...hello, replayProtection };
      const { store: verified } = await connections().verify(wholeAccount('mine'), id);
      expect(verified?.bridge.replayProtection).toBe(replayProtection ?? null);
    }
    says = { ...hello, replayProtection: false };
    await connections().verify(wholeAccount('mine'), id);
    await connections().disconnect(wholeAccount('mine'), id);
    const again = await connections().connect(wholeAccount('mine'), { url: 'https://shop.example/' });
    expect([again.store?.id, again.store?.bridge.replayProtection]).toEqual([id, null]);
  });

  test('the zip is what its sha256 says, works once, and holds the known platform alone', async () => {
    const { bridge } = await connections().connect(wholeAccount('mine'), {
      url: 'https://shop.example',
      platform: 'BETA',
    });
    const zip = await take(bridge);
    expect(createHash('sha256').update(zip).digest('hex')).toBe(bridge?.sha256);
    expect(strFromU8(unzipSync(zip)['drawbridge/bridge.php'] as Uint8Array)).toContain('BETA');
    await expect(take(bridge)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of many who follow a link at the same moment, one gets the zip', async () => {
    const { bridge } = await connections().connect(wholeAccount('mine'), { url: 'https://shop.example' });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => take(bridge)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a link expires, and is void once another is issued or the store is disconnected', async () => {
    const { store, bridge } = await connections().connect(wholeAccount('mine'), { url: 'https://shop.example' });
    const id = store?.id ?? '';
    const second = (await connections().issueBridge(wholeAccount('mine'), id)).bridge;
    await expect(take(bridge)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    now = new Date(now.getTime() + 3600_000);
    await expect(take(second)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const third = (await connections().issueBridge(wholeAccount('mine'), id)).bridge;
    await connections().disconnect(wholeAccount('mine'), id);
    await expect(take(third)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('no token of a link is kept', async () => {
    const { bridge } = await connections().connect(wholeAccount('mine'), { url: 'https://shop.example' });
    const rows = JSON.stringify(await opened.database.selectFrom('bridge_downloads').selectAll().execute());
    expect(rows).toContain(bridge?.sha256);
    expect(rows).not.toContain(bridge?.downloadUrl.split('/').at(-1));
  });

  test.each([
    ['not an address', 'URL_INVALID'],
    ['ftp://shop.example/', 'URL_INVALID'],
    ['https://user:pass@shop.example/', 'URL_INVALID'],
    ['https://shop.example/?route=common', 'URL_INVALID'],
    ['https://shop.example/#top', 'URL_INVALID'],
    ['http://127.0.0.1/', 'ADDRESS_NOT_ALLOWED'],
    ['http://[::1]:8080/', 'ADDRESS_NOT_ALLOWED'],
    ['http://[::ffff:10.0.0.1]/', 'ADDRESS_NOT_ALLOWED'],
    ['http://0x7f.1/', 'ADDRESS_NOT_ALLOWED'],
    ['http://inside.example/', 'ADDRESS_NOT_ALLOWED'],
  ])('%s is refused with %s', async (url, code) => {
    resolved = { 'inside.example': ['192.168.1.5'], '127.0.0.1': ['127.0.0.1'] };
    const resolveHost = async (host: string) => (/[:\d]$/.test(host) ? [host] : (resolved[host] ?? []));
    const outcome = await connections({ resolveHost }).connect(wholeAccount('mine'), { url });
    expect(outcome).toEqual({
      store: null,
      bridge: null,
      userErrors: [{ code, message: expect.any(String), field: ['input', 'url'] }],
    });
    expect(await registry.all(wholeAccount('mine'))).toEqual([]);
  });

  test('a private address is taken where the settings allow it', async () => {
    const { store, userErrors } = await connections({ allowPrivateAddresses: true }).connect(wholeAccount('mine'), {
      url: 'http://127.0.0.1:8080/shop',
    });
    expect(userErrors).toEqual([]);
    expect(store?.bridgeUrl).toBe('http://127.0.0.1:8080/shop/drawbridge/bridge.php');
  });

  test('every fault of an input is told at once', async () => {
    const { userErrors } = await connections().connect(wholeAccount('mine'), {
      url: 'ftp://x/',
      bridgeUrl: 'nowhere',
      name: 'n'.repeat(201),
      platform: 'GAMMA',
    });
    expect(userErrors.map(({ code, field }) => [code, field?.at(-1)])).toEqual([
      ['URL_INVALID', 'url'],
      ['URL_INVALID', 'bridgeUrl'],
      ['NAME_INVALID', 'name'],
      ['PLATFORM_NOT_SUPPORTED', 'platform'],
    ]);
  });

  test('a name is one line that reads as it is written', async () => {
    for (const name of ['two\nlines', 'red \u001b[31m', '\u202Eelohs']) {
      const { userErrors } = await connections().connect(wholeAccount('mine'), { url: 'https://named.example/', name });
      expect(userErrors.map(({ code }) => code)).toEqual(['NAME_INVALID']);
    }
  });

  test('international names have one form', async () => {
    const { store } = await connections().connect(wholeAccount('mine'), { url: 'https://Bücher.example./laden' });
    expect(store?.url).toBe('https://xn--bcher-kva.example/laden/');
  });

  test('a store is connected once for an account, and the answer says which it is', async () => {
    const first = await connected();
    const again = await connections().connect(wholeAccount('mine'), { url: 'https://SHOP.example:443/' });
    expect(again).toMatchObject({ store: { id: first.id }, bridge: null, userErrors: [{ code: 'ALREADY_CONNECTED' }] });
    expect((await connections().connect(wholeAccount('another'), { url: 'https://shop.example' })).userErrors).toEqual(
      [],
    );
  });

  test('a bridge of another platform than was named is told, and changes nothing', async () => {
    const store = await connected({ url: 'https://shop.example', platform: 'BETA' });
    const { store: after, userErrors } = await connections().verify(wholeAccount('mine'), store.id);
    expect(userErrors).toMatchObject([{ code: 'PLATFORM_DIFFERS' }]);
    expect(after).toMatchObject({ status: 'PENDING', platformId: 'BETA' });
  });

  test('a platform that the service does not know is a fault with a code', async () => {
    const store = await connected();
    says = { ...hello, platform: 'DELTA' };
    expect(await connections().verify(wholeAccount('mine'), store.id)).toMatchObject({
      store: { id: store.id, status: 'PENDING' },
      userErrors: [{ code: 'STORE_PLATFORM_UNKNOWN', field: ['id'] }],
    });
  });

  test('a fault that the caller can mend is a userError, which names the setting', async () => {
    const store = await connected();
    const hello = async () => {
      throw new ServiceError('STORE_SETTINGS_UNRESOLVED', 'A setting is made by code.', { setting: 'DB_NAME' });
    };
    expect((await connections({ hello }).verify(wholeAccount('mine'), store.id)).userErrors).toEqual([
      { code: 'STORE_SETTINGS_UNRESOLVED', message: 'A setting is made by code. (DB_NAME)', field: ['id'] },
    ]);
    const refused = async () => {
      throw new ServiceError('STORE_DATABASE_UNAVAILABLE', 'The database does not answer.');
    };
    await expect(connections({ hello: refused }).verify(wholeAccount('mine'), store.id)).rejects.toMatchObject({
      code: 'STORE_DATABASE_UNAVAILABLE',
    });
  });

  test('a store without the tables that all of its platform have is not ACTIVE, but one whose owner closed them is', async () => {
    const store = await connected();
    says = { ...hello, platform: 'BETA', relations: { other: ['id'] } };
    const { store: after, userErrors } = await connections().verify(wholeAccount('mine'), store.id);
    expect(userErrors).toMatchObject([{ code: 'STORE_TABLES_MISSING', message: expect.stringContaining('product') }]);
    expect(after?.status).toBe('PENDING');
    says = { ...says, areas: ['orders'], relations: { order: ['id'] } };
    expect((await connections().verify(wholeAccount('mine'), store.id)).userErrors).toEqual([]);
  });

  test('an ACTIVE store that does not answer becomes UNREACHABLE, one that never answered stays PENDING', async () => {
    const store = await connected();
    const files = installed.get(store.bridgeUrl) ?? {};
    const statusOf = async () => (await registry.find(wholeAccount('mine'), [store.id]))[0]?.status;
    installed.clear();
    await expect(connections().verify(wholeAccount('mine'), store.id)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      facts: { storeId: `gid://drawbridge/Store/${store.id}` },
    });
    expect(await statusOf()).toBe('PENDING');
    installed.set(store.bridgeUrl, files);
    await connections().verify(wholeAccount('mine'), store.id);
    installed.clear();
    await expect(connections().verify(wholeAccount('mine'), store.id)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
    });
    expect(await statusOf()).toBe('UNREACHABLE');
    installed.set(store.bridgeUrl, files);
    await connections().verify(wholeAccount('mine'), store.id);
    expect(await statusOf()).toBe('ACTIVE');
  });

  test('a name that the merchant chose stays, and one that cannot be read is no fault', async () => {
    const named = await connected({ url: 'https://named.example', name: ' Mine ' });
    expect((await connections().verify(wholeAccount('mine'), named.id)).store?.name).toBe('Mine');
    const shut = await connected({ url: 'https://shut.example' });
    const nameOf = async () => {
      throw new ServiceError('STORE_AREA_CLOSED', 'The owner does not let the settings be read.');
    };
    expect((await connections({ nameOf }).verify(wholeAccount('mine'), shut.id)).store).toMatchObject({
      name: 'shut.example',
      status: 'ACTIVE',
    });
  });

  test('after a rotation both keys are installed, the old one signs, and verifying with the new one retires it', async () => {
    const store = await connected();
    await connections().verify(wholeAccount('mine'), store.id);
    const old = await vault.openKey(store.id);

    const { bridge } = await connections().rotateKey(wholeAccount('mine'), store.id);
    expect(await vault.openKey(store.id)).toEqual(old);
    const tooEarly = await connections().verify(wholeAccount('mine'), store.id);
    expect(tooEarly).toMatchObject({ store: { status: 'ACTIVE' }, userErrors: [{ code: 'NEW_KEY_NOT_INSTALLED' }] });
    expect(await vault.openKey(store.id)).toEqual(old);

    await install(store.bridgeUrl, bridge);
    expect(Object.keys(installed.get(store.bridgeUrl) ?? {})).toHaveLength(2);
    now = new Date('2026-03-02T00:00:00.000Z');
    const { store: after, userErrors } = await connections().verify(wholeAccount('mine'), store.id);
    const fresh = await vault.openKeys(store.id);
    expect(userErrors).toEqual([]);
    expect(fresh.next).toBeNull();
    expect(fresh.active.id).not.toBe(old.id);
    expect(after?.bridge).toMatchObject({ keyId: fresh.active.id, keyRotatedAt: now });
    asked = [];
    await connections().verify(wholeAccount('mine'), store.id);
    expect(asked).toEqual([fresh.active.id]);
  });

  test('a disconnected store has no key, is not asked, and keeps its id when it is connected again', async () => {
    const store = await connected();
    await connections().verify(wholeAccount('mine'), store.id);
    expect((await connections().disconnect(wholeAccount('mine'), store.id)).store?.status).toBe('DISCONNECTED');
    await expect(vault.openKey(store.id)).rejects.toMatchObject({ code: 'STORE_NOT_READY' });
    asked = [];
    for (const change of ['verify', 'issueBridge', 'rotateKey', 'refreshConfig', 'disconnect'] as const) {
      const outcome = await connections()[change](wholeAccount('mine'), store.id);
      expect(outcome.userErrors).toMatchObject([{ code: 'DISCONNECTED' }]);
    }
    expect(asked).toEqual([]);
    const again = await connected();
    expect(again).toMatchObject({ id: store.id, status: 'PENDING', lastVerifiedAt: null, bridge: { version: null } });
    expect((await connections().verify(wholeAccount('mine'), store.id)).store?.status).toBe('ACTIVE');
  });

  test("another account's store is not there", async () => {
    const store = await connected();
    for (const change of ['verify', 'issueBridge', 'rotateKey', 'refreshConfig', 'disconnect'] as const) {
      expect(await connections()[change](wholeAccount('another'), store.id)).toMatchObject({
        store: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
  });

  test('refreshing drops what is remembered of the store', async () => {
    const store = await connected();
    forgotten = [];
    await connections().refreshConfig(wholeAccount('mine'), store.id);
    expect(forgotten).toEqual([store.id]);
  });
});
