import type { Growth } from './grow.js';

/** A store of Zen Cart. */
export const zencart = (prefix: string): Growth => ({
  prefix,
  counted: { products: ['products'], orders: ['orders'], customers: ['customers'] },
  ids: {
    product: { kind: 'products', of: ['products', 'products_id'] },
    attribute: { kind: 'products', of: ['products_attributes', 'products_attributes_id'] },
    order: { kind: 'orders', of: ['orders', 'orders_id'] },
    line: { kind: 'orders', of: ['orders_products', 'orders_products_id'] },
    customer: { kind: 'customers', of: ['customers', 'customers_id'] },
    address: { kind: 'customers', of: ['address_book', 'address_book_id'] },
  },
  tables: [
    { table: 'products', kind: 'products', ids: { products_id: 'product' }, distinct: ['products_model'] },
    { table: 'products_description', kind: 'products', ids: { products_id: 'product' }, distinct: ['products_name'] },
    { table: 'products_to_categories', kind: 'products', ids: { products_id: 'product' } },
    { table: 'products_additional_images', kind: 'products', ids: { products_id: 'product' } },
    {
      table: 'products_attributes',
      kind: 'products',
      ids: { products_attributes_id: 'attribute', products_id: 'product' },
    },
    { table: 'products_attributes_download', kind: 'products', ids: { products_attributes_id: 'attribute' } },
    { table: 'products_discount_quantity', kind: 'products', ids: { products_id: 'product' } },
    { table: 'specials', kind: 'products', ids: { products_id: 'product' } },
    {
      table: 'orders',
      kind: 'orders',
      ids: { orders_id: 'order', customers_id: 'customer' },
      distinct: ['customers_email_address'],
    },
    {
      table: 'orders_products',
      kind: 'orders',
      ids: { orders_products_id: 'line', orders_id: 'order', products_id: 'product' },
    },
    {
      table: 'orders_products_attributes',
      kind: 'orders',
      ids: { orders_id: 'order', orders_products_id: 'line' },
      detail: true,
    },
    { table: 'orders_total', kind: 'orders', ids: { orders_id: 'order' } },
    { table: 'orders_status_history', kind: 'orders', ids: { orders_id: 'order' } },
    {
      table: 'customers',
      kind: 'customers',
      ids: { customers_id: 'customer', customers_default_address_id: 'address' },
      distinct: ['customers_email_address', 'customers_lastname'],
    },
    { table: 'customers_info', kind: 'customers', ids: { customers_info_id: 'customer' } },
    { table: 'address_book', kind: 'customers', ids: { address_book_id: 'address', customers_id: 'customer' } },
  ],
});
