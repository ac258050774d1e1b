import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { coreSource } from '../../bridge/assemble.js';
import { describeWhere } from '../support/machine.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';
import { openTestStore, type TestStore } from '../support/php-runtime-store.js';

/** Functions that hosts are known to switch off, as their lists have them. */
const switchedOff =
  'exec,shell_exec,system,passthru,popen,proc_open,proc_close,proc_get_status,pcntl_exec,pcntl_fork,putenv,getenv,' +
  'ini_set,ini_get,ini_get_all,ini_restore,ini_alter,set_time_limit,ignore_user_abort,error_log,error_reporting,error_get_last,' +
  'register_shutdown_function,glob,scandir,disk_free_space,disk_total_space,diskfreespace,tmpfile,tempnam,symlink,link,readlink,' +
  'chmod,chown,chgrp,opcache_invalidate,opcache_reset,opcache_get_status,opcache_compile_file,phpinfo,phpversion,php_uname,' +
  'getmypid,getmyuid,get_current_user,memory_get_usage,memory_get_peak_usage,gzencode,gzcompress,gzinflate,highlight_file,' +
  'show_source,parse_ini_file,curl_exec,curl_multi_exec,fsockopen,pfsockopen,stream_socket_client,stream_socket_server,' +
  'stream_set_write_buffer,mail,dl,escapeshellarg,escapeshellcmd,posix_getpwuid,posix_kill,apache_setenv,virtual,syslog,openlog,mkdir';

/** Statements as long as may be, each made of one thing over and over, and some that are longer. */
const longest = (piece: string, before = 'select 1 from `product` as `p`', after = '') =>
  before + piece.repeat(Math.floor((65_536 - before.length - after.length) / piece.length)) + after;
const long: readonly (readonly [string, string])[] = [
  ['joins', longest(' join `product` as `p` on 1')],
  [
    'joins under many names',
    Array.from({ length: 1_900 }, (_, i) => ` join \`product\` as \`q${i}\` on 1`).reduce(
      (all, one) => (all.length + one.length < 65_000 ? all + one : all),
      'select 1 from `product` as `p`',
    ),
  ],
  ['columns', longest('`p`.`product_id`,', 'select ', '1 from `product` as `p`')],
  ['aliases', longest('1 as `a`,', 'select ', '1 from `product` as `p`')],
  ['subqueries', longest(' join (select 1 from `product`) as `s` on 1')],
  ['parentheses', longest('(', 'select ')],
  ['spaces', longest(' ', 'select 1')],
  ['signs', longest('+1', 'select 1')],
  ['commas', longest(',', 'select 1')],
  ['question marks', longest('?,', 'select ', '?')],
  ['backticks', longest('`', 'select ')],
  ['digits', longest('1', 'select ')],
  ['letters', longest('a', 'select ')],
  ['unions', longest(' union select 1', 'select 1')],
];

interface Timed {
  readonly times: number[];
  readonly memory: number;
}
const tooLong = (times: readonly number[], ms: number) =>
  long.map(([what], i) => ({ what, ms: Math.round(times[i] ?? Number.NaN) })).filter((one) => !(one.ms <= ms));
/** A script that checks each statement of `long.json` three times and tells the least time, by this clock in ms. */
const timed = (clock: string) => `
  $relation = new \\Drawbridge\\Relation(['catalog', 'product', 'product_id model quantity price weight image status']);
  $now = function () { return ${clock}; };
  $check = function ($sql) use ($relation, $now) {
    $start = $now();
    try { \\Drawbridge\\Statement::parts($sql, ['product' => $relation], ['catalog']); } catch (\\Exception $refused) {}
    return $now() - $start;
  };
  $check('select 1 from \`product\`');
  $times = [];
  foreach (json_decode(file_get_contents(__DIR__ . '/long.json')) as $sql) $times[] = min($check($sql), $check($sql), $check($sql));
  echo json_encode(['times' => $times, 'memory' => memory_get_peak_usage()]);`;

describe.each([phpRuntimes[0], phpRuntimes[2]])('the check of a statement under PHP $version', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php);
  });
  afterAll(() => store.close());

  test('takes a time that grows with its length, and little memory', async () => {
    writeFileSync(path.join(store.root, 'long.json'), JSON.stringify(long.map(([, sql]) => sql)));
    const { times, memory } = JSON.parse(await store.run(timed('hrtime(true) / 1e6'))) as Timed;
    // PHP in WebAssembly beside other tests is slow: what grows with the square takes a minute.
    expect(tooLong(times, 3_000)).toEqual([]);
    expect(memory).toBeLessThan(48 * 2 ** 20);
  });

  test('refuses a longer one, and runs its neighbour', async () => {
    const [over, beside] = await store.query(`select 1${' '.repeat(65_529)}`, 'select 1 as `n`');
    expect([over.error, beside.rows]).toEqual([{ code: 'STATEMENT_REFUSED', reason: 'TOO_LONG' }, [[1]]]);
  });

  test('DB-QRY-14: ends a statement of SQLite that takes too long, and runs its neighbour', async () => {
    const product = (name: string) => `\`product_image\` as \`${name}\``;
    const joins = Array.from({ length: 20 }, (_, i) => ` inner join ${product(`b${i}`)} on 1 = 1`);
    const endless = `select count(*) as \`n\` from ${product('a')}${joins.join('')}`;
    const before = Date.now();
    const results = await store.query(endless, 'select 1 as `n`');
    expect(results.map(({ error, rows }) => error?.code ?? rows)).toEqual(['STATEMENT_TIMEOUT', [[1]]]);
    expect(Date.now() - before).toBeLessThan(18_000);
  }, 60_000);
});

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'a host with 64 MiB for PHP and a long list of functions that are switched off',
  () => {
    let store: MariaDbStore;
    beforeAll(async () => {
      const options = { memory_limit: '64M', disable_functions: switchedOff, display_errors: '1', html_errors: '1' };
      store = await openMariaDbStore(
        'woo',
        Object.entries(options).flatMap(([name, value]) => ['-d', `${name}=${value}`]),
      );
    });
    afterAll(() => store?.close());
    const query = async (...statements: string[]) => {
      const body = { verb: 'query', statements: statements.map((sql, i) => ({ id: `s${i}`, sql, params: [] })) };
      const answer = await store.call({ body });
      if (answer.fault || answer.status !== 200)
        throw new Error(`must be answered, but got: ${answer.fault} ${answer.code}`);
      // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of them
      return answer.json.results as any[];
    };

    test('gets signed answers all the same, and nothing of PHP’s is shown', async () => {
      const hello = await store.call();
      expect([hello.fault, hello.json.platform]).toEqual([null, 'WOOCOMMERCE']);
      for (const call of [
        { method: 'PUT' },
        { body: 'no JSON' },
        { headers: { signature: 'x' } },
        { body: { verb: 'act' } },
      ]) {
        const { json, bytes } = await store.call(call);
        expect(json?.error?.code).toMatch(/^[A-Z_]+$/);
        expect(bytes.toString()).not.toMatch(/<b>|Warning|Fatal|\.php/);
      }
      // Where no folder can be made, nobody remembers.
      expect(hello.json.replayProtection).toBe(false);
    });

    test('checks the longest statement in 100 ms of its processor', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-long-'));
      writeFileSync(path.join(folder, 'long.json'), JSON.stringify(long.map(([, sql]) => sql)));
      writeFileSync(path.join(folder, 'core.php'), coreSource());
      const clock = "getrusage()['ru_utime.tv_sec'] * 1e3 + getrusage()['ru_utime.tv_usec'] / 1e3";
      writeFileSync(path.join(folder, 'run.php'), `<?php require __DIR__ . '/core.php'; ${timed(clock)}`);
      // The least of a few times is what it costs: all else is what the machine does besides.
      let times = long.map(() => Number.POSITIVE_INFINITY);
      for (let tried = 0; tried < 6 && tooLong(times, 100).length > 0; tried += 1) {
        const found = JSON.parse(execFileSync('php', [path.join(folder, 'run.php')]).toString()) as Timed;
        times = times.map((ms, i) => Math.min(ms, found.times[i] ?? Number.NaN));
      }
      rmSync(folder, { recursive: true });
      expect(tooLong(times, 100)).toEqual([]);
    });

    test('is told when a request cannot be known again', async () => {
      const nonces = path.join(store.root, 'drawbridge/nonces');
      mkdirSync(nonces);
      expect((await store.call()).json.replayProtection).toBe(true);
      rmSync(nonces, { recursive: true });
      writeFileSync(nonces, '');
      expect((await store.call()).json.replayProtection).toBe(false);
      rmSync(nonces);
    });

    test('loses the statement that is too large, and no other', async () => {
      const content = (name: string) => `\`${name}\`.\`post_content\``;
      const text = 'x'.repeat(20_000);
      store.sql(`update wp_posts set post_content = repeat('${text.slice(0, 100)}', 200) where post_type = 'product'`);
      const selfJoin = (count: number) =>
        `select ${Array.from({ length: count }, (_, i) => `${content(i % 2 ? 'a' : 'b')} as \`c${i}\``).join(', ')} from \`product\` as \`a\` inner join \`product\` as \`b\` on 1 = 1`;
      const results = await query('select 1 as `n`', selfJoin(60), selfJoin(16), 'select 2 as `n`');
      expect(results.map(({ error, truncated, rows }) => error?.reason ?? (truncated ? 'truncated' : rows))).toEqual([
        [[1]],
        'TOO_WIDE',
        'truncated',
        [[2]],
      ]);
    });
  },
);
