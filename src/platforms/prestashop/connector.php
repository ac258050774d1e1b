<?php
namespace Drawbridge;

/** PrestaShop 1.7.6 to 9. */
final class PrestaShopConnector implements Connector
{
    private const RELATIONS = []; // printed here from prestashop-relations.ts

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
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->settings['database_prefix']]);
    }
}
