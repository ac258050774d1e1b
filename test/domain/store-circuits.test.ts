import { setTimeout as pause } from 'node:timers/promises';
import { timeoutError } from '../../src/bridge/errors.js';
import { StoreCircuits } from '../../src/domain/store-circuits.js';
import { ServiceError } from '../../src/model/service-error.js';

const timesOut = () => Promise.reject(timeoutError());
const answers = async () => 'answer';
const resting = { code: 'STORE_RESTING', retryable: true };

test('a store that timed out is not asked again for a while, and others are', async () => {
  const circuits = new StoreCircuits({ restMs: 60_000 });
  await expect(circuits.attempt('slow', timesOut)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  let asked = 0;
  const ask = async () => {
    asked += 1;
  };
  await expect(circuits.attempt('slow', ask)).rejects.toMatchObject(resting);
  expect(asked).toBe(0);
  expect(await circuits.attempt('quick', answers)).toBe('answer');
});

test('after that one request tries it, and others wait for what becomes of that', async () => {
  const circuits = new StoreCircuits({ restMs: 20 });
  await expect(circuits.attempt('slow', timesOut)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  await pause(40);
  let asked = 0;
  const slowly = async () => {
    asked += 1;
    await pause(10);
    throw timeoutError();
  };
  const again = await Promise.allSettled([1, 2, 3].map(() => circuits.attempt('slow', slowly)));
  expect(again.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
    'STORE_TIMEOUT',
    'STORE_RESTING',
    'STORE_RESTING',
  ]);
  expect(asked).toBe(1);
  await pause(40);
  expect(await Promise.all([1, 2, 3].map(() => circuits.attempt('slow', answers)))).toEqual(Array(3).fill('answer'));
});

test.each([
  ['any other fault', () => Promise.reject(new ServiceError('STORE_UNREACHABLE', 'down')), undefined],
  ['a client that has gone', timesOut, AbortSignal.abort()],
])('%s says nothing of how long the store takes', async (_what, work, gone) => {
  const circuits = new StoreCircuits({ restMs: 60_000 });
  await expect(circuits.attempt('s', work, gone)).rejects.toBeInstanceOf(ServiceError);
  expect(await circuits.attempt('s', answers)).toBe('answer');
});

test('a store that was mended is asked again at once', async () => {
  const circuits = new StoreCircuits({ restMs: 60_000 });
  await expect(circuits.attempt('s', timesOut)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  circuits.forget('s');
  expect(await circuits.attempt('s', answers)).toBe('answer');
});

test('no store is left alone where that is switched off', async () => {
  const circuits = new StoreCircuits({ timeouts: 0, restMs: 60_000 });
  await expect(circuits.attempt('s', timesOut)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  expect(await circuits.attempt('s', answers)).toBe('answer');
});

test('only so many stores are remembered', async () => {
  const circuits = new StoreCircuits({ restMs: 60_000, maxStores: 2 });
  for (const id of ['a', 'b', 'c']) await expect(circuits.attempt(id, timesOut)).rejects.toBeInstanceOf(ServiceError);
  expect(await circuits.attempt('a', answers)).toBe('answer');
});
