<?php
namespace Drawbridge;

/** PrestaShop 1.7.6 to 9. */
final class PrestaShopConnector implements Connector
{
    /** The settings that may leave the store; all others (mail, keys, modules' own) may not. */
    private const SETTINGS = "'PS_SHOP_DEFAULT', 'PS_SHOP_NAME', 'PS_SHOP_EMAIL', 'PS_SHOP_PHONE', 'PS_SHOP_COUNTRY_ID', 'PS_COUNTRY_DEFAULT', "
        . "'PS_TIMEZONE', 'PS_CURRENCY_DEFAULT', 'PS_LANG_DEFAULT', 'PS_WEIGHT_UNIT', 'PS_DIMENSION_UNIT', 'PS_TAX', 'PS_USE_ECOTAX', "
        . "'PS_STOCK_MANAGEMENT', 'PS_ORDER_OUT_OF_STOCK', 'PS_PACK_STOCK_TYPE', 'PS_REWRITING_SETTINGS', 'PS_ROUTE_product_rule', "
        . "'PS_SSL_ENABLED', 'PS_SPECIFIC_PRICE_PRIORITIES', 'PS_SPECIFIC_PRICE_FEATURE_ACTIVE', 'PS_UNIDENTIFIED_GROUP', 'PS_GUEST_GROUP', "
        . "'PS_CUSTOMER_GROUP', 'PS_ROOT_CATEGORY', 'PS_HOME_CATEGORY', 'PS_VERSION_DB', 'PS_OS_CHEQUE', 'PS_OS_PAYMENT', 'PS_OS_PREPARATION', "
        . "'PS_OS_SHIPPING', 'PS_OS_DELIVERED', 'PS_OS_CANCELED', 'PS_OS_REFUND', 'PS_OS_ERROR', 'PS_OS_OUTOFSTOCK', 'PS_OS_BANKWIRE', "
        . "'PS_OS_PAYPAL', 'PS_OS_WS_PAYMENT', 'PS_OS_OUTOFSTOCK_PAID', 'PS_OS_OUTOFSTOCK_UNPAID', 'PS_OS_COD_VALIDATION'";

    /** The settings of the database as app/config/parameters.php calls them, and as 1.6's settings.inc.php did. */
    private const NAMES = ['database_host' => '_DB_SERVER_', 'database_port' => '', 'database_name' => '_DB_NAME_',
        'database_user' => '_DB_USER_', 'database_password' => '_DB_PASSWD_', 'database_prefix' => '_DB_PREFIX_',
        'database_driver' => ''];

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
        foreach (['.env', '.env.local'] as $name) $settings->readEnvironment("$root/$name");
        $parameters = $settings->read("$root/app/config/parameters.php")['parameters'] ?? null;
        // parameters.yml is what 1.7.0 had; the shop itself turns it into parameters.php and leaves it empty.
        if (!is_array($parameters)) $parameters = Settings::yaml("$root/app/config/parameters.yml");
        $old = new Settings($root);
        if (!$parameters) $old->read("$root/config/settings.inc.php");
        foreach (self::NAMES as $name => $constant) {
            $value = $parameters[$name] ?? ($old->has($constant) ? $old->value($constant) : null);
            if ($value !== null) $settings->define($name, $settings->inPlace($value), true);
        }
        if (!$settings->has('database_name') || !is_file("$root/config/config.inc.php")) return null;
        $settings->set('database_prefix', $tablePrefix);
        $settings->keep(...array_keys(self::NAMES));
        return new self($root, $settings);
    }

    public function platform(): string
    {
        return 'PRESTASHOP';
    }

    public function platformVersion(): ?string
    {
        foreach (['src/Core/Version.php', 'app/AppKernel.php'] as $file) {
            $source = is_file("$this->root/$file") ? file_get_contents("$this->root/$file", false, null, 0, 65536) : '';
            $version = '/\bconst\s+VERSION\s*=\s*[\'"]([0-9][\w.+-]*)[\'"]/';
            if (preg_match($version, (string) $source, $match)) return $match[1];
        }
        $old = new Settings();
        $old->read("$this->root/config/settings.inc.php");
        return $old->get('_PS_VERSION_');
    }

    public function timeZone(): ?string { return null; }

    public function database(): array
    {
        $settings = $this->settings;
        if ($settings->get('database_driver') === 'pdo_sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $settings->need('database_name'))];
        }
        return serverAt('database_host', $settings->need('database_host'), $settings->get('database_port')) + [
            'driver' => 'mysql',
            'user' => $settings->need('database_user'),
            'password' => (string) $settings->get('database_password'),
            'database' => $settings->need('database_name'),
            'charset' => 'utf8mb4',
            'tls' => null,
        ];
    }

    public function relations(): array
    {
        $settings = [
            'configuration' => 'id_configuration id_shop_group id_shop name value',
            'shop' => 'id_shop id_shop_group name id_category active deleted',
            'shop_group' => 'id_shop_group name share_customer share_order share_stock active deleted',
            'shop_url' => 'id_shop_url id_shop domain domain_ssl physical_uri virtual_uri main active',
            'lang' => 'id_lang name active iso_code language_code locale',
            'currency' => 'id_currency name iso_code precision decimals conversion_rate deleted active',
            'currency_lang' => 'id_currency id_lang name symbol',
            'currency_shop' => 'id_currency id_shop conversion_rate',
            'country' => 'id_country iso_code active',
            'state' => 'id_state id_country name iso_code active',
            'group' => 'id_group reduction price_display_method show_prices',
            'group_lang' => 'id_group id_lang name',
            'group_reduction' => 'id_group_reduction id_group id_category reduction',
            'order_state' => 'id_order_state invoice module_name hidden logable delivery shipped paid deleted',
            'order_state_lang' => 'id_order_state id_lang name',
            'tax' => 'id_tax rate active deleted',
            'tax_rule' => 'id_tax_rule id_tax_rules_group id_country id_state zipcode_from zipcode_to id_tax behavior',
            'tax_rules_group' => 'id_tax_rules_group name active deleted',
            'carrier' => 'id_carrier id_reference name url active deleted',
        ];
        $prices = 'wholesale_price price ecotax minimal_quantity available_date ';
        $codes = 'reference supplier_reference ean13 isbn upc mpn ';
        $shared = "id_category_default id_tax_rules_group on_sale online_only unity $prices active available_for_order condition show_price "
            . 'visibility cache_default_attribute date_add date_upd pack_stock_type';
        $catalog = [
            'product' => "id_product id_supplier id_manufacturer id_shop_default $codes width height depth weight customizable cache_is_pack "
                . "is_virtual state product_type quantity out_of_stock $shared",
            'product_shop' => "id_product id_shop $shared",
            'product_lang' => 'id_product id_shop id_lang description description_short link_rewrite name available_now available_later',
            'product_attribute' => "id_product_attribute id_product $codes weight unit_price_impact default_on $prices",
            'product_attribute_shop' => "id_product_attribute id_product id_shop weight unit_price_impact default_on $prices",
            'product_attribute_combination' => 'id_attribute id_product_attribute',
            'product_attribute_image' => 'id_product_attribute id_image',
            'attribute' => 'id_attribute id_attribute_group color position',
            'attribute_lang' => 'id_attribute id_lang name',
            'attribute_group' => 'id_attribute_group is_color_group group_type position',
            'attribute_group_lang' => 'id_attribute_group id_lang name public_name',
            'stock_available' => 'id_stock_available id_product id_product_attribute id_shop id_shop_group quantity physical_quantity '
                . 'reserved_quantity depends_on_stock out_of_stock',
            'specific_price' => 'id_specific_price id_specific_price_rule id_cart id_product id_shop id_shop_group id_currency id_country '
                . 'id_group id_customer id_product_attribute price from_quantity reduction reduction_tax reduction_type from to',
            'specific_price_priority' => 'id_specific_price_priority id_product priority',
            'product_group_reduction_cache' => 'id_product id_group reduction',
            'feature' => 'id_feature position',
            'feature_lang' => 'id_feature id_lang name',
            'feature_value' => 'id_feature_value id_feature custom position',
            'feature_value_lang' => 'id_feature_value id_lang value',
            'feature_product' => 'id_feature id_product id_feature_value',
            'image' => 'id_image id_product position cover',
            'image_shop' => 'id_product id_image id_shop cover',
            'image_lang' => 'id_image id_lang legend',
            'pack' => 'id_product_pack id_product_item id_product_attribute_item quantity',
            'product_download' => 'id_product_download id_product active',
            'customization_field' => 'id_customization_field id_product type required is_deleted',
            'customization_field_lang' => 'id_customization_field id_lang id_shop name',
            'tag' => 'id_tag id_lang name',
            'product_tag' => 'id_product id_tag id_lang',
            'manufacturer' => 'id_manufacturer name active',
            'category' => 'id_category id_parent id_shop_default level_depth nleft nright active position is_root_category date_add date_upd',
            'category_shop' => 'id_category id_shop position',
            'category_lang' => 'id_category id_shop id_lang name description additional_description link_rewrite',
            'category_product' => 'id_category id_product position',
        ];
        $amounts = static fn (string $names): string => preg_replace('/\w+/', '$0 $0_tax_incl $0_tax_excl', $names) . ' ';
        $orders = [
            'orders' => 'id_order reference id_shop_group id_shop id_carrier id_lang id_customer id_cart id_currency id_address_delivery '
                . 'id_address_invoice current_state payment module conversion_rate gift total_paid_real total_products total_products_wt '
                . $amounts('total_discounts total_paid total_shipping total_wrapping')
                . 'carrier_tax_rate invoice_number delivery_number invoice_date delivery_date valid date_add date_upd',
            'order_detail' => 'id_order_detail id_order id_order_invoice id_shop product_id product_attribute_id id_customization product_name '
                . 'product_quantity product_quantity_in_stock product_quantity_refunded product_quantity_return product_quantity_reinjected '
                . 'product_price reduction_percent reduction_amount group_reduction product_ean13 product_isbn product_upc product_mpn '
                . 'product_reference product_weight tax_name tax_rate ecotax total_price_tax_incl total_price_tax_excl unit_price_tax_incl '
                . 'unit_price_tax_excl original_product_price',
            'order_cart_rule' => 'id_order_cart_rule id_order id_cart_rule id_order_invoice name value value_tax_excl free_shipping deleted',
            'cart_rule' => 'id_cart_rule code active',
            'order_history' => 'id_order_history id_order id_order_state date_add',
            'order_payment' => 'id_order_payment order_reference id_currency amount payment_method conversion_rate transaction_id date_add',
            'order_carrier' => 'id_order_carrier id_order id_carrier id_order_invoice weight shipping_cost_tax_excl shipping_cost_tax_incl '
                . 'tracking_number date_add',
            'order_slip' => 'id_order_slip conversion_rate id_customer id_order total_products_tax_excl total_products_tax_incl '
                . 'total_shipping_tax_excl total_shipping_tax_incl shipping_cost amount shipping_cost_amount partial order_slip_type date_add',
            'order_slip_detail' => 'id_order_slip id_order_detail product_quantity unit_price_tax_excl unit_price_tax_incl '
                . 'total_price_tax_excl total_price_tax_incl amount_tax_excl amount_tax_incl',
            'customer_thread' => 'id_customer_thread id_shop id_customer id_order id_product status date_add',
            'customer_message' => 'id_customer_message id_customer_thread id_employee message private date_add',
            'customized_data' => 'id_customization type index value price weight',
        ];
        $customers = [
            'customer' => 'id_customer id_shop_group id_shop id_default_group id_lang company firstname lastname email newsletter optin '
                . 'active is_guest deleted date_add date_upd',
            'address' => 'id_address id_country id_state id_customer alias company lastname firstname address1 address2 postcode city phone '
                . 'phone_mobile active deleted date_add date_upd',
        ];
        $relations = [];
        foreach (compact('settings', 'catalog', 'orders', 'customers') as $area => $tables) {
            foreach ($tables as $name => $columns) $relations[$name] = [$area, $this->settings->need('database_prefix') . $name, trim($columns)];
        }
        $relations['configuration'][] = '`name` in (' . self::SETTINGS . ')';
        return $relations;
    }
}
