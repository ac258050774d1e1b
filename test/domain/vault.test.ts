import { randomBytes, randomUUID } from 'node:crypto';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { addPendingStore } from '../support/pending-store.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

describeOnEveryDatabase('the vault', (open) => {
  let opened: OpenDatabase;
  let vault: CredentialVault;
  const cipher = new Cipher(randomBytes(32));
  beforeAll(async () => {
    opened = await open();
    const { database } = opened;
    vault = new CredentialVault({ database, cipher, randomBytes, now: () => new Date() });
  });
  afterAll(() => opened.close());

  test('gives back the key that was put in, of 32 random bytes', async () => {
    const storeId = await addPendingStore(opened.database);
    const key = vault.newKey();
    expect(key.secret).toHaveLength(32);
    await vault.put(storeId, 'active', key);
    expect(await vault.openKey(storeId)).toEqual(key);
    expect(await vault.openKeys(storeId)).toEqual({ active: key, next: null });
  });

  test('keeps no key in clear, in any form', async () => {
    const storeId = await addPendingStore(opened.database);
    const key = vault.newKey();
    await vault.put(storeId, 'active', key);
    const rows = JSON.stringify(await opened.database.selectFrom('store_keys').selectAll().execute());
    expect(rows).toContain(key.id);
    for (const encoding of ['base64url', 'base64', 'hex', 'latin1'] as const) {
      expect(rows).not.toContain(Buffer.from(key.secret).toString(encoding));
    }
  });

  test('opens the keys of many stores with one question, each that cannot be opened by itself, and no next key', async () => {
    const asked: string[] = [];
    const watched = opened.database.withPlugin({
      transformQuery: ({ node }) => {
        asked.push(node.kind);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const stores = await Promise.all(Array.from({ length: 3 }, () => addPendingStore(opened.database)));
    const [first = '', second = '', third = ''] = stores;
    const keys = [vault.newKey(), vault.newKey()] as const;
    await vault.put(first, 'active', keys[0]);
    await vault.put(second, 'active', keys[1]);
    await vault.put(second, 'next', vault.newKey());
    await vault.put(third, 'active', vault.newKey());
    const spoiled = (role: 'active' | 'next', storeId: string) =>
      opened.database
        .updateTable('store_keys')
        .set({ envelope: 'v1.x.y.z' })
        .where('store_id', '=', storeId)
        .where('role', '=', role)
        .execute();
    await spoiled('next', second);
    await spoiled('active', third);
    const found = await vault.within(watched).activeKeys([third, first, randomUUID(), second]);
    expect(found).toEqual([expect.any(Error), keys[0], expect.objectContaining({ code: 'STORE_NOT_READY' }), keys[1]]);
    expect(asked).toEqual(['SelectQueryNode']);
  });

  test('opens a key that was sealed as text, as the first registries have it', async () => {
    const storeId = await addPendingStore(opened.database);
    const key = vault.newKey();
    const text = Buffer.from(Buffer.from(key.secret).toString('base64url'));
    const envelope = cipher.seal(text, `store ${storeId} key ${key.id}`);
    await vault.put(storeId, 'active', key);
    await opened.database.updateTable('store_keys').set({ envelope }).where('store_id', '=', storeId).execute();
    expect(await vault.openKey(storeId)).toEqual(key);
  });

  test("does not open one store's key for another", async () => {
    const [mine, theirs] = [await addPendingStore(opened.database), await addPendingStore(opened.database)];
    await vault.put(mine, 'active', vault.newKey());
    await opened.database.updateTable('store_keys').set({ store_id: theirs }).where('store_id', '=', mine).execute();
    await expect(vault.openKey(theirs)).rejects.toThrow();
  });

  test('makes the next key the active one once, and forgets the old', async () => {
    const storeId = await addPendingStore(opened.database);
    const [old, replaced, next] = [vault.newKey(), vault.newKey(), vault.newKey()];
    await vault.put(storeId, 'active', old);
    await vault.put(storeId, 'next', replaced);
    await vault.put(storeId, 'next', next);
    expect(await vault.openKeys(storeId)).toEqual({ active: old, next });
    expect(await vault.promote(storeId, replaced.id)).toBe(false);
    expect(await vault.promote(storeId, next.id)).toBe(true);
    expect(await vault.promote(storeId, next.id)).toBe(false);
    expect(await vault.openKeys(storeId)).toEqual({ active: next, next: null });
  });

  test('has no key of a store that was dropped or never was', async () => {
    const storeId = await addPendingStore(opened.database);
    await vault.put(storeId, 'active', vault.newKey());
    await vault.drop(storeId);
    await expect(vault.openKey(storeId)).rejects.toMatchObject({ code: 'STORE_NOT_READY' });
    await expect(vault.openKey(randomUUID())).rejects.toMatchObject({ code: 'STORE_NOT_READY' });
  });
});
