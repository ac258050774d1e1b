import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended, freePort, until } from './processes.js';

/** A MariaDB of the benches' own, so that nobody else's work is in its log or its way. */
export interface MariaDb {
  readonly port: number;
  /** The environment in which MariaDB's client finds it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs statements and gives what the client prints, one row a line, tabs between. */
  run(sql: string, database?: string): string;
  close(): Promise<void>;
}

/** Starts a MariaDB with an empty data folder. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-bench-db-'));
  const [data, socket] = [path.join(folder, 'data'), path.join(folder, 'socket')];
  mkdirSync(data);
  const user = execFileSync('id', ['-un']).toString().trim();
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, `--user=${user}`, '--auth-root-authentication-method=normal'],
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--user=${user}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--innodb-buffer-pool-size=512M',
      '--innodb-flush-log-at-trx-commit=0',
      '--log-output=TABLE',
      `--pid-file=${folder}/pid`,
    ],
    { stdio: 'ignore' },
  );
  // The machine's own settings name the machine's own server; those of the home are read after them.
  writeFileSync(path.join(folder, '.my.cnf'), `[client]\nsocket=${socket}\nuser=root\n`);
  const environment = { ...process.env, HOME: folder };
  const run = (sql: string, database?: string) =>
    execFileSync('mariadb', ['-N', '-B', '--raw', ...(database ? [database] : []), '-e', sql], {
      env: environment,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  const close = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('MariaDB answers', async () => run('select 1') === '1\n');
  } catch (error) {
    await close();
    throw error;
  }
  return { port, environment, run, close };
}
