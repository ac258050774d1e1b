<?php
// Stand-ins for the classes of PrestaShop that its part for writing calls: as thin as can be, over the store's own tables.
namespace PrestaShop\PrestaShop\Adapter {
    class StockManager
    {
        public function updatePhysicalProductQuantity($shop, $error, $cancelled, $product): void
        {
            $set = 'update ps_stock_available set physical_quantity = quantity + reserved_quantity';
            \Db::getInstance()->execute("$set where id_shop = $shop and id_product = $product");
        }
    }
}

namespace {
    define('_DB_PREFIX_', 'ps_');
    define('_PS_MAIL_DIR_', __DIR__);

    class Db
    {
        private static ?Db $one = null;
        private mysqli $link;

        public static function getInstance(): Db
        {
            return self::$one = self::$one ?? new self();
        }

        private function __construct()
        {
            mysqli_report(MYSQLI_REPORT_OFF);
            $to = (include dirname(__DIR__) . '/app/config/parameters.php')['parameters'];
            $this->link = new mysqli($to['database_host'], $to['database_user'], $to['database_password'], $to['database_name'],
                (int) $to['database_port']);
            $this->link->set_charset('utf8mb4');
            $this->link->query("set session sql_mode = ''");
        }

        public function execute(string $sql, bool $cached = true): bool
        {
            return (bool) $this->link->query($sql);
        }

        public function executeS(string $sql, bool $array = true, bool $cached = true)
        {
            $result = $this->link->query($sql);
            return $result ? $result->fetch_all(MYSQLI_ASSOC) : false;
        }

        public function escape(string $text, bool $html = false): string
        {
            return $this->link->real_escape_string($text);
        }

        public function Affected_Rows(): int
        {
            return $this->link->affected_rows;
        }

        public function id(): int
        {
            return (int) $this->link->insert_id;
        }
    }

    /** A row of a table, of which a few fields are written. */
    abstract class ObjectModel
    {
        protected const TABLE = '', KEY = '';
        public $id = null;
        protected array $held = [];
        protected array $fields = [];

        public function __construct($id = null)
        {
            $row = $id ? Db::getInstance()->executeS('select * from ps_' . static::TABLE . ' where ' . static::KEY . ' = ' . (int) $id) : [];
            if ($row) [$this->id, $this->held] = [(int) $id, $row[0]];
        }

        public function &__get($name)
        {
            return $this->held[$name];
        }

        public function __set($name, $value): void
        {
            $this->held[$name] = $value;
        }

        public function setFieldsToUpdate(array $fields): void
        {
            $this->fields = $fields;
        }

        protected function assigned(array $names): string
        {
            $set = [];
            foreach ($names as $name) $set[] = "`$name` = '" . Db::getInstance()->escape((string) $this->held[$name]) . "'";
            return implode(', ', $set);
        }

        protected function written(): array
        {
            return array_keys($this->fields ?: $this->held);
        }

        public function update(): bool
        {
            $where = static::KEY . ' = ' . (int) $this->id;
            return Db::getInstance()->execute('update ps_' . static::TABLE . " set {$this->assigned($this->written())} where $where");
        }

        public function add($dated = true): bool
        {
            $done = Db::getInstance()->execute('insert into ps_' . static::TABLE . " set {$this->assigned(array_keys($this->held))}");
            $this->id = Db::getInstance()->id();
            return $done;
        }

        public function save(): bool
        {
            return $this->id ? $this->update() : $this->add();
        }

        public function delete(): bool
        {
            return Db::getInstance()->execute('delete from ps_' . static::TABLE . ' where ' . static::KEY . ' = ' . (int) $this->id);
        }
    }

    class Product extends ObjectModel
    {
        protected const TABLE = 'product', KEY = 'id_product';
        private const TEXTS = ['name', 'description', 'description_short'];

        public function __construct($id, $full = false, $language = null, $shop = null)
        {
            parent::__construct($id);
            $shops = Db::getInstance()->executeS("select price from ps_product_shop where id_product = $id and id_shop = " . (int) $shop);
            if ($shops) $this->held['price'] = $shops[0]['price'];
        }

        public function update(): bool
        {
            Hook::exec('actionProductUpdate');
            foreach (array_intersect_key($this->fields, array_flip(self::TEXTS)) as $name => $languages) {
                foreach (array_keys($languages) as $language) {
                    $text = Db::getInstance()->escape($this->held[$name][$language]);
                    $where = "id_product = $this->id and id_lang = $language";
                    Db::getInstance()->execute("update ps_product_lang set `$name` = '$text' where $where");
                }
            }
            $names = array_intersect($this->written(), ['price', 'active', 'id_category_default']);
            $sql = "update ps_product_shop set {$this->assigned($names)} where id_product = $this->id";
            return ($this->written() === [] || parent::update()) && ($names === [] || Db::getInstance()->execute($sql));
        }

        /** Those of its own table. */
        protected function written(): array
        {
            return array_values(array_diff(parent::written(), self::TEXTS));
        }

        public function updateCategories(array $categories): void
        {
            Db::getInstance()->execute("delete from ps_category_product where id_product = $this->id");
            foreach ($categories as $category) {
                Db::getInstance()->execute("insert into ps_category_product (id_category, id_product) values ($category, $this->id)");
            }
        }

        /** What the platform says of a value that it would not take. */
        public function validateField($name, $value, $language, $skip, $human)
        {
            return preg_match('~[<>;=#{}]~', (string) $value) ? "The $name field is invalid." : true;
        }

        public static function flushPriceCache(): void {}
    }

    class Combination extends ObjectModel
    {
        protected const TABLE = 'product_attribute_shop', KEY = 'id_product_attribute';
    }

    class SpecificPrice extends ObjectModel
    {
        protected const TABLE = 'specific_price', KEY = 'id_specific_price';

        public static function flushCache(): void {}
    }

    class Order extends ObjectModel
    {
        protected const TABLE = 'orders', KEY = 'id_order';

        public function hasInvoice(): bool
        {
            return true;
        }

        public static function cleanHistoryCache(): void {}
    }

    class Carrier extends ObjectModel
    {
        protected const TABLE = 'carrier', KEY = 'id_carrier';
    }

    class OrderCarrier extends ObjectModel
    {
        protected const TABLE = 'order_carrier', KEY = 'id_order_carrier';

        public function sendInTransitEmail($order): bool
        {
            Hook::exec('mail');
            return true;
        }
    }

    class Customer extends ObjectModel
    {
        protected const TABLE = 'customer', KEY = 'id_customer';
    }

    class CustomerThread extends ObjectModel
    {
        protected const TABLE = 'customer_thread', KEY = 'id_customer_thread';

        public static function getIdCustomerThreadByEmailAndIdOrder($email, $order): int
        {
            $sql = "select id_customer_thread as id from ps_customer_thread where id_order = $order limit 1";
            return (int) (Db::getInstance()->executeS($sql)[0]['id'] ?? 0);
        }
    }

    class CustomerMessage extends ObjectModel
    {
        protected const TABLE = 'customer_message', KEY = 'id_customer_message';

        public function validateField($name, $value, $language, $skip, $human)
        {
            return preg_match('~\bon[a-z]+\s*=|script\s*:~i', (string) $value) ? "The $name field is invalid." : true;
        }

        public function add($dated = true): bool
        {
            if ($this->validateField('message', $this->held['message'], null, [], true) !== true) throw new \RuntimeException('invalid');
            return parent::add();
        }
    }

    class Tools
    {
        public static function passwdGen(int $length): string
        {
            return str_repeat('x', $length);
        }
    }

    class Validate
    {
        public static function isTrackingNumber($number)
        {
            return preg_match('/^[~:#,%&_=\(\)\[\]\.\? \+\-@\/a-zA-Z0-9]+$/', $number);
        }
    }

    class OrderHistory extends ObjectModel
    {
        protected const TABLE = 'order_history', KEY = 'id_order_history';

        public function changeIdOrderState($state, $order, $existing): void
        {
            Hook::exec('actionOrderStatusUpdate');
            Db::getInstance()->execute("update ps_orders set current_state = $state where id_order = $order->id");
            $this->held['id_order_state'] = $state;
            Hook::exec('actionOrderStatusPostUpdate');
        }

        public function add($dated = true): bool
        {
            $this->held['date_add'] = date('Y-m-d H:i:s');
            return parent::add();
        }

        public function addWithemail($dated, array $told): bool
        {
            Hook::exec('mail');
            return $this->add();
        }
    }

    class StockAvailable
    {
        public static function getStockAvailableIdByProductId($product, $form, $shop): int
        {
            $sql = "select id_stock_available as id from ps_stock_available where id_product = $product and id_product_attribute = $form";
            return (int) (Db::getInstance()->executeS($sql)[0]['id'] ?? 0);
        }

        public static function dependsOnStock($product, $shop): bool
        {
            return false;
        }

        public static function setQuantity($product, $form, $quantity, $shop, $moved): void
        {
            $row = self::getStockAvailableIdByProductId($product, $form, $shop);
            Db::getInstance()->execute("update ps_stock_available set quantity = $quantity where id_stock_available = $row");
            Hook::exec('actionUpdateQuantity');
        }
    }

    class Hook
    {
        /** Notes which hooks ran, and does what the file `mood` says of one. */
        public static function exec($name): void
        {
            file_put_contents(dirname(__DIR__) . '/witness', "$name\n", FILE_APPEND);
            $mood = @file_get_contents(dirname(__DIR__) . '/mood') ?: ' ';
            [$at, $does] = explode(' ', trim($mood) . ' ');
            if ($at !== $name) return;
            echo 'noise';
            if ($does === 'exit') exit('left');
            if ($does === 'throw') throw new Exception('a module fails');
            if ($does === 'fatal') missing_function_of_a_module();
        }
    }

    class Configuration
    {
        public static function get($name)
        {
            $sql = "select value from ps_configuration where name = '$name' order by id_shop limit 1";
            return Db::getInstance()->executeS($sql)[0]['value'] ?? false;
        }
    }

    class Shop
    {
        public const CONTEXT_SHOP = 1;
        public int $id;

        public function __construct(int $id = 1)
        {
            $this->id = $id;
        }

        public static function setContext($kind, $id): void {}
    }

    class Employee
    {
        public $id, $firstname, $lastname;
    }

    class Currency
    {
        public static function getDefaultCurrency(): self
        {
            return new self();
        }
    }

    class Context
    {
        private static ?Context $one = null;
        public Shop $shop;
        public $currency, $employee;

        public static function getContext(): Context
        {
            if (self::$one === null) {
                self::$one = new self();
                self::$one->shop = new Shop();
            }
            return self::$one;
        }
    }

    class Cache
    {
        public static function clean($key): void {}
    }

    class Language
    {
        public static function getLanguages($active): array
        {
            return Db::getInstance()->executeS('select * from ps_lang');
        }
    }

    class Search
    {
        public static function indexation($full, $id): void
        {
            Hook::exec('search');
        }
    }

    // What a visit prints and sends is nobody's business.
    echo 'A front page';
    header('Location: https://elsewhere.example/');
    setcookie('PrestaShop', 'x');
}
