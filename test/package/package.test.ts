import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type DemoStore, openDemoStore } from '../../demo/open-demo-store.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ensureBuilt } from '../support/built.js';
import type { GraphqlReply } from '../support/test-service.js';

const run = promisify(execFile);

interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}
const { packages } = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
/** What an installation with `--omit=dev --omit=optional` holds. */
const needed = Object.entries(packages)
  .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
  .map(([path]) => path);
/** What it holds at the top of its node_modules. */
const installed = needed.filter((path) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path));

const secret = randomBytes(32).toString('base64url');
const key = 'a-key-of-the-embedder';
let folder: string;
let tarball: string;
let demo: DemoStore;

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env.PATH,
  MY_API_KEY: key,
  SHOP_URL: demo.url,
  SHOP_KEY_ID: 'k1',
  SHOP_SECRET: secret,
  ...more,
});

beforeAll(async () => {
  ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), 'drawbridge-package-'));
  const opening = openDemoStore({ keyId: 'k1', secret, scale: 'small' });
  const npm = join(dirname(process.execPath), 'npm');
  // Built already.
  const packed = execFileSync(
    statSync(npm, { throwIfNoEntry: false }) ? npm : 'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    {
      cwd: packageRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  tarball = join(folder, (JSON.parse(packed) as { filename: string }[])[0]?.filename ?? '');
  mkdirSync(join(folder, 'node_modules/drawbridge'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(folder, 'node_modules/drawbridge')]);
  // As npm would install them; @types/node is what whoever compiles adds.
  for (const path of new Set([...installed, 'node_modules/@types/node', 'node_modules/undici-types'])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(packageRoot, path), join(folder, path));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const guide = readFileSync(join(packageRoot, 'docs/embedding.md'), 'utf8');
  for (const [, name = '', text = ''] of guide.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm))
    writeFileSync(join(folder, name), text);
  demo = await opening;
});
afterAll(async () => {
  await demo?.close();
  rmSync(folder, { recursive: true });
});

test('the package is small, and holds what runs and no more', () => {
  expect(statSync(tarball).size).toBeLessThan(3_000_000);
  const files = readdirSync(join(folder, 'node_modules/drawbridge'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /(^|\/)test\/|\.map$|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'schema/drawbridge.graphql', 'bridge/bridge.php']),
  );
});

test('an installation without what is optional has nothing of the demo', () => {
  expect(installed.length).toBeGreaterThan(50);
  expect(installed.filter((path) => /php-wasm/.test(path))).toEqual([]);
});

test('an installation for production without what is optional is small', () => {
  const bytesOf = (directory: string): number =>
    readdirSync(directory, { withFileTypes: true })
      .filter(({ name }) => name !== 'node_modules')
      .map((entry) =>
        entry.isDirectory() ? bytesOf(join(directory, entry.name)) : blocksOf(join(directory, entry.name)),
      )
      .reduce((sum, bytes) => sum + bytes, 0);
  // As it takes place on a disk, in blocks of 4 KiB.
  const blocksOf = (file: string) => Math.ceil(lstatSync(file).size / 4096) * 4096;
  const bytes = needed.reduce((sum, path) => sum + bytesOf(join(packageRoot, path)), 0);
  expect(bytes).toBeGreaterThan(50_000_000);
  expect(bytes).toBeLessThan(120_000_000);
});

test('the guide’s programs compile against the package’s types', async () => {
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'nodenext',
    strict: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const said = await run(join(packageRoot, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: folder }).catch(
    (fault) => fault,
  );
  expect(said.stdout).toBe('');
});

test('the guide’s fetch handler reads a store that somebody else keeps', async () => {
  const { stdout } = await run(process.execPath, ['fetch.ts'], { cwd: folder, env: environment() });
  expect(JSON.parse(stdout)).toEqual({
    data: {
      stores: {
        nodes: [
          { name: 'Acme Shop', products: { nodes: [{ name: expect.any(String) }, { name: expect.any(String) }] } },
        ],
      },
    },
  });
});

test('the guide’s server serves the graph below its prefix, and only to those it knows', async () => {
  const server = spawn(process.execPath, ['server.ts'], { cwd: folder, env: environment() });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout.once('data', (data: Buffer) => resolve(String(data).trim()));
      server.once('exit', () => reject(new Error('the server ended before it listened')));
    });
    const deeds: string[] = [];
    server.stderr.on('data', (data: Buffer) => deeds.push(String(data)));
    const ask = async (
      query: string,
      headers: Readonly<Record<string, string>> = { authorization: `Bearer ${key}` },
    ) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return { status: answer.status, ...(await answer.json()) } as GraphqlReply;
    };
    expect((await ask('{ __typename }', {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const { data } = await ask(
      '{ viewer { account } stores { totalCount nodes { id products(first: 1) { nodes { id inventory { quantity } } } } } }',
    );
    expect(data).toMatchObject({ viewer: { account: 'acme' }, stores: { totalCount: 1 } });
    const [product] = data.stores.nodes[0].products.nodes;
    expect((await ask(`{ product(id: "${product.id}") { id } }`)).data).toEqual({ product: { id: product.id } });
    // What the asker's scopes do not hold, and what is kept elsewhere.
    const orders = await ask('{ stores { nodes { orders { nodes { id } } } } }');
    expect(orders.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'orders.read' });
    expect((await ask('{ apiKeys { nodes { id } } }')).status).toBe(400);
    // A change reaches the store, which refuses it, and whoever keeps the log is told.
    const change = `mutation { setInventory(changes: [{ id: "${product.id}", quantity: "5" }]) { results { userErrors { code } } } }`;
    const { data: changed, errors } = await ask(change);
    expect(errors).toBeUndefined();
    expect(changed.setInventory.results).toEqual([{ userErrors: [{ code: 'READ_ONLY' }] }]);
    expect(JSON.parse(deeds.join(''))).toMatchObject({ accountId: 'acme', actor: 'ERP', action: 'setInventory' });
  } finally {
    server.kill();
    await new Promise((resolve) => server.once('exit', resolve));
  }
});

test('a bridge made by the guide is whole', async () => {
  const { stdout } = await run(process.execPath, ['bridge.ts'], { cwd: folder, env: environment() });
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(['drawbridge/bridge.php', 'drawbridge/config.php']));
});

describe('the server of the package, where nothing optional is installed', () => {
  const start = (more: Readonly<Record<string, string>>) =>
    spawn(process.execPath, ['node_modules/drawbridge/dist/src/main.js'], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...more },
    });
  const written = async (child: ReturnType<typeof start>, until: RegExp) => {
    let text = '';
    await new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (data: Buffer) => {
          text += data;
          if (until.test(text)) resolve();
        });
      }
      child.once('close', () => resolve());
    });
    return text;
  };

  test('runs with keys of its own', async () => {
    const child = start({
      DRAWBRIDGE_API_KEYS: 'tests:an-api-key-of-the-tests',
      DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
    });
    try {
      const url = /ready at (http:\S+)/.exec(await written(child, /Ctrl-C/))?.[1];
      expect((await fetch(`${url}/health`)).status).toBe(200);
    } finally {
      child.kill();
      await new Promise((resolve) => child.once('close', resolve));
    }
  });

  test('says what is missing where the demo, Redis or traces are asked for', async () => {
    const asked = (name: string, url: string) =>
      written(
        start({
          DRAWBRIDGE_API_KEYS: 'tests:an-api-key-of-the-tests',
          DRAWBRIDGE_DATA_DIR: join(folder, name),
          [name]: url,
        }),
        /$^/,
      );
    const [ofDemo, ofRedis, ofTraces] = await Promise.all([
      written(start({}), /$^/),
      asked('REDIS_URL', 'redis://127.0.0.1:6379'),
      asked('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318'),
    ]);
    expect(ofDemo.trim()).toMatch(/^The demo store .* needs the package @php-wasm\/[^\n]*$/);
    expect(ofRedis.trim()).toMatch(/^REDIS_URL needs the package @redis\/client[^\n]*$/);
    expect(ofTraces.trim()).toMatch(/^OTEL_EXPORTER_OTLP_ENDPOINT needs the package @opentelemetry\/[^\n]*$/);
  });
});
