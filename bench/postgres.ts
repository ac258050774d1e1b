import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended, freePort, until } from './processes.js';

/** A PostgreSQL of the benches' own, for the registry. */
export interface Postgres {
  /** What `DATABASE_URL` is to be, for the database of this name. */
  url(database: string): string;
  /** Runs statements. */
  run(sql: string): void;
  close(): Promise<void>;
}

/** Whether there is a PostgreSQL to start. */
export function hasPostgres(): boolean {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return ['postgres', 'initdb', 'psql'].every((name) => folders.some((folder) => existsSync(path.join(folder, name))));
}

/** Starts a PostgreSQL with an empty data folder; not as root, which it refuses to be. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-bench-pg-'));
  const port = await freePort();
  const asRoot = process.getuid?.() === 0;
  if (asRoot) execFileSync('chown', ['postgres', folder]);
  const as = (command: string, args: readonly string[]): [string, string[]] =>
    asRoot
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
      : [command, [...args]];
  const data = path.join(folder, 'data');
  execFileSync(...as('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres']), { stdio: 'ignore', cwd: folder });
  const server = spawn(
    ...as('postgres', [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      folder,
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
    ]),
    { stdio: 'ignore', cwd: folder },
  );
  const run = (sql: string) =>
    void execFileSync('psql', ['-q', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-c', sql], {
      stdio: 'ignore',
    });
  const close = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('PostgreSQL answers', async () => {
      run('select 1');
      return true;
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`, run, close };
}
