import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A server of PHP's own. */
export interface SystemPhp {
  readonly url: string;
  /** Its process, which leads a group of its own with its workers. */
  readonly pid: number;
  close(): Promise<void>;
}

/**
 * Serves a folder that holds a bridge with the system's own PHP on 127.0.0.1, with several workers, on a certain port and with settings
 * of PHP's where wanted.
 */
export async function serveSystemPhp(
  root: string,
  workers = 1,
  wanted?: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<SystemPhp> {
  const port = wanted ?? (await freePort());
  const given = Object.entries({ variables_order: 'EGPCS', ...settings }).flatMap(([name, value]) => [
    '-d',
    `${name}=${value}`,
  ]);
  const php = spawn('php', [...given, '-S', `127.0.0.1:${port}`, '-t', root], {
    stdio: 'ignore',
    env: { ...process.env, ...(workers > 1 ? { PHP_CLI_SERVER_WORKERS: String(workers) } : {}) },
    detached: true,
  });
  const exited = new Promise<void>((resolve) => php.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}/`;
  const close = async () => {
    // Its workers are processes of its own group.
    if (php.pid && php.exitCode === null && php.signalCode === null) process.kill(-php.pid);
    await exited;
  };
  const until = Date.now() + 10_000;
  while (!(await answers(`${url}drawbridge/bridge.php`))) {
    if (Date.now() > until) {
      await close();
      throw new Error('the bridge must answer within 10 s, but did not');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, pid: php.pid ?? 0, close };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/**
 * A port of 127.0.0.1 on which nobody listens, below those that the machine gives to clients: else a client's own connection could
 * take it while a server is started again there.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
