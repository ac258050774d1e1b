import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { connectorFiles, connectorSource } from '../../bridge/assemble.js';
import { faultOfAnswer } from '../../src/bridge/signature.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { languageSamples } from '../support/php-runtime-language.js';
import { openTestStore, secretMark, type TestStore } from '../support/php-runtime-store.js';

const products = 'select `p`.`product_id` from `product` as `p` order by `p`.`product_id`';

test('DB-REL-5: no connector declares a column whose name says that it is secret', () => {
  const secret = /^(?:.*_)?(?:password|passwd|pass|salt|token|secret|session|ip|user_agent|hash|private_key|api_key)$/;
  for (const file of connectorFiles()) {
    const source = connectorSource(file);
    const listed = /const RELATIONS = \[[\s\S]*?\n {4}\];|function relations[\s\S]*/.exec(source)?.[0] ?? '';
    const words = listed.match(/\w+/g) ?? [];
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => secret.test(word))).toEqual([]);
  }
});

describe.each(phpRuntimes)('under PHP $version', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php);
  });
  afterAll(async () => {
    const complaints = await store.complaints();
    await store.close();
    expect(complaints).toBe('');
  });
  const change = (sql: string) => {
    const database = new DatabaseSync(path.join(store.root, 'store.sqlite'));
    database.exec(sql);
    database.close();
  };

  test('DB-ANS-1: answers are signed by the request’s key over status, digest and request, refusals too', async () => {
    const [good, refused] = [await store.call(), await store.call({ body: { verb: 'fly' } })];
    for (const { status, headers, bytes, fault } of [good, refused]) {
      expect(fault).toBeNull();
      const other = Buffer.alloc(32).toString('base64');
      expect(faultOfAnswer({ status, headers, body: bytes }, other, store.key)).toBe('MAC_WRONG');
    }
    expect(refused.status).toBe(400);
    expect((await store.call({ headers: { signature: '' } })).headers.signature).toBeUndefined();
  });

  test('DB-ANS-2: an answer is gzip where that is accepted, with the digest of what is sent', async () => {
    const digest = (bytes: Buffer) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
    const packed = await store.call({ headers: { 'accept-encoding': 'br, gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers['content-digest']).toBe(digest(packed.bytes));
    expect(JSON.parse(gunzipSync(packed.bytes).toString()).platform).toBe('OPENCART');
    for (const headers of [undefined, { 'accept-encoding': 'identity' }, { 'accept-encoding': 'gzip;q=0, br' }]) {
      const plain = await store.call({ headers });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers['content-digest']).toBe(digest(plain.bytes));
      expect(plain.headers['cache-control']).toBe('no-store, no-transform');
    }
  });

  test('DB-ANS-3: text that is not UTF-8 comes back whole, repaired and marked', async () => {
    const [all, good] = await store.query(
      'select `p`.`product_id`, `p`.`image`, `p`.`model` from `product` as `p` order by `p`.`product_id`',
      'select `p`.`model` from `product` as `p` where `p`.`product_id` = 3',
    );
    expect(all.repaired).toBe(true);
    expect(all.rows).toEqual([
      [1, 'a.jpg', 'Chair'],
      [2, null, 'Table'],
      [3, 'caf\ufffd-fin', 'Grüße ＆ 🪑'],
    ]);
    expect(good).toEqual({ id: 's1', columns: ['model'], rows: [['Grüße ＆ 🪑']] });
  });

  test('DB-ANS-4: whole numbers to 2^53 are numbers, others plain text without an exponent', async () => {
    const [result] = await store.query(
      'select `p`.`price`, `p`.`weight`, `p`.`quantity`, `p`.`date_modified` as `d`, 1.50 as `x`, ? as `y` from `product` as `p` order by `p`.`product_id`',
    );
    expect(result.error.reason).toBe('PARAMETER_COUNT');
    const [{ rows }] = await store.query(
      'select `p`.`price`, `p`.`weight`, `p`.`quantity`, `p`.`date_modified` as `d` from `product` as `p` order by `p`.`product_id`',
    );
    expect(rows).toEqual([
      ['19.99', '0.0000001', 5, '2024-01-01'],
      [100, '1000000000000000000000', -1, '0000-00-00'],
      ['0.1', 9007199254740992, '9007199254740993', '2024-01-03'],
    ]);
    const numbers = [0.1, 1.5e-7, -2.5e-10, 123456789.125, 1e15, 1.7976931348623157e308, 5e-324, 0.30000000000000004];
    const printed = await store.run(
      `ini_set('serialize_precision', '-1'); foreach ([${numbers.map((n) => n.toExponential()).join(', ')}] as $n) echo \\Drawbridge\\plainNumber($n), "\\n";`,
    );
    const texts = printed.trim().split('\n');
    expect(texts.map(Number)).toEqual(numbers);
    for (const text of texts) expect(text).toMatch(/^-?\d+(?:\.\d+)?$/);
    expect(texts[0]).toBe('0.1');
  });

  test('DB-HELLO-1: hello says what the bridge and the store are', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { json } = await store.call();
    expect(Object.keys(json).sort()).toEqual(
      'areas bridgeVersion clock database metafields phpVersion platform platformVersion protocol relations replayProtection timeZone writable'.split(
        ' ',
      ),
    );
    expect(json).toMatchObject({ protocol: 1, platform: 'OPENCART', platformVersion: '4.1.0.3', writable: false });
    expect(json.phpVersion.startsWith(`${php.version}.`)).toBe(true);
    expect(json.database).toEqual({ kind: 'sqlite', version: expect.stringMatching(/^3\.\d+/) });
    expect(json.clock).toBeGreaterThanOrEqual(before);
    expect(json.timeZone).toBe('UTC');
    await store.configure({ write: true });
    expect((await store.call()).json.writable).toBe(true);
    await store.configure({});
  });

  test('DB-HELLO-2: columns and tables that this store lacks are left out', async () => {
    const { relations } = (await store.call()).json;
    expect(relations.product).toEqual(
      expect.arrayContaining([
        'product_id',
        'model',
        'quantity',
        'price',
        'weight',
        'image',
        'date_modified',
        'status',
      ]),
    );
    expect(relations.product).not.toContain('sku');
    expect(relations.product).not.toContain('cost_secret');
    expect(relations.country).toEqual(['country_id', 'iso_code_2']);
    expect(Object.keys(relations)).not.toContain('product_special');
    expect(JSON.stringify(relations)).not.toMatch(/password|token|session|"user"|"api"/);
  });

  test('DB-HELLO-3: relations of closed areas are left out', async () => {
    await store.configure({ areas: ['catalog'] });
    const { json } = await store.call();
    expect(json.areas).toEqual(['catalog']);
    expect(Object.keys(json.relations)).toContain('product');
    for (const closed of ['customer', 'order', 'setting']) expect(Object.keys(json.relations)).not.toContain(closed);
    await store.configure({});
  });

  test('DB-HELLO-4: the store’s files are read as text, never run, and comments in them do not count', async () => {
    const other = await openTestStore(php);
    await writeFile(
      path.join(other.root, 'config.php'),
      `<?php
      # define('DB_PREFIX', 'wrong_');
      // define('DB_DATABASE', 'wrong.sqlite');
      /* define('DB_DRIVER', 'mysqli'); */
      $text = "define('DB_PREFIX', 'wrong_');" . 'define("DB_PREFIX", "wrong_")';
      define( "HTTP_SERVER" , "http://store.example/" ); define('DB_DRIVER',
        'sqlite');
      define('DB_DATABASE', 'sto\\'re\\\\.sqlite');
      define('DB_PREFIX', 'oc_'); define('DB_PREFIX', 'second_');
      file_put_contents(__DIR__ . '/was-run', 'x'); exit('run!');`,
    );
    await writeFile(
      path.join(other.root, 'index.php'),
      "<?php\n// define('VERSION', '1.5');\ndefine('VERSION', '3.0.3.9');\nexit('run!');",
    );
    const database = new DatabaseSync(path.join(other.root, "sto're\\.sqlite"));
    database.exec('create table oc_product (product_id integer primary key)');
    database.close();
    const { json } = await other.call();
    expect(json.platformVersion).toBe('3.0.3.9');
    expect(json.relations).toEqual({ product: ['product_id'] });
    const there = await other.run("echo is_file(__DIR__ . '/was-run') ? 'run' : 'not run';");
    expect(there).toBe('not run');
    await other.close();
  });

  test('DB-QRY-1: there is a result for each statement, in order, under its id', async () => {
    const results = await store.query(
      { id: 'z', sql: products },
      { id: '7', sql: 'select 1 as `one`' },
      { id: 'a b/c', sql: 'nothing' },
    );
    expect(results.map(({ id }) => id)).toEqual(['z', '7', 'a b/c']);
    expect(results[1]).toEqual({ id: '7', columns: ['one'], rows: [[1]] });
    const form = async (statements: unknown) => (await store.call({ body: { verb: 'query', statements } })).code;
    const one = { id: 'a', sql: 'select 1', params: [] };
    expect(await form([one])).toBeNull();
    expect(await form([{ id: 'a', sql: 'select 1' }])).toBeNull();
    for (const wrong of [
      [one, one],
      [{ ...one, id: 1 }],
      [{ ...one, sql: null }],
      [{ ...one, params: 'x' }],
      [{ ...one, params: [{ from: 'a' }] }],
      [{ ...one, params: [{ from: [], column: 'x' }] }],
      [{ ...one, params: [[1]] }],
      [null],
      { a: one },
      'select 1',
    ]) {
      expect([wrong, await form(wrong)]).toEqual([wrong, 'MALFORMED']);
    }
  });

  test('DB-QRY-2: a statement that fails does not spoil its neighbours', async () => {
    const results = await store.query(
      products,
      'select `password` from `customer`',
      'select `p`.`sku` from `product` as `p`',
      products,
    );
    expect(results.map(({ rows, error }) => error?.code ?? rows.length)).toEqual([
      3,
      'STATEMENT_REFUSED',
      'STATEMENT_FAILED',
      3,
    ]);
  });

  test('DB-QRY-4: the database itself refuses to write', async () => {
    const printed = await store.run(`
      $database = new \\Drawbridge\\Database(['driver' => 'sqlite', 'database' => __DIR__ . '/store.sqlite']);
      $execute = new \\ReflectionMethod($database, 'execute');
      if (PHP_VERSION_ID < 80100) $execute->setAccessible(true);
      foreach (["insert into oc_product (product_id) values (99)", "create table x (y)", "delete from oc_product"] as $sql) {
        try { $execute->invoke($database, $sql); echo 'written '; } catch (\\PDOException | \\mysqli_sql_exception $error) { echo 'refused '; }
      }`);
    expect(printed.trim()).toBe('refused refused refused');
    expect((await store.query('select count(*) as `n` from `product`'))[0].rows).toEqual([[3]]);
  });

  test('DB-QRY-5: parameters are bound, and never become part of the SQL', async () => {
    const [limited, hostile, bool, none, float] = await store.query(
      { sql: 'select `p`.`product_id` from `product` as `p` order by 1 limit ?', params: [2] },
      { sql: 'select ? as `a`, ? as `b`', params: ["'; drop table oc_product; --", '`) union select 1'] },
      { sql: 'select ? + 1 as `a`, ? as `b`', params: [true, false] },
      { sql: 'select ? as `a`, coalesce(?, 7) as `b`', params: [null, null] },
      { sql: 'select `p`.`product_id` from `product` as `p` where `p`.`price` > ? order by 1', params: [19.98] },
    );
    expect(limited.rows).toEqual([[1], [2]]);
    expect(hostile.rows).toEqual([["'; drop table oc_product; --", '`) union select 1']]);
    expect(bool.rows).toEqual([[2, 0]]);
    expect(none.rows).toEqual([[null, 7]]);
    expect(float.rows).toEqual([[1], [2]]);
    expect((await store.query(products))[0].rows).toHaveLength(3);
  });

  test('DB-QRY-6: a reference binds the distinct values of a column of earlier statements, nulls left out', async () => {
    const results = await store.query(
      { id: 'lines', sql: 'select `l`.`order_id`, `l`.`product_id` from `order_product` as `l`' },
      { id: 'images', sql: 'select `i`.`product_id` from `product_image` as `i`' },
      {
        id: 'one',
        sql: 'select `p`.`product_id` from `product` as `p` where `p`.`product_id` in (?) order by 1',
        params: [{ from: 'lines', column: 'product_id' }],
      },
      {
        id: 'two',
        sql: 'select `p`.`product_id` from `product` as `p` where `p`.`product_id` in (?) and `p`.`status` = ? order by 1',
        params: [{ from: ['lines', 'images'], column: 'product_id' }, 1],
      },
      { id: 'count', sql: 'select ?', params: [{ from: 'lines', column: 'order_id' }] },
    );
    expect(results[2].rows).toEqual([[1], [2]]);
    expect(results[3].rows).toEqual([[1], [3]]);
    expect(results[4].rows).toEqual([[1]]);
  });

  test('DB-QRY-6: texts that a reference stands for are bound, those of digits too, and negative numbers hold', async () => {
    const hostile = "1) or (1 = 1) or '' in ('";
    const results = await store.query(
      { id: 'texts', sql: 'select ? as `it` union all select ? union all select ?', params: [hostile, '1', '?'] },
      { id: 'numbers', sql: 'select ? as `it` union all select 0 - ?', params: [7, 5] },
      {
        id: 'found',
        sql: 'select count(*) as `n` from `product` as `p` where `p`.`image` in (?)',
        params: [{ from: 'texts', column: 'it' }],
      },
      { id: 'same', sql: 'select coalesce(?, ?)', params: [{ from: 'texts', column: 'it' }, 2] },
      {
        id: 'both',
        sql: 'select coalesce(?, ?) , ? - 1 as `less`',
        params: [{ from: 'numbers', column: 'it' }, 'x', 9],
      },
    );
    expect(results[2].rows).toEqual([[0]]);
    expect(results[3].rows).toEqual([[hostile]]);
    expect(results[4].rows).toEqual([[7, 8]]);
  });

  test('DB-QRY-6: a statement has 30,000 values at most, whatever they are', async () => {
    const printed = await store.run(`
      foreach (['int' => null, 'text' => 'text '] as $kind => $before) {
        foreach ([30000, 30001] as $count) {
          $earlier = new \\Drawbridge\\Earlier([['params' => [['from' => 'a', 'column' => 'x']]]]);
          $earlier->begin('a', ['x']);
          for ($i = 0; $i < $count; $i++) $earlier->keep('a', [$before === null ? $i : "$before$i"]);
          try {
            $bound = \\Drawbridge\\bind(['in (', '?', ')'], [['from' => 'a', 'column' => 'x']], $earlier);
            echo $kind, ' ', count($bound['values']), ', ';
          } catch (\\Drawbridge\\StatementFault $fault) { echo $fault->getMessage(), ', '; }
        }
      }`);
    const refused = 'STATEMENT_REFUSED TOO_MANY_VALUES';
    expect(printed.trim()).toBe(`int 0, ${refused}, text 30000, ${refused},`);
  });

  test('DB-QRY-7: a statement whose reference has no values has no rows and is not run', async () => {
    const results = await store.query(
      { id: 'none', sql: 'select `p`.`product_id`, `p`.`image` from `product` as `p` where `p`.`product_id` = 99' },
      { id: 'next', sql: 'select `i`.`nonsense` from `product_image` as `i`, `x`', params: [] },
      {
        id: 'after',
        sql: 'select `i`.`image` as `it` from `product_image` as `i` where `i`.`product_id` in (?)',
        params: [{ from: 'none', column: 'product_id' }],
      },
      {
        id: 'last',
        sql: 'select count(*) as `n` from `product` as `p` where `p`.`image` in (?)',
        params: [{ from: 'after', column: 'it' }],
      },
    );
    expect(results[0]).toEqual({ id: 'none', columns: ['product_id', 'image'], rows: [] });
    expect(results[2]).toEqual({ id: 'after', columns: [], rows: [] });
    expect(results[3]).toEqual({ id: 'last', columns: [], rows: [] });
  });

  test('DB-QRY-8: a reference to what is missing, later or failed is REFERENCE_INVALID', async () => {
    const asking = (id: string, from: unknown, column = 'product_id') => ({
      id,
      sql: 'select `p`.`product_id` from `product` as `p` where `p`.`product_id` in (?)',
      params: [{ from, column }],
    });
    const results = await store.query(
      { id: 'page', sql: products },
      { id: 'failed', sql: 'select' },
      asking('a', 'nobody'),
      asking('b', 'later'),
      asking('c', 'failed'),
      asking('d', 'page', 'price'),
      asking('e', ['page', 'failed']),
      asking('self', 'self'),
      asking('fine', 'page'),
      { id: 'later', sql: products },
    );
    expect(results.slice(2).map(({ error }) => error?.code ?? 'fine')).toEqual([
      ...Array(6).fill('REFERENCE_INVALID'),
      'fine',
      'fine',
    ]);
  });

  test('DB-QRY-9: statements beyond the 64th are not run', async () => {
    const results = await store.query(...Array.from({ length: 66 }, () => 'select 1 as `n`'));
    expect(results.map(({ error }) => error?.code ?? 'ran')).toEqual([
      ...Array(64).fill('ran'),
      'TOO_MANY_STATEMENTS',
      'TOO_MANY_STATEMENTS',
    ]);
  });

  test('DB-QRY-10: a result holds 10,000 rows at most and says where rows are missing', async () => {
    const [cut, whole, limited] = await store.query(
      'select `s`.`seo_url_id` from `seo_url` as `s` order by 1',
      'select `s`.`seo_url_id` from `seo_url` as `s` where `s`.`seo_url_id` <= 10000 order by 1',
      { sql: 'select `s`.`seo_url_id` from `seo_url` as `s` limit ?', params: [1_000_000] },
    );
    expect([cut.rows.length, cut.truncated, cut.rows[9_999]]).toEqual([10_000, true, [10_000]]);
    expect([whole.rows.length, whole.truncated]).toEqual([10_000, undefined]);
    expect([limited.rows.length, limited.truncated]).toEqual([10_000, true]);
    change("update oc_seo_url set keyword = replace(hex(zeroblob(2000)), '00', 'xx') || seo_url_id");
    const heavy = await store.query('select `s`.`keyword` from `seo_url` as `s`', 'select 1 as `n`');
    expect([heavy[0].truncated, heavy[1].rows, heavy[1].truncated]).toEqual([true, [[1]], undefined]);
    expect(heavy[0].rows.length).toBeLessThan(4_200);
    expect(heavy[0].rows.length).toBeGreaterThan(3_500);
  });

  test('DB-QRY-15: it says how long PHP worked, and for how much of that the database was waited for', async () => {
    const statements = [{ id: 'a', sql: 'select `s`.`seo_url_id` from `seo_url` as `s` order by 1', params: [] }];
    const { results, took } = (await store.call({ body: { verb: 'query', statements } })).json;
    expect(results).toHaveLength(1);
    expect(took).toEqual({ all: expect.any(Number), database: expect.any(Number) });
    expect(took.database).toBeGreaterThanOrEqual(0);
    expect(took.all).toBeGreaterThanOrEqual(took.database);
    expect([took.all, took.database].every(Number.isInteger)).toBe(true);
  });

  test('DB-QRY-12: an error of the database’s is STATEMENT_FAILED with none of its words', async () => {
    const [result] = await store.query('select `p`.`sku` from `product` as `p`');
    expect(result).toEqual({ id: 's0', error: { code: 'STATEMENT_FAILED' } });
  });

  test('DB-SQL-3: all of the language works', async () => {
    for (const { sql, params, rows } of languageSamples) {
      const [result] = await store.query({ sql, params });
      expect([sql, result.error, result.rows]).toEqual([sql, undefined, rows]);
    }
  });

  test('DB-SQL-4: there are as many parameters as question marks', async () => {
    const results = await store.query(
      { sql: 'select ? as `a`', params: [] },
      { sql: 'select ? as `a`', params: [1, 2] },
      { sql: 'select 1 as `a`', params: [{ from: 'x', column: 'y' }] },
      { sql: 'select ? as `a`, ? as `b`', params: [1, 2] },
    );
    expect(results.map(({ error }) => error?.reason)).toEqual([
      'PARAMETER_COUNT',
      'PARAMETER_COUNT',
      'PARAMETER_COUNT',
      undefined,
    ]);
  });

  test('DB-REL-1: a relation that is not declared is RELATION_UNKNOWN', async () => {
    for (const name of ['user', 'oc_user', 'oc_product', 'session', 'sqlite_master', 'Product']) {
      const [result] = await store.query(`select 1 as \`n\` from \`${name}\``);
      expect([name, result.error]).toEqual([name, { code: 'RELATION_UNKNOWN' }]);
    }
  });

  test('DB-REL-2: a relation of a closed area is AREA_CLOSED', async () => {
    await store.configure({ areas: ['catalog'] });
    const results = await store.query(
      products,
      'select `c`.`email` from `customer` as `c`',
      'select 1 as `n` from `product` as `p` where exists (select 1 from `order` as `o`)',
    );
    await store.configure({});
    expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'AREA_CLOSED', 'AREA_CLOSED']);
  });

  test('DB-REL-3: only the harmless rows of a table with secret ones are there', async () => {
    const [all, asked, counted, joined] = await store.query(
      'select `s`.`key`, `s`.`value` from `setting` as `s`',
      { sql: 'select `s`.`value` from `setting` as `s` where `s`.`key` = ? or 1 = 1', params: ['config_encryption'] },
      'select count(*) as `n` from `setting`',
      'select `b`.`value` from `setting` as `a` left join `setting` as `b` on 1 = 1',
    );
    expect(all.rows).toEqual([['config_name', 'The shop']]);
    expect([asked.rows, counted.rows, joined.rows]).toEqual([[['The shop']], [[1]], [['The shop']]]);
    const file = readFileSync(path.join(store.root, 'store.sqlite'), 'latin1');
    expect(file).toContain(`${secretMark}-key`);
  });

  test('DB-QRY-14: a statement that is too long fails by itself, and the longest is checked', async () => {
    const long = (length: number) => `select 1 as \`n\`${' '.repeat(length - 15)}`;
    const joins = `select 1 as \`n\` from \`product\` as \`p\`${' inner join `product` as `p` on 1 = 1'.repeat(1_700)}`;
    const results = await store.query(long(65_537), long(65_536), joins, 'select 2 as `n`');
    expect(results.map(({ error, rows }) => error?.reason ?? error?.code ?? rows)).toEqual([
      'TOO_LONG',
      [[1]],
      'STATEMENT_FAILED',
      [[2]],
    ]);
  });

  test('DB-REL-7: what is for the staff alone is left out while that area is closed', async () => {
    change(`create table oc_order_history (order_history_id integer primary key, order_id int, order_status_id int, notify int, comment text);
      insert into oc_order_history values (1, 1, 1, 1, 'Sent'), (2, 1, 2, 0, 'Beware of him');`);
    const history = 'select `h`.`order_history_id`, `h`.`comment` from `order_history` as `h` order by 1';
    const found = 'select count(*) as `n` from `order_history` as `h` where `h`.`comment` is not null';
    const rows = async () => (await store.query(history, found)).map(({ rows }) => rows);
    expect(await rows()).toEqual([
      [
        [1, 'Sent'],
        [2, 'Beware of him'],
      ],
      [[2]],
    ]);
    await store.configure({ areas: ['orders'] });
    expect(await rows()).toEqual([
      [
        [1, 'Sent'],
        [2, null],
      ],
      [[1]],
    ]);
    await store.configure({ areas: ['internal'] });
    expect((await store.query(history))[0].error).toEqual({ code: 'AREA_CLOSED' });
    await store.configure({});
    change('drop table oc_order_history');
  });

  test('DB-REL-4: a declared column that this store lacks fails only what uses it', async () => {
    const results = await store.query(
      'select `p`.`model`, `d`.`name` from `product` as `p` inner join `product_description` as `d` on `d`.`product_id` = `p`.`product_id` where `p`.`product_id` = 1',
      'select `p`.`sku` from `product` as `p`',
      'select count(*) as `n` from `product`',
    );
    expect(results.map(({ rows, error }) => error?.code ?? rows)).toEqual([
      [['Chair', 'Chair']],
      'STATEMENT_FAILED',
      [[3]],
    ]);
  });
});
