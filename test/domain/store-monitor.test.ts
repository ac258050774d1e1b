import { randomUUID } from 'node:crypto';
import type { Reach } from '../../src/domain/caller.js';
import type { NotificationPayload, Notifications } from '../../src/domain/notifications.js';
import { StoreMonitor } from '../../src/domain/store-monitor.js';
import { StoreRegistry } from '../../src/domain/store-registry.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { createLogger } from '../../src/infrastructure/logger.js';
import { ServiceError } from '../../src/model/service-error.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

describeOnEveryDatabase('watching stores', (open) => {
  let opened: OpenDatabase;
  let registry: StoreRegistry;
  let now: Date;
  /** The stores that do not answer, and how often each was asked. */
  let silent: Set<string>;
  let asked: Map<string, number>;
  let told: { topic: string; payload: NotificationPayload }[];
  let bridgeVersion: string;

  beforeAll(async () => {
    opened = await open();
    registry = new StoreRegistry(opened.database);
  });
  beforeEach(async () => {
    await opened.database.deleteFrom('stores').execute();
    await opened.database.deleteFrom('leases').execute();
    now = new Date('2026-06-01T00:00:00Z');
    silent = new Set();
    asked = new Map();
    told = [];
    bridgeVersion = '1.0.0';
  });
  afterAll(() => opened?.close());

  const notifications: Notifications = {
    notify: async (_accountId, topic, payload) => void told.push({ topic, payload }),
    within: () => notifications,
  };
  /** As the real one does: a store that does not answer is UNREACHABLE if it was ACTIVE. */
  const verify = async ({ accountId }: Reach, id: string) => {
    asked.set(id, (asked.get(id) ?? 0) + 1);
    if (silent.has(id)) {
      await registry.update(accountId, id, { status: 'UNREACHABLE' });
      throw new ServiceError('STORE_TIMEOUT', 'The store did not answer in time.');
    }
    const changes = { status: 'ACTIVE', lastVerifiedAt: now, bridge: { version: bridgeVersion } } as const;
    return { store: await registry.update(accountId, id, changes), userErrors: [] };
  };
  const monitor = (instance = 'one', intervalSeconds = 600) =>
    new StoreMonitor({
      database: opened.database,
      connections: { verify },
      notifications,
      log: createLogger('silent'),
      now: () => now,
      instance,
      intervalSeconds,
      secondLookMs: 1,
    });
  const store = async (number: number) => {
    const id = randomUUID();
    const url = `https://shop-${number}.example/`;
    const facts = { accountId: 'default', name: 'Shop', nameGiven: true, url, bridgeUrl: url, platformId: null };
    await registry.insert({ id, ...facts, keyId: 'key', connectedAt: now });
    await registry.update('default', id, { status: 'ACTIVE', lastVerifiedAt: now });
    return id;
  };
  const statusOf = async (id: string) =>
    (await opened.database.selectFrom('stores').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status;
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };

  test('a store that does not answer twice is unreachable, one that answers again active, and each is told once', async () => {
    const id = await store(1);
    const watch = monitor();
    later(601);
    expect(await watch.round()).toBe(1);
    expect(told).toEqual([]);
    silent.add(id);
    later(601);
    await watch.round();
    expect(asked.get(id)).toBe(3);
    expect(await statusOf(id)).toBe('UNREACHABLE');
    later(601);
    await watch.round();
    silent.clear();
    later(601);
    await watch.round();
    expect(await statusOf(id)).toBe('ACTIVE');
    expect(told.map(({ topic }) => topic)).toEqual(['STORE_UNREACHABLE', 'STORE_RECOVERED']);
    expect(told[0]?.payload).toEqual({ storeId: `gid://drawbridge/Store/${id}`, code: 'STORE_TIMEOUT' });
  });

  test('a store that answers at the second look is not told of', async () => {
    const id = await store(1);
    silent.add(id);
    later(601);
    const round = monitor().round();
    while ((asked.get(id) ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
    silent.clear();
    await round;
    expect(await statusOf(id)).toBe('ACTIVE');
    expect(told).toEqual([]);
  });

  test('a bridge older than the service’s is told of once', async () => {
    await store(1);
    bridgeVersion = '0.9.10';
    for (let round = 0; round < 3; round++) {
      later(601);
      await monitor().round();
    }
    expect(told).toEqual([
      {
        topic: 'BRIDGE_OUTDATED',
        payload: { storeId: expect.any(String), version: '0.9.10', currentVersion: '1.0.0' },
      },
    ]);
  });

  test('stores are spread out over the interval, and each is looked at once in it', async () => {
    for (let number = 0; number < 40; number++) await store(number);
    const watch = monitor();
    later(601);
    const looked: number[] = [];
    for (let round = 0; round < 19; round++) {
      looked.push(await watch.round());
      later(30);
    }
    expect(Math.max(...looked)).toBeLessThanOrEqual(4);
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(40);
    expect([...asked.values()].every((times) => times === 1)).toBe(true);
  });

  test('of two instances one looks at a time, and the other takes over when it ends', async () => {
    await store(1);
    const [first, second] = [monitor('first'), monitor('second')];
    later(601);
    expect(await first.round()).toBe(1);
    later(1);
    await opened.database.updateTable('stores').set({ checked_at: null, last_verified_at: null }).execute();
    expect(await second.round()).toBe(0);
    await first.close();
    expect(await second.round()).toBe(1);
    // One that crashed holds on only until its lease ends.
    later(601);
    expect(await monitor('third').round()).toBe(1);
  });

  test('disconnected and pending stores are left alone', async () => {
    for (const [number, status] of (['PENDING', 'DISCONNECTED'] as const).entries()) {
      await registry.update('default', await store(number), { status });
    }
    later(601);
    expect(await monitor().round()).toBe(0);
  });
});
