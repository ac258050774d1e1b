import { mapPlan } from '../../src/bridge/plan.js';
import type { AsRead } from '../../src/model/as-read.js';
import { globalId, parseGlobalId } from '../../src/model/ids.js';
import { FallbackError, ServiceError } from '../../src/model/service-error.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';

type Node = { readonly storeId: string; readonly nativeId: string };

/** What the store's records are read as; by default as they are. */
let spoil: (kind: string, node: Node & Record<string, unknown>) => object | ServiceError = (_kind, node) => node;

/** A platform that finds some of the store's records broken. */
function spoiling(platform: Platform): Platform {
  const spoiled = <T extends Node, F, O extends string>(
    kind: string,
    collection: Collection<T, F, O>,
  ): Collection<T, F, O> => {
    const read = (node: AsRead<T> | ServiceError) =>
      node instanceof ServiceError ? node : (spoil(kind, node as never) as AsRead<T> | ServiceError);
    return {
      page: (view, request) =>
        mapPlan(collection.page(view, request), (page) => ({
          ...page,
          rows: page.rows.map(({ node, at }) => ({ node: read(node), at })),
        })),
      byIds: (view, ids, selection) =>
        mapPlan(
          collection.byIds(view, ids, selection),
          (found) => new Map([...found].map(([id, node]) => [id, read(node) as AsRead<T>])),
        ),
    };
  };
  return {
    ...platform,
    products: spoiled('product', platform.products),
    orders: spoiled('order', platform.orders),
    categories: spoiled('category', platform.categories),
    customers: spoiled('customer', platform.customers),
  };
}

const lacking = (what: string) => new ServiceError('STORE_RECORD_INVALID', `The store holds no ${what}.`);
const statementFailed = new ServiceError('STORE_STATEMENT_FAILED', 'The store could not answer this part.', {
  statement: 'orders',
});

let graph: GraphOverDemo;
let storeId: string;
beforeAll(async () => {
  graph = await openGraphOverDemo({ stores: 2, platformAs: spoiling });
  storeId = graph.storeIds[0] ?? '';
}, 120_000);
afterAll(() => graph?.close());
beforeEach(() => {
  spoil = (_kind, node) => node;
});

/** Breaks a field of one order (or all) of the first store. */
function breakOrders(nativeIds: readonly string[] | 'all', change: (node: Record<string, unknown>) => object) {
  const only = parseGlobalId(storeId)?.storeId;
  spoil = (kind, node) =>
    kind === 'order' && node.storeId === only && (nativeIds === 'all' || nativeIds.includes(node.nativeId))
      ? change(node)
      : node;
}

interface Orders {
  edges: { cursor: string; node: { nativeId: string } }[];
  nodes: { nativeId: string }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
  totalCount: number;
}
const list = (fields: string, args = 'first: 5') =>
  graph.run<{ store: { orders: Orders | null } }>(
    `query ($id: ID!) { store(id: $id) { orders(${args}) {
      edges { cursor node { nativeId ${fields} } } pageInfo { endCursor hasNextPage } totalCount
    } } }`,
    { id: storeId },
  );
const idsOf = (orders: Orders | null | undefined) => orders?.edges.map(({ node }) => node.nativeId);

test('what stands for a fact that the store lacks is answered, with an error at its field', async () => {
  const right = await list('currencyCode number');
  const [, second = ''] = idsOf(right.data?.store.orders) ?? [];
  breakOrders([second], (node) => ({ ...node, currencyCode: new FallbackError('EUR', 'It is gone.', {}) }));
  const { data, errors } = await list('money: currencyCode number');
  expect(data?.store.orders?.edges.map(({ node }) => node)).toEqual(
    right.data?.store.orders?.edges.map(({ node: { currencyCode, ...node } }: { node: Record<string, unknown> }) => ({
      ...node,
      money: node.nativeId === second ? 'EUR' : currencyCode,
    })),
  );
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'It is gone.',
      path: ['store', 'orders', 'edges', 1, 'node', 'money'],
      extensions: {
        code: 'STORE_RECORD_INVALID',
        retryable: false,
        storeId,
        nativeId: second,
        field: 'currencyCode',
      },
    }),
  ]);
});

describe('a record that lacks a fact which may not be null', () => {
  test.each<[string, string, (node: Record<string, unknown>) => object, object]>([
    ['itself', 'total { amount }', (node) => ({ ...node, total: lacking('total') }), { field: 'total' }],
    [
      'deep in what it is made of',
      'lineItems { name total { amount } }',
      (node) => ({
        ...node,
        lineItems: (node.lineItems as object[]).map((line) => ({
          ...line,
          total: { amount: lacking('amount'), currencyCode: 'EUR' },
        })),
      }),
      { field: 'lineItems.total.amount' },
    ],
    ['as a whole', 'total { amount }', () => lacking('order'), {}],
  ])('%s costs itself alone, and is named with what it lacks', async (_where, fields, change, facts) => {
    const right = await list(fields);
    const all = idsOf(right.data?.store.orders) ?? [];
    const broken = all[4] ?? '';
    breakOrders([broken], change);
    const { data, errors } = await list(fields);
    expect(idsOf(data?.store.orders)).toEqual(all.slice(0, 4));
    expect(data?.store.orders?.totalCount).toBe(right.data?.store.orders?.totalCount);
    // Its place counts all the same, so the next page begins behind it.
    expect(data?.store.orders?.pageInfo).toEqual(right.data?.store.orders?.pageInfo);
    expect(errors).toEqual([
      {
        message: expect.stringContaining('The store holds no'),
        path: ['store', 'orders', 'edges'],
        extensions: { code: 'STORE_RECORD_INVALID', retryable: false, storeId, nativeId: broken, ...facts },
      },
    ]);
  });

  test('comes where the fact is not selected', async () => {
    breakOrders('all', (node) => ({ ...node, total: lacking('total') }));
    const { data, errors } = await list('number');
    expect(errors).toBeUndefined();
    expect(data?.store.orders?.edges).toHaveLength(5);
  });

  test('is reported below nodes where only these are selected, and once for each', async () => {
    breakOrders('all', (node) => ({ ...node, total: lacking('total') }));
    const { data, errors } = await graph.run<{ store: { mine: Orders } }>(
      'query ($id: ID!) { store(id: $id) { mine: orders(first: 3) { nodes { total { amount } } } } }',
      { id: storeId },
    );
    expect(data?.store.mine.nodes).toEqual([]);
    expect(errors?.map(({ path }) => path)).toEqual(Array(3).fill(['store', 'mine', 'nodes']));
  });
});

test('a fact that may be null is null, with its error in its place', async () => {
  breakOrders('all', (node) => ({ ...node, email: lacking('address') }));
  const { data, errors } = await list('email', 'first: 1');
  expect(data?.store.orders?.edges[0]?.node).toMatchObject({ email: null });
  expect(errors?.map(({ path }) => path)).toEqual([['store', 'orders', 'edges', 0, 'node', 'email']]);
});

test('a list whose statement failed for all of its records alike is null, for that reason', async () => {
  breakOrders('all', (node) => ({ ...node, total: statementFailed }));
  const { data, errors } = await list('total { amount }');
  expect(data?.store.orders).toBeNull();
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['STORE_STATEMENT_FAILED']);
});

describe('a feed', () => {
  const feed = async (fields = 'total { amount }') =>
    graph.run<{ orders: (Orders & { unanswered: { store: { id: string }; code: string }[] }) | null }>(
      `{ orders(first: 12, orderBy: TOTAL_ASC) {
        edges { cursor node { nativeId store { id } ${fields} } } pageInfo { endCursor hasNextPage }
        unanswered { store { id } code }
      } }`,
    );

  test('goes on without a broken record', async () => {
    const right = (await feed()).data?.orders;
    const first = right?.edges.find(({ node }) => (node as unknown as { store: { id: string } }).store.id === storeId);
    const broken = first?.node.nativeId ?? '';
    breakOrders([broken], (node) => ({ ...node, total: lacking('total') }));
    const { data, errors } = await feed();
    expect(data?.orders?.edges).toEqual(right?.edges.filter((edge) => edge !== first));
    expect(data?.orders?.pageInfo).toEqual(right?.pageInfo);
    expect(data?.orders?.unanswered).toEqual([]);
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code, extensions?.nativeId])).toEqual([
      [['orders', 'edges'], 'STORE_RECORD_INVALID', broken],
    ]);
  });

  test('goes on without a store none of whose records can be read', async () => {
    breakOrders('all', (node) => ({ ...node, total: statementFailed }));
    const { data, errors } = await feed();
    expect(errors).toBeUndefined();
    expect(data?.orders?.edges).toHaveLength(12);
    expect(data?.orders?.unanswered).toEqual([{ store: { id: storeId }, code: 'STORE_STATEMENT_FAILED' }]);
  });
});

test('one broken record that is asked for by itself is null, and others asked for with it come', async () => {
  const [broken = '', good = ''] = idsOf((await list('number')).data?.store.orders) ?? [];
  breakOrders([broken], (node) => ({ ...node, total: lacking('total') }));
  const ids = [broken, good].map((id) => globalId(parseGlobalId(storeId)?.storeId ?? '', 'Order', id));
  const { data, errors } = await graph.run<Record<string, unknown>>(
    `query ($ids: [ID!]!, $id: ID!, $r: [_Any!]!, $broken: ID!, $store: ID!) {
      nodes(ids: $ids) { ... on Order { total { amount } } }
      node(id: $id) { ... on Order { total { amount } } }
      order(id: $id) { total { amount } }
      store(id: $store) { order(nativeId: $broken) { total { amount } } }
      _entities(representations: $r) { ... on Order { total { amount } } }
    }`,
    { ids, id: ids[0], broken, store: storeId, r: ids.map((id) => ({ __typename: 'Order', id })) },
  );
  const whole = { total: { amount: expect.any(String) } };
  expect(data).toEqual({
    nodes: [null, whole],
    node: null,
    order: null,
    store: { order: null },
    _entities: [null, whole],
  });
  expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['STORE_RECORD_INVALID']));
  expect(errors).toHaveLength(5);
});

test('a broken record within another is left out of it, and the other stays', async () => {
  const ask = () =>
    graph.run<{ store: { products: { nodes: { nativeId: string; categories: { nativeId: string }[] }[] } } }>(
      'query ($id: ID!) { store(id: $id) { products(first: 3) { nodes { nativeId categories { nativeId name } } } } }',
      { id: storeId },
    );
  const right = (await ask()).data?.store.products.nodes ?? [];
  const broken = right[0]?.categories[0]?.nativeId ?? '';
  expect(broken).not.toBe('');
  spoil = (kind, node) =>
    kind === 'product'
      ? {
          ...node,
          categories: (node.categories as Node[]).map((one) =>
            one.nativeId === broken ? { ...one, name: lacking('name') } : one,
          ),
        }
      : node;
  const { data, errors } = await ask();
  expect(data?.store.products.nodes).toEqual(
    right.map((node) => ({ ...node, categories: node.categories.filter(({ nativeId }) => nativeId !== broken) })),
  );
  expect(errors?.[0]).toMatchObject({
    path: ['store', 'products', 'nodes', 0, 'categories'],
    extensions: { code: 'STORE_RECORD_INVALID', nativeId: broken, field: 'name', storeId },
  });
});
