import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request as relay } from 'undici';
import { signedFields } from './signed-fields.js';

/** Stand-ins for stores on machines of their own: what they cost there is not paid by this machine. */
export interface RecordedStores {
  /** The address of a stand-in, each on an address of its own of the loopback network; `path` is the real store's path there. */
  urlOf(number: number, path: string): string;
  close(): Promise<void>;
}

interface Recorded {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Opens stand-ins before one real store that is there under many paths. What a bridge is asked for the first time is asked of the store
 * itself; its answer is kept, and given to everybody who asks the same, signed with the asker's own key, after so many milliseconds.
 */
export async function openRecordedStores(
  target: string,
  count: number,
  { afterMs, secretOf }: { readonly afterMs: number; readonly secretOf: (path: string) => Buffer },
): Promise<RecordedStores> {
  const answers = new Map<string, Recorded>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const asked = body.toString();
    const kept = request.method === 'POST' ? answers.get(asked) : undefined;
    if (kept) {
      const signed = signedFields(kept.body, request, secretOf(path));
      return void setTimeout(() => response.writeHead(200, { ...kept.headers, ...signed }).end(kept.body), afterMs);
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const real = await relay(new URL(path, target), {
      method: request.method as 'GET' | 'POST',
      headers: headers as Record<string, string>,
      body: body.length > 0 ? body : null,
    });
    const bytes = Buffer.from(await real.body.arrayBuffer());
    const told = Object.fromEntries(
      ['content-type', 'content-encoding', 'content-digest', 'signature-input', 'signature'].flatMap((name) =>
        typeof real.headers[name] === 'string' ? [[name, real.headers[name]]] : [],
      ),
    );
    if (real.statusCode === 200 && told.signature && asked.includes('"statements"')) {
      answers.set(asked, { headers: told, body: bytes });
    }
    response.writeHead(real.statusCode, told).end(bytes);
  };
  const servers = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
        answer(request, response).catch(() => response.destroy());
      });
      await new Promise<void>((resolve) => server.listen(0, addressOf(number), resolve));
      return { server, port: (server.address() as AddressInfo).port };
    }),
  );
  return {
    urlOf: (number, path) => `http://${addressOf(number)}:${servers[number]?.port}${path}`,
    async close() {
      await Promise.all(
        servers.map(
          ({ server }) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

function addressOf(number: number): string {
  return `127.1.${Math.floor(number / 200)}.${(number % 200) + 1}`;
}
