<?php
namespace Drawbridge;

/** OpenCart 3.0 to 4.1. */
final class OpenCartConnector implements Connector
{
    /** The settings that may leave the store; all others (mail, keys, payment) may not. */
    private const SETTINGS = "'config_name', 'config_owner', 'config_email', 'config_telephone', 'config_country_id', 'config_zone_id', "
        . "'config_timezone', 'config_currency', 'config_language', 'config_language_catalog', 'config_language_admin', "
        . "'config_weight_class_id', 'config_length_class_id', 'config_customer_group_id', 'config_tax', 'config_tax_default', "
        . "'config_tax_customer', 'config_stock_checkout', 'config_stock_display', 'config_stock_status_id', "
        . "'config_order_status_id', 'config_complete_status', 'config_processing_status', 'config_return_status_id', "
        . "'config_subscription_active_status_id', 'config_void_status_id', 'config_fraud_status_id', 'config_void_status', "
        . "'config_url', 'config_ssl', 'config_secure', 'config_seo_url', 'config_image', 'config_logo', 'config_icon', "
        . "'config_checkout_payment_address', 'config_product_count', 'config_invoice_prefix', 'config_checkout_guest'";

    private string $root;
    private Settings $settings;

    private function __construct(string $root, Settings $settings)
    {
        $this->root = $root;
        $this->settings = $settings;
    }

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $settings = new Settings($root);
        $settings->read("$root/config.php");
        $ours = $settings->has('HTTP_SERVER') || is_dir("$root/catalog/controller");
        if (!$ours || !is_file("$root/config.php") || !self::main($root)->has('VERSION')) return null;
        $settings->set('DB_PREFIX', $tablePrefix);
        $settings->keep('DB_DRIVER', 'DB_HOSTNAME', 'DB_PORT', 'DB_USERNAME', 'DB_PASSWORD', 'DB_DATABASE', 'DB_PREFIX',
            'DB_SSL_CA', 'DB_SSL_CERT', 'DB_SSL_KEY');
        return new self($root, $settings);
    }

    public function platform(): string
    {
        return 'OPENCART';
    }

    public function platformVersion(): ?string
    {
        return self::main($this->root)->get('VERSION');
    }

    public function timeZone(): ?string { return null; }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('DB_DRIVER') === 'sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $settings->need('DB_DATABASE'))];
        }
        $tls = [];
        foreach (['ca', 'cert', 'key'] as $part) $tls[$part] = (string) $settings->get('DB_SSL_' . strtoupper($part));
        return serverAt('DB_HOSTNAME', $settings->need('DB_HOSTNAME'), $settings->get('DB_PORT')) + [
            'driver' => 'mysql',
            'user' => $settings->need('DB_USERNAME'),
            'password' => $settings->need('DB_PASSWORD'),
            'database' => $settings->need('DB_DATABASE'),
            'charset' => 'utf8mb4',
            'tls' => implode('', $tls) === '' ? null : $tls,
        ];
    }

    private static function main(string $root): Settings
    {
        $main = new Settings();
        $main->read("$root/index.php");
        return $main;
    }

    public function relations(): array
    {
        $settings = [
            'setting' => 'setting_id store_id code key value serialized',
            'store' => 'store_id name url ssl',
            'language' => 'language_id name code locale image directory extension sort_order status',
            'currency' => 'currency_id title code symbol_left symbol_right decimal_place value status date_modified',
            'country' => 'country_id name iso_code_2 iso_code_3 address_format address_format_id postcode_required status',
            'country_description' => 'country_id language_id name',
            'zone' => 'zone_id country_id name code status',
            'zone_description' => 'zone_id language_id name',
            'customer_group' => 'customer_group_id approval sort_order',
            'customer_group_description' => 'customer_group_id language_id name description',
            'order_status' => 'order_status_id language_id name',
            'stock_status' => 'stock_status_id language_id name',
            'return_status' => 'return_status_id language_id name',
            'return_reason' => 'return_reason_id language_id name',
            'return_action' => 'return_action_id language_id name',
            'tax_class' => 'tax_class_id title description date_added date_modified',
            'tax_rate' => 'tax_rate_id geo_zone_id name rate type date_added date_modified',
            'tax_rate_to_customer_group' => 'tax_rate_id customer_group_id',
            'tax_rule' => 'tax_rule_id tax_class_id tax_rate_id based priority',
            'geo_zone' => 'geo_zone_id name description',
            'zone_to_geo_zone' => 'zone_to_geo_zone_id country_id zone_id geo_zone_id',
            'weight_class' => 'weight_class_id value',
            'weight_class_description' => 'weight_class_id language_id title unit',
            'length_class' => 'length_class_id value',
            'length_class_description' => 'length_class_id language_id title unit',
        ];
        $catalog = [
            'product' => 'product_id master_id model sku upc ean jan isbn mpn location variant override quantity stock_status_id image '
                . 'manufacturer_id shipping price points tax_class_id date_available weight weight_class_id length width height '
                . 'length_class_id subtract minimum rating sort_order status viewed date_added date_modified',
            'product_description' => 'product_id language_id name description tag meta_title meta_description meta_keyword',
            'product_code' => 'product_code_id product_id code value identifier_id',
            'identifier' => 'identifier_id name code validation status',
            'product_discount' => 'product_discount_id product_id customer_group_id quantity priority price type special date_start date_end',
            'product_special' => 'product_special_id product_id customer_group_id priority price date_start date_end',
            'product_image' => 'product_image_id product_id image sort_order',
            'product_option' => 'product_option_id product_id option_id value required',
            'product_option_value' => 'product_option_value_id product_option_id product_id option_id option_value_id quantity subtract '
                . 'price price_prefix points points_prefix weight weight_prefix',
            'option' => 'option_id type validation sort_order',
            'option_description' => 'option_id language_id name',
            'option_value' => 'option_value_id option_id image sort_order',
            'option_value_description' => 'option_value_id language_id option_id name',
            'product_attribute' => 'product_id attribute_id language_id text',
            'attribute' => 'attribute_id attribute_group_id sort_order',
            'attribute_description' => 'attribute_id language_id name',
            'attribute_group' => 'attribute_group_id sort_order',
            'attribute_group_description' => 'attribute_group_id language_id name',
            'product_to_category' => 'product_id category_id',
            'product_to_store' => 'product_id store_id',
            'product_to_download' => 'product_id download_id',
            'product_related' => 'product_id related_id',
            'product_reward' => 'product_reward_id product_id customer_group_id points',
            'product_viewed' => 'product_id viewed',
            'product_filter' => 'product_id filter_id',
            'product_subscription' => 'product_id subscription_plan_id customer_group_id trial_price price',
            'product_recurring' => 'product_id recurring_id customer_group_id',
            'filter' => 'filter_id filter_group_id sort_order',
            'filter_description' => 'filter_id language_id filter_group_id name',
            'filter_group' => 'filter_group_id sort_order',
            'filter_group_description' => 'filter_group_id language_id name',
            'manufacturer' => 'manufacturer_id name image sort_order',
            'manufacturer_to_store' => 'manufacturer_id store_id',
            'category' => 'category_id image parent_id top column sort_order status date_added date_modified',
            'category_description' => 'category_id language_id name description meta_title meta_description meta_keyword',
            'category_path' => 'category_id path_id level',
            'category_to_store' => 'category_id store_id',
            'seo_url' => 'seo_url_id store_id language_id query key value keyword sort_order',
        ];
        $address = static fn (string $kind): string => preg_replace('/(\w+)/', "{$kind}_\$1", 'address_id firstname lastname company '
            . 'address_1 address_2 city postcode country country_id zone zone_id address_format method code') . ' ';
        $orders = [
            'order' => 'order_id subscription_id invoice_no invoice_prefix store_id store_name store_url customer_id customer_group_id '
                . 'firstname lastname email telephone fax ' . $address('payment') . $address('shipping')
                . 'comment total order_status_id affiliate_id commission marketing_id tracking language_id language_code currency_id '
                . 'currency_code currency_value date_added date_modified',
            'order_product' => 'order_product_id order_id product_id master_id name model quantity price total tax reward',
            'order_option' => 'order_option_id order_id order_product_id product_option_id product_option_value_id name value type',
            'order_total' => 'order_total_id order_id extension code title value sort_order',
            'order_history' => 'order_history_id order_id order_status_id notify comment date_added',
            'order_voucher' => 'order_voucher_id order_id voucher_id description voucher_theme_id amount',
            'order_shipment' => 'order_shipment_id order_id date_added shipping_courier_id tracking_number',
            'shipping_courier' => 'shipping_courier_id shipping_courier_code shipping_courier_name',
            'order_subscription' => 'order_subscription_id order_product_id order_id product_id quantity subscription_plan_id price tax',
            'return' => 'return_id order_id customer_id product_id product model quantity opened return_reason_id return_action_id '
                . 'return_status_id comment date_ordered date_added date_modified',
            'return_history' => 'return_history_id return_id return_status_id notify comment date_added',
            'coupon_history' => 'coupon_history_id coupon_id order_id customer_id amount date_added',
            'coupon' => 'coupon_id name code type discount shipping total date_start date_end status date_added',
        ];
        $customers = [
            'customer' => 'customer_id customer_group_id store_id language_id firstname lastname email telephone fax newsletter address_id '
                . 'status safe date_added',
            'address' => 'address_id customer_id firstname lastname company address_1 address_2 city postcode country_id zone_id default',
            'customer_approval' => 'customer_approval_id customer_id type date_added',
        ];
        $relations = [];
        foreach (compact('settings', 'catalog', 'orders', 'customers') as $area => $tables) {
            foreach ($tables as $name => $columns) $relations[$name] = [$area, $this->settings->need('DB_PREFIX') . $name, $columns];
        }
        $relations['setting'][] = '`key` in (' . self::SETTINGS . ')';
        return $relations;
    }
}
