<?php
namespace Drawbridge;

/**
 * Zen Cart 1.5.7 to 2.2. Orders go through its function zen_update_orders_history(), as the back office's do; its forms for
 * products write SQL themselves, and so what is asked is written as they write it.
 */
final class ZenCartActs extends Acts
{
    public static function platform(): string
    {
        return 'ZENCART';
    }

    public function acts(): array
    {
        return ['inventory', 'price', 'product', 'order'];
    }

    public function boot(array $acts): \Generator
    {
        // What it starts for those who tell it of payments: no cart, no visitors' counter, nothing for maintenance.
        $isNew = is_file("$this->root/includes/auto_loaders/webhook.core.php");
        $GLOBALS['loaderPrefix'] = $isNew ? 'webhook' : 'paypal_ipn';
        // Left out there, and needed by its prices.
        if ($isNew && !defined('TOPMOST_CATEGORY_PARENT_ID')) define('TOPMOST_CATEGORY_PARENT_ID', '0');
        yield "$this->root/includes/application_top.php";
    }

    protected function ask(string $sql): array
    {
        $result = $this->query($sql);
        return $result instanceof \mysqli_result ? $result->fetch_all(MYSQLI_ASSOC) : [];
    }

    protected function send(string $sql): int
    {
        $this->query($sql);
        return (int) mysqli_affected_rows($GLOBALS['db']->link);
    }

    /** Past its own object, which ends PHP where a statement fails. */
    private function query(string $sql)
    {
        $result = mysqli_query($GLOBALS['db']->link, $sql);
        if ($result === false) throw new \RuntimeException('a statement failed', mysqli_errno($GLOBALS['db']->link));
        return $result;
    }

    protected function escape(string $text): string
    {
        return mysqli_real_escape_string($GLOBALS['db']->link, $text);
    }

    public function change(string $name, array $given): Change
    {
        if ($name === 'order') return $this->order($given);
        if (isset($given['variant'])) throw new ActFault('NOT_FOUND', 'Zen Cart has no variants.', 'id');
        if ($name === 'price') return $this->price($given);
        return $name === 'product' ? $this->product($given) : $this->inventory($given);
    }

    public function look(string $name, array $given, string $mark): ?bool
    {
        $reached = $this->reached($name === 'order' ? TABLE_ORDERS : TABLE_PRODUCTS);
        if ($reached !== null) return $reached;
        if ($name === 'order') return $this->lookAtOrder($given, (int) $mark);
        if ($name !== 'inventory' || !isset($given['quantity'])) return null;
        $held = $this->value('select products_quantity from ' . TABLE_PRODUCTS . ' where products_id = ?', [$given['product']]);
        return self::same((string) $held, $given['quantity']) ? true : (self::same((string) $held, $mark) ? false : null);
    }

    private function productRow(array $given): array
    {
        $id = $this->number($given['product'] ?? '');
        $row = $this->rows('select * from ' . TABLE_PRODUCTS . ' where products_id = ?', [$id])[0] ?? null;
        if ($row === null) throw new ActFault('NOT_FOUND', 'The store has no such product.', 'id');
        return $row;
    }

    // ---- Stock ----

    private function inventory(array $given): Change
    {
        if (isset($given['quantity']) === isset($given['adjustBy'])) {
            throw new ActFault('INVALID', 'It must be either a quantity or a number to adjust by.', 'quantity');
        }
        if (isset($given['optionValue'])) {
            throw new ActFault('UNSUPPORTED', 'Zen Cart holds the stock of products alone.', 'optionValueId');
        }
        $row = $this->productRow($given);
        if (STOCK_LIMITED !== 'true') {
            throw new ActFault('NOT_TRACKED', 'The store does not count its stock.');
        }
        $field = isset($given['quantity']) ? 'quantity' : 'adjustBy';
        $number = $this->counted($given[$field], $field);
        $expected = isset($given['expectedQuantity']) ? $given['expectedQuantity'] : null;
        $id = (int) $row['products_id'];

        return new Change((string) $row['products_quantity'], function () use ($id, $field, $number, $expected): array {
            return $this->within(function () use ($id, $field, $number, $expected): array {
                $of = 'select products_quantity from ' . TABLE_PRODUCTS . ' where products_id = ?';
                $held = (string) $this->value("$of for update", [$id]);
                if ($expected !== null && !self::same($held, $expected)) throw self::stale('expectedQuantity');
                // Where tables know no transactions, the condition is what holds beside shoppers.
                $as = $expected === null ? '' : " and abs(products_quantity - ($held)) < 0.0001";
                $to = $field === 'quantity' ? $number : "products_quantity + ($number)";
                $wanted = $field === 'quantity' ? $number : $this->counted(self::sum($held, $number), $field);
                $changed = $this->run('update ' . TABLE_PRODUCTS . " set products_quantity = $to, products_last_modified = now()"
                    . " where products_id = ?$as", [$id]);
                if ($changed === 0 && $expected !== null && !self::same((string) $this->value($of, [$id]), $wanted)) {
                    throw self::stale('expectedQuantity');
                }
                return [];
            });
        });
    }

    /** A number of pieces as its column, a FLOAT, gives it back, to its own checkout too: six digits, and no more. */
    private function counted(string $decimal, string $field): string
    {
        $plain = self::plain($decimal);
        if (preg_match('~^-?\d{1,6}(\.\d{1,4})?$~D', $plain) && strlen(preg_replace('~\D~', '', $plain)) <= 6) return $plain;
        throw new ActFault('INVALID', 'The store holds six digits of it at most.', $field);
    }

    // ---- Prices ----

    private function price(array $given): Change
    {
        $row = $this->productRow($given);
        $id = (int) $row['products_id'];
        [$price, $changesSale, $sale, $expected] = $this->pricing($given, '0001-01-01');

        return new Change('', function () use ($id, $price, $changesSale, $sale, $expected): array {
            $done = $this->within(function () use ($id, $price, $changesSale, $sale, $expected): array {
                $of = 'select products_price from ' . TABLE_PRODUCTS . ' where products_id = ?';
                if ($expected !== null && !self::same((string) $this->value("$of for update", [$id]), $expected)) {
                    throw self::stale('expectedPrice');
                }
                if ($price !== null) {
                    $this->run('update ' . TABLE_PRODUCTS . ' set products_price = ?, products_last_modified = now()'
                        . ' where products_id = ?', [$price, $id]);
                }
                if ($changesSale) $this->writeSpecial($id, $sale);
                if ($price === null || self::same((string) $this->value($of, [$id]), $price)) return [];
                throw $this->found(TABLE_PRODUCTS, new ActFault('REFUSED', 'The store holds another price.', 'price'));
            });
            zen_update_products_price_sorter($id);
            return $done;
        });
    }

    /** A product has one row of specials at most; it is on where today is one of its days. */
    private function writeSpecial(int $id, ?array $sale): void
    {
        if ($sale === null) {
            $this->run('delete from ' . TABLE_SPECIALS . ' where products_id = ?', [$id]);
            return;
        }
        $today = date('Y-m-d');
        $isOn = $sale['startsAt'] <= $today && ($sale['endsAt'] === '0001-01-01' || $today < $sale['endsAt']);
        $set = 'specials_new_products_price = ?, specials_date_available = ?, expires_date = ?, status = ?';
        $values = [$sale['price'], $sale['startsAt'], $sale['endsAt'], $isOn ? 1 : 0];
        $held = $this->value('select specials_id from ' . TABLE_SPECIALS . ' where products_id = ? limit 1', [$id]);
        if ($held === null) {
            $insert = 'insert into ' . TABLE_SPECIALS . " set products_id = ?, specials_date_added = now(), $set";
            $this->run($insert, array_merge([$id], $values));
        } else {
            $update = 'update ' . TABLE_SPECIALS . " set specials_last_modified = now(), $set where products_id = ?";
            $this->run($update, array_merge($values, [$id]));
        }
    }

    // ---- Products ----

    private function product(array $given): Change
    {
        $row = $this->productRow($given);
        $id = (int) $row['products_id'];
        $set = [];
        if (isset($given['gtin'])) throw new ActFault('UNSUPPORTED', 'Zen Cart has no GTIN.', 'gtin');
        if (isset($given['status'])) {
            $held = ['ACTIVE' => 1, 'DISABLED' => 0][$given['status']] ?? null;
            if ($held === null) throw new ActFault('UNSUPPORTED', 'Zen Cart knows ACTIVE and DISABLED alone.', 'status');
            $set['products_status'] = $held;
        }
        foreach (['sku' => 'products_model', 'mpn' => 'products_mpn'] as $field => $column) {
            if (!isset($given[$field])) continue;
            $set[$column] = htmlspecialchars($given[$field], ENT_COMPAT, 'UTF-8', false);
            $this->fitting($set[$column], TABLE_PRODUCTS, $column, $field);
        }
        if (isset($given['weight'])) {
            $set['products_weight'] = $this->counted($given['weight'], 'weight');
            if ($given['weight'][0] === '-') throw new ActFault('INVALID', 'A weight is not below zero.', 'weight');
        }
        $writes = [];
        foreach ($set as $column => $value) {
            $writes[] = ['update ' . TABLE_PRODUCTS . " set $column = ? where products_id = ?", [$value, $id]];
        }
        foreach ($given['translations'] ?? [] as $at => $text) {
            $writes = array_merge($writes, $this->textWrites($id, $text, "translations.$at"));
        }
        if (isset($given['categories'])) $writes = array_merge($writes, $this->categoryWrites($row, $given['categories']));
        if ($writes === []) throw new ActFault('INVALID', 'There is nothing to change.');
        $writes[] = ['update ' . TABLE_PRODUCTS . ' set products_last_modified = now() where products_id = ?', [$id]];

        return new Change('', function () use ($writes): array {
            return $this->within(function () use ($writes): array {
                foreach ($writes as [$sql, $values]) $this->run($sql, $values);
                return [];
            });
        });
    }

    private function textWrites(int $id, array $text, string $field): array
    {
        if (isset($text['shortDescription'])) {
            throw new ActFault('UNSUPPORTED', 'Zen Cart has no short descriptions.', "$field.shortDescription");
        }
        $languages = $this->rows('select languages_id, code from ' . TABLE_LANGUAGES);
        $language = $this->languageIn(array_column($languages, 'languages_id', 'code'), $text['language'], "$field.language");
        $writes = [];
        $table = TABLE_PRODUCTS_DESCRIPTION;
        $row = $this->rows("select 1 as n from $table where products_id = ? and language_id = ?", [$id, $language]);
        if ($row === []) $writes[] = ["insert into $table set products_id = ?, language_id = ?", [$id, $language]];
        foreach (['name', 'description'] as $part) {
            if (!isset($text[$part])) continue;
            // Its pages print names as they are held; descriptions are HTML.
            $stored = $part === 'name' ? htmlspecialchars($text[$part], ENT_COMPAT, 'UTF-8') : $text[$part];
            $this->fitting($stored, $table, "products_$part", "$field.$part");
            if ($part === 'name' && trim($stored) === '') throw new ActFault('INVALID', 'A product has a name.', "$field.name");
            $writes[] = ["update $table set products_$part = ? where products_id = ? and language_id = ?", [$stored, $id, $language]];
        }
        return $writes;
    }

    private function categoryWrites(array $row, array $categories): array
    {
        if ($categories === []) throw new ActFault('INVALID', 'A product stands in a category.', 'categoryIds');
        $id = (int) $row['products_id'];
        $writes = [['delete from ' . TABLE_PRODUCTS_TO_CATEGORIES . ' where products_id = ?', [$id]]];
        $ids = [];
        foreach (array_unique($categories) as $at => $category) {
            $sql = 'select categories_id from ' . TABLE_CATEGORIES . ' where categories_id = ?';
            $known = preg_match('~^[1-9]\d{0,9}$~D', $category) ? $this->value($sql, [(int) $category]) : null;
            if ($known === null) throw new ActFault('INVALID', 'The store has no such category.', "categoryIds.$at");
            $ids[] = (int) $known;
            $insert = 'insert into ' . TABLE_PRODUCTS_TO_CATEGORIES . ' set products_id = ?, categories_id = ?';
            $writes[] = [$insert, [$id, (int) $known]];
        }
        if (in_array((int) $row['master_categories_id'], $ids, true)) return $writes;
        $writes[] = ['update ' . TABLE_PRODUCTS . ' set master_categories_id = ? where products_id = ?', [$ids[0], $id]];
        return $writes;
    }

    // ---- Orders ----

    private function order(array $given): Change
    {
        $id = $this->number($given['order']);
        $row = $this->rows('select orders_status from ' . TABLE_ORDERS . ' where orders_id = ?', [$id])[0] ?? null;
        if ($row === null) throw new ActFault('NOT_FOUND', 'The store has no such order.', 'id');
        $present = (int) $row['orders_status'];
        $status = isset($given['status']) ? $this->statusId($given['status']) : $present;
        if (isset($given['expectedStatus']) && $given['expectedStatus'] !== (string) $present) throw self::stale('expectedStatusId');
        $comment = $this->comment($given);
        $this->fitting($comment, TABLE_ORDERS_STATUS_HISTORY, 'comments', 'comment');
        if (!isset($given['status']) && $comment === '') throw new ActFault('INVALID', 'There is nothing to change.', 'statusId');
        $history = 'select max(orders_status_history_id) from ' . TABLE_ORDERS_STATUS_HISTORY . ' where orders_id = ?';
        $last = (int) $this->value($history, [$id]);
        $notify = $given['notify'] ?? false;

        return new Change((string) $last, function () use ($id, $present, $status, $comment, $notify): array {
            if ($status === $present && $comment === '') return [];
            return $this->within(function () use ($id, $present, $status, $comment, $notify): array {
                $of = 'select orders_status from ' . TABLE_ORDERS . ' where orders_id = ?';
                if ((int) $this->value("$of for update", [$id]) !== $present) throw self::stale('expectedStatusId');
                $this->sent = true;
                // Its customers see every comment that is not marked as hidden; the marking is -1.
                $told = $notify ? 1 : ($comment === '' ? 0 : -1);
                $new = $status === $present ? -1 : $status;
                $entry = zen_update_orders_history($id, addslashes($comment), 'Drawbridge', $new, $told, true);
                if ($entry > 0 && (int) $this->value($of, [$id]) === $status) return [];
                throw $this->found(TABLE_ORDERS, new ActFault('REFUSED', 'The store put the order into another status.'));
            });
        });
    }

    /** A comment as its pages, which print all but a customer's own as HTML, can hold it. */
    private function comment(array $given): string
    {
        return htmlspecialchars($given['comment'] ?? '', ENT_NOQUOTES, 'UTF-8');
    }

    private function statusId(string $given): int
    {
        $sql = 'select orders_status_id from ' . TABLE_ORDERS_STATUS . ' where orders_status_id = ? limit 1';
        $known = preg_match('~^[1-9]\d{0,9}$~D', $given) ? $this->value($sql, [(int) $given]) : null;
        if ($known === null) throw new ActFault('INVALID', 'The store has no such status.', 'statusId');
        return (int) $known;
    }

    /** Whether its history has an entry as asked that is newer than the newest of before. */
    private function lookAtOrder(array $given, int $last): ?bool
    {
        $sql = 'select orders_status_id, comments from ' . TABLE_ORDERS_STATUS_HISTORY
            . ' where orders_id = ? and orders_status_history_id > ?';
        foreach ($this->rows($sql, [(int) $given['order'], $last]) as $row) {
            $isStatus = !isset($given['status']) || $row['orders_status_id'] === $given['status'];
            if ($isStatus && (string) $row['comments'] === $this->comment($given)) return true;
        }
        return null;
    }
}
