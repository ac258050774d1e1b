import { randomBytes, randomUUID } from 'node:crypto';
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
import { type BareStore, openBareStore } from '../support/bare-store.js';

const now = () => new Date();
const agent = bridgeAgent({ allowPrivateAddresses: true });
const client = new BridgeClient({ dispatcher: agent, now, randomBytes });

let opened: OpenDatabase;
let store: BareStore;
let vault: CredentialVault;
let downloads: BridgeDownloads;
let connections: StoreConnections;

beforeAll(async () => {
  [opened, store] = await Promise.all([openDatabase('memory'), openBareStore()]);
  const { database } = opened;
  vault = new CredentialVault({ database, cipher: new Cipher(randomBytes(32)), randomBytes, now });
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
    platformIds: ['OPENCART'],
    essentialsOf: () => ({ catalog: ['product'] }),
    hello: (url, key) => client.connect({ url, key }).greet(),
    nameOf: async () => 'By its own name',
    forget: () => undefined,
    allowPrivateAddresses: true,
    resolveHost: async () => [],
    randomUuid: randomUUID,
    now,
  });
});
afterAll(async () => {
  await Promise.all([opened?.close(), store?.close(), agent.close()]);
});

const install = async (bridge: { downloadUrl: string } | null) =>
  store.unzip(await downloads.take(bridge?.downloadUrl.split('/').at(-1) ?? ''));

test('a store is connected, verified, given a new key and let go, all through the bridge that merchants install', async () => {
  const { store: pending, bridge } = await connections.connect(wholeAccount('mine'), { url: store.url });
  const id = pending?.id ?? '';
  expect((await connections.verify(wholeAccount('mine'), id)).userErrors).toMatchObject([
    { code: 'STORE_ANSWER_INVALID' },
  ]);

  await install(bridge);
  const first = await connections.verify(wholeAccount('mine'), id);
  expect(first.userErrors).toEqual([]);
  expect(first.store).toMatchObject({
    name: 'By its own name',
    status: 'ACTIVE',
    platformId: 'OPENCART',
    platformVersion: '4.1.0.4',
    bridge: { protocolVersion: 1, writable: false, phpVersion: expect.stringMatching(/^8\.3\./) },
  });
  expect(first.store?.bridge.databaseVersion).toMatch(/^sqlite 3\./);

  const old = await vault.openKey(id);
  const rotated = await connections.rotateKey(wholeAccount('mine'), id);
  expect((await connections.verify(wholeAccount('mine'), id)).userErrors).toMatchObject([
    { code: 'NEW_KEY_NOT_INSTALLED' },
  ]);
  await install(rotated.bridge);
  const bridgeUrl = first.store?.bridgeUrl ?? '';
  await expect(client.connect({ url: bridgeUrl, key: old }).greet()).resolves.toMatchObject({ platform: 'OPENCART' });
  expect((await connections.verify(wholeAccount('mine'), id)).userErrors).toEqual([]);
  const fresh = await vault.openKey(id);
  expect(fresh.id).not.toBe(old.id);

  // A bridge that is issued after the rotation no longer knows the old key.
  await install((await connections.issueBridge(wholeAccount('mine'), id)).bridge);
  await expect(client.connect({ url: bridgeUrl, key: old }).greet()).rejects.toMatchObject({
    code: 'STORE_KEY_REFUSED',
  });
  await expect(client.connect({ url: bridgeUrl, key: fresh }).greet()).resolves.toMatchObject({ platform: 'OPENCART' });

  await store.removeBridge();
  expect((await connections.verify(wholeAccount('mine'), id)).userErrors).toMatchObject([
    { code: 'STORE_ANSWER_INVALID' },
  ]);
  expect((await connections.disconnect(wholeAccount('mine'), id)).store?.status).toBe('DISCONNECTED');
});
