import type { DecimalCell } from '../decimals.js';
import { queriesOver } from '../sql.js';

type Text = string | null;
/** A time in UTC, as Magento writes all of its own (`2025-02-10 16:20:43`). */
type UtcTime = string | null;

/** The types of a value that Magento keeps a table each for; `static` ones are columns of the entity itself. */
export const valueTypes = ['varchar', 'int', 'decimal', 'text', 'datetime'] as const;
export type ValueType = (typeof valueTypes)[number];

/** The value of an attribute for one entity, for all store views (0) or one. */
export interface ValueTable {
  entity_id: number;
  attribute_id: number;
  store_id: number;
  value: string | number | null;
}

type PersonalValueTable = Omit<ValueTable, 'store_id'>;

/** An amount of an order, in the order's own currency. */
type Amount = DecimalCell | null;

interface OrderTable {
  entity_id: number;
  increment_id: Text;
  state: Text;
  status: Text;
  coupon_code: Text;
  coupon_rule_name: Text;
  discount_description: Text;
  shipping_description: Text;
  customer_id: number | null;
  customer_email: Text;
  order_currency_code: Text;
  subtotal: Amount;
  discount_amount: Amount;
  shipping_amount: Amount;
  tax_amount: Amount;
  hidden_tax_amount: Amount;
  shipping_hidden_tax_amount: Amount;
  grand_total: Amount;
  total_paid: Amount;
  total_refunded: Amount;
  created_at: UtcTime;
  updated_at: UtcTime;
}

interface OrderItemTable {
  item_id: number;
  order_id: number;
  parent_item_id: number | null;
  product_id: number | null;
  product_type: Text;
  sku: Text;
  name: Text;
  is_virtual: number | null;
  qty_ordered: DecimalCell | null;
  qty_shipped: DecimalCell | null;
  qty_refunded: DecimalCell | null;
  qty_canceled: DecimalCell | null;
  price: Amount;
  row_total: Amount;
  tax_amount: Amount;
  discount_amount: Amount;
  /** PHP-serialized: what the shopper chose and filled in. */
  product_options: Text;
}

/** Magento's tables by their names without prefix, as far as they are read; some stores lack tables and columns. */
export interface Magento1Tables {
  core_config_data: { scope: string; scope_id: number; path: string; value: Text };
  core_website: { website_id: number; name: Text; default_group_id: number; is_default: number | null };
  core_store_group: { group_id: number; default_store_id: number };
  core_store: { store_id: number; code: Text; website_id: number; group_id: number; name: string; is_active: number };
  directory_currency_rate: { currency_from: string; currency_to: string; rate: DecimalCell };
  directory_country_region: { region_id: number; country_id: string; code: Text; default_name: Text };
  sales_order_status: { status: string; label: string };
  sales_order_status_state: { status: string; state: string; is_default: number };
  tax_class: { class_id: number; class_name: string; class_type: string };
  customer_group: { customer_group_id: number; customer_group_code: string };
  eav_entity_type: { entity_type_id: number; entity_type_code: string };
  eav_attribute: {
    attribute_id: number;
    entity_type_id: number;
    attribute_code: string;
    backend_type: string;
    frontend_input: Text;
    frontend_label: Text;
    is_user_defined: number;
    source_model: Text;
  };
  eav_attribute_label: { attribute_id: number; store_id: number; value: Text };
  eav_entity_attribute: {
    entity_type_id: number;
    attribute_set_id: number;
    attribute_group_id: number;
    attribute_id: number;
    sort_order: number;
  };
  eav_attribute_group: { attribute_group_id: number; attribute_group_name: Text; sort_order: number };
  eav_attribute_option: { option_id: number; attribute_id: number; sort_order: number };
  eav_attribute_option_value: { option_id: number; store_id: number; value: Text };
  catalog_eav_attribute: { attribute_id: number; is_visible_on_front: number; apply_to: Text };

  catalog_product_entity: {
    entity_id: number;
    attribute_set_id: number;
    type_id: string;
    sku: Text;
    created_at: UtcTime;
    updated_at: UtcTime;
  };
  catalog_product_entity_varchar: ValueTable & { value_id: number };
  catalog_product_entity_int: ValueTable;
  catalog_product_entity_decimal: ValueTable;
  catalog_product_entity_text: ValueTable;
  catalog_product_entity_datetime: ValueTable;
  catalog_product_entity_tier_price: {
    value_id: number;
    entity_id: number;
    all_groups: number;
    customer_group_id: number;
    qty: DecimalCell;
    value: DecimalCell;
    website_id: number;
  };
  catalog_product_entity_group_price: {
    value_id: number;
    entity_id: number;
    all_groups: number;
    customer_group_id: number;
    value: DecimalCell;
    website_id: number;
  };
  catalog_product_entity_media_gallery: { value_id: number; attribute_id: number; entity_id: number; value: Text };
  catalog_product_entity_media_gallery_value: {
    value_id: number;
    store_id: number;
    label: Text;
    position: number | null;
    disabled: number;
  };
  catalog_product_super_link: { link_id: number; product_id: number; parent_id: number };
  catalog_product_super_attribute: {
    product_super_attribute_id: number;
    product_id: number;
    attribute_id: number;
    position: number;
  };
  catalog_product_super_attribute_label: {
    product_super_attribute_id: number;
    store_id: number;
    use_default: number | null;
    value: Text;
  };
  catalog_product_super_attribute_pricing: {
    product_super_attribute_id: number;
    /** The option's id, as text. */
    value_index: string;
    is_percent: number | null;
    pricing_value: DecimalCell | null;
    website_id: number;
  };
  catalog_product_link: { link_id: number; product_id: number; linked_product_id: number; link_type_id: number };
  catalog_product_bundle_option: {
    option_id: number;
    parent_id: number;
    required: number;
    position: number;
    type: Text;
  };
  catalog_product_bundle_option_value: { option_id: number; store_id: number; title: Text };
  catalog_product_bundle_selection: {
    selection_id: number;
    option_id: number;
    parent_product_id: number;
    product_id: number;
    position: number;
    selection_price_type: number;
    selection_price_value: DecimalCell;
    selection_qty: DecimalCell | null;
  };
  catalog_product_bundle_selection_price: {
    selection_id: number;
    website_id: number;
    selection_price_type: number;
    selection_price_value: DecimalCell;
  };
  catalog_product_option: {
    option_id: number;
    product_id: number;
    type: string;
    is_require: number;
    sort_order: number;
  };
  catalog_product_option_title: { option_id: number; store_id: number; title: Text };
  catalog_product_option_type_value: { option_type_id: number; option_id: number; sku: Text; sort_order: number };
  catalog_product_option_type_title: { option_type_id: number; store_id: number; title: Text };
  catalog_product_option_type_price: {
    option_type_id: number;
    store_id: number;
    price: DecimalCell;
    price_type: string;
  };
  cataloginventory_stock_item: {
    product_id: number;
    stock_id: number;
    qty: DecimalCell;
    min_qty: DecimalCell;
    use_config_min_qty: number;
    backorders: number;
    use_config_backorders: number;
    is_in_stock: number;
    manage_stock: number;
    use_config_manage_stock: number;
  };
  /** What Magento's own index has worked out; it is as old as the last time that it was brought up to date. */
  catalog_product_index_price: {
    entity_id: number;
    customer_group_id: number;
    website_id: number;
    min_price: DecimalCell | null;
  };
  catalogrule_product_price: {
    rule_date: string;
    customer_group_id: number;
    product_id: number;
    rule_price: DecimalCell;
    website_id: number;
  };
  core_url_rewrite: {
    url_rewrite_id: number;
    store_id: number;
    category_id: number | null;
    product_id: number | null;
    request_path: Text;
    is_system: number | null;
  };
  tag: { tag_id: number; name: Text; status: number };
  tag_relation: { tag_id: number; product_id: number; active: number };

  catalog_category_entity: { entity_id: number; path: string; position: number; level: number };
  catalog_category_entity_varchar: ValueTable;
  catalog_category_entity_int: ValueTable;
  catalog_category_entity_decimal: ValueTable;
  catalog_category_entity_text: ValueTable;
  catalog_category_entity_datetime: ValueTable;
  catalog_category_product: { category_id: number; product_id: number };

  sales_flat_order: OrderTable;
  sales_flat_order_item: OrderItemTable;
  sales_flat_order_address: {
    entity_id: number;
    parent_id: number;
    address_type: Text;
    region_id: number | null;
    region: Text;
    postcode: Text;
    firstname: Text;
    lastname: Text;
    company: Text;
    street: Text;
    city: Text;
    telephone: Text;
    country_id: Text;
  };
  sales_flat_order_payment: { entity_id: number; parent_id: number; method: Text; amount_authorized: Amount };
  sales_flat_order_status_history: {
    entity_id: number;
    parent_id: number;
    is_customer_notified: number | null;
    comment: Text;
    status: Text;
    created_at: UtcTime;
  };
  sales_flat_invoice: {
    entity_id: number;
    order_id: number;
    state: number | null;
    grand_total: Amount;
    transaction_id: Text;
    created_at: UtcTime;
  };
  sales_flat_shipment: { entity_id: number; order_id: number; created_at: UtcTime };
  sales_flat_shipment_track: {
    entity_id: number;
    parent_id: number;
    order_id: number;
    track_number: Text;
    title: Text;
    carrier_code: Text;
  };
  sales_flat_creditmemo: {
    entity_id: number;
    order_id: number;
    state: number | null;
    grand_total: Amount;
    created_at: UtcTime;
  };
  sales_flat_creditmemo_comment: { entity_id: number; parent_id: number; comment: Text; created_at: UtcTime };
  sales_payment_transaction: {
    transaction_id: number;
    order_id: number;
    txn_id: Text;
    txn_type: Text;
    created_at: UtcTime;
  };

  customer_entity: {
    entity_id: number;
    email: Text;
    group_id: number;
    is_active: number;
    created_at: UtcTime;
    updated_at: UtcTime;
  };
  customer_entity_varchar: PersonalValueTable;
  customer_entity_int: PersonalValueTable;
  customer_entity_text: PersonalValueTable;
  customer_address_entity: { entity_id: number; parent_id: number | null; is_active: number };
  customer_address_entity_varchar: PersonalValueTable;
  customer_address_entity_int: PersonalValueTable;
  customer_address_entity_text: PersonalValueTable;
  newsletter_subscriber: { subscriber_id: number; customer_id: number; subscriber_status: number };
}

/** Builds statements over Magento's relations. */
export const magento = queriesOver<Magento1Tables>();
