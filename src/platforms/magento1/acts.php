<?php
namespace Drawbridge;

/**
 * Magento 1.9 and OpenMage 19 to 20. Everything goes through its models, in the store of its back office and with the observers of
 * that: their events, indexes and histories are those of the merchant's own hand.
 */
final class Magento1Acts extends Acts
{
    use Magento1CatalogActs;
    use Magento1ShipmentActs;

    public static function platform(): string
    {
        return 'MAGENTO1';
    }

    public function closed(): ?string
    {
        if (is_file("$this->root/maintenance.flag")) return 'The store is closed for maintenance.';
        return $this->awaitsUpgrade() ? "The store's next page has an upgrade of its database to make." : null;
    }

    public function boot(array $acts): \Generator
    {
        yield "$this->root/app/Mage.php";
        // Where there is one it starts none of its own, which the back office's observers would ask for.
        $_SESSION = [];
        // All of the back office's own area would start one even so.
        \Mage::app('admin', 'store');
        foreach (['global', 'adminhtml'] as $area) \Mage::app()->loadAreaPart($area, 'events');
    }

    /** Whether a module's files are newer than what it has made of the database: Magento would mend that as it starts. */
    private function awaitsUpgrade(): bool
    {
        $made = [];
        $database = new Database($this->config['database'] ?? $this->connector->database());
        // Its table stands beside that of its settings.
        $table = preg_replace('~core_config_data$~', 'core_resource', $this->connector->relations()['core_config_data'][1]);
        foreach ($database->own("select `code`, `version` from `$table`") as [$code, $version]) $made[$code] = $version;
        Database::close();
        foreach (can('glob') ? glob("$this->root/app/etc/modules/*.xml") ?: [] : [] as $file) {
            $declared = @simplexml_load_file($file);
            foreach ($declared ? $declared->modules->children() : [] as $name => $module) {
                if (!in_array((string) $module->active, ['true', '1'], true)) continue;
                $folder = "$this->root/app/code/$module->codePool/" . strtr((string) $name, '_', '/');
                $about = @simplexml_load_file("$folder/etc/config.xml");
                foreach ($about ? $about->xpath('global/resources/*[setup]') ?: [] : [] as $resource) {
                    $version = (string) $about->modules->$name->version;
                    $code = $resource->getName();
                    // Without scripts of its own there is nothing that it would do but note the version.
                    if (!is_dir("$folder/sql/$code")) continue;
                    if (version_compare($version, $made[$code] ?? '0', '>')) return true;
                }
            }
        }
        return false;
    }

    private function adapter()
    {
        return \Mage::getSingleton('core/resource')->getConnection('core_write');
    }

    protected function ask(string $sql): array
    {
        $text = static fn ($cell): ?string => $cell === null ? null : (string) $cell;
        $rows = $this->adapter()->getConnection()->query($sql)->fetchAll(\PDO::FETCH_ASSOC);
        return array_map(static fn (array $row): array => array_map($text, $row), $rows);
    }

    protected function send(string $sql): int
    {
        return (int) $this->adapter()->getConnection()->exec($sql);
    }

    protected function escape(string $text): string
    {
        return substr($this->adapter()->getConnection()->quote($text), 1, -1);
    }

    /** A table of one of its models, with the store's prefix. */
    private function table(string $model): string
    {
        return \Mage::getSingleton('core/resource')->getTableName($model);
    }

    /**
     * Makes a change in a transaction of Magento's own, within which those of its models count as parts. The first read must be
     * the locking one: what a plain read saw would be held against everybody else's changes.
     */
    private function transacted(callable $work): array
    {
        // What waits for the end of a transaction, such as indexing, is called by a model's resource alone.
        $resource = \Mage::getResourceModel('cataloginventory/stock_item');
        $resource->beginTransaction();
        $done = $work();
        $resource->commit();
        $this->kept = true;
        return $done;
    }

    public function rollBack(): void
    {
        $resource = \Mage::getResourceModel('cataloginventory/stock_item');
        // Where what comes after the end of a transaction, such as indexing, throws or leaves, the change is there all the same.
        if ($this->sent && $this->adapter()->getTransactionLevel() === 0) $this->kept = true;
        for ($level = $this->adapter()->getTransactionLevel(); $level > 0; $level--) $resource->rollBack();
    }

    public function tidy(): void
    {
        // These keep what they have seen of products for as long as PHP runs.
        foreach (['cataloginventory/observer', 'cataloginventory/stock_status', 'catalogrule/observer'] as $model) {
            \Mage::unregister("_singleton/$model");
        }
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
        $tables = ['order' => 'sales/order', 'shipment' => 'sales/shipment', 'tracking' => 'sales/shipment_track',
            'inventory' => 'cataloginventory/stock_item'];
        $reached = $this->reached($this->table($tables[$name] ?? 'catalog/product'));
        if ($reached !== null) return $reached;
        if ($name === 'order') return $this->lookAtOrder($given, (int) $mark);
        if ($name === 'shipment') return $this->lookAtShipment($given, (int) $mark);
        if ($name !== 'inventory' || !isset($given['quantity'])) return null;
        $held = (string) $this->stockRow((int) ($given['variant'] ?? $given['product']))['qty'];
        return self::same($held, $given['quantity']) ? true : (self::same($held, $mark) ? false : null);
    }

    /** The row of a product, or of a variant; NOT_FOUND where it is none. */
    private function productRow(array $given): array
    {
        $id = $this->number($given['variant'] ?? $given['product'] ?? '');
        $row = $this->rows('select * from ' . $this->table('catalog/product') . ' where entity_id = ?', [$id])[0] ?? null;
        $links = 'select 1 from ' . $this->table('catalog/product_super_link') . ' where product_id = ? limit 1';
        if ($row === null || (isset($given['variant']) && $this->value($links, [$id]) === null)) {
            throw new ActFault('NOT_FOUND', 'The store has no such product.', 'id');
        }
        return $row;
    }

    // ---- Stock ----

    private function stockRow(int $product, string $more = ''): ?array
    {
        $table = $this->table('cataloginventory/stock_item');
        return $this->rows("select * from $table where product_id = ? and stock_id = 1$more", [$product])[0] ?? null;
    }

    private function inventory(array $given): Change
    {
        if (isset($given['quantity']) === isset($given['adjustBy'])) {
            throw new ActFault('INVALID', 'It must be either a quantity or a number to adjust by.', 'quantity');
        }
        if (isset($given['optionValue'])) {
            throw new ActFault('UNSUPPORTED', 'Magento holds the stock of products and variants alone.', 'optionValueId');
        }
        $product = $this->productRow($given);
        $id = (int) $product['entity_id'];
        if (!\Mage::helper('cataloginventory')->isQty($product['type_id'])) {
            throw new ActFault('NOT_TRACKED', 'Its stock is that of the products that it is made of.');
        }
        $row = $this->stockRow($id);
        $item = \Mage::getModel('cataloginventory/stock_item')->loadByProduct($id);
        if ($row === null || !$item->getManageStock()) {
            throw new ActFault('NOT_TRACKED', 'The store does not count its stock.');
        }
        $field = isset($given['quantity']) ? 'quantity' : 'adjustBy';
        $parts = (bool) $item->getIsQtyDecimal();
        $number = $this->counted($given[$field], $field, $parts);
        $expected = isset($given['expectedQuantity']) ? self::plain($given['expectedQuantity']) : null;

        return new Change((string) $row['qty'], function () use ($id, $field, $number, $expected, $parts): array {
            return $this->transacted(function () use ($id, $field, $number, $expected, $parts): array {
                $held = (string) $this->stockRow($id, ' for update')['qty'];
                if ($expected !== null && !self::same($held, $expected)) throw self::stale('expectedQuantity');
                $wanted = $field === 'quantity' ? $number : self::sum($held, $number);
                $this->counted($wanted, $field, $parts);
                $this->sent = true;
                $item = \Mage::getModel('cataloginventory/stock_item')->loadByProduct($id);
                $item->setQty($wanted);
                // Put out of stock by itself, it comes back as it would with a cancelled order.
                $isBack = $item->getCanBackInStock() && (float) $wanted > (float) $item->getMinQty();
                if ($isBack && !$item->getIsInStock() && $item->getStockStatusChangedAuto()) {
                    $item->setIsInStock(true)->setStockStatusChangedAutomaticallyFlag(true);
                }
                $item->save();
                if (self::same((string) $this->stockRow($id)['qty'], $wanted)) return [];
                throw $this->found($this->table('cataloginventory/stock_item'),
                    new ActFault('REFUSED', 'An extension of the store holds another number.', $field));
            });
        });
    }

    /** A number of pieces: whole, unless the product is sold in parts of one; of at most eight digits and four after the point. */
    private function counted(string $decimal, string $field, bool $parts): string
    {
        $plain = self::plain($decimal);
        if (preg_match($parts ? '~^-?\d{1,8}(\.\d{1,4})?$~D' : '~^-?\d{1,8}$~D', $plain)) return $plain;
        $why = $parts ? 'The store holds eight digits and four after the point.' : 'The store counts whole pieces, of eight digits.';
        throw new ActFault('INVALID', $why, $field);
    }

    // ---- Orders ----

    private function orderRow(array $given): array
    {
        $id = $this->number($given['order']);
        $sql = 'select entity_id, state, status from ' . $this->table('sales/order') . ' where entity_id = ?';
        $row = $this->rows($sql, [$id])[0] ?? null;
        if ($row === null) throw new ActFault('NOT_FOUND', 'The store has no such order.', 'id');
        return $row;
    }

    /** The order's model, its row locked first; STALE where it is not in this status and state any more. */
    private function lockedOrder(array $row)
    {
        $sql = 'select status, state from ' . $this->table('sales/order') . ' where entity_id = ? for update';
        $now = $this->rows($sql, [$row['entity_id']])[0] ?? [];
        if (($now['status'] ?? '') !== $row['status'] || $now['state'] !== $row['state']) throw self::stale('expectedStatusId');
        $this->sent = true;
        return \Mage::getModel('sales/order')->load($row['entity_id']);
    }

    private function order(array $given): Change
    {
        $row = $this->orderRow($given);
        $present = (string) $row['status'];
        $status = isset($given['status']) ? $this->knownStatus($given['status']) : $present;
        if (isset($given['expectedStatus']) && $given['expectedStatus'] !== $present) throw self::stale('expectedStatusId');
        $comment = $given['comment'] ?? '';
        $this->fitting($comment, $this->table('sales/order_status_history'), 'comment', 'comment');
        if (!isset($given['status']) && $comment === '') throw new ActFault('INVALID', 'There is nothing to change.', 'statusId');
        $way = $status === $present ? null : $this->wayTo($status, \Mage::getModel('sales/order')->load($row['entity_id']));
        $notify = $given['notify'] ?? false;
        $history = 'select max(entity_id) from ' . $this->table('sales/order_status_history') . ' where parent_id = ?';
        $last = (int) $this->value($history, [$row['entity_id']]);

        return new Change((string) $last, function () use ($row, $present, $status, $way, $comment, $notify): array {
            if ($status === $present && $comment === '' && !$notify) return [];
            $order = null;
            $done = $this->transacted(function () use (&$order, $row, $present, $status, $way, $comment, $notify): array {
                $order = $this->lockedOrder($row);
                if ($way !== null) $order->$way();
                if ($way === null || $comment !== '' || $notify || $order->getStatus() !== $status) {
                    $order->addStatusHistoryComment($comment, $status)->setIsVisibleOnFront((int) $notify)
                        ->setIsCustomerNotified((int) $notify);
                }
                $order->save();
                $sql = 'select status from ' . $this->table('sales/order') . ' where entity_id = ?';
                if ((string) $this->value($sql, [$row['entity_id']]) === $status) return [];
                $why = 'The store put the order into another status.';
                throw $this->found($this->table('sales/order'), new ActFault('REFUSED', $why, 'statusId'));
            });
            if ($notify) $this->mailed(static fn () => $order->sendOrderUpdateEmail(true, trim(strip_tags($comment))));
            return $done;
        });
    }

    /** Magento's own method that brings an order into the state of a status; null where that is its present state. */
    private function wayTo(string $status, $order): ?string
    {
        $state = (string) $order->getState();
        if ($this->isOf($status, $state)) return null;
        if ($this->isOf($status, 'canceled')) $way = $order->canCancel() ? 'cancel' : null;
        elseif ($this->isOf($status, 'holded')) $way = $order->canHold() ? 'hold' : null;
        else $way = $order->canUnhold() && $this->isOf($status, (string) $order->getHoldBeforeState()) ? 'unhold' : null;
        if ($way !== null) return $way;
        $why = 'Magento gives the status only to orders of its state, which come to it by being paid, sent, cancelled or held.';
        throw new ActFault('REFUSED', $why, 'statusId');
    }

    private function isOf(string $status, string $state): bool
    {
        $sql = 'select status from ' . $this->table('sales/order_status_state') . ' where state = ?';
        return in_array($status, array_column($this->rows($sql, [$state]), 'status'), true);
    }

    private function knownStatus(string $given): string
    {
        $statuses = array_column($this->rows('select status from ' . $this->table('sales/order_status')), 'status');
        if (!in_array($given, $statuses, true)) throw new ActFault('INVALID', 'The store has no such status.', 'statusId');
        return $given;
    }

    /** Sends a mail after a change that is there for good: whether it goes out is the store's business. */
    private function mailed(callable $send): void
    {
        try {
            $send();
        } catch (\Throwable $error) {
            note('MAIL', get_class($error), $error->getFile(), $error->getLine());
        }
    }

    /** Whether its history has an entry as asked that is newer than the newest of before. */
    private function lookAtOrder(array $given, int $last): ?bool
    {
        $sql = 'select status, comment from ' . $this->table('sales/order_status_history') . ' where parent_id = ? and entity_id > ?';
        foreach ($this->rows($sql, [(int) $given['order'], $last]) as $row) {
            $isStatus = !isset($given['status']) || $row['status'] === $given['status'];
            if ($isStatus && (string) $row['comment'] === ($given['comment'] ?? '')) return true;
        }
        return null;
    }
}
