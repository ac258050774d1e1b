import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { sendSigned } from '../protocol/signing-store.js';

const run = promisify(execFile);
const MiB = 2 ** 20;

/** A text of about so many bytes, a piece over and over. */
const filled = (bytes: number, piece: string) => piece.repeat(Math.ceil(bytes / piece.length));
const result = (rows: string, columns = '["product_id"]') =>
  `{"results":[{"id":"page","columns":${columns},"rows":${rows}}]}`;
const list = (count: number, element: string) =>
  `[${filled((count - 1) * (element.length + 1), `${element},`)}${element}]`;

/** What a store sends: its text, whether it is signed, with which status, and how the call must end. */
interface Bomb {
  readonly text: string;
  readonly signed: boolean;
  readonly status?: number;
  readonly ends: string;
  /** How it is packed; as one gzip where absent. */
  readonly pack?: (text: string) => Buffer;
  /** What it says it is packed as; gzip where absent. */
  readonly coding?: string;
  /** Whether it comes a byte at a time, each in a piece of its own. */
  readonly dripped?: true;
}

/** As very many gzips, one after the other, which are one text to who unpacks them. */
const manyGzips = (text: string) => {
  const empty = gzipSync('');
  return Buffer.concat([...Array.from({ length: 300_000 }, () => empty), gzipSync(text, { level: 1 })]);
};
const bombs: Readonly<Record<string, Bomb>> = {
  'a list of empty objects, not signed, with status 500': {
    text: list(20_000_000, '{}'),
    signed: false,
    status: 500,
    ends: 'STORE_ANSWER_INVALID',
  },
  'a list of empty objects, not signed': { text: list(20_000_000, '{}'), signed: false, ends: 'STORE_ANSWER_INVALID' },
  'ten thousand lists in each other, not signed': {
    text: filled(8_000, '['),
    signed: false,
    status: 500,
    ends: 'STORE_ANSWER_INVALID',
  },
  'spaces for ever': { text: filled(200 * MiB, ' '), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'a list of empty objects': { text: list(5_000_000, '{}'), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'results of numbers': { text: `{"results":${list(8_000_000, '1')}}`, signed: true, ends: 'STORE_ANSWER_INVALID' },
  'rows without cells': { text: result(list(5_000_000, '[]')), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'rows of empty lists': { text: result(list(9_000, list(500, '[]'))), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'one row of very many cells': {
    text: result(`[${list(8_000_000, '1')}]`),
    signed: true,
    ends: 'STORE_ANSWER_INVALID',
  },
  'columns without end': { text: result('[]', list(5_000_000, '""')), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'very many columns, and rows to them': {
    text: result(list(10, list(4_000, '""')), list(4_000, '""')),
    signed: true,
    ends: '10 rows',
  },
  'lists in lists': { text: filled(16 * MiB, '['), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'objects in objects': { text: filled(16 * MiB, '{"a":'), signed: true, ends: 'STORE_ANSWER_INVALID' },
  'very many results': {
    text: `{"results":${list(500_000, '{"id":"page"}')}}`,
    signed: true,
    ends: 'STORE_ANSWER_INVALID',
  },
  'very many keys': {
    text: `{${Array.from({ length: 600_000 }, (_, i) => `"k${i}":0`).join(',')}}`,
    signed: true,
    ends: 'STORE_ANSWER_INVALID',
  },
  'very many gzips of nothing, then a page': {
    text: result('[[1]]'),
    signed: true,
    pack: manyGzips,
    ends: '1 rows',
  },
  'gzips of spaces, one after the other': {
    text: '',
    signed: true,
    pack: () => Buffer.concat(Array.from({ length: 40 }, () => gzipSync(filled(5 * MiB, ' '), { level: 1 }))),
    ends: 'STORE_ANSWER_INVALID',
  },
  'what is packed by brotli': {
    text: filled(200 * MiB, ' '),
    signed: true,
    coding: 'br',
    pack: (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    ends: 'STORE_ANSWER_INVALID',
  },
  'what is packed by deflate': {
    text: filled(200 * MiB, ' '),
    signed: true,
    coding: 'deflate',
    pack: (text) => deflateSync(text, { level: 1 }),
    ends: 'STORE_ANSWER_INVALID',
  },
  'what says that it is packed twice': {
    text: result('[[1]]'),
    signed: true,
    coding: 'gzip, gzip',
    ends: 'STORE_ANSWER_INVALID',
  },
  'one packed text that comes a byte at a time': {
    text: result(list(2_000, `["${randomBytes(30).toString('hex')}"]`)),
    signed: true,
    pack: (text) => gzipSync(text, { level: 0 }),
    dripped: true,
    ends: '2000 rows',
  },
  'one text of escaped signs': {
    text: result(`[["${filled(16 * MiB, '\\u0041')}"]]`),
    signed: true,
    ends: 'STORE_ANSWER_INVALID',
  },
  'one text that has no end': {
    text: `{"results":"${filled(16 * MiB, 'a')}`,
    signed: true,
    ends: 'STORE_ANSWER_INVALID',
  },
  'texts of two bytes a sign': {
    text: result(list(500, `["${filled(14_000, 'Ж')}a"]`)),
    signed: true,
    ends: '500 rows',
  },
  'numbers of very many digits': {
    text: result(list(9_999, `[${filled(1_600, '9')}]`)),
    signed: true,
    ends: '9999 rows',
  },
  'as many rows as there may be': {
    text: result(list(10_000, `["${filled(1_600, 'a')}"]`)),
    signed: true,
    ends: '10000 rows',
  },
  'as many small cells as there may be': {
    text: result(list(10_000, list(44, '12345678')), list(44, '"c"')),
    signed: true,
    ends: '10000 rows',
  },
};

/** Serves every bomb at a path of its own, packed. */
async function serveBombs(key: { id: string; secret: Buffer }): Promise<Server> {
  const packed = Object.values(bombs).map(({ text, pack = (one) => gzipSync(one, { level: 1 }) }) => pack(text));
  const server = createServer((request, response) => {
    const at = Number(request.url?.slice(1));
    const { signed, status = 200, coding = 'gzip', dripped } = Object.values(bombs)[at] as Bomb;
    const body = packed[at] as Buffer;
    const headers = { 'content-type': 'application/json', 'content-encoding': coding };
    request.resume().on('end', () => {
      if (!signed) response.writeHead(status, headers).end(body);
      else
        void sendSigned(
          { headers: request.headers } as Parameters<typeof sendSigned>[0],
          dripped ? dripping(response) : response,
          key,
          body,
          { status, headers },
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** An answer whose body goes out with each byte in a piece of its own, as HTTP's chunks. */
function dripping(response: ServerResponse): ServerResponse {
  const writeHead = (status: number, headers: Record<string, string>) => {
    const lines = Object.entries({ ...headers, 'transfer-encoding': 'chunked', connection: 'close' });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const end = (body: Buffer) => {
      const pieces = Buffer.alloc(body.length * 6, '1\r\n?\r\n');
      for (const [i, byte] of body.entries()) pieces[i * 6 + 3] = byte;
      response.socket?.end(
        Buffer.concat([Buffer.from(`HTTP/1.1 ${status} OK\r\n${head}\r\n`), pieces, Buffer.from('0\r\n\r\n')]),
      );
    };
    return { end };
  };
  return { writeHead } as unknown as ServerResponse;
}

describe('whatever a store sends', () => {
  test('costs at most 64 MiB and 50 ms of held event loop, and ends with a code', async () => {
    const key = { id: 'k1', secret: randomBytes(32) };
    execFileSync(`${packageRoot}/node_modules/.bin/tsc`, ['-p', 'tsconfig.build.json'], { cwd: packageRoot });
    const server = await serveBombs(key);
    const { port } = server.address() as AddressInfo;
    const names = Object.keys(bombs);
    const script = fileURLToPath(new URL('./bombed-client.mjs', import.meta.url));
    const costsOf = async (which: readonly number[]) => {
      const asked = {
        key: { id: key.id, secret: key.secret.toString('base64url') },
        urls: which.map((i) => `http://127.0.0.1:${port}/${i}`),
      };
      const { stdout } = await run(process.execPath, [
        '--expose-gc',
        '--max-old-space-size=96',
        script,
        JSON.stringify(asked),
      ]);
      const costs = JSON.parse(stdout) as { ended: string; longestMs: number; mostMiB: number }[];
      if (process.env.DRAWBRIDGE_SHOW)
        console.table(costs.map((cost, at) => ({ name: names[which[at] ?? 0], ...cost })));
      return costs.map((cost, at) => ({ at: which[at] ?? 0, name: names[which[at] ?? 0], ...cost }));
    };
    const isDear = ({ longestMs, mostMiB }: { longestMs: number; mostMiB: number }) => longestMs > 50 || mostMiB > 64;
    const costs = await costsOf(names.map((_, i) => i));
    expect(costs.map(({ ended, name }) => `${name}: ${ended}`)).toEqual(
      Object.entries(bombs).map(([name, { ends }]) => `${name}: ${ends}`),
    );
    // The least of a few times is what it costs: all else is what the machine does besides.
    let dear = costs.filter(isDear);
    for (let again = 0; again < 4 && dear.length > 0; again += 1) {
      dear = (await costsOf(dear.map(({ at }) => at))).filter(isDear);
    }
    server.closeAllConnections();
    server.close();
    expect(dear).toEqual([]);
  });
});
