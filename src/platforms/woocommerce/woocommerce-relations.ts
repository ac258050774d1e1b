import type { MetafieldKind } from '../../model/metafield-kind.js';
import { among, areas, each, kinds, opened, type TablesOf } from '../relations.js';
import { queriesOver } from '../sql.js';
import { couponKeys, customerKeys, imageKeys, productKeys } from './woocommerce-keys.js';
import { hasOrderStatus, orderRelations } from './woocommerce-order-relations.js';
import { from, meta } from './woocommerce-own-table.js';

const { settings, catalog, promotions, customers } = areas;
const { decimal, int, name, text, time } = kinds;

/** The options that are read; no other (keys, mail, modules) may leave the store. */
const optionNames = [
  ...['siteurl', 'home', 'blogname', 'admin_email', 'WPLANG', 'timezone_string', 'gmt_offset', 'permalink_structure'],
  ...['upload_path', 'upload_url_path', 'woocommerce_permalinks', 'woocommerce_custom_orders_table_enabled'],
  ...['woocommerce_default_country', 'woocommerce_currency', 'woocommerce_price_num_decimals'],
  ...['woocommerce_manage_stock', 'woocommerce_calc_taxes', 'woocommerce_prices_include_tax'],
  ...['woocommerce_weight_unit', 'woocommerce_dimension_unit', 'woocommerce_tax_classes'],
  'pickup_location_pickup_locations',
];

/** WooCommerce's own ways of sending, whose settings hold prices and no secrets. */
export const shippingMethods = ['flat_rate', 'free_shipping', 'local_pickup'] as const;

/** Statuses of product posts that are no products: begun by the editor or an import and not saved yet. */
export const noProductStatuses = ['auto-draft', 'importing', 'inherit'];

/** Statuses of variations that are offered or switched off. */
export const variationStatuses = ['publish', 'private'];

/** Statuses of products not yet published: begun, awaiting review, or to be published later. */
export const draftStatuses = ['draft', 'pending', 'future'];

const startsWith = (column: string, start: string, table = '') =>
  `substr(${table}\`${column}\`, 1, ${start.length}) = '${start}'`;
/** The folder in which WooCommerce keeps the files that are sold. */
const soldFiles = 'woocommerce_uploads/';

/** Keys that the owner opened, of posts of these types alone. */
const ofPosts = (kind: MetafieldKind, ...types: readonly string[]) =>
  `${opened('meta_key', kind)} and exists (select 1 from \`{own}posts\` as t` +
  ` where t.ID = post_id and t.post_type in ('${types.join("', '")}'))`;

/** Whether a row of `usermeta`, as `r`, holds WooCommerce's role. */
const isRole = "r.meta_key = '{own}capabilities' and instr(r.meta_value, '\"customer\"') > 0";
/** A user is let out as a customer alone: with WooCommerce's role, or with an order in whichever place the store keeps them. */
const isCustomer = (id: string) => `exists (select 1 from \`{user_meta}\` as r where r.user_id = ${id} and ${isRole})`;
/** The same for what looks at all users: the rows with roles are read once, not all that is kept of each user. */
const isAmongCustomers = (id: string) => `${id} in (select r.user_id from \`{user_meta}\` as r where ${isRole})`;
const hasOrder = (id: string) =>
  `exists (select 1 from \`{own}wc_orders\` as o where o.customer_id = ${id} and o.type = 'shop_order'` +
  ` and ${hasOrderStatus.hpos('o.')})`;
/**
 * No index serves whose an order among posts is. That is gathered once for a statement (made distinct, or databases would do so user by
 * user), and only of users who are asked about it is looked up whether there is such an order, and whether the row is its first.
 */
const hasOrderAmongPosts = (id: string) =>
  'exists (select 1 from (select distinct m.meta_id, m.post_id, m.meta_value + 0 as id from `{own}postmeta` as m' +
  " where m.meta_key = '_customer_user' and m.meta_value <> '0') as b" +
  ` join \`{own}posts\` as o on o.ID = b.post_id and o.post_type = 'shop_order' and ${hasOrderStatus.posts('o.')}` +
  ` where b.id = ${id} and not exists (select 1 from \`{own}postmeta\` as e where e.post_id = b.post_id` +
  " and e.meta_key = '_customer_user' and e.meta_id < b.meta_id))";
const user = '`{users}`.ID';
const customersWith = (hasOne: (id: string) => string) =>
  customers(
    { ID: int, user_email: text, user_registered: time },
    { table: '{users}', where: `(${isCustomer(user)} or ${hasOne(user)})` },
  );
const allCustomersWith = (hasOne: (id: string) => string) =>
  customers(
    { ID: int, user_registered: time },
    { table: '{users}', where: `(${isAmongCustomers(user)} or ${hasOne(user)})` },
  );
/** What is kept of the same users under these keys: of no one else, such as the staff, is anything let out. */
const customerMetaWith = (keys: string, hasOne: (id: string) => string) => {
  const id = '`{user_meta}`.user_id';
  return customers(
    { umeta_id: int, user_id: int, meta_key: name, meta_value: text },
    { table: '{user_meta}', where: `${keys} and (${isCustomer(id)} or ${hasOne(id)})` },
  );
};

/** The baskets of the same users, as this site of a network keeps them. */
const basketsWith = (hasOne: (id: string) => string) => {
  const id = '`{user_meta}`.user_id';
  return customers(
    { umeta_id: int, user_id: int, meta_value: text },
    {
      table: '{user_meta}',
      where: `meta_key = '_woocommerce_persistent_cart_{site}' and (${isCustomer(id)} or ${hasOne(id)})`,
    },
  );
};
const isReview =
  "comment_type = 'review' and comment_post_ID in (select p.ID from `{own}posts` as p where p.post_type = 'product')";
/** What shoppers wrote of products. Of users, only customers have written any: what else is by one is an answer of the staff. */
const reviewsOfCustomersWith = (hasOne: (id: string) => string) => {
  const id = '`{own}comments`.user_id';
  return customers(
    {
      ...each(int, 'comment_ID', 'comment_post_ID', 'user_id'),
      ...each(text, 'comment_author', 'comment_content', 'comment_approved'),
      comment_date_gmt: time,
    },
    from('comments', `${isReview} and (coalesce(user_id, 0) = 0 or ${isCustomer(id)} or ${hasOne(id)})`),
  );
};

/** What may leave a store of WooCommerce. Several relations are rows of one table of WordPress. All times are in UTC. */
export const relations = {
  option: settings({ option_name: name, option_value: text }, from('options', among('option_name', optionNames))),
  attribute: settings(
    { attribute_name: name, attribute_label: text, attribute_type: name, attribute_orderby: name },
    from('woocommerce_attribute_taxonomies'),
  ),
  tax_class: settings({ tax_rate_class_id: int, name, slug: name }, from('wc_tax_rate_classes')),

  tax_rate: settings(
    {
      ...each(int, 'tax_rate_id', 'tax_rate_priority', 'tax_rate_compound', 'tax_rate_shipping'),
      ...each(text, 'tax_rate_country', 'tax_rate_state', 'tax_rate_name', 'tax_rate_class'),
      /** A number in text. */
      tax_rate: decimal,
    },
    from('woocommerce_tax_rates'),
  ),
  tax_rate_location: settings(
    { ...each(int, 'location_id', 'tax_rate_id'), ...each(name, 'location_code', 'location_type') },
    from('woocommerce_tax_rate_locations'),
  ),

  shipping_zone: settings(
    { ...each(int, 'zone_id', 'zone_order'), zone_name: text },
    from('woocommerce_shipping_zones'),
  ),
  shipping_zone_location: settings(
    { ...each(int, 'location_id', 'zone_id'), ...each(name, 'location_code', 'location_type') },
    from('woocommerce_shipping_zone_locations'),
  ),
  shipping_zone_method: settings(
    { ...each(int, 'zone_id', 'instance_id', 'method_order', 'is_enabled'), method_id: name },
    from('woocommerce_shipping_zone_methods'),
  ),
  /** What WooCommerce's own ways of sending are set to: those of others hold their carriers' keys and passwords. In hexadecimal, texts of two collations can be compared. */
  shipping_option: settings(
    { option_name: name, option_value: text },
    from(
      'options',
      "option_name = 'woocommerce_pickup_location_settings' or hex(option_name) in (select" +
        " hex(concat('woocommerce_', m.method_id, '_', m.instance_id, '_settings')) from `{own}woocommerce_shipping_zone_methods` as m" +
        ` where ${among('method_id', shippingMethods)})`,
    ),
  ),

  product: catalog(
    {
      ID: int,
      /** `product` or `product_variation`. */
      post_type: name,
      post_status: name,
      post_title: text,
      post_name: text,
      post_content: text,
      post_excerpt: text,
      post_parent: int,
      menu_order: int,
      post_date_gmt: time,
      post_modified_gmt: time,
    },
    from('posts', among('post_type', ['product', 'product_variation'])),
  ),
  /** WooCommerce's own copy of some keys of products, by which it finds them; rows may be missing or stale. */
  product_lookup: catalog({ product_id: int, sku: text }, from('wc_product_meta_lookup')),
  product_meta: catalog(meta, from('postmeta', among('meta_key', productKeys))),
  /** Under the keys that the owner opens in `config.php`, of products and variations alone. */
  product_field: catalog(meta, from('postmeta', ofPosts('product', 'product', 'product_variation'))),
  /** Of pictures alone: where a file lies that shoppers pay for is not the graph's to tell. */
  attachment_meta: catalog(
    meta,
    from(
      'postmeta',
      `${among('meta_key', imageKeys)} and coalesce(instr(meta_value, '${soldFiles}'), 0) = 0 and exists (select 1 from \`{own}posts\` as a` +
        ` where a.ID = post_id and a.post_type = 'attachment' and ${startsWith('post_mime_type', 'image/', 'a.')})`,
    ),
  ),
  /** What makes a variation: keys that begin with `attribute_`. */
  variation_attribute: catalog(
    meta,
    from(
      'postmeta',
      `${startsWith('meta_key', 'attribute_')} and exists (select 1 from \`{own}posts\` as v` +
        " where v.ID = post_id and v.post_type = 'product_variation')",
    ),
  ),
  attachment: catalog(
    { ID: int, guid: name },
    from(
      'posts',
      `post_type = 'attachment' and ${startsWith('post_mime_type', 'image/')} and instr(guid, '${soldFiles}') = 0`,
    ),
  ),
  term: catalog({ term_id: int, name, slug: name }, from('terms')),
  term_taxonomy: catalog(
    { term_taxonomy_id: int, term_id: int, taxonomy: name, description: text, parent: int },
    from(
      'term_taxonomy',
      `(${among('taxonomy', ['product_cat', 'product_tag', 'product_brand', 'product_type'])} or ${startsWith('taxonomy', 'pa_')})`,
    ),
  ),
  term_relationship: catalog({ object_id: int, term_taxonomy_id: int }, from('term_relationships')),
  term_meta: catalog(
    { meta_id: int, term_id: int, meta_key: name, meta_value: text },
    from('termmeta', among('meta_key', ['order', 'thumbnail_id'])),
  ),
  category_field: catalog(
    { meta_id: int, term_id: int, meta_key: name, meta_value: text },
    from(
      'termmeta',
      `${opened('meta_key', 'category')} and exists (select 1 from \`{own}term_taxonomy\` as t` +
        " where t.term_id = `{own}termmeta`.term_id and t.taxonomy = 'product_cat')",
    ),
  ),

  ...orderRelations,

  coupon: promotions(
    {
      ID: int,
      ...each(text, 'post_title', 'post_excerpt', 'post_status'),
      ...each(time, 'post_date_gmt', 'post_modified_gmt'),
    },
    from('posts', `post_type = 'shop_coupon' and post_status not in ('trash', 'auto-draft', 'inherit')`),
  ),
  coupon_meta: promotions(
    meta,
    from(
      'postmeta',
      `${among('meta_key', couponKeys)} and exists (select 1 from \`{own}posts\` as c` +
        " where c.ID = post_id and c.post_type = 'shop_coupon')",
    ),
  ),

  customer_hpos: customersWith(hasOrder),
  customer_posts: customersWith(hasOrderAmongPosts),
  // The same rows, for statements that look at all of them.
  all_customer_hpos: allCustomersWith(hasOrder),
  all_customer_posts: allCustomersWith(hasOrderAmongPosts),
  /** Customers with an order of their own among the posts. */
  buyer_posts: customers({ ID: int }, { table: '{users}', where: hasOrderAmongPosts(user) }),
  customer_meta_hpos: customerMetaWith(among('meta_key', customerKeys), hasOrder),
  customer_meta_posts: customerMetaWith(among('meta_key', customerKeys), hasOrderAmongPosts),
  customer_field_hpos: customerMetaWith(opened('meta_key', 'customer'), hasOrder),
  customer_field_posts: customerMetaWith(opened('meta_key', 'customer'), hasOrderAmongPosts),
  basket_hpos: basketsWith(hasOrder),
  basket_posts: basketsWith(hasOrderAmongPosts),
  review_hpos: reviewsOfCustomersWith(hasOrder),
  review_posts: reviewsOfCustomersWith(hasOrderAmongPosts),
  review_meta: customers(
    { meta_id: int, comment_id: int, meta_value: text },
    from(
      'commentmeta',
      `meta_key = 'rating' and comment_id in (select c.comment_ID from \`{own}comments\` as c where c.${isReview})`,
    ),
  ),
};

/** Rows of WooCommerce's relations, as far as they are read. */
export type WooCommerceTables = TablesOf<typeof relations>;

/** Builds statements over WooCommerce's relations. */
export const woo = queriesOver<WooCommerceTables>();
