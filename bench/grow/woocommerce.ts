import type { GrowingTable, Growth } from './grow.js';

/** A store of WooCommerce; its orders are in tables of their own where that is so. */
export const woocommerce = (prefix: string, ordersInTables: boolean): Growth => {
  const products = "('product', 'product_variation')";
  const orders = "('shop_order', 'shop_order_refund')";
  const among = (types: string) => `in (select ID from \`${prefix}posts\` where post_type in ${types})`;
  // What lists of orders among posts go by; all other keys are details.
  const listed = "('_order_total', '_billing_email', '_customer_user', '_order_number', '_order_number_formatted')";
  const user =
    "when t.meta_key = '_customer_user' and t.meta_value > 0 then t.meta_value + {user} * (s.seq mod {customers})";
  const orderMeta = { table: 'postmeta', kind: 'orders', ids: { post_id: 'orderPost' } } as const;
  const inTables: readonly GrowingTable[] = [
    {
      table: 'wc_orders',
      kind: 'orders',
      ids: { id: 'orderPost', parent_order_id: 'orderPost', customer_id: 'user' },
      distinct: ['billing_email'],
    },
    { table: 'wc_orders_meta', kind: 'orders', ids: { order_id: 'orderPost' }, detail: true },
    { table: 'wc_order_addresses', kind: 'orders', ids: { order_id: 'orderPost' }, detail: true },
    { table: 'wc_order_operational_data', kind: 'orders', ids: { order_id: 'orderPost' }, detail: true },
  ];
  const inPosts: readonly GrowingTable[] = [
    {
      table: 'posts',
      kind: 'orders',
      ids: { ID: 'orderPost', post_parent: 'orderPost' },
      distinct: ['post_name'],
      where: `t.post_type in ${orders}`,
    },
    {
      ...orderMeta,
      set: {
        meta_value: `case ${user} when t.meta_key = '_billing_email' then concat(t.meta_value, '-', s.seq) else t.meta_value end`,
      },
      where: `t.post_id ${among(orders)} and t.meta_key in ${listed}`,
    },
    { ...orderMeta, where: `t.post_id ${among(orders)} and t.meta_key not in ${listed}`, detail: true },
  ];
  return {
    prefix,
    counted: {
      products: ['posts', "post_type = 'product'"],
      orders: ordersInTables ? ['wc_orders', "type = 'shop_order'"] : ['posts', "post_type = 'shop_order'"],
      customers: ['users'],
    },
    ids: {
      // Ids of products and of orders come from one sequence, and so do those of their copies.
      post: { kind: 'products', of: ['posts', 'ID'] },
      orderPost: { kind: 'orders', of: ['posts', 'ID'] },
      item: { kind: 'orders', of: ['woocommerce_order_items', 'order_item_id'] },
      note: { kind: 'orders', of: ['comments', 'comment_ID'] },
      user: { kind: 'customers', of: ['users', 'ID'] },
    },
    tables: [
      {
        table: 'posts',
        kind: 'products',
        ids: { ID: 'post', post_parent: 'post' },
        distinct: ['post_title', 'post_name'],
        where: `t.post_type in ${products}`,
      },
      {
        table: 'postmeta',
        kind: 'products',
        ids: { post_id: 'post' },
        set: {
          meta_value: "if(t.meta_key = '_sku' and t.meta_value <> '', concat(t.meta_value, '-', s.seq), t.meta_value)",
        },
        where: `t.post_id ${among(products)}`,
      },
      {
        table: 'wc_product_meta_lookup',
        kind: 'products',
        ids: { product_id: 'post' },
        distinct: ['sku'],
      },
      {
        table: 'term_relationships',
        kind: 'products',
        ids: { object_id: 'post' },
        where: `t.object_id ${among(products)}`,
      },
      ...(ordersInTables ? inTables : inPosts),
      {
        table: 'woocommerce_order_items',
        kind: 'orders',
        ids: { order_item_id: 'item', order_id: 'orderPost' },
        detail: true,
      },
      {
        table: 'woocommerce_order_itemmeta',
        kind: 'orders',
        ids: { order_item_id: 'item' },
        set: {
          meta_value: `case when t.meta_key in ('_product_id', '_variation_id') and t.meta_value > 0
            then t.meta_value + {post} * (s.seq mod {products})
            when t.meta_key = '_refunded_item_id' then t.meta_value + {item} * s.seq else t.meta_value end`,
        },
        detail: true,
      },
      {
        table: 'comments',
        kind: 'orders',
        ids: { comment_ID: 'note', comment_post_ID: 'orderPost' },
        where: "t.comment_type = 'order_note'",
        detail: true,
      },
      {
        table: 'commentmeta',
        kind: 'orders',
        ids: { comment_id: 'note' },
        where: `t.comment_id in (select comment_ID from \`${prefix}comments\` where comment_type = 'order_note')`,
        detail: true,
      },
      {
        table: 'users',
        kind: 'customers',
        ids: { ID: 'user' },
        distinct: ['user_login', 'user_email', 'user_nicename'],
        where: 't.ID > 1',
      },
      { table: 'usermeta', kind: 'customers', ids: { user_id: 'user' }, where: 't.user_id > 1' },
    ],
  };
};
