import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSigner, httpbis } from 'http-message-signatures';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient, type BridgeClientOptions } from '../../src/bridge/client.js';
import type { StoreKey } from '../../src/bridge/signature.js';

/** One request as the store received it. */
export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly nonce: string;
  readonly created: number;
}

export type Behaviour = (received: Received, response: ServerResponse, count: number) => void | Promise<void>;

/** How an answer is signed; by default as a bridge does. */
export interface Signing {
  readonly key?: StoreKey;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the digest is made of; the body by default. */
  readonly digestOf?: Buffer;
}

/** A store on a loopback port that behaves as it is told, and a client to ask it; closed by `await using`. */
export async function openStore(behave: Behaviour, options: Partial<BridgeClientOptions> = {}) {
  const key: StoreKey = { id: 'test-1', secret: randomBytes(32) };
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const input = String(request.headers['signature-input']);
      const one = {
        headers: request.headers,
        body: Buffer.concat(chunks),
        nonce: /nonce="([^"]+)"/.exec(input)?.[1] ?? '',
        created: Number(/created=(\d+)/.exec(input)?.[1]),
      };
      received.push(one);
      await behave(one, response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = bridgeAgent({ allowPrivateAddresses: true });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/drawbridge/bridge.php`;
  const client = new BridgeClient({ dispatcher, now: () => new Date(), randomBytes, timeoutMs: 5_000, ...options });
  return {
    key,
    url,
    received,
    client,
    connection: client.connect({ url, key }),
    async [Symbol.asyncDispose]() {
      await dispatcher.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends a signed answer, made by an independent implementation of RFC 9421. */
export async function sendSigned(
  { headers }: Received,
  response: ServerResponse,
  key: StoreKey,
  body: string | Buffer,
  signing: Signing = {},
): Promise<void> {
  const bytes = Buffer.from(body);
  const status = signing.status ?? 200;
  const signer = signing.key ?? key;
  const digest = createHash('sha256')
    .update(signing.digestOf ?? bytes)
    .digest('base64');
  const signed = await httpbis.signMessage(
    {
      key: createSigner(Buffer.from(signer.secret), 'hmac-sha256', signer.id),
      name: 'drawbridge',
      fields: ['@status', 'content-digest', '"signature";req;key="drawbridge"'],
      params: ['created', 'keyid', 'alg', 'tag'],
      paramValues: { tag: 'drawbridge-v1' },
    },
    {
      status,
      headers: { 'content-digest': `sha-256=:${digest}:`, 'content-type': 'application/json', ...signing.headers },
    },
    { method: 'POST', url: 'http://127.0.0.1/', headers: { signature: String(headers.signature) } },
  );
  response.writeHead(status, signed.headers as Record<string, string>).end(bytes);
}

/** A refusal's body as a bridge writes it. */
export function refusal(code: string, more: object = {}): string {
  return JSON.stringify({ error: { code, message: 'refused', ...more } });
}

export const helloBody = {
  protocol: 1,
  bridgeVersion: '1.0.0',
  platform: 'TESTSHOP',
  platformVersion: null,
  database: { kind: 'sqlite', version: '3' },
  phpVersion: '8.3.0',
  clock: 1_785_000_000,
  timeZone: 'UTC',
  areas: ['catalog'],
  writable: false,
  relations: { product: ['product_id'] },
} as const;
