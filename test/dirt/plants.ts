import type { ListName } from './everything-read.js';

/** What a column's value leads to: a thing of a list by its native id, or rows of another relation that hold it in this column. */
export type Link = ListName | { readonly rows: string; readonly by: string };

/** What the harness must know of a platform's tables, which its relations do not say. */
export interface Plant {
  /** Columns that name the thing that a row is a part of: by column, or by relation and column where the name says too little. */
  readonly links: Readonly<Record<string, Link | readonly Link[]>>;
  /** Relations of keys and values, and the column of their keys: each key is a column of its own. */
  readonly keyed: Readonly<Record<string, string>>;
  /** Columns that say whether a row is a thing of its list at all, or which; `option.option_value of x` where the key x alone does. */
  readonly hiding: readonly string[];
  /** Whether lines of orders say what the products are now that they are of, as where a platform keeps no SKU with them. */
  readonly linesAsProducts?: true;
  /** Columns, or whole relations, whose rows say something of many things that they do not name. */
  readonly spreading: readonly string[];
}

/** In Magento a product is also what products that it is a piece of cost and have in stock. */
const product: readonly Link[] = [
  'products',
  'variants',
  { rows: 'catalog_product_super_link', by: 'product_id' },
  { rows: 'catalog_product_bundle_selection', by: 'product_id' },
  { rows: 'catalog_product_link', by: 'linked_product_id' },
];

/** By platform. */
export const plants: Readonly<Record<string, Plant>> = {
  OPENCART: {
    links: {
      product_id: ['products', 'variants'],
      master_id: 'products',
      download_id: { rows: 'product_to_download', by: 'download_id' },
      'category.parent_id': 'categories',
      category_id: 'categories',
      order_id: 'orders',
      coupon_id: 'coupons',
      voucher_id: 'giftCards',
      tax_rate_id: 'taxRates',
      geo_zone_id: { rows: 'tax_rate', by: 'geo_zone_id' },
      customer_id: ['customers', 'newsletterSubscribers', 'baskets', 'wishLists'],
      review_id: 'reviews',
      return_id: 'returns',
    },
    keyed: { setting: 'key', product_code: 'code', order_total: 'code' },
    hiding: [
      'order.order_status_id',
      'product.master_id',
      'customer.newsletter',
      'cart.customer_id',
      'cart.api_id',
      'customer_wishlist.customer_id',
    ],
    spreading: [],
  },
  PRESTASHOP: {
    links: {
      id_product: 'products',
      id_product_1: 'products',
      id_product_attribute: { rows: 'product_attribute', by: 'id_product_attribute' },
      'product_attribute.id_product_attribute': 'variants',
      id_category: 'categories',
      id_parent: 'categories',
      id_cart_rule: ['coupons', { rows: 'order_cart_rule', by: 'id_cart_rule' }],
      id_tax_rule: 'taxRates',
      id_tax: { rows: 'tax_rule', by: 'id_tax' },
      id_order_invoice: { rows: 'order_invoice', by: 'id_order_invoice' },
      id_order: 'orders',
      id_order_detail: [
        { rows: 'order_detail', by: 'id_order_detail' },
        { rows: 'order_return_detail', by: 'id_order_detail' },
      ],
      id_order_slip: { rows: 'order_slip', by: 'id_order_slip' },
      id_customer_thread: { rows: 'customer_thread', by: 'id_customer_thread' },
      id_customization: { rows: 'order_detail', by: 'id_customization' },
      order_reference: { rows: 'orders', by: 'reference' },
      id_customer: [
        'customers',
        'newsletterSubscribers',
        { rows: 'orders', by: 'id_customer' },
        { rows: 'product_comment', by: 'id_customer' },
        { rows: 'cart', by: 'id_customer' },
        { rows: 'wishlist', by: 'id_customer' },
      ],
      id_cart: 'baskets',
      id_wishlist: 'wishLists',
      id_order_return: 'returns',
      id_product_comment: 'reviews',
      id_address: [
        { rows: 'orders', by: 'id_address_delivery' },
        { rows: 'orders', by: 'id_address_invoice' },
      ],
      id_image: { rows: 'image', by: 'id_image' },
      id_customization_field: { rows: 'customization_field', by: 'id_customization_field' },
    },
    keyed: { configuration: 'name' },
    hiding: [
      'product.state',
      'customer.is_guest',
      'customer.deleted',
      'product_comment.deleted',
      'customer.newsletter',
      'cart_product.id_cart',
      'category.id_parent',
      'product_attribute.id_product',
      // A rule of no group is nobody's.
      'tax_rule.id_tax_rules_group',
    ],
    spreading: [
      // Reductions with tax are without it what the rules of the shop's own country make of them.
      ...['tax_rule', 'tax'],
      ...['specific_price', 'category_lang', 'customization_field_lang', 'product_attribute_combination'],
      // The ids of its rows are told with a letter.
      'emailsubscription',
    ],
  },
  WOOCOMMERCE: {
    links: {
      post_id: ['products', 'variants', 'orders', { rows: 'product', by: 'ID' }],
      'coupon.ID': 'coupons',
      'coupon_meta.post_id': 'coupons',
      tax_rate_id: 'taxRates',
      'product.ID': ['products', 'variants'],
      'product.post_parent': 'products',
      object_id: ['products'],
      comment_post_ID: 'orders',
      comment_id: [
        { rows: 'order_note_hpos', by: 'comment_ID' },
        { rows: 'order_note_posts', by: 'comment_ID' },
      ],
      order_id: ['orders', { rows: 'order', by: 'id' }, { rows: 'order_post', by: 'ID' }],
      'order.id': 'orders',
      'order.parent_order_id': 'orders',
      'order_post.ID': 'orders',
      'order_post.post_parent': 'orders',
      order_item_id: [
        { rows: 'order_item_hpos', by: 'order_item_id' },
        { rows: 'order_item_posts', by: 'order_item_id' },
      ],
      'customer_hpos.ID': ['customers', { rows: 'basket_hpos', by: 'user_id' }],
      'customer_posts.ID': ['customers', { rows: 'basket_posts', by: 'user_id' }],
      'basket_hpos.umeta_id': 'baskets',
      'basket_posts.umeta_id': 'baskets',
      user_id: 'customers',
      'review_hpos.comment_ID': 'reviews',
      'review_posts.comment_ID': 'reviews',
      'review_hpos.comment_post_ID': 'reviews',
      'review_posts.comment_post_ID': 'reviews',
      'review_meta.comment_id': 'reviews',
    },
    keyed: {
      option: 'option_name',
      product_meta: 'meta_key',
      variation_attribute: 'meta_key',
      coupon_meta: 'meta_key',
      term_meta: 'meta_key',
      order_meta: 'meta_key',
      order_post_meta: 'meta_key',
      order_item_meta_hpos: 'meta_key',
      order_item_meta_posts: 'meta_key',
      customer_meta: 'meta_key',
      ...Object.fromEntries(
        ['product', 'category', 'order', 'order_post', 'customer'].map((kind) => [`${kind}_field`, 'meta_key']),
      ),
    },
    hiding: [
      'product.post_type',
      'product.post_status',
      'product.post_parent',
      'order.type',
      'order_post.post_type',
      'order.status',
      'order_post.post_status',
      'coupon.post_status',
      'term_taxonomy.taxonomy',
      'option.option_value of woocommerce_custom_orders_table_enabled',
    ],
    linesAsProducts: true,
    spreading: [],
  },
  MAGENTO1: {
    links: {
      ...Object.fromEntries(
        ['', '_varchar', '_int', '_decimal', '_text', '_datetime', '_tier_price', '_group_price', '_media_gallery'].map(
          (more) => [`catalog_product_entity${more}.entity_id`, product],
        ),
      ),
      product_id: product,
      'catalog_product_super_link.parent_id': 'products',
      'catalog_product_link_attribute_int.link_id': { rows: 'catalog_product_link', by: 'link_id' },
      'downloadable_link_title.link_id': { rows: 'downloadable_link', by: 'link_id' },
      linked_product_id: 'products',
      'catalog_product_bundle_option.parent_id': 'products',
      parent_product_id: 'products',
      option_id: [
        { rows: 'catalog_product_option', by: 'option_id' },
        { rows: 'catalog_product_bundle_option', by: 'option_id' },
      ],
      'eav_attribute_option.option_id': [],
      'eav_attribute_option_value.option_id': [],
      option_type_id: { rows: 'catalog_product_option_type_value', by: 'option_type_id' },
      selection_id: { rows: 'catalog_product_bundle_selection', by: 'selection_id' },
      product_super_attribute_id: { rows: 'catalog_product_super_attribute', by: 'product_super_attribute_id' },
      'catalog_product_entity_media_gallery_value.value_id': {
        rows: 'catalog_product_entity_media_gallery',
        by: 'value_id',
      },
      ...Object.fromEntries(
        ['', '_varchar', '_int', '_text'].map((more) => [`catalog_category_entity${more}.entity_id`, 'categories']),
      ),
      rule_id: 'coupons',
      tax_calculation_rate_id: 'taxRates',
      tax_calculation_rule_id: { rows: 'tax_calculation', by: 'tax_calculation_rule_id' },
      category_id: 'categories',
      'sales_flat_order.entity_id': 'orders',
      order_id: 'orders',
      'sales_flat_order_address.parent_id': 'orders',
      'sales_flat_order_payment.parent_id': 'orders',
      'sales_flat_order_status_history.parent_id': 'orders',
      'sales_flat_shipment_item.parent_id': { rows: 'sales_flat_shipment', by: 'entity_id' },
      'sales_flat_shipment_track.parent_id': { rows: 'sales_flat_shipment', by: 'entity_id' },
      'sales_flat_creditmemo_item.parent_id': { rows: 'sales_flat_creditmemo', by: 'entity_id' },
      'sales_flat_creditmemo_comment.parent_id': { rows: 'sales_flat_creditmemo', by: 'entity_id' },
      'customer_entity.entity_id': 'customers',
      'customer_entity_varchar.entity_id': 'customers',
      'customer_entity_int.entity_id': 'customers',
      ...Object.fromEntries(
        ['varchar', 'int', 'decimal', 'text', 'datetime'].map((type) => [
          `customer_field_${type}.entity_id`,
          'customers',
        ]),
      ),
      'customer_address_entity.parent_id': 'customers',
      ...Object.fromEntries(
        ['varchar', 'int', 'text'].map((more) => [
          `customer_address_entity_${more}.entity_id`,
          { rows: 'customer_address_entity', by: 'entity_id' },
        ]),
      ),
      customer_id: 'customers',
      review_id: 'reviews',
      subscriber_id: 'newsletterSubscribers',
      'sales_flat_quote.entity_id': 'baskets',
      quote_id: 'baskets',
      wishlist_id: 'wishLists',
    },
    keyed: {
      core_config_data: 'path',
      ...Object.fromEntries(
        [
          ...['catalog_product_entity_varchar', 'catalog_product_entity_int', 'catalog_product_entity_decimal'],
          ...['catalog_product_entity_text', 'catalog_product_entity_datetime', 'catalog_category_entity_varchar'],
          ...['catalog_category_entity_int', 'catalog_category_entity_text', 'customer_entity_varchar'],
          ...['customer_entity_int', 'customer_address_entity_varchar', 'customer_address_entity_int'],
          'customer_address_entity_text',
        ].map((relation) => [relation, 'attribute_id']),
      ),
    },
    hiding: [
      'catalog_category_entity.level',
      'sales_flat_quote.items_count',
      'catalog_category_entity.path',
      'catalog_product_super_link.parent_id',
      'catalog_product_super_link.product_id',
    ],
    spreading: [],
  },
  ZENCART: {
    links: {
      products_id: 'products',
      'orders_products.products_id': [],
      categories_id: 'categories',
      'categories.parent_id': 'categories',
      products_attributes_id: { rows: 'products_attributes', by: 'products_attributes_id' },
      coupon_id: 'coupons',
      'gift_voucher.coupon_id': 'giftCards',
      tax_rates_id: 'taxRates',
      geo_zone_id: { rows: 'tax_rates', by: 'tax_zone_id' },
      orders_id: 'orders',
      orders_products_id: { rows: 'orders_products', by: 'orders_products_id' },
      customers_id: ['customers', 'newsletterSubscribers', 'baskets'],
      customers_info_id: 'customers',
      reviews_id: 'reviews',
      address_book_id: { rows: 'customers', by: 'customers_default_address_id' },
    },
    keyed: { configuration: 'configuration_key', orders_total: 'class' },
    hiding: ['coupons.coupon_type', 'customers.customers_newsletter', 'customers_basket.customers_id'],
    spreading: [],
  },
};
