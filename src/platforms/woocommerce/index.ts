import { orError } from '../../bridge/plan.js';
import type { StoreCounts } from '../../model/store.js';
import { Gathering } from '../gathering.js';
import { counted } from '../plans.js';
import type { Platform } from '../platform.js';
import { categories, categoryChildren, categoryQuery } from './woocommerce-categories.js';
import { config, viewOf } from './woocommerce-config.js';
import { customerQuery, customers } from './woocommerce-customers.js';
import { everyOrder, orders } from './woocommerce-orders.js';
import { productQuery } from './woocommerce-product-list.js';
import { products } from './woocommerce-products.js';
import { variantsByIds, variationQuery } from './woocommerce-variants.js';

/** Each is counted by a statement of its own, so that one closed area costs its own count alone. */
const counts: Platform['counts'] = (store, selection) => {
  const view = viewOf(store);
  const gathering = new Gathering();
  const queries = {
    products: productQuery(),
    variants: variationQuery(),
    categories: categoryQuery(),
    orders: everyOrder(view),
    customers: customerQuery(view),
  };
  const readings = Object.entries(queries)
    .filter(([field]) => selection.has(field))
    .map(([field, query]) => ({
      field,
      total: query && gathering.add(field, counted(query as Parameters<typeof counted>[0])),
    }));
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
    'order.refund.read',
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
