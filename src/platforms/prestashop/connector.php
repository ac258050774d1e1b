<?php
namespace Drawbridge;

/** PrestaShop 1.7.6 to 9. */
final class PrestaShopConnector extends StoreFiles implements Connector
{
    private const RELATIONS = []; // printed here from prestashop-relations.ts

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
