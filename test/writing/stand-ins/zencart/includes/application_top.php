<?php
// Stands in for Zen Cart where its code is not: what starts it and the functions that acts call, over the store's own tables. As in
// Zen Cart, its objects are globals only where this file is required in the global scope.
require __DIR__ . '/configure.php';
require dirname(__DIR__) . '/witness.php';

// It answers 406 to visits that look like an attack, and starts a session for whoever is no crawler.
if ($_GET + $_POST + $_COOKIE || strpos($_SERVER['SCRIPT_NAME'], 'drawbridge') !== false) exit('Not Acceptable');
if (strpos($_SERVER['HTTP_USER_AGENT'] ?? '', 'bot') === false) witness('session');
date_default_timezone_set('America/Chicago');

$tables = ['orders', 'orders_status', 'orders_status_history', 'products', 'products_description', 'products_to_categories', 'categories',
    'specials', 'languages', 'configuration'];
foreach ($tables as $name) define('TABLE_' . strtoupper($name), DB_PREFIX . $name);

class queryFactory
{
    public $link;

    public function __construct()
    {
        mysqli_report(MYSQLI_REPORT_OFF);
        $this->link = mysqli_connect(DB_SERVER, DB_SERVER_USERNAME, DB_SERVER_PASSWORD, DB_DATABASE, 3306);
        mysqli_set_charset($this->link, DB_CHARSET);
    }

    /** The rows of a statement; one that fails ends PHP. */
    public function Execute(string $sql): array
    {
        $result = mysqli_query($this->link, $sql);
        if ($result === false) {
            header('HTTP/1.1 503 Service Unavailable');
            exit('WARNING: An Error occurred, please refresh the page and try again.');
        }
        return $result === true ? [] : mysqli_fetch_all($result, MYSQLI_ASSOC);
    }
}

$db = new queryFactory();
foreach ($db->Execute('select configuration_key as name, configuration_value as value from ' . TABLE_CONFIGURATION) as $one) {
    if (!defined($one['name'])) define($one['name'], $one['value']);
}

function zen_update_orders_history($order, $message, $by, $status, $notify, $isIncluded)
{
    global $db;
    $order = (int) $order;
    $held = $db->Execute('select orders_status from ' . TABLE_ORDERS . " where orders_id = $order")[0]['orders_status'] ?? null;
    if ($held === null) return -2;
    $text = $isIncluded ? stripslashes($message) : '';
    if ($status === -1) $status = (int) $held;
    if ($status === (int) $held && $text === '') return -1;
    $db->Execute('update ' . TABLE_ORDERS . " set orders_status = $status, last_modified = now() where orders_id = $order");
    witness('ZEN_UPDATE_ORDERS_HISTORY_PRE_EMAIL');
    if ($notify === 1) witness('mail');
    witness('ZEN_UPDATE_ORDERS_HISTORY_BEFORE_INSERT');
    [$text, $by] = [mysqli_real_escape_string($db->link, $text), mysqli_real_escape_string($db->link, $by)];
    $db->Execute('insert into ' . TABLE_ORDERS_STATUS_HISTORY . " set orders_id = $order, orders_status_id = $status, date_added = now(),"
        . " customer_notified = $notify, comments = '$text', updated_by = '$by'");
    $id = mysqli_insert_id($db->link);
    witness('ZEN_UPDATE_ORDERS_HISTORY_AFTER_INSERT');
    return $id;
}

function zen_update_products_price_sorter($id)
{
    global $db;
    witness('zen_update_products_price_sorter ' . TOPMOST_CATEGORY_PARENT_ID);
    $special = 'select specials_new_products_price from ' . TABLE_SPECIALS . " where products_id = $id and status = 1 limit 1";
    $db->Execute('update ' . TABLE_PRODUCTS . " set products_price_sorter = coalesce(($special), products_price) where products_id = $id");
}

// What a visit prints and sends is nobody's business.
echo 'A front page';
header('Location: https://elsewhere.example/');
setcookie('zenid', 'x');
