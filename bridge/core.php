<?php
namespace Drawbridge;

// What is asked for every row: PHP has it built in where it knows that no function of this file has its name.
use function count, is_float, is_int, is_string, strlen;

const PROTOCOL = 1, BRIDGE_VERSION = '1.0.0';
const AREAS = ['catalog', 'orders', 'customers', 'settings', 'promotions', 'internal'];
const MAX_BODY_BYTES = 1048576, MAX_ANSWER_BYTES = 16777216, MAX_STATEMENT_BYTES = 65536;
const MAX_STATEMENTS = 64, MAX_LONG_TEXTS = 16, MAX_ROWS = 10000, MAX_VALUES = 30000;
const MAX_EXACT = 9007199254740992; // of numbers, as JSON's readers hold them
const STATEMENT_SECONDS = 8, REQUEST_SECONDS = 20, CLOCK_TOLERANCE_SECONDS = 60, LONGEST_WINDOW_SECONDS = 60;
const REQUEST_COMPONENTS = '("@method" "@path" "@query" "content-type" "content-digest")';
const ANSWER_COMPONENTS = '("@status" "content-digest" "signature";req;key="drawbridge")';
const FIELD_KINDS = ['product', 'category', 'order', 'customer'], FIELD_NAME = '~^[A-Za-z0-9_.:-]{1,64}$~D';
// What no owner means to let out, under whichever of the names that platforms and plugins give it.
const SECRET_FIELD = '~pass(?!port|enger)|pwd|secret|token|session|capabilit|user_level|api_?key|consumer_key|private'
    . '|credential|confirmation|hash|salt|nonce|order_key|downloadable_files|card|cvv|cvc|iban|user_agent|ip_address'
    . '|persistent_cart~i';
const ENCRYPTED = 'application/vnd.drawbridge+aes256gcm', JSON = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;

/** What a shop platform's part of this file tells the rest. It reads the store's files as text and never runs them. */
interface Connector {
    /** The connector for the store in this folder, or null where it is not a store of this platform. */
    public static function detect(string $root, ?string $tablePrefix = null): ?Connector;
    public function platform(): string;
    public function platformVersion(): ?string;
    /** The time zone that the store's files give it; null where it keeps PHP's. */
    public function timeZone(): ?string;
    /**
     * 'driver' (mysql or sqlite) and 'database'; of MySQL also 'host', 'port', 'socket' (or null), 'user', 'password',
     * 'charset', and 'tls': null, or 'ca', 'cert' and 'key' (files or their text), and 'verify', which may be false.
     */
    public function database(): array;
    /**
     * What may leave the store: relation => ['area', 'table', 'columns parted by spaces', 'condition on rows'?,
     * 'condition on rows that are not for the staff alone'?, 'the column that is, where not the whole rows are'?,
     * 'a kind, and columns that hold JSON, of which only what the owner opened for it leaves'?].
     */
    public function relations(): array;
}

/** A connector's list of relations with the names that it has in this store, such as the prefix of its tables. */
function namedRelations(array $relations, array $names): array {
    foreach ($relations as &$relation) {
        foreach ([1, 3, 4] as $at) if (isset($relation[$at])) $relation[$at] = strtr($relation[$at], $names);
    }
    return $relations;
}

/** Why a whole request is refused: a code that never changes, its HTTP status, and what a person may want to know. */
const REFUSALS = [
    'METHOD_NOT_ALLOWED' => [405, 'The bridge answers POST.'],
    'TOO_LARGE' => [413, 'The body is too large.'],
    'CONFIG_UNREADABLE' => [500, "PHP's user may not read config.php: give it the file, or the mode 640 or 644."],
    'CONFIG_SYNTAX' => [500, "config.php cannot be read; PHP's error log names the line."],
    'CONFIG_INVALID' => [500, 'config.php is missing, holds no usable key, or lists what it cannot.'],
    'ADDRESS_REFUSED' => [403, 'This address may not ask; see allowed_ips in config.php.'],
    'SIGNATURE_MISSING' => [400, 'The request must carry Content-Digest, Signature-Input and Signature.'],
    'SIGNATURE_INVALID' => [401, 'The signature is not right.'],
    'EXPIRED' => [401, 'The request is outside its window.'],
    'REPLAYED' => [409, 'This request was made before.'],
    'INSECURE' => [403, 'Over plain http, encrypt. Where a proxy ends TLS, list it in trusted_proxies in config.php.'],
    'ENCRYPTION_UNAVAILABLE' => [501, 'PHP has no openssl here; serve the store over https.'],
    'MALFORMED' => [400, 'The body is not of the form that the protocol gives.'],
    'VERB_UNKNOWN' => [400, 'This bridge knows no such verb.'],
    'READ_ONLY' => [403, 'Nothing may be changed here: see write in config.php, and whether the bridge has that part.'],
    'LEDGER_UNAVAILABLE' => [503, 'PHP may write nothing in the folder of the bridge, and so nothing is changed.'],
    'PLATFORM_UNKNOWN' => [422, 'In the folder above there is no store that the bridge knows.'],
    'SETTINGS_UNRESOLVED' => [422, "A setting in the store's files is made by code; give it in config.php."],
    'DRIVER_MISSING' => [501, "PHP has neither mysqli nor PDO for the store's database."],
    'DATABASE_HOST_UNKNOWN' => [503, "The name of the database's host in the store's settings leads nowhere."],
    'DATABASE_LOGIN_REFUSED' => [503, "The database does not take the user and password in the store's settings."],
    'DATABASE_TLS_FAILED' => [503, 'No encrypted connection to the database, or its certificate is not trusted.'],
    'DATABASE_UNAVAILABLE' => [503, "The store's database cannot be reached with the settings in its files."],
    'INTERNAL' => [500, "The bridge failed; PHP's error log says where."],
];

final class Refusal extends \Exception {
    /** The setting that it is about. */
    public ?string $setting;

    public function __construct(string $code, ?string $setting = null, ?\Throwable $cause = null) {
        parent::__construct($code, 0, $cause);
        $this->setting = $setting;
    }
}
/** Why one statement is refused or failed; its neighbours are answered all the same. */
final class StatementFault extends \Exception {}

function breaks(string $rule): StatementFault {
    return new StatementFault("STATEMENT_REFUSED $rule");
}

/** Whether PHP has all of these functions here: hosts switch off what they think dangerous, each its own list. */
function can(string ...$functions): bool {
    foreach ($functions as $function) if (!function_exists($function)) return false;
    return true;
}

/** The text of a file, at most so many bytes of it; null where PHP may not read it. */
function contents(string $file, int $most = 1048576): ?string {
    $text = can('file_get_contents') ? @file_get_contents($file, false, null, 0, $most) : false;
    return $text === false ? null : $text;
}

/** Writes a code and a place into PHP's error log: never a word of a request, of the store or of the database. */
function note(string $code, string $what, string $file, int $line): void {
    $text = sprintf('Drawbridge %s: %s (%s) at %s:%d', BRIDGE_VERSION, $code, $what, basename($file), $line);
    if (can('error_log')) error_log($text);
}

// ---- The way of a request: what is not signed with a key of config.php is refused before anything else is done ----

/**
 * Answers the request that PHP is running for. $connectors are the class names of the platforms' parts below, $parts
 * those for writing, where the bridge has any. Acts it gives back to be run: the store's own code cannot start in here.
 */
function serve(array $connectors, array $parts = []): ?Acting {
    $answer = null;
    try {
        return answered($answer = new Answer(), $connectors, $parts);
    } catch (\Throwable $error) {
        // What every answer is made with is switched off here: this one is made of nothing.
        if ($answer) $answer->sent = true;
        try {
            header('Content-Type: application/json', true, 500);
        } catch (\Throwable $none) {
            // It is JSON all the same.
        }
        echo '{"error":{"code":"INTERNAL","message":"PHP lacks a function here that every answer needs."}}';
        return null;
    }
}

function answered(Answer $answer, array $connectors, array $parts): ?Acting {
    $settings = ['display_errors' => '0', 'zlib.output_compression' => '0', 'serialize_precision' => '-1'];
    if (can('error_reporting')) error_reporting(0);
    if (can('ini_set')) foreach ($settings as $name => $value) ini_set($name, $value);
    if (can('ignore_user_abort')) ignore_user_abort(false);
    ob_start();
    if (can('register_shutdown_function')) register_shutdown_function(static function () use ($answer): void {
        $answer->reserve = '';
        Database::close();
        if ($answer->sent) return;
        if ($answer->dying !== null) {
            ($answer->dying)();
            return;
        }
        $last = (can('error_get_last') ? error_get_last() : null) ?? ['type' => 0, 'file' => __FILE__, 'line' => 0];
        note('INTERNAL', "error of type $last[type]", $last['file'], $last['line']);
        $answer->error('INTERNAL');
    });
    try {
        $method = $_SERVER['REQUEST_METHOD'] ?? '';
        if (in_array($method, ['GET', 'HEAD'], true) && ($_SERVER['QUERY_STRING'] ?? '') === '') {
            $answer->send(200, 'text/plain; charset=utf-8', "Drawbridge is installed.\n");
            return null;
        }
        $request = json_decode(authenticate($method, $answer), true, 32);
        $verb = is_array($request) ? $request['verb'] ?? null : null;
        if (!in_array($verb, $parts ? ['hello', 'query', 'act'] : ['hello', 'query'], true)) {
            throw new Refusal(is_string($verb) ? 'VERB_UNKNOWN' : 'MALFORMED');
        }
        if ($verb === 'act') return Acting::prepare($request, $answer, $connectors, $parts);
        if ($verb === 'query') checkForm($request['statements'] ?? null);
        $store = new Store(dirname(__DIR__), $connectors, $answer->config, $answer->until);
        $isQuery = $verb === 'query';
        $answer->json(200, $isQuery ? $store->query($request['statements'])
            : $store->hello($parts, $answer->remembered));
    } catch (Refusal $refusal) {
        $cause = $refusal->getPrevious();
        $what = $refusal->setting ?? ($cause ? get_class($cause) . ' ' . (int) $cause->getCode() : null);
        if ($what !== null) note($refusal->getMessage(), $what, $refusal->getFile(), $refusal->getLine());
        $answer->error($refusal->getMessage(), $refusal->setting);
    } catch (\Throwable $error) {
        $missing = '~^Call to undefined function (?:\w+\\\\)*(\w+)\(\)$~D';
        $what = preg_match($missing, $error->getMessage(), $of) ? "no function $of[1]" : get_class($error);
        note('INTERNAL', $what, $error->getFile(), $error->getLine());
        $answer->error('INTERNAL');
    }
    return null;
}

/** The body of a request that is signed, fresh and new; refuses any other, in the order that the protocol fixes. */
function authenticate(string $method, Answer $answer): string {
    if ($method !== 'POST') throw new Refusal('METHOD_NOT_ALLOWED');
    $body = (string) contents('php://input', MAX_BODY_BYTES + 1);
    if (max(strlen($body), (int) ($_SERVER['CONTENT_LENGTH'] ?? 0)) > MAX_BODY_BYTES) throw new Refusal('TOO_LARGE');
    $config = $answer->config = readConfig(__DIR__ . '/config.php');
    $allowed = $config['allowed_ips'];
    if ($allowed && !inBlocks(clientAddress($config), $allowed)) throw new Refusal('ADDRESS_REFUSED');
    $signature = readSignature();
    $target = preg_replace('~^[a-z]+://[^/?]*~i', '', $_SERVER['REQUEST_URI'] ?? '');
    [$path, $query] = explode('?', $target, 2) + [1 => ''];
    $type = trim($_SERVER['CONTENT_TYPE'] ?? '');
    $digest = trim($_SERVER['HTTP_CONTENT_DIGEST']);
    $lines = ['"@method"' => $method, '"@path"' => $path === '' ? '/' : $path, '"@query"' => "?$query",
        '"content-type"' => $type, '"content-digest"' => $digest];
    $secret = $config['keys'][$signature['keyid']] ?? null;
    $mac = signatureOf($secret ?? random_bytes(32), $lines, $signature['input']);
    $right = hash_equals($mac, $signature['mac']);
    $whole = hash_equals(digestOf($body), $digest);
    if ($secret === null || !$right || !$whole) throw new Refusal('SIGNATURE_INVALID');

    // From here on it is known that a holder of the key asks, and every answer is signed.
    $answer->signer = ['id' => $signature['keyid'], 'secret' => $secret, 'mac' => $mac];
    $late = max(time() - $signature['expires'], $signature['created'] - time());
    if ($late > CLOCK_TOLERANCE_SECONDS) throw new Refusal('EXPIRED');
    $seen = seenBefore(hash('sha256', "$signature[keyid] $signature[nonce]"));
    if ($seen) throw new Refusal('REPLAYED');
    $answer->remembered = $seen !== null;
    $answer->limit($signature['expires'] - $signature['created']);
    if ($type === 'application/json' && isPrivate($config)) return $body;
    if ($type === 'application/json') throw new Refusal('INSECURE');
    if ($type !== ENCRYPTED) throw new Refusal('MALFORMED');
    if (!can('openssl_decrypt', 'openssl_encrypt')) throw new Refusal('ENCRYPTION_UNAVAILABLE');
    $answer->encryption = hash_hkdf('sha256', $secret, 32, "drawbridge-v1 answer $signature[nonce]");
    $key = hash_hkdf('sha256', $secret, 32, "drawbridge-v1 request $signature[nonce]");
    [$iv, $sealed, $tag] = [substr($body, 0, 12), (string) substr($body, 12, -16), (string) substr($body, -16)];
    $long = strlen($body) >= 28;
    $plain = $long ? openssl_decrypt($sealed, 'aes-256-gcm', $key, OPENSSL_RAW_DATA, $iv, $tag) : false;
    if ($plain === false) throw new Refusal('MALFORMED');
    return $plain;
}

/**
 * The owner's choices, with the secrets decoded; refuses a file that cannot be relied on. It is read as text, for PHP
 * may hold a file that it has run (OPcache) and not see that it was changed.
 */
function readConfig(string $file): array {
    try {
        $source = is_file($file) ? contents($file) : '';
        if ($source === null) throw new Refusal('CONFIG_UNREADABLE');
        $config = (new PhpText($source, $file, new Settings()))->returned();
    } catch (NotPlain $error) {
        note('CONFIG_SYNTAX', 'not to be read', $file, (int) $error->getMessage());
        throw new Refusal('CONFIG_SYNTAX');
    }
    if (!is_array($config)) throw new Refusal('CONFIG_INVALID');
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
    $prefix = $choices['table_prefix'] = $config['table_prefix'] ?? null;
    $plain = is_string($prefix) && preg_match('~^\w*$~D', $prefix);
    if ($prefix !== null && !$plain) throw new Refusal('CONFIG_INVALID');
    $choices['metafields'] = openFields($config['metafields'] ?? []);
    $choices['database'] = isset($config['database']) ? givenDatabase($config['database']) : null;
    return $choices;
}

/** Fields of the merchant's own that may leave the store, by what they are of: each by its whole name, no secret. */
function openFields($given): array {
    $open = array_fill_keys(FIELD_KINDS, []);
    foreach (is_array($given) ? $given : [null] as $kind => $names) {
        if (!isset($open[$kind]) || !is_array($names)) throw new Refusal('CONFIG_INVALID', 'metafields');
        foreach ($names as $name) {
            $right = is_string($name) && preg_match(FIELD_NAME, $name) && !preg_match(SECRET_FIELD, $name);
            if (!$right) throw new Refusal('CONFIG_INVALID', 'metafields');
            $open[$kind][] = $name;
        }
    }
    return array_map('array_values', array_map('array_unique', $open));
}

/** The database as the owner gives it, in the form of Connector::database. */
function givenDatabase($given): array {
    $texts = is_array($given) ? array_filter($given, 'is_scalar') : [];
    if (!isset($texts['host'], $texts['user'], $texts['name'])) throw new Refusal('CONFIG_INVALID');
    try {
        $server = serverAt('database', (string) $texts['host'], (string) ($texts['port'] ?? ''));
    } catch (Unresolved $error) {
        throw new Refusal('CONFIG_INVALID');
    }
    $certified = array_intersect_key($texts, ['ca' => 1, 'cert' => 1, 'key' => 1]);
    return $server + ['driver' => 'mysql', 'user' => (string) $texts['user'], 'database' => (string) $texts['name'],
        'password' => (string) ($texts['password'] ?? ''), 'charset' => (string) ($texts['charset'] ?? 'utf8mb4'),
        'tls' => $certified || ($texts['tls'] ?? false) ? $certified : null];
}

/** An address as text that begins as its block does: its family, then its bits. IPv4 written as IPv6 counts as IPv4. */
function addressBits(string $address): ?string {
    $bytes = @inet_pton($address);
    if ($bytes === false) return null;
    if (strncmp($bytes, str_repeat("\0", 10) . "\xff\xff", 12) === 0) $bytes = substr($bytes, 12);
    $bits = array_map(fn (string $byte): string => sprintf('%08b', ord($byte)), str_split($bytes));
    return strlen($bytes) . ' ' . implode('', $bits);
}

/** What every address of a CIDR block, or the one address, begins with in bits; null where it is neither. */
function blockStart(string $block): ?string {
    [$address, $length] = explode('/', $block, 2) + [1 => null];
    $bits = addressBits($address);
    if ($bits === null || $length === null) return $bits;
    if (!preg_match('/^\d{1,3}$/D', $length) || (int) $length > 8 * (int) $bits) return null;
    return substr($bits, 0, strpos($bits, ' ') + 1 + (int) $length);
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

/** Whether nobody can have read along: TLS up to here or to a trusted proxy, or the same machine and no proxy. */
function isPrivate(array $config): bool {
    $peer = $_SERVER['REMOTE_ADDR'] ?? '';
    if (inBlocks($peer, $config['trusted_proxies'])) {
        return strtolower(trim($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '')) === 'https';
    }
    $secure = !in_array(strtolower($_SERVER['HTTPS'] ?? ''), ['', 'off', '0'], true);
    if ($secure || ($_SERVER['SERVER_PORT'] ?? '') === '443') return true;
    foreach (['HTTP_X_FORWARDED_FOR', 'HTTP_FORWARDED', 'HTTP_VIA'] as $sign) if (isset($_SERVER[$sign])) return false;
    return inBlocks($peer, ['127.0.0.0/8', '::1']);
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
        $right = $right && isset($forms[$name]) && !isset($signature[$name]);
        if (!$right || !preg_match("~^$forms[$name]$~D", $value, $match)) throw new Refusal('SIGNATURE_MISSING');
        $signature[$name] = $match[1];
    }
    $window = (int) ($signature['expires'] ?? 0) - (int) ($signature['created'] ?? 0);
    $fits = $window >= 1 && $window <= LONGEST_WINDOW_SECONDS;
    if (!$right || !$fits || count($signature) !== 1 + count($forms)) throw new Refusal('SIGNATURE_MISSING');
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
    // What OpenSSL has of the processor's own means PHP's has not.
    $digest = can('openssl_digest') ? openssl_digest($content, 'sha256', true) : false;
    return 'sha-256=:' . base64_encode($digest ?: hash('sha256', $content, true)) . ':';
}

/** Notes a request's nonce in a file of its own, and says whether it was there; null where none can be written. */
function seenBefore(string $nonce): ?bool {
    $folder = __DIR__ . '/nonces';
    if (!is_dir($folder) && can('mkdir')) @mkdir($folder, 0700);
    // Now and then those are deleted that are older than any request can be and still be answered: of some hundreds
    // that lie together, as to look at each of tens of thousands would keep this request waiting.
    $tidies = random_int(1, 100) === 1 && can('scandir', 'filemtime', 'unlink');
    $names = $tidies ? @scandir($folder, SCANDIR_SORT_NONE) ?: [] : [];
    foreach (array_slice($names, random_int(0, max(0, count($names) - 400)), 400) as $name) {
        $old = "$folder/$name";
        if (strlen($name) === 64 && @filemtime($old) < time() - 600) @unlink($old);
    }
    if (!can('fopen')) return null;
    if (@fopen("$folder/$nonce", 'x') !== false) return false;
    return is_file("$folder/$nonce") ? true : null;
}

/** Refuses a query that is not a list of {"id","sql","params"}, each id once. */
function checkForm($statements): void {
    $right = is_array($statements) && $statements !== [] && $statements === array_values($statements);
    $ids = [];
    foreach ($right ? $statements : [] as $one) {
        $right = $right && is_array($one) && is_string($one['id'] ?? null) && is_string($one['sql'] ?? null);
        if (!$right || !is_array($one['params'] ?? [])) throw new Refusal('MALFORMED');
        $ids["id $one[id]"] = true;
        foreach ($one['params'] ?? [] as $parameter) {
            $right = $right && (!is_array($parameter) || isReference($parameter));
        }
    }
    if (!$right || count($ids) !== count($statements)) throw new Refusal('MALFORMED');
}

function isReference(array $parameter): bool {
    $from = (array) ($parameter['from'] ?? []);
    return $from !== [] && array_filter($from, 'is_string') === $from && is_string($parameter['column'] ?? null);
}

/** What is sent back, once: JSON with its digest, signed once the key is known, encrypted where the request was. */
final class Answer {
    public array $config = [];
    public bool $sent = false;
    /** What is to be sent where the store's code, once it runs, holds on to the output; null before. */
    public ?string $held = null;
    /** Memory for an answer where PHP has no more. */
    public string $reserve;
    /** 'id', 'secret' and the request's 'mac', once that is known to be right. */
    public ?array $signer = null;
    public ?string $encryption = null;
    /** Whether the request's nonce could be noted. */
    public bool $remembered = false;
    /** What is to be done where PHP ends before the answer; null: nothing but to say so. */
    public ?\Closure $dying = null;
    private string $accepted;
    /** When the work for it must end, in seconds since 1970. */
    public float $until;

    public function __construct() {
        $this->until = microtime(true) + REQUEST_SECONDS;
        $this->accepted = $_SERVER['HTTP_ACCEPT_ENCODING'] ?? '';
        $this->reserve = str_repeat(' ', 262144);
    }

    /** Nobody waits for longer than the request was to live, and so nothing is worked on for longer. */
    public function limit(int $seconds): void {
        $this->until = min($this->until, microtime(true) + $seconds);
        if (can('set_time_limit')) @set_time_limit($seconds + STATEMENT_SECONDS);
    }

    public function error(string $code, ?string $setting = null): void {
        [$status, $message] = REFUSALS[$code];
        $error = ['code' => $code, 'message' => $message];
        if ($code === 'EXPIRED') $error['clock'] = time();
        if ($setting !== null) $error['setting'] = $setting;
        $this->json($status, json_encode(['error' => $error], JSON | JSON_INVALID_UTF8_SUBSTITUTE));
    }

    public function json(int $status, string $content): void {
        Database::close();
        $type = 'application/json';
        $accepted = preg_match('~\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))~i', $this->accepted);
        $compressed = $accepted && can('gzencode');
        if ($compressed) $content = gzencode($content, 1);
        if ($this->encryption !== null) {
            [$type, $iv, $raw] = [ENCRYPTED, random_bytes(12), OPENSSL_RAW_DATA];
            $content = $iv . openssl_encrypt($content, 'aes-256-gcm', $this->encryption, $raw, $iv, $tag) . $tag;
        } elseif ($compressed) {
            header('Content-Encoding: gzip');
        }
        $digest = digestOf($content);
        header("Content-Digest: $digest");
        if ($this->signer !== null) {
            ['id' => $id, 'secret' => $secret, 'mac' => $mac] = $this->signer;
            $now = time();
            $input = ANSWER_COMPONENTS . ";created=$now;keyid=\"$id\";alg=\"hmac-sha256\";tag=\"drawbridge-v1\"";
            $lines = ['"@status"' => $status, '"content-digest"' => $digest,
                '"signature";req;key="drawbridge"' => ":$mac:"];
            header("Signature-Input: drawbridge=$input");
            header('Signature: drawbridge=:' . signatureOf($secret, $lines, $input) . ':');
        }
        $this->send($status, $type, $content);
    }

    public function send(int $status, string $type, string $content): void {
        while (ob_get_level() > 0 && @ob_end_clean());
        $this->sent = true;
        $fields = ['Content-Type' => $type, 'Content-Length' => strlen($content),
            'Cache-Control' => 'no-store, no-transform', 'X-Content-Type-Options' => 'nosniff', 'Allow' => 'GET, POST'];
        // Given with a field, the status takes the place of a line that PHP has written for a fatal error.
        foreach ($fields as $name => $value) header("$name: $value", true, $status);
        // Where the store's code has begun output that nobody may end, its whole is replaced: see Acting::boot.
        if ($this->held !== null && ob_get_level() > 0) $this->held = $content;
        else echo $content;
    }
}

// ---- The two verbs ----

/** A table that statements may name: its area, the store's own table, and which columns and rows of it may leave. */
final class Relation {
    public string $area;
    public string $table;
    public array $columns;
    public ?string $condition;
    /** What the rest of its rows need the area `internal` for, and the column that is so in these. */
    public ?string $shown;
    public ?string $internal;
    /** Column => what leaves in its place, as SQL: of the JSON that it holds, what the owner opened. */
    public array $parts = [];
    /** Column => what stands in its place, as SQL, where texts of several collations are compared. */
    public array $collated = [];
    /** Whether each row that is looked at is counted, where the database itself cannot end a statement. */
    public bool $watched = false;

    /** $declared is what a connector says of it: see Connector::relations; $open what the owner opened, by kind. */
    public function __construct(array $declared, array $open = []) {
        [$this->area, $this->table, $columns] = $declared;
        $this->columns = explode(' ', $columns);
        [$this->condition, $this->shown, $this->internal] = array_slice($declared, 3) + [null, null, null];
        $parts = explode(' ', $declared[6] ?? '');
        $names = $open[$parts[0]] ?? [];
        foreach (array_slice($parts, 1) as $column) $this->parts[$column] = self::partsOf($column, $names);
    }

    /** The same with its texts in one collation; $held are those that they have, by column. */
    public function inCollation(string $collation, array $held): self {
        $one = clone $this;
        foreach (array_diff($this->columns, array_keys($this->parts), [$this->internal]) as $column) {
            $isOther = isset($held[$column]) && $held[$column] !== $collation;
            if ($isOther) $one->collated[$column] = "convert(`$column` using utf8mb4) collate $collation";
        }
        return $one;
    }

    /** The JSON of a column with no more than these of its keys, each named with the column: `custom_field.7`. */
    private static function partsOf(string $column, array $open): string {
        $pairs = [];
        foreach ($open as $name) {
            if (strpos($name, "$column.") !== 0) continue;
            $key = substr($name, strlen($column) + 1);
            $pairs[] = "'$key', json_extract(`$column`, '$.\"$key\"')";
        }
        $object = 'cast(json_object(' . implode(', ', $pairs) . ') as char)';
        return $pairs ? "case when json_valid(`$column`) then $object end" : 'null';
    }
}

final class Store {
    private Connector $connector;
    private Database $database;
    private array $config;
    /** name => Relation */
    private array $relations;
    /** The same in one collation, once they were needed. */
    private ?array $alike = null;
    private float $until;
    /** When work began, in seconds since 1970, and for how many of them the database was waited for. */
    private float $began;
    private float $waited = 0.0;

    public function __construct(string $root, array $connectors, array $config, float $until) {
        [$this->config, $this->until, $this->began] = [$config, $until, microtime(true)];
        try {
            $this->connector = self::connectorOf($root, $connectors, $config);
            $relation = static fn (array $declared): Relation => new Relation($declared, $config['metafields']);
            $names = [];
            foreach ($config['metafields'] as $of => $open) {
                $names["{open:$of}"] = $open ? "'" . implode("', '", $open) . "'" : 'null'; // in (null) nothing is
            }
            $this->relations = array_map($relation, namedRelations($this->connector->relations(), $names));
            $this->database = new Database($config['database'] ?? $this->connector->database(), $until);
            foreach ($this->relations as $one) $one->watched = $this->database->kind === 'sqlite';
        } catch (Unresolved $open) {
            throw new Refusal('SETTINGS_UNRESOLVED', $open->getMessage());
        }
    }

    /** The connector of the store in this folder. */
    public static function connectorOf(string $root, array $connectors, array $config): Connector {
        foreach ($connectors as $class) {
            $connector = $class::detect($root, $config['table_prefix']);
            if ($connector !== null) return $connector;
        }
        throw new Refusal('PLATFORM_UNKNOWN');
    }

    /** $parts are the bridge's parts for writing; $remembers whether a repeated request is known as such. */
    public function hello(array $parts, bool $remembers): string {
        $isOpen = fn (Relation $relation): bool => in_array($relation->area, $this->config['areas'], true);
        $open = array_filter($this->relations, $isOpen);
        $existing = $this->database->columnsOf(array_column($open, 'table'));
        $there = static fn (Relation $relation): array =>
            array_values(array_intersect($relation->columns, $existing[strtolower($relation->table)] ?? []));
        return json_encode([
            'protocol' => PROTOCOL,
            'bridgeVersion' => BRIDGE_VERSION,
            'platform' => $this->connector->platform(),
            'platformVersion' => $this->connector->platformVersion(),
            'phpVersion' => PHP_VERSION,
            'database' => ['kind' => $this->database->kind, 'version' => $this->database->version],
            'clock' => time(),
            'timeZone' => $this->connector->timeZone() ?? (new \DateTime())->getTimezone()->getName(),
            'areas' => $this->config['areas'],
            'writable' => $this->config['write'] && $parts && partOf($this->connector, $parts) !== null,
            'replayProtection' => $remembers,
            'metafields' => array_filter($this->config['metafields']) ?: new \stdClass(),
            'relations' => (object) array_filter(array_map($there, $open)),
        ], JSON | JSON_INVALID_UTF8_SUBSTITUTE);
    }

    /** Runs the statements in one read-only snapshot; there is one result for each, in order. */
    public function query(array $statements): string {
        $earlier = new Earlier($statements);
        $answer = '{"results":[';
        $most = self::roomInMemory();
        foreach ($statements as $number => $statement) {
            try {
                if ($number >= MAX_STATEMENTS) throw new StatementFault('TOO_MANY_STATEMENTS');
                if (microtime(true) > $this->until) throw new StatementFault('STATEMENT_TIMEOUT');
                $result = $this->run($statement, $earlier, $most - strlen($answer), $most);
            } catch (StatementFault $fault) {
                $earlier->fail($statement['id']);
                [$code, $rule] = explode(' ', $fault->getMessage()) + [1 => null];
                $error = $rule === null ? ['code' => $code] : ['code' => $code, 'reason' => $rule];
                $result = self::text(['id' => $statement['id'], 'error' => $error]);
            }
            $answer .= ($number > 0 ? ',' : '') . $result;
        }
        // In microseconds, as integers: how a float is written hangs on the machine's language.
        $all = (int) ((microtime(true) - ($_SERVER['REQUEST_TIME_FLOAT'] ?? $this->began)) * 1000000);
        $database = (int) ($this->waited * 1000000);
        return "$answer],\"took\":{\"all\":$all,\"database\":$database}}";
    }

    /** The result of one statement, of about $room bytes at most of $most: each row is text as soon as it is read. */
    private function run(array $statement, Earlier $earlier, int $room, int $most): string {
        $bound = $this->bound($statement, $earlier, $this->relations);
        // The same where the store's own texts cannot be compared.
        $own = $this;
        $alike = static fn (): Outline => $own->bound($statement, $earlier, $own->inOneCollation())['asked'];
        [$rows, $marks] = ['', ''];
        $columns = [];
        $asked = microtime(true);
        $found = $bound === null ? [] : $this->database->rows($bound['asked'], $bound['values'], $most, $alike);
        foreach ($found as $number => $row) {
            if ($number === 0) {
                $this->waited += microtime(true) - $asked;
                $columns = $row;
                $earlier->begin($statement['id'], $columns);
                continue;
            }
            $left = $number > MAX_ROWS ? -1 : $room - strlen($rows);
            $text = $row !== null && weightOf($row) <= $left ? json_encode($row, JSON) : '';
            if ($text === false) {
                // The bytes that are no UTF-8 are replaced by U+FFFD, and the result says so.
                $text = weightOf($row, true) <= $left ? self::text($row) : '';
                $repaired = true;
            }
            if ($text === '' || strlen($text) > $left) {
                $marks .= ',"truncated":true';
                break;
            }
            $earlier->keep($statement['id'], $row);
            $rows .= ($number > 1 ? ',' : '') . $text;
        }
        if (isset($repaired)) $marks .= ',"repaired":true';
        if ($bound === null) $earlier->begin($statement['id'], null);
        $head = self::text(['id' => $statement['id'], 'columns' => $columns]);
        return substr($head, 0, -1) . ",\"rows\":[$rows]$marks}";
    }

    /** A statement over these relations, and what it is asked with; null where that is an empty list. */
    private function bound(array $statement, Earlier $earlier, array $relations): ?array {
        $parts = Statement::parts($statement['sql'], $relations, $this->config['areas']);
        return bind($parts, array_values($statement['params'] ?? []), $earlier);
    }

    /** The relations with their texts in one collation: the one that most of the store's columns have. */
    private function inOneCollation(): array {
        if ($this->alike !== null) return $this->alike;
        $held = $this->database->collationsOf(array_column($this->relations, 'table'));
        $isWide = static fn (string $collation): bool => preg_match('~^utf8mb4_\w+$~D', $collation) === 1;
        $all = array_merge([], ...array_map('array_values', array_values($held)));
        $times = array_count_values(array_filter($all, $isWide));
        $most = $times ? array_search(max($times), $times, true) : 'utf8mb4_unicode_ci';
        $alike = static fn (Relation $one): Relation =>
            $one->inCollation($most, $held[strtolower($one->table)] ?? []);
        return $this->alike = array_map($alike, $this->relations);
    }

    /** The bytes that an answer may have: what is made of it on its way out takes a few times as much. */
    private static function roomInMemory(): int {
        $limit = can('ini_get') ? trim((string) ini_get('memory_limit')) : '128M';
        $unit = ['k' => 1024, 'm' => 1048576, 'g' => 1073741824][strtolower(substr($limit, -1))] ?? 1;
        $bytes = (int) $limit * $unit;
        $used = can('memory_get_usage') ? memory_get_usage() : 4194304;
        $free = $bytes > 0 ? $bytes - $used : PHP_INT_MAX;
        return (int) min(MAX_ANSWER_BYTES, max(65536, $free / 6));
    }

    private static function text(array $value): string {
        return json_encode($value, JSON | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR);
    }
}

/**
 * The statement and the values to bind, every reference replaced by its values; null where a reference has none. Of
 * these, whole numbers are written as their digits, which costs a database less than to be told each.
 */
function bind(array $parts, array $parameters, Earlier $earlier): ?array {
    if (count(array_keys($parts, '?', true)) !== count($parameters)) throw breaks('PARAMETER_COUNT');
    [$values, $digits, $lacks] = [[], 0, false];
    foreach ($parts as $at => $part) {
        if ($part !== '?') continue;
        $parameter = array_shift($parameters);
        if (!is_array($parameter)) {
            $values[] = is_bool($parameter) ? (int) $parameter : $parameter;
            continue;
        }
        $list = $earlier->valuesOf($parameter);
        $lacks = $lacks || $list === [];
        foreach ($list as $place => $value) {
            if (is_int($value)) {
                $digits++;
                continue;
            }
            $values[] = $value;
            $list[$place] = '?';
        }
        $parts[$at] = implode(', ', $list);
    }
    if ($lacks) return null;
    if (count($values) + $digits > MAX_VALUES) throw breaks('TOO_MANY_VALUES');
    return ['asked' => new Outline($parts), 'values' => $values];
}

/** The columns of earlier results to which later statements refer; nothing else of a result is kept. */
final class Earlier {
    /** id => the columns that are referred to */
    private array $wanted = [];
    /** id => its columns; null where nothing had to be run; absent where it failed or is still to come */
    private array $columns = [];
    /** id => column that is referred to => its place in a row */
    private array $places = [];
    /** id => column => its distinct values, nulls left out */
    private array $values = [];

    public function __construct(array $statements) {
        foreach ($statements as $statement) {
            foreach ($statement['params'] ?? [] as $parameter) {
                foreach (is_array($parameter) ? (array) $parameter['from'] : [] as $id) {
                    $this->wanted[$id][$parameter['column']] = true;
                }
            }
        }
    }

    public function begin(string $id, ?array $columns): void {
        $this->columns[$id] = $columns;
        // Of columns with one name the first is meant.
        $places = array_flip(array_reverse($columns ?? [], true));
        $this->places[$id] = array_intersect_key($places, $this->wanted[$id] ?? []);
    }

    public function keep(string $id, array $row): void {
        foreach ($this->places[$id] as $column => $at) {
            $value = $row[$at];
            if ($value !== null) $this->values[$id][$column][is_int($value) ? $value : "text $value"] = $value;
        }
    }

    public function fail(string $id): void {
        unset($this->columns[$id], $this->values[$id]);
    }

    public function valuesOf(array $reference): array {
        $values = [];
        foreach ((array) $reference['from'] as $id) {
            if (!array_key_exists($id, $this->columns)) throw new StatementFault('REFERENCE_INVALID');
            $columns = $this->columns[$id] ?? [$reference['column']];
            if (!in_array($reference['column'], $columns, true)) throw new StatementFault('REFERENCE_INVALID');
            $values += $this->values[$id][$reference['column']] ?? [];
        }
        return array_values($values);
    }
}
