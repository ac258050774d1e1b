import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { phpFpm } from './machine.js';

/** A folder served as most hosts do it: nginx before php-fpm with OPcache on. */
export interface PhpFpm {
  /** Where the folder is served, with a trailing slash. */
  readonly url: string;
  /** What PHP and the bridge wrote to PHP's error log. */
  readonly errorLog: string;
  close(): Promise<void>;
}

/** Settings of PHP, name => value. */
export type PhpIni = Readonly<Record<string, string>>;

/**
 * Serves a folder by one worker of php-fpm behind nginx; `ini` are further settings of PHP, `user` is whom the worker is where a root
 * starts it, root where absent. With `pools`, `/in/<name>/…` is the same folder, served by a worker with the settings of that name.
 */
export async function servePhpFpm(
  root: string,
  ini: PhpIni = {},
  { user = 'root', pools = {} }: { readonly user?: string; readonly pools?: Readonly<Record<string, PhpIni>> } = {},
): Promise<PhpFpm> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-fpm-'));
  mkdirSync(path.join(folder, 'logs'));
  const [socket, errorLog] = [path.join(folder, 'fpm.sock'), path.join(folder, 'php-errors.log')];
  const port = await freePort();
  const settings = { 'opcache.enable': '1', 'opcache.validate_timestamps': '1', error_log: errorLog, ...ini };
  writeFileSync(
    path.join(folder, 'fpm.conf'),
    [
      `[global]\nerror_log = ${folder}/fpm.log`,
      fpmPool('www', socket, user, settings),
      ...Object.entries(pools).map(([name, more]) =>
        fpmPool(name, path.join(folder, `${name}.sock`), user, { ...settings, ...more }, 'ondemand'),
      ),
    ].join('\n'),
  );
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; worker_processes 1;
events {}
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port}; root ${root};
    location ~ ^/in/(\\w+)(/.*\\.php)$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$2;
      fastcgi_param SCRIPT_NAME $2;
      fastcgi_pass unix:${folder}/$1.sock;
    }
    location ~ \\.php$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass unix:${socket};
    }
  }
}
`,
  );
  const fpm = spawn(phpFpm() ?? 'php-fpm', ['-F', '-R', '-y', path.join(folder, 'fpm.conf')], { stdio: 'ignore' });
  const nginx = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const close = async () => {
    await Promise.all([fpm, nginx].map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; ; tries += 1) {
    const status = await fetch(`${url}drawbridge/index.php`).then(
      ({ status }) => status,
      () => null,
    );
    // Without a bridge there is nothing, which php-fpm says too.
    if (status === 200 || status === 404) return { url, errorLog, close };
    if (tries > 100) {
      await close();
      throw new Error(`php-fpm behind nginx must answer within 10 s, but got: ${status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** One pool of php-fpm with one worker, which is there at once (`static`) or once it is asked. */
export function fpmPool(
  name: string,
  socket: string,
  user: string,
  ini: PhpIni,
  manager: 'static' | 'ondemand' = 'static',
): string {
  const isRoot = process.getuid?.() === 0;
  return `[${name}]
listen = ${socket}
${isRoot ? 'listen.mode = 0666' : ''}
pm = ${manager}
pm.max_children = 1
${isRoot ? `user = ${user}\ngroup = ${user}` : ''}
${Object.entries(ini)
  .map(([key, value]) => `php_admin_value[${key}] = ${value}`)
  .join('\n')}
`;
}

/** Ends a process and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
