import { setTimeout as pause } from 'node:timers/promises';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { type Mood, type MoodyProxy, openMoodyProxy } from '../support/moody-proxy.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

/** For how many milliseconds a store is left alone that let a request time out. */
const restMs = 1_000;

let service: ServiceUnderTest;
let store: BareStore;
let proxy: MoodyProxy;
let id: string;

const connect = `mutation ($url: URL!) {
  connectStore(input: { url: $url }) { store { id } bridge { downloadUrl } userErrors { code } }
}`;
const verify = 'mutation ($id: ID!) { verifyStore(id: $id) { store { status } userErrors { code } } }';

beforeAll(async () => {
  const settings = { DRAWBRIDGE_BRIDGE_TIMEOUT_MS: '1500', DRAWBRIDGE_STORE_REST_MS: String(restMs) };
  [service, store] = await Promise.all([startTestService(settings), openBareStore()]);
  proxy = await openMoodyProxy(store.url);
  const { data } = await ask(service, connect, { url: proxy.url });
  id = data.connectStore.store.id;
  const zip = await fetch(data.connectStore.bridge.downloadUrl);
  await store.unzip(new Uint8Array(await zip.arrayBuffer()));
  const verified = await ask(service, verify, { id });
  expect(verified.errors).toBeUndefined();
  expect(verified.data.verifyStore).toEqual({ store: { status: 'ACTIVE' }, userErrors: [] });
});
afterAll(async () => {
  await Promise.all([service?.close(), proxy?.close(), store?.close()]);
});
afterEach(async () => {
  // A store that was silent is left alone for a while.
  if (proxy.mood === 'silent') await pause(restMs);
  proxy.mood = 'honest';
});

const both = `query ($id: ID!) {
  moody: store(id: $id) { name products(first: 2) { nodes { id name } } }
  stores { nodes { name products(first: 2) { nodes { name } } } }
}`;

test.each<[Mood, string, boolean]>([
  ['down', 'STORE_UNREACHABLE', true],
  ['silent', 'STORE_TIMEOUT', true],
  ['page', 'STORE_ANSWER_INVALID', true],
  ['redirecting', 'STORE_ANSWER_INVALID', true],
  ['altered', 'STORE_ANSWER_INVALID', true],
  ['replaying', 'STORE_REPLAYED', true],
])('a store that is %s costs its own fields and nothing else: %s', async (mood, code, retryable) => {
  proxy.mood = mood;
  const { data, errors } = await ask(service, both, { id });
  expect(data.moody).toEqual({ name: expect.any(String), products: null });
  const [demo] = data.stores.nodes.filter(({ products }: { products: unknown }) => products !== null);
  expect(demo.products.nodes).toHaveLength(2);
  expect(errors).toHaveLength(2);
  for (const error of errors ?? []) expect(error.extensions).toMatchObject({ code, retryable, storeId: id });
});

test('a store that was silent is not waited for again until it has been left alone for a while', async () => {
  const products = 'query ($id: ID!) { store(id: $id) { products(first: 2) { nodes { id } } } }';
  proxy.mood = 'silent';
  expect((await ask(service, products, { id })).errors?.[0]?.extensions.code).toBe('STORE_TIMEOUT');
  proxy.mood = 'honest';
  const asked = service.calls.length;
  const { data, errors } = await ask(service, products, { id });
  expect(data.store.products).toBeNull();
  expect(errors?.[0]?.extensions).toEqual({ code: 'STORE_RESTING', retryable: true, storeId: id });
  expect(service.calls).toHaveLength(asked);
  await pause(restMs);
  expect((await ask(service, products, { id })).errors).toBeUndefined();
});

test('a feed lists the store that did not answer in time, with the reason, and gives the others', async () => {
  proxy.mood = 'silent';
  const { data, errors } = await ask(
    service,
    '{ orders(first: 5, orderBy: PLACED_AT_DESC) { nodes { number placedAt } unanswered { store { id } code message retryable } } }',
  );
  expect(errors).toBeUndefined();
  expect(data.orders.nodes).toHaveLength(5);
  expect(data.orders.unanswered).toEqual([
    { store: { id }, code: 'STORE_TIMEOUT', message: expect.any(String), retryable: true },
  ]);
});

test('a bridge that was taken away is told from a store that is down', async () => {
  const { data } = await ask(service, 'mutation ($id: ID!) { issueBridge(storeId: $id) { bridge { downloadUrl } } }', {
    id,
  });
  const zip = new Uint8Array(await (await fetch(data.issueBridge.bridge.downloadUrl)).arrayBuffer());
  await store.removeBridge();
  const gone = await ask(service, both, { id });
  expect(gone.errors?.[0]?.extensions.code).toBe('STORE_ANSWER_INVALID');
  await store.unzip(zip);
  expect((await ask(service, both, { id })).errors).toBeUndefined();
});

const inStore = (field: string) => `query ($id: ID!) { store(id: $id) { ${field} } }`;

test.each([
  ['a malformed cursor', 'products(first: 2, after: "nonsense") { nodes { id } }', 'after'],
  ['first: 100000', 'orders(first: 100000) { nodes { id } }', 'first'],
  ['first: 0', 'orders(first: 0) { nodes { id } }', 'first'],
  ['last: 251', 'customers(last: 251) { nodes { id } }', 'last'],
  ['first and last together', 'customers(first: 1, last: 1) { nodes { id } }', 'first'],
  ['neither of two keys', 'order { id }', 'nativeId'],
  ['both of two keys', 'order(nativeId: "1", number: "1") { id }', 'nativeId'],
])('%s is BAD_USER_INPUT and names the argument', async (_, field, argument) => {
  const { data, errors } = await ask(service, inStore(`name ${field}`), { id });
  expect(data.store.name).toEqual(expect.any(String));
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(errors?.[0]?.message).toContain(argument);
});

test('a cursor of another list, another order or another store is BAD_USER_INPUT', async () => {
  const page = (of: string) => inStore(`list: ${of} { pageInfo { endCursor } }`);
  const cursor = async (of: string) => (await ask(service, page(of), { id })).data.store.list.pageInfo.endCursor;
  const orders = await cursor('orders(first: 2)');
  const byPrice = await cursor('products(first: 2, orderBy: PRICE_ASC)');
  const byId = await cursor('products(first: 2)');
  const refused = async (field: string, store = id) =>
    (await ask(service, inStore(`${field} { nodes { id } }`), { id: store })).errors?.map(
      ({ extensions }) => extensions.code,
    );
  expect(await refused(`products(first: 2, after: "${byId}")`)).toBeUndefined();
  expect(await refused(`products(first: 2, after: "${orders}")`)).toEqual(['BAD_USER_INPUT']);
  expect(await refused(`products(first: 2, after: "${byPrice}")`)).toEqual(['BAD_USER_INPUT']);
  const { data } = await ask(service, '{ stores { nodes { id } } }');
  const other = data.stores.nodes.find((one: { id: string }) => one.id !== id).id;
  expect(await refused(`products(first: 2, after: "${byId}")`, other)).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['an id that no such platform has', 'products(filter: { ids: ["no-number"] }) { nodes { id } totalCount }'],
  ['a lowest price above the highest', 'products(filter: { priceMin: 10, priceMax: 1 }) { nodes { id } totalCount }'],
  ['a status that is none', 'orders(filter: { statusIds: ["-1", "x"] }) { nodes { id } totalCount }'],
  [
    'an end before the start',
    'orders(filter: { placedAfter: "2030-01-01T00:00:00Z", placedBefore: "2001-01-01T00:00:00Z" }) { nodes { id } totalCount }',
  ],
])('a filter that finds nothing is no error: %s', async (_, field) => {
  const { data, errors } = await ask(service, inStore(field), { id });
  expect(errors).toBeUndefined();
  expect(Object.values(data.store)).toEqual([{ nodes: [], totalCount: 0 }]);
});

test('an unknown id is null, and one that is no id is BAD_USER_INPUT', async () => {
  const { data, errors } = await ask(
    service,
    `query ($id: ID!) {
      store(id: "gid://drawbridge/Store/00000000-0000-4000-8000-000000000000") { id }
      mine: store(id: $id) { product(nativeId: "999999999") { id } order(number: "no such") { id } }
      node(id: "nonsense") { id }
    }`,
    { id },
  );
  expect(data).toEqual({ store: null, mine: { product: null, order: null }, node: null });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});

test('a database that is gone is STORE_DATABASE_UNAVAILABLE', async () => {
  await store.loseDatabase();
  const { data, errors } = await ask(service, both, { id });
  expect(data.moody.products).toBeNull();
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'STORE_DATABASE_UNAVAILABLE', retryable: true, storeId: id });
});
