import { randomUUID } from 'node:crypto';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';

interface Page {
  nodes: { id: string; number: string; placedAt: string; store: { id: string } }[];
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  unanswered: { store: { id: string }; code: string; retryable: boolean }[];
}

const query = `query ($first: Int, $after: String, $storeIds: [ID!], $orderBy: OrderOrder) {
  orders(first: $first, after: $after, storeIds: $storeIds, orderBy: $orderBy) {
    nodes { id number placedAt store { id } } edges { cursor } pageInfo { hasNextPage endCursor }
    unanswered { store { id } code retryable }
  }
}`;

let graph: GraphOverDemo;
beforeAll(async () => {
  graph = await openGraphOverDemo({ stores: 2, broken: 1 });
}, 120_000);
afterAll(() => graph?.close());

const page = async (variables: Record<string, unknown>) => {
  const { data, errors } = await graph.run<{ orders: Page }>(query, variables);
  expect(errors).toBeUndefined();
  return data?.orders as Page;
};

test.each(['PLACED_AT_DESC', 'PLACED_AT_ASC', 'TOTAL_ASC', 'UPDATED_AT_DESC', 'ID_ASC'])(
  'a feed in the order %s tells every row of the stores that answer once, and names the one that does not',
  async (orderBy) => {
    const told: Page['nodes'] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const { nodes, edges, pageInfo, unanswered }: Page = await page({ first: 97, after, orderBy });
      expect(unanswered).toEqual([{ store: { id: graph.brokenIds[0] }, code: 'STORE_UNREACHABLE', retryable: true }]);
      expect(edges.at(-1)?.cursor).toBe(pageInfo.endCursor ?? undefined);
      told.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      pages += 1;
    } while (after !== null && pages < 100);

    const { data } = await graph.run<{ store: { counts: { orders: number } } }>(
      'query ($id: ID!) { store(id: $id) { counts { orders } } }',
      { id: graph.storeIds[0] },
    );
    expect(told).toHaveLength(2 * (data?.store.counts.orders ?? 0));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    expect(new Set(told.map(({ store }) => store.id))).toEqual(new Set(graph.storeIds));
    if (orderBy.startsWith('PLACED_AT')) {
      const times = told.map(({ placedAt }) => placedAt);
      const sorted = [...times].sort();
      expect(times).toEqual(orderBy.endsWith('DESC') ? sorted.reverse() : sorted);
    }
  },
);

test('a cursor in the middle of a page goes on from there', async () => {
  const whole = await page({ first: 10, orderBy: 'PLACED_AT_DESC' });
  const rest = await page({ first: 6, orderBy: 'PLACED_AT_DESC', after: whole.edges[3]?.cursor });
  expect(rest.nodes.map(({ id }) => id)).toEqual(whole.nodes.slice(4).map(({ id }) => id));
});

test('only the stores named are asked', async () => {
  const { nodes, unanswered } = await page({ first: 5, storeIds: [graph.storeIds[1]] });
  expect(new Set(nodes.map(({ store }) => store.id))).toEqual(new Set([graph.storeIds[1]]));
  expect(unanswered).toEqual([]);
});

test('a feed’s cursor is refused in another order, for other stores and in another feed', async () => {
  const { pageInfo } = await page({ first: 5, orderBy: 'TOTAL_ASC' });
  const after = pageInfo.endCursor;
  for (const variables of [
    { after, orderBy: 'TOTAL_DESC' },
    { after, orderBy: 'TOTAL_ASC', storeIds: [graph.storeIds[0]] },
  ]) {
    const { errors } = await graph.run(query, variables);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'after' }),
    ]);
  }
  const { errors } = await graph.run('query ($after: String) { products(after: $after) { nodes { id } } }', { after });
  expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('a store that the account does not have is refused', async () => {
  const { errors } = await graph.run(query, { storeIds: [`gid://drawbridge/Store/${randomUUID()}`] });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'storeIds' });
});
