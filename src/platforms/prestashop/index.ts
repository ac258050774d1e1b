import { orError } from '../../bridge/plan.js';
import type { StoreCounts } from '../../model/store.js';
import { Gathering } from '../gathering.js';
import { counted } from '../plans.js';
import type { Platform } from '../platform.js';
import { categories, categoryChildren, countedCategories } from './prestashop-categories.js';
import { config } from './prestashop-config.js';
import { customers, realCustomers } from './prestashop-customers.js';
import { orders } from './prestashop-orders.js';
import { realProducts } from './prestashop-product-list.js';
import { products } from './prestashop-products.js';
import { prestashop } from './prestashop-tables.js';
import { variantsByIds } from './prestashop-variants.js';

/** Each is counted by a statement of its own, so that one closed area costs its own count alone. */
const counts: Platform['counts'] = (_store, selection) => {
  const gathering = new Gathering();
  const queries = {
    products: realProducts(),
    variants: prestashop
      .selectFrom('product_attribute as v')
      .innerJoin('product as p', 'p.id_product', 'v.id_product')
      .where('p.state', '=', 1),
    categories: countedCategories(),
    orders: prestashop.selectFrom('orders as o'),
    customers: realCustomers(),
  };
  const readings = Object.entries(queries)
    .filter(([field]) => selection.has(field))
    .map(([field, query]) => ({
      field,
      total: gathering.add(field, counted(query as unknown as Parameters<typeof counted>[0])),
    }));
  return {
    statements: gathering.statements,
    decode: (results) =>
      Object.fromEntries(
        readings.map(({ field, total }) => [field, orError(() => Number(results.rows(total)[0]?.total ?? 0))]),
      ) as StoreCounts,
  };
};

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
  config,
  counts,
  products,
  categories,
  orders,
  customers,
  variantsByIds,
  categoryChildren,
};
