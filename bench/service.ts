import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { Agent, request } from 'undici';
import { ended, projectRoot } from './processes.js';

/** The built service in a process of its own, as in production. */
export interface Service {
  readonly url: string;
  readonly pid: number;
  /** What clients send as `Authorization`. */
  readonly authorization: string;
  /** Seconds by the clock until it said that it is ready. */
  readonly readySeconds: number;
  /** Answers an operation, as the text that came. Throws where the answer is not a success of HTTP or has errors. */
  ask(query: string, variables?: object): Promise<string>;
  /** Connects a store at this address, lays its bridge into the folder, tells of that, verifies it, and gives its global id. */
  connect(url: string, root: string, laid?: () => void): Promise<string>;
  close(): Promise<void>;
}

const apiKey = 'bench-key-of-more-than-sixteen-characters';

/** What Node takes no more memory with than is needed, as in `deploy/`; without, it collects late where the machine has much. */
export const lean = { NODE_OPTIONS: '--max-old-space-size=192 --max-semi-space-size=8', MALLOC_ARENA_MAX: '2' };

/** Starts the service with a data folder of its own and settings beside. */
export async function startService(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-bench-service-'));
  const began = performance.now();
  const { DRAWBRIDGE_BENCH_PROFILE: profile } = process.env;
  const child = spawn(
    process.execPath,
    [
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []),
      ...(settings.DRAWBRIDGE_BENCH_WATCH ? ['--import', path.join(projectRoot, 'dist/bench/loop-watch.js')] : []),
      path.join(projectRoot, 'dist/service/main.js'),
    ],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        NODE_COMPILE_CACHE: path.join(projectRoot, 'dist/compiled'),
        PORT: '0',
        DRAWBRIDGE_DEMO: 'off',
        DRAWBRIDGE_API_KEYS: apiKey,
        DRAWBRIDGE_DATA_DIR: path.join(folder, 'data'),
        DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
        DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: '0',
        ...given(settings),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const close = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await readyAt(child).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const readySeconds = (performance.now() - began) / 1000;
  const agent = new Agent({ connections: 1024, pipelining: 1, headersTimeout: 120_000, bodyTimeout: 120_000 });
  const authorization = `Bearer ${settings.DRAWBRIDGE_DEMO === 'on' ? 'demo' : apiKey}`;
  const ask = async (query: string, variables: object = {}) => {
    const { statusCode, body } = await request(`${url}/graphql`, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        'content-type': 'application/json',
        authorization,
      },
      body: JSON.stringify({ query, variables }),
    });
    const text = await body.text();
    if (statusCode !== 200 || text.startsWith('{"errors"')) {
      throw new Error(`the service must answer, but got: ${statusCode} ${text.slice(0, 500)}`);
    }
    return text;
  };
  return {
    url,
    pid: child.pid ?? 0,
    authorization,
    readySeconds,
    ask,
    async connect(storeUrl, root, laid) {
      const connected = JSON.parse(
        await ask(
          'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { store { id } bridge { downloadUrl } userErrors { message } } }',
          { input: { url: storeUrl } },
        ),
      ).data.connectStore;
      if (!connected.store) throw new Error(`the store must connect, but got: ${JSON.stringify(connected.userErrors)}`);
      const { body } = await request(connected.bridge.downloadUrl, { method: 'POST', dispatcher: agent });
      for (const [name, content] of Object.entries(unzipSync(new Uint8Array(await body.arrayBuffer())))) {
        mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        if (!name.endsWith('/')) writeFileSync(path.join(root, name), content);
      }
      laid?.();
      const verified = JSON.parse(
        await ask('mutation ($id: ID!) { verifyStore(id: $id) { store { status } userErrors { message } } }', {
          id: connected.store.id,
        }),
      ).data.verifyStore;
      if (verified.store?.status !== 'ACTIVE') {
        throw new Error(`the store must verify, but got: ${JSON.stringify(verified)}`);
      }
      return connected.store.id;
    },
    async close() {
      await agent.close();
      await close();
    },
  };
}

/** Settings that are empty are not set at all. */
function given(settings: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value === '' ? undefined : value]));
}

function readyAt(child: ChildProcess): Promise<string> {
  let written = '';
  return new Promise((resolve, reject) => {
    const heard = (data: Buffer) => {
      written += data;
      const address = /ready at (http:\S+)/.exec(written)?.[1];
      if (address && written.includes('Ctrl-C')) resolve(address);
      if (address) written = written.slice(-10_000);
    };
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
    child.once('close', () => reject(new Error(`the service ended before it was ready:\n${written}`)));
  });
}
