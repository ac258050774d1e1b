/** Ways in which stores were found spoilt, as statements, by the name of the real store. */
export const knownDirt = (name: string): readonly string[] => {
  if (name === 'woo' || name === 'woolegacy') return wooCommerceDirt(name);
  if (name === 'presta8') return prestaShopDirt;
  return name === 'openmage' ? magentoDirt : [];
};

/** Values as merchants, importers and plugins leave them: twice, empty, padded, null, zero, and none that there could be. */
function wooCommerceDirt(name: 'woo' | 'woolegacy'): string[] {
  const p = name === 'woo' ? 'wp_' : 'lg7_';
  const meta = (key: string, value: string, which: string, type = "'product', 'product_variation'") =>
    `update ${p}postmeta m join ${p}posts t on t.ID = m.post_id set m.meta_value = ${value} ` +
    `where t.post_type in (${type}) and m.meta_key = '${key}' and ${which}`;
  const again = (key: string, value: string, which: string, type = "'product', 'product_variation'") =>
    `insert into ${p}postmeta (post_id, meta_key, meta_value) select ID, '${key}', ${value} from ${p}posts t ` +
    `where t.post_type in (${type}) and ${which}`;
  const shop = "'shop_order'";
  return [
    meta('_regular_price', "concat(' ', m.meta_value, ' ')", 't.ID % 5 = 0'),
    meta('_regular_price', "'free'", 't.ID % 17 = 1'),
    meta('_regular_price', "'1,50'", 't.ID % 19 = 2'),
    meta('_regular_price', "'1 000'", 't.ID % 23 = 3'),
    meta('_regular_price', "'-3.50'", 't.ID % 29 = 4'),
    meta('_regular_price', "'.5'", 't.ID % 31 = 5'),
    meta('_regular_price', 'null', 't.ID % 13 = 6'),
    again('_regular_price', "'0.01'", 't.ID % 3 = 0'),
    meta('_sku', "''", 't.ID % 7 = 0'),
    meta('_sku', "'   '", 't.ID % 11 = 0'),
    meta('_sku', "concat(' ', m.meta_value)", 't.ID % 13 = 1'),
    again('_sku', "'SECOND'", 't.ID % 4 = 0'),
    meta('_stock_status', "'outofstock'", 't.ID % 6 = 0'),
    meta('_stock_status', "' outofstock '", 't.ID % 9 = 1'),
    again('_stock_status', "'outofstock'", 't.ID % 8 = 1'),
    meta('_children', "''", 't.ID % 2 = 0', "'product'"),
    `update ${p}posts set post_date_gmt = '0000-00-00 00:00:00' where post_type = 'product' and ID % 6 = 0`,
    `update ${p}posts set post_modified_gmt = '0000-00-00 00:00:00' where post_type = 'product' and ID % 10 = 0`,
    `update ${p}posts set post_modified_gmt = '2031-01-01 00:00:00' where post_type = 'product_variation' and ID % 2 = 0`,
    `insert ignore into ${p}term_relationships (object_id, term_taxonomy_id) select t.ID, x.term_taxonomy_id from ${p}posts t ` +
      `join ${p}term_taxonomy x on x.taxonomy = 'product_type' where t.post_type = 'product' and t.ID % 12 = 0`,
    `update ${p}term_taxonomy set parent = term_id where taxonomy = 'product_cat' and term_id % 9 = 0`,
    `update ${p}users set user_registered = '0000-00-00 00:00:00', user_email = concat(user_email, ' ') where ID % 5 = 0`,
    `insert into ${p}usermeta (user_id, meta_key, meta_value) select ID, 'last_name', 'Second' from ${p}users`,
    ...(name === 'woo'
      ? [
          `update ${p}wc_orders set date_created_gmt = null where id % 5 = 0`,
          `update ${p}wc_orders set date_created_gmt = null, date_updated_gmt = null where id % 7 = 0`,
          `update ${p}wc_orders set date_updated_gmt = '0000-00-00 00:00:00' where id % 6 = 0`,
          `update ${p}wc_orders set currency = '' where id % 8 = 0`,
          `update ${p}wc_orders set currency = 'eu' where id % 9 = 0`,
          `update ${p}wc_orders set total_amount = null where id % 10 = 0`,
          `update ${p}wc_orders set billing_email = concat(' ', billing_email) where id % 11 = 0`,
          `update ${p}wc_orders set status = 'wc-gone' where id % 16 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number', concat('2', id) from ${p}wc_orders where id % 3 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number', 'second' from ${p}wc_orders where id % 6 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number_formatted', '  ' from ${p}wc_orders where id % 9 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number_formatted', concat('F-', id) from ${p}wc_orders where id % 12 = 0`,
        ]
      : [
          `update ${p}posts set post_date_gmt = '0000-00-00 00:00:00' where post_type = 'shop_order' and ID % 5 = 0`,
          `update ${p}posts set post_date_gmt = '0000-00-00 00:00:00', post_date = '0000-00-00 00:00:00' where post_type = 'shop_order' and ID % 7 = 0`,
          `update ${p}posts set post_modified_gmt = '0000-00-00 00:00:00' where post_type = 'shop_order' and ID % 6 = 0`,
          meta('_order_currency', "''", 't.ID % 8 = 0', shop),
          meta('_order_total', "concat(' ', m.meta_value, ' ')", 't.ID % 9 = 0', shop),
          meta('_order_total', "'none'", 't.ID % 10 = 0', shop),
          again('_order_total', "'99999'", 't.ID % 4 = 0', shop),
          again('_billing_email', "'second@mail.example'", 't.ID % 3 = 0', shop),
          again('_customer_user', "'1'", 't.ID % 5 = 0', shop),
          again('_order_number', "concat('2', t.ID)", 't.ID % 3 = 0', shop),
          again('_order_number', "'second'", 't.ID % 6 = 0', shop),
          again('_order_number', "'-1'", 't.ID % 11 = 0', shop),
          again('_order_number_formatted', "concat('F-', t.ID)", 't.ID % 12 = 0', shop),
        ]),
  ];
}

/** What imports, modules and repairs by hand leave behind, as MariaDB takes it where it is not strict. */
const prestaShopDirt = [
  'update ps_orders set date_add = 0 where id_order in (3, 4, 9)',
  'update ps_orders set date_upd = 0 where id_order in (4, 5)',
  'delete from ps_order_history where id_order = 9',
  "update ps_orders set reference = '' where id_order in (6, 7)",
  'update ps_orders set reference = (select * from (select reference from ps_orders where id_order = 10) as r) where id_order = 11',
  "update ps_orders set reference = concat(' ', reference) where id_order = 12",
  'update ps_orders set current_state = 0 where id_order = 13',
  'update ps_orders set current_state = 998 where id_order = 14',
  'update ps_orders set id_currency = 999 where id_order = 15',
  'update ps_orders set id_customer = 0 where id_order = 16',
  'update ps_orders set id_customer = 99999 where id_order = 17',
  'update ps_customer set is_guest = 1 where id_customer = (select id_customer from ps_orders where id_order = 18)',
  'update ps_orders set total_paid_tax_incl = 0 where id_order = 19',
  "update ps_customer set email = '' where id_customer = 3",
  'update ps_customer set id_default_group = 77, date_add = 0 where id_customer = 4',
  "update ps_customer set email = concat(' ', email), lastname = '' where id_customer = 5",
  "update ps_product set reference = '' where id_product in (2, 3)",
  "update ps_product set reference = concat(' ', reference, ' ') where id_product = 4",
  'update ps_product set reference = (select * from (select reference from ps_product where id_product = 5) as r) where id_product = 6',
  'update ps_product set date_add = 0, date_upd = 0 where id_product = 7',
  'update ps_product set date_upd = 0 where id_product = 8',
  "update ps_product_lang set name = '' where id_product in (2, 9) and id_lang = (select value from ps_configuration where name = 'PS_LANG_DEFAULT' limit 1)",
  "update ps_product_lang set name = '' where id_product = 10",
  'update ps_product_shop set active = 2 where id_product = 11',
  'update ps_product_shop set price = 0 where id_product = 12',
  'delete from ps_product_shop where id_product = 13',
  'delete from ps_stock_available where id_product in (1, 14)',
  'update ps_stock_available set quantity = -5, out_of_stock = 9 where id_product = 15',
  'delete from ps_product_attribute_shop where id_product_attribute in (1, 2, 9)',
  "update ps_product_attribute set reference = '' where id_product_attribute in (3, 4)",
  'update ps_product_attribute set reference = (select reference from ps_product where id_product = 5) where id_product_attribute = 5',
  'insert ignore into ps_category_product (id_category, id_product, position) values (1, 1, 0), (999, 2, 0)',
  'update ps_category set id_parent = id_category where id_category = 5',
  'update ps_category set id_parent = 999 where id_category = 6',
  "update ps_category_lang set name = '' where id_category = 7",
  'update ps_category set active = 2 where id_category = 8',
];

/** What merchants' tools and broken imports leave behind, one kind of it a row. */
const magentoDirt = [
  'update sales_flat_order set created_at = null where entity_id = 3',
  'update sales_flat_order set created_at = null, updated_at = null where entity_id = 5',
  'update sales_flat_order set updated_at = null where entity_id = 8',
  "update sales_flat_order set order_currency_code = '' where entity_id = 6",
  'update sales_flat_order set state = null, status = null, increment_id = null where entity_id = 9',
  'update sales_flat_order set state = null where entity_id = 10',
  'update sales_flat_order_status_history set created_at = null where parent_id = 7',
  'update catalog_product_entity set updated_at = null where entity_id = 16',
  'update catalog_product_entity set sku = null where entity_id = 17',
  "update catalog_product_entity_varchar v join eav_attribute a using (attribute_id) set v.value = '' where a.attribute_code = 'name' and v.entity_id in (17, 18)",
  "delete v from catalog_product_entity_decimal v join eav_attribute a using (attribute_id) where a.attribute_code = 'price' and v.entity_id = 18",
  "delete v from catalog_product_entity_int v join eav_attribute a using (attribute_id) where a.attribute_code = 'status' and v.entity_id = 19",
  'update cataloginventory_stock_item set use_config_manage_stock = 0, manage_stock = 0 where product_id = 20',
];
