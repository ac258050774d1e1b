import { randomBytes } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient, type BridgeClientOptions } from '../../src/bridge/client.js';
import type { Statement } from '../../src/bridge/plan.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore, type TestStore } from '../support/php-runtime-store.js';

const [, php = phpRuntimes[0]] = phpRuntimes;

let store: TestStore;
let agent: Dispatcher;
/** What went over the wire, newest last. */
const sent: { type: string; body: Buffer }[] = [];

beforeAll(async () => {
  if (!php) throw new Error('there must be a PHP to run the bridge');
  store = await openTestStore(php);
  const toLoopback: LookupFunction = (_host, _options, callback) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  agent = bridgeAgent({ allowPrivateAddresses: true, lookup: toLoopback }).compose((dispatch) => (options, handler) => {
    const headers = options.headers as Record<string, string>;
    sent.push({ type: headers['content-type'] ?? '', body: options.body as Buffer });
    return dispatch(options, handler);
  });
});
afterAll(async () => {
  await agent.destroy();
  await store.close();
});
beforeEach(() => {
  sent.length = 0;
  for (const name of Object.keys(store.server)) delete store.server[name];
});

const connect = (options: Partial<BridgeClientOptions> = {}, url = store.url, key = store.key) =>
  new BridgeClient({ dispatcher: agent, now: () => new Date(), randomBytes, ...options }).connect({ url, key });

const statements: Statement[] = [
  {
    id: 'page',
    sql: 'select `p`.`product_id`, `p`.`price`, `p`.`quantity` from `product` as `p` order by `p`.`product_id` limit ?',
    parameters: [2],
  },
  {
    id: 'images',
    sql: 'select `i`.`product_id`, `i`.`image` from `product_image` as `i` where `i`.`product_id` in (?) order by `i`.`image`',
    parameters: [{ from: 'page', column: 'product_id' }],
  },
  { id: 'secret', sql: 'select `c`.`password` from `customer` as `c`', parameters: [] },
];
const answered = [
  {
    id: 'page',
    columns: ['product_id', 'price', 'quantity'],
    rows: [
      [1, '19.99', 5],
      [2, 100, -1],
    ],
    truncated: false,
  },
  {
    id: 'images',
    columns: ['product_id', 'image'],
    rows: [
      [1, 'b.jpg'],
      [1, 'c.jpg'],
    ],
    truncated: false,
  },
  {
    id: 'secret',
    error: expect.objectContaining({ code: 'STORE_STATEMENT_FAILED', facts: { bridgeCode: 'STATEMENT_REFUSED' } }),
  },
];

describe('the bridge that merchants install', () => {
  test('says what it is', async () => {
    const hello = await connect().greet();
    expect(hello).toMatchObject({
      protocol: 1,
      platform: 'OPENCART',
      platformVersion: '4.1.0.3',
      database: { kind: 'sqlite' },
    });
    expect(hello.relations.product).toContain('product_id');
  });

  test('answers statements in one request, references and all', async () => {
    expect(await connect().run(statements)).toEqual(answered);
    expect(sent.map(({ type }) => type)).toEqual(['application/json']);
  });

  test('refuses a key that it does not know', async () => {
    const unknown = connect({}, store.url, { id: 'k9', secret: store.key.secret });
    await expect(unknown.greet()).rejects.toMatchObject({ code: 'STORE_KEY_REFUSED' });
    const wrong = connect({}, store.url, { id: store.key.id, secret: randomBytes(32) });
    await expect(wrong.greet()).rejects.toMatchObject({ code: 'STORE_KEY_REFUSED' });
  });

  test('tells its clock, and is asked by it', async () => {
    store.server.TEST_NOW = String(Math.floor(Date.now() / 1000) - 7_200);
    const connection = connect();
    expect((await connection.greet()).protocol).toBe(1);
    expect(sent).toHaveLength(2);
    await connection.run(statements);
    expect(sent).toHaveLength(3);
  });

  test('is asked again with a new nonce where it has seen the first', async () => {
    const used = randomBytes(16);
    await connect({ randomBytes: () => used }).greet();
    const nonces = [used, randomBytes(16)];
    await connect({ randomBytes: () => nonces.shift() ?? randomBytes(16) }).greet();
    expect(sent).toHaveLength(3);
    await expect(connect({ randomBytes: () => used }).greet()).rejects.toMatchObject({ code: 'STORE_REPLAYED' });
  });
});

describe('over plain http to another machine', () => {
  const elsewhere = () => store.url.replace('127.0.0.1', 'shop.example');

  test('nothing can be read on the way, and the answers are the same', async () => {
    store.server.REMOTE_ADDR = '198.51.100.7';
    expect(await connect({}, elsewhere()).run(statements)).toEqual(answered);
    expect(sent.map(({ type }) => type)).toEqual(['application/vnd.drawbridge+aes256gcm']);
    expect(String(sent[0]?.body)).not.toContain('select');
    expect(await connect({}, elsewhere()).greet()).toMatchObject({ platform: 'OPENCART' });
  });

  test('a store that is reached privately but not up to its PHP is asked again, encrypted, once and for all', async () => {
    store.server.REMOTE_ADDR = '198.51.100.7';
    const connection = connect();
    expect(await connection.greet()).toMatchObject({ platform: 'OPENCART' });
    expect(await connection.run(statements)).toEqual(answered);
    const encrypted = 'application/vnd.drawbridge+aes256gcm';
    expect(sent.map(({ type }) => type)).toEqual(['application/json', encrypted, encrypted]);
  });

  test('a clock that differs is corrected there, too', async () => {
    store.server.REMOTE_ADDR = '198.51.100.7';
    store.server.TEST_NOW = String(Math.floor(Date.now() / 1000) + 7_200);
    expect(await connect({}, elsewhere()).greet()).toMatchObject({ platform: 'OPENCART' });
  });
});
