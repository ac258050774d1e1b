import type { GrowingTable, Growth } from './grow.js';

/** A store of OpenCart 3 or 4; tables that a version lacks are left out. */
export const opencart = (prefix: string, tables: ReadonlySet<string>): Growth => ({
  prefix,
  counted: { products: ['product'], orders: ['order'], customers: ['customer'] },
  ids: {
    product: { kind: 'products', of: ['product', 'product_id'] },
    option: { kind: 'products', of: ['product_option', 'product_option_id'] },
    value: { kind: 'products', of: ['product_option_value', 'product_option_value_id'] },
    order: { kind: 'orders', of: ['order', 'order_id'] },
    line: { kind: 'orders', of: ['order_product', 'order_product_id'] },
    customer: { kind: 'customers', of: ['customer', 'customer_id'] },
    address: { kind: 'customers', of: ['address', 'address_id'] },
  },
  tables: (
    [
      {
        table: 'product',
        kind: 'products',
        ids: { product_id: 'product', master_id: 'product' },
        distinct: ['model', 'sku'],
      },
      { table: 'product_description', kind: 'products', ids: { product_id: 'product' }, distinct: ['name'] },
      { table: 'product_code', kind: 'products', ids: { product_id: 'product' }, distinct: ['value'] },
      { table: 'product_to_category', kind: 'products', ids: { product_id: 'product' } },
      { table: 'product_to_store', kind: 'products', ids: { product_id: 'product' } },
      { table: 'product_image', kind: 'products', ids: { product_id: 'product' } },
      { table: 'product_special', kind: 'products', ids: { product_id: 'product' } },
      { table: 'product_discount', kind: 'products', ids: { product_id: 'product' } },
      { table: 'product_attribute', kind: 'products', ids: { product_id: 'product' } },
      { table: 'product_option', kind: 'products', ids: { product_option_id: 'option', product_id: 'product' } },
      {
        table: 'product_option_value',
        kind: 'products',
        ids: { product_option_value_id: 'value', product_option_id: 'option', product_id: 'product' },
      },
      {
        table: 'seo_url',
        kind: 'products',
        ids: {},
        distinct: ['keyword'],
        ...(tables.has('product_code')
          ? { where: "t.`key` = 'product_id'", set: { value: 't.value + {product} * s.seq' } as Record<string, string> }
          : {
              where: "t.query like 'product_id=%'",
              set: { query: "concat('product_id=', substr(t.query, 12) + {product} * s.seq)" } as Record<
                string,
                string
              >,
            }),
      },
      { table: 'order', kind: 'orders', ids: { order_id: 'order', customer_id: 'customer' }, distinct: ['email'] },
      {
        table: 'order_product',
        kind: 'orders',
        ids: { order_product_id: 'line', order_id: 'order', product_id: 'product' },
      },
      { table: 'order_option', kind: 'orders', ids: { order_id: 'order', order_product_id: 'line' }, detail: true },
      { table: 'order_total', kind: 'orders', ids: { order_id: 'order' }, detail: true },
      { table: 'order_history', kind: 'orders', ids: { order_id: 'order' } },
      { table: 'return', kind: 'orders', ids: { order_id: 'order', product_id: 'product', customer_id: 'customer' } },
      {
        table: 'customer',
        kind: 'customers',
        ids: { customer_id: 'customer', address_id: 'address' },
        distinct: ['email', 'lastname'],
      },
      { table: 'address', kind: 'customers', ids: { address_id: 'address', customer_id: 'customer' } },
    ] satisfies GrowingTable[] as GrowingTable[]
  ).filter(({ table }) => tables.has(table)),
});
