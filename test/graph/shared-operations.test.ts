import { type ExecutionResult, GraphQLError, getOperationAST, parse } from 'graphql';
import type { Caller } from '../../src/domain/caller.js';
import { RequestTimes } from '../../src/domain/request-times.js';
import { buildGraph } from '../../src/graph/apollo.js';
import { type ContextParts, createContext, type GraphContext, type Sessions } from '../../src/graph/context.js';
import type { Asked } from '../../src/graph/execution.js';
import { sharedData } from '../../src/graph/shared-data.js';
import { SharedOperations } from '../../src/graph/shared-operations.js';
import { ServiceError } from '../../src/model/service-error.js';
import { platforms } from '../../src/platforms/index.js';
import {
  caller,
  generousLimits,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  noWriting,
  storeRecord,
} from '../support/graph-run.js';

const query =
  'query One($id: ID, $n: Float) { store(id: $id) { name } } query Two($id: ID, $n: Float) { store(id: $id) { id } }';
const noSessions: Sessions = {
  of: () => {
    throw new Error('no store is asked here');
  },
  foresee: () => undefined,
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Executions that end when they are told to, and requests that may share them. */
function underTest(windowMs = 10_000) {
  const executions: {
    readonly asked: Asked<GraphContext>;
    readonly end: (result: ExecutionResult) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const shared = new SharedOperations(
    {
      execute: (asked) =>
        new Promise((end, fail) => {
          executions.push({ asked, end, fail });
        }),
    },
    windowMs,
  );
  const ask = (
    of: {
      readonly caller?: Partial<Caller>;
      readonly source?: string;
      readonly name?: string;
      readonly variables?: Record<string, unknown>;
      readonly alone?: boolean;
    } = {},
  ) => {
    const { source = query, name = 'One', variables = { id: '1' } } = of;
    const gone = new AbortController();
    const times = new RequestTimes();
    const context = createContext({
      caller: { ...caller, ...of.caller },
      registry: inMemoryRegistry([]),
      connections: noConnections,
      administration: noAdministration,
      sessions: noSessions,
      writing: noWriting,
      platforms,
      times,
      ...(!of.alone && {
        together: {
          signal: gone.signal,
          sessions: (signal) => {
            signals.push(signal);
            return noSessions;
          },
        },
      }),
    });
    const document = parse(source);
    const operation = getOperationAST(document, name) ?? undefined;
    const answer = shared.answer(
      { document, operationName: name, variables, context },
      { operation, source, queryHash: 'hash' },
    );
    return { answer, context, gone, times };
  };
  const turns = async () => {
    for (let i = 0; i < 4; i += 1) await turn();
  };
  return { ask, executions, signals, turns };
}

const data = (name: string) => ({ data: { store: { name } } });

test('equal queries of one moment are executed once', async () => {
  const { ask, executions, turns } = underTest();
  const first = [ask(), ask()];
  await turn();
  const asked = [...first, ask()];
  await turns();
  expect(executions.length).toBe(1);
  executions[0]?.end(data('a'));
  for (const { answer } of asked) expect(await answer).toEqual(data('a'));
});

test.each([
  ['lists', (inner: unknown) => [inner]],
  ['objects', (inner: unknown) => ({ inner })],
])('variables that nest %s thousands deep are answered each by itself', async (_what, around) => {
  const { ask, executions, turns } = underTest();
  let x: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) x = around(x);
  const asked = [ask({ variables: { id: '1', x } }), ask({ variables: { id: '1', x } })];
  await turns();
  expect(executions.length).toBe(2);
  for (const one of executions) one.end(data('a'));
  for (const { answer } of asked) expect(await answer).toEqual(data('a'));
});

test('whoever comes once it has begun is answered by another execution, however long the first takes', async () => {
  const { ask, executions, turns } = underTest(100);
  const one = ask();
  await turns();
  expect(executions.length).toBe(1);
  const later = [ask(), ask()];
  await turns();
  expect(executions.length).toBe(1);
  later.push(ask());
  await pause(150);
  expect(executions.length).toBe(2);
  executions[1]?.end(data('new'));
  executions[0]?.end(data('old'));
  expect(await one.answer).toEqual(data('old'));
  for (const { answer } of later) expect(await answer).toEqual(data('new'));
});

test('nothing is kept of an operation that was answered: the next one waits for nobody', async () => {
  const { ask, executions, turns } = underTest(10_000);
  for (const ending of ['end', 'fail', 'end']) {
    const asked = [ask(), ask()];
    await turns();
    const execution = executions.pop();
    expect(executions.length).toBe(0);
    if (ending === 'end') execution?.end(data('a'));
    else execution?.fail(new Error('a bug'));
    await Promise.allSettled(asked.map(({ answer }) => answer));
  }
});

describe('what differs in anything is not shared', () => {
  const same = { expiresAt: new Date(0) };
  const others: Readonly<Record<string, Parameters<ReturnType<typeof underTest>['ask']>[0]>> = {
    'another account': { caller: { ...same, accountId: 'other' } },
    'another name of the account': { caller: { ...same, accountName: 'Other' } },
    'another key': { caller: { ...same, actor: 'db_1 (other)' } },
    'another name of the key': { caller: { ...same, apiKeyName: 'other' } },
    'fewer scopes': { caller: { ...same, scopes: ['stores.read'] } },
    'fewer stores': { caller: { ...same, storeIds: ['1'] } },
    'another end of the key': { caller: { ...same, expiresAt: new Date(1) } },
    'another end of what it makes': { caller: { ...same, givesUntil: new Date(1) } },
    'a support access': { caller: { ...same, supportAccessId: '1' } },
    'another operation of the document': { caller: same, name: 'Two' },
    'another text, were its hash the same': { caller: same, source: `${query} ` },
    'another variable': { caller: same, variables: { id: '2' } },
    'one variable more': { caller: same, variables: { id: '1', more: null } },
    'no variables': { caller: same, variables: {} },
    'a request that is not to be shared': { caller: same, alone: true },
  };
  for (const [name, other] of Object.entries(others)) {
    test(name, async () => {
      const { ask, executions, turns } = underTest();
      ask({ caller: same });
      ask(other);
      await turns();
      expect(executions.length).toBe(2);
    });
  }

  test('numbers that JSON has no text of its own for', async () => {
    const { ask, executions, turns } = underTest();
    for (const n of [null, Number.POSITIVE_INFINITY, 0, -0]) ask({ variables: { n } });
    await turns();
    expect(executions.map(({ asked }) => asked.variables?.n).sort()).toEqual([-0, 0, Number.POSITIVE_INFINITY, null]);
  });

  test('mutations', async () => {
    const { ask, executions } = underTest();
    const source = 'mutation One { refreshStoreConfig(id: "1") { store { id } } }';
    ask({ source });
    ask({ source });
    expect(executions.length).toBe(2);
  });

  test('anything, where the window is 0; and then nobody waits', () => {
    const { ask, executions } = underTest(0);
    ask();
    ask();
    expect(executions.length).toBe(2);
  });
});

test('who goes takes the answer from nobody: stores are no longer asked only once all have gone', async () => {
  const { ask, executions, signals, turns } = underTest();
  const asked = [ask(), ask(), ask()];
  asked[0]?.gone.abort();
  await turns();
  expect(signals).toHaveLength(1);
  asked[1]?.gone.abort();
  expect(signals[0]?.aborted).toBe(false);
  executions[0]?.end(data('a'));
  expect(await asked[2]?.answer).toEqual(data('a'));
  asked[2]?.gone.abort();
  expect(signals[0]?.aborted).toBe(true);

  const gone = [ask(), ask()];
  for (const one of gone) one.gone.abort();
  await turns();
  expect(signals[1]?.aborted).toBe(true);
});

test('errors are those of all, and so is what was reported', async () => {
  const { ask, executions, turns } = underTest();
  const asked = [ask(), ask()];
  await turns();
  const errors = [new GraphQLError('The store does not answer.')];
  const missing = new ServiceError('STORE_RECORD_INVALID', 'A record is spoilt.');
  executions[0]?.asked.context.report(missing, ['store']);
  executions[0]?.end({ data: null, errors });
  for (const { answer, context } of asked) {
    expect(await answer).toEqual({ data: null, errors });
    expect(context.reported).toEqual([{ error: missing, path: ['store'] }]);
  }
  const failing = [ask(), ask()];
  await turns();
  executions[1]?.fail(new Error('a bug'));
  for (const { answer } of failing) await expect(answer).rejects.toThrow('a bug');
});

test('each is told what the execution took, which is counted for one of them', async () => {
  const { ask, executions, turns } = underTest();
  const asked = [ask(), ask(), ask()];
  await turns();
  const { times } = executions[0]?.asked.context ?? {};
  times?.add('decode', 7);
  times?.called(
    { id: 's', platformId: 'OPENCART' },
    {
      ...{ began: 1, ended: 5, verb: 'query', statements: 1, sentBytes: 1, answerBytes: 1 },
      ...{ phpMs: null, databaseMs: null, outcome: 'OK' },
    },
  );
  executions[0]?.end(data('a'));
  await Promise.all(asked.map(({ answer }) => answer));
  expect(asked.map((one) => one.times.of('decode'))).toEqual([7, 7, 7]);
  expect(asked.map((one) => one.times.calls.length)).toEqual([1, 1, 1]);
  expect(asked.map((one) => one.times.hasJoined)).toEqual([false, true, true]);
  expect(asked.map((one) => one.times.steps.decode)).toEqual([7, undefined, undefined]);
});

test('shared data are made bytes once, and let go of with the last answer', async () => {
  const { ask, executions, turns } = underTest();
  const asked = [ask(), ask(), ask()];
  await turns();
  executions[0]?.end(data('ä'));
  const results = await Promise.all(asked.map(({ answer }) => answer));
  const of = sharedData(results[0]?.data);
  const plain = of?.writtenIn({ data: results[0]?.data });
  expect(plain?.toString()).toBe('{"data":{"store":{"name":"ä"}}}');
  expect(of?.writtenIn({ data: results[1]?.data, errors: undefined })).toBe(plain);
  expect(of?.isAwaited).toBe(true);
  const extended = of?.writtenIn({ data: results[2]?.data, extensions: { cost: { requested: 1 } } });
  expect(JSON.parse(String(extended))).toEqual({ ...data('ä'), extensions: { cost: { requested: 1 } } });
  expect(of?.isAwaited).toBe(false);
  expect(sharedData({ ...results[0]?.data })).toBeUndefined();
});

test('nobody is ever answered with what was read before they asked', async () => {
  let now = 0;
  let executions = 0;
  const record = storeRecord({ id: '7c1f7b5e-97a5-4b7e-8d5c-3f4f6d0c1d11', url: 'http://127.0.0.1:9/' });
  // What is read is as of now, and comes a while later.
  const late = async <T>(value: T): Promise<T> => {
    await pause(Math.random() * 3);
    return value;
  };
  const named = () => [{ ...record, name: String(now) }];
  const sessions: Sessions = {
    of: ({ name }) =>
      ({
        ask: async () => {
          executions += 1;
          throw new ServiceError('STORE_UNREACHABLE', await late(`${name} ${now}`));
        },
      }) as unknown as ReturnType<Sessions['of']>,
    foresee: () => undefined,
  };
  const parts = (): ContextParts => ({
    caller,
    registry: { ...inMemoryRegistry([]), all: () => late(named()), find: () => late(named()) },
    connections: noConnections,
    administration: noAdministration,
    sessions,
    writing: noWriting,
    platforms,
    together: { signal: new AbortController().signal, sessions: () => sessions },
  });
  const { server } = buildGraph({
    limits: generousLimits,
    reportBug: (bug) => {
      throw bug;
    },
    shareMs: 3,
  });
  await server.start();
  const rounds = 40;
  const client = async () => {
    for (let i = 0; i < rounds; i += 1) {
      now += 1;
      const asked = now;
      const { body } = await server.executeOperation(
        { query: '{ products(first: 1) { unanswered { message store { name } } } }' },
        { contextValue: createContext(parts()) },
      );
      if (body.kind !== 'single') throw new Error('the answer must be one result');
      const { products } = JSON.parse(JSON.stringify(body.singleResult.data));
      const [{ message, store }] = products.unanswered;
      // As the list of all stores, the store itself and the store's own answer were when they were read.
      for (const read of [...message.split(' '), store.name]) expect(Number(read)).toBeGreaterThanOrEqual(asked);
      await pause(Math.random() * 4);
    }
  };
  await Promise.all(Array.from({ length: 12 }, client));
  await server.stop();
  expect(executions).toBeLessThan((12 * rounds) / 2);
});
