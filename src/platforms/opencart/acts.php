<?php
namespace Drawbridge;

/**
 * OpenCart 3.0 to 4.1. Orders go through its model checkout/order, as the back office's do; for stock, prices and products
 * the back office has only forms that write a whole product anew, so that what is asked is written as those forms write it.
 */
final class OpenCartActs extends Acts
{
    use OpenCartCatalogActs;

    /** OpenCart's own registry of objects. */
    private $registry = null;
    private string $version = '';
    private int $storeId = 0;
    public static function platform(): string
    {
        return 'OPENCART';
    }

    public function acts(): array
    {
        return ['inventory', 'price', 'product', 'order'];
    }

    public function boot(array $acts): \Generator
    {
        $this->version = (string) $this->connector->platformVersion();
        if (!defined('VERSION')) define('VERSION', $this->version);
        // One start is for one of its stores: that of the first order, whose settings say what its statuses mean.
        $this->storeId = $this->storeOf($acts);
        $_GET['store_id'] = (string) $this->storeId;
        yield "$this->root/config.php";
        if ($this->isFour()) {
            // A route of ours, since those of its own interface want a signature; it lets "api" through in maintenance.
            $_GET['route'] = 'apidrawbridge/acts';
            spl_autoload_register(static function (string $class): void {
                $ours = 'Opencart\Catalog\Controller\Apidrawbridge\Acts';
                if ($class === $ours) class_alias(self::stop(), $ours);
            });
            yield DIR_SYSTEM . 'startup.php';
            yield DIR_SYSTEM . 'framework.php';
        } else {
            // Takes routes of its own files alone; this one only says that it was not asked properly.
            $_GET['route'] = 'api/currency';
            $GLOBALS['application_config'] = 'catalog';
            yield DIR_SYSTEM . 'startup.php';
            yield modification(DIR_SYSTEM . 'framework.php');
        }
        $this->registry = $GLOBALS['registry'];
        $this->forgetSession();
    }

    /** The class of a page that does nothing, made once its parent is there. */
    private static function stop(): string
    {
        return get_class(new class($GLOBALS['registry']) extends \Opencart\System\Engine\Controller {
            public function index(): void {}
        });
    }

    private function isFour(): bool
    {
        return version_compare($this->version, '4', '>=');
    }

    /** The store of the first order that is asked for; 0, the main one, where none is. */
    private function storeOf(array $acts): int
    {
        foreach ($acts as ['do' => $name, 'with' => $given]) {
            if ($name !== 'order' || !ctype_digit($given['order'])) continue;
            $order = $this->connector->relations()['order'][1];
            $database = new Database($this->config['database'] ?? $this->connector->database());
            foreach ($database->own("select `store_id` from `$order` where `order_id` = ?", [(int) $given['order']]) as $row) {
                $store = $row[0];
            }
            Database::close();
            if (is_int($store ?? null)) return $store;
        }
        return 0;
    }

    /** Its start leaves a session, which it would write once more when PHP ends. */
    private function forgetSession(): void
    {
        $session = $this->registry->get('session');
        if (!is_object($session) || !method_exists($session, 'destroy')) return;
        register_shutdown_function(static function () use ($session): void {
            try {
                $session->destroy($session->getId());
            } catch (\Throwable $error) {
                // It goes with the others that are too old.
            }
        });
    }

    protected function ask(string $sql): array
    {
        return $this->registry->get('db')->query($sql)->rows;
    }

    protected function send(string $sql): int
    {
        $this->registry->get('db')->query($sql);
        return (int) $this->registry->get('db')->countAffected();
    }

    protected function escape(string $text): string
    {
        return $this->registry->get('db')->escape($text);
    }

    public function change(string $name, array $given): Change
    {
        if ($name === 'order') return $this->order($given);
        if ($name === 'price') return $this->price($given);
        return $name === 'product' ? $this->product($given) : $this->inventory($given);
    }

    /** Makes a change in a transaction; what lists of products the store keeps is then made anew. */
    private function kept(callable $work): array
    {
        $done = $this->within($work);
        $this->registry->get('cache')->delete('product');
        return $done;
    }

    public function look(string $name, array $given, string $mark): ?bool
    {
        $table = $name === 'order' ? 'order' : 'product';
        // In the same run it is known how far it came.
        $reached = $this->reached(DB_PREFIX . $table);
        if ($reached !== null) return $reached;
        if ($name === 'order') return $this->lookAtOrder($given, (int) $mark);
        if ($name !== 'inventory' || !isset($given['quantity'])) return null;
        [$table, $where] = $this->counted($given);
        $held = (int) $this->value("select quantity from $table where $where");
        return $held === (int) $given['quantity'] ? true : ($held === (int) $mark ? false : null);
    }

    // ---- Stock ----

    private function inventory(array $given): Change
    {
        if (isset($given['quantity']) === isset($given['adjustBy'])) {
            throw new ActFault('INVALID', 'It must be either a quantity or a number to adjust by.', 'quantity');
        }
        [$table, $where] = $this->counted($given);
        $row = $this->rows("select quantity, subtract from $table where $where")[0] ?? null;
        if ($row === null) throw new ActFault('INVALID', 'The product has no such value.', 'optionValueId');
        if ((int) $row['subtract'] !== 1) throw new ActFault('NOT_TRACKED', 'The store does not count its stock.');
        $field = isset($given['quantity']) ? 'quantity' : 'adjustBy';
        $number = $this->pieces($given[$field], $field);
        $expected = isset($given['expectedQuantity']) ? $this->pieces($given['expectedQuantity'], 'expectedQuantity') : null;
        $id = (int) ($given['variant'] ?? $given['product']);

        return new Change((string) (int) $row['quantity'], function () use ($table, $where, $field, $number, $expected, $id): array {
            return $this->kept(function () use ($table, $where, $field, $number, $expected, $id): array {
                $held = (int) $this->value("select quantity from $table where $where for update");
                if ($expected !== null && $held !== $expected) throw self::stale('expectedQuantity');
                $wanted = $field === 'quantity' ? $number : $held + $number;
                if (abs($wanted) > 2147483647) throw new ActFault('INVALID', 'The store holds no such number.', $field);
                // Where tables know no transactions, the condition is what holds beside shoppers.
                $as = $expected === null ? '' : " and quantity = $held";
                $to = $field === 'quantity' ? (string) $wanted : "quantity + ($number)";
                $changed = $this->run("update $table set quantity = $to where $where$as");
                if ($changed === 0 && $wanted !== $held) throw self::stale('expectedQuantity');
                $this->run('update `' . DB_PREFIX . 'product` set date_modified = now() where product_id = ?', [$id]);
                return [];
            });
        });
    }

    /** The table and the condition of the row that holds the stock which is meant. */
    private function counted(array $given): array
    {
        $id = $this->productId($given);
        if (!isset($given['optionValue'])) return ['`' . DB_PREFIX . 'product`', "product_id = $id"];
        $value = $this->number($given['optionValue'], 'optionValueId');
        return ['`' . DB_PREFIX . 'product_option_value`', "product_id = $id and product_option_value_id = $value"];
    }

    /** The number of a product, or of a variant, that is there. */
    private function productId(array $given): int
    {
        $id = $this->number($given['variant'] ?? $given['product'] ?? '');
        $row = $this->rows('select * from `' . DB_PREFIX . 'product` where product_id = ?', [$id])[0] ?? null;
        if ($row === null || ((int) ($row['master_id'] ?? 0) > 0) !== isset($given['variant'])) {
            throw new ActFault('NOT_FOUND', 'The store has no such product.', 'id');
        }
        return $id;
    }

    // ---- Orders ----

    private function order(array $given): Change
    {
        $id = $this->number($given['order']);
        $order = '`' . DB_PREFIX . 'order`';
        $row = $this->rows("select order_status_id, store_id from $order where order_id = ?", [$id])[0] ?? null;
        // Status 0 is a checkout that was not finished.
        if ($row === null || (int) $row['order_status_id'] === 0) throw new ActFault('NOT_FOUND', 'The store has no such order.', 'id');
        if ((int) $row['store_id'] !== $this->storeId) {
            throw new ActFault('NOT_BEGUN', 'Orders of another of its stores are changed in a request of their own.', null, true);
        }
        $present = (int) $row['order_status_id'];
        $status = isset($given['status']) ? $this->statusId($given['status'], 'statusId') : $present;
        $expected = isset($given['expectedStatus']) ? $given['expectedStatus'] : null;
        if ($expected !== null && $expected !== (string) $present) throw self::stale('expectedStatusId');
        $comment = $this->stored($given['comment'] ?? '');
        $this->fitting($comment, DB_PREFIX . 'order_history', 'comment', 'comment');
        $notify = $given['notify'] ?? false;
        if (!isset($given['status']) && $comment === '') throw new ActFault('INVALID', 'There is nothing to change.', 'statusId');
        $last = (int) $this->value('select max(order_history_id) from `' . DB_PREFIX . 'order_history` where order_id = ?', [$id]);

        return new Change((string) $last, function () use ($id, $order, $present, $status, $comment, $notify): array {
            if ($status === $present && $comment === '' && !$notify) return [];
            $this->registry->get('load')->model('checkout/order');
            return $this->kept(function () use ($id, $order, $present, $status, $comment, $notify): array {
                $of = "select order_status_id from $order where order_id = ?";
                if ((int) $this->value("$of for update", [$id]) !== $present) throw self::stale('expectedStatusId');
                $this->sent = true;
                $model = $this->registry->get('model_checkout_order');
                // A mere comment is no reason for its extensions against fraud to look at the order again.
                $override = $status === $present;
                $this->isFour() ? $model->addHistory($id, $status, $comment, $notify, $override)
                    : $model->addOrderHistory($id, $status, $comment, $notify, $override);
                if ((int) $this->value($of, [$id]) === $status) return [];
                throw $this->found(DB_PREFIX . 'order', new ActFault('REFUSED', 'An extension of the store put it into another status.'));
            });
        });
    }

    private function statusId(string $given, string $field): int
    {
        $sql = 'select order_status_id from `' . DB_PREFIX . 'order_status` where order_status_id = ? limit 1';
        $known = preg_match('~^[1-9]\d{0,9}$~D', $given) ? $this->value($sql, [(int) $given]) : null;
        if ($known === null) throw new ActFault('INVALID', 'The store has no such status.', $field);
        return (int) $known;
    }

    /** Whether its history has an entry as asked that is newer than the newest of before. */
    private function lookAtOrder(array $given, int $last): ?bool
    {
        $id = $this->number($given['order']);
        $sql = 'select h.order_status_id, h.comment, o.order_status_id as present from `' . DB_PREFIX . 'order` as o left join `'
            . DB_PREFIX . 'order_history` as h on h.order_id = o.order_id and h.order_history_id > ? where o.order_id = ?';
        $comment = $this->stored($given['comment'] ?? '');
        foreach ($this->rows($sql, [$last, $id]) as $row) {
            $isStatus = !isset($given['status']) || $row['order_status_id'] === $given['status'];
            if ($row['order_status_id'] !== null && $isStatus && $row['comment'] === $comment) return true;
        }
        return null;
    }
}
