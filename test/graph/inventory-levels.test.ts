import { readFileSync } from 'node:fs';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';

interface Level {
  productId: string;
  variantId: string | null;
  sku: string | null;
  tracked: boolean;
  quantity: string | null;
  available: boolean;
}
interface Levels {
  nodes: Level[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  unanswered: { store: { id: string }; code: string }[];
}
interface Counted {
  id: string;
  sku: string | null;
  inventory: { tracked: boolean; quantity: string | null; available: boolean };
}

const operation = (name: string) =>
  readFileSync(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), 'utf8');

let graph: GraphOverDemo;
beforeAll(async () => {
  graph = await openGraphOverDemo({ stores: 2, broken: 1 });
}, 120_000);
afterAll(() => graph?.close());

async function walk(first: number, storeIds?: readonly string[]) {
  const told: Level[] = [];
  const unanswered: Levels['unanswered'] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 200; pages += 1) {
    const variables = { first, after, storeIds };
    const { data, errors } = await graph.run<{ inventoryLevels: Levels }>(operation('inventory-levels'), variables);
    expect(errors).toBeUndefined();
    const page = data?.inventoryLevels as Levels;
    expect(page.nodes.length).toBeLessThanOrEqual(first);
    told.push(...page.nodes);
    unanswered.push(...page.unanswered);
    if (!page.pageInfo.hasNextPage) return { told, unanswered };
    after = page.pageInfo.endCursor;
  }
  throw new Error('the list must end');
}

/** The products and variants of a store, as its own lists tell them. */
async function listed(id: string, list: 'products' | 'variants'): Promise<Counted[]> {
  const things: Counted[] = [];
  let after: string | null = null;
  do {
    const { data, errors } = await graph.run<{
      store: Record<string, { nodes: Counted[]; pageInfo: Levels['pageInfo'] }>;
    }>(
      `query ($id: ID!, $after: String) { store(id: $id) { ${list}(first: 250, after: $after) {
        nodes { id sku inventory { tracked quantity available } } pageInfo { hasNextPage endCursor } } } }`,
      { id, after },
    );
    expect(errors).toBeUndefined();
    const page = data?.store[list] as { nodes: Counted[]; pageInfo: Levels['pageInfo'] };
    things.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return things;
}

test('the stock of stores is told once, store by store, whatever the size of the page; a store that is down is named', async () => {
  const { told, unanswered } = await walk(70);
  expect(unanswered).toEqual([{ store: { id: graph.brokenIds[0] }, code: 'STORE_UNREACHABLE', retryable: true }]);
  const keys = told.map(({ productId, variantId }) => variantId ?? productId);
  expect(new Set(keys).size).toBe(keys.length);
  expect((await walk(5000)).told).toEqual(told);
});

test('each row says of its product or variant what that says itself', async () => {
  const [id = ''] = graph.storeIds;
  const { told } = await walk(5000, [id]);
  const things = [...(await listed(id, 'products')), ...(await listed(id, 'variants'))];
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  for (const { productId, variantId, sku, ...stock } of told) {
    const { sku: own, inventory } = byId.get(variantId ?? productId) ?? {};
    expect({ productId, variantId, sku, stock }).toEqual({ productId, variantId, sku: own, stock: inventory });
  }
  // Whatever has no variants is counted itself.
  const withVariants = new Set(told.filter(({ variantId }) => variantId !== null).map(({ productId }) => productId));
  const counted = new Set(told.map(({ productId, variantId }) => variantId ?? productId));
  for (const product of await listed(id, 'products')) {
    if (!withVariants.has(product.id)) expect(counted).toContain(product.id);
  }
});

test('a page of more than 5,000 rows is refused, and so is a cursor of other stores', async () => {
  const { errors } = await graph.run(operation('inventory-levels'), { first: 5001 });
  expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  const { data } = await graph.run<{ inventoryLevels: Levels }>(operation('inventory-levels'), { first: 10 });
  const after = data?.inventoryLevels.pageInfo.endCursor;
  const other = await graph.run(operation('inventory-levels'), { first: 10, after, storeIds: [graph.storeIds[0]] });
  expect(other.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('variants are listed and found by SKU', async () => {
  const [store = ''] = graph.storeIds;
  const { data, errors } = await graph.run<{ store: { variants: { totalCount: number; nodes: Counted[] } } }>(
    operation('variants'),
    { store, first: 250 },
  );
  expect(errors).toBeUndefined();
  const variants = data?.store.variants;
  expect(variants?.nodes).toHaveLength(variants?.totalCount ?? -1);
  const sample = variants?.nodes.find(({ sku }) => sku !== null);
  const one = await graph.run<{ store: { variant: { id: string; sku: string } } }>(
    'query ($id: ID!, $sku: String) { store(id: $id) { variant(sku: $sku) { id sku } } }',
    { id: store, sku: sample?.sku },
  );
  expect(one.data?.store.variant.sku).toBe(sample?.sku);
});
