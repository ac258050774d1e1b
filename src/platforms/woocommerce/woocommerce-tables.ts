import type { DecimalCell } from '../decimals.js';
import { queriesOver } from '../sql.js';

/** A time in UTC, `2025-03-30 01:59:59`; zero dates mean none. */
type UtcTime = string | null;
type Text = string | null;

/** Keys and values that belong to a thing; a key may stand there several times. */
interface PostMeta {
  meta_id: number;
  post_id: number;
  meta_key: string;
  meta_value: Text;
}

interface ItemMeta {
  meta_id: number;
  order_item_id: number;
  meta_key: string;
  meta_value: Text;
}

interface CustomerTable {
  ID: number;
  user_email: string;
  user_registered: UtcTime;
  display_name: Text;
}

export interface AddressColumns {
  first_name: Text;
  last_name: Text;
  company: Text;
  address_1: Text;
  address_2: Text;
  city: Text;
  state: Text;
  postcode: Text;
  country: Text;
  phone: Text;
}

/** The relations that the connector lets out, as far as they are read. Several stand for rows of one table of WordPress. */
export interface WooCommerceTables {
  option: { option_name: string; option_value: Text };
  attribute: {
    attribute_id: number;
    attribute_name: string;
    attribute_label: Text;
    attribute_type: string;
    attribute_orderby: string;
  };
  tax_class: { tax_rate_class_id: number; name: string; slug: string };
  product: {
    ID: number;
    /** `product` or `product_variation`. */
    post_type: string;
    post_status: string;
    post_title: string;
    post_name: string;
    post_content: string;
    post_excerpt: string;
    post_parent: number;
    menu_order: number;
    post_date_gmt: UtcTime;
    post_modified_gmt: UtcTime;
  };
  product_meta: PostMeta;
  /** What makes a variation: keys that begin with `attribute_`. */
  variation_attribute: PostMeta;
  product_lookup: { product_id: number; sku: Text };
  attachment: { ID: number; guid: string };
  term: { term_id: number; name: string; slug: string };
  term_taxonomy: {
    term_taxonomy_id: number;
    term_id: number;
    taxonomy: string;
    description: Text;
    parent: number;
  };
  term_relationship: { object_id: number; term_taxonomy_id: number };
  term_meta: { meta_id: number; term_id: number; meta_key: string; meta_value: Text };
  /** Orders and refunds where the store keeps them in tables of their own. */
  order: {
    id: number;
    status: string;
    currency: Text;
    /** `shop_order` or `shop_order_refund`. */
    type: string;
    tax_amount: DecimalCell | null;
    total_amount: DecimalCell | null;
    customer_id: number | null;
    billing_email: Text;
    date_created_gmt: UtcTime;
    date_updated_gmt: UtcTime;
    parent_order_id: number;
    payment_method: Text;
    payment_method_title: Text;
    transaction_id: Text;
  };
  order_address: AddressColumns & { id: number; order_id: number; address_type: string };
  order_operation: {
    id: number;
    order_id: number;
    date_paid_gmt: UtcTime;
    shipping_total_amount: DecimalCell | null;
    shipping_tax_amount: DecimalCell | null;
    discount_total_amount: DecimalCell | null;
  };
  order_meta: { id: number; order_id: number; meta_key: string; meta_value: Text };
  /** Orders and refunds where the store keeps them among the posts. */
  order_post: {
    ID: number;
    post_type: string;
    post_status: string;
    post_parent: number;
    post_date_gmt: UtcTime;
    post_modified_gmt: UtcTime;
    post_excerpt: string;
  };
  order_post_meta: PostMeta;
  order_item: { order_item_id: number; order_item_name: string; order_item_type: string; order_id: number };
  order_item_meta: ItemMeta;
  /** What lines carry for shoppers to see: keys that do not begin with an underscore. */
  order_item_option: ItemMeta;
  order_note: { comment_ID: number; comment_post_ID: number; comment_date_gmt: UtcTime; comment_content: string };
  order_note_meta: { meta_id: number; comment_id: number; meta_key: string; meta_value: Text };
  /** Users who are customers by their role, or by an order in the tables of orders. */
  customer_hpos: CustomerTable;
  /** Users who are customers by their role, or by an order among the posts. */
  customer_posts: CustomerTable;
  customer_meta: { umeta_id: number; user_id: number; meta_key: string; meta_value: Text };
}

/** Builds statements over WooCommerce's relations. */
export const woo = queriesOver<WooCommerceTables>();

/** Statuses of orders that no merchant counts: put into the trash, or never finished. */
export const noOrderStatuses = ['trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'];

/** Statuses of product posts that are no products: begun by the editor or an import and not saved yet. */
export const noProductStatuses = ['auto-draft', 'importing', 'inherit'];

/** Statuses of products not yet published: begun, awaiting review, or to be published later. */
export const draftStatuses = ['draft', 'pending', 'future'];

/** Everything that is a time is after this; zero dates, which mean none, are not. */
export const zeroDates = '0001-01-01 00:00:00';
