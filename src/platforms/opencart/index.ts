import { orError } from '../../bridge/plan.js';
import type { StoreCounts } from '../../model/store.js';
import { Gathering } from '../gathering.js';
import { counted } from '../plans.js';
import type { Platform } from '../platform.js';
import { categories, categoryChildren } from './opencart-categories.js';
import { config, viewOf } from './opencart-config.js';
import { customers } from './opencart-customers.js';
import { orders } from './opencart-orders.js';
import { products } from './opencart-products.js';
import { opencart } from './opencart-tables.js';
import { hasVariants, variantsByIds } from './opencart-variants.js';

/** Each is counted by a statement of its own, so that one closed area costs its own count alone. */
const counts: Platform['counts'] = (store, selection) => {
  const view = viewOf(store);
  const gathering = new Gathering();
  const own = opencart.selectFrom('product as p');
  const queries = {
    products: hasVariants(view) ? own.where('p.master_id', '=', 0) : own,
    // Where the catalog is closed, asking says so; a store without the column has no variants.
    variants: hasVariants(view) || !view.columns.has('product') ? own.where('p.master_id', '>', 0) : null,
    categories: opencart.selectFrom('category as c'),
    orders: opencart.selectFrom('order as o').where('o.order_status_id', '>', 0),
    customers: opencart.selectFrom('customer as c'),
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
