<?php
namespace Drawbridge;

/** WooCommerce 5.0 to 11.x on WordPress. */
final class WooCommerceConnector implements Connector
{
    private string $root;
    private Settings $settings;

    private function __construct(string $root, Settings $settings)
    {
        $this->root = $root;
        $this->settings = $settings;
    }

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $above = dirname($root);
        // Bedrock keeps WordPress in a folder of its own, and its settings and .env files above the store's root.
        $bedrock = is_file("$root/wp/wp-includes/version.php") && is_file("$above/config/application.php");
        // Like WordPress itself: wp-config.php may be one folder up, unless that is an installation of its own.
        $lone = !is_file("$root/wp-config.php") && !is_file("$above/wp-settings.php");
        $config = ($lone ? $above : $root) . '/wp-config.php';
        if (!is_file($config) || !$bedrock && !is_file("$root/wp-includes/version.php")) return null;
        $settings = new Settings($root, ...($bedrock || $lone ? [$above] : []));
        if ($bedrock) foreach (['.env', '.env.local'] as $name) $settings->readEnvironment("$above/$name");
        $settings->read($config);
        if ($bedrock) self::takeUrl($settings, (string) $settings->environment('DATABASE_URL'));
        $settings->set('$table_prefix', $tablePrefix);
        $settings->keep('$table_prefix', 'DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DB_HOST', 'DB_CHARSET', 'DB_ENGINE',
            'DB_DIR', 'DB_FILE', 'MYSQL_CLIENT_FLAGS', 'WP_CONTENT_DIR', 'WP_PLUGIN_DIR', 'BLOG_ID_CURRENT_SITE',
            'CUSTOM_USER_TABLE', 'CUSTOM_USER_META_TABLE');
        $store = new self($root, $settings);
        return is_file($store->plugin()) ? $store : null;
    }

    /** Bedrock's DATABASE_URL, such as mysql://user:password@host:port/name, comes before the single settings. */
    private static function takeUrl(Settings $settings, string $url): void
    {
        $parts = $url === '' ? [] : (parse_url($url) ?: []);
        if (!isset($parts['host'], $parts['path'])) return;
        $settings->set('DB_NAME', substr($parts['path'], 1));
        $settings->set('DB_USER', $parts['user'] ?? '');
        $settings->set('DB_PASSWORD', $parts['pass'] ?? '');
        $settings->set('DB_HOST', $parts['host'] . (isset($parts['port']) ? ":$parts[port]" : ''));
    }

    public function platform(): string
    {
        return 'WOOCOMMERCE';
    }

    public function platformVersion(): ?string
    {
        $header = (string) file_get_contents($this->plugin(), false, null, 0, 8192);
        return preg_match('/^[ \t\/*#@]*Version:\s*([\w.-]+)/mi', $header, $match) ? $match[1] : null;
    }

    public function timeZone(): ?string { return null; }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('DB_ENGINE') === 'sqlite') {
            $folder = $settings->get('DB_DIR') ?? $this->content() . '/database';
            $name = $settings->get('DB_FILE') ?? '.ht.sqlite';
            return ['driver' => 'sqlite', 'database' => rtrim($folder, '/') . "/$name"];
        }
        $flags = (int) $settings->get('MYSQL_CLIENT_FLAGS');
        return serverAt('DB_HOST', $settings->need('DB_HOST')) + [
            'driver' => 'mysql',
            'user' => $settings->need('DB_USER'),
            'password' => $settings->need('DB_PASSWORD'),
            'database' => $settings->need('DB_NAME'),
            'charset' => $settings->get('DB_CHARSET') ?: 'utf8mb4',
            // MYSQLI_CLIENT_SSL is 2048, MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT 64.
            'tls' => $flags & 2048 ? ['verify' => $flags & 64 ? false : null] : null,
        ];
    }

    private function content(): string
    {
        return $this->settings->get('WP_CONTENT_DIR') ?? "$this->root/wp-content";
    }

    private function plugin(): string
    {
        $folder = $this->settings->get('WP_PLUGIN_DIR') ?? $this->content() . '/plugins';
        return "$folder/woocommerce/woocommerce.php";
    }

    /** The prefix of all tables; those of a network's further sites carry the site's number as well. */
    private function prefix(): string
    {
        // WordPress allows no other signs; none else may come into a condition below.
        return preg_replace('/\W/', '', $this->settings->get('$table_prefix') ?? 'wp_');
    }

    public function relations(): array
    {
        $base = $this->prefix();
        $site = (int) ($this->settings->get('BLOG_ID_CURRENT_SITE') ?? 1);
        $own = $site > 1 ? "$base{$site}_" : $base;
        $users = $this->settings->get('CUSTOM_USER_TABLE') ?? "{$base}users";
        $userMeta = $this->settings->get('CUSTOM_USER_META_TABLE') ?? "{$base}usermeta";
        $among = static fn (string $column, string $keys): string => "`$column` in ('" . implode("', '", explode(' ', $keys)) . "')";
        $each = static fn (string $prefix, string $names): string => $prefix . str_replace(' ', " $prefix", $names);
        $starts = static fn (string $column, string $with): string => "substr(`$column`, 1, " . strlen($with) . ") = '$with'";
        $address = 'first_name last_name company address_1 address_2 city state postcode country phone';
        $unfinished = "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')";

        // A user is let out as a customer alone: with WooCommerce's role, or with an order in whichever place this store keeps them.
        $isCustomer = "exists (select 1 from `$userMeta` as r where r.user_id = `$users`.ID and r.meta_key = '{$own}capabilities'"
            . " and instr(r.meta_value, '\"customer\"') > 0)";
        $ordered = "exists (select 1 from `{$own}wc_orders` as o where o.customer_id = `$users`.ID and o.type = 'shop_order'"
            . " and o.status not in $unfinished)";
        $orderedPost = "`$users`.ID in (select b.id from (select distinct m.meta_value + 0 as id from `{$own}postmeta` as m"
            . " join `{$own}posts` as o on o.ID = m.post_id and o.post_type = 'shop_order' and o.post_status not in $unfinished"
            . " where m.meta_key = '_customer_user') as b)";
        $customer = 'ID user_email user_registered display_name';

        $relations = [
            'option' => ['settings', 'options', 'option_name option_value', $among('option_name', 'siteurl home blogname admin_email '
                . 'WPLANG timezone_string gmt_offset permalink_structure upload_path upload_url_path woocommerce_permalinks '
                . 'woocommerce_version woocommerce_custom_orders_table_enabled woocommerce_default_country woocommerce_currency '
                . 'woocommerce_price_num_decimals woocommerce_manage_stock woocommerce_calc_taxes woocommerce_prices_include_tax '
                . 'woocommerce_weight_unit woocommerce_dimension_unit woocommerce_tax_classes')],
            'attribute' => ['settings', 'woocommerce_attribute_taxonomies',
                'attribute_id attribute_name attribute_label attribute_type attribute_orderby'],
            'tax_class' => ['settings', 'wc_tax_rate_classes', 'tax_rate_class_id name slug'],

            'product' => ['catalog', 'posts', 'ID post_type post_status post_title post_name post_content post_excerpt post_parent '
                . 'menu_order post_date_gmt post_modified_gmt', $among('post_type', 'product product_variation')],
            'product_meta' => ['catalog', 'postmeta', 'meta_id post_id meta_key meta_value', $among('meta_key', '_sku '
                . '_global_unique_id _price _regular_price _sale_price _sale_price_dates_from _sale_price_dates_to _tax_status _tax_class '
                . '_manage_stock _stock _stock_status _backorders _weight _length _width _height _virtual _downloadable _thumbnail_id '
                . '_product_image_gallery _product_attributes _children _wp_attached_file _wp_attachment_image_alt')],
            'variation_attribute' => ['catalog', 'postmeta', 'meta_id post_id meta_key meta_value', $starts('meta_key', 'attribute_')
                . " and exists (select 1 from `{$own}posts` as v where v.ID = post_id and v.post_type = 'product_variation')"],
            'product_lookup' => ['catalog', 'wc_product_meta_lookup', 'product_id sku'],
            'attachment' => ['catalog', 'posts', 'ID guid', "post_type = 'attachment'"],
            'term' => ['catalog', 'terms', 'term_id name slug'],
            'term_taxonomy' => ['catalog', 'term_taxonomy', 'term_taxonomy_id term_id taxonomy description parent',
                '(' . $among('taxonomy', 'product_cat product_tag product_brand product_type') . ' or ' . $starts('taxonomy', 'pa_') . ')'],
            'term_relationship' => ['catalog', 'term_relationships', 'object_id term_taxonomy_id'],
            'term_meta' => ['catalog', 'termmeta', 'meta_id term_id meta_key meta_value', $among('meta_key', 'order thumbnail_id')],

            'order' => ['orders', 'wc_orders', 'id status currency type tax_amount total_amount customer_id billing_email '
                . 'date_created_gmt date_updated_gmt parent_order_id payment_method payment_method_title transaction_id'],
            'order_address' => ['orders', 'wc_order_addresses', "id order_id address_type $address email"],
            'order_operation' => ['orders', 'wc_order_operational_data', 'id order_id date_paid_gmt date_completed_gmt '
                . 'shipping_tax_amount shipping_total_amount discount_tax_amount discount_total_amount'],
            'order_meta' => ['orders', 'wc_orders_meta', 'id order_id meta_key meta_value',
                $among('meta_key', '_refund_amount _refund_reason _wc_shipment_tracking_items')],
            'order_post' => ['orders', 'posts', 'ID post_type post_status post_parent post_date_gmt post_modified_gmt post_excerpt',
                $among('post_type', 'shop_order shop_order_refund')],
            'order_post_meta' => ['orders', 'postmeta', 'meta_id post_id meta_key meta_value', $among('meta_key', '_order_currency '
                . '_order_total _order_tax _order_shipping _order_shipping_tax _cart_discount _cart_discount_tax _customer_user '
                . '_payment_method _payment_method_title _transaction_id _date_paid _paid_date _date_completed _refund_amount '
                . '_refund_reason _wc_shipment_tracking_items _billing_email ' . $each('_billing_', $address) . ' '
                . $each('_shipping_', $address))],
            'order_item' => ['orders', 'woocommerce_order_items', 'order_item_id order_item_name order_item_type order_id'],
            'order_item_meta' => ['orders', 'woocommerce_order_itemmeta', 'meta_id order_item_id meta_key meta_value', $among('meta_key',
                '_product_id _variation_id _qty _line_subtotal _line_subtotal_tax _line_total _line_tax cost total_tax '
                . 'discount_amount discount_amount_tax label tax_amount shipping_tax_amount')],
            // What the shopper chose has the shop's own names; WooCommerce hides those that begin with an underscore.
            'order_item_option' => ['orders', 'woocommerce_order_itemmeta', 'meta_id order_item_id meta_key meta_value',
                "substr(meta_key, 1, 1) <> '_' and exists (select 1 from `{$own}woocommerce_order_items` as i"
                . " where i.order_item_id = `{$own}woocommerce_order_itemmeta`.order_item_id and i.order_item_type = 'line_item')"],
            'order_note' => ['orders', 'comments', 'comment_ID comment_post_ID comment_date_gmt comment_content',
                "comment_type = 'order_note'"],
            'order_note_meta' => ['orders', 'commentmeta', 'meta_id comment_id meta_key meta_value', "meta_key = 'is_customer_note'"],
        ];
        foreach ($relations as &$relation) $relation[1] = $own . $relation[1];
        return $relations + [
            'customer_hpos' => ['customers', $users, $customer, "($isCustomer or $ordered)"],
            'customer_posts' => ['customers', $users, $customer, "($isCustomer or $orderedPost)"],
            'customer_meta' => ['customers', $userMeta, 'umeta_id user_id meta_key meta_value', $among('meta_key', 'first_name last_name '
                . 'last_update ' . $each('billing_', $address) . ' ' . $each('shipping_', $address))],
        ];
    }
}
