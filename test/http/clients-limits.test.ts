import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisClientType } from '@redis/client';
import type { Caller } from '../../src/domain/caller.js';
import { PersistedOperations } from '../../src/graph/persisted-operations.js';
import { RateLimit } from '../../src/http/rate-limit.js';
import { operationId } from '../../src/infrastructure/operation-list.js';
import { describeWhere } from '../support/machine.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

const services: ServiceUnderTest[] = [];
async function start(environment: Readonly<Record<string, string>>): Promise<ServiceUnderTest> {
  const service = await startTestService(environment);
  services.push(service);
  return service;
}
const folder = mkdtempSync(join(tmpdir(), 'drawbridge-operations-'));
afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  rmSync(folder, { recursive: true });
});

interface Sent {
  readonly query?: string;
  readonly variables?: object;
  readonly operationName?: string;
  readonly extensions?: object;
}

async function send({ url }: ServiceUnderTest, body: Sent, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer demo', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, ...(text ? JSON.parse(text) : {}) };
}

const named = (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });
const codes = (errors: { extensions: { code: string } }[] | undefined) =>
  errors?.map(({ extensions }) => extensions.code);

describe('a service as it comes', () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    service = await start({});
  });

  test('lets no page of another origin call it', async () => {
    const preflight = await fetch(`${service.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    const answer = await send(service, { query: '{ __typename }' }, { origin: 'https://app.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each([
    ['of a name that is not there', { query: '{ viewer { account } }', operationName: 'Other' }],
    ['that is one of two', { query: 'query A { viewer { account } } query B { viewer { account } }' }],
    ['that is not there at all', { query: 'fragment F on Query { viewer { account } }' }],
  ])('refuses an operation %s as the client’s fault', async (_, body) => {
    const { status, errors } = await send(service, body);
    expect(status).toBe(400);
    expect(codes(errors)).toContain(
      body.query.startsWith('fragment') ? 'GRAPHQL_VALIDATION_FAILED' : 'OPERATION_RESOLUTION_FAILURE',
    );
  });

  test('refuses a query that is not that of its hash, and an address that is too long, as it refuses all else', async () => {
    const mistaken = await send(service, { query: '{ viewer { account } }', ...named('0'.repeat(64)) });
    expect([mistaken.status, codes(mistaken.errors)]).toEqual([400, ['BAD_REQUEST']]);
    const token = 'x'.repeat(2_000);
    const long = await fetch(`${service.url}/download/${token}`);
    const text = await long.text();
    expect([long.status, codes(JSON.parse(text).errors)]).toEqual([414, ['BAD_USER_INPUT']]);
    expect(text).not.toContain(token);
    expect(service.written()).not.toContain('"level":"error"');
  });

  test.each([
    ['what is no HTTP', 'drawbridge\r\n\r\n', 400],
    ['a header of 20 KB', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a length that is none', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', 400],
    [
      'a length and pieces',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('refuses %s in the form of all its refusals', async (_, sent, status) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.end(sent);
    const text = (await socket.toArray()).join('');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(
      new RegExp(`^HTTP/1.1 ${status} .*\r\nContent-Type: application/json; charset=utf-8\r\n`, 's'),
    );
    expect(JSON.parse(body).errors).toEqual([
      { message: expect.any(String), extensions: { code: 'BAD_USER_INPUT', retryable: false } },
    ]);
  });

  test('tells what a query costs, and the most that it may, where it is asked to', async () => {
    const query = '{ stores(first: 2) { nodes { products(first: 10) { nodes { id } } } } }';
    const { extensions } = await send(service, { query, extensions: { cost: true } });
    expect(extensions.cost).toEqual({ requested: expect.any(Number), maximum: 100_000 });
    expect(extensions.cost.requested).toBeGreaterThanOrEqual(20);
    expect((await send(service, { query })).extensions).toBeUndefined();
    const refused = await send(service, {
      query:
        '{ stores(first: 250) { nodes { products(first: 250) { nodes { variants { id } orders: id } } orders(first: 250) { nodes { id } } } } }',
      extensions: { cost: true },
    });
    expect(refused.extensions.cost.requested).toBeGreaterThan(100_000);
    expect(codes(refused.errors)).toEqual(['QUERY_TOO_COSTLY']);
  });

  test.each([
    ['a subscription', 'subscription { orders { id } }'],
    ['@defer', '{ stores { nodes { id ... @defer { name } } } }'],
    ['@stream', '{ stores { nodes @stream { id } } }'],
  ])('refuses %s with a code and a sentence', async (_, query) => {
    const { status, errors } = await send(service, { query }, { accept: 'multipart/mixed, application/json' });
    expect(status).toBe(400);
    expect(codes(errors)).toEqual(['OPERATION_NOT_SUPPORTED']);
    expect(errors[0].message).toMatch(/not supported: .+\.$/);
  });

  test('refuses several requests in one', async () => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
      body: JSON.stringify([{ query: '{ __typename }' }]),
    });
    expect(response.status).toBe(400);
    expect(codes((await response.json()).errors)).toEqual(['BAD_REQUEST']);
  });

  test('remembers a query that was sent with its hash, for the account that sent it', async () => {
    const query = `{ viewer { apiKeyName } # ${randomUUID()}\n}`;
    const id = operationId(query);
    expect(codes((await send(service, named(id))).errors)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect((await send(service, { query, ...named(id) })).data.viewer).toBeDefined();
    expect((await send(service, named(id))).data.viewer).toBeDefined();
    const extensions = encodeURIComponent(JSON.stringify(named(id).extensions));
    const byGet = await fetch(`${service.url}/graphql?extensions=${extensions}`, {
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    });
    expect((await byGet.json()).data.viewer).toBeDefined();
    const wrong = await send(service, { query, ...named(operationId('another')) });
    expect(wrong.errors).toHaveLength(1);
  });

  test('remembers no mutation, whose text may hold a password', async () => {
    const query = 'mutation { refreshStoreConfig(id: "gid://drawbridge/Store/x") { userErrors { code } } }';
    const id = operationId(query);
    await send(service, { query, ...named(id) });
    expect(codes((await send(service, named(id))).errors)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });
});

test('what one account sent is not known to another, nor is it kept without end', async () => {
  const operations = new PersistedOperations();
  const text = '{ viewer { apiKeyName } }';
  const { cache } = operations;
  await operations.within('one', () => cache.set('apq:id', text));
  expect(await operations.within('one', () => cache.get('apq:id'))).toBe(text);
  expect(await operations.within('another', () => cache.get('apq:id'))).toBeUndefined();
  const long = `{ viewer { apiKeyName } # ${'x'.repeat(1024 * 1024)}\n}`;
  for (let i = 0; i < 9; i++) await operations.within('another', () => cache.set(`apq:${i}`, long));
  expect(await operations.within('another', () => cache.get('apq:8'))).toBe(long);
  expect(await operations.within('one', () => cache.get('apq:id'))).toBeUndefined();
});

const listedText = 'query Names { stores { nodes { name } } }';
const manifest = join(folder, 'manifest.json');
const manifestText = JSON.stringify({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [{ id: 'names-1', name: 'Names', type: 'query', body: listedText }],
});

describe('with origins and a manifest of operations', () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    writeFileSync(manifest, manifestText);
    service = await start({
      DRAWBRIDGE_CORS_ORIGINS: 'https://app.example,http://localhost:5173',
      DRAWBRIDGE_OPERATIONS: manifest,
    });
  });
  const preflight = (origin: string, path = '/graphql') =>
    fetch(`${service.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  test('lets their pages call the graph, and has browsers keep the answer to the preflight', async () => {
    const { status, headers } = await preflight('http://localhost:5173');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(headers.get('access-control-allow-headers')).toMatch(/authorization/i);
    expect(headers.get('access-control-max-age')).toBe('86400');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await send(service, { query: '{ __typename }' }, { origin: 'https://app.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(answer.headers.get('vary')).toMatch(/origin/i);
  });

  test('lets them read why they were refused', async () => {
    const answer = await send(
      service,
      { query: '{ __typename }' },
      { origin: 'https://app.example', authorization: 'Bearer x' },
    );
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  test('lets no other page, and no other address than the graph’s', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).not.toBe(
      'https://evil.example',
    );
    const elsewhere = await fetch(`${service.url}/egress.json`, { headers: { origin: 'https://app.example' } });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('answers the operations by the ids that the manifest gives them, and others as well', async () => {
    expect((await send(service, named('names-1'))).data.stores.nodes).toHaveLength(1);
    expect((await send(service, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  });

  test('answers what asks for the schema alike each time, from memory too', async () => {
    for (let time = 0; time < 4; time += 1) {
      const { data } = await send(service, { query: '{ __typename again: __schema { queryType { name } } }' });
      expect(data).toEqual({ __typename: 'Query', again: { queryType: { name: 'Query' } } });
    }
  });
});

describe('with a list of operations', () => {
  test('answers nothing else where only these may be asked', async () => {
    writeFileSync(join(folder, 'names.graphql'), listedText);
    const service = await start({ DRAWBRIDGE_OPERATIONS: folder, DRAWBRIDGE_OPERATIONS_ONLY: 'on' });
    expect((await send(service, named(operationId(listedText)))).data.stores.nodes).toHaveLength(1);
    expect((await send(service, { query: listedText })).data.stores.nodes).toHaveLength(1);
    const other = '{ stores { nodes { id } } }';
    for (const body of [{ query: other }, { query: other, ...named(operationId(other)) }]) {
      const refused = await send(service, body);
      expect(refused.status).toBe(403);
      expect(codes(refused.errors)).toEqual(['OPERATION_NOT_LISTED']);
    }
    expect(codes((await send(service, named(operationId(other)))).errors)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test.each([
    [{ DRAWBRIDGE_OPERATIONS: '/nowhere' }, 'DRAWBRIDGE_OPERATIONS cannot be used: it cannot be read (ENOENT)'],
    [{ DRAWBRIDGE_OPERATIONS_ONLY: 'on' }, 'DRAWBRIDGE_OPERATIONS must be set'],
    [{ DRAWBRIDGE_CORS_ORIGINS: 'https://app.example/' }, 'DRAWBRIDGE_CORS_ORIGINS must hold origins'],
  ])('%j is no setting', async (environment, message) => {
    await expect(startTestService(environment as Record<string, string>)).rejects.toThrow(message);
  });
});

describe('with a limit of requests', () => {
  const limits = async (service: ServiceUnderTest, times: number) => {
    const answers = [];
    for (let i = 0; i < times; i++) answers.push(await send(service, { query: '{ __typename }' }));
    return answers;
  };

  test('counts two technicians of one name apart', async () => {
    const limit = new RateLimit({ perMinute: 1, redis: null });
    const technician = { accountId: randomUUID(), actor: 'Ada Lovelace' } as Caller;
    const waits = [];
    for (const supportAccessId of ['first', 'second', 'first'])
      waits.push(await limit.waitMs({ ...technician, supportAccessId }));
    expect(waits).toEqual([0, 0, expect.any(Number)]);
    expect(waits[2]).toBeGreaterThan(0);
  });

  test('tells how many are left, and refuses with the time to wait', async () => {
    // A Redis that is not there keeps nobody out, and lets nobody in: the instance counts for itself.
    const service = await start({ DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: '3', REDIS_URL: 'redis://127.0.0.1:1' });
    const answers = await limits(service, 4);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"key";q=3;w=60');
    expect(answers.map(({ headers }) => /r=(\d+)/.exec(headers.get('ratelimit'))?.[1])).toEqual(['2', '1', '0', '0']);
    expect(codes(answers[3]?.errors)).toEqual(['RATE_LIMITED']);
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers[3]?.errors[0].extensions.retryable).toBe(true);
  });

  test('counts for itself where Redis takes connections and says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    try {
      const service = await start({ DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: '3', REDIS_URL: `redis://127.0.0.1:${port}` });
      expect((await limits(service, 4)).map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    } finally {
      silent.close();
    }
  });

  test('waits for a Redis that hangs once, not with every request', async () => {
    let asked = 0;
    const hanging = () => {
      asked += 1;
      return new Promise<never>(() => undefined);
    };
    const redis = { isReady: true, eval: hanging, sendCommand: hanging, multi: hanging } as unknown as RedisClientType;
    const limit = new RateLimit({ perMinute: 2, redis });
    const caller = { accountId: randomUUID(), actor: 'key' } as Caller;
    const waits = [];
    for (let i = 0; i < 3; i += 1) waits.push(await limit.waitMs(caller));
    expect(waits).toEqual([0, 0, expect.any(Number)]);
    expect(asked).toBe(1);
  });

  describeWhere(['a Redis on 127.0.0.1:6379'], 'over Redis', () => {
    test('two instances count together', async () => {
      const environment = { DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: '3', REDIS_URL: 'redis://127.0.0.1:6379/15' };
      const [one, other] = await Promise.all([start(environment), start(environment)]);
      const { createClient } = await import('@redis/client');
      const redis = await createClient({ url: environment.REDIS_URL }).connect();
      try {
        await redis.del(await redis.keys('drawbridge:rate:*').then((keys) => ['none', ...keys]));
        const answers = [...(await limits(one, 2)), ...(await limits(other, 2))];
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      } finally {
        await redis.del(['none', ...(await redis.keys('drawbridge:rate:*'))]);
        redis.destroy();
      }
    });
  });
});
