import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The real stores and their oracles, beside the project; not part of it. */
export const sharedFolder = fileURLToPath(new URL('../../../shared/', import.meta.url));

function answers(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** The command of php-fpm, whose name carries PHP's version; null where there is none. */
export function phpFpm(): string | null {
  const named = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  const [name] = named('/usr/sbin').filter((file) => /^php-fpm[\d.]*$/.test(file));
  return name ? `/usr/sbin/${name}` : null;
}

/** Where Debian has Apache's modules. */
export const apacheModules = '/usr/lib/apache2/modules';

/** Apache's PHP as a module, whose name carries PHP's version; null where there is none. */
export function phpModule(): string | null {
  const names = existsSync(apacheModules) ? readdirSync(apacheModules) : [];
  return names.find((name) => /^libphp[\d.]*\.so$/.test(name)) ?? null;
}

const looks = {
  'PHP with mysqli': () => answers('php', '-r', "exit(extension_loaded('mysqli') ? 0 : 1);"),
  'IPv6 on the loopback address': () =>
    Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1')),
  'the openssl command and mariadb-install-db': () =>
    answers('openssl', 'version') && existsSync('/usr/bin/mariadb-install-db'),
  'php-fpm, nginx and unzip': () => phpFpm() !== null && answers('nginx', '-v') && answers('unzip', '-v'),
  'Apache with PHP as its module, and php-fpm': () =>
    phpFpm() !== null && existsSync('/usr/sbin/apache2') && phpModule() !== null,
  'a MariaDB that lets this user in over its socket': () => answers('mariadb', '-e', 'select 1'),
  'a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres': () =>
    answers('psql', '-w', '-h', '127.0.0.1', '-U', 'postgres', '-c', 'select 1'),
  'the real stores in ../shared/stores': () => existsSync(`${sharedFolder}stores/open-store`),
  'the contract in ../shared/contract': () => existsSync(`${sharedFolder}contract/schema.graphql`),
  'a Redis on 127.0.0.1:6379': () => answers('redis-cli', '-h', '127.0.0.1', 'ping'),
  'pure-ftpd and root': () => existsSync('/usr/sbin/pure-ftpd') && process.getuid?.() === 0,
  'an OpenSSH server and root': () => existsSync('/usr/sbin/sshd') && process.getuid?.() === 0,
  'PID namespaces that this user may make': () => answers('unshare', '--pid', '--fork', '--mount-proc', 'true'),
  'root, and setpriv to be another user': () => process.getuid?.() === 0 && answers('setpriv', '--version'),
  'the /proc of Linux': () => existsSync('/proc/self/environ'),
  'the openssl command': () => answers('openssl', 'version'),
  'Chromium at /usr/bin/chromium': () => existsSync('/usr/bin/chromium'),
  'bash, zsh and the script command': () =>
    answers('bash', '--version') && answers('zsh', '--version') && answers('script', '--version'),
} as const;

export type Part = keyof typeof looks;

const seen = new Map<Part, boolean>();
function isThere(part: Part): boolean {
  const known = seen.get(part) ?? looks[part]();
  seen.set(part, known);
  return known;
}

/**
 * Describes tests that need parts which not every machine has. Where one is missing they are left out, and their title says
 * which: `npm test` prints those titles at its end.
 */
export function describeWhere(parts: readonly Part[], title: string, tests: () => void): void {
  const missing = parts.filter((part) => !isThere(part));
  if (missing.length === 0) describe(title, tests);
  else describe.skip(`${title} [left out: needs ${missing.join(' and ')}]`, tests);
}
