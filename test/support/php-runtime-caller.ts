import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { encryptedType, openAnswer, sealRequest } from '../../src/bridge/encryption.js';
import {
  type AnswerFault,
  faultOfAnswer,
  type Headers,
  type StoreKey,
  signRequest,
} from '../../src/bridge/signature.js';

export interface Call {
  readonly method?: string;
  /** What is sent; an object becomes JSON. */
  readonly body?: object | string | Uint8Array;
  /** Path and query; that of the bridge where absent. */
  readonly target?: string;
  readonly key?: StoreKey;
  readonly nonce?: string;
  /** Seconds since 1970; now where absent. */
  readonly created?: number;
  /** Seconds between `created` and `expires`; 60 where absent. */
  readonly lifetime?: number;
  readonly type?: string;
  readonly encrypted?: boolean;
  /** Header fields set over those of the signed request; an empty one is not sent. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends these bytes in the place of those signed. */
  readonly sent?: Uint8Array;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** The bytes as they came. */
  readonly bytes: Buffer;
  /** The answer's JSON, decrypted and unpacked; undefined where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  readonly json: any;
  /** The code of a refusal; null where there is none. */
  readonly code: string | null;
  /** Why the answer is not one to this request by this key; null where it is. */
  readonly fault: AnswerFault | null;
}

/** A request as it is sent, and how its answer is read. */
export interface PreparedCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  read(status: number, headers: Headers, bytes: Buffer): Answered;
}

/** Signs one request to a bridge, past the service's own client. */
export function prepareCall(bridgeUrl: string, key: StoreKey, call: Call = {}): PreparedCall {
  const url = new URL(call.target ?? '', bridgeUrl);
  const by = call.key ?? key;
  const nonce = call.nonce ?? randomBytes(16).toString('base64url');
  const created = call.created ?? Math.floor(Date.now() / 1000);
  const body = call.body ?? { verb: 'hello' };
  const plain = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const sent = call.encrypted ? sealRequest(plain, by.secret, nonce, randomBytes(12)) : plain;
  const type = call.type ?? (call.encrypted ? encryptedType : 'application/json');
  const signed = signRequest(url, type, sent, by, { created, expires: created + (call.lifetime ?? 60), nonce });
  const fields = Object.entries({ ...signed.headers, ...call.headers }).filter(([, value]) => value !== '');
  return {
    url,
    method: call.method ?? 'POST',
    headers: Object.fromEntries(fields),
    body: call.sent ?? sent,
    read(status, headers, bytes) {
      const fault = faultOfAnswer({ status, headers, body: bytes }, signed.signature, by);
      let text: Buffer = bytes;
      if (headers['content-type'] === encryptedType) text = openAnswer(bytes, by.secret, nonce);
      if (text[0] === 0x1f && text[1] === 0x8b) text = gunzipSync(text);
      const json = parse(text.toString());
      return { status, headers, bytes, json, code: json?.error?.code ?? null, fault };
    },
  };
}

/** Signs and sends one request to a bridge, past the service's own client, and reads what comes back. */
export async function callBridge(bridgeUrl: string, key: StoreKey, call: Call = {}): Promise<Answered> {
  return sendCall(prepareCall(bridgeUrl, key, call));
}

/** Sends one request, and reads what comes back. */
export async function sendCall(call: PreparedCall, dispatcher?: Dispatcher): Promise<Answered> {
  const { url, method, headers, body, read } = call;
  const response = await request(url, {
    method: method as 'POST',
    headers,
    ...(dispatcher ? { dispatcher } : {}),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
  const bytes = Buffer.from(await response.body.arrayBuffer());
  return read(response.statusCode, response.headers as Headers, bytes);
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
