import { among, areas, each, kinds, orNull, type TablesOf } from '../relations.js';
import { queriesOver } from '../sql.js';

const { settings, catalog, orders, promotions, customers } = areas;
const { decimal, int, loose, name, text, time } = kinds;

/** The settings that are read; no other (mail, keys, payment extensions) may leave the store. */
export const settingKeys = [
  'config_name',
  'config_email',
  'config_telephone',
  'config_country_id',
  'config_timezone',
  'config_currency',
  'config_language',
  'config_language_catalog',
  'config_weight_class_id',
  'config_length_class_id',
  'config_customer_group_id',
  'config_stock_checkout',
  'config_seo_url',
  'config_order_status_id',
  'config_complete_status',
  'config_processing_status',
  'config_void_status_id',
  'config_fraud_status_id',
];

/**
 * What OpenCart's own ways of sending cost, and of each that is installed whether it is on, where, and its place in the list: the
 * other settings of extensions hold their carriers' keys and passwords.
 */
const ofShipping = [
  among('key', ['shipping_flat_cost', 'shipping_item_cost', 'shipping_free_total']),
  ...['status', 'geo_zone_id', 'sort_order'].map(
    (setting) =>
      `hex(\`key\`) in (select hex(concat('shipping_', e.\`code\`, '_${setting}')) from \`{prefix}extension\` as e where e.\`type\` = 'shipping')`,
  ),
  ...['status', 'rate'].map(
    (setting) =>
      `\`key\` in (select concat('shipping_weight_', g.\`geo_zone_id\`, '_${setting}') from \`{prefix}geo_zone\` as g)`,
  ),
].join(' or ');

const addressText = ['firstname', 'lastname', 'company', 'address_1', 'address_2', 'city', 'postcode'] as const;

/** An address as an order holds it, by the kind that its columns begin with. */
function orderAddress<const K extends 'payment' | 'shipping'>(kind: K) {
  const texts = [...addressText, 'zone'] as const;
  const columns = texts.map((column) => `${kind}_${column}` as const);
  return { ...each(text, ...columns), ...each(int, `${kind}_country_id`, `${kind}_zone_id`) };
}

/** A name in one language, of the thing that this column numbers. */
function named<const K extends string>(id: K) {
  return { ...each(int, id), language_id: int, name: text };
}

/** What may leave a store of OpenCart: its tables by their names without prefix; some versions lack a table or a column. */
export const relations = {
  setting: settings({ store_id: int, key: name, value: text }, { where: among('key', settingKeys) }),
  store: settings({ store_id: int, name: text, url: text }),
  language: settings({ language_id: int, name, code: name, sort_order: int, status: int }),
  currency: settings({
    currency_id: int,
    title: name,
    code: name,
    decimal_place: loose,
    value: orNull(decimal),
    status: int,
  }),
  country: settings({ country_id: int, iso_code_2: text }),
  /** 4.1 keeps the names of zones by language. */
  zone: settings({ zone_id: int, code: text, name: text }),
  zone_description: settings(named('zone_id')),
  customer_group_description: settings(named('customer_group_id')),
  location: settings({ location_id: int, name: text, ...each(text, 'address', 'telephone', 'geocode', 'open') }),
  order_status: settings(named('order_status_id')),
  return_status: settings(named('return_status_id')),
  return_reason: settings(named('return_reason_id')),
  tax_class: settings({ tax_class_id: int, title: text }),
  tax_rate: settings({
    ...each(int, 'tax_rate_id', 'geo_zone_id'),
    ...each(text, 'name', 'type'),
    rate: orNull(decimal),
  }),
  tax_rule: settings(each(int, 'tax_rule_id', 'tax_class_id', 'tax_rate_id', 'priority')),
  tax_rate_to_customer_group: settings(each(int, 'tax_rate_id', 'customer_group_id')),
  geo_zone: settings({ geo_zone_id: int, name: text }),
  zone_to_geo_zone: settings(each(int, 'zone_to_geo_zone_id', 'geo_zone_id', 'country_id', 'zone_id')),
  /** The ways of sending that are installed. */
  shipping_extension: settings({ code: name }, { table: '{prefix}extension', where: "`type` = 'shipping'" }),
  shipping_setting: settings(
    { key: name, value: text },
    { table: '{prefix}setting', where: `store_id = 0 and (${ofShipping})` },
  ),
  weight_class_description: settings({ weight_class_id: int, unit: text }),
  length_class_description: settings({ length_class_id: int, unit: text }),

  product: catalog({
    product_id: int,
    /** 4.0 on: the product that this row is a variant of; 0 for a product of its own. */
    master_id: orNull(int),
    /** 4.0 on: JSON, the option values that make this variant, by the master's `product_option_id`. */
    variant: text,
    model: text,
    /** Up to 4.0; 4.1 keeps codes in `product_code`. */
    ...each(text, 'sku', 'upc', 'ean', 'jan', 'isbn', 'mpn'),
    quantity: int,
    image: text,
    manufacturer_id: int,
    shipping: int,
    price: decimal,
    tax_class_id: int,
    weight: decimal,
    weight_class_id: int,
    ...each(decimal, 'length', 'width', 'height'),
    length_class_id: int,
    subtract: int,
    status: int,
    ...each(time, 'date_added', 'date_modified'),
  }),
  product_description: catalog({ ...named('product_id'), description: text, tag: text }),
  product_code: catalog({ product_code_id: int, product_id: int, code: name, value: text }),
  product_to_category: catalog({ product_id: int, category_id: int }),
  product_to_store: catalog(each(int, 'product_id', 'store_id')),
  product_to_download: catalog(each(int, 'product_id', 'download_id')),
  download_description: catalog(named('download_id')),
  product_related: catalog(each(int, 'product_id', 'related_id')),
  product_image: catalog({ product_image_id: int, product_id: int, image: text, sort_order: int }),
  product_special: catalog({
    ...each(int, 'product_special_id', 'product_id', 'customer_group_id', 'priority'),
    price: decimal,
    ...each(time, 'date_start', 'date_end'),
  }),
  product_discount: catalog({
    ...each(int, 'product_discount_id', 'product_id', 'customer_group_id', 'quantity', 'priority'),
    price: decimal,
    /** 4.1 on: F the price itself, P per cent off, S an amount off. */
    type: name,
    /** 4.1 on: 1 for what was a row of `product_special`. */
    special: int,
    ...each(time, 'date_start', 'date_end'),
  }),
  product_attribute: catalog({ ...each(int, 'product_id', 'attribute_id', 'language_id'), text }),
  attribute: catalog(each(int, 'attribute_id', 'attribute_group_id', 'sort_order')),
  attribute_description: catalog(named('attribute_id')),
  attribute_group: catalog(each(int, 'attribute_group_id', 'sort_order')),
  attribute_group_description: catalog(named('attribute_group_id')),
  product_option: catalog(each(int, 'product_option_id', 'product_id', 'option_id', 'required')),
  option: catalog({ option_id: int, type: name, sort_order: int }),
  option_description: catalog(named('option_id')),
  product_option_value: catalog({
    ...each(int, 'product_option_value_id', 'product_option_id', 'product_id', 'option_value_id', 'quantity'),
    price: orNull(decimal),
    price_prefix: text,
  }),
  option_value: catalog(each(int, 'option_value_id', 'sort_order')),
  option_value_description: catalog(named('option_value_id')),
  manufacturer: catalog({ manufacturer_id: int, name: text }),
  category: catalog({ ...each(int, 'category_id', 'parent_id', 'sort_order', 'status'), image: text }),
  category_description: catalog({ ...named('category_id'), description: text }),
  seo_url: catalog({
    ...each(int, 'seo_url_id', 'store_id', 'language_id'),
    /** 3.x: `product_id=42`. */
    query: name,
    /** 4.x: `product_id` and `42`. */
    ...each(name, 'key', 'value'),
    keyword: name,
    sort_order: int,
  }),

  order: orders({
    ...each(int, 'order_id', 'customer_id', 'order_status_id'),
    ...each(text, 'email', 'telephone'),
    ...orderAddress('payment'),
    /** Plain text; JSON with a name and a code from 4.0.2 on. */
    ...each(text, 'payment_method', 'shipping_method'),
    /** Where `payment_method` is plain text: the extension's code. */
    payment_code: text,
    ...orderAddress('shipping'),
    total: orNull(decimal),
    currency_code: text,
    /** The rate from the default currency, which all amounts are kept in, to the order's. */
    currency_value: orNull(decimal),
    ...each(time, 'date_added', 'date_modified'),
  }),
  order_product: orders({
    ...each(int, 'order_product_id', 'order_id', 'product_id'),
    /** 4.0 on: the product that the ordered variant belongs to; 0 where no variant was ordered. */
    master_id: orNull(int),
    ...each(text, 'name', 'model'),
    quantity: int,
    ...each(decimal, 'price', 'total', 'tax'),
  }),
  order_option: orders({
    ...each(int, 'order_option_id', 'order_id', 'order_product_id'),
    ...each(text, 'name', 'value'),
  }),
  order_total: orders({
    ...each(int, 'order_total_id', 'order_id', 'sort_order'),
    ...{ code: name, title: text, value: decimal },
  }),
  /** OpenCart shows shoppers a comment only where they were told of it. */
  order_history: orders(
    {
      ...each(int, 'order_history_id', 'order_id', 'order_status_id', 'notify'),
      comment: text,
      date_added: time,
    },
    { internal: { unless: 'notify = 1', column: 'comment' } },
  ),
  /** Up to 4.0: gift certificates bought with an order. */
  order_voucher: orders({ ...each(int, 'order_voucher_id', 'order_id'), description: text, amount: decimal }),
  order_shipment: orders({
    ...each(int, 'order_shipment_id', 'order_id'),
    shipping_courier_id: name,
    tracking_number: text,
    date_added: time,
  }),
  shipping_courier: orders({ shipping_courier_id: int, shipping_courier_name: text }),
  return: orders({
    ...each(int, 'return_id', 'order_id', 'product_id', 'quantity', 'return_reason_id', 'return_status_id'),
    ...each(text, 'product', 'comment'),
    ...each(time, 'date_added', 'date_modified'),
  }),
  /** What forms of the merchant's own asked for: JSON by the numbers of their fields, as far as the owner opened it. */
  order_field: orders(
    { order_id: int, ...each(text, 'custom_field', 'payment_custom_field', 'shipping_custom_field') },
    {
      table: '{prefix}order',
      parts: { kind: 'order', columns: ['custom_field', 'payment_custom_field', 'shipping_custom_field'] },
    },
  ),

  coupon: promotions({
    coupon_id: int,
    ...each(text, 'name', 'code', 'type'),
    ...each(orNull(decimal), 'discount', 'total'),
    ...each(int, 'shipping', 'uses_total', 'status'),
    /** A text in 3.x. */
    uses_customer: loose,
    ...each(time, 'date_start', 'date_end', 'date_added'),
  }),
  coupon_history: promotions({ coupon_id: int }),
  /** Up to 4.0: gift certificates, without their codes and whom they were sent to. */
  voucher: promotions({ ...each(int, 'voucher_id', 'order_id', 'status'), amount: decimal, date_added: time }),
  voucher_history: promotions({ voucher_id: int, amount: decimal }),

  customer: customers({
    ...each(int, 'customer_id', 'customer_group_id', 'newsletter', 'status'),
    ...each(text, 'firstname', 'lastname', 'email', 'telephone'),
    /** 3.x: the default address; 4.x marks it in `address.default`. */
    address_id: orNull(int),
    date_added: time,
  }),
  address: customers({
    ...each(int, 'address_id', 'customer_id', 'country_id', 'zone_id'),
    ...each(text, ...addressText),
    default: orNull(int),
  }),
  customer_field: customers(
    { customer_id: int, custom_field: text },
    { table: '{prefix}customer', parts: { kind: 'customer', columns: ['custom_field'] } },
  ),
  address_field: customers(
    { ...each(int, 'address_id', 'customer_id'), custom_field: text },
    { table: '{prefix}address', parts: { kind: 'customer', columns: ['custom_field'] } },
  ),
  /** Baskets of customers: those of guests are known by the secret of their session alone. */
  cart: customers(
    {
      ...each(int, 'cart_id', 'customer_id'),
      ...each(orNull(int), 'product_id', 'quantity'),
      /** 3.x: of the session in which the staff edits an order; 0 for shoppers. */
      api_id: int,
      /** JSON: what was chosen, by `product_option_id`. */
      option: text,
      date_added: time,
    },
    { where: 'customer_id > 0' },
  ),
  customer_wishlist: customers({ ...each(int, 'customer_id', 'product_id'), date_added: time }),
  /** What shoppers wrote of products. */
  review: customers({
    review_id: int,
    ...each(orNull(int), 'product_id', 'customer_id', 'rating', 'status'),
    ...each(text, 'author', 'text'),
    ...each(time, 'date_added', 'date_modified'),
  }),
};

/** Rows of OpenCart's tables, as far as they are read. */
export type OpenCartTables = TablesOf<typeof relations>;

/** Builds statements over OpenCart's relations. */
export const opencart = queriesOver<OpenCartTables>();
