import {
  ExampleCustomerOrdersDocument,
  ExampleDashboardDocument,
  ExampleOrderSearchDocument,
  ExampleProductListDocument,
  ExampleProductPageDocument,
  ExampleStockDocument,
} from '../../schema/generated/operations.js';
import { type GraphOverDemo, openGraphOverDemo } from '../support/graph-over-demo.js';

let graph: GraphOverDemo;
let store: string;
beforeAll(async () => {
  graph = await openGraphOverDemo({ stores: 2, broken: 1 });
  store = graph.storeIds[0] ?? '';
});
afterAll(() => graph?.close());

test('a product list comes with what its filters need, and is narrowed by them', async () => {
  const { data, errors } = await graph.run(ExampleProductListDocument, { store });
  expect(errors).toBeUndefined();
  const brands = data?.store?.brands ?? [];
  const categories = data?.store?.categories?.nodes ?? [];
  expect(
    [brands.length, data?.store?.tags?.length, data?.store?.attributes?.length, categories.length].every(Boolean),
  ).toBe(true);
  const all = data?.store?.products?.totalCount ?? 0;
  const [brand] = (data?.store?.products?.nodes ?? []).flatMap((one) => one.brand ?? []);
  const top = categories.find(
    (one) => one.parent === null && categories.some((other) => other.parent?.nativeId === one.nativeId),
  );
  for (const filter of [
    { brandIds: [brand?.nativeId ?? ''] },
    { categoryTreeId: top?.nativeId ?? '' },
    { priceMin: '20', priceMax: '40' },
  ]) {
    const narrowed = await graph.run(ExampleProductListDocument, {
      store,
      filter: { status: 'ACTIVE', inStock: true, ...filter },
    });
    const found = narrowed.data?.store?.products;
    expect(found?.totalCount).toBeGreaterThan(0);
    expect(found?.totalCount).toBeLessThan(all);
    if ('brandIds' in filter) expect(found?.nodes.every((one) => one.brand?.nativeId === brand?.nativeId)).toBe(true);
  }
});

test('a product page is found by its SKU', async () => {
  const { data } = await graph.run(ExampleProductListDocument, { store, first: 1 });
  const [listed] = data?.store?.products?.nodes ?? [];
  const page = await graph.run(ExampleProductPageDocument, { store, sku: listed?.sku ?? '' });
  expect(page.errors).toBeUndefined();
  expect(page.data?.store?.product).toMatchObject({ id: listed?.id, name: listed?.name, price: listed?.price });
});

test('orders are found by a name and a SKU, and narrowed by payment, parcels and total', async () => {
  const { data } = await graph.run(ExampleOrderSearchDocument, { store });
  const [order] = data?.store?.orders?.nodes ?? [];
  const all = data?.store?.orders?.totalCount ?? 0;
  const variables = {
    store,
    search: `${order?.billingAddress?.lastName} ${order?.number}`,
    financialStatuses: order ? [order.financialStatus] : [],
    fulfillmentStatuses: order ? [order.fulfillmentStatus] : [],
    paymentMethod: order?.paymentMethod?.toLowerCase(),
    totalMin: order?.total.amount,
    totalMax: order?.total.amount,
  };
  const found = await graph.run(ExampleOrderSearchDocument, variables);
  expect(found.errors).toBeUndefined();
  expect(found.data?.store?.orders?.nodes.map((one) => one.id)).toEqual([order?.id]);
  const bySku = await graph.run(ExampleOrderSearchDocument, { store, search: order?.lineItems[0]?.sku });
  const ids = bySku.data?.store?.orders?.nodes.map((one) => one.id);
  expect(ids).toContain(order?.id);
  expect(bySku.data?.store?.orders?.totalCount).toBeLessThan(all);
});

test('a dashboard sums up several stores, and a store that does not answer costs its own part', async () => {
  const newest = await graph.run(ExampleOrderSearchDocument, { store, first: 1 });
  const to = new Date(Date.parse(newest.data?.store?.orders?.nodes[0]?.placedAt ?? '') + 1_000);
  const from = new Date(to.getTime() - 90 * 86_400_000);
  const variables = { from: from.toISOString(), to: to.toISOString() };
  graph.calls();
  const { data } = await graph.run(ExampleDashboardDocument, { ...variables, by: 'MONTH' });
  const stores = data?.stores.nodes ?? [];
  const answered = stores.flatMap(({ orderStatistics }) => orderStatistics ?? []);
  expect([stores.length, answered.length]).toEqual([3, 2]);
  const counted = await graph.run<{ store: { orders: { totalCount: number } } }>(
    'query ($store: ID!, $f: OrderFilter) { store(id: $store) { orders(filter: $f) { totalCount } } }',
    { store, f: { placedAfter: variables.from, placedBefore: variables.to } },
  );
  expect(answered.map(({ count }) => count)).toEqual([1, 1].map(() => counted.data?.store.orders.totalCount));
  const { figures, totals, count } = answered[0] as (typeof answered)[0];
  expect(figures.reduce((sum, one) => sum + one.count, 0)).toBe(count);
  for (const { amount, currencyCode } of totals) {
    const own = figures.filter(({ total }) => total.currencyCode === currencyCode);
    expect(own.reduce((sum, { total }) => sum + Number(total.amount), 0)).toBeCloseTo(Number(amount), 3);
  }
  expect(figures.every(({ date }) => date.endsWith('-01'))).toBe(true);
  // A store of the feed does not answer, so nobody knows how many there are in all.
  expect(data?.orders.totalCount).toBeNull();
  const two = await graph.run<{ orders: { totalCount: number } }>(
    'query ($ids: [ID!]) { orders(first: 1, storeIds: $ids) { totalCount } }',
    { ids: graph.storeIds },
  );
  const all = newest.data?.store?.orders?.totalCount ?? 0;
  expect(two.data?.orders.totalCount).toBe(2 * all);
});

test('what is not to be summed up at once is refused, with the argument', async () => {
  const variables = { from: '2025-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', by: 'DAY' as const };
  const { data, errors } = await graph.run(ExampleDashboardDocument, variables);
  expect(data?.stores.nodes.map((one) => one.orderStatistics)).toEqual([null, null, null]);
  expect(errors?.map(({ extensions }) => [extensions?.code, extensions?.argument])[0]).toEqual([
    'BAD_USER_INPUT',
    'to',
  ]);
});

test('a customer comes with their newest orders', async () => {
  const some = await graph.run<{
    store: { customers: { nodes: { email: string }[]; totalCount: number }; counts: { customers: number } };
  }>(
    'query ($store: ID!) { store(id: $store) { counts { customers } customers(first: 50, filter: { hasOrders: true }) { totalCount nodes { email } } } }',
    { store },
  );
  const customers = some.data?.store.customers;
  expect(customers?.totalCount).toBeLessThan(some.data?.store.counts.customers ?? 0);
  const [email] = (customers?.nodes ?? []).map((one) => one.email);
  const { data, errors } = await graph.run(ExampleCustomerOrdersDocument, { store, email });
  expect(errors).toBeUndefined();
  const orders = data?.store?.customer?.orders;
  expect(orders?.totalCount).toBeGreaterThan(0);
  const times = orders?.nodes.map(({ placedAt }) => placedAt) ?? [];
  expect(times).toEqual([...times].sort().reverse());
  const filter = { states: ['COMPLETED' as const] };
  const completed = await graph.run(ExampleCustomerOrdersDocument, { store, email, filter });
  expect(completed.data?.store?.customer?.orders?.nodes.every((one) => one.status.state === 'COMPLETED')).toBe(true);
  const other = await graph.run(ExampleCustomerOrdersDocument, { store, email, filter: { customerId: '999999' } });
  expect(other.data?.store?.customer?.orders?.totalCount).toBe(0);
});

test('the stock of everything comes page by page', async () => {
  const { data } = await graph.run(ExampleStockDocument, { first: 30, stores: [store] });
  expect(data?.inventoryLevels.nodes).toHaveLength(30);
  expect(data?.inventoryLevels.pageInfo.hasNextPage).toBe(true);
});
