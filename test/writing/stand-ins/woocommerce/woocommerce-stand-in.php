<?php
class WC_Data_Exception extends Exception {}

class WC_Product
{
    const KEYS = ['regular_price' => '_regular_price', 'sale_price' => '_sale_price', 'date_on_sale_from' => '_sale_price_dates_from',
        'date_on_sale_to' => '_sale_price_dates_to', 'sku' => '_sku', 'weight' => '_weight'];
    public $row;
    private $id;
    private $changes = [];

    public function __construct(int $id, array $row)
    {
        [$this->id, $this->row] = [$id, $row];
    }

    public function __call($name, $given)
    {
        $property = substr($name, 4);
        if (strpos($name, 'set_') === 0) return $this->changes[$property] = is_array($given[0]) ? $given[0] : (string) $given[0];
        return $this->changes[$property] ?? $this->meta(self::KEYS[$property] ?? "_$property");
    }

    public function get_sku()
    {
        return $this->__call('get_sku', []);
    }

    public function set_sku($sku)
    {
        $this->__call('set_sku', [$sku]);
    }

    public function meta($key)
    {
        global $wpdb;
        return (string) $wpdb->value("select meta_value from $wpdb->postmeta where post_id = $this->id and meta_key = '$key'");
    }

    public function is_type($types)
    {
        global $wpdb;
        $name = "select t.slug from {$wpdb->prefix}terms t join $wpdb->term_taxonomy x on x.term_id = t.term_id join"
            . " $wpdb->term_relationships r on r.term_taxonomy_id = x.term_taxonomy_id where x.taxonomy = 'product_type' and r.object_id = $this->id";
        return in_array($wpdb->value($name), (array) $types, true);
    }

    public function managing_stock()
    {
        return $this->meta('_manage_stock') === 'yes';
    }

    public function get_stock_managed_by_id()
    {
        return $this->id;
    }

    public function save()
    {
        global $wpdb;
        foreach ($this->changes as $property => $value) {
            if ($property === 'category_ids') {
                $this->file($value);
                continue;
            }
            $key = self::KEYS[$property] ?? null;
            $text = $wpdb->_real_escape(wp_unslash($value));
            if ($key === null) {
                $column = ['name' => 'post_title', 'status' => 'post_status'][$property];
                $wpdb->query("update $wpdb->posts set $column = '$text' where ID = $this->id");
                continue;
            }
            $wpdb->query("delete from $wpdb->postmeta where post_id = $this->id and meta_key = '$key'");
            $wpdb->query("insert into $wpdb->postmeta (post_id, meta_key, meta_value) values ($this->id, '$key', '$text')");
        }
        do_action('woocommerce_update_product');
    }

    /** Puts it into these categories, and out of all others. */
    private function file(array $categories)
    {
        global $wpdb;
        $wpdb->query("delete from $wpdb->term_relationships where object_id = $this->id and term_taxonomy_id in"
            . " (select term_taxonomy_id from $wpdb->term_taxonomy where taxonomy = 'product_cat')");
        foreach ($categories as $category) {
            $wpdb->query("insert into $wpdb->term_relationships (object_id, term_taxonomy_id) select $this->id, term_taxonomy_id"
                . " from $wpdb->term_taxonomy where taxonomy = 'product_cat' and term_id = $category");
        }
    }
}

class WC_Order
{
    private $id;

    public function __construct(int $id)
    {
        $this->id = $id;
    }

    public function update_status($status, $note, $byHand)
    {
        global $wpdb;
        if (!in_array("wc-$status", array_keys(wc_get_order_statuses()), true)) $status = 'pending';
        $wpdb->query(get_option('woocommerce_custom_orders_table_enabled') === 'yes'
            ? "update {$wpdb->prefix}wc_orders set status = 'wc-$status' where id = $this->id"
            : "update $wpdb->posts set post_status = 'wc-$status' where ID = $this->id");
        $this->add_order_note("$note Order status changed.");
        if ($byHand) do_action('woocommerce_order_edit_status');
        foreach (WC()->mailer()->get_emails() as $email) {
            if (apply_filters("woocommerce_email_enabled_$email->id", true)) do_action("mail $email->id");
        }
        do_action('woocommerce_order_status_changed');
        return true;
    }

    public function get_id()
    {
        return $this->id;
    }

    public function read_meta_data($force) {}

    /** Its table of meta, and that table's column of orders. */
    private function place()
    {
        global $wpdb;
        return get_option('woocommerce_custom_orders_table_enabled') === 'yes' ? ["{$wpdb->prefix}wc_orders_meta", 'order_id']
            : [$wpdb->postmeta, 'post_id'];
    }

    public function get_meta($key, $single, $context)
    {
        global $wpdb;
        [$table, $of] = $this->place();
        return unserialize((string) $wpdb->value("select meta_value from $table where $of = $this->id and meta_key = '$key'"));
    }

    public function update_meta_data($key, $value)
    {
        global $wpdb;
        [$table, $of] = $this->place();
        $text = $wpdb->_real_escape(serialize($value));
        $wpdb->query("delete from $table where $of = $this->id and meta_key = '$key'");
        $wpdb->query("insert into $table ($of, meta_key, meta_value) values ($this->id, '$key', '$text')");
    }

    public function save()
    {
        do_action('woocommerce_update_order');
    }

    public function add_order_note($note, $told = 0)
    {
        global $wpdb;
        $text = $wpdb->_real_escape(trim(wp_unslash($note)));
        $wpdb->query("insert into $wpdb->comments (comment_post_ID, comment_date_gmt, comment_content, comment_type)"
            . " values ($this->id, '" . gmdate('Y-m-d H:i:s') . "', '$text', 'order_note')");
        $id = $wpdb->value("select max(comment_ID) from $wpdb->comments");
        if ($told) {
            $wpdb->query("insert into $wpdb->commentmeta (comment_id, meta_key, meta_value) values ($id, 'is_customer_note', '1')");
            do_action('woocommerce_new_customer_note');
        }
        return $id;
    }
}

final class StandInEmail
{
    public $id;

    public function __construct(string $id)
    {
        $this->id = $id;
    }

    public function is_customer_email()
    {
        return strpos($this->id, 'customer_') === 0;
    }
}

final class StandIn
{
    public function mailer()
    {
        return $this;
    }

    public function get_emails()
    {
        return [new StandInEmail('new_order'), new StandInEmail('customer_completed_order')];
    }
}

function WC()
{
    return new StandIn();
}

function wc_get_order_statuses()
{
    return ['wc-pending' => 'Pending', 'wc-processing' => 'Processing', 'wc-on-hold' => 'On hold', 'wc-completed' => 'Completed',
        'wc-cancelled' => 'Cancelled', 'wc-refunded' => 'Refunded', 'wc-failed' => 'Failed'];
}

function wc_get_order($id)
{
    return new WC_Order($id);
}

function wc_get_product($id)
{
    global $wpdb;
    $row = $wpdb->get_results("select * from $wpdb->posts where ID = " . (int) $id)[0] ?? null;
    return $row ? new WC_Product((int) $id, $row) : false;
}

function term_exists($id, $taxonomy)
{
    global $wpdb;
    return $wpdb->value("select term_id from $wpdb->term_taxonomy where term_id = " . (int) $id . " and taxonomy = '$taxonomy'");
}

function esc_url_raw($url)
{
    return $url;
}

function wc_stock_amount($amount)
{
    return intval(apply_filters('woocommerce_stock_amount', $amount));
}

function wc_clean($text)
{
    return trim(strip_tags($text));
}

function wc_update_product_stock($product, $quantity, $operation)
{
    global $wpdb;
    do_action('woocommerce_product_before_set_stock');
    $id = $product->get_stock_managed_by_id();
    $amount = number_format((float) $quantity, 6, '.', '');
    $to = ['set' => "'$amount'", 'increase' => "meta_value + $amount", 'decrease' => "meta_value - $amount"][$operation];
    $sql = "update $wpdb->postmeta set meta_value = $to where post_id = $id and meta_key = '_stock'";
    $wpdb->query(apply_filters('woocommerce_update_product_stock_query', $sql, $id, $quantity, $operation));
    do_action('woocommerce_updated_product_stock');
    $product->save();
    do_action('woocommerce_product_set_stock');
}
