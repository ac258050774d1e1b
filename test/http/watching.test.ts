import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

const list = '{ stores(first: 1) { nodes { id products(first: 5) { nodes { id name sku } } } } }';
const token = 'a-token-of-the-operator';

interface Sent {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string }[];
}

async function send({ url }: ServiceUnderTest, body: object, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer demo', ...headers },
    body: JSON.stringify(body),
  });
  return { headers: response.headers, ...(await response.json()) };
}

describe('watching a service', () => {
  let collector: Server;
  let service: ServiceUnderTest;
  const spans: Sent[] = [];
  const received: string[] = [];
  beforeAll(async () => {
    collector = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      received.push(`${request.url} ${body}`);
      for (const { scopeSpans } of JSON.parse(body).resourceSpans)
        for (const one of scopeSpans) spans.push(...one.spans);
      response.end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    service = await startTestService({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    collector?.close();
  });
  const figures = async () => (await fetch(`${service.url}/metrics`)).text();
  const figure = (text: string, name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length + 1) ?? Number.NaN,
    );

  test('shows figures by route, platform and code, and names nobody', async () => {
    const { data } = await send(service, { query: list });
    await send(service, { query: '{ store(id: "nonsense") { id } }' });
    await fetch(`${service.url}/nothing/of/Zwq7Mark`);
    const text = await figures();
    expect(figure(text, 'drawbridge_http_request_seconds_count{route="/graphql",status="200"}')).toBeGreaterThanOrEqual(
      2,
    );
    expect(figure(text, 'drawbridge_bridge_call_seconds_count{platform="OPENCART",outcome="OK"}')).toBeGreaterThan(0);
    expect(figure(text, 'drawbridge_bridge_statements_total{platform="OPENCART"}')).toBeGreaterThan(1);
    expect(figure(text, 'drawbridge_bridge_bytes_total{platform="OPENCART",direction="answered"}')).toBeGreaterThan(
      500,
    );
    const told = (part: string) =>
      figure(text, `drawbridge_bridge_told_seconds_total{platform="OPENCART",part="${part}"}`);
    expect(told('php')).toBeGreaterThan(told('database'));
    expect(told('database')).toBeGreaterThan(0);
    expect(figure(text, 'drawbridge_operation_errors_total{code="BAD_USER_INPUT"}')).toBe(1);
    expect(figure(text, 'drawbridge_config_cache{figure="entries"}')).toBe(1);
    expect(figure(text, 'drawbridge_resting_stores')).toBe(0);
    expect(figure(text, 'drawbridge_waiting_webhooks')).toBe(0);
    expect(figure(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    const uuid = data.stores.nodes[0].id.split('/').at(-1);
    expect(figure(text, `drawbridge_store_calls_total{store="${uuid}",outcome="OK"}`)).toBeGreaterThan(0);
    for (const { name, sku } of data.stores.nodes[0].products.nodes) {
      expect(text).not.toContain(name);
      if (sku) expect(text).not.toContain(sku);
    }
    expect(text).not.toContain('Zwq7Mark');
  });

  test('shows them to the machine itself alone, or to whoever has the token', async () => {
    const status = async (of: ServiceUnderTest, headers: Readonly<Record<string, string>> = {}) =>
      (await fetch(`${of.url}/metrics`, { headers })).status;
    expect(await status(service)).toBe(200);
    expect(await status(service, { 'x-forwarded-for': '198.51.100.7' })).toBe(404);
    const guarded = await startTestService({ DRAWBRIDGE_METRICS_TOKEN: token });
    try {
      expect(await status(guarded)).toBe(404);
      expect(await status(guarded, { authorization: 'Bearer demo' })).toBe(404);
      expect(await status(guarded, { authorization: `Bearer ${token}`, 'x-forwarded-for': '198.51.100.7' })).toBe(200);
      expect(guarded.written()).not.toContain(token);
      expect(guarded.written()).not.toContain('"/metrics","status":200');
    } finally {
      await guarded.close();
    }
  }, 30_000);

  test('tells what an operation took, step by step, where it is asked to', async () => {
    const plain = await send(service, { query: list });
    expect([plain.extensions, plain.headers.get('server-timing')]).toEqual([undefined, null]);
    const query = list.replace('id name', 'id name price { amount }');
    const { extensions, headers, data } = await send(service, { query, extensions: { timing: true } });
    const { timing } = extensions;
    expect(timing).toMatchObject({
      parseMs: expect.any(Number),
      validateMs: expect.any(Number),
      stores: [{ storeId: data.stores.nodes[0].id, verb: 'query', outcome: 'OK' }],
    });
    const [{ bridgeMs, phpMs, databaseMs, statements, bytes }] = timing.stores;
    for (const part of [timing.parseMs, timing.planMs, timing.decodeMs, databaseMs]) expect(part).toBeGreaterThan(0);
    expect(phpMs).toBeGreaterThan(databaseMs);
    expect(bridgeMs).toBeGreaterThan(phpMs);
    expect(timing.totalMs).toBeGreaterThan(bridgeMs);
    expect(statements).toBeGreaterThan(1);
    expect(bytes).toBeGreaterThan(100);
    expect(headers.get('server-timing')).toMatch(
      /^parse;dur=[\d.]+, validate;dur=[\d.]+, plan;dur=[\d.]+, bridge;dur=[\d.]+, php;dur=[\d.]+, database;dur=[\d.]+, decode;dur=[\d.]+, execute;dur=[\d.]+, total;dur=[\d.]+$/,
    );
  });

  // Last, because what waits is sent when the service ends.
  test('sends spans that hold times and counts, below the client’s own', async () => {
    const [traceId, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    const query = list.replace('id name', 'id name status');
    const { data } = await send(service, { query }, { traceparent: `00-${traceId}-${parent}-01` });
    await service.close();
    const own = spans.filter((span) => span.traceId === traceId);
    const named = (name: string) => own.find((span) => span.name === name);
    expect(named('graphql.operation')?.parentSpanId).toBe(parent);
    expect(named('graphql.execute')?.parentSpanId).toBe(named('graphql.operation')?.spanId);
    expect(named('store.call')?.parentSpanId).toBe(named('graphql.execute')?.spanId);
    expect(named('store.call')?.attributes.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        'drawbridge.platform',
        'drawbridge.statements',
        'drawbridge.php_ms',
        'drawbridge.database_ms',
      ]),
    );
    expect(received[0]).toMatch(/^\/v1\/traces .*"drawbridge"/);
    const all = received.join('\n');
    for (const { name } of data.stores.nodes[0].products.nodes) expect(all).not.toContain(name);
    expect(all).not.toContain('stores(first');
  });
});
