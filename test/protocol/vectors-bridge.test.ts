import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { phpRuntimes } from '../support/php-runtime.js';
import { callBridge } from '../support/php-runtime-caller.js';
import { openTestStore, type TestStore } from '../support/php-runtime-store.js';

interface RequestVector {
  name: string;
  method: string;
  target: string;
  headers: Record<string, string>;
  body: string;
  now: number;
  expected: { accepted: boolean; status?: number; code?: string };
}
const vectors: { keys: Record<string, string>; requests: RequestVector[] } = JSON.parse(
  readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'),
);
const beforeAccepted = ['SIGNATURE_MISSING', 'SIGNATURE_INVALID', 'EXPIRED', 'REPLAYED'];

describe.each(phpRuntimes)('under PHP $version the bridge', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php, { keys: vectors.keys });
  });
  afterAll(() => store.close());

  test.each(vectors.requests)(
    'DB-SIG-7: decides as the vector says: $name',
    async ({ method, target, headers, body, now, expected }) => {
      await store.forgetNonces();
      store.server.TEST_NOW = String(now);
      store.server.REQUEST_URI = target;
      const response = await request(store.url, {
        method: method as 'POST',
        headers,
        body: Buffer.from(body, 'base64'),
      });
      const sealed = response.headers['content-type'] !== 'application/json';
      const text = await response.body.text();
      const json: { error?: { code: string } } = sealed ? {} : JSON.parse(text);
      if (!expected.accepted) {
        expect({ status: response.statusCode, code: json.error?.code }).toEqual({
          status: expected.status,
          code: expected.code,
        });
      } else {
        expect(beforeAccepted).not.toContain(json.error?.code);
      }
      expect('signature' in response.headers).toBe(expected.accepted || expected.code === 'EXPIRED');
    },
  );

  test('has nothing that PHP complains about', async () => {
    expect(await store.complaints()).toBe('');
    expect((await callBridge(store.url, store.key)).status).toBeGreaterThan(0);
  });
});
