import { among, areas, each, kinds, orNull, type TablesOf } from '../relations.js';
import { queriesOver } from '../sql.js';

const { settings, catalog, orders, promotions, customers } = areas;
const { decimal, float, int, loose, name, text, time } = kinds;

/** The settings that are read; no other (mail, keys, payment modules) may leave the store. */
export const settingKeys = [
  'STORE_NAME',
  'STORE_OWNER_EMAIL_ADDRESS',
  'STORE_TELEPHONE_CUSTSERVICE',
  'STORE_COUNTRY',
  'DEFAULT_CURRENCY',
  'DEFAULT_LANGUAGE',
  'SHIPPING_WEIGHT_UNITS',
  'SHIPPING_DIMENSION_UNITS',
  'STOCK_CHECK',
  'STOCK_LIMITED',
  'STOCK_ALLOW_CHECKOUT',
  'PRODUCTS_OPTIONS_SORT_ORDER',
  'PRODUCTS_OPTIONS_SORT_BY_PRICE',
  'PRODUCTS_OPTIONS_TYPE_SELECT',
  'PRODUCTS_OPTIONS_TYPE_TEXT',
  'PRODUCTS_OPTIONS_TYPE_RADIO',
  'PRODUCTS_OPTIONS_TYPE_CHECKBOX',
  'PRODUCTS_OPTIONS_TYPE_FILE',
  'CHECKOUT_ONE_GUEST_CUSTOMER_ID',
];

/** The settings of Zen Cart's own ways of sending that are read, by the way. */
const ofMethods: Readonly<Record<string, readonly string[]>> = {
  FLAT: ['COST'],
  ITEM: ['COST', 'HANDLING'],
  PERWEIGHTUNIT: ['COST', 'HANDLING', 'HANDLING_METHOD'],
  TABLE: ['COST', 'MODE', 'HANDLING', 'HANDLING_METHOD'],
  ZONES: ['METHOD'],
  FREESHIPPER: ['COST', 'HANDLING'],
  FREEOPTIONS: ['COST', 'HANDLING', 'TOTAL_MIN'],
  STOREPICKUP: ['COST'],
};
const ofZones = ['COUNTRIES', 'COST', 'HANDLING', 'HANDLING_METHOD'].map(
  (setting) => `MODULE_SHIPPING_ZONES_${setting}_`,
);

/**
 * These, and of every way whether it is on and where: the other settings of modules hold their carriers' keys and passwords, so
 * nothing leaves under a name that ends so but what can be no secret.
 */
const ofShipping = [
  among('configuration_key', [
    'MODULE_SHIPPING_INSTALLED',
    ...Object.entries(ofMethods).flatMap(([method, own]) => own.map((one) => `MODULE_SHIPPING_${method}_${one}`)),
  ]),
  ...ofZones.map((start) => `substr(configuration_key, 1, ${start.length}) = '${start}'`),
  "substr(configuration_key, 1, 16) = 'MODULE_SHIPPING_' and substr(configuration_key, -7) = '_STATUS' and configuration_value in ('True', 'False')",
  "substr(configuration_key, 1, 16) = 'MODULE_SHIPPING_' and substr(configuration_key, -5) = '_ZONE' and configuration_value in" +
    " (select concat(g.geo_zone_id, '') from `{prefix}geo_zones` as g)",
].join(' or ');

/** An address as an order holds it, by the kind that its columns begin with. */
function orderAddress<const K extends 'billing' | 'delivery'>(kind: K) {
  return each(
    text,
    `${kind}_name`,
    `${kind}_company`,
    `${kind}_street_address`,
    `${kind}_suburb`,
    `${kind}_city`,
    `${kind}_postcode`,
    `${kind}_state`,
    `${kind}_country`,
  );
}

/** Whoever has the code of a gift certificate has the money. */
const notVoucher = "coupon_type in ('P', 'F', 'S', 'E', 'O')";

/** What may leave a store of Zen Cart: its tables by their names without prefix. */
export const relations = {
  configuration: settings(
    { configuration_key: name, configuration_value: text },
    { where: among('configuration_key', settingKeys) },
  ),
  shipping_configuration: settings(
    { configuration_key: name, configuration_value: text },
    { table: '{prefix}configuration', where: ofShipping },
  ),
  languages: settings({ languages_id: int, name, code: name, sort_order: orNull(int) }),
  currencies: settings({
    currencies_id: int,
    title: name,
    code: name,
    decimal_places: loose,
    value: orNull(decimal),
  }),
  countries: settings({ countries_id: int, countries_name: text, countries_iso_code_2: text }),
  zones: settings({ zone_id: int, zone_country_id: int, zone_code: text, zone_name: text }),
  tax_class: settings({ tax_class_id: int, tax_class_title: text }),
  /** Up to 1.5.8 with the name of the rate. */
  tax_rates: settings({
    ...each(int, 'tax_rates_id', 'tax_zone_id', 'tax_class_id'),
    tax_priority: orNull(int),
    tax_rate: decimal,
    tax_description: text,
  }),
  tax_rates_description: settings({ ...each(int, 'tax_rates_id', 'language_id'), tax_description: text }),
  geo_zones: settings({ geo_zone_id: int, geo_zone_name: text }),
  zones_to_geo_zones: settings({
    ...each(int, 'association_id', 'geo_zone_id', 'zone_country_id'),
    zone_id: orNull(int),
  }),
  group_pricing: settings({ group_id: int, group_name: text }),
  orders_status: settings({
    orders_status_id: int,
    language_id: int,
    orders_status_name: text,
    sort_order: orNull(int),
  }),
  product_types: settings({ type_id: int, type_handler: text }),

  products: catalog({
    products_id: int,
    /** The id of a row of `product_types`. */
    products_type: int,
    products_quantity: float,
    products_model: text,
    /** 2.0 on: the maker's part number. */
    products_mpn: text,
    products_image: text,
    products_price: decimal,
    products_virtual: int,
    products_date_added: time,
    products_last_modified: time,
    products_weight: float,
    /** 1.5.8 on, like the width and the height. */
    ...each(orNull(decimal), 'products_length', 'products_width', 'products_height'),
    products_status: int,
    products_tax_class_id: int,
    /** 1: it costs nothing, whatever its price says. */
    product_is_free: int,
    manufacturers_id: orNull(int),
    /** 1: what the cheapest of its attributes cost is a part of the price. */
    products_priced_by_attribute: int,
    /** What `products_discount_quantity` holds: 0 nothing, 1 per cent off, 2 the price itself, 3 an amount off. */
    products_discount_type: int,
    /** What those are taken off: 0 the price, 1 the special price where there is one. */
    products_discount_type_from: int,
    master_categories_id: int,
  }),
  products_description: catalog({
    products_id: int,
    language_id: int,
    products_name: text,
    products_description: text,
  }),
  products_to_categories: catalog({ products_id: int, categories_id: int }),
  /** 2.1 on; before, further images are found by their names in the folder. */
  products_additional_images: catalog({ id: int, products_id: int, additional_image: text, sort_order: orNull(int) }),
  products_attributes: catalog({
    products_attributes_id: int,
    products_id: int,
    options_id: int,
    options_values_id: int,
    options_values_price: decimal,
    price_prefix: text,
    products_options_sort_order: int,
    attributes_display_only: int,
    attributes_price_base_included: int,
    attributes_required: int,
  }),
  products_attributes_download: catalog(
    each(int, 'products_attributes_id', 'products_attributes_maxdays', 'products_attributes_maxcount'),
  ),
  products_options: catalog({
    products_options_id: int,
    language_id: int,
    products_options_name: text,
    products_options_sort_order: int,
    products_options_type: int,
    products_options_rows: int,
  }),
  products_options_values: catalog({
    products_options_values_id: int,
    language_id: int,
    products_options_values_name: text,
  }),
  products_discount_quantity: catalog({
    discount_id: int,
    products_id: int,
    discount_qty: float,
    discount_price: decimal,
  }),
  specials: catalog({
    specials_id: int,
    products_id: int,
    specials_new_products_price: decimal,
    expires_date: time,
    status: int,
    specials_date_available: time,
  }),
  salemaker_sales: catalog({
    sale_id: int,
    sale_status: int,
    sale_deduction_value: decimal,
    /** 0 an amount off, 1 per cent off, 2 the price itself. */
    sale_deduction_type: int,
    sale_pricerange_from: decimal,
    sale_pricerange_to: decimal,
    /** For products with a special price: 0 take it off the price, 1 leave the special price, 2 take it off that. */
    sale_specials_condition: int,
    /** The ids of its categories between commas: `,25,28,`. */
    sale_categories_all: text,
    sale_date_start: time,
    sale_date_end: time,
  }),
  manufacturers: catalog({ manufacturers_id: int, manufacturers_name: text }),
  categories: catalog({
    categories_id: int,
    categories_image: text,
    parent_id: int,
    sort_order: orNull(int),
    categories_status: int,
  }),
  categories_description: catalog({
    categories_id: int,
    language_id: int,
    categories_name: text,
    categories_description: text,
  }),

  orders: orders({
    orders_id: int,
    customers_id: int,
    customers_telephone: text,
    customers_email_address: text,
    payment_method: text,
    payment_module_code: text,
    shipping_method: text,
    shipping_module_code: text,
    coupon_code: text,
    last_modified: time,
    date_purchased: time,
    orders_status: int,
    currency: text,
    /** The rate from the default currency, which all amounts are kept in, to the order's. */
    currency_value: orNull(decimal),
    order_total: orNull(decimal),
    order_tax: orNull(decimal),
    ...orderAddress('delivery'),
    ...orderAddress('billing'),
  }),
  orders_products: orders({
    orders_products_id: int,
    orders_id: int,
    products_id: int,
    products_model: text,
    products_name: text,
    /** One piece with its attributes, after special prices, without tax. */
    final_price: decimal,
    /** Per cent. */
    products_tax: decimal,
    products_quantity: float,
    /** What the line costs once, whatever its quantity. */
    onetime_charges: decimal,
  }),
  orders_products_attributes: orders({
    orders_products_attributes_id: int,
    orders_id: int,
    orders_products_id: int,
    products_options: text,
    products_options_values: text,
  }),
  orders_total: orders({
    orders_total_id: int,
    orders_id: int,
    title: text,
    /** The amount as shown, in the order's currency. */
    text,
    value: decimal,
    class: name,
    sort_order: int,
  }),
  orders_status_history: orders(
    {
      orders_status_history_id: int,
      orders_id: int,
      orders_status_id: int,
      date_added: time,
      /** 1 the shopper was told, 0 not, -1 the shopper never sees it. */
      customer_notified: orNull(int),
      comments: text,
    },
    { internal: { unless: 'coalesce(customer_notified, 0) >= 0', column: 'comments' } },
  ),

  coupons: promotions(
    {
      coupon_id: int,
      /** P per cent, F an amount, S free shipping; E and O per cent and an amount with free shipping. */
      coupon_type: text,
      coupon_code: text,
      ...each(decimal, 'coupon_amount', 'coupon_minimum_order'),
      ...each(time, 'coupon_start_date', 'coupon_expire_date', 'date_created', 'date_modified'),
      ...each(int, 'uses_per_coupon', 'uses_per_user'),
      coupon_active: text,
      /** 1.5.6 on: 1 where an amount is taken off each piece. */
      coupon_product_count: orNull(int),
    },
    { where: notVoucher },
  ),
  coupons_description: promotions({
    ...each(int, 'coupon_id', 'language_id'),
    ...each(text, 'coupon_name', 'coupon_description'),
  }),
  coupon_redeem_track: promotions({ coupon_id: int }),
  /** Gift certificates, which are coupons of type G, without their codes. */
  gift_voucher: promotions(
    { coupon_id: int, coupon_amount: decimal, coupon_active: text, date_created: time },
    { table: '{prefix}coupons', where: "coupon_type = 'G'" },
  ),

  customers: customers({
    customers_id: int,
    customers_firstname: text,
    customers_lastname: text,
    customers_email_address: text,
    customers_default_address_id: int,
    customers_telephone: text,
    customers_newsletter: loose,
    customers_group_pricing: int,
    /** 4: banned. */
    customers_authorization: int,
  }),
  customers_info: customers({
    customers_info_id: int,
    customers_info_date_account_created: time,
    customers_info_date_account_last_modified: time,
  }),
  address_book: customers({
    address_book_id: int,
    customers_id: int,
    ...each(text, 'entry_company', 'entry_firstname', 'entry_lastname', 'entry_street_address', 'entry_suburb'),
    ...each(text, 'entry_postcode', 'entry_city', 'entry_state'),
    entry_country_id: int,
    entry_zone_id: int,
  }),
  customers_basket: customers({
    ...each(int, 'customers_basket_id', 'customers_id'),
    /** The product's number, and after a colon what tells apart what was chosen. */
    products_id: text,
    customers_basket_quantity: float,
    /** A day: `20250330`. */
    customers_basket_date_added: text,
  }),
  customers_basket_attributes: customers({
    ...each(int, 'customers_basket_attributes_id', 'customers_id', 'products_options_value_id'),
    products_options_id: name,
    ...each(text, 'products_id', 'products_options_value_text'),
  }),
  /** What shoppers wrote of products. */
  reviews: customers({
    ...each(int, 'reviews_id', 'products_id', 'status'),
    ...each(orNull(int), 'customers_id', 'reviews_rating'),
    customers_name: text,
    ...each(time, 'date_added', 'last_modified'),
  }),
  reviews_description: customers({ ...each(int, 'reviews_id', 'languages_id'), reviews_text: text }),
};

/** Rows of Zen Cart's tables, as far as they are read. */
export type ZenCartTables = TablesOf<typeof relations>;

/** Builds statements over Zen Cart's relations. */
export const zencart = queriesOver<ZenCartTables>();
