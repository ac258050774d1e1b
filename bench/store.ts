import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'undici';
import { generatedStore, makeGeneratedStore, type StoreDatabase } from './generated-store.js';
import type { MariaDb } from './maria-db.js';
import { storesFolder } from './processes.js';
import { serveFolder } from './web-server.js';

/** A store in the benches' MariaDB, served by php-fpm behind nginx. */
export interface BenchStore {
  readonly name: string;
  /** The folder of its files. */
  readonly root: string;
  readonly url: string;
  /** The same store once more, under an address and in a folder of its own, for a bridge of its own. */
  again(number: number): { readonly url: string; readonly root: string };
  /** The name of its database. */
  readonly database: string;
  /**
   * Puts the floor of some work into the store's root: a bare script that runs the very statements, values included, that the
   * database is sent meanwhile, over one connection, and prints their rows as JSON. Answers how many there are.
   */
  layFloor(name: string, work: () => Promise<unknown>): Promise<number>;
  /** Asks for a floor that was laid, at the store's own address or at another by which it is reached; the bytes that came. */
  askFloor(name: string, at?: string): Promise<number>;
  close(): Promise<void>;
}

const realStores: readonly string[] = [
  'woo',
  'woolegacy',
  'presta8',
  'opencart3',
  'opencart4',
  'openmage',
  'zencart',
].filter((name) => existsSync(`${storesFolder}${name}.sql.gz`));

/** The stores that there are: the real ones, or one that is generated where they are not there. */
export const stores: readonly string[] = realStores.length > 0 ? realStores : [generatedStore];

/** Opens one of the stores. */
export async function openStore(name: string, database: MariaDb): Promise<BenchStore> {
  const root = mkdtempSync(path.join(tmpdir(), `drawbridge-bench-${name}-`));
  const db = name === generatedStore ? makeGeneratedStore(root, database) : openReal(name, root, database);
  if (name === 'zencart') {
    const configure = path.join(root, 'includes/configure.php');
    writeFileSync(configure, readFileSync(configure, 'utf8').replace("'127.0.0.1'", `'127.0.0.1:${database.port}'`));
  }
  const server = await serveFolder(root);
  const agent = new Agent({ connections: 64 });
  return {
    name,
    root,
    url: server.url,
    database: db.database,
    again(number) {
      const folder = path.join(root, 'again', String(number));
      mkdirSync(folder, { recursive: true });
      for (const entry of readdirSync(root)) {
        if (entry !== 'again' && entry !== 'drawbridge') symlinkSync(path.join(root, entry), path.join(folder, entry));
      }
      return { url: `${server.url}again/${number}/`, root: folder };
    },
    async layFloor(floor, work) {
      // The service reads what it keeps of a store first, so that only the page itself is in the log.
      await work();
      database.run('truncate mysql.general_log; set global general_log = 1');
      try {
        await work();
      } finally {
        database.run('set global general_log = 0');
      }
      const statements = database
        .run(
          `select concat(to_base64(argument), '|') from mysql.general_log where user_host like '${db.user}[%' and command_type in ('Execute', 'Query') and argument like 'select%' order by event_time`,
        )
        .split('|')
        .map((text) => Buffer.from(text, 'base64').toString())
        .filter((text) => text !== '');
      if (statements.length === 0) throw new Error(`${floor} of ${name} must send statements, but none was seen`);
      writeFileSync(
        path.join(root, `floor-${floor}.php`),
        `<?php
$db = mysqli_init();
$db->real_connect('127.0.0.1', '${db.user}', '${db.password}', '${db.database}', ${database.port});
$db->set_charset('utf8mb4');
$results = [];
foreach (${phpList(statements)} as $sql) {
    $results[] = $db->query($sql)->fetch_all(MYSQLI_NUM);
}
header('Content-Type: application/json');
echo json_encode($results, JSON_INVALID_UTF8_SUBSTITUTE);
`,
      );
      return statements.length;
    },
    async askFloor(floor, at = server.url) {
      const { statusCode, body } = await request(`${at}floor-${floor}.php`, { dispatcher: agent });
      const bytes = Buffer.from(await body.arrayBuffer());
      if (statusCode !== 200 || bytes[0] !== 0x5b) {
        throw new Error(`the floor must answer, but got: ${statusCode} ${bytes.subarray(0, 300)}`);
      }
      return bytes.length;
    },
    async close() {
      await agent.close();
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function openReal(name: string, root: string, database: MariaDb): StoreDatabase {
  const said = execFileSync(`${storesFolder}open-store`, [name, root], {
    env: { ...database.environment, DB_PORT: String(database.port), DB_SUFFIX: 'bench', USER: 'root' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(said.toString()) as StoreDatabase;
}

function phpList(texts: readonly string[]): string {
  return `[\n${texts.map((text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(',\n')}\n]`;
}
