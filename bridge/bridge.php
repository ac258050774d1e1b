<?php
/*
 * Drawbridge: lets one service that you trust read this store, and nothing else.
 *
 * What it does. It waits for requests that are signed with a key from config.php beside it. It finds the store's own
 * database settings by reading (never running) the store's configuration file, opens the database, starts a transaction
 * that can only read, answers, and ends.
 *
 * What it never does. It changes nothing, runs no code that it is sent, fetches no address, and writes nothing but
 * empty files in its folder "nonces", by which it knows the requests it has seen. Passwords, sessions, payment data, API keys and
 * administrators are out of its reach: only the tables and columns listed under "relations" can leave the store.
 *
 * How to check it. Read it: the way of a request (serve, authenticate), then the check of every statement (Statement),
 * then the lists at the end. Whatever is not listed there cannot be read, whoever holds the key.
 *
 * How to close it. Delete this folder, or take the keys out of config.php, or an area out of its list of areas.
 */

namespace Drawbridge;

const PROTOCOL = 1, BRIDGE_VERSION = '1.0.0', AREAS = ['catalog', 'orders', 'customers', 'settings'];
const MAX_BODY_BYTES = 1048576, MAX_ANSWER_BYTES = 33554432, MAX_STATEMENTS = 64, MAX_ROWS = 10000, MAX_VALUES = 30000;
const STATEMENT_SECONDS = 8, REQUEST_SECONDS = 20, CLOCK_TOLERANCE_SECONDS = 60, LONGEST_WINDOW_SECONDS = 60;
const REQUEST_COMPONENTS = '("@method" "@path" "@query" "content-type" "content-digest")';
const ANSWER_COMPONENTS = '("@status" "content-digest" "signature";req;key="drawbridge")';
const ENCRYPTED = 'application/vnd.drawbridge+aes256gcm', JSON = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;

/** What a shop platform's part of this file tells the rest. It reads the store's files as text and never runs them. */
interface Connector {
    /** The connector for the store in this folder, or null where it is not a store of this platform. */
    public static function detect(string $root): ?Connector;
    public function platform(): string;
    public function platformVersion(): ?string;
    /** 'driver' (mysql or sqlite), 'host', 'port', 'socket', 'user', 'password', 'database'; null where it cannot be read. */
    public function database(): ?array;
    /** All that may leave the store: relation => ['area', 'table', 'columns parted by spaces', 'condition on the rows'?]. */
    public function relations(): array;
}

/** A connector's list of relations with the names that it has in this store, such as the prefix of its tables. */
function namedRelations(array $relations, array $names): array {
    foreach ($relations as &$relation) {
        $relation[1] = strtr($relation[1], $names);
        if (isset($relation[3])) $relation[3] = strtr($relation[3], $names);
    }
    return $relations;
}

/** The constants that a PHP file defines with literal values: read as text, never run; comments do not count. */
function constantsOf(string $file): array {
    $source = is_file($file) ? (string) file_get_contents($file, false, null, 0, 1048576) : '';
    $text = '\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\$]|\\\\.)*"';
    $define = "\bdefine\s*\(\s*($text)\s*,\s*($text|\d+)\s*\)";
    preg_match_all("~//[^\n]*|#[^\n]*|/\*.*?\*/|$define|$text~is", $source, $found, PREG_SET_ORDER);
    $constants = [];
    foreach ($found as $match) if (isset($match[2])) $constants += [literal($match[1]) => literal($match[2])];
    return $constants;
}

function literal(string $source): string {
    if ($source[0] === '"') return stripcslashes(substr($source, 1, -1));
    return $source[0] === "'" ? preg_replace('~\\\\([\'\\\\])~', '$1', substr($source, 1, -1)) : $source;
}
/** Why a whole request is refused: a code that never changes, its HTTP status, and what a person may want to know. */
const REFUSALS = [
    'METHOD_NOT_ALLOWED' => [405, 'The bridge answers POST.'],
    'TOO_LARGE' => [413, 'The body is too large.'],
    'CONFIG_INVALID' => [500, 'config.php is missing, holds no usable key, or lists what it cannot.'],
    'ADDRESS_REFUSED' => [403, 'This address may not ask; see allowed_ips in config.php.'],
    'SIGNATURE_MISSING' => [400, 'The request must carry Content-Digest, Signature-Input and Signature.'],
    'SIGNATURE_INVALID' => [401, 'The signature is not right.'],
    'EXPIRED' => [401, 'The request is outside its window.'],
    'REPLAYED' => [409, 'This request was made before.'],
    'INSECURE' => [403, 'Over plain http, encrypt. Where a proxy before the store ends TLS, list it in trusted_proxies in config.php.'],
    'ENCRYPTION_UNAVAILABLE' => [501, 'PHP has no openssl here; serve the store over https.'],
    'MALFORMED' => [400, 'The body is not of the form that the protocol gives.'],
    'VERB_UNKNOWN' => [400, 'The verb must be hello or query.'],
    'PLATFORM_UNKNOWN' => [422, 'In the folder above there is no store that the bridge knows.'],
    'DATABASE_UNAVAILABLE' => [503, "The store's database cannot be reached with the settings in its files."],
    'INTERNAL' => [500, 'The bridge failed.'],
];

final class Refusal extends \Exception {}
/** Why one statement is refused or failed; its neighbours are answered all the same. */
final class StatementFault extends \Exception {}

function breaks(string $rule): StatementFault {
    return new StatementFault("STATEMENT_REFUSED $rule");
}

// ---- The way of a request: what is not signed with a key of config.php is refused before anything else is looked at ----

/** Answers the request that PHP is running for. $connectors are the class names of the platforms' parts in this file. */
function serve(array $connectors): void {
    foreach (['display_errors' => '0', 'zlib.output_compression' => '0', 'serialize_precision' => '-1'] as $name => $value) ini_set($name, $value);
    error_reporting(0);
    ob_start();
    $answer = new Answer();
    register_shutdown_function(static function () use ($answer): void {
        if (!$answer->sent) $answer->error('INTERNAL');
    });
    try {
        $method = $_SERVER['REQUEST_METHOD'] ?? '';
        if (in_array($method, ['GET', 'HEAD'], true) && ($_SERVER['QUERY_STRING'] ?? '') === '') {
            $answer->send(200, 'text/plain; charset=utf-8', "Drawbridge is installed.\n");
            return;
        }
        $request = json_decode(authenticate($method, $answer), true, 32);
        $verb = is_array($request) ? $request['verb'] ?? null : null;
        if (!in_array($verb, ['hello', 'query'], true)) throw new Refusal(is_string($verb) ? 'VERB_UNKNOWN' : 'MALFORMED');
        if ($verb === 'query') checkForm($request['statements'] ?? null);
        $store = new Store(dirname(__DIR__), $connectors, $answer->config);
        $answer->json(200, $verb === 'hello' ? $store->hello() : $store->query($request['statements']));
    } catch (Refusal $refusal) {
        $answer->error($refusal->getMessage());
    } catch (\Throwable $error) {
        $answer->error('INTERNAL');
    }
}
/** The body of a request that is signed, fresh and new; refuses any other, in the order that the protocol fixes. */
function authenticate(string $method, Answer $answer): string {
    if ($method !== 'POST') throw new Refusal('METHOD_NOT_ALLOWED');
    $body = (string) file_get_contents('php://input', false, null, 0, MAX_BODY_BYTES + 1);
    if (max(strlen($body), (int) ($_SERVER['CONTENT_LENGTH'] ?? 0)) > MAX_BODY_BYTES) throw new Refusal('TOO_LARGE');
    $config = $answer->config = readConfig(__DIR__ . '/config.php');
    if ($config['allowed_ips'] && !inBlocks(clientAddress($config), $config['allowed_ips'])) throw new Refusal('ADDRESS_REFUSED');
    $signature = readSignature();
    [$path, $query] = explode('?', preg_replace('~^[a-z]+://[^/?]*~i', '', $_SERVER['REQUEST_URI'] ?? ''), 2) + [1 => ''];
    $type = trim($_SERVER['CONTENT_TYPE'] ?? '');
    $digest = trim($_SERVER['HTTP_CONTENT_DIGEST']);
    $lines = ['"@method"' => $method, '"@path"' => $path === '' ? '/' : $path, '"@query"' => "?$query", '"content-type"' => $type,
        '"content-digest"' => $digest];
    $secret = $config['keys'][$signature['keyid']] ?? null;
    $mac = signatureOf($secret ?? random_bytes(32), $lines, $signature['input']);
    $right = hash_equals($mac, $signature['mac']);
    $whole = hash_equals(digestOf($body), $digest);
    if ($secret === null || !$right || !$whole) throw new Refusal('SIGNATURE_INVALID');

    // From here on it is known that a holder of the key asks, and every answer is signed.
    $answer->signer = [$signature['keyid'], $secret, $mac];
    $late = max(time() - $signature['expires'], $signature['created'] - time());
    if ($late > CLOCK_TOLERANCE_SECONDS) throw new Refusal('EXPIRED');
    if (seenBefore(hash('sha256', "$signature[keyid] $signature[nonce]"))) throw new Refusal('REPLAYED');
    if ($type === 'application/json' && isPrivate($config)) return $body;
    if ($type === 'application/json') throw new Refusal('INSECURE');
    if ($type !== ENCRYPTED) throw new Refusal('MALFORMED');
    if (!function_exists('openssl_decrypt')) throw new Refusal('ENCRYPTION_UNAVAILABLE');
    $answer->encryption = hash_hkdf('sha256', $secret, 32, "drawbridge-v1 answer $signature[nonce]");
    $key = hash_hkdf('sha256', $secret, 32, "drawbridge-v1 request $signature[nonce]");
    $plain = strlen($body) < 28 ? false
        : openssl_decrypt(substr($body, 12, -16), 'aes-256-gcm', $key, OPENSSL_RAW_DATA, substr($body, 0, 12), substr($body, -16));
    if ($plain === false) throw new Refusal('MALFORMED');
    return $plain;
}
/** The owner's choices, with the secrets decoded; refuses a file that cannot be relied on. */
function readConfig(string $file): array {
    $config = is_file($file) ? include $file : null;
    $config = is_array($config) ? $config : [];
    $choices = ['keys' => [], 'write' => ($config['write'] ?? false) === true];
    foreach ((array) ($config['keys'] ?? []) as $id => $secret) {
        $bytes = is_string($secret) ? (string) base64_decode(strtr($secret, '-_', '+/'), true) : '';
        if (strlen($bytes) === 32) $choices['keys'][$id] = $bytes;
    }
    if (!$choices['keys']) throw new Refusal('CONFIG_INVALID');
    foreach (['areas', 'allowed_ips', 'trusted_proxies'] as $name) {
        $list = $config[$name] ?? [];
        $right = is_array($list) && array_filter($list, 'is_string') === $list;
        if ($right && $name !== 'areas') $right = !in_array(null, array_map('Drawbridge\blockStart', $list), true);
        if (!$right) throw new Refusal('CONFIG_INVALID');
        $choices[$name] = $list;
    }
    $choices['areas'] = array_values(array_intersect(AREAS, $choices['areas']));
    return $choices;
}
/** An address as text that begins as its block does: its family, then its bits. IPv4 written as IPv6 counts as IPv4. */
function addressBits(string $address): ?string {
    $bytes = @inet_pton($address);
    if ($bytes === false) return null;
    if (strncmp($bytes, str_repeat("\0", 10) . "\xff\xff", 12) === 0) $bytes = substr($bytes, 12);
    return strlen($bytes) . ' ' . implode('', array_map(fn (string $byte): string => sprintf('%08b', ord($byte)), str_split($bytes)));
}
/** What every address of a CIDR block, or the one address, begins with in bits; null where it is neither. */
function blockStart(string $block): ?string {
    [$address, $length] = explode('/', $block, 2) + [1 => null];
    $bits = addressBits($address);
    if ($bits === null || $length === null) return $bits;
    return preg_match('/^\d{1,3}$/D', $length) && (int) $length <= 8 * (int) $bits ? substr($bits, 0, strpos($bits, ' ') + 1 + (int) $length) : null;
}

function inBlocks(?string $address, array $blocks): bool {
    $bits = addressBits((string) $address);
    foreach ($bits === null ? [] : $blocks as $block) if (strpos($bits, blockStart($block)) === 0) return true;
    return false;
}
/** Who asks: the peer, or, where the peer is a trusted proxy, the last address in X-Forwarded-For that is not one. */
function clientAddress(array $config): ?string {
    $address = $_SERVER['REMOTE_ADDR'] ?? null;
    $forwarded = array_filter(array_map('trim', explode(',', $_SERVER['HTTP_X_FORWARDED_FOR'] ?? '')), 'strlen');
    while ($forwarded && inBlocks($address, $config['trusted_proxies'])) $address = array_pop($forwarded);
    return $address;
}
/** Whether nobody can have read along: TLS up to here or to a trusted proxy, or the same machine with no proxy between. */
function isPrivate(array $config): bool {
    $peer = $_SERVER['REMOTE_ADDR'] ?? '';
    if (inBlocks($peer, $config['trusted_proxies'])) return strtolower(trim($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '')) === 'https';
    if (!in_array(strtolower($_SERVER['HTTPS'] ?? ''), ['', 'off', '0'], true) || ($_SERVER['SERVER_PORT'] ?? '') === '443') return true;
    $proxied = isset($_SERVER['HTTP_X_FORWARDED_FOR']) || isset($_SERVER['HTTP_FORWARDED']) || isset($_SERVER['HTTP_VIA']);
    return !$proxied && inBlocks($peer, ['127.0.0.0/8', '::1']);
}
/** The request's signature as its header fields give it (RFC 9421): mac, input, created, expires, nonce, keyid. */
function readSignature(): array {
    $forms = ['created' => '(\d{1,12})', 'expires' => '(\d{1,12})', 'nonce' => '"([A-Za-z0-9_-]{22,128})"',
        'keyid' => '"([A-Za-z0-9_.-]{1,64})"', 'alg' => '"(hmac-sha256)"', 'tag' => '"(drawbridge-v1)"'];
    $start = 'drawbridge=' . REQUEST_COMPONENTS . ';';
    $input = trim($_SERVER['HTTP_SIGNATURE_INPUT'] ?? '');
    $signature = ['input' => substr($input, strlen('drawbridge='))];
    $right = preg_match('~^sha-256=:[A-Za-z0-9+/]{43}=:$~D', trim($_SERVER['HTTP_CONTENT_DIGEST'] ?? ''))
        && preg_match('~^drawbridge=:([A-Za-z0-9+/]{43}=):$~D', trim($_SERVER['HTTP_SIGNATURE'] ?? ''), $mac)
        && strncmp($input, $start, strlen($start)) === 0;
    foreach ($right ? explode(';', substr($input, strlen($start))) : [] as $parameter) {
        [$name, $value] = explode('=', $parameter, 2) + [1 => ''];
        $right = $right && isset($forms[$name]) && !isset($signature[$name]) && preg_match("~^$forms[$name]$~D", $value, $match);
        if ($right) $signature[$name] = $match[1];
    }
    $window = (int) ($signature['expires'] ?? 0) - (int) ($signature['created'] ?? 0);
    if (!$right || count($signature) !== 1 + count($forms) || $window < 1 || $window > LONGEST_WINDOW_SECONDS) throw new Refusal('SIGNATURE_MISSING');
    return ['mac' => $mac[1]] + $signature;
}
/** HMAC-SHA256 over an RFC 9421 signature base: a line for each component, then the signature's parameters. */
function signatureOf(string $secret, array $lines, string $parameters): string {
    $base = '';
    foreach ($lines as $component => $value) $base .= "$component: $value\n";
    return base64_encode(hash_hmac('sha256', "$base\"@signature-params\": $parameters", $secret, true));
}
/** The value of an RFC 9530 Content-Digest. */
function digestOf(string $content): string {
    return 'sha-256=:' . base64_encode(hash('sha256', $content, true)) . ':';
}
/** Notes a request's nonce in a file of its own, and says whether it was noted before. Where nothing can be written: no. */
function seenBefore(string $nonce): bool {
    $folder = __DIR__ . '/nonces';
    if (!is_dir($folder)) @mkdir($folder, 0700);
    // Now and then those are deleted that are older than any request can be and still be answered.
    foreach (random_int(1, 100) === 1 ? glob("$folder/*") : [] as $old) if (filemtime($old) < time() - 600) @unlink($old);
    return @fopen("$folder/$nonce", 'x') === false && is_file("$folder/$nonce");
}
/** Refuses a query that is not a list of {"id","sql","params"}, each id once. */
function checkForm($statements): void {
    $right = is_array($statements) && $statements !== [] && array_keys($statements) === range(0, count($statements) - 1);
    $ids = [];
    foreach ($right ? $statements : [] as $one) {
        $right = $right && is_array($one) && is_string($one['id'] ?? null) && is_string($one['sql'] ?? null) && is_array($one['params'] ?? []);
        if (!$right) break;
        $ids["id $one[id]"] = true;
        foreach ($one['params'] ?? [] as $parameter) $right = $right && (!is_array($parameter) || isReference($parameter));
    }
    if (!$right || count($ids) !== count($statements)) throw new Refusal('MALFORMED');
}

function isReference(array $parameter): bool {
    $from = (array) ($parameter['from'] ?? []);
    return $from !== [] && array_filter($from, 'is_string') === $from && is_string($parameter['column'] ?? null);
}
/** What is sent back, once: JSON with its digest, signed as soon as the key is known, encrypted where the request was. */
final class Answer {
    public array $config = [];
    public bool $sent = false;
    /** Key id, secret and the MAC of the request, once that is known to be right. */
    public ?array $signer = null;
    public ?string $encryption = null;

    public function error(string $code): void {
        $error = ['code' => $code, 'message' => REFUSALS[$code][1]] + ($code === 'EXPIRED' ? ['clock' => time()] : []);
        $this->json(REFUSALS[$code][0], json_encode(['error' => $error], JSON));
    }

    public function json(int $status, string $content): void {
        $type = 'application/json';
        $accepted = preg_match('~\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))~i', $_SERVER['HTTP_ACCEPT_ENCODING'] ?? '');
        if ($compressed = $accepted && function_exists('gzencode')) $content = gzencode($content, 4);
        if ($this->encryption !== null) {
            [$type, $iv] = [ENCRYPTED, random_bytes(12)];
            $content = $iv . openssl_encrypt($content, 'aes-256-gcm', $this->encryption, OPENSSL_RAW_DATA, $iv, $tag) . $tag;
        } elseif ($compressed) {
            header('Content-Encoding: gzip');
        }
        $digest = digestOf($content);
        header("Content-Digest: $digest");
        if ($this->signer !== null) {
            [$keyId, $secret, $mac] = $this->signer;
            $input = ANSWER_COMPONENTS . ';created=' . time() . ";keyid=\"$keyId\";alg=\"hmac-sha256\";tag=\"drawbridge-v1\"";
            $lines = ['"@status"' => $status, '"content-digest"' => $digest, '"signature";req;key="drawbridge"' => ":$mac:"];
            header("Signature-Input: drawbridge=$input");
            header('Signature: drawbridge=:' . signatureOf($secret, $lines, $input) . ':');
        }
        $this->send($status, $type, $content);
    }

    public function send(int $status, string $type, string $content): void {
        while (ob_get_level() > 0) ob_end_clean();
        $this->sent = true;
        http_response_code($status);
        foreach (['Content-Type' => $type, 'Content-Length' => strlen($content), 'Cache-Control' => 'no-store, no-transform',
            'X-Content-Type-Options' => 'nosniff', 'Allow' => 'GET, POST'] as $name => $value) header("$name: $value");
        echo $content;
    }
}

// ---- The two verbs ----

final class Store {
    private ?Connector $connector = null;
    private Database $database;
    private array $config;
    /** name => [area, table, [columns], condition or null] */
    private array $relations = [];

    public function __construct(string $root, array $connectors, array $config) {
        $this->config = $config;
        foreach ($connectors as $class) $this->connector = $this->connector ?? $class::detect($root);
        if ($this->connector === null) throw new Refusal('PLATFORM_UNKNOWN');
        foreach ($this->connector->relations() as $name => $relation) {
            $this->relations[$name] = [$relation[0], $relation[1], explode(' ', $relation[2]), $relation[3] ?? null];
        }
        try {
            $this->database = new Database($this->connector->database());
        } catch (\Throwable $error) {
            throw new Refusal('DATABASE_UNAVAILABLE');
        }
    }

    public function hello(): string {
        $open = array_filter($this->relations, fn (array $relation): bool => in_array($relation[0], $this->config['areas'], true));
        $existing = $this->database->columnsOf(array_column($open, 1));
        $relations = array_filter(array_map(fn (array $relation): array =>
            array_values(array_intersect($relation[2], $existing[strtolower($relation[1])] ?? [])), $open));
        return json_encode(['protocol' => PROTOCOL, 'bridgeVersion' => BRIDGE_VERSION, 'platform' => $this->connector->platform(),
            'platformVersion' => $this->connector->platformVersion(), 'phpVersion' => PHP_VERSION,
            'database' => ['kind' => $this->database->kind, 'version' => $this->database->version],
            'clock' => time(), 'timeZone' => date_default_timezone_get(), 'areas' => $this->config['areas'],
            'writable' => $this->config['write'], 'relations' => (object) $relations], JSON | JSON_INVALID_UTF8_SUBSTITUTE);
    }
    /** Runs the statements in one read-only snapshot; there is one result for each, in order. */
    public function query(array $statements): string {
        [$results, $size, $started] = [[], 0, microtime(true)];
        /** id => [columns, rows] of what went well; columns is null where nothing had to be run */
        $earlier = [];
        foreach ($statements as $number => $statement) {
            $result = ['id' => $statement['id']];
            try {
                if ($number >= MAX_STATEMENTS) throw new StatementFault('TOO_MANY_STATEMENTS');
                if (microtime(true) - $started > REQUEST_SECONDS) throw new StatementFault('STATEMENT_TIMEOUT');
                $parts = Statement::parts($statement['sql'], $this->relations, $this->config['areas']);
                $bound = bind($parts, array_values($statement['params'] ?? []), $earlier);
                [$columns, $rows, $cut] = $bound ? $this->database->run($bound[0], $bound[1], MAX_ANSWER_BYTES - $size) : [null, [], false];
                $earlier[$statement['id']] = [$columns, $rows];
                $result += ['columns' => $columns ?? [], 'rows' => $rows] + ($cut ? ['truncated' => true] : []);
            } catch (StatementFault $fault) {
                [$code, $rule] = explode(' ', $fault->getMessage()) + [1 => null];
                $result['error'] = ['code' => $code] + ($rule === null ? [] : ['reason' => $rule]);
            }
            // Where some text is not UTF-8, its wrong bytes are replaced by U+FFFD, and the result says so.
            $json = json_encode($result, JSON);
            if ($json === false) $json = json_encode($result + ['repaired' => true], JSON | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR);
            $size += strlen($json);
            $results[] = $json;
        }
        return '{"results":[' . implode(',', $results) . ']}';
    }
}
/** The SQL and the values to bind, with every reference replaced by its values; null where a reference has none. */
function bind(array $parts, array $parameters, array $earlier): ?array {
    if (count(array_keys($parts, '?', true)) !== count($parameters)) throw breaks('PARAMETER_COUNT');
    $values = [];
    foreach ($parts as $at => $part) {
        if ($part !== '?') continue;
        $parameter = array_shift($parameters);
        $bound = is_array($parameter) ? valuesOf($parameter, $earlier) : [is_bool($parameter) ? (int) $parameter : $parameter];
        $parts[$at] = implode(', ', array_fill(0, count($bound), '?'));
        $values[] = $bound;
    }
    if (in_array([], $values, true)) return null;
    $values = array_merge([], ...$values);
    if (count($values) > MAX_VALUES) throw breaks('TOO_MANY_VALUES');
    return [implode(' ', $parts), $values];
}
/** The distinct values, nulls left out, of a column of earlier statements' rows. */
function valuesOf(array $reference, array $earlier): array {
    $values = [];
    foreach ((array) $reference['from'] as $id) {
        if (!isset($earlier[$id])) throw new StatementFault('REFERENCE_INVALID');
        [$columns, $rows] = $earlier[$id];
        $at = array_search($reference['column'], $columns ?? [], true);
        if ($at === false && $columns !== null) throw new StatementFault('REFERENCE_INVALID');
        foreach ($rows as $row) if ($row[$at] !== null) $values[gettype($row[$at]) . $row[$at]] = $row[$at];
    }
    return array_values($values);
}

// ---- The check of a statement: token by token, and only what is listed here passes ----

final class Statement {
    private const KEYWORDS = ' select distinct from inner left join on as where and or not in is null between order by asc desc group having '
        . 'limit case when then else end exists union all ';
    private const FUNCTIONS = ' count sum min max coalesce lower upper length concat instr substr abs round nullif ';
    private const ENDS_OPERAND = ['name', 'number', '?', ')', 'null', 'end'];
    private const JOINS_OPERANDS = ['=', '<>', '!=', '<', '<=', '>', '>=', '/'];
    private const BEGINS_OPERAND = ['name', 'number', '?', '(', 'function', 'null', 'case', 'exists', 'select'];
    /** What must come right after a token of a kind, and right before it (null: nothing). */
    private const AFTER = ['inner' => ['join'], 'left' => ['join'], 'order' => ['by'], 'group' => ['by'], 'in' => ['('], 'exists' => ['('],
        'union' => ['all', 'select'], 'all' => ['select'], 'as' => ['name'], 'limit' => ['number', '?'], 'from' => ['name', '('],
        'join' => ['name', '('], '.' => ['name'], 'function' => ['(']];
    private const BEFORE = ['select' => [null, '(', 'union', 'all'], 'by' => ['order', 'group'], 'all' => ['union'],
        'distinct' => ['select', '('], '.' => ['name'], ',' => self::ENDS_OPERAND + [6 => 'asc', 7 => 'desc'], 'as' => self::ENDS_OPERAND];
    /** The statement as pieces of SQL, every relation replaced by its definition; throws the rule that a statement breaks. */
    public static function parts(string $sql, array $relations, array $areas): array {
        $tokens = self::tokens($sql);
        [$places, $used] = self::check($tokens, $relations, $areas);
        $parts = [];
        foreach ($tokens as $at => [$kind, $text]) {
            // MySQL wants a function's parenthesis right after its name.
            if ($kind === '(' && $tokens[$at - 1][0] === 'function') $text = array_pop($parts) . '(';
            if (isset($places[$at])) {
                [, $table, $columns, $condition] = $relations[trim($text, '`')];
                // Only the columns that the statement uses: one that this version of the store lacks must not spoil it.
                $list = implode('`, `', array_intersect($columns, array_merge($used[''] ?? [], $used[$places[$at]] ?? [])));
                $alias = ($tokens[$at + 1][0] ?? '') === 'as' ? '' : " as $text";
                $text = '(select ' . ($list === '' ? '1' : "`$list`") . ' from `' . str_replace('`', '``', $table) . '`'
                    . ($condition === null ? '' : " where $condition") . ")$alias";
            }
            $parts[] = $text;
        }
        return $parts;
    }
    /** [kind, text] for each token; the kind is the keyword or sign itself, or 'name', 'number' or 'function'. */
    private static function tokens(string $sql): array {
        preg_match_all('~[ \t\r\n]+(*:space)|(?:--|/\*|\*/|#)(*:COMMENT)|`[A-Za-z_][A-Za-z0-9_]{0,63}`(*:name)|[A-Za-z_][A-Za-z0-9_]*(*:word)'
            . '|[0-9]{1,18}(?:\.[0-9]{1,18})?(?![A-Za-z0-9_.])(*:number)|(?:<>|!=|<=|>=|[=<>+\-*/(),.?])(*:sign)'
            . '|[0-9](*:NUMBER)|[\'"](*:STRING)|;(*:SEMICOLON)|@(*:VARIABLE)|`(*:IDENTIFIER)|.(*:CHARACTER)~s', $sql, $found, PREG_SET_ORDER);
        $tokens = [];
        foreach ($found as [0 => $text, 'MARK' => $kind]) {
            $word = strtolower($text);
            if ($kind === 'space') continue;
            if ($kind === strtoupper($kind)) throw breaks($kind);
            if ($kind === 'name' || $kind === 'number') $tokens[] = [$kind, $text];
            elseif ($kind === 'sign' || strpos(self::KEYWORDS, " $word ") !== false) $tokens[] = [$word, $word];
            elseif (strpos(self::FUNCTIONS, " $word ") !== false) $tokens[] = ['function', $word];
            else throw breaks('WORD');
        }
        return $tokens;
    }
    /** Checks how tokens follow each other, and every name: [place of a relation => its alias, alias or '' => columns used]. */
    private static function check(array $tokens, array $relations, array $areas): array {
        if (($tokens[0][0] ?? '') !== 'select') throw breaks('NOT_SELECT');
        $kinds = array_column($tokens, 0);
        $nameAt = static fn (int $at): string => trim($tokens[$at][1] ?? '', '`');
        // What encloses a token: whether it is a select, whether its FROM is 0 ahead, 1 here or 2 behind, whether it is a table.
        $inside = [['select' => true, 'from' => 0, 'table' => false]];
        // $columns: what a column may be called that has no table before it, or a subquery: anything declared, or an alias.
        $places = $tables = $used = $closed = $columns = [];
        foreach ($kinds as $at => $kind) {
            [$before, $after, $depth] = [$kinds[$at - 1] ?? null, $kinds[$at + 1] ?? null, count($inside) - 1];
            ['select' => $inSelect, 'from' => $from] = $inside[$depth];
            if (isset(self::AFTER[$kind]) && !in_array($after, self::AFTER[$kind], true)) throw breaks('SYNTAX');
            if (isset(self::BEFORE[$kind]) && !in_array($before, self::BEFORE[$kind], true)) throw breaks('SYNTAX');
            $mayNot = in_array($before, self::ENDS_OPERAND, true) ? self::BEGINS_OPERAND : self::JOINS_OPERANDS;
            if (in_array($kind, $mayNot, true)) throw breaks('SYNTAX');
            if ($kind === '*' && !($before === '(' && $after === ')' && $tokens[$at - 2][1] === 'count')) throw breaks('STAR');
            $isTable = $before === 'from' || $before === 'join';
            if (in_array($kind, ['where', 'group', 'order', 'having', 'limit', 'union'], true)) {
                if (!$inSelect) throw breaks('SYNTAX');
                $inside[$depth]['from'] = $kind === 'union' ? 0 : 2;
            } elseif ($kind === 'from' || $kind === 'join') {
                if (!$inSelect || $from !== ($kind === 'from' ? 0 : 1)) throw breaks('SYNTAX');
                $inside[$depth]['from'] = 1;
            } elseif ($kind === ',' && $inSelect && $from === 1) {
                throw breaks('COMMA_JOIN');
            } elseif ($kind === '(') {
                if (($isTable || $before === 'exists') && $after !== 'select') throw breaks('SYNTAX');
                $inside[] = ['select' => $after === 'select', 'from' => 0, 'table' => $isTable];
            } elseif ($kind === ')') {
                if ($depth === 0) throw breaks('PARENTHESES');
                $closed[$at] = array_pop($inside)['table'];
            } elseif ($kind === 'name' && $isTable) {
                $name = $nameAt($at);
                if ($after === '.') throw breaks('QUALIFIED_TABLE');
                if (!isset($relations[$name])) throw new StatementFault('RELATION_UNKNOWN');
                if (!in_array($relations[$name][0], $areas, true)) throw new StatementFault('AREA_CLOSED');
                $places[$at] = $after === 'as' ? $nameAt($at + 2) : $name;
                $tables[$places[$at]][] = $relations[$name][2];
                $columns = array_merge($columns, $relations[$name][2]);
            } elseif ($kind === 'name' && $before === 'as') {
                if ($after === '.') throw breaks('SYNTAX');
                if ($closed[$at - 2] ?? false) $tables[$nameAt($at)][] = null;
                elseif (!isset($places[$at - 2])) $columns[] = $nameAt($at);
            } elseif ($kind === 'name' && $after === '.') {
                if ($before === '.' || ($kinds[$at + 3] ?? null) === '.') throw breaks('QUALIFIED_TABLE');
            } elseif ($kind === 'name') {
                $used[$before === '.' ? $nameAt($at - 2) : ''][] = $nameAt($at);
            }
        }
        if (count($inside) !== 1) throw breaks('PARENTHESES');
        foreach ($used as $table => $names) {
            if ($table !== '' && !isset($tables[$table])) throw breaks('QUALIFIER_UNKNOWN');
            $exposed = $table === '' || in_array(null, $tables[$table], true) ? $columns : array_merge(...$tables[$table]);
            if (array_diff($names, $exposed)) throw breaks('COLUMN_NOT_EXPOSED');
        }
        return [$places, $used];
    }
}

// ---- The database: one connection a request, in one read-only snapshot, values always bound ----

final class Database {
    /** 'mysql', 'mariadb' or 'sqlite' */
    public string $kind = 'sqlite';
    public string $version;
    private ?\PDO $pdo = null;
    private ?\mysqli $mysqli = null;

    public function __construct(array $to) {
        if ($to['driver'] === 'sqlite') {
            // Opened only where it exists, so that nothing is ever created; "query_only" then forbids all writing.
            if (!is_file($to['database'])) throw new \RuntimeException('There is no such file.');
            $this->pdo = new \PDO('sqlite:' . $to['database'], null, null, [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION]);
            $this->execute('pragma query_only = 1');
            $this->execute('begin');
            $this->version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
            return;
        }
        ['host' => $host, 'port' => $port, 'socket' => $socket] = $to + ['port' => 3306, 'socket' => null];
        if (function_exists('mysqli_stmt_get_result')) {
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
            $this->mysqli = mysqli_init();
            $this->mysqli->options(MYSQLI_OPT_CONNECT_TIMEOUT, 5);
            $this->mysqli->options(MYSQLI_SET_CHARSET_NAME, 'utf8mb4');
            $this->mysqli->real_connect($host, $to['user'], $to['password'], $to['database'], $port, $socket);
            $version = $this->mysqli->server_info;
        } else {
            $where = $socket === null ? "host=$host;port=$port" : "unix_socket=$socket";
            $this->pdo = new \PDO("mysql:$where;dbname=$to[database];charset=utf8mb4", $to['user'], $to['password'], [
                \PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION, \PDO::ATTR_EMULATE_PREPARES => false, \PDO::ATTR_TIMEOUT => 5]);
            $version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
        }
        $this->kind = stripos($version, 'mariadb') === false ? 'mysql' : 'mariadb';
        $this->version = preg_replace('/^5\.5\.5-/', '', $version);
        // The time limit is one that MySQL knows since 5.7.8 and MariaDB since 10.1; before, only that of the request is left.
        $known = version_compare($this->version, $this->kind === 'mysql' ? '5.7.8' : '10.1.2', '>=');
        $limit = $this->kind === 'mysql' ? 'max_execution_time = ' . 1000 * STATEMENT_SECONDS : 'max_statement_time = ' . STATEMENT_SECONDS;
        $this->execute("set session sql_mode = '', sql_select_limit = " . (MAX_ROWS + 1) . ($known ? ", $limit" : ''));
        $this->execute('set session transaction isolation level repeatable read');
        $this->execute('start transaction with consistent snapshot, read only');
    }

    private function execute(string $sql): void {
        $this->pdo ? $this->pdo->exec($sql) : $this->mysqli->query($sql);
    }
    /** table in lower case => the columns it has, for those of these tables that exist. */
    public function columnsOf(array $tables): array {
        $marks = implode(', ', array_fill(0, count($tables), '?'));
        $sql = $this->kind === 'sqlite'
            ? "select m.name, c.name from sqlite_master as m join pragma_table_info(m.name) as c where m.name in ($marks)"
            : "select table_name, column_name from information_schema.columns where table_schema = database() and table_name in ($marks)";
        $columns = [];
        foreach ($this->fetch($sql, array_values($tables)) as $number => $row) if ($number > 0) $columns[strtolower($row[0])][] = $row[1];
        return $columns;
    }
    /** [columns, rows, whether rows are missing] of a checked statement. */
    public function run(string $sql, array $values, int $maxBytes): array {
        [$columns, $rows, $bytes] = [[], [], 0];
        try {
            foreach ($this->fetch($sql, $values) as $number => $row) {
                if ($number > MAX_ROWS || $bytes > $maxBytes) return [$columns, $rows, true];
                foreach ($row as $at => $cell) {
                    $bytes += is_string($cell) ? strlen($cell) + 3 : 8;
                    if (is_float($cell) || (is_int($cell) && abs($cell) > 9007199254740992)) $row[$at] = plainNumber($cell);
                }
                if ($number > 0) $rows[] = $row;
                else $columns = $row;
            }
            return [$columns, $rows, false];
        } catch (\PDOException | \mysqli_sql_exception $error) {
            $code = $error instanceof \PDOException ? $error->errorInfo[1] ?? 0 : $error->getCode();
            if ($code === 2006 || $code === 2013) throw new Refusal('DATABASE_UNAVAILABLE');
            throw new StatementFault(in_array($code, [1969, 3024, 1317], true) ? 'STATEMENT_TIMEOUT' : 'STATEMENT_FAILED');
        }
    }
    /** The names of the columns, then each row: whole numbers as int, floating ones as float, all else as text. */
    private function fetch(string $sql, array $values): \Generator {
        if ($this->mysqli) {
            $statement = $this->mysqli->prepare($sql);
            $types = implode('', array_map(fn ($value): string => is_int($value) ? 'i' : (is_float($value) ? 'd' : 's'), $values));
            if ($values) $statement->bind_param($types, ...$values);
            $statement->execute();
            $result = $statement->get_result();
            yield array_column($result->fetch_fields(), 'name');
            while ($row = $result->fetch_row()) yield $row;
            return;
        }
        $statement = $this->pdo->prepare($sql);
        foreach ($values as $at => $value) {
            $statement->bindValue($at + 1, is_float($value) ? plainNumber($value) : $value, is_int($value) ? \PDO::PARAM_INT : \PDO::PARAM_STR);
        }
        $statement->execute();
        $metaAt = static fn (int $at): array => $statement->getColumnMeta($at);
        $places = $statement->columnCount() ? range(0, $statement->columnCount() - 1) : [];
        yield array_column(array_map($metaAt, $places), 'name');
        while ($row = $statement->fetch(\PDO::FETCH_NUM)) {
            // Old PHP gives SQLite's numbers as text; the column's type in this row says what they are.
            foreach ($this->kind === 'sqlite' && PHP_VERSION_ID < 80100 ? $places : [] as $at) {
                $type = $row[$at] === null ? '' : $metaAt($at)['native_type'] ?? '';
                if ($type === 'integer' || $type === 'double') $row[$at] = $type === 'double' ? (float) $row[$at] : (int) $row[$at];
            }
            yield $row;
        }
    }
}
/** A number as text without an exponent, with the fewest digits that read back as the same number. */
function plainNumber($number): string {
    $text = is_int($number) ? (string) $number : preg_replace('/\.0(?=E|$)/', '', var_export($number, true));
    if (!preg_match('/^(-?)(\d)(?:\.(\d+))?E([+-]\d+)$/', $text, $part)) return $text;
    [$digits, $exponent] = [$part[2] . $part[3], (int) $part[4]];
    if ($exponent < 0) return $part[1] . '0.' . str_repeat('0', -$exponent - 1) . $digits;
    return $part[1] . str_pad($digits, $exponent + 1, '0');
}

// ---------------------------------------------------------------------------------------------------------------------
// What may leave a store, and where its settings are: one part for each platform.
// ---------------------------------------------------------------------------------------------------------------------

/** Magento 1.9 and OpenMage 19 to 20. */
final class Magento1Connector implements Connector
{
    private const RELATIONS = [
        'core_config_data' => ['settings', '{prefix}core_config_data',
            'scope scope_id path value',
            "`path` in ('general/country/default', 'general/locale/code', 'general/locale/timezone', "
            . "'trans_email/ident_general/email', 'currency/options/base', 'currency/options/default', "
            . "'currency/options/allow', 'catalog/price/scope', 'tax/calculation/price_includes_tax', "
            . "'cataloginventory/item_options/manage_stock', 'cataloginventory/item_options/backorders', "
            . "'cataloginventory/item_options/min_qty', 'customer/create_account/default_group', "
            . "'web/unsecure/base_url', 'web/secure/base_url', 'web/unsecure/base_media_url', "
            . "'web/secure/base_media_url', 'web/seo/use_rewrites', 'web/url/use_store', "
            . "'payment/checkmo/title', 'payment/free/title', 'payment/purchaseorder/title', "
            . "'payment/banktransfer/title', 'payment/cashondelivery/title', 'payment/ccsave/title', "
            . "'payment/authorizenet/title', 'payment/authorizenet_directpost/title', "
            . "'payment/paypal_express/title', 'payment/paypal_standard/title', 'payment/paypal_direct/title', "
            . "'payment/paypaluk_express/title', 'payment/paypaluk_direct/title', 'payment/verisign/title', "
            . "'payment/payflow_link/title', 'payment/payflow_advanced/title', 'payment/hosted_pro/title', "
            . "'payment/paypal_billing_agreement/title', 'general/store_information/name', "
            . "'general/store_information/phone', 'web/secure/use_in_frontend')"],
        'core_website' => ['settings', '{prefix}core_website', 'website_id name default_group_id is_default'],
        'core_store_group' => ['settings', '{prefix}core_store_group', 'group_id default_store_id'],
        'core_store' => ['settings', '{prefix}core_store', 'store_id code website_id name is_active'],
        'directory_currency_rate' => ['settings', '{prefix}directory_currency_rate',
            'currency_from currency_to rate'],
        'directory_country_region' => ['settings', '{prefix}directory_country_region', 'region_id code default_name'],
        'sales_order_status' => ['settings', '{prefix}sales_order_status', 'status label'],
        'sales_order_status_state' => ['settings', '{prefix}sales_order_status_state', 'status state is_default'],
        'tax_class' => ['settings', '{prefix}tax_class', 'class_id class_name class_type'],
        'customer_group' => ['settings', '{prefix}customer_group', 'customer_group_id customer_group_code'],
        'eav_entity_type' => ['settings', '{prefix}eav_entity_type', 'entity_type_id entity_type_code'],
        'eav_attribute' => ['settings', '{prefix}eav_attribute',
            'attribute_id entity_type_id is_user_defined attribute_code backend_type frontend_input '
            . 'frontend_label source_model'],
        'eav_attribute_label' => ['settings', '{prefix}eav_attribute_label', 'attribute_id store_id value'],
        'eav_entity_attribute' => ['settings', '{prefix}eav_entity_attribute',
            'attribute_set_id attribute_group_id attribute_id sort_order'],
        'eav_attribute_group' => ['settings', '{prefix}eav_attribute_group',
            'attribute_group_id attribute_group_name sort_order'],
        'catalog_eav_attribute' => ['settings', '{prefix}catalog_eav_attribute',
            'attribute_id is_visible_on_front apply_to'],
        'eav_attribute_option' => ['catalog', '{prefix}eav_attribute_option', 'option_id attribute_id sort_order'],
        'eav_attribute_option_value' => ['catalog', '{prefix}eav_attribute_option_value', 'option_id store_id value'],
        'catalog_product_entity' => ['catalog', '{prefix}catalog_product_entity',
            'entity_id attribute_set_id type_id sku created_at updated_at'],
        'catalog_product_entity_varchar' => ['catalog', '{prefix}catalog_product_entity_varchar',
            'value_id entity_id attribute_id store_id value'],
        'catalog_product_entity_int' => ['catalog', '{prefix}catalog_product_entity_int',
            'entity_id attribute_id store_id value'],
        'catalog_product_entity_decimal' => ['catalog', '{prefix}catalog_product_entity_decimal',
            'entity_id attribute_id store_id value'],
        'catalog_product_entity_text' => ['catalog', '{prefix}catalog_product_entity_text',
            'entity_id attribute_id store_id value'],
        'catalog_product_entity_datetime' => ['catalog', '{prefix}catalog_product_entity_datetime',
            'entity_id attribute_id store_id value'],
        'catalog_product_entity_tier_price' => ['catalog', '{prefix}catalog_product_entity_tier_price',
            'value_id entity_id all_groups customer_group_id website_id value qty'],
        'catalog_product_entity_group_price' => ['catalog', '{prefix}catalog_product_entity_group_price',
            'value_id entity_id all_groups customer_group_id website_id value'],
        'catalog_product_entity_media_gallery' => ['catalog', '{prefix}catalog_product_entity_media_gallery',
            'value_id attribute_id entity_id value'],
        'catalog_product_entity_media_gallery_value' => ['catalog', '{prefix}catalog_product_entity_media_gallery_value',
            'value_id store_id disabled label position'],
        'catalog_product_super_link' => ['catalog', '{prefix}catalog_product_super_link',
            'link_id product_id parent_id'],
        'catalog_product_super_attribute' => ['catalog', '{prefix}catalog_product_super_attribute',
            'product_super_attribute_id product_id attribute_id position'],
        'catalog_product_super_attribute_label' => ['catalog', '{prefix}catalog_product_super_attribute_label',
            'product_super_attribute_id store_id use_default value'],
        'catalog_product_super_attribute_pricing' => ['catalog', '{prefix}catalog_product_super_attribute_pricing',
            'product_super_attribute_id website_id value_index is_percent pricing_value'],
        'catalog_product_link' => ['catalog', '{prefix}catalog_product_link',
            'link_id product_id linked_product_id link_type_id'],
        'catalog_product_bundle_option' => ['catalog', '{prefix}catalog_product_bundle_option',
            'option_id parent_id required position type'],
        'catalog_product_bundle_option_value' => ['catalog', '{prefix}catalog_product_bundle_option_value',
            'option_id store_id title'],
        'catalog_product_bundle_selection' => ['catalog', '{prefix}catalog_product_bundle_selection',
            'selection_id option_id parent_product_id product_id position selection_price_type '
            . 'selection_price_value selection_qty'],
        'catalog_product_bundle_selection_price' => ['catalog', '{prefix}catalog_product_bundle_selection_price',
            'selection_id website_id selection_price_type selection_price_value'],
        'catalog_product_option' => ['catalog', '{prefix}catalog_product_option',
            'option_id product_id is_require sort_order type'],
        'catalog_product_option_title' => ['catalog', '{prefix}catalog_product_option_title',
            'option_id store_id title'],
        'catalog_product_option_type_value' => ['catalog', '{prefix}catalog_product_option_type_value',
            'option_type_id option_id sort_order sku'],
        'catalog_product_option_type_title' => ['catalog', '{prefix}catalog_product_option_type_title',
            'option_type_id store_id title'],
        'catalog_product_option_type_price' => ['catalog', '{prefix}catalog_product_option_type_price',
            'option_type_id store_id price price_type'],
        'cataloginventory_stock_item' => ['catalog', '{prefix}cataloginventory_stock_item',
            'product_id stock_id is_in_stock manage_stock use_config_manage_stock backorders '
            . 'use_config_backorders use_config_min_qty qty min_qty'],
        'catalog_product_index_price' => ['catalog', '{prefix}catalog_product_index_price',
            'entity_id customer_group_id website_id min_price'],
        'catalogrule_product_price' => ['catalog', '{prefix}catalogrule_product_price',
            'customer_group_id product_id website_id rule_date rule_price'],
        'core_url_rewrite' => ['catalog', '{prefix}core_url_rewrite',
            'url_rewrite_id store_id category_id product_id is_system request_path'],
        'tag' => ['catalog', '{prefix}tag', 'tag_id name status'],
        'tag_relation' => ['catalog', '{prefix}tag_relation', 'tag_id product_id active'],
        'catalog_category_entity' => ['catalog', '{prefix}catalog_category_entity', 'entity_id path position level'],
        'catalog_category_entity_varchar' => ['catalog', '{prefix}catalog_category_entity_varchar',
            'entity_id attribute_id store_id value'],
        'catalog_category_entity_int' => ['catalog', '{prefix}catalog_category_entity_int',
            'entity_id attribute_id store_id value'],
        'catalog_category_entity_decimal' => ['catalog', '{prefix}catalog_category_entity_decimal',
            'entity_id attribute_id store_id value'],
        'catalog_category_entity_text' => ['catalog', '{prefix}catalog_category_entity_text',
            'entity_id attribute_id store_id value'],
        'catalog_category_entity_datetime' => ['catalog', '{prefix}catalog_category_entity_datetime',
            'entity_id attribute_id store_id value'],
        'catalog_category_product' => ['catalog', '{prefix}catalog_category_product', 'category_id product_id'],
        'sales_flat_order' => ['orders', '{prefix}sales_flat_order',
            'entity_id customer_id increment_id state status coupon_code coupon_rule_name discount_description '
            . 'shipping_description customer_email order_currency_code subtotal discount_amount shipping_amount '
            . 'tax_amount hidden_tax_amount shipping_hidden_tax_amount grand_total total_paid total_refunded '
            . 'created_at updated_at'],
        'sales_flat_order_item' => ['orders', '{prefix}sales_flat_order_item',
            'item_id order_id parent_item_id product_id is_virtual product_type sku name qty_ordered '
            . 'qty_shipped qty_refunded qty_canceled price row_total tax_amount discount_amount product_options'],
        'sales_flat_order_address' => ['orders', '{prefix}sales_flat_order_address',
            'entity_id parent_id region_id address_type region postcode firstname lastname company street city '
            . 'telephone country_id'],
        'sales_flat_order_payment' => ['orders', '{prefix}sales_flat_order_payment',
            'entity_id parent_id method amount_authorized'],
        'sales_flat_order_status_history' => ['orders', '{prefix}sales_flat_order_status_history',
            'entity_id parent_id is_customer_notified comment status created_at'],
        'sales_flat_invoice' => ['orders', '{prefix}sales_flat_invoice',
            'entity_id order_id state grand_total transaction_id created_at'],
        'sales_flat_shipment' => ['orders', '{prefix}sales_flat_shipment', 'entity_id order_id created_at'],
        'sales_flat_shipment_track' => ['orders', '{prefix}sales_flat_shipment_track',
            'entity_id parent_id order_id track_number title carrier_code'],
        'sales_flat_creditmemo' => ['orders', '{prefix}sales_flat_creditmemo',
            'entity_id order_id state grand_total created_at'],
        'sales_flat_creditmemo_comment' => ['orders', '{prefix}sales_flat_creditmemo_comment',
            'entity_id parent_id comment'],
        'sales_payment_transaction' => ['orders', '{prefix}sales_payment_transaction',
            'transaction_id order_id txn_id txn_type created_at'],
        'customer_entity' => ['customers', '{prefix}customer_entity',
            'entity_id group_id is_active email created_at updated_at'],
        'customer_entity_varchar' => ['customers', '{prefix}customer_entity_varchar',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . "('firstname', 'lastname', 'default_billing', 'default_shipping', 'company', 'street', 'city', "
            . "'region', 'region_id', 'postcode', 'country_id', 'telephone'))"],
        'customer_entity_int' => ['customers', '{prefix}customer_entity_int',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . "('firstname', 'lastname', 'default_billing', 'default_shipping', 'company', 'street', 'city', "
            . "'region', 'region_id', 'postcode', 'country_id', 'telephone'))"],
        'customer_entity_text' => ['customers', '{prefix}customer_entity_text',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . "('firstname', 'lastname', 'default_billing', 'default_shipping', 'company', 'street', 'city', "
            . "'region', 'region_id', 'postcode', 'country_id', 'telephone'))"],
        'customer_address_entity' => ['customers', '{prefix}customer_address_entity', 'entity_id parent_id'],
        'customer_address_entity_varchar' => ['customers', '{prefix}customer_address_entity_varchar',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . "('firstname', 'lastname', 'default_billing', 'default_shipping', 'company', 'street', 'city', "
            . "'region', 'region_id', 'postcode', 'country_id', 'telephone'))"],
        'customer_address_entity_int' => ['customers', '{prefix}customer_address_entity_int',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . "('firstname', 'lastname', 'default_billing', 'default_shipping', 'company', 'street', 'city', "
            . "'region', 'region_id', 'postcode', 'country_id', 'telephone'))"],
        'customer_address_entity_text' => ['customers', '{prefix}customer_address_entity_text',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . "('firstname', 'lastname', 'default_billing', 'default_shipping', 'company', 'street', 'city', "
            . "'region', 'region_id', 'postcode', 'country_id', 'telephone'))"],
        'newsletter_subscriber' => ['customers', '{prefix}newsletter_subscriber',
            'subscriber_id customer_id subscriber_status'],
    ];

    private string $root;
    private string $settings;

    private function __construct(string $root, string $settings)
    {
        $this->root = $root;
        $this->settings = $settings;
    }

    public static function detect(string $root): ?Connector
    {
        if (!is_file("$root/app/Mage.php") || !is_file("$root/app/etc/local.xml")) return null;
        // Only what tells of the database is kept: the crypt key, which stands beside it, is dropped at once.
        $xml = preg_replace('~(<!\[CDATA\[.*?\]\]>)|<!--.*?-->~s', '$1', (string) file_get_contents("$root/app/etc/local.xml", false, null, 0, 1048576));
        return preg_match('~<resources>.*</resources>~s', (string) $xml, $resources) ? new self($root, $resources[0]) : null;
    }

    public function platform(): string
    {
        return 'MAGENTO1';
    }

    /** OpenMage's own version where the store is one, else Magento's; read from app/Mage.php as text. */
    public function platformVersion(): ?string
    {
        $source = (string) file_get_contents("$this->root/app/Mage.php", false, null, 0, 65536);
        return self::versionIn($source, 'getOpenMageVersionInfo') ?? self::versionIn($source, 'getVersionInfo');
    }

    public function database(): ?array
    {
        $host = $this->setting('default_setup', 'host');
        $name = $this->setting('default_setup', 'dbname');
        if ($name === null) return null;
        if ($this->setting('default_setup', 'type') === 'pdo_sqlite') {
            return ['driver' => 'sqlite', 'database' => preg_match('~^(/|[A-Za-z]:)~', $name) ? $name : "$this->root/$name"];
        }
        $user = $this->setting('default_setup', 'username');
        if ($host === null || $user === null) return null;
        $found = ['driver' => 'mysql', 'user' => $user, 'password' => $this->setting('default_setup', 'password') ?? '', 'database' => $name];
        if ($host !== '' && $host[0] === '/') return $found + ['host' => 'localhost', 'port' => 3306, 'socket' => $host];
        $parts = preg_match('~^(\[[0-9a-f:]+\]|[^:]*)(?::(\d+|/.*))?$~i', $host, $match) ? $match : [1 => $host];
        $found += ['host' => trim($parts[1], '[]')];
        if (isset($parts[2]) && $parts[2][0] === '/') return $found + ['port' => 3306, 'socket' => $parts[2]];
        return $found + ['port' => (int) ($parts[2] ?? $this->setting('default_setup', 'port')) ?: 3306];
    }

    public function relations(): array
    {
        $prefix = $this->setting('db', 'table_prefix') ?? '';
        return namedRelations(self::RELATIONS, ['{prefix}' => preg_match('/^\w*$/', $prefix) ? $prefix : '']);
    }

    /** The text of an element inside another, the first there is; null where it is missing. */
    private function setting(string $inside, string $name): ?string
    {
        if (!preg_match("~<$inside>(.*?)</$inside>~s", $this->settings, $block)) return null;
        if (!preg_match("~<$name>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))\s*</$name>~s", $block[1], $found)) return null;
        return isset($found[2]) ? html_entity_decode(trim($found[2]), ENT_QUOTES | ENT_XML1, 'UTF-8') : $found[1];
    }

    /** `['major' => '20', 'minor' => '0', …]` after the name of the function that returns it, of the major version that the file names. */
    private static function versionIn(string $source, string $function): ?string
    {
        if (!preg_match("~function\s+$function\b(.*?)\n    }~s", $source, $body)) return null;
        $major = preg_match('~function\s+getOpenMageMajorVersion\b.{0,60}?return\s+(\d+)~s', $source, $named) ? $named[1] : '\d+';
        if ($function === 'getVersionInfo') $major = '\d+';
        if (!preg_match("~'major'\s*=>\s*'?($major)\b.*?(?:\]|\));~s", $body[1], $info)) return null;
        $parts = [$info[1]];
        foreach (['minor', 'revision', 'patch'] as $part) {
            if (preg_match("~'$part'\s*=>\s*'?(\d+)~", $info[0], $found)) $parts[] = $found[1];
        }
        return implode('.', $parts);
    }
}

/** OpenCart 3.0 to 4.1. */
final class OpenCartConnector implements Connector
{
    private const RELATIONS = [
        'setting' => ['settings', '{prefix}setting',
            'store_id key value',
            "`key` in ('config_name', 'config_email', 'config_telephone', 'config_country_id', "
            . "'config_timezone', 'config_currency', 'config_language', 'config_language_catalog', "
            . "'config_weight_class_id', 'config_length_class_id', 'config_customer_group_id', "
            . "'config_stock_checkout', 'config_seo_url', 'config_order_status_id', 'config_complete_status', "
            . "'config_processing_status', 'config_void_status_id', 'config_fraud_status_id')"],
        'store' => ['settings', '{prefix}store', 'store_id name url'],
        'language' => ['settings', '{prefix}language', 'language_id name code sort_order status'],
        'currency' => ['settings', '{prefix}currency', 'currency_id title code decimal_place value status'],
        'country' => ['settings', '{prefix}country', 'country_id iso_code_2'],
        'zone' => ['settings', '{prefix}zone', 'zone_id code name'],
        'zone_description' => ['settings', '{prefix}zone_description', 'zone_id language_id name'],
        'customer_group_description' => ['settings', '{prefix}customer_group_description',
            'customer_group_id language_id name'],
        'order_status' => ['settings', '{prefix}order_status', 'order_status_id language_id name'],
        'tax_class' => ['settings', '{prefix}tax_class', 'tax_class_id title'],
        'weight_class_description' => ['settings', '{prefix}weight_class_description', 'weight_class_id unit'],
        'length_class_description' => ['settings', '{prefix}length_class_description', 'length_class_id unit'],
        'product' => ['catalog', '{prefix}product',
            'product_id master_id variant model sku upc ean jan isbn mpn quantity image manufacturer_id '
            . 'shipping price tax_class_id weight weight_class_id length width height length_class_id subtract '
            . 'status date_added date_modified'],
        'product_description' => ['catalog', '{prefix}product_description',
            'product_id language_id name description tag'],
        'product_code' => ['catalog', '{prefix}product_code', 'product_code_id product_id code value'],
        'product_to_category' => ['catalog', '{prefix}product_to_category', 'product_id category_id'],
        'product_to_download' => ['catalog', '{prefix}product_to_download', 'product_id'],
        'product_image' => ['catalog', '{prefix}product_image', 'product_image_id product_id image sort_order'],
        'product_special' => ['catalog', '{prefix}product_special',
            'product_special_id product_id customer_group_id priority price date_start date_end'],
        'product_discount' => ['catalog', '{prefix}product_discount',
            'product_discount_id product_id customer_group_id quantity priority price type special date_start '
            . 'date_end'],
        'product_attribute' => ['catalog', '{prefix}product_attribute', 'product_id attribute_id language_id text'],
        'attribute' => ['catalog', '{prefix}attribute', 'attribute_id attribute_group_id sort_order'],
        'attribute_description' => ['catalog', '{prefix}attribute_description', 'attribute_id language_id name'],
        'attribute_group' => ['catalog', '{prefix}attribute_group', 'attribute_group_id sort_order'],
        'attribute_group_description' => ['catalog', '{prefix}attribute_group_description',
            'attribute_group_id language_id name'],
        'product_option' => ['catalog', '{prefix}product_option', 'product_option_id product_id option_id required'],
        'option' => ['catalog', '{prefix}option', 'option_id type sort_order'],
        'option_description' => ['catalog', '{prefix}option_description', 'option_id language_id name'],
        'product_option_value' => ['catalog', '{prefix}product_option_value',
            'product_option_value_id product_option_id product_id option_value_id quantity price price_prefix'],
        'option_value' => ['catalog', '{prefix}option_value', 'option_value_id sort_order'],
        'option_value_description' => ['catalog', '{prefix}option_value_description',
            'option_value_id language_id name'],
        'manufacturer' => ['catalog', '{prefix}manufacturer', 'manufacturer_id name'],
        'category' => ['catalog', '{prefix}category', 'category_id parent_id sort_order status image'],
        'category_description' => ['catalog', '{prefix}category_description',
            'category_id language_id name description'],
        'seo_url' => ['catalog', '{prefix}seo_url',
            'seo_url_id store_id language_id query key value keyword sort_order'],
        'order' => ['orders', '{prefix}order',
            'order_id customer_id order_status_id email telephone payment_firstname payment_lastname '
            . 'payment_company payment_address_1 payment_address_2 payment_city payment_postcode payment_zone '
            . 'payment_country_id payment_zone_id payment_method shipping_method payment_code shipping_firstname '
            . 'shipping_lastname shipping_company shipping_address_1 shipping_address_2 shipping_city '
            . 'shipping_postcode shipping_zone shipping_country_id shipping_zone_id total currency_code '
            . 'currency_value date_added date_modified'],
        'order_product' => ['orders', '{prefix}order_product',
            'order_product_id order_id product_id master_id name model quantity price total tax'],
        'order_option' => ['orders', '{prefix}order_option', 'order_option_id order_id order_product_id name value'],
        'order_total' => ['orders', '{prefix}order_total', 'order_total_id order_id sort_order code title value'],
        'order_history' => ['orders', '{prefix}order_history',
            'order_history_id order_id order_status_id notify comment date_added'],
        'order_voucher' => ['orders', '{prefix}order_voucher', 'order_voucher_id order_id description amount'],
        'order_shipment' => ['orders', '{prefix}order_shipment',
            'order_shipment_id order_id shipping_courier_id tracking_number date_added'],
        'shipping_courier' => ['orders', '{prefix}shipping_courier', 'shipping_courier_id shipping_courier_name'],
        'return' => ['orders', '{prefix}return', 'order_id quantity return_status_id'],
        'customer' => ['customers', '{prefix}customer',
            'customer_id customer_group_id newsletter status firstname lastname email telephone address_id '
            . 'date_added'],
        'address' => ['customers', '{prefix}address',
            'address_id customer_id country_id zone_id firstname lastname company address_1 address_2 city '
            . 'postcode default'],
    ];

    private string $root;
    private array $constants;

    private function __construct(string $root, array $constants)
    {
        $this->root = $root;
        $this->constants = $constants;
    }

    public static function detect(string $root): ?Connector
    {
        $index = is_file("$root/index.php") ? (string) file_get_contents("$root/index.php", false, null, 0, 65536) : '';
        $constants = constantsOf("$root/config.php");
        return isset($constants['HTTP_SERVER'], $constants['DB_PREFIX']) && preg_match('/\bVERSION\b/', $index)
            ? new self($root, $constants) : null;
    }

    public function platform(): string
    {
        return 'OPENCART';
    }

    public function platformVersion(): ?string
    {
        return constantsOf("$this->root/index.php")['VERSION'] ?? null;
    }

    public function database(): ?array
    {
        $constants = $this->constants;
        if (!isset($constants['DB_DRIVER'], $constants['DB_DATABASE'])) return null;
        if ($constants['DB_DRIVER'] === 'sqlite') {
            $file = $constants['DB_DATABASE'];
            return ['driver' => 'sqlite', 'database' => preg_match('~^(/|[A-Za-z]:)~', $file) ? $file : "$this->root/$file"];
        }
        if (!isset($constants['DB_HOSTNAME'], $constants['DB_USERNAME'], $constants['DB_PASSWORD'])) return null;
        return [
            'driver' => 'mysql',
            'host' => $constants['DB_HOSTNAME'],
            'port' => (int) ($constants['DB_PORT'] ?? 0) ?: 3306,
            'user' => $constants['DB_USERNAME'],
            'password' => $constants['DB_PASSWORD'],
            'database' => $constants['DB_DATABASE'],
        ];
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->constants['DB_PREFIX']]);
    }
}

/** PrestaShop 1.7.6 to 9. */
final class PrestaShopConnector implements Connector
{
    /** The settings that may leave the store; all others (mail, keys, modules' own) may not. */
    private const SETTINGS = "'PS_SHOP_DEFAULT', 'PS_SHOP_NAME', 'PS_SHOP_EMAIL', 'PS_SHOP_PHONE', 'PS_SHOP_COUNTRY_ID', 'PS_COUNTRY_DEFAULT', "
        . "'PS_TIMEZONE', 'PS_CURRENCY_DEFAULT', 'PS_LANG_DEFAULT', 'PS_WEIGHT_UNIT', 'PS_DIMENSION_UNIT', 'PS_TAX', 'PS_USE_ECOTAX', "
        . "'PS_STOCK_MANAGEMENT', 'PS_ORDER_OUT_OF_STOCK', 'PS_PACK_STOCK_TYPE', 'PS_REWRITING_SETTINGS', 'PS_ROUTE_product_rule', "
        . "'PS_SSL_ENABLED', 'PS_SPECIFIC_PRICE_PRIORITIES', 'PS_SPECIFIC_PRICE_FEATURE_ACTIVE', 'PS_UNIDENTIFIED_GROUP', 'PS_GUEST_GROUP', "
        . "'PS_CUSTOMER_GROUP', 'PS_ROOT_CATEGORY', 'PS_HOME_CATEGORY', 'PS_VERSION_DB', 'PS_OS_CHEQUE', 'PS_OS_PAYMENT', 'PS_OS_PREPARATION', "
        . "'PS_OS_SHIPPING', 'PS_OS_DELIVERED', 'PS_OS_CANCELED', 'PS_OS_REFUND', 'PS_OS_ERROR', 'PS_OS_OUTOFSTOCK', 'PS_OS_BANKWIRE', "
        . "'PS_OS_PAYPAL', 'PS_OS_WS_PAYMENT', 'PS_OS_OUTOFSTOCK_PAID', 'PS_OS_OUTOFSTOCK_UNPAID', 'PS_OS_COD_VALIDATION'";

    private string $root;
    /** The database's settings, under the names of app/config/parameters.php. */
    private array $settings;

    private function __construct(string $root, array $settings)
    {
        $this->root = $root;
        $this->settings = $settings;
    }

    public static function detect(string $root): ?Connector
    {
        $settings = self::parametersOf("$root/app/config/parameters.php") ?: self::definedIn("$root/config/settings.inc.php");
        return isset($settings['database_prefix'], $settings['database_name']) && is_file("$root/config/config.inc.php")
            ? new self($root, $settings) : null;
    }

    public function platform(): string
    {
        return 'PRESTASHOP';
    }

    public function platformVersion(): ?string
    {
        foreach (['src/Core/Version.php', 'app/AppKernel.php'] as $file) {
            $source = is_file("$this->root/$file") ? (string) file_get_contents("$this->root/$file", false, null, 0, 65536) : '';
            if (preg_match('/\bconst\s+VERSION\s*=\s*[\'"]([0-9][\w.+-]*)[\'"]/', $source, $match)) return $match[1];
        }
        return constantsOf("$this->root/config/settings.inc.php")['_PS_VERSION_'] ?? null;
    }

    public function database(): ?array
    {
        $settings = $this->settings;
        if (($settings['database_driver'] ?? '') === 'pdo_sqlite') {
            $file = $settings['database_name'];
            return ['driver' => 'sqlite', 'database' => preg_match('~^(/|[A-Za-z]:)~', $file) ? $file : "$this->root/$file"];
        }
        if (!isset($settings['database_host'], $settings['database_user'])) return null;
        // PrestaShop takes a port or a socket after the host too: localhost:3307, localhost:/run/mysqld.sock.
        preg_match('~^(.*?)(?::(\d+|/.*))?$~s', $settings['database_host'], $host);
        $after = $host[2] ?? '';
        $socket = strncmp($after, '/', 1) === 0 ? $after : null;
        return [
            'driver' => 'mysql',
            'host' => $host[1],
            'port' => (int) ($settings['database_port'] ?? 0) ?: ($socket === null ? (int) $after : 0) ?: 3306,
            'socket' => $socket,
            'user' => $settings['database_user'],
            'password' => $settings['database_password'] ?? '',
            'database' => $settings['database_name'],
        ];
    }

    /** What app/config/parameters.php says of the database, and nothing else of it: read as text, comments left out. */
    private static function parametersOf(string $file): array
    {
        $source = is_file($file) ? (string) file_get_contents($file, false, null, 0, 262144) : '';
        $text = '\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\$]|\\\\.)*"';
        $pair = "['\"](database_(?:host|port|name|user|password|prefix|driver))['\"]\s*=>\s*($text|\d+)";
        preg_match_all("~//[^\n]*|#[^\n]*|/\*.*?\*/|$pair|$text~is", $source, $found, PREG_SET_ORDER);
        $settings = [];
        foreach ($found as $match) if (isset($match[2])) $settings += [$match[1] => literal($match[2])];
        return $settings;
    }

    /** The same from the constants of 1.6's config/settings.inc.php, which an upgraded store may still have. */
    private static function definedIn(string $file): array
    {
        $constants = constantsOf($file);
        $settings = [];
        foreach (['host' => 'SERVER', 'name' => 'NAME', 'user' => 'USER', 'password' => 'PASSWD', 'prefix' => 'PREFIX'] as $name => $constant) {
            if (isset($constants["_DB_{$constant}_"])) $settings["database_$name"] = $constants["_DB_{$constant}_"];
        }
        return $settings;
    }

    public function relations(): array
    {
        $settings = [
            'configuration' => 'id_configuration id_shop_group id_shop name value',
            'shop' => 'id_shop id_shop_group name id_category active deleted',
            'shop_group' => 'id_shop_group name share_customer share_order share_stock active deleted',
            'shop_url' => 'id_shop_url id_shop domain domain_ssl physical_uri virtual_uri main active',
            'lang' => 'id_lang name active iso_code language_code locale',
            'currency' => 'id_currency name iso_code precision decimals conversion_rate deleted active',
            'currency_lang' => 'id_currency id_lang name symbol',
            'currency_shop' => 'id_currency id_shop conversion_rate',
            'country' => 'id_country iso_code active',
            'state' => 'id_state id_country name iso_code active',
            'group' => 'id_group reduction price_display_method show_prices',
            'group_lang' => 'id_group id_lang name',
            'group_reduction' => 'id_group_reduction id_group id_category reduction',
            'order_state' => 'id_order_state invoice module_name hidden logable delivery shipped paid deleted',
            'order_state_lang' => 'id_order_state id_lang name',
            'tax' => 'id_tax rate active deleted',
            'tax_rule' => 'id_tax_rule id_tax_rules_group id_country id_state zipcode_from zipcode_to id_tax behavior',
            'tax_rules_group' => 'id_tax_rules_group name active deleted',
            'carrier' => 'id_carrier id_reference name url active deleted',
        ];
        $prices = 'wholesale_price price ecotax minimal_quantity available_date ';
        $codes = 'reference supplier_reference ean13 isbn upc mpn ';
        $shared = "id_category_default id_tax_rules_group on_sale online_only unity $prices active available_for_order condition show_price "
            . 'visibility cache_default_attribute date_add date_upd pack_stock_type';
        $catalog = [
            'product' => "id_product id_supplier id_manufacturer id_shop_default $codes width height depth weight customizable cache_is_pack "
                . "is_virtual state product_type quantity out_of_stock $shared",
            'product_shop' => "id_product id_shop $shared",
            'product_lang' => 'id_product id_shop id_lang description description_short link_rewrite name available_now available_later',
            'product_attribute' => "id_product_attribute id_product $codes weight unit_price_impact default_on $prices",
            'product_attribute_shop' => "id_product_attribute id_product id_shop weight unit_price_impact default_on $prices",
            'product_attribute_combination' => 'id_attribute id_product_attribute',
            'product_attribute_image' => 'id_product_attribute id_image',
            'attribute' => 'id_attribute id_attribute_group color position',
            'attribute_lang' => 'id_attribute id_lang name',
            'attribute_group' => 'id_attribute_group is_color_group group_type position',
            'attribute_group_lang' => 'id_attribute_group id_lang name public_name',
            'stock_available' => 'id_stock_available id_product id_product_attribute id_shop id_shop_group quantity physical_quantity '
                . 'reserved_quantity depends_on_stock out_of_stock',
            'specific_price' => 'id_specific_price id_specific_price_rule id_cart id_product id_shop id_shop_group id_currency id_country '
                . 'id_group id_customer id_product_attribute price from_quantity reduction reduction_tax reduction_type from to',
            'specific_price_priority' => 'id_specific_price_priority id_product priority',
            'product_group_reduction_cache' => 'id_product id_group reduction',
            'feature' => 'id_feature position',
            'feature_lang' => 'id_feature id_lang name',
            'feature_value' => 'id_feature_value id_feature custom position',
            'feature_value_lang' => 'id_feature_value id_lang value',
            'feature_product' => 'id_feature id_product id_feature_value',
            'image' => 'id_image id_product position cover',
            'image_shop' => 'id_product id_image id_shop cover',
            'image_lang' => 'id_image id_lang legend',
            'pack' => 'id_product_pack id_product_item id_product_attribute_item quantity',
            'product_download' => 'id_product_download id_product active',
            'customization_field' => 'id_customization_field id_product type required is_deleted',
            'customization_field_lang' => 'id_customization_field id_lang id_shop name',
            'tag' => 'id_tag id_lang name',
            'product_tag' => 'id_product id_tag id_lang',
            'manufacturer' => 'id_manufacturer name active',
            'category' => 'id_category id_parent id_shop_default level_depth nleft nright active position is_root_category date_add date_upd',
            'category_shop' => 'id_category id_shop position',
            'category_lang' => 'id_category id_shop id_lang name description additional_description link_rewrite',
            'category_product' => 'id_category id_product position',
        ];
        $amounts = static fn (string $names): string => preg_replace('/\w+/', '$0 $0_tax_incl $0_tax_excl', $names) . ' ';
        $orders = [
            'orders' => 'id_order reference id_shop_group id_shop id_carrier id_lang id_customer id_cart id_currency id_address_delivery '
                . 'id_address_invoice current_state payment module conversion_rate gift total_paid_real total_products total_products_wt '
                . $amounts('total_discounts total_paid total_shipping total_wrapping')
                . 'carrier_tax_rate invoice_number delivery_number invoice_date delivery_date valid date_add date_upd',
            'order_detail' => 'id_order_detail id_order id_order_invoice id_shop product_id product_attribute_id id_customization product_name '
                . 'product_quantity product_quantity_in_stock product_quantity_refunded product_quantity_return product_quantity_reinjected '
                . 'product_price reduction_percent reduction_amount group_reduction product_ean13 product_isbn product_upc product_mpn '
                . 'product_reference product_weight tax_name tax_rate ecotax total_price_tax_incl total_price_tax_excl unit_price_tax_incl '
                . 'unit_price_tax_excl original_product_price',
            'order_cart_rule' => 'id_order_cart_rule id_order id_cart_rule id_order_invoice name value value_tax_excl free_shipping deleted',
            'cart_rule' => 'id_cart_rule code active',
            'order_history' => 'id_order_history id_order id_order_state date_add',
            'order_payment' => 'id_order_payment order_reference id_currency amount payment_method conversion_rate transaction_id date_add',
            'order_carrier' => 'id_order_carrier id_order id_carrier id_order_invoice weight shipping_cost_tax_excl shipping_cost_tax_incl '
                . 'tracking_number date_add',
            'order_slip' => 'id_order_slip conversion_rate id_customer id_order total_products_tax_excl total_products_tax_incl '
                . 'total_shipping_tax_excl total_shipping_tax_incl shipping_cost amount shipping_cost_amount partial order_slip_type date_add',
            'order_slip_detail' => 'id_order_slip id_order_detail product_quantity unit_price_tax_excl unit_price_tax_incl '
                . 'total_price_tax_excl total_price_tax_incl amount_tax_excl amount_tax_incl',
            'customer_thread' => 'id_customer_thread id_shop id_customer id_order id_product status date_add',
            'customer_message' => 'id_customer_message id_customer_thread id_employee message private date_add',
            'customized_data' => 'id_customization type index value price weight',
        ];
        $customers = [
            'customer' => 'id_customer id_shop_group id_shop id_default_group id_lang company firstname lastname email newsletter optin '
                . 'active is_guest deleted date_add date_upd',
            'address' => 'id_address id_country id_state id_customer alias company lastname firstname address1 address2 postcode city phone '
                . 'phone_mobile active deleted date_add date_upd',
        ];
        $relations = [];
        foreach (compact('settings', 'catalog', 'orders', 'customers') as $area => $tables) {
            foreach ($tables as $name => $columns) $relations[$name] = [$area, $this->settings['database_prefix'] . $name, trim($columns)];
        }
        $relations['configuration'][] = '`name` in (' . self::SETTINGS . ')';
        return $relations;
    }
}

/** WooCommerce 5.0 to 11.x on WordPress. */
final class WooCommerceConnector implements Connector
{
    private const RELATIONS = [
        'option' => ['settings', '{own}options',
            'option_name option_value',
            "`option_name` in ('siteurl', 'home', 'blogname', 'admin_email', 'WPLANG', 'timezone_string', "
            . "'gmt_offset', 'permalink_structure', 'upload_path', 'upload_url_path', 'woocommerce_permalinks', "
            . "'woocommerce_custom_orders_table_enabled', 'woocommerce_default_country', 'woocommerce_currency', "
            . "'woocommerce_price_num_decimals', 'woocommerce_manage_stock', 'woocommerce_calc_taxes', "
            . "'woocommerce_prices_include_tax', 'woocommerce_weight_unit', 'woocommerce_dimension_unit', "
            . "'woocommerce_tax_classes')"],
        'attribute' => ['settings', '{own}woocommerce_attribute_taxonomies',
            'attribute_name attribute_label attribute_type attribute_orderby'],
        'tax_class' => ['settings', '{own}wc_tax_rate_classes', 'tax_rate_class_id name slug'],
        'product' => ['catalog', '{own}posts',
            'ID post_type post_status post_title post_name post_content post_excerpt post_parent menu_order '
            . 'post_date_gmt post_modified_gmt',
            "`post_type` in ('product', 'product_variation')"],
        'product_meta' => ['catalog', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "`meta_key` in ('_sku', '_global_unique_id', '_regular_price', '_sale_price', "
            . "'_sale_price_dates_from', '_sale_price_dates_to', '_tax_status', '_tax_class', '_manage_stock', "
            . "'_stock', '_stock_status', '_backorders', '_weight', '_length', '_width', '_height', '_virtual', "
            . "'_downloadable', '_thumbnail_id', '_product_image_gallery', '_product_attributes', '_children', "
            . "'_wp_attached_file', '_wp_attachment_image_alt')"],
        'variation_attribute' => ['catalog', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "substr(`meta_key`, 1, 10) = 'attribute_' and exists (select 1 from `{own}posts` as v where v.ID = "
            . "post_id and v.post_type = 'product_variation')"],
        'attachment' => ['catalog', '{own}posts', 'ID guid', "post_type = 'attachment'"],
        'term' => ['catalog', '{own}terms', 'term_id name slug'],
        'term_taxonomy' => ['catalog', '{own}term_taxonomy',
            'term_taxonomy_id term_id taxonomy description parent',
            "(`taxonomy` in ('product_cat', 'product_tag', 'product_brand', 'product_type') or "
            . "substr(`taxonomy`, 1, 3) = 'pa_')"],
        'term_relationship' => ['catalog', '{own}term_relationships', 'object_id term_taxonomy_id'],
        'term_meta' => ['catalog', '{own}termmeta',
            'meta_id term_id meta_key meta_value',
            "`meta_key` in ('order', 'thumbnail_id')"],
        'order' => ['orders', '{own}wc_orders',
            'id status currency type tax_amount total_amount customer_id billing_email date_created_gmt '
            . 'date_updated_gmt parent_order_id payment_method payment_method_title transaction_id'],
        'order_address' => ['orders', '{own}wc_order_addresses',
            'order_id address_type first_name last_name company address_1 address_2 city state postcode '
            . 'country phone'],
        'order_operation' => ['orders', '{own}wc_order_operational_data',
            'order_id date_paid_gmt shipping_total_amount shipping_tax_amount discount_total_amount'],
        'order_meta' => ['orders', '{own}wc_orders_meta',
            'id order_id meta_key meta_value',
            "`meta_key` in ('_refund_amount', '_refund_reason', '_wc_shipment_tracking_items')"],
        'order_post' => ['orders', '{own}posts',
            'ID post_type post_status post_parent post_date_gmt post_modified_gmt post_excerpt',
            "`post_type` in ('shop_order', 'shop_order_refund')"],
        'order_post_meta' => ['orders', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "`meta_key` in ('_refund_amount', '_refund_reason', '_wc_shipment_tracking_items', "
            . "'_order_currency', '_order_total', '_order_tax', '_order_shipping', '_order_shipping_tax', "
            . "'_cart_discount', '_customer_user', '_payment_method', '_payment_method_title', "
            . "'_transaction_id', '_date_paid', '_paid_date', '_billing_email', '_billing_first_name', "
            . "'_billing_last_name', '_billing_company', '_billing_address_1', '_billing_address_2', "
            . "'_billing_city', '_billing_state', '_billing_postcode', '_billing_country', '_billing_phone', "
            . "'_shipping_first_name', '_shipping_last_name', '_shipping_company', '_shipping_address_1', "
            . "'_shipping_address_2', '_shipping_city', '_shipping_state', '_shipping_postcode', "
            . "'_shipping_country', '_shipping_phone')"],
        'order_item' => ['orders', '{own}woocommerce_order_items',
            'order_item_id order_item_name order_item_type order_id'],
        'order_item_meta' => ['orders', '{own}woocommerce_order_itemmeta',
            'meta_id order_item_id meta_key meta_value',
            "`meta_key` in ('_product_id', '_variation_id', '_qty', '_line_subtotal', '_line_total', "
            . "'_line_tax', 'cost', 'label', 'tax_amount', 'shipping_tax_amount', 'discount_amount')"],
        'order_item_option' => ['orders', '{own}woocommerce_order_itemmeta',
            'meta_id order_item_id meta_key meta_value',
            "substr(meta_key, 1, 1) <> '_' and exists (select 1 from `{own}woocommerce_order_items` as i where "
            . 'i.order_item_id = `{own}woocommerce_order_itemmeta`.order_item_id and i.order_item_type = '
            . "'line_item')"],
        'order_note' => ['orders', '{own}comments',
            'comment_ID comment_post_ID comment_date_gmt comment_content',
            "comment_type = 'order_note'"],
        'order_note_meta' => ['orders', '{own}commentmeta', 'comment_id meta_value', "meta_key = 'is_customer_note'"],
        'customer_hpos' => ['customers', '{users}',
            'ID user_email user_registered',
            '(exists (select 1 from `{user_meta}` as r where r.user_id = `{users}`.ID and r.meta_key = '
            . '\'{own}capabilities\' and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from '
            . "`{own}wc_orders` as o where o.customer_id = `{users}`.ID and o.type = 'shop_order' and o.status "
            . "not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')))"],
        'customer_posts' => ['customers', '{users}',
            'ID user_email user_registered',
            '(exists (select 1 from `{user_meta}` as r where r.user_id = `{users}`.ID and r.meta_key = '
            . '\'{own}capabilities\' and instr(r.meta_value, \'"customer"\') > 0) or `{users}`.ID in (select '
            . 'b.id from (select distinct m.meta_value + 0 as id from `{own}postmeta` as m join `{own}posts` as '
            . "o on o.ID = m.post_id and o.post_type = 'shop_order' and o.post_status not in ('trash', "
            . "'auto-draft', 'wc-checkout-draft', 'checkout-draft') where m.meta_key = '_customer_user') as b))"],
        'customer_meta' => ['customers', '{user_meta}',
            'umeta_id user_id meta_key meta_value',
            "`meta_key` in ('first_name', 'last_name', 'last_update', 'billing_first_name', "
            . "'billing_last_name', 'billing_company', 'billing_address_1', 'billing_address_2', 'billing_city', "
            . "'billing_state', 'billing_postcode', 'billing_country', 'billing_phone', 'shipping_first_name', "
            . "'shipping_last_name', 'shipping_company', 'shipping_address_1', 'shipping_address_2', "
            . "'shipping_city', 'shipping_state', 'shipping_postcode', 'shipping_country', 'shipping_phone')"],
    ];

    private string $root;
    private string $config;
    private array $constants;

    private function __construct(string $root, string $config)
    {
        $this->root = $root;
        $this->config = $config;
        $this->constants = constantsOf($config);
    }

    public static function detect(string $root): ?Connector
    {
        // Like WordPress itself: wp-config.php may be one folder up, unless that is an installation of its own.
        $config = "$root/wp-config.php";
        $above = dirname($root);
        if (!is_file($config) && is_file("$above/wp-config.php") && !is_file("$above/wp-settings.php")) $config = "$above/wp-config.php";
        if (!is_file($config) || !is_file("$root/wp-includes/version.php")) return null;
        $store = new self($root, $config);
        return is_file($store->plugin()) ? $store : null;
    }

    public function platform(): string
    {
        return 'WOOCOMMERCE';
    }

    public function platformVersion(): ?string
    {
        $header = (string) file_get_contents($this->plugin(), false, null, 0, 8192);
        return preg_match('/^[ \t\/*#@]*Version:\s*([\w.-]+)/mi', $header, $match) ? $match[1] : null;
    }

    public function database(): ?array
    {
        $constants = $this->constants;
        if (($constants['DB_ENGINE'] ?? '') === 'sqlite') {
            $folder = $constants['DB_DIR'] ?? ($constants['WP_CONTENT_DIR'] ?? "$this->root/wp-content") . '/database';
            return ['driver' => 'sqlite', 'database' => rtrim($folder, '/') . '/' . ($constants['DB_FILE'] ?? '.ht.sqlite')];
        }
        if (!isset($constants['DB_NAME'], $constants['DB_USER'], $constants['DB_PASSWORD'], $constants['DB_HOST'])) return null;
        // host, host:port, host:/socket, host:port:/socket; an IPv6 address in brackets.
        preg_match('~^(\[[^\]]*\]|[^:/]*)(?::(\d+))?(?::?(/.*))?$~', $constants['DB_HOST'], $at);
        $host = trim($at[1] ?? '', '[]');
        return [
            'driver' => 'mysql',
            'host' => $host === '' ? 'localhost' : $host,
            'port' => (int) ($at[2] ?? 0) ?: 3306,
            'socket' => ($at[3] ?? '') === '' ? null : $at[3],
            'user' => $constants['DB_USER'],
            'password' => $constants['DB_PASSWORD'],
            'database' => $constants['DB_NAME'],
        ];
    }

    private function plugin(): string
    {
        $folder = $this->constants['WP_PLUGIN_DIR'] ?? ($this->constants['WP_CONTENT_DIR'] ?? "$this->root/wp-content") . '/plugins';
        return "$folder/woocommerce/woocommerce.php";
    }

    /** The prefix of all tables; those of a network's further sites carry the site's number as well. */
    private function prefix(): string
    {
        $source = (string) file_get_contents($this->config, false, null, 0, 1048576);
        $text = '\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\$]|\\\\.)*"';
        preg_match_all("~//[^\n]*|#[^\n]*|/\*.*?\*/|\\\$table_prefix\s*=\s*($text)|$text~is", $source, $found, PREG_SET_ORDER);
        $prefixes = array_filter(array_column($found, 1), 'strlen');
        $prefix = $prefixes ? literal(end($prefixes)) : 'wp_';
        // WordPress allows no other signs; none else may come into a condition below.
        return preg_replace('/\W/', '', $prefix);
    }

    public function relations(): array
    {
        $base = $this->prefix();
        $site = (int) ($this->constants['BLOG_ID_CURRENT_SITE'] ?? 1);
        return namedRelations(self::RELATIONS, [
            '{own}' => $site > 1 ? "$base{$site}_" : $base,
            '{users}' => $this->constants['CUSTOM_USER_TABLE'] ?? "{$base}users",
            '{user_meta}' => $this->constants['CUSTOM_USER_META_TABLE'] ?? "{$base}usermeta",
        ]);
    }
}

/** Zen Cart 1.5.8 to 2.x. */
final class ZenCartConnector implements Connector
{
    private const RELATIONS = [
        'configuration' => ['settings', '{prefix}configuration',
            'configuration_key configuration_value',
            "`configuration_key` in ('STORE_NAME', 'STORE_OWNER_EMAIL_ADDRESS', 'STORE_TELEPHONE_CUSTSERVICE', "
            . "'STORE_COUNTRY', 'DEFAULT_CURRENCY', 'DEFAULT_LANGUAGE', 'SHIPPING_WEIGHT_UNITS', "
            . "'SHIPPING_DIMENSION_UNITS', 'STOCK_CHECK', 'STOCK_LIMITED', 'STOCK_ALLOW_CHECKOUT', "
            . "'PRODUCTS_OPTIONS_SORT_ORDER', 'PRODUCTS_OPTIONS_SORT_BY_PRICE', 'PRODUCTS_OPTIONS_TYPE_SELECT', "
            . "'PRODUCTS_OPTIONS_TYPE_TEXT', 'PRODUCTS_OPTIONS_TYPE_RADIO', 'PRODUCTS_OPTIONS_TYPE_CHECKBOX', "
            . "'PRODUCTS_OPTIONS_TYPE_FILE')"],
        'languages' => ['settings', '{prefix}languages', 'languages_id name code sort_order'],
        'currencies' => ['settings', '{prefix}currencies', 'currencies_id title code decimal_places value'],
        'countries' => ['settings', '{prefix}countries', 'countries_id countries_name countries_iso_code_2'],
        'zones' => ['settings', '{prefix}zones', 'zone_id zone_country_id zone_code zone_name'],
        'tax_class' => ['settings', '{prefix}tax_class', 'tax_class_id tax_class_title'],
        'group_pricing' => ['settings', '{prefix}group_pricing', 'group_id group_name'],
        'orders_status' => ['settings', '{prefix}orders_status',
            'orders_status_id language_id orders_status_name sort_order'],
        'product_types' => ['settings', '{prefix}product_types', 'type_id type_handler'],
        'products' => ['catalog', '{prefix}products',
            'products_id products_type products_quantity products_model products_mpn products_image '
            . 'products_price products_virtual products_date_added products_last_modified products_weight '
            . 'products_length products_width products_height products_status products_tax_class_id '
            . 'manufacturers_id products_priced_by_attribute products_discount_type products_discount_type_from '
            . 'master_categories_id'],
        'products_description' => ['catalog', '{prefix}products_description',
            'products_id language_id products_name products_description'],
        'products_to_categories' => ['catalog', '{prefix}products_to_categories', 'products_id categories_id'],
        'products_additional_images' => ['catalog', '{prefix}products_additional_images',
            'id products_id additional_image sort_order'],
        'products_attributes' => ['catalog', '{prefix}products_attributes',
            'products_attributes_id products_id options_id options_values_id options_values_price price_prefix '
            . 'products_options_sort_order attributes_display_only attributes_price_base_included '
            . 'attributes_required'],
        'products_attributes_download' => ['catalog', '{prefix}products_attributes_download',
            'products_attributes_id'],
        'products_options' => ['catalog', '{prefix}products_options',
            'products_options_id language_id products_options_name products_options_sort_order '
            . 'products_options_type products_options_rows'],
        'products_options_values' => ['catalog', '{prefix}products_options_values',
            'products_options_values_id language_id products_options_values_name'],
        'products_discount_quantity' => ['catalog', '{prefix}products_discount_quantity',
            'discount_id products_id discount_qty discount_price'],
        'specials' => ['catalog', '{prefix}specials',
            'specials_id products_id specials_new_products_price expires_date status specials_date_available'],
        'salemaker_sales' => ['catalog', '{prefix}salemaker_sales',
            'sale_id sale_status sale_deduction_value sale_deduction_type sale_pricerange_from '
            . 'sale_pricerange_to sale_specials_condition sale_categories_all sale_date_start sale_date_end'],
        'manufacturers' => ['catalog', '{prefix}manufacturers', 'manufacturers_id manufacturers_name'],
        'categories' => ['catalog', '{prefix}categories',
            'categories_id categories_image parent_id sort_order categories_status'],
        'categories_description' => ['catalog', '{prefix}categories_description',
            'categories_id language_id categories_name categories_description'],
        'orders' => ['orders', '{prefix}orders',
            'orders_id customers_id customers_telephone customers_email_address payment_method '
            . 'payment_module_code shipping_method shipping_module_code coupon_code last_modified date_purchased '
            . 'orders_status currency currency_value order_total order_tax delivery_name delivery_company '
            . 'delivery_street_address delivery_suburb delivery_city delivery_postcode delivery_state '
            . 'delivery_country billing_name billing_company billing_street_address billing_suburb billing_city '
            . 'billing_postcode billing_state billing_country'],
        'orders_products' => ['orders', '{prefix}orders_products',
            'orders_products_id orders_id products_id products_model products_name final_price products_tax '
            . 'products_quantity onetime_charges'],
        'orders_products_attributes' => ['orders', '{prefix}orders_products_attributes',
            'orders_products_attributes_id orders_id orders_products_id products_options '
            . 'products_options_values'],
        'orders_total' => ['orders', '{prefix}orders_total',
            'orders_total_id orders_id title text value class sort_order'],
        'orders_status_history' => ['orders', '{prefix}orders_status_history',
            'orders_status_history_id orders_id orders_status_id date_added customer_notified comments'],
        'customers' => ['customers', '{prefix}customers',
            'customers_id customers_firstname customers_lastname customers_email_address '
            . 'customers_default_address_id customers_telephone customers_newsletter customers_group_pricing '
            . 'customers_authorization'],
        'customers_info' => ['customers', '{prefix}customers_info',
            'customers_info_id customers_info_date_account_created customers_info_date_account_last_modified'],
        'address_book' => ['customers', '{prefix}address_book',
            'address_book_id customers_id entry_company entry_firstname entry_lastname entry_street_address '
            . 'entry_suburb entry_postcode entry_city entry_state entry_country_id entry_zone_id'],
    ];

    private string $root;
    private array $constants;

    private function __construct(string $root, array $constants)
    {
        $this->root = $root;
        $this->constants = $constants;
    }

    public static function detect(string $root): ?Connector
    {
        $version = constantsOf("$root/includes/version.php");
        // A developer's settings in includes/local come first, and the first definition of a constant counts.
        $constants = constantsOf("$root/includes/local/configure.php") + constantsOf("$root/includes/configure.php");
        if (($version['PROJECT_VERSION_NAME'] ?? '') !== 'Zen Cart' || !isset($constants['DB_TYPE'], $constants['DB_DATABASE'])) return null;
        self::takeTimeZone("$root/includes/extra_configures/set_time_zone.php");
        return new self($root, $constants);
    }

    /** Sets the time zone that this file gives the store, as the store itself does; without one the store keeps PHP's. */
    private static function takeTimeZone(string $file): void
    {
        $source = is_file($file) ? (string) file_get_contents($file, false, null, 0, 65536) : '';
        $set = '(?:\$TZ\s*=|\bdate_default_timezone_set\s*\()\s*(\'[^\'\n]*\'|"[^"\n]*")';
        preg_match_all("~//[^\n]*|#[^\n]*|/\*.*?\*/|$set~is", $source, $found);
        foreach (array_filter($found[1]) as $literal) {
            $zone = trim(literal($literal));
            if (in_array($zone, timezone_identifiers_list(\DateTimeZone::ALL_WITH_BC), true)) date_default_timezone_set($zone);
        }
    }

    public function platform(): string
    {
        return 'ZENCART';
    }

    public function platformVersion(): ?string
    {
        $version = constantsOf("$this->root/includes/version.php");
        $parts = array_filter([$version['PROJECT_VERSION_MAJOR'] ?? '', $version['PROJECT_VERSION_MINOR'] ?? ''], 'strlen');
        return $parts ? implode('.', $parts) : null;
    }

    public function database(): ?array
    {
        $constants = $this->constants;
        if ($constants['DB_TYPE'] === 'sqlite') {
            $file = $constants['DB_DATABASE'];
            return ['driver' => 'sqlite', 'database' => preg_match('~^(/|[A-Za-z]:)~', $file) ? $file : "$this->root/$file"];
        }
        if (!isset($constants['DB_SERVER'], $constants['DB_SERVER_USERNAME'], $constants['DB_SERVER_PASSWORD'])) return null;
        // The server may carry a port or a socket: localhost:3307, localhost:/run/mysqld.sock.
        [$host, $more] = explode(':', $constants['DB_SERVER'], 2) + [1 => ''];
        $socket = $constants['DB_SOCKET'] ?? (strncmp($more, '/', 1) === 0 ? $more : '');
        return [
            'driver' => 'mysql',
            'host' => $host,
            'port' => (int) ($constants['DB_PORT'] ?? $more) ?: 3306,
            'user' => $constants['DB_SERVER_USERNAME'],
            'password' => $constants['DB_SERVER_PASSWORD'],
            'database' => $constants['DB_DATABASE'],
        ] + ($socket === '' ? [] : ['socket' => $socket]);
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->constants['DB_PREFIX'] ?? '']);
    }
}

serve([Magento1Connector::class, OpenCartConnector::class, PrestaShopConnector::class, WooCommerceConnector::class, ZenCartConnector::class]);
