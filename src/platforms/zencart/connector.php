<?php
namespace Drawbridge;

/** Zen Cart 1.5.8 to 2.x. */
final class ZenCartConnector implements Connector
{
    private const RELATIONS = []; // printed here from zencart-relations.ts

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
