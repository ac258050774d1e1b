import { randomUUID } from 'node:crypto';
import { wholeAccount } from '../../src/domain/caller.js';
import { type NewStore, type StorePageRequest, StoreRegistry } from '../../src/domain/store-registry.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { valueRead } from '../../src/model/as-read.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

const everything: StorePageRequest = {
  limit: 250,
  backward: false,
  after: null,
  before: null,
  filter: {},
  totalCount: false,
};

describeOnEveryDatabase('the registry', (open) => {
  let opened: OpenDatabase;
  let registry: StoreRegistry;
  beforeAll(async () => {
    opened = await open();
    registry = new StoreRegistry(opened.database);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await opened.database.deleteFrom('stores').execute();
  });

  const add = async (fields: Partial<NewStore> = {}): Promise<string> => {
    const id = fields.id ?? randomUUID();
    const url = `https://${id}.example/`;
    const inserted = await registry.insert({
      id,
      accountId: 'mine',
      name: 'A shop',
      nameGiven: true,
      url,
      bridgeUrl: `${url}drawbridge/bridge.php`,
      platformId: null,
      keyId: 'k',
      connectedAt: new Date('2026-01-01T00:00:00.123Z'),
      ...fields,
    });
    expect(inserted).toBe(true);
    return id;
  };

  test('gives a store back as it was put in, to its own account alone', async () => {
    const id = await add({ name: 'Ärger & Söhne' });
    expect(await registry.find(wholeAccount('mine'), [id])).toEqual([
      {
        id,
        accountId: 'mine',
        name: 'Ärger & Söhne',
        nameGiven: true,
        url: `https://${id}.example/`,
        bridgeUrl: `https://${id}.example/drawbridge/bridge.php`,
        platformId: null,
        platformVersion: null,
        status: 'PENDING',
        connectedAt: new Date('2026-01-01T00:00:00.123Z'),
        lastVerifiedAt: null,
        writeWanted: false,
        bridge: {
          version: null,
          protocolVersion: null,
          phpVersion: null,
          databaseVersion: null,
          writable: null,
          replayProtection: null,
          keyId: 'k',
          keyRotatedAt: null,
        },
      },
    ]);
    expect(await registry.find(wholeAccount('another'), [id])).toEqual([]);
    expect(await registry.update('another', id, { name: 'stolen' })).toBeNull();
    expect(await registry.all(wholeAccount('another'))).toEqual([]);
  });

  test('finds nothing for ids that are none', async () => {
    expect(
      await registry.find(wholeAccount('mine'), ['------------------------------------', "' or 1=1", randomUUID()]),
    ).toEqual([]);
  });

  test('holds one store for an address in an account', async () => {
    const url = 'https://twice.example/';
    await add({ url });
    const again = {
      id: randomUUID(),
      accountId: 'mine',
      name: 'x',
      nameGiven: true,
      url,
      bridgeUrl: url,
      platformId: null,
    };
    expect(await registry.insert({ ...again, keyId: 'k', connectedAt: new Date() })).toBe(false);
    expect(await registry.insert({ ...again, accountId: 'other', keyId: 'k', connectedAt: new Date() })).toBe(true);
  });

  test('changes what is named and leaves the rest', async () => {
    const id = await add({ platformId: 'SOME' });
    const at = new Date('2026-02-02T02:02:02.222Z');
    const changed = await registry.update('mine', id, {
      status: 'ACTIVE',
      lastVerifiedAt: at,
      bridge: { version: '1.0', writable: false },
    });
    expect(changed).toMatchObject({
      name: 'A shop',
      platformId: 'SOME',
      status: 'ACTIVE',
      lastVerifiedAt: at,
      bridge: { version: '1.0', writable: false, keyId: 'k', phpVersion: null },
    });
    expect(await registry.find(wholeAccount('mine'), [id])).toEqual([changed]);
  });

  test('pages forward and backward over every store once, in the order of connection, ties by id', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 11; i++) {
      ids.push(await add({ connectedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, Math.floor(i / 3))) }));
    }
    await add({ accountId: 'another' });
    const inOrder = (await registry.all(wholeAccount('mine'))).map(({ id }) => id);
    expect([...inOrder].sort()).toEqual([...ids].sort());

    for (const backward of [false, true]) {
      const seen: string[] = [];
      let request: StorePageRequest = { ...everything, limit: 4, backward };
      for (;;) {
        const page = await registry.page(wholeAccount('mine'), request);
        const found = page.rows.map(({ node }) => valueRead(node).id);
        if (backward) seen.unshift(...found);
        else seen.push(...found);
        const last = backward ? page.rows[0] : page.rows.at(-1);
        if (!page.hasMore || !last) break;
        request = { ...request, [backward ? 'before' : 'after']: last.at };
      }
      expect(seen).toEqual(inOrder);
    }
  });

  test('counts what matches the filter, whatever the page', async () => {
    await add({ name: 'Blue 100% shop', platformId: 'A' });
    await add({ name: 'Red shop', platformId: 'A' });
    const third = await add({ name: 'x', url: 'https://blueberry.example/', platformId: 'B' });
    await registry.update('mine', third, { status: 'ACTIVE' });
    const count = async (filter: StorePageRequest['filter']) =>
      (await registry.page(wholeAccount('mine'), { ...everything, limit: 0, filter, totalCount: true })).totalCount;
    expect(await count({})).toBe(3);
    expect(await count({ search: 'BLUE' })).toBe(2);
    expect(await count({ search: '%' })).toBe(1);
    expect(await count({ search: 'blue', platform: 'A' })).toBe(1);
    expect(await count({ status: 'ACTIVE' })).toBe(1);
    expect(await count({ status: 'DISCONNECTED' })).toBe(0);
    await registry.update('mine', third, { bridge: { version: '0.9.10' } });
    await add({ accountId: 'another', url: 'https://another.example/' });
    expect(await count({ bridgeOutdated: true })).toBe(1);
    expect(await count({ bridgeOutdated: false })).toBe(0);
    expect(await count({ bridgeOutdated: true, platform: 'A' })).toBe(0);
    expect(
      (await registry.page(wholeAccount('mine'), { ...everything, filter: { platform: 'B' } })).rows.map(
        ({ node }) => valueRead(node).id,
      ),
    ).toEqual([third]);
  });

  test.each([
    { value: 'not a time', id: randomUUID() },
    { value: null, id: randomUUID() },
    { value: '2026-01-01T00:00:00.000Z', id: '1' },
    { value: '+099999-01-01T00:00:00.000Z', id: randomUUID() },
    { value: 8.64e15, id: randomUUID() },
  ])('refuses a place that is not of its list: %j', async (after) => {
    await expect(registry.page(wholeAccount('mine'), { ...everything, after })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});
