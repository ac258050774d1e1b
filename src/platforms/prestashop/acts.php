<?php
namespace Drawbridge;

/**
 * PrestaShop 1.7.6 to 8. Everything goes through its classes, with its kernel, as its back office uses them. Its movements of stock
 * stand on a connection of their own, and transactions make its own checkout lose sales: so there are none, and what came of
 * a change is what is there after it.
 */
final class PrestaShopActs extends Acts
{
    use PrestaShopCatalogActs;
    use PrestaShopOrderActs;

    /** The stock that the act being made has written, and the newest movement of before; null where none has. */
    private ?int $stockWritten = null;
    private ?int $lastMovement = null;

    public static function platform(): string
    {
        return 'PRESTASHOP';
    }

    public function closed(): ?string
    {
        $held = $this->settings();
        if (($held['PS_SHOP_ENABLE'] ?? '1') === '0') return 'The store is closed for maintenance.';
        $versions = [(string) $this->connector->platformVersion(), $held['PS_VERSION_DB'] ?? ''];
        $minor = static fn (string $version): string => implode('.', array_slice(explode('.', $version), 0, 2));
        $isBehind = $versions[1] !== '' && version_compare($minor($versions[1]), $minor($versions[0]), '<');
        return $isBehind ? "The store's database awaits an upgrade." : null;
    }

    public function boot(array $acts): \Generator
    {
        $version = (string) $this->connector->platformVersion();
        // Nothing can catch what its kernel does there.
        $isOld = version_compare($version, '8', '<') && PHP_MAJOR_VERSION >= 8;
        if ($isOld) throw new ActFault('REFUSED', "PrestaShop $version does not run on the PHP of its server.");
        if (version_compare($version, '9', '>=')) throw new ActFault('UNSUPPORTED', 'PrestaShop 9 is only read so far.');
        $this->visitFrontPage();
        yield "$this->root/config/config.inc.php";
        if (!class_exists('AppKernel')) yield "$this->root/app/AppKernel.php";
        // Without it no movements of stock are kept, and mails end in an exception once their order is changed.
        $GLOBALS['kernel'] = new \AppKernel('prod', false);
        $GLOBALS['kernel']->boot();
        $context = \Context::getContext();
        $context->currency = \Currency::getDefaultCurrency();
        // What has a price without anybody who asks for it ends PHP; movements of stock carry this name.
        $context->employee = new \Employee();
        [$context->employee->id, $context->employee->firstname, $context->employee->lastname] = [0, 'Drawbridge', 'API'];
    }

    /** Its settings of the default shop, as they stand before anything of the store has run. */
    private function settings(): array
    {
        $database = new Database($this->config['database'] ?? $this->connector->database());
        $table = $this->connector->relations()['configuration'][1];
        $held = [];
        $sql = "select `name`, `value`, `id_shop` from `$table` where `name` in ('PS_SHOP_DEFAULT', 'PS_SHOP_ENABLE', 'PS_VERSION_DB')"
            . " order by `id_shop`";
        foreach ($database->own($sql) as [$name, $value, $shop]) {
            if ((int) $shop === 0 || (string) $shop === ($held['PS_SHOP_DEFAULT'] ?? '')) $held[$name] = (string) $value;
        }
        Database::close();
        return $held;
    }

    /** It looks for its shop by host and folder, and sends everybody else there: so this is a visit to the default one. */
    private function visitFrontPage(): void
    {
        $database = new Database($this->config['database'] ?? $this->connector->database());
        $urls = $this->connector->relations()['shop_url'][1];
        $settings = $this->connector->relations()['configuration'][1];
        $sql = "select u.`domain`, u.`physical_uri`, u.`virtual_uri` from `$urls` as u join `$settings` as c on c.`value` = u.`id_shop`"
            . " where c.`name` = 'PS_SHOP_DEFAULT' and u.`active` = 1 order by u.`main` desc limit 1";
        foreach ($database->own($sql) as [$domain, $folder, $below]) {
            $_SERVER['HTTP_HOST'] = $_SERVER['SERVER_NAME'] = (string) $domain;
            $_SERVER['REQUEST_URI'] = $folder . $below;
            $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $folder . 'index.php';
        }
        Database::close();
    }

    protected function ask(string $sql): array
    {
        $rows = \Db::getInstance()->executeS($sql, true, false);
        if (!is_array($rows)) throw new \RuntimeException('a question failed');
        $text = static fn ($cell): ?string => $cell === null ? null : (string) $cell;
        return array_map(static fn (array $row): array => array_map($text, $row), $rows);
    }

    protected function send(string $sql): int
    {
        if (!\Db::getInstance()->execute($sql, false)) throw new \RuntimeException('a statement failed');
        return (int) \Db::getInstance()->Affected_Rows();
    }

    protected function escape(string $text): string
    {
        return \Db::getInstance()->escape($text, true);
    }

    private function table(string $name): string
    {
        return _DB_PREFIX_ . $name;
    }

    public function rollBack(): void {}

    public function tidy(): void
    {
        // Else a second change of an order's status books its payment again.
        \Cache::clean('*');
        \Product::flushPriceCache();
        \SpecificPrice::flushCache();
        \Order::cleanHistoryCache();
    }

    public function change(string $name, array $given): Change
    {
        if ($name === 'order') return $this->order($given);
        if ($name === 'price') return $this->price($given);
        if ($name === 'product') return $this->product($given);
        if ($name === 'shipment') return $this->shipment($given);
        return $name === 'tracking' ? $this->tracking($given) : $this->inventory($given);
    }

    public function look(string $name, array $given, string $mark): ?bool
    {
        $this->tidy();
        if ($name === 'order') [$state, $holds] = [$this->orderState($given), $this->orderHolds($given, $mark)];
        elseif ($name === 'price') [$state, $holds] = [$this->priceState($given), $this->priceHolds($given)];
        elseif ($name === 'product') [$state, $holds] = [$this->productState($given), $this->productHolds($given)];
        elseif ($name === 'inventory') [$state, $holds] = [$this->stockState($given), $this->stockHolds($given, $mark)];
        else [$state, $holds] = [$this->parcelState($given), $this->parcelHolds($given)];
        return $holds ? true : ($state === $mark ? false : null);
    }

    /** What makes a change, which is made where the store holds it after. */
    private function changing(string $name, array $given, string $mark, callable $work): Change
    {
        return new Change($mark, function () use ($name, $given, $mark, $work): array {
            $this->sent = true;
            $done = $work();
            if ($this->look($name, $given, $mark)) return $done;
            throw new \RuntimeException('not as asked');
        });
    }

    /** What a state is told by where its values are nobody's business. */
    private static function coded(array $values): string
    {
        return substr(hash('sha256', (string) json_encode($values, JSON_INVALID_UTF8_SUBSTITUTE)), 0, 32);
    }

    // ---- Products and the shop whose rows count for them ----

    /** Ids of a product and of its combination (0: none), and of the shop; the shop becomes the one that its code is in. */
    private function goods(array $given): array
    {
        $product = $this->number($given['variant'] ?? $given['product'] ?? '');
        $combination = 0;
        if (isset($given['variant'])) {
            $sql = 'select id_product from ' . $this->table('product_attribute') . ' where id_product_attribute = ?';
            [$combination, $product] = [$product, (int) $this->value($sql, [$product])];
        }
        $state = $this->has($this->table('product'), 'state') ? ' and state = 1' : '';
        $row = $this->rows('select id_shop_default from ' . $this->table('product') . " where id_product = ?$state", [$product])[0] ?? null;
        if ($row === null) throw new ActFault('NOT_FOUND', 'The store has no such product.', 'id');
        $sql = 'select id_shop from ' . $this->table('product_shop') . ' where id_product = ? and id_shop = ?';
        $default = (int) \Configuration::get('PS_SHOP_DEFAULT');
        $shop = (int) ($this->value($sql, [$product, $default]) ?? $row['id_shop_default']);
        if ($combination > 0) {
            $sql = 'select 1 from ' . $this->table('product_attribute_shop') . ' where id_product_attribute = ? and id_shop = ?';
            if ($this->value($sql, [$combination, $shop]) === null) throw new ActFault('NOT_FOUND', 'The store has no such variant.', 'id');
        }
        $this->inShop($shop);
        return [$product, $combination, $shop];
    }

    private function inShop(int $shop): void
    {
        \Shop::setContext(\Shop::CONTEXT_SHOP, $shop);
        $context = \Context::getContext();
        if ((int) $context->shop->id !== $shop) $context->shop = new \Shop($shop);
    }

    // ---- Stock ----

    private function inventory(array $given): Change
    {
        if (isset($given['quantity']) === isset($given['adjustBy'])) {
            throw new ActFault('INVALID', 'It must be either a quantity or a number to adjust by.', 'quantity');
        }
        if (isset($given['optionValue'])) {
            throw new ActFault('UNSUPPORTED', 'PrestaShop holds the stock of products and variants alone.', 'optionValueId');
        }
        [$product, $combination, $shop] = $this->goods($given);
        if (!\Configuration::get('PS_STOCK_MANAGEMENT')) throw new ActFault('NOT_TRACKED', 'The store does not count its stock.');
        if ($combination === 0 && $this->impacts($product, $shop) !== []) {
            throw new ActFault('INVALID', 'Its stock is the sum of that of its variants.', 'id');
        }
        if (\StockAvailable::dependsOnStock($product, $shop)) {
            throw new ActFault('UNSUPPORTED', 'Its stock is that of its warehouses.');
        }
        $field = isset($given['quantity']) ? 'quantity' : 'adjustBy';
        $number = $this->pieces($given[$field], $field);
        $held = (int) $this->stockState($given);
        $expected = isset($given['expectedQuantity']) ? $this->pieces($given['expectedQuantity'], 'expectedQuantity') : $held;
        if ($expected !== $held) throw self::stale('expectedQuantity');
        $wanted = $field === 'quantity' ? $number : $held + $number;
        if (abs($wanted) > 2147483647) throw new ActFault('INVALID', 'The store holds no such number.', $field);

        $this->stockWritten = $this->lastMovement = null;
        $write = function () use ($given, $product, $combination, $shop, $field, $number): array {
            // Read anew right before it is written, since shoppers buy meanwhile.
            $now = (int) $this->stockState($given);
            if (isset($given['expectedQuantity']) && (int) $given['expectedQuantity'] !== $now) throw self::stale('expectedQuantity');
            $this->lastMovement = (int) $this->value('select max(id_stock_mvt) from ' . $this->table('stock_mvt'));
            $this->stockWritten = $field === 'quantity' ? $number : $now + $number;
            \StockAvailable::setQuantity($product, $combination, $this->stockWritten, $shop, true);
            // What is on the shelf is what can be sold and what is kept for orders, as the back office has it.
            $states = [(int) \Configuration::get('PS_OS_ERROR'), (int) \Configuration::get('PS_OS_CANCELED')];
            (new \PrestaShop\PrestaShop\Adapter\StockManager())->updatePhysicalProductQuantity($shop, $states[0], $states[1], $product);
            return [];
        };
        return $this->changing('inventory', $given, (string) $held, $write);
    }

    /** The row of what it has in stock; 0 where there is none. */
    private function stockRow(array $given): int
    {
        [$product, $combination, $shop] = $this->goods($given);
        return (int) \StockAvailable::getStockAvailableIdByProductId($product, $combination, $shop);
    }

    private function stockState(array $given): string
    {
        $sql = 'select quantity from ' . $this->table('stock_available') . ' where id_stock_available = ?';
        return (string) (int) $this->value($sql, [$this->stockRow($given)]);
    }

    private function stockHolds(array $given, string $mark): bool
    {
        // Long after, a number that was counted up or down can be anybody's.
        if (!isset($given['quantity']) && !$this->sent) return false;
        $wanted = $given['quantity'] ?? $this->stockWritten ?? (int) $mark + (int) $given['adjustBy'];
        $held = $this->stockState($given);
        return (int) $held === (int) $wanted || ($held !== $mark && $this->hasMoved($given));
    }

    /** Whether the shop's books have the change: a sale right after it makes the stock another one than was written. */
    private function hasMoved(array $given): bool
    {
        if ($this->lastMovement === null) return false;
        $sql = 'select 1 from ' . $this->table('stock_mvt') . " where id_stock_mvt > ? and id_stock = ?"
            . " and employee_firstname = 'Drawbridge' and employee_lastname = 'API' limit 1";
        return $this->value($sql, [$this->lastMovement, $this->stockRow($given)]) !== null;
    }
}
