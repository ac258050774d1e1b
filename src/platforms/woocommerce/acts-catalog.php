<?php
namespace Drawbridge;

/** Prices and products, by WooCommerce's own objects. */
trait WooCommerceCatalogActs
{
    // ---- Prices ----

    private function price(array $given): Change
    {
        $id = $this->productId($given);
        $product = $this->productObject($id);
        if ($product->is_type(['variable', 'grouped'])) {
            throw new ActFault('UNSUPPORTED', 'It is sold at the prices of its variations, or of the products of its group.');
        }
        $changesSale = array_key_exists('salePrice', $given);
        if (!isset($given['price']) && !$changesSale) throw new ActFault('INVALID', 'There is nothing to change.', 'price');
        $before = $this->heldPrices($id);
        if (isset($given['expectedPrice']) && !self::same($before['regular'], $given['expectedPrice'])) {
            throw self::stale('expectedPrice');
        }
        $wanted = $before;
        if (isset($given['price'])) $wanted['regular'] = self::plain($this->decimal($given['price'], 'price', 9, 4));
        if ($changesSale) $wanted = $this->sale($given['salePrice']) + $wanted;
        // It would take away a sale that saves nothing, and say nothing.
        if ($wanted['sale'] !== '' && !((float) $wanted['regular'] > (float) $wanted['sale'])) {
            throw new ActFault('INVALID', 'The sale must be below the regular price.', $changesSale ? 'salePrice.price' : 'price');
        }
        ksort($wanted);

        return new Change(self::markOf($before, $wanted), function () use ($id, $product, $before, $wanted, $changesSale): array {
            $product->set_regular_price($wanted['regular']);
            $product->set_sale_price($wanted['sale']);
            foreach ($changesSale ? ['from', 'to'] : [] as $end) {
                $product->{"set_date_on_sale_$end"}($wanted[$end] === '' ? '' : (int) $wanted[$end]);
            }
            $product->save();
            return $this->readBack($this->heldPrices($id), $before, $wanted);
        });
    }

    /** A sale as WooCommerce holds it: its ends are seconds since 1970. */
    private function sale(?array $given): array
    {
        if ($given === null) return ['sale' => '', 'from' => '', 'to' => ''];
        $ends = [];
        foreach (['from' => 'startsAt', 'to' => 'endsAt'] as $end => $name) {
            $moment = isset($given[$name]) ? date_create($given[$name]) : null;
            if ($moment === false || ($moment && (int) $moment->format('u') > 0)) {
                throw new ActFault('INVALID', 'The store holds whole seconds.', "salePrice.$name");
            }
            $ends[$end] = $moment ? (string) $moment->getTimestamp() : '';
            if ($moment && $moment->getTimestamp() < 1) {
                throw new ActFault('INVALID', 'The store holds no such time.', "salePrice.$name");
            }
        }
        if ($ends['from'] !== '' && $ends['to'] !== '' && (int) $ends['to'] <= (int) $ends['from']) {
            throw new ActFault('INVALID', 'It must end after it starts.', 'salePrice.endsAt');
        }
        return ['sale' => self::plain($this->decimal($given['price'], 'salePrice.price', 9, 4))] + $ends;
    }

    private function heldPrices(int $id): array
    {
        $keys = ['from' => '_sale_price_dates_from', 'regular' => '_regular_price', 'sale' => '_sale_price',
            'to' => '_sale_price_dates_to'];
        $held = [];
        foreach ($keys as $name => $key) {
            $text = $this->metaOf($id, $key);
            $held[$name] = is_numeric($text) ? self::plain($text) : $text;
        }
        return $held;
    }

    // ---- Products ----

    private function product(array $given): Change
    {
        $id = $this->productId($given);
        if (isset($given['mpn'])) throw new ActFault('UNSUPPORTED', 'WooCommerce has no MPN.', 'mpn');
        $product = $this->productObject($id);
        $wanted = $this->wantedFields($id, $product, $given);
        if ($wanted === []) throw new ActFault('INVALID', 'There is nothing to change.');
        $before = $this->heldFields($id, $given);

        return new Change(self::markOf($before, $wanted), function () use ($id, $product, $given, $before, $wanted): array {
            $status = $wanted['status'] ?? null;
            if ($status !== null && $status !== 'trash' && $product->get_status('edit') === 'trash') {
                wp_untrash_post($id);
                $product = $this->productObject($id);
            }
            $this->fill($product, $given, $wanted);
            $product->save();
            if ($status === 'trash' && $before['status'] !== 'trash') wp_trash_post($id);
            return $this->readBack($this->heldFields($id, $given), $before, $wanted);
        });
    }

    /** What is asked as the store will hold it, by names; INVALID for what it would hold otherwise. */
    private function wantedFields(int $id, \WC_Product $product, array $given): array
    {
        $wanted = [];
        if (isset($given['status'])) $wanted['status'] = $this->postStatus($given['status']);
        foreach (['sku' => 'sku', 'gtin' => 'global_unique_id'] as $field => $property) {
            if (!isset($given[$field])) continue;
            $wanted[$field] = $this->code($product, $given[$field], $field, $property);
        }
        if (isset($given['weight'])) $wanted['weight'] = self::plain($this->decimal($given['weight'], 'weight', 10, 6));
        foreach ($given['translations'] ?? [] as $at => $text) {
            $locale = implode('_', array_slice(explode('_', (string) get_option('WPLANG') ?: 'en_US'), 0, 2));
            $this->languageIn([$locale => 1], $text['language'], "translations.$at.language");
            foreach (self::$texts as $part => $column) {
                if (isset($text[$part])) $wanted[$part] = $this->storedText($id, $text[$part], $part, "translations.$at.$part");
            }
        }
        if (isset($given['categories'])) $wanted['categories'] = $this->categories($given['categories']);
        ksort($wanted);
        return $wanted;
    }

    private static array $texts = ['name' => 'post_title', 'description' => 'post_content', 'shortDescription' => 'post_excerpt'];

    private function postStatus(string $given): string
    {
        $status = ['ACTIVE' => 'publish', 'DISABLED' => 'private', 'DRAFT' => 'draft', 'ARCHIVED' => 'trash'][$given] ?? null;
        if ($status === null) throw new ActFault('UNSUPPORTED', 'WooCommerce knows no such status.', 'status');
        if ($status === 'trash' && !EMPTY_TRASH_DAYS) {
            throw new ActFault('UNSUPPORTED', 'The store keeps no trash: it would delete the product.', 'status');
        }
        return $status;
    }

    /** A code that WooCommerce takes as it is, and that no other product has. */
    private function code(\WC_Product $product, string $text, string $field, string $property): string
    {
        if (!method_exists($product, "set_$property")) {
            throw new ActFault('UNSUPPORTED', 'This version of WooCommerce has no place for it.', $field);
        }
        try {
            $product->{"set_$property"}($text);
        } catch (\WC_Data_Exception $error) {
            throw new ActFault('INVALID', wp_strip_all_tags($error->getMessage()), $field);
        }
        if ($product->{"get_$property"}('edit') !== $text || wc_clean($text) !== $text) {
            throw new ActFault('INVALID', 'WooCommerce would hold it otherwise.', $field);
        }
        $lookup = $GLOBALS['wpdb']->prefix . 'wc_product_meta_lookup';
        foreach ([[$lookup, $property], [$GLOBALS['wpdb']->postmeta, 'meta_value']] as [$table, $column]) {
            if ($table !== $lookup || $this->has($table, $column)) $this->fitting($text, $table, $column, $field);
        }
        return $text;
    }

    /** A text as WordPress will hold it: in names no tag means anything, descriptions are HTML as its filters leave it. */
    private function storedText(int $id, string $text, string $part, string $field): string
    {
        $column = self::$texts[$part];
        $stored = wp_unslash(sanitize_post_field($column, $this->writtenText($text, $part), $id, 'db'));
        $posts = $GLOBALS['wpdb']->posts;
        if ($GLOBALS['wpdb']->get_col_charset($posts, $column) === 'utf8') $stored = wp_encode_emoji($stored);
        $this->fitting($stored, $posts, $column, $field);
        if ($part === 'name' && trim($stored) === '') throw new ActFault('INVALID', 'A product has a name.', $field);
        return $stored;
    }

    /** A text as it is handed to WordPress, which takes one backslash of each pair away. */
    private function writtenText(string $text, string $part): string
    {
        return wp_slash($part === 'name' ? htmlspecialchars($text, ENT_NOQUOTES, 'UTF-8') : $text);
    }

    private function categories(array $given): array
    {
        if ($given === []) throw new ActFault('INVALID', 'WooCommerce would put it into its default category.', 'categoryIds');
        $ids = [];
        foreach ($given as $at => $category) {
            $isNumber = preg_match('~^[1-9]\d{0,9}$~D', $category) === 1;
            if (!$isNumber || !term_exists((int) $category, 'product_cat')) {
                throw new ActFault('INVALID', 'The store has no such category.', "categoryIds.$at");
            }
            $ids[] = (int) $category;
        }
        $ids = array_values(array_unique($ids));
        sort($ids);
        return $ids;
    }

    private function fill(\WC_Product $product, array $given, array $wanted): void
    {
        foreach (['sku' => 'sku', 'gtin' => 'global_unique_id', 'weight' => 'weight'] as $field => $property) {
            if (isset($wanted[$field])) $product->{"set_$property"}($wanted[$field]);
        }
        foreach ($given['translations'] ?? [] as $text) {
            foreach (array_intersect_key($text, self::$texts) as $part => $words) {
                $setter = 'set_' . ($part === 'shortDescription' ? 'short_description' : $part);
                $product->$setter($this->writtenText($words, $part));
            }
        }
        if (isset($wanted['categories'])) $product->set_category_ids($wanted['categories']);
        if (isset($wanted['status']) && $wanted['status'] !== 'trash') $product->set_status($wanted['status']);
    }

    /** What the store holds of the fields that are asked for, by the names of wantedFields(). */
    private function heldFields(int $id, array $given): array
    {
        $row = $this->rows('select * from `' . $GLOBALS['wpdb']->posts . '` where ID = ?', [$id])[0] ?? [];
        $held = [];
        if (isset($given['status'])) $held['status'] = $row['post_status'] ?? '';
        if (isset($given['sku'])) $held['sku'] = $this->metaOf($id, '_sku');
        if (isset($given['gtin'])) $held['gtin'] = $this->metaOf($id, '_global_unique_id');
        if (isset($given['weight'])) $held['weight'] = self::plain($this->metaOf($id, '_weight'));
        foreach ($given['translations'] ?? [] as $text) {
            foreach (self::$texts as $part => $column) if (isset($text[$part])) $held[$part] = $row[$column] ?? '';
        }
        if (isset($given['categories'])) {
            $wpdb = $GLOBALS['wpdb'];
            $sql = "select x.term_id from `$wpdb->term_relationships` as r join `$wpdb->term_taxonomy` as x"
                . " on x.term_taxonomy_id = r.term_taxonomy_id where r.object_id = ? and x.taxonomy = 'product_cat'";
            $held['categories'] = array_map('intval', array_column($this->rows($sql, [$id]), 'term_id'));
            sort($held['categories']);
        }
        ksort($held);
        return $held;
    }
}
