<?php
namespace Drawbridge;

/** OpenCart 3.0 to 4.1. */
final class OpenCartConnector extends StoreFiles implements Connector
{
    private const RELATIONS = []; // printed here from opencart-relations.ts

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
