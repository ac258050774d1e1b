<?php
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
