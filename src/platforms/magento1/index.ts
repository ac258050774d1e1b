import { everyOf } from '../listing.js';
import type { Platform } from '../platform.js';
import { countsOf } from '../store-counts.js';
import { categories, category, categoryChildren } from './magento1-categories.js';
import { config, type Magento1View } from './magento1-config.js';
import { customers } from './magento1-customers.js';
import { variantIds } from './magento1-links.js';
import { orders } from './magento1-orders.js';
import { products } from './magento1-products.js';
import { magento, relations } from './magento1-relations.js';
import { inventoryLevels } from './magento1-stock.js';
import { variants } from './magento1-variants.js';

/** Magento 1.9 and OpenMage 19 to 20. */
export const platform: Platform = {
  id: 'MAGENTO1',
  name: 'Magento 1 / OpenMage',
  connection: 'BRIDGE',
  supportedVersions: '1.9 – 20.x',
  essentials: {
    settings: ['core_config_data', 'core_store'],
    catalog: ['catalog_product_entity'],
    orders: ['sales_flat_order'],
    customers: ['customer_entity'],
  },
  capabilities: [
    'config.read',
    'product.read',
    'variant.read',
    'category.read',
    'order.read',
    'order.history.read',
    'order.shipment.read',
    'order.refund.read',
    'order.transaction.read',
    'customer.read',
  ],
  relations,
  config,
  counts: countsOf<Magento1View>({
    products: () => magento.selectFrom('catalog_product_entity as e'),
    variants: () => magento.selectFrom(variantIds().as('v')),
    categories: (view) => everyOf(category, view),
    orders: () => magento.selectFrom('sales_flat_order as o'),
    customers: () => magento.selectFrom('customer_entity as c'),
  }),
  products,
  categories,
  orders,
  customers,
  variants,
  inventoryLevels,
  categoryChildren,
};
