<?php
namespace Drawbridge;

/** Prices and all else that PrestaShop holds of products and their combinations, a few fields at a time. */
trait PrestaShopCatalogActs
{
    // ---- Prices ----

    private function price(array $given): Change
    {
        [$product, $combination, $shop] = $this->goods($given);
        $changesSale = array_key_exists('salePrice', $given);
        if (!isset($given['price']) && !$changesSale) throw new ActFault('INVALID', 'There is nothing to change.', 'price');
        // Its code counts in floats, which hold fifteen digits.
        $price = isset($given['price']) ? $this->decimal($given['price'], 'price', 9, 6) : null;
        if (isset($given['expectedPrice']) && !self::same($this->fullPrice($given), $given['expectedPrice'])) {
            throw self::stale('expectedPrice');
        }
        $base = (float) $this->basePrice($product, $shop);
        $least = $this->leastImpact($product, $shop);
        if ($price !== null && $combination === 0 && (float) $price + 0.0000005 < $least) {
            throw new ActFault('INVALID', 'Its cheapest variant costs that much more than the product itself.', 'price');
        }
        $sale = $changesSale && $given['salePrice'] !== null ? $this->saleFields($given) : null;

        return $this->changing('price', $given, $this->priceState($given), function () use (
            $product, $combination, $shop, $price, $base, $least, $changesSale, $sale
        ): array {
            if ($price !== null) {
                // Of combinations only the difference to their product is held.
                if ($combination > 0) {
                    $held = new \Combination($combination, null, $shop);
                    $held->price = sprintf('%.6F', (float) $price - $base);
                    $held->setFieldsToUpdate(['price' => true]);
                    $held->update();
                    \Hook::exec('actionProductAttributeUpdate', ['id_product_attribute' => $combination]);
                }
                $held = new \Product($product, false, null, $shop);
                $held->price = $combination > 0 ? $held->price : sprintf('%.6F', (float) $price - $least);
                $held->setFieldsToUpdate(['price' => true]);
                $held->update();
            }
            if ($changesSale) $this->writeSale($product, $combination, $shop, $sale);
            return [];
        });
    }

    private function basePrice(int $product, int $shop): string
    {
        $sql = 'select price from ' . $this->table('product_shop') . ' where id_product = ? and id_shop = ?';
        return (string) $this->value($sql, [$product, $shop]);
    }

    /** What each combination of a product adds to its price, by the combination's id. */
    private function impacts(int $product, int $shop): array
    {
        $sql = 'select s.id_product_attribute as id, s.price from ' . $this->table('product_attribute') . ' as a join '
            . $this->table('product_attribute_shop') . ' as s on s.id_product_attribute = a.id_product_attribute and s.id_shop = ?'
            . ' where a.id_product = ?';
        return array_column($this->rows($sql, [$shop, $product]), 'price', 'id');
    }

    /** What the cheapest combination adds: a product's price is that of its cheapest variant. */
    private function leastImpact(int $product, int $shop): float
    {
        $impacts = array_map('floatval', $this->impacts($product, $shop));
        return $impacts === [] ? 0.0 : min($impacts);
    }

    /** What comes on top of the price that a sale is held with: ecotax, and of a product what its cheapest combination adds. */
    private function onTop(array $given): float
    {
        [$product, $combination, $shop] = $this->goods($given);
        $sql = 'select ecotax from ' . $this->table('product_shop') . ' where id_product = ? and id_shop = ?';
        $ecotax = (float) $this->value($sql, [$product, $shop]);
        $sql = 'select s.id_product_attribute as id, s.price, s.ecotax from ' . $this->table('product_attribute') . ' as a join '
            . $this->table('product_attribute_shop') . ' as s on s.id_product_attribute = a.id_product_attribute and s.id_shop = ?'
            . ' where a.id_product = ?';
        $each = [];
        foreach ($this->rows($sql, [$shop, $product]) as $row) {
            $own = (float) $row['ecotax'] > 0 ? (float) $row['ecotax'] : $ecotax;
            if ((int) $row['id'] === $combination) return $own;
            $each[] = (float) $row['price'] + $own;
        }
        return $each === [] ? $ecotax : min($each);
    }

    private function fullPrice(array $given): string
    {
        [$product, $combination, $shop] = $this->goods($given);
        $impact = $combination > 0 ? (float) $this->impacts($product, $shop)[$combination] : $this->leastImpact($product, $shop);
        return sprintf('%.6F', (float) $this->basePrice($product, $shop) + $impact);
    }

    /** The sale that is meant: for everybody, for one piece, of no rule, cart or customer. */
    private function sales(int $product, int $combination, int $shop): array
    {
        $sql = 'select id_specific_price as id, price, reduction, reduction_type, `from`, `to` from ' . $this->table('specific_price')
            . ' where id_product = ? and id_product_attribute = ? and id_shop in (0, ?) and from_quantity <= 1'
            . ' and id_cart = 0 and id_customer = 0 and id_group = 0 and id_currency = 0 and id_country = 0'
            . ' and id_specific_price_rule = 0 order by id_specific_price';
        return $this->rows($sql, [$product, $combination, $shop]);
    }

    /** A sale as its columns have it: local times to the second, zeros where an end is open. */
    private function saleFields(array $given): array
    {
        $sale = $given['salePrice'];
        $price = (float) $this->decimal($sale['price'], 'salePrice.price', 9, 6) - $this->onTop($given);
        if ($price < -0.0000005) {
            throw new ActFault('INVALID', 'Its ecotax, or what its cheapest variant adds, is more than that.', 'salePrice.price');
        }
        $fields = ['price' => sprintf('%.6F', max(0.0, $price))];
        foreach (['from' => 'startsAt', 'to' => 'endsAt'] as $column => $end) {
            $moment = isset($sale[$end]) ? date_create($sale[$end]) : null;
            if ($moment) $moment->setTimezone(new \DateTimeZone(date_default_timezone_get()));
            if ($moment === false || ($moment && $moment->format('u') !== '000000')) {
                throw new ActFault('INVALID', 'The store holds whole seconds.', "salePrice.$end");
            }
            if ($moment) $this->inYears($moment, "salePrice.$end");
            $fields[$column] = $moment ? $moment->format('Y-m-d H:i:s') : '0000-00-00 00:00:00';
        }
        $isOpen = $fields['to'] === '0000-00-00 00:00:00';
        if (!$isOpen && $fields['to'] <= $fields['from']) throw new ActFault('INVALID', 'It must end after it starts.', 'salePrice.endsAt');
        return $fields;
    }

    /** Puts this sale, or none, in the place of those that are there; prices of groups and rules are the merchant's. */
    private function writeSale(int $product, int $combination, int $shop, ?array $sale): void
    {
        $held = $this->sales($product, $combination, $shop);
        // A second one of the same days would not be taken.
        $first = $sale !== null ? array_shift($held) : null;
        foreach ($held as ['id' => $id]) (new \SpecificPrice((int) $id))->delete();
        if ($sale === null) return;
        $one = new \SpecificPrice($first ? (int) $first['id'] : null);
        if (!$first) {
            foreach (['id_shop', 'id_shop_group', 'id_cart', 'id_currency', 'id_country', 'id_group', 'id_customer'] as $of) $one->$of = 0;
            [$one->id_product, $one->id_product_attribute, $one->from_quantity] = [$product, $combination, 1];
        }
        foreach ($sale as $field => $value) $one->$field = $value;
        [$one->reduction, $one->reduction_type, $one->reduction_tax] = [0, 'amount', 0];
        $one->save();
    }

    private function priceState(array $given): string
    {
        return self::coded([$this->fullPrice($given), $this->sales(...$this->goods($given))]);
    }

    private function priceHolds(array $given): bool
    {
        if (isset($given['price']) && !self::same($this->fullPrice($given), sprintf('%.6F', (float) $given['price']))) return false;
        if (!array_key_exists('salePrice', $given)) return true;
        [$product, $combination, $shop] = $this->goods($given);
        $held = $this->sales($product, $combination, $shop);
        if ($given['salePrice'] === null) return $held === [];
        $wanted = $this->saleFields($given);
        $one = $held[0] ?? [];
        return count($held) === 1 && self::same($one['price'], $wanted['price']) && (float) $one['reduction'] === 0.0
            && $one['from'] === $wanted['from'] && $one['to'] === $wanted['to'];
    }

    // ---- Products ----

    private function product(array $given): Change
    {
        [$id, , $shop] = $this->goods($given);
        $product = new \Product($id, false, null, $shop);
        [$fields, $texts] = [$this->fields($given), $this->texts($given)];
        $update = [];
        foreach ($fields as $name => [$value, $field]) {
            $this->valid($product, $name, $value, null, $field);
            $product->$name = $value;
            $update[$name] = true;
        }
        foreach ($texts as $language => $of) {
            foreach ($of as $name => [$value, $field]) {
                if ($name === 'name' && trim($value) === '') throw new ActFault('INVALID', 'A product has a name.', $field);
                $this->valid($product, $name, $value, $language, $field);
                $product->{$name}[$language] = $value;
                $update[$name][$language] = true;
            }
        }
        $categories = isset($given['categories']) ? $this->categoryIds($given['categories']) : null;
        if ($update === [] && $categories === null) throw new ActFault('INVALID', 'There is nothing to change.');

        return $this->changing('product', $given, $this->productState($given), function () use ($product, $update, $categories): array {
            if ($categories !== null) {
                $product->updateCategories($categories);
                if (!in_array((int) $product->id_category_default, $categories, true)) {
                    $product->id_category_default = $categories[0];
                    $update['id_category_default'] = true;
                }
            }
            // Its date is among what is always written.
            $product->setFieldsToUpdate($update ?: ['active' => true]);
            $product->update();
            if (\Configuration::get('PS_SEARCH_INDEXATION')) \Search::indexation(false, (int) $product->id);
            return [];
        });
    }

    /** The columns that hold what is given, with the argument that each is of. */
    private function fields(array $given): array
    {
        $fields = [];
        if (isset($given['status'])) {
            $active = ['ACTIVE' => 1, 'DISABLED' => 0][$given['status']] ?? null;
            if ($active === null) throw new ActFault('UNSUPPORTED', 'PrestaShop knows ACTIVE and DISABLED alone.', 'status');
            $fields['active'] = [$active, 'status'];
        }
        if (isset($given['weight'])) $fields['weight'] = [$this->decimal($given['weight'], 'weight', 9, 6), 'weight'];
        foreach (['sku' => 'reference', 'mpn' => 'mpn', 'gtin' => $this->gtinColumn($given)] as $field => $column) {
            if (!isset($given[$field])) continue;
            $this->fitting($given[$field], $this->table('product'), $column, $field);
            $fields[$column] = [$given[$field], $field];
        }
        return $fields;
    }

    /** Of a GTIN it is the first of EAN, UPC and ISBN that the product has; EAN where it has none. */
    private function gtinColumn(array $given): string
    {
        $sql = 'select ean13, upc, isbn from ' . $this->table('product') . ' where id_product = ?';
        $row = $this->rows($sql, [$given['product']])[0] ?? [];
        foreach (['ean13', 'upc', 'isbn'] as $column) if (trim((string) ($row[$column] ?? '')) !== '') return $column;
        return 'ean13';
    }

    /** The texts that are given, by the language's id and the column. */
    private function texts(array $given): array
    {
        $known = [];
        foreach (\Language::getLanguages(false) as $language) {
            foreach (['locale', 'language_code', 'iso_code'] as $name) {
                if (($language[$name] ?? '') !== '') $known += [$language[$name] => $language['id_lang']];
            }
        }
        $texts = [];
        foreach ($given['translations'] ?? [] as $at => $text) {
            $language = $this->languageIn($known, $text['language'], "translations.$at.language");
            $columns = ['name' => 'name', 'description' => 'description', 'shortDescription' => 'description_short'];
            foreach ($columns as $part => $column) {
                if (!isset($text[$part])) continue;
                $this->fitting($text[$part], $this->table('product_lang'), $column, "translations.$at.$part");
                $texts[$language][$column] = [$text[$part], "translations.$at.$part"];
            }
        }
        return $texts;
    }

    private function valid(\Product $product, string $name, $value, ?int $language, string $field): void
    {
        $says = $product->validateField($name, $value, $language, [], true);
        if ($says === true) return;
        throw new ActFault('INVALID', mb_substr(trim(strip_tags((string) $says)), 0, 300) ?: 'It is not valid.', $field);
    }

    private function categoryIds(array $categories): array
    {
        if ($categories === []) throw new ActFault('INVALID', 'A product stands in a category.', 'categoryIds');
        $ids = [];
        foreach (array_unique($categories) as $at => $category) {
            // The tree's root is shown to nobody.
            $sql = 'select id_category from ' . $this->table('category') . ' where id_category = ? and id_parent > 0';
            $known = preg_match('~^[1-9]\d{0,9}$~D', $category) ? $this->value($sql, [(int) $category]) : null;
            if ($known === null) throw new ActFault('INVALID', 'The store has no such category.', "categoryIds.$at");
            $ids[] = (int) $known;
        }
        return $ids;
    }

    /** What is held of all that is given: the columns, the texts by language, the categories. */
    private function productHeld(array $given): array
    {
        [$id, , $shop] = $this->goods($given);
        $held = [];
        $row = $this->rows('select p.*, s.active as shown from ' . $this->table('product') . ' as p join ' . $this->table('product_shop')
            . ' as s on s.id_product = p.id_product and s.id_shop = ? where p.id_product = ?', [$shop, $id])[0] ?? [];
        foreach ($this->fields($given) as $name => $of) $held[$name] = (string) $row[$name === 'active' ? 'shown' : $name];
        foreach ($this->texts($given) as $language => $of) {
            $sql = 'select * from ' . $this->table('product_lang') . ' where id_product = ? and id_lang = ? and id_shop = ?';
            $row = $this->rows($sql, [$id, $language, $shop])[0] ?? [];
            foreach ($of as $name => $unused) $held["$name $language"] = (string) ($row[$name] ?? '');
        }
        if (isset($given['categories'])) {
            $sql = 'select id_category as id from ' . $this->table('category_product') . ' where id_product = ?';
            $held['categories'] = array_map('intval', array_column($this->rows($sql, [$id]), 'id'));
            sort($held['categories']);
        }
        return $held;
    }

    private function productState(array $given): string
    {
        return self::coded($this->productHeld($given));
    }

    private function productHolds(array $given): bool
    {
        $wanted = [];
        foreach ($this->fields($given) as $name => [$value]) $wanted[$name] = (string) $value;
        foreach ($this->texts($given) as $language => $of) {
            // Descriptions are purified as they are saved.
            foreach ($of as $name => [$value]) $wanted["$name $language"] = $name === 'name' ? $value : \Tools::purifyHTML($value);
        }
        if (isset($given['categories'])) {
            $wanted['categories'] = $this->categoryIds($given['categories']);
            sort($wanted['categories']);
        }
        $held = $this->productHeld($given);
        foreach ($wanted as $name => $value) {
            $isSame = $held[$name] === $value || ($name === 'weight' && self::same($held[$name], $value));
            if (!$isSame) return false;
        }
        return true;
    }
}
