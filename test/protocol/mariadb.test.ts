import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWhere } from '../support/machine.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { languageSamples } from '../support/php-runtime-language.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';
import { openTestStore } from '../support/php-runtime-store.js';

const hostile: { reason: string; statements: string[] }[] = JSON.parse(
  readFileSync(new URL('./hostile-statements.json', import.meta.url), 'utf8'),
);
const slow = 'select count(*) as `n` from `zone` as `a` inner join `zone` as `b` on `a`.`code` <> `b`.`code`';
const endless = `${slow} inner join \`zone\` as \`c\` on \`c\`.\`code\` <> \`b\`.\`code\``;

/** What one PHP cannot show by itself: of requests at the same moment one passes. */
describe('one nonce', () => {
  test('DB-NONCE-1: passes once for a key id, and once for another', async () => {
    const store = await openTestStore(phpRuntimes[1]);
    const second = { id: 'k2', secret: randomBytes(32) };
    await store.configure({
      keys: { k1: Buffer.from(store.key.secret).toString('base64url'), k2: second.secret.toString('base64url') },
    });
    const nonce = randomBytes(16).toString('base64url');
    const codes = [];
    for (const key of [store.key, store.key, second, second]) codes.push((await store.call({ nonce, key })).code);
    await store.close();
    expect(codes).toEqual([null, 'REPLAYED', null, 'REPLAYED']);
  });
});

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'on MariaDB with the system’s PHP',
  () => {
    let store: MariaDbStore;
    beforeAll(async () => {
      store = await openMariaDbStore('opencart4');
    });
    afterAll(() => store.close());
    const query = async (...statements: { sql: string; params?: unknown[] }[]) => {
      const numbered = statements.map((one, i) => ({ id: `s${i}`, params: [], ...one }));
      const answer = await store.call({ body: { verb: 'query', statements: numbered } });
      expect(answer).toMatchObject({ status: 200, fault: null });
      return answer.json.results;
    };

    test('DB-NONCE-1: of twelve requests with one nonce at the same moment one passes', async () => {
      for (let round = 0; round < 5; round += 1) {
        const nonce = randomBytes(16).toString('base64url');
        const answers = await Promise.all(Array.from({ length: 12 }, () => store.call({ nonce })));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        expect(answers.filter(({ code }) => code === 'REPLAYED')).toHaveLength(11);
      }
    });

    test('DB-QRY-3: all statements of a request see one snapshot', async () => {
      const count = { sql: 'select count(*) as `n` from `product`' };
      const asked = query(count, { sql: slow }, count);
      await new Promise((resolve) => setTimeout(resolve, 400));
      store.sql(
        'insert into oc_product (model, location, variant, override, stock_status_id, manufacturer_id, tax_class_id, date_available, date_added, date_modified) values ("x", "", "", "", 1, 0, 0, "2024-01-01", now(), now())',
      );
      const [before, , after] = await asked;
      const [later] = await query(count);
      expect(after.rows).toEqual(before.rows);
      expect(later.rows[0][0]).toBe(before.rows[0][0] + 1);
      store.sql('delete from oc_product where model = "x"');
    });

    test('DB-QRY-4: the database itself refuses to write', async () => {
      const printed = await store.php(`
        $database = new \\Drawbridge\\Database($connection);
        $execute = new \\ReflectionMethod($database, 'execute');
        foreach (["insert into oc_store (name, url) values ('x', 'y')", 'delete from oc_product', 'update oc_user set username = 1'] as $sql) {
          try { $execute->invoke($database, $sql); echo 'written '; } catch (\\PDOException | \\mysqli_sql_exception $error) { echo 'refused '; }
        }`);
      expect(printed.trim()).toBe('refused refused refused');
    });

    test('DB-QRY-13: nothing of a request is open once it is answered, though the store keeps its connections', async () => {
      const file = path.join(store.root, 'config.php');
      const source = readFileSync(file, 'utf8');
      writeFileSync(file, source.replace("'127.0.0.1'", "'p:127.0.0.1'"));
      expect(readFileSync(file, 'utf8')).toContain("'p:127.0.0.1'");
      const [{ rows }] = await query({ sql: 'select count(*) as `n` from `product`' });
      expect(rows).toEqual([[24]]);
      expect((await store.call()).status).toBe(200);
      const connections = 'select count(*) from information_schema.processlist where db = database()';
      expect(store.sql(`${connections} and id <> connection_id()`)).toBe('0');
      store.sql('set lock_wait_timeout = 2; alter table oc_product add column made_up int');
      writeFileSync(file, source);
    });

    test('DB-QRY-11: a statement that takes too long is ended, and its neighbours are answered', async () => {
      const started = Date.now();
      const results = await query({ sql: 'select 1 as `n`' }, { sql: endless }, { sql: 'select 2 as `n`' });
      expect(
        results.map(({ rows, error }: { rows: unknown; error?: { code: string } }) => error?.code ?? rows),
      ).toEqual([[[1]], 'STATEMENT_TIMEOUT', [[2]]]);
      expect(Date.now() - started).toBeLessThan(15_000);
    });

    test('DB-SQL-1: no hostile statement passes, and each is refused for the reason named', async () => {
      const all = hostile.flatMap(({ reason, statements }) => statements.map((sql) => ({ reason, sql })));
      const surprises: unknown[] = [];
      for (let from = 0; from < all.length; from += 64) {
        const some = all.slice(from, from + 64);
        const results = await query(
          ...some.map(({ sql }) => ({ sql, params: Array(sql.split('?').length - 1).fill(1) })),
        );
        some.forEach(({ sql, reason }, i) => {
          const { code, reason: rule } = results[i].error ?? {};
          if (code !== reason && !(code === 'STATEMENT_REFUSED' && rule === reason))
            surprises.push({ sql, reason, got: results[i] });
        });
      }
      expect(surprises).toEqual([]);
    });

    test('DB-SQL-3: all of the language works', async () => {
      const results = await query(...languageSamples.map(({ sql, params }) => ({ sql, params })));
      languageSamples.forEach(({ sql, rows }, i) => {
        expect([sql, results[i].error, results[i].rows]).toEqual([sql, undefined, rows]);
      });
    });

    test('DB-REL-6: the definition costs no index', async () => {
      const plan = async (sql: string) => {
        const translated = await store.php(`
          $relations = ['product' => new \\Drawbridge\\Relation(['catalog', 'oc_product', 'product_id price']), 'setting' => new \\Drawbridge\\Relation(['settings', 'oc_setting', 'key value setting_id', "\`key\` in ('config_name')"])];
          echo implode(' ', \\Drawbridge\\Statement::parts(${JSON.stringify(sql).replaceAll('$', '\\$')}, $relations, ['catalog', 'settings']));`);
        expect(translated).toContain('from `oc_');
        return store.sql(`explain ${translated}`);
      };
      const found = await plan('select `p`.`price` from `product` as `p` where `p`.`product_id` in (28, 29)');
      expect(found).toMatch(/^1\tSIMPLE\toc_product\trange\tPRIMARY\tPRIMARY/);
      const joined = await plan(
        'select `p`.`price` from `setting` as `s` inner join `product` as `p` on `p`.`product_id` = `s`.`setting_id` where `s`.`setting_id` between 1 and 20',
      );
      expect(joined).not.toMatch(/DERIVED/);
      expect(joined).toMatch(/SIMPLE\toc_setting\trange\tPRIMARY/);
    });

    test('money, zero dates and large numbers come back as they are stored', async () => {
      const [result] = await query({
        sql: 'select `p`.`price`, `p`.`date_modified` as `d`, `p`.`weight`, ? as `big` from `product` as `p` where `p`.`product_id` = ?',
        params: [9007199254740991, 28],
      });
      expect(result.rows).toEqual([['100.0000', '2011-09-30 01:05:39', '146.40000000', 9007199254740991]]);
      store.sql("set sql_mode = ''; update oc_product set date_modified = '0000-00-00 00:00:00' where product_id = 28");
      const [zero] = await query({
        sql: 'select `p`.`date_modified` as `d` from `product` as `p` where `p`.`product_id` = 28',
      });
      expect(zero.rows).toEqual([['0000-00-00 00:00:00']]);
    });

    test('what older versions keep in floating-point columns comes in the digits that the database prints', async () => {
      store.sql('alter table oc_product modify price double, modify weight float');
      const held = ['4.3127', '0.1', '19.99', '12.83', '100', '0.0001', '123456789.125'];
      const read = async (price: string) => {
        store.sql(`update oc_product set price = ${price}, weight = 0.3 where product_id = 29`);
        const [result] = await query({
          sql: 'select `p`.`price`, `p`.`weight` from `product` as `p` where `p`.`product_id` = 29',
        });
        return result.rows[0].map(String);
      };
      for (const price of held) expect(await read(price)).toEqual([price, '0.3']);
      store.sql('alter table oc_product modify price decimal(15,4) not null, modify weight decimal(15,8) not null');
    });

    test.each(['latin1', 'ascii', 'utf8mb3'])(
      'a text that a column in %s cannot hold is no match, and those beside it are',
      async (charset) => {
        const other = await openMariaDbStore('opencart3');
        other.sql(`alter table shop3_customer modify email varchar(96) character set ${charset} not null`);
        const email = other.sql('select email from shop3_customer order by customer_id limit 1');
        const asked = ['\u{1F9E8}@x.test', 'łódź@x.test', 'é@x.test', email];
        const statements = [
          { id: 'one', sql: 'select count(*) as `n` from `customer` as `c` where `c`.`email` = ?', params: [asked[0]] },
          {
            id: 'some',
            sql: 'select `c`.`email` from `customer` as `c` where `c`.`email` in (?, ?, ?, ?)',
            params: asked,
          },
          {
            id: 'part',
            sql: 'select count(*) as `n` from `customer` as `c` where instr(lower(`c`.`email`), lower(?)) > 0',
            params: [asked[1]],
          },
        ];
        const answer = await other.call({ body: { verb: 'query', statements } });
        const { results } = JSON.parse(answer.bytes.toString()) as { results: { rows?: unknown[][] }[] };
        expect(results.map(({ rows }) => rows)).toEqual([[[0]], [[email]], [[0]]]);
        await other.close();
      },
    );

    test('DB-SET-6: texts of columns in different collations are compared, whatever else stands beside them', async () => {
      const other = await openMariaDbStore('opencart3');
      const email = other.sql(
        'select email from shop3_customer where email in (select o.email from shop3_order as o where o.order_status_id > 0) limit 1',
      );
      other.sql(
        'alter table shop3_customer modify email varchar(96) character set utf8mb4 collate utf8mb4_unicode_ci not null; ' +
          'alter table shop3_order modify email varchar(96) character set utf8mb4 collate utf8mb4_general_ci not null',
      );
      const joined =
        'from `customer` as `c` inner join `order` as `o` on `o`.`email` = `c`.`email` where `c`.`email` in (?, ?)';
      const all =
        'select `c`.`email` as `e` from `customer` as `c` union all select `o`.`email` as `e` from `order` as `o`';
      const statements = [
        { id: 'joined', sql: `select distinct \`c\`.\`email\` ${joined}`, params: [email, '\u{1F9E8}'] },
        {
          id: 'of',
          sql: 'select count(*) as `n` from `customer` as `c` where `c`.`email` in (?)',
          params: [{ from: 'joined', column: 'email' }],
        },
        { id: 'all', sql: `select count(*) as \`n\` from (${all}) as \`t\` where \`t\`.\`e\` = ?`, params: [email] },
      ];
      const answer = await other.call({ body: { verb: 'query', statements } });
      const { results } = JSON.parse(answer.bytes.toString()) as { results: { rows?: unknown[][] }[] };
      await other.close();
      expect(results.map(({ rows }) => rows)).toEqual([[[email]], [[1]], [[expect.any(Number)]]]);
    });

    test('a database that is gone is DATABASE_UNAVAILABLE, without a word of its own', async () => {
      const other = await openMariaDbStore('opencart3');
      other.sql(`drop database \`${other.database}\``);
      const answer = await other.call();
      expect(answer).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE', fault: null });
      expect(answer.bytes.toString()).not.toMatch(/store_|127\.0\.0\.1|access|unknown/i);
      await other.close();
    });

    test('a result that PHP has no memory for is cut short by itself, and says so', async () => {
      const small = await openMariaDbStore('opencart4', ['-d', 'memory_limit=8M']);
      const sql =
        'select `a`.`description` as `x`, `b`.`description` as `y` from `product_description` as `a` inner join `product_description` as `b` on 1 = 1';
      const statements = [
        { id: 'all', sql, params: [] },
        { id: 'beside', sql: 'select count(*) as `n` from `product` as `p`', params: [] },
      ];
      const answer = await small.call({ body: { verb: 'query', statements } });
      expect(answer).toMatchObject({ status: 200, fault: null });
      const { results } = JSON.parse(answer.bytes.toString()) as {
        results: { rows: unknown[][]; truncated?: boolean }[];
      };
      expect(results[0]?.truncated).toBe(true);
      expect(results[0]?.rows.length).toBeLessThan(10_000);
      expect(results[1]?.rows).toEqual([[Number(small.sql('select count(*) from oc_product'))]]);
      expect((await small.call()).status).toBe(200);
      await small.close();
    });

    test('where mysqli is missing the bridge asks through PDO, with the same answers', async () => {
      const sql = [
        'select `p`.`product_id`, `p`.`price`, `p`.`image`, `p`.`date_added` from `product` as `p` order by `p`.`product_id` limit ?',
        'select count(*) as `n`, sum(`t`.`value`) as `s` from `order_total` as `t` where `t`.`code` = ?',
      ];
      const ask = async () => query({ sql: sql[0] ?? '', params: [20] }, { sql: sql[1] ?? '', params: ['total'] });
      const asked = await ask();
      const printed = await store.php(`
        $source = file_get_contents((new \\ReflectionFunction('Drawbridge\\\\bind'))->getFileName());
        eval(str_replace(['namespace Drawbridge;', "can('mysqli_stmt_get_result', 'mysqli_report', 'mysqli_init')"], ['namespace ByPdo;', 'false'], substr($source, 5)));
        $database = new \\ByPdo\\Database($connection);
        $read = fn ($sql, $values) => array_slice(iterator_to_array($database->rows(new \\ByPdo\\Outline(explode(' ', $sql)), $values, 1 << 24)), 1);
        echo json_encode([
          $database->kind,
          $read('select product_id , price , image , date_added from oc_product order by product_id limit ?', [20]),
          $read('select count(*) as n , sum(t.value) as s from oc_order_total as t where t.code = ?', ['total']),
        ]);`);
      expect(JSON.parse(printed)).toEqual(['mariadb', asked[0].rows, asked[1].rows]);
    });
  },
);
