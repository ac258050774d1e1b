import type { DecimalCell } from '../decimals.js';
import { queriesOver } from '../sql.js';

/** A date or time as the store's wall clock shows it; zero dates mean none. */
type LocalTime = string | null;
type Text = string | null;

interface ProductTable {
  product_id: number;
  /** 4.0 on: the product that this row is a variant of; 0 for a product of its own. */
  master_id: number;
  /** 4.0 on: JSON, the option values that make this variant, by the master's `product_option_id`. */
  variant: Text;
  model: Text;
  /** Up to 4.0, like the other codes; 4.1 keeps them in `product_code`. */
  sku: Text;
  upc: Text;
  ean: Text;
  jan: Text;
  isbn: Text;
  mpn: Text;
  quantity: number;
  image: Text;
  manufacturer_id: number;
  shipping: number;
  price: DecimalCell;
  tax_class_id: number;
  weight: DecimalCell;
  weight_class_id: number;
  length: DecimalCell;
  width: DecimalCell;
  height: DecimalCell;
  length_class_id: number;
  subtract: number;
  status: number;
  date_added: LocalTime;
  date_modified: LocalTime;
}

interface OrderTable {
  order_id: number;
  store_id: number;
  customer_id: number;
  firstname: Text;
  lastname: Text;
  email: Text;
  telephone: Text;
  payment_firstname: Text;
  payment_lastname: Text;
  payment_company: Text;
  payment_address_1: Text;
  payment_address_2: Text;
  payment_city: Text;
  payment_postcode: Text;
  payment_country: Text;
  payment_country_id: number;
  payment_zone: Text;
  payment_zone_id: number;
  /** Plain text; JSON with a name and a code from 4.0.2 on. */
  payment_method: Text;
  /** Where `payment_method` is plain text: the extension's code. */
  payment_code: Text;
  shipping_firstname: Text;
  shipping_lastname: Text;
  shipping_company: Text;
  shipping_address_1: Text;
  shipping_address_2: Text;
  shipping_city: Text;
  shipping_postcode: Text;
  shipping_country: Text;
  shipping_country_id: number;
  shipping_zone: Text;
  shipping_zone_id: number;
  shipping_method: Text;
  total: DecimalCell;
  order_status_id: number;
  currency_code: string;
  /** The rate from the default currency, which all amounts are kept in, to the order's. */
  currency_value: DecimalCell;
  date_added: LocalTime;
  date_modified: LocalTime;
}

/** OpenCart's tables by their names without prefix, as far as they are read; a column may be missing in some versions. */
export interface OpenCartTables {
  product: ProductTable;
  product_description: { product_id: number; language_id: number; name: Text; description: Text; tag: Text };
  product_code: { product_code_id: number; product_id: number; code: string; value: string };
  product_to_category: { product_id: number; category_id: number };
  product_to_download: { product_id: number; download_id: number };
  product_image: { product_image_id: number; product_id: number; image: Text; sort_order: number };
  product_special: {
    product_special_id: number;
    product_id: number;
    customer_group_id: number;
    priority: number;
    price: DecimalCell;
    date_start: LocalTime;
    date_end: LocalTime;
  };
  product_discount: {
    product_discount_id: number;
    product_id: number;
    customer_group_id: number;
    quantity: number;
    priority: number;
    price: DecimalCell;
    /** 4.1 on: F the price itself, P per cent off, S an amount off. */
    type: string;
    /** 4.1 on: 1 for what was a row of `product_special`. */
    special: number;
    date_start: LocalTime;
    date_end: LocalTime;
  };
  product_attribute: { product_id: number; attribute_id: number; language_id: number; text: Text };
  attribute: { attribute_id: number; attribute_group_id: number; sort_order: number };
  attribute_description: { attribute_id: number; language_id: number; name: Text };
  attribute_group: { attribute_group_id: number; sort_order: number };
  attribute_group_description: { attribute_group_id: number; language_id: number; name: Text };
  product_option: { product_option_id: number; product_id: number; option_id: number; required: number };
  option: { option_id: number; type: string; sort_order: number };
  option_description: { option_id: number; language_id: number; name: Text };
  product_option_value: {
    product_option_value_id: number;
    product_option_id: number;
    product_id: number;
    option_value_id: number;
    quantity: number;
    price: DecimalCell | null;
    price_prefix: Text;
  };
  option_value: { option_value_id: number; option_id: number; sort_order: number };
  option_value_description: { option_value_id: number; language_id: number; name: Text };
  manufacturer: { manufacturer_id: number; name: Text };
  category: { category_id: number; image: Text; parent_id: number; sort_order: number; status: number };
  category_description: { category_id: number; language_id: number; name: Text; description: Text };
  seo_url: {
    seo_url_id: number;
    store_id: number;
    language_id: number;
    /** 3.x: `product_id=42`. */
    query: string;
    /** 4.x: `product_id` and `42`. */
    key: string;
    value: string;
    keyword: string;
    sort_order: number;
  };
  order: OrderTable;
  order_product: {
    order_product_id: number;
    order_id: number;
    product_id: number;
    /** 4.0 on: the product that the ordered variant belongs to; 0 where no variant was ordered. */
    master_id: number;
    name: Text;
    model: Text;
    quantity: number;
    price: DecimalCell;
    total: DecimalCell;
    tax: DecimalCell;
  };
  order_option: { order_option_id: number; order_id: number; order_product_id: number; name: Text; value: Text };
  order_total: {
    order_total_id: number;
    order_id: number;
    code: string;
    title: Text;
    value: DecimalCell;
    sort_order: number;
  };
  order_history: {
    order_history_id: number;
    order_id: number;
    order_status_id: number;
    notify: number;
    comment: Text;
    date_added: LocalTime;
  };
  /** Up to 4.0: gift certificates bought with an order. */
  order_voucher: { order_voucher_id: number; order_id: number; description: Text; amount: DecimalCell };
  order_shipment: {
    order_shipment_id: number;
    order_id: number;
    date_added: LocalTime;
    shipping_courier_id: string;
    tracking_number: Text;
  };
  shipping_courier: { shipping_courier_id: number; shipping_courier_name: Text };
  return: { return_id: number; order_id: number; quantity: number; return_status_id: number };
  customer: {
    customer_id: number;
    customer_group_id: number;
    firstname: Text;
    lastname: Text;
    email: Text;
    telephone: Text;
    newsletter: number;
    /** 3.x: the default address; 4.x marks it in `address.default`. */
    address_id: number;
    status: number;
    date_added: LocalTime;
  };
  address: {
    address_id: number;
    customer_id: number;
    firstname: Text;
    lastname: Text;
    company: Text;
    address_1: Text;
    address_2: Text;
    city: Text;
    postcode: Text;
    country_id: number;
    zone_id: number;
    default: number;
  };
  country: { country_id: number; iso_code_2: Text };
  zone: { zone_id: number; code: Text; name: Text };
  /** 4.1 on: zone names by language. */
  zone_description: { zone_id: number; language_id: number; name: Text };
  setting: { store_id: number; key: string; value: Text; serialized: number };
  store: { store_id: number; name: Text; url: Text };
  language: { language_id: number; name: string; code: string; sort_order: number; status: number };
  currency: {
    currency_id: number;
    title: string;
    code: string;
    decimal_place: string | number;
    value: DecimalCell;
    status: number;
  };
  order_status: { order_status_id: number; language_id: number; name: Text };
  tax_class: { tax_class_id: number; title: Text };
  customer_group: { customer_group_id: number; sort_order: number };
  customer_group_description: { customer_group_id: number; language_id: number; name: Text };
  weight_class_description: { weight_class_id: number; language_id: number; unit: Text };
  length_class_description: { length_class_id: number; language_id: number; unit: Text };
}

/** Builds statements over OpenCart's relations. */
export const opencart = queriesOver<OpenCartTables>();

export { rowId, rowIds } from '../row-ids.js';

/** Everything that is a date is after this; OpenCart's zero dates, which mean none, are not. */
export const zeroDates = '0001-01-01 00:00:00';
