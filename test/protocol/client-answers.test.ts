import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ServiceError } from '../../src/model/service-error.js';
import { type Behaviour, helloBody, openStore, refusal, sendSigned } from './signing-store.js';

const secretText = 'mallory@example.com bought a hat';
const page = { id: 'page', sql: 'select `p`.`product_id` from `product` as `p`', parameters: [] };
const answerTo = (rows: unknown, more: object = {}) =>
  JSON.stringify({ results: [{ id: 'page', columns: ['product_id'], rows, ...more }] });

/** The error with which a query fails at a store that behaves so; it never repeats what the store said. */
async function failure(
  behave: (store: { key: Parameters<typeof sendSigned>[2] }) => Behaviour,
  maxAnswerBytes?: number,
) {
  const holder: { key: Parameters<typeof sendSigned>[2] } = { key: { id: '', secret: randomBytes(32) } };
  await using store = await openStore((...call) => behave(holder)(...call), { maxAnswerBytes });
  holder.key = store.key;
  const error = await store.connection.run([page]).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ServiceError)) throw new Error('must fail with a ServiceError', { cause: error });
  expect(JSON.stringify([error.message, error.facts])).not.toContain('mallory');
  return { error, requests: store.received.length };
}

describe('a signed answer', () => {
  test.each([
    ['plain', (body: string) => ({ bytes: Buffer.from(body), signing: {} })],
    [
      'packed by the bridge',
      (body: string) => ({ bytes: gzipSync(body), signing: { headers: { 'content-encoding': 'gzip' } } }),
    ],
    [
      'packed by a server in front of it',
      (body: string) => ({
        bytes: gzipSync(body),
        signing: { headers: { 'content-encoding': 'gzip' }, digestOf: Buffer.from(body) },
      }),
    ],
  ])('is read when it comes %s', async (_how, make) => {
    const { bytes, signing } = make(answerTo([[1], ['19.99'], [null]]));
    await using store = await openStore((received, response) =>
      sendSigned(received, response, store.key, bytes, signing),
    );
    expect(await store.connection.run([page])).toEqual([
      { id: 'page', columns: ['product_id'], rows: [[1], ['19.99'], [null]], truncated: false },
    ]);
    const [received] = store.received;
    expect(JSON.parse(String(received?.body))).toEqual({
      verb: 'query',
      statements: [{ id: 'page', sql: page.sql, params: [] }],
    });
    expect(received?.headers['accept-encoding']).toBe('gzip');
  });

  test('DB-CLI-5: is asked for unpacked where the bridge is near, and packed where it is far or does not say how long it worked', async () => {
    let took: object = { took: { all: 0, database: 0 } };
    let delayMs = 0;
    await using store = await openStore(async (received, response) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      sendSigned(received, response, store.key, JSON.stringify({ ...JSON.parse(answerTo([[1]])), ...took }));
    });
    const asked = async (times: number) => {
      const from = store.received.length;
      for (let time = 0; time < times; time += 1) await store.connection.run([page]);
      return store.received.slice(from).map(({ headers }) => headers['accept-encoding']);
    };
    delayMs = 20;
    expect(await asked(4)).toEqual(['gzip', 'gzip', 'gzip', 'gzip']);
    delayMs = 0;
    took = {};
    expect(new Set(await asked(20))).toEqual(new Set(['gzip']));
    took = { took: { all: 0, database: 0 } };
    expect(await asked(100)).toContain('identity');
  });

  test('says what the bridge is', async () => {
    await using store = await openStore((received, response) =>
      sendSigned(received, response, store.key, JSON.stringify(helloBody)),
    );
    expect(await store.connection.greet()).toEqual(helloBody);
  });

  test('says which statements failed, which were cut short, and gives the rows of the others', async () => {
    const results = [
      { id: 'a', error: { code: 'AREA_CLOSED' } },
      { id: 'b', columns: ['x'], rows: [[1]], truncated: true },
      { id: 'c', error: { code: 'STATEMENT_TIMEOUT' } },
      { id: 'd', error: { code: 'STATEMENT_REFUSED', reason: 'STAR' } },
      { id: 'e', columns: [], rows: [] },
    ];
    await using store = await openStore((received, response) =>
      sendSigned(received, response, store.key, JSON.stringify({ results })),
    );
    const found = await store.connection.run(results.map(({ id }) => ({ ...page, id })));
    expect(found.map((result) => ('error' in result ? result.error.code : result.truncated))).toEqual([
      'STORE_AREA_CLOSED',
      true,
      'STORE_TIMEOUT',
      'STORE_STATEMENT_FAILED',
      false,
    ]);
  });
});

describe('an answer that is not the bridge’s', () => {
  const invalid: [string, RegExp, (store: { key: Parameters<typeof sendSigned>[2] }) => Behaviour][] = [
    [
      'a page of HTML',
      /not signed \(status 200, text\/html\)/,
      () => (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/html; charset=x' }).end(`<p>${secretText}`),
    ],
    ['a missing file', /no bridge at its address/, () => (_, response) => void response.writeHead(404).end(secretText)],
    [
      'data without a signature',
      /not signed \(status 200, application\/json\)/,
      () => (_, response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(answerTo([[secretText]])),
    ],
    [
      'a refusal that a bridge would sign',
      /not signed \(status 503/,
      () => (_, response) => void response.writeHead(503).end(refusal('DATABASE_UNAVAILABLE')),
    ],
    [
      'signed with another secret',
      /MAC_WRONG/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([[secretText]]), {
            key: { id: key.id, secret: randomBytes(32) },
          }),
    ],
    [
      'signed with another key',
      /KEY_WRONG/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([]), { key: { id: 'other', secret: key.secret } }),
    ],
    [
      'signed as the answer to another request',
      /MAC_WRONG/,
      ({ key }) =>
        (received, response) => {
          const signature = `drawbridge=:${randomBytes(32).toString('base64')}:`;
          return sendSigned({ ...received, headers: { ...received.headers, signature } }, response, key, answerTo([]));
        },
    ],
    [
      'changed on the way',
      /DIGEST_WRONG/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([[2]]), { digestOf: Buffer.from(answerTo([[1]])) }),
    ],
    [
      'packed and cut short',
      /cannot be unpacked/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, gzipSync(answerTo([[secretText]])).subarray(0, -12), {
            headers: { 'content-encoding': 'gzip' },
          }),
    ],
    [
      'packed in another way',
      /packed in a way that was not asked for/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([]), { headers: { 'content-encoding': 'br' } }),
    ],
    [
      'broken off',
      /broke off before its end/,
      () => (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"results"', () => response.destroy());
      },
    ],
    [
      'a redirect to another host',
      /redirect to https:\/\/www\.shop\.example;/,
      () => (_, response) =>
        void response.writeHead(301, { location: 'https://www.shop.example/x?token=mallory' }).end(),
    ],
    [
      'a redirect on the same host',
      /redirect to another page of the same site/,
      () => (_, response) => void response.writeHead(302, { location: '/login?mallory' }).end(),
    ],
    [
      'signed but no JSON',
      /not of the form/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, 'ok'),
    ],
    [
      'signed with too few results',
      /a result for each of 1 statements/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, '{"results":[]}'),
    ],
    [
      'signed with results of other statements',
      /in the order of the statements/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([]).replace('page', 'mallory')),
    ],
    [
      'signed with a row that is too short',
      /columns and rows/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([[1], []])),
    ],
    [
      'signed with a cell that is no cell',
      /columns and rows/,
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, answerTo([[{ mallory: 1 }]])),
    ],
  ];

  test.each(invalid)('is refused: %s', async (_what, message, behave) => {
    const { error, requests } = await failure(behave);
    expect(error.code).toBe('STORE_ANSWER_INVALID');
    expect(error.message).toMatch(message);
    expect(requests).toBe(1);
  });

  test.each([
    ['as sent', (body: string) => ({ bytes: Buffer.from(body), headers: {} })],
    ['unpacked', (body: string) => ({ bytes: gzipSync(body), headers: { 'content-encoding': 'gzip' } })],
  ])('is not read beyond the limit: larger %s', async (_how, make) => {
    const { bytes, headers } = make(answerTo([[secretText.repeat(10_000)]]));
    const { error } = await failure(
      ({ key }) =>
        (received, response) =>
          sendSigned(received, response, key, bytes, { headers }),
      100_000,
    );
    expect(error.code).toBe('STORE_ANSWER_INVALID');
    expect(error.message).toMatch(/larger than the 100000 bytes/);
  });

  test('is not hello where a field is of another form, and says which', async () => {
    await using store = await openStore((received, response) =>
      sendSigned(received, response, store.key, JSON.stringify({ ...helloBody, clock: 'mallory' })),
    );
    await expect(store.connection.greet()).rejects.toMatchObject({
      code: 'STORE_ANSWER_INVALID',
      message: expect.stringMatching(/in clock/),
    });
  });
});
