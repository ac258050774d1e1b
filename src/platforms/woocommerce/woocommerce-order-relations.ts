import { among, areas, each, kinds, opened, orNull } from '../relations.js';
import { addressFields, everyItemsKeys, everyOrdersKeys, orderKeys } from './woocommerce-keys.js';
import { from, meta } from './woocommerce-own-table.js';

const { orders } = areas;
const { decimal, int, name, text, time } = kinds;

/** Statuses of orders that no merchant counts: put into the trash, or never finished. */
export const noOrderStatuses = ['trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft'];

/** What plugins keep where orders are, such as subscriptions, is of other types. */
const types = ['shop_order', 'shop_order_refund'];

/** Where orders are kept: in tables of their own, or among the posts. */
export type Place = 'hpos' | 'posts';

/** Where this store keeps them, by its own option and not by which tables exist. */
export const placeIn = ({ native }: { readonly native: { readonly ordersInTables: boolean } }): Place =>
  native.ordersInTables ? 'hpos' : 'posts';

const table: Readonly<Record<Place, string>> = { hpos: '`{own}wc_orders`', posts: '`{own}posts`' };
const key: Readonly<Record<Place, string>> = { hpos: 'id', posts: 'ID' };

const isOfType = (type: string) => `(${types.map((one) => `${type} = '${one}'`).join(' or ')})`;
const isCounted = (status: string) => `${status} not in ('${noOrderStatuses.join("', '")}')`;
/** Whether a row in a place has a status that an order for a merchant may have; `row` comes before the column, such as `k.`. */
export const hasOrderStatus: Readonly<Record<Place, (row?: string) => string>> = {
  hpos: (row = '') => `(${row}status is null or ${isCounted(`${row}status`)})`,
  posts: (row = '') => isCounted(`${row}post_status`),
};
/** Of rows in a place, the orders and refunds that there are for a merchant; `row` comes before the columns, such as `k.`. */
const isOrder: Readonly<Record<Place, (row?: string) => string>> = {
  hpos: (row = '') => `${isOfType(`${row}type`)} and ${hasOrderStatus.hpos(row)}`,
  posts: (row = '') => `${isOfType(`${row}post_type`)} and ${hasOrderStatus.posts(row)}`,
};

/**
 * Rows of such an order, whose number is in this column: subscriptions, and what other plugins keep as orders, have rows in the same
 * tables and under the same keys. Looked up for each row by the primary key, so that databases read the rows by the index that they read
 * them by without it: of an `in (select …)` MariaDB makes a join, which in `search` takes longer than a statement may.
 */
const ofOrder = (place: Place, id: string) =>
  `exists (select 1 from ${table[place]} as k where k.${key[place]} = ${id} and ${isOrder[place]('k.')})`;

/** The items of such orders, and the table of what is kept of items. */
const itemsOfOrders = (place: Place) =>
  `\`{own}woocommerce_order_items\` as i join ${table[place]} as k on k.${key[place]} = i.order_id`;
const itemMetaTable = 'woocommerce_order_itemmeta';
const ofItemMeta = `i.order_item_id = \`{own}${itemMetaTable}\`.order_item_id`;

const itemMeta = { meta_id: int, order_item_id: int, meta_key: name, meta_value: text };
const orderMeta = { id: int, order_id: int, meta_key: name, meta_value: text };

const itemsIn = (place: Place) =>
  orders(
    { order_item_id: int, order_item_name: name, order_item_type: name, order_id: int },
    from('woocommerce_order_items', ofOrder(place, 'order_id')),
  );

const itemMetaIn = (place: Place) =>
  orders(
    itemMeta,
    from(
      itemMetaTable,
      `${among('meta_key', everyItemsKeys)} and exists` +
        ` (select 1 from ${itemsOfOrders(place)} where ${ofItemMeta} and ${isOrder[place]('k.')})`,
    ),
  );

/** What the shopper chose has the shop's own names; WooCommerce hides those that begin with an underscore. */
const itemOptionsIn = (place: Place) =>
  orders(
    itemMeta,
    from(
      itemMetaTable,
      `substr(meta_key, 1, 1) <> '_' and exists (select 1 from ${itemsOfOrders(place)}` +
        ` where ${ofItemMeta} and i.order_item_type = 'line_item'` +
        ` and ${isOrder[place]('k.')})`,
    ),
  );

const isNote = (row = '') => `${row}comment_type = 'order_note' and ${row}comment_approved = '1'`;

const notesIn = (place: Place) =>
  orders(
    { comment_ID: int, comment_post_ID: int, comment_date_gmt: time, comment_content: text },
    {
      ...from('comments', `${isNote()} and ${ofOrder(place, 'comment_post_ID')}`),
      internal: {
        unless:
          'exists (select 1 from `{own}commentmeta` as c where c.comment_id = `{own}comments`.comment_ID' +
          " and c.meta_key = 'is_customer_note' and c.meta_value = '1')",
      },
    },
  );

/** Whether the shopper was told of a note. */
const noteMetaIn = (place: Place) =>
  orders(
    { comment_id: int, meta_value: text },
    from(
      'commentmeta',
      "meta_key = 'is_customer_note' and exists (select 1 from `{own}comments` as i" +
        ` join ${table[place]} as k on k.${key[place]} = i.comment_post_ID` +
        ` where i.comment_ID = \`{own}commentmeta\`.comment_id and ${isNote('i.')} and ${isOrder[place]('k.')})`,
    ),
  );

/** What may leave a store of its orders: of those that the graph shows alone, wherever the store keeps them. */
export const orderRelations = {
  /** Orders and refunds where the store keeps them in tables of their own. */
  order: orders(
    {
      id: int,
      status: text,
      currency: text,
      /** `shop_order` or `shop_order_refund`. */
      type: name,
      tax_amount: orNull(decimal),
      total_amount: orNull(decimal),
      customer_id: orNull(int),
      billing_email: text,
      date_created_gmt: time,
      date_updated_gmt: time,
      parent_order_id: int,
      payment_method: text,
      payment_method_title: text,
      transaction_id: text,
    },
    from('wc_orders', isOrder.hpos()),
  ),
  order_address: orders(
    { order_id: int, address_type: name, ...each(text, ...addressFields) },
    from('wc_order_addresses', ofOrder('hpos', 'order_id')),
  ),
  order_operation: orders(
    {
      order_id: int,
      date_paid_gmt: time,
      shipping_total_amount: orNull(decimal),
      shipping_tax_amount: orNull(decimal),
      discount_total_amount: orNull(decimal),
    },
    from('wc_order_operational_data', ofOrder('hpos', 'order_id')),
  ),
  order_meta: orders(
    orderMeta,
    from('wc_orders_meta', `${among('meta_key', everyOrdersKeys)} and ${ofOrder('hpos', 'order_id')}`),
  ),
  order_field: orders(
    orderMeta,
    from('wc_orders_meta', `${opened('meta_key', 'order')} and ${ofOrder('hpos', 'order_id')}`),
  ),
  /** Orders and refunds where the store keeps them among the posts. */
  order_post: orders(
    {
      ID: int,
      post_type: name,
      post_status: name,
      post_parent: int,
      /** By the clock of the store. */
      post_date: time,
      post_date_gmt: time,
      post_modified_gmt: time,
      post_excerpt: text,
    },
    from('posts', isOrder.posts()),
  ),
  order_post_meta: orders(meta, from('postmeta', `${among('meta_key', orderKeys)} and ${ofOrder('posts', 'post_id')}`)),
  order_post_field: orders(meta, from('postmeta', `${opened('meta_key', 'order')} and ${ofOrder('posts', 'post_id')}`)),
  // The same tables in both places, whose rows say nothing of what they are of.
  order_item_hpos: itemsIn('hpos'),
  order_item_posts: itemsIn('posts'),
  order_item_meta_hpos: itemMetaIn('hpos'),
  order_item_meta_posts: itemMetaIn('posts'),
  order_item_option_hpos: itemOptionsIn('hpos'),
  order_item_option_posts: itemOptionsIn('posts'),
  order_note_hpos: notesIn('hpos'),
  order_note_posts: notesIn('posts'),
  order_note_meta_hpos: noteMetaIn('hpos'),
  order_note_meta_posts: noteMetaIn('posts'),
};
