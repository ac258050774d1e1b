import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { request as relay } from 'undici';
import { signedFields } from './signed-fields.js';

/** How a store is sick. */
export type Sickness = 'hangs' | 'resets' | 'lies' | 'bombs' | 'halves';

/** What stands before a store: it passes everything on until it is sick. */
export interface SickStore {
  readonly url: string;
  sick: boolean;
  close(): Promise<void>;
}

const MiB = 2 ** 20;
const ownToConnections = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Answers that are signed by the store's own key: packed to a thousandth, deep, and of rows without end. */
const bombs = [
  gzipSync(Buffer.alloc(200 * MiB, ' ')),
  gzipSync(Buffer.alloc(16 * MiB, '[')),
  gzipSync(`{"results":[{"id":"page","columns":["a"],"rows":[${'[1],'.repeat(2_000_000)}[1]]}]}`),
];
/** What is no answer of a bridge: a firewall's page, a list without end that nobody signed, a redirect. */
const lies: readonly (readonly [number, string, string])[] = [
  [200, 'text/html', `<!doctype html>${'<p>Prove that you are human.</p>'.repeat(2_000)}`],
  [500, 'application/json', `[${'{},'.repeat(MiB)}{}]`],
  [302, 'text/html', ''],
];

/** Opens a way to the server of a store that is well at first; `secret` is the store's key, by which its bombs are signed. */
export async function openSickStore(target: string, sickness: Sickness, secret: () => Buffer): Promise<SickStore> {
  const store = { sick: false };
  let count = 0;
  const misbehave = (request: IncomingMessage, response: ServerResponse) => {
    count += 1;
    if (sickness === 'hangs') return;
    if (sickness === 'resets') return void request.socket.resetAndDestroy();
    if (sickness === 'bombs') {
      const bytes = bombs[count % bombs.length] as Buffer;
      const signed = signedFields(bytes, request, secret());
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', ...signed });
      return void response.end(bytes);
    }
    const [status, type, text] = lies[count % lies.length] ?? [200, 'text/plain', ''];
    response.writeHead(status, {
      'content-type': type,
      ...(status === 302 ? { location: 'https://elsewhere.example/' } : {}),
      ...(sickness === 'halves' ? { 'content-length': 10_000_000 } : {}),
    });
    if (sickness === 'lies') return void response.end(text);
    response.write(text.slice(0, 5_000));
    setTimeout(() => request.socket.resetAndDestroy(), 50);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (store.sick) return misbehave(request, response);
    const kept = (headers: object) => Object.entries(headers).filter(([name]) => !ownToConnections.has(name));
    const answer = await relay(new URL(request.url ?? '/', target), {
      method: request.method as 'GET' | 'POST',
      headers: Object.fromEntries(kept(request.headers)),
      body: chunks.length > 0 ? Buffer.concat(chunks) : null,
    });
    response.writeHead(answer.statusCode, Object.fromEntries(kept(answer.headers)));
    response.end(Buffer.from(await answer.body.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(store, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
