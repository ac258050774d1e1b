import type { DecimalCell } from '../decimals.js';
import { queriesOver } from '../sql.js';

/** A date or time as the store's wall clock shows it; null and `0001-01-01` mean none. */
type LocalTime = string | null;
type Text = string | null;
/** A floating-point column. */
type Float = string | number;

interface ProductsTable {
  products_id: number;
  /** The id of a row of `product_types`. */
  products_type: number;
  products_quantity: Float;
  products_model: Text;
  /** 2.0 on: the maker's part number. */
  products_mpn: Text;
  products_image: Text;
  products_price: DecimalCell;
  products_virtual: number;
  products_date_added: LocalTime;
  products_last_modified: LocalTime;
  products_weight: Float;
  /** 1.5.8 on, like the width and the height. */
  products_length: DecimalCell | null;
  products_width: DecimalCell | null;
  products_height: DecimalCell | null;
  products_status: number;
  products_tax_class_id: number;
  manufacturers_id: number | null;
  /** 1: what the cheapest of its attributes cost is a part of the price. */
  products_priced_by_attribute: number;
  /** What `products_discount_quantity` holds: 0 nothing, 1 per cent off, 2 the price itself, 3 an amount off. */
  products_discount_type: number;
  /** What those are taken off: 0 the price, 1 the special price where there is one. */
  products_discount_type_from: number;
  master_categories_id: number;
}

type AddressPart = 'name' | 'company' | 'street_address' | 'suburb' | 'city' | 'postcode' | 'state' | 'country';
type AddressColumns<Kind extends string> = Record<`${Kind}_${AddressPart}`, Text>;

type OrdersTable = {
  orders_id: number;
  customers_id: number;
  customers_telephone: Text;
  customers_email_address: Text;
  payment_method: Text;
  payment_module_code: Text;
  shipping_method: Text;
  shipping_module_code: Text;
  coupon_code: Text;
  last_modified: LocalTime;
  date_purchased: LocalTime;
  orders_status: number;
  currency: Text;
  /** The rate from the default currency, which all amounts are kept in, to the order's. */
  currency_value: DecimalCell | null;
  order_total: DecimalCell | null;
  order_tax: DecimalCell | null;
} & AddressColumns<'delivery'> &
  AddressColumns<'billing'>;

/** Zen Cart's tables by their names without prefix, as far as they are read; a column may be missing in some versions. */
export interface ZenCartTables {
  products: ProductsTable;
  products_description: {
    products_id: number;
    language_id: number;
    products_name: Text;
    products_description: Text;
  };
  products_to_categories: { products_id: number; categories_id: number };
  /** 2.1 on; before, further images are found by their names in the folder. */
  products_additional_images: { id: number; products_id: number; additional_image: Text; sort_order: number | null };
  products_attributes: {
    products_attributes_id: number;
    products_id: number;
    options_id: number;
    options_values_id: number;
    options_values_price: DecimalCell;
    price_prefix: Text;
    products_options_sort_order: number;
    attributes_display_only: number;
    attributes_price_base_included: number;
    attributes_required: number;
  };
  products_attributes_download: { products_attributes_id: number };
  products_options: {
    products_options_id: number;
    language_id: number;
    products_options_name: Text;
    products_options_sort_order: number;
    products_options_type: number;
    products_options_rows: number;
  };
  products_options_values: {
    products_options_values_id: number;
    language_id: number;
    products_options_values_name: Text;
  };
  products_discount_quantity: {
    discount_id: number;
    products_id: number;
    discount_qty: Float;
    discount_price: DecimalCell;
  };
  specials: {
    specials_id: number;
    products_id: number;
    specials_new_products_price: DecimalCell;
    expires_date: LocalTime;
    status: number;
    specials_date_available: LocalTime;
  };
  salemaker_sales: {
    sale_id: number;
    sale_status: number;
    sale_deduction_value: DecimalCell;
    /** 0 an amount off, 1 per cent off, 2 the price itself. */
    sale_deduction_type: number;
    sale_pricerange_from: DecimalCell;
    sale_pricerange_to: DecimalCell;
    /** For products with a special price: 0 take it off the price, 1 leave the special price, 2 take it off that. */
    sale_specials_condition: number;
    /** The ids of its categories between commas: `,25,28,`. */
    sale_categories_all: Text;
    sale_date_start: LocalTime;
    sale_date_end: LocalTime;
  };
  manufacturers: { manufacturers_id: number; manufacturers_name: Text };
  categories: {
    categories_id: number;
    categories_image: Text;
    parent_id: number;
    sort_order: number | null;
    categories_status: number;
  };
  categories_description: {
    categories_id: number;
    language_id: number;
    categories_name: Text;
    categories_description: Text;
  };
  orders: OrdersTable;
  orders_products: {
    orders_products_id: number;
    orders_id: number;
    products_id: number;
    products_model: Text;
    products_name: Text;
    /** One piece with its attributes, after special prices, without tax. */
    final_price: DecimalCell;
    /** Per cent. */
    products_tax: DecimalCell;
    products_quantity: Float;
    /** What the line costs once, whatever its quantity. */
    onetime_charges: DecimalCell;
  };
  orders_products_attributes: {
    orders_products_attributes_id: number;
    orders_id: number;
    orders_products_id: number;
    products_options: Text;
    products_options_values: Text;
  };
  orders_total: {
    orders_total_id: number;
    orders_id: number;
    title: Text;
    /** The amount as shown, in the order's currency. */
    text: Text;
    value: DecimalCell;
    class: string;
    sort_order: number;
  };
  orders_status_history: {
    orders_status_history_id: number;
    orders_id: number;
    orders_status_id: number;
    date_added: LocalTime;
    /** 1 the shopper was told, 0 not, -1 the shopper never sees it. */
    customer_notified: number | null;
    comments: Text;
  };
  customers: {
    customers_id: number;
    customers_firstname: Text;
    customers_lastname: Text;
    customers_email_address: Text;
    customers_default_address_id: number;
    customers_telephone: Text;
    customers_newsletter: Text | number;
    customers_group_pricing: number;
    /** 4: banned. */
    customers_authorization: number;
  };
  customers_info: {
    customers_info_id: number;
    customers_info_date_account_created: LocalTime;
    customers_info_date_account_last_modified: LocalTime;
  };
  address_book: {
    address_book_id: number;
    customers_id: number;
    entry_company: Text;
    entry_firstname: Text;
    entry_lastname: Text;
    entry_street_address: Text;
    entry_suburb: Text;
    entry_postcode: Text;
    entry_city: Text;
    entry_state: Text;
    entry_country_id: number;
    entry_zone_id: number;
  };
  configuration: { configuration_key: string; configuration_value: Text };
  languages: { languages_id: number; name: string; code: string; sort_order: number | null };
  currencies: {
    currencies_id: number;
    title: string;
    code: string;
    decimal_places: string | number | null;
    value: DecimalCell | null;
  };
  countries: { countries_id: number; countries_name: Text; countries_iso_code_2: Text };
  zones: { zone_id: number; zone_country_id: number; zone_code: Text; zone_name: Text };
  tax_class: { tax_class_id: number; tax_class_title: Text };
  group_pricing: { group_id: number; group_name: Text };
  orders_status: { orders_status_id: number; language_id: number; orders_status_name: Text; sort_order: number };
  product_types: { type_id: number; type_handler: Text };
}

/** Builds statements over Zen Cart's relations. */
export const zencart = queriesOver<ZenCartTables>();
