import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { PHP, PHPLoaderModule, PHPResponse, PHPRunOptions } from '@php-wasm/universal';
import { optimizeWebAssemblyLate } from '../src/infrastructure/late-optimizing.js';
import { optionalPackage } from '../src/infrastructure/optional-package.js';

export interface PhpHostOptions {
  /** The folder to serve; PHP sees it under the same absolute path (under `/store` on Windows). */
  readonly root: string;
  /** The port on 127.0.0.1; 0, the default, picks a free one. */
  readonly port?: number;
  /** Loads the PHP build to run; PHP 8.3 by default. */
  readonly phpLoader?: () => Promise<PHPLoaderModule>;
  /** Entries of `$_SERVER` set over the request's own, such as `REMOTE_ADDR` to stand behind a proxy. */
  readonly server?: Readonly<Record<string, string>>;
  /** Answers paths that no script has, such as images'; null, or no such function: 404. */
  readonly otherwise?: (path: string) => OtherAnswer | null;
}

/** What is not PHP: a text with its content type. */
export interface OtherAnswer {
  readonly type: string;
  readonly body: string;
}

export interface PhpHost {
  /** Where the folder is served, with a trailing slash. */
  readonly url: string;
  /** Stops listening, lets the running request end, and frees PHP. */
  close(): Promise<void>;
}

const maxBodyBytes = 4 * 1024 * 1024;
/**
 * A WebAssembly heap never shrinks, and each request leaves two of the runtime's 4,096 descriptors open, so PHP is started afresh now and
 * then; a start takes about 0.3 s.
 */
const requestsPerRuntime = 1_000;

/**
 * Serves the PHP scripts of a folder on 127.0.0.1 with PHP compiled to WebAssembly: no PHP on the machine, nothing downloaded.
 * Requests run one after the other. Of the folder only `.php` files are served; anything else is `otherwise`'s to answer.
 */
export async function servePhp(options: PhpHostOptions): Promise<PhpHost> {
  const root = path.resolve(options.root);
  const runtime = new PhpRuntime(root, options.phpLoader ?? loadPhp83);
  await runtime.start();
  const server = createServer((request, response) => {
    answer(request, response, root, runtime, options).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(error instanceof BodyTooLarge ? 413 : 500, { 'content-type': 'text/plain' }).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      });
      await runtime.stop();
    },
  };
}

const theDemo = 'The demo store (DRAWBRIDGE_DEMO)';

async function loadPhp83(): Promise<PHPLoaderModule> {
  const { getPHPLoaderModule } = await optionalPackage(
    '@php-wasm/node-8-3',
    theDemo,
    () => import('@php-wasm/node-8-3'),
  );
  return getPHPLoaderModule();
}

/** One PHP at a time, replaced when it breaks or has served its number of requests. */
class PhpRuntime {
  private php: PHP | null = null;
  private served = 0;
  private last: Promise<unknown> = Promise.resolve();
  readonly root: string;

  constructor(
    private readonly hostRoot: string,
    private readonly loader: () => Promise<PHPLoaderModule>,
  ) {
    this.root = path.sep === '/' ? hostRoot : '/store';
  }

  async start(): Promise<PHP> {
    optimizeWebAssemblyLate();
    const { loadPHPRuntime, PHP } = await optionalPackage(
      '@php-wasm/universal',
      theDemo,
      () => import('@php-wasm/universal'),
    );
    const php = new PHP(await loadPHPRuntime(await this.loader(), { processId: 1 }));
    php.mkdirTree(this.root);
    await php.mount(this.root, (_php, fs, mountPoint) => {
      fs.mount(fs.filesystems.NODEFS, { root: this.hostRoot }, mountPoint);
      return () => fs.unmount(mountPoint);
    });
    this.php = php;
    this.served = 0;
    return php;
  }

  /** Runs one script after all that were asked for earlier. */
  run(request: PHPRunOptions): Promise<PHPResponse> {
    const turn = this.last.then(async () => {
      if (this.served >= requestsPerRuntime) this.discard();
      const php = this.php ?? (await this.start());
      this.served += 1;
      try {
        return await php.run(request);
      } catch (error) {
        this.discard();
        throw error;
      }
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  async stop(): Promise<void> {
    await this.last;
    this.discard();
  }

  private discard(): void {
    try {
      this.php?.exit();
    } catch {
      // A runtime that is already broken cannot say goodbye.
    }
    this.php = null;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  root: string,
  runtime: PhpRuntime,
  { server = {}, otherwise }: Pick<PhpHostOptions, 'server' | 'otherwise'>,
): Promise<void> {
  const body = await readBody(request);
  const script = await findScript(root, request.url ?? '/');
  if (!script) {
    const other = otherwise?.((request.url ?? '/').split('?', 1)[0] ?? '/');
    if (other) return void response.writeHead(200, { 'content-type': other.type }).end(other.body);
    return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const result = await runtime.run({
    scriptPath: runtime.root + script,
    relativeUri: request.url ?? '/',
    protocol: 'http',
    method: request.method ?? 'GET',
    headers,
    body,
    $_SERVER: {
      DOCUMENT_ROOT: runtime.root,
      SCRIPT_FILENAME: runtime.root + script,
      SCRIPT_NAME: script,
      PHP_SELF: script,
      REMOTE_ADDR: request.socket.remoteAddress ?? '127.0.0.1',
      SERVER_ADDR: '127.0.0.1',
      SERVER_PORT: String(request.socket.localPort ?? ''),
      SERVER_PROTOCOL: `HTTP/${request.httpVersion}`,
      CONTENT_LENGTH: String(body.byteLength),
      ...server,
    },
  });
  const answerHeaders = Object.entries(result.headers).filter(([name]) => !hopByHop.has(name));
  response.writeHead(result.httpStatusCode, {
    ...Object.fromEntries(answerHeaders),
    'content-length': String(result.bytes.byteLength),
  });
  response.end(result.bytes);
}

const hopByHop = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

class BodyTooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > maxBodyBytes) throw new BodyTooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The path below the root, with a leading slash, of the script that a request's target names; null where there is none. */
async function findScript(root: string, target: string): Promise<string | null> {
  let relative: string;
  try {
    relative = decodeURIComponent(target.split('?', 1)[0] ?? '/');
  } catch {
    return null;
  }
  if (relative.includes('\0') || relative.includes('\\')) return null;
  relative = path.posix.normalize(`/${relative}`);
  if (relative.endsWith('/')) relative += 'index.php';
  if (!relative.endsWith('.php')) return null;
  const found = await stat(path.join(root, relative)).catch(() => null);
  return found?.isFile() ? relative : null;
}
