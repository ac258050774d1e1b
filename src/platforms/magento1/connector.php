<?php
namespace Drawbridge;

/** Magento 1.9 and OpenMage 19 to 20. */
final class Magento1Connector implements Connector
{
    /** The settings that may leave the store; all others (keys, mail servers, payment) may not. */
    private const SETTINGS = "'general/store_information/name', 'general/store_information/phone', 'general/store_information/merchant_country', "
        . "'general/country/default', 'general/locale/code', 'general/locale/timezone', 'trans_email/ident_general/email', "
        . "'currency/options/base', 'currency/options/default', 'currency/options/allow', 'catalog/price/scope', "
        . "'catalog/seo/product_url_suffix', 'catalog/seo/category_url_suffix', 'tax/calculation/price_includes_tax', "
        . "'cataloginventory/item_options/manage_stock', 'cataloginventory/item_options/backorders', 'cataloginventory/item_options/min_qty', "
        . "'customer/create_account/default_group', 'customer/account_share/scope', 'web/unsecure/base_url', 'web/secure/base_url', "
        . "'web/unsecure/base_media_url', 'web/secure/base_media_url', 'web/secure/use_in_frontend', 'web/seo/use_rewrites', 'web/url/use_store', "
        . "'payment/checkmo/title', 'payment/free/title', 'payment/purchaseorder/title', 'payment/banktransfer/title', "
        . "'payment/cashondelivery/title', 'payment/ccsave/title', 'payment/authorizenet/title', 'payment/authorizenet_directpost/title', "
        . "'payment/paypal_express/title', 'payment/paypal_standard/title', 'payment/paypal_direct/title', 'payment/paypaluk_express/title', "
        . "'payment/paypaluk_direct/title', 'payment/verisign/title', 'payment/payflow_link/title', 'payment/payflow_advanced/title', "
        . "'payment/hosted_pro/title', 'payment/paypal_billing_agreement/title'";

    /** Attributes of customers and addresses that may leave the store: no password hash, no token, no birthday. */
    private const PERSONAL = "'firstname', 'lastname', 'middlename', 'prefix', 'suffix', 'company', 'street', 'city', 'region', "
        . "'region_id', 'postcode', 'country_id', 'telephone', 'default_billing', 'default_shipping'";

    private string $root;
    private string $resources;
    private ?string $tablePrefix;

    private function __construct(string $root, string $resources, ?string $tablePrefix)
    {
        [$this->root, $this->resources, $this->tablePrefix] = [$root, $resources, $tablePrefix];
    }

    public static function detect(string $root, ?string $tablePrefix = null): ?Connector
    {
        if (!is_file("$root/app/Mage.php") || !is_file("$root/app/etc/local.xml")) return null;
        // Only what tells of the database is kept: the crypt key, which stands beside it, is dropped at once.
        $source = (string) file_get_contents("$root/app/etc/local.xml", false, null, 0, 1048576);
        $xml = preg_replace('~(<!\[CDATA\[.*?\]\]>)|<!--.*?-->~s', '$1', $source);
        $found = preg_match('~<resources>.*</resources>~s', (string) $xml, $resources);
        return $found ? new self($root, $resources[0], $tablePrefix) : null;
    }

    public function platform(): string
    {
        return 'MAGENTO1';
    }

    /** OpenMage's own version where the store is one, else Magento's; read from app/Mage.php as text. */
    public function platformVersion(): ?string
    {
        $source = (string) file_get_contents("$this->root/app/Mage.php", false, null, 0, 65536);
        return self::versionIn($source, 'getOpenMageVersionInfo') ?? self::versionIn($source, 'getVersionInfo');
    }

    public function timeZone(): ?string { return null; }

    public function database(): array
    {
        $settings = new Settings();
        $names = ['type', 'host', 'port', 'username', 'password', 'dbname', 'initStatements'];
        foreach ($names as $name) $settings->set($name, elementIn($this->resources, 'default_setup', $name));
        $database = $settings->need('dbname');
        if ($settings->get('type') === 'pdo_sqlite') {
            return ['driver' => 'sqlite', 'database' => below($this->root, $database)];
        }
        $charset = preg_match('~^\s*set\s+names\s+[\'"]?(\w+)~i', (string) $settings->get('initStatements'), $names);
        return serverAt('host', $settings->need('host'), $settings->get('port')) + [
            'driver' => 'mysql',
            'user' => $settings->need('username'),
            'password' => (string) $settings->get('password'),
            'database' => $database,
            'charset' => $charset ? $names[1] : 'utf8mb4',
            'tls' => null,
        ];
    }

    private function prefix(): string
    {
        $prefix = $this->tablePrefix ?? elementIn($this->resources, 'db', 'table_prefix') ?? '';
        if (!preg_match('/^\w*$/D', $prefix)) throw new Unresolved('table_prefix');
        return $prefix;
    }

    public function relations(): array
    {
        $value = 'value_id entity_id attribute_id store_id value';
        $settings = [
            'core_config_data' => 'config_id scope scope_id path value',
            'core_website' => 'website_id code name sort_order default_group_id is_default',
            'core_store_group' => 'group_id website_id name root_category_id default_store_id',
            'core_store' => 'store_id code website_id group_id name sort_order is_active',
            'directory_currency_rate' => 'currency_from currency_to rate',
            'directory_country_region' => 'region_id country_id code default_name',
            'sales_order_status' => 'status label',
            'sales_order_status_state' => 'status state is_default',
            'tax_class' => 'class_id class_name class_type',
            'customer_group' => 'customer_group_id customer_group_code tax_class_id',
            'eav_entity_type' => 'entity_type_id entity_type_code',
            'eav_attribute' => 'attribute_id entity_type_id attribute_code backend_type frontend_input frontend_label is_user_defined source_model',
            'eav_attribute_label' => 'attribute_label_id attribute_id store_id value',
            'eav_entity_attribute' => 'entity_attribute_id entity_type_id attribute_set_id attribute_group_id attribute_id sort_order',
            'eav_attribute_group' => 'attribute_group_id attribute_set_id attribute_group_name sort_order',
            'catalog_eav_attribute' => 'attribute_id is_visible is_visible_on_front is_global is_html_allowed_on_front apply_to',
        ];
        $catalog = [
            'catalog_product_entity' => 'entity_id attribute_set_id type_id sku has_options required_options created_at updated_at',
            'catalog_category_entity' => 'entity_id parent_id created_at updated_at path position level children_count',
            'catalog_category_product' => 'category_id product_id position',
            'catalog_product_entity_tier_price' => 'value_id entity_id all_groups customer_group_id qty value website_id',
            'catalog_product_entity_group_price' => 'value_id entity_id all_groups customer_group_id value website_id is_percent',
            'catalog_product_entity_media_gallery' => 'value_id attribute_id entity_id value',
            'catalog_product_entity_media_gallery_value' => 'value_id store_id label position disabled',
            'catalog_product_super_link' => 'link_id product_id parent_id',
            'catalog_product_super_attribute' => 'product_super_attribute_id product_id attribute_id position',
            'catalog_product_super_attribute_label' => 'value_id product_super_attribute_id store_id use_default value',
            'catalog_product_super_attribute_pricing' => 'value_id product_super_attribute_id value_index is_percent pricing_value website_id',
            'catalog_product_link' => 'link_id product_id linked_product_id link_type_id',
            'catalog_product_bundle_option' => 'option_id parent_id required position type',
            'catalog_product_bundle_option_value' => 'value_id option_id store_id title',
            'catalog_product_bundle_selection' => 'selection_id option_id parent_product_id product_id position is_default '
                . 'selection_price_type selection_price_value selection_qty selection_can_change_qty',
            'catalog_product_bundle_selection_price' => 'selection_id website_id selection_price_type selection_price_value',
            'catalog_product_option' => 'option_id product_id type is_require sku max_characters sort_order',
            'catalog_product_option_title' => 'option_title_id option_id store_id title',
            'catalog_product_option_type_value' => 'option_type_id option_id sku sort_order',
            'catalog_product_option_type_title' => 'option_type_title_id option_type_id store_id title',
            'catalog_product_option_type_price' => 'option_type_price_id option_type_id store_id price price_type',
            'cataloginventory_stock_item' => 'item_id product_id stock_id qty min_qty use_config_min_qty is_qty_decimal backorders '
                . 'use_config_backorders is_in_stock manage_stock use_config_manage_stock',
            'catalog_product_index_price' => 'entity_id customer_group_id website_id min_price',
            'catalogrule_product_price' => 'rule_product_price_id rule_date customer_group_id product_id rule_price website_id',
            'core_url_rewrite' => 'url_rewrite_id store_id category_id product_id id_path request_path is_system',
            'eav_attribute_option' => 'option_id attribute_id sort_order',
            'eav_attribute_option_value' => 'value_id option_id store_id value',
            'tag' => 'tag_id name status',
            'tag_relation' => 'tag_relation_id tag_id product_id store_id active',
        ];
        foreach (['varchar', 'int', 'decimal', 'text', 'datetime'] as $type) {
            $catalog["catalog_product_entity_$type"] = $catalog["catalog_category_entity_$type"] = $value;
        }
        $orders = [
            'sales_flat_order' => 'entity_id increment_id state status store_id customer_id customer_email order_currency_code coupon_code '
                . 'coupon_rule_name discount_description shipping_description subtotal discount_amount shipping_amount tax_amount '
                . 'hidden_tax_amount shipping_hidden_tax_amount grand_total total_paid total_refunded created_at updated_at',
            'sales_flat_order_item' => 'item_id order_id parent_item_id product_id product_type sku name is_virtual qty_ordered qty_shipped '
                . 'qty_refunded qty_canceled price row_total tax_amount discount_amount product_options',
            'sales_flat_order_address' => 'entity_id parent_id address_type region_id region postcode lastname street city telephone country_id '
                . 'firstname company',
            'sales_flat_order_payment' => 'entity_id parent_id method amount_authorized',
            'sales_flat_order_status_history' => 'entity_id parent_id is_customer_notified comment status created_at',
            'sales_flat_invoice' => 'entity_id order_id state grand_total transaction_id increment_id created_at',
            'sales_flat_shipment' => 'entity_id order_id increment_id total_qty created_at',
            'sales_flat_shipment_track' => 'entity_id parent_id order_id track_number description title carrier_code created_at',
            'sales_flat_creditmemo' => 'entity_id order_id state grand_total increment_id transaction_id created_at',
            'sales_flat_creditmemo_comment' => 'entity_id parent_id comment created_at',
            'sales_payment_transaction' => 'transaction_id order_id txn_id txn_type created_at',
        ];
        $customers = [
            'customer_entity' => 'entity_id website_id email group_id store_id created_at updated_at is_active',
            'customer_address_entity' => 'entity_id parent_id created_at updated_at is_active',
            'newsletter_subscriber' => 'subscriber_id store_id customer_id subscriber_status',
        ];
        $personal = [];
        foreach (['customer_entity', 'customer_address_entity'] as $entity) {
            foreach (['varchar', 'int', 'text'] as $type) {
                $customers["{$entity}_$type"] = 'value_id entity_id attribute_id value';
                $personal[] = "{$entity}_$type";
            }
        }
        $prefix = $this->prefix();
        $relations = [];
        foreach (compact('settings', 'catalog', 'orders', 'customers') as $area => $tables) {
            foreach ($tables as $name => $columns) $relations[$name] = [$area, $prefix . $name, $columns];
        }
        $relations['core_config_data'][] = '`path` in (' . self::SETTINGS . ')';
        $ofPersons = "`attribute_id` in (select `attribute_id` from `{$prefix}eav_attribute` where `attribute_code` in (" . self::PERSONAL . '))';
        foreach ($personal as $name) $relations[$name][] = $ofPersons;
        return $relations;
    }

    /**
     * `['major' => '20', 'minor' => '0', …]` in the function of this name. OpenMage 19 and 20 hold two such arrays there;
     * which counts is told by a variable, in later ones by a function, that gives the major version.
     */
    private static function versionIn(string $source, string $function): ?string
    {
        if (!preg_match("~function\s+$function\b(.*?)\n    }~s", $source, $body)) return null;
        $named = '~\$majorVersion\s*=\s*(\d+)\s*;|function\s+getOpenMageMajorVersion\b[^{]*\{\s*return\s+(\d+)~';
        $isNamed = $function !== 'getVersionInfo' && preg_match($named, $source, $match);
        $major = $isNamed ? end($match) : '\d+';
        if (!preg_match("~'major'\s*=>\s*'?($major)\b.*?(?:\]|\));~s", $body[1], $info)) return null;
        $parts = [$info[1]];
        foreach (['minor', 'revision', 'patch'] as $part) {
            if (preg_match("~'$part'\s*=>\s*'?(\d+)~", $info[0], $found)) $parts[] = $found[1];
        }
        return implode('.', $parts);
    }
}
