import type { DecimalCell } from '../decimals.js';
import { queriesOver } from '../sql.js';

/** A date or time as the store's wall clock shows it; zero dates mean none. */
type LocalTime = string | null;
type Text = string | null;

/** What `product` and `product_shop` both hold; the row of the right shop counts. */
interface ShopFields {
  id_category_default: number | null;
  id_tax_rules_group: number;
  ecotax: DecimalCell;
  price: DecimalCell;
  active: number;
  condition: Text;
  pack_stock_type: number;
  date_add: LocalTime;
  date_upd: LocalTime;
}

interface ProductTable extends ShopFields {
  id_product: number;
  id_manufacturer: number | null;
  id_shop_default: number;
  reference: Text;
  ean13: Text;
  isbn: Text;
  upc: Text;
  /** 1.7.7 on. */
  mpn: Text;
  width: DecimalCell;
  height: DecimalCell;
  depth: DecimalCell;
  weight: DecimalCell;
  cache_is_pack: number;
  is_virtual: number;
  /** 0 while the back office still makes the product, which no list shows. */
  state: number;
  /** 1.7.8 on; blank for products from before. */
  product_type: Text;
}

interface CombinationFields {
  price: DecimalCell;
  ecotax: DecimalCell;
  weight: DecimalCell;
}

interface OrdersTable {
  id_order: number;
  reference: Text;
  id_shop: number;
  id_carrier: number;
  id_customer: number;
  id_currency: number;
  id_address_delivery: number;
  id_address_invoice: number;
  current_state: number;
  payment: Text;
  total_discounts_tax_excl: DecimalCell;
  total_paid_tax_incl: DecimalCell;
  total_paid_tax_excl: DecimalCell;
  total_paid_real: DecimalCell;
  total_products: DecimalCell;
  total_shipping_tax_excl: DecimalCell;
  total_wrapping_tax_excl: DecimalCell;
  date_add: LocalTime;
  date_upd: LocalTime;
}

/** PrestaShop's tables by their names without prefix, as far as they are read; a column may be missing in some versions. */
export interface PrestaShopTables {
  configuration: { id_shop_group: number | null; id_shop: number | null; name: string; value: Text };
  shop: { id_shop: number; id_shop_group: number; name: Text; active: number; deleted: number };
  shop_group: { id_shop_group: number; share_stock: number };
  shop_url: {
    id_shop_url: number;
    id_shop: number;
    domain: Text;
    domain_ssl: Text;
    physical_uri: Text;
    virtual_uri: Text;
    main: number;
    active: number;
  };
  lang: {
    id_lang: number;
    name: string;
    active: number;
    iso_code: string;
    language_code: Text;
    /** 1.7 on. */
    locale: Text;
  };
  currency: {
    id_currency: number;
    name: Text;
    iso_code: string;
    /** 1.7.6 on. */
    precision: number;
    /** Before: whether amounts have decimals. */
    decimals: number;
    conversion_rate: DecimalCell;
    deleted: number;
    active: number;
  };
  currency_lang: { id_currency: number; id_lang: number; name: Text };
  currency_shop: { id_currency: number; id_shop: number; conversion_rate: DecimalCell };
  country: { id_country: number; iso_code: Text };
  state: { id_state: number; name: Text; iso_code: Text };
  group: { id_group: number; reduction: DecimalCell };
  group_lang: { id_group: number; id_lang: number; name: Text };
  group_reduction: { id_group_reduction: number; id_group: number };
  order_state: {
    id_order_state: number;
    module_name: Text;
    logable: number;
    delivery: number;
    shipped: number;
    paid: number;
    deleted: number;
  };
  order_state_lang: { id_order_state: number; id_lang: number; name: Text };
  tax: { id_tax: number; rate: DecimalCell };
  tax_rule: {
    id_tax_rule: number;
    id_tax_rules_group: number;
    id_country: number;
    id_state: number;
    zipcode_from: string | number;
    zipcode_to: string | number;
    id_tax: number;
    behavior: number;
  };
  tax_rules_group: { id_tax_rules_group: number; name: Text; active: number; deleted: number };
  carrier: { id_carrier: number; name: Text; url: Text };
  product: ProductTable;
  product_shop: ShopFields & { id_product: number; id_shop: number };
  product_lang: {
    id_product: number;
    id_shop: number;
    id_lang: number;
    name: Text;
    description: Text;
    description_short: Text;
    link_rewrite: Text;
  };
  product_attribute: CombinationFields & {
    id_product_attribute: number;
    id_product: number;
    reference: Text;
    ean13: Text;
    isbn: Text;
    upc: Text;
  };
  product_attribute_shop: CombinationFields & { id_product_attribute: number; id_product: number; id_shop: number };
  product_attribute_combination: { id_attribute: number; id_product_attribute: number };
  product_attribute_image: { id_product_attribute: number; id_image: number };
  attribute: { id_attribute: number; id_attribute_group: number; position: number };
  attribute_lang: { id_attribute: number; id_lang: number; name: Text };
  attribute_group: { id_attribute_group: number; group_type: Text; position: number };
  attribute_group_lang: { id_attribute_group: number; id_lang: number; name: Text; public_name: Text };
  stock_available: {
    id_product: number;
    id_product_attribute: number;
    id_shop: number;
    id_shop_group: number;
    quantity: number;
    out_of_stock: number;
  };
  specific_price: {
    id_specific_price: number;
    id_specific_price_rule: number;
    id_cart: number;
    id_product: number;
    id_shop: number;
    id_currency: number;
    id_country: number;
    id_group: number;
    id_customer: number;
    id_product_attribute: number;
    price: DecimalCell;
    from_quantity: number;
    reduction: DecimalCell;
    reduction_tax: number;
    reduction_type: string;
    from: LocalTime;
    to: LocalTime;
  };
  specific_price_priority: { id_specific_price_priority: number; id_product: number; priority: Text };
  product_group_reduction_cache: { id_product: number; id_group: number; reduction: DecimalCell };
  feature: { id_feature: number; position: number };
  feature_lang: { id_feature: number; id_lang: number; name: Text };
  /** The order of values: 9 on. */
  feature_value: { id_feature_value: number; position: number };
  feature_value_lang: { id_feature_value: number; id_lang: number; value: Text };
  feature_product: { id_feature: number; id_product: number; id_feature_value: number };
  image: { id_image: number; id_product: number; position: number; cover: number | null };
  image_shop: { id_product: number; id_image: number; id_shop: number; cover: number | null };
  image_lang: { id_image: number; id_lang: number; legend: Text };
  pack: { id_product_pack: number; id_product_item: number; id_product_attribute_item: number; quantity: number };
  product_download: { id_product: number; active: number };
  customization_field: {
    id_customization_field: number;
    id_product: number;
    /** 0 a file, 1 a text. */
    type: number;
    required: number;
    /** 1.7.3 on. */
    is_deleted: number;
  };
  customization_field_lang: { id_customization_field: number; id_lang: number; id_shop: number; name: Text };
  tag: { id_tag: number; id_lang: number; name: Text };
  product_tag: { id_product: number; id_tag: number };
  manufacturer: { id_manufacturer: number; name: Text };
  category: { id_category: number; id_parent: number; id_shop_default: number; active: number; position: number };
  category_shop: { id_category: number; id_shop: number; position: number };
  category_lang: {
    id_category: number;
    id_shop: number;
    id_lang: number;
    name: Text;
    description: Text;
    link_rewrite: Text;
  };
  category_product: { id_category: number; id_product: number };
  orders: OrdersTable;
  order_detail: {
    id_order_detail: number;
    id_order: number;
    product_id: number;
    product_attribute_id: number;
    id_customization: number;
    product_name: Text;
    product_reference: Text;
    product_quantity: number;
    product_quantity_return: number;
    total_price_tax_incl: DecimalCell;
    total_price_tax_excl: DecimalCell;
    unit_price_tax_excl: DecimalCell;
    original_product_price: DecimalCell;
  };
  order_cart_rule: {
    id_order_cart_rule: number;
    id_order: number;
    id_cart_rule: number;
    name: Text;
    value_tax_excl: DecimalCell;
    /** 1.7.7 on. */
    deleted: number;
  };
  cart_rule: { id_cart_rule: number; code: Text };
  order_history: { id_order_history: number; id_order: number; id_order_state: number; date_add: LocalTime };
  order_payment: {
    id_order_payment: number;
    order_reference: Text;
    id_currency: number;
    amount: DecimalCell;
    transaction_id: Text;
    date_add: LocalTime;
  };
  order_carrier: {
    id_order_carrier: number;
    id_order: number;
    id_carrier: number;
    tracking_number: Text;
    date_add: LocalTime;
  };
  order_slip: {
    id_order_slip: number;
    id_order: number;
    total_products_tax_incl: DecimalCell | null;
    total_shipping_tax_incl: DecimalCell | null;
    date_add: LocalTime;
  };
  order_slip_detail: { id_order_slip: number; amount_tax_incl: DecimalCell | null };
  customer_thread: { id_customer_thread: number; id_order: number | null };
  customer_message: {
    id_customer_message: number;
    id_customer_thread: number;
    id_employee: number | null;
    message: Text;
    private: number;
    date_add: LocalTime;
  };
  customized_data: { id_customization: number; type: number; index: number; value: Text };
  customer: {
    id_customer: number;
    id_default_group: number;
    firstname: Text;
    lastname: Text;
    email: Text;
    newsletter: number;
    active: number;
    is_guest: number;
    deleted: number;
    date_add: LocalTime;
    date_upd: LocalTime;
  };
  address: {
    id_address: number;
    id_country: number;
    id_state: number | null;
    id_customer: number;
    company: Text;
    lastname: Text;
    firstname: Text;
    address1: Text;
    address2: Text;
    postcode: Text;
    city: Text;
    phone: Text;
    phone_mobile: Text;
    deleted: number;
  };
}

/** Builds statements over PrestaShop's relations. */
export const prestashop = queriesOver<PrestaShopTables>();

/** Everything that is a date is after this; zero dates, which mean none, are not. */
export const zeroDates = '0001-01-01 00:00:00';

/** A text as PrestaShop holds it, which is not escaped; null where it is missing or blank. */
export function heldText(text: string | number | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const held = String(text);
  return held.trim() === '' ? null : held;
}
