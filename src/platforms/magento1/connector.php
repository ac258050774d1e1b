<?php
namespace Drawbridge;

/** Magento 1.9 and OpenMage 19 to 20. */
final class Magento1Connector implements Connector
{
    private const RELATIONS = []; // printed here from magento1-relations.ts

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
