/** The keys of products and variations that are read. */
export const productKeys = [
  ...(['_sku', '_global_unique_id', '_regular_price', '_sale_price', '_sale_price_dates_from'] as const),
  ...(['_sale_price_dates_to', '_tax_status', '_tax_class', '_manage_stock', '_stock', '_stock_status'] as const),
  ...(['_backorders', '_weight', '_length', '_width', '_height', '_virtual', '_downloadable'] as const),
  ...(['_thumbnail_id', '_product_image_gallery', '_product_attributes', '_children'] as const),
  ...(['_upsell_ids', '_crosssell_ids'] as const),
] as const;

/** The keys of pictures. */
export const imageKeys = ['_wp_attached_file', '_wp_attachment_image_alt'] as const;

/** The parts of an address, by the names that they have wherever WooCommerce keeps one. */
export const addressFields = [
  ...(['first_name', 'last_name', 'company', 'address_1', 'address_2'] as const),
  ...(['city', 'state', 'postcode', 'country', 'phone'] as const),
] as const;

/** The keys of an address among a post's or a user's: `billing_city`, `_billing_city`. */
export function addressKeys<P extends string>(prefix: P) {
  return addressFields.map((field) => `${prefix}${field}` as const);
}

/** The keys of a user that are read. */
export const customerKeys = [
  ...(['first_name', 'last_name', 'last_update'] as const),
  ...addressKeys('billing_'),
  ...addressKeys('shipping_'),
] as const;

/** The keys in which the usual plugins keep an order's number, the one that shoppers see first. */
export const numberKeys = ['_order_number_formatted', '_order_number'] as const;

/** The keys of orders that are read wherever a store keeps them. */
export const everyOrdersKeys = [
  ...numberKeys,
  ...(['_refund_amount', '_refund_reason', '_wc_shipment_tracking_items'] as const),
] as const;

/** The keys of orders among the posts that are read. */
export const orderKeys = [
  ...everyOrdersKeys,
  ...(['_order_currency', '_order_total', '_order_tax', '_order_shipping', '_order_shipping_tax'] as const),
  ...(['_cart_discount', '_customer_user', '_payment_method', '_payment_method_title', '_transaction_id'] as const),
  ...(['_date_paid', '_paid_date', '_billing_email'] as const),
  ...addressKeys('_billing_'),
  ...addressKeys('_shipping_'),
] as const;

/** The keys of an order's items, by what the item is. */
export const itemKeys = {
  line_item: [
    ...(['_product_id', '_variation_id', '_qty', '_line_subtotal', '_line_total', '_line_tax'] as const),
    // What the usual plugins for bundles write: what a line is called, and which line it is a part of.
    ...(['_bundle_cart_key', '_bundled_by', '_composite_cart_key', '_composite_parent'] as const),
    ...(['_mnm_cart_key', '_mnm_container', '_woosb_parent_id'] as const),
    // Of a refund's line: the line of the order that is paid back.
    '_refunded_item_id',
  ],
  fee: ['_line_total'],
  shipping: ['cost'],
  // The rate: 3.7 on.
  tax: ['label', 'tax_amount', 'shipping_tax_amount', 'rate_percent'],
  coupon: ['discount_amount'],
} as const;

/** The keys of items of every kind. */
export const everyItemsKeys: readonly string[] = [...new Set(Object.values(itemKeys).flat())];

/** The keys of a coupon that are read; who may use it and who did is nobody's business. */
export const couponKeys = [
  ...([
    'discount_type',
    'coupon_amount',
    'free_shipping',
    'minimum_amount',
    'usage_limit',
    'usage_limit_per_user',
  ] as const),
  ...(['usage_count', 'date_expires', 'expiry_date'] as const),
] as const;
