import { everyOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { countsOf } from '../store-counts.js';
import { categories, category, categoryChildren } from './prestashop-categories.js';
import { variant, variants } from './prestashop-combinations.js';
import { config } from './prestashop-config.js';
import { customer, customers } from './prestashop-customers.js';
import { order, orders } from './prestashop-orders.js';
import { product, products } from './prestashop-products.js';
import { relations } from './prestashop-relations.js';
import { inventoryLevels } from './prestashop-stock.js';
import type { PrestaShopView } from './prestashop-view.js';

const counts = countsOf<PrestaShopView>({
  products: (view) => everyOf(product, view),
  variants: (view) => everyOf(variant, view),
  categories: (view) => everyOf(category, view),
  orders: (view) => everyOf(order, view),
  customers: (view) => everyOf(customer, view),
});

/** PrestaShop 1.7.6 to 9. */
export const platform: Platform = {
  id: 'PRESTASHOP',
  name: 'PrestaShop',
  connection: 'BRIDGE',
  supportedVersions: '1.7.6 – 9.x',
  essentials: {
    settings: ['configuration', 'lang'],
    catalog: ['product'],
    orders: ['orders'],
    customers: ['customer'],
  },
  capabilities: [
    'config.read',
    'product.read',
    'variant.read',
    'category.read',
    'order.read',
    'order.history.read',
    'order.transaction.read',
    'order.refund.read',
    'order.shipment.read',
    'customer.read',
  ],
  relations,
  config,
  counts,
  products,
  categories,
  orders,
  customers,
  variants,
  inventoryLevels,
  categoryChildren,
};
