import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { coreSource } from '../../bridge/assemble.js';
import { type PhpHost, servePhp } from '../../demo/php-host.js';
import { phpRuntimes } from '../support/php-runtime.js';

/** What PHP itself makes of these is beside them; the environment is set by `putenv` and `$_ENV` in the script that asks. */
const plain: readonly (readonly [string, string | null])[] = [
  ["define('X', 'it\\'s \\\\ \\n');", "it's \\ \\n"],
  ['define("X", "ab$1cd$");', 'ab$1cd$'],
  ['define("X", "a\\tb\\$c\\x41\\101\\u{e9}\\q");', 'a\tb$cAA\u00e9\\q'],
  ["define( 'X' , 'third' , true , );", 'third'],
  ["define(/* name */ 'X', # a\n 'commented' // b\n);", 'commented'],
  ["// define('X', 'no');\n/* define('X', 'no'); */\ndefine('X', 'yes');", 'yes'],
  ["define('X', 'first'); define('X', 'second');", 'first'],
  ["const X = 'const';", 'const'],
  ["const Y = 'a', X = 'b' . 'c';", 'bc'],
  ["define('Y', 'sh'); define('X', Y . 'op_' . 7);", 'shop_7'],
  ["$y = 'db'; $y = 'last'; define('X', \"$y-{$y}\");", 'last-last'],
  ["define('X', getenv('SET'));", 'from the environment'],
  ["define('X', \\getenv('SET') ?: 'y');", 'from the environment'],
  ["define('X', getenv('UNSET') ?: 'y');", 'y'],
  ["define('X', $_ENV['SET_ENV'] ?? 'y');", 'from $_ENV'],
  ["define('X', $_ENV['UNSET'] ?? 'y');", 'y'],
  ["define('X', getenv('UNSET') ? 'a' : 'b');", 'b'],
  [
    "if (!function_exists('getenv_docker')) { function getenv_docker($env, $default) { if ($f = getenv($env . '_FILE')) { return $f; } else if (1) { return $default; } } }\ndefine('X', getenv_docker('UNSET', 'host') . ':' . getenv_docker('UNSET', '3306'));",
    'host:3306',
  ],
  ["define('X', getenv_docker('SECRET', 'no'));", 'in a file'],
  ["require __DIR__ . '/literals.php';", 'required'],
  ["require_once dirname(__FILE__) . '/below/../literals.php';", 'required'],
  ["$all = include 'list.php'; define('X', $all['database']['name']);", 'listed'],
  ["define('X', ['a' => array('b' => 'deep')]['a']['b']);", 'deep'],
  ["if (getenv('UNSET')) { define('X', 'no'); }\ndefine('X', 'plain');", 'plain'],
  ["if ($a): define('Y', 1); elseif ($b): echo 1; else: define('Z', 1); endif;\ndefine('X', 'after');", 'after'],
  ["class A { const X = 1; function b() { return '}'; } }\ndefine('X', 'after');", 'after'],
  ["?>\ndefine('X', 'no');\n<?php define('X', 'yes');", 'yes'],
  ["define('X', 'yes'); exit('run!'); define('Y', 'no');", 'yes'],
  ["\\define('X', 'of the root');", 'of the root'],
  ["define('Y', 'other'); define('X', \\constant('Y') . '_db');", 'other_db'],
  ["define('X', <<<'SIGN'\na$b \\n\n'c'\nSIGN\n);", "a$b \\n\n'c'"],
  ["$y = 'db'; define('X', <<<SIGN\n    {$y}\\tone\n      two\n    SIGN);", 'db\tone\n  two'],
  ['define("X", <<<"SIGN"\nin "quotes"\nSIGN);', 'in "quotes"'],
  ["define('X', <<<SIGN\nSIGN);", ''],
  ["define('X', 'yes'); defined('X') || define('X', 'no');", 'yes'],
  ["define('X', getenv('UNSET') ?: $_ENV['UNSET'] ?? 'last');", 'last'],
  ["define('X', (getenv('UNSET') ?: 'shop') . '_db');", 'shop_db'],
  [
    "declare(strict_types=1);\nnamespace Shop;\nuse A\\B;\nini_set('display_errors', '0');\ndefine('X', 'below');",
    'below',
  ],
  ["const ALL = ['db' => ['name' => 'constant']]; define('X', ALL['db']['name']);", 'constant'],
  ["define('X', 'one', false); define('X', 'two');", 'one'],
  ["define('X', isset($_ENV['UNSET']) ? $_ENV['UNSET'] : 'y');", 'y'],
  ["define('X', isset($_ENV['SET_ENV']) ? $_ENV['SET_ENV'] : 'y');", 'from $_ENV'],
  ["$all = ['a' => 'b']; define('X', isset($all['c']) ? $all['c'] : $all['a']);", 'b'],
  ["define('X', getenv('UNSET') !== false ? getenv('UNSET') : 'y');", 'y'],
  ["define('X', false === getenv('SET') ? 'y' : getenv('SET'));", 'from the environment'],
  ["DEFINE('X', \"it's\");", "it's"],
  ["define('X', 0x1F . '');", '31'],
  ["define('Y', 'y');", null],
  ["exit; define('X', 'no');", null],
];

const open: readonly string[] = [
  "if ($_SERVER['HTTP_HOST'] === 'a') { define('X', 'a'); } else { define('X', 'b'); }",
  "if ($a) define('X', 'a'); define('X', 'b');",
  "if ($a): define('X', 'a'); endif;",
  "if (getenv('UNSET')) { define('X', 'a'); } else { define('X', 'b'); }",
  "switch ($a) { case 1: define('X', 'a'); }",
  "foreach ([1] as $i) define('X', 'a');",
  "try { define('X', 'a'); } catch (Exception $e) { }",
  "function set() { define('X', 'a'); } set();",
  "defined('X') or define('X', 'a');",
  "defined('X') || define('X', 'a');",
  "define('X', strtoupper('a'));",
  "define('X', $unknown);",
  "define('X', $_SERVER['HTTP_HOST']);",
  "define('X', $_SERVER['HTTP_HOST'] ?? 'a');",
  "define('X', base64_decode('YQ=='));",
  "define('X', 'a' . Foo::B);",
  "define('X', (new Foo)->bar());",
  "\\define('X', \\strtoupper('a'));",
  "if ($a) { \\define('X', 'a'); }",
  "define('X', sprintf('%s_db', 'a'));",
  "define('X', constant('UNKNOWN'));",
  "define('X', <<<SIGN\n{$a['b']}\nSIGN);",
  "define('X', trim(file_get_contents('/run/secrets/db')));",
  "define('X', isset($unknown) ? 'a' : 'b');",
  "define('X', isset($_SERVER['HTTP_HOST']) ? 'a' : 'b');",
  "define('X', $unknown === null ? 'a' : 'b');",
  "define('X', match (true) { default => 'a' });",
  "if (false === defined('X')) { define('X', 'a'); }",
  "require '/etc/of-the-host.php'; if (!defined('X')) define('X', 'a');",
  "if (false) { define('X', 'a'); } elseif (true) { define('X', 'b'); }",
  "[$y] = ['a']; define('X', $y);",
  "define('X', \"{$a['b']}\");",
  "if (file_exists(__DIR__ . '/literals.php')) { require __DIR__ . '/literals.php'; }",
];

describe.each(phpRuntimes)('under PHP $version', (php) => {
  const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-settings-'));
  let host: PhpHost;
  beforeAll(async () => {
    mkdirSync(path.join(root, 'store/below'), { recursive: true });
    const files = {
      'core.txt': coreSource(),
      'secret.txt': 'in a file\n',
      'outside.php': "<?php define('X', 'outside');",
      'store/literals.php': "<?php\n// of literals alone\ndefine('X', 'required');\n",
      'store/list.php': "<?php return ['database' => ['name' => 'listed']];",
      'ask.php': `<?php
namespace Drawbridge;
require __DIR__ . '/core.txt';
putenv('SET=from the environment');
putenv('SECRET_FILE=${root}/secret.txt');
$_ENV['SET_ENV'] = 'from $_ENV';
$said = [];
foreach (json_decode(file_get_contents('php://input')) as $source) {
    file_put_contents(__DIR__ . '/store/config.php', "<?php\\n$source");
    $settings = new Settings(__DIR__ . '/store');
    $settings->read(__DIR__ . '/store/config.php');
    try { $said[] = $settings->get('X'); } catch (Unresolved $open) { $said[] = ['open' => $open->getMessage()]; }
}
echo json_encode($said);`,
      'yaml.php': `<?php
namespace Drawbridge;
require __DIR__ . '/core.txt';
putenv('SET=from the environment');
$settings = new Settings(__DIR__ . '/store');
$said = [];
foreach (json_decode(file_get_contents('php://input')) as $value) {
    file_put_contents(__DIR__ . '/store/parameters.yml', "parameters:\\n    x: $value\\n    y: other\\n");
    $settings->define('X', $settings->inPlace(Settings::yaml(__DIR__ . '/store/parameters.yml')['x']), true);
    try { $said[] = $settings->get('X'); } catch (Unresolved $open) { $said[] = ['open' => $open->getMessage()]; }
}
echo json_encode($said);`,
      'servers.php': `<?php
namespace Drawbridge;
require __DIR__ . '/core.txt';
$said = [];
foreach (json_decode(file_get_contents('php://input')) as $text) {
    try { $at = serverAt('DB_HOST', $text, '3399'); $said[] = [$at['host'], $at['port'], $at['socket']]; }
    catch (Unresolved $open) { $said[] = $open->getMessage(); }
}
echo json_encode($said);`,
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(root, name), content);
    host = await servePhp({ root, phpLoader: php.load });
  });
  afterAll(async () => {
    await host?.close();
    rmSync(root, { recursive: true, force: true });
  });
  const ask = async (script: string, sources: readonly string[]) => {
    const answer = await fetch(`${host.url}${script}`, { method: 'POST', body: JSON.stringify(sources) });
    const text = await answer.text();
    expect(text).toMatch(/^\[/);
    return JSON.parse(text);
  };

  test('DB-SET-1: settings have the value that PHP would give them', async () => {
    const said = await ask(
      'ask.php',
      plain.map(([source]) => source),
    );
    expect(plain.map(([source], i) => [source, said[i]])).toEqual(plain);
  });

  test('DB-SET-2: what stands under a condition or is made by code is not guessed, but named', async () => {
    const said = await ask('ask.php', open);
    expect(open.map((source, i) => [source, said[i]])).toEqual(open.map((source) => [source, { open: 'X' }]));
    expect(await ask('ask.php', ["require '../outside.php';", `require '${root}/outside.php';`])).toEqual([null, null]);
  });

  test('DB-SET-1: so have those in YAML, of which tags, blocks, lists and processors are not told', async () => {
    const said: readonly (readonly [string, string | { readonly open: string }])[] = [
      ['plain # a comment', 'plain'],
      ['p#w: d', 'p#w: d'],
      ["'it''s # none'", "it's # none"],
      ['"a \\"quote\\""', 'a "quote"'],
      ['~', ''],
      ['3306', '3306'],
      ["'50%%'", '50%'],
      ["'%env(SET)%'", 'from the environment'],
      ['%env(string:SET)%', 'from the environment'],
      ...['!php/const X', '|', '[a, b]', '&anchor a', '*alias', "'%env(UNSET)%'", "'%env(default:a:SET)%'"].map(
        (value) => [value, { open: 'X' }] as const,
      ),
      ["'a%other%b'", { open: 'X' }],
    ];
    const values = said.map(([value]) => value);
    const answered = await ask('yaml.php', values);
    expect(values.map((value, i) => [value, answered[i]])).toEqual(said);
  });

  test('DB-SET-3: a host carries a port, a socket or neither, and what is no host is named', async () => {
    const servers = [
      ['db.example', ['db.example', 3399, null]],
      ['db_1:3307', ['db_1', 3307, null]],
      ['p:127.0.0.1:3307', ['127.0.0.1', 3307, null]],
      ['localhost:/run/my.sock', ['localhost', 3399, '/run/my.sock']],
      ['/run/my.sock', ['localhost', 3306, '/run/my.sock']],
      ['db:3308:/run/my.sock', ['db', 3308, '/run/my.sock']],
      ['::1', ['::1', 3399, null]],
      ['2001:db8::7', ['2001:db8::7', 3399, null]],
      ['[::1]', ['::1', 3399, null]],
      ['[::1]:3309', ['::1', 3309, null]],
      ...['', 'p:', 'a b', 'db:port', 'db:99999', '[zz]:1', 'http://db.example', 'db.example:'].map((text) => [
        text,
        'DB_HOST',
      ]),
    ] as const;
    const said = await ask(
      'servers.php',
      servers.map(([text]) => text as string),
    );
    expect(servers.map(([text], i) => [text, said[i]])).toEqual(servers);
  });
});
