import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apacheModules, phpFpm, phpModule } from './machine.js';
import { ended, fpmPool, freePort, type PhpFpm, type PhpIni } from './php-fpm.js';

/**
 * Serves a folder by Apache as Debian sets it up, with `.htaccess` read, packing on and OPcache on: PHP is a module of it, or php-fpm
 * behind it. `ini` are further settings of PHP.
 */
export async function serveApache(root: string, php: 'module' | 'fpm', ini: PhpIni = {}): Promise<PhpFpm> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-apache-'));
  // Its workers must reach the socket of php-fpm in it.
  chmodSync(folder, 0o755);
  for (const name of ['logs', 'run']) mkdirSync(path.join(folder, name));
  const [socket, errorLog] = [path.join(folder, 'fpm.sock'), path.join(folder, 'php-errors.log')];
  const port = await freePort();
  const settings = { 'opcache.validate_timestamps': '1', error_log: errorLog, ...ini };
  const shared = ['authz_core', 'authz_host', 'access_compat', 'dir', 'env', 'filter', 'deflate', 'headers'];
  const modules = [...shared, 'rewrite', ...(php === 'fpm' ? ['mpm_event', 'proxy', 'proxy_fcgi'] : ['mpm_prefork'])];
  // Apache refuses to be root itself: its workers are whoever owns web servers on Debian.
  const isRoot = process.getuid?.() === 0;
  writeFileSync(
    path.join(folder, 'apache.conf'),
    `ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/run/apache.pid
Mutex file:${folder}/run default
ErrorLog ${folder}/logs/error.log
${modules.map((name) => `LoadModule ${name}_module ${apacheModules}/mod_${name}.so`).join('\n')}
${php === 'module' ? `LoadModule php_module ${apacheModules}/${phpModule()}` : ''}
${isRoot ? 'User www-data\nGroup www-data' : ''}
DirectoryIndex index.php index.html
AddOutputFilterByType DEFLATE text/html text/plain application/json
DocumentRoot ${root}
<Directory ${root}>
  Options FollowSymLinks
  AllowOverride All
  Require all granted
</Directory>
<FilesMatch "\\.php$">
  SetHandler ${php === 'module' ? 'application/x-httpd-php' : `"proxy:unix:${socket}|fcgi://localhost"`}
</FilesMatch>
${
  php === 'module'
    ? Object.entries(settings)
        .map(([name, value]) => `php_admin_value ${name} "${value}"`)
        .join('\n')
    : ''
}
`,
  );
  // Where it ends, it ends its whole group of processes.
  const processes = [
    spawn('apache2', ['-DFOREGROUND', '-f', path.join(folder, 'apache.conf')], { stdio: 'ignore', detached: true }),
  ];
  if (php === 'fpm') {
    writeFileSync(
      path.join(folder, 'fpm.conf'),
      `[global]\nerror_log = ${folder}/logs/fpm.log\n${fpmPool('www', socket, 'www-data', settings)}`,
    );
    processes.push(
      spawn(phpFpm() ?? 'php-fpm', ['-F', '-R', '-y', path.join(folder, 'fpm.conf')], { stdio: 'ignore' }),
    );
  }
  const close = async () => {
    await Promise.all(processes.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; ; tries += 1) {
    const status = await fetch(`${url}drawbridge/index.php`).then(
      ({ status }) => status,
      () => null,
    );
    if (status === 200) return { url, errorLog, close };
    if (tries > 100) {
      await close();
      throw new Error(`Apache must answer within 10 s, but got: ${status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
