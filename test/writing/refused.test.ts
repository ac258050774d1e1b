import { randomUUID } from 'node:crypto';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { operations } from './operations.js';

let service: ServiceUnderTest;
let store: { readonly id: string; readonly uuid: string };
beforeAll(async () => {
  service = await startTestService();
  const { data } = await ask(service, '{ stores { nodes { id } } }');
  const { id } = data.stores.nodes[0];
  store = { id, uuid: id.slice(-36) };
});
afterAll(() => service?.close());

const gid = (type: string, nativeId: string | number) => `gid://drawbridge/${store.uuid}/${type}/${nativeId}`;
const sent = (mutation: keyof typeof operations, changes: readonly object[], key?: string | null, by?: string) =>
  ask(service, operations[mutation], { changes, key }, by);

test('a store whose bridge has no part for writing is READ_ONLY, and says what it holds', async () => {
  const { data, errors } = await sent('setInventory', [
    { id: gid('Product', 1), quantity: '5' },
    { id: `gid://drawbridge/${randomUUID()}/Product/1`, quantity: '5' },
    { id: gid('Product', 2), quantity: '5', adjustBy: '1' },
  ]);
  expect(errors).toBeUndefined();
  const [readOnly, foreign, invalid] = data.setInventory.results;
  expect(readOnly.userErrors).toEqual([{ code: 'READ_ONLY', field: ['changes', '0'], retryable: false }]);
  expect(readOnly.product.nativeId).toBe('1');
  expect([foreign.product, foreign.userErrors[0].code]).toEqual([null, 'NOT_FOUND']);
  expect(invalid.userErrors).toEqual([{ code: 'INVALID', field: ['changes', '2', 'quantity'], retryable: false }]);
});

test('a list that is not well formed is refused whole', async () => {
  const one = { id: gid('Product', 1), quantity: '5' };
  for (const changes of [
    [],
    [one, one],
    Array.from({ length: 251 }, (_, i) => ({ ...one, id: gid('Product', i + 1) })),
    [{ ...one, id: 'drop table' }],
    [{ ...one, id: store.id }],
    [{ ...one, id: gid('Order', 1) }],
    [{ ...one, id: gid('Customer', 1) }],
    [{ ...one, quantity: '1e5' }],
    [{ ...one, quantity: "1'; --" }],
  ]) {
    const { errors } = await sent('setInventory', changes);
    expect([changes.length, changes[0]?.id, errors?.[0]?.extensions.code]).toEqual([
      changes.length,
      changes[0]?.id,
      'BAD_USER_INPUT',
    ]);
  }
  for (const key of ['', 'x'.repeat(256)]) {
    expect((await sent('setInventory', [one], key)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  }
  expect((await sent('updateOrders', [{ id: gid('Product', 1), statusId: '1' }])).errors?.[0]?.extensions.code).toBe(
    'BAD_USER_INPUT',
  );
});

test('a key stands for one list of changes', async () => {
  const one = { id: gid('Product', 1), quantity: '5' };
  expect((await sent('setInventory', [one], 'k')).errors).toBeUndefined();
  expect((await sent('setInventory', [one], 'k')).errors).toBeUndefined();
  for (const other of [
    { ...one, quantity: '6' },
    { ...one, expectedQuantity: '5' },
  ]) {
    const { errors } = await sent('setInventory', [other], 'k');
    expect(errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  }
});

test('a key without the scope changes nothing', async () => {
  const made = await ask(
    service,
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }',
    { input: { name: 'reads', scopes: ['catalog.read', 'orders.read', 'catalog.write'] } },
  );
  const key = made.data.createApiKey.secret as string;
  const order = await sent('updateOrders', [{ id: gid('Order', 1), statusId: '1' }], null, key);
  expect(order.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'orders.write' });
  const stock = await sent('setInventory', [{ id: gid('Product', 1), quantity: '1' }], null, key);
  expect(stock.data.setInventory.results[0].userErrors[0].code).toBe('READ_ONLY');
});

test('10 MB in a comment are refused before any store is asked', async () => {
  const calls = service.calls.length;
  const reply = await sent('updateOrders', [{ id: gid('Order', 1), comment: 'x'.repeat(10_000_000) }]).catch(
    () => null,
  );
  expect(reply === null || reply.status === 413 || reply.errors !== undefined).toBe(true);
  expect(service.calls.length).toBe(calls);
});

test('what was tried is in the audit log, by store, with no value of it', async () => {
  await sent('updateOrders', [
    { id: gid('Order', 1), comment: 'SHOPPER-DATA' },
    { id: gid('Order', 2), statusId: '3' },
  ]);
  const { data } = await ask(
    service,
    '{ auditLog(first: 1, filter: { action: "updateOrders" }) { nodes { action detail outcome store { id } } } }',
  );
  expect(data.auditLog.nodes).toEqual([
    {
      action: 'updateOrders',
      detail: 'Order 1 READ_ONLY; Order 2 READ_ONLY',
      outcome: 'READ_ONLY',
      store: { id: store.id },
    },
  ]);
});
