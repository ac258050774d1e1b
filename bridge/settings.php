<?php
namespace Drawbridge;

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
