import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { packageRoot } from '../../bridge/assemble.js';
import type { BridgeConfig } from '../../bridge/bridge-file.js';
import { bridgeFiles } from '../../bridge/package.js';
import { servePhp } from '../../demo/php-host.js';
import { type OrderPlace, prefix, woocommerceStore } from '../contract/woocommerce-fixture.js';
import type { PhpRuntime } from '../support/php-runtime.js';
import { type Call, callBridge } from '../support/php-runtime-caller.js';
import { type SentAct, sendActs } from './platform-store.js';

/** The fixture's pottery, run by one PHP, with stand-ins for WooCommerce's code and a bridge that may write. */
export async function openWooCommerceStandIn(php: PhpRuntime, place: OrderPlace) {
  const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-stand-in-'));
  const host = await servePhp({ root, phpLoader: php.load });
  const key = { id: 'writing', secret: randomBytes(32) };
  const file = path.join(root, 'store.sqlite');
  const store = woocommerceStore(place);
  const database = new DatabaseSync(file);
  database.exec(store.sql(host.url));
  database.exec(`insert into ${prefix}options (option_name, option_value) values ('woocommerce_version', '9.8.1')`);
  cpSync(path.join(packageRoot, 'test/writing/stand-ins/woocommerce'), root, { recursive: true });
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  for (const [name, text] of Object.entries(store.files(host.url, file))) write(name, text);
  const configure = (config: Partial<BridgeConfig>) => {
    const keys = { [key.id]: key.secret.toString('base64url') };
    const files = bridgeFiles({ write: true, connector: store.platformId, ...config, keys });
    for (const one of files) write(one.path, one.content);
  };
  configure({});
  const bridge = `${host.url}drawbridge/bridge.php`;
  return {
    root,
    url: host.url,
    key,
    write,
    configure,
    call: (call: Call = {}) => callBridge(bridge, key, call),
    act: (...acts: readonly SentAct[]) => sendActs(bridge, key, acts),
    /** Rows of the store's database. */
    rows: (sql: string) => database.prepare(sql).all() as Record<string, string | number | null>[],
    change: (sql: string) => database.exec(sql),
    /** The hooks that ran since this was last asked. */
    calls(): string[] {
      const log = path.join(root, 'calls');
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
      writeFileSync(log, '');
      return lines;
    },
    async close() {
      database.close();
      await host.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export type WooCommerceStandIn = Awaited<ReturnType<typeof openWooCommerceStandIn>>;
