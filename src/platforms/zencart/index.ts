import { answered, orError } from '../../bridge/plan.js';
import type { StoreCounts } from '../../model/store.js';
import { Gathering } from '../gathering.js';
import { counted } from '../plans.js';
import type { Platform } from '../platform.js';
import { categories, categoryChildren } from './zencart-categories.js';
import { config } from './zencart-config.js';
import { customers } from './zencart-customers.js';
import { orders } from './zencart-orders.js';
import { products } from './zencart-products.js';
import { zencart } from './zencart-tables.js';

/** Each is counted by a statement of its own, so that one closed area costs its own count alone. */
const counts: Platform['counts'] = (_store, selection) => {
  const gathering = new Gathering();
  const queries = {
    products: zencart.selectFrom('products as p'),
    variants: null,
    categories: zencart.selectFrom('categories as c'),
    orders: zencart.selectFrom('orders as o'),
    customers: zencart.selectFrom('customers as c'),
  };
  const readings = Object.entries(queries)
    .filter(([field]) => selection.has(field))
    .map(([field, query]) => {
      const total = query && gathering.add(field, counted(query as Parameters<typeof counted>[0]));
      return { field, total };
    });
  return {
    statements: gathering.statements,
    decode: (results) =>
      Object.fromEntries(
        readings.map(({ field, total }) => [
          field,
          total ? orError(() => Number(results.rows(total)[0]?.total ?? 0)) : 0,
        ]),
      ) as StoreCounts,
  };
};

/** Zen Cart 1.5.8 to 2.x. It has no variants: what a shopper chooses are attributes, whose stock is the product's. */
export const platform: Platform = {
  id: 'ZENCART',
  name: 'Zen Cart',
  connection: 'BRIDGE',
  supportedVersions: '1.5.8 – 2.x',
  capabilities: ['config.read', 'product.read', 'category.read', 'order.read', 'order.history.read', 'customer.read'],
  config,
  counts,
  products,
  categories,
  orders,
  customers,
  variantsByIds: () => answered(new Map()),
  categoryChildren,
};
