<?php
namespace Drawbridge;

const PROTOCOL = 1;
const BRIDGE_VERSION = '1.0.0';
const MAX_BODY_BYTES = 1048576;
const MAX_STATEMENTS = 64;
const MAX_ROWS = 10000;
const MAX_VALUES = 30000;
const MAX_ANSWER_BYTES = 33554432;
const STATEMENT_SECONDS = 8;
const CLOCK_TOLERANCE_SECONDS = 60;
const LONGEST_WINDOW_SECONDS = 60;
const AREAS = ['catalog', 'orders', 'customers', 'settings'];
const ENCRYPTED = 'application/vnd.drawbridge+aes256gcm';
const REQUEST_COMPONENTS = '("@method" "@path" "@query" "content-type" "content-digest")';
const ANSWER_COMPONENTS = '("@status" "content-digest" "signature";req;key="drawbridge")';

// ---------------------------------------------------------------------------------------------------------------------
// What a shop platform's part of this file tells the rest. It reads the store's files as text and never runs them.
// ---------------------------------------------------------------------------------------------------------------------

interface Connector
{
    /** The connector for the store in this folder, or null where it is not a store of this platform. */
    public static function detect(string $root): ?Connector;

    public function platform(): string;

    public function platformVersion(): ?string;

    /** 'driver' (mysql or sqlite), 'host', 'port', 'socket', 'user', 'password', 'database'; null where it cannot be read. */
    public function database(): ?array;

    /**
     * Everything that may leave the store: relation => ['area', 'table', 'columns parted by spaces', 'condition on the rows'?].
     * A table or column that is not listed here cannot be read through this file.
     */
    public function relations(): array;
}

/** The constants that a PHP file defines with literal values: read as text, never run; comments do not count. */
function constantsOf(string $file): array
{
    $source = is_file($file) ? (string) @file_get_contents($file, false, null, 0, 1048576) : '';
    $string = '\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\]|\\\\.)*"';
    $pattern = '~//[^\n]*|#[^\n]*|/\*.*?\*/|\bdefine\s*\(\s*(' . $string . ')\s*,\s*(' . $string . '|\d+)\s*\)|' . $string . '~is';
    preg_match_all($pattern, $source, $found, PREG_SET_ORDER);
    $constants = [];
    foreach ($found as $match) {
        if (isset($match[2])) $constants += [literal($match[1]) => literal($match[2])];
    }
    return $constants;
}

/** The value of a PHP literal written in source: a quoted string without variables in it, or a whole number. */
function literal(string $source): string
{
    $inner = substr($source, 1, -1);
    if ($source[0] === "'") return preg_replace('~\\\\([\'\\\\])~', '$1', $inner);
    if ($source[0] === '"') return stripcslashes(str_replace('\\$', '$', $inner));
    return $source;
}

// ---------------------------------------------------------------------------------------------------------------------
// Refusals: each has an HTTP status and a code that never changes.
// ---------------------------------------------------------------------------------------------------------------------

final class Refusal extends \Exception
{
    public int $status;
    public string $name;
    public array $facts;

    public function __construct(int $status, string $name, string $message, array $facts = [])
    {
        parent::__construct($message);
        [$this->status, $this->name, $this->facts] = [$status, $name, $facts];
    }
}

/** One statement that is refused or fails; its neighbours are answered all the same. */
final class StatementFault extends \Exception
{
    public array $error;

    public function __construct(string $code, ?string $reason = null)
    {
        parent::__construct($code);
        $this->error = ['code' => $code] + ($reason === null ? [] : ['reason' => $reason]);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The way of a request: everything is refused that is not signed with a key of config.php, before anything else is decided.
// ---------------------------------------------------------------------------------------------------------------------

/** Answers the request that PHP is running for. $connectors are the class names of the platforms' parts in this file. */
function serve(array $connectors): void
{
    ini_set('display_errors', '0');
    ini_set('zlib.output_compression', '0');
    error_reporting(0);
    ob_start();
    $answer = new Answer();
    register_shutdown_function(static function () use ($answer): void {
        if (error_get_last() !== null && !$answer->sent) {
            $answer->error(new Refusal(500, 'INTERNAL', 'The bridge failed.'));
        }
    });
    try {
        $method = $_SERVER['REQUEST_METHOD'] ?? '';
        if (in_array($method, ['GET', 'HEAD'], true) && ($_SERVER['QUERY_STRING'] ?? '') === '') {
            $answer->installed();
            return;
        }
        $body = authenticate($method, $answer);
        $request = json_decode($body, true, 32);
        if (!is_array($request) || !is_string($request['verb'] ?? null)) {
            throw new Refusal(400, 'MALFORMED', 'The body must be a JSON object with a verb.');
        }
        if (!in_array($request['verb'], ['hello', 'query'], true)) {
            throw new Refusal(400, 'VERB_UNKNOWN', 'The verb must be hello or query.');
        }
        if ($request['verb'] === 'query') checkForm($request);
        $store = new Store(dirname(__DIR__), $connectors, $answer->config['areas']);
        $answer->json(200, $request['verb'] === 'hello' ? $store->hello() : $store->query($request['statements']));
    } catch (Refusal $refusal) {
        $answer->error($refusal);
    } catch (\Throwable $error) {
        $answer->error(new Refusal(500, 'INTERNAL', 'The bridge failed.'));
    }
}

/** The body of a request that is signed, fresh and new; refuses any other, in the order that the protocol fixes. */
function authenticate(string $method, Answer $answer): string
{
    if ($method !== 'POST') throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'The bridge answers POST.');
    $body = (int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > MAX_BODY_BYTES ? false
        : file_get_contents('php://input', false, null, 0, MAX_BODY_BYTES + 1);
    if ($body === false || strlen($body) > MAX_BODY_BYTES) throw new Refusal(413, 'TOO_LARGE', 'The body is too large.');
    $config = $answer->config = readConfig(__DIR__ . '/config.php');
    if ($config['allowed_ips'] && !inBlocks(clientAddress($config), $config['allowed_ips'])) {
        throw new Refusal(403, 'ADDRESS_REFUSED', 'This address may not ask; see allowed_ips in config.php.');
    }
    $signature = readSignature();
    $path = preg_replace('~^[a-z]+://[^/?]*~i', '', (string) ($_SERVER['REQUEST_URI'] ?? '/'));
    [$path, $query] = explode('?', $path, 2) + [1 => ''];
    $lines = [
        '"@method"' => $method,
        '"@path"' => $path === '' ? '/' : $path,
        '"@query"' => '?' . $query,
        '"content-type"' => trim($_SERVER['CONTENT_TYPE'] ?? ''),
        '"content-digest"' => trim($_SERVER['HTTP_CONTENT_DIGEST']),
    ];
    $secret = $config['keys'][$signature['keyid']] ?? null;
    $mac = signatureOf($secret ?? random_bytes(32), $lines, $signature['input']);
    $right = hash_equals($mac, $signature['mac']);
    $whole = hash_equals(digestOf($body), $lines['"content-digest"']);
    if ($secret === null || !$right || !$whole) throw new Refusal(401, 'SIGNATURE_INVALID', 'The signature is not right.');

    // From here on the request is known to come from a holder of the key, and every answer is signed.
    $answer->signWith($signature['keyid'], $secret, $mac);
    $now = time();
    if ($now < $signature['created'] - CLOCK_TOLERANCE_SECONDS || $now > $signature['expires'] + CLOCK_TOLERANCE_SECONDS) {
        throw new Refusal(401, 'EXPIRED', 'The request is outside its window.', ['clock' => $now]);
    }
    $nonce = hash('sha256', $signature['keyid'] . "\n" . $signature['nonce']);
    if (seenBefore($nonce, $signature['expires'] + CLOCK_TOLERANCE_SECONDS, $now)) {
        throw new Refusal(409, 'REPLAYED', 'This request was made before.');
    }
    if ($lines['"content-type"'] === ENCRYPTED) {
        if (!function_exists('openssl_decrypt')) {
            throw new Refusal(501, 'ENCRYPTION_UNAVAILABLE', 'PHP has no openssl here; serve the store over https.');
        }
        $answer->encryptWith(hash_hkdf('sha256', $secret, 32, 'drawbridge-v1 answer ' . $signature['nonce']));
        $key = hash_hkdf('sha256', $secret, 32, 'drawbridge-v1 request ' . $signature['nonce']);
        $plain = strlen($body) < 28 ? false : openssl_decrypt(substr($body, 12, -16), 'aes-256-gcm', $key, OPENSSL_RAW_DATA,
            substr($body, 0, 12), substr($body, -16));
        if ($plain === false) throw new Refusal(400, 'MALFORMED', 'The body cannot be decrypted.');
        return $plain;
    }
    if (!isPrivate($config)) {
        throw new Refusal(403, 'INSECURE', 'Over plain http the body must be encrypted. Where a proxy in front of the store '
            . 'ends TLS, list it in trusted_proxies in config.php.');
    }
    if ($lines['"content-type"'] !== 'application/json') throw new Refusal(400, 'MALFORMED', 'The body must be application/json.');
    return $body;
}

/** The owner's choices, with the secrets decoded; refuses a file that cannot be relied on. */
function readConfig(string $file): array
{
    $config = is_file($file) ? include $file : null;
    $keys = [];
    foreach (is_array($config) && is_array($config['keys'] ?? null) ? $config['keys'] : [] as $id => $secret) {
        $bytes = is_string($secret) ? base64_decode(strtr($secret, '-_', '+/'), true) : false;
        if ($bytes !== false && strlen($bytes) === 32) $keys[(string) $id] = $bytes;
    }
    if (!$keys) throw new Refusal(500, 'CONFIG_INVALID', 'config.php is missing or holds no usable key.');
    $choices = ['keys' => $keys, 'write' => ($config['write'] ?? false) === true];
    foreach (['areas' => [], 'allowed_ips' => [], 'trusted_proxies' => []] as $name => $default) {
        $list = $config[$name] ?? $default;
        if (!is_array($list) || array_filter($list, 'is_string') !== $list) {
            throw new Refusal(500, 'CONFIG_INVALID', "$name in config.php must be a list of texts.");
        }
        $choices[$name] = array_values($list);
    }
    foreach (array_merge($choices['allowed_ips'], $choices['trusted_proxies']) as $block) {
        if (parseBlock($block) === null) throw new Refusal(500, 'CONFIG_INVALID', 'config.php lists an address that is none.');
    }
    $choices['areas'] = array_values(array_intersect(AREAS, $choices['areas']));
    return $choices;
}

/** An address, or null, as the bytes that it is compared by; IPv4 written as IPv6 counts as IPv4. */
function addressBytes(string $address): ?string
{
    $bytes = filter_var($address, FILTER_VALIDATE_IP) === false ? false : inet_pton($address);
    if ($bytes === false) return null;
    return strncmp($bytes, str_repeat("\0", 10) . "\xff\xff", 12) === 0 ? substr($bytes, 12) : $bytes;
}

/** An address or CIDR block as [bytes, leading bits that count]; null where it is neither. */
function parseBlock(string $block): ?array
{
    [$address, $bits] = explode('/', $block, 2) + [1 => null];
    $bytes = addressBytes($address);
    if ($bytes === null) return null;
    $all = 8 * strlen($bytes);
    if ($bits === null) return [$bytes, $all];
    return preg_match('/^\d{1,3}$/', $bits) && (int) $bits <= $all ? [$bytes, (int) $bits] : null;
}

function inBlocks(?string $address, array $blocks): bool
{
    $bytes = $address === null ? null : addressBytes($address);
    foreach ($bytes === null ? [] : $blocks as $block) {
        [$base, $bits] = parseBlock($block);
        if (strlen($base) !== strlen($bytes)) continue;
        $whole = intdiv($bits, 8);
        $mask = 0xff << (8 - $bits % 8) & 0xff;
        if (strncmp($base, $bytes, $whole) === 0 && ($mask === 0 || (ord($base[$whole]) & $mask) === (ord($bytes[$whole]) & $mask))) {
            return true;
        }
    }
    return false;
}

/** Who asks: the peer, or, where the peer is a trusted proxy, the last address in X-Forwarded-For that is not one. */
function clientAddress(array $config): ?string
{
    $address = $_SERVER['REMOTE_ADDR'] ?? null;
    $forwarded = array_filter(array_map('trim', explode(',', $_SERVER['HTTP_X_FORWARDED_FOR'] ?? '')), 'strlen');
    while ($forwarded && inBlocks($address, $config['trusted_proxies'])) $address = array_pop($forwarded);
    return $address;
}

/** Whether nobody can have read along: TLS up to here or to a trusted proxy, or the same machine with no proxy between. */
function isPrivate(array $config): bool
{
    $peer = $_SERVER['REMOTE_ADDR'] ?? '';
    $tls = !in_array(strtolower($_SERVER['HTTPS'] ?? ''), ['', 'off', '0'], true) || ($_SERVER['SERVER_PORT'] ?? '') === '443';
    if (inBlocks($peer, $config['trusted_proxies'])) {
        return $tls || strtolower(trim($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '')) === 'https';
    }
    $proxied = isset($_SERVER['HTTP_X_FORWARDED_FOR']) || isset($_SERVER['HTTP_FORWARDED']) || isset($_SERVER['HTTP_VIA']);
    return $tls || (!$proxied && inBlocks($peer, ['127.0.0.0/8', '::1']));
}

/** The request's signature as its headers give it (RFC 9421): mac, input, created, expires, nonce, keyid. */
function readSignature(): array
{
    $malformed = new Refusal(400, 'SIGNATURE_MISSING', 'The request must carry Content-Digest, Signature-Input and Signature.');
    $start = 'drawbridge=' . REQUEST_COMPONENTS;
    $input = trim($_SERVER['HTTP_SIGNATURE_INPUT'] ?? '');
    if (!preg_match('~^sha-256=:[A-Za-z0-9+/]{43}=:$~D', trim($_SERVER['HTTP_CONTENT_DIGEST'] ?? ''))
        || !preg_match('~^drawbridge=:([A-Za-z0-9+/]{43}=):$~D', trim($_SERVER['HTTP_SIGNATURE'] ?? ''), $mac)
        || strncmp($input, $start, strlen($start)) !== 0
    ) throw $malformed;
    $forms = [
        'created' => '(\d{1,12})', 'expires' => '(\d{1,12})', 'nonce' => '"([A-Za-z0-9_-]{22,128})"',
        'keyid' => '"([A-Za-z0-9_.-]{1,64})"', 'alg' => '"(hmac-sha256)"', 'tag' => '"(drawbridge-v1)"',
    ];
    $signature = ['mac' => $mac[1], 'input' => substr($input, strlen('drawbridge='))];
    foreach (explode(';', substr($input, strlen($start) + 1)) as $parameter) {
        [$name, $value] = explode('=', $parameter, 2) + [1 => ''];
        if (!isset($forms[$name]) || isset($signature[$name]) || !preg_match("~^$forms[$name]$~D", $value, $match)) throw $malformed;
        $signature[$name] = $match[1];
    }
    if (count($signature) !== 2 + count($forms)) throw $malformed;
    $signature['created'] = (int) $signature['created'];
    $signature['expires'] = (int) $signature['expires'];
    $window = $signature['expires'] - $signature['created'];
    if ($window < 1 || $window > LONGEST_WINDOW_SECONDS) throw $malformed;
    return $signature;
}

/** HMAC-SHA256 over an RFC 9421 signature base: one line for each component, then the signature's parameters. */
function signatureOf(string $secret, array $lines, string $parameters): string
{
    $base = '';
    foreach ($lines as $component => $value) $base .= "$component: $value\n";
    return base64_encode(hash_hmac('sha256', "{$base}\"@signature-params\": $parameters", $secret, true));
}

/** The value of an RFC 9530 Content-Digest. */
function digestOf(string $content): string
{
    return 'sha-256=:' . base64_encode(hash('sha256', $content, true)) . ':';
}

/** Notes a request's nonce until it expires, and says whether it was noted before. Where nothing can be written: no. */
function seenBefore(string $nonce, int $until, int $now): bool
{
    $file = @fopen(__DIR__ . '/nonces', 'c+b');
    if ($file === false || !flock($file, LOCK_EX)) return false;
    $lines = explode("\n", (string) stream_get_contents($file));
    $fresh = [];
    $seen = false;
    foreach ($lines as $line) {
        if (!preg_match('/^([0-9a-f]{64}) (\d+)$/D', $line, $entry) || (int) $entry[2] < $now) continue;
        $fresh[] = $line;
        $seen = $seen || hash_equals($entry[1], $nonce);
    }
    if (!$seen && 2 * count($fresh) < count($lines)) {
        // Most lines are out of date: write the file anew. Otherwise one line at the end is enough.
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, $fresh ? implode("\n", $fresh) . "\n" : '');
    }
    if (!$seen) fwrite($file, "$nonce $until\n");
    fclose($file);
    return $seen;
}

/** Refuses a query whose statements are not of the form {"id","sql","params"}, each id once. */
function checkForm(array $request): void
{
    $statements = $request['statements'] ?? null;
    $ids = [];
    $right = is_array($statements) && $statements !== [] && array_keys($statements) === range(0, count($statements) - 1);
    foreach ($right ? $statements : [] as $statement) {
        $id = is_array($statement) ? $statement['id'] ?? null : null;
        $parameters = is_array($statement) ? $statement['params'] ?? [] : null;
        $right = $right && is_string($id) && $id !== '' && strlen($id) <= 200 && !isset($ids[$id])
            && is_string($statement['sql'] ?? null) && is_array($parameters);
        if (!$right) break;
        $ids[$id] = true;
        foreach ($parameters as $parameter) $right = $right && (!is_array($parameter) || isReference($parameter));
    }
    if (!$right) throw new Refusal(400, 'MALFORMED', 'statements must be a list of {"id","sql","params"}, each id once.');
}

function isReference(array $parameter): bool
{
    $from = (array) ($parameter['from'] ?? []);
    return count($parameter) === 2 && is_string($parameter['column'] ?? null) && $from !== [] && array_filter($from, 'is_string') === $from;
}

/** What is sent back, once: JSON with its digest, signed as soon as the key is known, encrypted where the request was. */
final class Answer
{
    public array $config = [];
    public bool $sent = false;
    private ?array $signer = null;
    private ?string $encryption = null;

    public function signWith(string $keyId, string $secret, string $requestMac): void
    {
        $this->signer = [$keyId, $secret, $requestMac];
    }

    public function encryptWith(string $key): void
    {
        $this->encryption = $key;
    }

    public function installed(): void
    {
        $this->send(200, 'text/plain; charset=utf-8', "Drawbridge is installed.\n");
    }

    public function error(Refusal $refusal): void
    {
        $error = ['code' => $refusal->name, 'message' => $refusal->getMessage()] + $refusal->facts;
        $this->json($refusal->status, json_encode(['error' => $error]));
    }

    public function json(int $status, string $json): void
    {
        $type = 'application/json';
        $accepted = preg_match('~\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))~i', $_SERVER['HTTP_ACCEPT_ENCODING'] ?? '');
        $compressed = $accepted && function_exists('gzencode');
        $content = $compressed ? gzencode($json, 4) : $json;
        if ($this->encryption !== null) {
            [$type, $iv, $tag] = [ENCRYPTED, random_bytes(12), ''];
            $hidden = openssl_encrypt($content, 'aes-256-gcm', $this->encryption, OPENSSL_RAW_DATA, $iv, $tag, '', 16);
            $content = $iv . $hidden . $tag;
        } elseif ($compressed) {
            header('Content-Encoding: gzip');
        }
        header('Content-Digest: ' . digestOf($content));
        if ($this->signer !== null) {
            [$keyId, $secret, $requestMac] = $this->signer;
            $input = ANSWER_COMPONENTS . ';created=' . time() . ";keyid=\"$keyId\";alg=\"hmac-sha256\";tag=\"drawbridge-v1\"";
            $lines = [
                '"@status"' => $status,
                '"content-digest"' => digestOf($content),
                '"signature";req;key="drawbridge"' => ":$requestMac:",
            ];
            header('Signature-Input: drawbridge=' . $input);
            header('Signature: drawbridge=:' . signatureOf($secret, $lines, $input) . ':');
        }
        $this->send($status, $type, $content);
    }

    private function send(int $status, string $type, string $content): void
    {
        while (ob_get_level() > 0) ob_end_clean();
        $this->sent = true;
        http_response_code($status);
        header('Content-Type: ' . $type);
        header('Content-Length: ' . strlen($content));
        header('Cache-Control: no-store, no-transform');
        header('X-Content-Type-Options: nosniff');
        if ($status === 405) header('Allow: GET, POST');
        echo $content;
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The two verbs.
// ---------------------------------------------------------------------------------------------------------------------

final class Store
{
    private Connector $connector;
    private Database $database;
    private array $areas;
    /** name => [area, table, [columns], condition or null] */
    private array $relations = [];

    public function __construct(string $root, array $connectors, array $areas)
    {
        foreach ($connectors as $class) {
            $found = $class::detect($root);
            if ($found !== null) break;
        }
        if (empty($found)) throw new Refusal(422, 'PLATFORM_UNKNOWN', 'No store that the bridge knows is in the folder above it.');
        $this->connector = $found;
        $this->areas = $areas;
        foreach ($found->relations() as $name => $relation) {
            $this->relations[$name] = [$relation[0], $relation[1], explode(' ', $relation[2]), $relation[3] ?? null];
        }
        $connection = $found->database();
        if ($connection === null) {
            throw new Refusal(503, 'DATABASE_UNAVAILABLE', "The store's database settings cannot be read from its files.");
        }
        try {
            $this->database = new Database($connection);
        } catch (\Throwable $error) {
            throw new Refusal(503, 'DATABASE_UNAVAILABLE', "The store's database cannot be reached.");
        }
    }

    public function hello(): string
    {
        $open = array_filter($this->relations, fn (array $relation): bool => in_array($relation[0], $this->areas, true));
        $existing = $this->database->columnsOf(array_column($open, 1));
        $relations = [];
        foreach ($open as $name => [, $table, $columns]) {
            $there = array_values(array_intersect($columns, $existing[strtolower($table)] ?? []));
            if ($there) $relations[$name] = $there;
        }
        return json_encode([
            'protocol' => PROTOCOL,
            'bridgeVersion' => BRIDGE_VERSION,
            'platform' => $this->connector->platform(),
            'platformVersion' => $this->connector->platformVersion(),
            'database' => ['kind' => $this->database->kind, 'version' => $this->database->version],
            'phpVersion' => PHP_VERSION,
            'clock' => time(),
            'timeZone' => date_default_timezone_get(),
            'areas' => $this->areas,
            'writable' => false,
            'relations' => (object) $relations,
        ], JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR);
    }

    /** Runs the statements in one read-only snapshot; '{"results":[…]}' with one result for each, in order. */
    public function query(array $statements): string
    {
        $this->database->begin();
        $results = [];
        $size = 0;
        /** id => [columns, rows] of what went well; columns is null where nothing had to be run */
        $earlier = [];
        foreach ($statements as $number => $statement) {
            $result = ['id' => $statement['id']];
            try {
                if ($number >= MAX_STATEMENTS) throw new StatementFault('TOO_MANY_STATEMENTS');
                $parts = Statement::parts($statement['sql'], $this->relations, $this->areas);
                $bound = bind($parts, array_values($statement['params'] ?? []), $earlier);
                if ($bound === null) {
                    $earlier[$statement['id']] = [null, []];
                    $result += ['columns' => [], 'rows' => []];
                } else {
                    [$columns, $rows, $truncated] = $this->database->run($bound[0], $bound[1], MAX_ANSWER_BYTES - $size);
                    $earlier[$statement['id']] = [$columns, $rows];
                    $result += ['columns' => $columns, 'rows' => $rows] + ($truncated ? ['truncated' => true] : []);
                }
            } catch (StatementFault $fault) {
                $result['error'] = $fault->error;
            }
            $json = json_encode($result, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
            if ($json === false) {
                // Some text is not UTF-8: its wrong bytes are replaced by U+FFFD, and the result says so.
                $options = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;
                $json = json_encode($result + ['repaired' => true], $options);
            }
            $size += strlen($json);
            $results[] = $json;
        }
        return '{"results":[' . implode(',', $results) . ']}';
    }
}

/** The SQL and the values to bind, with every reference replaced by its values; null where a reference has none. */
function bind(array $parts, array $parameters, array $earlier): ?array
{
    $sql = '';
    $values = [];
    $next = 0;
    foreach ($parts as $part) {
        if ($part !== '?') {
            $sql .= "$part ";
            continue;
        }
        if (!array_key_exists($next, $parameters)) throw new StatementFault('STATEMENT_REFUSED', 'PARAMETER_COUNT');
        $parameter = $parameters[$next++];
        $bound = is_array($parameter) ? valuesOf($parameter, $earlier) : [is_bool($parameter) ? (int) $parameter : $parameter];
        $values[] = $bound;
        $sql .= rtrim(str_repeat('?, ', count($bound)), ', ') . ' ';
    }
    if ($next !== count($parameters)) throw new StatementFault('STATEMENT_REFUSED', 'PARAMETER_COUNT');
    if (in_array([], $values, true)) return null;
    $values = array_merge([], ...$values);
    if (count($values) > MAX_VALUES) throw new StatementFault('STATEMENT_REFUSED', 'TOO_MANY_VALUES');
    return [$sql, $values];
}

/** The distinct values, nulls left out, of a column of earlier statements' rows. */
function valuesOf(array $reference, array $earlier): array
{
    $values = [];
    foreach ((array) $reference['from'] as $id) {
        if (!isset($earlier[$id])) throw new StatementFault('REFERENCE_INVALID');
        [$columns, $rows] = $earlier[$id];
        if ($columns === null) continue;
        $at = array_search($reference['column'], $columns, true);
        if ($at === false) throw new StatementFault('REFERENCE_INVALID');
        foreach ($rows as $row) {
            if ($row[$at] !== null) $values[gettype($row[$at]) . $row[$at]] = $row[$at];
        }
    }
    return array_values($values);
}

// ---------------------------------------------------------------------------------------------------------------------
// The check of a statement: token by token, and only what is listed here passes.
// ---------------------------------------------------------------------------------------------------------------------

final class Statement
{
    private const KEYWORDS = ['select', 'distinct', 'from', 'inner', 'left', 'join', 'on', 'as', 'where', 'and', 'or', 'not', 'in', 'is',
        'null', 'between', 'order', 'by', 'asc', 'desc', 'group', 'having', 'limit', 'case', 'when', 'then', 'else', 'end', 'exists',
        'union', 'all'];
    private const FUNCTIONS = ['count', 'sum', 'min', 'max', 'coalesce', 'lower', 'upper', 'length', 'concat', 'instr', 'substr', 'abs',
        'round', 'nullif'];
    /** What must come right after a keyword. */
    private const FOLLOWED_BY = ['inner' => ['join'], 'left' => ['join'], 'order' => ['by'], 'group' => ['by'], 'in' => ['('],
        'exists' => ['('], 'union' => ['all', 'select'], 'all' => ['select'], 'as' => ['name'], 'limit' => ['number', '?'],
        'from' => ['name', '('], 'join' => ['name', '('], '.' => ['name']];
    /** What must come right before a keyword; null is the beginning. */
    private const PRECEDED_BY = ['select' => [null, '(', 'union', 'all'], 'by' => ['order', 'group'], 'all' => ['union'],
        'distinct' => ['select', '('], '.' => ['name']];
    private const ENDS_OPERAND = ['name', 'number', '?', ')', 'null', 'end'];
    private const BEGINS_OPERAND = ['name', 'number', '?', 'function', 'null', 'case', 'exists', 'select'];

    /**
     * The statement as pieces of SQL in which every relation is replaced by its definition, '?' being a piece of its own.
     * Throws a StatementFault with the rule that it breaks.
     */
    public static function parts(string $sql, array $relations, array $areas): array
    {
        $tokens = self::tokens($sql);
        [$places, $names] = self::check($tokens, $relations, $areas);
        $parts = [];
        foreach ($tokens as $at => [, $text]) {
            if (!isset($places[$at])) {
                $parts[] = $text;
                continue;
            }
            [, $table, $columns, $condition] = $relations[$places[$at]];
            // Only the columns that the statement mentions: one that this version of the store lacks must not spoil the others.
            $list = implode('`, `', array_values(array_filter($columns, fn (string $column): bool => isset($names[$column]))));
            $parts[] = '(select ' . ($list === '' ? '1' : "`$list`") . ' from `' . str_replace('`', '``', $table) . '`'
                . ($condition === null ? '' : " where $condition") . ')';
            if (($tokens[$at + 1][0] ?? '') !== 'as') $parts[] = "as $text";
        }
        return $parts;
    }

    /** [kind, text] for each token; the kind is the keyword or sign itself, or 'name', 'number' or 'function'. */
    private static function tokens(string $sql): array
    {
        if (preg_match('~--|/\*|\*/|#~', $sql)) throw new StatementFault('STATEMENT_REFUSED', 'COMMENT');
        $tokens = [];
        $length = strlen($sql);
        $pattern = '~\G(?:[ \t\r\n]+|`(?<name>[A-Za-z_][A-Za-z0-9_]{0,63})`|(?<word>[A-Za-z_][A-Za-z0-9_]*)'
            . '|(?<number>[0-9]{1,18}(?:\.[0-9]{1,18})?)(?![A-Za-z0-9_.])|(?<sign><>|!=|<=|>=|[=<>+\-*/(),.?]))~';
        for ($at = 0; $at < $length; $at += strlen($match[0])) {
            if (!preg_match($pattern, $sql, $match, 0, $at)) throw new StatementFault('STATEMENT_REFUSED', self::nameOf($sql[$at]));
            if (($match['name'] ?? '') !== '') $tokens[] = ['name', $match[0]];
            elseif (($match['number'] ?? '') !== '') $tokens[] = ['number', $match[0]];
            elseif (($match['sign'] ?? '') !== '') $tokens[] = [$match[0], $match[0]];
            elseif (($match['word'] ?? '') !== '') {
                $word = strtolower($match[0]);
                if (in_array($word, self::KEYWORDS, true)) $tokens[] = [$word, $word];
                elseif (in_array($word, self::FUNCTIONS, true)) $tokens[] = ['function', $word];
                else throw new StatementFault('STATEMENT_REFUSED', 'WORD');
            }
        }
        return $tokens;
    }

    private static function nameOf(string $character): string
    {
        $names = ["'" => 'STRING', '"' => 'STRING', ';' => 'SEMICOLON', '@' => 'VARIABLE', '`' => 'IDENTIFIER'];
        return $names[$character] ?? (ctype_digit($character) ? 'NUMBER' : 'CHARACTER');
    }

    /** Checks how tokens follow each other and every name; [place of a relation => its name, names that may be columns]. */
    private static function check(array $tokens, array $relations, array $areas): array
    {
        $refuse = static function (string $reason): void {
            throw new StatementFault('STATEMENT_REFUSED', $reason);
        };
        if (($tokens[0][0] ?? '') !== 'select') $refuse('NOT_SELECT');
        $kinds = array_column($tokens, 0);
        $nameAt = static fn (int $at): string => trim($tokens[$at][1], '`');
        // What encloses a token: [is it a select, where is its FROM: 0 ahead, 1 here, 2 behind, is it a table, is it count(…)].
        $inside = [[true, 0, false, false]];
        $places = $tables = $aliases = $uses = [];
        $closedTable = false;
        foreach ($kinds as $at => $kind) {
            [$before, $after] = [$kinds[$at - 1] ?? null, $kinds[$at + 1] ?? null];
            $frame = &$inside[count($inside) - 1];
            if (isset(self::FOLLOWED_BY[$kind]) && !in_array($after, self::FOLLOWED_BY[$kind], true)) $refuse('SYNTAX');
            if (isset(self::PRECEDED_BY[$kind]) && !in_array($before, self::PRECEDED_BY[$kind], true)) $refuse('SYNTAX');
            $afterOperand = in_array($before, self::ENDS_OPERAND, true);
            if ($afterOperand && ($kind === '(' || in_array($kind, self::BEGINS_OPERAND, true))) $refuse('SYNTAX');
            if (in_array($kind, ['=', '<>', '!=', '<', '<=', '>', '>=', '/', ',', 'as'], true) && !$afterOperand) $refuse('SYNTAX');
            if ($kind === 'function' && $after !== '(') $refuse('SYNTAX');
            if ($kind === '*' && !($before === '(' && $after === ')' && $frame[3])) $refuse('STAR');
            if (in_array($kind, ['where', 'group', 'order', 'having', 'limit', 'union'], true)) {
                if (!$frame[0]) $refuse('SYNTAX');
                $frame[1] = $kind === 'union' ? 0 : 2;
            } elseif ($kind === 'from' || $kind === 'join') {
                if (!$frame[0] || $frame[1] !== ($kind === 'from' ? 0 : 1)) $refuse('SYNTAX');
                $frame[1] = 1;
            } elseif ($kind === ',' && $frame[0] && $frame[1] === 1) {
                $refuse('COMMA_JOIN');
            } elseif ($kind === '(') {
                $isTable = $before === 'from' || $before === 'join';
                if (($isTable || $before === 'exists') && $after !== 'select') $refuse('SYNTAX');
                $isCount = $before === 'function' && $tokens[$at - 1][1] === 'count';
                $inside[] = [$after === 'select', 0, $isTable, $isCount];
            } elseif ($kind === ')') {
                if (count($inside) === 1) $refuse('PARENTHESES');
                $closedTable = array_pop($inside)[2];
            } elseif ($kind === 'name' && ($before === 'from' || $before === 'join')) {
                $name = $nameAt($at);
                if ($after === '.') $refuse('QUALIFIED_TABLE');
                if (!isset($relations[$name])) throw new StatementFault('RELATION_UNKNOWN');
                if (!in_array($relations[$name][0], $areas, true)) throw new StatementFault('AREA_CLOSED');
                $places[$at] = $name;
                $tables[$after === 'as' ? $nameAt($at + 2) : $name][] = $name;
            } elseif ($kind === 'name' && $before === 'as') {
                $ofTable = isset($places[$at - 2]);
                if (!$ofTable && $kinds[$at - 2] === ')' && $closedTable) $tables[$nameAt($at)][] = null;
                elseif (!$ofTable) $aliases[$nameAt($at)] = true;
                if ($after === '.') $refuse('SYNTAX');
            } elseif ($kind === 'name' && $after === '.') {
                if ($before === '.' || ($kinds[$at + 3] ?? null) === '.') $refuse('QUALIFIED_TABLE');
            } elseif ($kind === 'name') {
                $uses[] = [$before === '.' ? $nameAt($at - 2) : null, $nameAt($at)];
            }
            unset($frame);
        }
        if (count($inside) !== 1) $refuse('PARENTHESES');
        $mayBe = $aliases;
        foreach ($places as $name) $mayBe += array_fill_keys($relations[$name][2], true);
        $names = [];
        foreach ($uses as [$qualifier, $column]) {
            $names[$column] = true;
            if ($qualifier !== null && !isset($tables[$qualifier])) $refuse('QUALIFIER_UNKNOWN');
            $exposed = isset($mayBe[$column]);
            if ($qualifier !== null && !in_array(null, $tables[$qualifier], true)) {
                $exposed = false;
                foreach ($tables[$qualifier] as $name) $exposed = $exposed || in_array($column, $relations[$name][2], true);
            }
            if (!$exposed) $refuse('COLUMN_NOT_EXPOSED');
        }
        return [$places, $names];
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The database: read only, one snapshot, values always bound.
// ---------------------------------------------------------------------------------------------------------------------

final class Database
{
    /** 'mysql', 'mariadb' or 'sqlite' */
    public string $kind = 'sqlite';
    public string $version;
    private ?\PDO $pdo = null;
    private ?\mysqli $mysqli = null;

    public function __construct(array $to)
    {
        if ($to['driver'] === 'sqlite') {
            // Opened only where it exists, so that nothing is ever created; "query_only" then forbids all writing.
            if (!is_file($to['database'])) throw new \RuntimeException('no such file');
            $this->pdo = new \PDO('sqlite:' . $to['database'], null, null, [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION]);
            $this->execute('pragma query_only = 1');
            $this->version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
            return;
        }
        if (extension_loaded('pdo_mysql')) {
            $where = ($to['socket'] ?? '') !== '' ? "unix_socket=$to[socket]" : "host=$to[host];port=" . ($to['port'] ?? 3306);
            $this->pdo = new \PDO("mysql:$where;dbname=$to[database];charset=utf8mb4", $to['user'], $to['password'], [
                \PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION, \PDO::ATTR_EMULATE_PREPARES => false, \PDO::ATTR_TIMEOUT => 5,
            ]);
            $version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
        } else {
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
            $this->mysqli = mysqli_init();
            $this->mysqli->options(MYSQLI_OPT_CONNECT_TIMEOUT, 5);
            $this->mysqli->real_connect($to['host'], $to['user'], $to['password'], $to['database'], (int) ($to['port'] ?? 3306),
                $to['socket'] ?? null);
            $this->mysqli->set_charset('utf8mb4');
            $version = $this->mysqli->server_info;
        }
        $this->kind = stripos($version, 'mariadb') === false ? 'mysql' : 'mariadb';
        $this->version = preg_replace('/^5\.5\.5-/', '', $version);
        $this->execute('set session sql_mode = \'\', sql_select_limit = ' . (MAX_ROWS + 1));
        try {
            $this->execute($this->kind === 'mariadb' ? 'set session max_statement_time = ' . STATEMENT_SECONDS
                : 'set session max_execution_time = ' . 1000 * STATEMENT_SECONDS);
        } catch (\Throwable $error) {
            // MySQL before 5.7.8 has no such limit; the one that PHP sets on the script is left.
        }
    }

    private function execute(string $sql): void
    {
        $this->pdo ? $this->pdo->exec($sql) : $this->mysqli->query($sql);
    }

    /** Begins the one read-only snapshot that all statements of a request see. It ends with the connection. */
    public function begin(): void
    {
        if ($this->kind !== 'sqlite') $this->execute('set session transaction isolation level repeatable read');
        $this->execute($this->kind === 'sqlite' ? 'begin' : 'start transaction with consistent snapshot, read only');
    }

    /** table in lower case => the columns it has, for those of these tables that exist. */
    public function columnsOf(array $tables): array
    {
        $marks = rtrim(str_repeat('?, ', count($tables)), ', ');
        $sql = $this->kind === 'sqlite'
            ? "select m.name, c.name from sqlite_master as m join pragma_table_info(m.name) as c where m.name in ($marks)"
            : "select table_name, column_name from information_schema.columns where table_schema = database() and table_name in ($marks)";
        $columns = [];
        foreach ($tables === [] ? [] : $this->fetch($sql, array_values($tables))[1] as [$table, $column]) {
            $columns[strtolower($table)][] = $column;
        }
        return $columns;
    }

    /** [columns, rows, whether rows are missing] of a checked statement. */
    public function run(string $sql, array $values, int $maxBytes): array
    {
        try {
            [$columns, $rows] = $this->fetch($sql, $values);
        } catch (\PDOException | \mysqli_sql_exception $error) {
            $code = $error instanceof \PDOException ? $error->errorInfo[1] ?? 0 : $error->getCode();
            if (in_array($code, [2006, 2013], true)) throw new Refusal(503, 'DATABASE_UNAVAILABLE', "The store's database went away.");
            throw new StatementFault(in_array($code, [1969, 3024, 1317], true) ? 'STATEMENT_TIMEOUT' : 'STATEMENT_FAILED');
        }
        $kept = [];
        $bytes = 0;
        foreach ($rows as $row) {
            if (count($kept) === MAX_ROWS || $bytes > $maxBytes) return [$columns, $kept, true];
            foreach ($row as $cell => $value) {
                $bytes += is_string($value) ? strlen($value) + 3 : 8;
                if (is_float($value) || (is_int($value) && abs($value) > 9007199254740992)) $row[$cell] = plainNumber($value);
            }
            $kept[] = $row;
        }
        return [$columns, $kept, false];
    }

    /** [columns, rows] with whole numbers as int, floating ones as float and all else as text. */
    private function fetch(string $sql, array $values): array
    {
        if ($this->mysqli) {
            $statement = $this->mysqli->prepare($sql);
            $types = '';
            foreach ($values as $value) $types .= is_int($value) ? 'i' : (is_float($value) ? 'd' : 's');
            if ($values) $statement->bind_param($types, ...$values);
            $statement->execute();
            $result = $statement->get_result();
            return [array_column($result->fetch_fields(), 'name'), $result->fetch_all(MYSQLI_NUM)];
        }
        $statement = $this->pdo->prepare($sql);
        foreach ($values as $at => $value) {
            $type = is_int($value) ? \PDO::PARAM_INT : ($value === null ? \PDO::PARAM_NULL : \PDO::PARAM_STR);
            $statement->bindValue($at + 1, is_float($value) ? plainNumber($value) : $value, $type);
        }
        $statement->execute();
        $columns = [];
        for ($at = 0; $at < $statement->columnCount(); $at++) $columns[] = $statement->getColumnMeta($at)['name'];
        $rows = [];
        while (count($rows) <= MAX_ROWS && ($row = $statement->fetch(\PDO::FETCH_NUM)) !== false) {
            if ($this->kind === 'sqlite' && PHP_VERSION_ID < 80100) {
                // Old PHP gives SQLite's numbers as text; the column's type in this row says what they are.
                foreach ($row as $at => $value) {
                    $type = $value === null ? '' : $statement->getColumnMeta($at)['native_type'] ?? '';
                    $row[$at] = $type === 'integer' ? (int) $value : ($type === 'double' ? (float) $value : $value);
                }
            }
            $rows[] = $row;
        }
        return [$columns, $rows];
    }
}

/** A number as text without an exponent, with the fewest digits that read back as the same number. */
function plainNumber($number): string
{
    $text = is_int($number) ? (string) $number : json_encode($number);
    if (!preg_match('/^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/i', (string) $text, $part)) return preg_replace('/\.0$/', '', (string) $text);
    [, $sign, $first, $rest, $exponent] = $part;
    $digits = $first . ($rest === '0' ? '' : $rest);
    $exponent = (int) $exponent;
    if ($exponent < 0) return $sign . '0.' . str_repeat('0', -$exponent - 1) . $digits;
    $digits = str_pad($digits, $exponent + 1, '0');
    return $sign . rtrim(substr($digits, 0, $exponent + 1) . '.' . substr($digits, $exponent + 1), '.');
}
