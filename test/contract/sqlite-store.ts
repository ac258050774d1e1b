import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bridgeFiles } from '../../bridge/package.js';
import { servePhp } from '../../demo/php-host.js';
import { bridgedStore, type FileStore } from './bridged-store.js';

/** A small store of a platform's own making: its files as the platform lays them, and its database in SQLite. */
export interface SqliteStore {
  /** The platform's id, whose connector the bridge holds. */
  readonly platformId: string;
  /** What the owner opened besides; nothing where absent. */
  readonly metafields?: Readonly<Record<string, readonly string[]>>;
  /** Files below the store's root by path, where the store's address and the database's absolute path are known. */
  files(url: string, database: string): Readonly<Record<string, string>>;
  /** Tables with their rows, as one SQL script. */
  sql(url: string): string;
}

/** Serves such a store with PHP compiled to WebAssembly, in a temporary folder that is gone when the store is closed. */
export async function openSqliteStore(store: SqliteStore): Promise<FileStore> {
  const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-fixture-'));
  const host = await servePhp({ root });
  const key = { id: 'contract', secret: randomBytes(32) };
  const file = path.join(root, 'store.sqlite');
  const database = new DatabaseSync(file);
  // Together: statement by statement the disk would be waited for each time.
  database.exec(`begin;\n${store.sql(host.url)};\ncommit;`);
  database.close();
  const bridge = bridgeFiles({
    keys: { [key.id]: key.secret.toString('base64url') },
    connector: store.platformId,
    ...(store.metafields && { metafields: store.metafields }),
  });
  const files = { ...store.files(host.url, file), ...Object.fromEntries(bridge.map((one) => [one.path, one.content])) };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  const opened = bridgedStore(host.url, key, async () => {
    await host.close();
    rmSync(root, { recursive: true, force: true });
  });
  return { ...opened, database: file };
}

/** A table with its rows as SQL; `columns` as SQLite takes them, each row in their order. */
export function tableSql(
  name: string,
  columns: string,
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const literal = (cell: string | number | null) =>
    typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell ?? 'null');
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`);
  const filled = values.length > 0 ? `insert into \`${name}\` values ${values.join(',\n')};\n` : '';
  return `create table \`${name}\` (${columns});\n${filled}`;
}
