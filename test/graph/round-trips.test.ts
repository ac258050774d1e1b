import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { OrdersDocument, ProductsDocument } from '../../schema/generated/operations.js';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';

let graph: GraphOverDemo;
let store: string;

beforeAll(async () => {
  graph = await openGraphOverDemo({ stores: 3 });
  store = graph.storeIds[0] as string;
  // From here on the configuration of each store is cached.
  await graph.run('{ stores { nodes { config { name } } } }');
  graph.calls();
}, 120_000);
afterAll(() => graph?.close());

const schema = buildSchema(readFileSync(new URL('../../schema/drawbridge-client.graphql', import.meta.url), 'utf8'));

/** The fields of a type that hang on it, and are no questions of their own: what a page with everything must ask for. */
function fieldsOf(type: string): string[] {
  return Object.values((schema.getType(type) as GraphQLObjectType).getFields())
    .filter(({ name, args }) => name !== 'store' && args.length === 0)
    .map(({ name }) => name);
}

test('a page of products with everything that hangs on them costs one signed request', async () => {
  const { data, errors } = await graph.run(ProductsDocument, { store, first: 100 });
  expect(errors).toBeUndefined();
  const nodes = data?.store?.products?.nodes ?? [];
  expect(nodes.length).toBeGreaterThan(20);
  expect(Object.keys(nodes[0] ?? {})).toEqual(expect.arrayContaining(fieldsOf('Product')));
  expect(nodes.some(({ options }) => options.length > 0)).toBe(true);
  expect(nodes.some(({ categories }) => categories.length > 0)).toBe(true);
  expect(graph.calls()).toHaveLength(1);
});

test('a page of orders with everything that hangs on them costs one signed request', async () => {
  const { data, errors } = await graph.run(OrdersDocument, { store, first: 100 });
  expect(errors).toBeUndefined();
  const nodes = data?.store?.orders?.nodes ?? [];
  expect(nodes.length).toBeGreaterThan(20);
  expect(Object.keys(nodes[0] ?? {})).toEqual(expect.arrayContaining(fieldsOf('Order')));
  expect(nodes.some(({ lineItems }) => lineItems.length > 0)).toBe(true);
  expect(graph.calls()).toHaveLength(1);
});

test('what the lines of orders refer to costs one request more', async () => {
  const { errors } = await graph.run(
    `query ($store: ID!) { store(id: $store) { orders(first: 50) { nodes {
      lineItems { name product { name brand { name } } variant { sku price { amount } } }
    } } } }`,
    { store },
  );
  expect(errors).toBeUndefined();
  expect(graph.calls()).toHaveLength(2);
});

test('a hundred references over three stores cost one request each, with one plan', async () => {
  const { data: pages } = await graph.run<{ stores: { nodes: { products: { nodes: { id: string }[] } }[] } }>(
    '{ stores { nodes { products(first: 34) { nodes { id } } } } }',
  );
  const ids = pages?.stores.nodes.flatMap(({ products }) => products.nodes.map(({ id }) => id)).slice(0, 100) ?? [];
  expect(ids.length).toBeGreaterThan(60);
  graph.calls();

  const representations = ids.map((id) => ({ __typename: 'Product', id }));
  const { data, errors } = await graph.run<{ _entities: { id: string; name: string }[] }>(
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { id name } } }',
    { representations },
  );
  expect(errors).toBeUndefined();
  expect(data?._entities.map(({ id }) => id)).toEqual(ids);
  const calls = graph.calls();
  expect(new Set(calls.map(({ storeId }) => storeId)).size).toBe(3);
  expect(calls).toHaveLength(3);
});

test('ten aliases of products of one store cost one request', async () => {
  const aliases = Array.from({ length: 10 }, (_, i) => `p${i}: products(first: ${i + 1}) { nodes { name sku } }`);
  const { data, errors } = await graph.run<{ store: Record<string, { nodes: unknown[] }> }>(
    `query ($store: ID!) { store(id: $store) { ${aliases.join(' ')} } }`,
    { store },
  );
  expect(errors).toBeUndefined();
  expect(data?.store.p9?.nodes).toHaveLength(10);
  expect(graph.calls()).toHaveLength(1);
});

test('different questions about one store in one query cost one request', async () => {
  const { data: page } = await graph.run<{ store: { products: { nodes: { id: string }[] } } }>(
    'query ($store: ID!) { store(id: $store) { products(first: 2) { nodes { id } } } }',
    { store },
  );
  const [one, two] = page?.store.products.nodes.map(({ id }) => id) ?? [];
  graph.calls();
  const { errors } = await graph.run(
    `query ($store: ID!, $one: ID!, $two: ID!) {
      store(id: $store) { counts { products } orders(first: 1) { nodes { number } } customer(nativeId: "1") { email } }
      one: product(id: $one) { name }
      two: node(id: $two) { ... on Product { sku } }
    }`,
    { store, one, two },
  );
  expect(errors).toBeUndefined();
  expect(graph.calls()).toHaveLength(1);
});

test('parents, children, products and orders of many things are asked for together', async () => {
  const { errors } = await graph.run(
    `query ($store: ID!) { store(id: $store) {
      categories(first: 20) { nodes { parent { name } children { name } products(first: 2) { nodes { name } } } }
      customers(first: 10) { nodes { orders(first: 2) { nodes { number } } } }
    } }`,
    { store },
  );
  expect(errors).toBeUndefined();
  expect(graph.calls()).toHaveLength(2);
});

test('what is not selected is not fetched', async () => {
  const relationsOf = async (selection: string) => {
    const query = `query ($store: ID!) { store(id: $store) { products(first: 5) { ${selection} } } }`;
    const { errors } = await graph.run(query, { store });
    expect(errors).toBeUndefined();
    const sql = graph.calls().flatMap(({ statements }) => statements.map((one) => one.sql));
    return new Set(
      sql.flatMap((text) => [...text.matchAll(/(?:from|join) `(\w+)`/g)].map(([, name]) => name as string)),
    );
  };
  const bare = await relationsOf('nodes { nativeId }');
  const withImages = await relationsOf('nodes { nativeId images { url } }');
  const withCategories = await relationsOf('nodes { nativeId categories { name } }');
  expect([...withImages].filter((name) => !bare.has(name))).toEqual(['product_image']);
  expect([...withCategories].some((name) => name.includes('category'))).toBe(true);
  expect(
    [...bare].filter((name) => /image|category|option|attribute|special|discount|manufacturer/.test(name)),
  ).toEqual([]);

  const counting = async (selection: string) => {
    await graph.run(`query ($store: ID!) { store(id: $store) { products(first: 5) { ${selection} } } }`, { store });
    return graph.calls().flatMap(({ statements }) => statements.filter(({ sql }) => /count\(/.test(sql))).length;
  };
  expect(await counting('nodes { nativeId }')).toBe(0);
  expect(await counting('totalCount')).toBe(1);
});

test('a field that is skipped by a directive is not fetched', async () => {
  const query =
    'query ($store: ID!, $with: Boolean!) { store(id: $store) { products(first: 5) { nodes { name images @include(if: $with) { url } } } } }';
  for (const wanted of [true, false]) {
    await graph.run(query, { store, with: wanted });
    const sql = graph
      .calls()
      .flatMap(({ statements }) => statements.map((one) => one.sql))
      .join('\n');
    expect(sql.includes('`product_image`')).toBe(wanted);
  }
});

test('what needs nothing from a store asks it nothing', async () => {
  const { errors } = await graph.run(
    '{ viewer { account } platforms { id } stores { totalCount nodes { name status bridge { version } } } }',
  );
  expect(errors).toBeUndefined();
  await graph.run('query ($store: ID!) { store(id: $store) { products { __typename } } }', { store });
  expect(graph.calls()).toEqual([]);
});
