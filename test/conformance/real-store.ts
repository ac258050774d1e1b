import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { bridgeFiles } from '../../bridge/package.js';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import { StoreConfigCache } from '../../src/domain/store-config-cache.js';
import type { StoreRecord } from '../../src/domain/store-record.js';
import { StoreSession } from '../../src/domain/store-session.js';
import { platformById } from '../../src/platforms/index.js';
import { sharedFolder } from '../support/machine.js';

const run = promisify(execFile);

/** A store of ../shared/stores in MariaDB, served by the system's PHP with the bridge that merchants install. */
export interface RealStore {
  readonly storeId: string;
  /** The store's root, with a trailing slash. */
  readonly url: string;
  /** A session of its own for one request's worth of questions; the configuration is cached between them. */
  session(): StoreSession;
  /** The number of signed requests that ran statements, so far. */
  calls(): number;
  /** The rows of a statement run by MariaDB's own client, past everything that is tested. */
  rows(sql: string): string[][];
  close(): Promise<void>;
}

/** What the platform's own classes say about a store. */
// biome-ignore lint/suspicious/noExplicitAny: the oracle is JSON of the platform's making; mappings say what they expect of it.
export function oracleOf(name: string): any {
  return JSON.parse(gunzipSync(readFileSync(`${sharedFolder}stores/${name}.json.gz`)).toString());
}

export async function openRealStore(name: string): Promise<RealStore> {
  const suffix = `drawbridge_${randomBytes(4).toString('hex')}`;
  const root = mkdtempSync(path.join(tmpdir(), `drawbridge-${name}-`));
  const options = { env: { ...process.env, DB_SUFFIX: suffix } };
  const { stdout } = await run(`${sharedFolder}stores/open-store`, [name, root], options);
  const { database, user } = JSON.parse(stdout) as { database: string; user: string };

  const key = { id: 'conformance', secret: randomBytes(32) };
  const files = bridgeFiles({ keys: { [key.id]: key.secret.toString('base64url') } });
  mkdirSync(path.join(root, 'drawbridge'), { recursive: true });
  for (const file of files) writeFileSync(path.join(root, file.path), file.content);

  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const php = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', root], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => php.once('exit', () => resolve()));
  const agent = bridgeAgent({ allowPrivateAddresses: true });
  const now = () => new Date();
  const client = new BridgeClient({ dispatcher: agent, now, randomBytes, timeoutMs: 60_000 });
  const bridgeUrl = `${url}drawbridge/bridge.php`;
  const configCache = new StoreConfigCache({ now });
  const storeId = randomUUID();
  let calls = 0;
  const record: StoreRecord = {
    id: storeId,
    accountId: 'conformance',
    name,
    url,
    bridgeUrl,
    platformId: null,
    platformVersion: null,
    status: 'ACTIVE',
    connectedAt: now(),
    lastVerifiedAt: now(),
    bridge: {
      version: null,
      protocolVersion: null,
      phpVersion: null,
      databaseVersion: null,
      writable: null,
      keyId: key.id,
      keyRotatedAt: null,
    },
  };
  const close = async () => {
    php.kill();
    await exited;
    await agent.close();
    const users = ['localhost', '127.0.0.1'].map((host) => `'${user}'@'${host}'`).join(', ');
    execFileSync('mariadb', ['-e', `drop database if exists \`${database}\`; drop user if exists ${users};`]);
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await answering(bridgeUrl);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    storeId,
    url,
    session: () =>
      new StoreSession(record, {
        connect: async () => client.connect({ url: bridgeUrl, key }),
        configCache,
        platformById,
        now,
        deadlineMs: 60_000,
        onCall: (_store, statements) => {
          if (statements.length > 0) calls += 1;
        },
      }),
    calls: () => calls,
    rows: (sql) =>
      execFileSync('mariadb', ['-N', '-B', '--default-character-set=utf8mb4', database, '-e', sql])
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t')),
    close,
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
