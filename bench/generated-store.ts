import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoRows } from '../demo/demo-rows.js';
import { literal, type Row } from '../demo/rows.js';
import { type TableSchema, tablePrefix, tables } from '../demo/schema.js';
import type { MariaDb } from './maria-db.js';

/** The name of the store that is made here: the demo's, of OpenCart 4.1, in MariaDB. */
export const generatedStore = 'generated';

/** A database, and who may read it. */
export interface StoreDatabase {
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Makes the store's database and lays its files into the folder, for where there are no real stores. */
export function makeGeneratedStore(root: string, database: MariaDb): StoreDatabase {
  const made = { database: 'store_generated', user: 'store_generated', password: randomBytes(16).toString('hex') };
  const at = "'127.0.0.1'";
  database.run(
    `drop database if exists ${made.database}; create database ${made.database} character set utf8mb4;
    create or replace user '${made.user}'@${at} identified by '${made.password}';
    grant select on ${made.database}.* to '${made.user}'@${at}`,
  );
  // The same rows each time, so that figures of one day can be held against those of another.
  const rows = demoRows({ today: new Date('2026-01-01T12:00:00Z'), url: 'http://127.0.0.1/' });
  for (const table of tables.values()) {
    for (const sql of sqlOf(table, rows.of(table.name))) database.run(sql, made.database);
  }
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'index.php'), "<?php\n// Version\ndefine('VERSION', '4.1.0.4');\n");
  const settings = {
    HTTP_SERVER: 'http://127.0.0.1/',
    DB_DRIVER: 'mysqli',
    DB_HOSTNAME: '127.0.0.1',
    DB_USERNAME: made.user,
    DB_PASSWORD: made.password,
    DB_DATABASE: made.database,
    DB_PREFIX: tablePrefix,
    DB_PORT: database.port,
  };
  const lines = Object.entries(settings).map(([name, value]) => `define('${name}', '${value}');\n`);
  writeFileSync(path.join(root, 'config.php'), `<?php\n${lines.join('')}`);
  return made;
}

/** How many rows one statement inserts: the client takes it as an argument, which may have 128 KiB. */
const rowsAtOnce = 40;

/** The statements that make a table, its rows and its indexes. */
function sqlOf(table: TableSchema, rows: readonly Row[]): string[] {
  const name = `\`${tablePrefix}${table.name}\``;
  const columns = [...table.columns].map(([column, type]) => {
    const longest = Math.max(0, ...rows.map((row) => String(row[column] ?? '').length));
    return `\`${column}\` ${typeOf(type, longest)}`;
  });
  const keys = [
    `primary key (${listed(table.key)})`,
    ...table.indexes.map((one) => `key \`${one.join('_')}\` (${listed(one)})`),
  ];
  const blanks = [...table.columns.values()].map((type) => (type === 'text' || type === 'date' ? 'null' : '0'));
  const statements = [`create table ${name} (${[...columns, ...keys].join(', ')})`];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const values = rows
      .slice(from, from + rowsAtOnce)
      .map(
        (row) => `(${[...table.columns.keys()].map((column, i) => literal(row[column], blanks[i] ?? '')).join(', ')})`,
      );
    statements.push(`set session sql_mode = 'NO_BACKSLASH_ESCAPES'; insert into ${name} values ${values.join(', ')}`);
  }
  return statements;
}

/** As OpenCart declares them, as far as pages can feel it; what is long enough for it is no text of one line. */
function typeOf(type: string, longest: number): string {
  if (type === 'int') return 'int not null default 0';
  if (type === 'money') return 'decimal(15,4) not null default 0';
  if (type === 'measure') return 'decimal(15,8) not null default 0';
  if (type === 'date') return longest > 10 ? 'datetime null' : 'date null';
  return longest > 255 ? 'text' : 'varchar(255)';
}

function listed(columns: readonly string[]): string {
  return columns.map((column) => `\`${column}\``).join(', ');
}
