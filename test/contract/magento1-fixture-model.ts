/** The tables of Magento 1 that the fixture has: name, then columns as SQLite takes them. */
export const fixtureTables: Readonly<Record<string, string>> = {
  core_config_data: 'config_id integer primary key, scope text, scope_id int, path text, value text',
  core_website:
    'website_id integer primary key, code text, name text, sort_order int, default_group_id int, is_default int',
  core_store_group:
    'group_id integer primary key, website_id int, name text, root_category_id int, default_store_id int',
  core_store:
    'store_id integer primary key, code text, website_id int, group_id int, name text, sort_order int, is_active int',
  directory_currency_rate: 'currency_from text, currency_to text, rate decimal(24,12)',
  directory_country_region: 'region_id integer primary key, country_id text, code text, default_name text',
  sales_order_status: 'status text primary key, label text',
  sales_order_status_state: 'status text, state text, is_default int',
  tax_class: 'class_id integer primary key, class_name text, class_type text',
  customer_group: 'customer_group_id integer primary key, customer_group_code text, tax_class_id int',
  eav_entity_type: 'entity_type_id integer primary key, entity_type_code text',
  eav_attribute:
    'attribute_id integer primary key, entity_type_id int, attribute_code text, backend_type text, frontend_input text, frontend_label text, is_user_defined int, source_model text',
  eav_attribute_label: 'attribute_label_id integer primary key, attribute_id int, store_id int, value text',
  eav_entity_attribute:
    'entity_attribute_id integer primary key, entity_type_id int, attribute_set_id int, attribute_group_id int, attribute_id int, sort_order int',
  eav_attribute_set:
    'attribute_set_id integer primary key, entity_type_id int, attribute_set_name text, sort_order int',
  eav_attribute_group:
    'attribute_group_id integer primary key, attribute_set_id int, attribute_group_name text, sort_order int',
  eav_attribute_option: 'option_id integer primary key, attribute_id int, sort_order int',
  eav_attribute_option_value: 'value_id integer primary key, option_id int, store_id int, value text',
  catalog_eav_attribute:
    'attribute_id integer primary key, is_visible int, is_visible_on_front int, is_global int, is_html_allowed_on_front int, apply_to text',
  catalog_product_entity:
    'entity_id integer primary key, attribute_set_id int, type_id text, sku text, has_options int, required_options int, created_at text, updated_at text',
  ...values('catalog_product_entity'),
  ...values('catalog_category_entity'),
  catalog_category_entity:
    'entity_id integer primary key, parent_id int, created_at text, updated_at text, path text, position int, level int, children_count int',
  catalog_category_product: 'category_id int, product_id int, position int',
  catalog_product_entity_tier_price:
    'value_id integer primary key, entity_id int, all_groups int, customer_group_id int, qty decimal(12,4), value decimal(12,4), website_id int',
  catalog_product_entity_group_price:
    'value_id integer primary key, entity_id int, all_groups int, customer_group_id int, value decimal(12,4), website_id int, is_percent int',
  catalog_product_entity_media_gallery: 'value_id integer primary key, attribute_id int, entity_id int, value text',
  catalog_product_entity_media_gallery_value:
    'value_id int, store_id int, label text, position int, disabled int, primary key (value_id, store_id)',
  catalog_product_super_link: 'link_id integer primary key, product_id int, parent_id int',
  catalog_product_super_attribute:
    'product_super_attribute_id integer primary key, product_id int, attribute_id int, position int',
  catalog_product_super_attribute_label:
    'value_id integer primary key, product_super_attribute_id int, store_id int, use_default int, value text',
  catalog_product_super_attribute_pricing:
    'value_id integer primary key, product_super_attribute_id int, value_index text, is_percent int, pricing_value decimal(12,4), website_id int',
  catalog_product_link: 'link_id integer primary key, product_id int, linked_product_id int, link_type_id int',
  catalog_product_link_attribute_int:
    'value_id integer primary key, product_link_attribute_id int, link_id int, value int',
  downloadable_link:
    'link_id integer primary key, product_id int, sort_order int, number_of_downloads int, link_url text, link_file text',
  downloadable_link_title: 'title_id integer primary key, link_id int, store_id int, title text',
  catalog_product_bundle_option: 'option_id integer primary key, parent_id int, required int, position int, type text',
  catalog_product_bundle_option_value: 'value_id integer primary key, option_id int, store_id int, title text',
  catalog_product_bundle_selection:
    'selection_id integer primary key, option_id int, parent_product_id int, product_id int, position int, is_default int, selection_price_type int, selection_price_value decimal(12,4), selection_qty decimal(12,4), selection_can_change_qty int',
  catalog_product_bundle_selection_price:
    'selection_id int, website_id int, selection_price_type int, selection_price_value decimal(12,4)',
  catalog_product_option:
    'option_id integer primary key, product_id int, type text, is_require int, sku text, max_characters int, sort_order int',
  catalog_product_option_title: 'option_title_id integer primary key, option_id int, store_id int, title text',
  catalog_product_option_type_value: 'option_type_id integer primary key, option_id int, sku text, sort_order int',
  catalog_product_option_type_title:
    'option_type_title_id integer primary key, option_type_id int, store_id int, title text',
  catalog_product_option_type_price:
    'option_type_price_id integer primary key, option_type_id int, store_id int, price decimal(12,4), price_type text',
  cataloginventory_stock_item:
    'item_id integer primary key, product_id int, stock_id int, qty decimal(12,4), min_qty decimal(12,4), use_config_min_qty int, is_qty_decimal int, backorders int, use_config_backorders int, is_in_stock int, manage_stock int, use_config_manage_stock int',
  catalog_product_index_price: 'entity_id int, customer_group_id int, website_id int, min_price decimal(12,4)',
  catalogrule_product_price:
    'rule_product_price_id integer primary key, rule_date text, customer_group_id int, product_id int, rule_price decimal(12,4), website_id int',
  core_url_rewrite:
    'url_rewrite_id integer primary key, store_id int, category_id int, product_id int, id_path text, request_path text, is_system int',
  tag: 'tag_id integer primary key, name text, status int',
  tag_relation: 'tag_relation_id integer primary key, tag_id int, product_id int, store_id int, active int',
  sales_flat_order:
    'entity_id integer primary key, state text, status text, coupon_code text, shipping_description text, is_virtual int, store_id int, customer_id int, customer_is_guest int, discount_amount decimal(12,4), grand_total decimal(12,4), shipping_amount decimal(12,4), subtotal decimal(12,4), tax_amount decimal(12,4), total_paid decimal(12,4), total_refunded decimal(12,4), hidden_tax_amount decimal(12,4), shipping_hidden_tax_amount decimal(12,4), discount_description text, coupon_rule_name text, increment_id text, customer_email text, order_currency_code text, created_at text, updated_at text, quote_id int',
  sales_flat_order_item:
    'item_id integer primary key, order_id int, parent_item_id int, product_id int, product_type text, sku text, name text, is_virtual int, locked_do_ship int, qty_canceled decimal(12,4), qty_invoiced decimal(12,4), qty_ordered decimal(12,4), qty_refunded decimal(12,4), qty_shipped decimal(12,4), price decimal(12,4), tax_amount decimal(12,4), discount_amount decimal(12,4), row_total decimal(12,4), product_options text',
  sales_order_tax:
    'tax_id integer primary key, order_id int, code text, title text, percent decimal(12,4), amount decimal(12,4), priority int, position int, base_amount decimal(12,4), process int, base_real_amount decimal(12,4), hidden int',
  sales_flat_order_address:
    'entity_id integer primary key, parent_id int, address_type text, region_id int, region text, postcode text, lastname text, street text, city text, telephone text, country_id text, firstname text, company text',
  sales_flat_order_payment:
    'entity_id integer primary key, parent_id int, method text, amount_authorized decimal(12,4)',
  sales_flat_order_status_history:
    'entity_id integer primary key, parent_id int, is_customer_notified int, is_visible_on_front int, comment text, status text, created_at text',
  sales_flat_invoice:
    'entity_id integer primary key, order_id int, state int, grand_total decimal(12,4), transaction_id text, increment_id text, created_at text',
  sales_flat_shipment: 'entity_id integer primary key, order_id int, created_at text',
  sales_flat_shipment_item: 'entity_id integer primary key, parent_id int, order_item_id int, qty decimal(12,4)',
  sales_flat_shipment_track:
    'entity_id integer primary key, parent_id int, order_id int, track_number text, title text, carrier_code text, created_at text',
  sales_flat_creditmemo:
    'entity_id integer primary key, order_id int, state int, grand_total decimal(12,4), increment_id text, created_at text',
  sales_flat_creditmemo_item:
    'entity_id integer primary key, parent_id int, order_item_id int, qty decimal(12,4), row_total decimal(12,4), discount_amount decimal(12,4)',
  sales_flat_creditmemo_comment:
    'entity_id integer primary key, parent_id int, is_visible_on_front int, comment text, created_at text',
  sales_payment_transaction:
    'transaction_id integer primary key, parent_id int, order_id int, payment_id int, txn_id text, txn_type text, created_at text',
  customer_entity:
    'entity_id integer primary key, website_id int, email text, group_id int, store_id int, created_at text, updated_at text, is_active int',
  customer_entity_varchar: 'value_id integer primary key, entity_id int, attribute_id int, value text',
  customer_entity_int: 'value_id integer primary key, entity_id int, attribute_id int, value int',
  ...Object.fromEntries(
    ['decimal', 'text', 'datetime'].map((type) => [
      `customer_entity_${type}`,
      'value_id integer primary key, entity_id int, attribute_id int, value text',
    ]),
  ),
  customer_address_entity:
    'entity_id integer primary key, parent_id int, created_at text, updated_at text, is_active int',
  customer_address_entity_varchar: 'value_id integer primary key, entity_id int, attribute_id int, value text',
  customer_address_entity_int: 'value_id integer primary key, entity_id int, attribute_id int, value int',
  customer_address_entity_text: 'value_id integer primary key, entity_id int, attribute_id int, value text',
  newsletter_subscriber:
    'subscriber_id integer primary key, store_id int, customer_id int, subscriber_status int, subscriber_email text, change_status_at text, subscriber_confirm_code text',
};

function values(entity: string): Record<string, string> {
  const types = { varchar: 'text', int: 'int', decimal: 'decimal(12,4)', text: 'text', datetime: 'text' };
  return Object.fromEntries(
    Object.entries(types).map(([type, column]) => [
      `${entity}_${type}`,
      `value_id integer primary key, entity_id int, attribute_id int, store_id int, value ${column}`,
    ]),
  );
}

/** An attribute of the fixture: entity type, code, type of its values, what it is entered with, label, and whose it is. */
export interface FixtureAttribute {
  readonly id: number;
  readonly entity: number;
  readonly type: string;
  readonly input: string;
  readonly label: string;
  readonly own: boolean;
}

const outline: readonly (readonly [number, string])[] = [
  [
    1,
    'firstname:varchar:text lastname:varchar:text default_billing:int:text default_shipping:int:text password_hash:varchar:hidden taxvat:varchar:text',
  ],
  [
    2,
    'firstname:varchar:text lastname:varchar:text company:varchar:text street:text:multiline city:varchar:text region:varchar:text region_id:int:hidden postcode:varchar:text country_id:varchar:select telephone:varchar:text',
  ],
  [3, 'name:varchar:text description:text:textarea image:varchar:image url_key:varchar:text is_active:int:select'],
  [
    4,
    'name:varchar:text description:text:textarea short_description:text:textarea sku:static:text price:decimal:price special_price:decimal:price special_from_date:datetime:date special_to_date:datetime:date weight:decimal:weight image:varchar:media_image image_label:varchar:text media_gallery:varchar:gallery status:int:select url_key:varchar:text tax_class_id:int:select price_type:int: cost:decimal:price:own manufacturer:int:select:own color:int:select:own frame_size:int:select:own ean:varchar:text:own material:varchar:text:own fits:varchar:multiselect:own tubeless:int:boolean:own introduced:datetime:date:own',
  ],
];

/** The fixture's attributes by entity and code, such as `4/name`. */
export const attributes: ReadonlyMap<string, FixtureAttribute> = new Map(
  outline
    .flatMap(([entity, list]) => list.split(' ').map((one) => [entity, one.split(':')] as const))
    .map(([entity, [code = '', type = '', input = '', own]], at) => [
      `${entity}/${code}`,
      {
        id: 60 + at,
        entity,
        type,
        input,
        label: code[0]?.toUpperCase() + code.slice(1).replaceAll('_', ' '),
        own: own === 'own',
      },
    ]),
);
