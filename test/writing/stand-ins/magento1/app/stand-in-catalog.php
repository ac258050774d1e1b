<?php
final class StandIn_Cataloginventory_Helper
{
    public function isQty($type)
    {
        return in_array($type, ['simple', 'virtual', 'downloadable'], true);
    }
}

class StandIn_Cataloginventory_Stock_Item extends StandIn_Row
{
    const TABLE = 'cataloginventory_stock_item', KEY = 'item_id', EVENT = 'cataloginventory_stock_item';

    public function loadByProduct($product)
    {
        $sql = "select item_id from cataloginventory_stock_item where product_id = $product and stock_id = 1";
        return $this->load((int) Mage::getSingleton('core/resource')->cell($sql));
    }

    public function getManageStock()
    {
        return $this->data['use_config_manage_stock'] ? 1 : $this->data['manage_stock'];
    }

    public function getCanBackInStock()
    {
        return true;
    }

    /** What has run out by itself is out of stock by itself. */
    public function save()
    {
        if ((float) $this->data['qty'] <= 0 && $this->data['is_in_stock']) {
            $this->addData(['is_in_stock' => 0, 'stock_status_changed_auto' => 1]);
        }
        $this->data['is_in_stock'] = (int) $this->data['is_in_stock'];
        return parent::save();
    }
}

final class StandIn_Eav_Config
{
    public function getAttribute($type, $code)
    {
        return StandIn_Attribute::all("a.attribute_code = '$code'")[$code] ?? new StandIn_Attribute([]);
    }
}

final class StandIn_Attribute extends StandIn_Data
{
    /** Those of products that meet a condition, by their codes. */
    public static function all($where)
    {
        $rows = Mage::getSingleton('core/resource')->rows('select a.*, c.is_global, c.apply_to from eav_attribute as a'
            . " join catalog_eav_attribute as c on c.attribute_id = a.attribute_id where a.entity_type_id = 10 and $where");
        $all = [];
        foreach ($rows as $row) $all[$row['attribute_code']] = new self($row);
        return $all;
    }

    public function getId()
    {
        return $this->data['attribute_id'] ?? null;
    }

    public function isStatic()
    {
        return $this->data['backend_type'] === 'static';
    }

    public function isScopeGlobal()
    {
        return (int) $this->data['is_global'] === 1;
    }

    public function getBackend()
    {
        return $this;
    }

    public function getTable()
    {
        return 'catalog_product_entity' . ($this->isStatic() ? '' : "_{$this->data['backend_type']}");
    }
}

class StandIn_Catalog_Product extends StandIn_Row
{
    const TABLE = 'catalog_product_entity', EVENT = 'catalog_product';
    private $attributes = [];
    private $own = [];
    private $loaded = [];

    public function load($id)
    {
        parent::load($id);
        $set = (int) ($this->data['attribute_set_id'] ?? 0);
        $inSet = "a.attribute_id in (select attribute_id from eav_entity_attribute where attribute_set_id = $set)";
        $this->attributes = StandIn_Attribute::all($inSet);
        $store = (int) ($this->data['store_id'] ?? 0);
        foreach ($this->attributes as $code => $attribute) {
            if ($attribute->isStatic()) continue;
            $sql = "select value, store_id from {$attribute->getTable()} where entity_id = " . (int) $id . " and attribute_id = {$attribute->getId()}"
                . " and store_id in (0, $store) order by store_id desc limit 1";
            $row = Mage::getSingleton('core/resource')->rows($sql)[0] ?? null;
            if ($row === null) continue;
            $this->data[$code] = $row['value'];
            if ((int) $row['store_id'] === $store) $this->own[$code] = true;
        }
        $this->loaded = $this->data;
        return $this;
    }

    public function getAttributes()
    {
        return $this->attributes;
    }

    public function getExistsStoreValueFlag($code)
    {
        return isset($this->own[$code]);
    }

    public function getTypeInstance($isSingleton)
    {
        return $this;
    }

    public function getEditableAttributes($product)
    {
        return array_filter($this->attributes, function ($attribute) {
            $types = (string) $attribute->getApplyTo();
            return $types === '' || in_array($this->data['type_id'], explode(',', $types), true);
        });
    }

    public function validate()
    {
        $resource = Mage::getSingleton('core/resource');
        $sku = $resource->getConnection()->quote($this->data['sku']);
        if ($resource->cell("select 1 from catalog_product_entity where sku = $sku and entity_id <> {$this->getId()}")) {
            throw new Mage_Core_Exception('The value of attribute "<b>SKU</b>" must be unique');
        }
        return $this;
    }

    protected function saved()
    {
        $resource = Mage::getSingleton('core/resource');
        $store = (int) ($this->data['store_id'] ?? 0);
        foreach ($this->attributes as $code => $attribute) {
            $value = $this->data[$code] ?? null;
            if ($attribute->isStatic() || $value === ($this->loaded[$code] ?? null)) continue;
            $at = $attribute->isScopeGlobal() ? 0 : $store;
            $of = "entity_id = {$this->getId()} and attribute_id = {$attribute->getId()} and store_id = $at";
            $resource->exec("delete from {$attribute->getTable()} where $of");
            // Left to the default, or to nothing.
            if ($value === false || $value === null) continue;
            $row = ['entity_type_id' => 10, 'entity_id' => $this->getId(), 'attribute_id' => $attribute->getId(), 'store_id' => $at, 'value' => $value];
            $resource->exec("insert into {$attribute->getTable()} set {$resource->assigned($attribute->getTable(), $row)}");
        }
        if (!isset($this->data['category_ids'])) return;
        $resource->exec("delete from catalog_category_product where product_id = {$this->getId()}");
        foreach ($this->data['category_ids'] as $category) {
            $resource->exec("insert into catalog_category_product set product_id = {$this->getId()}, category_id = $category");
        }
    }
}
