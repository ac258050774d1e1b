import { readdirSync, readFileSync } from 'node:fs';
import { type FormattedExecutionResult, getOperationAST, parse } from 'graphql';
import { hashText, Random } from '../../demo/random.js';
import { compilable } from '../../src/graph/compiled-operation.js';
import { Execution } from '../../src/graph/execution.js';
import { subgraph } from '../../src/graph/schema.js';
import type { Page } from '../../src/model/page.js';
import { ServiceError } from '../../src/model/service-error.js';
import type { Platform } from '../../src/platforms/platform.js';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';
import { randomQuery } from '../support/random-operation.js';

const { schema } = subgraph();
/** Much more is tried with DRAWBRIDGE_LONG_TESTS. */
const long = Boolean(process.env.DRAWBRIDGE_LONG_TESTS);
const randomQueries = long ? 3_000 : 120;
/** What is done to the records of every page, so that errors of all kinds come at all places; the same for the same seed. */
let damage: string | null = null;

/** Puts errors, nulls and values of the wrong kind in the place of some of a record's facts, by chance that depends on all it is. */
function damaged(value: unknown, place: string): unknown {
  if (damage === null || typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([name, held]) => {
    const chance = hashText(`${damage} ${place} ${name}`) % 150;
    if (name === 'id' || name === 'storeId' || name === 'nativeId') return [name, held];
    if (chance === 0) return [name, new ServiceError('STORE_STATEMENT_FAILED', 'A statement failed.', { place })];
    if (chance === 1) return [name, null];
    if (chance === 2) return [name, { neither: 'this' }];
    if (chance === 3) return [name, 'nor that'];
    return [name, damaged(held, `${place}.${name}`)];
  });
  if (Array.isArray(value)) return entries.map(([, held]) => held);
  return Object.fromEntries(entries);
}

const lists = ['products', 'variants', 'categories', 'orders', 'customers'] as const;

function withDamage(platform: Platform): Platform {
  const changed = Object.fromEntries(
    lists.map((kind) => {
      const list = platform[kind];
      type PagePlan = { statements: unknown; decode(answers: unknown): Page<object> };
      const page = (...args: readonly unknown[]) => {
        const plan = (list.page as unknown as (...args: readonly unknown[]) => PagePlan)(...args);
        const decode = (answers: unknown) => {
          if (damage !== null && hashText(`${damage} ${kind}`) % 5 === 0) {
            throw new ServiceError('STORE_TIMEOUT', 'The store took too long.');
          }
          const read = plan.decode(answers);
          return { ...read, rows: read.rows.map((row) => ({ ...row, node: damaged(row.node, row.at.id) })) };
        };
        return { ...plan, decode };
      };
      return [kind, { ...list, page }];
    }),
  );
  return { ...platform, ...changed } as Platform;
}

let graph: GraphOverDemo;
let limited: GraphOverDemo;
beforeAll(async () => {
  const options = { stores: 2, platformAs: withDamage, compiling: { compileAt: 1 } };
  graph = await openGraphOverDemo(options);
  limited = await openGraphOverDemo({ ...options, scopes: ['stores.read', 'products.read'] });
});
afterAll(async () => {
  await graph?.close();
  await limited?.close();
});
beforeEach(() => {
  damage = null;
});

/** An answer with its errors in an order that does not hang on who was done first. */
function inOrder({ data, errors }: FormattedExecutionResult): unknown {
  return { data, errors: errors?.map((error) => JSON.stringify(error)).sort() };
}

async function expectSame(over: GraphOverDemo, query: string, variables: Record<string, unknown> = {}) {
  let [plain, compiled] = [await over.runUncompiled(query, variables), await over.run(query, variables)];
  // PHP in WebAssembly breaks down now and then, and is started anew; what was being asked then is asked again.
  for (let times = 0; times < 3 && JSON.stringify([plain, compiled]).includes('"status":500'); times += 1) {
    [plain, compiled] = [await over.runUncompiled(query, variables), await over.run(query, variables)];
  }
  try {
    expect(inOrder(compiled)).toEqual(inOrder(plain));
  } catch (error) {
    throw new Error(`both must answer alike: ${query} ${JSON.stringify(variables)}`, { cause: error });
  }
  expect(JSON.stringify(compiled.data)).toBe(JSON.stringify(plain.data));
  return plain;
}

const folder = new URL('../../schema/operations/', import.meta.url);
const operations = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
  .filter(([, text]) => getOperationAST(parse(text))?.operation === 'query' && !/\bviewer\b|apiKeys/.test(text));

test.each(operations)('%s is answered alike, whole and damaged', async (_name, query) => {
  const [store] = graph.storeIds;
  for (damage of long ? [null, 'one', 'two', 'three'] : [null, 'one']) {
    await expectSame(graph, query, { store, first: 20 });
    await expectSame(graph, query, { store: 'gid://drawbridge/Store/00000000-0000-4000-8000-000000000000', first: 20 });
    await expectSame(limited, query, { store: limited.storeIds[0], first: 5 });
  }
});

test('queries made by chance are answered alike', async () => {
  const kinds = new Set<string>();
  const answered = async (over: GraphOverDemo, seed: number) => {
    const stores = over.storeIds.map((id) => JSON.stringify(id));
    const values = {
      id: [...stores, ...stores.slice(0, 1).map((id) => id.replace('/Store/', '/').replace(/"$/, '/Product/5"'))],
      ids: [`[${stores.join(', ')}]`],
      storeIds: [`[${stores[0]}]`],
      nativeId: ['"1"', '7', '"none"'],
      first: ['2', '3', '0'],
      filter: ['{}'],
      orderBy: ['ID_ASC'],
    };
    const random = new Random(`query ${seed}`);
    const query = randomQuery(schema, random, values, ['store', 'stores', 'products', 'orders', 'node', 'nodes']);
    damage = random.chance(0.6) ? `seed ${seed}` : null;
    const { errors = [] } = await expectSame(over, query);
    for (const { extensions } of errors) kinds.add(String(extensions?.code));
  };
  for (let seed = 0; seed < randomQueries; seed += 1) await answered(seed % 4 === 0 ? limited : graph, seed);
  // Without errors of many kinds at many places, this would have shown little.
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      ...['FORBIDDEN', 'BAD_USER_INPUT', 'STORE_TIMEOUT', 'STORE_STATEMENT_FAILED', 'STORE_RECORD_INVALID'],
    ]),
  );
});

test.each([
  ['before', [1, 1, 0]],
  ['between', [1, 0, 1]],
  ['after', [0, 1, 1]],
])('a list of references has as many things as were asked for where some %s others are none', async (_, ones) => {
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { name } ... on Store { name } } }';
  const r = ones.map((isNone) => ({
    __typename: isNone ? 'Product' : 'Store',
    id: isNone ? 'none' : graph.storeIds[0],
  }));
  const { data } = await expectSame(graph, query, { r });
  expect(data).toEqual({ _entities: ones.map((isNone) => (isNone ? null : { name: expect.any(String) })) });
});

test('variables are read as GraphQL reads them, and what it refuses is refused', async () => {
  const query = `query ($store: ID!, $first: Int = 2, $after: DateTime, $ids: [ID!], $orderBy: OrderOrder = ID_ASC) {
    store(id: $store) {
      orders(first: $first, orderBy: $orderBy, filter: { placedAfter: $after, ids: $ids }) { nodes { id placedAt } }
    }
  }`;
  const [store] = graph.storeIds;
  const cases: Record<string, unknown>[] = [
    {},
    { first: null },
    { first: 'two' },
    { after: '2026-01-01T00:00:00+02:00' },
    { after: 'yesterday' },
    { ids: '3' },
    { ids: [3, '4'] },
    { orderBy: null },
    { orderBy: 'NOTHING' },
    { store: undefined },
    { first: 1, unknown: true },
  ];
  for (const variables of cases) await expectSame(graph, query, { store, ...variables });
});

test.each([
  [
    '',
    'store(id: $store) { first: products(first: 2) { nodes { id sku } } } first_store: products(first: 1) { nodes { id } }',
  ],
  [
    'of a list',
    'store(id: $store) { name } stores { nodes { b: products(first: 2) { nodes { sku } } } } b_idx0_nodes_stores: orders(first: 1) { nodes { id } }',
  ],
  [
    'of a type',
    'a: node(id: $store) { ... on Store { b: products(first: 2) { nodes { sku } } } } b_Store_a: orders(first: 1) { nodes { id } }',
  ],
])(
  'each place is answered with what is asked for there, though an alias is spelled as the way to another %s',
  async (_, fields) => {
    const { data, errors } = await expectSame(graph, `query ($store: ID!) { ${fields} }`, { store: graph.storeIds[0] });
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('"sku":"');
  },
);

test('a variable that was not given is not found in what objects inherit', async () => {
  const query = `query ($store: ID!, $toString: String, $valueOf: Int, $constructor: ProductFilter) {
    store(id: $store) { products(after: $toString, first: $valueOf, filter: $constructor) { nodes { id } } }
  }`;
  expect((await expectSame(graph, query, { store: graph.storeIds[0] })).errors).toBeUndefined();
});

test('variables within a reference are read', async () => {
  const query =
    'query ($id: ID) { _entities(representations: [{ __typename: "Store", id: $id }]) { ... on Store { name } } }';
  expect((await expectSame(graph, query, { id: graph.storeIds[0] })).data).toEqual({
    _entities: [{ name: 'A store' }],
  });
});

test.each([
  ['an argument', 'query ($id: ID = "1") { store(id: $id) { name } }', 'store'],
  ['an entry of a list', 'query ($id: ID = "1") { nodes(ids: [$id]) { id } }', 'nodes'],
  ['a list in a filter', 'query ($id: ID = "1") { products(filter: { ids: [$id] }) { nodes { id } } }', 'products'],
  [
    'what has a default of its own',
    'query ($id: StatisticsInterval) { node(id: "STORE") { ... on Store { orderStatistics(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", by: $id) { __typename } } } }',
    'node',
  ],
])('null for %s that must not be null is refused as the caller’s fault', async (_, text, root) => {
  const query = text.replace('STORE', graph.storeIds[0] ?? '');
  const { errors = [] } = await expectSame(graph, query, { id: null });
  const extensions = { code: 'BAD_USER_INPUT', retryable: false };
  const message = expect.stringMatching(/^Argument "(id|ids|filter|by)" .*(must not be null|invalid value)/);
  expect(errors).toEqual([expect.objectContaining({ message, extensions, path: expect.arrayContaining([root]) })]);
});

describe('what is not compiled', () => {
  const ready = (text: string) => {
    const document = parse(text);
    const operation = getOperationAST(document);
    return operation && compilable(document, operation);
  };

  test('texts that a program could be changed by are never in one', () => {
    expect(ready('{ store(id: "gid://drawbridge/Store/1") { name } }')).not.toBeNull();
    const marks = [
      '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0); process.exit(1); (',
      "'",
      '`',
      '\\u0022',
      '$' + '{x}',
      '\\n',
    ];
    for (const mark of marks) {
      expect(ready(`{ store(id: "${mark}") { name } }`)).toBeNull();
      expect(ready(`query ($x: ID = "${mark}") { store(id: $x) { name } }`)).toBeNull();
    }
    expect(ready('{ store(id: """a\nb""") { name } }')).toBeNull();
  });

  test('mutations, introspection, directives and keys that are none are left to GraphQL', () => {
    for (const text of [
      'mutation { verifyStore(id: "1") { store { id } } }',
      '{ __schema { types { name } } }',
      '{ __proto__: viewer { id } }',
      'query ($x: Boolean!) { viewer @include(if: $x) { id } }',
      '{ viewer { id } ... @skip(if: true) { viewer { id } } }',
    ]) {
      expect(ready(text)).toBeNull();
    }
  });

  test('an operation whose fragments open into a great many fields costs no program', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `fragment l${i} on Category { a: parent { ...l${i + 1} } b: parent { ...l${i + 1} } }`,
    );
    const text = `query Wide { node(id: "1") { ...l0 } } ${levels.join(' ')} fragment l12 on Category { id }`;
    const execution = new Execution<object>(schema, { compileAt: 1 });
    const began = performance.now();
    await execution.execute({ document: parse(text), context: {} });
    expect(performance.now() - began).toBeLessThan(500);
  });
});
