import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bridgeFiles } from '../../bridge/package.js';
import { describeWhere } from '../support/machine.js';
import { servePhpFpm } from '../support/php-fpm.js';
import { callBridge } from '../support/php-runtime-caller.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';
import { serveSystemPhp } from '../support/system-php.js';

/** Memory that hosts give PHP, and how long a text is of which some stand in one row. */
const memories = ['32M', '64M', '128M'] as const;
const MiB = 2 ** 20;

interface Ask {
  readonly url: string;
  readonly key: { readonly id: string; readonly secret: Uint8Array };
}

/** What becomes of a statement whose row has so many columns of a long text, and of its neighbours. */
async function asked({ url, key }: Ask, columns: number, text: string) {
  const list = Array.from({ length: columns }, (_, i) => `\`${i % 2 ? 'd' : 'e'}\`.\`description\` as \`c${i}\``);
  const sql = `select ${list.join(', ')} from \`product_description\` as \`d\` inner join \`product_description\` as \`e\` on \`e\`.\`product_id\` = \`d\`.\`product_id\` and \`e\`.\`language_id\` = \`d\`.\`language_id\` where \`d\`.\`name\` = ? order by \`d\`.\`product_id\` limit 2`;
  const statements = [
    { id: 'before', sql: 'select 1 as `n`' },
    { id: 'wide', sql, params: [text] },
    { id: 'after', sql: 'select 2 as `n`' },
  ];
  const answer = await callBridge(url, key, { body: { verb: 'query', statements } });
  const [before, wide, after] = answer.json?.results ?? [];
  return { fault: answer.fault, status: answer.status, before: before?.rows, after: after?.rows, wide };
}

/** Texts of that many MiB each, and how many of them stand in one row; the last of them are more than there is memory. */
const wideFor = (memory: string) =>
  [
    [2, 1],
    [15, 1],
    [6, 5],
    [2, 16],
    [9, Math.ceil((Number.parseInt(memory, 10) * 1.1) / 9)],
  ] as const;

async function expectAnswered(ask: Ask, memory: (typeof memories)[number], name: (mib: number) => string) {
  for (const [mib, columns] of wideFor(memory)) {
    const { wide: found, ...rest } = await asked(ask, columns, name(mib));
    const of = `${memory}, ${columns} × ${mib} MiB`;
    expect([of, rest]).toEqual([of, { fault: null, status: 200, before: [[1]], after: [[2]] }]);
    const fits = mib * columns * MiB < (Number.parseInt(memory, 10) * MiB) / 40;
    if (fits) expect([of, found.rows.length, found.truncated]).toEqual([of, 1, undefined]);
    else if (mib * columns * MiB > (Number.parseInt(memory, 10) * MiB) / 6)
      expect([of, found.rows, found.truncated]).toEqual([of, [], true]);
  }
  // What is short comes whole, with letters of every width.
  const small = await asked(ask, 3, 'small');
  expect(small.wide.rows).toEqual([['Straße 🪑 "1"\n', 'Straße 🪑 "1"\n', 'Straße 🪑 "1"\n']]);
}

describeWhere(
  [
    'PHP with mysqli',
    'php-fpm, nginx and unzip',
    'a MariaDB that lets this user in over its socket',
    'the real stores in ../shared/stores',
  ],
  'a row larger than PHP’s memory, in MariaDB',
  () => {
    let store: MariaDbStore;
    beforeAll(async () => {
      store = await openMariaDbStore('opencart4');
      const into =
        'insert into oc_product_description (product_id, language_id, name, description, tag, meta_title, meta_description, meta_keyword)';
      store.sql(
        `set names utf8mb4; alter table oc_product_description modify description longtext character set utf8mb4; delete from oc_product_description;
         ${into} select n, 1, concat(n, ' MiB'), repeat('x', n * ${MiB}), '', '', '', '' from (select 2 as n union select 6 union select 9 union select 15) as s;
         ${into} values (100, 1, 'small', 'Straße 🪑 "1"\\n', '', '', '', '')`,
      );
    });
    afterAll(() => store?.close());

    test.each(memories)(
      'DB-QRY-16: costs its statement alone where PHP has %s, under its own server and under php-fpm',
      async (memory) => {
        const fpm = await servePhpFpm(store.root, { memory_limit: memory });
        const own = await serveSystemPhp(store.root, 2, undefined, { memory_limit: memory });
        try {
          for (const { url } of [fpm, own]) {
            const ask = { url: `${url}drawbridge/bridge.php`, key: store.key };
            await expectAnswered(ask, memory, (mib) => `${mib} MiB`);
          }
        } finally {
          await Promise.all([fpm.close(), own.close()]);
        }
      },
    );
  },
);

describeWhere(['PHP with mysqli', 'php-fpm, nginx and unzip'], 'a row larger than PHP’s memory, in SQLite', () => {
  test.each(memories)('DB-QRY-16: costs its statement alone where PHP has %s', async (memory) => {
    const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-wide-'));
    const secret = new Uint8Array(32).fill(7);
    const key = { id: 'k1', secret };
    const database = new DatabaseSync(path.join(root, 'store.sqlite'));
    database.exec(
      `create table oc_product (product_id integer primary key);
       create table oc_product_description (product_id int, language_id int, name text, description text)`,
    );
    const insert = database.prepare('insert into oc_product_description values (?, 1, ?, ?)');
    for (const mib of [2, 6, 9, 15]) insert.run(mib, `${mib} MiB`, 'x'.repeat(mib * MiB));
    insert.run(100, 'small', 'Straße 🪑 "1"\n');
    database.close();
    writeFileSync(
      path.join(root, 'config.php'),
      "<?php\ndefine('HTTP_SERVER', 'x');\ndefine('DB_DRIVER', 'sqlite');\ndefine('DB_DATABASE', 'store.sqlite');\ndefine('DB_PREFIX', 'oc_');\n",
    );
    writeFileSync(path.join(root, 'index.php'), "<?php\ndefine('VERSION', '4.1.0.3');\n");
    mkdirSync(path.join(root, 'drawbridge'));
    for (const file of bridgeFiles({ keys: { k1: Buffer.from(secret).toString('base64url') } }))
      writeFileSync(path.join(root, file.path), file.content);
    const fpm = await servePhpFpm(root, { memory_limit: memory });
    const own = await serveSystemPhp(root, 2, undefined, { memory_limit: memory });
    try {
      for (const { url } of [fpm, own]) {
        await expectAnswered({ url: `${url}drawbridge/bridge.php`, key }, memory, (mib) => `${mib} MiB`);
      }
    } finally {
      await Promise.all([fpm.close(), own.close()]);
      rmSync(root, { recursive: true, force: true });
    }
  });
});
