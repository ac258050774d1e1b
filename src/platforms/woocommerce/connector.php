<?php
namespace Drawbridge;

/** WooCommerce 5.0 to 11.x on WordPress. */
final class WooCommerceConnector extends StoreFiles implements Connector
{
    private const RELATIONS = []; // printed here from woocommerce-relations.ts

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
