<?php
const EMPTY_TRASH_DAYS = 30;

/** What of WordPress' own object for its database the acts and these stand-ins use, whatever it speaks to. */
abstract class StandInDatabase
{
    public $last_error = '';
    public $rows_affected = 0;

    public function __construct(string $prefix)
    {
        $names = ['options', 'posts', 'postmeta', 'comments', 'commentmeta', 'term_relationships', 'term_taxonomy'];
        foreach ($names as $name) $this->$name = $prefix . $name;
        $this->prefix = $prefix;
        $this->open();
    }

    public function __get($name)
    {
        return null;
    }

    public function suppress_errors($suppress)
    {
        return false;
    }

    public function get_col_charset($table, $column)
    {
        return 'utf8mb4';
    }

    public function query($sql)
    {
        $this->last_error = '';
        try {
            $this->rows_affected = $this->change($sql);
        } catch (Exception $error) {
            $this->last_error = $error->getMessage();
        }
    }

    public function get_results($sql, $form = 'ARRAY_A')
    {
        $this->last_error = '';
        $rows = [];
        try {
            foreach ($this->rows($sql) as $row) {
                $rows[] = array_map(function ($cell) { return $cell === null ? null : (string) $cell; }, $row);
            }
        } catch (Exception $error) {
            $this->last_error = $error->getMessage();
        }
        return $rows;
    }

    public function value($sql)
    {
        $row = $this->get_results($sql)[0] ?? [];
        return reset($row);
    }
}
require ABSPATH . (defined('DB_ENGINE') ? 'wpdb-of-sqlite.php' : 'wpdb-of-mysql.php');

// ---- Hooks ----

function add_filter($hook, $does, $priority = 10, $count = 1)
{
    $GLOBALS['wp_filter'][$hook][$priority][] = ['function' => $does, 'accepted_args' => $count];
}

function remove_filter($hook, $does, $priority = 10)
{
    foreach ($GLOBALS['wp_filter'][$hook][$priority] ?? [] as $at => $one) {
        if ($one['function'] === $does) unset($GLOBALS['wp_filter'][$hook][$priority][$at]);
    }
}

function apply_filters($hook, $value, ...$more)
{
    $all = $GLOBALS['wp_filter'][$hook] ?? [];
    ksort($all);
    foreach ($all as $some) {
        foreach ($some as $one) $value = $one['function'](...array_slice([$value, ...$more], 0, $one['accepted_args']));
    }
    return $value;
}

function do_action($hook, ...$given)
{
    file_put_contents(ABSPATH . 'calls', "$hook\n", FILE_APPEND);
    $GLOBALS['did'][$hook] = ($GLOBALS['did'][$hook] ?? 0) + 1;
    [$mood, $does] = explode(' ', trim((string) @file_get_contents(ABSPATH . 'mood')) . ' ', 2);
    if ($mood === $hook && trim($does) === 'exit') exit('SHOPPER-DATA');
    // A buffer that nobody may end.
    if ($mood === $hook && trim($does) === 'keep') ob_start(null, 0, 0);
    if ($mood === $hook && trim($does) === 'throw') throw new Exception('SHOPPER-DATA');
    if ($mood === $hook && trim($does) === 'sale') $GLOBALS['wpdb']->query("insert into {$GLOBALS['wpdb']->options} (option_name) values ('sale')");
    apply_filters($hook, ...($given ?: [null]));
}

function did_action($hook)
{
    return $GLOBALS['did'][$hook] ?? 0;
}

function remove_action($hook, $does, $priority = 10)
{
    remove_filter($hook, $does, $priority);
}

function remove_all_actions($hook)
{
    unset($GLOBALS['wp_filter'][$hook]);
}

// ---- Functions of WordPress' that acts call ----

function get_option($name)
{
    global $wpdb;
    return $wpdb->value("select option_value from $wpdb->options where option_name = '" . $wpdb->_real_escape($name) . "'");
}

function wp_using_ext_object_cache()
{
    return false;
}

function wp_cache_flush()
{
    do_action('cache flushed');
}

function wp_slash($text)
{
    return addslashes($text);
}

function wp_unslash($text)
{
    return stripslashes($text);
}

function sanitize_post_field($field, $text, $id, $context)
{
    return $text;
}

function wp_strip_all_tags($text)
{
    return strip_tags($text);
}

// A network sends away whoever asks for none of its sites.
if (defined('MULTISITE') && ($_SERVER['HTTP_HOST'] . $_SERVER['REQUEST_URI']) !== 'kiln.example/shop/') {
    header('Location: https://kiln.example/');
    exit;
}
$wpdb = new wpdb($table_prefix . (defined('BLOG_ID_CURRENT_SITE') ? BLOG_ID_CURRENT_SITE . '_' : ''));
require ABSPATH . 'woocommerce-stand-in.php';
do_action('woocommerce_init');
register_shutdown_function(function () { do_action('shutdown'); });
