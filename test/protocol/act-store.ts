import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleBridge, packageRoot } from '../../bridge/assemble.js';
import type { BridgeConfig } from '../../bridge/bridge-file.js';
import { renderBridgeConfig } from '../../bridge/package.js';
import { servePhp } from '../../demo/php-host.js';
import type { PhpRuntime } from '../support/php-runtime.js';
import { type Answered, type Call, callBridge } from '../support/php-runtime-caller.js';
import { type SystemPhp, serveSystemPhp } from '../support/system-php.js';

const shop = path.join(packageRoot, 'test/protocol/act-shop');

/** The made-up shop of `act-shop/`, with a bridge that may write and these empty files besides, run by one PHP, or by the system's. */
export async function openActStore(php: PhpRuntime | 'system', files: readonly string[] = [], workers = 1) {
  const root = await mkdtemp(path.join(tmpdir(), 'drawbridge-act-'));
  const key = { id: 'k1', secret: randomBytes(32) };
  const at = (name: string) => path.join(root, name);
  await mkdir(at('drawbridge'));
  await writeFile(at('shop.php'), await readFile(path.join(shop, 'shop.php')));
  const bridge = assembleBridge([path.join(shop, 'connector.php')], [], { writable: true });
  await writeFile(at('drawbridge/bridge.php'), bridge);
  for (const name of files) await writeFile(at(name), '');
  const configure = (config: Partial<BridgeConfig>) => {
    const keys = { [key.id]: key.secret.toString('base64url') };
    return writeFile(at('drawbridge/config.php'), renderBridgeConfig({ write: true, ...config, keys }));
  };
  /** Puts the shop back as it was, with this mood. */
  const reset = async (mood = '') => {
    for (const name of ['maintenance', 'locked']) await rm(at(name), { force: true });
    for (const name of ['calls', 'seen.json']) await writeFile(at(name), '');
    // The folders themselves stay, since PHP in WebAssembly goes on with those that it has seen.
    for (const folder of ['drawbridge/ledger', 'drawbridge/nonces']) {
      for (const name of await readdir(at(folder)).catch(() => [])) await rm(at(`${folder}/${name}`));
    }
    await writeFile(at('stock.json'), JSON.stringify({ 1: 10, 2: 20, 3: 30 }));
    await writeFile(at('mood'), mood);
    await configure({});
  };
  await reset();
  const server: Record<string, string> = {};
  let own: SystemPhp | null = php === 'system' ? await serveSystemPhp(root, workers) : null;
  const host = php === 'system' ? null : await servePhp({ root, phpLoader: php.load, server });
  const base = own?.url ?? host?.url ?? '';
  const url = `${base}drawbridge/bridge.php`;
  const call = (one: Call): Promise<Answered> => callBridge(url, key, one);
  return {
    root,
    server,
    bridge,
    pid: () => own?.pid ?? 0,
    /** Starts the system's PHP again where it was. */
    restart: async () => {
      own = await serveSystemPhp(root, workers, Number(new URL(base).port));
    },
    call,
    configure,
    reset,
    /** A request for these acts. */
    act: (...acts: readonly object[]) => call({ body: { verb: 'act', acts } }),
    stock: async () => JSON.parse(await readFile(at('stock.json'), 'utf8')) as Record<string, number>,
    /** What was called of the shop's code so far, a line each. */
    calls: async () => (await readFile(at('calls'), 'utf8')).split('\n').filter((line) => line !== ''),
    /** What the bridge has noted of acts, file by file. */
    ledger: async () => {
      const names = (await readdir(at('drawbridge/ledger')).catch(() => [])).filter((name) => name !== 'open');
      return Promise.all(names.map((name) => readFile(at(`drawbridge/ledger/${name}`), 'utf8')));
    },
    /** What the shop's code saw of the request; null where it has not run. */
    // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
    seen: async (): Promise<any> => JSON.parse((await readFile(at('seen.json'), 'utf8')) || 'null'),
    write: (name: string, text: string) => writeFile(at(name), text),
    read: (name: string) => readFile(at(name), 'utf8'),
    async close() {
      await own?.close();
      await host?.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export type ActStore = Awaited<ReturnType<typeof openActStore>>;

/** An id that no act has had. */
export const newId = () => randomBytes(24).toString('base64url');

/** The act that sets a product's stock. */
export const setStock = (product: string, quantity: string, more: object = {}) => ({
  id: newId(),
  do: 'inventory',
  with: { product, quantity, ...more },
});
