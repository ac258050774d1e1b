import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import type { Credential } from './store-connection.js';

/** A secret shared with one store's bridge: 32 random bytes, which `config.php` holds as base64url; its id is of letters, digits, `.`, `_` and `-`. */
export type StoreKey = Credential;

/** The moments and the nonce that a signature is made with; times are whole seconds since 1970 by the store's clock. */
export interface SignatureMoment {
  readonly created: number;
  readonly expires: number;
  /** At least 16 random bytes as base64url. */
  readonly nonce: string;
}

/** Header fields by lower-case name, as undici and node:http give them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The one label under which both sides sign (RFC 9421, section 4). */
const label = 'drawbridge';
const tag = 'drawbridge-v1';
const algorithm = 'hmac-sha256';
const answerComponents = '("@status" "content-digest" "signature";req;key="drawbridge")';

/**
 * The text that is signed (RFC 9421, section 2.5), of components as pairs of serialised identifier (`"@method"`) and value,
 * and of the parameters after the list, such as `;created=1618884473;keyid="k"`.
 */
export function signatureBase(components: readonly (readonly [string, string])[], parameters: string): string {
  const lines = components.map(([identifier, value]) => `${identifier}: ${value}`);
  return [
    ...lines,
    `"@signature-params": (${components.map(([identifier]) => identifier).join(' ')})${parameters}`,
  ].join('\n');
}

/** HMAC-SHA256 of a signature base, in base64. */
export function mac(base: string, secret: Uint8Array): string {
  // Node finds out by an exception that bytes are no key object, which takes longer than the rest.
  return createHmac('sha256', createSecretKey(secret)).update(base, 'utf8').digest('base64');
}

/** The Content-Digest field of these bytes (RFC 9530). */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}

/** A request that is signed: what it asks, and the header fields that carry the signature. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The base64 of the MAC; the answer is tied to it. */
  readonly signature: string;
}

/** Signs a POST of these very bytes to this address. */
export function signRequest(
  url: URL,
  contentType: string,
  body: Uint8Array,
  key: StoreKey,
  moment: SignatureMoment,
): SignedRequest {
  for (const [name, value] of [
    ['key.id', key.id],
    ['nonce', moment.nonce],
  ] as const) {
    if (!/^[\w.-]+$/.test(value))
      throw new TypeError(`${name} must be of letters, digits, ".", "_" and "-", but got: ${JSON.stringify(value)}`);
  }
  const digest = contentDigest(body);
  const components = [
    ['"@method"', 'POST'],
    ['"@path"', url.pathname],
    ['"@query"', url.search || '?'],
    ['"content-type"', contentType],
    ['"content-digest"', digest],
  ] as const;
  const { created, expires, nonce } = moment;
  const parameters = `;created=${created};expires=${expires};nonce="${nonce}";keyid="${key.id}";alg="${algorithm}";tag="${tag}"`;
  const signature = mac(signatureBase(components, parameters), key.secret);
  return {
    signature,
    headers: {
      'content-type': contentType,
      'content-digest': digest,
      'signature-input': `${label}=(${components.map(([identifier]) => identifier).join(' ')})${parameters}`,
      signature: `${label}=:${signature}:`,
    },
  };
}

/** Why an answer is not believed. */
export type AnswerFault =
  /** None of the header fields of a signature is there: not the bridge's words. */
  | 'UNSIGNED'
  /** A field is missing, repeated, or not of the one form that a bridge sends. */
  | 'MALFORMED'
  /** Signed by a key other than the request's, with another algorithm, or for another purpose. */
  | 'KEY_WRONG'
  | 'MAC_WRONG'
  | 'DIGEST_WRONG';

/** An answer as far as its signature covers it, but for its body, which the signed digest stands for. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * Checks that an answer was signed by the request's key, for this very request, over this status and these bytes; null
 * where it was. Any departure from the one form that a bridge sends is a fault: other components, a second signature,
 * a repeated field.
 */
export function faultOfAnswer(
  answer: AnswerHead & { readonly body: Uint8Array },
  requestSignature: string,
  key: StoreKey,
): AnswerFault | null {
  const fault = faultOfHead(answer, requestSignature, key);
  if (fault) return fault;
  return isDigest(answer, contentDigest(answer.body)) ? null : 'DIGEST_WRONG';
}

/** The same as far as it can be told before any of the body is read: whether what its digest says is signed. */
export function faultOfHead(answer: AnswerHead, requestSignature: string, key: StoreKey): AnswerFault | null {
  const { 'signature-input': input, signature, 'content-digest': digest } = answer.headers;
  if (input === undefined && signature === undefined) return 'UNSIGNED';
  if (typeof input !== 'string' || typeof signature !== 'string' || typeof digest !== 'string') return 'MALFORMED';
  if (!/^sha-256=:[A-Za-z0-9+/]{43}=:$/.test(digest)) return 'MALFORMED';

  if (!input.startsWith(`${label}=${answerComponents}`)) return 'MALFORMED';
  const parameters = input.slice(label.length + 1 + answerComponents.length);
  const named = readParameters(parameters);
  if (!named) return 'MALFORMED';
  if (named.get('keyid') !== key.id || named.get('tag') !== tag || named.get('alg') !== algorithm) return 'KEY_WRONG';

  const base = signatureBase(
    [
      ['"@status"', String(answer.status)],
      ['"content-digest"', digest],
      ['"signature";req;key="drawbridge"', `:${requestSignature}:`],
    ],
    parameters,
  );
  return equal(signature, `${label}=:${mac(base, key.secret)}:`) ? null : 'MAC_WRONG';
}

/** Whether this is the digest that the answer's header gives. */
export function isDigest({ headers }: AnswerHead, digest: string): boolean {
  const given = headers['content-digest'];
  return typeof given === 'string' && equal(given, digest);
}

/** Reads `;created=1;keyid="k"`; null where it is of another form or names a parameter twice. */
function readParameters(text: string): ReadonlyMap<string, string> | null {
  if (!/^(?:;[a-z]+=(?:\d{1,15}|"[\w.-]*"))*$/.test(text)) return null;
  const named = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/;([a-z]+)=([^;]*)/g)) {
    if (named.has(name)) return null;
    named.set(name, value.replaceAll('"', ''));
  }
  return named;
}

/** Compares in a time that does not tell where two texts of one length differ. */
function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
