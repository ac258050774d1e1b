import { everyOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { countsOf } from '../store-counts.js';
import { categories, category, categoryChildren } from './woocommerce-categories.js';
import { config, type WooCommerceView } from './woocommerce-config.js';
import { customerIn, customers } from './woocommerce-customers.js';
import { everyOrder, orders } from './woocommerce-orders.js';
import { product, products } from './woocommerce-products.js';
import { relations } from './woocommerce-relations.js';
import { inventoryLevels, variant, variants } from './woocommerce-variants.js';

/** WooCommerce 5.0 to 11.x. */
export const platform: Platform = {
  id: 'WOOCOMMERCE',
  name: 'WooCommerce',
  connection: 'BRIDGE',
  supportedVersions: '5.0 – 11.x',
  essentials: { settings: ['option'], catalog: ['product'], orders: ['order_post'], customers: ['customer_posts'] },
  capabilities: [
    'config.read',
    'product.read',
    'variant.read',
    'category.read',
    'order.read',
    'order.history.read',
    'order.transaction.read',
    'order.shipment.read',
    'order.refund.read',
    'customer.read',
  ],
  relations,
  config,
  counts: countsOf<WooCommerceView>({
    products: (view) => everyOf(product, view),
    variants: (view) => everyOf(variant, view),
    categories: (view) => everyOf(category, view),
    orders: everyOrder,
    customers: (view) => everyOf(customerIn(view), view),
  }),
  products,
  categories,
  orders,
  customers,
  variants,
  inventoryLevels,
  categoryChildren,
};
