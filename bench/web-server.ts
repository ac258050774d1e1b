import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended, freePort, until } from './processes.js';

/** A folder served as hosts do it: nginx before php-fpm with OPcache on. */
export interface WebServer {
  /** With a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a folder with eight workers of PHP. */
export async function serveFolder(root: string): Promise<WebServer> {
  const fpmName = readdirSync('/usr/sbin').find((name) => /^php-fpm[\d.]*$/.test(name));
  if (!fpmName) throw new Error('the benches need php-fpm, but there is none in /usr/sbin');
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-bench-web-'));
  mkdirSync(path.join(folder, 'logs'));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  writeFileSync(
    path.join(folder, 'fpm.conf'),
    `[global]
error_log = ${folder}/fpm.log
[www]
listen = ${folder}/fpm.sock
pm = static
pm.max_children = 8
${isRoot ? 'user = root\ngroup = root' : ''}
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 1
`,
  );
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `${isRoot ? 'user root;' : ''}
daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; worker_processes 1;
events {}
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; client_max_body_size 8m;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  fastcgi_buffers 64 64k; fastcgi_buffer_size 64k;
  server {
    listen 127.0.0.1:${port} backlog=4096; root ${root}; keepalive_requests 100000;
    location ~ \\.php$ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass unix:${folder}/fpm.sock;
    }
  }
}
`,
  );
  const fpm = spawn(`/usr/sbin/${fpmName}`, ['-F', '-R', '-y', path.join(folder, 'fpm.conf')], { stdio: 'ignore' });
  const nginx = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const close = async () => {
    await Promise.all([ended(fpm), ended(nginx)]);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/`;
  try {
    await until('php-fpm behind nginx answers', async () => (await fetch(`${url}none.php`)).status === 404);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}
