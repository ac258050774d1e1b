import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { actsFilesOf, connectorFiles, coreFiles, writingFiles } from '../../bridge/assemble.js';
import { platforms } from '../../src/platforms/index.js';
import { describeWhere } from '../support/machine.js';
import { openMySqlServer } from '../support/mysql-server.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';

/** Words that MySQL 8.0 to 9 reserves and MariaDB, or MySQL 5.7, does not. */
const newlyReserved = new Set(
  (
    'cube cume_dist dense_rank empty except first_value function grouping groups intersect json_table lag last_value lateral lead ' +
    'library manual nth_value ntile of over parallel percent_rank qualify rank recursive row_number rows system tablesample window'
  ).split(' '),
);
/** The words of SQL that stand in no quotes. */
const bareWords = (sql: string) =>
  (sql.replace(/`[^`]*`|'[^']*'|\{[^}]*\}|:\w+/g, ' ').match(/[A-Za-z_]\w*/g) ?? []).map((word) => word.toLowerCase());

test('DB-SQL-5: no statement has a word that MySQL reserves outside of backticks', () => {
  for (const { id, relations = {} } of platforms) {
    for (const [name, { where, internal }] of Object.entries(relations)) {
      const words = [where ?? '', internal?.unless ?? ''].flatMap(bareWords);
      expect([id, name, words.filter((word) => newlyReserved.has(word))]).toEqual([id, name, []]);
    }
  }
  const sources = [...coreFiles(), ...writingFiles(), ...connectorFiles().flatMap(actsFilesOf)];
  let statements = 0;
  for (const file of sources) {
    const texts = readFileSync(file, 'utf8').match(
      /'(?:select|insert|update|delete|set)\b[^']*'|"(?:select|insert|update|delete|set)\b[^"]*"/g,
    );
    for (const text of texts ?? []) {
      statements += 1;
      expect([file, text, bareWords(text.slice(1, -1)).filter((word) => newlyReserved.has(word))]).toEqual([
        file,
        text,
        [],
      ]);
    }
  }
  expect(statements).toBeGreaterThan(20);
});

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'a database that says it is MySQL',
  () => {
    let store: MariaDbStore;
    beforeAll(async () => {
      store = await openMariaDbStore('opencart4');
    });
    afterAll(() => store?.close());

    test.each([
      ['8.4.3', 3024, 'STATEMENT_TIMEOUT', ['set session max_execution_time = 8000']],
      ['5.7.44-log', 1064, 'STATEMENT_FAILED', ['set session max_execution_time = 8000']],
      ['5.6.51', 1317, 'STATEMENT_TIMEOUT', []],
    ] as const)(
      'DB-QRY-17: %s is limited as MySQL is, and its error %i is %s',
      async (version, error, code, limits) => {
        const server = await openMySqlServer(version, error);
        const file = path.join(store.root, 'config.php');
        const source = readFileSync(file, 'utf8');
        writeFileSync(file, source.replace(/define\('DB_PORT', '\d+'\)/, `define('DB_PORT', '${server.port}')`));
        const statements = [{ id: 'n', sql: 'select count(*) as `n` from `product`' }];
        const answer = await store.call({ body: { verb: 'query', statements } });
        writeFileSync(file, source);
        await server.close();
        expect([answer.fault, answer.json.results]).toEqual([null, [{ id: 'n', error: { code } }]]);
        expect(server.heard.filter((sql) => /max_(execution|statement)_time/.test(sql))).toEqual(limits);
        expect(server.heard).toContain("set session sql_mode = '', sql_select_limit = 10001");
        expect(server.heard).toContain('start transaction with consistent snapshot, read only');
      },
    );
  },
);
