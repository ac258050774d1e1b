import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DemoScale, demoRows } from './demo-rows.js';
import { servePhp } from './php-host.js';
import { databaseFile, writeDatabase, writeStoreFiles } from './store-files.js';
import { storefront } from './storefront.js';

export interface DemoStoreOptions {
  /** The key that the store's bridge knows. */
  readonly keyId: string;
  /** Its secret: 32 bytes in base64url. */
  readonly secret: string;
  /** The port on 127.0.0.1; 0, the default, picks a free one. */
  readonly port?: number;
  /** The last day of the store's two years; now by default. */
  readonly today?: Date;
  /** `full` by default. */
  readonly scale?: DemoScale;
  /** Told what was opened and how long it took. */
  readonly log?: (message: string, facts: Readonly<Record<string, string | number>>) => void;
}

export interface DemoStore {
  /** The store's root, with a trailing slash; its bridge is at `drawbridge/bridge.php` below. */
  readonly url: string;
  /** The file of its database. */
  readonly database: string;
  /** Stops the store and removes its folder. */
  close(): Promise<void>;
}

/**
 * Opens a store with a catalog, customers and orders of its own: the bridge that merchants install, run by PHP in WebAssembly
 * over SQLite, in a temporary folder that is gone when the store is closed.
 */
export async function openDemoStore(options: DemoStoreOptions): Promise<DemoStore> {
  const began = performance.now();
  const root = await mkdtemp(path.join(tmpdir(), 'drawbridge-demo-'));
  let front: ReturnType<typeof storefront> = () => null;
  const host = await servePhp({ root, port: options.port ?? 0, otherwise: (page) => front(page) }).catch(
    async (error) => {
      await rm(root, { recursive: true, force: true });
      throw error;
    },
  );
  const close = async () => {
    await host.close();
    await rm(root, { recursive: true, force: true });
  };
  try {
    const rows = demoRows({ today: options.today ?? new Date(), url: host.url, scale: options.scale ?? 'full' });
    await writeDatabase(root, rows.toSql());
    await writeStoreFiles(root, host.url, { id: options.keyId, secret: options.secret });
    front = storefront(rows);
    options.log?.('demo store opened', { url: host.url, milliseconds: Math.round(performance.now() - began) });
    return { url: host.url, database: path.join(root, databaseFile), close };
  } catch (error) {
    await close();
    throw error;
  }
}
