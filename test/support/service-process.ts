import { type ChildProcess, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ensureBuilt } from './built.js';

/** The service as a process of its own, so that what it holds and writes is its alone. */
export interface ServiceProcess {
  /** Without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** Everything that it wrote to standard output and standard error. */
  written(): string;
  /** Writes a snapshot of its heap into the data folder's neighbour `snapshots`, after a garbage collection, and gives the file. */
  snapshotHeap(): Promise<string>;
  /** Ends it at once, as a crash does. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the project once and starts it on a free port. */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>>,
  snapshots: string,
): Promise<ServiceProcess> {
  ensureBuilt();
  const child: ChildProcess = spawn(
    process.execPath,
    ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${snapshots}`, join(packageRoot, 'dist/service/main.js')],
    { cwd: snapshots, env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'trace', ...environment } },
  );
  let written = '';
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const heard = (data: Buffer) => {
      written += data;
      const address = /ready at (http:\S+)/.exec(written)?.[1];
      if (address && written.includes('Ctrl-C')) resolve(address);
    };
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
    child.once('close', () => reject(new Error(`the service ended before it was ready:\n${written}`)));
  });
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return {
    url,
    pid: child.pid ?? 0,
    written: () => written,
    snapshotHeap: async () => {
      const before = new Set(await readdir(snapshots));
      child.kill('SIGUSR2');
      for (let waited = 0; waited < 120_000; waited += 500) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        const [made] = (await readdir(snapshots)).filter((name) => name.endsWith('.heapsnapshot') && !before.has(name));
        // The process answers again once the whole file is written.
        if (made && (await fetch(`${url}/health`)).ok) return join(snapshots, made);
      }
      throw new Error('the service must have written a heap snapshot within two minutes');
    },
    crash: () => kill('SIGKILL'),
    close: () => kill('SIGTERM'),
  };
}
