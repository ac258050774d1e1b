import { statementError, timeoutError } from '../../src/bridge/errors.js';
import { type Answers, orError, type Plan, type Results, type Statement } from '../../src/bridge/plan.js';
import { statementKind } from '../../src/bridge/statements.js';
import type { CallOptions, StoreConnection } from '../../src/bridge/store-connection.js';
import { StoreCircuits } from '../../src/domain/store-circuits.js';
import { StoreConfigCache } from '../../src/domain/store-config-cache.js';
import type { StoreRecord } from '../../src/domain/store-record.js';
import { type StoreSessionParts, StoreSessions } from '../../src/domain/store-session.js';
import { storeGlobalId } from '../../src/model/ids.js';
import { ServiceError } from '../../src/model/service-error.js';
import type { Platform, StoreView } from '../../src/platforms/platform.js';

const record: StoreRecord = {
  id: '3f1d2c9e-0000-4000-8000-000000000001',
  accountId: 'a',
  name: 'Shop',
  url: 'https://shop.example/',
  bridgeUrl: 'https://shop.example/drawbridge/bridge.php',
  platformId: 'TESTSHOP',
  platformVersion: null,
  status: 'ACTIVE',
  connectedAt: new Date(0),
  lastVerifiedAt: new Date(0),
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
};
const storeId = storeGlobalId(record.id);

/** A platform whose configuration is one cell, and whose plans ask for the column that exists in the store. */
const platform = {
  id: 'TESTSHOP',
  config: () => {
    const name: Statement<{ name: string }> = { id: 'name', sql: 'select name', parameters: [] };
    return {
      statements: [name],
      decode: (results: Results) => ({ config: { name: results.rows(name)[0]?.name }, native: null }),
    };
  },
} as unknown as Platform;

const value = (_: Platform, { columns }: StoreView): Plan<unknown> => {
  const sql = columns.has('product', 'sku') ? 'select sku' : 'select code';
  const one: Statement<{ v: unknown }> = { id: 'v', sql, parameters: [] };
  return { statements: [one], decode: (results) => results.rows(one)[0]?.v };
};
const nothing = () => ({ statements: [], decode: () => 'nothing' });

/** Sessions with a store whose bridge is held in the hand; every `open` of them is a new request on the same cache. */
function openStore(options: Partial<StoreSessionParts> = {}) {
  let time = 1_000_000_000_000;
  const now = () => new Date(time);
  const store = { column: 'sku', platform: 'TESTSHOP', down: false, connects: 0, hangs: false };
  const calls: string[] = [];
  const until = ({ signal }: CallOptions = {}) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(timeoutError())));
  const bridge: StoreConnection = {
    kind: statementKind,
    greet: async (call) => {
      if (store.down) throw new ServiceError('STORE_UNREACHABLE', 'down');
      if (store.hangs) return until(call);
      const relations = { product: ['product_id', store.column] };
      return { platform: store.platform, relations } as unknown as Awaited<ReturnType<StoreConnection['greet']>>;
    },
    run: async (statements, call) => {
      if (store.down) throw new ServiceError('STORE_UNREACHABLE', 'down');
      if (store.hangs) return until(call);
      return statements.map(({ id, sql }) => {
        if (sql === 'select name') return { id, columns: ['name'], rows: [['The shop']], truncated: false };
        if (sql !== `select ${store.column}`) return { id, error: statementError('STATEMENT_FAILED') };
        return { id, columns: ['v'], rows: [[store.column]], truncated: false };
      });
    },
  };
  const configCache = new StoreConfigCache({ now });
  const open = (more: Partial<StoreSessionParts> = {}) =>
    new StoreSessions({
      connect: async () => {
        store.connects += 1;
        return bridge;
      },
      configCache,
      platformById: (id) => (id === platform.id ? platform : undefined),
      now,
      onCall: (id, statements: readonly Statement[]) => {
        expect(id).toBe(record.id);
        calls.push(statements.map(({ sql }) => sql).join(', ') || 'hello');
      },
      ...options,
      ...more,
    });
  return {
    store,
    calls,
    configCache,
    open,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('the first question costs hello and the configuration, every later one a single request', async () => {
  const { open, calls, store } = openStore();
  expect(await open().of(record).ask(value)).toBe('sku');
  expect(calls).toEqual(['hello', 'select name', 'select sku']);
  const session = open().of(record);
  expect(await Promise.all([session.ask(value), session.ask(value), session.ask(nothing)])).toEqual([
    'sku',
    'sku',
    'nothing',
  ]);
  expect(calls.slice(3)).toEqual(['select sku']);
  expect(store.connects).toBe(2);
});

test('of an answer nothing is read before whoever is told of it lets it be read', async () => {
  const { open } = openStore();
  const session = open().of(record);
  await session.ask(value);
  const events: string[] = [];
  const plan: typeof value = (...of) => {
    const { statements, decode } = value(...of);
    return { statements, decode: (results) => [events.push('read'), decode(results)][1] };
  };
  const answered = async (answers: Answers) => {
    expect(answers.of({ id: 'v' })).toMatchObject({ rows: [['sku']] });
    events.push('answered');
    await new Promise((resolve) => setTimeout(resolve, 20));
    events.push('let');
  };
  expect(await session.ask(plan, { sent: () => events.push('sent'), answered })).toBe('sku');
  expect(events.splice(0)).toEqual(['sent', 'answered', 'let', 'read']);
  const gone = new ServiceError('STORE_TIMEOUT', 'gone');
  const refused = session.ask(plan, { sent: () => events.push('sent'), answered: () => Promise.reject(gone) });
  await expect(refused).rejects.toMatchObject({ code: 'STORE_TIMEOUT', facts: { storeId } });
  expect(events).toEqual(['sent']);
});

test('a request has one session with each store', () => {
  const { open } = openStore();
  const sessions = open();
  expect(sessions.of(record)).toBe(sessions.of({ ...record }));
  expect(sessions.of(record)).not.toBe(sessions.of({ ...record, id: '3f1d2c9e-0000-4000-8000-000000000002' }));
});

test('the configuration says when it was read, and is read anew by refresh', async () => {
  const { open, calls, pass } = openStore();
  const session = open().of(record);
  const first = await session.config();
  expect(first.config.name).toBe('The shop');
  expect(first.expiresAt.getTime() - first.fetchedAt.getTime()).toBe(15 * 60_000);
  pass(5_000);
  expect(await session.config()).toEqual(first);
  const second = await session.refresh();
  expect(second.fetchedAt.getTime() - first.fetchedAt.getTime()).toBe(5_000);
  expect(calls).toEqual(['hello', 'select name', 'hello', 'select name']);
});

test('hello is asked of the bridge each time', async () => {
  const { open, calls } = openStore();
  const session = open().of(record);
  await session.hello();
  await session.hello();
  expect(calls).toEqual(['hello', 'hello']);
});

describe('a store that is not ready', () => {
  test.each([
    ['that is disconnected', { status: 'DISCONNECTED' as const }],
    ['that was never verified', { status: 'PENDING' as const, lastVerifiedAt: null }],
  ])('%s is asked nothing', async (_which, change) => {
    const { open, store } = openStore();
    const session = open().of({ ...record, ...change });
    await expect(session.ask(value)).rejects.toMatchObject({ code: 'STORE_NOT_READY', facts: { storeId } });
    await expect(session.config()).rejects.toMatchObject({ code: 'STORE_NOT_READY', facts: { storeId } });
    expect(store.connects).toBe(0);
  });

  test('is asked hello before it was verified, but not once it is disconnected', async () => {
    const { open } = openStore();
    expect(
      await open()
        .of({ ...record, status: 'PENDING', lastVerifiedAt: null })
        .hello(),
    ).toMatchObject({ platform: 'TESTSHOP' });
    await expect(
      open()
        .of({ ...record, status: 'DISCONNECTED' })
        .hello(),
    ).rejects.toMatchObject({ code: 'STORE_NOT_READY' });
  });
});

describe('every error that leaves a session names the store', () => {
  test('of a connection that cannot be made', async () => {
    const { open } = openStore({ connect: () => Promise.reject(new ServiceError('STORE_NOT_READY', 'no key')) });
    await expect(open().of(record).hello()).rejects.toMatchObject({ code: 'STORE_NOT_READY', facts: { storeId } });
  });

  test('of a store that is down', async () => {
    const { open, store } = openStore();
    store.down = true;
    await expect(open().of(record).ask(value)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', facts: { storeId } });
  });

  test('of a platform that the service does not know', async () => {
    const { open, store } = openStore();
    store.platform = 'OTHERSHOP';
    await expect(open().of(record).ask(value)).rejects.toMatchObject({
      code: 'STORE_PLATFORM_UNKNOWN',
      facts: { storeId, platform: 'OTHERSHOP' },
    });
  });

  test('that a plan puts into a field of its answer', async () => {
    const { open } = openStore();
    const broken: Statement = { id: 'b', sql: 'select broken', parameters: [] };
    const plan = () => ({
      statements: [broken],
      decode: (results: Results) => orError(() => results.rows(broken)),
    });
    expect(await open().of(record).ask(plan)).toMatchObject({
      code: 'STORE_STATEMENT_FAILED',
      facts: { storeId, statement: 'b' },
    });
  });

  test('whose answer cannot be read, though nobody foresaw how', async () => {
    const told: unknown[] = [];
    const { open } = openStore({ onUnreadable: (...what) => told.push(what) });
    const sku: Statement<{ v: unknown }> = { id: 's', sql: 'select sku', parameters: [] };
    const thrown = new TypeError('ada@example.com has no city');
    const plan = () => ({
      statements: [sku],
      decode: () => {
        throw thrown;
      },
    });
    const error = await open()
      .of(record)
      .ask(plan)
      .catch((one: ServiceError) => one);
    expect(error).toMatchObject({ code: 'STORE_ANSWER_INVALID', facts: { storeId } });
    expect(JSON.stringify([error.message, error.facts])).not.toContain('ada@');
    expect(told).toEqual([[storeId, thrown]]);
    expect(await open().of(record).ask(value)).toBe('sku');
  });

  test('but a bug that no store had a part in stays what it is', async () => {
    const { open } = openStore();
    const bug = () => ({
      statements: [],
      decode: () => {
        throw new RangeError('a bug');
      },
    });
    await expect(open().of(record).ask(bug)).rejects.toThrow(RangeError);
  });
});

describe('a deadline', () => {
  test('ends everything that a request asks of one store', async () => {
    const { open, store } = openStore();
    await open().of(record).config();
    store.hangs = true;
    const session = open({ deadlineMs: 80 }).of(record);
    const begun = performance.now();
    await expect(Promise.all([session.ask(value), session.hello()])).rejects.toMatchObject({
      code: 'STORE_TIMEOUT',
      facts: { storeId },
    });
    await expect(session.ask(value)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test('counts only the time in which the store is waited for', async () => {
    const { open } = openStore({ deadlineMs: 60 });
    const session = open().of(record);
    expect(await session.ask(value)).toBe('sku');
    await new Promise((resolve) => setTimeout(resolve, 90));
    expect(await session.ask(value)).toBe('sku');
  });

  test('is not waited for again by the next request to a store that just let one pass', async () => {
    const { open, store, calls } = openStore({ circuits: new StoreCircuits({ restMs: 60_000 }) });
    await open().of(record).config();
    store.hangs = true;
    await expect(open({ deadlineMs: 40 }).of(record).ask(value)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
    calls.length = 0;
    store.hangs = false;
    await expect(open().of(record).ask(value)).rejects.toMatchObject({ code: 'STORE_RESTING', facts: { storeId } });
    expect(calls).toEqual([]);
  });

  test('ends the wait for a configuration, but not its reading for others', async () => {
    let answer = () => {};
    const { open, calls } = openStore();
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const first = open({ deadlineMs: 40, connect: () => slow.then(() => bridgeOf()) }).of(record);
    const second = open().of(record);
    const late = first.ask(value);
    const other = second.ask(value);
    await expect(late).rejects.toMatchObject({ code: 'STORE_TIMEOUT', facts: { storeId } });
    answer();
    expect(await other).toBe('sku');
    expect(calls).toEqual(['hello', 'select name', 'select sku']);
  });

  test('comes at once where the client has gone', async () => {
    const { open, store } = openStore();
    store.hangs = true;
    const gone = new AbortController();
    const session = open({ signal: gone.signal }).of(record);
    const asked = session.hello();
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  });
});

/** The answers that the reading of a configuration needs. */
function bridgeOf(): StoreConnection {
  return {
    kind: statementKind,
    greet: async () => ({ platform: 'TESTSHOP', relations: { product: ['product_id', 'sku'] } }) as never,
    run: async (statements) =>
      statements.map(({ id }) => ({ id, columns: ['name'], rows: [['The shop']], truncated: false })),
  };
}

describe('a store that was upgraded since its configuration was read', () => {
  test('is planned for anew, and its plans are asked again, once for all of them', async () => {
    const { open, store, calls, pass } = openStore();
    await open().of(record).config();
    store.column = 'code';
    pass(2 * 60_000);
    calls.length = 0;
    const session = open().of(record);
    expect(await Promise.all([session.ask(value), session.ask(value)])).toEqual(['code', 'code']);
    expect(calls).toEqual(['select sku', 'hello', 'select name', 'select code']);
    calls.length = 0;
    expect(await open().of(record).ask(value)).toBe('code');
    expect(calls).toEqual(['select code']);
  });

  test('is not suspected again for a minute where planning anew did not help', async () => {
    const { open, calls, pass } = openStore();
    await open().of(record).config();
    pass(2 * 60_000);
    const broken: Statement = { id: 'b', sql: 'select broken', parameters: [] };
    const plan = (): Plan<unknown> => ({ statements: [broken], decode: (results) => results.rows(broken) });
    calls.length = 0;
    await expect(open().of(record).ask(plan)).rejects.toMatchObject({
      code: 'STORE_STATEMENT_FAILED',
      facts: { storeId },
    });
    expect(calls).toEqual(['select broken', 'hello', 'select name', 'select broken']);
    calls.length = 0;
    await expect(open().of(record).ask(plan)).rejects.toMatchObject({ code: 'STORE_STATEMENT_FAILED' });
    expect(calls).toEqual(['select broken']);
  });
});
