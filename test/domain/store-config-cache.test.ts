import {
  type FreshConfig,
  StoreConfigCache,
  type StoreConfigCacheOptions,
} from '../../src/domain/store-config-cache.js';
import { ServiceError } from '../../src/model/service-error.js';

const minute = 60_000;

/** A cache on a clock of its own, and a store to read that counts its readings and can be down or slow. */
function open(options: Partial<StoreConfigCacheOptions> = {}) {
  let time = Date.parse('2026-01-01T00:00:00Z');
  const cache = new StoreConfigCache({
    now: () => new Date(time),
    ttlMs: 15 * minute,
    staleMs: 30 * minute,
    ...options,
  });
  const store = { readings: 0, down: false, wait: Promise.resolve() };
  const read = async (): Promise<FreshConfig> => {
    store.readings += 1;
    const native = store.readings;
    const { down } = store;
    await store.wait;
    if (down) throw new ServiceError('STORE_UNREACHABLE', 'down');
    return { native } as FreshConfig;
  };
  return {
    cache,
    store,
    pass: (ms: number) => {
      time += ms;
    },
    get: async (storeId = 'a') => (await cache.get(storeId, read)).native,
    read,
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a copy is given until it goes stale, and says when it was read and when that is', async () => {
  const { cache, get, read, pass, store } = open();
  const first = await cache.get('a', read);
  expect(first.fetchedAt).toEqual(new Date('2026-01-01T00:00:00Z'));
  expect(first.expiresAt).toEqual(new Date('2026-01-01T00:15:00Z'));
  pass(15 * minute - 1);
  expect(await get()).toBe(1);
  expect(await cache.get('a', read)).toBe(first);
  expect(store.readings).toBe(1);
  expect(cache.stats()).toEqual({ hits: 2, staleHits: 0, misses: 1, failures: 0, entries: 1 });
});

test('a store is read once, however many ask for it at once', async () => {
  const { cache, get, store } = open();
  expect(await Promise.all(Array.from({ length: 20 }, () => get()))).toEqual(Array.from({ length: 20 }, () => 1));
  expect(store.readings).toBe(1);
  expect(cache.stats().misses).toBe(20);
});

test('a stale copy is given while a new one is read once', async () => {
  const { cache, get, pass, store } = open();
  await get();
  pass(15 * minute + 1);
  let finish = () => {};
  store.wait = new Promise((resolve) => {
    finish = resolve;
  });
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
  expect(store.readings).toBe(2);
  finish();
  await settled();
  expect(await get()).toBe(2);
  expect(cache.stats()).toMatchObject({ hits: 1, staleHits: 3, misses: 1 });
});

test('a reading that fails in the background leaves the stale copy, until it is too old', async () => {
  const { cache, get, pass, store } = open();
  await get();
  store.down = true;
  pass(15 * minute + 1);
  expect(await get()).toBe(1);
  await settled();
  expect(cache.stats().failures).toBe(1);
  pass(29 * minute);
  expect(await get()).toBe(1);
  await settled();
  pass(minute);
  await expect(get()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  store.down = false;
  expect(await get()).toBe(5);
});

test('a copy that is too old is not given though a new one is being read already', async () => {
  const { get, pass, store } = open();
  await get();
  pass(44 * minute);
  let finish = () => {};
  store.wait = new Promise((resolve) => {
    finish = resolve;
  });
  expect(await get()).toBe(1);
  pass(2 * minute);
  const late = get();
  finish();
  expect(await late).toBe(2);
  expect(store.readings).toBe(2);
});

test('no stale copy is given where that is set to 0', async () => {
  const { get, pass, store } = open({ staleMs: 0 });
  await get();
  pass(15 * minute + 1);
  store.down = true;
  await expect(get()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
});

test('a reading that fails is not kept', async () => {
  const { cache, get, store } = open();
  store.down = true;
  await expect(Promise.all([get(), get()])).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  expect(store.readings).toBe(1);
  store.down = false;
  expect(await get()).toBe(2);
  expect(cache.stats()).toMatchObject({ failures: 1, entries: 1 });
});

test('a store that is dropped is read anew, and what was being read for it is not kept', async () => {
  const { cache, get, store } = open();
  await get();
  cache.drop('a');
  expect(cache.peek('a')).toBeUndefined();
  let finish = () => {};
  store.wait = new Promise((resolve) => {
    finish = resolve;
  });
  const before = get();
  cache.drop('a');
  const after = get();
  finish();
  expect(await before).toBe(2);
  expect(await after).toBe(3);
  expect(await get()).toBe(3);
});

test('no more stores are kept than is set, those used last', async () => {
  const { cache, get } = open({ maxEntries: 2 });
  expect([await get('a'), await get('b'), await get('a'), await get('c')]).toEqual([1, 2, 1, 3]);
  expect(cache.stats().entries).toBe(2);
  expect([await get('a'), await get('b')]).toEqual([1, 4]);
});

describe('a configuration of which a part failed', () => {
  const read = (error: ServiceError, from: { readings: number }) => async (): Promise<FreshConfig> => {
    from.readings += 1;
    return { config: { name: 'A shop', taxClasses: error }, native: null } as unknown as FreshConfig;
  };
  const timedOut = new ServiceError('STORE_TIMEOUT', 'slow');
  const closed = new ServiceError('STORE_AREA_CLOSED', 'closed');

  test('for a reason that passes is read again within seconds, and not given in the meantime once it is stale', async () => {
    const { cache, pass } = open();
    const from = { readings: 0 };
    const first = await cache.get('a', read(timedOut, from));
    expect(first.expiresAt).toEqual(new Date('2026-01-01T00:00:05Z'));
    pass(4_999);
    expect(await cache.get('a', read(timedOut, from))).toBe(first);
    pass(2);
    const second = await cache.get('a', read(closed, from));
    expect(second.config.taxClasses).toBe(closed);
    expect(from.readings).toBe(2);
  });

  test('for a reason that stays is kept like any other', async () => {
    const { cache, pass } = open();
    const from = { readings: 0 };
    const first = await cache.get('a', read(closed, from));
    pass(14 * minute);
    expect(await cache.get('a', read(closed, from))).toBe(first);
    expect(from.readings).toBe(1);
  });
});
