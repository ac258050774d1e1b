import { randomBytes } from 'node:crypto';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';
import { contentDigest, faultOfAnswer, signRequest } from '../../src/bridge/signature.js';

const key = { id: 'peer-1', secret: randomBytes(32) };
const components = ['@method', '@path', '@query', 'content-type', 'content-digest'];

function signed(address: string) {
  const url = new URL(address);
  const body = Buffer.from('{"verb":"hello"}');
  const created = Math.floor(Date.now() / 1000);
  const moment = { created, expires: created + 60, nonce: randomBytes(16).toString('base64url') };
  const { headers, signature } = signRequest(url, 'application/json', body, key, moment);
  return { request: { method: 'POST', url, headers: { ...headers } }, signature };
}

async function verifies(request: ReturnType<typeof signed>['request'], secret = key.secret) {
  return httpbis.verifyMessage(
    {
      keyLookup: async ({ keyid }) =>
        keyid === key.id ? { id: key.id, algs: ['hmac-sha256'], verify: createVerifier(secret, 'hmac-sha256') } : null,
      requiredFields: components,
      requiredParams: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
    },
    request,
  );
}

describe('an independent implementation of RFC 9421', () => {
  test.each(['https://a.example/drawbridge/bridge.php', 'http://a.example/x%20y/b.php?p=1&q=%C3%A9'])(
    'verifies what we sign for %s',
    async (address) => {
      const { request } = signed(address);
      expect(await verifies(request)).toBe(true);
      expect(await verifies(request, randomBytes(32))).toBe(false);
      expect(await verifies({ ...request, url: new URL('https://a.example/other') })).toBe(false);
    },
  );

  test('signs answers that we believe, and only as answers to that request', async () => {
    const { request, signature } = signed('https://a.example/drawbridge/bridge.php');
    const body = Buffer.from('{"results":[]}');
    const { headers } = await httpbis.signMessage(
      {
        key: createSigner(key.secret, 'hmac-sha256', key.id),
        name: 'drawbridge',
        fields: ['@status', 'content-digest', '"signature";req;key="drawbridge"'],
        params: ['created', 'keyid', 'alg', 'tag'],
        paramValues: { tag: 'drawbridge-v1' },
      },
      { status: 200, headers: { 'content-digest': contentDigest(body) } },
      request,
    );
    const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const answer = { status: 200, headers: lowerCase, body };
    expect(faultOfAnswer(answer, signature, key)).toBeNull();
    expect(faultOfAnswer(answer, signed('https://a.example/drawbridge/bridge.php').signature, key)).toBe('MAC_WRONG');
  });
});

test('a key id or nonce that could break out of its quotes is not signed with', () => {
  const url = new URL('https://a.example/');
  const moment = { created: 1, expires: 2, nonce: 'abc' };
  expect(() => signRequest(url, 'application/json', Buffer.from(''), { ...key, id: 'a";x="' }, moment)).toThrow(
    TypeError,
  );
  expect(() => signRequest(url, 'application/json', Buffer.from(''), key, { ...moment, nonce: 'a\nb' })).toThrow(
    TypeError,
  );
});
