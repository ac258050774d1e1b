import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderBridgeConfig } from '../../bridge/package.js';
import { describeWhere } from '../support/machine.js';
import { freePort } from '../support/php-fpm.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';

const machine = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;
const count = { verb: 'query', statements: [{ id: 'n', sql: 'select count(*) as `n` from `product`' }] };

describeWhere(machine, 'a store’s database by its settings', () => {
  let store: MariaDbStore;
  let config: string;
  let source: string;
  let log: string;
  beforeAll(async () => {
    log = path.join(mkdtempSync(path.join(tmpdir(), 'drawbridge-log-')), 'php-errors.log');
    store = await openMariaDbStore('opencart4', ['-d', `error_log=${log}`, '-d', 'memory_limit=64M']);
    config = path.join(store.root, 'config.php');
    source = readFileSync(config, 'utf8');
  });
  afterEach(() => {
    writeFileSync(config, source);
    writeFileSync(path.join(store.root, 'drawbridge/config.php'), owners(''));
  });
  afterAll(async () => {
    await store.close();
    rmSync(path.dirname(log), { recursive: true, force: true });
  });
  /** The owner's config.php with more entries. */
  const owners = (more: string) =>
    renderBridgeConfig({ keys: { k1: Buffer.from(store.key.secret).toString('base64url') } }).replace(
      /\];\s*$/,
      `${more}];\n`,
    );
  const setting = (name: string) => new RegExp(`define\\('${name}', '([^']*)'\\);`).exec(source)?.[1] ?? '';
  const changed = (name: string, statement: string) =>
    writeFileSync(
      config,
      source.replace(new RegExp(`define\\('${name}', '[^']*'\\);`), () => statement),
    );

  test('DB-SET-2: a setting under a condition is named, signed, and in the log', async () => {
    changed(
      'DB_DATABASE',
      `if ($_SERVER['HTTP_HOST'] === 'x') { define('DB_DATABASE', 'x'); } else { define('DB_DATABASE', 'y'); }`,
    );
    const answer = await store.call();
    expect(answer).toMatchObject({ status: 422, code: 'SETTINGS_UNRESOLVED', fault: null });
    expect(answer.json.error.setting).toBe('DB_DATABASE');
    expect(readFileSync(log, 'utf8')).toMatch(/SETTINGS_UNRESOLVED \(DB_DATABASE\) at bridge\.php:\d+$/m);
    changed('DB_HOSTNAME', "define('DB_HOSTNAME', 'no host');");
    expect((await store.call()).json.error).toMatchObject({ code: 'SETTINGS_UNRESOLVED', setting: 'DB_HOSTNAME' });
  });

  test('DB-CONF-5: the owner’s database and prefix come before what the files say', async () => {
    const given = `'database' => ['host' => '127.0.0.1', 'name' => '${store.database}', 'user' => '${setting('DB_USERNAME')}', 'password' => '${setting('DB_PASSWORD')}'],`;
    changed('DB_DATABASE', "define('DB_DATABASE', strtoupper('y'));");
    writeFileSync(path.join(store.root, 'drawbridge/config.php'), owners(given));
    expect((await store.call({ body: count })).json.results[0].rows).toEqual([[expect.any(Number)]]);
    changed('DB_PREFIX', "define('DB_PREFIX', rand());");
    expect((await store.call()).json.error).toMatchObject({ code: 'SETTINGS_UNRESOLVED', setting: 'DB_PREFIX' });
    writeFileSync(path.join(store.root, 'drawbridge/config.php'), owners(`${given} 'table_prefix' => 'oc_',`));
    expect((await store.call()).json.relations.product).toContain('product_id');
    for (const wrong of [
      "'table_prefix' => 'oc`',",
      "'database' => ['host' => 'a b', 'user' => 'u', 'name' => 'n'],",
      "'database' => 'x',",
    ]) {
      writeFileSync(path.join(store.root, 'drawbridge/config.php'), owners(wrong));
      expect([wrong, (await store.call()).code]).toEqual([wrong, 'CONFIG_INVALID']);
    }
  });

  test.each([
    ['DB_PASSWORD', "define('DB_PASSWORD', 'NEVER-LEAVES');", 'DATABASE_LOGIN_REFUSED'],
    ['DB_HOSTNAME', "define('DB_HOSTNAME', 'no-such-host.invalid');", 'DATABASE_HOST_UNKNOWN'],
    ['DB_PORT', "define('DB_PORT', '1');", 'DATABASE_UNAVAILABLE'],
    ['DB_PORT', `define('DB_PORT', '3306'); define('DB_SSL_CA', 'NEVER-LEAVES');`, 'DATABASE_TLS_FAILED'],
  ])('DB-REF-5: %s as in %s is %s, and the log says so with a number and a place', async (name, statement, code) => {
    changed(name, statement);
    rmSync(log, { force: true });
    const answer = await store.call();
    expect(answer).toMatchObject({ status: 503, code, fault: null });
    const logged = readFileSync(log, 'utf8');
    expect(logged).toMatch(
      new RegExp(`Drawbridge [\\d.]+: ${code} \\(mysqli_sql_exception \\d+\\) at bridge\\.php:\\d+`),
    );
    for (const secret of ['NEVER-LEAVES', setting('DB_PASSWORD'), setting('DB_USERNAME'), store.database]) {
      expect(logged + answer.bytes).not.toContain(secret);
    }
  });

  test('DB-REF-5: what the bridge cannot do here is INTERNAL, signed, and the log names the function that PHP lacks', async () => {
    const lacking = await openMariaDbStore('opencart4', [
      '-d',
      `error_log=${log}`,
      '-d',
      'disable_functions=version_compare',
    ]);
    rmSync(log, { force: true });
    const answer = await lacking.call({ body: count });
    await lacking.close();
    expect(answer).toMatchObject({ status: 500, code: 'INTERNAL', fault: null });
    const logged = readFileSync(log, 'utf8');
    expect(logged).toMatch(/Drawbridge [\d.]+: INTERNAL \(no function version_compare\) at bridge\.php:\d+$/m);
    // A bug of the bridge's is never passed off as the database's.
    expect(logged).not.toContain('DATABASE_');
  });

  test('DB-REF-3: where PHP runs out of memory in the bridge itself the answer is INTERNAL, and signed', async () => {
    // A megabyte of JSON that takes sixteen of PHP's once it is read.
    const poor = await openMariaDbStore('opencart4', ['-d', `error_log=${log}`, '-d', 'memory_limit=12M']);
    const params = Array.from({ length: 520_000 }, () => 1);
    const statements = [{ id: 'a', sql: 'select 1 as `a`', params }];
    const answer = await poor.call({ body: { verb: 'query', statements } });
    await poor.close();
    expect(answer).toMatchObject({ status: 500, code: 'INTERNAL', fault: null });
    expect(readFileSync(log, 'utf8')).toMatch(/Drawbridge [\d.]+: INTERNAL \(error of type 1\) at bridge\.php:\d+$/m);
  });

  test('a PHP without mysqli and PDO is DRIVER_MISSING', async () => {
    const bare = await openMariaDbStore('opencart4', ['-n']);
    const answer = await bare.call();
    await bare.close();
    expect(answer).toMatchObject({ status: 501, code: 'DRIVER_MISSING', fault: null });
  });

  test('DB-SET-4: UTF-8 that a store wrote over a latin1 connection comes out, and is found, as it went in', async () => {
    const woo = await openMariaDbStore('woo');
    const name = 'Zoë’s Café Σ';
    woo.sql(
      `set names latin1; delete from wp_options where option_name not in ('blogname', 'siteurl', 'home'); alter table wp_options convert to character set latin1; update wp_options set option_value = '${name}' where option_name = 'blogname'`,
    );
    const asked = async () => {
      const sql = 'select `o`.`option_value` as `v` from `option` as `o` where `o`.`option_name` = ?';
      const statements = [
        { id: 'read', sql, params: ['blogname'] },
        { id: 'found', sql: `${sql} and \`o\`.\`option_value\` = ?`, params: ['blogname', name] },
      ];
      const { json } = await woo.call({ body: { verb: 'query', statements } });
      return json.results.map(({ rows, error }: { rows?: unknown[][]; error?: unknown }) => error ?? rows?.flat());
    };
    const file = path.join(woo.root, 'wp-config.php');
    const before = readFileSync(file, 'utf8');
    expect(await asked()).not.toEqual([[name], [name]]);
    writeFileSync(file, before.replace("'DB_CHARSET', 'utf8mb4'", "'DB_CHARSET', 'latin1'"));
    expect(await asked()).toEqual([[name], [name]]);
    writeFileSync(file, before.replace("'DB_CHARSET', 'utf8mb4'", "'DB_CHARSET', 'klingon'"));
    const unknown = await woo.call();
    await woo.close();
    expect(unknown.code).toBe('SETTINGS_UNRESOLVED');
  });
});

describeWhere([...machine, 'IPv6 on the loopback address'], 'a database at an IPv6 address', () => {
  test.each(['::1', '[::1]'])('DB-SET-3: is reached as %s', async (host) => {
    const relay = createServer((from) => {
      const to = connect(3306, '127.0.0.1');
      from
        .on('error', () => to.destroy())
        .pipe(to)
        .on('error', () => from.destroy())
        .pipe(from);
    });
    await new Promise<void>((resolve) => relay.listen(0, '::1', resolve));
    const { port } = relay.address() as { port: number };
    const store = await openMariaDbStore('opencart3');
    const config = path.join(store.root, 'config.php');
    const source = readFileSync(config, 'utf8').replace("'127.0.0.1'", `'${host}'`);
    writeFileSync(config, source.replace(/define\('DB_PORT', '\d+'\)/, `define('DB_PORT', '${port}')`));
    const answer = await store.call();
    await store.close();
    relay.close();
    expect(answer).toMatchObject({ status: 200, fault: null });
  });
});

describeWhere([...machine, 'the openssl command and mariadb-install-db'], 'a database that wants TLS', () => {
  test('DB-SET-5: is spoken to as the store speaks to it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-tls-'));
    const at = (name: string) => path.join(folder, name);
    const authority = (name: string) =>
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-days',
          '2',
          '-subj',
          '/CN=127.0.0.1',
          '-addext',
          'subjectAltName=IP:127.0.0.1',
          '-keyout',
          at(`${name}.key`),
          '-out',
          at(`${name}.pem`),
        ],
        { stdio: 'ignore' },
      );
    authority('server');
    authority('other');
    execFileSync(
      'mariadb-install-db',
      ['--no-defaults', `--datadir=${at('data')}`, '--auth-root-authentication-method=normal'],
      { stdio: 'ignore' },
    );
    const port = await freePort();
    const options = [
      '--no-defaults',
      `--datadir=${at('data')}`,
      `--socket=${at('db.sock')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--ssl-cert=${at('server.pem')}`,
      `--ssl-key=${at('server.key')}`,
      '--require-secure-transport=on',
      '--skip-name-resolve',
      `--pid-file=${at('db.pid')}`,
    ];
    const server = spawn('mariadbd', process.getuid?.() === 0 ? [...options, '--user=root'] : options, {
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => server.once('exit', resolve));
    const [store, woo] = await Promise.all([openMariaDbStore('opencart4'), openMariaDbStore('woo')]);
    try {
      for (let tries = 0; tries < 150 && !existsSync(at('db.sock')); tries += 1)
        await new Promise((r) => setTimeout(r, 100));
      execFileSync('mariadb', [
        '--no-defaults',
        '-S',
        at('db.sock'),
        '-u',
        'root',
        '-e',
        "create database shop; create table shop.oc_product (product_id int); insert into shop.oc_product values (7); create table shop.wp_options (option_name varchar(99), option_value text); insert into shop.wp_options values ('blogname', 'A shop'); create user u@'127.0.0.1' identified by 'p'; grant select on shop.* to u@'127.0.0.1'",
      ]);
      const config = path.join(store.root, 'config.php');
      const asked = async (more: string) => {
        writeFileSync(
          config,
          `<?php\ndefine('HTTP_SERVER', 'x'); define('DB_DRIVER', 'mysqli'); define('DB_HOSTNAME', '127.0.0.1'); define('DB_PORT', '${port}'); define('DB_USERNAME', 'u'); define('DB_PASSWORD', 'p'); define('DB_DATABASE', 'shop'); define('DB_PREFIX', 'oc_');\n${more}`,
        );
        const { code, json } = await store.call({ body: count });
        return code ?? json.results[0].rows;
      };
      const text = (name: string) => readFileSync(at(name), 'utf8').replace(/-----[A-Z ]+-----|\s/g, '');
      // MariaDB tells whoever comes without TLS that they may not come in; MySQL has a number of its own for that.
      expect(await asked('')).toBe('DATABASE_LOGIN_REFUSED');
      expect(await asked(`define('DB_SSL_CA', '${text('server.pem')}');`)).toEqual([[1]]);
      expect(await asked(`define('DB_SSL_CA', '${at('server.pem')}');`)).toEqual([[1]]);
      expect(await asked(`define('DB_SSL_CA', '${text('other.pem')}');`)).toBe('DATABASE_TLS_FAILED');
      const wordpress = readFileSync(path.join(woo.root, 'wp-config.php'), 'utf8');
      const through = async (flags: string) => {
        const own = { DB_NAME: 'shop', DB_USER: 'u', DB_PASSWORD: 'p', DB_HOST: `127.0.0.1:${port}` };
        const source = Object.entries(own).reduce(
          (text, [name, value]) => text.replace(new RegExp(`^(define\\( *'${name}', *)'[^']*'`, 'm'), `$1'${value}'`),
          wordpress.replace('<?php', `<?php\n${flags}`),
        );
        writeFileSync(path.join(woo.root, 'wp-config.php'), source);
        const statement = { id: 'n', sql: 'select count(*) as `n` from `option` as `o`', params: [] };
        const { code, json } = await woo.call({ body: { verb: 'query', statements: [statement] } });
        return code ?? json.results[0].rows;
      };
      expect(await through('')).toBe('DATABASE_LOGIN_REFUSED');
      expect(await through("define('MYSQL_CLIENT_FLAGS', MYSQLI_CLIENT_SSL);")).toEqual([[1]]);
      const unverified = 'MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT';
      expect(await through(`define('MYSQL_CLIENT_FLAGS', ${unverified});`)).toEqual([[1]]);
      expect(await through('const MYSQL_CLIENT_FLAGS = MYSQLI_CLIENT_COMPRESS;')).toBe('DATABASE_LOGIN_REFUSED');
      const printed = await store.php(`
        $to = ['driver' => 'mysql', 'host' => '127.0.0.1', 'port' => ${port}, 'user' => 'u', 'password' => 'p', 'database' => 'shop'];
        $ciphers = function (array $tls, bool $pdo) use ($to) {
          try {
            $database = (new \\ReflectionClass(\\Drawbridge\\Database::class))->newInstanceWithoutConstructor();
            $open = new \\ReflectionMethod($database, $pdo ? 'openPdo' : 'openMysqli');
            $open->setAccessible(true);
            $until = new \\ReflectionProperty($database, 'until');
            $until->setAccessible(true);
            $until->setValue($database, INF);
            $open->invoke($database, ['tls' => $tls, 'socket' => null, 'charset' => 'utf8mb4'] + $to);
            $database->kind = 'mariadb';
            $status = "select VARIABLE_VALUE from information_schema.SESSION_STATUS where VARIABLE_NAME = 'SSL_CIPHER'";
            return strlen($database->own($status)[0][0]) > 5 ? 'encrypted' : 'plain';
          } catch (\\PDOException | \\mysqli_sql_exception $error) {
            return 'refused';
          }
        };
        $all = [[], ['verify' => false], ['ca' => '${at('other.pem')}'], ['ca' => '${at('server.pem')}'], ['ca' => '${at('other.pem')}', 'verify' => false]];
        foreach ([false, true] as $pdo) foreach ($all as $tls) echo $ciphers($tls, $pdo), ' ';
        foreach (array_slice($all, 0, 4) as $tls) {
          try { new \\Drawbridge\\Database(['tls' => $tls] + $to); echo 'open '; }
          catch (\\Drawbridge\\Refusal $refusal) { echo $refusal->getMessage(), ' '; }
        }`);
      const ciphers = ['encrypted', 'encrypted', 'refused', 'encrypted'];
      expect(printed.trim().split(' ')).toEqual([
        ...[...ciphers, 'encrypted'],
        ...[...ciphers, 'encrypted'],
        ...['open', 'open', 'DATABASE_TLS_FAILED', 'open'],
      ]);
    } finally {
      await store.close();
      await woo.close();
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
