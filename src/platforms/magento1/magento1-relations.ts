import { among, areas, each, type Kind, kinds, opened, orNull, type TablesOf } from '../relations.js';
import { queriesOver } from '../sql.js';
import { carrierPaths, settingPaths } from './magento1-settings.js';

const { settings, catalog, orders, promotions, customers } = areas;
const { decimal, int, loose, name, text, time } = kinds;

/** The attributes of customers and of their addresses that are read; no password hash, token or birthday may leave the store. */
export const personalCodes = {
  customer: ['firstname', 'lastname', 'default_billing', 'default_shipping'],
  address: [
    'firstname',
    'lastname',
    'company',
    'street',
    'city',
    'region',
    'region_id',
    'postcode',
    'country_id',
    'telephone',
  ],
} as const;

const ofPersons = `\`attribute_id\` in (select \`attribute_id\` from \`{prefix}eav_attribute\` where ${among(
  'attribute_code',
  [...new Set([...personalCodes.customer, ...personalCodes.address])],
)})`;

/** The values of attributes of one type, for all store views (0) or one. */
const values = () => catalog({ ...each(int, 'entity_id', 'attribute_id', 'store_id'), value: loose });
const personalValues = () =>
  customers({ ...each(int, 'entity_id', 'attribute_id'), value: loose }, { where: ofPersons });

/** The values of customers' attributes that the owner opens in `config.php`, of one type. */
const openedValues = (type: string) =>
  customers(
    { ...each(int, 'entity_id', 'attribute_id'), value: loose },
    {
      table: `{prefix}customer_entity_${type}`,
      where: `\`attribute_id\` in (select \`attribute_id\` from \`{prefix}eav_attribute\` where ${opened('attribute_code', 'customer')})`,
    },
  );

/** A price for those who buy so many, or for a group of customers. */
const termOf = <const C extends Record<string, Kind<unknown>>>(more: C) =>
  catalog({
    ...each(int, 'value_id', 'entity_id', 'all_groups', 'customer_group_id', 'website_id'),
    value: decimal,
    ...more,
  });

/**
 * What Magento's own ways of sending cost, and of every carrier what it is called, whether it is on and where: the other settings of
 * carriers are their keys, accounts and passwords, so nothing leaves under a name that ends so but what can be no secret.
 */
const ofCarriers = [
  among('path', carrierPaths),
  ...[
    ['/active', "value in ('0', '1')"],
    ['/title', null],
  ].map(
    ([end, only]) =>
      `substr(path, 1, 9) = 'carriers/' and substr(path, -${end?.length}) = '${end}'` +
      " and length(path) - length(replace(path, '/', '')) = 2" +
      (only ? ` and ${only}` : ''),
  ),
].join(' or ');

/** Comments that the shopper does not see in the shop are for the staff. */
const shownInFront = { internal: { unless: 'is_visible_on_front = 1', column: 'comment' } };

/** The item of the order that a parcel's or a refund's is of. */
const ofLine = { order_item_id: orNull(int) };

const ofProducts =
  "entity_id in (select e.entity_id from `{prefix}review_entity` as e where e.entity_code = 'product')";
/** What belongs to a review of a product. */
const ofReview = `review_id in (select v.review_id from \`{prefix}review\` as v where v.${ofProducts})`;

/** What may leave a store of Magento: its tables by their names without prefix. Times are UTC, as Magento writes all of its own. */
export const relations = {
  core_config_data: settings(
    { scope: name, scope_id: int, path: name, value: text },
    { where: among('path', settingPaths) },
  ),
  carrier_setting: settings(
    { scope: name, scope_id: int, path: name, value: text },
    { table: '{prefix}core_config_data', where: ofCarriers },
  ),
  shipping_tablerate: settings({
    ...each(int, 'pk', 'website_id', 'dest_region_id'),
    ...each(text, 'dest_country_id', 'dest_zip', 'condition_name'),
    ...each(decimal, 'condition_value', 'price'),
  }),
  core_website: settings({ website_id: int, name: text, default_group_id: int, is_default: orNull(int) }),
  core_store_group: settings({ group_id: int, default_store_id: int }),
  core_store: settings({ store_id: int, code: text, website_id: int, name, is_active: int }),
  directory_currency_rate: settings({ currency_from: name, currency_to: name, rate: decimal }),
  directory_country_region: settings({ region_id: int, ...each(text, 'country_id', 'code', 'default_name') }),
  sales_order_status: settings({ status: name, label: name }),
  sales_order_status_state: settings({ status: name, state: name, is_default: int }),
  tax_class: settings({ class_id: int, class_name: name, class_type: name }),
  tax_calculation: settings(
    each(
      int,
      'tax_calculation_id',
      'tax_calculation_rate_id',
      'tax_calculation_rule_id',
      'product_tax_class_id',
      'customer_tax_class_id',
    ),
  ),
  tax_calculation_rule: settings(each(int, 'tax_calculation_rule_id', 'priority', 'calculate_subtotal')),
  tax_calculation_rate: settings({
    ...each(int, 'tax_calculation_rate_id', 'tax_region_id'),
    ...each(text, 'tax_country_id', 'tax_postcode', 'code'),
    rate: decimal,
    ...each(orNull(int), 'zip_is_range', 'zip_from', 'zip_to'),
  }),
  tax_calculation_rate_title: settings({ ...each(int, 'tax_calculation_rate_id', 'store_id'), value: text }),
  customer_group: settings({ ...each(int, 'customer_group_id', 'tax_class_id'), customer_group_code: name }),
  eav_entity_type: settings({ entity_type_id: int, entity_type_code: name }),
  eav_attribute: settings({
    ...each(int, 'attribute_id', 'entity_type_id', 'is_user_defined'),
    ...each(name, 'attribute_code', 'backend_type'),
    ...each(text, 'frontend_input', 'frontend_label', 'source_model'),
  }),
  eav_attribute_label: settings({ attribute_id: int, store_id: int, value: text }),
  eav_entity_attribute: settings(each(int, 'attribute_set_id', 'attribute_group_id', 'attribute_id', 'sort_order')),
  eav_attribute_set: settings({
    ...each(int, 'attribute_set_id', 'entity_type_id', 'sort_order'),
    attribute_set_name: text,
  }),
  eav_attribute_group: settings({ attribute_group_id: int, attribute_group_name: text, sort_order: int }),
  catalog_eav_attribute: settings({ attribute_id: int, is_visible_on_front: int, apply_to: text }),

  eav_attribute_option: catalog(each(int, 'option_id', 'attribute_id', 'sort_order')),
  eav_attribute_option_value: catalog({ option_id: int, store_id: int, value: text }),
  catalog_product_entity: catalog({
    ...each(int, 'entity_id', 'attribute_set_id'),
    type_id: name,
    sku: text,
    ...each(time, 'created_at', 'updated_at'),
  }),
  catalog_product_entity_varchar: catalog({
    ...each(int, 'value_id', 'entity_id', 'attribute_id', 'store_id'),
    value: loose,
  }),
  catalog_product_entity_int: values(),
  catalog_product_entity_decimal: values(),
  catalog_product_entity_text: values(),
  catalog_product_entity_datetime: values(),
  catalog_product_entity_tier_price: termOf({ qty: decimal }),
  catalog_product_entity_group_price: termOf({}),
  catalog_product_entity_media_gallery: catalog({ ...each(int, 'value_id', 'attribute_id', 'entity_id'), value: text }),
  catalog_product_entity_media_gallery_value: catalog({
    ...each(int, 'value_id', 'store_id', 'disabled'),
    label: text,
    position: orNull(int),
  }),
  catalog_product_super_link: catalog(each(int, 'link_id', 'product_id', 'parent_id')),
  catalog_product_super_attribute: catalog(
    each(int, 'product_super_attribute_id', 'product_id', 'attribute_id', 'position'),
  ),
  catalog_product_super_attribute_label: catalog({
    ...each(int, 'product_super_attribute_id', 'store_id'),
    use_default: orNull(int),
    value: text,
  }),
  catalog_product_super_attribute_pricing: catalog({
    ...each(int, 'product_super_attribute_id', 'website_id'),
    /** The option's id, as text. */
    value_index: name,
    is_percent: orNull(int),
    pricing_value: orNull(decimal),
  }),
  catalog_product_link: catalog(each(int, 'link_id', 'product_id', 'linked_product_id', 'link_type_id')),
  catalog_product_link_attribute_int: catalog(each(int, 'link_id', 'value')),
  downloadable_link: catalog({ ...each(int, 'link_id', 'product_id', 'sort_order'), number_of_downloads: orNull(int) }),
  downloadable_link_title: catalog({ ...each(int, 'link_id', 'store_id'), title: text }),
  catalog_product_bundle_option: catalog({
    ...each(int, 'option_id', 'parent_id', 'required', 'position'),
    type: text,
  }),
  catalog_product_bundle_option_value: catalog({ option_id: int, store_id: int, title: text }),
  catalog_product_bundle_selection: catalog({
    ...each(int, 'selection_id', 'option_id', 'parent_product_id', 'product_id', 'position', 'selection_price_type'),
    selection_price_value: decimal,
    selection_qty: orNull(decimal),
  }),
  catalog_product_bundle_selection_price: catalog({
    ...each(int, 'selection_id', 'website_id', 'selection_price_type'),
    selection_price_value: decimal,
  }),
  catalog_product_option: catalog({ ...each(int, 'option_id', 'product_id', 'is_require', 'sort_order'), type: name }),
  catalog_product_option_title: catalog({ option_id: int, store_id: int, title: text }),
  catalog_product_option_type_value: catalog({ ...each(int, 'option_type_id', 'option_id', 'sort_order'), sku: text }),
  catalog_product_option_type_title: catalog({ option_type_id: int, store_id: int, title: text }),
  catalog_product_option_type_price: catalog({ option_type_id: int, store_id: int, price: decimal, price_type: name }),
  cataloginventory_stock_item: catalog({
    ...each(int, 'product_id', 'stock_id', 'is_in_stock', 'manage_stock', 'use_config_manage_stock'),
    ...each(int, 'backorders', 'use_config_backorders', 'use_config_min_qty'),
    ...each(decimal, 'qty', 'min_qty'),
  }),
  catalogrule_product_price: catalog({
    ...each(int, 'customer_group_id', 'product_id', 'website_id'),
    rule_date: name,
    rule_price: decimal,
  }),
  core_url_rewrite: catalog({
    ...each(int, 'url_rewrite_id', 'store_id'),
    ...each(orNull(int), 'category_id', 'product_id', 'is_system'),
    request_path: text,
  }),
  tag: catalog({ tag_id: int, name: text, status: int }),
  tag_relation: catalog(each(int, 'tag_id', 'product_id', 'active')),
  catalog_category_entity: catalog({ entity_id: int, path: name, position: int, level: int }),
  catalog_category_entity_varchar: values(),
  catalog_category_entity_int: values(),
  catalog_category_entity_text: values(),
  catalog_category_product: catalog(each(int, 'category_id', 'product_id')),

  /** Amounts are in the order's own currency. */
  sales_flat_order: orders({
    entity_id: int,
    ...each(orNull(int), 'customer_id', 'quote_id'),
    ...each(text, 'increment_id', 'state', 'status', 'coupon_code', 'coupon_rule_name', 'discount_description'),
    ...each(text, 'shipping_description', 'customer_email', 'order_currency_code'),
    ...each(orNull(decimal), 'subtotal', 'discount_amount', 'shipping_amount', 'tax_amount', 'grand_total'),
    ...each(orNull(decimal), 'total_paid', 'total_refunded'),
    ...each(time, 'created_at', 'updated_at'),
  }),
  sales_flat_order_item: orders({
    ...each(int, 'item_id', 'order_id'),
    ...each(orNull(int), 'parent_item_id', 'product_id', 'is_virtual'),
    ...each(text, 'product_type', 'sku', 'name'),
    ...each(orNull(decimal), 'qty_ordered', 'qty_shipped', 'qty_refunded', 'qty_canceled'),
    ...each(orNull(decimal), 'price', 'row_total', 'tax_amount', 'discount_amount'),
    /** PHP-serialized: what the shopper chose and filled in. */
    product_options: text,
  }),
  sales_order_tax: orders({
    ...each(int, 'tax_id', 'order_id'),
    ...each(text, 'code', 'title'),
    ...each(orNull(decimal), 'percent', 'amount', 'base_amount', 'base_real_amount'),
  }),
  sales_flat_order_address: orders({
    ...each(int, 'entity_id', 'parent_id'),
    region_id: orNull(int),
    ...each(text, 'address_type', 'region', 'postcode', 'firstname', 'lastname', 'company'),
    ...each(text, 'street', 'city', 'telephone', 'country_id'),
  }),
  sales_flat_order_payment: orders({
    ...each(int, 'entity_id', 'parent_id'),
    method: text,
    amount_authorized: orNull(decimal),
  }),
  sales_flat_order_status_history: orders(
    {
      ...each(int, 'entity_id', 'parent_id'),
      is_customer_notified: orNull(int),
      ...each(text, 'comment', 'status'),
      created_at: time,
    },
    shownInFront,
  ),
  sales_flat_invoice: orders({
    ...each(int, 'entity_id', 'order_id'),
    state: orNull(int),
    grand_total: orNull(decimal),
    transaction_id: text,
    created_at: time,
  }),
  sales_flat_shipment: orders({ ...each(int, 'entity_id', 'order_id'), created_at: time }),
  sales_flat_shipment_item: orders({ ...each(int, 'entity_id', 'parent_id'), ...ofLine, qty: orNull(decimal) }),
  sales_flat_shipment_track: orders({
    ...each(int, 'entity_id', 'parent_id', 'order_id'),
    ...each(text, 'track_number', 'title', 'carrier_code'),
  }),
  sales_flat_creditmemo: orders({
    ...each(int, 'entity_id', 'order_id'),
    state: orNull(int),
    grand_total: orNull(decimal),
    created_at: time,
  }),
  sales_flat_creditmemo_item: orders({
    ...each(int, 'entity_id', 'parent_id'),
    ...ofLine,
    ...each(orNull(decimal), 'qty', 'row_total', 'discount_amount'),
  }),
  sales_flat_creditmemo_comment: orders({ ...each(int, 'entity_id', 'parent_id'), comment: text }, shownInFront),
  sales_payment_transaction: orders({
    ...each(int, 'transaction_id', 'order_id'),
    ...each(text, 'txn_id', 'txn_type'),
    created_at: time,
  }),

  salesrule: promotions({
    ...each(int, 'rule_id', 'uses_per_customer', 'is_active', 'simple_free_shipping', 'times_used'),
    ...each(int, 'coupon_type', 'use_auto_generation'),
    ...each(text, 'name', 'description', 'simple_action'),
    discount_amount: decimal,
    ...each(time, 'from_date', 'to_date'),
  }),
  salesrule_coupon: promotions({
    ...each(int, 'coupon_id', 'rule_id', 'times_used'),
    code: text,
    ...each(orNull(int), 'usage_limit', 'usage_per_customer', 'is_primary'),
    created_at: time,
  }),

  customer_entity: customers({
    ...each(int, 'entity_id', 'group_id', 'is_active'),
    email: text,
    ...each(time, 'created_at', 'updated_at'),
  }),
  customer_entity_varchar: personalValues(),
  customer_entity_int: personalValues(),
  customer_field_varchar: openedValues('varchar'),
  customer_field_int: openedValues('int'),
  customer_field_decimal: openedValues('decimal'),
  customer_field_text: openedValues('text'),
  customer_field_datetime: openedValues('datetime'),
  customer_address_entity: customers({ entity_id: int, parent_id: orNull(int) }),
  customer_address_entity_varchar: personalValues(),
  customer_address_entity_int: personalValues(),
  customer_address_entity_text: personalValues(),
  newsletter_subscriber: customers({
    ...each(int, 'subscriber_id', 'customer_id', 'subscriber_status'),
    subscriber_email: text,
    change_status_at: time,
  }),
  sales_flat_quote: customers({
    entity_id: int,
    ...each(orNull(int), 'customer_id', 'items_count'),
    ...each(text, 'customer_email', 'quote_currency_code', 'base_currency_code'),
    ...each(time, 'created_at', 'updated_at'),
  }),
  sales_flat_quote_item: customers({
    ...each(int, 'item_id', 'quote_id'),
    ...each(orNull(int), 'parent_item_id', 'product_id'),
    ...each(text, 'product_type', 'name'),
    ...each(decimal, 'qty', 'price'),
  }),
  wishlist: customers(each(int, 'wishlist_id', 'customer_id')),
  wishlist_item: customers({
    ...each(int, 'wishlist_item_id', 'wishlist_id', 'product_id'),
    qty: decimal,
    description: text,
    added_at: time,
  }),
  /** What shoppers wrote of products; reviews of other things are an extension's. */
  review: customers(
    { ...each(int, 'review_id', 'entity_pk_value', 'status_id'), created_at: time },
    { where: ofProducts },
  ),
  review_detail: customers(
    { ...each(int, 'detail_id', 'review_id'), customer_id: orNull(int), ...each(text, 'title', 'detail', 'nickname') },
    { where: ofReview },
  ),
  rating_option_vote: customers({ review_id: orNull(int), percent: int }, { where: ofReview }),
};

/** Rows of Magento's tables, as far as they are read; some stores lack tables and columns. */
export type Magento1Tables = TablesOf<typeof relations>;

/** Builds statements over Magento's relations. */
export const magento = queriesOver<Magento1Tables>();
