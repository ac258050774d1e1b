import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const page = '{ products(first: 5) { nodes { id name } } }';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startTestService();
  // What is known of a store, and whatever else is read once, is read now.
  await ask(service, page);
}, 60_000);
afterAll(() => service?.close());

async function send(body: object, { signal, key = 'demo' }: { signal?: AbortSignal; key?: string } = {}) {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    signal,
  });
  const text = await response.text();
  return { headers: response.headers, text, ...JSON.parse(text) };
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

/** So many requests at once, after connections for all of them are open. */
async function atOnce<T>(many: number, request: (i: number) => Promise<T>): Promise<T[]> {
  await Promise.all(Array.from({ length: many }, () => fetch(`${service.url}/health`).then((one) => one.text())));
  return Promise.all(Array.from({ length: many }, (_, i) => request(i)));
}

test('equal queries at once cost one signed request, are counted each, and are answered with the same', async () => {
  const joined = await figure('drawbridge_operations_joined_total');
  const counted = await figure('drawbridge_operation_seconds_count{kind="query"}');
  const called = await figure('drawbridge_bridge_call_seconds_count{platform="OPENCART",outcome="OK"}');
  const before = service.calls.length;
  const answers = await atOnce(8, () => send({ query: page }));
  const plain = answers[0]?.text;
  expect(answers[0]?.data.products.nodes).toHaveLength(5);
  for (const { text } of answers) expect(text).toBe(plain);
  const calls = service.calls.length - before;
  expect(calls).toBeLessThan(4);
  expect(await figure('drawbridge_bridge_call_seconds_count{platform="OPENCART",outcome="OK"}')).toBe(called + calls);
  expect(await figure('drawbridge_operations_joined_total')).toBe(joined + 8 - calls);
  expect(await figure('drawbridge_operation_seconds_count{kind="query"}')).toBe(counted + 8);
  const lines = service.written().split('\n');
  expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(8);
  for (const { headers } of answers) {
    const id = headers.get('x-request-id');
    expect(lines.filter((line) => line.includes(`"requestId":"${id}"`) && line.includes('"status":200'))).toHaveLength(
      1,
    );
  }
});

test('what a request asks beside its operation it gets alone', async () => {
  const before = service.calls.length;
  const wanted = [{}, { timing: true }, { cost: true }, { timing: true, cost: true }, {}, {}];
  const answers = await atOnce(wanted.length, (i) => send({ query: page, extensions: wanted[i] }));
  expect(service.calls.length - before).toBeLessThan(4);
  for (const [i, { data, extensions, headers }] of answers.entries()) {
    expect(data).toEqual(answers[0]?.data);
    expect(Object.keys(extensions ?? {}).sort()).toEqual(Object.keys(wanted[i] ?? {}).sort());
    const isTimed = Object.hasOwn(wanted[i] ?? {}, 'timing');
    expect(headers.get('server-timing') !== null).toBe(isTimed);
    if (!isTimed) continue;
    const { timing } = extensions;
    expect(timing.stores).toMatchObject([{ verb: 'query', outcome: 'OK' }]);
    expect(timing.stores[0].startMs).toBeGreaterThan(0);
    for (const ms of [timing.decodeMs, timing.executeMs]) expect(ms).toBeGreaterThan(0);
    expect(timing.totalMs).toBeGreaterThan(timing.stores[0].startMs + timing.stores[0].bridgeMs);
  }
});

test('what another key asks is answered apart, with what that key may see', async () => {
  const create =
    'mutation { createApiKey(input: { name: "Catalogue", scopes: ["catalog.read"] }) { secret userErrors { code } } }';
  const { secret } = (await send({ query: create })).data.createApiKey;
  const query = '{ products(first: 1) { nodes { id } } orders(first: 1) { nodes { id } } }';
  const answers = await atOnce(8, (i) => send({ query }, { key: i % 2 === 0 ? 'demo' : secret }));
  for (const [i, { data, errors }] of answers.entries()) {
    if (i % 2 === 0) expect([data.products.nodes.length, data.orders.nodes.length, errors]).toEqual([1, 1, undefined]);
    else expect([data, errors[0].extensions.code]).toEqual([null, 'FORBIDDEN']);
  }
});

test('a client that goes away takes the answer from nobody', async () => {
  const going = new AbortController();
  const answers = await atOnce(6, async (i) => {
    if (i === 5) setImmediate(() => going.abort());
    return send({ query: page }, i === 0 ? { signal: going.signal } : {}).catch((error: Error) => error.name);
  });
  expect(answers.slice(1).map((one) => one.data.products.nodes.length)).toEqual([5, 5, 5, 5, 5]);
});

test('every question of a technician is in the audit log, also those that are answered together', async () => {
  const { id } = (await send({ query: '{ stores(first: 1) { nodes { id } } }' })).data.stores.nodes[0];
  const grant =
    'mutation ($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { secret userErrors { code } } }';
  const input = {
    storeId: id,
    technician: 'Ada Lovelace',
    reason: 'Orders are missing',
    scopes: ['stores.read'],
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    remember: [],
  };
  const { secret } = (await send({ query: grant, variables: { input } })).data.grantSupportAccess;
  const joined = await figure('drawbridge_operations_joined_total');
  const answers = await atOnce(5, () => send({ query: '{ stores { nodes { name } } }' }, { key: secret }));
  for (const { data } of answers) expect(data.stores.nodes).toHaveLength(1);
  expect(await figure('drawbridge_operations_joined_total')).toBeGreaterThan(joined);
  const { data } = await send({ query: '{ auditLog(first: 20) { nodes { actor action } } }' });
  const entries = data.auditLog.nodes.filter(({ action }: { action: string }) => action === 'supportAccess.query');
  expect(entries).toHaveLength(5);
});

test('each request counts towards the rate limit, and where the window is 0 each is executed', async () => {
  const own = await startTestService({ DRAWBRIDGE_SHARE_CALLS_MS: '0', DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: '7' });
  try {
    await ask(own, page);
    const before = own.calls.length;
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(own, page)));
    expect(own.calls.length - before).toBe(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  } finally {
    await own.close();
  }
  const shared = await startTestService({ DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: '7' });
  try {
    await ask(shared, page);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(shared, page)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  } finally {
    await shared.close();
  }
}, 60_000);
