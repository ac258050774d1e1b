<?php
/*
 * Drawbridge: lets one service that you trust read this store, and nothing else.
 *
 * What it does. It waits for requests that are signed with a key from config.php beside it. It finds the store's own
 * database settings by reading (never running) the store's configuration file, opens the database, starts a transaction
 * that can only read, answers, and ends.
 *
 * What it never does. It changes nothing, runs no code that it is sent, fetches no address, and writes nothing but
 * empty files in its folder "nonces", by which it knows the requests it has seen, and codes of faults in PHP's error
 * log (and, for a moment, a certificate for the database that stands in the store's settings). Passwords, sessions, payment data, API keys and administrators are out of its reach: only the tables and columns
 * listed under "relations" can leave the store.
 *
 * How to check it. Read it: the way of a request (serve, authenticate), then the check of every statement (Statement),
 * then the lists at the end. Whatever is not listed there cannot be read, whoever holds the key.
 *
 * How to close it. Delete this folder, or take the keys out of config.php, or an area out of its list of areas.
 */

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

// ---- The check of a statement: token by token, and only what is listed here passes ----

/** What stands between two parentheses, or the whole statement. */
final class Scope {
    /** Whether it is a select, and whether that stands in the place of a table. */
    public bool $select;
    public bool $table;
    /** Of a select, the part that the token at hand is in: its 'columns', its 'from', or 'after' that. */
    public string $part = 'columns';

    public function __construct(bool $select, bool $table) {
        [$this->select, $this->table] = [$select, $table];
    }
}

final class Statement {
    /** Every word and sign that may stand in a statement => its kind: itself, or 'function'. */
    private const WORDS = ['select' => 'select', 'distinct' => 'distinct', 'from' => 'from', 'inner' => 'inner',
        'left' => 'left', 'join' => 'join', 'on' => 'on', 'as' => 'as', 'where' => 'where', 'and' => 'and',
        'or' => 'or', 'not' => 'not', 'in' => 'in', 'is' => 'is', 'null' => 'null', 'between' => 'between',
        'order' => 'order',
        'by' => 'by', 'asc' => 'asc', 'desc' => 'desc', 'group' => 'group', 'having' => 'having', 'limit' => 'limit',
        'case' => 'case', 'when' => 'when', 'then' => 'then', 'else' => 'else', 'end' => 'end', 'exists' => 'exists',
        'union' => 'union', 'all' => 'all',
        'count' => 'function', 'sum' => 'function', 'min' => 'function', 'max' => 'function', 'coalesce' => 'function',
        'lower' => 'function', 'upper' => 'function', 'length' => 'function', 'concat' => 'function',
        'instr' => 'function', 'substr' => 'function', 'replace' => 'function', 'abs' => 'function',
        'round' => 'function', 'nullif' => 'function',
        '<>' => '<>', '!=' => '!=', '<=' => '<=', '>=' => '>=', '=' => '=', '<' => '<', '>' => '>', '+' => '+',
        '-' => '-', '*' => '*', '/' => '/', '(' => '(', ')' => ')', ',' => ',', '.' => '.', '?' => '?'];
    /** The form of each kind of token; those in capitals are rules that are broken. */
    private const FORM = '~[ \t\r\n]+(*:space)|(?:--|/\*|\*/|#)(*:COMMENT)|`[A-Za-z_][A-Za-z0-9_]{0,63}`(*:name)'
        . '|[A-Za-z_][A-Za-z0-9_]*(*:word)|[0-9]{1,18}(?:\.[0-9]{1,18})?(?![A-Za-z0-9_.])(*:number)'
        . '|(?:<>|!=|<=|>=|[=<>+\-*/(),.?])(*:sign)|[0-9](*:NUMBER)|[\'"](*:STRING)|;(*:SEMICOLON)|@(*:VARIABLE)'
        . '|`(*:IDENTIFIER)|.(*:CHARACTER)~s';

    // How tokens may follow each other. An operand, such as a column or a number, and an operator take turns.
    private const ENDS_OPERAND = ['name', 'number', '?', ')', 'null', 'end'];
    private const BEGINS_OPERAND = ['name', 'number', '?', '(', 'function', 'null', 'case', 'exists', 'select'];
    private const OPERATORS = ['=', '<>', '!=', '<', '<=', '>', '>=', '/'];
    /** What must come right after a token of a kind. */
    private const AFTER = [
        'inner' => ['join'], 'left' => ['join'], 'from' => ['name', '('], 'join' => ['name', '('], 'as' => ['name'],
        '.' => ['name'], 'order' => ['by'], 'group' => ['by'], 'limit' => ['number', '?'], 'in' => ['('],
        'exists' => ['('], 'function' => ['('], 'union' => ['all', 'select'], 'all' => ['select'],
    ];
    /** What must come right before it; 'start' is the statement's start. */
    private const BEFORE = [
        'select' => ['start', '(', 'union', 'all'], 'distinct' => ['select', '('], 'by' => ['order', 'group'],
        'all' => ['union'], '.' => ['name'], 'as' => self::ENDS_OPERAND,
        ',' => ['name', 'number', '?', ')', 'null', 'end', 'asc', 'desc'],
    ];
    /** The kinds that open, close or go on in a scope => whether they end its columns and its `from`. */
    private const SCOPED = ['where' => true, 'group' => true, 'order' => true, 'having' => true, 'limit' => true,
        'union' => false, 'from' => false, 'join' => false, ',' => false, '(' => false, ')' => false];
    /** Where the first token stands: before it are 'start' and 'start'. */
    private const FIRST = 2;

    /** A kind => the kinds that were found to may follow it (kind => true). */
    private static array $follows = [];

    private array $relations;
    private array $areas;
    /** Of each token: its kind, and its text as it goes into SQL. */
    private array $kinds = ['start', 'start'];
    private array $texts = ['', ''];
    /** The scopes around the token at hand, the innermost last. */
    private array $scopes;
    /** Place of a relation's name => the name by which the statement knows that table. */
    private array $places = [];
    /** That name => the columns (name => true) of what bears it; null where a subquery does. */
    private array $tables = [];
    /** That name, or '' where a column has no table before it => the columns that are used (name => true). */
    private array $used = [];
    /** What a column without a table, or of a subquery, may be called (name => true): all declared, or aliases. */
    private array $columns = [];
    /** Places of functions' names. */
    private array $calls = [];
    /** Places of the parentheses that close a subquery which stands for a table. */
    private array $closesTable = [];

    /** The statement as pieces of SQL, every relation replaced by its definition; throws the rule that it breaks. */
    public static function parts(string $sql, array $relations, array $areas): array {
        $statement = new self($sql, $relations, $areas);
        $parts = $statement->texts;
        foreach ($statement->places as $at => $known) $parts[$at] = $statement->definition($at);
        foreach ($statement->calls as $at) {
            // MySQL wants a function's parenthesis right after its name.
            $parts[$at] .= '(';
            unset($parts[$at + 1]);
        }
        return array_slice($parts, self::FIRST);
    }

    private function __construct(string $sql, array $relations, array $areas) {
        if (strlen($sql) > MAX_STATEMENT_BYTES) throw breaks('TOO_LONG');
        [$this->relations, $this->areas, $this->scopes] = [$relations, $areas, [new Scope(true, false)]];
        $this->read($sql);
        $kinds = $this->kinds;
        if ($kinds[self::FIRST] !== 'select') throw breaks('NOT_SELECT');
        for ($at = self::FIRST; isset($this->texts[$at]); $at++) {
            [$before, $kind, $after] = [$kinds[$at - 1], $kinds[$at], $kinds[$at + 1]];
            if ($kind === '*' && !$this->counts($at)) throw breaks('STAR');
            if (!isset(self::$follows[$kind][$after])) self::checkNeighbours($kind, $after);
            if ($kind === 'function') $this->calls[] = $at;
            elseif ($kind === 'name') $this->checkName($at, $before, $after);
            elseif (isset(self::SCOPED[$kind])) $this->checkScope($at, $before, $kind, $after);
        }
        if (count($this->scopes) !== 1) throw breaks('PARENTHESES');
        $this->checkColumns();
    }

    private function read(string $sql): void {
        preg_match_all(self::FORM, $sql, $found);
        foreach ($found['MARK'] ?? [] as $at => $mark) {
            $text = $found[0][$at];
            if ($mark === 'space') continue;
            if ($mark === 'word') $text = strtolower($text);
            if ($mark === 'word' || $mark === 'sign') $kind = self::WORDS[$text] ?? null;
            else $kind = $mark === 'name' || $mark === 'number' ? $mark : null;
            if ($kind === null) throw breaks(strtoupper($mark));
            $this->kinds[] = $kind;
            $this->texts[] = $text;
        }
        // As far as is looked ahead.
        array_push($this->kinds, ...array_fill(0, 3, 'end of statement'));
    }

    private function name(int $at): string {
        return trim($this->texts[$at] ?? '', '`');
    }

    /** Whether the star there is that of `count(*)`. */
    private function counts(int $at): bool {
        return $this->kinds[$at - 1] === '(' && $this->kinds[$at + 1] === ')' && $this->texts[$at - 2] === 'count';
    }

    private static function checkNeighbours(string $kind, string $after): void {
        if (!in_array($after, self::AFTER[$kind] ?? [$after], true)) throw breaks('SYNTAX');
        if (!in_array($kind, self::BEFORE[$after] ?? [$kind], true)) throw breaks('SYNTAX');
        $mayNot = in_array($kind, self::ENDS_OPERAND, true) ? self::BEGINS_OPERAND : self::OPERATORS;
        if (in_array($after, $mayNot, true)) throw breaks('SYNTAX');
        self::$follows[$kind][$after] = true;
    }

    /** Parentheses, and the order of a select's parts: columns, then `from` with its joins, then the rest. */
    private function checkScope(int $at, string $before, string $kind, string $after): void {
        $scope = end($this->scopes);
        if (self::SCOPED[$kind]) {
            if (!$scope->select) throw breaks('SYNTAX');
            $scope->part = 'after';
        } elseif ($kind === 'union') {
            if (!$scope->select) throw breaks('SYNTAX');
            $scope->part = 'columns';
        } elseif ($kind === 'from' || $kind === 'join') {
            $due = $kind === 'from' ? 'columns' : 'from';
            if (!$scope->select || $scope->part !== $due) throw breaks('SYNTAX');
            $scope->part = 'from';
        } elseif ($kind === ',' && $scope->select && $scope->part === 'from') {
            throw breaks('COMMA_JOIN');
        } elseif ($kind === '(') {
            $isTable = $before === 'from' || $before === 'join';
            if (($isTable || $before === 'exists') && $after !== 'select') throw breaks('SYNTAX');
            $this->scopes[] = new Scope($after === 'select', $isTable);
        } elseif ($kind === ')') {
            if (count($this->scopes) === 1) throw breaks('PARENTHESES');
            if (array_pop($this->scopes)->table) $this->closesTable[$at] = true;
        }
    }

    /** A name is that of a relation, an alias, a table before a column, or a column. */
    private function checkName(int $at, string $before, string $after): void {
        $name = $this->name($at);
        if ($before === 'from' || $before === 'join') {
            if ($after === '.') throw breaks('QUALIFIED_TABLE');
            $relation = $this->relations[$name] ?? null;
            if ($relation === null) throw new StatementFault('RELATION_UNKNOWN');
            if (!in_array($relation->area, $this->areas, true)) throw new StatementFault('AREA_CLOSED');
            $known = $after === 'as' ? $this->name($at + 2) : $name;
            $this->places[$at] = $known;
            $columns = array_fill_keys($relation->columns, true);
            if (!array_key_exists($known, $this->tables)) $this->tables[$known] = $columns;
            elseif ($this->tables[$known] !== null) $this->tables[$known] += $columns;
            $this->columns += $columns;
        } elseif ($before === 'as') {
            if ($after === '.') throw breaks('SYNTAX');
            if (isset($this->closesTable[$at - 2])) $this->tables[$name] = null;
            elseif (!isset($this->places[$at - 2])) $this->columns[$name] = true;
        } elseif ($after === '.') {
            if ($before === '.' || $this->kinds[$at + 3] === '.') throw breaks('QUALIFIED_TABLE');
        } else {
            $table = $before === '.' ? $this->name($at - 2) : '';
            $this->used[$table][$name] = true;
        }
    }

    private function checkColumns(): void {
        foreach ($this->used as $table => $names) {
            if ($table !== '' && !array_key_exists($table, $this->tables)) throw breaks('QUALIFIER_UNKNOWN');
            $exposed = $this->tables[$table] ?? $this->columns;
            foreach ($names as $name => $is) if (!isset($exposed[$name])) throw breaks('COLUMN_NOT_EXPOSED');
        }
    }

    /** What a relation's name is replaced by: its rows that may leave, with no more of its columns than are used. */
    private function definition(int $at): string {
        $relation = $this->relations[$this->name($at)];
        // A column that this version of the store lacks must not spoil a statement that does not use it.
        [$bare, $own] = [$this->used[''] ?? [], $this->used[$this->places[$at]] ?? []];
        $isUsed = static fn (string $column): bool => isset($bare[$column]) || isset($own[$column]);
        $columns = array_values(array_filter($relation->columns, $isUsed));
        $list = $columns ? '`' . implode('`, `', $columns) . '`' : '1';
        foreach ($relation->parts + $relation->collated as $column => $part) {
            $list = str_replace("`$column`", "$part as `$column`", $list);
        }
        $conditions = [$relation->condition];
        if ($relation->shown !== null && !in_array('internal', $this->areas, true)) {
            $column = $relation->internal;
            if ($column === null) $conditions[] = $relation->shown;
            else $list = str_replace("`$column`", "case when $relation->shown then `$column` end as `$column`", $list);
        }
        if ($relation->watched) $conditions[] = 'drawbridge_in_time(`' . ($columns[0] ?? 'rowid') . '`)';
        $conditions = array_filter($conditions);
        $where = $conditions ? ' where (' . implode(') and (', $conditions) . ')' : '';
        $alias = $this->kinds[$at + 1] === 'as' ? '' : ' as ' . $this->texts[$at];
        return "(select $list from `" . str_replace('`', '``', $relation->table) . "`$where)$alias";
    }
}

// ---- What a row may weigh: databases send rows whole and PHP holds them whole, so long texts are cut on the way ----

/** A checked statement, as pieces, with what its top level selects. */
final class Outline {
    private const AFTER_COLUMNS = ['from', 'union', 'where', 'group', 'order', 'having', 'limit'];
    /** The pieces of SQL; a function's name has its parenthesis. */
    public array $parts;
    /** Of each select that is joined by `union`: where each of its columns begins and ends among the pieces. */
    private array $selects = [];
    /** Where the order or the limit of the whole begins. */
    private int $end;

    public function __construct(array $parts) {
        [$this->parts, $this->end] = [$parts, count($parts)];
        [$depth, $from, $isList] = [0, 0, false];
        foreach ($parts as $at => $part) {
            if ($depth === 0 && $isList && ($part === ',' || in_array($part, self::AFTER_COLUMNS, true))) {
                $this->selects[count($this->selects) - 1][] = [$from, $at];
                [$from, $isList] = [$at + 1, $part === ','];
            }
            if ($depth === 0 && $part === 'select') [$from, $isList, $this->selects[]] = [$at + 1, true, []];
            elseif ($depth === 0 && $part === 'distinct') $from = $at + 1;
            elseif ($depth === 0 && in_array($part, ['order', 'limit'], true)) $this->end = min($this->end, $at);
            elseif (substr($part, -1) === '(') $depth++;
            elseif ($part === ')') $depth--;
        }
        if ($isList) $this->selects[count($this->selects) - 1][] = [$from, count($parts)];
    }

    public function sql(): string {
        return implode(' ', $this->parts);
    }

    /** The columns' names, as SQLite gives them. */
    public function names(): array {
        $name = function (array $column): string {
            [$from, $to] = $column;
            $last = $this->parts[$to - 1];
            $isName = $last[0] === '`' && ($to - $from === 1 || in_array($this->parts[$to - 2], ['.', 'as'], true));
            return $isName ? trim($last, '`') : implode(' ', array_slice($this->parts, $from, $to - $from));
        };
        return array_map($name, $this->selects[0] ?? []);
    }

    /** Those of its columns that are a table's, as they are: place => name there. */
    public function ownColumns(): array {
        $own = [];
        foreach ($this->selects[0] ?? [] as $place => [$from, $to]) {
            if ($to - $from > 2 && $this->parts[$to - 2] === 'as') $to -= 2;
            $isOwn = $to - $from === 1 || $to - $from === 3 && $this->parts[$from + 1] === '.';
            if ($isOwn) $own[$place] = $this->parts[$to - 1];
        }
        return $own;
    }

    /** The statement without its order and with no rows, and how many of its values that takes away. */
    public function withoutRows(): array {
        $values = count(array_filter(array_slice($this->parts, $this->end), fn (string $part): bool => $part === '?'));
        return [implode(' ', array_slice($this->parts, 0, $this->end)) . ' limit 0', $values];
    }

    /** The statement with no more than so many characters of the columns at these places. */
    public function cut(array $places, int $characters): string {
        $parts = $this->parts;
        foreach ($this->selects as $columns) {
            foreach ($places as $place) {
                [$from, $to] = $columns[$place];
                $isNamed = $to - $from > 2 && $parts[$to - 2] === 'as';
                $last = $isNamed ? $to - 3 : $to - 1;
                $name = !$isNamed && $parts[$last][0] === '`' ? " as $parts[$last]" : '';
                $parts[$from] = "left($parts[$from]";
                $parts[$last] .= ", $characters)$name";
            }
        }
        return implode(' ', $parts);
    }

    /** SQLite's statement with each row's length in bytes after its columns, which are null in one of more bytes. */
    public function weighed(int $bytes): string {
        $columns = array_map(fn (int $at): string => "c$at", array_keys($this->selects[0]));
        $list = implode(', ', $columns);
        $length = implode(' + ', array_map(fn ($one): string => "coalesce(length(cast($one as blob)), 0)", $columns));
        $light = array_map(fn ($one): string => "case when bytes > $bytes then null else $one end", $columns);
        return "with whole($list) as ({$this->sql()}), weighed($list, bytes) as (select *, $length from whole)"
            . ' select ' . implode(', ', $light) . ', bytes from weighed';
    }
}

/** Which of a statement's columns are cut, so that rows have about $room bytes at most, and to how many characters. */
final class Cut {
    public array $places;
    public int $characters = 0;

    public function __construct(array $places, int $room) {
        $this->places = $places;
        // A character may take four bytes, of which two are in the reckoning.
        if ($places) $this->characters = max(1, intdiv($room, 2 * count($places)));
    }

    /** $lengths are the bytes that each column may have; refuses what could be too many long ones. */
    public static function ofLengths(array $lengths, int $room): self {
        [$places, $long, $short] = [[], 0, 0];
        foreach ($lengths as $place => $length) {
            if ($length > $room / 64) $places[] = $place;
            else $short += $length;
            if ($length > 1048576) $long++;
        }
        if ($long > MAX_LONG_TEXTS || $short > $room) throw breaks('TOO_WIDE');
        return new self($places, $room);
    }

    /** Whether something of this row was cut off. */
    public function isFelt(array $row): bool {
        foreach ($this->places as $place) if (strlen((string) $row[$place]) >= $this->characters) return true;
        return false;
    }
}

/** About how many bytes a row has as JSON, without making that; where it is mended, each odd byte may become three. */
function weightOf(array $row, bool $mended = false): int {
    $bytes = 2;
    foreach ($row as $cell) {
        $length = is_string($cell) ? strlen($cell) : 24;
        $bytes += $length + 3;
        if ($length < 4096) $bytes += $mended ? 5 * $length : $length;
        else foreach (count_chars($cell, 1) as $byte => $times) {
            $bytes += $times * ($byte < 32 ? 5 : ($byte === 34 || $byte === 92 ? 1 : ($mended && $byte > 127 ? 2 : 0)));
        }
    }
    return $bytes;
}

// ---- The database: one connection a request, in one read-only snapshot, values always bound ----

final class Database {
    /** 'mysql', 'mariadb' or 'sqlite' */
    public string $kind = 'sqlite';
    public string $version;
    private ?\PDO $pdo = null;
    private ?\mysqli $mysqli = null;
    private float $until;
    /** Of SQLite's statement at hand: when it must end, whether it did not, and how many rows were looked at. */
    private float $statementUntil = INF;
    private bool $late = false;
    private int $looked = 0;
    /** The names of columns that had to be cut in this request. */
    private array $long = [];
    /** Temporary files, which are there for as long as they are open. */
    private array $temporary = [];
    /** The one that is open, so that it is closed before anything is answered. */
    private static ?self $open = null;

    /** $to is what a connector says of it: see Connector::database. */
    public function __construct(array $to, float $until = INF) {
        $this->until = $until;
        self::$open = $this;
        $to += ['host' => 'localhost', 'port' => 3306, 'socket' => null, 'charset' => 'utf8mb4', 'tls' => null];
        try {
            if ($to['driver'] === 'sqlite') $this->openFile($to['database']);
            elseif (can('mysqli_stmt_get_result', 'mysqli_report', 'mysqli_init')) $this->openMysqli($to);
            elseif (self::has('pdo_mysql')) $this->openPdo($to);
            else throw new Refusal('DRIVER_MISSING');
            if ($to['driver'] !== 'sqlite') $this->beginSnapshot();
        } catch (\PDOException | \mysqli_sql_exception $error) {
            // The client knows no such charset.
            if (self::numberOf($error) === 2019) throw new Unresolved('charset');
            throw new Refusal(self::codeOf($error, $to['tls'] !== null), null, $error);
        }
    }

    /** Lets go of the snapshot and the connection; until then the merchant cannot alter a table that was read. */
    public static function close(): void {
        [$open, self::$open] = [self::$open, null];
        if ($open === null) return;
        try {
            $open->execute('rollback');
            if ($open->mysqli) $open->mysqli->close();
        } catch (\Throwable $error) {
            // A connection that is lost has no snapshot any more.
        }
        $open->pdo = $open->mysqli = null;
    }

    private static function has(string $extension): bool {
        return !can('extension_loaded') || extension_loaded($extension);
    }

    private function openFile(string $file): void {
        if (!self::has('pdo_sqlite')) throw new Refusal('DRIVER_MISSING');
        // Opened only where it exists, so that nothing is ever created; "query_only" then forbids all writing.
        if (!is_file($file)) throw new Refusal('DATABASE_UNAVAILABLE');
        $this->pdo = new \PDO("sqlite:$file", null, null, [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION]);
        $this->execute('pragma query_only = 1');
        // It has no limit of time of its own, so that each row is asked whether it is still wanted.
        @$this->pdo->sqliteCreateFunction('drawbridge_in_time', fn ($any): int => $this->inTime(), 1);
        $this->execute('begin');
        $this->version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
    }

    private function openMysqli(array $to): void {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $this->mysqli = mysqli_init();
        $this->mysqli->options(MYSQLI_OPT_CONNECT_TIMEOUT, 5);
        $this->mysqli->options(MYSQLI_SET_CHARSET_NAME, self::charset($to));
        $flags = 0;
        if ($to['tls'] !== null) {
            [$ca, $cert, $key] = $this->certificates($to['tls']);
            if ("$ca$cert$key" !== '') $this->mysqli->ssl_set($key ?: null, $cert ?: null, $ca ?: null, null, null);
            $verify = $to['tls']['verify'] ?? null;
            $flags = MYSQLI_CLIENT_SSL | ($verify === false ? MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT : 0);
        }
        ['user' => $user, 'password' => $password, 'database' => $name, 'port' => $port, 'socket' => $socket] = $to;
        @$this->mysqli->real_connect(self::host($to), $user, $password, $name, $port, $socket, $flags);
        $this->version = $this->mysqli->server_info;
    }

    private function openPdo(array $to): void {
        $place = $to['socket'] === null ? 'host=' . self::host($to) . ";port=$to[port]" : "unix_socket=$to[socket]";
        // The names of these moved from one class to another in PHP 8.5; their numbers stayed.
        [$buffered, $sslKey, $sslCert, $sslCa, $sslCipher, $sslVerify] = [1000, 1007, 1008, 1009, 1011, 1014];
        $options = [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION, \PDO::ATTR_EMULATE_PREPARES => false,
            \PDO::ATTR_TIMEOUT => 5, $buffered => false];
        if ($to['tls'] !== null) {
            [$ca, $cert, $key] = $this->certificates($to['tls']);
            // PDO encrypts only where one of these is said, and would go on in plain text.
            $options += array_filter([$sslCa => $ca, $sslCert => $cert, $sslKey => $key, $sslCipher => 'DEFAULT']);
            $options[$sslVerify] = (bool) ($to['tls']['verify'] ?? $ca !== '');
        }
        $source = "mysql:$place;dbname=$to[database];charset=" . self::charset($to);
        $this->pdo = @new \PDO($source, $to['user'], $to['password'], $options);
        $this->version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
    }

    private function beginSnapshot(): void {
        $this->kind = stripos($this->version, 'mariadb') === false ? 'mysql' : 'mariadb';
        $this->version = preg_replace('/^5\.5\.5-/', '', $this->version);
        $this->execute("set session sql_mode = '', sql_select_limit = " . (MAX_ROWS + 1));
        $this->limit(STATEMENT_SECONDS);
        $this->execute('set session transaction isolation level repeatable read');
        $this->execute('start transaction with consistent snapshot, read only');
    }

    /** Ends statements after this time, where the database can: MySQL since 5.7.8, MariaDB since 10.1. */
    private function limit(float $seconds): void {
        if ($this->kind === 'mysql' && version_compare($this->version, '5.7.8', '>=')) {
            $this->execute('set session max_execution_time = ' . max(1, (int) (1000 * $seconds)));
        } elseif ($this->kind === 'mariadb' && version_compare($this->version, '10.1.2', '>=')) {
            $this->execute(sprintf('set session max_statement_time = %F', max(0.001, $seconds)));
        }
    }

    private static function host(array $to): string {
        return strpos($to['host'], ':') === false ? $to['host'] : "[$to[host]]";
    }

    private static function charset(array $to): string {
        $charset = strtolower($to['charset']);
        if (!preg_match('~^\w+$~D', $charset)) throw new Unresolved('charset');
        // Stores that say utf8 mean a UTF-8 of three bytes; what is stored in four is to come out as well.
        return in_array($charset, ['utf8', 'utf8mb3'], true) ? 'utf8mb4' : $charset;
    }

    /**
     * CA, certificate and key as PHP takes them: files. Where a store gives their text, it goes into temporary files,
     * as the store itself does, and PHP deletes them when the request ends.
     */
    private function certificates(array $tls): array {
        $found = [];
        foreach (['ca', 'cert', 'key'] as $part) {
            $text = (string) ($tls[$part] ?? '');
            if ($text !== '' && !is_file($text)) {
                $title = $part === 'key' ? 'PRIVATE KEY' : 'CERTIFICATE';
                if (strpos($text, '-----BEGIN') === false) {
                    $text = "-----BEGIN $title-----\n" . chunk_split($text, 64, "\n") . "-----END $title-----\n";
                }
                if (!can('tmpfile', 'fwrite', 'stream_get_meta_data')) throw new Unresolved($part);
                $file = tmpfile();
                if ($file === false) throw new Unresolved($part);
                fwrite($file, $text);
                $this->temporary[] = $file;
                $text = stream_get_meta_data($file)['uri'];
            }
            $found[] = $text;
        }
        return $found;
    }

    /** What kept the connection from being made. */
    private static function codeOf(\Exception $error, bool $encrypted): string {
        $number = self::numberOf($error);
        $text = $error->getMessage();
        if ($number === 1045 || $number === 1698) return 'DATABASE_LOGIN_REFUSED';
        if (stripos($text, 'getaddrinfo') !== false) return 'DATABASE_HOST_UNKNOWN';
        // A server that has no TLS hangs up on who wants it, which is 2006; 3159 wants it.
        $refused = $encrypted && $number === 2006 || in_array($number, [2026, 3159], true);
        $refused = $refused || preg_match('~\bSSL\b|certificate|insecure transport~i', $text);
        return $refused ? 'DATABASE_TLS_FAILED' : 'DATABASE_UNAVAILABLE';
    }

    private static function numberOf(\Exception $error): int {
        return (int) ($error instanceof \PDOException ? $error->errorInfo[1] ?? $error->getCode() : $error->getCode());
    }

    private function execute(string $sql): void {
        $this->pdo ? $this->pdo->exec($sql) : $this->mysqli->query($sql);
    }

    /** table in lower case => the columns it has, for those of these tables that exist. */
    public function columnsOf(array $tables): array {
        if ($tables === []) return [];
        $marks = implode(', ', array_fill(0, count($tables), '?'));
        $sql = $this->kind === 'sqlite'
            ? 'select m.name , c.name from sqlite_master as m join pragma_table_info(m.name) as c'
                . " where m.name in ($marks)"
            : 'select table_name , column_name from information_schema.columns'
                . " where table_schema = database() and table_name in ($marks)";
        $columns = [];
        $asked = new Outline(explode(' ', $sql));
        foreach ($this->fetch($asked, array_values($tables), MAX_ANSWER_BYTES) as $number => $row) {
            if ($number > 0) $columns[strtolower($row[0])][] = $row[1];
        }
        return $columns;
    }

    /** table in lower case => column => its collation, for the columns of these tables that hold text. */
    public function collationsOf(array $tables): array {
        $marks = implode(', ', array_fill(0, count($tables), '?'));
        $sql = 'select table_name , column_name , collation_name from information_schema.columns'
            . " where table_schema = database() and collation_name is not null and table_name in ($marks)";
        $collations = [];
        foreach ($this->own($sql, array_values($tables)) as [$table, $column, $collation]) {
            $collations[strtolower($table)][$column] = $collation;
        }
        return $collations;
    }

    /** 1 while SQLite's statement may go on; fails it where it took too long. */
    private function inTime(): int {
        if (++$this->looked % 64 === 0 && microtime(true) > $this->statementUntil) {
            $this->late = true;
            throw new StatementFault('STATEMENT_TIMEOUT');
        }
        return 1;
    }

    /**
     * The names of the columns of a checked statement, then its rows as they come: nothing is read ahead. Null in the
     * place of a row of more than about $room bytes, which is the last. $alike makes the same statement over texts in
     * one collation, for where the store's own cannot be compared.
     */
    public function rows(Outline $asked, array $values, int $room, ?\Closure $alike = null): \Generator {
        try {
            $left = $this->until - microtime(true);
            if ($left < STATEMENT_SECONDS) $this->limit($left);
            $this->statementUntil = microtime(true) + min($left, STATEMENT_SECONDS);
            foreach ($this->begun($asked, $values, $room, $alike) as $row) {
                if (microtime(true) > $this->until) throw new StatementFault('STATEMENT_TIMEOUT');
                yield $row;
            }
        } catch (\PDOException | \mysqli_sql_exception $error) {
            $number = self::numberOf($error);
            if ($number === 2006 || $number === 2013) throw new Refusal('DATABASE_UNAVAILABLE', null, $error);
            $late = $this->late || in_array($number, [1969, 3024, 1317], true);
            $this->late = false;
            throw new StatementFault($late ? 'STATEMENT_TIMEOUT' : 'STATEMENT_FAILED');
        }
    }

    /** All rows of a statement of the bridge's own, which are few; its functions stand after its columns. */
    public function own(string $sql, array $values = []): array {
        $asked = new Outline(preg_split('~ |(,)~', $sql, -1, PREG_SPLIT_NO_EMPTY | PREG_SPLIT_DELIM_CAPTURE));
        return array_slice(iterator_to_array($this->rows($asked, $values, MAX_ANSWER_BYTES), false), 1);
    }

    /**
     * As fetch, with the statement run. A database refuses to compare a column with a text that has signs which the
     * column's charset lacks (Latin 1 has no emoji); such a text is no match, and those beside it are: the signs give
     * way to one that no text holds. Nor does it compare columns of two collations, as years of upgrades leave them.
     */
    private function begun(Outline $asked, array $values, int $room, ?\Closure $alike): \Generator {
        $held = $values;
        foreach (['~[^\x{0}-\x{ff}]~u', '~[^\x{0}-\x{7f}]~u', null] as $lacking) {
            try {
                $rows = $this->fetch($asked, $held, $room);
                $rows->rewind();
                return $rows;
            } catch (\PDOException | \mysqli_sql_exception $error) {
                // The numbers of an illegal mix of collations, of two, three and more.
                $isMixed = in_array(self::numberOf($error), [1267, 1270, 1271], true);
                if (!$isMixed || $lacking === null && $alike === null) throw $error;
            }
            foreach ($lacking === null ? [] : $held as $at => $value) {
                if (is_string($value)) $held[$at] = preg_replace($lacking, "\x1a", $value) ?? $value;
            }
        }
        $rows = $this->fetch($alike(), $values, $room);
        $rows->rewind();
        return $rows;
    }

    /** Columns' names, then each row: whole numbers that JSON's readers hold as int, all else as text. */
    private function fetch(Outline $asked, array $values, int $room): \Generator {
        if ($this->mysqli) return $this->fetchMysqli($asked, $values, $room);
        return $this->kind === 'sqlite' ? $this->fetchSqlite($asked, $values, $room)
            : $this->fetchPdo($asked, $values, $room);
    }

    private function fetchMysqli(Outline $asked, array $values, int $room): \Generator {
        [$statement, $names, $cut] = $this->prepared($asked, $room);
        try {
            $types = '';
            foreach ($values as $value) $types .= is_int($value) ? 'i' : (is_float($value) ? 'd' : 's');
            if ($values) $statement->bind_param($types, ...$values);
            $statement->execute();
            yield $names;
            $cells = array_fill(0, count($names), null);
            $bound = [];
            foreach (array_keys($cells) as $at) $bound[] = &$cells[$at];
            $statement->bind_result(...$bound);
            while ($statement->fetch()) {
                $isLong = $cut->places && $cut->isFelt($cells);
                yield $isLong ? null : plainCells($cells);
                if ($isLong) return;
            }
        } finally {
            $statement->close();
        }
    }

    /**
     * A statement that the database knows, the names of its columns, and where they are cut. How long columns may be is
     * known only then; those that were too long before in this request are cut at once, which spares a second question.
     */
    private function prepared(Outline $asked, int $room, bool $guesses = true): array {
        $guesses = $guesses && $this->long;
        $places = $guesses ? array_keys(array_intersect($asked->ownColumns(), $this->long)) : [];
        $guess = new Cut(count($places) > MAX_LONG_TEXTS ? [] : $places, $room);
        $statement = $this->mysqli->prepare($asked->cut($guess->places, $guess->characters));
        $fields = $statement->result_metadata()->fetch_fields();
        $cut = Cut::ofLengths(array_column($fields, 'length'), $room);
        $names = array_column($fields, 'name');
        if ($cut->places === $guess->places) return [$statement, $names, $cut];
        $statement->close();
        // Of what was cut in vain the length is not known.
        if ($guess->places) return $this->prepared($asked, $room, false);
        $long = array_intersect_key($asked->ownColumns(), array_flip($cut->places));
        $this->long = array_unique(array_merge($this->long, $long));
        return [$this->mysqli->prepare($asked->cut($cut->places, $cut->characters)), $names, $cut];
    }

    private function fetchPdo(Outline $asked, array $values, int $room): \Generator {
        // How long its columns may be is known only once it was run.
        [$sql, $fewer] = $asked->withoutRows();
        $statement = $this->executed($sql, array_slice($values, 0, count($values) - $fewer));
        $columns = array_map([$statement, 'getColumnMeta'], array_keys(array_fill(0, $statement->columnCount(), 0)));
        $statement->closeCursor();
        $cut = Cut::ofLengths(array_column($columns, 'len'), $room);
        $statement = $this->executed($asked->cut($cut->places, $cut->characters), $values);
        try {
            yield array_column($columns, 'name');
            while ($row = $statement->fetch(\PDO::FETCH_NUM)) {
                $isLong = $cut->isFelt($row);
                yield $isLong ? null : plainCells($row);
                if ($isLong) return;
            }
        } finally {
            $statement->closeCursor();
        }
    }

    private function fetchSqlite(Outline $asked, array $values, int $room): \Generator {
        $names = $asked->names();
        // Its expressions nest a thousand deep at most, and it does not say how long its columns may be.
        if (count($names) > 900) throw breaks('TOO_WIDE');
        $statement = $this->executed($asked->weighed($room), $values);
        try {
            yield $names;
            while ($row = $statement->fetch(\PDO::FETCH_NUM)) {
                // Old PHP gives numbers as text; the column's type in this row says what they are.
                foreach (PHP_VERSION_ID < 80100 ? array_keys($row) : [] as $at) {
                    $type = $row[$at] === null ? '' : $statement->getColumnMeta($at)['native_type'] ?? '';
                    if ($type === 'integer') $row[$at] = (int) $row[$at];
                    if ($type === 'double') $row[$at] = (float) $row[$at];
                }
                $isLong = array_pop($row) > $room;
                yield $isLong ? null : plainCells($row);
                if ($isLong) return;
            }
        } finally {
            $statement->closeCursor();
        }
    }

    private function executed(string $sql, array $values): \PDOStatement {
        $statement = $this->pdo->prepare($sql);
        foreach ($values as $at => $value) {
            $type = is_int($value) ? \PDO::PARAM_INT : \PDO::PARAM_STR;
            $statement->bindValue($at + 1, is_float($value) ? plainNumber($value) : $value, $type);
        }
        $statement->execute();
        return $statement;
    }
}

/** What these hold, in an array of its own; a number that JSON's readers would not hold exactly is its text. */
function plainCells(array $cells): array {
    $row = [];
    foreach ($cells as $cell) {
        $isPlain = is_int($cell) ? $cell <= MAX_EXACT && $cell >= -MAX_EXACT : !is_float($cell);
        $row[] = $isPlain ? $cell : plainNumber($cell);
    }
    return $row;
}

/** A number as text without an exponent, with the fewest digits that read back as the same number. */
function plainNumber($number): string {
    $text = is_int($number) ? (string) $number : preg_replace('/\.0(?=E|$)/', '', var_export($number, true));
    if (!preg_match('/^(-?)(\d)(?:\.(\d+))?E([+-]\d+)$/', $text, $part)) return $text;
    [$digits, $exponent] = [$part[2] . $part[3], (int) $part[4]];
    if ($exponent < 0) return $part[1] . '0.' . str_repeat('0', -$exponent - 1) . $digits;
    return $part[1] . str_pad($digits, $exponent + 1, '0');
}

// ---- A store's settings, as its files say them ----

/** A setting that the store's files do not say plainly; the message is its name. */
final class Unresolved extends \Exception {}
/** PHP that is not of the plain kind that is read here; the message is the line where it stands. */
final class NotPlain extends \Exception {}
/** Stands for a value that code makes, or that stands under a condition: it is never guessed. */
final class Unclear {}
/** What files of PHP say: constants, which keep their first value, and variables (`$name`), which have their last. */
final class Settings {
    private const MAX_FILES = 8, MAX_BYTES = 1048576, MAX_REQUIRED_BYTES = 65536;
    /** What may be required must lie in one of these folders. */
    private array $folders;
    /** name => its value, or Unclear */
    private array $values = [];
    /** What a .env file says, under what the environment itself says. */
    private array $dotenv = [];
    private int $files = 0;

    public function __construct(string ...$folders) {
        $this->folders = can('realpath') ? array_filter(array_map('realpath', $folders)) : [];
    }

    /** Reads a file, where it is there, after those read before; returns what it returns. */
    public function read(string $file) {
        if (!is_file($file)) return null;
        return (new PhpText((string) contents($file, self::MAX_BYTES), $file, $this))->run();
    }

    /** Reads a .env file, where it is there; what it says goes over what those before it said. */
    public function readEnvironment(string $file): void {
        $source = is_file($file) ? (string) contents($file, self::MAX_REQUIRED_BYTES) : '';
        $line = '~^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*'
            . '(?:\'([^\']*)\'|"((?:[^"\\\\]|\\\\.)*)"|([^\r\n]*?))[ \t]*(?:(?<=\s)#[^\r\n]*)?\r?$~m';
        preg_match_all($line, $source, $found, PREG_SET_ORDER | PREG_UNMATCHED_AS_NULL);
        foreach ($found as [, $name, $quoted, $double, $bare]) {
            $value = $double === null ? $bare : stripcslashes(str_replace('\\$', "\0", $double));
            // ${NAME} stands for an earlier value, but for single quotes.
            $this->dotenv[$name] = $quoted ?? str_replace("\0", '$', preg_replace_callback('~\$\{(\w+)\}~',
                fn (array $inner): string => (string) $this->environment($inner[1]), (string) $value));
        }
    }

    /** The scalars that stand indented on lines of their own in a file of YAML: name => text; null where none do. */
    public static function yaml(string $file): ?array {
        $source = is_file($file) ? (string) contents($file, self::MAX_REQUIRED_BYTES) : '';
        $line = '~^[ \t]+(\w+):[ \t]*(?:\'((?:[^\']|\'\')*)\'|"((?:[^"\\\\]|\\\\.)*)"|([^\r\n]*?))'
            . '[ \t]*(?:[ \t]#.*)?\r?$~m';
        preg_match_all($line, $source, $found, PREG_SET_ORDER | PREG_UNMATCHED_AS_NULL);
        $values = [];
        foreach ($found as [, $name, $single, $double, $bare]) {
            $bare = in_array($bare, ['~', 'null'], true) ? '' : $bare;
            // Tags, anchors, blocks and lists are not told.
            if (preg_match('~^[!&*|>{\[@`]~', (string) $bare)) $bare = new Unclear();
            $double = $double === null ? $bare : stripcslashes($double);
            $values[$name] = $single === null ? $double : str_replace("''", "'", $single);
        }
        return $values ?: null;
    }

    /** A parameter with `%env(NAME)%` replaced by the environment's; `%%` stands for one sign. */
    public function inPlace($value) {
        if (!is_string($value)) return $value;
        if (preg_match('~^%env\((?:(?:string|trim|int):)*(\w+)\)%$~D', $value, $match)) {
            return $this->environment($match[1]) ?? new Unclear();
        }
        return preg_match('~(?<!%)(?:%%)*%(?!%)~', $value) ? new Unclear() : str_replace('%%', '%', $value);
    }

    /** Sets a value over what the files say. */
    public function set(string $name, ?string $value): void {
        if ($value !== null) $this->values[$name] = $value;
    }

    /** Forgets all but these: what else the files say, such as keys, is nothing to the bridge. */
    public function keep(string ...$names): void {
        $this->values = array_intersect_key($this->values, array_flip($names));
        $this->dotenv = [];
    }

    /** Whether the files speak of it, though what they say may not be plain. */
    public function has(string $name): bool {
        return isset($this->values[$name]);
    }

    /** Its value as text; null where the files do not speak of it. Throws Unresolved where it is not plain. */
    public function get(string $name): ?string {
        $value = $this->values[$name] ?? null;
        if ($value === false) return null;
        if ($value !== null && !is_scalar($value)) throw new Unresolved(ltrim($name, '$'));
        return $value === null ? null : (string) $value;
    }

    /** The same for a setting that the store cannot do without. */
    public function need(string $name): string {
        $value = $this->get($name);
        if ($value === null) throw new Unresolved(ltrim($name, '$'));
        return $value;
    }

    /** A variable of the environment, as the store's own PHP sees it; null where there is none. */
    public function environment(string $name): ?string {
        foreach ([can('getenv') ? getenv($name) : null, $_ENV[$name] ?? null, $_SERVER[$name] ?? null] as $value) {
            if (is_string($value)) return $value;
        }
        return $this->dotenv[$name] ?? null;
    }

    // What follows is for PhpText.

    /** A value that has been read; Unclear where it was not told. */
    public function value(string $name) {
        return $this->values[$name] ?? new Unclear();
    }

    public function define(string $name, $value, bool $last): void {
        if ($last || !isset($this->values[$name])) $this->values[$name] = $value ?? false;
    }

    /** A variable of the environment, or null; what a visitor sends is not the store's setting. */
    public function given(string $name) {
        return strncmp($name, 'HTTP_', 5) === 0 ? new Unclear() : $this->environment($name);
    }

    /** What a function answers that stores use to read their environment; Unclear of any other. */
    public function call(string $function, array $arguments) {
        foreach ($arguments as $argument) if (!is_scalar($argument) && $argument !== null) return new Unclear();
        $first = (string) ($arguments[0] ?? '');
        switch ($function) {
            case 'getenv':
                return $this->given($first) ?? false;
            case 'env':
            case 'env\env':
                $value = $this->given($first);
                if ($value instanceof Unclear) return $value;
                $words = ['true' => true, 'false' => false, 'null' => null];
                return array_key_exists(strtolower((string) $value), $words) ? $words[strtolower($value)] : $value;
            case 'getenv_docker':
                // The function of the official image: the value, or what stands in the file that NAME_FILE names.
                $file = $this->environment("{$first}_FILE");
                if (!$file) return $this->environment($first) ?? $arguments[1] ?? null;
                $secret = is_file($file) ? contents($file, 4096) : null;
                return $secret === null ? new Unclear() : rtrim($secret, "\r\n");
            case 'constant':
                return $this->value($first);
            case 'dirname':
                return dirname($first, max(1, (int) ($arguments[1] ?? 1)));
            case 'trim':
                return count($arguments) === 1 ? trim($first) : new Unclear();
            case 'rtrim':
                return rtrim($first, (string) ($arguments[1] ?? " \t\n\r\0\x0B"));
        }
        return new Unclear();
    }

    /** A text in double quotes as PHP reads it: a dollar sign that begins no variable stands for itself. */
    public function interpolated(string $source) {
        $clear = true;
        $special = '~\\\\([nrtvef\\\\$"])|\\\\([0-7]{1,3})|\\\\x([0-9A-Fa-f]{1,2})|\\\\u\{([0-9A-Fa-f]+)\}'
            . '|(?:\{\$|\$\{)(\w+)\}|\$([A-Za-z_\x80-\xff][\w\x80-\xff]*)(?!\[|->)|(\{\$|\$\{|\$[A-Za-z_])~';
        $read = function (array $part) use (&$clear): string {
            [, $sign, $octal, $hex, $unicode, $braced, $bare] = $part + array_fill(0, 7, '');
            if ($sign !== '') return ['e' => "\e", '$' => '$'][$sign] ?? stripcslashes("\\$sign");
            if ($octal !== '') return chr(octdec($octal) & 255);
            if ($hex !== '') return chr((int) hexdec($hex));
            if ($unicode !== '') return html_entity_decode("&#x$unicode;", ENT_QUOTES, 'UTF-8');
            $value = $braced . $bare === '' ? new Unclear() : $this->value("\$$braced$bare");
            $clear = $clear && is_scalar($value);
            return is_scalar($value) ? (string) $value : '';
        };
        $text = preg_replace_callback($special, $read, $source);
        return $clear ? $text : new Unclear();
    }

    /** What stands between the lines of a heredoc, without the indentation of its last. */
    public function heredoc(string $source) {
        preg_match('~^<<<[ \t]*([\'"]?)\w+\1\r?\n((?:.*\n)?)([ \t]*)\w+$~sD', $source, $part);
        $text = preg_replace(["~^$part[3]~m", '~\r?\n$~D'], '', $part[2]);
        if ($part[1] === "'") return $text;
        return strpos($text, '\\"') === false ? $this->interpolated($text) : new Unclear();
    }

    /** The real path of a file that is required and may be read; null where it may not. */
    public function requirable($path, string $from): ?string {
        if (!is_string($path) || !can('realpath', 'filesize')) return null;
        $file = realpath(below(dirname($from), $path));
        if ($file === false || !is_file($file) || filesize($file) > self::MAX_REQUIRED_BYTES) return null;
        foreach ($this->folders as $folder) {
            if (strncmp($file, $folder . DIRECTORY_SEPARATOR, strlen($folder) + 1) !== 0) continue;
            return ++$this->files > self::MAX_FILES ? null : $file;
        }
        return null;
    }
}

/** What most connectors are: a store known by its folder and what its files set, whose PHP keeps its own time zone. */
abstract class StoreFiles {
    protected string $root;
    protected Settings $settings;

    final protected function __construct(string $root, Settings $settings) {
        $this->root = $root;
        $this->settings = $settings;
    }

    public function timeZone(): ?string {
        return null;
    }
}

/** Where a server is: host, host:port, host:/socket, host:port:/socket, /socket, IPv6 with or without brackets. */
function serverAt(string $setting, string $text, ?string $port = null): array {
    // PHP's "p:" asks for a connection that outlives the request, and so would the snapshot.
    $text = trim(preg_replace('~^p:~', '', $text));
    $at = ['host' => 'localhost', 'port' => 3306, 'socket' => null];
    if ($text !== '' && $text[0] === '/') return ['socket' => $text] + $at;
    $ipv6 = @inet_pton(trim($text, '[]')) !== false && strpos($text, ':') !== false;
    $form = '~^(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]*))(?::(\d{1,5}))?(?::?(/[^/].*))?$~D';
    $right = $ipv6 || preg_match($form, $text, $part);
    [, $address, $name, $own, $socket] = ($part ?? []) + ['', '', '', '', ''];
    if ($ipv6) $address = trim($text, '[]');
    $number = $own === '' ? trim((string) $port) : $own;
    $right = $right && "$address$name$socket" !== '' && ($address === '' || @inet_pton($address) !== false);
    if (!$right || !preg_match('~^\d{0,5}$~D', $number) || $number > 65535) throw new Unresolved($setting);
    $host = $address === '' ? ($name === '' ? 'localhost' : $name) : $address;
    return ['host' => $host, 'port' => (int) $number ?: 3306, 'socket' => $socket === '' ? null : $socket];
}

/** A file of the store's: its absolute path, or a path below the store's folder. */
function below(string $root, string $file): string {
    return preg_match('~^(/|[A-Za-z]:)~', $file) ? $file : "$root/$file";
}

/** The text of the first element of this name inside another, in XML without comments; null where it is missing. */
function elementIn(string $xml, string $inside, string $name): ?string {
    if (!preg_match("~<$inside>(.*?)</$inside>~s", $xml, $block)) return null;
    if (!preg_match("~<$name>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))\s*</$name>~s", $block[1], $found)) return null;
    return isset($found[2]) ? html_entity_decode(trim($found[2]), ENT_QUOTES | ENT_XML1, 'UTF-8') : $found[1];
}

// ---- PHP read as text, token by token: nothing of it is ever run ----

/** One file of PHP: plain statements are followed, and all others only cast doubt on what they touch. */
final class PhpText {
    private const TOKENS = '~\s+(*:space)|(?:#|//)(?:[^\r\n?]|\?(?!>))*+(*:space)|/\*.*?\*/(*:space)'
        . '|\?>(?:(?!<\?).)*+(?:<\?(?:php\b|=)?|$)(*:;)|\'[^\'\\\\]*+(?:\\\\.[^\'\\\\]*+)*+\'(*:single)'
        . '|"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+"(*:double)|<<<[ \t]*(["\']?)(\w+)\1\r?\n(?:.*?\n)?[ \t]*\2\b(*:heredoc)'
        . '|\$[A-Za-z_\x80-\xff][\w\x80-\xff]*(*:variable)'
        . '|\\\\?[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:\\\\[\w\x80-\xff]+)*(*:name)'
        . '|0[xX][0-9a-fA-F]+(*:number)|\d+(?:\.\d+)?(*:number)'
        . '|(?:\?\?=|\?\?|\?->|=>|->|::|===?|!==?|<=|>=|\|\||&&|\.=|\.\.\.)(*:sign)'
        . '|.(*:sign)~s';
    private const DECLARES = ['function', 'class', 'abstract', 'final', 'interface', 'trait', 'enum'];
    private const REQUIRES = ['require', 'require_once', 'include', 'include_once'];
    private const UNREAD = ['new', 'clone', 'function', 'fn', 'static', 'match', 'print', 'yield', 'throw',
        'empty', 'list', 'eval'];
    private const ASSIGNS = ['=', '.=', '??='];
    private const PAIRS = ['(' => ')', '[' => ']', '{' => '}'];

    /** [kind, text, line] of each token; the kind of a sign is the sign itself, and the last token is 'end'. */
    private array $tokens = [];
    private int $at = 0;
    private bool $ended = false;
    private string $file;
    private Settings $settings;

    public function __construct(string $source, string $file, Settings $settings) {
        [$this->file, $this->settings] = [$file, $settings];
        $line = 1;
        preg_match_all(self::TOKENS, "?>$source", $found, PREG_SET_ORDER);
        foreach ($found as [0 => $text, 'MARK' => $kind]) {
            if ($kind !== 'space') $this->tokens[] = [$kind === 'sign' ? $text : $kind, $text, $line];
            $line += substr_count($text, "\n");
        }
        $this->tokens[] = ['end', '', $line];
    }

    /** What the file returns, once all its statements have been followed. */
    public function run() {
        while (!$this->is('end') && !$this->ended) {
            $start = $this->at;
            try {
                $value = $this->statement();
            } catch (NotPlain $unread) {
                $this->at = $start;
                $this->pass();
                $this->doubt($start, $this->at);
            }
        }
        return $value ?? null;
    }

    /** The value of a file that is to hold nothing but `return` and a plain value; throws NotPlain. */
    public function returned() {
        do $value = $this->statement();
        while (!$this->ended && !$this->is('end'));
        return $value;
    }

    // ---- Statements ----

    private function statement() {
        if ($this->accept(';')) return null;
        switch ($this->word()) {
            case 'return':
                $this->at++;
                $value = $this->is(';') ? null : $this->expression();
                $this->expect(';', 'end');
                $this->ended = true;
                return $value;
            case 'exit':
            case 'die':
                $this->ended = true;
                return null;
            case 'if':
                return $this->condition();
            case 'const':
                do {
                    $name = $this->tokens[++$this->at][1];
                    $this->at++;
                    $this->expect('=');
                    $this->settings->define($name, $this->expression(), false);
                } while ($this->is(','));
                $this->expect(';');
                return null;
            case 'define':
                $this->at++;
                return $this->definition(false);
        }
        $kinds = array_column(array_slice($this->tokens, $this->at, 2), 0);
        if ($this->isConfig($this->at, 'define')) {
            $this->at += 3;
            return $this->definition(true);
        }
        if ($kinds[0] === 'variable' && ($kinds[1] ?? '') === '=') {
            $name = $this->tokens[$this->at][1];
            $this->at += 2;
            $value = $this->expression();
            $this->expect(';', 'end');
            $this->settings->define($name, $value, true);
            return null;
        }
        $this->expression();
        $this->expect(';', 'end');
        return null;
    }

    /** Whether this is `Config::define(` or the like: a framework's own list of constants, whose last values count. */
    private function isConfig(int $at, string $what): bool {
        $tokens = array_slice($this->tokens, $at, 4);
        return array_column($tokens, 0) === ['name', '::', 'name', '('] && $tokens[2][1] === $what
            && preg_match('~(^|\\\\)Config$~', $tokens[0][1]);
    }

    /** What follows `define`: a name, a value, and perhaps a third argument. */
    private function definition(bool $last) {
        $this->expect('(');
        $arguments = $this->list(')');
        $this->expect(';', 'end');
        if (is_string($arguments[0] ?? null)) $this->settings->define($arguments[0], $arguments[1] ?? null, $last);
        return null;
    }

    /** An `if` on a variable of the environment, without an `else`, is followed or passed over; others are doubted. */
    private function condition() {
        $this->at++;
        $this->expect('(');
        $called = in_array($this->word(), ['env', 'getenv'], true);
        $value = $called ? $this->operand() : new Unclear();
        if ($value instanceof Unclear) throw new NotPlain((string) $this->tokens[$this->at][2]);
        $this->expect(')');
        $body = $this->at;
        $this->passBody();
        if (in_array($this->word(), ['else', 'elseif'], true)) throw new NotPlain((string) $this->tokens[$this->at][2]);
        $after = $this->at;
        if ($value) {
            $this->at = $body;
            if ($this->is(':')) throw new NotPlain((string) $this->tokens[$this->at][2]);
            if (!$this->accept('{')) $this->statement();
            else while (!$this->ended && !$this->is('}')) $this->statement();
        }
        $this->at = $after;
        return null;
    }

    /** Goes past one statement, whatever it is. */
    private function pass(): void {
        $word = $this->word();
        if ($this->is('{')) {
            $this->passGroup();
        } elseif (in_array($word, ['if', 'elseif', 'for', 'foreach', 'while', 'switch', 'catch', 'declare'], true)) {
            $this->at++;
            if ($this->is('(')) $this->passGroup();
            $this->passBody();
            if (in_array($this->word(), ['else', 'elseif'], true)) $this->pass();
        } elseif (in_array($word, ['else', 'do', 'try', 'finally'], true)) {
            $this->at++;
            $this->passBody();
            $more = ['do' => ['while'], 'try' => ['catch', 'finally']][$word] ?? ['else', 'elseif'];
            while (in_array($this->word(), $more, true)) $this->pass();
        } elseif (in_array($word, self::DECLARES, true)) {
            while (!$this->is('{', ';', 'end')) $this->is('(', '[') ? $this->passGroup() : $this->at++;
            if (!$this->is('end')) $this->is('{') ? $this->passGroup() : $this->at++;
        } else {
            while (!$this->is(';', 'end', '}')) $this->is('(', '[', '{') ? $this->passGroup() : $this->at++;
            if (!$this->is('end')) $this->at++;
        }
    }

    private function passBody(): void {
        if (!$this->accept(':')) { $this->pass(); return; }
        while (!$this->is('end') && strncmp($this->word(), 'end', 3) !== 0) {
            if (in_array($this->word(), ['else', 'elseif', 'case', 'default'], true)) {
                while (!$this->is(':', 'end', ';')) $this->is('(') ? $this->passGroup() : $this->at++;
                $this->at++;
            } else {
                $this->pass();
            }
        }
        if (!$this->is('end')) $this->at++;
        $this->accept(';');
    }

    private function passGroup(): void {
        $close = self::PAIRS[$this->tokens[$this->at++][0]];
        while (!$this->is($close, 'end')) $this->is('(', '[', '{') ? $this->passGroup() : $this->at++;
        if (!$this->is('end')) $this->at++;
    }

    /** Whatever these tokens might set is not known from here on. */
    private function doubt(int $from, int $to): void {
        $resume = $this->at;
        $declared = in_array(strtolower($this->tokens[$from][1]), self::DECLARES, true);
        for ($i = $from; $i < $to; $i++) {
            [$kind, $text] = $this->tokens[$i];
            $next = $this->tokens[$i + 1] ?? ['end', ''];
            $word = $kind === 'name' ? strtolower(ltrim($text, '\\')) : '';
            $after = $this->tokens[$i + 2][0] ?? 'end';
            if ($word === 'define' && $next[0] === '(' && in_array($after, ['single', 'double'], true)) {
                $this->at = $i + 2;
                $name = $this->operand();
                $last = $i > 0 && $this->tokens[$i - 1][0] === '::';
                if (is_string($name)) $this->settings->define($name, new Unclear(), $last);
            } elseif ($word === 'const' && !$declared && $next[0] === 'name' && $after === '=') {
                $this->settings->define($next[1], new Unclear(), false);
            } elseif ($kind === 'variable' && !$declared && ($i === $from || in_array($next[0], self::ASSIGNS, true))) {
                $this->settings->define($text, new Unclear(), true);
            } elseif (in_array($word, self::REQUIRES, true)) {
                $this->at = $i + 1;
                try {
                    $file = $this->settings->requirable($this->expression(), $this->file);
                } catch (NotPlain $unread) {
                    $file = null;
                }
                if ($file === null) continue;
                $inner = new self((string) contents($file), $file, $this->settings);
                $inner->doubt(0, count($inner->tokens) - 1);
            }
        }
        $this->at = $resume;
    }

    // ---- Expressions: what cannot be told is Unclear ----

    private function expression() {
        $value = $this->coalesced();
        while ($this->accept('?')) {
            $then = $this->is(':') ? $value : $this->expression();
            $this->expect(':');
            $else = $this->coalesced();
            if (!$value instanceof Unclear) $value = $value ? $then : $else;
        }
        return $value;
    }

    private function coalesced() {
        $value = $this->compared();
        if (!$this->accept('??')) return $value;
        $else = $this->coalesced();
        return $value ?? $else;
    }

    private function compared() {
        $value = $this->joined();
        if (!$this->is('===', '!==')) return $value;
        $same = $this->tokens[$this->at++][0] === '===';
        $other = $this->joined();
        return $value instanceof Unclear || $other instanceof Unclear ? new Unclear() : ($value === $other) === $same;
    }

    private function joined() {
        $value = $this->operand();
        while ($this->is('.', '|')) {
            $sign = $this->tokens[$this->at++][0];
            $other = $this->operand();
            if ($sign === '|') $value = is_int($value) && is_int($other) ? $value | $other : new Unclear();
            else $value = is_scalar($value) && is_scalar($other) ? $value . $other : new Unclear();
        }
        return $value;
    }

    private function operand() {
        [$kind, $text, $line] = $this->tokens[$this->at];
        $word = $this->word();
        if (in_array($word, self::UNREAD, true) || $kind === 'end') throw new NotPlain((string) $line);
        $this->at++;
        if (in_array($word, self::REQUIRES, true)) {
            $file = $this->settings->requirable($this->expression(), $this->file);
            return $file === null ? new Unclear() : $this->settings->read($file);
        }
        if ($word === 'isset') {
            $this->expect('(');
            $value = $this->expression();
            $this->expect(')');
            return $value instanceof Unclear ? $value : $value !== null;
        }
        switch ($kind) {
            case '!':
                $value = $this->operand();
                return $value instanceof Unclear ? $value : !$value;
            case '-':
            case '@':
                $value = $this->operand();
                return $kind === '@' ? $value : (is_int($value) || is_float($value) ? -$value : new Unclear());
            case '(':
                $cast = strtolower($this->tokens[$this->at][1]);
                if (in_array($cast, ['string', 'int', 'bool'], true) && $this->tokens[$this->at + 1][0] === ')') {
                    $this->at += 2;
                    $value = $this->operand();
                    if (is_scalar($value)) settype($value, $cast);
                    return $value;
                }
                $value = $this->expression();
                $this->expect(')');
                return $this->followed($value);
            case '[':
                return $this->followed($this->list(']'));
            case 'single':
                return $this->followed(preg_replace('~\\\\([\'\\\\])~', '$1', substr($text, 1, -1)));
            case 'double':
                return $this->followed($this->settings->interpolated(substr($text, 1, -1)));
            case 'number':
                return strpos($text, '.') === false ? intval($text, 0) : (float) $text;
            case 'heredoc':
                return $this->settings->heredoc($text);
            case 'variable':
                if (!in_array($text, ['$_ENV', '$_SERVER'], true)) {
                    return $this->followed($this->settings->value($text));
                }
                if (!$this->accept('[')) return new Unclear();
                $name = $this->expression();
                $this->expect(']');
                if ($this->is('=')) throw new NotPlain((string) $line);
                return is_string($name) ? $this->settings->given($name) : new Unclear();
            case 'name':
                if ($this->isConfig($this->at - 1, 'get')) {
                    $this->at += 3;
                    $arguments = $this->list(')');
                    $asked = $arguments[0] ?? null;
                    return is_string($asked) ? $this->settings->value($asked) : new Unclear();
                }
                if (!$this->is('(')) return $this->followed($this->constant(ltrim($text, '\\')));
                $this->at++;
                $arguments = $this->list(')');
                if ($word === 'array') return $this->followed($arguments);
                return $this->followed($this->settings->call($word, $arguments));
        }
        throw new NotPlain((string) $line);
    }

    /** What is taken out of a value: an element of an array; a property or a call's answer is not told. */
    private function followed($value) {
        while ($this->is('[', '->', '?->', '::', '(')) {
            $sign = $this->tokens[$this->at++][0];
            if ($sign === '[') {
                $key = $this->expression();
                $this->expect(']');
                $value = is_array($value) && is_scalar($key) ? $value[$key] ?? null : new Unclear();
            } else {
                if ($sign === '(') $this->list(')');
                else $this->at++;
                $value = new Unclear();
            }
        }
        return $value;
    }

    /** The elements of an array, or the arguments of a call, up to the sign that closes them. */
    private function list(string $close): array {
        $values = [];
        while (!$this->accept($close)) {
            $value = $this->expression();
            if ($this->accept('=>')) {
                $key = $value;
                $value = $this->expression();
                if (is_scalar($key)) $values[$key] = $value;
            } else {
                $values[] = $value;
            }
            if (!$this->is($close)) $this->expect(',');
        }
        return $values;
    }

    private function constant(string $name) {
        $known = ['true' => true, 'false' => false, 'null' => null];
        if (array_key_exists(strtolower($name), $known)) return $known[strtolower($name)];
        if ($name === '__DIR__') return dirname($this->file);
        if ($name === '__FILE__') return $this->file;
        $own = preg_match('~^(?:MYSQLI_CLIENT_\w+|DIRECTORY_SEPARATOR|PHP_EOL)$~', $name) && defined($name);
        return $own ? constant($name) : $this->settings->value($name);
    }

    // ---- Tokens ----

    private function is(string ...$kinds): bool {
        return in_array($this->tokens[$this->at][0], $kinds, true);
    }

    private function word(): string {
        return $this->is('name') ? strtolower(ltrim($this->tokens[$this->at][1], '\\')) : '';
    }

    private function accept(string $kind): bool {
        return $this->is($kind) && (bool) ++$this->at;
    }

    private function expect(string ...$kinds): void {
        if (!$this->is(...$kinds)) throw new NotPlain((string) $this->tokens[$this->at][2]);
        if (!$this->is('end')) $this->at++;
    }
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
        'carrier_setting' => ['settings', '{prefix}core_config_data',
            'scope scope_id path value',
            "`path` in ('carriers/flatrate/active', 'carriers/flatrate/title', 'carriers/flatrate/price', "
            . "'carriers/flatrate/type', 'carriers/freeshipping/title', 'carriers/tablerate/title', "
            . "'carriers/tablerate/condition_name', 'carriers/dhl/title', 'carriers/fedex/title', "
            . "'carriers/ups/title', 'carriers/usps/title', 'carriers/dhlint/title', "
            . "'carriers/freeshipping/free_shipping_subtotal', 'carriers/flatrate/sort_order', "
            . "'carriers/flatrate/sallowspecific', 'carriers/flatrate/specificcountry', "
            . "'carriers/flatrate/handling_fee', 'carriers/flatrate/handling_type', "
            . "'carriers/freeshipping/active', 'carriers/freeshipping/sort_order', "
            . "'carriers/freeshipping/sallowspecific', 'carriers/freeshipping/specificcountry', "
            . "'carriers/tablerate/active', 'carriers/tablerate/sort_order', "
            . "'carriers/tablerate/sallowspecific', 'carriers/tablerate/specificcountry', "
            . "'carriers/tablerate/handling_fee', 'carriers/tablerate/handling_type', 'carriers/dhl/active', "
            . "'carriers/dhl/sort_order', 'carriers/dhl/sallowspecific', 'carriers/dhl/specificcountry', "
            . "'carriers/fedex/active', 'carriers/fedex/sort_order', 'carriers/fedex/sallowspecific', "
            . "'carriers/fedex/specificcountry', 'carriers/ups/active', 'carriers/ups/sort_order', "
            . "'carriers/ups/sallowspecific', 'carriers/ups/specificcountry', 'carriers/usps/active', "
            . "'carriers/usps/sort_order', 'carriers/usps/sallowspecific', 'carriers/usps/specificcountry', "
            . "'carriers/dhlint/active', 'carriers/dhlint/sort_order', 'carriers/dhlint/sallowspecific', "
            . "'carriers/dhlint/specificcountry') or substr(path, 1, 9) = 'carriers/' and substr(path, -7) = "
            . "'/active' and length(path) - length(replace(path, '/', '')) = 2 and value in ('0', '1') or "
            . "substr(path, 1, 9) = 'carriers/' and substr(path, -6) = '/title' and length(path) - "
            . "length(replace(path, '/', '')) = 2"],
        'shipping_tablerate' => ['settings', '{prefix}shipping_tablerate',
            'pk website_id dest_region_id dest_country_id dest_zip condition_name condition_value price'],
        'core_website' => ['settings', '{prefix}core_website', 'website_id name default_group_id is_default'],
        'core_store_group' => ['settings', '{prefix}core_store_group', 'group_id default_store_id'],
        'core_store' => ['settings', '{prefix}core_store', 'store_id code website_id name is_active'],
        'directory_currency_rate' => ['settings', '{prefix}directory_currency_rate',
            'currency_from currency_to rate'],
        'directory_country_region' => ['settings', '{prefix}directory_country_region',
            'region_id country_id code default_name'],
        'sales_order_status' => ['settings', '{prefix}sales_order_status', 'status label'],
        'sales_order_status_state' => ['settings', '{prefix}sales_order_status_state', 'status state is_default'],
        'tax_class' => ['settings', '{prefix}tax_class', 'class_id class_name class_type'],
        'tax_calculation' => ['settings', '{prefix}tax_calculation',
            'tax_calculation_id tax_calculation_rate_id tax_calculation_rule_id product_tax_class_id '
            . 'customer_tax_class_id'],
        'tax_calculation_rule' => ['settings', '{prefix}tax_calculation_rule',
            'tax_calculation_rule_id priority calculate_subtotal'],
        'tax_calculation_rate' => ['settings', '{prefix}tax_calculation_rate',
            'tax_calculation_rate_id tax_region_id tax_country_id tax_postcode code rate zip_is_range zip_from '
            . 'zip_to'],
        'tax_calculation_rate_title' => ['settings', '{prefix}tax_calculation_rate_title',
            'tax_calculation_rate_id store_id value'],
        'customer_group' => ['settings', '{prefix}customer_group',
            'customer_group_id tax_class_id customer_group_code'],
        'eav_entity_type' => ['settings', '{prefix}eav_entity_type', 'entity_type_id entity_type_code'],
        'eav_attribute' => ['settings', '{prefix}eav_attribute',
            'attribute_id entity_type_id is_user_defined attribute_code backend_type frontend_input '
            . 'frontend_label source_model'],
        'eav_attribute_label' => ['settings', '{prefix}eav_attribute_label', 'attribute_id store_id value'],
        'eav_entity_attribute' => ['settings', '{prefix}eav_entity_attribute',
            'attribute_set_id attribute_group_id attribute_id sort_order'],
        'eav_attribute_set' => ['settings', '{prefix}eav_attribute_set',
            'attribute_set_id entity_type_id sort_order attribute_set_name'],
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
        'catalog_product_link_attribute_int' => ['catalog', '{prefix}catalog_product_link_attribute_int',
            'link_id value'],
        'downloadable_link' => ['catalog', '{prefix}downloadable_link',
            'link_id product_id sort_order number_of_downloads'],
        'downloadable_link_title' => ['catalog', '{prefix}downloadable_link_title', 'link_id store_id title'],
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
        'catalog_category_entity_text' => ['catalog', '{prefix}catalog_category_entity_text',
            'entity_id attribute_id store_id value'],
        'catalog_category_product' => ['catalog', '{prefix}catalog_category_product', 'category_id product_id'],
        'sales_flat_order' => ['orders', '{prefix}sales_flat_order',
            'entity_id customer_id quote_id increment_id state status coupon_code coupon_rule_name '
            . 'discount_description shipping_description customer_email order_currency_code subtotal '
            . 'discount_amount shipping_amount tax_amount grand_total total_paid total_refunded created_at '
            . 'updated_at'],
        'sales_flat_order_item' => ['orders', '{prefix}sales_flat_order_item',
            'item_id order_id parent_item_id product_id is_virtual product_type sku name qty_ordered '
            . 'qty_shipped qty_refunded qty_canceled price row_total tax_amount discount_amount product_options'],
        'sales_order_tax' => ['orders', '{prefix}sales_order_tax',
            'tax_id order_id code title percent amount base_amount base_real_amount'],
        'sales_flat_order_address' => ['orders', '{prefix}sales_flat_order_address',
            'entity_id parent_id region_id address_type region postcode firstname lastname company street city '
            . 'telephone country_id'],
        'sales_flat_order_payment' => ['orders', '{prefix}sales_flat_order_payment',
            'entity_id parent_id method amount_authorized'],
        'sales_flat_order_status_history' => ['orders', '{prefix}sales_flat_order_status_history',
            'entity_id parent_id is_customer_notified comment status created_at',
            null,
            'is_visible_on_front = 1',
            'comment'],
        'sales_flat_invoice' => ['orders', '{prefix}sales_flat_invoice',
            'entity_id order_id state grand_total transaction_id created_at'],
        'sales_flat_shipment' => ['orders', '{prefix}sales_flat_shipment', 'entity_id order_id created_at'],
        'sales_flat_shipment_item' => ['orders', '{prefix}sales_flat_shipment_item',
            'entity_id parent_id order_item_id qty'],
        'sales_flat_shipment_track' => ['orders', '{prefix}sales_flat_shipment_track',
            'entity_id parent_id order_id track_number title carrier_code'],
        'sales_flat_creditmemo' => ['orders', '{prefix}sales_flat_creditmemo',
            'entity_id order_id state grand_total created_at'],
        'sales_flat_creditmemo_item' => ['orders', '{prefix}sales_flat_creditmemo_item',
            'entity_id parent_id order_item_id qty row_total discount_amount'],
        'sales_flat_creditmemo_comment' => ['orders', '{prefix}sales_flat_creditmemo_comment',
            'entity_id parent_id comment',
            null,
            'is_visible_on_front = 1',
            'comment'],
        'sales_payment_transaction' => ['orders', '{prefix}sales_payment_transaction',
            'transaction_id order_id txn_id txn_type created_at'],
        'salesrule' => ['promotions', '{prefix}salesrule',
            'rule_id uses_per_customer is_active simple_free_shipping times_used coupon_type '
            . 'use_auto_generation name description simple_action discount_amount from_date to_date'],
        'salesrule_coupon' => ['promotions', '{prefix}salesrule_coupon',
            'coupon_id rule_id times_used code usage_limit usage_per_customer is_primary created_at'],
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
        'customer_field_varchar' => ['customers', '{prefix}customer_entity_varchar',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . '({open:customer}))'],
        'customer_field_int' => ['customers', '{prefix}customer_entity_int',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . '({open:customer}))'],
        'customer_field_decimal' => ['customers', '{prefix}customer_entity_decimal',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . '({open:customer}))'],
        'customer_field_text' => ['customers', '{prefix}customer_entity_text',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . '({open:customer}))'],
        'customer_field_datetime' => ['customers', '{prefix}customer_entity_datetime',
            'entity_id attribute_id value',
            '`attribute_id` in (select `attribute_id` from `{prefix}eav_attribute` where `attribute_code` in '
            . '({open:customer}))'],
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
            'subscriber_id customer_id subscriber_status subscriber_email change_status_at'],
        'sales_flat_quote' => ['customers', '{prefix}sales_flat_quote',
            'entity_id customer_id items_count customer_email quote_currency_code base_currency_code '
            . 'created_at updated_at'],
        'sales_flat_quote_item' => ['customers', '{prefix}sales_flat_quote_item',
            'item_id quote_id parent_item_id product_id product_type name qty price'],
        'wishlist' => ['customers', '{prefix}wishlist', 'wishlist_id customer_id'],
        'wishlist_item' => ['customers', '{prefix}wishlist_item',
            'wishlist_item_id wishlist_id product_id qty description added_at'],
        'review' => ['customers', '{prefix}review',
            'review_id entity_pk_value status_id created_at',
            'entity_id in (select e.entity_id from `{prefix}review_entity` as e where e.entity_code = '
            . "'product')"],
        'review_detail' => ['customers', '{prefix}review_detail',
            'detail_id review_id customer_id title detail nickname',
            'review_id in (select v.review_id from `{prefix}review` as v where v.entity_id in (select '
            . "e.entity_id from `{prefix}review_entity` as e where e.entity_code = 'product'))"],
        'rating_option_vote' => ['customers', '{prefix}rating_option_vote',
            'review_id percent',
            'review_id in (select v.review_id from `{prefix}review` as v where v.entity_id in (select '
            . "e.entity_id from `{prefix}review_entity` as e where e.entity_code = 'product'))"],
    ];

    private string $root;
    private string $resources;
    private ?string $tablePrefix;

    private function __construct(string $root, string $resources, ?string $tablePrefix)
    {
        [$this->root, $this->resources, $this->tablePrefix] = [$root, $resources, $tablePrefix];
    }

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        if (!is_file("$root/app/Mage.php") || !is_file("$root/app/etc/local.xml")) return null;
        // Only what tells of the database is kept: the crypt key, which stands beside it, is dropped at once.
        $source = (string) contents("$root/app/etc/local.xml", 1048576);
        $xml = preg_replace('~(<!\[CDATA\[.*?\]\]>)|<!--.*?-->~s', '$1', $source);
        $found = preg_match('~<resources>.*</resources>~s', (string) $xml, $resources);
        return $found ? new self($root, $resources[0], $tablePrefix) : null;
    }

    public function platform(): string
    {
        return 'MAGENTO1';
    }

    /** OpenMage's own version where the store is one, else Magento's; read from app/Mage.php as text. */
    public function platformVersion(): ?string
    {
        $source = (string) contents("$this->root/app/Mage.php", 65536);
        return self::versionIn($source, 'getOpenMageVersionInfo') ?? self::versionIn($source, 'getVersionInfo');
    }

    public function timeZone(): ?string { return null; }

    public function database(): array
    {
        $settings = new Settings();
        $names = ['type', 'host', 'port', 'username', 'password', 'dbname', 'initStatements'];
        foreach ($names as $name) $settings->set($name, elementIn($this->resources, 'default_setup', $name));
        $database = $settings->need('dbname');
        if ($settings->get('type') === 'pdo_sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $database)];
        }
        $charset = preg_match('~^\s*set\s+names\s+[\'"]?(\w+)~i', (string) $settings->get('initStatements'), $names);
        return serverAt('host', $settings->need('host'), $settings->get('port')) + [
            'driver' => 'mysql',
            'user' => $settings->need('username'),
            'password' => (string) $settings->get('password'),
            'database' => $database,
            'charset' => $charset ? $names[1] : 'utf8mb4',
            'tls' => null,
        ];
    }

    private function prefix(): string
    {
        $prefix = $this->tablePrefix ?? elementIn($this->resources, 'db', 'table_prefix') ?? '';
        if (!preg_match('/^\w*$/D', $prefix)) throw new Unresolved('table_prefix');
        return $prefix;
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->prefix()]);
    }

    /**
     * `['major' => '20', 'minor' => '0', …]` in the function of this name. OpenMage 19 and 20 hold two such arrays there;
     * which counts is told by a variable, in later ones by a function, that gives the major version.
     */
    private static function versionIn(string $source, string $function): ?string
    {
        if (!preg_match("~function\s+$function\b(.*?)\n    }~s", $source, $body)) return null;
        $named = '~\$majorVersion\s*=\s*(\d+)\s*;|function\s+getOpenMageMajorVersion\b[^{]*\{\s*return\s+(\d+)~';
        $isNamed = $function !== 'getVersionInfo' && preg_match($named, $source, $match);
        $major = $isNamed ? end($match) : '\d+';
        if (!preg_match("~'major'\s*=>\s*'?($major)\b.*?(?:\]|\));~s", $body[1], $info)) return null;
        $parts = [$info[1]];
        foreach (['minor', 'revision', 'patch'] as $part) {
            if (preg_match("~'$part'\s*=>\s*'?(\d+)~", $info[0], $found)) $parts[] = $found[1];
        }
        return implode('.', $parts);
    }
}

/** OpenCart 3.0 to 4.1. */
final class OpenCartConnector extends StoreFiles implements Connector
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
        'location' => ['settings', '{prefix}location', 'location_id name address telephone geocode open'],
        'order_status' => ['settings', '{prefix}order_status', 'order_status_id language_id name'],
        'return_status' => ['settings', '{prefix}return_status', 'return_status_id language_id name'],
        'return_reason' => ['settings', '{prefix}return_reason', 'return_reason_id language_id name'],
        'tax_class' => ['settings', '{prefix}tax_class', 'tax_class_id title'],
        'tax_rate' => ['settings', '{prefix}tax_rate', 'tax_rate_id geo_zone_id name type rate'],
        'tax_rule' => ['settings', '{prefix}tax_rule', 'tax_rule_id tax_class_id tax_rate_id priority'],
        'tax_rate_to_customer_group' => ['settings', '{prefix}tax_rate_to_customer_group',
            'tax_rate_id customer_group_id'],
        'geo_zone' => ['settings', '{prefix}geo_zone', 'geo_zone_id name'],
        'zone_to_geo_zone' => ['settings', '{prefix}zone_to_geo_zone',
            'zone_to_geo_zone_id geo_zone_id country_id zone_id'],
        'shipping_extension' => ['settings', '{prefix}extension', 'code', "`type` = 'shipping'"],
        'shipping_setting' => ['settings', '{prefix}setting',
            'key value',
            "store_id = 0 and (`key` in ('shipping_flat_cost', 'shipping_item_cost', 'shipping_free_total') or "
            . "hex(`key`) in (select hex(concat('shipping_', e.`code`, '_status')) from `{prefix}extension` as e "
            . "where e.`type` = 'shipping') or hex(`key`) in (select hex(concat('shipping_', e.`code`, "
            . "'_geo_zone_id')) from `{prefix}extension` as e where e.`type` = 'shipping') or hex(`key`) in "
            . "(select hex(concat('shipping_', e.`code`, '_sort_order')) from `{prefix}extension` as e where "
            . "e.`type` = 'shipping') or `key` in (select concat('shipping_weight_', g.`geo_zone_id`, '_status') "
            . "from `{prefix}geo_zone` as g) or `key` in (select concat('shipping_weight_', g.`geo_zone_id`, "
            . "'_rate') from `{prefix}geo_zone` as g))"],
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
        'product_to_store' => ['catalog', '{prefix}product_to_store', 'product_id store_id'],
        'product_to_download' => ['catalog', '{prefix}product_to_download', 'product_id download_id'],
        'download_description' => ['catalog', '{prefix}download_description', 'download_id language_id name'],
        'product_related' => ['catalog', '{prefix}product_related', 'product_id related_id'],
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
            'order_history_id order_id order_status_id notify comment date_added',
            null,
            'notify = 1',
            'comment'],
        'order_voucher' => ['orders', '{prefix}order_voucher', 'order_voucher_id order_id description amount'],
        'order_shipment' => ['orders', '{prefix}order_shipment',
            'order_shipment_id order_id shipping_courier_id tracking_number date_added'],
        'shipping_courier' => ['orders', '{prefix}shipping_courier', 'shipping_courier_id shipping_courier_name'],
        'return' => ['orders', '{prefix}return',
            'return_id order_id product_id quantity return_reason_id return_status_id product comment '
            . 'date_added date_modified'],
        'order_field' => ['orders', '{prefix}order',
            'order_id custom_field payment_custom_field shipping_custom_field',
            null,
            null,
            null,
            'order custom_field payment_custom_field shipping_custom_field'],
        'coupon' => ['promotions', '{prefix}coupon',
            'coupon_id name code type discount total shipping uses_total status uses_customer date_start '
            . 'date_end date_added'],
        'coupon_history' => ['promotions', '{prefix}coupon_history', 'coupon_id'],
        'voucher' => ['promotions', '{prefix}voucher', 'voucher_id order_id status amount date_added'],
        'voucher_history' => ['promotions', '{prefix}voucher_history', 'voucher_id amount'],
        'customer' => ['customers', '{prefix}customer',
            'customer_id customer_group_id newsletter status firstname lastname email telephone address_id '
            . 'date_added'],
        'address' => ['customers', '{prefix}address',
            'address_id customer_id country_id zone_id firstname lastname company address_1 address_2 city '
            . 'postcode default'],
        'customer_field' => ['customers', '{prefix}customer',
            'customer_id custom_field',
            null,
            null,
            null,
            'customer custom_field'],
        'address_field' => ['customers', '{prefix}address',
            'address_id customer_id custom_field',
            null,
            null,
            null,
            'customer custom_field'],
        'cart' => ['customers', '{prefix}cart',
            'cart_id customer_id product_id quantity api_id option date_added',
            'customer_id > 0'],
        'customer_wishlist' => ['customers', '{prefix}customer_wishlist', 'customer_id product_id date_added'],
        'review' => ['customers', '{prefix}review',
            'review_id product_id customer_id rating status author text date_added date_modified'],
    ];

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $settings = new Settings($root);
        $settings->read("$root/config.php");
        $ours = $settings->has('HTTP_SERVER') || is_dir("$root/catalog/controller");
        if (!$ours || !is_file("$root/config.php") || !self::main($root)->has('VERSION')) return null;
        $settings->set('DB_PREFIX', $tablePrefix);
        $settings->keep('DB_DRIVER', 'DB_HOSTNAME', 'DB_PORT', 'DB_USERNAME', 'DB_PASSWORD', 'DB_DATABASE', 'DB_PREFIX',
            'DB_SSL_CA', 'DB_SSL_CERT', 'DB_SSL_KEY');
        return new self($root, $settings);
    }

    public function platform(): string
    {
        return 'OPENCART';
    }

    public function platformVersion(): ?string
    {
        return self::main($this->root)->get('VERSION');
    }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('DB_DRIVER') === 'sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $settings->need('DB_DATABASE'))];
        }
        $tls = [];
        foreach (['ca', 'cert', 'key'] as $part) $tls[$part] = (string) $settings->get('DB_SSL_' . strtoupper($part));
        return serverAt('DB_HOSTNAME', $settings->need('DB_HOSTNAME'), $settings->get('DB_PORT')) + [
            'driver' => 'mysql',
            'user' => $settings->need('DB_USERNAME'),
            'password' => $settings->need('DB_PASSWORD'),
            'database' => $settings->need('DB_DATABASE'),
            'charset' => 'utf8mb4',
            'tls' => implode('', $tls) === '' ? null : $tls,
        ];
    }

    private static function main(string $root): Settings
    {
        $main = new Settings();
        $main->read("$root/index.php");
        return $main;
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->settings->need('DB_PREFIX')]);
    }
}

/** PrestaShop 1.7.6 to 9. */
final class PrestaShopConnector extends StoreFiles implements Connector
{
    private const RELATIONS = [
        'configuration' => ['settings', '{prefix}configuration',
            'id_shop_group id_shop name value',
            "`name` in ('PS_SHOP_DEFAULT', 'PS_SHOP_NAME', 'PS_SHOP_EMAIL', 'PS_SHOP_PHONE', "
            . "'PS_SHOP_COUNTRY_ID', 'PS_COUNTRY_DEFAULT', 'PS_TIMEZONE', 'PS_CURRENCY_DEFAULT', "
            . "'PS_LANG_DEFAULT', 'PS_WEIGHT_UNIT', 'PS_DIMENSION_UNIT', 'PS_TAX', 'PS_STOCK_MANAGEMENT', "
            . "'PS_ORDER_OUT_OF_STOCK', 'PS_REWRITING_SETTINGS', 'PS_ROUTE_product_rule', 'PS_SSL_ENABLED', "
            . "'PS_SPECIFIC_PRICE_PRIORITIES', 'PS_SPECIFIC_PRICE_FEATURE_ACTIVE', 'PS_GROUP_FEATURE_ACTIVE', "
            . "'PS_UNIDENTIFIED_GROUP', 'PS_SHIPPING_METHOD', 'PS_SHIPPING_HANDLING', 'PS_SHIPPING_FREE_PRICE', "
            . "'PS_OS_CHEQUE', 'PS_OS_PAYMENT', 'PS_OS_PREPARATION', 'PS_OS_SHIPPING', 'PS_OS_DELIVERED', "
            . "'PS_OS_CANCELED', 'PS_OS_REFUND', 'PS_OS_ERROR', 'PS_OS_OUTOFSTOCK', 'PS_OS_OUTOFSTOCK_PAID', "
            . "'PS_OS_OUTOFSTOCK_UNPAID', 'PS_OS_BANKWIRE', 'PS_OS_PAYPAL', 'PS_OS_WS_PAYMENT', "
            . "'PS_OS_COD_VALIDATION')"],
        'shop' => ['settings', '{prefix}shop', 'id_shop id_shop_group deleted name'],
        'shop_group' => ['settings', '{prefix}shop_group', 'id_shop_group share_stock'],
        'shop_url' => ['settings', '{prefix}shop_url',
            'id_shop_url id_shop main active domain domain_ssl physical_uri virtual_uri'],
        'lang' => ['settings', '{prefix}lang', 'id_lang active name iso_code language_code locale'],
        'currency' => ['settings', '{prefix}currency',
            'id_currency deleted active precision decimals iso_code name conversion_rate'],
        'currency_lang' => ['settings', '{prefix}currency_lang', 'id_currency id_lang name'],
        'currency_shop' => ['settings', '{prefix}currency_shop', 'id_currency id_shop conversion_rate'],
        'country' => ['settings', '{prefix}country', 'id_country id_zone active iso_code'],
        'state' => ['settings', '{prefix}state', 'id_state id_country id_zone active name iso_code'],
        'zone' => ['settings', '{prefix}zone', 'id_zone active name'],
        'group' => ['settings', '{prefix}group', 'id_group reduction'],
        'group_lang' => ['settings', '{prefix}group_lang', 'id_group id_lang name'],
        'group_reduction' => ['settings', '{prefix}group_reduction', 'id_group'],
        'order_state' => ['settings', '{prefix}order_state', 'id_order_state logable delivery shipped paid deleted'],
        'order_state_lang' => ['settings', '{prefix}order_state_lang', 'id_order_state id_lang name'],
        'tax' => ['settings', '{prefix}tax', 'id_tax active rate'],
        'tax_lang' => ['settings', '{prefix}tax_lang', 'id_tax id_lang name'],
        'tax_rule' => ['settings', '{prefix}tax_rule',
            'id_tax_rule id_tax_rules_group id_country id_state id_tax behavior zipcode_from zipcode_to'],
        'tax_rules_group' => ['settings', '{prefix}tax_rules_group', 'id_tax_rules_group active deleted name'],
        'physical_store' => ['settings', '{prefix}store',
            'id_store id_country active id_state city postcode phone latitude longitude'],
        'store_lang' => ['settings', '{prefix}store_lang', 'id_store id_lang name address1 address2 hours'],
        'order_return_state_lang' => ['settings', '{prefix}order_return_state_lang',
            'id_order_return_state id_lang name'],
        'carrier' => ['settings', '{prefix}carrier',
            'id_carrier active deleted is_free is_module need_range position shipping_handling shipping_method '
            . 'name url'],
        'carrier_zone' => ['settings', '{prefix}carrier_zone', 'id_carrier id_zone'],
        'delivery' => ['settings', '{prefix}delivery',
            'id_delivery id_carrier id_zone id_shop id_shop_group id_range_price id_range_weight price'],
        'range_price' => ['settings', '{prefix}range_price', 'id_range_price delimiter1 delimiter2'],
        'range_weight' => ['settings', '{prefix}range_weight', 'id_range_weight delimiter1 delimiter2'],
        'product' => ['catalog', '{prefix}product',
            'id_product id_shop_default cache_is_pack is_virtual state id_manufacturer mpn product_type width '
            . 'height depth weight date_add date_upd reference ean13 isbn upc price ecotax active '
            . 'id_tax_rules_group id_category_default condition'],
        'product_shop' => ['catalog', '{prefix}product_shop',
            'id_product id_shop price ecotax active id_tax_rules_group id_category_default condition'],
        'product_lang' => ['catalog', '{prefix}product_lang',
            'id_product id_shop id_lang name description description_short link_rewrite'],
        'product_attribute' => ['catalog', '{prefix}product_attribute',
            'id_product_attribute id_product weight reference ean13 isbn upc'],
        'product_attribute_shop' => ['catalog', '{prefix}product_attribute_shop',
            'id_product_attribute id_shop price ecotax'],
        'product_attribute_combination' => ['catalog', '{prefix}product_attribute_combination',
            'id_attribute id_product_attribute'],
        'product_attribute_image' => ['catalog', '{prefix}product_attribute_image', 'id_product_attribute id_image'],
        'attribute' => ['catalog', '{prefix}attribute', 'id_attribute id_attribute_group position'],
        'attribute_lang' => ['catalog', '{prefix}attribute_lang', 'id_attribute id_lang name'],
        'attribute_group' => ['catalog', '{prefix}attribute_group', 'id_attribute_group position group_type'],
        'attribute_group_lang' => ['catalog', '{prefix}attribute_group_lang',
            'id_attribute_group id_lang public_name'],
        'stock_available' => ['catalog', '{prefix}stock_available',
            'id_stock_available id_product id_product_attribute id_shop id_shop_group quantity out_of_stock'],
        'specific_price' => ['catalog', '{prefix}specific_price',
            'id_specific_price id_specific_price_rule id_cart id_product id_product_attribute id_shop '
            . 'id_currency id_country id_group id_customer from_quantity reduction_tax price reduction from to '
            . 'reduction_type'],
        'specific_price_priority' => ['catalog', '{prefix}specific_price_priority',
            'id_specific_price_priority id_product priority'],
        'product_group_reduction_cache' => ['catalog', '{prefix}product_group_reduction_cache',
            'id_product id_group reduction'],
        'feature' => ['catalog', '{prefix}feature', 'id_feature position'],
        'feature_lang' => ['catalog', '{prefix}feature_lang', 'id_feature id_lang name'],
        'feature_value' => ['catalog', '{prefix}feature_value', 'id_feature_value position'],
        'feature_value_lang' => ['catalog', '{prefix}feature_value_lang', 'id_feature_value id_lang value'],
        'feature_product' => ['catalog', '{prefix}feature_product', 'id_feature id_product id_feature_value'],
        'image' => ['catalog', '{prefix}image', 'id_image id_product position'],
        'image_shop' => ['catalog', '{prefix}image_shop', 'id_image id_shop cover'],
        'image_lang' => ['catalog', '{prefix}image_lang', 'id_image id_lang legend'],
        'accessory' => ['catalog', '{prefix}accessory', 'id_product_1 id_product_2'],
        'product_download' => ['catalog', '{prefix}product_download',
            'id_product_download id_product active display_filename nb_days_accessible nb_downloadable'],
        'customization_field' => ['catalog', '{prefix}customization_field',
            'id_customization_field id_product type required is_deleted'],
        'customization_field_lang' => ['catalog', '{prefix}customization_field_lang',
            'id_shop id_customization_field id_lang name'],
        'tag' => ['catalog', '{prefix}tag', 'id_tag id_lang name'],
        'product_tag' => ['catalog', '{prefix}product_tag', 'id_product id_tag'],
        'manufacturer' => ['catalog', '{prefix}manufacturer', 'id_manufacturer name'],
        'category' => ['catalog', '{prefix}category', 'id_category id_parent id_shop_default active position'],
        'category_shop' => ['catalog', '{prefix}category_shop', 'id_category id_shop position'],
        'category_lang' => ['catalog', '{prefix}category_lang',
            'id_shop id_category id_lang name description link_rewrite'],
        'category_product' => ['catalog', '{prefix}category_product', 'id_category id_product'],
        'orders' => ['orders', '{prefix}orders',
            'id_order id_carrier id_cart id_customer id_currency current_state id_address_delivery '
            . 'id_address_invoice reference payment total_products total_discounts_tax_excl '
            . 'total_shipping_tax_excl total_wrapping_tax_excl total_paid_tax_incl total_paid_tax_excl '
            . 'total_paid_real date_add date_upd'],
        'order_detail' => ['orders', '{prefix}order_detail',
            'id_order_detail id_order product_id product_attribute_id id_customization product_quantity '
            . 'product_quantity_return product_name product_reference total_price_tax_incl total_price_tax_excl '
            . 'unit_price_tax_excl original_product_price'],
        'order_detail_tax' => ['orders', '{prefix}order_detail_tax', 'id_order_detail id_tax total_amount'],
        'order_invoice' => ['orders', '{prefix}order_invoice', 'id_order_invoice id_order'],
        'order_invoice_tax' => ['orders', '{prefix}order_invoice_tax', 'id_order_invoice id_tax amount'],
        'order_cart_rule' => ['orders', '{prefix}order_cart_rule',
            'id_order_cart_rule id_order id_cart_rule deleted name value_tax_excl'],
        'cart_rule' => ['orders', '{prefix}cart_rule',
            'id_cart_rule code',
            'id_cart_rule in (select u.id_cart_rule from `{prefix}order_cart_rule` as u)'],
        'order_history' => ['orders', '{prefix}order_history', 'id_order_history id_order id_order_state date_add'],
        'order_payment' => ['orders', '{prefix}order_payment',
            'id_order_payment id_currency order_reference transaction_id amount date_add'],
        'order_carrier' => ['orders', '{prefix}order_carrier',
            'id_order_carrier id_order id_carrier tracking_number date_add'],
        'order_slip' => ['orders', '{prefix}order_slip',
            'id_order_slip id_order order_slip_type total_products_tax_excl total_products_tax_incl '
            . 'total_shipping_tax_incl amount date_add'],
        'order_slip_detail' => ['orders', '{prefix}order_slip_detail',
            'id_order_slip id_order_detail product_quantity amount_tax_incl'],
        'customer_thread' => ['orders', '{prefix}customer_thread', 'id_customer_thread id_order'],
        'customer_message' => ['orders', '{prefix}customer_message',
            'id_customer_message id_customer_thread private id_employee message date_add',
            null,
            '`private` = 0'],
        'order_return' => ['orders', '{prefix}order_return',
            'id_order_return id_order state question date_add date_upd'],
        'order_return_detail' => ['orders', '{prefix}order_return_detail',
            'id_order_return id_order_detail product_quantity'],
        'customized_data' => ['orders', '{prefix}customized_data', 'id_customization type index value'],
        'promotion' => ['promotions', '{prefix}cart_rule',
            'id_cart_rule quantity quantity_per_user minimum_amount_currency free_shipping reduction_currency '
            . 'gift_product active code description minimum_amount reduction_percent reduction_amount date_from '
            . 'date_to date_add date_upd'],
        'cart_rule_lang' => ['promotions', '{prefix}cart_rule_lang', 'id_cart_rule id_lang name'],
        'customer' => ['customers', '{prefix}customer',
            'id_customer id_default_group active is_guest deleted newsletter firstname lastname email date_add '
            . 'date_upd newsletter_date_add'],
        'address' => ['customers', '{prefix}address',
            'id_address id_country id_customer deleted id_state company lastname firstname address1 address2 '
            . 'postcode city phone phone_mobile',
            'id_customer > 0'],
        'cart' => ['customers', '{prefix}cart', 'id_cart id_customer id_currency date_add date_upd'],
        'cart_product' => ['customers', '{prefix}cart_product', 'id_cart id_product id_product_attribute quantity'],
        'wishlist' => ['customers', '{prefix}wishlist', 'id_wishlist id_customer name'],
        'wishlist_product' => ['customers', '{prefix}wishlist_product',
            'id_wishlist_product id_wishlist id_product id_product_attribute quantity'],
        'emailsubscription' => ['customers', '{prefix}emailsubscription', 'id active email newsletter_date_add'],
        'product_comment' => ['customers', '{prefix}product_comment',
            'id_product_comment id_product id_customer validate deleted title content customer_name grade '
            . 'date_add'],
    ];

    /** The settings of the database as app/config/parameters.php calls them, and as 1.6's settings.inc.php did. */
    private const NAMES = ['database_host' => '_DB_SERVER_', 'database_port' => '', 'database_name' => '_DB_NAME_',
        'database_user' => '_DB_USER_', 'database_password' => '_DB_PASSWD_', 'database_prefix' => '_DB_PREFIX_',
        'database_driver' => ''];

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $settings = new Settings($root);
        foreach (['.env', '.env.local'] as $name) $settings->readEnvironment("$root/$name");
        $parameters = $settings->read("$root/app/config/parameters.php")['parameters'] ?? null;
        // parameters.yml is what 1.7.0 had; the shop itself turns it into parameters.php and leaves it empty.
        if (!is_array($parameters)) $parameters = Settings::yaml("$root/app/config/parameters.yml");
        $old = new Settings($root);
        if (!$parameters) $old->read("$root/config/settings.inc.php");
        foreach (self::NAMES as $name => $constant) {
            $value = $parameters[$name] ?? ($old->has($constant) ? $old->value($constant) : null);
            if ($value !== null) $settings->define($name, $settings->inPlace($value), true);
        }
        if (!$settings->has('database_name') || !is_file("$root/config/config.inc.php")) return null;
        $settings->set('database_prefix', $tablePrefix);
        $settings->keep(...array_keys(self::NAMES));
        return new self($root, $settings);
    }

    public function platform(): string
    {
        return 'PRESTASHOP';
    }

    public function platformVersion(): ?string
    {
        foreach (['src/Core/Version.php', 'app/AppKernel.php'] as $file) {
            $source = is_file("$this->root/$file") ? (string) contents("$this->root/$file", 65536) : '';
            $version = '/\bconst\s+VERSION\s*=\s*[\'"]([0-9][\w.+-]*)[\'"]/';
            if (preg_match($version, (string) $source, $match)) return $match[1];
        }
        $old = new Settings();
        $old->read("$this->root/config/settings.inc.php");
        return $old->get('_PS_VERSION_');
    }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('database_driver') === 'pdo_sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $settings->need('database_name'))];
        }
        return serverAt('database_host', $settings->need('database_host'), $settings->get('database_port')) + [
            'driver' => 'mysql',
            'user' => $settings->need('database_user'),
            'password' => (string) $settings->get('database_password'),
            'database' => $settings->need('database_name'),
            'charset' => 'utf8mb4',
            'tls' => null,
        ];
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->settings->need('database_prefix')]);
    }
}

/** WooCommerce 5.0 to 11.x on WordPress. */
final class WooCommerceConnector extends StoreFiles implements Connector
{
    private const RELATIONS = [
        'option' => ['settings', '{own}options',
            'option_name option_value',
            "`option_name` in ('siteurl', 'home', 'blogname', 'admin_email', 'WPLANG', 'timezone_string', "
            . "'gmt_offset', 'permalink_structure', 'upload_path', 'upload_url_path', 'woocommerce_permalinks', "
            . "'woocommerce_custom_orders_table_enabled', 'woocommerce_default_country', 'woocommerce_currency', "
            . "'woocommerce_price_num_decimals', 'woocommerce_manage_stock', 'woocommerce_calc_taxes', "
            . "'woocommerce_prices_include_tax', 'woocommerce_weight_unit', 'woocommerce_dimension_unit', "
            . "'woocommerce_tax_classes', 'pickup_location_pickup_locations')"],
        'attribute' => ['settings', '{own}woocommerce_attribute_taxonomies',
            'attribute_name attribute_label attribute_type attribute_orderby'],
        'tax_class' => ['settings', '{own}wc_tax_rate_classes', 'tax_rate_class_id name slug'],
        'tax_rate' => ['settings', '{own}woocommerce_tax_rates',
            'tax_rate_id tax_rate_priority tax_rate_compound tax_rate_shipping tax_rate_country tax_rate_state '
            . 'tax_rate_name tax_rate_class tax_rate'],
        'tax_rate_location' => ['settings', '{own}woocommerce_tax_rate_locations',
            'location_id tax_rate_id location_code location_type'],
        'shipping_zone' => ['settings', '{own}woocommerce_shipping_zones', 'zone_id zone_order zone_name'],
        'shipping_zone_location' => ['settings', '{own}woocommerce_shipping_zone_locations',
            'location_id zone_id location_code location_type'],
        'shipping_zone_method' => ['settings', '{own}woocommerce_shipping_zone_methods',
            'zone_id instance_id method_order is_enabled method_id'],
        'shipping_option' => ['settings', '{own}options',
            'option_name option_value',
            "option_name = 'woocommerce_pickup_location_settings' or hex(option_name) in (select "
            . "hex(concat('woocommerce_', m.method_id, '_', m.instance_id, '_settings')) from "
            . "`{own}woocommerce_shipping_zone_methods` as m where `method_id` in ('flat_rate', 'free_shipping', "
            . "'local_pickup'))"],
        'product' => ['catalog', '{own}posts',
            'ID post_type post_status post_title post_name post_content post_excerpt post_parent menu_order '
            . 'post_date_gmt post_modified_gmt',
            "`post_type` in ('product', 'product_variation')"],
        'product_lookup' => ['catalog', '{own}wc_product_meta_lookup', 'product_id sku'],
        'product_meta' => ['catalog', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "`meta_key` in ('_sku', '_global_unique_id', '_regular_price', '_sale_price', "
            . "'_sale_price_dates_from', '_sale_price_dates_to', '_tax_status', '_tax_class', '_manage_stock', "
            . "'_stock', '_stock_status', '_backorders', '_weight', '_length', '_width', '_height', '_virtual', "
            . "'_downloadable', '_thumbnail_id', '_product_image_gallery', '_product_attributes', '_children', "
            . "'_upsell_ids', '_crosssell_ids')"],
        'product_field' => ['catalog', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            '`meta_key` in ({open:product}) and exists (select 1 from `{own}posts` as t where t.ID = post_id '
            . "and t.post_type in ('product', 'product_variation'))"],
        'attachment_meta' => ['catalog', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "`meta_key` in ('_wp_attached_file', '_wp_attachment_image_alt') and coalesce(instr(meta_value, "
            . "'woocommerce_uploads/'), 0) = 0 and exists (select 1 from `{own}posts` as a where a.ID = post_id "
            . "and a.post_type = 'attachment' and substr(a.`post_mime_type`, 1, 6) = 'image/')"],
        'variation_attribute' => ['catalog', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "substr(`meta_key`, 1, 10) = 'attribute_' and exists (select 1 from `{own}posts` as v where v.ID = "
            . "post_id and v.post_type = 'product_variation')"],
        'attachment' => ['catalog', '{own}posts',
            'ID guid',
            "post_type = 'attachment' and substr(`post_mime_type`, 1, 6) = 'image/' and instr(guid, "
            . "'woocommerce_uploads/') = 0"],
        'term' => ['catalog', '{own}terms', 'term_id name slug'],
        'term_taxonomy' => ['catalog', '{own}term_taxonomy',
            'term_taxonomy_id term_id taxonomy description parent',
            "(`taxonomy` in ('product_cat', 'product_tag', 'product_brand', 'product_type') or "
            . "substr(`taxonomy`, 1, 3) = 'pa_')"],
        'term_relationship' => ['catalog', '{own}term_relationships', 'object_id term_taxonomy_id'],
        'term_meta' => ['catalog', '{own}termmeta',
            'meta_id term_id meta_key meta_value',
            "`meta_key` in ('order', 'thumbnail_id')"],
        'category_field' => ['catalog', '{own}termmeta',
            'meta_id term_id meta_key meta_value',
            '`meta_key` in ({open:category}) and exists (select 1 from `{own}term_taxonomy` as t where '
            . "t.term_id = `{own}termmeta`.term_id and t.taxonomy = 'product_cat')"],
        'order' => ['orders', '{own}wc_orders',
            'id status currency type tax_amount total_amount customer_id billing_email date_created_gmt '
            . 'date_updated_gmt parent_order_id payment_method payment_method_title transaction_id',
            "(type = 'shop_order' or type = 'shop_order_refund') and (status is null or status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))"],
        'order_address' => ['orders', '{own}wc_order_addresses',
            'order_id address_type first_name last_name company address_1 address_2 city state postcode '
            . 'country phone',
            "exists (select 1 from `{own}wc_orders` as k where k.id = order_id and (k.type = 'shop_order' or "
            . "k.type = 'shop_order_refund') and (k.status is null or k.status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft')))"],
        'order_operation' => ['orders', '{own}wc_order_operational_data',
            'order_id date_paid_gmt shipping_total_amount shipping_tax_amount discount_total_amount',
            "exists (select 1 from `{own}wc_orders` as k where k.id = order_id and (k.type = 'shop_order' or "
            . "k.type = 'shop_order_refund') and (k.status is null or k.status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft')))"],
        'order_meta' => ['orders', '{own}wc_orders_meta',
            'id order_id meta_key meta_value',
            "`meta_key` in ('_order_number_formatted', '_order_number', '_refund_amount', '_refund_reason', "
            . "'_wc_shipment_tracking_items') and exists (select 1 from `{own}wc_orders` as k where k.id = "
            . "order_id and (k.type = 'shop_order' or k.type = 'shop_order_refund') and (k.status is null or "
            . "k.status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')))"],
        'order_field' => ['orders', '{own}wc_orders_meta',
            'id order_id meta_key meta_value',
            '`meta_key` in ({open:order}) and exists (select 1 from `{own}wc_orders` as k where k.id = '
            . "order_id and (k.type = 'shop_order' or k.type = 'shop_order_refund') and (k.status is null or "
            . "k.status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')))"],
        'order_post' => ['orders', '{own}posts',
            'ID post_type post_status post_parent post_date post_date_gmt post_modified_gmt post_excerpt',
            "(post_type = 'shop_order' or post_type = 'shop_order_refund') and post_status not in ('trash', "
            . "'auto-draft', 'wc-checkout-draft', 'checkout-draft')"],
        'order_post_meta' => ['orders', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "`meta_key` in ('_order_number_formatted', '_order_number', '_refund_amount', '_refund_reason', "
            . "'_wc_shipment_tracking_items', '_order_currency', '_order_total', '_order_tax', "
            . "'_order_shipping', '_order_shipping_tax', '_cart_discount', '_customer_user', '_payment_method', "
            . "'_payment_method_title', '_transaction_id', '_date_paid', '_paid_date', '_billing_email', "
            . "'_billing_first_name', '_billing_last_name', '_billing_company', '_billing_address_1', "
            . "'_billing_address_2', '_billing_city', '_billing_state', '_billing_postcode', '_billing_country', "
            . "'_billing_phone', '_shipping_first_name', '_shipping_last_name', '_shipping_company', "
            . "'_shipping_address_1', '_shipping_address_2', '_shipping_city', '_shipping_state', "
            . "'_shipping_postcode', '_shipping_country', '_shipping_phone') and exists (select 1 from "
            . "`{own}posts` as k where k.ID = post_id and (k.post_type = 'shop_order' or k.post_type = "
            . "'shop_order_refund') and k.post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft'))"],
        'order_post_field' => ['orders', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            '`meta_key` in ({open:order}) and exists (select 1 from `{own}posts` as k where k.ID = post_id and '
            . "(k.post_type = 'shop_order' or k.post_type = 'shop_order_refund') and k.post_status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))"],
        'order_item_hpos' => ['orders', '{own}woocommerce_order_items',
            'order_item_id order_item_name order_item_type order_id',
            "exists (select 1 from `{own}wc_orders` as k where k.id = order_id and (k.type = 'shop_order' or "
            . "k.type = 'shop_order_refund') and (k.status is null or k.status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft')))"],
        'order_item_posts' => ['orders', '{own}woocommerce_order_items',
            'order_item_id order_item_name order_item_type order_id',
            "exists (select 1 from `{own}posts` as k where k.ID = order_id and (k.post_type = 'shop_order' or "
            . "k.post_type = 'shop_order_refund') and k.post_status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft'))"],
        'order_item_meta_hpos' => ['orders', '{own}woocommerce_order_itemmeta',
            'meta_id order_item_id meta_key meta_value',
            "`meta_key` in ('_product_id', '_variation_id', '_qty', '_line_subtotal', '_line_total', "
            . "'_line_tax', '_bundle_cart_key', '_bundled_by', '_composite_cart_key', '_composite_parent', "
            . "'_mnm_cart_key', '_mnm_container', '_woosb_parent_id', '_refunded_item_id', 'cost', 'label', "
            . "'tax_amount', 'shipping_tax_amount', 'rate_percent', 'discount_amount') and exists (select 1 from "
            . '`{own}woocommerce_order_items` as i join `{own}wc_orders` as k on k.id = i.order_id where '
            . "i.order_item_id = `{own}woocommerce_order_itemmeta`.order_item_id and (k.type = 'shop_order' or "
            . "k.type = 'shop_order_refund') and (k.status is null or k.status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft')))"],
        'order_item_meta_posts' => ['orders', '{own}woocommerce_order_itemmeta',
            'meta_id order_item_id meta_key meta_value',
            "`meta_key` in ('_product_id', '_variation_id', '_qty', '_line_subtotal', '_line_total', "
            . "'_line_tax', '_bundle_cart_key', '_bundled_by', '_composite_cart_key', '_composite_parent', "
            . "'_mnm_cart_key', '_mnm_container', '_woosb_parent_id', '_refunded_item_id', 'cost', 'label', "
            . "'tax_amount', 'shipping_tax_amount', 'rate_percent', 'discount_amount') and exists (select 1 from "
            . '`{own}woocommerce_order_items` as i join `{own}posts` as k on k.ID = i.order_id where '
            . "i.order_item_id = `{own}woocommerce_order_itemmeta`.order_item_id and (k.post_type = 'shop_order' "
            . "or k.post_type = 'shop_order_refund') and k.post_status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft'))"],
        'order_item_option_hpos' => ['orders', '{own}woocommerce_order_itemmeta',
            'meta_id order_item_id meta_key meta_value',
            "substr(meta_key, 1, 1) <> '_' and exists (select 1 from `{own}woocommerce_order_items` as i join "
            . '`{own}wc_orders` as k on k.id = i.order_id where i.order_item_id = '
            . "`{own}woocommerce_order_itemmeta`.order_item_id and i.order_item_type = 'line_item' and (k.type = "
            . "'shop_order' or k.type = 'shop_order_refund') and (k.status is null or k.status not in ('trash', "
            . "'auto-draft', 'wc-checkout-draft', 'checkout-draft')))"],
        'order_item_option_posts' => ['orders', '{own}woocommerce_order_itemmeta',
            'meta_id order_item_id meta_key meta_value',
            "substr(meta_key, 1, 1) <> '_' and exists (select 1 from `{own}woocommerce_order_items` as i join "
            . '`{own}posts` as k on k.ID = i.order_id where i.order_item_id = '
            . "`{own}woocommerce_order_itemmeta`.order_item_id and i.order_item_type = 'line_item' and "
            . "(k.post_type = 'shop_order' or k.post_type = 'shop_order_refund') and k.post_status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))"],
        'order_note_hpos' => ['orders', '{own}comments',
            'comment_ID comment_post_ID comment_date_gmt comment_content',
            "comment_type = 'order_note' and comment_approved = '1' and exists (select 1 from `{own}wc_orders` "
            . "as k where k.id = comment_post_ID and (k.type = 'shop_order' or k.type = 'shop_order_refund') and "
            . "(k.status is null or k.status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft')))",
            'exists (select 1 from `{own}commentmeta` as c where c.comment_id = `{own}comments`.comment_ID and '
            . "c.meta_key = 'is_customer_note' and c.meta_value = '1')"],
        'order_note_posts' => ['orders', '{own}comments',
            'comment_ID comment_post_ID comment_date_gmt comment_content',
            "comment_type = 'order_note' and comment_approved = '1' and exists (select 1 from `{own}posts` as "
            . "k where k.ID = comment_post_ID and (k.post_type = 'shop_order' or k.post_type = "
            . "'shop_order_refund') and k.post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft'))",
            'exists (select 1 from `{own}commentmeta` as c where c.comment_id = `{own}comments`.comment_ID and '
            . "c.meta_key = 'is_customer_note' and c.meta_value = '1')"],
        'order_note_meta_hpos' => ['orders', '{own}commentmeta',
            'comment_id meta_value',
            "meta_key = 'is_customer_note' and exists (select 1 from `{own}comments` as i join "
            . '`{own}wc_orders` as k on k.id = i.comment_post_ID where i.comment_ID = '
            . "`{own}commentmeta`.comment_id and i.comment_type = 'order_note' and i.comment_approved = '1' and "
            . "(k.type = 'shop_order' or k.type = 'shop_order_refund') and (k.status is null or k.status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')))"],
        'order_note_meta_posts' => ['orders', '{own}commentmeta',
            'comment_id meta_value',
            "meta_key = 'is_customer_note' and exists (select 1 from `{own}comments` as i join `{own}posts` as "
            . 'k on k.ID = i.comment_post_ID where i.comment_ID = `{own}commentmeta`.comment_id and '
            . "i.comment_type = 'order_note' and i.comment_approved = '1' and (k.post_type = 'shop_order' or "
            . "k.post_type = 'shop_order_refund') and k.post_status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft'))"],
        'coupon' => ['promotions', '{own}posts',
            'ID post_title post_excerpt post_status post_date_gmt post_modified_gmt',
            "post_type = 'shop_coupon' and post_status not in ('trash', 'auto-draft', 'inherit')"],
        'coupon_meta' => ['promotions', '{own}postmeta',
            'meta_id post_id meta_key meta_value',
            "`meta_key` in ('discount_type', 'coupon_amount', 'free_shipping', 'minimum_amount', "
            . "'usage_limit', 'usage_limit_per_user', 'usage_count', 'date_expires', 'expiry_date') and exists "
            . "(select 1 from `{own}posts` as c where c.ID = post_id and c.post_type = 'shop_coupon')"],
        'customer_hpos' => ['customers', '{users}',
            'ID user_email user_registered',
            '(exists (select 1 from `{user_meta}` as r where r.user_id = `{users}`.ID and r.meta_key = '
            . '\'{own}capabilities\' and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from '
            . "`{own}wc_orders` as o where o.customer_id = `{users}`.ID and o.type = 'shop_order' and (o.status "
            . "is null or o.status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))))"],
        'customer_posts' => ['customers', '{users}',
            'ID user_email user_registered',
            '(exists (select 1 from `{user_meta}` as r where r.user_id = `{users}`.ID and r.meta_key = '
            . '\'{own}capabilities\' and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from '
            . '(select distinct m.meta_id, m.post_id, m.meta_value + 0 as id from `{own}postmeta` as m where '
            . "m.meta_key = '_customer_user' and m.meta_value <> '0') as b join `{own}posts` as o on o.ID = "
            . "b.post_id and o.post_type = 'shop_order' and o.post_status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft') where b.id = `{users}`.ID and not exists (select 1 from "
            . "`{own}postmeta` as e where e.post_id = b.post_id and e.meta_key = '_customer_user' and e.meta_id "
            . '< b.meta_id)))'],
        'all_customer_hpos' => ['customers', '{users}',
            'ID user_registered',
            "(`{users}`.ID in (select r.user_id from `{user_meta}` as r where r.meta_key = '{own}capabilities' "
            . 'and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from `{own}wc_orders` as o where '
            . "o.customer_id = `{users}`.ID and o.type = 'shop_order' and (o.status is null or o.status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))))"],
        'all_customer_posts' => ['customers', '{users}',
            'ID user_registered',
            "(`{users}`.ID in (select r.user_id from `{user_meta}` as r where r.meta_key = '{own}capabilities' "
            . 'and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from (select distinct m.meta_id, '
            . "m.post_id, m.meta_value + 0 as id from `{own}postmeta` as m where m.meta_key = '_customer_user' "
            . "and m.meta_value <> '0') as b join `{own}posts` as o on o.ID = b.post_id and o.post_type = "
            . "'shop_order' and o.post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft') where b.id = `{users}`.ID and not exists (select 1 from `{own}postmeta` as e "
            . "where e.post_id = b.post_id and e.meta_key = '_customer_user' and e.meta_id < b.meta_id)))"],
        'buyer_posts' => ['customers', '{users}',
            'ID',
            'exists (select 1 from (select distinct m.meta_id, m.post_id, m.meta_value + 0 as id from '
            . "`{own}postmeta` as m where m.meta_key = '_customer_user' and m.meta_value <> '0') as b join "
            . "`{own}posts` as o on o.ID = b.post_id and o.post_type = 'shop_order' and o.post_status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft') where b.id = `{users}`.ID and not "
            . 'exists (select 1 from `{own}postmeta` as e where e.post_id = b.post_id and e.meta_key = '
            . "'_customer_user' and e.meta_id < b.meta_id))"],
        'customer_meta_hpos' => ['customers', '{user_meta}',
            'umeta_id user_id meta_key meta_value',
            "`meta_key` in ('first_name', 'last_name', 'last_update', 'billing_first_name', "
            . "'billing_last_name', 'billing_company', 'billing_address_1', 'billing_address_2', 'billing_city', "
            . "'billing_state', 'billing_postcode', 'billing_country', 'billing_phone', 'shipping_first_name', "
            . "'shipping_last_name', 'shipping_company', 'shipping_address_1', 'shipping_address_2', "
            . "'shipping_city', 'shipping_state', 'shipping_postcode', 'shipping_country', 'shipping_phone') and "
            . '(exists (select 1 from `{user_meta}` as r where r.user_id = `{user_meta}`.user_id and r.meta_key '
            . '= \'{own}capabilities\' and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from '
            . "`{own}wc_orders` as o where o.customer_id = `{user_meta}`.user_id and o.type = 'shop_order' and "
            . "(o.status is null or o.status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft'))))"],
        'customer_meta_posts' => ['customers', '{user_meta}',
            'umeta_id user_id meta_key meta_value',
            "`meta_key` in ('first_name', 'last_name', 'last_update', 'billing_first_name', "
            . "'billing_last_name', 'billing_company', 'billing_address_1', 'billing_address_2', 'billing_city', "
            . "'billing_state', 'billing_postcode', 'billing_country', 'billing_phone', 'shipping_first_name', "
            . "'shipping_last_name', 'shipping_company', 'shipping_address_1', 'shipping_address_2', "
            . "'shipping_city', 'shipping_state', 'shipping_postcode', 'shipping_country', 'shipping_phone') and "
            . '(exists (select 1 from `{user_meta}` as r where r.user_id = `{user_meta}`.user_id and r.meta_key '
            . '= \'{own}capabilities\' and instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from '
            . '(select distinct m.meta_id, m.post_id, m.meta_value + 0 as id from `{own}postmeta` as m where '
            . "m.meta_key = '_customer_user' and m.meta_value <> '0') as b join `{own}posts` as o on o.ID = "
            . "b.post_id and o.post_type = 'shop_order' and o.post_status not in ('trash', 'auto-draft', "
            . "'wc-checkout-draft', 'checkout-draft') where b.id = `{user_meta}`.user_id and not exists (select "
            . "1 from `{own}postmeta` as e where e.post_id = b.post_id and e.meta_key = '_customer_user' and "
            . 'e.meta_id < b.meta_id)))'],
        'customer_field_hpos' => ['customers', '{user_meta}',
            'umeta_id user_id meta_key meta_value',
            '`meta_key` in ({open:customer}) and (exists (select 1 from `{user_meta}` as r where r.user_id = '
            . "`{user_meta}`.user_id and r.meta_key = '{own}capabilities' and instr(r.meta_value, "
            . '\'"customer"\') > 0) or exists (select 1 from `{own}wc_orders` as o where o.customer_id = '
            . "`{user_meta}`.user_id and o.type = 'shop_order' and (o.status is null or o.status not in "
            . "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))))"],
        'customer_field_posts' => ['customers', '{user_meta}',
            'umeta_id user_id meta_key meta_value',
            '`meta_key` in ({open:customer}) and (exists (select 1 from `{user_meta}` as r where r.user_id = '
            . "`{user_meta}`.user_id and r.meta_key = '{own}capabilities' and instr(r.meta_value, "
            . '\'"customer"\') > 0) or exists (select 1 from (select distinct m.meta_id, m.post_id, m.meta_value '
            . "+ 0 as id from `{own}postmeta` as m where m.meta_key = '_customer_user' and m.meta_value <> '0') "
            . "as b join `{own}posts` as o on o.ID = b.post_id and o.post_type = 'shop_order' and o.post_status "
            . "not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft') where b.id = "
            . '`{user_meta}`.user_id and not exists (select 1 from `{own}postmeta` as e where e.post_id = '
            . "b.post_id and e.meta_key = '_customer_user' and e.meta_id < b.meta_id)))"],
        'basket_hpos' => ['customers', '{user_meta}',
            'umeta_id user_id meta_value',
            "meta_key = '_woocommerce_persistent_cart_{site}' and (exists (select 1 from `{user_meta}` as r "
            . "where r.user_id = `{user_meta}`.user_id and r.meta_key = '{own}capabilities' and "
            . 'instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from `{own}wc_orders` as o where '
            . "o.customer_id = `{user_meta}`.user_id and o.type = 'shop_order' and (o.status is null or o.status "
            . "not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))))"],
        'basket_posts' => ['customers', '{user_meta}',
            'umeta_id user_id meta_value',
            "meta_key = '_woocommerce_persistent_cart_{site}' and (exists (select 1 from `{user_meta}` as r "
            . "where r.user_id = `{user_meta}`.user_id and r.meta_key = '{own}capabilities' and "
            . 'instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from (select distinct m.meta_id, '
            . "m.post_id, m.meta_value + 0 as id from `{own}postmeta` as m where m.meta_key = '_customer_user' "
            . "and m.meta_value <> '0') as b join `{own}posts` as o on o.ID = b.post_id and o.post_type = "
            . "'shop_order' and o.post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft') where b.id = `{user_meta}`.user_id and not exists (select 1 from "
            . "`{own}postmeta` as e where e.post_id = b.post_id and e.meta_key = '_customer_user' and e.meta_id "
            . '< b.meta_id)))'],
        'review_hpos' => ['customers', '{own}comments',
            'comment_ID comment_post_ID user_id comment_author comment_content comment_approved '
            . 'comment_date_gmt',
            "comment_type = 'review' and comment_post_ID in (select p.ID from `{own}posts` as p where "
            . "p.post_type = 'product') and (coalesce(user_id, 0) = 0 or exists (select 1 from `{user_meta}` as "
            . "r where r.user_id = `{own}comments`.user_id and r.meta_key = '{own}capabilities' and "
            . 'instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from `{own}wc_orders` as o where '
            . "o.customer_id = `{own}comments`.user_id and o.type = 'shop_order' and (o.status is null or "
            . "o.status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'))))"],
        'review_posts' => ['customers', '{own}comments',
            'comment_ID comment_post_ID user_id comment_author comment_content comment_approved '
            . 'comment_date_gmt',
            "comment_type = 'review' and comment_post_ID in (select p.ID from `{own}posts` as p where "
            . "p.post_type = 'product') and (coalesce(user_id, 0) = 0 or exists (select 1 from `{user_meta}` as "
            . "r where r.user_id = `{own}comments`.user_id and r.meta_key = '{own}capabilities' and "
            . 'instr(r.meta_value, \'"customer"\') > 0) or exists (select 1 from (select distinct m.meta_id, '
            . "m.post_id, m.meta_value + 0 as id from `{own}postmeta` as m where m.meta_key = '_customer_user' "
            . "and m.meta_value <> '0') as b join `{own}posts` as o on o.ID = b.post_id and o.post_type = "
            . "'shop_order' and o.post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', "
            . "'checkout-draft') where b.id = `{own}comments`.user_id and not exists (select 1 from "
            . "`{own}postmeta` as e where e.post_id = b.post_id and e.meta_key = '_customer_user' and e.meta_id "
            . '< b.meta_id)))'],
        'review_meta' => ['customers', '{own}commentmeta',
            'meta_id comment_id meta_value',
            "meta_key = 'rating' and comment_id in (select c.comment_ID from `{own}comments` as c where "
            . "c.comment_type = 'review' and comment_post_ID in (select p.ID from `{own}posts` as p where "
            . "p.post_type = 'product'))"],
    ];

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $above = dirname($root);
        // Bedrock keeps WordPress in a folder of its own, and its settings and .env files above the store's root.
        $bedrock = is_file("$root/wp/wp-includes/version.php") && is_file("$above/config/application.php");
        // Like WordPress itself: wp-config.php may be one folder up, unless that is an installation of its own.
        $lone = !is_file("$root/wp-config.php") && !is_file("$above/wp-settings.php");
        $config = ($lone ? $above : $root) . '/wp-config.php';
        if (!is_file($config) || !$bedrock && !is_file("$root/wp-includes/version.php")) return null;
        $settings = new Settings($root, ...($bedrock || $lone ? [$above] : []));
        if ($bedrock) foreach (['.env', '.env.local'] as $name) $settings->readEnvironment("$above/$name");
        $settings->read($config);
        if ($bedrock) self::takeUrl($settings, (string) $settings->environment('DATABASE_URL'));
        $settings->set('$table_prefix', $tablePrefix);
        $settings->keep('$table_prefix', 'DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DB_HOST', 'DB_CHARSET', 'DB_ENGINE',
            'DB_DIR', 'DB_FILE', 'MYSQL_CLIENT_FLAGS', 'WP_CONTENT_DIR', 'WP_PLUGIN_DIR', 'BLOG_ID_CURRENT_SITE',
            'MULTISITE', 'CUSTOM_USER_TABLE', 'CUSTOM_USER_META_TABLE');
        $store = new self($root, $settings);
        return is_file($store->plugin()) ? $store : null;
    }

    /** Bedrock's DATABASE_URL, such as mysql://user:password@host:port/name, comes before the single settings. */
    private static function takeUrl(Settings $settings, string $url): void
    {
        $parts = $url === '' || !can('parse_url') ? [] : (parse_url($url) ?: []);
        if (!isset($parts['host'], $parts['path'])) return;
        $settings->set('DB_NAME', substr($parts['path'], 1));
        $settings->set('DB_USER', $parts['user'] ?? '');
        $settings->set('DB_PASSWORD', $parts['pass'] ?? '');
        $settings->set('DB_HOST', $parts['host'] . (isset($parts['port']) ? ":$parts[port]" : ''));
    }

    public function platform(): string
    {
        return 'WOOCOMMERCE';
    }

    public function platformVersion(): ?string
    {
        $header = (string) contents($this->plugin(), 8192);
        return preg_match('/^[ \t\/*#@]*Version:\s*([\w.-]+)/mi', $header, $match) ? $match[1] : null;
    }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('DB_ENGINE') === 'sqlite') {
            $folder = $settings->get('DB_DIR') ?? $this->content() . '/database';
            $name = $settings->get('DB_FILE') ?? '.ht.sqlite';
            return ['driver' => 'sqlite', 'database' => rtrim($folder, '/') . "/$name"];
        }
        $flags = (int) $settings->get('MYSQL_CLIENT_FLAGS');
        return serverAt('DB_HOST', $settings->need('DB_HOST')) + [
            'driver' => 'mysql',
            'user' => $settings->need('DB_USER'),
            'password' => $settings->need('DB_PASSWORD'),
            'database' => $settings->need('DB_NAME'),
            'charset' => $settings->get('DB_CHARSET') ?: 'utf8mb4',
            // MYSQLI_CLIENT_SSL is 2048, MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT 64.
            'tls' => $flags & 2048 ? ['verify' => $flags & 64 ? false : null] : null,
        ];
    }

    /** The folder of the plugins' folder; where the settings make it by code, the one of the usual two that is there. */
    private function content(): string
    {
        try {
            return $this->settings->get('WP_CONTENT_DIR') ?? "$this->root/wp-content";
        } catch (Unresolved $open) {
            return $this->root . (is_dir("$this->root/app/plugins") ? '/app' : '/wp-content');
        }
    }

    private function plugin(): string
    {
        try {
            $folder = $this->settings->get('WP_PLUGIN_DIR');
        } catch (Unresolved $open) {
            $folder = null;
        }
        return ($folder ?? $this->content() . '/plugins') . '/woocommerce/woocommerce.php';
    }

    /** The prefix of all tables; those of a network's further sites carry the site's number as well. */
    private function prefix(): string
    {
        // WordPress allows no other signs; none else may come into a condition below.
        return preg_replace('/\W/', '', $this->settings->get('$table_prefix') ?? 'wp_');
    }

    /** The number that the site has in its network; 1 where there is none. */
    private function site(): int
    {
        return (int) ($this->settings->get('BLOG_ID_CURRENT_SITE') ?? 1);
    }

    /** The table of a network's sites, and the number of this one; null where the site is alone. */
    public function network(): ?array
    {
        return $this->settings->get('MULTISITE') ? [$this->prefix() . 'blogs', $this->site()] : null;
    }

    public function relations(): array
    {
        $base = $this->prefix();
        $site = $this->site();
        return namedRelations(self::RELATIONS, [
            '{site}' => (string) $site,
            '{own}' => $site > 1 ? "$base{$site}_" : $base,
            '{users}' => $this->settings->get('CUSTOM_USER_TABLE') ?? "{$base}users",
            '{user_meta}' => $this->settings->get('CUSTOM_USER_META_TABLE') ?? "{$base}usermeta",
        ]);
    }
}

/** Zen Cart 1.5.8 to 2.x. */
final class ZenCartConnector extends StoreFiles implements Connector
{
    private const RELATIONS = [
        'configuration' => ['settings', '{prefix}configuration',
            'configuration_key configuration_value',
            "`configuration_key` in ('STORE_NAME', 'STORE_OWNER_EMAIL_ADDRESS', 'STORE_TELEPHONE_CUSTSERVICE', "
            . "'STORE_COUNTRY', 'DEFAULT_CURRENCY', 'DEFAULT_LANGUAGE', 'SHIPPING_WEIGHT_UNITS', "
            . "'SHIPPING_DIMENSION_UNITS', 'STOCK_CHECK', 'STOCK_LIMITED', 'STOCK_ALLOW_CHECKOUT', "
            . "'PRODUCTS_OPTIONS_SORT_ORDER', 'PRODUCTS_OPTIONS_SORT_BY_PRICE', 'PRODUCTS_OPTIONS_TYPE_SELECT', "
            . "'PRODUCTS_OPTIONS_TYPE_TEXT', 'PRODUCTS_OPTIONS_TYPE_RADIO', 'PRODUCTS_OPTIONS_TYPE_CHECKBOX', "
            . "'PRODUCTS_OPTIONS_TYPE_FILE', 'CHECKOUT_ONE_GUEST_CUSTOMER_ID')"],
        'shipping_configuration' => ['settings', '{prefix}configuration',
            'configuration_key configuration_value',
            "`configuration_key` in ('MODULE_SHIPPING_INSTALLED', 'MODULE_SHIPPING_FLAT_COST', "
            . "'MODULE_SHIPPING_ITEM_COST', 'MODULE_SHIPPING_ITEM_HANDLING', "
            . "'MODULE_SHIPPING_PERWEIGHTUNIT_COST', 'MODULE_SHIPPING_PERWEIGHTUNIT_HANDLING', "
            . "'MODULE_SHIPPING_PERWEIGHTUNIT_HANDLING_METHOD', 'MODULE_SHIPPING_TABLE_COST', "
            . "'MODULE_SHIPPING_TABLE_MODE', 'MODULE_SHIPPING_TABLE_HANDLING', "
            . "'MODULE_SHIPPING_TABLE_HANDLING_METHOD', 'MODULE_SHIPPING_ZONES_METHOD', "
            . "'MODULE_SHIPPING_FREESHIPPER_COST', 'MODULE_SHIPPING_FREESHIPPER_HANDLING', "
            . "'MODULE_SHIPPING_FREEOPTIONS_COST', 'MODULE_SHIPPING_FREEOPTIONS_HANDLING', "
            . "'MODULE_SHIPPING_FREEOPTIONS_TOTAL_MIN', 'MODULE_SHIPPING_STOREPICKUP_COST') or "
            . "substr(configuration_key, 1, 32) = 'MODULE_SHIPPING_ZONES_COUNTRIES_' or "
            . "substr(configuration_key, 1, 27) = 'MODULE_SHIPPING_ZONES_COST_' or substr(configuration_key, 1, "
            . "31) = 'MODULE_SHIPPING_ZONES_HANDLING_' or substr(configuration_key, 1, 38) = "
            . "'MODULE_SHIPPING_ZONES_HANDLING_METHOD_' or substr(configuration_key, 1, 16) = 'MODULE_SHIPPING_' "
            . "and substr(configuration_key, -7) = '_STATUS' and configuration_value in ('True', 'False') or "
            . "substr(configuration_key, 1, 16) = 'MODULE_SHIPPING_' and substr(configuration_key, -5) = '_ZONE' "
            . "and configuration_value in (select concat(g.geo_zone_id, '') from `{prefix}geo_zones` as g)"],
        'languages' => ['settings', '{prefix}languages', 'languages_id name code sort_order'],
        'currencies' => ['settings', '{prefix}currencies', 'currencies_id title code decimal_places value'],
        'countries' => ['settings', '{prefix}countries', 'countries_id countries_name countries_iso_code_2'],
        'zones' => ['settings', '{prefix}zones', 'zone_id zone_country_id zone_code zone_name'],
        'tax_class' => ['settings', '{prefix}tax_class', 'tax_class_id tax_class_title'],
        'tax_rates' => ['settings', '{prefix}tax_rates',
            'tax_rates_id tax_zone_id tax_class_id tax_priority tax_rate tax_description'],
        'tax_rates_description' => ['settings', '{prefix}tax_rates_description',
            'tax_rates_id language_id tax_description'],
        'geo_zones' => ['settings', '{prefix}geo_zones', 'geo_zone_id geo_zone_name'],
        'zones_to_geo_zones' => ['settings', '{prefix}zones_to_geo_zones',
            'association_id geo_zone_id zone_country_id zone_id'],
        'group_pricing' => ['settings', '{prefix}group_pricing', 'group_id group_name'],
        'orders_status' => ['settings', '{prefix}orders_status',
            'orders_status_id language_id orders_status_name sort_order'],
        'product_types' => ['settings', '{prefix}product_types', 'type_id type_handler'],
        'products' => ['catalog', '{prefix}products',
            'products_id products_type products_quantity products_model products_mpn products_image '
            . 'products_price products_virtual products_date_added products_last_modified products_weight '
            . 'products_length products_width products_height products_status products_tax_class_id '
            . 'product_is_free manufacturers_id products_priced_by_attribute products_discount_type '
            . 'products_discount_type_from master_categories_id'],
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
            'products_attributes_id products_attributes_maxdays products_attributes_maxcount'],
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
            'orders_status_history_id orders_id orders_status_id date_added customer_notified comments',
            null,
            'coalesce(customer_notified, 0) >= 0',
            'comments'],
        'coupons' => ['promotions', '{prefix}coupons',
            'coupon_id coupon_type coupon_code coupon_amount coupon_minimum_order coupon_start_date '
            . 'coupon_expire_date date_created date_modified uses_per_coupon uses_per_user coupon_active '
            . 'coupon_product_count',
            "coupon_type in ('P', 'F', 'S', 'E', 'O')"],
        'coupons_description' => ['promotions', '{prefix}coupons_description',
            'coupon_id language_id coupon_name coupon_description'],
        'coupon_redeem_track' => ['promotions', '{prefix}coupon_redeem_track', 'coupon_id'],
        'gift_voucher' => ['promotions', '{prefix}coupons',
            'coupon_id coupon_amount coupon_active date_created',
            "coupon_type = 'G'"],
        'customers' => ['customers', '{prefix}customers',
            'customers_id customers_firstname customers_lastname customers_email_address '
            . 'customers_default_address_id customers_telephone customers_newsletter customers_group_pricing '
            . 'customers_authorization'],
        'customers_info' => ['customers', '{prefix}customers_info',
            'customers_info_id customers_info_date_account_created customers_info_date_account_last_modified'],
        'address_book' => ['customers', '{prefix}address_book',
            'address_book_id customers_id entry_company entry_firstname entry_lastname entry_street_address '
            . 'entry_suburb entry_postcode entry_city entry_state entry_country_id entry_zone_id'],
        'customers_basket' => ['customers', '{prefix}customers_basket',
            'customers_basket_id customers_id products_id customers_basket_quantity customers_basket_date_added'],
        'customers_basket_attributes' => ['customers', '{prefix}customers_basket_attributes',
            'customers_basket_attributes_id customers_id products_options_value_id products_options_id '
            . 'products_id products_options_value_text'],
        'reviews' => ['customers', '{prefix}reviews',
            'reviews_id products_id status customers_id reviews_rating customers_name date_added last_modified'],
        'reviews_description' => ['customers', '{prefix}reviews_description', 'reviews_id languages_id reviews_text'],
    ];

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $version = self::version($root);
        if (!$version->has('PROJECT_VERSION_NAME') || $version->get('PROJECT_VERSION_NAME') !== 'Zen Cart') return null;
        $settings = new Settings($root);
        // A developer's settings in includes/local come first, and the first definition of a constant counts.
        $settings->read("$root/includes/local/configure.php");
        $settings->read("$root/includes/configure.php");
        if (!is_file("$root/includes/configure.php") && !$settings->has('DB_TYPE')) return null;
        $settings->set('DB_PREFIX', $tablePrefix);
        $settings->keep('DB_TYPE', 'DB_PREFIX', 'DB_CHARSET', 'DB_SERVER', 'DB_PORT', 'DB_SOCKET', 'DB_SERVER_USERNAME',
            'DB_SERVER_PASSWORD', 'DB_DATABASE');
        return new self($root, $settings);
    }

    public function platform(): string
    {
        return 'ZENCART';
    }

    public function platformVersion(): ?string
    {
        $names = ['PROJECT_VERSION_MAJOR', 'PROJECT_VERSION_MINOR'];
        $parts = array_map([self::version($this->root), 'get'], $names);
        return implode('.', array_filter($parts, 'is_string')) ?: null;
    }

    private static function version(string $root): Settings
    {
        $version = new Settings();
        $version->read("$root/includes/version.php");
        return $version;
    }

    /** The zone that includes/extra_configures/set_time_zone.php gives the store; without one it keeps PHP's. */
    public function timeZone(): ?string
    {
        $file = "$this->root/includes/extra_configures/set_time_zone.php";
        $source = is_file($file) ? (string) contents($file, 65536) : '';
        $set = '(?:\$TZ\s*=|\bdate_default_timezone_set\s*\()\s*(\'[^\'\n]*\'|"[^"\n]*")';
        preg_match_all("~//[^\n]*|#[^\n]*|/\*.*?\*/|$set~is", $source, $found);
        $named = array_map(fn (string $literal): string => trim($literal, " '\""), array_filter($found[1]));
        $zones = array_intersect($named, \DateTimeZone::listIdentifiers(\DateTimeZone::ALL_WITH_BC));
        return $zones ? end($zones) : null;
    }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('DB_TYPE') === 'sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $settings->need('DB_DATABASE'))];
        }
        $server = serverAt('DB_SERVER', $settings->need('DB_SERVER'), $settings->get('DB_PORT'));
        return ['socket' => $settings->get('DB_SOCKET') ?: $server['socket']] + $server + [
            'driver' => 'mysql',
            'user' => $settings->need('DB_SERVER_USERNAME'),
            'password' => $settings->need('DB_SERVER_PASSWORD'),
            'database' => $settings->need('DB_DATABASE'),
            'charset' => $settings->get('DB_CHARSET') ?: 'utf8mb4',
            'tls' => null,
        ];
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => (string) $this->settings->get('DB_PREFIX')]);
    }
}

serve([Magento1Connector::class, OpenCartConnector::class, PrestaShopConnector::class, WooCommerceConnector::class, ZenCartConnector::class]);
