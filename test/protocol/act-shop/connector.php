<?php
namespace Drawbridge;

/** A made-up shop without a database, for tests of what the bridge does around acts. */
final class ActShopConnector implements Connector
{
    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        return is_file("$root/shop.php") ? new self() : null;
    }

    public function platform(): string
    {
        return 'ACTSHOP';
    }

    public function platformVersion(): ?string { return '1.0'; }

    public function timeZone(): ?string { return null; }

    public function database(): array
    {
        return ['driver' => 'sqlite', 'database' => 'none.sqlite'];
    }

    public function relations(): array
    {
        return [];
    }
}
