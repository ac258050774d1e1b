<?php
namespace Drawbridge;

/** WooCommerce 5.0 to 11.x. All is done by its own classes and functions; only values that are compared are read by SQL. */
final class WooCommerceActs extends Acts
{
    use WooCommerceCatalogActs, WooCommerceOrderActs, WooCommerceShipmentActs;

    public static function platform(): string
    {
        return 'WOOCOMMERCE';
    }

    public function closed(): ?string
    {
        $file = $this->folder() . '/.maintenance';
        $text = is_file($file) ? (string) @file_get_contents($file) : '';
        if ($text === '') return null;
        // WordPress takes no notice of one that is older than ten minutes.
        $isOld = preg_match('~\$upgrading\s*=\s*(\d{1,12})\s*;~', $text, $began) && time() - (int) $began[1] >= 600;
        return $isOld ? null : 'An update of WordPress is under way.';
    }

    public function boot(array $acts): \Generator
    {
        $database = new Database($this->config['database'] ?? $this->connector->database());
        $this->refuseUpdate($database);
        $this->visitSite($database);
        Database::close();
        // No cron, session or cart of this visit, no mail about a plugin that fails.
        foreach (['DOING_CRON', 'DISABLE_WP_CRON', 'WP_DISABLE_FATAL_ERROR_HANDLER'] as $name) {
            if (!defined($name)) define($name, true);
        }
        // Mails that are put off would be sent by another request, which does not know whom this one spares them.
        $never = ['function' => static function (): bool { return false; }, 'accepted_args' => 1];
        $GLOBALS['wp_filter']['woocommerce_defer_transactional_emails'][PHP_INT_MAX]['drawbridge'] = $never;
        yield $this->folder() . '/wp-load.php';
        if (!function_exists('wc_get_product') || !did_action('woocommerce_init')) {
            throw new ActFault('REFUSED', 'WooCommerce is not active in this store.', null, true);
        }
        if ($GLOBALS['wpdb']->options !== $this->connector->relations()['option'][1]) {
            throw new ActFault('REFUSED', 'WordPress has started another of its sites.', null, true);
        }
        // Copies of the database lag behind what was just changed.
        if (method_exists($GLOBALS['wpdb'], 'send_reads_to_masters')) $GLOBALS['wpdb']->send_reads_to_masters();
    }

    /** Where its files are newer than its tables, the next visit updates them; it must not be this one. */
    private function refuseUpdate(Database $database): void
    {
        $options = $this->connector->relations()['option'][1];
        $sql = "select `option_value` from `$options` where `option_name` = ?";
        foreach ($database->own($sql, ['woocommerce_version']) as $row) $made = (string) $row[0];
        $present = (string) $this->connector->platformVersion();
        if (isset($made) && version_compare($made, $present, '>=')) return;
        throw new ActFault('REFUSED', "WooCommerce's own update of its tables is due first.", null, true);
    }

    /** A network looks for its site by host and folder, and sends everybody else away: so this is a visit to the one that is read. */
    private function visitSite(Database $database): void
    {
        [$sites, $number] = $this->connector->network() ?? [null, 0];
        $sql = "select `domain`, `path` from `$sites` where `blog_id` = ?";
        foreach ($sites === null ? [] : $database->own($sql, [$number]) as [$domain, $folder]) {
            $_SERVER['HTTP_HOST'] = $_SERVER['SERVER_NAME'] = (string) $domain;
            $_SERVER['REQUEST_URI'] = (string) $folder;
            $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $folder . 'index.php';
        }
    }

    /** The folder of WordPress' own files. */
    private function folder(): string
    {
        return $this->root . (is_file("$this->root/wp-load.php") ? '' : '/wp');
    }

    protected function ask(string $sql): array
    {
        return $this->silently(static function ($wpdb) use ($sql) {
            return $wpdb->get_results($sql, 'ARRAY_A');
        }) ?: [];
    }

    protected function send(string $sql): int
    {
        return (int) $this->silently(static function ($wpdb) use ($sql) {
            $wpdb->query($sql);
            return $wpdb->rows_affected;
        });
    }

    /** What goes wrong is thrown, and written to no log with its statement. */
    private function silently(callable $work)
    {
        $wpdb = $GLOBALS['wpdb'];
        $were = $wpdb->suppress_errors(true);
        $result = $work($wpdb);
        $wpdb->suppress_errors($were);
        if ($wpdb->last_error !== '') throw new \RuntimeException('a statement failed');
        return $result;
    }

    protected function escape(string $text): string
    {
        return $GLOBALS['wpdb']->_real_escape($text);
    }

    public function tidy(): void
    {
        if (function_exists('wp_cache_supports') && wp_cache_supports('flush_runtime')) wp_cache_flush_runtime();
        elseif (!wp_using_ext_object_cache()) wp_cache_flush();
    }

    /** What it and its plugins put off to the end belongs to these acts, and its output to nobody. */
    public function end(): void
    {
        remove_action('shutdown', 'wp_ob_end_flush_all', 1);
        do_action('shutdown');
        remove_all_actions('shutdown');
    }

    public function change(string $name, array $given): Change
    {
        switch ($name) {
            case 'inventory': return $this->inventory($given);
            case 'price': return $this->price($given);
            case 'product': return $this->product($given);
            case 'order': return $this->order($given);
            case 'shipment': return $this->shipment($given);
            default: return $this->tracking($given);
        }
    }

    public function look(string $name, array $given, string $mark): ?bool
    {
        switch ($name) {
            case 'inventory': return $this->lookAtStock($given);
            case 'price': return $this->seen($this->heldPrices((int) ($given['variant'] ?? $given['product'])), $mark);
            case 'product': return $this->seen($this->heldFields((int) $given['product'], $given), $mark);
            case 'order': return $this->lookAtOrder($given, $mark);
            default: return $this->lookAtShipment($given, $mark);
        }
    }

    /** A mark of what is held and of what is wanted in its place. */
    private static function markOf(array $held, array $wanted): string
    {
        return sha1(serialize($held)) . ' ' . sha1(serialize($wanted));
    }

    private function seen(array $held, string $mark): ?bool
    {
        [$before, $wanted] = explode(' ', "$mark ");
        $now = sha1(serialize($held));
        return $now === $wanted ? true : ($now === $before ? false : null);
    }

    /** Compares what is held after the platform's code has run with what was wanted. */
    private function readBack(array $held, array $before, array $wanted): array
    {
        if ($held === $wanted) return [];
        if ($held === $before) throw new ActFault('REFUSED', "The store's own code would not, and nothing was changed.");
        throw new \RuntimeException('not as asked');
    }

    /** The number of a product, or of a variation, that is there. */
    private function productId(array $given): int
    {
        $id = $this->number($given['variant'] ?? $given['product'] ?? '');
        $posts = $GLOBALS['wpdb']->posts;
        $sql = "select p.post_type, p.post_status, a.post_type as above, a.post_status as above_status"
            . " from `$posts` as p left join `$posts` as a on a.ID = p.post_parent where p.ID = ?";
        $row = $this->rows($sql, [$id])[0] ?? null;
        $isProduct = static function ($type, $status): bool {
            return $type === 'product' && !in_array($status, ['auto-draft', 'importing', 'inherit'], true);
        };
        $found = $row !== null && (isset($given['variant'])
            ? $row['post_type'] === 'product_variation' && in_array($row['post_status'], ['publish', 'private'], true)
                && $isProduct($row['above'], $row['above_status'])
            : $isProduct($row['post_type'], $row['post_status']));
        if ($found) return $id;
        throw new ActFault('NOT_FOUND', 'The store has no such product.', 'id');
    }

    private function productObject(int $id): \WC_Product
    {
        $product = wc_get_product($id);
        if ($product instanceof \WC_Product) return $product;
        throw new ActFault('REFUSED', 'WooCommerce does not know this kind of product.', 'id');
    }

    private function metaOf(int $id, string $key): string
    {
        $sql = 'select meta_value from `' . $GLOBALS['wpdb']->postmeta . '` where post_id = ? and meta_key = ?'
            . ' order by meta_id limit 1';
        return (string) $this->value($sql, [$id, $key]);
    }

    // ---- Stock ----

    private function inventory(array $given): Change
    {
        if (isset($given['quantity']) === isset($given['adjustBy'])) {
            throw new ActFault('INVALID', 'It must be either a quantity or a number to adjust by.', 'quantity');
        }
        if (isset($given['optionValue'])) {
            throw new ActFault('UNSUPPORTED', 'WooCommerce holds the stock of products and variations alone.', 'optionValueId');
        }
        $id = $this->productId($given);
        $product = $this->productObject($id);
        if (!$product->managing_stock()) throw new ActFault('NOT_TRACKED', 'The store does not count its stock.');
        // A variation may share the stock of its product.
        $holder = (int) $product->get_stock_managed_by_id();
        $field = isset($given['quantity']) ? 'quantity' : 'adjustBy';
        $number = $this->counted($given[$field], $field);
        $expected = isset($given['expectedQuantity']) ? self::plain($given['expectedQuantity']) : null;

        return new Change('', function () use ($product, $holder, $field, $number, $expected): array {
            $before = $this->stockOf($holder);
            if ($expected !== null && !self::same($before, $expected)) throw self::stale('expectedQuantity');
            if ($field === 'adjustBy' && self::same($number, '0')) return [];
            $isSet = $field === 'quantity' || $expected !== null;
            // Beyond whole numbers it counts with six digits after the point.
            $wanted = $field === 'quantity' ? $number : self::fixed((float) $expected + (float) $number);
            $changed = $this->writeStock($product, $holder, $isSet ? $wanted : $number, $isSet, $expected);
            $now = $this->stockOf($holder);
            if ($changed > 0 || ($isSet && self::same($now, $wanted))) return [];
            return $this->readBack([$now], [$before], []);
        });
    }

    /**
     * Has WooCommerce write the stock, its own way but for the one statement: where something is expected that must still be held
     * when it is written, whatever shoppers buy meanwhile. The number of rows that it changed.
     */
    private function writeStock(\WC_Product $product, int $holder, string $number, bool $isSet, ?string $expected): int
    {
        $changed = 0;
        $statement = function ($sql, $id) use ($holder, $number, $expected, &$changed) {
            if ((int) $id !== $holder) return $sql;
            if ($expected !== null) {
                $sql = $this->filled('update `' . $GLOBALS['wpdb']->postmeta . '` set meta_value = ? where post_id = ?'
                    . " and meta_key = '_stock' and meta_value + 0 = ? + 0", [self::fixed((float) $number), $holder, $expected]);
            }
            $this->sent = true;
            $changed = $this->send((string) $sql);
            $this->kept = $changed > 0;
            if ($changed === 0 && $expected !== null && !self::same($this->stockOf($holder), $number)) {
                throw self::stale('expectedQuantity');
            }
            return 'select 1';
        };
        add_filter('woocommerce_update_product_stock_query', $statement, PHP_INT_MAX, 2);
        try {
            $operation = $isSet ? 'set' : ($number[0] === '-' ? 'decrease' : 'increase');
            wc_update_product_stock($product, $isSet ? $number : ltrim($number, '-'), $operation);
        } finally {
            remove_filter('woocommerce_update_product_stock_query', $statement, PHP_INT_MAX);
        }
        return $changed;
    }

    private function stockOf(int $id): string
    {
        $held = $this->metaOf($id, '_stock');
        return is_numeric($held) ? $held : '0';
    }

    /** A number of pieces as the store counts them: whole ones, unless a plugin lets it count fractions. */
    private function counted(string $decimal, string $field): string
    {
        $amount = strtr((string) wc_stock_amount($decimal), ',', '.');
        if (preg_match('~^-?\d{1,9}(\.\d{1,6}0*)?$~D', $decimal) && self::same($amount, $decimal)) return self::plain($decimal);
        throw new ActFault('INVALID', 'The store counts whole pieces, of nine digits at most.', $field);
    }

    private static function fixed(float $number): string
    {
        return number_format($number, 6, '.', '');
    }

    private function lookAtStock(array $given): ?bool
    {
        if ($this->kept) return true;
        if (isset($given['quantity'])) {
            $product = wc_get_product((int) ($given['variant'] ?? $given['product']));
            $holder = $product ? (int) $product->get_stock_managed_by_id() : 0;
            if (self::same($this->stockOf($holder), $given['quantity'])) return true;
        }
        return $this->sent ? null : false;
    }
}
