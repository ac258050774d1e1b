<?php
// Stands in for OpenCart 3.0 and 4 where their code is not: the classes that acts are started by and call, over the store's own tables.
require DIR_SYSTEM . '../witness.php';

/** 3.0 asks this for every file, in case an extension has changed it. */
function modification(string $file): string
{
    return $file;
}

class StandInDatabase
{
    private mysqli $link;

    public function __construct()
    {
        mysqli_report(MYSQLI_REPORT_OFF);
        $this->link = new mysqli(DB_HOSTNAME, DB_USERNAME, DB_PASSWORD, DB_DATABASE, (int) DB_PORT);
        $this->link->set_charset(VERSION < '4' ? 'utf8' : 'utf8mb4');
        // It leaves strict mode: what is too long is cut.
        $this->link->query("set session sql_mode = 'NO_ENGINE_SUBSTITUTION'");
    }

    public function query(string $sql)
    {
        $result = $this->link->query($sql);
        if ($result === false) throw new Exception("Error: {$this->link->error}");
        if ($result === true) return true;
        $rows = $result->fetch_all(MYSQLI_ASSOC);
        return (object) ['rows' => $rows, 'row' => $rows[0] ?? [], 'num_rows' => count($rows)];
    }

    public function escape(string $text): string
    {
        return $this->link->real_escape_string($text);
    }

    public function countAffected(): int
    {
        return $this->link->affected_rows;
    }

    public function getLastId(): int
    {
        return (int) $this->link->insert_id;
    }
}

class StandInConfig
{
    private array $held = [];

    public function load($database, int $store): void
    {
        $sql = 'select * from `' . DB_PREFIX . "setting` where store_id in (0, $store) order by store_id";
        foreach ($database->query($sql)->rows as $row) {
            $this->held[$row['key']] = $row['serialized'] ? json_decode($row['value'], true) : $row['value'];
        }
    }

    public function get(string $key)
    {
        return $this->held[$key] ?? null;
    }
}

class StandInCache
{
    public function delete(string $key): void
    {
        witness("cache_$key");
    }
}

/** It writes itself once more when PHP ends. */
class StandInSession
{
    private string $id;
    private StandInDatabase $database;

    public function __construct(StandInDatabase $database)
    {
        [$this->id, $this->database] = [md5(uniqid('', true)), $database];
        register_shutdown_function([$this, 'close']);
    }

    public function getId(): string
    {
        return $this->id;
    }

    public function close(): void
    {
        $set = "session_id = '$this->id', data = '[]', expire = now() + interval 1 hour";
        $this->database->query('replace into `' . DB_PREFIX . "session` set $set");
    }

    public function destroy(string $id): void
    {
        $this->database->query('delete from `' . DB_PREFIX . "session` where session_id = '$id'");
    }
}

/** The model checkout/order, of which one method is called. */
class StandInOrderModel
{
    private StandInRegistry $registry;

    public function __construct(StandInRegistry $registry)
    {
        $this->registry = $registry;
    }

    public function addHistory($id, $status, $comment = '', $notify = false, $override = false)
    {
        [$database, $config] = [$this->registry->get('db'), $this->registry->get('config')];
        // Mails go out before anything is changed.
        witness($notify ? 'mail' : 'addHistory/before');
        $order = '`' . DB_PREFIX . 'order`';
        $held = (int) ($database->query("select order_status_id from $order where order_id = $id")->row['order_status_id'] ?? 0);
        if ($held === 0) return 0;
        // An extension against fraud may put another status in its place.
        if (!$override && is_file(DIR_SYSTEM . '../fraud')) $status = (int) file_get_contents(DIR_SYSTEM . '../fraud');
        $counts = array_merge((array) $config->get('config_processing_status'), (array) $config->get('config_complete_status'));
        [$was, $is] = [in_array($held, $counts), in_array($status, $counts)];
        $lines = $database->query('select * from `' . DB_PREFIX . "order_product` where order_id = $id")->rows;
        foreach ($was !== $is ? $lines : [] as $line) {
            $number = $is ? -$line['quantity'] : (int) $line['quantity'];
            $database->query('update `' . DB_PREFIX . "product` set quantity = quantity + ($number) where product_id = "
                . "$line[product_id] and subtract = 1");
        }
        $database->query("update $order set order_status_id = $status where order_id = $id");
        witness('addHistory');
        $text = $database->escape($comment);
        $database->query('insert into `' . DB_PREFIX . "order_history` set order_id = $id, order_status_id = $status, notify = "
            . (int) $notify . ", comment = '$text', date_added = now()");
        witness('addHistory/after');
        return $database->getLastId();
    }

    public function addOrderHistory($id, $status, $comment = '', $notify = false, $override = false): void
    {
        $this->addHistory($id, $status, $comment, $notify, $override);
    }
}

class StandInRegistry
{
    private array $held = [];

    public function get(string $key)
    {
        return $this->held[$key] ?? null;
    }

    public function set(string $key, $value): void
    {
        $this->held[$key] = $value;
    }

    /** The registry is the loader of its models too. */
    public function model(string $route): void
    {
        $this->set('model_' . strtr($route, '/', '_'), new StandInOrderModel($this));
    }
}

abstract class StandInController
{
    protected StandInRegistry $registry;

    public function __construct(StandInRegistry $registry)
    {
        $this->registry = $registry;
    }
}
class_alias(StandInController::class, 'Opencart\System\Engine\Controller');
