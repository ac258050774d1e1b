<?php
namespace Drawbridge;

/** What OpenCart's forms for products write, of one field at a time. */
trait OpenCartCatalogActs
{
    // ---- Prices ----

    private function price(array $given): Change
    {
        $id = $this->productId($given);
        [$price, $changesSale, $sale, $expected] = $this->pricing($given, '0000-00-00');

        return new Change('', function () use ($id, $price, $changesSale, $sale, $expected): array {
            return $this->kept(function () use ($id, $price, $changesSale, $sale, $expected): array {
                $product = '`' . DB_PREFIX . 'product`';
                $held = (string) $this->value("select price from $product where product_id = ? for update", [$id]);
                if ($expected !== null && !self::same($held, $expected)) throw self::stale('expectedPrice');
                if ($price !== null) {
                    $ids = array_merge([$id], $this->followers($id, 'price'));
                    $in = implode(', ', $ids);
                    $this->run("update $product set price = ?, date_modified = now() where product_id in ($in)", [$price]);
                }
                $table = $this->isMerged() ? 'product_discount' : 'product_special';
                if ($changesSale) {
                    $ids = array_merge([$id], $this->followers($id, $this->isMerged() ? 'product_discount' : 'product_special'));
                    foreach ($ids as $one) $this->writeSale($table, $one, $sale);
                    $this->run("update $product set date_modified = now() where product_id in (" . implode(', ', $ids) . ')');
                }
                $now = (string) $this->value("select price from $product where product_id = ?", [$id]);
                $asked = $price === null || self::same($now, $price);
                if (!$asked) throw $this->found(DB_PREFIX . 'product', new ActFault('REFUSED', 'The store holds another price.', 'price'));
                return [];
            });
        });
    }

    /** Variants that take this from their master whenever the back office saves that. */
    private function followers(int $id, string $name): array
    {
        if (!$this->isFour()) return [];
        $ids = [];
        foreach ($this->rows('select product_id, override from `' . DB_PREFIX . 'product` where master_id = ?', [$id]) as $row) {
            $own = json_decode((string) $row['override'], true);
            if (!is_array($own) || !array_key_exists($name, $own)) $ids[] = (int) $row['product_id'];
        }
        return $ids;
    }

    /** Whether special prices are marked among the discounts, as 4.1 has them. */
    private function isMerged(): bool
    {
        return $this->has(DB_PREFIX . 'product_discount', 'special');
    }

    /** Puts this sale, or none, in the place of those that the default group has for one piece; those of others stay. */
    private function writeSale(string $table, int $id, ?array $sale): void
    {
        $group = (int) $this->registry->get('config')->get('config_customer_group_id');
        $merged = $table === 'product_discount';
        $of = 'product_id = ? and customer_group_id = ?' . ($merged ? " and special = '1' and quantity = 1" : '');
        $this->run('delete from `' . DB_PREFIX . "$table` where $of", [$id, $group]);
        if ($sale === null) return;
        $more = $merged ? ", special = '1', quantity = 1, type = 'F'" : '';
        $this->run('insert into `' . DB_PREFIX . "$table` set product_id = ?, customer_group_id = ?, priority = 1, price = ?,"
            . " date_start = ?, date_end = ?$more", [$id, $group, $sale['price'], $sale['startsAt'], $sale['endsAt']]);
    }

    // ---- Products ----

    private function product(array $given): Change
    {
        $id = $this->productId($given);
        $writes = [];
        $product = '`' . DB_PREFIX . 'product`';
        $named = ['status' => null, 'weight' => null];
        if (isset($given['status'])) {
            $held = ['ACTIVE' => 1, 'DISABLED' => 0][$given['status']] ?? null;
            if ($held === null) throw new ActFault('UNSUPPORTED', 'OpenCart knows ACTIVE and DISABLED alone.', 'status');
            $named['status'] = $held;
        }
        if (isset($given['weight'])) $named['weight'] = $this->decimal($given['weight'], 'weight', 7, 8);
        foreach ($named as $column => $value) {
            if ($value === null) continue;
            $ids = implode(', ', array_merge([$id], $this->followers($id, $column)));
            $writes[] = ["update $product set $column = ? where product_id in ($ids)", [$value]];
        }
        foreach (['sku', 'gtin', 'mpn'] as $code) {
            if (isset($given[$code])) $writes = array_merge($writes, $this->codeWrites($id, $code, $given[$code]));
        }
        foreach ($given['translations'] ?? [] as $at => $text) {
            $writes = array_merge($writes, $this->textWrites($id, $text, "translations.$at"));
        }
        if (isset($given['categories'])) $writes = array_merge($writes, $this->categoryWrites($id, $given['categories']));
        if ($writes === []) throw new ActFault('INVALID', 'There is nothing to change.');
        $writes[] = ["update $product set date_modified = now() where product_id = ?", [$id]];

        return new Change('', function () use ($writes): array {
            return $this->kept(function () use ($writes): array {
                foreach ($writes as [$sql, $values]) $this->run($sql, $values);
                return [];
            });
        });
    }

    /** Of a GTIN it is the first of EAN, UPC, ISBN and JAN that the product has; EAN where it has none. */
    private function codeWrites(int $id, string $code, string $text): array
    {
        $stored = $this->stored($text);
        $names = $code === 'gtin' ? ['ean', 'upc', 'isbn', 'jan'] : [$code];
        if ($this->has(DB_PREFIX . 'product', $code === 'gtin' ? 'ean' : $code)) {
            $row = $this->rows('select * from `' . DB_PREFIX . 'product` where product_id = ?', [$id])[0];
            $used = array_filter($names, static fn (string $name): bool => trim((string) ($row[$name] ?? '')) !== '');
            $column = reset($used) ?: $names[0];
            $this->fitting($stored, DB_PREFIX . 'product', $column, $code);
            return [['update `' . DB_PREFIX . "product` set `$column` = ? where product_id = ?", [$stored, $id]]];
        }
        $this->fitting($stored, DB_PREFIX . 'product_code', 'value', $code);
        $held = array_column($this->rows('select code, value from `' . DB_PREFIX . 'product_code` where product_id = ?'
            . ' order by product_code_id', [$id]), 'value', 'code');
        $used = array_filter($names, static fn (string $name): bool => trim((string) (array_change_key_case($held)[$name] ?? '')) !== '');
        $name = reset($used) ?: $names[0];
        // As the store's own list writes it, since the database may tell capitals apart.
        $sql = 'select code from `' . DB_PREFIX . 'identifier` where lower(code) = ?';
        $written = $this->value($sql, [$name]) ?? strtoupper($name);
        $writes = [['delete from `' . DB_PREFIX . 'product_code` where product_id = ? and lower(code) = ?', [$id, $name]]];
        $insert = 'insert into `' . DB_PREFIX . 'product_code` set product_id = ?, code = ?, value = ?';
        return $stored === '' ? $writes : array_merge($writes, [[$insert, [$id, $written, $stored]]]);
    }

    private function textWrites(int $id, array $text, string $field): array
    {
        if (isset($text['shortDescription'])) {
            throw new ActFault('UNSUPPORTED', 'OpenCart has no short descriptions.', "$field.shortDescription");
        }
        $languages = $this->rows('select language_id, code from `' . DB_PREFIX . 'language` order by language_id desc');
        $language = $this->languageIn(array_column($languages, 'language_id', 'code'), $text['language'], "$field.language");
        $table = DB_PREFIX . 'product_description';
        $writes = [];
        foreach (['name', 'description'] as $column) {
            if (!isset($text[$column])) continue;
            $stored = $this->stored($text[$column]);
            $this->fitting($stored, $table, $column, "$field.$column");
            if ($column === 'name' && trim($stored) === '') throw new ActFault('INVALID', 'A product has a name.', "$field.name");
            $writes[] = ["update `$table` set `$column` = ? where product_id = ? and language_id = ?", [$stored, $id, $language]];
        }
        if ($this->rows("select 1 as n from `$table` where product_id = ? and language_id = ?", [$id, $language]) !== []) return $writes;
        if (!isset($text['name'])) throw new ActFault('INVALID', 'It has no name in this language yet.', "$field.name");
        $first = "insert into `$table` set product_id = ?, language_id = ?, name = ?, description = '', tag = '',"
            . " meta_title = ?, meta_description = '', meta_keyword = ''";
        $name = $this->stored($text['name']);
        return array_merge([[$first, [$id, $language, $name, $name]]], $writes);
    }

    private function categoryWrites(int $id, array $categories): array
    {
        $writes = [['delete from `' . DB_PREFIX . 'product_to_category` where product_id = ?', [$id]]];
        foreach (array_unique($categories) as $at => $category) {
            $sql = 'select category_id from `' . DB_PREFIX . 'category` where category_id = ?';
            $known = preg_match('~^[1-9]\d{0,9}$~D', $category) ? $this->value($sql, [(int) $category]) : null;
            if ($known === null) throw new ActFault('INVALID', 'The store has no such category.', "categoryIds.$at");
            $insert = 'insert into `' . DB_PREFIX . 'product_to_category` set product_id = ?, category_id = ?';
            $writes[] = [$insert, [$id, (int) $category]];
        }
        return $writes;
    }

    /** A text as OpenCart's forms have it stored: its own pages print it as it is. */
    private function stored(string $text): string
    {
        $stored = htmlspecialchars($text, ENT_COMPAT, 'UTF-8');
        return $this->isFour() ? trim($stored) : $stored;
    }
}
