<?php
namespace Drawbridge;

/** A made-up shop with five tables, by which the tests show what a platform needs. */
final class CornerShopConnector implements Connector
{
    private const RELATIONS = []; // printed here from cornershop-relations.ts

    private string $root;

    private function __construct(string $root)
    {
        $this->root = $root;
    }

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        return is_file("$root/cornershop.sqlite") ? new self($root) : null;
    }

    public function platform(): string
    {
        return 'CORNERSHOP';
    }

    public function platformVersion(): ?string
    {
        return '1.0';
    }

    public function timeZone(): ?string
    {
        return 'UTC';
    }

    public function database(): array
    {
        return ['driver' => 'sqlite', 'database' => "$this->root/cornershop.sqlite"];
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => '']);
    }
}
