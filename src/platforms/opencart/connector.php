<?php
namespace Drawbridge;

/** OpenCart 3.0 to 4.1. */
final class OpenCartConnector implements Connector
{
    private const RELATIONS = []; // printed here from opencart-relations.ts

    private string $root;
    private array $constants;

    private function __construct(string $root, array $constants)
    {
        $this->root = $root;
        $this->constants = $constants;
    }

    public static function detect(string $root): ?Connector
    {
        $index = is_file("$root/index.php") ? (string) file_get_contents("$root/index.php", false, null, 0, 65536) : '';
        $constants = constantsOf("$root/config.php");
        return isset($constants['HTTP_SERVER'], $constants['DB_PREFIX']) && preg_match('/\bVERSION\b/', $index)
            ? new self($root, $constants) : null;
    }

    public function platform(): string
    {
        return 'OPENCART';
    }

    public function platformVersion(): ?string
    {
        return constantsOf("$this->root/index.php")['VERSION'] ?? null;
    }

    public function database(): ?array
    {
        $constants = $this->constants;
        if (!isset($constants['DB_DRIVER'], $constants['DB_DATABASE'])) return null;
        if ($constants['DB_DRIVER'] === 'sqlite') {
            $file = $constants['DB_DATABASE'];
            return ['driver' => 'sqlite', 'database' => preg_match('~^(/|[A-Za-z]:)~', $file) ? $file : "$this->root/$file"];
        }
        if (!isset($constants['DB_HOSTNAME'], $constants['DB_USERNAME'], $constants['DB_PASSWORD'])) return null;
        return [
            'driver' => 'mysql',
            'host' => $constants['DB_HOSTNAME'],
            'port' => (int) ($constants['DB_PORT'] ?? 0) ?: 3306,
            'user' => $constants['DB_USERNAME'],
            'password' => $constants['DB_PASSWORD'],
            'database' => $constants['DB_DATABASE'],
        ];
    }

    public function relations(): array
    {
        return namedRelations(self::RELATIONS, ['{prefix}' => $this->constants['DB_PREFIX']]);
    }
}
