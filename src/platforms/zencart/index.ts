import { noVariants } from '../no-variants.js';
import type { Platform } from '../platform.js';
import { countsOf } from '../store-counts.js';
import { categories, categoryChildren } from './zencart-categories.js';
import { config, type ZenCartView } from './zencart-config.js';
import { customers } from './zencart-customers.js';
import { orders } from './zencart-orders.js';
import { inventoryLevels, products } from './zencart-products.js';
import { relations, zencart } from './zencart-relations.js';

/** Zen Cart 1.5.8 to 2.x. It has no variants: what a shopper chooses are attributes, whose stock is the product's. */
export const platform: Platform = {
  id: 'ZENCART',
  name: 'Zen Cart',
  connection: 'BRIDGE',
  supportedVersions: '1.5.8 – 2.x',
  essentials: {
    settings: ['configuration', 'languages'],
    catalog: ['products'],
    orders: ['orders'],
    customers: ['customers'],
  },
  capabilities: [
    'config.read',
    'product.read',
    'category.read',
    'order.read',
    'order.history.read',
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
  counts: countsOf<ZenCartView>({
    products: () => zencart.selectFrom('products as p'),
    variants: () => null,
    categories: () => zencart.selectFrom('categories as c'),
    orders: () => zencart.selectFrom('orders as o'),
    customers: () => zencart.selectFrom('customers as c'),
  }),
  products,
  categories,
  orders,
  customers,
  variants: noVariants,
  inventoryLevels,
  categoryChildren,
};
