import { randomBytes } from 'node:crypto';
import { Accounts } from '../../src/domain/accounts.js';
import { ApiKeyRecords } from '../../src/domain/api-key-records.js';
import { newApiKey, readApiKey } from '../../src/domain/api-key-text.js';
import { ApiKeys, type ApiKeyWanted, type Giver } from '../../src/domain/api-keys.js';
import { Authentication } from '../../src/domain/authentication.js';
import { wholeAccount } from '../../src/domain/caller.js';
import { ExpiringKeys } from '../../src/domain/expiring-keys.js';
import type { NotificationPayload, Notifications } from '../../src/domain/notifications.js';
import { StoreRegistry } from '../../src/domain/store-registry.js';
import { type OpenDatabase, openDatabase } from '../../src/infrastructure/database.js';
import { SecretText } from '../../src/infrastructure/secret.js';
import { valueRead } from '../../src/model/as-read.js';
import { describeWhere } from '../support/machine.js';
import { addPendingStore } from '../support/pending-store.js';
import { describeOnEveryDatabase, withPostgres } from '../support/registry-places.js';

describe('an API key', () => {
  test('has an id, a secret of 256 bits and a checksum, in letters and digits', () => {
    const keys = Array.from({ length: 200 }, () => newApiKey(randomBytes));
    for (const { id, text } of keys) {
      expect(text).toMatch(new RegExp(`^db_${id}_[0-9A-Za-z]{49}$`));
      expect(readApiKey(text)).toEqual({ id, text });
    }
    expect(new Set(keys.map(({ text }) => text)).size).toBe(200);
    // 43 digits of base 62 hold 256 bits, the highest number included.
    const highest = newApiKey((size) => Buffer.alloc(size, 0xff)).text;
    const value = [...(highest.split('_')[2] ?? '').slice(0, 43)].reduce(
      (sum, digit) =>
        sum * 62n + BigInt('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.indexOf(digit)),
      0n,
    );
    expect(value).toBe(2n ** 256n - 1n);
  });

  test('is none once any of its characters was changed, dropped or swapped', () => {
    const { text } = newApiKey(randomBytes);
    for (let i = 0; i < text.length; i++) {
      const other = text[i] === 'a' ? 'b' : 'a';
      expect(readApiKey(`${text.slice(0, i)}${other}${text.slice(i + 1)}`)).toBeNull();
      expect(readApiKey(`${text.slice(0, i)}${text.slice(i + 1)}`)).toBeNull();
      const swapped = `${text.slice(0, i)}${text[i + 1] ?? ''}${text[i]}${text.slice(i + 2)}`;
      if (swapped !== text) expect(readApiKey(swapped)).toBeNull();
    }
  });
});

describeOnEveryDatabase('the keys of an account', (open) => {
  let opened: OpenDatabase;
  let now: Date;
  let elapsedMs = 1;
  let looked: string[];
  const heard = new Set<string | null>();
  let bugs: unknown[];
  let keys: ApiKeys;
  let authentication: Authentication;
  let storeId: string;
  let theirStoreId: string;
  const all = { ...wholeAccount('mine'), scopes: ['*'] };
  const wanted: ApiKeyWanted = { name: 'ERP', scopes: ['orders.read'], storeIds: null, expiresAt: null };

  beforeAll(async () => {
    now = new Date('2026-03-01T12:00:00.000Z');
    opened = await open();
    const { database, announcements } = opened;
    for (const id of ['mine', 'theirs'])
      await new Accounts(database).create({ id, name: `Account ${id}`, createdAt: now });
    [storeId, theirStoreId] = [await addPendingStore(database, 'mine'), await addPendingStore(database, 'theirs')];
    const records = new ApiKeyRecords(database, announcements);
    keys = new ApiKeys({ records, registry: new StoreRegistry(database), randomBytes, now: () => now });
    authentication = new Authentication({
      bootstrapKeys: [{ name: 'first', key: new SecretText('the-key-of-the-settings') }],
      records: {
        known: (id) => {
          looked.push(id);
          return records.known(id);
        },
        used: (id, at) => records.used(id, at),
      },
      announcements,
      now: () => now,
      elapsedMs: () => elapsedMs,
      reportBug: (bug) => bugs.push(bug),
    });
    await authentication.start();
    await announcements.listen('api-key', (id) => void heard.add(id));
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    looked = [];
    bugs = [];
    now = new Date('2026-03-01T12:00:00.000Z');
  });
  afterEach(() => expect(bugs).toEqual([]));

  const made = async (more: Partial<ApiKeyWanted> = {}, giver: Giver = all) => {
    const { apiKey, secret, userErrors } = await keys.create(giver, { ...wanted, ...more });
    expect(userErrors).toEqual([]);
    if (!apiKey || !secret) throw new Error('a key must be made');
    return { apiKey, secret };
  };
  const faultOf = async (more: Partial<ApiKeyWanted>, giver: Giver = all) => {
    const { apiKey, secret, userErrors } = await keys.create(giver, { ...wanted, ...more });
    expect([apiKey, secret]).toEqual([null, null]);
    return userErrors.map(({ code }) => code);
  };

  test('name their account, what they may do, and their stores', async () => {
    const expiresAt = new Date('2026-03-02T00:00:00.000Z');
    const { apiKey, secret } = await made({ scopes: ['orders.read', 'orders.read'], storeIds: [storeId], expiresAt });
    expect(await authentication.authenticate(secret)).toEqual({
      accountId: 'mine',
      accountName: 'Account mine',
      storeIds: [storeId],
      apiKeyName: 'ERP',
      scopes: ['orders.read'],
      actor: `db_${apiKey.id} (ERP)`,
      expiresAt,
      givesUntil: expiresAt,
      supportAccessId: null,
    });
    now = new Date('2026-03-01T23:59:59.999Z');
    expect(await authentication.authenticate(secret)).not.toBeNull();
    now = expiresAt;
    expect(await authentication.authenticate(secret)).toBeNull();
  });

  test('are kept as hashes, shown once, and looked up once in seconds', async () => {
    const { apiKey, secret } = await made();
    const rows = JSON.stringify(await opened.database.selectFrom('api_keys').selectAll().execute());
    expect(rows).toContain(apiKey.id);
    expect(rows).not.toContain(secret.slice(20));
    // A new key is announced as well, and what was known of it before that counts for nothing.
    const deadline = performance.now() + 4_000;
    while (!heard.has(apiKey.id) && performance.now() < deadline) await new Promise(setImmediate);
    expect(heard).toContain(apiKey.id);
    for (const passes of [0, 1_000, 2_000, 1_999]) {
      elapsedMs += passes;
      expect(await authentication.authenticate(secret)).not.toBeNull();
    }
    expect(looked).toEqual([apiKey.id]);
    elapsedMs += 2;
    expect(await authentication.authenticate(secret)).not.toBeNull();
    expect(looked).toEqual([apiKey.id, apiKey.id]);
  });

  test('are not looked up where a letter is wrong, and not found where the secret is another', async () => {
    const { secret } = await made();
    expect(await authentication.authenticate(`${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`)).toBeNull();
    expect(looked).toEqual([]);
    const other = newApiKey(randomBytes);
    expect(await authentication.authenticate(other.text)).toBeNull();
    const sameId = newApiKey((size) => (size === 8 ? Buffer.from(secret.slice(3, 19), 'hex') : randomBytes(size)));
    expect(await authentication.authenticate(sameId.text)).toBeNull();
    expect(await authentication.authenticate(secret)).not.toBeNull();
  });

  test('end at once when revoked, stay listed, and keep the time at which they ended', async () => {
    const { apiKey, secret } = await made();
    expect(await authentication.authenticate(secret)).not.toBeNull();
    expect((await keys.revoke(all, apiKey.id)).apiKey?.revokedAt).toEqual(now);
    // PostgreSQL's notice comes over another connection: within a moment, and never as late as the cache would keep it.
    const deadline = performance.now() + 2_000;
    while ((await authentication.authenticate(secret)) && performance.now() < deadline) await new Promise(setImmediate);
    expect(await authentication.authenticate(secret)).toBeNull();
    const revokedAt = now;
    now = new Date('2026-03-01T13:00:00.000Z');
    expect((await keys.revoke(all, apiKey.id)).apiKey?.revokedAt).toEqual(revokedAt);
  });

  test('remember when they were last used, to the minute', async () => {
    const { apiKey, secret } = await made();
    await authentication.authenticate(secret);
    const lastUsed = async () => {
      const page = await keys.page(all, { limit: 250, backward: false, after: null, before: null, totalCount: false });
      return page.rows.map(({ node }) => valueRead(node)).find(({ id }) => id === apiKey.id)?.lastUsedAt ?? null;
    };
    const deadline = performance.now() + 2_000;
    while (!(await lastUsed()) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await lastUsed()).toEqual(now);
  });

  test('give no more than they hold: scopes, stores and account', async () => {
    const narrow = { accountId: 'mine', storeIds: [storeId], scopes: ['keys.write', 'orders.read'] };
    expect(await faultOf({ scopes: ['customers.read'] }, narrow)).toEqual(['SCOPE_NOT_HELD']);
    expect(await faultOf({ scopes: ['*'] }, narrow)).toEqual(['SCOPE_NOT_HELD']);
    expect(await faultOf({ storeIds: [await addPendingStore(opened.database, 'mine')] }, narrow)).toEqual([
      'STORE_UNKNOWN',
    ]);
    // Where no store is named, the new key reaches what the giver reaches, never the whole account.
    expect((await made({}, narrow)).apiKey.storeIds).toEqual([storeId]);
    expect(await faultOf({ storeIds: [theirStoreId] })).toEqual(['STORE_UNKNOWN']);
  });

  test('that end make no keys that end later', async () => {
    const end = new Date('2026-03-02T00:00:00.000Z');
    const { secret } = await made({ scopes: ['*'], expiresAt: end });
    const ending = await authentication.authenticate(secret);
    if (!ending) throw new Error('the key must be known');
    expect((await made({}, ending)).apiKey.expiresAt).toEqual(end);
    expect((await made({ expiresAt: end }, ending)).apiKey.expiresAt).toEqual(end);
    const earlier = new Date('2026-03-01T18:00:00.000Z');
    expect((await made({ expiresAt: earlier }, ending)).apiKey.expiresAt).toEqual(earlier);
    expect(await faultOf({ expiresAt: new Date(end.getTime() + 1) }, ending)).toEqual(['EXPIRY_INVALID']);
    expect((await made({ expiresAt: null })).apiKey.expiresAt).toBeNull();
  });

  test.each([
    { more: { name: ' ' }, code: 'NAME_INVALID' },
    { more: { name: 'two\nlines' }, code: 'NAME_INVALID' },
    { more: { name: 'x'.repeat(201) }, code: 'NAME_INVALID' },
    { more: { scopes: [] }, code: 'SCOPE_UNKNOWN' },
    { more: { scopes: ['orders.read', 'orders.burn'] }, code: 'SCOPE_UNKNOWN' },
    { more: { storeIds: [] }, code: 'STORE_UNKNOWN' },
    { more: { storeIds: ['no id'] }, code: 'STORE_UNKNOWN' },
    { more: { expiresAt: new Date('2026-03-01T12:00:00.000Z') }, code: 'EXPIRY_INVALID' },
  ])('are not made of $more', async ({ more, code }) => {
    expect(await faultOf(more)).toEqual([code]);
  });

  test('of another account can be neither seen nor ended', async () => {
    const theirs = { ...wholeAccount('theirs'), scopes: ['*'] };
    const { apiKey, secret } = await made({}, theirs);
    expect(await keys.revoke(all, apiKey.id)).toEqual(await keys.revoke(all, 'ffffffffffffffff'));
    expect(await authentication.authenticate(secret)).not.toBeNull();
    const page = await keys.page(all, { limit: 250, backward: false, after: null, before: null, totalCount: true });
    expect(page.rows.map(({ node }) => valueRead(node).accountId)).not.toContain('theirs');
    expect(page.totalCount).toBe(page.rows.length);
  });

  test('are paged in the order in which they were made, forwards and backwards', async () => {
    const request = { limit: 250, backward: false, after: null, before: null, totalCount: false };
    const whole = (await keys.page(all, request)).rows;
    expect(whole.length).toBeGreaterThan(3);
    const [first, second] = whole;
    const next = await keys.page(all, { ...request, limit: 1, after: first?.at ?? null });
    expect(next).toEqual({ rows: [second], hasMore: true, totalCount: null });
    const last = await keys.page(all, { ...request, limit: 2, backward: true });
    expect(last).toEqual({ rows: whole.slice(-2), hasMore: true, totalCount: null });
    const seen = { ...all, storeIds: [storeId] };
    expect((await keys.page(seen, request)).rows.map(({ node }) => valueRead(node).storeIds)).toEqual(
      whole.filter(({ node }) => valueRead(node).storeIds?.includes(storeId)).map(() => [storeId]),
    );
  });

  test('are told of once before they end: a week, or half their life where that is shorter', async () => {
    const told: [string, NotificationPayload][] = [];
    const notifications: Notifications = {
      notify: async (accountId, topic, payload) => {
        expect(topic).toBe('API_KEY_EXPIRING');
        told.push([accountId, payload]);
      },
      within: () => notifications,
    };
    const expiring = () => new ExpiringKeys({ database: opened.database, notifications, now: () => now });
    await expiring().tell();
    told.length = 0;
    const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
    const { apiKey: long } = await made({ name: 'Long', expiresAt: days(30) });
    const { apiKey: short } = await made({ name: 'Short', expiresAt: days(2) });
    const { apiKey: revoked } = await made({ name: 'Revoked', expiresAt: days(2) });
    await made({ name: 'For ever' });
    await keys.revoke(all, revoked.id);

    const begun = now;
    const toldAfter = async (count: number) => {
      now = new Date(begun.getTime() + count * 86_400_000);
      // Two instances look at the same time.
      await Promise.all([expiring().tell(), expiring().tell()]);
      return told.splice(0).map(([, { name }]) => name);
    };
    expect(await toldAfter(0.9)).toEqual([]);
    now = new Date(begun.getTime() + 86_400_000);
    expect(await expiring().tell()).toEqual([`db_${short.id}`]);
    expect(told.splice(0)).toEqual([
      [
        'mine',
        { apiKeyId: short.id, prefix: `db_${short.id}`, name: 'Short', expiresAt: short.expiresAt?.toISOString() },
      ],
    ]);
    expect(await toldAfter(22.9)).toEqual([]);
    expect(await toldAfter(23)).toEqual([long.name]);
    expect(await toldAfter(29)).toEqual([]);
    expect(await toldAfter(31)).toEqual([]);
  });
});

describeWhere(
  ['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'],
  'two instances over one PostgreSQL',
  () => {
    const postgres = withPostgres();

    test('know within a moment that a key was revoked by the other, and that one was made', async () => {
      const opened = await Promise.all([openDatabase({ url: postgres.url }), openDatabase({ url: postgres.url })]);
      try {
        const now = () => new Date('2026-03-01T12:00:00.000Z');
        const instances = opened.map(({ database, announcements }) => {
          const records = new ApiKeyRecords(database, announcements);
          const parts = { bootstrapKeys: [], records, announcements, now, reportBug: () => undefined };
          return {
            keys: new ApiKeys({ records, registry: new StoreRegistry(database), randomBytes, now }),
            // No key is forgotten by its age here: only the other's word ends it.
            authentication: new Authentication({ ...parts, elapsedMs: () => 1 }),
          };
        });
        const [one, other] = instances as [(typeof instances)[0], (typeof instances)[0]];
        for (const { authentication } of instances) await authentication.start();
        await new Accounts((opened[0] as OpenDatabase).database).create({ id: 'a', name: 'A', createdAt: now() });
        const all = { ...wholeAccount('a'), scopes: ['*'] };
        const key = { name: 'ERP', scopes: ['orders.read'], storeIds: null, expiresAt: null };
        for (let i = 0; i < 10; i++) {
          const { apiKey, secret } = await one.keys.create(all, key);
          // It is known to both, and cached by both.
          for (const { authentication } of [one, other, one, other]) {
            expect(await authentication.authenticate(secret ?? '')).not.toBeNull();
          }
          await (i % 2 ? one : other).keys.revoke(all, apiKey?.id ?? '');
          const began = performance.now();
          for (const { authentication } of instances) {
            while (await authentication.authenticate(secret ?? '')) {
              if (performance.now() - began > 2_000) throw new Error('a revoked key must be refused within a moment');
              await new Promise(setImmediate);
            }
          }
        }
      } finally {
        await Promise.all(opened.map(({ close }) => close()));
      }
    });
  },
);
