import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import { Authentication } from '../../src/domain/authentication.js';
import { type Caller, wholeAccount } from '../../src/domain/caller.js';
import { Exports } from '../../src/graph/exports.js';
import { bearerAuthentication, demoAuthentication } from '../../src/http/authenticate.js';
import type { GraphRequest } from '../../src/http/graphql-routes.js';
import { RateLimit } from '../../src/http/rate-limit.js';
import { createServer, listeningUrl } from '../../src/http/server.js';
import { createLogger } from '../../src/infrastructure/logger.js';
import { SecretText } from '../../src/infrastructure/secret.js';
import { ServiceError } from '../../src/model/service-error.js';

const key = 'an-api-key-of-the-tests';
const planted = {
  email: 'ada.lovelace@example.org',
  name: 'Ada Lovelace',
  address: '12 St James Square',
  signature: 'drawbridge=:c2lnbmF0dXJl:',
};

const accounts = bearerAuthentication(
  new Authentication({
    bootstrapKeys: [{ name: 'tests', key: new SecretText(key) }],
    records: { known: async () => null, used: async () => undefined },
    announcements: { hears: false, listen: async () => undefined },
    now: () => new Date(),
    reportBug: (bug) => {
      throw bug;
    },
  }),
);
const demoCaller: Caller = {
  ...wholeAccount('default'),
  accountName: 'Demo',
  apiKeyName: 'demo',
  scopes: ['*'],
  actor: 'demo',
  expiresAt: null,
  supportAccessId: null,
};

let server: FastifyInstance;
let apollo: ApolloServer<GraphRequest>;
let url: string;
let parsed: number;
let log: string[];
let isReady = true;
/** What exports are, where a test says so. */
let exporting: Exports<GraphRequest>['start'] | null = null;
let slowBegun: () => void = () => undefined;

const countParse = () => {
  parsed += 1;
};

const links = new Map([['good', Buffer.from('PK zip')]]);
beforeAll(async () => {
  log = [];
  parsed = 0;
  apollo = new ApolloServer<GraphRequest>({
    typeDefs: 'type Query { whoami: String! echo(text: String!): String! long: String! slow: String! }',
    resolvers: {
      Query: {
        whoami: (_root, _args, { caller }: GraphRequest) => caller.apiKeyName,
        echo: (_root, { text }: { text: string }) => text,
        long: () => 'x'.repeat(10_000),
        slow: async () => {
          slowBegun();
          await new Promise((resolve) => setTimeout(resolve, 500));
          return 'answered';
        },
      },
    },
    plugins: [{ requestDidStart: async () => ({ parsingDidStart: async () => countParse() }) }],
  });
  await apollo.start();
  server = await createServer<GraphRequest>({
    apollo,
    contextFor: (graphRequest) => graphRequest,
    exports: { start: (...asked) => (exporting ?? new Exports(apollo).start.bind(new Exports(apollo)))(...asked) },
    metrics: { text: async () => ({ type: 'text/plain', text: '' }), answered: () => undefined },
    metricsToken: null,
    authenticate: demoAuthentication(accounts, 'demo', demoCaller),
    waitingDownload: async (token) =>
      links.has(token)
        ? {
            storeUrl: 'https://shop.example/a&b/',
            bridgeUrl: 'https://shop.example/a&b/drawbridge/bridge.php',
            expiresAt: new Date('2026-06-01T00:00:00Z'),
            sha256: 'f00d',
          }
        : null,
    egressAddresses: ['198.51.100.7', '2001:db8::/48'],
    takeDownload: async (token) => {
      const zip = links.get(token);
      if (token === 'broken') throw new Error(`${planted.email} ${planted.name}`);
      if (!zip) throw new ServiceError('NOT_FOUND', 'The link was used.');
      links.delete(token);
      return zip;
    },
    ready: async () => {
      if (!isReady) throw new Error(planted.address);
      return { configCache: { hits: 3 } };
    },
    graphiql: { query: '{ whoami }', apiKey: 'demo' },
    log: createLogger('debug', { write: (line: string) => void log.push(line) }),
    maxBodyBytes: 4096,
    corsOrigins: [],
    rateLimit: new RateLimit({ perMinute: 0, redis: null }),
    within: (_accountId, request) => request(),
    trustProxy: false,
    randomUuid: randomUUID,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  url = listeningUrl(server);
});
afterAll(async () => {
  await server.close();
  await apollo.stop();
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: { data?: Record<string, unknown>; errors?: { message: string; extensions: { code: string } }[] };
}

async function post(body: string | object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: (await response.body.json()) as Answer['body'],
  };
}
const authorized = { authorization: `Bearer ${key}` };
const codeOf = ({ body }: Answer) => body.errors?.[0]?.extensions.code;

describe('who is asking', () => {
  test('a request with a valid key is answered', async () => {
    expect((await post({ query: '{ whoami }' }, authorized)).body).toEqual({ data: { whoami: 'tests' } });
  });

  test.each([
    {},
    { authorization: 'Bearer wrong-key-of-many-chars' },
    { authorization: `Basic ${key}` },
    { authorization: 'Bearer ' },
    { authorization: key },
    { authorization: `Bearer ${key}x` },
  ])('%j gets 401 with a code before any GraphQL is parsed', async (headers) => {
    const before = parsed;
    for (const body of ['{ this is not JSON', { query: '{ whoami }' }, 'x'.repeat(10_000)]) {
      const answer = await post(body, headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(codeOf(answer)).toBe('UNAUTHENTICATED');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
    expect(parsed).toBe(before);
  });

  test('a GET without a key is refused too', async () => {
    const { statusCode, body } = await request(`${url}/graphql?query={whoami}`);
    await body.dump();
    expect(statusCode).toBe(401);
  });

  test('the key of the demo counts from this machine by its own name', async () => {
    expect((await post({ query: '{ whoami }' }, { authorization: 'Bearer demo' })).body.data).toEqual({
      whoami: 'demo',
    });
  });

  test.each([{ host: 'rebound.example' }, { host: 'rebound.example:4000' }, { 'x-forwarded-for': '203.0.113.9' }])(
    'the key of the demo does not count with %j',
    async (headers) => {
      const answer = await post({ query: '{ whoami }' }, { authorization: 'Bearer demo', ...(headers as object) });
      expect(answer.status).toBe(401);
    },
  );

  test('the key of the demo counts nowhere else', async () => {
    const authenticate = accounts;
    const asked = { headers: { authorization: 'Bearer demo' } } as Parameters<typeof authenticate>[0];
    expect(await authenticate(asked)).toBeNull();
  });
});

describe('what is wrong with a request', () => {
  test('a body beyond the limit gets 413 with a code', async () => {
    const answer = await post({ query: `{ whoami } # ${'x'.repeat(5000)}` }, authorized);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  test('a body that is not JSON gets 400, and one of another type 415, with a code', async () => {
    const malformed = await post('{"query":', authorized);
    expect([malformed.status, codeOf(malformed)]).toEqual([400, 'BAD_USER_INPUT']);
    const xml = await post('<query/>', { ...authorized, 'content-type': 'application/xml' });
    expect([xml.status, codeOf(xml)]).toEqual([415, 'BAD_USER_INPUT']);
  });

  test('an address that is none gets 404 with a code', async () => {
    const { statusCode, body } = await request(`${url}/nowhere`);
    expect(statusCode).toBe(404);
    expect(await body.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  test('a fault of the service is masked, and logged without what it quotes', async () => {
    const { statusCode, body } = await request(`${url}/download/broken`, { method: 'POST' });
    const text = await body.text();
    expect(statusCode).toBe(500);
    expect(JSON.parse(text).errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain(planted.name);
    expect(log.join('')).toContain('A request failed.');
  });
});

describe('a download', () => {
  test('shows a page that says what to do, to whoever looks and however often, and is spent by none of it', async () => {
    for (const method of ['HEAD', 'GET', 'GET', 'HEAD'] as const) {
      const { statusCode, headers, body } = await request(`${url}/download/good`, { method });
      expect(statusCode).toBe(200);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
      expect(headers['content-security-policy']).toContain("form-action 'self'");
      const text = await body.text();
      if (method === 'HEAD') expect(text).toBe('');
      else {
        expect(text).toContain('<form method="post">');
        expect(text).toContain('https://shop.example/a&#38;b/drawbridge/bridge.php');
        expect(text).toContain('198.51.100.7');
      }
    }
  });

  test('is given once to a POST, whatever the POST carries, and never kept by a cache', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const first = await request(`${url}/download/good`, { method: 'POST', headers: form, body: 'button=' });
    expect(first.statusCode).toBe(200);
    expect(first.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="drawbridge.zip"',
      'cache-control': 'no-store',
    });
    expect(await first.body.text()).toBe('PK zip');
    const second = await request(`${url}/download/good`, { method: 'POST' });
    expect(second.statusCode).toBe(404);
    expect(second.headers['cache-control']).toBe('no-store');
    expect(await second.body.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    const person = await request(`${url}/download/good`, { method: 'POST', headers: { accept: 'text/html,*/*' } });
    expect([person.statusCode, person.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await person.body.text()).toContain('does not work any more');
    for (const method of ['GET', 'HEAD'] as const) {
      const again = await request(`${url}/download/good`, { method });
      expect(again.statusCode).toBe(404);
      await again.body.dump();
    }
  });

  test('is taken by curl -X POST', async () => {
    links.set('by-curl', Buffer.from('PK zip'));
    const { stdout } = await promisify(execFile)('curl', ['-s', '-X', 'POST', `${url}/download/by-curl`]);
    expect(stdout).toBe('PK zip');
  });
});

test('whoever asks is told where the calls to stores come from', async () => {
  const { statusCode, body } = await request(`${url}/egress.json`);
  expect([statusCode, await body.json()]).toEqual([200, { addresses: ['198.51.100.7', '2001:db8::/48'] }]);
});

describe('the page for browsers', () => {
  test('needs nothing from elsewhere, and is not sent twice', async () => {
    const { headers, body } = await request(url);
    const html = await body.text();
    expect(html).toContain('{ whoami }');
    expect(html).toContain('"apiKey":"demo"');
    expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="(https?:|\/)/);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
    const again = await request(url, { headers: { 'if-none-match': String(headers.etag) } });
    expect(again.statusCode).toBe(304);
    expect(again.headers['content-security-policy']).toBe(headers['content-security-policy']);
    await again.body.dump();
  });

  test('is under 1.2 MB compressed, whatever the compression, and its parts are kept for good', async () => {
    const [script, style] = await partsOf(url);
    for (const encoding of ['br', 'gzip']) {
      let bytes = 0;
      for (const address of [url, script, style]) {
        const { headers, body } = await request(address as string, { headers: { 'accept-encoding': encoding } });
        bytes += (await body.arrayBuffer()).byteLength;
        if (address !== url) {
          expect(headers).toMatchObject({
            'content-encoding': encoding,
            'cache-control': 'public, max-age=31536000, immutable',
            vary: 'accept-encoding',
          });
        }
      }
      expect(bytes).toBeLessThan(1_200_000);
    }
    const plain = await (await request(script as string)).body.text();
    const packed = await request(script as string, { headers: { 'accept-encoding': 'gzip' } });
    expect(gunzipSync(Buffer.from(await packed.body.arrayBuffer())).toString()).toBe(plain);
  });

  test('serves its parts alone, whatever path is asked for', async () => {
    for (const path of ['graphiql/nothing.js', 'graphiql/..%2f..%2fpackage.json', 'graphiql/']) {
      const { statusCode, body } = await request(`${url}/${path}`);
      await body.dump();
      expect([path, statusCode]).toEqual([path, 404]);
    }
  });
});

/** The addresses of the page's script and style. */
async function partsOf(page: string): Promise<string[]> {
  const html = await (await request(page)).body.text();
  return [...html.matchAll(/(?:src|href)="(graphiql\/[^"]+)"/g)]
    .map(([, path]) => new URL(path as string, `${page}/`).href)
    .sort((a) => (a.endsWith('.js') ? -1 : 1));
}

describe('exports', () => {
  test('are let go where their reader goes as the first lines are ready', async () => {
    const reader = new AbortController();
    let [isBegun, isOver] = [false, false];
    const until = async (holds: () => boolean) => {
      for (let waited = 0; waited < 1_000 && !holds(); waited += 10) await pause(10);
    };
    exporting = async (_request, { gone }) =>
      (async function* () {
        try {
          isBegun = true;
          await new Promise((resolve) => gone.addEventListener('abort', resolve));
          yield { lines: Buffer.from('{}\n'), failure: null };
        } finally {
          isOver = true;
        }
      })();
    try {
      const { signal } = reader;
      const answer = request(`${url}/export/products?store=1`, { headers: { authorization: `Bearer ${key}` }, signal });
      await until(() => isBegun);
      reader.abort();
      await expect(answer).rejects.toThrow();
      await until(() => isOver);
      expect(isOver).toBe(true);
    } finally {
      exporting = null;
    }
  });
});

describe('health', () => {
  test.each(['health', 'ready', 'egress.json'])('/%s is looked at by HEAD as well', async (path) => {
    const { statusCode, headers, body } = await request(`${url}/${path}`, { method: 'HEAD' });
    expect([statusCode, await body.text()]).toEqual([200, '']);
    expect(Number(headers['content-length'])).toBeGreaterThan(0);
  });

  test('/health says that the process runs, /ready that it can answer', async () => {
    const statuses = async () =>
      Promise.all(
        ['health', 'ready'].map(async (path) => {
          const { statusCode, body } = await request(`${url}/${path}`);
          await body.dump();
          return statusCode;
        }),
      );
    expect(await statuses()).toEqual([200, 200]);
    isReady = false;
    expect(await statuses()).toEqual([200, 503]);
    isReady = true;
  });
});

test('answers are compressed where the client takes it, and carry the headers that browsers heed', async () => {
  const { headers, body } = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip', ...authorized },
    body: JSON.stringify({ query: '{ long }' }),
  });
  expect(headers).toMatchObject({
    'content-encoding': 'gzip',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(JSON.parse(gunzipSync(Buffer.from(await body.arrayBuffer())).toString()).data.long).toHaveLength(10_000);
});

test('nothing that a request carries is ever written to the log', async () => {
  const variables = { text: Object.values(planted).join(' ') };
  const echoed = await post(
    { query: 'query ($text: String!) { echo(text: $text) }', variables },
    { ...authorized, signature: planted.signature, cookie: planted.name },
  );
  expect(echoed.body.data?.echo).toBe(variables.text);
  const address = new URL(`${url}/graphql`);
  address.searchParams.set('query', `{ echo(text: "${planted.email}") }`);
  await (await request(address, { headers: { ...authorized, 'apollo-require-preflight': '1' } })).body.dump();
  await (await request(`${url}/download/a-token-of-a-link`)).body.dump();
  await (await request(`${url}/${encodeURIComponent(planted.name)}`)).body.dump();
  isReady = false;
  await (await request(`${url}/ready`)).body.dump();
  isReady = true;
  const written = log.join('');
  expect(written).toContain('/download/:token');
  for (const secret of [
    ...Object.values(planted),
    encodeURIComponent(planted.name),
    key,
    'a-token-of-a-link',
    'demo"}',
  ]) {
    expect(written).not.toContain(secret);
  }
});

// The last test: nothing can be asked of the server after it.
test('a server that is closed still answers what was under way, and takes no more', async () => {
  const begun = new Promise<void>((resolve) => {
    slowBegun = resolve;
  });
  const underWay = post({ query: '{ slow }' }, authorized);
  await begun;
  const closing = server.close();
  expect((await underWay).body.data).toEqual({ slow: 'answered' });
  await closing;
  await expect(request(`${url}/health`)).rejects.toThrow('ECONNREFUSED');
});
