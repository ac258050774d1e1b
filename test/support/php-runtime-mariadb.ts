import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { coreSource } from '../../bridge/assemble.js';
import { bridgeFiles } from '../../bridge/package.js';
import type { StoreKey } from '../../src/bridge/signature.js';
import { sharedFolder } from './machine.js';
import { freePort } from './php-fpm.js';
import { type Answered, type Call, callBridge } from './php-runtime-caller.js';

const run = promisify(execFile);

/** A real store in MariaDB, served by the system's PHP with four workers. */
export interface MariaDbStore {
  readonly url: string;
  readonly key: StoreKey;
  readonly root: string;
  readonly database: string;
  call(call?: Call): Promise<Answered>;
  /** What a PHP script prints, with the bridge's core loaded and `$connection` leading to the store's database. */
  php(script: string): Promise<string>;
  /** What MariaDB's own client prints for a statement, past everything that is tested. */
  sql(statement: string): string;
  close(): Promise<void>;
}

/** Opens a store of ../shared/stores; `phpOptions` are further arguments to PHP, such as `-d` and a setting. */
export async function openMariaDbStore(name: string, phpOptions: readonly string[] = []): Promise<MariaDbStore> {
  const root = mkdtempSync(path.join(tmpdir(), `drawbridge-${name}-`));
  const env = { ...process.env, DB_SUFFIX: `protocol_${randomBytes(4).toString('hex')}` };
  const { stdout } = await run(`${sharedFolder}stores/open-store`, [name, root], { env });
  const { database, user, password } = JSON.parse(stdout) as Record<'database' | 'user' | 'password', string>;
  const key = { id: 'k1', secret: randomBytes(32) };
  mkdirSync(path.join(root, 'drawbridge'));
  for (const file of bridgeFiles({ keys: { k1: key.secret.toString('base64url') } })) {
    writeFileSync(path.join(root, file.path), file.content);
  }
  const port = await freePort();
  const server = spawn('php', [...phpOptions, '-d', 'variables_order=EGPCS', '-S', `127.0.0.1:${port}`, '-t', root], {
    stdio: 'ignore',
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4' },
    detached: true,
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = `http://127.0.0.1:${port}/drawbridge/bridge.php`;
  const close = async () => {
    // The server's workers are children of its own, so its whole group ends.
    if (server.pid) process.kill(-server.pid, 'SIGTERM');
    await ended;
    execFileSync('mariadb', [
      '-e',
      `drop database if exists \`${database}\`; drop user if exists '${user}'@'localhost', '${user}'@'127.0.0.1';`,
    ]);
    rmSync(root, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    if (tries > 100) {
      await close();
      throw new Error('the store must answer within 10 s, but it does not');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    key,
    root,
    database,
    call: (call = {}) => callBridge(url, key, call),
    async php(script) {
      writeFileSync(path.join(root, 'core.php'), coreSource());
      const file = path.join(root, 'script.php');
      const connection = `['driver' => 'mysql', 'host' => '127.0.0.1', 'user' => '${user}', 'password' => '${password}', 'database' => '${database}']`;
      writeFileSync(file, `<?php\nrequire __DIR__ . '/core.php';\n$connection = ${connection};\n${script}`);
      return (await run('php', [...phpOptions, file])).stdout;
    },
    sql: (statement) => execFileSync('mariadb', ['-N', '-B', database, '-e', statement]).toString().trim(),
    close,
  };
}
