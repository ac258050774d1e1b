import type { Growth } from './grow.js';

/** Each copy's own reference, which has room for nine signs. */
const reference = (column: string) => `upper(conv(crc32(concat(t.${column}, s.seq)), 10, 36))`;

/** A store of PrestaShop. */
export const prestashop = (prefix: string): Growth => ({
  prefix,
  counted: { products: ['product'], orders: ['orders'], customers: ['customer'] },
  ids: {
    product: { kind: 'products', of: ['product', 'id_product'] },
    combination: { kind: 'products', of: ['product_attribute', 'id_product_attribute'] },
    image: { kind: 'products', of: ['image', 'id_image'] },
    order: { kind: 'orders', of: ['orders', 'id_order'] },
    line: { kind: 'orders', of: ['order_detail', 'id_order_detail'] },
    slip: { kind: 'orders', of: ['order_slip', 'id_order_slip'] },
    customer: { kind: 'customers', of: ['customer', 'id_customer'] },
    address: { kind: 'customers', of: ['address', 'id_address'] },
  },
  tables: [
    { table: 'product', kind: 'products', ids: { id_product: 'product' }, distinct: ['reference'] },
    { table: 'product_shop', kind: 'products', ids: { id_product: 'product' } },
    { table: 'product_lang', kind: 'products', ids: { id_product: 'product' }, distinct: ['name', 'link_rewrite'] },
    {
      table: 'product_attribute',
      kind: 'products',
      ids: { id_product_attribute: 'combination', id_product: 'product' },
      distinct: ['reference'],
    },
    {
      table: 'product_attribute_shop',
      kind: 'products',
      ids: { id_product_attribute: 'combination', id_product: 'product' },
    },
    { table: 'product_attribute_combination', kind: 'products', ids: { id_product_attribute: 'combination' } },
    {
      table: 'product_attribute_image',
      kind: 'products',
      ids: { id_product_attribute: 'combination', id_image: 'image' },
    },
    {
      table: 'stock_available',
      kind: 'products',
      ids: { id_product: 'product', id_product_attribute: 'combination' },
    },
    {
      table: 'specific_price',
      kind: 'products',
      ids: { id_product: 'product', id_product_attribute: 'combination' },
      where: 't.id_product > 0',
    },
    { table: 'feature_product', kind: 'products', ids: { id_product: 'product' } },
    { table: 'image', kind: 'products', ids: { id_image: 'image', id_product: 'product' } },
    { table: 'image_shop', kind: 'products', ids: { id_image: 'image', id_product: 'product' } },
    { table: 'image_lang', kind: 'products', ids: { id_image: 'image' } },
    { table: 'product_tag', kind: 'products', ids: { id_product: 'product' } },
    { table: 'category_product', kind: 'products', ids: { id_product: 'product' } },
    {
      table: 'orders',
      kind: 'orders',
      ids: {
        id_order: 'order',
        id_customer: 'customer',
        id_address_delivery: 'address',
        id_address_invoice: 'address',
      },
      set: { reference: reference('reference') },
    },
    {
      table: 'order_detail',
      kind: 'orders',
      ids: { id_order_detail: 'line', id_order: 'order', product_id: 'product', product_attribute_id: 'combination' },
    },
    { table: 'order_cart_rule', kind: 'orders', ids: { id_order: 'order' } },
    { table: 'order_history', kind: 'orders', ids: { id_order: 'order' } },
    { table: 'order_payment', kind: 'orders', ids: {}, set: { order_reference: reference('order_reference') } },
    { table: 'order_carrier', kind: 'orders', ids: { id_order: 'order' } },
    { table: 'order_slip', kind: 'orders', ids: { id_order_slip: 'slip', id_order: 'order' } },
    { table: 'order_slip_detail', kind: 'orders', ids: { id_order_slip: 'slip', id_order_detail: 'line' } },
    {
      table: 'customer',
      kind: 'customers',
      ids: { id_customer: 'customer' },
      distinct: ['email', 'lastname'],
    },
    { table: 'address', kind: 'customers', ids: { id_address: 'address', id_customer: 'customer' } },
  ],
});
