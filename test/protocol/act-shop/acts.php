<?php
namespace Drawbridge;

final class ActShopActs extends Acts
{
    private $lock = null;

    public static function platform(): string
    {
        return 'ACTSHOP';
    }

    public function acts(): array
    {
        return ['inventory', 'order'];
    }

    public function closed(): ?string
    {
        return is_file("$this->root/maintenance") ? 'The store is being upgraded.' : null;
    }

    public function boot(array $acts): \Generator
    {
        yield "$this->root/shop.php";
    }

    protected function ask(string $sql): array
    {
        throw new \LogicException('there is no database');
    }

    protected function send(string $sql): int
    {
        throw new \LogicException('there is no database');
    }

    protected function escape(string $text): string
    {
        throw new \LogicException('there is no database');
    }

    public function lock(int $seconds): bool
    {
        if (is_file("$this->root/locked")) return false;
        $this->lock = fopen("$this->root/lock", 'c');
        return flock($this->lock, LOCK_EX);
    }

    public function unlock(): void
    {
        fclose($this->lock);
    }

    public function change(string $name, array $given): Change
    {
        if ($name === 'order') throw new ActFault('NOT_FOUND', 'The store has no such order.', 'id');
        $id = $this->number($given['product'] ?? '');
        $held = \ActShop\stock($id);
        if ($held === null) throw new ActFault('NOT_FOUND', 'The store has no such product.', 'id');
        if (isset($given['expectedQuantity']) && (int) $given['expectedQuantity'] !== $held) {
            throw new ActFault('STALE', 'The store holds something else by now.', 'expectedQuantity');
        }
        $wanted = isset($given['quantity']) ? (int) $given['quantity'] : $held + (int) ($given['adjustBy'] ?? 0);
        return new Change((string) $held, static function () use ($id, $wanted): array {
            \ActShop\setStock($id, $wanted);
            if (\ActShop\stock($id) !== $wanted) throw new ActFault('REFUSED', 'The store holds another number.');
            return [];
        });
    }

    public function rollBack(): void
    {
        \ActShop\rollBack();
    }

    public function look(string $name, array $given, string $mark): ?bool
    {
        if (!isset($given['quantity'])) return null;
        $held = \ActShop\stock((int) $given['product']);
        return $held === (int) $given['quantity'] ? true : ($held === (int) $mark ? false : null);
    }
}
