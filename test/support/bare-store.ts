import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { demoRows } from '../../demo/demo-rows.js';
import { servePhp } from '../../demo/php-host.js';
import { writeDatabase, writeStoreFiles } from '../../demo/store-files.js';

export interface BareStore {
  readonly url: string;
  /** The folder of its files. */
  readonly root: string;
  /** Unzips a bridge in the store's root, as a merchant does. */
  unzip(zip: Uint8Array): Promise<void>;
  /** Deletes the bridge, as a merchant does who wants no more of it. */
  removeBridge(): Promise<void>;
  /** Deletes its database. */
  loseDatabase(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a small store on PHP in WebAssembly that has no bridge yet. */
export async function openBareStore(): Promise<BareStore> {
  const root = await mkdtemp(join(tmpdir(), 'drawbridge-bare-'));
  const host = await servePhp({ root });
  const removeBridge = () => rm(join(root, 'drawbridge'), { recursive: true, force: true });
  const rows = demoRows({ today: new Date('2026-06-01T00:00:00Z'), url: host.url, scale: 'small' });
  await writeDatabase(root, rows.toSql());
  await writeStoreFiles(root, host.url, { id: 'unused', secret: 'A'.repeat(43) });
  await removeBridge();
  return {
    url: host.url,
    root,
    removeBridge,
    loseDatabase: () => rm(join(root, 'storage'), { recursive: true }),
    async unzip(zip) {
      for (const [name, content] of Object.entries(unzipSync(zip))) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), content);
      }
    },
    async close() {
      await host.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
