<?php
namespace Drawbridge;

/** Prices, texts and all else that Magento holds of products as attributes, each in the store view that shows its own. */
trait Magento1CatalogActs
{
    // ---- Prices ----

    private function price(array $given): Change
    {
        $row = $this->productRow($given);
        $id = (int) $row['entity_id'];
        if (isset($given['variant'])) {
            throw new ActFault('UNSUPPORTED', "A variant's price is its product's, with what its options add to it.", 'id');
        }
        $view = $this->defaultView();
        $price = isset($given['price']) ? $this->decimal($given['price'], 'price', 8, 4) : null;
        $changesSale = array_key_exists('salePrice', $given);
        if ($price === null && !$changesSale) throw new ActFault('INVALID', 'There is nothing to change.', 'price');
        $product = \Mage::getModel('catalog/product')->load($id);
        foreach (['price' => $price !== null, 'special_price' => $changesSale] as $code => $asked) {
            if ($asked) $this->editable($product, $code, $code === 'price' ? 'price' : 'salePrice');
        }
        if ($row['type_id'] === 'bundle' && ((int) $product->getPriceType() !== 1 || $changesSale)) {
            throw new ActFault('UNSUPPORTED', "A bundle's price is that of its parts, and its sales are percentages.", 'price');
        }
        $values = $price === null ? [] : [[$this->homeOf($id, ['price'], $view), ['price' => $price]]];
        if ($changesSale) $values = array_merge($values, $this->saleValues($id, $given['salePrice'], $view));
        $expected = $given['expectedPrice'] ?? null;

        return new Change('', function () use ($id, $view, $price, $values, $expected): array {
            return $this->saved($id, $values, function () use ($id, $view, $expected): void {
                if ($expected !== null && !self::same((string) $this->held($id, 'price', $view), $expected)) {
                    throw self::stale('expectedPrice');
                }
            });
        });
    }

    /** A sale as Magento holds it: a price with its first and its last day. One that is taken away goes wherever it stands. */
    private function saleValues(int $id, ?array $sale, int $view): array
    {
        $codes = ['special_price', 'special_from_date', 'special_to_date'];
        $home = $this->homeOf($id, $codes, $view);
        if ($sale === null) {
            $none = array_fill_keys($codes, null);
            return $home === 0 ? [[0, $none]] : [[0, $none], [$home, $none]];
        }
        $zone = (string) \Mage::getStoreConfig('general/locale/timezone', $view);
        $days = $this->saleDays($sale, '', new \DateTimeZone($zone));
        // Where no first day is given Magento puts the present one; the last one is part of the sale.
        $from = $days['startsAt'] ?: date_create('now', new \DateTimeZone($zone))->format('Y-m-d');
        $to = $days['endsAt'] ? date_create($days['endsAt'])->modify('-1 day')->format('Y-m-d') : null;
        if ($to !== null && $to < $from) throw new ActFault('INVALID', 'It must end after it starts.', 'salePrice.endsAt');
        return [[$home, ['special_price' => $days['price'], 'special_from_date' => $from, 'special_to_date' => $to]]];
    }

    // ---- Products ----

    private function product(array $given): Change
    {
        $id = (int) $this->productRow($given)['entity_id'];
        $view = $this->defaultView();
        $product = \Mage::getModel('catalog/product')->load($id);
        $common = [];
        if (isset($given['status'])) {
            $held = ['ACTIVE' => 1, 'DISABLED' => 2][$given['status']] ?? null;
            if ($held === null) throw new ActFault('UNSUPPORTED', 'Magento knows ACTIVE and DISABLED alone.', 'status');
            $common['status'] = $held;
        }
        if (isset($given['weight'])) {
            $this->editable($product, 'weight', 'weight');
            $common['weight'] = $this->decimal($given['weight'], 'weight', 8, 4);
        }
        foreach (['sku', 'mpn', 'gtin'] as $field) {
            if (!isset($given[$field])) continue;
            $code = $field === 'gtin' ? $this->gtinCode($product) : $field;
            $common[$code] = $this->textFor($product, $code, $given[$field], $field);
        }
        // Its own form takes no tags there.
        $sku = $common['sku'] ?? 'x';
        if (trim($sku) === '' || strip_tags($sku) !== $sku) throw new ActFault('INVALID', 'A SKU has no tags, and is not empty.', 'sku');
        $values = [];
        foreach ($common as $code => $value) $values[$this->homeOf($id, [$code], $view)][$code] = $value;
        foreach ($given['translations'] ?? [] as $at => $text) {
            $language = $this->viewOf($text['language'], $view, "translations.$at.language");
            foreach (['name' => 'name', 'description' => 'description', 'shortDescription' => 'short_description'] as $part => $code) {
                if (!isset($text[$part])) continue;
                $stored = $this->textFor($product, $code, $text[$part], "translations.$at.$part");
                if ($code === 'name' && trim($stored) === '') {
                    throw new ActFault('INVALID', 'A product has a name.', "translations.$at.name");
                }
                // Other languages have what they say in their own view, the default one where the back office shows it first.
                $values[$language === $view ? $this->homeOf($id, [$code], $view) : $language][$code] = $stored;
            }
        }
        if (isset($given['categories'])) $values[0]['category_ids'] = $this->categoryIds($given['categories']);
        if ($values === []) throw new ActFault('INVALID', 'There is nothing to change.');
        ksort($values);
        $all = [];
        foreach ($values as $store => $of) $all[] = [$store, $of];

        return new Change('', fn (): array => $this->saved($id, $all, static function (): void {}));
    }

    /** Checks a text against the attribute that is to hold it. */
    private function textFor($product, string $code, string $text, string $field): string
    {
        $attribute = $this->editable($product, $code, $field);
        $isText = in_array($attribute->getFrontendInput(), ['text', 'textarea'], true);
        if (!$isText) throw new ActFault('UNSUPPORTED', 'The store holds it as one of a list.', $field);
        $table = $attribute->getBackend()->getTable();
        $this->fitting($text, $table, $attribute->isStatic() ? $code : 'value', $field);
        return $text;
    }

    /** The attribute of this code; UNSUPPORTED where products of its kind have none. */
    private function editable($product, string $code, string $field)
    {
        $attribute = $product->getTypeInstance(true)->getEditableAttributes($product)[$code] ?? null;
        if (!$attribute) throw new ActFault('UNSUPPORTED', 'Such products have no such attribute.', $field);
        return $attribute;
    }

    /** The attribute that holds the number of GS1: the first that the product has, else the first that it could have. */
    private function gtinCode($product): string
    {
        $codes = ['gtin', 'gtin13', 'ean', 'ean13', 'ean_code', 'upc', 'upc_code', 'isbn', 'jan', 'barcode'];
        $there = array_intersect($codes, array_keys($product->getTypeInstance(true)->getEditableAttributes($product)));
        foreach ($there as $code) if (trim((string) $product->getData($code)) !== '') return $code;
        return reset($there) ?: 'gtin';
    }

    private function categoryIds(array $categories): array
    {
        $ids = [];
        foreach (array_unique($categories) as $at => $category) {
            // The tree's roots are not shown to anybody.
            $sql = 'select entity_id from ' . $this->table('catalog/category') . ' where entity_id = ? and level >= 2';
            $known = preg_match('~^[1-9]\d{0,9}$~D', $category) ? $this->value($sql, [(int) $category]) : null;
            if ($known === null) throw new ActFault('INVALID', 'The store has no such category.', "categoryIds.$at");
            $ids[] = (int) $known;
        }
        return $ids;
    }

    // ---- Attributes and store views ----

    private function defaultView(): int
    {
        $view = \Mage::app()->getDefaultStoreView();
        return $view ? (int) $view->getId() : 0;
    }

    /** The store view that shows a language: the default one, else the first of all. */
    private function viewOf(string $language, int $default, string $field): int
    {
        $views = [];
        foreach (\Mage::app()->getStores() as $store) {
            $locale = strtr((string) \Mage::getStoreConfig('general/locale/code', $store), '_', '-');
            $id = (int) $store->getId();
            if (!isset($views[$locale]) || $id === $default) $views[$locale] = $id;
        }
        return $this->languageIn($views, $language, $field);
    }

    /** Where the default view finds these attributes: in itself where one of them has a value there, else in what holds for all. */
    private function homeOf(int $id, array $codes, int $view): int
    {
        foreach ($codes as $code) {
            $attribute = \Mage::getSingleton('eav/config')->getAttribute('catalog_product', $code);
            if (!$attribute->getId() || $attribute->isStatic() || $attribute->isScopeGlobal()) continue;
            $sql = 'select 1 from ' . $attribute->getBackend()->getTable() . ' where entity_id = ? and attribute_id = ? and store_id = ?';
            if ($this->value("$sql limit 1", [$id, (int) $attribute->getId(), $view]) !== null) return $view;
        }
        return 0;
    }

    /** What a store view shows of an attribute. */
    private function held(int $id, string $code, int $view): ?string
    {
        $attribute = \Mage::getSingleton('eav/config')->getAttribute('catalog_product', $code);
        $table = $attribute->getBackend()->getTable();
        if ($attribute->isStatic()) return $this->value("select `$code` from $table where entity_id = ?", [$id]);
        $sql = "select value from $table where entity_id = ? and attribute_id = ? and store_id in (0, ?) order by store_id desc limit 1";
        return $this->value($sql, [$id, (int) $attribute->getId(), $view]);
    }

    /**
     * Saves attributes, a list of store view and values, as the back office's form does: in one view it leaves to the default what
     * is left to it. `$compare` throws where what is held is not what was expected; the row is locked then.
     */
    private function saved(int $id, array $values, callable $compare): array
    {
        return $this->transacted(function () use ($id, $values, $compare): array {
            $table = $this->table('catalog/product');
            $this->value("select entity_id from $table where entity_id = ? for update", [$id]);
            $compare();
            $this->sent = true;
            foreach ($values as [$store, $of]) {
                // In the back office's own way tier prices are loaded as they are held.
                $product = \Mage::getModel('catalog/product')->setStoreId($store)->setData('_edit_mode', true)->load($id);
                foreach ($store > 0 ? $product->getAttributes() : [] as $code => $attribute) {
                    $own = $attribute->isScopeGlobal() || $product->getExistsStoreValueFlag($code);
                    if (!$own) $product->setData($code, false);
                }
                $product->addData($of);
                try {
                    $product->validate();
                } catch (\Mage_Core_Exception $error) {
                    throw $this->found($table, new ActFault('REFUSED', self::words($error)));
                }
                $product->save();
            }
            foreach ($values as [$store, $of]) $this->checkHeld($id, $store, $of);
            return [];
        });
    }

    private function checkHeld(int $id, int $store, array $of): void
    {
        foreach ($of as $code => $value) {
            $is = static fn (string $one, string $other): bool => $one === $other || self::same($one, $other);
            if ($code === 'category_ids') {
                $sql = 'select category_id from ' . $this->table('catalog/category_product') . ' where product_id = ? order by category_id';
                sort($value);
                $right = array_map('intval', array_column($this->rows($sql, [$id]), 'category_id')) === $value;
            } else {
                $held = (string) $this->held($id, $code, $store);
                $right = $is(substr($code, -5) === '_date' ? substr($held, 0, 10) : $held, (string) $value);
            }
            if ($right) continue;
            $why = 'The store holds something else after it was saved.';
            throw $this->found($this->table('catalog/product'), new ActFault('REFUSED', $why));
        }
    }

    /** What Magento says to the merchant, as plain text. */
    private static function words(\Throwable $error): string
    {
        return mb_substr(trim(strip_tags($error->getMessage())), 0, 300) ?: 'The store refuses it.';
    }
}
