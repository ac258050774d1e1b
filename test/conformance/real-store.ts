import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { BridgeConfig } from '../../bridge/bridge-file.js';
import { bridgeFiles } from '../../bridge/package.js';
import { type BridgedStore, bridgedStore } from '../contract/bridged-store.js';
import { sharedFolder } from '../support/machine.js';

const run = promisify(execFile);

/** A store of ../shared/stores in MariaDB, served by the system's PHP with the bridge that merchants install. */
export interface RealStore extends BridgedStore {
  /** The rows of a statement run by MariaDB's own client, past everything that is tested. */
  rows(sql: string): string[][];
}

/** What the platform's own classes say about a store. */
// biome-ignore lint/suspicious/noExplicitAny: the oracle is JSON of the platform's making; mappings say what they expect of it.
export function oracleOf(name: string): any {
  return JSON.parse(gunzipSync(readFileSync(`${sharedFolder}stores/${name}.json.gz`)).toString());
}

/**
 * Opens a store of ../shared/stores; `more` are files laid into it besides those there, by their paths below its root, `metafields`
 * what its owner opened.
 */
export async function openRealStore(
  name: string,
  more: Readonly<Record<string, string>> = {},
  { metafields = {} }: Pick<BridgeConfig, 'metafields'> = {},
): Promise<RealStore> {
  const suffix = `drawbridge_${randomBytes(4).toString('hex')}`;
  const root = mkdtempSync(path.join(tmpdir(), `drawbridge-${name}-`));
  const options = { env: { ...process.env, DB_SUFFIX: suffix } };
  const { stdout } = await run(`${sharedFolder}stores/open-store`, [name, root], options);
  const { database, user } = JSON.parse(stdout) as { database: string; user: string };

  const key = { id: 'conformance', secret: randomBytes(32) };
  const files = bridgeFiles({ keys: { [key.id]: key.secret.toString('base64url') }, metafields });
  mkdirSync(path.join(root, 'drawbridge'), { recursive: true });
  for (const file of files) writeFileSync(path.join(root, file.path), file.content);
  for (const [file, content] of Object.entries(more)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  }

  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const php = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', root], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => php.once('exit', () => resolve()));
  const stop = async () => {
    php.kill();
    await exited;
    const users = ['localhost', '127.0.0.1'].map((host) => `'${user}'@'${host}'`).join(', ');
    execFileSync('mariadb', ['-e', `drop database if exists \`${database}\`; drop user if exists ${users};`]);
    rmSync(root, { recursive: true, force: true });
  };
  const store = bridgedStore(url, key, stop);
  try {
    await answering(`${url}drawbridge/bridge.php`);
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    ...store,
    rows: (sql) =>
      execFileSync('mariadb', ['-N', '-B', '--default-character-set=utf8mb4', database], {
        input: sql,
        maxBuffer: 2 ** 30,
      })
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t')),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(url: string): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (Date.now() > until) throw new Error(`the store must answer within 10 s, but its bridge answered: ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
