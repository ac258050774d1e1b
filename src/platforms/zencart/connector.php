<?php
namespace Drawbridge;

/** Zen Cart 1.5.8 to 2.x. */
final class ZenCartConnector implements Connector
{
    /** The settings that may leave the store; all others (mail, keys, payment modules) may not. */
    private const SETTINGS = "'STORE_NAME', 'STORE_OWNER', 'STORE_OWNER_EMAIL_ADDRESS', 'STORE_TELEPHONE_CUSTSERVICE', 'STORE_COUNTRY', "
        . "'STORE_ZONE', 'DEFAULT_CURRENCY', 'DEFAULT_LANGUAGE', 'DEFAULT_ORDERS_STATUS_ID', 'DEFAULT_ZERO_BALANCE_ORDERS_STATUS_ID', "
        . "'DISPLAY_PRICE_WITH_TAX', 'SHIPPING_WEIGHT_UNITS', 'SHIPPING_DIMENSION_UNITS', 'STOCK_CHECK', 'STOCK_LIMITED', "
        . "'STOCK_ALLOW_CHECKOUT', 'SHOW_PRODUCTS_SOLD_OUT', 'SHOW_PRODUCTS_SOLD_OUT_IMAGE', 'PRODUCTS_OPTIONS_SORT_ORDER', "
        . "'PRODUCTS_OPTIONS_SORT_BY_PRICE', 'PRODUCTS_OPTIONS_TYPE_SELECT', 'PRODUCTS_OPTIONS_TYPE_TEXT', "
        . "'PRODUCTS_OPTIONS_TYPE_RADIO', 'PRODUCTS_OPTIONS_TYPE_CHECKBOX', 'PRODUCTS_OPTIONS_TYPE_FILE', "
        . "'PRODUCTS_OPTIONS_TYPE_READONLY', 'PRODUCTS_OPTIONS_VALUES_TEXT_ID', 'WHOLESALE_PRICING_CONFIG', 'TAX_DECIMAL_PLACES', "
        . "'PRODUCTS_IMAGE_NO_IMAGE', 'STORE_STATUS'";

    private string $root;
    private Settings $settings;
    private Settings $version;

    private function __construct(string $root, Settings $settings, Settings $version)
    {
        $this->root = $root;
        $this->settings = $settings;
        $this->version = $version;
    }

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        $version = new Settings();
        $version->read("$root/includes/version.php");
        if (!$version->has('PROJECT_VERSION_NAME') || $version->get('PROJECT_VERSION_NAME') !== 'Zen Cart') return null;
        $settings = new Settings($root);
        // A developer's settings in includes/local come first, and the first definition of a constant counts.
        $settings->read("$root/includes/local/configure.php");
        $settings->read("$root/includes/configure.php");
        if (!is_file("$root/includes/configure.php") && !$settings->has('DB_TYPE')) return null;
        $settings->set('DB_PREFIX', $tablePrefix);
        $settings->keep('DB_TYPE', 'DB_PREFIX', 'DB_CHARSET', 'DB_SERVER', 'DB_PORT', 'DB_SOCKET', 'DB_SERVER_USERNAME',
            'DB_SERVER_PASSWORD', 'DB_DATABASE');
        return new self($root, $settings, $version);
    }

    public function platform(): string
    {
        return 'ZENCART';
    }

    public function platformVersion(): ?string
    {
        $parts = array_map([$this->version, 'get'], ['PROJECT_VERSION_MAJOR', 'PROJECT_VERSION_MINOR']);
        return implode('.', array_filter($parts, 'is_string')) ?: null;
    }

    /** The zone that includes/extra_configures/set_time_zone.php gives the store; without one it keeps PHP's. */
    public function timeZone(): ?string
    {
        $file = "$this->root/includes/extra_configures/set_time_zone.php";
        $source = is_file($file) ? (string) file_get_contents($file, false, null, 0, 65536) : '';
        $set = '(?:\$TZ\s*=|\bdate_default_timezone_set\s*\()\s*(\'[^\'\n]*\'|"[^"\n]*")';
        preg_match_all("~//[^\n]*|#[^\n]*|/\*.*?\*/|$set~is", $source, $found);
        $named = array_map(fn (string $literal): string => trim($literal, " '\""), array_filter($found[1]));
        $zones = array_intersect($named, timezone_identifiers_list(\DateTimeZone::ALL_WITH_BC));
        return $zones ? end($zones) : null;
    }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('DB_TYPE') === 'sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $settings->need('DB_DATABASE'))];
        }
        $server = serverAt('DB_SERVER', $settings->need('DB_SERVER'), $settings->get('DB_PORT'));
        return ['socket' => $settings->get('DB_SOCKET') ?: $server['socket']] + $server + [
            'driver' => 'mysql',
            'user' => $settings->need('DB_SERVER_USERNAME'),
            'password' => $settings->need('DB_SERVER_PASSWORD'),
            'database' => $settings->need('DB_DATABASE'),
            'charset' => $settings->get('DB_CHARSET') ?: 'utf8mb4',
            'tls' => null,
        ];
    }

    public function relations(): array
    {
        $settings = [
            'configuration' => 'configuration_id configuration_key configuration_value last_modified',
            'languages' => 'languages_id name code directory sort_order',
            'currencies' => 'currencies_id title code symbol_left symbol_right decimal_point thousands_point decimal_places value '
                . 'last_updated',
            'countries' => 'countries_id countries_name countries_iso_code_2 countries_iso_code_3 address_format_id status',
            'zones' => 'zone_id zone_country_id zone_code zone_name',
            'tax_class' => 'tax_class_id tax_class_title tax_class_description last_modified date_added',
            'tax_rates' => 'tax_rates_id tax_zone_id tax_class_id tax_priority tax_rate last_modified date_added',
            'geo_zones' => 'geo_zone_id geo_zone_name geo_zone_description last_modified date_added',
            'zones_to_geo_zones' => 'association_id zone_country_id zone_id geo_zone_id last_modified date_added',
            'group_pricing' => 'group_id group_name group_percentage last_modified date_added',
            'customer_groups' => 'group_id group_name group_comment',
            'orders_status' => 'orders_status_id language_id orders_status_name orders_status_color_code sort_order',
            'product_types' => 'type_id type_name type_handler type_master_type allow_add_to_cart',
            'products_options_types' => 'products_options_types_id products_options_types_name',
        ];
        $prices = 'options_values_price options_values_price_w price_prefix product_attribute_is_free products_attributes_weight '
            . 'products_attributes_weight_prefix attributes_discounted attributes_price_base_included attributes_price_onetime '
            . 'attributes_price_factor attributes_price_factor_offset attributes_price_factor_onetime '
            . 'attributes_price_factor_onetime_offset attributes_qty_prices attributes_qty_prices_onetime attributes_price_words '
            . 'attributes_price_words_free attributes_price_letters attributes_price_letters_free ';
        $catalog = [
            'products' => 'products_id products_type products_quantity products_model products_mpn products_image products_price '
                . 'products_price_w products_virtual products_date_added products_last_modified products_date_available '
                . 'products_weight products_length products_width products_height product_ships_in_own_box products_status '
                . 'products_tax_class_id manufacturers_id products_ordered products_quantity_order_min products_quantity_order_units '
                . 'products_priced_by_attribute product_is_free product_is_call products_quantity_mixed '
                . 'product_is_always_free_shipping products_qty_box_status products_quantity_order_max products_sort_order '
                . 'products_discount_type products_discount_type_from products_price_sorter master_categories_id '
                . 'products_mixed_discount_quantity',
            'products_description' => 'products_id language_id products_name products_description products_url products_viewed',
            'products_to_categories' => 'products_id categories_id',
            'products_additional_images' => 'id products_id additional_image sort_order',
            'products_attributes' => 'products_attributes_id products_id options_id options_values_id products_options_sort_order '
                . 'attributes_display_only attributes_default attributes_image attributes_required ' . trim($prices),
            'products_attributes_download' => 'products_attributes_id products_attributes_maxdays products_attributes_maxcount',
            'products_options' => 'products_options_id language_id products_options_name products_options_sort_order '
                . 'products_options_type products_options_length products_options_comment products_options_size products_options_rows',
            'products_options_values' => 'products_options_values_id language_id products_options_values_name '
                . 'products_options_values_sort_order',
            'products_options_values_to_products_options' => 'products_options_values_to_products_options_id products_options_id '
                . 'products_options_values_id',
            'products_discount_quantity' => 'discount_id products_id discount_qty discount_price discount_price_w',
            'specials' => 'specials_id products_id specials_new_products_price specials_date_added specials_last_modified '
                . 'expires_date date_status_change status specials_date_available',
            'salemaker_sales' => 'sale_id sale_status sale_name sale_deduction_value sale_deduction_type sale_pricerange_from '
                . 'sale_pricerange_to sale_specials_condition sale_categories_selected sale_categories_all sale_date_start '
                . 'sale_date_end sale_date_added sale_date_last_modified sale_date_status_change',
            'featured' => 'featured_id products_id featured_date_added featured_last_modified expires_date date_status_change status '
                . 'featured_date_available',
            'manufacturers' => 'manufacturers_id manufacturers_name manufacturers_image date_added last_modified featured',
            'manufacturers_info' => 'manufacturers_id languages_id manufacturers_url',
            'categories' => 'categories_id categories_image parent_id sort_order date_added last_modified categories_status',
            'categories_description' => 'categories_id language_id categories_name categories_description',
            'meta_tags_products_description' => 'products_id language_id metatags_title metatags_keywords metatags_description',
            'meta_tags_categories_description' => 'categories_id language_id metatags_title metatags_keywords metatags_description',
            'product_music_extra' => 'products_id artists_id record_company_id music_genre_id',
            'record_artists' => 'artists_id artists_name artists_image',
            'record_company' => 'record_company_id record_company_name record_company_image',
            'music_genre' => 'music_genre_id music_genre_name',
        ];
        $address = static fn (string $kind): string => preg_replace('/(\w+)/', "{$kind}_\$1", 'name company street_address suburb city '
            . 'postcode state country address_format_id') . ' ';
        $orders = [
            'orders' => 'orders_id customers_id ' . $address('customers') . 'customers_telephone customers_email_address '
                . $address('delivery') . $address('billing') . 'payment_method payment_module_code shipping_method '
                . 'shipping_module_code coupon_code last_modified date_purchased orders_status orders_date_finished currency '
                . 'currency_value order_total order_tax shipping_tax_rate order_weight language_code is_wholesale',
            'orders_products' => 'orders_products_id orders_id products_id products_model products_name products_price final_price '
                . 'products_tax products_quantity onetime_charges products_priced_by_attribute product_is_free '
                . 'products_discount_type products_discount_type_from products_prid products_weight products_virtual '
                . 'product_is_always_free_shipping',
            'orders_products_attributes' => 'orders_products_attributes_id orders_id orders_products_id products_options '
                . 'products_options_values products_options_id products_options_values_id products_prid ' . trim($prices),
            'orders_total' => 'orders_total_id orders_id title text value class sort_order',
            'orders_status_history' => 'orders_status_history_id orders_id orders_status_id date_added customer_notified comments',
        ];
        $customers = [
            'customers' => 'customers_id customers_gender customers_firstname customers_lastname customers_email_address '
                . 'customers_default_address_id customers_telephone customers_fax customers_newsletter customers_group_pricing '
                . 'customers_email_format customers_authorization activation_required customers_whole',
            'customers_info' => 'customers_info_id customers_info_date_of_last_logon customers_info_number_of_logons '
                . 'customers_info_date_account_created customers_info_date_account_last_modified',
            'customers_to_groups' => 'id group_id customer_id',
            'address_book' => 'address_book_id customers_id entry_gender entry_company entry_firstname entry_lastname '
                . 'entry_street_address entry_suburb entry_postcode entry_city entry_state entry_country_id entry_zone_id',
        ];
        $relations = [];
        foreach (compact('settings', 'catalog', 'orders', 'customers') as $area => $tables) {
            foreach ($tables as $name => $columns) $relations[$name] = [$area, $this->settings->get('DB_PREFIX') . $name, $columns];
        }
        $relations['configuration'][] = '`configuration_key` in (' . self::SETTINGS . ')';
        return $relations;
    }
}
