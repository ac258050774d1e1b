import { among, areas, each, kinds, orNull, type TablesOf } from '../relations.js';
import { queriesOver } from '../sql.js';
import { settingNames } from './prestashop-settings.js';

const { settings, catalog, orders, promotions, customers } = areas;
const { decimal, float, int, loose, name, text, time } = kinds;

/** A name in each language. */
const named = { id_lang: int, name: text };

/** What each shop can say of a product for itself; the row of the right shop counts. */
const ofShop = {
  ...each(decimal, 'price', 'ecotax'),
  ...each(int, 'active', 'id_tax_rules_group'),
  id_category_default: orNull(int),
  condition: text,
};
const codes = each(text, 'reference', 'ean13', 'isbn', 'upc');
const impacts = each(decimal, 'price', 'ecotax');

/** What may leave a store of PrestaShop: its tables by their names without prefix. Some versions lack some columns. */
export const relations = {
  configuration: settings(
    { ...each(orNull(int), 'id_shop_group', 'id_shop'), name, value: text },
    { where: among('name', settingNames) },
  ),
  shop: settings({ ...each(int, 'id_shop', 'id_shop_group', 'deleted'), name: text }),
  shop_group: settings(each(int, 'id_shop_group', 'share_stock')),
  shop_url: settings({
    ...each(int, 'id_shop_url', 'id_shop', 'main', 'active'),
    ...each(text, 'domain', 'domain_ssl', 'physical_uri', 'virtual_uri'),
  }),
  // The locale: 1.7 on.
  lang: settings({
    ...each(int, 'id_lang', 'active'),
    ...each(name, 'name', 'iso_code'),
    language_code: text,
    locale: text,
  }),
  // The precision: 1.7.6 on; before, `decimals` said whether amounts have any, and the name stood here.
  currency: settings({
    ...each(int, 'id_currency', 'deleted', 'active'),
    ...each(orNull(int), 'precision', 'decimals'),
    iso_code: name,
    name: text,
    conversion_rate: decimal,
  }),
  currency_lang: settings({ id_currency: int, ...named }),
  currency_shop: settings({ ...each(int, 'id_currency', 'id_shop'), conversion_rate: decimal }),
  country: settings({ ...each(int, 'id_country', 'id_zone', 'active'), iso_code: text }),
  state: settings({ ...each(int, 'id_state', 'id_country', 'id_zone', 'active'), ...each(text, 'name', 'iso_code') }),
  zone: settings({ ...each(int, 'id_zone', 'active'), name: text }),
  group: settings({ id_group: int, reduction: decimal }),
  group_lang: settings({ id_group: int, ...named }),
  group_reduction: settings(each(int, 'id_group')),
  order_state: settings(each(int, 'id_order_state', 'logable', 'delivery', 'shipped', 'paid', 'deleted')),
  order_state_lang: settings({ id_order_state: int, ...named }),
  tax: settings({ ...each(int, 'id_tax', 'active'), rate: decimal }),
  tax_lang: settings({ id_tax: int, ...named }),
  tax_rule: settings({
    ...each(int, 'id_tax_rule', 'id_tax_rules_group', 'id_country', 'id_state', 'id_tax', 'behavior'),
    ...each(loose, 'zipcode_from', 'zipcode_to'),
  }),
  tax_rules_group: settings({ ...each(int, 'id_tax_rules_group', 'active', 'deleted'), name: text }),
  /** Shops to walk into. */
  physical_store: settings(
    {
      ...each(int, 'id_store', 'id_country', 'active'),
      id_state: orNull(int),
      ...each(text, 'city', 'postcode', 'phone'),
      ...each(orNull(decimal), 'latitude', 'longitude'),
    },
    { table: '{prefix}store' },
  ),
  store_lang: settings({ ...each(int, 'id_store', 'id_lang'), ...each(text, 'name', 'address1', 'address2', 'hours') }),
  order_return_state_lang: settings({ id_order_return_state: int, ...named }),
  carrier: settings({
    ...each(int, 'id_carrier', 'active', 'deleted', 'is_free', 'is_module', 'need_range', 'position'),
    ...each(int, 'shipping_handling', 'shipping_method'),
    ...each(text, 'name', 'url'),
  }),
  carrier_zone: settings(each(int, 'id_carrier', 'id_zone')),
  /** What a carrier asks in a zone for goods of a range; a shop or a group of shops may ask something of its own. */
  delivery: settings({
    ...each(int, 'id_delivery', 'id_carrier', 'id_zone'),
    ...each(orNull(int), 'id_shop', 'id_shop_group', 'id_range_price', 'id_range_weight'),
    price: decimal,
  }),
  range_price: settings({ id_range_price: int, ...each(decimal, 'delimiter1', 'delimiter2') }),
  range_weight: settings({ id_range_weight: int, ...each(decimal, 'delimiter1', 'delimiter2') }),

  product: catalog({
    // `state` is 0 while the back office still makes the product, which no list shows.
    ...each(int, 'id_product', 'id_shop_default', 'cache_is_pack', 'is_virtual', 'state'),
    id_manufacturer: orNull(int),
    // `mpn`: 1.7.7 on. `product_type`: 1.7.8 on, blank for products from before.
    ...each(text, 'mpn', 'product_type'),
    ...each(decimal, 'width', 'height', 'depth', 'weight'),
    ...each(time, 'date_add', 'date_upd'),
    ...codes,
    ...ofShop,
  }),
  product_shop: catalog({ ...each(int, 'id_product', 'id_shop'), ...ofShop }),
  product_lang: catalog({
    ...each(int, 'id_product', 'id_shop', 'id_lang'),
    ...each(text, 'name', 'description', 'description_short', 'link_rewrite'),
  }),
  product_attribute: catalog({ ...each(int, 'id_product_attribute', 'id_product'), weight: decimal, ...codes }),
  product_attribute_shop: catalog({ ...each(int, 'id_product_attribute', 'id_shop'), ...impacts }),
  product_attribute_combination: catalog(each(int, 'id_attribute', 'id_product_attribute')),
  product_attribute_image: catalog(each(int, 'id_product_attribute', 'id_image')),
  attribute: catalog(each(int, 'id_attribute', 'id_attribute_group', 'position')),
  attribute_lang: catalog({ id_attribute: int, ...named }),
  attribute_group: catalog({ ...each(int, 'id_attribute_group', 'position'), group_type: text }),
  attribute_group_lang: catalog({ ...each(int, 'id_attribute_group', 'id_lang'), public_name: text }),
  stock_available: catalog(
    each(
      int,
      'id_stock_available',
      'id_product',
      'id_product_attribute',
      'id_shop',
      'id_shop_group',
      'quantity',
      'out_of_stock',
    ),
  ),
  specific_price: catalog({
    ...each(int, 'id_specific_price', 'id_specific_price_rule', 'id_cart', 'id_product', 'id_product_attribute'),
    ...each(int, 'id_shop', 'id_currency', 'id_country', 'id_group', 'id_customer', 'from_quantity', 'reduction_tax'),
    ...each(decimal, 'price', 'reduction'),
    ...each(time, 'from', 'to'),
    reduction_type: name,
  }),
  specific_price_priority: catalog({ ...each(int, 'id_specific_price_priority', 'id_product'), priority: text }),
  product_group_reduction_cache: catalog({ ...each(int, 'id_product', 'id_group'), reduction: decimal }),
  feature: catalog(each(int, 'id_feature', 'position')),
  feature_lang: catalog({ id_feature: int, ...named }),
  // The order of values: 9 on.
  feature_value: catalog(each(int, 'id_feature_value', 'position')),
  feature_value_lang: catalog({ ...each(int, 'id_feature_value', 'id_lang'), value: text }),
  feature_product: catalog(each(int, 'id_feature', 'id_product', 'id_feature_value')),
  image: catalog(each(int, 'id_image', 'id_product', 'position')),
  image_shop: catalog({ ...each(int, 'id_image', 'id_shop'), cover: orNull(int) }),
  image_lang: catalog({ ...each(int, 'id_image', 'id_lang'), legend: text }),
  accessory: catalog(each(int, 'id_product_1', 'id_product_2')),
  product_download: catalog({
    ...each(int, 'id_product_download', 'id_product', 'active'),
    display_filename: text,
    ...each(orNull(int), 'nb_days_accessible', 'nb_downloadable'),
  }),
  // A customization is of type 0, a file, or 1, a text.
  customization_field: catalog(each(int, 'id_customization_field', 'id_product', 'type', 'required', 'is_deleted')),
  customization_field_lang: catalog({ id_shop: int, id_customization_field: int, ...named }),
  tag: catalog({ id_tag: int, ...named }),
  product_tag: catalog(each(int, 'id_product', 'id_tag')),
  manufacturer: catalog({ id_manufacturer: int, name: text }),
  category: catalog(each(int, 'id_category', 'id_parent', 'id_shop_default', 'active', 'position')),
  category_shop: catalog(each(int, 'id_category', 'id_shop', 'position')),
  category_lang: catalog({ id_shop: int, id_category: int, ...named, ...each(text, 'description', 'link_rewrite') }),
  category_product: catalog(each(int, 'id_category', 'id_product')),

  orders: orders({
    ...each(int, 'id_order', 'id_carrier', 'id_cart', 'id_customer', 'id_currency', 'current_state'),
    ...each(int, 'id_address_delivery', 'id_address_invoice'),
    ...each(text, 'reference', 'payment'),
    ...each(
      decimal,
      'total_products',
      'total_discounts_tax_excl',
      'total_shipping_tax_excl',
      'total_wrapping_tax_excl',
    ),
    ...each(decimal, 'total_paid_tax_incl', 'total_paid_tax_excl', 'total_paid_real'),
    ...each(time, 'date_add', 'date_upd'),
  }),
  order_detail: orders({
    ...each(int, 'id_order_detail', 'id_order', 'product_id', 'product_attribute_id', 'id_customization'),
    ...each(int, 'product_quantity', 'product_quantity_return'),
    ...each(text, 'product_name', 'product_reference'),
    ...each(decimal, 'total_price_tax_incl', 'total_price_tax_excl', 'unit_price_tax_excl', 'original_product_price'),
  }),
  order_detail_tax: orders({ ...each(int, 'id_order_detail', 'id_tax'), total_amount: decimal }),
  order_invoice: orders(each(int, 'id_order_invoice', 'id_order')),
  /** Taxes on shipping and wrapping. */
  order_invoice_tax: orders({ ...each(int, 'id_order_invoice', 'id_tax'), amount: decimal }),
  // The mark of deleted ones: 1.7.7 on.
  order_cart_rule: orders({
    ...each(int, 'id_order_cart_rule', 'id_order', 'id_cart_rule', 'deleted'),
    name: text,
    value_tax_excl: decimal,
  }),
  /** Those that some order used: the code of one that nobody has used yet is worth money. */
  cart_rule: orders(
    { id_cart_rule: int, code: text },
    { where: 'id_cart_rule in (select u.id_cart_rule from `{prefix}order_cart_rule` as u)' },
  ),
  order_history: orders({ ...each(int, 'id_order_history', 'id_order', 'id_order_state'), date_add: time }),
  order_payment: orders({
    ...each(int, 'id_order_payment', 'id_currency'),
    ...each(text, 'order_reference', 'transaction_id'),
    amount: decimal,
    date_add: time,
  }),
  order_carrier: orders({
    ...each(int, 'id_order_carrier', 'id_order', 'id_carrier'),
    tracking_number: text,
    date_add: time,
  }),
  order_slip: orders({
    ...each(int, 'id_order_slip', 'id_order', 'order_slip_type'),
    ...each(orNull(decimal), 'total_products_tax_excl', 'total_products_tax_incl', 'total_shipping_tax_incl', 'amount'),
    date_add: time,
  }),
  order_slip_detail: orders({
    ...each(int, 'id_order_slip', 'id_order_detail', 'product_quantity'),
    amount_tax_incl: orNull(decimal),
  }),
  customer_thread: orders({ id_customer_thread: int, id_order: orNull(int) }),
  customer_message: orders(
    {
      ...each(int, 'id_customer_message', 'id_customer_thread', 'private'),
      id_employee: orNull(int),
      message: text,
      date_add: time,
    },
    { internal: { unless: '`private` = 0' } },
  ),
  order_return: orders({
    ...each(int, 'id_order_return', 'id_order', 'state'),
    question: text,
    ...each(time, 'date_add', 'date_upd'),
  }),
  order_return_detail: orders(each(int, 'id_order_return', 'id_order_detail', 'product_quantity')),
  customized_data: orders({ ...each(int, 'id_customization', 'type', 'index'), value: text }),

  /** Every cart rule, with its code. */
  promotion: promotions(
    {
      ...each(int, 'id_cart_rule', 'quantity', 'quantity_per_user', 'minimum_amount_currency', 'free_shipping'),
      ...each(int, 'reduction_currency', 'gift_product', 'active'),
      ...each(text, 'code', 'description'),
      ...each(decimal, 'minimum_amount', 'reduction_percent', 'reduction_amount'),
      ...each(time, 'date_from', 'date_to', 'date_add', 'date_upd'),
    },
    { table: '{prefix}cart_rule' },
  ),
  cart_rule_lang: promotions({ id_cart_rule: int, ...named }),

  customer: customers({
    ...each(int, 'id_customer', 'id_default_group', 'active', 'is_guest', 'deleted'),
    newsletter: orNull(int),
    ...each(text, 'firstname', 'lastname', 'email'),
    ...each(time, 'date_add', 'date_upd', 'newsletter_date_add'),
  }),
  /** Those of customers: makers and suppliers have theirs in the same table. */
  address: customers(
    {
      ...each(int, 'id_address', 'id_country', 'id_customer', 'deleted'),
      id_state: orNull(int),
      ...each(
        text,
        'company',
        'lastname',
        'firstname',
        'address1',
        'address2',
        'postcode',
        'city',
        'phone',
        'phone_mobile',
      ),
    },
    { where: 'id_customer > 0' },
  ),
  cart: customers({
    ...each(int, 'id_cart', 'id_customer', 'id_currency'),
    ...each(time, 'date_add', 'date_upd'),
  }),
  cart_product: customers(each(int, 'id_cart', 'id_product', 'id_product_attribute', 'quantity')),
  /** Tables of the module `blockwishlist`. */
  wishlist: customers({ ...each(int, 'id_wishlist', 'id_customer'), name: text }),
  wishlist_product: customers(
    each(int, 'id_wishlist_product', 'id_wishlist', 'id_product', 'id_product_attribute', 'quantity'),
  ),
  /** A table of the module `ps_emailsubscription`. */
  emailsubscription: customers({ ...each(int, 'id', 'active'), email: text, newsletter_date_add: time }),
  /** What shoppers wrote of products: a table of the module `productcomments`. */
  product_comment: customers({
    ...each(int, 'id_product_comment', 'id_product', 'id_customer', 'validate', 'deleted'),
    ...each(text, 'title', 'content', 'customer_name'),
    grade: float,
    date_add: time,
  }),
};

export type PrestaShopTables = TablesOf<typeof relations>;

/** Builds statements over PrestaShop's relations. */
export const prestashop = queriesOver<PrestaShopTables>();
