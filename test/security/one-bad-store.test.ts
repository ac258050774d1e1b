import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answers } from '../../src/bridge/plan.js';
import { StoreCircuits } from '../../src/domain/store-circuits.js';
import type { AnyPlatform, Platform } from '../../src/platforms/platform.js';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';

const deadlineMs = 4_000;

/** A host that takes requests and never answers. */
let hanging: Server;
let graph: GraphOverDemo;
/** What a platform does with the answer of the store that was asked last; reads it by default. */
let reading: 'as it is' | 'throws' = 'as it is';

/** The platform, whose reading of lists, things by id and figures goes wrong where the test says so. */
function clumsy(platform: Platform): Platform {
  const spoiled = (plan: { decode: (answers: never) => unknown }) => ({
    ...plan,
    decode: (answers: Answers) => {
      if (reading === 'throws') return (undefined as unknown as { name: string }).name;
      return plan.decode(answers as never);
    },
  });
  const wrapped = (collection: AnyPlatform['products']) =>
    ({
      page: (...args: Parameters<typeof collection.page>) => spoiled(collection.page(...args) as never),
      byIds: (...args: Parameters<typeof collection.byIds>) => spoiled(collection.byIds(...args) as never),
    }) as never;
  return {
    ...platform,
    products: wrapped(platform.products as never),
    orders: wrapped(platform.orders as never),
    customers: wrapped(platform.customers as never),
    categories: wrapped(platform.categories as never),
    counts: (...args: Parameters<Platform['counts']>) => spoiled(platform.counts(...args) as never) as never,
    inventoryLevels: (...args: Parameters<Platform['inventoryLevels']>) =>
      spoiled(platform.inventoryLevels(...args) as never) as never,
  };
}

beforeAll(async () => {
  hanging = createServer(() => undefined);
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  graph = await openGraphOverDemo({
    stores: 4,
    more: [`http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`],
    circuits: new StoreCircuits({ restMs: 60_000 }),
    deadlineMs,
    platformAs: clumsy,
  });
});
afterAll(async () => {
  hanging.closeAllConnections();
  hanging.close();
  await graph.close();
});
afterEach(() => {
  reading = 'as it is';
});

const feed = `query ($ids: [ID!]) {
  orders(first: 20, storeIds: $ids, orderBy: PLACED_AT_DESC) { nodes { id number total { amount } } unanswered { store { id } code } }
}`;

interface Fed {
  readonly orders: { readonly nodes: readonly unknown[]; readonly unanswered: readonly { code: string }[] };
}

async function timed(variables: Record<string, unknown>): Promise<{ fed: Fed; milliseconds: number }> {
  const began = performance.now();
  const { data, errors } = await graph.run<Fed>(feed, variables);
  expect(errors).toBeUndefined();
  return { fed: data as Fed, milliseconds: performance.now() - began };
}

test('a store that hangs is waited for once: the feeds after it take no longer than without that store', async () => {
  const healthy = { ids: graph.storeIds };
  await timed(healthy);
  const first = await timed({});
  expect(first.milliseconds).toBeGreaterThan(deadlineMs * 0.9);
  expect(first.fed.orders.nodes).toHaveLength(20);
  expect(first.fed.orders.unanswered.map(({ code }) => code)).toEqual(['STORE_TIMEOUT']);

  const least = { healthy: Number.POSITIVE_INFINITY, all: Number.POSITIVE_INFINITY };
  // The least of several, taken in turn: what else the machine does is no concern of this test.
  for (let round = 0; round < 8; round += 1) {
    least.healthy = Math.min(least.healthy, (await timed(healthy)).milliseconds);
    const all = await timed({});
    least.all = Math.min(least.all, all.milliseconds);
    expect(all.fed.orders.nodes).toEqual(first.fed.orders.nodes);
    expect(all.fed.orders.unanswered.map(({ code }) => code)).toEqual(['STORE_RESTING']);
  }
  expect(least.all).toBeLessThan(least.healthy * 1.2 + 5);
});

describe('what a platform throws over a signed answer', () => {
  const inStore = (field: string) => `query ($id: ID!) { store(id: $id) { name ${field} } }`;

  test.each([
    ['a list', 'products(first: 2) { nodes { id name } }'],
    ['a list of customers', 'customers(first: 2) { nodes { id } }'],
    ['the tree of categories', 'categories(first: 2) { nodes { id name } }'],
    ['a thing by its own id', 'product(nativeId: "1") { name }'],
    ['figures', 'counts { products }'],
  ])('costs %s of that store, with a code, and its place is logged', async (_, field) => {
    reading = 'throws';
    const told = graph.unreadable.length;
    const { data, errors } = await graph.run<{ store: Record<string, unknown> }>(inStore(field), {
      id: graph.storeIds[0],
    });
    expect(data?.store.name).toEqual(expect.any(String));
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'STORE_ANSWER_INVALID', retryable: true, storeId: graph.storeIds[0] }),
    ]);
    const [seen] = graph.unreadable.slice(told);
    expect(seen?.storeId).toBe(graph.storeIds[0]);
    expect(String(seen?.error instanceof Error && seen.error.stack)).toContain('one-bad-store.test.ts');
  });

  test('lists the store in `unanswered` of a feed and of the list of stock, and nothing becomes null', async () => {
    reading = 'throws';
    const { data, errors } = await graph.run<Fed & { inventoryLevels: Fed['orders'] }>(
      `query ($ids: [ID!]) {
        orders(first: 5, storeIds: $ids) { nodes { id } unanswered { code } }
        inventoryLevels(first: 5, storeIds: $ids) { nodes { sku } unanswered { code } }
      }`,
      { ids: graph.storeIds.slice(0, 2) },
    );
    expect(errors).toBeUndefined();
    const unanswered = [{ code: 'STORE_ANSWER_INVALID' }, { code: 'STORE_ANSWER_INVALID' }];
    expect(data).toEqual({ orders: { nodes: [], unanswered }, inventoryLevels: { nodes: [], unanswered } });
  });

  test('costs a gateway its entities of that store, and `nodes` the things of it', async () => {
    const query = `query ($ids: [ID!]!, $of: [_Any!]!) {
      nodes(ids: $ids) { id }
      _entities(representations: $of) { ... on Product { name } }
    }`;
    const id = `${graph.storeIds[0]?.replace('/Store/', '/')}/Product/1`;
    reading = 'throws';
    const { data, errors } = await graph.run(query, { ids: [id], of: [{ __typename: 'Product', id }] });
    expect(data).toEqual({ nodes: [null], _entities: [null] });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['STORE_ANSWER_INVALID', 'STORE_ANSWER_INVALID']);
  });
});
