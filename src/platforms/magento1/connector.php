<?php
namespace Drawbridge;

/** Magento 1.9 and OpenMage 19 to 20. */
final class Magento1Connector implements Connector
{
    private const RELATIONS = []; // printed here from magento1-relations.ts

    private string $root;
    private string $settings;

    private function __construct(string $root, string $settings)
    {
        $this->root = $root;
        $this->settings = $settings;
    }

    public static function detect(string $root): ?Connector
    {
        if (!is_file("$root/app/Mage.php") || !is_file("$root/app/etc/local.xml")) return null;
        // Only what tells of the database is kept: the crypt key, which stands beside it, is dropped at once.
        $xml = preg_replace('~(<!\[CDATA\[.*?\]\]>)|<!--.*?-->~s', '$1', (string) file_get_contents("$root/app/etc/local.xml", false, null, 0, 1048576));
        return preg_match('~<resources>.*</resources>~s', (string) $xml, $resources) ? new self($root, $resources[0]) : null;
    }

    public function platform(): string
    {
        return 'MAGENTO1';
    }

    /** OpenMage's own version where the store is one, else Magento's; read from app/Mage.php as text. */
    public function platformVersion(): ?string
    {
        $source = (string) file_get_contents("$this->root/app/Mage.php", false, null, 0, 65536);
        return self::versionIn($source, 'getOpenMageVersionInfo') ?? self::versionIn($source, 'getVersionInfo');
    }

    public function database(): ?array
    {
        $host = $this->setting('default_setup', 'host');
        $name = $this->setting('default_setup', 'dbname');
        if ($name === null) return null;
        if ($this->setting('default_setup', 'type') === 'pdo_sqlite') {
            return ['driver' => 'sqlite', 'database' => preg_match('~^(/|[A-Za-z]:)~', $name) ? $name : "$this->root/$name"];
        }
        $user = $this->setting('default_setup', 'username');
        if ($host === null || $user === null) return null;
        $found = ['driver' => 'mysql', 'user' => $user, 'password' => $this->setting('default_setup', 'password') ?? '', 'database' => $name];
        if ($host !== '' && $host[0] === '/') return $found + ['host' => 'localhost', 'port' => 3306, 'socket' => $host];
        $parts = preg_match('~^(\[[0-9a-f:]+\]|[^:]*)(?::(\d+|/.*))?$~i', $host, $match) ? $match : [1 => $host];
        $found += ['host' => trim($parts[1], '[]')];
        if (isset($parts[2]) && $parts[2][0] === '/') return $found + ['port' => 3306, 'socket' => $parts[2]];
        return $found + ['port' => (int) ($parts[2] ?? $this->setting('default_setup', 'port')) ?: 3306];
    }

    public function relations(): array
    {
        $prefix = $this->setting('db', 'table_prefix') ?? '';
        return namedRelations(self::RELATIONS, ['{prefix}' => preg_match('/^\w*$/', $prefix) ? $prefix : '']);
    }

    /** The text of an element inside another, the first there is; null where it is missing. */
    private function setting(string $inside, string $name): ?string
    {
        if (!preg_match("~<$inside>(.*?)</$inside>~s", $this->settings, $block)) return null;
        if (!preg_match("~<$name>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))\s*</$name>~s", $block[1], $found)) return null;
        return isset($found[2]) ? html_entity_decode(trim($found[2]), ENT_QUOTES | ENT_XML1, 'UTF-8') : $found[1];
    }

    /** `['major' => '20', 'minor' => '0', …]` after the name of the function that returns it, of the major version that the file names. */
    private static function versionIn(string $source, string $function): ?string
    {
        if (!preg_match("~function\s+$function\b(.*?)\n    }~s", $source, $body)) return null;
        $major = preg_match('~function\s+getOpenMageMajorVersion\b.{0,60}?return\s+(\d+)~s', $source, $named) ? $named[1] : '\d+';
        if ($function === 'getVersionInfo') $major = '\d+';
        if (!preg_match("~'major'\s*=>\s*'?($major)\b.*?(?:\]|\));~s", $body[1], $info)) return null;
        $parts = [$info[1]];
        foreach (['minor', 'revision', 'patch'] as $part) {
            if (preg_match("~'$part'\s*=>\s*'?(\d+)~", $info[0], $found)) $parts[] = $found[1];
        }
        return implode('.', $parts);
    }
}
