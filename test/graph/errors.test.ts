import { randomUUID } from 'node:crypto';
import type { Sessions } from '../../src/graph/context.js';
import { storeGlobalId } from '../../src/model/ids.js';
import { ServiceError } from '../../src/model/service-error.js';
import {
  caller,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  noWriting,
  runOperations,
  storeRecord,
} from '../support/graph-run.js';

const secret = 'swordfish-4711';
const [good, bad, foreign] = [randomUUID(), randomUUID(), randomUUID()] as [string, string, string];
const records = [
  storeRecord({ id: good, url: 'https://good.example/' }),
  storeRecord({ id: bad, url: 'https://bad.example/' }),
  storeRecord({ id: foreign, url: 'https://foreign.example/', accountId: 'somebody else' }),
];

/** Sessions in which one store answers a fixed configuration and the other fails with this error. */
function sessionsFailing(error: unknown): Sessions {
  return {
    foresee: () => undefined,
    of: ({ id }) => ({
      ask: () => Promise.reject(error),
      act: () => Promise.reject(error),
      platform: () => Promise.reject(error),
      config: () =>
        id === bad
          ? Promise.reject(error)
          : Promise.resolve({ config: { name: 'Good' } as never, fetchedAt: new Date(0), expiresAt: new Date(1) }),
    }),
  };
}

async function run(query: string, error: unknown, variables?: Record<string, unknown>) {
  const bugs: unknown[] = [];
  const parts = {
    caller,
    registry: inMemoryRegistry(records),
    connections: noConnections,
    administration: noAdministration,
    writing: noWriting,
    platforms: [],
  };
  const graph = await runOperations(() => ({ ...parts, sessions: sessionsFailing(error) }), {
    reportBug: (bug) => bugs.push(bug),
  });
  try {
    return { result: await graph.run<Record<string, unknown>>(query, variables), bugs };
  } finally {
    await graph.stop();
  }
}

test('a store that fails costs its own fields, with its code and its id, and no neighbour', async () => {
  const error = new ServiceError('STORE_TIMEOUT', 'The store did not answer in time.', { storeId: storeGlobalId(bad) });
  const { result, bugs } = await run('{ stores { nodes { name config { name fetchedAt } } } }', error);
  expect(result.data).toEqual({
    stores: {
      nodes: [
        { name: 'A store', config: { name: 'Good', fetchedAt: '1970-01-01T00:00:00.000Z' } },
        { name: 'A store', config: null },
      ],
    },
  });
  expect(result.errors).toEqual([
    expect.objectContaining({
      message: 'The store did not answer in time.',
      path: ['stores', 'nodes', 1, 'config'],
      extensions: { code: 'STORE_TIMEOUT', retryable: true, storeId: storeGlobalId(bad) },
    }),
  ]);
  expect(bugs).toEqual([]);
});

test('a store’s own id in the facts of an error becomes its global id', async () => {
  const error = new ServiceError('STORE_UNREACHABLE', 'The store cannot be reached.', { storeId: bad });
  const { result } = await run('{ stores { nodes { config { name } } } }', error);
  expect(result.errors?.[0]?.extensions?.storeId).toBe(storeGlobalId(bad));
});

test('a secret in an error that is not ours reaches nobody, and the error is reported whole', async () => {
  const bug = new TypeError(`password ${secret}`, { cause: new Error(secret) });
  Object.assign(bug, { extensions: { hint: secret }, sql: secret });
  const { result, bugs } = await run('{ stores { nodes { config { name } } } }', bug);
  expect(JSON.stringify(result)).not.toContain(secret);
  expect(result.errors).toEqual([
    expect.objectContaining({
      message: 'Something went wrong in the service.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false },
    }),
  ]);
  expect(bugs).toEqual([bug]);
});

test('the cause of a coded error stays inside', async () => {
  const error = new ServiceError('STORE_UNREACHABLE', 'The store cannot be reached.', {}, { cause: new Error(secret) });
  const { result } = await run('{ stores { nodes { config { name } } } }', error);
  expect(JSON.stringify(result)).not.toContain(secret);
  expect(result.errors?.[0]?.extensions?.code).toBe('STORE_UNREACHABLE');
});

test.each([
  ['GRAPHQL_PARSE_FAILED', '{ viewer {', {}],
  ['GRAPHQL_VALIDATION_FAILED', '{ viewer { password } }', {}],
  ['BAD_USER_INPUT', 'query ($n: Int) { stores(first: $n) { totalCount } }', { n: 'x' }],
  ['BAD_USER_INPUT', '{ stores(first: 100000) { nodes { id } } }', {}],
  ['BAD_USER_INPUT', '{ stores(first: 2, last: 2) { nodes { id } } }', {}],
  ['BAD_USER_INPUT', '{ stores(after: "junk") { nodes { id } } }', {}],
  ['BAD_USER_INPUT', '{ node(id: "junk") { id } }', {}],
  ['BAD_USER_INPUT', `{ product(id: "${storeGlobalId(good)}") { id } }`, {}],
  ['BAD_USER_INPUT', `{ products(storeIds: ["${storeGlobalId(foreign)}"]) { nodes { id } } }`, {}],
  ['BAD_USER_INPUT', `{ store(id: "${storeGlobalId(good)}") { product { id } } }`, {}],
  [
    'BAD_USER_INPUT',
    `{ store(id: "${storeGlobalId(good)}") { products(filter: { priceMin: "cheap" }) { totalCount } } }`,
    {},
  ],
  ['BAD_USER_INPUT', '{ _entities(representations: [{ __typename: "Review", id: "1" }]) { __typename } }', {}],
])('a request that makes no sense is told so as %s: %s', async (code, query, variables) => {
  const { result, bugs } = await run(query, new Error('nothing may be asked of a store'), variables);
  const [error] = result.errors ?? [];
  expect(
    error?.extensions?.code === code ||
      (code === 'BAD_USER_INPUT' && error?.extensions?.code === 'GRAPHQL_VALIDATION_FAILED'),
  ).toBe(true);
  expect(bugs).toEqual([]);
});

test('a store of another account is just not there', async () => {
  const id = storeGlobalId(foreign);
  const product = `gid://drawbridge/${foreign}/Product/1`;
  const query = `{ store(id: "${id}") { name } node(id: "${product}") { id } product(id: "${product}") { id }
    _entities(representations: [{ __typename: "Store", id: "${id}" }, { __typename: "Store", id: "${storeGlobalId(good)}" }]) { ... on Store { name } } }`;
  const { result } = await run(query, new Error('nothing may be asked of a store'));
  expect(result).toEqual({ data: { store: null, node: null, product: null, _entities: [null, { name: 'A store' }] } });
});

test('a reference to a store that fails is null alone, with its reason', async () => {
  const error = new ServiceError('STORE_UNREACHABLE', 'The store cannot be reached.');
  const query = `{ _entities(representations: [
    { __typename: "Product", id: "gid://drawbridge/${bad}/Product/1" }, { __typename: "Product", id: "junk" },
    { __typename: "Store", id: "${storeGlobalId(good)}" }]) { __typename } }`;
  const { result } = await run(query, error);
  expect(result.data).toEqual({ _entities: [null, null, { __typename: 'Store' }] });
  expect(result.errors?.map(({ path, extensions }) => [path?.at(-1), extensions?.code])).toEqual(
    expect.arrayContaining([
      [0, 'STORE_UNREACHABLE'],
      [1, 'BAD_USER_INPUT'],
    ]),
  );
});
