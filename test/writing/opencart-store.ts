import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from './platform-store.js';

type Place = Parameters<Layout['files']>[0];

/** How an OpenCart store is laid out. */
export function opencartLayout(store: 'opencart3' | 'opencart4', code: string): Layout {
  const index = path.join(code, 'index.php');
  return {
    store,
    code,
    files: (place) => ({
      'config.php': opencartConfig(store, place),
      // A stand-in has none: the stored one stays, and says the version.
      ...(existsSync(index) ? { 'index.php': readFileSync(index, 'utf8') } : {}),
    }),
  };
}

/** A config.php with the constants that OpenCart's own installer writes. */
export function opencartConfig(store: 'opencart3' | 'opencart4', { root, url, login }: Place): string {
  const prefix = store === 'opencart3' ? 'shop3_' : 'oc_';
  const folders: Record<string, string> =
    store === 'opencart3'
      ? {
          APPLICATION: 'catalog/',
          SYSTEM: 'system/',
          IMAGE: 'image/',
          STORAGE: 'system/storage/',
          LANGUAGE: 'catalog/language/',
          TEMPLATE: 'catalog/view/theme/',
          CONFIG: 'system/config/',
          CACHE: 'system/storage/cache/',
          DOWNLOAD: 'system/storage/download/',
          LOGS: 'system/storage/logs/',
          MODIFICATION: 'system/storage/modification/',
          SESSION: 'system/storage/session/',
          UPLOAD: 'system/storage/upload/',
        }
      : {
          OPENCART: '',
          APPLICATION: 'catalog/',
          EXTENSION: 'extension/',
          SYSTEM: 'system/',
          IMAGE: 'image/',
          STORAGE: 'system/storage/',
          LANGUAGE: 'catalog/language/',
          TEMPLATE: 'catalog/view/template/',
          CONFIG: 'system/config/',
          CACHE: 'system/storage/cache/',
          DOWNLOAD: 'system/storage/download/',
          LOGS: 'system/storage/logs/',
          SESSION: 'system/storage/session/',
          UPLOAD: 'system/storage/upload/',
        };
  const constants: [string, string][] = [
    ...(store === 'opencart4' ? [['APPLICATION', 'Catalog'] as [string, string]] : []),
    ['HTTP_SERVER', url],
    ...(store === 'opencart3' ? [['HTTPS_SERVER', url] as [string, string]] : []),
    ...Object.entries(folders).map(([name, folder]): [string, string] => [`DIR_${name}`, `${root}/${folder}`]),
    ['DB_DRIVER', 'mysqli'],
    ['DB_HOSTNAME', '127.0.0.1'],
    ['DB_USERNAME', login.user],
    ['DB_PASSWORD', login.password],
    ['DB_DATABASE', login.database],
    ['DB_PORT', '3306'],
    ['DB_PREFIX', prefix],
    ...(store === 'opencart4'
      ? (['KEY', 'CERT', 'CA'].map((part) => [`DB_SSL_${part}`, '']) as [string, string][])
      : []),
  ];
  return `<?php\n${constants.map(([name, value]) => `define('${name}', '${value}');\n`).join('')}`;
}
