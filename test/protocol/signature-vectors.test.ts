import { readFileSync } from 'node:fs';
import { openAnswer, sealRequest } from '../../src/bridge/encryption.js';
import { faultOfAnswer, type Headers, mac, signatureBase, signRequest } from '../../src/bridge/signature.js';

interface Expected {
  accepted: boolean;
  fault?: string;
  code?: string;
  reason?: string;
}
interface Vectors {
  keys: Record<string, string>;
  bases: {
    name: string;
    secret: string;
    components: [string, string][];
    parameters: string;
    base: string;
    mac: string;
  }[];
  requests: {
    name: string;
    target: string;
    headers: Record<string, string>;
    body: string;
    moment?: { created: number; expires: number; nonce: string };
    keyId?: string;
    expected: Expected;
  }[];
  asked: { keyId: string; signature: string };
  answers: { name: string; status: number; headers: Headers; body: string; expected: Expected }[];
  encryption: Record<
    'accepted' | 'refused',
    { name: string; direction: string; nonce: string; iv: string; plain: string; sealed: string; reason?: string }[]
  >;
}

const vectors: Vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'));
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const keyOf = (id: string) => ({ id, secret: Buffer.from(vectors.keys[id] ?? '', 'base64url') });

describe('the signature base', () => {
  test.each(vectors.bases)('is as $name gives it', (vector) => {
    const base = signatureBase(vector.components, vector.parameters);
    expect(base).toBe(vector.base);
    expect(mac(base, bytes(vector.secret))).toBe(vector.mac);
  });
});

describe('a request', () => {
  const sent = vectors.requests.filter(({ moment }) => moment);

  test('has vectors that a bridge accepts, and refused ones that name code and reason', () => {
    expect(sent.length).toBeGreaterThanOrEqual(5);
    const refused = vectors.requests.filter(({ expected }) => !expected.accepted);
    expect(refused.length).toBeGreaterThanOrEqual(30);
    expect(refused.filter(({ expected }) => !expected.code || !expected.reason)).toEqual([]);
  });

  test.each(sent)('is signed byte for byte as the vector: $name', ({ target, headers, body, moment, keyId = '' }) => {
    if (!moment) throw new Error('the vector has no moment');
    const url = new URL(target, 'https://store.example');
    const signed = signRequest(url, headers['content-type'] ?? '', bytes(body), keyOf(keyId), moment);
    expect(signed.headers).toEqual(headers);
    expect(headers.signature).toBe(`drawbridge=:${signed.signature}:`);
  });

  test.each(vectors.requests.filter(({ expected }) => expected.code === 'SIGNATURE_INVALID'))(
    'never carries the MAC of a vector that is refused: $name',
    ({ target, headers, body }) => {
      const [, created, expires, nonce = '', keyId = ''] =
        /created=(\d+);expires=(\d+);nonce="([^"]+)";keyid="([^"]+)"/.exec(headers['signature-input'] ?? '') ?? [];
      const key = keyId in vectors.keys ? keyOf(keyId) : { id: keyId, secret: Buffer.alloc(32) };
      const url = new URL(target, 'https://store.example');
      const moment = { created: Number(created), expires: Number(expires), nonce };
      const signed = signRequest(url, headers['content-type'] ?? '', bytes(body), key, moment);
      expect(signed.headers).not.toEqual(headers);
    },
  );
});

describe('an answer', () => {
  const { keyId, signature } = vectors.asked;

  test.each(vectors.answers)('is judged as the vector says: $name', ({ status, headers, body, expected }) => {
    const fault = faultOfAnswer({ status, headers, body: bytes(body) }, signature, keyOf(keyId));
    expect(fault).toBe(expected.accepted ? null : expected.fault);
    if (!expected.accepted) expect(expected.reason).toBeTruthy();
  });
});

describe('an encrypted body', () => {
  const [keyId = ''] = Object.keys(vectors.keys);
  const { secret } = keyOf(keyId);
  const { accepted, refused } = vectors.encryption;

  test.each(accepted.filter(({ direction }) => direction === 'request'))('is sealed as the vector: $name', (vector) => {
    expect(sealRequest(bytes(vector.plain), secret, vector.nonce, bytes(vector.iv)).toString('base64')).toBe(
      vector.sealed,
    );
  });

  test.each(accepted.filter(({ direction }) => direction === 'answer'))('is opened as the vector: $name', (vector) => {
    expect(openAnswer(bytes(vector.sealed), secret, vector.nonce).toString('base64')).toBe(vector.plain);
  });

  test.each(refused)('is not opened where it is not whole or not for us: $name', ({ sealed, nonce }) => {
    expect(() => openAnswer(bytes(sealed), secret, nonce)).toThrow();
  });
});
