<?php
namespace Drawbridge;

/** Zen Cart 1.5.8 to 2.x. */
final class ZenCartConnector extends StoreFiles implements Connector
{
    private const RELATIONS = []; // printed here from zencart-relations.ts

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
