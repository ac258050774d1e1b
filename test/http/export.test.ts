import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { runExport } from '../../src/cli/export.js';
import { exitCodes } from '../../src/cli/surroundings.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { commandLine } from '../support/command-line.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const key = 'k'.repeat(32);
const many = 12_000;

interface Line {
  readonly id?: string;
  readonly email?: string;
  readonly '@cursor'?: string | null;
  readonly '@errors'?: readonly { code: string }[];
  readonly '@end'?: { rows: number; complete: boolean; error?: { code: string; retryable: boolean } };
}

describe('exporting a list of a store', () => {
  let service: ServiceUnderTest;
  let store: BareStore;
  let folder: string;
  let storeId: string;
  const database = () => join(store.root, 'storage/store.sqlite');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-export-'));
    [service, store] = await Promise.all([
      startTestService({
        DRAWBRIDGE_API_KEYS: `tests:${key}`,
        DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
        DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
        DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: '0',
        DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: '2000',
      }),
      openBareStore(),
    ]);
    const connect =
      'mutation ($url: URL!) { connectStore(input: { url: $url }) { store { id } bridge { downloadUrl } userErrors { message } } }';
    const { data } = await ask(service, connect, { url: store.url }, key);
    storeId = data.connectStore.store.id;
    const zip = await fetch(data.connectStore.bridge.downloadUrl, { method: 'POST' });
    await store.unzip(new Uint8Array(await zip.arrayBuffer()));
    const verify = 'mutation ($id: ID!) { verifyStore(id: $id) { store { status } } }';
    expect((await ask(service, verify, { id: storeId }, key)).data.verifyStore.store.status).toBe('ACTIVE');

    const sqlite = new DatabaseSync(database());
    const columns = sqlite.prepare('pragma table_info("oc_customer")').all() as { name: string }[];
    const copied = columns.map(({ name }) =>
      name === 'customer_id'
        ? 'c.customer_id + 1000 + s.n'
        : name === 'email'
          ? "s.n || '@many.example'"
          : name === 'firstname'
            ? `'${'A'.repeat(400)}'`
            : `c."${name}"`,
    );
    sqlite.exec(`with recursive s(n) as (select 1 union all select n + 1 from s where n < ${many})
      insert into oc_customer (${columns.map(({ name }) => `"${name}"`).join(', ')})
      select ${copied.join(', ')} from (select * from oc_customer order by customer_id limit 1) c, s`);
    sqlite.close();
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const address = (kind: string, query: Readonly<Record<string, string>> = {}) =>
    `${service.url}/export/${kind}?${new URLSearchParams({ store: storeId, ...query })}`;
  const bearer = (as = key) => ({ headers: { authorization: `Bearer ${as}` } });
  const linesIn = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  async function exported(kind: string, query: Readonly<Record<string, string>> = {}, as = key): Promise<Line[]> {
    const response = await fetch(address(kind, query), bearer(as));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ]);
    return linesIn(await response.text());
  }
  async function refused(kind: string, query: Readonly<Record<string, string>> = {}, as = key) {
    const response = await fetch(address(kind, query), bearer(as));
    return [response.status, (await response.json()).errors[0].extensions.code];
  }
  const cli = (...argv: string[]) => commandLine(argv, { DRAWBRIDGE_URL: service.url, DRAWBRIDGE_API_KEY: key });

  test.each(['products', 'orders'])('tells what pages of %s tell, in lines', async (kind) => {
    const operation = await readFile(new URL(`../../schema/operations/${kind}.graphql`, import.meta.url), 'utf8');
    const { nodes } = (await ask(service, operation, { store: storeId, first: 250 }, key)).data.store[kind];
    const lines = await exported(kind);
    const end = lines.pop();
    expect(nodes.length).toBeGreaterThan(10);
    expect(lines.map(({ '@cursor': _, ...node }) => node)).toEqual(nodes);
    expect(end).toEqual({ '@end': { rows: nodes.length, complete: true }, '@cursor': lines.at(-1)?.['@cursor'] });
    const after = lines[2]?.['@cursor'] ?? '';
    const rest = await exported(kind, { after, fields: '{ name: nativeId ... on Node { id } }' });
    expect(rest.slice(0, -1).map(({ id }) => id)).toEqual(nodes.slice(3).map(({ id }: { id: string }) => id));
  });

  test('has lists below its rows as long as anywhere, however few rows are read at once', async () => {
    // So much that pages of 250 customers would cost more than a query may.
    const lines = await exported('customers', {
      fields: '{ id orders(first: 250) { nodes { id lineItems { name } } } }',
    });
    expect(lines.flatMap((line) => line['@errors'] ?? [])).toEqual([]);
    const wide = await exported('customers', { fields: '{ id orders(first: 251) { nodes { id } } }' });
    expect(wide[0]).toMatchObject({ orders: null, '@errors': [{ code: 'BAD_USER_INPUT', path: ['orders'] }] });
  }, 60_000);

  test('tells rows of which every field is skipped by their cursors', async () => {
    const lines = await exported('products', { fields: '{ id @skip(if: true) }' });
    expect(lines.length).toBeGreaterThan(10);
    expect(new Set(lines.map((line) => Object.keys(line).join()))).toEqual(new Set(['@cursor', '@end,@cursor']));
  });

  test('tells what was changed since a moment', async () => {
    const all = await exported('orders', { fields: '{ id updatedAt }' });
    const times = (all as { updatedAt?: string }[]).flatMap(({ updatedAt }) => updatedAt ?? []).sort();
    const since = times[Math.floor(times.length / 2)] ?? '';
    const changed = await exported('orders', { fields: '{ id }', since });
    expect(changed.length - 1).toBe(times.filter((time) => time >= since).length);
  });

  test('reads a store no faster than it is read itself, and tells every row once', async () => {
    const response = await new Promise<IncomingMessage>((resolve) =>
      get(
        address('customers', { fields: `{ id email a: firstName b: firstName c: firstName d: firstName }` }),
        bearer(),
        resolve,
      ),
    );
    let asked = 0;
    for (let waited = 0; asked !== service.calls.length && waited < 20; waited += 1) {
      asked = service.calls.length;
      await pause(500);
    }
    // What fits into the buffers of two sockets, and one page more.
    expect(service.calls.length).toBe(asked);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const lines = linesIn(Buffer.concat(chunks).toString());
    expect(lines.at(-1)?.['@end']).toMatchObject({ complete: true });
    expect(service.calls.length).toBeGreaterThan(asked + 2);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines.filter(({ email }) => email?.endsWith('@many.example'))).toHaveLength(many);
  });

  test('asks nothing more of a store once whoever reads has gone', async () => {
    const response = await new Promise<IncomingMessage>((resolve) => get(address('customers'), bearer(), resolve));
    response.destroy();
    await pause(500);
    const asked = service.calls.length;
    await pause(1_000);
    expect(service.calls.length).toBe(asked);
    const metrics = await (await fetch(`${service.url}/metrics`, bearer())).text();
    expect(metrics).toMatch(/^drawbridge_running_exports 0$/m);
  });

  test('ends where the store dies half-way, says how far it came, and goes on from there', async () => {
    const parts: string[] = [];
    let dead = false;
    const outcome = await runExport(
      { kind: 'customers', store: storeId, fields: '{ id email }' },
      {
        url: service.url,
        apiKey: key,
        put: async (lines) => {
          parts.push(lines);
          if (dead || parts.length < 2) return;
          dead = true;
          await rename(database(), `${database()}.gone`);
          setTimeout(() => void rename(`${database()}.gone`, database()), 400);
        },
        progress: () => undefined,
        patienceMs: [150, 300, 600, 1_200],
      },
    );
    const lines = linesIn(parts.join(''));
    expect(dead).toBe(true);
    expect(outcome).toEqual({ rows: lines.length, cursor: lines.at(-1)?.['@cursor'], error: null });
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines.filter(({ email }) => email?.endsWith('@many.example'))).toHaveLength(many);
  });

  test('says in its last line why it ends early', async () => {
    const response = await fetch(address('customers', { fields: '{ id email }' }), bearer());
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { value: first } = await reader.read();
    await rename(database(), `${database()}.gone`);
    const chunks = [Buffer.from(first ?? [])];
    for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(Buffer.from(part.value));
    await rename(`${database()}.gone`, database());
    const lines = linesIn(Buffer.concat(chunks).toString());
    const end = lines.at(-1);
    expect(end?.['@end']).toMatchObject({ rows: lines.length - 1, complete: false });
    expect(end?.['@end']?.error).toMatchObject({ retryable: true, code: expect.stringMatching(/^STORE_/) });
    expect(end?.['@cursor']).toBe(lines.at(-2)?.['@cursor']);
  });

  test('is written into a file by the command line, which goes on with a file that was cut off', async () => {
    const file = join(folder, 'customers.jsonl');
    const argv = ['export', 'customers', '--store', storeId, '--fields', '{ id email }', '--output', file];
    const whole = await cli(...argv);
    expect(whole).toMatchObject({ exitCode: exitCodes.done, out: '' });
    expect(whole.progress.at(-1)).toMatch(/█ 100 % {2}12,0\d\d of 12,0\d\d, [\d,]+ a second$/);
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('@end');
    expect((await cli(...argv)).exitCode).toBe(exitCodes.misused);
    await writeFile(file, text.slice(0, Math.floor(text.length / 2)));
    expect((await cli(...argv, '--resume')).exitCode).toBe(exitCodes.done);
    expect(await readFile(file, 'utf8')).toBe(text);
    for (const other of [
      'of something else\n',
      '{"a":1}\n',
      'null\n',
      '{"@cursor":5}\n',
      'a line',
      '{"a":1}',
      '\0\0',
    ]) {
      await writeFile(file, other);
      expect(await cli(...argv, '--resume')).toMatchObject({
        exitCode: exitCodes.misused,
        err: expect.stringContaining('holds lines that are of no export'),
      });
      expect(await readFile(file, 'utf8')).toBe(other);
    }
    await writeFile(file, '{"id":"cut o');
    expect((await cli(...argv, '--resume')).exitCode).toBe(exitCodes.done);
    expect(await readFile(file, 'utf8')).toBe(text);
    for (const [place, fault] of [
      [folder, 'EISDIR'],
      [join(folder, 'none', 'file'), 'ENOENT'],
    ] as const) {
      expect(await cli(...argv.slice(0, -1), place, '--resume')).toMatchObject({
        exitCode: exitCodes.misused,
        err: `${place} could not be opened: ${fault}\n`,
      });
    }
    const toOutput = await cli('export', 'products', '--store', storeId);
    expect(linesIn(toOutput.out).length).toBeGreaterThan(10);
    expect((await cli('export', 'passwords', '--store', storeId)).exitCode).toBe(exitCodes.misused);
  });

  test('asks for the scopes of what is told, and for a key at all', async () => {
    const create =
      'mutation ($scopes: [String!]!) { createApiKey(input: { name: "narrow", scopes: $scopes }) { secret apiKey { id } userErrors { message } } }';
    const made = async (scopes: string[]) => (await ask(service, create, { scopes }, key)).data.createApiKey;
    const narrow = await made(['stores.read', 'catalog.read', 'orders.read']);
    expect(await refused('customers', {}, narrow.secret)).toEqual([403, 'FORBIDDEN']);
    const lines = await exported('orders', { fields: '{ id email }' }, narrow.secret);
    expect(lines[0]).toMatchObject({ email: null, '@errors': [{ code: 'FORBIDDEN', path: ['email'] }] });
    expect(await refused('products', {}, 'unknown-key')).toEqual([401, 'UNAUTHENTICATED']);

    // A key that is revoked meanwhile reads no further.
    const { secret, apiKey } = await made(['*']);
    const response = await new Promise<IncomingMessage>((resolve) =>
      get(address('customers'), bearer(secret), resolve),
    );
    await ask(service, 'mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id } } }', { id: apiKey.id }, key);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const end = linesIn(Buffer.concat(chunks).toString()).at(-1)?.['@end'];
    expect(end).toMatchObject({ complete: false, error: { code: 'UNAUTHENTICATED' } });
    expect(end?.rows).toBeLessThan(many);
  });

  test('is in the log of the account where support asks for it', async () => {
    const grant = `mutation ($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { secret } }`;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const input = { storeId, technician: 'Ada', reason: 'r', scopes: ['stores.read', 'catalog.read'], expiresAt };
    const { secret } = (await ask(service, grant, { input }, key)).data.grantSupportAccess;
    await exported('products', { fields: '{ id }' }, secret);
    const log = '{ auditLog(first: 1) { nodes { action actor outcome } } }';
    const [entry] = (await ask(service, log, {}, key)).data.auditLog.nodes;
    expect(entry).toMatchObject({ action: 'supportAccess.query', outcome: 'OK' });
    expect(entry.actor).toContain('Ada');
  });

  test.each([
    ['another kind', 'passwords', {}, 404, 'NOT_FOUND'],
    [
      'a store that is not there',
      'products',
      { store: 'gid://drawbridge/Store/00000000-0000-4000-8000-000000000000' },
      404,
      'NOT_FOUND',
    ],
    ['what is no selection', 'products', { fields: '{ id } query { stores { totalCount } }' }, 400, 'BAD_USER_INPUT'],
    ['a mutation', 'products', { fields: 'mutation { id }' }, 400, 'BAD_USER_INPUT'],
    ['a field that is not there', 'products', { fields: '{ passwords }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['what would come in parts', 'products', { fields: '{ id @defer }' }, 400, 'OPERATION_NOT_SUPPORTED'],
    ['what is no moment', 'products', { since: 'yesterday' }, 400, 'BAD_USER_INPUT'],
    ['a cursor of another list', 'products', { after: 'WyJhIl0' }, 400, 'BAD_USER_INPUT'],
    [
      'more aliases than there may be',
      'products',
      { fields: `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: id`).join(' ')} }` },
      400,
      'QUERY_TOO_MANY_ALIASES',
    ],
  ])('is refused: %s', async (_, kind, query, status, code) => {
    expect(await refused(kind, query as Record<string, string>)).toEqual([status, code]);
  });

  test.each([
    ['store', 'x'],
    ['store', 'gid://drawbridge/Store/\0'],
    ['since', 'yesterday'],
    ['since', '2024-01-01T00:00:00Z\0'],
    ['after', 'WyJhIl0'],
    ['after', 'a\0'],
    ['fields', 'x'],
    ['fields', '{ passwords }'],
    ['fields', '{ id @defer }'],
    ['fields', '{ id @include(if: $x) }'],
    ['fields', '{ metafields(keys: ["\\u0000"]) { key } }'],
    ['fields', `{ ${'links { product { '.repeat(9)} id ${'} }'.repeat(9)} }`],
    ['fields', `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: id`).join(' ')} }`],
  ])('names the argument that it is refused for: %s, given %j', async (argument, value) => {
    const once = address('products', { [argument]: value });
    for (const url of [once, `${once}&${argument}=again`]) {
      const response = await fetch(url, bearer());
      const { errors } = (await response.json()) as { errors: { extensions: { argument?: string } }[] };
      expect([response.status, errors.map(({ extensions }) => extensions.argument)]).toEqual([400, [argument]]);
    }
  });

  test('goes on where something in front of the service says for a while that it does not answer', async () => {
    const cursor = (await exported('products', { fields: '{ id }' }))[1]?.['@cursor'] ?? '';
    const answers = [
      '<html>Bad gateway</html>',
      `{"id":"x","@cursor":"${cursor}"}\n{"@end":{"complete":true},"@cursor":"${cursor}"}\n`,
    ];
    const proxy = createServer((_, response) => {
      const text = answers.shift() ?? '';
      response.writeHead(text.startsWith('<') ? 502 : 200).end(text);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const run = { url, apiKey: key, put: async () => undefined, progress: () => undefined };
    const wanted = { kind: 'products', store: storeId };
    try {
      expect(await runExport(wanted, { ...run, patienceMs: [1] })).toEqual({ rows: 1, cursor, error: null });
      answers.push('<html>Bad gateway</html>');
      expect((await runExport(wanted, { ...run, patienceMs: [] })).error?.code).toBe('HTTP_502');
    } finally {
      proxy.close();
    }
  });

  test('is refused beyond four at once, until one is over', async () => {
    const open = await Promise.all(
      Array.from(
        { length: 4 },
        () => new Promise<IncomingMessage>((resolve) => get(address('customers'), bearer(), resolve)),
      ),
    );
    expect(await refused('customers')).toEqual([429, 'RATE_LIMITED']);
    for (const response of open) response.destroy();
    await pause(300);
    expect((await exported('products', { fields: '{ id }' })).at(-1)?.['@end']?.complete).toBe(true);
  });

  test('ends with the service, which waits for no connection that its client keeps', async () => {
    const { hostname, port } = new URL(service.url);
    const asked = (path: string) => `GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${key}\r\n\r\n`;
    const [kept, askedAgain] = await Promise.all(
      [1, 2].map(async () => {
        const socket = connect(Number(port), hostname);
        socket.write(asked(address('customers').slice(service.url.length)));
        const read = { socket, text: '', whole: new Promise((resolve) => socket.once('close', resolve)) };
        await new Promise((resolve) => socket.once('data', resolve));
        socket.on('data', (data) => {
          read.text += data;
        });
        return read;
      }),
    );
    const began = performance.now();
    const closed = service.close();
    await pause(5);
    askedAgain?.socket.write(asked('/egress.json'));
    await Promise.race([
      Promise.all([kept?.whole, askedAgain?.whole, closed]),
      pause(4_000, undefined, { ref: false }),
    ]);
    for (const one of [kept, askedAgain]) one?.socket.destroy();
    for (const one of [kept, askedAgain]) {
      expect(one?.text).toMatch(/"@end":\{"rows":\d+,"complete":false,"error":\{[^}]*"code":"SERVICE_ENDING"/);
    }
    expect(askedAgain?.text).toMatch(/HTTP\/1.1 503 .*"code":"SERVICE_ENDING","retryable":true/s);
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
