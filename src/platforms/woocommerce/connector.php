<?php
namespace Drawbridge;

/** WooCommerce 5.0 to 11.x on WordPress. */
final class WooCommerceConnector implements Connector
{
    private const RELATIONS = []; // printed here from woocommerce-relations.ts

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
