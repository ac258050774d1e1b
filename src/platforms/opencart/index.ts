import type { Platform } from '../platform.js';
import { countsOf } from '../store-counts.js';
import { categories, categoryChildren } from './opencart-categories.js';
import { config, type OpenCartView } from './opencart-config.js';
import { customers } from './opencart-customers.js';
import { orders } from './opencart-orders.js';
import { hasVariants } from './opencart-product-list.js';
import { products } from './opencart-products.js';
import { opencart, relations } from './opencart-relations.js';
import { inventoryLevels } from './opencart-stock.js';
import { variants } from './opencart-variants.js';

const goods = opencart.selectFrom('product as p');

/** OpenCart 3.0 to 4.1. */
export const platform: Platform = {
  id: 'OPENCART',
  name: 'OpenCart',
  connection: 'BRIDGE',
  supportedVersions: '3.0 – 4.1',
  essentials: { settings: ['setting', 'language'], catalog: ['product'], orders: ['order'], customers: ['customer'] },
  capabilities: [
    'config.read',
    'product.read',
    'variant.read',
    'category.read',
    'order.read',
    'order.history.read',
    'order.shipment.read',
    'customer.read',
    'inventory.write',
    'price.write',
    'product.write',
    'order.status.write',
    'order.comment.write',
  ],
  writing: { acts: ['inventory', 'price', 'product', 'order'] },
  relations,
  config,
  counts: countsOf<OpenCartView>({
    products: (view) => (hasVariants(view) ? goods.where('p.master_id', '=', 0) : goods),
    // Where the catalog is closed, asking says so; a store without the column has no variants.
    variants: (view) => (hasVariants(view) || !view.columns.has('product') ? goods.where('p.master_id', '>', 0) : null),
    categories: () => opencart.selectFrom('category as c'),
    orders: () => opencart.selectFrom('order as o').where('o.order_status_id', '>', 0),
    customers: () => opencart.selectFrom('customer as c'),
  }),
  products,
  categories,
  orders,
  customers,
  variants,
  inventoryLevels,
  categoryChildren,
};
