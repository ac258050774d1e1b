import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AccessTokens, type TokenIssuer } from '../../src/http/access-tokens.js';

const now = new Date('2026-03-01T12:00:00Z');
const seconds = now.getTime() / 1000;
const accounts = {
  find: async (id: string) =>
    ['acme', 'Acme Ltd'].includes(id) ? { id: 'acme', name: 'Acme Ltd', createdAt: now } : null,
};

let server: Server;
let issuer: TokenIssuer;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let served: number;
beforeAll(async () => {
  keys = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }] });
  served = 0;
  server = createServer((_request, response) => {
    served += 1;
    response.setHeader('content-type', 'application/json').end(jwks);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = {
    issuer: 'https://id.example/',
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    audience: 'drawbridge',
    accountClaim: 'org',
    scopeClaim: 'permissions',
  };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const good = {
  iss: 'https://id.example/',
  aud: ['drawbridge', 'others'],
  sub: 'user-7',
  org: 'acme',
  permissions: ['orders.read', 'openid', 'orders.read', 7],
  exp: seconds + 600,
};
const sign = (claims: object, key = keys.privateKey, header: object = {}) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one', ...header }).sign(key);
const callerOf = async (token: string, of: Partial<TokenIssuer> = {}) =>
  new AccessTokens({ ...issuer, ...of }, accounts, () => now).authenticate(token);

test('a token of the issuer names its account, and the scopes that are ours', async () => {
  expect(await callerOf(await sign(good))).toEqual({
    accountId: 'acme',
    accountName: 'Acme Ltd',
    storeIds: null,
    apiKeyName: 'access token',
    scopes: ['orders.read'],
    actor: 'token (user-7)',
    expiresAt: new Date((seconds + 600) * 1000),
    supportAccessId: null,
  });
  const spaced = await callerOf(await sign({ ...good, scope: 'email stores.read catalog.read' }), {
    scopeClaim: 'scope',
  });
  expect(spaced?.scopes).toEqual(['stores.read', 'catalog.read']);
  expect((await callerOf(await sign({ ...good, permissions: undefined })))?.scopes).toEqual([]);
});

test('the keys of the issuer are fetched once for many tokens', async () => {
  const tokens = new AccessTokens(issuer, accounts, () => now);
  served = 0;
  for (let i = 0; i < 5; i++) expect(await tokens.authenticate(await sign(good))).not.toBeNull();
  expect(served).toBe(1);
});

test('a key that the issuer began to use since is fetched, but not for every token that names an unknown one', async () => {
  const tokens = new AccessTokens(issuer, accounts, () => now);
  served = 0;
  const stranger = await generateKeyPair('ES256');
  for (let i = 0; i < 20; i++) {
    expect(await tokens.authenticate(await sign(good, stranger.privateKey, { kid: `unknown-${i}` }))).toBeNull();
  }
  expect(served).toBeLessThanOrEqual(2);
  expect(await tokens.authenticate(await sign(good))).not.toBeNull();
});

test.each([
  ['of another issuer', { iss: 'https://evil.example/' }],
  ['for another audience', { aud: 'others' }],
  ['that has expired', { exp: seconds - 31 }],
  ['without an end', { exp: undefined }],
  ['that is not valid yet', { nbf: seconds + 60 }],
  ['of an account that there is not', { org: 'nobody' }],
  ['that gives the name of an account for its id', { org: 'Acme Ltd' }],
  ['without an account', { org: undefined }],
  ['without an audience', { aud: undefined }],
  ['without an issuer', { iss: undefined }],
  ['whose issuer only begins like ours', { iss: 'https://id.example/evil' }],
  ['with an end that is no time', { exp: 'tomorrow' }],
  ['with an end that no calendar holds', { exp: 1e15 }],
  ['of an account given as a list', { org: ['acme'] }],
])('a token %s is nobody’s', async (_, claims) => {
  expect(await callerOf(await sign({ ...good, ...claims }))).toBeNull();
});

test('a token that others signed, that was changed, or that is signed with a shared secret is nobody’s', async () => {
  const stranger = await generateKeyPair('ES256');
  expect(await callerOf(await sign(good, stranger.privateKey))).toBeNull();
  expect(await callerOf(await sign(good, stranger.privateKey, { kid: 'two' }))).toBeNull();
  const [header, , signature] = (await sign(good)).split('.');
  const body = Buffer.from(JSON.stringify({ ...good, permissions: ['*'] })).toString('base64url');
  expect(await callerOf(`${header}.${body}.${signature}`)).toBeNull();
  const shared = await new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(randomBytes(32));
  expect(await callerOf(shared)).toBeNull();
  const headed = (header: object, signed = 'x') =>
    `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}.${signed}`;
  for (const alg of ['none', 'None', 'NONE', '', undefined]) {
    expect(await callerOf(headed({ alg, kid: 'one' }))).toBeNull();
    expect(await callerOf(headed({ alg, kid: 'one' }, ''))).toBeNull();
  }
  // Keys that the token itself brings or points to count for nothing.
  const jwk = await exportJWK(stranger.publicKey);
  expect(await callerOf(await sign(good, stranger.privateKey, { jwk, kid: undefined }))).toBeNull();
  const jku = 'http://127.0.0.1:9/jwks.json';
  expect(await callerOf(await sign(good, stranger.privateKey, { jku }))).toBeNull();
});

test('an issuer that does not answer is an outage, not a wrong token', async () => {
  const unavailable = { code: 'TOKEN_ISSUER_UNAVAILABLE' };
  await expect(callerOf(await sign(good), { jwksUrl: 'http://127.0.0.1:9/' })).rejects.toMatchObject(unavailable);
  const broken = createServer((_request, response) => response.writeHead(500).end('no'));
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}/`;
  await expect(callerOf(await sign(good), { jwksUrl })).rejects.toMatchObject(unavailable);
  await new Promise((resolve) => broken.close(resolve));
});
