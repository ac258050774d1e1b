import { readFileSync } from 'node:fs';
import path from 'node:path';
import { assembleBridge, connectorFileOf, connectorFiles, packageRoot } from './assemble.js';
import type { BridgeConfig, BridgeFile, BridgeOptions } from './bridge-file.js';

/** The text of `config.php`; throws where a value could not stand in it. */
export function renderBridgeConfig(config: BridgeConfig): string {
  const keys = Object.entries(config.keys);
  if (keys.length === 0) throw new Error('keys must hold at least one key, but got none');
  const lines = keys.map(([id, secret]) => {
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(id)) throw new Error(`a key id must match [A-Za-z0-9_.-]{1,64}, but got: ${id}`);
    if (!/^[A-Za-z0-9_-]{43}$/.test(secret))
      throw new Error('a secret must be 32 bytes in base64url, but got something else');
    return `${quoted(id)} => ${quoted(secret)},`;
  });
  const fields = Object.entries(config.metafields ?? {}).map(([kind, names]) => `${quoted(kind)} => [${list(names)}],`);
  const values: Readonly<Record<string, string>> = {
    KEYS: lines.join('\n        '),
    AREAS: list(config.areas ?? ['catalog', 'orders', 'customers', 'settings', 'promotions', 'internal']),
    METAFIELDS: fields.length > 0 ? `\n        ${fields.join('\n        ')}\n    ` : '',
    WRITE: config.write ? 'true' : 'false',
    ALLOWED_IPS: list(config.allowedIps ?? []),
    TRUSTED_PROXIES: list(config.trustedProxies ?? []),
  };
  return template('config.template.php').replace(/\/\* ([A-Z_]+) \*\//g, (_all, name: string) => values[name] ?? '');
}

/**
 * The files of `drawbridge/` for one store. `connector` is the platform's id, such as `OPENCART`, where it is known: the
 * bridge then holds that platform's part alone; else all.
 */
export function bridgeFiles(options: BridgeOptions): BridgeFile[] {
  const known = options.connector ? connectorFileOf(options.connector) : null;
  return [
    {
      path: 'drawbridge/bridge.php',
      content: assembleBridge(known ? [known] : connectorFiles(), undefined, { writable: options.write ?? false }),
    },
    { path: 'drawbridge/config.php', content: renderBridgeConfig(options) },
    { path: 'drawbridge/index.php', content: template('index.php') },
    { path: 'drawbridge/.htaccess', content: template('htaccess') },
    { path: 'drawbridge/README.txt', content: readmeFor(options.egressAddresses ?? [], options.write ?? false) },
  ];
}

function readmeFor(egressAddresses: readonly string[], write: boolean): string {
  const told =
    egressAddresses.length === 0 ? '' : `, at least for requests from:\n  ${egressAddresses.join('\n  ')}\n `;
  const writing = write
    ? "\nYou also asked for it to be able to change things: stock, prices, products, orders and shipments, each by the store's own code. That\n" +
      'is allowed for as long as "write" in config.php is true.'
    : '';
  return template('readme.txt').replace('{{EGRESS}}', told).replace('{{WRITING}}', writing);
}

function template(name: string): string {
  return readFileSync(path.join(packageRoot, 'bridge', name), 'utf8');
}

function list(texts: readonly string[]): string {
  return texts.map(quoted).join(', ');
}

function quoted(text: string): string {
  if (!/^[\w.:/-]*$/.test(text))
    throw new Error(`a text in config.php must be plain, but got: ${JSON.stringify(text)}`);
  return `'${text}'`;
}
