import { randomBytes, randomUUID } from 'node:crypto';
import type { Hello } from '../../src/bridge/hello.js';
import type { StoreKey } from '../../src/bridge/signature.js';
import { BridgeDownloads } from '../../src/domain/bridge-downloads.js';
import { wholeAccount } from '../../src/domain/caller.js';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { StoreChanges } from '../../src/domain/store-changes.js';
import { StoreConnections } from '../../src/domain/store-connections.js';
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
  areas: [],
  writable: false,
  relations: {},
};
const mine = wholeAccount('mine');

describeOnEveryDatabase('what ends after the store was changed by another', (open) => {
  let opened: OpenDatabase;
  let registry: StoreRegistry;
  let vault: CredentialVault;
  let connections: StoreConnections;
  let changes: StoreChanges;
  /** What each asking of a bridge does before it is answered, first come first served; nothing where there is none. */
  let meanwhile: (() => Promise<unknown>)[];
  /** Whether bridges answer at all. */
  let answers: boolean;
  /** The ids of keys that the bridge knows; all where it is null. */
  let known: readonly string[] | null;

  beforeAll(async () => {
    opened = await open();
    const { database } = opened;
    const now = () => new Date();
    registry = new StoreRegistry(database);
    vault = new CredentialVault({ database, cipher: new Cipher(randomBytes(32)), randomBytes, now });
    const downloads = new BridgeDownloads({
      database,
      vault,
      randomBytes,
      now,
      linkSeconds: 3600,
      publicUrl: () => 'https://service.example',
      onTaken: async () => undefined,
      bridgeFiles: () => [{ path: 'drawbridge/bridge.php', content: '<?php' }],
    });
    const guard = { allowPrivateAddresses: true, resolveHost: async () => [] };
    connections = new StoreConnections({
      database,
      registry,
      vault,
      downloads,
      platformIds: ['ALPHA'],
      essentialsOf: () => ({}),
      hello: async (_url, key: StoreKey) => {
        if (known && !known.includes(key.id)) throw new ServiceError('STORE_KEY_REFUSED', 'Not this key.');
        const answered = answers;
        await meanwhile.shift()?.();
        if (!answered) throw new ServiceError('STORE_UNREACHABLE', 'Nobody is there.');
        return hello;
      },
      nameOf: async () => 'By its own name',
      forget: () => undefined,
      ...guard,
      randomUuid: randomUUID,
      now,
    });
    changes = new StoreChanges({ registry, connections, forget: () => undefined, ...guard });
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    await opened.database.deleteFrom('stores').execute();
    meanwhile = [];
    answers = true;
    known = null;
  });

  const url = 'https://shop.example/';
  async function connected(): Promise<string> {
    const { store } = await connections.connect(mine, { url });
    return store?.id ?? '';
  }
  const status = async (id: string) => (await registry.find(mine, [id]))[0]?.status;

  test('verifyStore does not bring back a store that was let go', async () => {
    const id = await connected();
    meanwhile = [() => connections.disconnect(mine, id)];
    const { store, userErrors } = await connections.verify(mine, id);
    expect(store?.status).toBe('DISCONNECTED');
    expect(userErrors.map(({ code }) => code)).toEqual(['DISCONNECTED']);
    expect(await status(id)).toBe('DISCONNECTED');
    await expect(vault.openKeys(id)).rejects.toMatchObject({ code: 'STORE_NOT_READY' });
  });

  test('verifyStore does not take what was said to an old key for a store that was connected anew', async () => {
    const id = await connected();
    const old = (await vault.openKeys(id)).active.id;
    known = [old];
    meanwhile = [
      async () => {
        await connections.disconnect(mine, id);
        await connections.connect(mine, { url });
      },
    ];
    // The bridge of before knows the old key alone, so the store as it is now is not verified.
    const { store, userErrors } = await connections.verify(mine, id);
    expect(store?.status).toBe('PENDING');
    expect(userErrors.map(({ code }) => code)).toEqual(['STORE_KEY_REFUSED']);
  });

  test('verifyStore that fails late does not spoil one that succeeded meanwhile', async () => {
    const id = await connected();
    await connections.verify(mine, id);
    answers = false;
    meanwhile = [
      async () => {
        answers = true;
        await connections.verify(mine, id);
      },
    ];
    await expect(connections.verify(mine, id)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    expect(await status(id)).toBe('ACTIVE');
  });

  test('verifyStore asks anew where the store has moved meanwhile', async () => {
    const id = await connected();
    let asked = 0;
    meanwhile = [
      async () => {
        asked += 1;
        await registry.update('mine', id, { bridgeUrl: 'https://elsewhere.example/bridge.php' });
      },
      async () => {
        asked += 1;
      },
    ];
    expect((await connections.verify(mine, id)).store).toMatchObject({
      status: 'ACTIVE',
      bridgeUrl: 'https://elsewhere.example/bridge.php',
    });
    expect(asked).toBe(2);
  });

  test('a store that is let go while it moves stays so', async () => {
    const id = await connected();
    meanwhile = [() => connections.disconnect(mine, id)];
    const { store } = await changes.update(mine, id, { url: 'https://moved.example/' });
    expect(store).toMatchObject({ status: 'DISCONNECTED', url: 'https://moved.example/' });
    expect(await status(id)).toBe('DISCONNECTED');
  });

  test('whatever order rotating, verifying and letting go come in, a store that was let go holds no key', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await connected();
      await connections.verify(mine, id);
      await Promise.allSettled([
        connections.rotateKey(mine, id),
        connections.verify(mine, id),
        connections.disconnect(mine, id),
        connections.rotateKey(mine, id),
        connections.verify(mine, id),
        connections.issueBridge(mine, id),
      ]);
      expect(await status(id)).toBe('DISCONNECTED');
      const left = opened.database.selectFrom('store_keys').selectAll().where('store_id', '=', id);
      expect(await left.execute()).toEqual([]);
    }
  });
});
