import { request } from 'node:http';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { readActResults } from '../../src/bridge/acts.js';
import { statementError } from '../../src/bridge/errors.js';
import { readHello } from '../../src/bridge/results.js';
import { CursorCodec } from '../../src/graph/cursor.js';
import { subgraph } from '../../src/graph/schema.js';
import { globalId, parseGlobalId } from '../../src/model/ids.js';
import { errorCodes } from '../../src/model/service-error.js';
import { grownOperation, seededRandom } from '../support/grown-operation.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.close());

const nul = String.fromCharCode(0);
const texts = { ids: [`gid://drawbridge/Store/${nul}`, `${nul}`], texts: [`a${nul}b`, nul] };

test('NUL in any text of any argument is BAD_USER_INPUT, as a literal and as a variable, and nothing is asked', async () => {
  const { schema } = subgraph();
  const before = service.calls.length;
  let tried = 0;
  let invalid = 0;
  const refused = { status: 400, data: undefined, code: 'BAD_USER_INPUT', others: [] };
  const fields = new Set<string>();
  for (let seed = 1; tried < 150; seed += 1) {
    const operation = grownOperation(schema, seededRandom(seed), { ...texts, mutations: 0.4 });
    const holds = operation.query.includes('\\u0000') || JSON.stringify(operation.variables).includes('\\u0000');
    if (!holds) continue;
    tried += 1;
    for (const [, name = ''] of operation.query.matchAll(/(\w+)\(/g)) fields.add(name);
    const { status, errors, data } = await ask(service, operation.query, operation.variables);
    // A literal that is no moment and no address is refused before anybody looks what is in it.
    const [code, ...others] = errors?.map(({ extensions }) => extensions.code) ?? [];
    if (code === 'GRAPHQL_VALIDATION_FAILED') invalid += 1;
    else expect({ status, data, code, others, operation }).toEqual({ ...refused, operation });
    expect(status).toBe(400);
  }
  expect(invalid).toBeLessThan(tried / 3);
  expect(fields.size).toBeGreaterThan(20);
  expect(service.calls).toHaveLength(before);
});

test('NUL that comes in disguise is refused where it is read', () => {
  const store = '00000000-0000-4000-8000-000000000000';
  expect(parseGlobalId(globalId(store, 'Product', `1${nul}`))).toBeNull();
  const cursors = new CursorCodec({ kind: 'products', scope: store, orderBy: 'ID_ASC' });
  expect(() => cursors.read(cursors.write({ value: null, id: `1${nul}` }), 'after')).toThrow('after must be a cursor');
  // A text that a list is ordered by is the store's own, and may hold it.
  const held = { value: `a${nul}`, id: '1' };
  expect(cursors.read(cursors.write(held), 'after')).toEqual(held);
});

describe('what a bridge says of itself', () => {
  const hello = {
    protocol: 1,
    bridgeVersion: '1.0.0',
    platform: 'OPENCART',
    platformVersion: '4.0.2.3',
    database: { kind: 'mariadb', version: '10.11.6-MariaDB-0+deb12u1' },
    phpVersion: '8.2.20-1+0~20240607',
    clock: 1_700_000_000,
    timeZone: 'Europe/Vienna',
    areas: ['catalog'],
    writable: false,
    relations: { product: ['product_id'] },
  };
  const long = 'x'.repeat(15_000_000);

  test('is taken as it is where it is of an honest form', () => {
    expect(readHello(hello)).toEqual(hello);
  });

  test.each([
    ['bridgeVersion', { bridgeVersion: long }],
    ['platformVersion', { platformVersion: `4.1 <script>${nul}${long}` }],
    ['phpVersion', { phpVersion: `8.3'"\\\n${long}` }],
    ['database.version', { database: { kind: 'mysql', version: long } }],
    ['timeZone', { timeZone: long }],
  ])('%s of 15 MB is kept to 64 characters that versions are made of', (_, said) => {
    const read = readHello({ ...hello, ...said });
    for (const text of [
      read.bridgeVersion,
      read.platformVersion,
      read.phpVersion,
      read.database.version,
      read.timeZone,
    ]) {
      expect(text).toMatch(/^[\w.+~:() /-]{0,64}$/);
    }
  });

  test.each([
    ['a protocol beyond every integer of a database', { protocol: 2 ** 40 }],
    ['a protocol of zero', { protocol: 0 }],
    ['a protocol that is no whole number', { protocol: 1.5 }],
    ['a platform of 15 MB', { platform: long }],
    ['an area of 15 MB', { areas: [long] }],
    ['very many areas', { areas: Array.from({ length: 100_000 }, () => 'catalog') }],
    ['a relation with a name of 15 MB', { relations: { [long]: [] } }],
    ['very many columns', { relations: { product: Array.from({ length: 100_000 }, () => 'x') } }],
    [
      'very many relations',
      { relations: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`r${i}`, []])) },
    ],
    ['a clock beyond every year', { clock: 2 ** 52 }],
  ])('is not believed with %s', (_, said) => {
    const began = performance.now();
    expect(() => readHello({ ...hello, ...said })).toThrow(expect.objectContaining({ code: 'STORE_ANSWER_INVALID' }));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test.each([
    '',
    'x'.repeat(100_000),
    '<b>ann@example.com</b>',
    'constructor',
    '__proto__',
    'toString',
    'NO_SUCH_CODE',
  ])('never reaches a client as the code of a statement: %.30s', (code) => {
    const error = statementError(code);
    expect(error.facts).toEqual({ bridgeCode: 'UNKNOWN' });
    expect(Object.keys(errorCodes)).toContain(error.code);
  });
});

test('what a bridge says of a change is kept to what it may be, however long', () => {
  const act = { id: 'a'.repeat(22), do: 'inventory', with: {} } as const;
  const read = (more: object) => readActResults({ results: [{ id: act.id, outcome: 'INVALID', ...more }] }, [act])[0];
  const long = read({
    message: 'x'.repeat(15_000_000),
    field: '.'.repeat(15_000_000),
    shipment: 'x'.repeat(15_000_000),
  });
  expect(JSON.stringify(long).length).toBeLessThan(1_000);
  expect(long?.fault?.code).toBe('INVALID');
  expect(read({ field: '<b>ann@example.com</b>' })?.fault?.field).toEqual([]);
  expect(read({ field: 'lines.0.quantity', shipment: 'a b/1' })).toMatchObject({
    fault: { field: ['lines', '0', 'quantity'] },
    shipment: 'a b/1',
  });
});

test.each([
  ['Forwarded', 'for=192.0.2.60'],
  ['Via', '1.1 proxy'],
  ['X-Real-IP', '192.0.2.60'],
  ['X-Forwarded-For', '192.0.2.60'],
  ['X-Forwarded-Host', 'shop.example'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Server', 'proxy'],
  ['CF-Connecting-IP', '192.0.2.60'],
  ['True-Client-IP', '192.0.2.60'],
  ['X-Client-IP', '127.0.0.1'],
  ['CDN-Loop', 'cloudflare'],
  ['CF-Ray', '230b030023ae2822-SJC'],
  ['Fly-Client-IP', '192.0.2.60'],
  ['X-Azure-ClientIP', '192.0.2.60'],
  ['X-AppEngine-User-IP', '192.0.2.60'],
  ['X-Original-URL', '/shops'],
  ['X-Remote-Addr', '192.0.2.60'],
  ['X-ProxyUser-IP', '192.0.2.60'],
  ['X-Varnish', '32770'],
  ['X-Forward-For', '192.0.2.60'],
  ['Max-Forwards', '9'],
  ['Proxy-Connection', 'keep-alive'],
  ['Surrogate-Capability', 'proxy="Surrogate/1.0"'],
  ['X-BlueCoat-Via', 'b2a5b7d1'],
  ['X-Cloud-Trace-Context', '105445aa7843bc8bf206b12000100000/1'],
  ['X-Amzn-Trace-Id', 'Root=1-67891233-abcdef012345678912345678'],
  ['X-Real-Host', 'shop.example'],
  ['Tailscale-User-Login', 'somebody@example.com'],
])('the key of the demo does not count in a request that a proxy passed on: %s', async (name, value) => {
  const status = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        `${service.url}/graphql?query=%7B__typename%7D`,
        { headers: { authorization: 'Bearer demo', ...headers } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      sent.on('error', reject);
      sent.end();
    });
  expect(await status({})).toBe(200);
  expect(await status({ [name]: value })).toBe(401);
});

test('the key of the demo does not count in a request of nginx, which names itself by HTTP/1.0 alone', async () => {
  const { hostname, port } = new URL(service.url);
  const answered = async (version: string) => {
    const socket = createConnection(Number(port), hostname);
    socket.end(
      `GET /graphql?query=%7B__typename%7D HTTP/${version}\r\nhost: 127.0.0.1:${port}\r\n` +
        'apollo-require-preflight: 1\r\nauthorization: Bearer demo\r\nconnection: close\r\n\r\n',
    );
    return (await text(socket)).split('\r\n')[0];
  };
  expect(await answered('1.1')).toBe('HTTP/1.1 200 OK');
  expect(await answered('1.0')).toBe('HTTP/1.1 401 Unauthorized');
});
