import type { Statement } from '../../src/bridge/plan.js';
import { SharedCalls } from '../../src/bridge/shared-calls.js';
import { statementKind } from '../../src/bridge/statements.js';
import type { StoreConnection } from '../../src/bridge/store-connection.js';
import { ServiceError } from '../../src/model/service-error.js';
import { openSqliteStore } from './sqlite-store.js';

/** A connection to the store of tests that takes a moment to answer, and what it was asked. */
function slowStore(delayMs = 30) {
  const store = openSqliteStore();
  const signals: (AbortSignal | undefined)[] = [];
  const connection: StoreConnection = {
    kind: statementKind,
    greet: () => Promise.reject(new Error('nobody greets here')),
    run: async (asks, { signal } = {}) => {
      signals.push(signal);
      const results = await store.query(asks);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (asks.some(({ parameters }) => parameters.includes('spoils')))
        throw new ServiceError('STORE_ANSWER_INVALID', 'Too much.');
      return results;
    },
  };
  return { connection, requests: store.requests, signals };
}

/** A product by its number, and its pictures. */
function lookup(id: number | string): Statement[] {
  return [
    { id: 'p', sql: 'select product_id from product where product_id = ?', parameters: [id] },
    {
      id: 'i',
      sql: 'select product_id, file from image where product_id in (?) order by image_id',
      parameters: [{ from: 'p', column: 'product_id' }],
    },
  ];
}

const picturesIn = (results: readonly object[]) => (results[1] as { rows: unknown[][] }).rows.map((row) => row[0]);

test('calls that come while one is under way travel together, and each gets its own', async () => {
  const { connection, requests } = slowStore();
  const shared = new SharedCalls(5).over('a', connection);
  const ids = Array.from({ length: 20 }, (_, i) => i + 1);
  const answers = await Promise.all(ids.map((id) => shared.run(lookup(id))));
  expect(requests).toHaveLength(2);
  for (const [i, results] of answers.entries()) {
    expect(results.map((result) => (result as { id: string }).id)).toEqual(['p', 'i']);
    expect((results[0] as { rows: unknown }).rows).toEqual([[ids[i]]]);
    expect(picturesIn(results)).toEqual([ids[i], ids[i]]);
  }
});

test('equal questions are asked once', async () => {
  const { connection, requests } = slowStore();
  const shared = new SharedCalls(5).over('a', connection);
  const answers = await Promise.all([1, 2, 2, 2].map((id) => shared.run(lookup(id))));
  expect(requests.map((asks) => asks.length)).toEqual([2, 2]);
  expect(answers.map(picturesIn)).toEqual([1, 2, 2, 2].map((id) => [id, id]));
});

test('whoever comes alone waits for nobody, and what is of another form or another account is never joined', async () => {
  const { connection, requests } = slowStore();
  const calls = new SharedCalls(10_000);
  const other: Statement[] = [{ id: 'b', sql: 'select name from brand where brand_id = ?', parameters: [1] }];
  const began = performance.now();
  await Promise.all([
    calls.over('a', connection).run(lookup(1)),
    calls.over('b', connection).run(lookup(2)),
    calls.over('a', connection).run(other),
  ]);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(requests).toHaveLength(3);
});

test('what one caller asks spoils nobody else: after a joined failure each is asked by itself', async () => {
  const { connection } = slowStore();
  const shared = new SharedCalls(5).over('a', connection);
  const [, good, bad, alsoGood] = await Promise.allSettled([1, 2, 'spoils', 3].map((id) => shared.run(lookup(id))));
  expect(good).toMatchObject({ status: 'fulfilled' });
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'STORE_ANSWER_INVALID' } });
  expect(alsoGood).toMatchObject({ status: 'fulfilled' });
});

test('a joined call ends early only once all who wait for it have gone', async () => {
  const { connection, signals } = slowStore(60);
  const shared = new SharedCalls(1).over('a', connection);
  const [one, two] = [new AbortController(), new AbortController()];
  const under = shared.run(lookup(1));
  const both = [shared.run(lookup(2), { signal: one.signal }), shared.run(lookup(3), { signal: two.signal })];
  await new Promise((resolve) => setTimeout(resolve, 30));
  one.abort();
  expect(signals[1]?.aborted).toBe(false);
  two.abort();
  expect(signals[1]?.aborted).toBe(true);
  await Promise.allSettled([under, ...both]);
});

test('a window of 0 joins nothing', async () => {
  const { connection, requests } = slowStore();
  expect(new SharedCalls(0).over('a', connection)).toBe(connection);
  expect(requests).toEqual([]);
});
