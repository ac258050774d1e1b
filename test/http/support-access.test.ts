import { randomUUID } from 'node:crypto';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const grant = `mutation ($input: GrantSupportAccessInput!) {
  grantSupportAccess(input: $input) {
    grant { id technician reason scopes remember expiresAt revokedAt store { id } }
    secret userErrors { code field }
  }
}`;
const log = `query ($filter: AuditFilter) {
  auditLog(first: 50, filter: $filter) { nodes { actor action detail outcome address store { id } } }
}`;
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

let service: ServiceUnderTest;
let storeId: string;
beforeAll(async () => {
  service = await startTestService();
  storeId = (await ask(service, '{ stores { nodes { id } } }')).data.stores.nodes[0].id;
});
afterAll(() => service?.close());

const input = (more: object = {}) => ({
  storeId,
  technician: 'Ada Lovelace',
  reason: 'Orders are missing since Monday',
  scopes: ['stores.read', 'orders.read'],
  expiresAt: hours(2),
  remember: ['The password of the FTP account'],
  ...more,
});
const granted = async (more: object = {}) => {
  const { data, errors } = await ask(service, grant, { input: input(more) });
  expect([errors, data.grantSupportAccess.userErrors]).toEqual([undefined, []]);
  return data.grantSupportAccess;
};
const entries = async (filter: object = {}) => (await ask(service, log, { filter })).data.auditLog.nodes;

test('a technician gets a key for one store, the scopes given and no more, and everything is logged under their name', async () => {
  const { grant: access, secret } = await granted({ technician: 'Grace Hopper' });
  expect(access).toMatchObject({
    technician: 'Grace Hopper',
    scopes: ['stores.read', 'orders.read'],
    remember: ['The password of the FTP account'],
    revokedAt: null,
    store: { id: storeId },
  });
  const seen = await ask(service, '{ stores { nodes { id orders(first: 1) { nodes { number } } } } }', {}, secret);
  expect(seen.data.stores.nodes).toEqual([{ id: storeId, orders: { nodes: [{ number: expect.any(String) }] } }]);
  const viewer = await ask(service, '{ viewer { apiKeyName storeIds supportAccess { id reason } } }', {}, secret);
  expect(viewer.data.viewer).toEqual({
    apiKeyName: 'Grace Hopper',
    storeIds: [storeId],
    supportAccess: { id: access.id, reason: access.reason },
  });
  for (const query of ['{ products { nodes { id } } }', '{ auditLog { totalCount } }', '{ apiKeys { totalCount } }']) {
    expect((await ask(service, query, {}, secret)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
  const verify = 'mutation ($id: ID!) { verifyStore(id: $id) { userErrors { code } } }';
  expect((await ask(service, verify, { id: storeId }, secret)).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
  await ask(service, '{ nonsense }', {}, secret);

  const store = { id: storeId };
  const address = '127.0.0.1';
  const query = { actor: 'Grace Hopper', action: 'supportAccess.query', store, address };
  expect(await entries({ actor: 'Grace Hopper' })).toEqual([
    { ...query, detail: null, outcome: 'GRAPHQL_VALIDATION_FAILED' },
    { ...query, action: 'verifyStore', detail: null, outcome: 'FORBIDDEN' },
    { ...query, detail: 'apiKeys', outcome: 'FORBIDDEN' },
    { ...query, detail: 'auditLog', outcome: 'FORBIDDEN' },
    { ...query, detail: 'products', outcome: 'FORBIDDEN' },
    { ...query, detail: 'viewer', outcome: 'OK' },
    { ...query, detail: 'stores', outcome: 'OK' },
  ]);
  expect(await entries({ action: 'grantSupportAccess', storeId })).toContainEqual(
    expect.objectContaining({ actor: 'demo', detail: 'Grace Hopper', outcome: 'OK', store }),
  );
});

test('it ends at once when revoked, and the key is listed nowhere among the account’s own', async () => {
  const { grant: access, secret } = await granted();
  expect((await ask(service, '{ viewer { apiKeyName } }', {}, secret)).status).toBe(200);
  const revoke = 'mutation ($id: ID!) { revokeSupportAccess(id: $id) { grant { revokedAt } userErrors { code } } }';
  const { data } = await ask(service, revoke, { id: access.id });
  expect(data.revokeSupportAccess).toEqual({ grant: { revokedAt: expect.any(String) }, userErrors: [] });
  expect((await ask(service, '{ viewer { apiKeyName } }', {}, secret)).status).toBe(401);
  const again = await ask(service, revoke, { id: access.id });
  expect(again.data).toEqual(data);
  const keys = await ask(service, '{ apiKeys { nodes { name } } supportAccess { nodes { id revokedAt } } }');
  expect(keys.data.apiKeys.nodes).toEqual([]);
  expect(keys.data.supportAccess.nodes).toContainEqual({ id: access.id, ...data.revokeSupportAccess.grant });
  // Its key cannot be ended as a key of the account's own either, which would leave the access as it is.
  const asKey = 'mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }';
  const keyId = secret.split('_')[1];
  expect((await ask(service, asKey, { id: keyId })).data.revokeApiKey.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
});

const linkTo = async (key?: string) => {
  const issue = 'mutation ($id: ID!) { issueBridge(storeId: $id) { bridge { downloadUrl } } }';
  return (await ask(service, issue, { id: storeId }, key)).data.issueBridge.bridge.downloadUrl as string;
};

test('a technician can rename a store, and not move it, wherever it is to go and whatever else the account has there', async () => {
  const { secret } = await granted({ scopes: ['stores.read', 'stores.write'] });
  const connect = 'mutation ($url: URL!) { connectStore(input: { url: $url }) { store { id } } }';
  await ask(service, connect, { url: 'https://another-of-the-account.example/' });
  const update =
    'mutation ($input: UpdateStoreInput!) { updateStore(input: $input) { store { name } userErrors { code } } }';
  const changed = (more: object) => ask(service, update, { input: { id: storeId, ...more } }, secret);
  const refusals = [];
  for (const host of ['another-of-the-account', 'nobody-has-this'])
    refusals.push(
      (await changed({ url: `https://${host}.example/` })).errors?.map(({ message, extensions }) => [
        message,
        extensions.code,
      ]),
    );
  expect(refusals[0]).toEqual([[expect.any(String), 'FORBIDDEN']]);
  expect(refusals[1]).toEqual(refusals[0]);
  const renamed = await changed({ name: 'Named by a technician' });
  expect(renamed.data.updateStore).toEqual({ store: { name: 'Named by a technician' }, userErrors: [] });
});

test('a link to the bridge that the technician made ends with the access, one of the merchant from before does not', async () => {
  const revoke = 'mutation ($id: ID!) { revokeSupportAccess(id: $id) { userErrors { code } } }';
  const scopes = ['stores.read', 'stores.write'];
  const merchants = await linkTo();
  const before = await granted({ scopes });
  await ask(service, revoke, { id: before.grant.id });
  expect((await fetch(merchants)).status).toBe(200);

  const { grant: access, secret } = await granted({ scopes });
  const link = await linkTo(secret);
  expect((await fetch(link)).status).toBe(200);
  await ask(service, revoke, { id: access.id });
  expect((await fetch(link, { method: 'POST' })).status).toBe(404);
});

test('it ends by itself', async () => {
  const { secret } = await granted({ expiresAt: new Date(Date.now() + 1_500).toISOString() });
  expect((await ask(service, '{ viewer { apiKeyName } }', {}, secret)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  expect((await ask(service, '{ viewer { apiKeyName } }', {}, secret)).status).toBe(401);
});

test('what may be written is to be remembered', async () => {
  const { grant: access } = await granted({ scopes: ['stores.write'], remember: null });
  expect(access.remember).toEqual([expect.stringContaining('rotateStoreKey')]);
});

test.each([
  { more: { expiresAt: hours(72.1) }, code: 'EXPIRY_INVALID' },
  { more: { expiresAt: hours(-1) }, code: 'EXPIRY_INVALID' },
  { more: { scopes: [] }, code: 'SCOPE_UNKNOWN' },
  { more: { scopes: ['*'] }, code: 'SCOPE_NOT_ALLOWED' },
  { more: { scopes: ['orders.read', 'keys.write'] }, code: 'SCOPE_NOT_ALLOWED' },
  { more: { technician: ' ' }, code: 'NAME_INVALID' },
  { more: { technician: 'cli' }, code: 'NAME_INVALID' },
  { more: { technician: 'Settings (erp)' }, code: 'NAME_INVALID' },
  { more: { technician: 'db_0123456789abcdef (ERP)' }, code: 'NAME_INVALID' },
  { more: { technician: 'Ada\u2028Lovelace' }, code: 'NAME_INVALID' },
  { more: { technician: '\u202Eilc' }, code: 'NAME_INVALID' },
  { more: { reason: 'x'.repeat(501) }, code: 'REASON_INVALID' },
  { more: { remember: Array(21).fill('x') }, code: 'REMEMBER_INVALID' },
  { more: { storeId: `gid://drawbridge/Store/${randomUUID()}` }, code: 'STORE_UNKNOWN' },
  { more: { storeId: 'no id' }, code: 'STORE_UNKNOWN' },
])('it is not granted with $more', async ({ more, code }) => {
  const { data } = await ask(service, grant, { input: input(more) });
  expect(data.grantSupportAccess).toEqual({
    grant: null,
    secret: null,
    userErrors: [{ code, field: expect.any(Array) }],
  });
});

test('nobody can grant what they do not hold', async () => {
  const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
  const { data } = await ask(service, create, { input: { name: 'HR', scopes: ['support.write', 'orders.read'] } });
  const asked = await ask(
    service,
    grant.replace('store { id }', ''),
    { input: input({ scopes: ['customers.read'] }) },
    data.createApiKey.secret,
  );
  expect(asked.data.grantSupportAccess.userErrors).toEqual([{ code: 'SCOPE_NOT_HELD', field: ['input', 'scopes'] }]);
});

test('no secret is in the service’s log', async () => {
  const { secret } = await granted();
  await ask(service, '{ viewer { apiKeyName } }', {}, secret);
  expect(service.written()).not.toContain(secret.slice(20));
  expect(service.written()).toContain('auditEntry');
});
