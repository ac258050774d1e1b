<?php
class Mage_Core_Exception extends Exception {}

/** The connection to the store's database, with Magento's transactions: those within one count as its parts. */
final class StandIn_Core_Resource
{
    private $pdo;
    private $level = 0;
    private $after = [];

    public function __construct()
    {
        $to = simplexml_load_file(__DIR__ . '/etc/local.xml')->global->resources->default_setup->connection;
        $this->pdo = new PDO("mysql:host=$to->host;dbname=$to->dbname", $to->username, $to->password, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_EMULATE_PREPARES => true,
        ]);
        // Three bytes a letter, and what is too long is cut.
        $this->pdo->exec("set names utf8, sql_mode = ''");
    }

    /** The connection of a name is one: its adapter, and PHP's own object in that. */
    public function getConnection($name = null)
    {
        return $name === null ? $this->pdo : $this;
    }

    public function getTableName($model)
    {
        $tables = ['catalog/product' => 'catalog_product_entity', 'catalog/category' => 'catalog_category_entity', 'sales/order' => 'sales_flat_order',
            'sales/shipment' => 'sales_flat_shipment', 'sales/shipment_track' => 'sales_flat_shipment_track',
            'sales/order_status_history' => 'sales_flat_order_status_history'];
        return $tables[$model] ?? strtr($model, '/', '_');
    }

    public function getTransactionLevel()
    {
        return $this->level;
    }

    public function beginTransaction()
    {
        if ($this->level++ === 0) $this->pdo->exec('start transaction');
    }

    public function commit()
    {
        if (--$this->level > 0) return;
        $this->pdo->exec('commit');
        [$all, $this->after] = [$this->after, []];
        foreach ($all as $event) Mage::dispatchEvent($event);
    }

    public function rollBack()
    {
        if (--$this->level > 0) return;
        $this->pdo->exec('rollback');
        $this->after = [];
    }

    /** What is told once the outermost transaction has ended. */
    public function afterwards($event)
    {
        $this->after[] = $event;
    }

    public function rows($sql)
    {
        return $this->pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }

    public function cell($sql)
    {
        $cell = $this->pdo->query($sql)->fetchColumn();
        return $cell === false ? null : $cell;
    }

    public function exec($sql)
    {
        return $this->pdo->exec($sql);
    }

    /** Names and values as SQL assigns them, of those that are columns of a table. */
    public function assigned($table, array $data)
    {
        $set = [];
        foreach (array_intersect_key($data, array_flip(array_column($this->rows("show columns from $table"), 'Field'))) as $name => $value) {
            $set[] = "`$name` = " . ($value === null ? 'null' : $this->pdo->quote((string) $value));
        }
        return implode(', ', $set);
    }
}

/** What is read and set by name: getQty() is data 'qty'. */
class StandIn_Data
{
    protected $data = [];

    public function __construct($data = null)
    {
        $this->data = is_array($data) ? $data : [];
    }

    public function __call($name, $given)
    {
        $key = strtolower(preg_replace('~(?<!^)[A-Z]~', '_$0', substr($name, 3)));
        if (substr($name, 0, 3) === 'get') return $this->data[$key] ?? null;
        $this->data[$key] = $given[0] ?? null;
        return $this;
    }

    public function getData($key)
    {
        return $this->data[$key] ?? null;
    }

    public function setData($key, $value)
    {
        $this->data[$key] = $value;
        return $this;
    }

    public function addData(array $data)
    {
        foreach ($data as $key => $value) $this->data[$key] = $value;
        return $this;
    }
}

/** A row of a table, which tells observers that it was saved, and that the transaction has ended. */
abstract class StandIn_Row extends StandIn_Data
{
    const TABLE = '', KEY = 'entity_id', EVENT = '';

    public function load($id)
    {
        $sql = 'select * from ' . static::TABLE . ' where ' . static::KEY . ' = ' . (int) $id;
        $this->addData(Mage::getSingleton('core/resource')->rows($sql)[0] ?? []);
        return $this;
    }

    public function getId()
    {
        return $this->data[static::KEY] ?? null;
    }

    public function save()
    {
        $resource = Mage::getSingleton('core/resource');
        $resource->beginTransaction();
        $set = $resource->assigned(static::TABLE, $this->data);
        $resource->exec($this->getId() ? 'update ' . static::TABLE . " set $set where " . static::KEY . ' = ' . (int) $this->getId()
            : 'insert into ' . static::TABLE . " set $set");
        if (!$this->getId()) $this->data[static::KEY] = $resource->getConnection()->lastInsertId();
        $this->saved();
        Mage::dispatchEvent(static::EVENT . '_save_after');
        $resource->afterwards(static::EVENT . '_save_commit_after');
        $resource->commit();
        return $this;
    }

    /** What stands in tables beside its own. */
    protected function saved() {}
}
