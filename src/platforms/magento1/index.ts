import { orError } from '../../bridge/plan.js';
import type { StoreCounts } from '../../model/store.js';
import { Gathering } from '../gathering.js';
import { counted } from '../plans.js';
import type { Platform } from '../platform.js';
import { categories, categoryChildren, shopCategories } from './magento1-categories.js';
import { config } from './magento1-config.js';
import { customers } from './magento1-customers.js';
import { orders } from './magento1-orders.js';
import { products } from './magento1-products.js';
import { magento } from './magento1-tables.js';
import { variantsByIds } from './magento1-variants.js';

/** Each is counted by a statement of its own, so that one closed area costs its own count alone. */
const counts: Platform['counts'] = (_store, selection) => {
  const gathering = new Gathering();
  const variants = magento.selectFrom('catalog_product_super_link as l').select('l.product_id').distinct();
  const queries = {
    products: magento.selectFrom('catalog_product_entity as e'),
    variants: magento.selectFrom(variants.as('v')),
    categories: shopCategories(),
    orders: magento.selectFrom('sales_flat_order as o'),
    customers: magento.selectFrom('customer_entity as c'),
  };
  const readings = Object.entries(queries)
    .filter(([field]) => selection.has(field))
    .map(([field, query]) => ({ field, total: gathering.add(field, counted(query as Parameters<typeof counted>[0])) }));
  return {
    statements: gathering.statements,
    decode: (results) =>
      Object.fromEntries(
        readings.map(({ field, total }) => [field, orError(() => Number(results.rows(total)[0]?.total ?? 0))]),
      ) as StoreCounts,
  };
};

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
  config,
  counts,
  products,
  categories,
  orders,
  customers,
  variantsByIds,
  categoryChildren,
};
