import { randomBytes, randomUUID } from 'node:crypto';
import { wholeAccount } from '../../src/domain/caller.js';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { KnownStores } from '../../src/domain/known-stores.js';
import { StoreRegistry } from '../../src/domain/store-registry.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { addPendingStore } from '../support/pending-store.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

describeOnEveryDatabase('what is known of stores', (open) => {
  let opened: OpenDatabase;
  let registry: StoreRegistry;
  let vault: CredentialVault;
  let questions = 0;
  beforeAll(async () => {
    opened = await open();
    registry = new StoreRegistry(opened.database);
    vault = new CredentialVault({
      database: opened.database,
      cipher: new Cipher(randomBytes(32)),
      randomBytes,
      now: () => new Date(),
    });
  });
  afterAll(() => opened.close());

  const watched = () =>
    opened.database.withPlugin({
      transformQuery: ({ node }) => {
        questions += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
  /** Another instance's memory over the same registry; `hears` says whether announcements come in there. */
  const memory = async (hears = true) => {
    const { announcements } = opened;
    const known = new KnownStores({
      registry: registry.within(watched()),
      vault: vault.within(watched()),
      announcements: hears ? announcements : { listen: announcements.listen.bind(announcements), hears: false },
    });
    await known.start();
    return known;
  };
  const eventually = async (holds: () => Promise<boolean>) => {
    for (let waited = 0; waited < 1_000; waited += 10) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('it must hold within a second');
  };
  const accountOf = (id: string) => registry.accountOf(id).then(wholeAccount);

  test('a store and its key are asked for once, and by their own account alone', async () => {
    const id = await addPendingStore(opened.database);
    await vault.put(id, 'active', vault.newKey());
    const known = await memory();
    const mine = await accountOf(id);
    // What was announced of the store's making must have come in.
    await new Promise((resolve) => setTimeout(resolve, 100));
    questions = 0;
    for (let times = 0; times < 3; times += 1) {
      expect(await known.find(mine, [id, randomUUID()])).toEqual(await registry.find(mine, [id]));
      expect(await known.keysOfRequest().load(id)).toEqual(await vault.openKey(id));
    }
    // The other id is nobody's, so it is asked for each time.
    expect(questions).toBe(4);
    expect(await known.find(wholeAccount('another'), [id])).toEqual([]);
    expect(await known.find({ ...mine, storeIds: [] }, [id])).toEqual([]);
    expect(await known.find({ ...mine, storeIds: [id] }, [id])).toHaveLength(1);
  });

  test('a change anywhere is seen within a second, and at once where it was made', async () => {
    const id = await addPendingStore(opened.database);
    await vault.put(id, 'active', vault.newKey());
    const mine = await accountOf(id);
    const [here, there] = [await memory(), await memory()];
    const nameAt = async (known: KnownStores) => (await known.find(mine, [id]))[0]?.name;
    const keyAt = async (known: KnownStores) => (await known.keysOfRequest().load(id)).id;
    for (const known of [here, there]) await Promise.all([nameAt(known), keyAt(known)]);

    await registry.update(mine.accountId, id, { name: 'Renamed' });
    here.forget(id);
    expect(await nameAt(here)).toBe('Renamed');
    await eventually(async () => (await nameAt(there)) === 'Renamed');

    const next = vault.newKey();
    await vault.put(id, 'next', next);
    await vault.promote(id, next.id);
    await eventually(async () => (await keyAt(there)) === next.id);

    await vault.drop(id);
    await eventually(() =>
      keyAt(there).then(
        () => false,
        ({ code }) => code === 'STORE_NOT_READY',
      ),
    );
  });

  test('what is being read while a change comes in is given, and not remembered', async () => {
    const id = await addPendingStore(opened.database);
    const mine = await accountOf(id);
    const known = await memory();
    const reading = known.find(mine, [id]);
    known.forget(id);
    await reading;
    questions = 0;
    await known.find(mine, [id]);
    expect(questions).toBe(1);
  });

  test('while nothing is heard, nothing is remembered', async () => {
    const id = await addPendingStore(opened.database);
    const mine = await accountOf(id);
    const known = await memory(false);
    questions = 0;
    for (let times = 0; times < 3; times += 1) await known.find(mine, [id]);
    expect(questions).toBe(3);
  });

  test('opens the keys that one request needs with one question, however many its stores and however late', async () => {
    const stores = await Promise.all(Array.from({ length: 30 }, () => addPendingStore(opened.database)));
    for (const storeId of stores) await vault.put(storeId, 'active', vault.newKey());
    const ofRequest = (await memory(false)).keysOfRequest();
    questions = 0;
    // Sessions with stores ask for their keys each in a turn of its own.
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const keys = await Promise.all(stores.map((storeId) => turn().then(() => ofRequest.load(storeId))));
    expect(keys).toEqual(await Promise.all(stores.map((storeId) => vault.openKey(storeId))));
    await Promise.all(stores.map((storeId) => ofRequest.load(storeId)));
    expect(questions).toBe(1);
  });
});
